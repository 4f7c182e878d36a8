"""Headers: recognised however they are typed, kept when unknown, refused when unclear."""

from pathlib import Path

import pytest

from loader.discover import candidate
from loader.files import headers
from tests.support.loader import HEADER, Estate, sales
from warehouse.errors import ConfigurationError

REST = "CL1;27/12/2025;Riesling;6;67;VENTE;FA1"


def test_case_accents_spaces_punctuation_aliases_and_order_do_not_count(estate: Estate) -> None:
    header = (
        "N° Pièce;TYPE-DOCUMENT;Montant H.T.;Quantité;« Libellé produit »;Date Livr.;Code  Client"
    )
    estate.load_one(f"{header}\nFA1;VENTE;67;6;Riesling;27/12/2025;CL1\n")
    found = estate.query(f"select {HEADER.replace(';', ', ')} from raw.ventes_lignes")
    assert found == [("CL1", "27/12/2025", "Riesling", "6", "67", "VENTE", "FA1")]


def test_unknown_columns_are_kept_and_reported_once(estate: Estate) -> None:
    header = f"{HEADER};Remise (%);"
    first = estate.load_one(f"{header}\n{REST};5 %;\n")
    assert first.new_columns == ("remise",)
    estate.drop(f"{header}\n{REST};6 %;\n", name="b.csv")
    (second,) = estate.load().files
    assert second.new_columns == ()
    assert estate.column("remise") == ["5 %", "6 %"]


def test_unknown_columns_get_names_postgresql_takes_and_tells_apart(estate: Estate) -> None:
    long = "Observations du caviste à propos de la livraison, page "
    result = estate.load_one(f"{HEADER};ctid;_file_id;{long}1;{long}2;日本\n{REST};a;b;c;d;e\n")
    system, lineage, first, second, unread = result.new_columns
    assert (system, lineage, unread) == ("colonne_ctid", "file_id", "colonne_12")
    assert first != second
    found = estate.query(f"select {', '.join(result.new_columns)} from raw.ventes_lignes")
    assert found == [("a", "b", "c", "d", "e")]


def test_a_missing_required_column_names_what_is_missing_and_what_was_found(estate: Estate) -> None:
    result = estate.load_one(f"{HEADER.replace(';mt_ht', ';Remise')}\n{REST}\n")
    assert result.status == "refused"
    assert "colonne manquante : mt_ht" in str(result.error)
    assert "client_code, date_livraison, produit_label, qty_line, Remise" in str(result.error)


def test_quotes_behind_a_blank_are_refused_for_values_would_keep_them(estate: Estate) -> None:
    lines = ["; ".join(f'"{value}"' for value in line.split(";")) for line in (HEADER, REST)]
    result = estate.load_one("\n".join(lines) + "\n")
    assert "sans blanc derrière le délimiteur" in str(result.error)


def test_a_column_named_twice_is_refused(estate: Estate) -> None:
    result = estate.load_one(f"{HEADER};Code Client\n{REST};CL2\n")
    assert result.status == "refused"
    assert "deux fois : client_code" in str(result.error)
    assert "Code Client" in str(result.error)


def test_a_file_at_the_top_is_recognised_by_its_header(estate: Estate) -> None:
    estate.drop(f"{HEADER}\n{sales(1)}", "", "ventes.csv")
    estate.drop("produit;stock total\nRiesling;12\n", "", "stock.csv")
    estate.drop("client_code;date_contact\nCL1;27/12/2025\n", "", "contacts.csv")
    assert sorted(str(result.dataset) for result in estate.load().files) == [
        "contacts",
        "stock",
        "ventes_lignes",
    ]


@pytest.mark.parametrize(
    ("path", "dataset"),
    [
        ("exports/raw/isavigne/clients/2025/x.csv", "clients"),
        ("exports/raw/isavigne/2025/clients/x.csv", "clients"),
        ("exports/raw/isavigne/clients/../stock/x.csv", "stock"),
        ("exports/raw/isavigne/clients/stock/x.csv", None),
        ("exports/raw/isavigne/x.csv", None),
        ("mail/clients/x.csv", "clients"),
        ("clients/acme/x.csv", None),
        ("stock/exports 2025/clients.csv", None),
    ],
)
def test_a_file_s_own_folder_tells_its_dataset_and_no_folder_further_up(
    path: str, dataset: str | None
) -> None:
    assert candidate(Path("/srv") / path, Path("/srv/exports")).dataset == dataset


def test_a_header_two_datasets_share_is_refused_at_the_top(estate: Estate) -> None:
    result = estate.load_one("code client\nCL1\n", "", "codes.csv")
    assert result.status == "loaded"  # only `clients` needs nothing more
    ambiguous = estate.drop("produit;stock;client_code;date_contact\nR;1;CL1;x\n", "", "x.csv")
    (refused,) = estate.load().files
    assert refused.path.endswith(ambiguous.name)
    assert "ambigu" in str(refused.error)


def test_a_file_at_the_top_that_lacks_a_column_does_not_pass_for_another_dataset(
    estate: Estate,
) -> None:
    result = estate.load_one(f"{HEADER.replace('mt_ht', 'Net')}\n{REST}\n", "", "ventes.csv")
    assert "colonne manquante : mt_ht" in str(result.error)


def test_an_export_in_another_dataset_s_folder_is_refused(estate: Estate) -> None:
    result = estate.load_one(f"{HEADER};email\n{REST};a@example.org\n", "clients")
    assert "ressemble à ventes_lignes, pas à clients" in str(result.error)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('nom = "client"', "write its other names as a list"),
        ('nom = ["Prénom"]', "stands for nom and for prenom: keep one"),
    ],
)
def test_an_alias_table_that_cannot_be_used_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, problem: str
) -> None:
    table = tmp_path / "headers.toml"
    table.write_text(f"[clients]\nrequired = []\n[clients.columns]\n{line}\nprenom = []\n")
    monkeypatch.setattr(headers, "ALIASES", table)
    with pytest.raises(ConfigurationError, match=problem):
        headers.datasets()


def test_an_alias_added_to_the_table_lets_a_refused_file_in(
    estate: Estate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert estate.load_one(f"{HEADER.replace('mt_ht', 'Net')}\n{REST}\n").status == "refused"
    assert estate.load().files == []
    table = tmp_path / "headers.toml"
    text = headers.ALIASES.read_text(encoding="utf-8")
    table.write_text(text.replace('mt_ht = ["', 'mt_ht = ["net", "'), encoding="utf-8")
    monkeypatch.setattr(headers, "ALIASES", table)
    (result,) = estate.load().files
    assert result.status == "loaded"
    assert estate.column("mt_ht") == ["67"]
