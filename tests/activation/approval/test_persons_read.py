"""Persons read whole: their orders, what was considered, what was chosen and why."""

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.approval.persons_read import person_text, read_persons
from tests.support.proposals import run

LIFE = """
    insert into crm.customer_360 (client_code, segment, nb_achats, total_achats)
    values ('A', 'Fidèles', 6, 300), ('B', 'Nouveaux', 1, 30), ('C', 'Fidèles', 3, 90);
    insert into etl.produits (produit_key, produit_label)
    values ('RIESLING 2022', 'Riesling 2022'), ('MUSCAT', 'Muscat');
    insert into crm.customer_sales_lines
        (client_code, document_id, produit_key, date_livraison, qty_line, is_purchase, _file_id,
         _line_number, format)
    select 'A', 'D' || n, 'MUSCAT', date '2024-01-01' + n, n, true, 1, n, 'bouteille'
    from generate_series(1, 6) as n;
    insert into crm.customer_sales_lines
        (client_code, document_id, produit_key, date_livraison, qty_line, is_purchase, _file_id,
         _line_number, format)
    values ('A', 'D6', 'RIESLING 2022', '2024-01-07', 12, true, 1, 7, 'magnum'),
        ('A', 'R', 'MUSCAT', '2024-02-01', -1, false, 1, 8, 'bouteille');
    insert into crm.recommendation_candidates
        (client_code, produit_key, is_known, score, score_rebuy, rank_any, rank_new)
    values ('A', 'RIESLING 2022', true, 70.4, 70, 1, 1), ('A', 'MUSCAT', true, 60, 60, 2, 2);
    insert into crm.recommendation_exclusions (exclusion_id, client_code, produit_key, rule, detail)
    values ('e', 'A', 'MUSCAT', 'achat_recent', 'Acheté trop récemment');
    insert into crm.recommendation_items
        (reco_id, client_code, scenario, rank, produit_key, score, reason, produit_label, prix_ttc,
         unite)
    select md5(client)::uuid, client, scenario, 1, 'RIESLING 2022', 70.4,
        'Vous aviez commandé 12 bouteilles en 2024.', 'Riesling 2022', 9.5, 'la bouteille'
    from (values ('A', 'REBUY'), ('B', 'NURTURE'), ('C', 'REBUY')) as letters (client, scenario);
"""
PAGE = """A · REBUY · Fidèles
  Dernières commandes
    07/01/2024  12 × Riesling 2022 (magnum), 6 × Muscat
    06/01/2024  5 × Muscat
    05/01/2024  4 × Muscat
    04/01/2024  3 × Muscat
    03/01/2024  2 × Muscat
  Considérés
     70  Riesling 2022 — dans la lettre, n° 1
     60  Muscat — Acheté trop récemment
  Choisis
    1. Riesling 2022, 9,50\u00a0€ la bouteille — Vous aviez commandé 12 bouteilles en 2024."""


def test_a_person_is_read_whole(conn: Connection) -> None:
    run(conn, LIFE)
    (one,) = [person for person in read_persons(conn, 20) if person["client_code"] == "A"]
    assert person_text(one) == PAGE


def test_every_scenario_comes_before_one_comes_twice(conn: Connection) -> None:
    run(conn, LIFE)
    assert {person["scenario"] for person in read_persons(conn, 2)} == {"REBUY", "NURTURE"}
    assert len(read_persons(conn, 20)) == 3
