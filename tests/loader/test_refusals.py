"""Files that cannot be loaded: recorded with their reason, and left alone until they change."""

import errno
import gzip
import io
import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlwt
from openpyxl import Workbook

from loader.check import check
from loader.discover import candidate
from loader.options import Options
from tests.support.loader import HEADER, Estate, sales

# A workbook is read in a process of its own.
pytestmark = pytest.mark.processes

GOOD = f"{HEADER}\n{sales(3)}".encode()


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def encrypted_zip() -> bytes:
    content = bytearray(zipped(("export.csv", b"x")))
    content[6] |= 1  # the flag of the local header, then that of the central directory
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def truncated_xlsx() -> bytes:
    buffer = io.BytesIO()
    Workbook().save(buffer)
    return buffer.getvalue()[:1000]


def damaged_zip() -> bytes:
    content = bytearray(zipped(("export.csv", GOOD * 50), method=zipfile.ZIP_LZMA))
    content[len(content) // 2] ^= 0xFF
    return bytes(content)


def damaged_xls() -> bytes:
    """A workbook whose first record has lost its length: calamine does not survive it."""
    workbook, buffer = xlwt.Workbook(), io.BytesIO()
    workbook.add_sheet("Export").write(0, 0, "client_code")
    workbook.save(buffer)
    content = bytearray(buffer.getvalue())
    content[514] = 0
    return bytes(content)


def damaged_styles() -> bytes:
    """A workbook whose cells read well, but whose styles are not what they were."""
    workbook, buffer, damaged = Workbook(), io.BytesIO(), io.BytesIO()
    workbook.active.append(HEADER.split(";"))
    workbook.active.append(["CL1", "27/12/2025", "Riesling", 6, 67, "VENTE", 12])
    workbook.save(buffer)
    with zipfile.ZipFile(buffer) as parts, zipfile.ZipFile(damaged, "w") as copy:
        for name in parts.namelist():
            copy.writestr(name, parts.read(name))
    return damaged.getvalue().replace(b"<cellXfs", b"<cellxfs")


def far_cell() -> bytes:
    """A workbook of 5 kB with one cell where no table goes: unfolded it takes 500 GB."""
    workbook, buffer = Workbook(), io.BytesIO()
    workbook.active.append(HEADER.split(";"))
    workbook.active["XFD1048576"] = "x"
    workbook.save(buffer)
    return buffer.getvalue()


def wide(columns: int, value: str) -> bytes:
    """Return an export with unknown columns beside those it needs."""
    more = "".join(f";plus {number}" for number in range(columns))
    return f"{HEADER}{more}\n{sales(1).strip()}{f';{value}' * columns}\n".encode()


PAGE = "<html><body><table><tr><th>client_code</th></tr></table></body></html>"
XML_2003 = (
    b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'
)

CASES = {
    "empty": ("export.csv", b"", "fichier vide"),
    "blank": ("export.csv", b"\n \n", "fichier vide"),
    "header only": ("export.csv", HEADER.encode(), "aucune ligne de données"),
    "no header": ("export.csv", sales(3).encode(), "aucun en-tête de ventes_lignes"),
    "nul in the header": ("export.csv", b"x\0" + GOOD, "trouvé : x␀client_code"),
    "damaged zip": ("export.zip", damaged_zip(), "corrompu"),
    "damaged old workbook": ("export.xls", damaged_xls(), "corrompu"),
    "damaged styles": ("export.xlsx", damaged_styles(), "corrompu"),
    "a cell far away": ("export.xlsx", far_cell(), "1048576 lignes et 16384 colonnes"),
    "too many columns": ("export.csv", wide(1700, "x"), "pas plus de 1600"),
    "too wide a row": ("export.csv", wide(600, "vingt lettres environ"), "row is too big"),
    "corrupt workbook": ("export.xlsx", b"PQ\0\1", "classeur corrompu"),
    "text named as a workbook": ("export.xls", GOOD, "du texte : renommez-le en .csv"),
    "a page named as a workbook": ("export.xls", PAGE.encode(), "page HTML : ouvrez-la"),
    "a page in UTF-16": ("export.xls", PAGE.encode("utf-16"), "page HTML : ouvrez-la"),
    "a page named as text": ("export.csv", PAGE.encode(), "page HTML : ouvrez-la"),
    "a workbook of 2003": ("export.xls", XML_2003, "classeur XML de 2003 : ouvrez-le"),
    "room kept, nothing copied": ("export.csv", bytes(5000), "la copie s'est interrompue"),
    "half a workbook": ("export.xlsx", truncated_xlsx(), "corrompu"),
    "half a gzip": ("export.csv.gz", gzip.compress(GOOD)[:-12], "corrompu"),
    "protected zip": ("export.zip", encrypted_zip(), "protégée par un mot de passe"),
    "two exports": ("export.zip", zipped(("a.csv", GOOD), ("b.csv", GOOD)), "a.csv, b.csv"),
    "unknown format": ("export.pdf", b"%PDF-1.7", "format inconnu"),
    "binary": ("export.csv", bytes(range(256)) * 50, "aucun en-tête"),
    "one endless line": ("export.csv", GOOD + b"x" * (1 << 20), "une ligne dépasse"),
}


@pytest.mark.parametrize("case", CASES)
def test_what_cannot_be_loaded_is_recorded_with_its_reason(estate: Estate, case: str) -> None:
    name, content, reason = CASES[case]
    result = estate.load_one(content, name=name)
    assert result.status == "refused"
    assert reason in str(result.error)
    assert estate.query("select status, error, row_count from raw.files") == [
        ("refused", result.error, 0)
    ]
    assert estate.query("select * from raw.ventes_lignes") == []


def test_a_password_protected_workbook_is_named_as_such(estate: Estate) -> None:
    content = (Path(__file__).parent / "protected.xlsx").read_bytes()
    result = estate.load_one(content, name="export.xlsx")
    assert "mot de passe" in str(result.error)


def test_a_zip_bomb_stops_at_the_cap(with_values: Callable[..., Estate]) -> None:
    estate = with_values(LOADER_MAX_MB="1")
    bomb = HEADER.encode() + b"\n" * (2 << 20)
    for name, content in (("a.zip", zipped(("a.csv", bomb))), ("b.csv.gz", gzip.compress(bomb))):
        estate.drop(content, name=name)
    estate.drop(zipped(("xl/workbook.xml", b" " * (2 << 20))), name="c.xlsx")
    results = estate.load().files
    assert [result.status for result in results] == ["refused"] * 3
    assert all("plus de 1 Mio" in str(result.error) for result in results)


def test_a_link_out_of_the_folder_is_refused_and_not_read(estate: Estate, tmp_path: Path) -> None:
    outside = tmp_path / "secret.csv"
    outside.write_bytes(GOOD)
    link = estate.drop("", name="x.csv").with_name("link.csv")
    link.with_name("x.csv").unlink()
    link.symlink_to(outside)
    (link.parent / "folder").symlink_to(tmp_path)
    results = estate.load().files
    assert sorted(Path(result.path).name for result in results) == ["folder", "link.csv"]
    assert all("hors du dossier" in str(result.error) for result in results)
    assert estate.query("select sha256 from raw.files") == [(None,), (None,)]


@pytest.mark.skipif(os.name == "nt", reason="named pipes are POSIX")
def test_what_is_no_file_is_refused_and_not_opened(estate: Estate) -> None:
    folder = estate.drop(GOOD).parent
    os.mkfifo(folder / "pipe.csv")
    (folder / "self.csv").symlink_to(folder / "self.csv")
    assert {Path(result.path).name: result.status for result in estate.load().files} == {
        "export.csv": "loaded",
        "pipe.csv": "refused",
        "self.csv": "refused",
    }


@pytest.mark.skipif(sys.platform != "linux", reason="names are text elsewhere")
def test_a_file_name_that_is_not_text_is_recorded_as_well_as_can_be(estate: Estate) -> None:
    folder = estate.drop("", name="x.csv").parent
    (folder / "x.csv").rename(folder / os.fsdecode(b"caf\xe9.csv"))
    (result,) = estate.load().files
    assert result.path.endswith("caf\\xe9.csv")


def test_a_dangling_link_is_refused(estate: Estate) -> None:
    path = estate.drop("", name="x.csv")
    path.unlink()
    path.symlink_to(path.with_name("nowhere.csv"))
    (result,) = estate.load().files
    assert "illisible" in str(result.error)


@pytest.mark.parametrize("case", ["too many columns", "too wide a row"])
def test_check_refuses_what_postgresql_would(estate: Estate, case: str) -> None:
    name, content, reason = CASES[case]
    verdict = check(
        candidate(estate.drop(content, name=name), estate.settings.exports_dir),
        estate.settings.exports_dir,
        Options(),
    )
    assert "PostgreSQL ne" in str(verdict.refusal) or reason in str(verdict.refusal)


def test_missing_columns_name_the_table_of_other_names(estate: Estate) -> None:
    estate.drop(b"client_code;Remise\nCL1;5\n", name="a.csv")
    estate.drop(b"quoi;Remise\nCL1;5\n", name="b.csv")
    results = estate.load().files
    assert all("loader/files/headers.toml" in str(result.error) for result in results)


def stopped_by_the_system(patch: pytest.MonkeyPatch, error: OSError) -> None:
    """Let the system answer so when an export is opened; Linux itself locks no file."""
    real = Path.open

    def refuse(path: Path, *arguments: Any, **options: Any) -> Any:
        if path.suffix == ".csv":
            raise error
        return real(path, *arguments, **options)

    patch.setattr(Path, "open", refuse)


@pytest.mark.parametrize("number", [errno.EACCES, errno.EBUSY, errno.EAGAIN, errno.ESTALE])
def test_a_file_another_program_holds_waits_and_leaves_no_trace(
    estate: Estate, number: int
) -> None:
    path = estate.drop(GOOD)
    with pytest.MonkeyPatch.context() as patch:
        stopped_by_the_system(patch, OSError(number, os.strerror(number), str(path)))
        (result,) = estate.load().files
    assert result.status == "waiting"
    assert "tenu par un autre programme" in str(result.error)
    assert estate.query("select * from raw.files") == []
    assert [result.status for result in estate.load().files] == ["loaded"]


def test_a_file_the_system_cannot_read_is_refused_and_tried_again_at_every_run(
    estate: Estate,
) -> None:
    path = estate.drop(GOOD)
    with pytest.MonkeyPatch.context() as patch:
        stopped_by_the_system(patch, OSError(errno.EIO, os.strerror(errno.EIO), str(path)))
        results = [result for _ in range(2) for result in estate.load().files]
    assert [result.status for result in results] == ["refused", "refused"]
    assert "illisible" in str(results[0].error)
    assert [result.status for result in estate.load().files] == ["loaded"]


def test_a_refused_file_is_left_alone_until_it_changes(estate: Estate) -> None:
    path = estate.drop("")
    assert [result.status for result in estate.load().files] == ["refused"]
    report = estate.load()
    assert (report.files, report.unchanged) == ([], 0)
    assert report.still_refused == ["raw/isavigne/ventes_lignes/export.csv"]
    assert [result.status for result in estate.load(paths=[path]).files] == ["refused"]
    path.write_bytes(GOOD)
    assert [result.status for result in estate.load().files] == ["loaded"]


def test_one_refused_file_does_not_stop_the_others(estate: Estate) -> None:
    estate.drop("", name="a_2025-01-01.csv")
    estate.drop(GOOD, name="b_2025-01-02.csv")
    report = estate.load()
    assert [result.status for result in report.files] == ["refused", "loaded"]
    assert report.exit_code == 1


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file_is_refused(estate: Estate) -> None:
    estate.drop(GOOD).chmod(0)
    (result,) = estate.load().files
    assert "illisible" in str(result.error)
