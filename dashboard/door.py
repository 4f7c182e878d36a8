"""The door: logging in and out, and finding out who asks for a page."""

import asyncio
import math
from collections.abc import Iterator, Sequence
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from dashboard.access import log, sessions
from dashboard.access.throttle import Admitted
from dashboard.frame import last_run
from dashboard.monday.router import HOME
from dashboard.place import Place
from dashboard.visit import Form, Show, Visit, read_form
from warehouse.pool import Pool
from warehouse.settings import Settings

DOOR = "/connexion"
HALF_A_YEAR = 182 * 24 * 3600
# Asked for by an open page, again and again: no person is shown there.
UNLOGGED = (f"{HOME}/phrase",)
STALE = (
    "Cette page était ouverte depuis longtemps : rien n'a été décidé. Connectez-vous, puis relisez "
    "avant de décider."
)
# What people write in their own words; the rest of a form is chosen again.
TYPED = ("raison_libre", "note", "a_qui", "qui", "nom", "raison")
LONGEST = 2000  # characters of an address that is led back to: more is no page of ours
WRONG = "Ce nom et ce mot de passe ne vont pas ensemble."


class NotLoggedInError(Exception):
    """Nobody is logged in: the door is shown instead of the page, with what `form` had to say."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.form = form


class Door:
    """Knows sessions by their cookies."""

    def __init__(self, pool: Pool, settings: Settings, place: Place) -> None:
        self._pool = pool
        self.settings = settings
        self._place = place
        # The prefix makes browsers refuse such a cookie from anywhere but this host, without TLS
        # from nowhere.
        prefix = "__Host-" if place.is_secure else ""
        self._session, self._browser = f"{prefix}session", f"{prefix}navigateur"

    def visit(self, request: Request, form: Form = Depends(read_form)) -> Iterator[Visit]:  # noqa: B008
        """Give whoever is logged in a connection with the page's rights, and keep that they came.

        A form is read before: while it arrives slowly, it holds no connection. Raises
        NotLoggedInError.
        """
        with self._pool.connection() as conn:
            user = sessions.who(conn, request.cookies.get(self._session))
            if user is None:
                raise NotLoggedInError(form)
            page = str(request.scope["route"].path)
            if page not in UNLOGGED:
                told = request.path_params
                log.keep(conn, user.name, _address(request), request.method, page, told)
            request.state.last_run = last_run(conn)
            conn.rollback()
            visit = Visit(conn, self.settings, user.name, user.may_decide, user.mail_to)
            request.state.visit = visit
            yield visit

    def shown(self, show: Show, request: Request, form: Form) -> Response:
        """Answer a page nobody is logged in for."""
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        if request.headers.get("HX-Request") == "true":
            return Response(status_code=401, headers={"HX-Redirect": DOOR})
        if request.method not in ("GET", "HEAD"):
            typed = [text for text in map(form.text, TYPED) if text]
            back = _before(request)
            return self._form(show, request, to=back, refused=STALE, status=401, typed=typed)
        is_kept = here != "/" and len(here) <= LONGEST
        return RedirectResponse(f"{DOOR}?{_query(here)}" if is_kept else DOOR, 303)

    def router(self, show: Show) -> APIRouter:
        """Return the addresses of the door."""
        routes = APIRouter()

        @routes.get(DOOR, response_class=HTMLResponse)
        def ask(request: Request, vers: str = "") -> Response:
            return self._form(show, request, to=vers)

        @routes.post(DOOR, response_class=HTMLResponse)
        async def enter(request: Request) -> Response:
            return await self._enter(show, request, await read_form(request))

        @routes.post("/deconnexion")
        def leave(request: Request) -> Response:
            with self._pool.connection() as conn:
                sessions.close_session(conn, request.cookies.get(self._session))
            answer = RedirectResponse(DOOR, 303)
            answer.delete_cookie(self._session, path="/", secure=self._place.is_secure)
            return answer

        return routes

    async def _enter(self, show: Show, request: Request, form: Form) -> Response:
        name, password = form.text("nom"), (form.texts("mot_de_passe") or [""])[0]
        browser = request.cookies.get(self._browser)

        def admit() -> Admitted:
            with self._pool.connection() as conn:
                return sessions.admit(conn, _address(request), name, browser)

        def enter(admitted: Admitted) -> tuple[str, str] | None:
            with self._pool.connection() as conn:
                user = sessions.log_in(conn, name, password, admitted)
                if user is None:
                    return None
                return sessions.open_session(conn, user), sessions.remember_browser(conn, user)

        admitted = await run_in_threadpool(admit)
        if admitted.wait:
            seconds = math.ceil(admitted.wait)
            refused = f"Trop d'essais : attendez {seconds} s, puis réessayez."
            answer = self._form(show, request, form.text("vers"), refused, 429, name)
            answer.headers["Retry-After"] = str(seconds)
            return answer
        await asyncio.sleep(admitted.delay)
        entered = await run_in_threadpool(enter, admitted)
        if entered is None:
            return self._form(show, request, form.text("vers"), WRONG, 401, name)
        token, known_as = entered
        answer = RedirectResponse(_inside(form.text("vers")), 303)
        self._keep(answer, self._session, token)
        self._keep(answer, self._browser, known_as, HALF_A_YEAR)
        return answer

    def _form(
        self, show: Show, request: Request, to: str = "", refused: str = "", status: int = 200,
        name: str = "", typed: Sequence[str] = (),
    ) -> Response:  # fmt: skip
        with self._pool.connection() as conn:
            is_empty = not sessions.has_users(conn)
        return show(
            request, "connexion.html", status, to=_inside(to), refused=refused, name=name,
            is_empty=is_empty, typed=typed,
        )  # fmt: skip

    def _keep(self, answer: Response, name: str, token: str, seconds: int | None = None) -> None:
        answer.set_cookie(
            name, token, max_age=seconds, path="/", httponly=True, samesite="lax",
            secure=self._place.is_secure,
        )  # fmt: skip


def _address(request: Request) -> str:
    """Return the peer's address, or what a proxy named in DASHBOARD_PROXY says it is."""
    return request.client.host if request.client else ""


def _before(request: Request) -> str:
    """Return the page a form stood on, as the browser tells it."""
    told = urlsplit(request.headers.get("referer", ""))
    return f"{told.path}?{told.query}" if told.query else told.path


def _query(here: str) -> str:
    return urlencode({"vers": here})


def _inside(to: str) -> str:
    """Return an address of this page: whatever else was asked for leads to *Lundi*."""
    is_inside = to.startswith("/") and not to.startswith(("//", "/\\")) and to.isprintable()
    return to if is_inside and not to.startswith(DOOR) else HOME
