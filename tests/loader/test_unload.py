"""A bad export leaves whole, and does not come back by itself under any name."""

import re

import pytest
import yaml
from typer.testing import CliRunner

from loader.cli import app
from tests.support.loader import HEADER, Estate, sales
from warehouse.settings import ROOT

GOOD = f"{HEADER}\n{sales(3)}"
BAD = f"{HEADER}\n{sales(60)}une ligne;de;trop;qui;n'est;pas;une;vente\n"


@pytest.fixture(autouse=True)
def _settings(estate: Estate, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "EXPORTS_DIR"):
        monkeypatch.setenv(name, estate.environment()[name])


def unload(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["unload", *arguments])
    return done.exit_code, done.output


def number(estate: Estate, name: str) -> str:
    ((file_id,),) = estate.query(
        f"select file_id from raw.files where path like '%{name}' and status <> 'refused'"
    )
    return str(file_id)


def test_a_file_leaves_with_its_lines_and_stays_away_until_it_is_named(estate: Estate) -> None:
    estate.drop(GOOD, name="a.csv")
    path = estate.drop(BAD.replace("FA0", "FB0"), name="b.csv")
    estate.load()
    before = estate.query("select count(*) from raw.ventes_lignes")
    code, said = unload(number(estate, "b.csv"), "--reason", "mauvaise année")
    assert code == 0, said
    assert "b.csv: unloaded" in said
    assert len(estate.column("document_no")) == 3
    assert estate.query("select count(*) from raw.rejected_lines") == [(0,)]
    assert estate.query("select error from raw.files where status = 'unloaded'") == [
        ("déchargé : mauvaise année",)
    ]
    assert estate.load().files == []
    # The same content under another name is refused, and says why.
    estate.drop(BAD.replace("FA0", "FB0"), name="c.csv")
    (refused,) = estate.load().files
    assert (refused.status, refused.error) == (
        "refused", "ce contenu a été déchargé : mauvaise année"
    )  # fmt: skip
    assert [one.status for one in estate.load(paths=[path]).files] == ["loaded"]
    assert estate.query("select count(*) from raw.ventes_lignes") == before


def test_copies_of_the_content_leave_with_it(estate: Estate) -> None:
    estate.drop(GOOD, name="a_2025-11-01.csv")
    estate.drop(GOOD, name="a_2025-11-08.csv")
    estate.load()
    code, said = unload(number(estate, "a_2025-11-08.csv"), "--reason", "essai")
    assert code == 0, said
    assert estate.query("select distinct status from raw.files") == [("unloaded",)]
    assert estate.column("document_no") == []


def test_without_a_reason_or_a_file_nothing_leaves(estate: Estate) -> None:
    estate.drop(GOOD, name="a.csv")
    estate.load()
    assert unload(number(estate, "a.csv"))[0] == 2
    assert unload("999", "--reason", "essai")[0] == 2
    assert len(estate.column("document_no")) == 3


def test_every_status_a_file_may_have_is_one_the_monday_run_knows(estate: Estate) -> None:
    ((rule,),) = estate.query(
        "select pg_get_constraintdef(oid) from pg_constraint where conname = 'files_status_check'"
    )
    model = yaml.safe_load((ROOT / "dbt_project/models/etl/files.yml").read_text("utf-8"))
    (status,) = (one for one in model["models"][0]["columns"] if one["name"] == "status")
    known = status["data_tests"][0]["accepted_values"]["arguments"]["values"]
    assert set(re.findall(r"'(\w+)'::text", rule)) == set(known)
