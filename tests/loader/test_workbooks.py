"""Workbooks of every writer: what a person sees in a cell, or a row aside, never a guess."""

import io
from collections.abc import Callable

import pytest
import xlwt

from loader.files.workbook import process
from tests.support.loader import HEADER, Estate, sales
from tests.support.workbooks import (
    ods_row,
    raw_ods,
    raw_xlsb,
    raw_xlsx,
    text,
    zipped,
)

# A workbook is read in a process of its own.
pytestmark = pytest.mark.processes

HEAD = text("client_code") + text("nom") + text("code_postal")
UNCOMPUTED = "formule jamais calculée"


def seen(estate: Estate, content: bytes, name: str) -> list[str]:
    """Load a sheet of customers and return its postcodes."""
    assert estate.load_one(content, "clients", name).error is None
    return estate.column("code_postal", "clients")


def many(*rows: str) -> list[str]:
    """Return 30 good rows, then `rows`: so few are set aside."""
    return [HEAD, *[text("CL1") + text("n") + text("67000")] * 30, *rows]


ROW = text("CL9") + text("n")
LEADING_ZEROS = {
    "without addresses": raw_xlsx(HEAD, f'{ROW}<c s="1"><v>1000</v></c>', formats=("00000",)),
    "single quotes": raw_xlsx(HEAD, f"{ROW}<c s='1'><v>1000</v></c>", formats=("00000",)),
    "another name of part": raw_xlsx(
        HEAD, f'{ROW}<c s="1"><v>1.0E3</v></c>', formats=("00000",), sheet="Feuilles/une.xml"
    ),
    "another name of styles": raw_xlsx(
        HEAD, f'{ROW}<c s="1"><v>1000</v></c>', formats=("00000",), styles="Styles2.xml"
    ),
    "a formula": raw_xlsx(HEAD, f'{ROW}<c s="1"><f>500*2</f><v>1000</v></c>', formats=("00000;@",)),
}


@pytest.mark.parametrize("kind", LEADING_ZEROS)
def test_leading_zeros_are_kept_however_the_workbook_is_written(estate: Estate, kind: str) -> None:
    assert seen(estate, LEADING_ZEROS[kind], "clients.xlsx") == ["01000"]


def test_letters_a_format_adds_before_its_zeros_are_kept(estate: Estate) -> None:
    content = raw_xlsx(
        HEAD,
        f'<c s="1"><v>12</v></c>{text("n")}<c s="2"><v>12</v></c>',
        formats=("&quot;CL&quot;00000", "&quot;L-&quot;0000"),
    )
    assert seen(estate, content, "clients.xlsx") == ["L-0012"]
    assert estate.column("client_code", "clients") == ["CL00012"]


def old_workbook(*rows: list[object]) -> bytes:
    """Return an XLS workbook; numbers are shown as `00000`."""
    workbook, buffer = xlwt.Workbook(), io.BytesIO()
    sheet = workbook.add_sheet("Clients d'été")
    zeros = xlwt.easyxf(num_format_str="00000")
    for number, row in enumerate([["client_code", "nom", "code_postal"], *rows]):
        for column, value in enumerate(row):
            if value is None:
                sheet.row(number).set_cell_error(column, 0x2A)
            elif isinstance(value, int):
                sheet.write(number, column, value, zeros)
            else:
                sheet.write(number, column, value)
    workbook.save(buffer)
    return buffer.getvalue()


def text_cell(shown: str, attributes: str = "") -> str:
    """Return a cell of an ODS sheet that holds a text."""
    return (
        f'<table:table-cell office:value-type="string" {attributes}><text:p>{shown}</text:p>'
        "</table:table-cell>"
    )


def number(value: int, shown: str) -> str:
    """Return a cell of an ODS sheet that holds a number, as it is shown."""
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}">'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )


OTHER_FORMATS = {
    "clients.xls": old_workbook(["CL1", "n", 1000], ["CL2", None, "01000"]),
    "clients.xlsb": raw_xlsb(
        ["client_code", "nom", "code_postal"],
        ["CL1", "n", (1000.0, 1)],
        ["CL2", None, "01000"],
        formats=("00000",),
    ),
    "clients.ods": raw_ods(
        ods_row("client_code", "nom", "code_postal"),
        ods_row("CL1", "n", number(1000, "01000")),
        ods_row(
            "CL2",
            '<table:table-cell office:value-type="string" calcext:value-type="error" '
            'table:formula="of:=NA()" office:string-value=""><text:p>#N/A</text:p>'
            "</table:table-cell>",
            number(1000, "01000"),
        ),
    ),
}


@pytest.mark.parametrize("name", OTHER_FORMATS)
def test_leading_zeros_and_errors_are_kept_in_other_formats_too(estate: Estate, name: str) -> None:
    assert seen(estate, OTHER_FORMATS[name], name) == ["01000", "01000"]
    assert estate.column("nom", "clients") == ["n", "#N/A"]


