"""The addresses of *Clients*."""

from collections.abc import Callable
from datetime import date
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from activation.approval.one_client import master_of
from activation.feedback.heard import write_down
from activation.hashing import normal_code
from activation.reasons import labels
from dashboard.clients import search as searches
from dashboard.clients import wine as wines
from dashboard.clients.notebook import add_notebook, add_selections
from dashboard.clients.pages import (
    HOME,
    READS_ONLY,
    address,
    asked_of,
    nothing,
    show_list,
    show_never,
    show_person,
)
from dashboard.letters.pages import scenario_labels
from dashboard.letters.router import heard_of
from dashboard.visit import Form, Show, Visit, attachment, read_form
from warehouse.errors import ConfigurationError
from warehouse.spreadsheet import CSV, XLSX, csv_bytes, xlsx_bytes

# What a list leaves with, under the names whoever opens the file knows.
COLUMNS = {
    "client_code": "Code", "name": "Nom", "code_postal": "Code postal", "ville": "Ville",
    "segment": "Segment", "segment_avant": "Segment il y a trois mois", "nb_achats": "Achats",
    "total_achats": "Total HT", "dernier_achat": "Dernier achat",
    "is_contactable": "On peut lui écrire", "not_contactable_reason": "Sinon, pourquoi",
    "scenario": "Lettre proposée", "score": "Score",
}  # fmt: skip
HEADS = tuple(COLUMNS.values())


def router(visit: Callable[..., Any], show: Show) -> APIRouter:
    """Return the addresses of *Clients*; `visit` and `show` as for *Lettres*."""
    routes = APIRouter()

    @routes.get(HOME, response_class=HTMLResponse)
    def home(request: Request, by: Visit = Depends(visit)) -> Response:  # noqa: B008
        return show_list(show, request, by, asked_of(request))

    @routes.get(f"{HOME}.csv")
    def as_csv(request: Request, by: Visit = Depends(visit)) -> Response:  # noqa: B008
        return attachment(csv_bytes(HEADS, _lines(request, by)), CSV, "clients.csv")

    @routes.get(f"{HOME}.xlsx")
    def as_xlsx(request: Request, by: Visit = Depends(visit)) -> Response:  # noqa: B008
        content = xlsx_bytes("Clients", HEADS, _lines(request, by))
        return attachment(content, XLSX, "clients.xlsx")

    @routes.get(f"{HOME}/vins", response_class=HTMLResponse)
    def all_wines(request: Request, by: Visit = Depends(visit), q: str = "") -> Response:  # noqa: B008
        found = wines.wines(by.conn, q)
        return show(request, "vins.html", by=by, asked=q, found=found)

    @routes.get(f"{HOME}/vin", response_class=HTMLResponse)
    def one_wine(request: Request, by: Visit = Depends(visit), cle: str = "") -> Response:  # noqa: B008
        found = wines.wine(by.conn, cle)
        if found is None:
            return nothing(show, request, "Aucun vin n'a ce nom au catalogue.")
        labels = scenario_labels(by.conn)
        return show(request, "vin.html", by=by, wine=found, scenarios=labels)

    add_selections(routes, visit, show)
    add_notebook(routes, visit, show)

    @routes.get(f"{HOME}/{{client_code}}", response_class=HTMLResponse)
    def one(request: Request, client_code: str, by: Visit = Depends(visit)) -> Response:  # noqa: B008
        master = master_of(by.conn, normal_code(client_code))
        if master and master != client_code:
            return RedirectResponse(address(master), 303)
        return show_person(show, request, by, client_code)

    @routes.get(f"{HOME}/{{client_code}}/jamais", response_class=HTMLResponse)
    def never(request: Request, client_code: str, by: Visit = Depends(visit)) -> Response:  # noqa: B008
        return show_never(show, request, by, client_code)

    @routes.post(f"{HOME}/{{client_code}}/jamais", response_class=HTMLResponse)
    def written_down(
        request: Request,
        client_code: str,
        by: Visit = Depends(visit),  # noqa: B008
        form: Form = Depends(read_form),  # noqa: B008
    ) -> Response:
        if not by.may_decide:
            return nothing(show, request, READS_ONLY, 403)
        try:
            heard = heard_of(form, client_code, date.fromisoformat(form.text("le")))
            write_down(by.conn, heard, by.name, by.today)
        except ValueError:
            return show_never(show, request, by, client_code, "dites quel jour la personne l'a dit")
        except ConfigurationError as error:
            return show_never(show, request, by, client_code, error.french)
        return RedirectResponse(address(client_code), 303)

    return routes


def _lines(request: Request, by: Visit) -> list[dict[str, object]]:
    """Return the persons of a search as a file tells them: in words, none of them a code."""
    scenarios, reasons = scenario_labels(by.conn), labels(by.conn)
    said: dict[str, Callable[[Any], object]] = {
        "is_contactable": lambda one: "oui" if one else "non",
        "not_contactable_reason": lambda one: reasons.get(one, one),
        "scenario": lambda one: scenarios.get(one, one),
    }
    return [
        {head: said[name](one[name]) if name in said else one[name]
         for name, head in COLUMNS.items()}
        for one in searches.everybody(by.conn, asked_of(request))
    ]  # fmt: skip
