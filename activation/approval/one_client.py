"""One client's letter: the proposal in force, or why there is none."""

import uuid
from collections.abc import Mapping

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.hashing import normal_code
from warehouse.rows import Row, reading_warehouse, row, value

PROPOSAL = """
select kept.reco_id::text, kept.scenario, kept.params, kept.template_sha256
from activation.recommendations as kept
where kept.erased_at is null and (
    kept.reco_id = %(reco_id)s::uuid
    or kept.withdrawn_at is null and kept.client_code = %(code)s
)
order by kept.as_of_date desc
limit 1
"""

WHY = """
select persons.client_code,
    coalesce(
        persons.not_contactable_reason,
        (select min(excluded.rule) from crm.recommendation_exclusions as excluded
         where excluded.client_code = persons.client_code and excluded.produit_key is null)
    ) as reason
from crm.customer_360 as persons
where persons.client_code = %(code)s
"""

_MASTER = "select master_client_code from etl.clients where client_code = %s"


def master_of(conn: Connection, code: str) -> str | None:
    """Return the code a person is known under, by any of their codes; None for nobody's.

    Raises as `reading_warehouse`.
    """
    with reading_warehouse(conn):
        found = value(conn, _MASTER, (code,))
    return str(found) if found else None


def code_of_person(conn: Connection, typed: str) -> str:
    """Return the code a person's letters stand under, by any of their codes however typed."""
    code = normal_code(typed)
    is_built = value(conn, "select to_regclass('etl.clients')") is not None
    return (is_built and master_of(conn, code)) or code


def find_proposal(conn: Connection, which: str) -> Row | None:
    """Return the proposal of an identifier or of a client's code, or None."""
    named = {"reco_id": _identifier(which), "code": code_of_person(conn, which)}
    return row(conn, PROPOSAL, named)


def why_no_letter(conn: Connection, which: str, labels: Mapping[str, str]) -> str:
    """Return, in French, why nothing is proposed for this client; `labels` by reason."""
    if _identifier(which):
        return (
            f"aucune proposition n'a l'identifiant {which} : `activation plan --csv lettres.csv` "
            "en écrit la liste"
        )
    found = row(conn, WHY, {"code": code_of_person(conn, which)})
    if found is None:
        return f"aucun client n'a le code {which} : vérifiez-le dans l'ERP"
    code = found["reason"]
    because = f" ({labels.get(code, code)})" if code else ""
    return f"rien n'est proposé au client {which}{because} : `activation plan` dit ce qui l'est"


def _identifier(text: str) -> str | None:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return None
