"""*Lettres* in a server of its own: the plainest frame around it, one person after another."""

import contextlib
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from fastapi.staticfiles import StaticFiles
from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader, StrictUndefined
from playwright.sync_api import Page as Tab
from psycopg2.pool import ThreadedConnectionPool

from activation.health.now import verdict_of
from dashboard.letters.router import router
from dashboard.letters.words import FILTERS
from dashboard.monday import router as monday
from dashboard.visit import Visit
from warehouse.database import parameters
from warehouse.settings import ROOT, Settings

CHROMIUM = shutil.which("chromium")
# (who, script=True, width=1280, at="") opens *Lettres* in a browser of theirs.
Open = Callable[..., Tab]

BASE = """<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{% block title %}{% endblock %}</title>
<link rel="stylesheet" href="/frame.css">{% block head %}{% endblock %}</head>
<body><main>{% block content %}{% endblock %}</main></body></html>"""
CSS = """
body { font: 17px/1.5 system-ui, sans-serif; color: #221d1a; background: #faf8f5; margin: 0; }
main { max-width: 72rem; margin: 0 auto; padding: 1rem; }
a { color: #7b1f3d; }
button, .bouton { font: inherit; background: #7b1f3d; color: #fff; border: 2px solid #7b1f3d;
  padding: .3rem .8rem; text-decoration: none; display: inline-block; cursor: pointer; }
.second { background: none; color: #7b1f3d; }
.lien { background: none; border: 0; color: #7b1f3d; text-decoration: underline; padding: 0; }
:focus-visible { outline: 3px solid #7b1f3d; outline-offset: 2px; }
"""
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self';"
    " frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@dataclass
class Page:
    """A running page. Who asks is what their browser's cookie `qui` says."""

    url: str
    settings: Settings
    pool: ThreadedConnectionPool | None = None


@contextlib.contextmanager
def running_page(settings: Settings, role: str | None = "crm_dashboard") -> Iterator[Page]:
    """Serve *Lettres* on a free port, with the rights of the page's role."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    page = Page(f"http://127.0.0.1:{port}", settings)
    config = uvicorn.Config(_app(page, role), port=port, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield page
    finally:
        server.should_exit = True
        thread.join()
        if page.pool:
            page.pool.closeall()


def _app(page: Page, role: str | None) -> FastAPI:
    app = FastAPI(openapi_url=None)
    rights = {"options": f"-c role={role}"} if role else {}
    pool = ThreadedConnectionPool(1, 8, **parameters(page.settings), **rights)
    page.pool = pool
    environment = Environment(
        loader=ChoiceLoader(
            [
                DictLoader({"base.html": BASE}),
                FileSystemLoader(ROOT / "dashboard" / "letters" / "templates"),
                FileSystemLoader(ROOT / "dashboard" / "monday" / "templates"),
            ]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(FILTERS)

    def visit(request: Request) -> Iterator[Visit]:
        conn = pool.getconn()
        who = request.cookies.get("qui", "Claire")
        try:
            yield Visit(
                conn, page.settings, who, may_decide=who != "Lecteur",
                email=f"{who.lower()}@example.org",
            )  # fmt: skip
        finally:
            pool.putconn(conn)

    def show(request: Request, template: str, status: int = 200, **values: object) -> Response:
        html = environment.get_template(template).render(**values)
        return HTMLResponse(html, status, headers={"Content-Security-Policy": CSP})

    app.get("/frame.css")(lambda: Response(CSS, media_type="text/css"))
    app.mount("/static", StaticFiles(directory=ROOT / "dashboard" / "static"))
    app.include_router(router(visit, show))
    app.include_router(monday.router(visit, show))
    app.include_router(monday.probes(lambda: verdict_of(page.settings)))
    return app
