"""The addresses of *Lettres*. Every action is a form first; a script only makes it quicker."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.approval import decide, shown_set
from activation.approval.decide import Decided
from activation.approval.listing import Filter, listing
from activation.approval.one_letter import OneLetter, ask_for_oneself, one_letter
from activation.approval.selection import Selection, Undecided
from activation.approval.why import why
from activation.feedback.heard import HEARD_HOW, Heard, last_heard, write_down
from activation.reasons import Reason, labels
from dashboard.letters import pages, words
from dashboard.letters.addresses import (
    asked,
    asked_again,
    choices_but_text,
    query_of,
    selection_of,
    shown_word,
)
from dashboard.visit import Form, Show, Visit, read_form
from warehouse.errors import ConfigurationError, ProductError

HOME = "/lettres"
NONE_CHOSEN = "Aucune lettre n'est cochée."
READS_ONLY = "Vous pouvez lire les lettres, pas en décider."
# The letter is shown as it will arrive, and can do nothing: no script, no form, no call, no frame
# of its own. Its styles stand in it, as in the mail.
PREVIEW_HEADERS = {
    "Content-Security-Policy": (
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    ),
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def router(visit: Callable[..., Any], show: Show) -> APIRouter:
    """Return the addresses of *Lettres*.

    `visit` is a dependency that gives a `Visit`; `show(request, template, status=200,
    **values)` answers with a page.
    """
    page = Pages(show)
    routes = APIRouter()

    def add(method: str, path: str, answer: Callable[..., Response]) -> None:
        routes.add_api_route(
            path, answer, methods=[method], response_class=HTMLResponse, include_in_schema=True
        )

    def home(request: Request, by: Visit = Depends(visit)) -> Response:  # noqa: B008
        return page.home(request, by)

    def letter(request: Request, reco_id: uuid.UUID, by: Visit = Depends(visit)) -> Response:  # noqa: B008
        return page.letter(request, by, str(reco_id))

    def preview(request: Request, reco_id: uuid.UUID, by: Visit = Depends(visit)) -> Response:  # noqa: B008
        return page.preview(request, by, str(reco_id))

    def never(request: Request, reco_id: uuid.UUID, by: Visit = Depends(visit)) -> Response:  # noqa: B008
        return page.never(request, by, str(reco_id))

    def refuse(request: Request, by: Visit = Depends(visit)) -> Response:  # noqa: B008
        chosen = request.query_params.getlist("vu")
        return page.ask_reason(request, by, chosen, request.query_params.get("retour", ""))

    def together(request: Request, by: Visit = Depends(visit)) -> Response:  # noqa: B008
        if not by.may_decide:
            return page.refused(request, READS_ONLY, 403)
        return page.together(request, by)

    def act(answer: Callable[[Request, Visit, Form], Response]) -> Callable[..., Response]:
        def posted(
            request: Request,
            by: Visit = Depends(visit),  # noqa: B008
            form: Form = Depends(read_form),  # noqa: B008
        ) -> Response:
            if not by.may_decide:
                return page.refused(request, READS_ONLY, 403)
            return answer(request, by, form)

        posted.__name__ = answer.__name__
        return posted

    add("GET", HOME, home)
    add("GET", f"{HOME}/refuser", refuse)
    add("POST", f"{HOME}/decider", act(page.decide))
    add("POST", f"{HOME}/annuler", act(page.undo))
    add("GET", f"{HOME}/ensemble", together)
    add("POST", f"{HOME}/ensemble/decider", act(page.decide_together))
    add("POST", f"{HOME}/jamais", act(page.write_down))
    add("POST", f"{HOME}/m-envoyer", act(page.to_me))
    add("GET", f"{HOME}/{{reco_id}}", letter)
    add("GET", f"{HOME}/{{reco_id}}/apercu", preview)
    add("GET", f"{HOME}/{{reco_id}}/jamais", never)
    return routes


class Pages:
    """Answers, each a template filled, or a way back to the list."""

    def __init__(self, show: Show) -> None:
        self._show = show

    def home(self, request: Request, by: Visit) -> Response:
        """Show the list under its filters."""
        wanted = asked(request.query_params)
        found = listing(by.conn, wanted)
        if wanted.page > found.pages:  # the last page was decided: there are fewer now
            wanted = replace(wanted, page=found.pages)
            found = listing(by.conn, wanted)
        scenarios = pages.scenario_labels(by.conn)
        return self._show(
            request,
            "lettres.html",
            by=by,
            asked=wanted,
            query=query_of(wanted),
            found=found,
            facets=pages.facets(found, wanted, scenarios),
            told_filter=pages.told_filter(wanted, scenarios, found.letters),
            scenarios=scenarios,
            words=words,
            shown_word=shown_word,
            kept_choices=choices_but_text(wanted),
            earlier=_page_query(wanted, -1) if wanted.page > 1 else None,
            later=_page_query(wanted, 1) if wanted.page < found.pages else None,
            done=_done(by.conn, request.query_params.get("fait", ""))
            or pages.last_done(by.conn, by.name),
            asked_to_me=request.query_params.get("envoyee") == "1",
        )

    def letter(self, request: Request, by: Visit, reco_id: str) -> Response:
        """Show one letter beside why: a page, or the part a script puts in the list."""
        found = one_letter(by.conn, reco_id, request.query_params.get("vu"))
        if found is None:
            return self.refused(request, "Cette lettre n'est plus proposée.", 404)
        in_place = request.headers.get("HX-Request") == "true"
        return self._letter(
            request,
            by,
            found,
            request.url.query,
            "lettre_sur_place.html" if in_place else "lettre.html",
        )

    def _letter(
        self, request: Request, by: Visit, found: OneLetter, query: str, template: str,
        status: int = 200, **more: Any,  # noqa: ANN401 - what a template shows
    ) -> Response:  # fmt: skip
        kept = found.kept
        back = query_of(asked_again(query))
        return self._show(
            request,
            template,
            status,
            by=by,
            kept=kept,
            letter=found.letter,
            former=found.former,
            differences=_differences(found),
            former_hash=found.former_hash,
            shown=shown_word(kept["reco_id"], kept["content_hash"], kept["approval_id"]),
            why=why(by.conn, kept["reco_id"], kept["client_code"]),
            name=pages.person_name(by.conn, kept["client_code"]),
            heard=last_heard(by.conn, kept["client_code"]),
            heard_how=HEARD_HOW,
            scenarios=pages.scenario_labels(by.conn),
            labels=labels(by.conn),
            fact_lines=pages.fact_lines,
            words=words,
            query=back,
            **more,
        )

    def preview(self, request: Request, by: Visit, reco_id: str) -> Response:
        """Answer with the letter itself, for a frame that permits it nothing."""
        version = request.query_params.get("vu")
        found = one_letter(by.conn, reco_id, version)
        if found is None:
            return Response(status_code=404, headers=PREVIEW_HEADERS)
        wanted = found.former if version and version != found.kept["content_hash"] else found.letter
        if wanted is None:
            return Response(status_code=404, headers=PREVIEW_HEADERS)
        return HTMLResponse(wanted.html, headers=PREVIEW_HEADERS)

    def decide(self, request: Request, by: Visit, form: Form) -> Response:
        """Approve, reject or flag the letters of a form, each as it was shown."""
        one = next(
            ((what, form.text(what)) for what in ("approuver", "revoir") if form.text(what)), None
        )
        chosen = [one[1]] if one else form.texts("vu")
        what = one[0] if one else form.text("action")
        back = form.text("retour")
        try:
            selection = selection_of(chosen)
            if not chosen:
                return self.refused(request, NONE_CHOSEN, 400, back)
            if what == "approuver":
                outcome = decide.approve(by.conn, by.settings, selection, by.name)
            elif what == "revoir":
                outcome = decide.flag(by.conn, selection, by.name)
            elif what == "refuser":
                reason = form.text("raison_libre") or form.text("raison")
                if not reason:
                    return self.ask_reason(request, by, chosen, back, asks=bool(form.text("motif")))
                outcome = decide.reject(by.conn, selection, by.name, reason)
            else:
                return self.refused(request, "Rien n'a été décidé.", 400, back)
        except ProductError as error:
            return self.refused(request, error.french, 400, back)
        if outcome.undecided:
            return self._conflict(request, by, outcome, back, selection)
        return self._back(back, form.text("suite"), outcome.batch_id)

    def ask_reason(
        self, request: Request, by: Visit, chosen: list[str], back: str, *, asks: bool = False
    ) -> Response:
        """Ask why letters are rejected."""
        if not chosen:
            return self.refused(request, NONE_CHOSEN, 400, back)
        selection = selection_of(chosen)
        return self._show(
            request,
            "refuser.html",
            400 if asks else 200,
            by=by,
            chosen=chosen,
            number=len(selection.reco_ids or []),
            reasons=pages.rejection_reasons(by.conn),
            query=back,
            asks=asks,
        )

    def undo(self, request: Request, by: Visit, form: Form) -> Response:
        """Take a decision back."""
        back = form.text("retour")
        try:
            batch_id = uuid.UUID(form.text("lot"))
        except ValueError:
            return self.refused(request, "Il n'y a rien à annuler.", 400, back)
        try:
            outcome = decide.undo(by.conn, by.settings, batch_id, by.name)
        except ProductError as error:
            return self.refused(request, error.french, 400, back)
        if outcome.undecided:
            return self._conflict(request, by, outcome, back)
        return self._back(back, form.text("suite"), outcome.batch_id)

    def together(self, request: Request, by: Visit) -> Response:
        """Show what deciding the whole filter would do, before it is done.

        Read, not posted: one comes back to it without being asked to send a form again.
        """
        asked_for = request.query_params
        decision = "rejected" if asked_for.get("action") == "refuser" else "approved"
        return self._together(request, by, asked_for.get("retour", ""), decision)

    def _together(
        self, request: Request, by: Visit, query: str, decision: str, status: int = 200,
        **more: Any,  # noqa: ANN401 - what a template shows
    ) -> Response:  # fmt: skip
        wanted = asked_again(query)
        try:
            shown = shown_set.show(by.conn, by.settings, wanted, decision, by.name)
        except ProductError as error:
            return self.refused(request, error.french, 400, query)
        scenarios = pages.scenario_labels(by.conn)
        examples = [one_letter(by.conn, one) for one in shown.examples]
        return self._show(
            request,
            "ensemble.html",
            status,
            by=by,
            shown=shown,
            examples=[
                (one, pages.person_name(by.conn, one.kept["client_code"]))
                for one in examples
                if one
            ],
            told_filter=pages.told_filter(wanted, scenarios),
            scenarios=scenarios,
            labels=labels(by.conn),
            reasons=pages.rejection_reasons(by.conn),
            query=query_of(wanted),
            words=words,
            **more,
        )

    def decide_together(self, request: Request, by: Visit, form: Form) -> Response:
        """Decide exactly the letters that were shown, or say what has changed."""
        back = form.text("retour")
        reason = form.text("raison_libre") or form.text("raison")
        try:
            set_id = uuid.UUID(form.text("ensemble"))
            outcome = shown_set.apply(by.conn, by.settings, set_id, by.name, reason)
        except shown_set.ShownSetChangedError as error:
            return self._together(
                request, by, query_of(error.shown.asked), error.shown.decision, 409,
                changes=words.what_changed(error.changes),
            )  # fmt: skip
        except ValueError:
            return self.refused(request, "Le formulaire ne dit pas quelles lettres.", 400, back)
        except ProductError as error:
            return self.refused(request, error.french, 400, back)
        return self._back(back, "", outcome.batch_id)

    def never(self, request: Request, by: Visit, reco_id: str, *, error: str = "") -> Response:
        """Ask how, when and to whom a person said not to write to them any more."""
        found = one_letter(by.conn, reco_id)
        if found is None:
            return self.refused(request, "Cette lettre n'est plus proposée.", 404)
        back = query_of(asked(request.query_params))
        return self._show(
            request,
            "jamais.html",
            400 if error else 200,
            by=by,
            action=f"{HOME}/jamais",
            hidden={"lettre": reco_id, "retour": back},
            back=_address(f"{HOME}/{reco_id}", back),
            name=pages.person_name(by.conn, found.kept["client_code"]),
            heard_how=HEARD_HOW,
            error=error,
        )

    def write_down(self, request: Request, by: Visit, form: Form) -> Response:
        """Record an opt-out that was heard: from now on no letter leaves for this person."""
        back, reco_id = form.text("retour"), form.text("lettre")
        try:
            found = one_letter(by.conn, str(uuid.UUID(reco_id)))
            on = date.fromisoformat(form.text("le"))
        except ValueError:
            return self.refused(request, "Dites quel jour la personne l'a dit.", 400, back)
        if found is None:
            return self.refused(request, "Cette lettre n'est plus proposée.", 404, back)
        heard = heard_of(form, found.kept["client_code"], on)
        try:
            write_down(by.conn, heard, by.name, by.today)
        except ConfigurationError as error:
            return self.never(request, by, reco_id, error=error.french)
        return RedirectResponse(_address(f"{HOME}/{reco_id}", back), 303)

    def to_me(self, request: Request, by: Visit, form: Form) -> Response:
        """Ask for the letter to be mailed to whoever is logged in, and to nobody else."""
        back = form.text("retour")
        try:
            found = one_letter(by.conn, str(uuid.UUID(form.text("lettre"))))
        except ValueError:
            found = None
        if found is None:
            return self.refused(request, "Cette lettre n'est plus proposée.", 404, back)
        if not by.email:
            said = (
                "Aucune adresse n'est connue pour vous : la lettre ne peut pas vous être envoyée."
            )
            return self.refused(request, said, 400, back)
        kept = found.kept
        ask_for_oneself(by.conn, kept["reco_id"], kept["content_hash"], by.email, by.name)
        return RedirectResponse(_address(HOME, back, envoyee="1"), 303)

    def refused(
        self, request: Request, sentence: str, status: int, back: str | None = None
    ) -> Response:
        """Say what did not happen, that nothing was lost, and the way back."""
        query = query_of(asked_again(back or ""))
        return self._show(request, "non.html", status, sentence=sentence, query=query)

    def _conflict(
        self, request: Request, by: Visit, outcome: Decided, back: str,
        seen: Selection | None = None,
    ) -> Response:  # fmt: skip
        """Say who decided before, and show the letter that changed beside what was read."""
        alone = (
            outcome.undecided[0] if len(outcome.undecided) == 1 and not outcome.decided else None
        )
        if seen and alone and alone.reason == Reason.CHANGED_SINCE_READ:
            changed = self._changed(request, by, alone, back, seen)
            if changed:
                return changed
        names = labels(by.conn)
        return self._show(
            request,
            "conflit.html",
            409,
            by=by,
            outcome=outcome,
            undecided=[
                (one, _letter_name(by.conn, one.reco_id), names.get(one.reason, one.reason))
                for one in outcome.undecided[:50]
            ],
            done=_done(by.conn, outcome.batch_id or ""),
            words=words,
            query=query_of(asked_again(back)),
        )

    def _changed(
        self, request: Request, by: Visit, one: Undecided, back: str, seen: Selection
    ) -> Response | None:
        found = one_letter(by.conn, one.reco_id, seen.hashes[uuid.UUID(one.reco_id)])
        if found is None:
            return None
        return self._letter(request, by, found, back, "lettre.html", 409)

    def _back(self, back: str, following: str, batch_id: str | None) -> Response:
        more = {"fait": batch_id} if batch_id else {}
        anchor = f"#l-{following}" if _is_id(following) else ""
        return RedirectResponse(_address(HOME, back, **more) + anchor, 303)


def heard_of(form: Form, client_code: str, on: date) -> Heard:
    """Return an opt-out as the form of *Ne plus jamais écrire* tells it."""
    return Heard(client_code, form.text("comment"), on, form.text("a_qui"), form.text("note"))


def _address(path: str, back: str, **more: str) -> str:
    """Return an address of this page, whatever `back` holds: nobody is led elsewhere."""
    query = query_of(asked_again(back))
    whole = "&".join(part for part in (query, urlencode(more)) if part)
    return f"{path}?{whole}" if whole else path


def _page_query(wanted: Filter, step: int) -> str:
    return query_of(replace(wanted, page=wanted.page + step))


def _done(conn: Connection, batch_id: str) -> pages.Done | None:
    return pages.done(conn, batch_id) if _is_id(batch_id) else None


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _letter_name(conn: Connection, reco_id: str) -> str:
    found = one_letter(conn, reco_id)
    return pages.person_name(conn, found.kept["client_code"]) if found else reco_id


def _differences(found: OneLetter) -> list[tuple[str, str]]:
    return pages.differences(found.former, found.letter) if found.former else []
