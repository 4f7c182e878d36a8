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
    told = json.loads(done.stdout)
    assert told.pop("batch_id")
    assert told == {"decided": 2, "unchanged": 0, "awaiting_second": 0, "refusals": []}
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
        (["approve", "--file", "."], "est illisible"),
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


def test_a_letter_built_for_other_texts_says_what_to_run(typed: Path, conn: Connection) -> None:
    call("plan")
    run(conn, "update activation.recommendations set params = params #- '{produits,0,unite}'")
    reco_id = str(rows(conn, "select reco_id from activation.recommendations")[0]["reco_id"])
    done = call("letter", reco_id)
    assert (done.exit_code, done.stdout) == (3, "")
    assert "préparées pour d'autres textes" in done.stderr.replace("’", "'")
    assert "make weekly" in done.stderr


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


# How a French spreadsheet saves a file it was given.
SAVED = {
    "CSV UTF-8": ("utf-8-sig", ";"),
    "CSV": ("cp1252", ";"),
    "Texte Unicode": ("utf-16", "\t"),
    "CSV of another country": ("utf-8", ","),
    "CSV of DOS": ("cp850", ";"),
}


@pytest.mark.parametrize("above", ["sep=;\r\n", "\r\n;;\r\n", '"sep=;"\r\n'])
def test_what_a_spreadsheet_writes_above_the_header_and_into_it_changes_nothing(
    typed: Path, above: str
) -> None:
    path = typed / "lettres.csv"
    call("plan", "--csv", str(path))
    header, *lines = path.read_text(encoding="utf-8-sig").splitlines()
    saved = above + "\r".join([header.upper().replace("RECO_ID", " Reco_ID "), *lines[:2]])
    path.write_text(saved, encoding="utf-8-sig", newline="")
    done = call("approve", "--file", str(path), "--json")
    assert (done.exit_code, json.loads(done.stdout)["decided"]) == (0, 2)


@pytest.mark.parametrize("kind", SAVED)
def test_the_file_names_people_and_comes_back_however_it_was_saved(
    typed: Path, conn: Connection, kind: str
) -> None:
    path = typed / "lettres.csv"
    call("plan", "--csv", str(path))
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file, delimiter=";"))
    assert {(line["nom"], line["prenom"], line["ville"]) for line in lines} >= {
        ("Éluère 2", "Chloé", "Sélestat")
    }
    encoding, delimiter = SAVED[kind]
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, lines[0], delimiter=delimiter)
        writer.writeheader()
        writer.writerows(lines[:2])
        writer.writerow({})
    done = call("approve", "--file", str(path), "--json")
    assert (done.exit_code, json.loads(done.stdout)["decided"]) == (0, 2)


def test_a_letter_is_found_by_its_clients_code(typed: Path) -> None:
    call("plan")
    shown = call("letter", " cl-2 ")
    assert shown.exit_code == 0
    assert "Riesling 2021" in shown.stdout
    assert "La suite" in shown.stdout


def test_any_code_of_a_person_finds_their_letter_and_says_so(typed: Path, conn: Connection) -> None:
    call("plan")
    run(
        conn,
        "insert into etl.clients (client_code, master_client_code) values"
        " ('CL2', 'CL2'), ('OLD2', 'CL2'), ('CL5', 'CL5'), ('OLD5', 'CL5')",
    )
    for words in (["letter"], ["approve", "--by", "Odile", "--client"], ["letters", "--client"]):
        done = call(*words, " old-2 ")
        assert (done.exit_code, done.stdout.count("OLD2 est un autre code de CL2.")) == (0, 1)
    assert "0 lettre" not in done.stdout
    run(conn, "update activation.outbox set client_code = 'OLD2'")
    for code in ("OLD2", "CL2"):
        (letter,) = json.loads(call("letters", "--client", code, "--json").stdout)
        assert (letter["client_code"], letter["nom"]) == ("OLD2", "Éluère 2")
    none = call("approve", "--client", "OLD5")
    assert (none.exit_code, "(sans_email)" in none.stderr) == (2, True)


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("CL99999", "aucun client n'a le code CL99999"),
        ("CL5", "(sans_email)"),
        ("CL1", "(contact_recent)"),
    ],
)
@pytest.mark.parametrize("command", [("letter",), ("approve", "--client")], ids=" ".join)
def test_a_client_without_a_letter_is_told_why(
    typed: Path, command: tuple[str, ...], code: str, why: str
) -> None:
    call("plan")
    said = call(*command, code)
    assert said.exit_code == 2
    assert why in said.stderr


def test_each_decision_says_what_comes_next(typed: Path, conn: Connection) -> None:
    assert "activation approve" in call("plan").stdout
    assert "activation send" in call("approve", "--client", " cl 2 ").stdout
    run(conn, "update sync.brevo_messages set content_hash = 'new' where client_code = 'CL4'")
    call("plan", "--csv", str(typed / "lettres.csv"))
    run(conn, "update activation.recommendations set content_hash = 'newer'")
    none = call("approve", "--file", str(typed / "lettres.csv"))
    assert none.exit_code == 1
    assert "activation send" not in none.stdout
    assert "La suite : `activation plan`" in none.stdout.replace("\u00a0", " ")
    assert "La suite" in call("reject", "--client", "CL3", "--reason", "non").stdout


def test_letters_names_who_was_sent_skipped_or_held_and_why(typed: Path, conn: Connection) -> None:
    call("plan")
    call("approve", "--client", "CL2")
    call("approve", "--client", "CL3")
    call("reject", "--client", "CL3", "--reason", "vient d'appeler")
    listed = call("letters")
    assert listed.exit_code == 0
    assert "CL2 Éluère 2 Chloé, Sélestat — REBUY" in listed.stdout
    assert max(map(len, listed.stdout.splitlines())) <= 80
    held = json.loads(call("letters", "--state", "attente", "--json").stdout)
    assert [(one["client_code"], one["state"]) for one in held] == [("CL2", "queued")]
    skipped = json.loads(call("letters", "--state", "ecartees", "--json").stdout)
    assert [(one["client_code"], one["reason"]) for one in skipped] == [
        ("CL3", "approbation_retiree")
    ]
    assert call("letters", "--state", "perdues").exit_code == 2
