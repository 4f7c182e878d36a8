"""The addresses of *Clients*."""

from collections.abc import Callable
from datetime import date
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from activation.feedback.heard import write_down
from dashboard.clients import person as persons
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

COLUMNS = (
    "client_code", "name", "code_postal", "ville", "segment", "segment_avant", "nb_achats",
    "total_achats", "dernier_achat", "is_contactable", "not_contactable_reason", "scenario",
    "score",
)  # fmt: skip


def router(visit: Callable[..., Any], show: Show) -> APIRouter:
    """Return the addresses of *Clients*; `visit` and `show` as for *Lettres*."""
    routes = APIRouter()

    @routes.get(HOME, response_class=HTMLResponse)
    def home(request: Request, by: Visit = Depends(visit)) -> Response:  # noqa: B008
        return show_list(show, request, by, asked_of(request))

    @routes.get(f"{HOME}.csv")
    def as_csv(request: Request, by: Visit = Depends(visit)) -> Response:  # noqa: B008
        found = searches.everybody(by.conn, asked_of(request))
        return attachment(csv_bytes(COLUMNS, found), CSV, "clients.csv")

    @routes.get(f"{HOME}.xlsx")
    def as_xlsx(request: Request, by: Visit = Depends(visit)) -> Response:  # noqa: B008
        found = searches.everybody(by.conn, asked_of(request))
        return attachment(xlsx_bytes("Clients", COLUMNS, found), XLSX, "clients.xlsx")

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
        master = persons.master_of(by.conn, client_code)
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
