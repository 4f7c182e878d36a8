"""The commands a person types: plan to a file, decide on the file, see, be forgotten."""

import csv
import json
import os
from pathlib import Path

import pytest
from click.testing import Result
from psycopg2.extensions import connection as Connection  # noqa: N812
from typer.testing import CliRunner

from activation.cli import app
from tests.support.proposals import fill, run
from warehouse.rows import rows
from warehouse.settings import Settings


@pytest.fixture
def typed(
    conn: Connection, estate: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """An estate known through its environment, with six letters; returns a folder to write in."""
    for name, value in estate.values.items():
        if name.startswith(("ESTATE_", "BREVO_", "ACTIVATION_")):
            monkeypatch.setenv(name, value)
    monkeypatch.setenv("BREVO_SENDER_EMAIL", "domaine@example.org")
    monkeypatch.setenv("ERASURES_FILE", str(tmp_path / "effacements.txt"))
    assert os.environ["DATABASE_URL"] == estate.database_url
    fill(conn, 10)
    return tmp_path


def call(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_the_lines_left_in_the_file_are_the_letters_approved(typed: Path, conn: Connection) -> None:
    path = typed / "lettres.csv"
    assert call("plan", "--csv", str(path)).exit_code == 0
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + 6
    path.write_text("\n".join(lines[:3]), encoding="utf-8-sig")
    done = call("approve", "--file", str(path), "--by", "Claire", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout) == {"decided": 2, "unchanged": 0, "refusals": []}
    kept = rows(conn, "select reco_id::text, decided_by from activation.approvals")
    assert {line["reco_id"] for line in kept} == {line.split(";")[0] for line in lines[1:3]}
    assert {line["decided_by"] for line in kept} == {"Claire"}


def test_a_wines_name_neither_steers_nor_reckons_in_the_file(typed: Path, conn: Connection) -> None:
    name = r"=1+1\u001b]0;x\n\u202e Riesling"
    run(
        conn,
        "update sync.brevo_messages set params = jsonb_set(params, '{produits, 0, nom}', "
        f"'\"{name}\"'), content_hash = 'new' || client_code",
    )
    path = typed / "lettres.csv"
    assert call("plan", "--csv", str(path)).exit_code == 0
    with path.open(encoding="utf-8-sig", newline="") as file:
        wines = {line["vins"] for line in csv.DictReader(file, delimiter=";")}
    assert wines == {"'=1+1]0;x  Riesling"}


def test_a_letter_that_changed_since_the_file_ends_with_1_and_is_named(
    typed: Path, conn: Connection
) -> None:
    path = typed / "lettres.csv"
    call("plan", "--csv", str(path))
    run(conn, "update sync.brevo_messages set content_hash = 'new' where client_code = 'CL2'")
    call("plan")
    done = call("approve", "--file", str(path))
    assert done.exit_code == 1
    assert "5 lettres approuvées" in done.stdout
    assert done.stdout.count("contenu_modifie") == 1


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["approve"], "rien n'est choisi"),
        (["approve", "--scenario", "SOLDES"], "--scenario SOLDES est inconnu"),
        (["reject", "--all"], "--reason"),
        (["reject", "--all", "--reason", " "], "demande une raison"),
        (["approve", "--file", "nowhere.csv"], "nowhere.csv est illisible"),
    ],
)
def test_an_order_that_is_not_clear_is_refused(
    typed: Path, words: list[str], complaint: str
) -> None:
    done = call(*words)
    assert done.exit_code == 2
    assert complaint in done.stderr


def test_a_letter_is_shown_as_it_would_be_read(typed: Path, conn: Connection) -> None:
    call("plan")
    reco_id = str(rows(conn, "select reco_id from activation.recommendations")[0]["reco_id"])
    page = typed / "lettre.html"
    done = call("letter", reco_id, "--html", str(page))
    assert "12,50 € TTC" in done.stdout
    assert "Ne plus recevoir ces lettres" in page.read_text(encoding="utf-8")


def test_forgetting_asks_before_and_is_final(typed: Path, conn: Connection) -> None:
    run(conn, "insert into raw.files (dataset, path, status) values ('clients', 'c.csv', 'loaded')")
    run(
        conn,
        "insert into raw.clients (_file_id, _line_number, client_code, email)"
        " values (1, 2, 'CL2', 'cl2@example.org')",
    )
    held = json.loads(call("export-person", "cl 2").stdout)
    assert held["tables"]["raw.clients"][0]["_source"] == {"fichier": "c.csv", "ligne": 2}
    assert call("forget", "CL2").exit_code == 2  # nobody answered yes
    done = call("forget", "CL2", "--yes")
    assert (done.exit_code, done.stdout.count("c.csv")) == (0, 1)
    assert call("export-person", "CL2").exit_code == 2
    assert call("sweep").exit_code == 0
