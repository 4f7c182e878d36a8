"""What somebody keeps on *Clients*: notes, occasions, selections. Each a form, and back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from activation.feedback import occasions
from activation.feedback.occasions import Occasion
from dashboard.clients import pages, selections
from dashboard.clients.person import codes_of
from dashboard.clients.search import asked
from dashboard.visit import Form, Show, Visit, read_form
from warehouse.errors import ConfigurationError

# Does what a form says of a person, or raises why not.
_Act = Callable[[Visit, str, Form], None]


def add_notebook(routes: APIRouter, visit: Callable[..., Any], show: Show) -> None:
    """Add the addresses of notes and occasions."""

    def on_person(act: _Act) -> Callable[..., Response]:
        def posted(
            request: Request,
            client_code: str,
            by: Visit = Depends(visit),  # noqa: B008
            form: Form = Depends(read_form),  # noqa: B008
        ) -> Response:
            if not by.may_decide:
                return pages.nothing(show, request, pages.READS_ONLY, 403)
            try:
                act(by, client_code, form)
            except ConfigurationError as error:
                return pages.show_person(show, request, by, client_code, error.french)
            return RedirectResponse(pages.address(client_code), 303)

        posted.__name__ = act.__name__
        return posted

    for path, act in (("note", note), ("occasion", occasion), ("occasion/retirer", take_back)):
        routes.post(f"{pages.HOME}/{{client_code}}/{path}", response_class=HTMLResponse)(
            on_person(act)
        )


def add_selections(routes: APIRouter, visit: Callable[..., Any], show: Show) -> None:
    """Add the addresses of selections."""

    @routes.get(f"{pages.HOME}/selection", response_class=HTMLResponse)
    def selection(request: Request, by: Visit = Depends(visit), nom: str = "") -> Response:  # noqa: B008
        found = selections.find(by.conn, nom)
        if found is None:
            return pages.nothing(show, request, "Aucune sélection ne porte ce nom.")
        kept, wanted = found
        page = pages.asked_of(request).page
        return pages.show_list(show, request, by, replace(wanted, page=page), kept)

    @routes.post(f"{pages.HOME}/selection", response_class=HTMLResponse)
    def keep_selection(
        request: Request,
        by: Visit = Depends(visit),  # noqa: B008
        form: Form = Depends(read_form),  # noqa: B008
    ) -> Response:
        if not by.may_decide:
            return pages.nothing(show, request, pages.READS_ONLY, 403)
        wanted = asked(Form("".join(form.texts("recherche")[-1:]).encode()))
        name = form.text("nom")
        try:
            selections.keep(by.conn, name, wanted, by.name)
        except ConfigurationError as error:
            return pages.show_list(show, request, by, wanted, error=error.french)
        return RedirectResponse(pages.selection_address(name), 303)

    @routes.post(f"{pages.HOME}/selection/oublier", response_class=HTMLResponse)
    def drop_selection(
        request: Request,
        by: Visit = Depends(visit),  # noqa: B008
        form: Form = Depends(read_form),  # noqa: B008
    ) -> Response:
        if not by.may_decide:
            return pages.nothing(show, request, pages.READS_ONLY, 403)
        selections.drop(by.conn, form.text("nom"))
        return RedirectResponse(pages.HOME, 303)


def note(by: Visit, client_code: str, form: Form) -> None:
    """Keep a note on a person."""
    occasions.write_note(by.conn, client_code, form.text("note"), by.name)


def occasion(by: Visit, client_code: str, form: Form) -> None:
    """Note an occasion."""
    try:
        on = date.fromisoformat(form.text("le"))
    except ValueError:
        raise ConfigurationError("say which day", "dites quel jour") from None
    told = Occasion(client_code, form.text("par"), on, form.text("qui"), form.text("note"))
    occasions.note_occasion(by.conn, told, by.name, by.today)


def take_back(by: Visit, client_code: str, form: Form) -> None:
    """Take back an occasion noted by mistake."""
    number = form.text("occasion")
    known = number.isascii() and number.isdecimal() and len(number) < 19
    codes = codes_of(by.conn, client_code)
    if not known or not occasions.take_back(by.conn, int(number), codes, by.name):
        raise ConfigurationError("there is nothing to take back", "il n'y a rien à retirer")
