"""Any table written by Python's csv, in any dialect and encoding, comes back equal."""

import codecs
import csv
import io

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from loader.files.blocks import LineWriter
from loader.files.code_pages import LATIN9, stranger_in_cp1252
from loader.files.layout import Layout
from loader.files.records import split
from tests.support.loader import Estate

COLUMNS = ["client_code", "nom", "prenom", "ville"]
ENCODINGS = {
    "utf-8": b"",
    "utf-8-sig": b"",
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "cp1252": b"",
}
WINDOWS = "".join(bytes([code]).decode("cp1252", "ignore") for code in range(1, 256))
# Half of the text is made of what matters to a CSV parser.
ODD = st.text(';,\t|"\r\n \\.%é', max_size=6)


@st.composite
def exports(draw: st.DrawFn) -> tuple[list[list[str]], bytes]:
    encoding = draw(st.sampled_from(sorted(ENCODINGS)))
    letters = (
        st.sampled_from(WINDOWS)
        if encoding == "cp1252"
        else st.characters(exclude_categories=["Cs"], exclude_characters="\0")
    )
    value = ODD | st.text(letters, max_size=8)
    width = draw(st.integers(1, len(COLUMNS)))
    table = draw(st.lists(st.lists(value, min_size=width, max_size=width), min_size=1, max_size=8))
    buffer = io.StringIO(newline="")
    writer = csv.writer(
        buffer,
        delimiter=draw(st.sampled_from(";,\t|")),
        lineterminator=draw(st.sampled_from(["\r\n", "\n", "\r"])),
        quoting=draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])),
    )
    writer.writerow(COLUMNS[:width])
    writer.writerows(table)
    # Rows of the very table inside one of its fields are taken for what an open quote swallowed.
    assume(
        not any(
            _holds_rows(value, writer.dialect.delimiter, width) for row in table for value in row
        )
    )
    text = buffer.getvalue()
    # Before 3.13 csv leaves some line breaks unquoted, and then cannot read them back itself.
    assume(list(csv.reader(io.StringIO(text, newline=""), writer.dialect))[1:] == table)
    content = text.encode(encoding)
    if encoding == "cp1252":
        # Windows-1252 text is told by letters UTF-8 would write otherwise.
        assume(sum(not _is_utf8(line) for line in content.splitlines()) > 0)
        assume(all(not _is_utf8(line) or line.isascii() for line in content.splitlines()))
        # And by words that are none of other code pages.
        assume(not stranger_in_cp1252(content, is_mixed=False) and not LATIN9.search(content))
    return table, ENCODINGS[encoding] + content


@given(export=exports())
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_a_table_written_by_csv_comes_back_equal(
    estate: Estate, export: tuple[list[list[str]], bytes]
) -> None:
    table, content = export
    estate.query("truncate raw.files, raw.clients, raw.rejected_lines")
    assert estate.load_one(content, "clients").status == "loaded"
    names = ", ".join(COLUMNS[: len(table[0])])
    found = estate.query(f"select {names} from raw.clients order by _line_number")
    assert [list(row) for row in found] == table


PIECES = st.sampled_from(
    [
        "a",
        ";",
        ";",
        "\n",
        "\n",
        "\r\n",
        "\r",
        '"',
        '"',
        '""',
        ';"',
        '";',
        "\0",
        "\xe9",
        "\x01",
        "\\",
        "\\",
        " ",
        "%",
    ]
)


@given(
    data=st.lists(PIECES, max_size=60).map("".join),
    width=st.integers(1, 3),
    spare=st.integers(0, 1),
    size=st.integers(1, 40),
    line_end=st.sampled_from([b"\n", b"\r\n", b"\r"]),
)
@settings(max_examples=600, deadline=None)
def test_whole_blocks_give_what_single_records_give(
    data: str, width: int, spare: int, size: int, line_end: bytes
) -> None:
    content = data.encode("latin-1")
    layout = Layout("utf-8", b";", line_end, width, spare)
    writer = LineWriter(1, layout, first_line=1)
    pieces = [content[start : start + size] for start in range(0, len(content), size)]
    copied = b"".join(writer.feed(piece) for piece in pieces) + writer.feed(b"", is_last=True)
    if content and not content.endswith(layout.terminator):
        content = content.removesuffix(b"\r") + line_end
    reference = split(content, 0, 1, layout, len(content), is_last=True)
    expected = b"".join(b"1;%d;" % number + line + line_end for number, line in reference.lines)
    assert copied == expected
    assert writer.rejected == reference.rejected
    assert writer.next_line == reference.next_line


def _holds_rows(value: str, delimiter: str, width: int) -> bool:
    return width > 1 and len(value.splitlines()) > 1 and value.count(delimiter) >= width - 1


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