CONDITIONAL = {
    "[&lt;=99999]00000;0": ["01000", "123456", "1.5"],
    "[&lt;=99999]00000;0#&quot; &quot;##&quot; &quot;##": ["01000", "12 34 56", "1.5"],
    "[Red][&lt;0]0;00000": ["01000", "123456", "1.5"],
    "[&gt;=1000]0;00000": ["1000", "123456", "1.5"],
    "[&lt;=1E5]00000;0": ["1000", "123456", "1.5"],
}


@pytest.mark.parametrize("code", CONDITIONAL)
def test_leading_zeros_are_shown_to_the_numbers_a_format_is_for(estate: Estate, code: str) -> None:
    rows = [f'{ROW}<c s="1"><v>{number}</v></c>' for number in (1000, 123456, 1.5)]
    assert seen(estate, raw_xlsx(HEAD, *rows, formats=(code,)), "clients.xlsx") == CONDITIONAL[code]


def test_errors_newer_than_the_reader_are_kept_as_they_are_shown(estate: Estate) -> None:
    content = raw_xlsx(
        HEAD,
        f'{text("CL1")}<c t="e"><v>#SPILL!</v></c><c s="1"><v>1000</v></c>',
        f"{text('CL2')}<c t='e'><f>A1</f><v>#CALC!</v></c><c t=\"e\"><v>#GETTING_DATA</v></c>",
        f'{text("CL3")}<c t="str"><f>A1</f><v>#BUSY!</v></c><c t="e"><v>#REF!</v></c>',
        formats=("00000",),
    )
    assert seen(estate, content, "clients.xlsx") == ["01000", "#GETTING_DATA", "#REF!"]
    assert estate.column("nom", "clients") == ["#SPILL!", "#CALC!", "#BUSY!"]


