"""The addresses of *Lundi*, and the sentence for machines."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from activation.health import now
from activation.health.report import Report, lines_to_mend, report, unreadable_lines
from activation.health.verdict import State, Verdict
from dashboard.monday.chart import bars, sparks
from dashboard.monday.metrics import CONTENT_TYPE, metrics_of
from dashboard.monday.words import MOTIFS, SHAPES, STATES, long_day
from dashboard.visit import Form, Show, Visit, attachment, read_form, told
from warehouse.errors import ProductError
from warehouse.spreadsheet import CSV, csv_bytes
from warehouse.wording import PARIS, day

HOME = "/lundi"
TO_MEND = (
    "fichier", "ligne", "motif", "client_code", "document_type", "document_no", "order_detail_no",
    "date_livraison", "produit_label", "article", "qty_line", "mt_ht",
)  # fmt: skip
NOT_READ = ("fichier", "ligne", "fichier_de", "motif", "texte")
# dbt's page is one file of its own: it may run, and reach nothing.
DOCS_POLICY = (
    "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'unsafe-inline'; img-src data:; font-src data:"
)


def router(visit: Callable[..., Any], show: Show) -> APIRouter:
    """Return the addresses of *Lundi*; `visit` and `show` as for *Lettres*."""
    routes = APIRouter()

    @routes.get(HOME, response_class=HTMLResponse)
    def home(request: Request, by: Visit = Depends(visit)) -> Response:  # noqa: B008
        return _page(show, request, by)

    @routes.get(f"{HOME}/phrase", response_class=HTMLResponse)
    def sentence(request: Request, by: Visit = Depends(visit)) -> Response:  # noqa: B008
        found = now.verdict(by.conn, by.settings)
        return show(request, "lundi_phrase.html", **_sentence(found, by))

    @routes.post(f"{HOME}/lever", response_class=HTMLResponse)
    def override(
        request: Request,
        by: Visit = Depends(visit),  # noqa: B008
        form: Form = Depends(read_form),  # noqa: B008
    ) -> Response:
        if not by.may_decide:
            return _page(show, request, by, "Seul un propriétaire peut lever un blocage.", 403)
        if not form.text("raison"):
            return _page(show, request, by, "Dites pourquoi : la raison est gardée.", 400)
        try:
            now.override(by.conn, by.settings, by.name, form.text("raison"), form.text("blocage"))
        except ProductError as error:
            return _page(show, request, by, f"{told(error)} Rien n'a été changé.", 409)
        return RedirectResponse(HOME, 303)

    @routes.get(f"{HOME}/lignes-a-corriger.csv")
    def to_mend(by: Visit = Depends(visit)) -> Response:  # noqa: B008
        return _file(csv_bytes(TO_MEND, lines_to_mend(by.conn)), "lignes-a-corriger")

    @routes.get(f"{HOME}/lignes-illisibles.csv")
    def not_read(request: Request, by: Visit = Depends(visit)) -> Response:  # noqa: B008
        if not by.may_decide:
            # As they stand in the files, they may hold anything about anybody.
            return _page(show, request, by, "Seul un propriétaire peut les télécharger.", 403)
        return _file(csv_bytes(NOT_READ, unreadable_lines(by.conn)), "lignes-illisibles")

    @routes.get(f"{HOME}/documentation")
    def documentation(request: Request, by: Visit = Depends(visit)) -> Response:  # noqa: B008
        path = by.settings.root / "target" / "static_index.html"
        if not path.exists():
            return _page(
                show, request, by, "La documentation n'est pas écrite : lancez `make docs`.", 404
            )
        return FileResponse(path, headers={"Content-Security-Policy": DOCS_POLICY})

    return routes


def probes(verdict: Callable[[], Verdict], is_told: Callable[[Request], bool]) -> APIRouter:
    """Return `/healthz` and `/metrics`: the same sentence, for machines.

    Whoever is not `is_told` learns whether the page works, and no more: the sentence may name who
    lifted a block.
    """
    routes = APIRouter()

    @routes.get("/healthz")
    def healthz(request: Request) -> Response:
        found = verdict()
        said = {"ok": not found.is_out_of_reach}
        body = json.dumps(said | found.as_dict() if is_told(request) else said, ensure_ascii=False)
        return Response(body, 200 if said["ok"] else 503, media_type="application/json")

    @routes.get("/metrics")
    def metrics(request: Request) -> Response:
        if not is_told(request):
            return Response(status_code=401, headers={"WWW-Authenticate": "Bearer"})
        return Response(metrics_of(verdict()), media_type=CONTENT_TYPE)

    return routes


def _page(
    show: Show, request: Request, by: Visit, refused: str = "", status: int = 200
) -> Response:
    found = now.verdict(by.conn, by.settings)
    values = {**_sentence(found, by), "refused": refused, "report": None, "unknown": ""}
    try:
        values |= _below(_report(by))
    except ProductError as error:
        values["unknown"] = told(error)
    return show(request, "lundi.html", status=status, **values)


def _report(by: Visit) -> Report:
    return report(by.conn, by.today, now.limits_of(by.settings))


def _below(found: Report) -> dict[str, object]:
    this_year = [float(week["mt_ht"]) for week in found.weeks]
    last_year = [float(week["mt_ht_an_dernier"]) for week in found.weeks]
    return {
        "report": found,
        "bars": bars(this_year, last_year),
        "sparks": sparks(this_year),
        "sparks_of": {
            node: sparks([float(line["failures"] or 0) for line in lines])
            for node, lines in found.trend.items()
        },
    }


def _sentence(found: Verdict, by: Visit) -> dict[str, object]:
    return {
        "by": by,
        "verdict": found,
        "shape": SHAPES[found.state],
        "words": STATES,
        "motifs": MOTIFS,
        "may_read": found.state in (State.READY, State.LOOK),
        "date": long_day(by.today),
        "at": found.at.astimezone(PARIS),
    }


def _file(content: bytes, name: str) -> Response:
    stamp = day(datetime.now(UTC).astimezone(PARIS).date()).replace("/", "-")
    return attachment(content, CSV, f"{name}-{stamp}.csv")
