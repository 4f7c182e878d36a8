"""Spreadsheets: cells as a person sees them, the right sheet, true row numbers."""

import io
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl import Workbook

from tests.support.loader import HEADER, Estate, saved, xlsx

# A workbook is read in a process of its own.
pytestmark = pytest.mark.processes

COLUMNS = HEADER.split(";")
ROW = ["CL1", "27/12/2025", "Riesling", 6, 67.0, "VENTE", 12]


def test_cells_are_kept_as_a_person_sees_them(estate: Estate) -> None:
    seen = {
        67000.0: "67000",
        0.1 + 0.2: "0.3",
        1234.56: "1234.56",
        -1e-7: "-0.0000001",
        3760123456789012: "3760123456789012",
        "01000": "01000",
        " bord ": " bord ",
        "deux\nlignes": "deux\nlignes",
        date(2025, 12, 27): "2025-12-27",
        datetime(2025, 12, 27, 10, 30): "2025-12-27 10:30:00",
        time(10, 30): "10:30:00",
        timedelta(hours=26, minutes=30): "26:30:00",
        True: "TRUE",
        None: "",
    }
    rows = [["CL1", *ROW[1:], value] for value in seen]
    estate.load_one(xlsx(Export=[[*COLUMNS, "ville"], *rows]), name="export.xlsx")
    assert estate.column("ville") == list(seen.values())
    assert set(estate.column("mt_ht")) == {"67"}


def test_leading_zeros_a_format_shows_are_kept(estate: Estate) -> None:
    shown = [
        (1000, "00000", "01000"),
        (612345678, '0#" "##" "##" "##" "##', "06 12 34 56 78"),
        (75001, "[$-40C]00000;@", "75001"),
        (123456, "00000", "123456"),
        ("1000", "00000", "1000"),
        (1000.5, "00000", "1000.5"),
        (-3, "00000", "-3"),
        (12.5, "0.00", "12.5"),
        (0.05, "0%", "0.05"),
        (1234, "#,##0", "1234"),
        (None, "00000", ""),
    ]
    workbook = Workbook()
    workbook.active.title = "Notes"
    sheet = workbook.create_sheet("Clients")
    sheet.append([])
    sheet.append([None, "client_code", "code_postal"])
    for number, (value, code, _) in enumerate(shown, 3):
        sheet.append([None, f"CL{number}", value])
        sheet.cell(number, 3).number_format = code
    estate.load_one(saved(workbook), "clients", "clients.xlsx")
    assert estate.column("code_postal", "clients") == [text for _, _, text in shown]


def test_the_sheet_that_holds_the_dataset_is_found_and_rows_keep_their_numbers(
    estate: Estate,
) -> None:
    content = xlsx(
        Notes=[["Exporté par la cave"]],
        Ventes=[[], ["Ventes 2025"], [], [None, *COLUMNS], [None, *ROW], [], [None, *ROW]],
    )
    assert estate.load_one(content, name="export.xlsx").row_count == 2
    assert estate.column("_line_number") == [5, 7]
    assert estate.query("select * from raw.files where status = 'loaded'") != []


def test_a_hidden_sheet_does_not_count(estate: Estate) -> None:
    workbook = Workbook()
    for sheet in (workbook.active, workbook.create_sheet("Ancien")):
        sheet.append(COLUMNS)
        sheet.append(ROW)
    workbook["Ancien"].sheet_state = "hidden"
    assert estate.load_one(saved(workbook), name="export.xlsx").row_count == 1


def test_two_sheets_with_the_dataset_are_refused_by_name(estate: Estate) -> None:
    content = xlsx(Janvier=[COLUMNS, ROW], Fevrier=[COLUMNS, ROW])
    assert "Janvier, Fevrier" in str(estate.load_one(content, name="export.xlsx").error)


def test_cells_beyond_the_header_set_the_row_aside(estate: Estate) -> None:
    content = xlsx(Export=[COLUMNS, *[ROW] * 30, [*ROW, 'de "trop"; ou pas']])
    result = estate.load_one(content, name="export.xlsx")
    assert (result.row_count, result.rejected_count) == (30, 1)
    assert estate.rejected() == [
        (
            32,
            'CL1;27/12/2025;Riesling;6;67;VENTE;12;"de ""trop""; ou pas"',
            "8 colonnes au lieu de 7",
        )
    ]


def test_the_header_once_more_goes_aside(estate: Estate) -> None:
    estate.load_one(xlsx(Export=[COLUMNS, *[ROW] * 30, COLUMNS, ROW]), name="export.xlsx")
    assert [(number, reason) for number, _, reason in estate.rejected()] == [
        (32, "l'en-tête, une fois de plus")
    ]


def test_colours_far_from_the_table_do_not_count(estate: Estate) -> None:
    workbook = Workbook()
    workbook.active.append(COLUMNS)
    workbook.active.append(ROW)
    workbook.active["XFD1048576"].number_format = "0.00"
    assert estate.load_one(saved(workbook), name="export.xlsx").row_count == 1


def test_xls(estate: Estate, tmp_path: Path) -> None:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("Export")
    for number, row in enumerate([COLUMNS, ROW]):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    workbook.save(str(tmp_path / "export.xls"))
    estate.load_one((tmp_path / "export.xls").read_bytes(), name="export.xls")
    assert estate.column("mt_ht") == ["67"]


def test_ods(estate: Estate) -> None:
    document, table = OpenDocumentSpreadsheet(), Table(name="Export")
    for row in (COLUMNS, ROW):
        line = TableRow()
        for value in row:
            number = {} if isinstance(value, str) else {"value": str(value)}
            cell = TableCell(valuetype="float" if number else "string", **number)
            cell.addElement(P(text=str(value)))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    buffer = io.BytesIO()
    document.write(buffer)
    estate.load_one(buffer.getvalue(), name="export.ods")
    assert estate.column("mt_ht") == ["67"]
    assert estate.column("client_code") == ["CL1"]


def test_a_column_without_heading_is_kept_when_it_holds_something(estate: Estate) -> None:
    empty = xlsx(Export=[["client_code", None, "nom"], ["CL1", None, "Weber"]])
    filled = xlsx(Export=[["client_code", None, "nom"], ["CL2", "VIP", "Muller"]])
    assert estate.load_one(empty, "clients", "a.xlsx").new_columns == ()
    estate.drop(filled, "clients", "b.xlsx")
    estate.load()
    assert estate.query("select colonne_2 from raw.clients order by _file_id") == [
        (None,),
        ("VIP",),
    ]


@pytest.mark.parametrize("name", ["export.csv", "export.txt"])
def test_a_workbook_named_as_text_is_read_as_a_workbook(estate: Estate, name: str) -> None:
    assert estate.load_one(xlsx(Export=[COLUMNS, ROW]), name=name).row_count == 1
