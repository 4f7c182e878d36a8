"""One line of a file followed through a warehouse dbt has really built."""

import json
import os
from collections.abc import Iterator

import pytest
from typer.testing import CliRunner

from loader.cli import app
from loader.load import load
from tests.support.database import SharedDatabase
from tests.support.project import Parsed
from warehouse.dbt import run_dbt
from warehouse.settings import Settings, load_settings

pytestmark = [pytest.mark.dbt, pytest.mark.xdist_group("trace")]

HEADER = "client_code;date_livraison;produit_label;qty_line;mt_ht;document_type;document_no"
EXPORTS = {
    "ventes_lignes/ventes_2025-06-02.csv": f"""{HEADER}
CL1;02/06/2025;Crémant Brut;6;60,00;FACTURE;F1
CL1;31/02/2025;Crémant Brut;6;60,00;FACTURE;F2
CL1;03/06/2025;Crémant Brut;12;120,00;BL;B1
trop court
"""
    + "".join(f"CL2;02/06/2025;Riesling {n};6;60,00;FACTURE;G{n}\n" for n in range(20)),
    "ventes_lignes/ventes_2025-06-09.csv": f"""{HEADER}
CL1;02/06/2025;Crémant Brut;6;66,00;FACTURE;F1
""",
    "clients/clients_2025-06-02.csv": "client_code;nom;email\nCL1;Weber;cl1@example.org\n",
    "produits/produits_2025-06-02.csv": "produit;prix_ttc;actif\nCrémant Brut;12,00;oui\n",
    "produits/produits_2025-06-09.csv": "produit;prix_ttc;actif\nCrémant Brut;12,50;oui\n",
    "stock/stock_2025-06-02.csv": "produit;stock_total\nCrémant Brut;100\n",
    "stock/stock_2025-06-09.csv": "produit;stock_total\nCrémant Brut;90\n",
}


@pytest.fixture(scope="module")
def estate(
    dbt_database: SharedDatabase, dbt_project: Parsed, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Seven exports loaded, and the models the advice needs built upon them."""
    exports = tmp_path_factory.mktemp("exports")
    for name, text in EXPORTS.items():
        path = exports / "raw" / "isavigne" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        os.utime(path, (1_700_000_000, 1_700_000_000))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", dbt_database.emptied())
        patch.setenv("EXPORTS_DIR", str(exports))
        patch.setenv("AS_OF_DATE", "2026-02-02")
        settings = load_settings()
        load(settings)
        _build(settings)
        yield


def _build(settings: Settings) -> None:
    select = ["--select", "+recommendation_items", "ventes_lignes_rejetees", "stock"]
    without = ["--exclude-resource-types", "test", "unit_test"]
    report = run_dbt(settings, ["build", *select, *without])
    assert report.error is None, report.error
    assert report.failed == []


def file_of(name: str) -> int:
    """Return the number under which a file was loaded."""
    listed = json.loads(CliRunner().invoke(app, ["files", "--json"]).stdout)
    (number,) = (file["file_id"] for file in listed if file["path"].endswith(name))
    return int(number)


def trace(name: str, line: int) -> str:
    result = CliRunner().invoke(app, ["trace", str(file_of(name)), str(line)])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.usefixtures("estate")
def test_a_kept_line_leads_to_the_advice_that_rests_on_it() -> None:
    said = trace("ventes_2025-06-09.csv", 2).splitlines()
    assert said[1] == "  CL1;02/06/2025;Crémant Brut;6;66,00;FACTURE;F1"
    assert "crm.customer_sales_lines: is_wine=True" in said
    (advice,) = said[said.index("crm.recommendation_items:") + 1 :]
    assert "REBUY to CL1 on 2026-02-02, 1. CREMANT BRUT" in advice
    assert "Vous aviez commandé 6 bouteilles en juin 2025." in advice


@pytest.mark.usefixtures("estate")
@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (2, "not kept: “remplacee”"),
        (3, "not kept: “date_invalide”"),
        (4, "document_type=BL"),
        (5, "reason=“1 colonne au lieu de 7”"),
    ],
)
def test_no_advice_rests_on_a_line_that_is_no_kept_purchase(line: int, verdict: str) -> None:
    said = trace("ventes_2025-06-02.csv", line)
    assert verdict in said
    assert "crm.recommendation_items: —" in said


@pytest.mark.usefixtures("estate")
@pytest.mark.parametrize("dataset", ["ventes", "produits", "stock"])
def test_a_corrected_line_names_the_line_kept_in_its_place(dataset: str) -> None:
    later = file_of(f"{dataset}_2025-06-09.csv")
    assert f"kept in its place: file {later}, line 2" in trace(f"{dataset}_2025-06-02.csv", 2)


@pytest.mark.usefixtures("estate")
def test_a_line_of_a_snapshot_leads_to_its_entity_and_advice() -> None:
    said = trace("clients_2025-06-02.csv", 2)
    assert "etl.clients: " in said
    assert "REBUY to CL1" in said
    assert "REBUY to CL1" in trace("stock_2025-06-09.csv", 2)
