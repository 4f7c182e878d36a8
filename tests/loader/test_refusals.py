"""Files that cannot be loaded: recorded with their reason, and left alone until they change."""

import gzip
import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.loader.conftest import HEADER, Estate, sales


def zipped(*members: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
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


GOOD = f"{HEADER}\n{sales(3)}".encode()
CASES = {
    "empty": ("export.csv", b"", "fichier vide"),
    "blank": ("export.csv", b"\n \n", "fichier vide"),
    "header only": ("export.csv", HEADER.encode(), "aucune ligne de données"),
    "no header": ("export.csv", sales(3).encode(), "aucun en-tête de ventes_lignes"),
    "corrupt workbook": ("export.xlsx", b"not a workbook", "classeur corrompu"),
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
    (result,) = estate.load().files
    assert "hors du dossier" in str(result.error)


def test_a_dangling_link_is_refused(estate: Estate) -> None:
    path = estate.drop("", name="x.csv")
    path.unlink()
    path.symlink_to(path.with_name("nowhere.csv"))
    (result,) = estate.load().files
    assert "illisible" in str(result.error)


def test_a_refused_file_is_left_alone_until_it_changes(estate: Estate) -> None:
    path = estate.drop("")
    assert [result.status for result in estate.load().files] == ["refused"]
    assert estate.load().files == []
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
