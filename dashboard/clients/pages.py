"""What *Clients* answers: the list, a person, and how to write down what they say."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import Response

from activation.approval.listing import NO_SEGMENT
from activation.feedback.heard import HEARD_HOW
from activation.feedback.occasions import CHANNELS
from dashboard.clients import person as persons
from dashboard.clients import search as searches
from dashboard.clients import words
from dashboard.clients.selections import kept_selections
from dashboard.letters import words as letter_words
from dashboard.letters.pages import scenario_labels
from dashboard.monday.chart import bars
from dashboard.visit import Form, Show, Visit
from warehouse.rows import Row, rows

HOME = "/clients"
NOBODY = "Personne n'a ce code : il est peut-être mal recopié, ou ses données ont été effacées."
READS_ONLY = "Vous pouvez lire, pas décider."


def address(client_code: str) -> str:
    """Return the address of a person's page."""
    return f"{HOME}/{quote(client_code, safe='')}"


def wine_address(key: str) -> str:
    """Return the address of a wine's page: names of wines have every sign."""
    return f"{HOME}/vin?{urlencode({'cle': key})}"


def selection_address(name: str) -> str:
    """Return the address of a selection."""
    return f"{HOME}/selection?{urlencode({'nom': name})}"


def asked_of(request: Request) -> searches.Search:
    """Return the search of an address."""
    return searches.asked(Form(request.url.query.encode()))


def here(wanted: searches.Search, selection: Row | None) -> Callable[[int], str]:
    """Return the address of each page of a list."""

    def on_page(page: int) -> str:
        if selection:
            return f"{selection_address(str(selection['name']))}&page={page}"
        return f"{HOME}?{wanted.on_page(page)}"

    return on_page


def show_list(
    show: Show, request: Request, by: Visit, wanted: searches.Search, selection: Row | None = None,
    error: str = "",
) -> Response:  # fmt: skip
    """Show the persons of a search, under the name of a selection if it has one."""
    found = searches.search(by.conn, wanted)
    if not found.shown and wanted.page > 1:  # there are fewer than there were
        wanted = replace(wanted, page=1)
        found = searches.search(by.conn, wanted)
    shown = {
        "by": by,
        "asked": wanted,
        "found": found,
        "address": address,
        "selection_address": selection_address,
        "scenarios": scenario_labels(by.conn),
        "here": here(wanted, selection),
    }
    if request.headers.get("HX-Request") == "true":
        return show(request, "clients_liste.html", **shown)
    segments = _names(by, "select distinct segment as name from crm.customer_360")
    return show(
        request,
        "clients.html",
        400 if error else 200,
        **shown,
        reasons=_reasons(by),
        selection=selection,
        selections=kept_selections(by.conn),
        error=error,
        families=_names(by, "select distinct famille_crm as name from etl.produits"),
        segments=segments,
        comings=[(searches.ANY, "n'importe lequel"), *segments, (NO_SEGMENT, "aucun achat alors")],
        goings=[(searches.ANY, "n'importe lequel"), *segments],
    )


def _reasons(by: Visit) -> list[tuple[str, str]]:
    """Return the codes and labels of why persons are left out, in the order of their weight."""
    found = rows(
        by.conn, "select code, libelle from crm.reasons where level = 'person' order by position"
    )
    return [(str(one["code"]), str(one["libelle"])) for one in found]


def _names(by: Visit, query: str) -> list[tuple[str, str]]:
    return sorted(
        (str(one["name"]), str(one["name"])) for one in rows(by.conn, query) if one["name"]
    )


def show_person(show: Show, request: Request, by: Visit, code: str, error: str = "") -> Response:
    """Show everything of a person; `error` is what was wrong with what was just sent."""
    found = persons.person(by.conn, code, by.today)
    if found is None:
        return nothing(show, request, NOBODY)
    amounts = [float(one["mt_ht"]) for one in found.quarters]
    return show(
        request,
        "client.html",
        400 if error else 200,
        by=by,
        error=error,
        person=found,
        bars=[one for one in bars(amounts, [0.0] * len(amounts)) if not one.is_last_year],
        words=words,
        letter_words=letter_words,
        heard_how=HEARD_HOW,
        channels=CHANNELS,
        scenarios=scenario_labels(by.conn),
        wine_address=wine_address,
        address=address,
    )


def show_never(show: Show, request: Request, by: Visit, code: str, error: str = "") -> Response:
    """Show the form in which a person's no is written down."""
    name = persons.name_of(by.conn, code)
    if name is None:
        return nothing(show, request, NOBODY)
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


def nothing(show: Show, request: Request, said: str, status: int = 404) -> Response:
    """Answer that there is no such page, or that nothing changed."""
    title = "Rien à cette adresse" if status == 404 else "Rien n'a changé"
    return show(request, "erreur.html", status, title=title, said=said, again=False)
