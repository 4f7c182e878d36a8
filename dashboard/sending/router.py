"""The addresses of *Envoyer*. Every action is a form; a script only keeps the page alive."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from activation.asked import doubts, sendings
from activation.asked.hours import last_leaves, left_today
from activation.asked.previews import preview
from activation.asked.sendings import Sending
from activation.config import load_config
from activation.demo.account import is_demonstration
from activation.demo.kept import Kept, KeptLetter
from activation.health.now import verdict
from activation.reasons import labels
from dashboard.letters.pages import person_name, scenario_labels
from dashboard.letters.router import PREVIEW_HEADERS
from dashboard.letters.words import when
from dashboard.sending import words
from dashboard.visit import Form, Show, Visit, read_form, told
from warehouse import log
from warehouse.errors import LockedError, ProductError

HOME = "/envoyer"
LOOKS_ONLY = "Vous pouvez regarder l'envoi, pas en décider."


def router(visit: Callable[..., Any], show: Show) -> APIRouter:
    """Return the addresses of *Envoyer*; `visit` and `show` as for *Lettres*."""
    routes = APIRouter()

    @routes.get(HOME, response_class=HTMLResponse)
    def home(request: Request, by: Visit = Depends(visit)) -> Response:  # noqa: B008
        return show(request, "envoyer.html", **_values(by))

    @routes.get(f"{HOME}/etat", response_class=HTMLResponse)
    def state(request: Request, by: Visit = Depends(visit)) -> Response:  # noqa: B008
        return show(request, "envoyer_etat.html", **_values(by))

    @routes.get(f"{HOME}/demonstration", response_class=HTMLResponse)
    def demonstration(request: Request, by: Visit = Depends(visit)) -> Response:  # noqa: B008
        return show(request, "envoyer_gardees.html", letters=_kept(by), when=when, moment=_moment)

    @routes.get(f"{HOME}/demonstration/{{number}}", response_class=HTMLResponse)
    def kept_letter(request: Request, number: int, by: Visit = Depends(visit)) -> Response:  # noqa: ARG001, B008
        found = [one.letter.html for one in _kept(by) if one.number == number]
        if not found:
            raise HTTPException(404)
        return HTMLResponse(found[0], headers=PREVIEW_HEADERS)

    def act(
        answer: Callable[[Visit, Form], str | None],
    ) -> Callable[[Request, Visit, Form], Response]:
        def posted(
            request: Request,
            by: Visit = Depends(visit),  # noqa: B008
            form: Form = Depends(read_form),  # noqa: B008
        ) -> Response:
            refused = answer(by, form) if by.may_decide else LOOKS_ONLY
            if refused is None:
                return RedirectResponse(HOME, 303)
            status = 409 if by.may_decide else 403
            return show(request, "envoyer.html", status, **_values(by, refused))

        posted.__name__ = answer.__name__
        return posted

    for path, answer in (
        (HOME, ask), (f"{HOME}/reprendre", take_back), (f"{HOME}/arreter", stop),
        (f"{HOME}/doute", settle_doubt),
    ):  # fmt: skip
        routes.post(path, response_class=HTMLResponse)(act(answer))
    return routes


def ask(by: Visit, form: Form) -> str | None:
    """Ask for the letters that were shown to leave; return why they do not."""
    if verdict(by.conn, by.settings).stops_sending:
        return "Les données sont bloquées : aucune lettre ne part. Voyez la page Lundi."
    try:
        rules = load_config(by.settings).rules
        _log(by, "sending_asked", sendings.ask(by.conn, by.name, form.text("ensemble"), rules))
    except LockedError as error:
        first = sendings.last(by.conn)
        return f"{told(error)} {words.asked(first)}" if first and first.is_open else told(error)
    except ProductError as error:
        return f"{told(error)} Rien n'a été demandé."
    return None


def take_back(by: Visit, form: Form) -> str | None:
    """Take a sending back while nothing of it has begun."""
    done = sendings.take_back(by.conn, _number(form), by.name)
    if done:
        _log(by, "sending_taken_back", _number(form))
    return None if done else "Trop tard pour tout reprendre : voyez où en est l'envoi."


def stop(by: Visit, form: Form) -> str | None:
    """Have a sending stop where it is."""
    done = sendings.stop(by.conn, _number(form), by.name)
    if done:
        _log(by, "sending_stop_asked", _number(form))
    return None if done else "Il n'y a plus rien à arrêter."


def settle_doubt(by: Visit, form: Form) -> str | None:
    """Say whether a letter in doubt has left."""
    said = form.text("partie")
    if said not in ("oui", "non"):
        return "Dites si la lettre est partie."
    try:
        doubts.decide(by.conn, form.text("lettre"), by.name, has_left=said == "oui")
    except ProductError as error:
        return told(error)
    return None


def _log(by: Visit, what: str, sending_id: int) -> None:
    log.event("page", what, sending_id=sending_id, run_id=sendings.run_of(by.conn, sending_id))


def _kept(by: Visit) -> list[KeptLetter]:
    """Return the letters the demonstration keeps; there is no such page anywhere else."""
    if not is_demonstration(by.settings):
        raise HTTPException(404)
    return Kept.beside(by.conn, by.settings).letters()


def _moment(one: KeptLetter) -> datetime:
    return datetime.fromisoformat(one.kept_at)


def _number(form: Form) -> int:
    text = form.text("envoi")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _values(by: Visit, refused: str = "") -> dict[str, object]:
    found = sendings.last(by.conn)
    is_open = bool(found and found.is_open)
    return {
        "by": by,
        "refused": refused,
        "words": words,
        "when": when,
        "sending": found,
        "is_open": is_open,
        "is_demonstration": is_demonstration(by.settings),
        "labels": labels(by.conn),
        "has_worker": sendings.has_worker(by.conn),
        "doubts": [
            {**one, "name": person_name(by.conn, one["client_code"])}
            for one in doubts.in_doubt(by.conn)
        ],
        **(_under_way(by, found) if found else {"progress": None}),
        **({} if is_open else _before(by)),
    }


def _under_way(by: Visit, found: Sending) -> dict[str, object]:
    progress = sendings.progress(by.conn, found.sending_id)
    is_going = found.is_open and not found.stop_asked_at
    return {
        "progress": progress,
        "reasons": sendings.reasons(by.conn, found.sending_id),
        "last_one": _last_one(by, progress.waiting, max(found.due_at, found.now), found.now)
        if is_going and progress.waiting
        else "",
    }


def _before(by: Visit) -> dict[str, object]:
    ready = sendings.ready(by.conn)
    scenarios = scenario_labels(by.conn)
    health = verdict(by.conn, by.settings)
    rules = load_config(by.settings).rules
    looked = preview(by.conn, by.name) if ready else None
    going = looked.letters if looked and not looked.problem else sum(ready.values())
    now = datetime.now(UTC)
    return {
        "ready": {scenarios.get(name, name): letters for name, letters in ready.items()},
        "letters": sum(ready.values()),
        "going": going,
        "set": sendings.ready_set(by.conn),
        "preview": looked,
        "blocked": health.sentence if health.stops_sending else "",
        "limits": words.limits(rules),
        "delay": rules.send_delay,
        "would_end": _last_one(by, going, now + timedelta(minutes=rules.send_delay), now),
    }


def _last_one(by: Visit, letters: int, at: datetime, now: datetime) -> str:
    config = load_config(by.settings)
    gone = left_today(by.conn)
    return words.last_one(last_leaves(letters, at, config.rules, config.send_rate, gone), now)
