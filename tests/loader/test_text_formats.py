"""CSV as the ERP and people leave it: encodings, delimiters, line ends, quotes, titles."""

import codecs
import gzip
import io
import zipfile

import pytest

from tests.support.loader import HEADER, Estate, sales

ACCENTS = "CL00001;27/12/2025;Crémant d’Alsace « Réserve » 67 €;6;67,00;VENTE;FA1\n"


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("cp1252", b""),
        ("iso8859-15", b""),
    ],
)
def test_the_encoding_is_told_by_the_content(estate: Estate, encoding: str, mark: bytes) -> None:
    label = "Crémant « cœur de réserve » 67 €"
    text = f"{HEADER}\nCL00001;27/12/2025;{label};6;67,00;VENTE;FA1\n"
    estate.load_one(mark + text.encode(encoding))
    assert estate.column("produit_label") == [label]
    assert estate.column("client_code") == ["CL00001"]


def test_accents_far_behind_the_first_megabytes_still_decide_the_encoding(estate: Estate) -> None:
    text = f"{HEADER}\n{sales(120_000)}{ACCENTS}"
    estate.load_one(text.encode("cp1252"))
    assert estate.query(
        "select count(*) from raw.ventes_lignes where produit_label like '%Réserve%'"
    ) == [(1,)]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_delimiters_and_line_ends(estate: Estate, delimiter: str, end: str) -> None:
    text = f'{HEADER}\nCL1;27/12/2025;"a {delimiter} b";6;67;VENTE;FA1\nCL2;;;;;;\n'
    text = text.replace(";", delimiter).replace("\n", end)
    result = estate.load_one(text)
    assert (result.row_count, result.rejected_count) == (2, 0)
    assert estate.column("produit_label") == [f"a {delimiter} b", ""]
    assert estate.column("_line_number") == [2, 3]


def test_quotes_and_line_breaks_inside_a_field_stay_and_numbers_count_them(estate: Estate) -> None:
    text = (
        f"{HEADER}\r\n"
        'CL1;27/12/2025;"Coffret ""Noël""\r\net deux flûtes";6;67;VENTE;FA1\r\n'
        'CL2;27/12/2025;" bords ";6;67;VENTE;FA2\r\n'
        'CL3;27/12/2025;12" de large, dit "grand";6;67;VENTE;FA3\r\n'
    )
    estate.load_one(text)
    assert estate.column("produit_label") == [
        'Coffret "Noël"\r\net deux flûtes',
        " bords ",
        '12" de large, dit "grand"',
    ]
    assert estate.column("_line_number") == [2, 4, 5]


def test_titles_and_blank_lines_above_the_header(estate: Estate) -> None:
    text = f'Domaine "Exemple;\n\nÉdité le 27/12/2025;;;\n\n{HEADER}\n\n{sales(2)}'
    estate.load_one(text)
    assert estate.column("_line_number") == [7, 8]


def test_trailing_empty_columns_and_a_last_line_without_end(estate: Estate) -> None:
    lines = sales(3).replace("\n", ";;\n").removesuffix("\n")
    result = estate.load_one(f"{HEADER};;\n{lines}")
    assert (result.row_count, result.rejected_count) == (3, 0)
    assert estate.column("document_no") == ["FA0001", "FA0002", "FA0003"]


def test_rows_may_have_fewer_empty_columns_behind_than_most_have_but_not_more(
    estate: Estate,
) -> None:
    one, two, three, four = sales(4).splitlines()
    quoted = 'CL9;27/12/2025;"a;b";6;67,00;VENTE;"";;'
    lines = [f"{one};", three, quoted, f"{two};;;", f"{four};;x", *[f"{one};;"] * 40]
    result = estate.load_one("\r\n".join([HEADER, *lines, ""]))
    assert (result.row_count, [number for number, _, _ in estate.rejected()]) == (43, [5, 6])
    assert estate.column("document_no")[:4] == ["FA0001", "FA0003", "", "FA0001"]
    assert estate.column("produit_label")[2] == "a;b"


def test_a_delimiter_too_many_before_an_empty_last_column_shifts_no_column(
    estate: Estate,
) -> None:
    address = "CL9;Dupont;12 rue du Puits; bât. B;67000;Colmar;"
    good = "CL1;Dupont;12 rue du Puits;67000;Colmar;\n" * 30
    estate.load_one(f"client_code;nom;adresse;code_postal;ville;pays\n{good}{address}\n", "clients")
    assert estate.rejected() == [(32, address, "7 colonnes au lieu de 6")]
    assert set(estate.column("code_postal", "clients")) == {"67000"}


def test_a_comma_behind_every_row_is_no_column(estate: Estate) -> None:
    lines = "CL1,27/12/2025,Riesling,1,8.5,VENTE,V1,\n" * 3
    result = estate.load_one(f"{HEADER.replace(';', ',')}\n{lines}")
    assert (result.row_count, result.rejected_count) == (3, 0)


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize("again", [HEADER, HEADER.upper()])
def test_the_header_of_a_second_export_glued_to_the_first_goes_aside(
    estate: Estate, mark: bytes, again: str
) -> None:
    first, second = f"{HEADER}\n{sales(30)}".encode(), f"{again}\n{sales(30, 31)}".encode()
    result = estate.load_one(codecs.BOM_UTF8 + first + mark + second)
    assert (result.row_count, result.rejected_count) == (60, 1)
    assert [(number, reason) for number, _, reason in estate.rejected()] == [
        (32, "l'en-tête, une fois de plus")
    ]


