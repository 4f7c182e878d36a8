"""Persons and what is advised to them, for programs."""

from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query
from starlette.exceptions import HTTPException

from activation.approval.listing import STATE
from activation.approval.one_client import WHY, master_of
from activation.approval.selection import LIVE_LETTER
from activation.hashing import normal_code
from activation.reasons import labels
from dashboard.api import models
from dashboard.api.cursor import cursor_after, key_of
from dashboard.clients import search as searches
from dashboard.clients.person import person
from dashboard.visit import Form, Visit
from warehouse.rows import reading_warehouse, row, rows, value

_ADVISED = """
    select items.rank, items.produit_key, items.produit_label as label, items.score, items.reason,
        items.scenario, items.as_of_date, items.reco_id::text as reco_id
    from crm.recommendation_items as items where items.client_code = %s order by items.rank
"""
_STATE = f"""
    select {STATE} as state
    from activation.recommendations as kept {LIVE_LETTER}
    where kept.reco_id = %s::uuid and kept.withdrawn_at is null and kept.erased_at is null
"""  # noqa: S608 - built from constants


def router(visit: Callable[..., Any]) -> APIRouter:
    """Return the addresses of persons; `visit` is a dependency that gives a Visit."""
    routes = APIRouter()

    @routes.get("/clients", summary="Persons as somebody looks for them")
    def clients(
        wanted: Annotated[models.ClientsAsked, Query()],
        by: Visit = Depends(visit),  # noqa: B008
    ) -> models.Clients:
        words = {
            name: str(text)
            for name, text in wanted.model_dump(exclude_none=True).items()
            if name not in ("cursor", "limit") and text
        }
        of = f"clients {sorted(words.items())}"
        last = str(key_of(wanted.cursor, of, str) or "")
        search = searches.asked(Form(urlencode(words).encode()))
        found = searches.after(by.conn, search, last, wanted.limit + 1)
        shown = found.shown[: wanted.limit]
        more = len(found.shown) > len(shown)
        return models.Clients(
            total=found.persons,
            clients=[models.Client(**one) for one in shown],
            next=cursor_after(shown[-1]["client_code"], of) if more else None,
        )

    @routes.get("/clients/{client_code}", summary="One person, by any of their codes")
    def client(client_code: str, by: Visit = Depends(visit)) -> models.ClientWhole:  # noqa: B008
        found = person(by.conn, _master(by, client_code), by.today)
        if found is None:
            raise _nobody()
        shown = {name: found.who.get(name) for name in models.ClientWhole.model_fields}
        return models.ClientWhole(
            **shown
            | {
                "client_code": found.client_code,
                "codes": [one["client_code"] for one in found.codes],
                "name": found.name,
                "families": found.families,
                "letters": found.letters,
                "occasions": found.occasions,
            }
        )

    @routes.get(
        "/clients/{client_code}/recommendations", summary="Wines advised to a person, and why"
    )
    def recommendations(
        client_code: str,
        by: Visit = Depends(visit),  # noqa: B008
    ) -> models.Recommendations:
        code = _master(by, client_code)
        with reading_warehouse(by.conn):
            found = rows(by.conn, _ADVISED, (code,))
            why = row(by.conn, WHY, {"code": code})
        if why is None:
            raise _nobody()
        first = found[0] if found else {}
        reason = None if found else why["reason"]
        return models.Recommendations(
            client_code=code,
            as_of_date=first.get("as_of_date"),
            scenario=first.get("scenario"),
            reco_id=first.get("reco_id"),
            state=value(by.conn, _STATE, (first["reco_id"],)) if found else None,
            wines=[models.Wine(**one) for one in found],
            none_because=reason,
            none_says=labels(by.conn).get(reason, reason) if reason else None,
        )

    return routes


def _master(by: Visit, typed: str) -> str:
    code = normal_code(typed)
    return master_of(by.conn, code) or code


def _nobody() -> HTTPException:
    return HTTPException(404, "nobody has this code, or their data have been erased")
