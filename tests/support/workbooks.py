"""Workbooks written byte by byte: what no library would write, and Excel or another program did."""

import io
import struct
import zipfile
from collections.abc import Mapping

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ODF = "urn:oasis:names:tc:opendocument:xmlns"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Return parts as a zip archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def relations(**targets: str) -> str:
    """Return the relations of a part, as `id_kind="target"`."""
    links = "".join(
        f'<Relationship Id="{name}" Type="{RELATIONS}/{name.partition("_")[2]}" Target="{target}"/>'
        for name, target in targets.items()
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{package}">{links}</Relationships>'


def text(value: str, attributes: str = "") -> str:
    """Return a cell of an XLSX sheet that holds a text."""
    return f'<c t="inlineStr" {attributes}><is><t>{value}</t></is></c>'


def raw_xlsx(
    *rows: str,
    formats: tuple[str, ...] = (),
    before: str = "",
    sheet: str = "worksheets/sheet1.xml",
    styles: str = "styles.xml",
    calculation: str = "",
    shared: tuple[str, ...] = (),
) -> bytes:
    """Return an XLSX workbook of one sheet, `F`, from the XML of its rows' cells.

    Cell style n has the n-th of `formats`, from 1. `before` stands before the sheet's data.
    """
    codes = "".join(
        f"<numFmt numFmtId='{170 + number}' formatCode='{code}'/>"
        for number, code in enumerate(formats)
    )
    used = "".join(f'<xf numFmtId="{170 + number}"/>' for number in range(len(formats)))
    data = "".join(row if row.startswith("<row") else f"<row>{row}</row>" for row in rows)
    texts = "".join(f"<si><t>{one}</t></si>" for one in shared)
    return zipped(
        {
            "_rels/.rels": relations(r1_officeDocument="xl/workbook.xml"),
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
            f'<sheet name="F" sheetId="1" r:id="r1_worksheet"/></sheets>{calculation}</workbook>',
            "xl/_rels/workbook.xml.rels": relations(
                r1_worksheet=sheet, r2_styles=styles, r3_sharedStrings="sharedStrings.xml"
            ),
            f"xl/{styles}": f'<styleSheet xmlns="{MAIN}"><numFmts>{codes}</numFmts>'
            f'<cellXfs><xf numFmtId="0"/>{used}</cellXfs></styleSheet>',
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{texts}</sst>',
            f"xl/{sheet}": f'<worksheet xmlns="{MAIN}">{before}<sheetData>{data}</sheetData>'
            "</worksheet>",
        }
    )


def raw_ods(*rows: str, manifest: str = "") -> bytes:
    """Return an ODS workbook of one sheet from the XML of its rows, `table:table-row` and all."""
    names = " ".join(
        f'xmlns:{short}="{ODF}:{short}:1.0"' for short in ("office", "table", "text", "dc")
    )
    calc = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f"<manifest:manifest>{manifest}</manifest:manifest>",
            "content.xml": f'<office:document-content {names} xmlns:calcext="{calc}"><office:body>'
            f'<office:spreadsheet><table:table table:name="F">{"".join(rows)}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        }
    )


def ods_row(*cells: str, repeated: int = 1) -> str:
    """Return a row of an ODS sheet; a cell without mark-up is a text."""
    written = "".join(
        one
        if one.startswith("<table:")
        else f'<table:table-cell office:value-type="string"><text:p>{one}</text:p>'
        "</table:table-cell>"
        for one in cells
    )
    return f'<table:table-row table:number-rows-repeated="{repeated}">{written}</table:table-row>'


Cell = str | float | tuple[float, int] | None


def raw_xlsb(*rows: list[Cell], formats: tuple[str, ...] = (), far: bool = False) -> bytes:
    """Return an XLSB workbook of one sheet: texts, numbers, numbers with a style, None for #N/A.

    `far`: with one more cell at the end of the sheet, XFD1048576.
    """
    data = b"".join(
        record(0, struct.pack("<IIHHB", number, 0, 0, 0, 0))
        + b"".join(xlsb_cell(column, one) for column, one in enumerate(row))
        for number, row in enumerate(rows)
    )
    if far:
        data += record(0, struct.pack("<IIHHB", 1048575, 0, 0, 0, 0)) + xlsb_cell(16383, "x")
    codes = b"".join(
        record(44, struct.pack("<H", 170 + number) + wide(code))
        for number, code in enumerate(formats)
    )
    used = b"".join(
        record(47, struct.pack("<HH12x", 0, number))
        for number in (0, *(170 + n for n in range(len(formats))))
    )
    bundle = struct.pack("<II", 0, 1) + wide("r1_worksheet") + wide("F")
    return zipped(
        {
            "_rels/.rels": relations(r1_officeDocument="xl/workbook.bin"),
            "xl/workbook.bin": record(131)
            + record(143)
            + record(156, bundle)
            + record(144)
            + record(132),
            "xl/_rels/workbook.bin.rels": relations(
                r1_worksheet="worksheets/sheet1.bin", r2_styles="styles.bin"
            ),
            "xl/styles.bin": record(278)
            + record(615, struct.pack("<I", len(formats)))
            + codes
            + record(616)
            + record(617, struct.pack("<I", len(formats) + 1))
            + used
            + record(618)
            + record(279),
            "xl/worksheets/sheet1.bin": record(129)
            + record(148, struct.pack("<IIII", 0, len(rows), 0, 10))
            + record(145)
            + data
            + record(146)
            + record(130),
        }
    )


def xlsb_cell(column: int, value: Cell) -> bytes:
    """Return one cell as a record."""
    if isinstance(value, str):
        return record(6, struct.pack("<II", column, 0) + wide(value))
    if value is None:
        return record(3, struct.pack("<IIB", column, 0, 0x2A))
    number, style = value if isinstance(value, tuple) else (value, 0)
    return record(5, struct.pack("<IId", column, style, number))


def record(kind: int, data: bytes = b"") -> bytes:
    """Return a record of XLSB: kind and size seven bits a byte, then the data."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, count = b"", len(data)
    while count >= 0x80:
        size, count = size + bytes([count & 0x7F | 0x80]), count >> 7
    return head + size + bytes([count]) + data


def wide(value: str) -> bytes:
    """Return a text as XLSB has it: its length, then UTF-16."""
    return struct.pack("<I", len(value)) + value.encode("utf-16-le")
