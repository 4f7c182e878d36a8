"""Persons read as a whole: what they bought, what was considered, what was chosen and why.

`make letters-sample` prints twenty of them, of every scenario, for the vigneron to read as the
persons would. Nothing is drawn by chance: the same tables show the same persons.
"""

from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812

from warehouse.rows import rows
from warehouse.wording import day, figure

ORDERS = 5
CONSIDERED = 8

# Every scenario in turn, until there are enough; within one, an order that favours nobody.
_PERSONS = """
    select client_code, scenario, nb_achats, total_achats, segment
    from (
        select
            letters.client_code, letters.scenario, customers.nb_achats, customers.total_achats,
            customers.segment,
            row_number() over (
                partition by letters.scenario order by md5(letters.client_code)
            ) as turn
        from (select distinct client_code, scenario from crm.recommendation_items) as letters
        inner join crm.customer_360 as customers on letters.client_code = customers.client_code
    ) as drawn
    order by turn, scenario
    limit %(persons)s
"""

_HISTORY = """
    select
        date_livraison as day,
        string_agg(
            trim_scale(units) || ' × ' || label
            || case when format = 'bouteille' then '' else ' (' || format || ')' end,
            ', ' order by units desc, label, format
        ) as wines
    from (
        select
            sales.date_livraison, coalesce(products.produit_label, sales.produit_key) as label,
            sales.format, sum(sales.qty_line) as units
        from crm.customer_sales_lines as sales
        left join etl.produits as products on sales.produit_key = products.produit_key
        where sales.client_code = %(code)s and sales.is_purchase
        group by 1, 2, 3
    ) as bought
    group by date_livraison
    order by date_livraison desc
    limit %(most)s
"""

_CONSIDERED = """
    select
        coalesce(products.produit_label, candidates.produit_key) as label,
        round(candidates.score::numeric) as score,
        coalesce(
            excluded.detail,
            'dans la lettre, n° ' || items.rank
        ) as fate
    from crm.recommendation_candidates as candidates
    left join etl.produits as products on candidates.produit_key = products.produit_key
    left join crm.recommendation_exclusions as excluded
        on candidates.client_code = excluded.client_code
        and candidates.produit_key = excluded.produit_key
    left join crm.recommendation_items as items
        on candidates.client_code = items.client_code
        and candidates.produit_key = items.produit_key
    where candidates.client_code = %(code)s
    order by candidates.score desc, candidates.produit_key
    limit %(most)s
"""

_CHOSEN = """
    select rank, produit_label as label, prix_ttc, unite, reason
    from crm.recommendation_items where client_code = %(code)s order by rank
"""


def read_persons(conn: Connection, persons: int) -> list[dict[str, Any]]:
    """Return up to `persons` persons who get a letter, each with its past and its letter.

    Keys: those of `crm.customer_360`, and `history` (days and wines, the last first),
    `considered` (wines, scores 0 to 100 and what became of each), `chosen` (the wines of the
    letter, euros with tax, reasons).
    """
    found = []
    for person in rows(conn, _PERSONS, {"persons": persons}):
        code = {"code": person["client_code"]}
        found.append(
            {
                **person,
                "history": rows(conn, _HISTORY, {**code, "most": ORDERS}),
                "considered": rows(conn, _CONSIDERED, {**code, "most": CONSIDERED}),
                "chosen": rows(conn, _CHOSEN, code),
            }
        )
    return found


def person_text(person: dict[str, Any]) -> str:
    """Return what `read_persons` gives of one person as a page of French text."""
    return "\n".join(
        [
            f"{person['client_code']} · {person['scenario']} · {person['segment']}",
            "  Dernières commandes",
            *(f"    {day(order['day'])}  {order['wines']}" for order in person["history"]),
            "  Considérés",
            *(
                f"    {wine['score']!s:>3}  {wine['label']} — {wine['fate'] or 'non regardé'}"
                for wine in person["considered"]
            ),
            "  Choisis",
            *(
                f"    {wine['rank']}. {wine['label']}, {figure(wine['prix_ttc'], 2)}\u00a0€ "
                f"{wine['unite'] or ''} — {wine['reason']}"
                for wine in person["chosen"]
            ),
        ]
    )
