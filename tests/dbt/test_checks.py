"""Each check finds what it is for, in a real warehouse where each sin was committed once."""

import pytest

from tests.support.estate import Estate

pytestmark = pytest.mark.dbt

FOUND = {
    "clients_repetes": ("warn", 1),
    "clients_sans_email": ("warn", 80),  # per cent of the customers
    "lettres_apres_un_refus": ("fail", 1),
    "produits_actif_inconnu": ("warn", 1),
    "produits_repetes": ("warn", 1),
    "produits_sans_nature": ("warn", 1),
    "produits_sans_prix": ("warn", 1),
    "produits_sans_stock": ("warn", 1),
    "refus_a_confirmer": ("warn", 1),
    "ventes_articles_inconnus": ("warn", 1),
    "ventes_datees_du_futur": ("warn", 1),
    "ventes_hors_catalogue": ("warn", 1),
    "ventes_hors_taux_de_tva": ("warn", 1),
    "ventes_lignes_confondues": ("warn", 1),
    "ventes_lignes_deplacees": ("warn", 3),  # to another customer, another day, another type
    "ventes_lignes_disparues": ("warn", 1),
    "ventes_montants_incoherents": ("warn", 1),
    "ventes_part_rejetee": ("warn", 44),  # 3 of 68 lines, in thousandths
    "ventes_semaine_inhabituelle": ("warn", 4),  # one week empty, one full: lines and euros
    "ventes_types_inconnus": ("warn", 1),
}


def test_each_sin_is_found_and_nothing_else(estate: Estate) -> None:
    results = estate.report.failed + estate.report.warned
    assert {r.name: (r.status, r.failures) for r in results} == FOUND


def test_the_rows_found_are_stored(estate: Estate) -> None:
    assert estate.rows("select article, lignes from test_failures.ventes_articles_inconnus") == [
        ("FUT30", 1)
    ]


def test_a_figure_changed_behind_dbt_breaks_the_reconciliation(estate: Estate) -> None:
    with estate.conn.cursor() as cursor:
        cursor.execute(
            "update crm.customer_sales_lines set mt_ht = mt_ht + 1 where document_id like '%F1|%'"
        )
        report = estate.dbt("test", "--select", "rapprochement_etl_crm")
        cursor.execute(
            "update crm.customer_sales_lines set mt_ht = mt_ht - 1 where document_id like '%F1|%'"
        )
    assert [r.name for r in report.failed] == ["rapprochement_etl_crm"]


def test_a_score_that_does_not_follow_its_value_is_found(estate: Estate) -> None:
    with estate.conn.cursor() as cursor:
        cursor.execute("update crm.rfm_scores set r_score = 6 - r_score")
        report = estate.dbt("test", "--select", "rfm_scores_suivent_les_valeurs")
        cursor.execute("update crm.rfm_scores set r_score = 6 - r_score")
    assert [r.name for r in report.failed] == ["rfm_scores_suivent_les_valeurs"]