def test_utf_16_without_a_mark_is_known_by_its_nuls(estate: Estate) -> None:
    for number, encoding in enumerate(("utf-16-le", "utf-16-be"), 1):
        text = f"{HEADER}\nCL{number};27/12/2025;Crémant d’Alsace;6;67,00;VENTE;FA1\n"
        estate.drop(text.encode(encoding), name=f"{encoding}.csv")
    assert [result.row_count for result in estate.load().files] == [1, 1]
    assert set(estate.column("produit_label")) == {"Crémant d’Alsace"}


def test_decimal_commas_among_commas_are_refused_even_when_every_line_has_them(
    estate: Estate,
) -> None:
    header = f"{HEADER},email".replace(";", ",")
    lines = "CL1,27/12/2025,Riesling,1,12,50,VENTE,V1,\n" * 3
    result = estate.load_one(f"{header}\n{lines}")
    assert "la première : ligne 2, 9 colonnes au lieu de 8" in str(result.error)


def test_mixed_line_ends(estate: Estate) -> None:
    one, two, three, four = sales(4).splitlines()
    estate.load_one(f"{HEADER}\n{one}\r\n{two}\r{three}\r\r\n{four}\n")
    assert estate.column("document_no") == ["FA0001", "FA0002", "FA0003", "FA0004"]
    assert estate.column("_line_number") == [2, 3, 4, 5]


def test_what_copy_would_take_for_a_command_is_a_value(estate: Estate) -> None:
    estate.load_one(f'{HEADER}\n\\.;;"\n\\.\n";\\N;%d %s;100 %;\\\n{sales(1)}')
    assert estate.column("client_code") == ["\\.", "CL00001"]
    assert estate.column("produit_label")[0] == "\n\\.\n"
    assert estate.column("qty_line")[0] == "\\N"
    assert estate.column("mt_ht")[0] == "%d %s"


def test_empty_stays_empty_and_only_an_absent_column_is_null(estate: Estate) -> None:
    estate.load_one(f'{HEADER};ville\nCL1;;"";6; ;VENTE;FA1;\n')
    found = estate.query(
        "select date_livraison, produit_label, mt_ht, ville, email from raw.ventes_lignes"
    )
    assert found == [("", "", " ", "", None)]


def test_gzip_and_zip_with_one_export_inside(estate: Estate) -> None:
    text = f"{HEADER}\n{sales(2)}".encode()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("__MACOSX/._export.csv", b"junk")
        parts.writestr("dossier/export.csv", text + b"CL9;;;;;;\n")
    estate.drop(gzip.compress(text), name="a.csv.gz")
    estate.drop(archive.getvalue(), name="b.zip")
    assert [result.row_count for result in estate.load().files] == [2, 3]


@pytest.mark.parametrize("encoding", ["cp850", "mac_roman"])
@pytest.mark.parametrize("words", ["Crémant rosé", "Crème n° 12", "Cuvée n° 7 du père"])
def test_a_code_page_of_dos_or_mac_is_refused_with_what_to_do(
    estate: Estate, encoding: str, words: str
) -> None:
    lines = sales(3).replace("Riesling", words)
    result = estate.load_one(f"{HEADER}\n{lines}".encode(encoding))
    assert "faites-le enregistrer en UTF-8" in str(result.error)


@pytest.mark.parametrize("words", ["Cuvée du cœur", "Crémant rosé à 12 €"])
def test_latin_9_glued_behind_windows_1252_goes_aside(estate: Estate, words: str) -> None:
    first, second = sales(40).replace("Riesling", words), sales(1, 41).replace("Riesling", words)
    estate.load_one(f"{HEADER}\n{first}".encode("cp1252") + second.encode("iso8859-15"))
    assert [(number, reason) for number, _, reason in estate.rejected()] == [
        (42, "lettres de latin-9 dans un fichier en windows-1252")
    ]


def test_text_written_in_utf_8_twice_is_refused_but_not_for_one_name(estate: Estate) -> None:
    twice = sales(9).replace("Riesling", "Crémant rosé").encode().decode("cp1252")
    assert "deux fois en UTF-8" in str(estate.load_one(f"{HEADER}\n{twice}").error)
    assert estate.load_one(f"{HEADER}\n{twice.splitlines()[0]}\n").row_count == 1


@pytest.mark.parametrize(
    "end", ["\x1a", "\r\n\x1a", "\x1a\x1a\x1a", "\r\n\x1a\r\n", "\r\n\x1a\0\0\0\r\n"]
)
def test_the_end_mark_of_dos_is_no_line(estate: Estate, end: str) -> None:
    result = estate.load_one(f"{HEADER}\r\n{sales(2).strip()}{end}")
    assert (result.row_count, result.rejected_count) == (2, 0)
    assert estate.column("document_no") == ["FA0001", "FA0002"]


def test_nothing_divides_a_file_of_one_column(estate: Estate) -> None:
    values = ["CL1", "CL2\x1f", "CL3\x1fx", "CL4;x", '"CL5\x1f"']
    estate.load_one("client_code\n" + "\n".join(values) + "\n", "clients")
    assert estate.column("client_code", "clients") == [*values[:4], "CL5\x1f"]


def test_temporary_and_hidden_files_are_passed_over_in_silence(estate: Estate) -> None:
    for name in ("~$export.xlsx", ".export.csv", "export.csv.part", "export.tmp", "Thumbs.db"):
        estate.drop("whatever", name=name)
    assert estate.load().files == []
    assert estate.query("select * from raw.files") == []
