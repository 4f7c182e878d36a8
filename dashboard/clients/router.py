"""The addresses of *Clients*."""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from activation.feedback.heard import HEARD_HOW, write_down
from dashboard.clients import person as persons
from dashboard.clients import search as searches
from dashboard.clients import wine as wines
from dashboard.clients import words
from dashboard.letters import words as letter_words
from dashboard.letters.pages import scenario_labels
from dashboard.letters.router import heard_of
from dashboard.monday.chart import bars
from dashboard.visit import Form, Show, Visit, attachment, read_form
from warehouse.errors import ConfigurationError
from warehouse.rows import rows
from warehouse.spreadsheet import CSV, XLSX, csv_bytes, xlsx_bytes

HOME = "/clients"
COLUMNS = (
    "client_code", "name", "code_postal", "ville", "segment", "nb_achats", "total_achats",
    "dernier_achat", "is_contactable", "not_contactable_reason", "scenario", "score",
)  # fmt: skip
NOBODY = "Personne n'a ce code : il est peut-être mal recopié, ou ses données ont été effacées."


def router(visit: Callable[..., Any], show: Show) -> APIRouter:
    """Return the addresses of *Clients*; `visit` and `show` as for *Lettres*."""
    routes = APIRouter()

    @routes.get(HOME, response_class=HTMLResponse)
    def home(request: Request, by: Visit = Depends(visit)) -> Response:  # noqa: B008
        return _list(show, request, by)

    @routes.get(f"{HOME}.csv")
    def as_csv(request: Request, by: Visit = Depends(visit)) -> Response:  # noqa: B008
        found = searches.everybody(by.conn, _asked(request))
        return attachment(csv_bytes(COLUMNS, found), CSV, "clients.csv")

    @routes.get(f"{HOME}.xlsx")
    def as_xlsx(request: Request, by: Visit = Depends(visit)) -> Response:  # noqa: B008
        found = searches.everybody(by.conn, _asked(request))
        return attachment(xlsx_bytes("Clients", COLUMNS, found), XLSX, "clients.xlsx")

    @routes.get(f"{HOME}/vins", response_class=HTMLResponse)
    def all_wines(request: Request, by: Visit = Depends(visit), q: str = "") -> Response:  # noqa: B008
        found = wines.wines(by.conn, q)
        return show(request, "vins.html", by=by, asked=q, found=found)

    @routes.get(f"{HOME}/vin", response_class=HTMLResponse)
    def one_wine(request: Request, by: Visit = Depends(visit), cle: str = "") -> Response:  # noqa: B008
        found = wines.wine(by.conn, cle)
        if found is None:
            return _nothing(show, request, "Aucun vin n'a ce nom au catalogue.")
        labels = scenario_labels(by.conn)
        return show(request, "vin.html", by=by, wine=found, scenarios=labels)

    @routes.get(f"{HOME}/{{client_code}}", response_class=HTMLResponse)
    def one(request: Request, client_code: str, by: Visit = Depends(visit)) -> Response:  # noqa: B008
        master = persons.master_of(by.conn, client_code)
        if master and master != client_code:
            return RedirectResponse(address(master), 303)
        return _person(show, request, by, client_code)

    @routes.get(f"{HOME}/{{client_code}}/jamais", response_class=HTMLResponse)
    def never(request: Request, client_code: str, by: Visit = Depends(visit)) -> Response:  # noqa: B008
        return _never(show, request, by, client_code)

    @routes.post(f"{HOME}/{{client_code}}/jamais", response_class=HTMLResponse)
    def written_down(
        request: Request,
        client_code: str,
        by: Visit = Depends(visit),  # noqa: B008
        form: Form = Depends(read_form),  # noqa: B008
    ) -> Response:
        if not by.may_decide:
            return _nothing(show, request, "Vous pouvez lire, pas décider.", 403)
        try:
            heard = heard_of(form, client_code, date.fromisoformat(form.text("le")))
            write_down(by.conn, heard, by.name, by.today)
        except ValueError:
            return _never(show, request, by, client_code, "dites quel jour la personne l'a dit")
        except ConfigurationError as error:
            return _never(show, request, by, client_code, error.french)
        return RedirectResponse(address(client_code), 303)

    return routes


def address(client_code: str) -> str:
    """Return the address of a person's page."""
    return f"{HOME}/{quote(client_code, safe='')}"


def wine_address(key: str) -> str:
    """Return the address of a wine's page: names of wines have every sign."""
    return f"{HOME}/vin?{urlencode({'cle': key})}"


def _asked(request: Request) -> searches.Search:
    return searches.asked(Form(request.url.query.encode()))


def _list(show: Show, request: Request, by: Visit) -> Response:
    wanted = _asked(request)
    shown = {
        "by": by,
        "asked": wanted,
        "found": searches.search(by.conn, wanted),
        "address": address,
        "scenarios": scenario_labels(by.conn),
    }
    if request.headers.get("HX-Request") == "true":
        return show(request, "clients_liste.html", **shown)
    return show(
        request,
        "clients.html",
        **shown,
        families=_names(by, "select distinct famille_crm as name from etl.produits"),
        segments=_names(by, "select distinct segment as name from crm.customer_360"),
    )


def _names(by: Visit, query: str) -> list[tuple[str, str]]:
    return sorted(
        (str(one["name"]), str(one["name"])) for one in rows(by.conn, query) if one["name"]
    )


def _person(show: Show, request: Request, by: Visit, code: str) -> Response:
    found = persons.person(by.conn, code, by.today)
    if found is None:
        return _nothing(show, request, NOBODY)
    amounts = [float(one["mt_ht"]) for one in found.quarters]
    return show(
        request,
        "client.html",
        by=by,
        person=found,
        bars=[one for one in bars(amounts, [0.0] * len(amounts)) if not one.is_last_year],
        words=words,
        letter_words=letter_words,
        heard_how=HEARD_HOW,
        scenarios=scenario_labels(by.conn),
        wine_address=wine_address,
        address=address,
    )


def _never(show: Show, request: Request, by: Visit, code: str, error: str = "") -> Response:
    name = persons.name_of(by.conn, code)
    if name is None:
        return _nothing(show, request, NOBODY)
    return show(
        request,
        "jamais.html",
        400 if error else 200,
        by=by,
        name=name,
        action=f"{address(code)}/jamais",
        hidden={},
        back=address(code),
        heard_how=HEARD_HOW,
        error=error,
    )


def _nothing(show: Show, request: Request, said: str, status: int = 404) -> Response:
    title = "Rien à cette adresse" if status == 404 else "Rien n'a changé"
    return show(request, "erreur.html", status, title=title, said=said, again=False)
