"""The templates put in Brevo: found by name, created once, read back."""

import json
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.brevo.answers import Outcome, explain
from activation.brevo.client import Brevo
from activation.letters.lint import Page
from activation.letters.sample import sample
from activation.letters.sender_identity import Identity
from activation.letters.templates import LetterTemplate, RenderedLetter, render, template_sha256
from warehouse.errors import NeedsPersonError, OutOfReachError
from warehouse.rows import execute, transaction

PATH = "/smtp/templates"
PAGE = 1000


def push(
    brevo: Brevo, conn: Connection, templates: dict[str, LetterTemplate], identity: Identity
) -> dict[str, int]:
    """Put each template in Brevo and remember its number; return the numbers by scenario.

    The caller has checked the templates (`lint.require_sound`). Raises
    OutOfReachError when Brevo does not take a template or reads back another one.
    """
    known = _known(brevo)
    numbers = {}
    for scenario, template in templates.items():
        body = _body(template, identity)
        number = known.get(body["templateName"]) or _create(brevo, body)
        _update(brevo, number, body)
        kept = _read_back(brevo, number, template)
        check_rendering(brevo, number, template)
        _remember(conn, template, number, body["templateName"], kept)
        numbers[scenario] = number
    return numbers


def template_name(scenario: str) -> str:
    """Return the name of a scenario's template: names are how Brevo's are told apart."""
    return f"Lettre de conseil {scenario}"


def _body(template: LetterTemplate, identity: Identity) -> dict[str, Any]:
    return {
        "templateName": template_name(template.scenario),
        "subject": template.subject,
        "htmlContent": template.html,
        "sender": {"name": identity.sender_name, "email": identity.sender_email},
        "replyTo": identity.sender_email,
        "isActive": True,
        "tag": "reco",
    }


def _known(brevo: Brevo) -> dict[str, int]:
    """Return the numbers of the account's templates by name; of two alike, the older."""
    found: dict[str, int] = {}
    for page in brevo.pages(PATH, "templates", size=PAGE):
        for template in page:
            name, number = str(template["name"]), int(template["id"])
            found[name] = min(number, found.get(name, number))
    return found


def _create(brevo: Brevo, body: dict[str, Any]) -> int:
    """Create a template without ever making two: after a doubt, look it up by name."""
    brevo.wait_turn("POST", PATH)
    answer = brevo.call("POST", PATH, body=json.dumps(body, ensure_ascii=False))
    if answer.outcome is Outcome.ACCEPTED and isinstance(answer.body, dict):
        return int(answer.body["id"])
    number = _known(brevo).get(body["templateName"]) if answer.outcome is Outcome.UNKNOWN else None
    if number is None:
        raise OutOfReachError(*explain("POST", PATH, answer))
    return number


def _update(brevo: Brevo, number: int, body: dict[str, Any]) -> None:
    answer = brevo.ask("PUT", f"{PATH}/{number}", body=body)
    if answer.outcome is not Outcome.ACCEPTED:
        raise OutOfReachError(*explain("PUT", f"{PATH}/{number}", answer))


def _read_back(brevo: Brevo, number: int, template: LetterTemplate) -> str:
    """Return the fingerprint of the template as Brevo keeps it."""
    answer = brevo.ask("GET", f"{PATH}/{number}")
    kept = answer.body if isinstance(answer.body, dict) else {}
    if kept.get("subject") != template.subject or not kept.get("isActive"):
        raise OutOfReachError(
            f"template {number} ({template.scenario}) is not in Brevo as it was pushed: "
            "look at it there, then run `activation templates push` again"
        )
    return template_sha256(kept)


def check_rendering(brevo: Brevo, number: int, template: LetterTemplate) -> None:
    """Have Brevo fill the template, and raise NeedsPersonError when it reads otherwise than ours.

    This is what makes approvals mean something: the letter shown for approval is rendered
    here, the one that leaves is rendered there.
    """
    body = {"templateId": number, "params": sample(template.scenario)}
    answer = brevo.ask("POST", "/smtp/template/preview", body=body)
    if answer.outcome is not Outcome.ACCEPTED or not isinstance(answer.body, dict):
        raise OutOfReachError(*explain("POST", "/smtp/template/preview", answer))
    ours = render(template, sample(template.scenario))
    theirs = RenderedLetter(template.scenario, answer.body["subject"], answer.body["html"], "")
    for here, there in zip(_read(ours), _read(theirs), strict=False):
        if here != there:
            raise NeedsPersonError(
                f"Brevo writes the letter {template.scenario} otherwise than it is shown for "
                f"approval (“{there}” for “{here}”): send none before this is understood"
            )


def _read(letter: RenderedLetter) -> list[str]:
    """Return the words of a letter one by one, then its links but the last, which is personal."""
    page = Page(letter.html)
    return [*letter.subject.split(), *" ".join(page.seen).split(), "", *page.links[:-1], ""]


def _remember(
    conn: Connection, template: LetterTemplate, number: int, name: str, kept: str
) -> None:
    with transaction(conn):
        execute(
            conn,
            """
            insert into activation.templates
                (scenario, template_id, name, subject, content_sha256, brevo_sha256, pushed_at)
            values (%s, %s, %s, %s, %s, %s, clock_timestamp())
            on conflict (scenario) do update set
                template_id = excluded.template_id,
                name = excluded.name,
                subject = excluded.subject,
                content_sha256 = excluded.content_sha256,
                brevo_sha256 = excluded.brevo_sha256,
                pushed_at = excluded.pushed_at
            """,
            (template.scenario, number, name, template.subject, template.sha256, kept),
        )
