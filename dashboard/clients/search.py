"""Persons as somebody looks for them: each question a word of an address, all of them at once."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.approval.listing import DEPARTEMENT, NO_SEGMENT, patterns
from activation.hashing import normal_code
from dashboard.visit import Form
from warehouse.rows import Row, reading_warehouse, rows

PAGE_SIZE = 50
LONGEST = 100
ANY = "tous"  # whoever changed, whatever the segment they come from

# Purchases that answer what is asked of wine, family and days. Names are read once each, as the
# files and as the catalogue spell them, not once a line.
_BOUGHT = """
    with sold as materialized (
        select distinct produit_key from crm.customer_sales_lines
    ),

    wines as materialized (
        select sold.produit_key
        from sold left join etl.produits as p on sold.produit_key = p.produit_key
        where concat_ws(' ', sold.produit_key, p.produit_label) ~* all(%(vin)s::text[])
            and (%(famille)s = '' or p.famille_crm = %(famille)s)
    )

    select s.client_code from crm.customer_sales_lines as s
    where s.is_purchase and s.date_livraison between %(du)s and %(au)s
        and (%(asks_wine)s = false or s.produit_key in (select produit_key from wines))
"""
_FOUND = f"""
    from crm.customer_360 as persons
    left join crm.recommendations as letters on persons.client_code = letters.client_code
    left join crm.rfm_scores as rfm on persons.client_code = rfm.client_code
    where (
            %(q)s::text[] = '{{}}'
            or concat_ws(' ', persons.client_code, persons.prenom, persons.nom, persons.ville)
            ~* all(%(q)s::text[])
            or persons.client_code = (
                select master_client_code from etl.clients where client_code = %(code)s
            )
        )
        and (%(segment)s = '' or coalesce(persons.segment, '{NO_SEGMENT}') = %(segment)s)
        and (
            (%(venant)s = '' and %(allant)s = '') or (
                rfm.segment <> coalesce(rfm.segment_avant, '{NO_SEGMENT}')
                and (
                    %(venant)s in ('', '{ANY}')
                    or coalesce(rfm.segment_avant, '{NO_SEGMENT}') = %(venant)s
                )
                and %(allant)s in ('', '{ANY}', rfm.segment)
            )
        )
        and (%(scenario)s = '' or letters.scenario = %(scenario)s)
        and (%(score)s = 0 or letters.score_1 >= %(score)s)
        and (
            %(raison)s = '' or persons.not_contactable_reason = %(raison)s or exists (
                select from crm.recommendation_exclusions as excluded
                where excluded.client_code = persons.client_code
                    and excluded.produit_key is null and excluded.rule = %(raison)s
            )
        )
        and (%(departement)s = '' or {DEPARTEMENT} = %(departement)s)
        and (%(asks_purchases)s = false or persons.client_code in ({_BOUGHT}))
"""  # noqa: S608 - built from constants
_SHOWN = f"""
    select persons.client_code, concat_ws(' ', persons.prenom, persons.nom) as name,
        persons.ville, persons.code_postal, persons.segment, rfm.segment_avant, persons.nb_achats,
        persons.total_achats, persons.dernier_achat, persons.is_contactable,
        persons.not_contactable_reason, letters.scenario, letters.score_1 as score,
        count(*) over () as persons
    {_FOUND}
    order by persons.total_achats desc nulls last, persons.client_code
"""


@dataclass(frozen=True)
class Search:
    """What is asked; an empty word asks nothing. Its fields are the words of the address."""

    q: str = ""
    departement: str = ""
    famille: str = ""
    vin: str = ""
    scenario: str = ""
    segment: str = ""
    venant: str = ""
    allant: str = ""
    score: str = ""
    raison: str = ""
    du: str = ""
    au: str = ""
    page: int = 1

    @property
    def query(self) -> str:
        """Return the query of its address, without the page."""
        asked = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "page"}
        return urlencode({name: text for name, text in asked.items() if text})

    def on_page(self, page: int) -> str:
        """Return the query of another page of it."""
        return "&".join(part for part in (self.query, f"page={page}") if part)

    def named(self) -> dict[str, Any]:
        """Return the parameters of its statement."""
        du, au = _day(self.du), _day(self.au)
        return {
            "q": patterns(self.q), "code": normal_code(self.q), "departement": self.departement,
            "famille": self.famille, "vin": patterns(self.vin), "scenario": self.scenario,
            "raison": self.raison, "segment": self.segment, "venant": self.venant,
            "allant": self.allant, "score": int(self.score) if self.score.isdecimal() else 0,
            "du": du or date.min, "au": au or date.max,
            "asks_wine": bool(self.vin or self.famille),
            "asks_purchases": bool(self.vin or self.famille or du or au),
        }  # fmt: skip


@dataclass(frozen=True)
class Found:
    """One page of persons, and how many there are in all."""

    persons: int
    shown: list[Row]

    @property
    def pages(self) -> int:
        """Return how many pages they fill."""
        return max(1, -(-self.persons // PAGE_SIZE))


def asked(form: Form) -> Search:
    """Return the search of an address."""
    words = {one.name: form.text(one.name)[:LONGEST] for one in fields(Search)}
    page = words.pop("page")
    return replace(
        Search(**words),  # type: ignore[arg-type]
        page=int(page) if page.isascii() and page.isdecimal() and 0 < len(page) < 6 else 1,
    )


def search(conn: Connection, wanted: Search) -> Found:
    """Return one page of persons, those who bought most first. Raises as `reading_warehouse`."""
    page = {"limit": PAGE_SIZE, "offset": (max(wanted.page, 1) - 1) * PAGE_SIZE}
    with reading_warehouse(conn):
        shown = rows(conn, f"{_SHOWN} limit %(limit)s offset %(offset)s", wanted.named() | page)
    return Found(int(shown[0]["persons"]) if shown else 0, shown)


def after(conn: Connection, wanted: Search, code: str, most: int) -> Found:
    """Return the persons whose codes come after `code`, in that order, and how many there are."""
    page = wanted.named() | {"after": code, "most": most}
    query = (
        f"select found.* from ({_SHOWN}) as found where client_code > %(after)s"  # noqa: S608
        " order by client_code limit %(most)s"
    )
    with reading_warehouse(conn):
        shown = rows(conn, query, page)
    return Found(int(shown[0]["persons"]) if shown else 0, shown)


def everybody(conn: Connection, wanted: Search) -> list[Row]:
    """Return all persons of a search, for a file."""
    with reading_warehouse(conn):
        return rows(conn, _SHOWN, wanted.named())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