def test_errors_of_a_sheet_are_kept_as_they_are_shown(estate: Estate) -> None:
    content = raw_xlsx(
        HEAD, f'{text("CL1")}<c t="e"><v>#N/A</v></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    )
    assert seen(estate, content, "clients.xlsx") == ["#DIV/0!"]
    assert estate.column("nom", "clients") == ["#N/A"]


@pytest.mark.parametrize(
    ("cell", "calculation"),
    [
        ("<c><f>B2*2</f></c>", ""),
        ("<c><f>B2*2</f><v></v></c>", ""),
        ('<c t="str"><f>B2</f></c>', ""),
        ("<c><f>B2*2</f><v>0</v></c>", '<calcPr fullCalcOnLoad="1"/>'),
    ],
)
def test_a_formula_nobody_computed_sets_its_row_aside(
    estate: Estate, cell: str, calculation: str
) -> None:
    content = raw_xlsx(*many(f"{ROW}{cell}"), calculation=calculation)
    assert estate.load_one(content, "clients", "clients.xlsx").row_count == 30
    ((line, shown, reason),) = estate.rejected()
    assert (line, shown[:7], reason[: len(UNCOMPUTED)]) == (32, "CL9;n;=", UNCOMPUTED)


def test_formulas_that_were_computed_count_by_their_result(estate: Estate) -> None:
    content = raw_xlsx(
        HEAD,
        f'{ROW}<c t="str"><f>IF(1,"","x")</f><v></v></c>',
        f"{ROW}<c><f>0</f><v>0</v></c>",
        f'{ROW}<c t="str"><f>A1</f><v>67000</v></c>',
    )
    assert seen(estate, content, "clients.xlsx") == ["", "0", "67000"]


def test_rows_of_nothing_but_formulas_below_the_table_go_aside(estate: Estate) -> None:
    content = raw_xlsx(*many("<c><f>COUNTA(A2:A31)</f></c>"))
    estate.load_one(content, "clients", "clients.xlsx")
    assert [line for line, _, _ in estate.rejected()] == [32]


def test_formulas_nobody_computed_go_aside_in_other_formats_too(estate: Estate) -> None:
    good: list[list[object]] = [["CL1", "n", "67000"]] * 30
    estate.drop(old_workbook(*good, ["CL9", "n", xlwt.Formula("A1*2")]), "clients", "a.xls")
    uncomputed = '<table:table-cell table:formula="of:=[.A1]*2"/>'
    estate.drop(
        raw_ods(
            ods_row("client_code", "nom", "code_postal"),
            ods_row("CL1", "n", "67000", repeated=30),
            ods_row("CL9", "n", uncomputed),
        ),
        "clients",
        "b.ods",
    )
    assert [result.row_count for result in estate.load().files] == [30, 30]
    assert [line for line, _, reason in estate.rejected() if UNCOMPUTED in reason] == [32, 32]


@pytest.mark.parametrize("index", ["-1", "x", "1.0", " 0"])
def test_a_shared_text_that_is_not_there_sets_its_row_aside(estate: Estate, index: str) -> None:
    wrong = f'<c t="s"><v>{index}</v></c>{text("n")}{text("67000")}'
    content = raw_xlsx(*many(wrong), shared=("CL0", "CL1"))
    estate.load_one(content, "clients", "clients.xlsx")
    assert [(line, reason) for line, _, reason in estate.rejected()] == [
        (32, "texte partagé introuvable")
    ]


def test_a_wrong_shared_text_at_the_very_end_of_a_large_sheet_is_found(estate: Estate) -> None:
    good = '<c t="s"><v>1</v></c>' + text("n") + text("67000")
    content = raw_xlsx(HEAD, *[good] * 20_000, good.replace(">1<", ">-1<"), shared=("CL0", "CL1"))
    estate.load_one(content, "clients", "clients.xlsx")
    assert [line for line, _, _ in estate.rejected()] == [20_002]


def test_paragraphs_blanks_and_breaks_of_an_ods_cell_are_kept(estate: Estate) -> None:
    note = "<office:annotation><text:p>à vérifier</text:p></office:annotation>"
    cell = (
        f'<table:table-cell office:value-type="string">{note}<text:p>a<text:s text:c="2"/>b'
        "<text:line-break/>c<text:tab/>d <text:span>e</text:span></text:p>"
        "<text:p>f</text:p></table:table-cell>"
    )
    content = raw_ods(ods_row("client_code", "nom", "code_postal"), ods_row("CL1", "n", cell))
    assert seen(estate, content, "clients.ods") == ["a  b\nc\td e\nf"]


def test_what_merged_cells_hide_is_not_there(estate: Estate) -> None:
    merged = text_cell("CL1", 'table:number-columns-spanned="2"')
    hidden = text_cell("caché").replace("table:table-cell", "table:covered-table-cell")
    content = raw_ods(
        ods_row("client_code", "nom", "code_postal"), ods_row(merged, hidden, "67000")
    )
    assert seen(estate, content, "clients.ods") == ["67000"]
    assert estate.column("nom", "clients") == [""]


def test_blanks_beyond_and_below_the_table_are_nothing(estate: Estate) -> None:
    beyond = ROW + text("67000") + text("") + text(" ")
    below = text(" ") + text("\u00a0")
    content = raw_xlsx(HEAD, *[beyond] * 5, below)
    assert seen(estate, content, "clients.xlsx") == ["67000"] * 5


FAR = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
FIRST = '<row r="1"><c r="A1" t="inlineStr"><is><t>client_code</t></is></c></row>'
ENDLESS = {
    "far.xlsx": raw_xlsx(FIRST, FAR),
    "said near.xlsx": raw_xlsx(FIRST, FAR, before='<dimension ref="A1:B2"/>'),
    "far.xlsb": raw_xlsb(["client_code"], far=True),
    "repeated.ods": raw_ods(
        ods_row("client_code"),
        ods_row(
            '<table:table-cell table:number-columns-repeated="16384" office:value-type="string">'
            "<text:p>x</text:p></table:table-cell>",
            repeated=1_000_000,
        ),
    ),
}


def test_a_workbook_without_end_is_refused_and_the_next_file_loads(estate: Estate) -> None:
    for name, content in ENDLESS.items():
        estate.drop(content, "clients", f"2025-01-01 {name}")
    estate.drop(f"{HEADER}\n{sales(3)}", name="b_2025-01-02.csv")
    *endless, good = estate.load().files
    assert [result.status for result in endless] == ["refused"] * len(ENDLESS)
    # calamine itself counts the cells of ODS before it unfolds them.
    assert sum("de mémoire" in str(result.error) for result in endless) == len(ENDLESS) - 1
    assert (good.status, good.row_count) == ("loaded", 3)


def test_a_workbook_that_takes_too_long_is_refused(
    estate: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "MOST_SECONDS", 0.0)
    content = raw_xlsx(HEAD, *[ROW + text("67000")] * 200_000)
    result = estate.load_one(content, "clients", "clients.xlsx")
    assert "n'en finit pas" in str(result.error)


def test_the_memory_a_workbook_may_take_follows_the_setting(
    with_values: Callable[..., Estate],
) -> None:
    estate = with_values(LOADER_MAX_MB="1")
    result = estate.load_one(ENDLESS["far.xlsx"], "clients", "clients.xlsx")
    assert "plus de 514 Mio" in str(result.error)


def test_an_encrypted_ods_is_named_as_such(estate: Estate) -> None:
    for name, content in {
        "a.ods": raw_ods(ods_row("client_code"), manifest="<manifest:encryption-data/>"),
        "b.ods": zipped({"mimetype": "", "encrypted-package": b"\x01\x02"}),
    }.items():
        estate.drop(content, "clients", name)
    assert all("mot de passe : enregistrez-le sans" in str(r.error) for r in estate.load().files)
