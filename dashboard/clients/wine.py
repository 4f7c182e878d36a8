"""One wine: who would like it, what is in stock against what is offered, what is bought with it."""

from dataclasses import dataclass

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.approval.listing import patterns
from warehouse.rows import Row, reading_warehouse, row, rows

MOST_PERSONS = 50
MOST_WINES = 60
_WINES = """
    select produits.produit_key, produits.produit_label, produits.famille_crm, produits.millesime,
        produits.prix_ttc, stock.stock_total - coalesce(stock.stock_reserve, 0) as available,
        (select count(*) from crm.recommendation_items as items
         where items.produit_key = produits.produit_key) as letters
    from etl.produits as produits
    left join etl.stock as stock on produits.produit_key = stock.produit_key
    where concat_ws(' ', produits.produit_key, produits.produit_label, produits.famille_crm)
        ~* all(%(q)s::text[])
    order by letters desc, produits.produit_key limit %(most)s
"""
_WINE = """
    select produits.*, stock.stock_total, stock.stock_reserve, stock.date_snapshot,
        stock.stock_total - coalesce(stock.stock_reserve, 0) as available
    from etl.produits as produits
    left join etl.stock as stock on produits.produit_key = stock.produit_key
    where produits.produit_key = %(key)s
"""
_OFFERS = """
    select items.scenario, count(*) as letters
    from crm.recommendation_items as items
    where items.produit_key = %(key)s group by items.scenario order by 2 desc
"""
_WOULD_LIKE = """
    select candidates.client_code, concat_ws(' ', persons.prenom, persons.nom) as name,
        persons.ville, persons.segment, candidates.score, candidates.is_known,
        persons.is_contactable
    from crm.recommendation_candidates as candidates
    inner join crm.customer_360 as persons on candidates.client_code = persons.client_code
    where candidates.produit_key = %(key)s
    order by candidates.score desc, candidates.client_code limit %(most)s
"""
_COMPANIONS = """
    select pairs.produit_key_b as produit_key, pairs.nb_clients, pairs.nb_documents, pairs.score,
        coalesce(produits.produit_label, pairs.produit_key_b) as name
    from crm.co_purchases as pairs
    left join etl.produits as produits on pairs.produit_key_b = produits.produit_key
    where pairs.produit_key_a = %(key)s order by pairs.score desc, 1 limit 10
"""
_BOUGHT = """
    select count(distinct client_code) filter (where is_purchase) as buyers,
        sum(qty_unit) as bottles, max(date_livraison) filter (where is_purchase) as last_day
    from crm.customer_sales_lines where produit_key = %(key)s
"""


@dataclass(frozen=True)
class Wine:
    """Everything the house knows of one wine."""

    what: Row
    bought: Row
    offers: list[Row]
    would_like: list[Row]
    companions: list[Row]

    @property
    def offered(self) -> int:
        """Return how many letters of this week propose it."""
        return sum(one["letters"] for one in self.offers)


def wines(conn: Connection, text: str) -> list[Row]:
    """Return wines whose name or family holds every word, those most offered first."""
    with reading_warehouse(conn):
        return rows(conn, _WINES, {"q": patterns(text), "most": MOST_WINES})


def wine(conn: Connection, key: str) -> Wine | None:
    """Return a wine by its key, or None. Raises as `reading_warehouse`."""
    named = {"key": key, "most": MOST_PERSONS}
    with reading_warehouse(conn):
        what = row(conn, _WINE, named)
        if what is None:
            return None
        return Wine(
            what=what,
            bought=row(conn, _BOUGHT, named) or {},
            offers=rows(conn, _OFFERS, named),
            would_like=rows(conn, _WOULD_LIKE, named),
            companions=rows(conn, _COMPANIONS, named),
        )
