"""The address of *Résultats*."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from dashboard.letters.pages import scenario_labels
from dashboard.monday.chart import bars
from dashboard.results import words
from dashboard.results.reading import results
from dashboard.visit import Show, Visit

HOME = "/resultats"
WEEKS_DRAWN = 12


def router(visit: Callable[..., Any], show: Show) -> APIRouter:
    """Return the address of *Résultats*; `visit` and `show` as for *Lettres*."""
    routes = APIRouter()

    @routes.get(HOME, response_class=HTMLResponse)
    def home(request: Request, by: Visit = Depends(visit)) -> Response:  # noqa: B008
        found = results(by)
        drawn = found.weeks[:WEEKS_DRAWN][::-1]
        return show(
            request,
            "resultats.html",
            by=by,
            found=found,
            scenarios=scenario_labels(by.conn),
            words=words,
            drawn=drawn,
            bars=bars([float(one["parties"]) for one in drawn],
                      [float(one["gardees"]) for one in drawn]),
        )  # fmt: skip

    return routes
