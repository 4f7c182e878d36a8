"""A folder of exports, the loader upon it, and lines and workbooks to put there."""

import io
import os
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from loader.load import load
from loader.report import FileResult, LoadReport
from warehouse import database
from warehouse.settings import ROOT, Settings

HEADER = "client_code;date_livraison;produit_label;qty_line;mt_ht;document_type;document_no"
LINE = "CL{0:05d};27/12/2025;Riesling 2022;6;67,00;VENTE;FA{0:04d}"


def sales(count: int, first: int = 1) -> str:
    """Return `count` good sales lines, LF at the end of each."""
    return "".join(LINE.format(number) + "\n" for number in range(first, first + count))


class Estate:
    """An exports folder, its database, and short ways to use them."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.folder = settings.exports_dir / "raw" / "isavigne"

    def drop(
        self, content: str | bytes, dataset: str = "ventes_lignes", name: str = "export.csv"
    ) -> Path:
        """Put a file into a dataset's folder ('' is the top), old enough to be loaded."""
        path = self.folder / dataset / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def load(self, **options: Any) -> LoadReport:
        return load(self.settings, **options)

    def load_one(
        self, content: str | bytes, dataset: str = "ventes_lignes", name: str = "export.csv"
    ) -> FileResult:
        """Drop one file, load, and return what became of it."""
        self.drop(content, dataset, name)
        (result,) = self.load().files
        return result

    def query(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with database.connect(self.settings, autocommit=True) as conn, conn.cursor() as cursor:
            cursor.execute(statement, values or None)
            rows = cursor.fetchall() if cursor.description else []
        conn.close()
        return rows

    def column(self, name: str, dataset: str = "ventes_lignes") -> list[Any]:
        """Return one column of a raw table, in the order of the file's lines."""
        rows = self.query(f"select {name} from raw.{dataset} order by _file_id, _line_number")
        return [value for (value,) in rows]

    def rejected(self) -> list[tuple[int, str, str]]:
        """Return the lines set aside: number, text, reason."""
        return self.query(
            "select _line_number, raw_text, reason from raw.rejected_lines "
            "order by _file_id, _line_number"
        )

    def environment(self) -> dict[str, str]:
        """Return the environment of a real `loader` process on this estate."""
        return {
            **os.environ,
            "DATABASE_URL": str(self.settings.database_url),
            "EXPORTS_DIR": str(self.settings.exports_dir),
            "PYTHONPATH": str(ROOT),
        }


def xlsx(**sheets: list[list[Any]]) -> bytes:
    """Return a workbook of these sheets, each a list of rows."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return saved(workbook)


def saved(workbook: Workbook) -> bytes:
    """Return a workbook as the bytes of its file."""
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()
