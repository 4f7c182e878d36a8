"""Lines set aside: with their text, number and reason, and never with a good one."""

import codecs

import pytest

from loader.files.blocks import LineWriter
from loader.files.layout import Layout
from loader.files.records import LONGEST_RECORD
from tests.support.loader import HEADER, LINE, Estate, sales

BROKEN = {
    "too short": ("CL9;27/12/2025", "2 colonnes au lieu de 7"),
    "too long": (LINE.format(9) + ";de;trop", "9 colonnes au lieu de 7"),
    "stray quote": (
        'CL9;27/12/2025;"Riesling;6;67,00;VENTE;FA9',
        "guillemet ouvert jamais refermé",
    ),
    "text behind a quote": ('CL9;"a"b;c;6;67,00;VENTE;FA9', "texte après un guillemet fermant"),
    "nul": (LINE.format(9) + "\0", "octet nul, que PostgreSQL ne peut garder"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_line_goes_aside_and_the_rest_loads(estate: Estate, kind: str) -> None:
    line, reason = BROKEN[kind]
    result = estate.load_one(f"{HEADER}\n{sales(30)}{line}\n{sales(30, 31)}")
    assert (result.row_count, result.rejected_count) == (60, 1)
    assert estate.rejected() == [(32, line.replace("\0", "␀"), reason)]
    assert estate.column("_line_number") == [*range(2, 32), *range(33, 63)]


def test_an_undecodable_line_goes_aside(estate: Estate) -> None:
    line = LINE.format(9).encode().replace(b"Riesling", b"Cr\xe9mant")
    estate.load_one(codecs.BOM_UTF8 + f"{HEADER}\n{sales(30)}".encode() + line + b"\n")
    ((number, text, reason),) = estate.rejected()
    assert (number, reason) == (32, "octet 0xe9 illisible en utf-8")
    assert "Cr\\xe9mant" in text


def test_a_byte_windows_1252_does_not_know_goes_aside(estate: Estate) -> None:
    text = f"{HEADER}\n{sales(30)}".replace("Riesling", "Crémant").encode("cp1252")
    result = estate.load_one(text + LINE.format(9).encode().replace(b"6;", b"\x81;") + b"\n")
    assert (result.row_count, result.rejected_count) == (30, 1)


STRANGERS = {
    "utf-8": ("Crémant d’Alsace", "ligne en utf-8"),
    "utf-8, no letter": ("Coffret d’or", "ligne en utf-8"),
    "cp850": ("Crémant", "page de code DOS ou Mac"),
    "mac_roman": ("Crémant", "page de code DOS ou Mac"),
    "iso8859-15": ("à 12 €", "latin-9"),
}


@pytest.mark.parametrize("kind", STRANGERS)
def test_a_line_of_another_encoding_goes_aside_instead_of_loading_garbled(
    estate: Estate, kind: str
) -> None:
    label, reason = STRANGERS[kind]
    line = LINE.format(9).replace("Riesling", label).encode(kind.split(",")[0]) + b"\n"
    good = sales(30).replace("Riesling", "CHÂTEAU – Crémant d’été ‹rosé› ½").encode("cp1252")
    estate.load_one(HEADER.encode() + b"\n" + good + line)
    ((number, _, said),) = estate.rejected()
    assert (number, reason in said) == (32, True)
    assert set(estate.column("produit_label")) == {"CHÂTEAU – Crémant d’été ‹rosé› ½ 2022"}


def test_a_line_in_utf_8_far_inside_a_large_file_goes_aside_too(estate: Estate) -> None:
    many = sales(20_000).replace("Riesling", "Crémant").encode("cp1252")
    line = LINE.format(9).replace("Riesling", "Crémant").encode() + b"\n"
    estate.load_one(HEADER.encode() + b"\n" + many + line + many)
    assert [number for number, _, _ in estate.rejected()] == [20_002]


def test_a_stray_quote_does_not_swallow_the_lines_up_to_the_next_quote(estate: Estate) -> None:
    stray = 'CL9;27/12/2025;"Riesling;6;67,00;VENTE;FA9\n'
    quoted = 'CL8;27/12/2025;"Riesling";6;67,00;VENTE;"FA8"\n'
    result = estate.load_one(f"{HEADER}\n{sales(30)}{stray}{sales(10)}{quoted}{sales(5)}")
    assert (result.row_count, result.rejected_count) == (46, 1)
    assert [number for number, _, _ in estate.rejected()] == [32]


@pytest.mark.parametrize("between", [0, 1, 9])
def test_a_quote_left_open_does_not_swallow_the_lines_up_to_a_stray_one_in_its_column(
    estate: Estate, between: int
) -> None:
    stray = 'CL9;27/12/2025;"Riesling;6;67,00;VENTE;FA9\n'
    inches = 'CL8;27/12/2025;Coffret 12";6;67,00;VENTE;FA8\n'
    estate.load_one(f"{HEADER}\n{sales(30)}{stray}{sales(between)}{inches}{sales(9)}")
    assert [(number, reason) for number, _, reason in estate.rejected()] == [
        (32, "guillemet ouvert jamais refermé")
    ]
    assert len(estate.column("client_code")) == 40 + between
    assert estate.column("produit_label")[30 + between] == 'Coffret 12"'


def test_a_quote_left_open_in_a_file_of_two_columns_costs_its_own_line(estate: Estate) -> None:
    good = "Pinot;5\n" * 30
    estate.load_one(f'produit;stock_total\n{good}"Riesling;12\nCoffret 12";7\n', "stock")
    assert [number for number, _, _ in estate.rejected()] == [32]
    assert estate.column("stock_total", "stock")[-1] == "7"


@pytest.mark.parametrize(
    ("columns", "value"),
    [
        ("client_code;adresse", "12 rue du Puits\n67000; Colmar"),
        ("client_code;adresse;pays", "12 rue du Puits; bât. B\nColmar; Haut-Rhin"),
        ("client_code;nom;adresse;ville;pays", "chez M. Weber; bât. B;\n12; rue du Puits"),
    ],
)
def test_a_field_of_several_lines_and_delimiters_stays_whole(
    estate: Estate, columns: str, value: str
) -> None:
    row = [
        "CL1",
        *["Weber" if name != "adresse" else f'"{value}"' for name in columns.split(";")[1:]],
    ]
    result = estate.load_one(f"{columns}\n{';'.join(row)}\n", "clients")
    assert (result.row_count, result.rejected_count) == (1, 0)
    assert estate.column("adresse", "clients") == [value]


def test_a_record_of_the_wrong_width_over_two_lines_is_one_record(estate: Estate) -> None:
    broken = 'CL9;27/12/2025;"Coffret\nNoël";6;67,00;VENTE;FA9;de trop\n'
    estate.load_one(f"{HEADER}\n{sales(30)}{broken}{sales(1)}")
    assert estate.rejected() == [(32, broken.rstrip("\n"), "8 colonnes au lieu de 7")]
    assert estate.column("_line_number")[-1] == 34


def test_too_many_broken_lines_refuse_the_whole_file(estate: Estate) -> None:
    result = estate.load_one(f"{HEADER}\n{sales(18)}un\ndeux\n")
    assert result.status == "refused"
    assert "2 lignes à écarter sur 20" in str(result.error)
    assert "ligne 20, 1 colonne au lieu de 7" in str(result.error)
    assert estate.column("client_code") == estate.rejected() == []


def test_the_share_of_broken_lines_is_a_setting(with_values) -> None:  # noqa: ANN001
    estate = with_values(LOADER_MAX_REJECTED="0.1")
    assert estate.load_one(f"{HEADER}\n{sales(18)}un\ndeux\n").status == "loaded"


@pytest.mark.parametrize("piece_size", [1, 7, 64, 1 << 20])
def test_the_answer_does_not_depend_on_how_the_file_is_cut(piece_size: int) -> None:
    text = (
        sales(3) + 'CL7;"a\nb";c;d;e;f;g\n' + BROKEN["stray quote"][0] + "\n" + sales(2)
        + 'x;"é\r";";";d;e;f;"g"\n\n  \n' + sales(2) + "a;b\n" + 'CL8;"x'
    ).encode()  # fmt: skip
    writer = LineWriter(1, Layout("utf-8", b";", b"\n", 7), first_line=2)
    pieces = [text[start : start + piece_size] for start in range(0, len(text), piece_size)]
    copied = b"".join(writer.feed(piece) for piece in pieces) + writer.feed(b"", is_last=True)
    assert [rejected.line_number for rejected in writer.rejected] == [7, 15, 16]
    assert writer.row_count == 9
    numbers = [line.split(b";")[1] for line in copied.split(b"\n") if line.startswith(b"1;")]
    assert numbers == [b"2", b"3", b"4", b"5", b"8", b"9", b"10", b"13", b"14"]


def test_a_quote_left_open_costs_its_own_line_in_a_large_file() -> None:
    writer = LineWriter(1, Layout("utf-8", b";", b"\n", 7), first_line=2)
    many = sales(60_000).encode()
    assert len(many) > 2 * LONGEST_RECORD
    text = sales(2).encode() + BROKEN["stray quote"][0].encode() + b"\n" + many
    for start in range(0, len(text), 1 << 18):
        writer.feed(text[start : start + (1 << 18)])
    writer.feed(b"", is_last=True)
    assert writer.row_count == 60_002
    assert [rejected.line_number for rejected in writer.rejected] == [4]
