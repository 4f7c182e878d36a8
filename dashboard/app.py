"""The application: every part of the page behind one door, under one frame."""

import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import psycopg2
from anyio.to_thread import current_default_thread_limiter
from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from activation.health.now import verdict_of
from activation.health.verdict import Verdict
from dashboard import webhook
from dashboard.api import describe
from dashboard.api.api import build_api
from dashboard.api.bearer import PREFIX, Bearer
from dashboard.calm import Calm
from dashboard.clients import router as clients
from dashboard.compliance import router as compliance
from dashboard.door import Door, NotLoggedInError
from dashboard.frame import HERE, shows
from dashboard.guard import Guard
from dashboard.letters import router as letters
from dashboard.monday import router as monday
from dashboard.place import Place
from dashboard.results import router as outcomes
from dashboard.sending import router as sending
from dashboard.visit import Show, Visit, told
from warehouse.database import open_database, parameters
from warehouse.errors import ExitCode, ProductError
from warehouse.pool import Pool
from warehouse.settings import Settings

AT_ONCE = 500  # callers; more are told to come again
CONNECTIONS = 12
MACHINES = (webhook.PATH, f"{PREFIX}/")
# What the page may cost the house: a reading that takes longer is given up.
LIMITS = (
    "-c statement_timeout=15s -c idle_in_transaction_session_timeout=60s -c lock_timeout=5s"
    " -c work_mem=16MB"
)
STATUS = {
    ExitCode.OUT_OF_REACH: 503,
    ExitCode.LOCKED: 503,
    ExitCode.NEEDS_PERSON: 409,
}
VERDICT_KEPT = 5.0  # seconds: /healthz and /metrics are open to whoever reaches the page
UNFORESEEN = (
    "Quelque chose d'imprévu est arrivé. Rien n'est perdu : ce qui était décidé le reste. "
    "Si cela revient, donnez ce numéro à l'analyste : {}."
)


class _Static(StaticFiles):
    """Files that change with the version only."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer a file, which browsers may keep for an hour."""
        answer = await super().get_response(path, scope)
        answer.headers["Cache-Control"] = "public, max-age=3600"
        return answer


class _Heads:
    """Answers HEAD as GET; the server leaves the body away."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_head = scope["type"] == "http" and scope["method"] == "HEAD"
        await self._app({**scope, "method": "GET"} if is_head else scope, receive, send)


@asynccontextmanager
async def _serving(app: FastAPI) -> AsyncIterator[None]:
    # A thread each: whoever waits for a connection must not keep from its end whoever has one.
    current_default_thread_limiter().total_tokens = AT_ONCE
    yield
    app.state.pool.close()


def build(settings: Settings, place: Place) -> FastAPI:
    """Return the application, with the rights of the role `crm_dashboard`.

    A database out of reach is a page that says so and tries again, not an error of this function.
    """
    # No page of theirs: the description of the addresses is for the tests and the API.
    app = FastAPI(
        title="La page du lundi", openapi_url=None, docs_url=None, redoc_url=None, lifespan=_serving
    )
    pool = Pool(lambda: _connect(settings), CONNECTIONS)
    door = Door(pool, settings, place)
    show = shows(settings)
    bearer = Bearer(pool, settings)
    api = build_api(bearer)

    @app.get("/", include_in_schema=False)
    def home() -> Response:
        return RedirectResponse(monday.HOME, 303)

    @app.get("/aide", include_in_schema=False)
    def help_page(request: Request, by: Visit = Depends(door.visit)) -> Response:  # noqa: ARG001, B008
        return show(request, "aide.html")

    app.include_router(door.router(show))
    app.include_router(monday.router(door.visit, show))
    app.include_router(letters.router(door.visit, show))
    app.include_router(sending.router(door.visit, show))
    app.include_router(clients.router(door.visit, show))
    app.include_router(compliance.router(door.visit, show))
    app.include_router(outcomes.router(door.visit, show))
    app.include_router(monday.probes(_kept(lambda: verdict_of(settings)), bearer.is_here_or_known))
    app.include_router(webhook.router(pool, settings))
    app.mount(PREFIX, api)
    app.include_router(describe.router(api, show))
    app.mount("/static", _Static(directory=HERE / "static"))
    _tell_failures(app, door, show)
    app.add_middleware(_Heads)
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    app.add_middleware(Calm, say=_unforeseen(show))
    app.add_middleware(Guard, origins=place.origins, machines=MACHINES, is_secure=place.is_secure)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=place.hosts, www_redirect=False)
    app.state.door, app.state.pool, app.state.place = door, pool, place
    return app


def _unforeseen(show: Show) -> Callable[[Request, str], Response]:
    def say(request: Request, number: str) -> Response:
        said = UNFORESEEN.format(number)
        return show(request, "erreur.html", 500, title="Imprévu", said=said, again=False)

    return say


def _connect(settings: Settings) -> psycopg2.extensions.connection:
    own = settings.get("DASHBOARD_DATABASE_URL")
    if own:
        return open_database({"dsn": own, "options": LIMITS, "application_name": "dashboard"})
    rights = f"-c role=crm_dashboard {LIMITS}"
    return open_database(
        {**parameters(settings), "options": rights, "application_name": "dashboard"}
    )


def _tell_failures(app: FastAPI, door: Door, show: Show) -> None:
    def failed(
        request: Request, status: int, title: str, said: str, *, again: bool = False
    ) -> Response:
        return show(request, "erreur.html", status, title=title, said=said, again=again)

    @app.exception_handler(NotLoggedInError)
    def nobody(request: Request, error: Exception) -> Response:
        assert isinstance(error, NotLoggedInError)  # noqa: S101 - what the handler is for
        return door.shown(show, request, error.form)

    @app.exception_handler(ProductError)
    def known(request: Request, error: Exception) -> Response:
        assert isinstance(error, ProductError)  # noqa: S101 - what the handler is for
        status = STATUS.get(ExitCode(error.exit_code), 400)
        return failed(request, status, "Pas maintenant", told(error), again=status == 503)

    @app.exception_handler(psycopg2.Error)
    def database(request: Request, error: Exception) -> Response:
        if isinstance(error, psycopg2.errors.UndefinedTable | psycopg2.errors.InvalidSchemaName):
            said = "Les tables ne sont pas encore construites : lancez make weekly, puis revenez."
            return failed(request, 503, "La maison est vide", said)
        if isinstance(error, psycopg2.OperationalError | psycopg2.InterfaceError):
            said = "La base de données ne répond pas. Rien n'est perdu ; la page réessaie seule."
            return failed(request, 503, "Un instant", said, again=True)
        raise error

    @app.exception_handler(RequestValidationError)
    @app.exception_handler(HTTPException)
    def unknown(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 404
        said = (
            "Cette adresse ne mène à rien : le lien est peut-être ancien."
            if status in (404, 405)
            else "Cette demande n'a pas été comprise ; rien n'a changé."
        )
        return failed(request, status, "Rien à cette adresse", said)


def _kept(asked: Callable[[], Verdict]) -> Callable[[], Verdict]:
    """Return `asked`, whose answer is kept a moment."""
    lock = threading.Lock()
    kept: list[tuple[float, Verdict]] = []

    def answer() -> Verdict:
        with lock:
            if not kept or time.monotonic() - kept[0][0] > VERDICT_KEPT:
                kept[:] = [(time.monotonic(), asked())]
            return kept[0][1]

    return answer
