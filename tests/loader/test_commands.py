"""The commands as a person types them: output, exit codes, JSON, help."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from loader.cli import app
from tests.support.language import french_in
from tests.support.loader import HEADER, Estate, sales, xlsx

Run = Callable[..., Result]


@pytest.fixture
def run(estate: Estate, monkeypatch: pytest.MonkeyPatch) -> Run:
    for name in ("DATABASE_URL", "EXPORTS_DIR"):
        monkeypatch.setenv(name, estate.environment()[name])
    runner = CliRunner()

    def invoke(*arguments: object) -> Result:
        """Run a command; what it says is English, the verdicts it quotes apart."""
        result = runner.invoke(app, [str(argument) for argument in arguments])
        said = [] if "--json" in arguments else result.output.splitlines()
        assert [line for line in said if french_in(line)] == []
        return result

    return invoke


def broken(count: int) -> str:
    return f"{HEADER}\n{sales(count)}CL9;trop court\n"


def test_load_names_each_file_and_ends_with_1_when_one_is_refused(estate: Estate, run: Run) -> None:
    estate.drop(broken(30), name="a_2025-01-01.csv")
    estate.drop("", name="b.csv")
    result = run("load")
    assert result.exit_code == 1
    assert "a_2025-01-01.csv: 30 rows into raw.ventes_lignes as file 1, 1 line set aside" in (
        result.stdout
    )
    assert "b.csv: refused: “fichier vide”" in result.stdout
    again = run("load")
    assert again.exit_code == 0
    assert again.stdout.startswith("Done: no new file, 1 unchanged, 1 still refused; ")
    listed = run("files").stdout
    assert "1 line set aside" in listed
    assert "2 files." in listed
    assert "file 1, line 32: “2 colonnes au lieu de 7”: CL9;trop court" in run("rejected").stdout


def test_load_as_json(estate: Estate, run: Run) -> None:
    estate.drop(broken(30), name="a_2025-01-01.csv")
    report = json.loads(run("load", "--json").stdout)
    assert (report["exit_code"], report["row_count"], report["rejected_count"]) == (0, 30, 1)
    assert report["files"][0]["export_date"] == "2025-01-01"


def test_load_takes_a_file_from_elsewhere_when_told_its_dataset(
    run: Run, estate: Estate, tmp_path: Path
) -> None:
    path = tmp_path / "export.csv"
    path.write_text(f"{HEADER}\n{sales(2)}")
    assert run("load", path, "--dataset", "ventes_lignes").exit_code == 0
    assert estate.query("select path, row_count from raw.files") == [(path.as_posix(), 2)]


@pytest.mark.parametrize(
    "arguments",
    [
        ["load", "nowhere.csv"],
        ["load", "--dataset", "vents"],
        ["check", "nowhere.csv"],
        ["check", ".", "--dataset", "vents"],
        ["files", "--dataset", "vents"],
        ["files", "--status", "lost"],
        ["rejected", "--file", "7"],
        ["rejected", "--export", "."],
    ],
)
def test_a_wrong_argument_ends_with_2(run: Run, arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_files_lists_what_was_dealt_with(estate: Estate, run: Run) -> None:
    estate.drop(broken(30))
    estate.drop("", name="b.csv")
    estate.load()
    listed = json.loads(run("files", "--json").stdout)
    assert sorted(file["status"] for file in listed) == ["loaded", "refused"]
    assert "fichier vide" in run("files", "--status", "refused").stdout


def test_lines_set_aside_can_be_mended_and_dropped_back(estate: Estate, run: Run) -> None:
    estate.drop(broken(30), name="ventes_2025-12-27.csv")
    estate.load()
    (line,) = json.loads(run("rejected", "--json").stdout)
    assert (line["line_number"], line["raw_text"]) == (32, "CL9;trop court")
    folder = estate.folder / "ventes_lignes"
    assert run("rejected", "--file", 1, "--export", folder).exit_code == 0
    mended = folder / "ventes_2025-12-27_a_corriger_2025-12-27.csv"
    again = run("rejected", "--file", 1, "--export", folder)
    assert (again.exit_code, "is there already" in again.stderr) == (2, True)
    assert run("rejected", "--file", 1, "--export", folder / "no" / "where.csv").exit_code == 2
    text = mended.read_text(encoding="utf-8-sig").replace("CL9;trop court", sales(1, 99).strip())
    mended.write_text(text, encoding="utf-8")
    (result,) = estate.load().files
    assert (result.status, result.row_count, str(result.export_date)) == ("loaded", 1, "2025-12-27")


@pytest.mark.processes
def test_lines_of_a_sheet_set_aside_are_written_so_that_they_load_again(
    estate: Estate, run: Run, tmp_path: Path
) -> None:
    header = ["Nom\nde famille", "client_code", "Remarque; ou non"]
    rows = [["Weber", f"CL{number}", "x"] for number in range(30)]
    estate.drop(
        xlsx(Clients=[header, *rows, ['dit "le\nGrand"', "CL99", "a;b", "trop"]]),
        "clients",
        "c.xlsx",
    )
    estate.load()
    assert run("rejected", "--file", 1, "--export", tmp_path / "mend.csv", "--json").exit_code == 0
    text = (tmp_path / "mend.csv").read_text(encoding="utf-8-sig").replace(";trop", "")
    assert estate.load_one(text, "clients", "mended.csv").status == "loaded"
    found = estate.query(
        "select nom, client_code, remarque_ou_non from raw.clients where _file_id = 2"
    )
    assert found == [('dit "le\nGrand"', "CL99", "a;b")]


def test_check_takes_folders(estate: Estate, run: Run) -> None:
    for name in ("a.csv", "b.csv"):
        estate.drop(f"{HEADER}\n{sales(1)}", name=name)
    assert run("check", estate.folder).stdout.count(": loads") == 2


def test_check_needs_no_database(estate: Estate, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    good = estate.drop(broken(30).replace("mt_ht", "Montant HT"))
    result = run("check", good)
    assert result.exit_code == 0
    assert "30 rows, 1 line set aside" in result.stdout
    assert "Montant HT → mt_ht" in result.stdout
    assert "line 32: “2 colonnes au lieu de 7”: CL9;trop court" in result.stdout
    bad = estate.drop(HEADER, name="bad.csv")
    result = run("check", bad, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)[0]["refusal"].startswith("aucune ligne de données")


def test_trace_shows_the_line_and_each_layer(estate: Estate, run: Run) -> None:
    first = 'CL1;27/12/2025;"Coffret\nNoël";6;67,00;VENTE;FA1'
    estate.drop(broken(30).replace("\n", f"\n{first}\n", 1))
    estate.load()
    found = json.loads(run("trace", 1, 2, "--json").stdout)
    assert found["text"] == first
    layers = {layer["relation"]: layer["rows"] for layer in found["layers"]}
    assert layers["raw.ventes_lignes"][0]["produit_label"] == "Coffret\nNoël"
    assert layers["raw.rejected_lines"] == []
    assert layers["etl.ventes_lignes"] is None
    assert "2 colonnes au lieu de 7" in run("trace", 1, 34).stdout
    assert run("trace", 1, 999).exit_code == 2
    assert run("trace", 7, 1).exit_code == 2


@pytest.mark.parametrize("command", ["load", "files", "rejected", "check", "trace"])
def test_every_command_has_help_with_examples(run: Run, command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert "Example" in result.stdout
    assert "--json" in result.stdout
