"""The addresses of *Conformité*. What is asked of the worker is a form; all else is read."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from activation.approval.one_client import master_of
from activation.asked.sendings import has_worker
from activation.config import load_config
from activation.hashing import normal_code
from activation.privacy import requests
from activation.reasons import labels
from dashboard.clients.pages import READS_ONLY, address, nothing
from dashboard.clients.person import name_of
from dashboard.clients.words import source_of
from dashboard.compliance import words
from dashboard.compliance.journal import MOST, journal, months
from dashboard.compliance.law import KINDS, SOON, law, reason_of
from dashboard.compliance.proof import Proof, proof
from dashboard.letters.pages import scenario_labels
from dashboard.letters.router import PREVIEW_HEADERS
from dashboard.letters.words import ONE_DECISION, when
from dashboard.visit import Form, Show, Visit, attachment, read_form
from warehouse.errors import ConfigurationError, ProductError
from warehouse.spreadsheet import CSV, csv_bytes
from warehouse.wording import moment

HOME = "/conformite"
NO_LETTER = "Aucune lettre n'a ce numéro."
NOBODY = "aucun client n'a ce code"
COLUMNS = ("Quand", "Qui", "Quoi", "Lettres", "Client", "Dit")


def router(visit: Callable[..., Any], show: Show) -> APIRouter:
    """Return the addresses of *Conformité*; `visit` and `show` as for *Lettres*."""
    routes = APIRouter()

    @routes.get(HOME, response_class=HTMLResponse)
    def home(request: Request, by: Visit = Depends(visit)) -> Response:  # noqa: B008
        return _home(show, request, by)

    @routes.get(f"{HOME}/journal", response_class=HTMLResponse)
    def all_decisions(request: Request, by: Visit = Depends(visit), mois: str = "") -> Response:  # noqa: B008
        month = _month(mois, by.today)
        found = journal(by.conn, month)
        return show(
            request, "journal.html", by=by, month=month, found=found[:MOST],
            more=len(found[MOST:]), months=months(by.conn, by.today), words=words, moment=moment,
            address=address,
        )  # fmt: skip

    @routes.get(f"{HOME}/journal.csv")
    def as_csv(by: Visit = Depends(visit), mois: str = "") -> Response:  # noqa: B008
        month = _month(mois, by.today)
        found = [
            dict(zip(COLUMNS, (moment(one["at"]), one["by_whom"], words.did(one), one["letters"],
                               one["client_code"], words.told(one)), strict=True))
            for one in journal(by.conn, month)
        ]  # fmt: skip
        return attachment(csv_bytes(COLUMNS, found), CSV, f"decisions-{month:%Y-%m}.csv")

    # The log of who looked at what keeps fields of these names.
    @routes.get(f"{HOME}/lettre/{{reco_id}}", response_class=HTMLResponse)
    def one_proof(request: Request, reco_id: uuid.UUID, by: Visit = Depends(visit)) -> Response:  # noqa: B008
        found = proof(by.conn, str(reco_id))
        if found is None:
            return nothing(show, request, NO_LETTER)
        return show(
            request, "preuve.html", by=by, proof=found, words=words, moment=moment,
            one_decision=ONE_DECISION, source_of=source_of, address=address,
            scenarios=scenario_labels(by.conn), labels=labels(by.conn), reason_of=reason_of,
        )  # fmt: skip

    @routes.get(f"{HOME}/lettre/{{reco_id}}/apercu", response_class=HTMLResponse)
    def preview(reco_id: uuid.UUID, by: Visit = Depends(visit)) -> Response:  # noqa: B008
        found: Proof | None = proof(by.conn, str(reco_id))
        if found is None or found.words is None:
            raise HTTPException(404)
        return HTMLResponse(found.words.html, headers=PREVIEW_HEADERS)

    @routes.get(f"{HOME}/effacer/{{client_code}}", response_class=HTMLResponse)
    def erase(request: Request, client_code: str, by: Visit = Depends(visit)) -> Response:  # noqa: B008
        return _confirm(show, request, by, client_code)

    @routes.post(f"{HOME}/demander", response_class=HTMLResponse)
    def ask(
        request: Request,
        by: Visit = Depends(visit),  # noqa: B008
        form: Form = Depends(read_form),  # noqa: B008
    ) -> Response:
        if not by.may_decide:
            return nothing(show, request, READS_ONLY, 403)
        code = _code(by, form.text("code"))
        if code is None:
            return _home(show, request, by, NOBODY)
        if form.text("quoi") == "effacer":
            typed = normal_code(form.text("confirmation"))
            if typed != normal_code(code):
                error = "le code tapé n'est pas celui de cette personne" if typed else ""
                return _confirm(show, request, by, code, error)
        try:
            kind = "erasure" if form.text("quoi") == "effacer" else "access"
            requests.ask(by.conn, kind, code, by.name)  # type: ignore[arg-type]
        except ProductError as error:
            return _home(show, request, by, error.french)
        return RedirectResponse(f"{HOME}#demandes", 303)

    @routes.post(f"{HOME}/prendre", response_class=HTMLResponse)
    def take(
        request: Request,
        by: Visit = Depends(visit),  # noqa: B008
        form: Form = Depends(read_form),  # noqa: B008
    ) -> Response:
        if not by.may_decide:
            return nothing(show, request, READS_ONLY, 403)
        text = form.text("demande")
        number = int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
        try:
            content = requests.take(by.conn, number, by.name)
        except ConfigurationError as error:
            return _home(show, request, by, error.french)
        name = f"donnees-demande-{number}.json"
        return attachment(content.encode(), "application/json", name)

    return routes


def _home(show: Show, request: Request, by: Visit, error: str = "") -> Response:
    rules = load_config(by.settings).rules
    kind = request.query_params.get("quoi", "")
    return show(
        request,
        "conformite.html",
        400 if error else 200,
        by=by,
        error=error,
        found=law(by.conn, rules, by.today, kind),
        kind=kind if kind in KINDS else "",
        rules=rules,
        soon=SOON,
        asked=requests.requests(by.conn),
        has_worker=has_worker(by.conn),
        labels=labels(by.conn),
        reason_of=reason_of,
        source_of=source_of,
        words=words,
        when=when,
        address=address,
    )


def _confirm(show: Show, request: Request, by: Visit, code: str, error: str = "") -> Response:
    known = _code(by, code)
    name = name_of(by.conn, known) if known else None
    if known is None or name is None:
        return nothing(show, request, "Personne n'a ce code.")
    return show(
        request, "effacer.html", 400 if error else 200, by=by, code=known, name=name, error=error,
        back=address(known),
    )  # fmt: skip


def _code(by: Visit, text: str) -> str | None:
    """Return the code a person is known under, by any of their codes however typed."""
    code = normal_code(text)
    known = master_of(by.conn, code) or code
    return known if known and name_of(by.conn, known) else None


def _month(text: str, today: date) -> date:
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        month = today
    return (month if 2000 < month.year < 3000 else today).replace(day=1)
