"""What stands around every page: its templates, who is logged in, where one is, what failed."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.letters.sender_identity import load_identity
from dashboard.letters.words import FILTERS
from dashboard.monday.words import long_day
from dashboard.visit import Visit
from warehouse.rows import value
from warehouse.settings import Settings
from warehouse.wording import moment, typeset

HERE = Path(__file__).parent
# Address and word of each part of the page, in the order of a week, and what belongs to it.
PARTS = (
    ("/lundi", "Lundi", "/envoyer"), ("/lettres", "Lettres", ""), ("/clients", "Clients", ""),
    ("/conformite", "Conformité", ""), ("/resultats", "Résultats", ""),
)  # fmt: skip


@dataclass(frozen=True)
class Frame:
    """What the frame shows beside a page."""

    estate: str
    parts: list[tuple[str, str, str]]  # address, word, what `aria-current` says
    who: str
    may_decide: bool
    as_of: str
    last_run: str
    version: str
    again: str


def environment() -> Environment:
    """Return the templates of every part of the page."""
    found = Environment(
        loader=FileSystemLoader([HERE / "templates", *sorted(HERE.glob("*/templates"))]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(FILTERS)
    return found


def shows(settings: Settings) -> Callable[..., Response]:
    """Return the function that fills a template: (request, name, status=200, **values)."""
    templates = environment()

    def show(request: Request, template: str, status: int = 200, **values: object) -> Response:
        around = frame_of(request, settings)
        return HTMLResponse(templates.get_template(template).render(frame=around, **values), status)

    return show


def frame_of(request: Request, settings: Settings) -> Frame:
    """Return what stands around a page: little, for whoever is not logged in."""
    visit: Visit | None = getattr(request.state, "visit", None)
    here = request.url.path
    parts = [(to, word, _current(here, to, more)) for to, word, more in PARTS]
    return Frame(
        estate=_estate(settings),
        parts=parts if visit else [],
        who=visit.name if visit else "",
        may_decide=bool(visit and visit.may_decide),
        as_of=long_day(visit.today) if visit else "",
        last_run=request.state.last_run if visit else "",
        version=version_here(),
        again=_again(request),
    )


def _current(here: str, to: str, more: str) -> str:
    if here == to:
        return "page"
    within = (f"{part}/" for part in (to, more) if part)
    return "true" if f"{here}/".startswith(tuple(within)) else ""


def _again(request: Request) -> str:
    """Return where what a page shows is read anew: its own address, or its part's."""
    if request.method != "GET":
        return f"/{request.url.path.split('/')[1]}"
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def _estate(settings: Settings) -> str:
    return load_identity(settings).sender_name or "Le domaine"


def last_run(conn: Connection) -> str:
    """Return when the house last ran its Monday."""
    last = value(conn, "select max(started_at) from ops.runs where command = 'weekly'")
    return typeset(f"dernier passage : {moment(last)}") if last else "aucun passage encore"


@cache
def version_here() -> str:
    """Return the program's version, or nothing where it is not installed."""
    try:
        return version("crm-reco-platform")
    except PackageNotFoundError:
        return ""
