"""The API as an application of its own, below `/api/v1`."""

from typing import Any

from fastapi import APIRouter, Depends, FastAPI

from activation.config import load_config
from activation.health import now
from dashboard.api import clients, letters, models
from dashboard.api.bearer import PREFIX, Bearer
from dashboard.api.problems import Problem, tell_problems, unforeseen
from dashboard.calm import Calm
from dashboard.compliance.law import KINDS, SOON, law
from dashboard.frame import version_here
from dashboard.results.chance import Group, Interval
from dashboard.results.reading import results
from dashboard.results.words import verdict
from dashboard.visit import Visit

SAYS = {
    400: "The cursor is of another list, or the address cannot be read.",
    401: "No token, or one that is revoked.",
    403: "The token reads and does not decide.",
    404: "Nothing has this name.",
    409: "A person has to decide first.",
    422: "A value cannot be.",
    429: "Too many requests: `Retry-After` says in how many seconds to come again.",
    503: "The database is away or being rebuilt: come again.",
}
RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": said} for status, said in SAYS.items()
}


def build_api(bearer: Bearer) -> FastAPI:
    """Return the API; its description stands at `/openapi.json` of the page."""
    api = FastAPI(
        title="The house, for programs",
        version=version_here(),
        description="The figures of the page, and decisions on letters. Persons stand in them: "
        "every look is kept twelve months, under the name the token was made for.",
        servers=[{"url": PREFIX}],
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        responses=RESPONSES,
    )
    api.include_router(_figures(bearer))
    api.include_router(letters.router(bearer.visit))
    api.include_router(clients.router(bearer.visit))
    tell_problems(api)
    api.add_middleware(Calm, say=unforeseen)
    return api


def _figures(bearer: Bearer) -> APIRouter:
    routes = APIRouter()

    @routes.get("/health", summary="The sentence of this minute")
    def health(by: Visit = Depends(bearer.visit)) -> models.Health:  # noqa: B008
        return models.Health.model_validate(now.verdict(by.conn, by.settings).as_dict())

    @routes.get("/results", summary="What letters bring, and what they cause")
    def outcomes(by: Visit = Depends(bearer.visit)) -> models.ResultsGiven:  # noqa: B008
        found = results(by)
        return models.ResultsGiven(
            verdict=verdict(found),
            weeks=[models.Week(**one) for one in found.by_week],
            holdout_share=found.share,
            written=_group(found.written),
            kept=_group(found.kept),
            difference=_range(found.difference),
            is_told=found.is_told,
            caused_orders=_range(found.caused_orders),
            caused_mt_ht=_range(found.caused_mt_ht),
            needed=found.needed,
            plans=[
                models.HoldoutPlan(
                    share=one.share,
                    kept_per_week=one.kept,
                    shows=[
                        models.Shows(gain=gain, letters=letters, weeks=weeks)
                        for gain, letters, weeks in one.shows
                    ],
                )
                for one in found.plans
            ],
        )

    @routes.get("/compliance", summary="Noes, who is left out, limits that near")
    def compliance(by: Visit = Depends(bearer.visit)) -> models.Compliance:  # noqa: B008
        rules = load_config(by.settings).rules
        found = law(by.conn, rules, by.today, "")
        none = {"standing": 0, "this_year": 0}
        return models.Compliance(
            noes=[
                models.Noes.model_validate({**none, **found.counts.get(kind, {}), "kind": kind})
                for kind in KINDS
            ],
            letters_after_no=found.after_no,
            left_out=[models.LeftOut(**one) for one in found.left_out],
            soon_silent_days=SOON,
            soon_silent_persons=found.soon_persons,
            soon_silent=[models.SoonSilent(**one) for one in found.soon_silent],
            contact_days=rules.contact_days,
            within_contact_days=found.waiting,
            letters_per_person=[models.LettersHad(**one) for one in found.per_person],
            too_close=[models.TooClose(**one) for one in found.too_close],
        )

    return routes


def _group(found: Group) -> models.Group:
    return models.Group(persons=found.persons, ordered=found.ordered, share=found.share)


def _range(found: Interval | None) -> models.Range | None:
    return models.Range(low=found.low, high=found.high) if found else None
