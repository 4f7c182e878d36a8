"""The letters in Brevo: one of each, as written here, whatever happens on the way."""

import dataclasses
from collections.abc import Iterator

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.brevo.client import Brevo
from activation.config import load_config
from activation.letters.push import check_rendering, push
from activation.letters.sender_identity import load_identity
from activation.letters.templates import compile_templates
from tests.support.brevo.standin import KEY, Standin
from warehouse.errors import NeedsPersonError, OutOfReachError
from warehouse.rows import rows
from warehouse.settings import Settings


@pytest.fixture
def standin() -> Iterator[Standin]:
    with Standin().running() as running:
        yield running


@pytest.fixture
def brevo(estate: Settings, standin: Standin) -> Brevo:
    keyed = dataclasses.replace(
        estate,
        brevo_api_key=KEY,
        brevo_base_url=standin.url,
        values={**estate.values, "ACTIVATION_PAUSE_SCALE": "0.01", "ACTIVATION_DEADLINE": "1"},
    )
    return Brevo(keyed, load_config(keyed))


def names(standin: Standin) -> list[str]:
    return sorted(template["name"] for template in standin.state.templates.values())


def test_pushing_twice_makes_five_templates(
    conn: Connection, estate: Settings, brevo: Brevo, standin: Standin
) -> None:
    identity = load_identity(estate)
    letters = compile_templates(identity)
    first = push(brevo, conn, letters, identity)
    assert push(brevo, conn, letters, identity) == first
    assert names(standin) == sorted(f"Lettre de conseil {scenario}" for scenario in letters)
    assert standin.state.violations == []
    for scenario, number in first.items():
        kept = standin.state.templates[number]
        assert (kept["subject"], kept["htmlContent"]) == (
            letters[scenario].subject,
            letters[scenario].html,
        )
        assert kept["isActive"]
    known = rows(conn, "select scenario, template_id, content_sha256 from activation.templates")
    assert {line["scenario"]: line["template_id"] for line in known} == first
    assert {line["content_sha256"] for line in known} == {x.sha256 for x in letters.values()}


def test_an_answer_lost_after_the_template_was_made_does_not_make_another(
    conn: Connection, estate: Settings, brevo: Brevo, standin: Standin
) -> None:
    identity = load_identity(estate)
    standin.cue("POST /smtp/templates", "drop_after")
    push(brevo, conn, compile_templates(identity), identity)
    assert len(standin.state.templates) == 5


def test_a_refused_template_is_named_and_nothing_is_remembered(
    conn: Connection, estate: Settings, brevo: Brevo, standin: Standin
) -> None:
    identity = load_identity(estate)
    standin.cue("POST /smtp/templates", "status", status=400, code="invalid_parameter")
    with pytest.raises(OutOfReachError, match="POST /smtp/templates with 400 invalid_parameter"):
        push(brevo, conn, compile_templates(identity), identity)
    assert rows(conn, "select 1 from activation.templates") == []


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("{{ p.prix }}", "{{ p.prix }}{{ p.prix }}"),
        ("{{ p.chemin }}", "{{ p.nom }}"),
        ("Ne plus recevoir ces lettres", ""),
    ],
)
def test_a_letter_brevo_writes_otherwise_than_approved_is_refused(
    conn: Connection, estate: Settings, brevo: Brevo, standin: Standin, here: str, there: str
) -> None:
    identity = load_identity(estate)
    letters = compile_templates(identity)
    number = push(brevo, conn, letters, identity)["REBUY"]
    check_rendering(brevo, number, letters["REBUY"])
    kept = standin.state.templates[number]
    assert here in kept["htmlContent"]
    kept["htmlContent"] = kept["htmlContent"].replace(here, there)
    with pytest.raises(NeedsPersonError, match="otherwise than it is shown for approval"):
        check_rendering(brevo, number, letters["REBUY"])
