"""One contact as Brevo holds it, when something is about to be changed that rests on their no."""

from typing import Any

from activation.brevo.answers import Outcome, explain
from activation.brevo.client import Brevo
from warehouse.errors import OutOfReachError


def held_contact(brevo: Brevo, path: str) -> dict[str, Any] | None:
    """Return a contact as Brevo holds it, or None when it knows none.

    Raises OutOfReachError when the answer does not say whether the person said no: nothing may
    rest on not knowing that.
    """
    answer = brevo.ask("GET", path)
    if answer.outcome is Outcome.REJECTED:
        return None
    if answer.status == 200 and isinstance(answer.body, dict) and "emailBlacklisted" in answer.body:
        return answer.body
    raise OutOfReachError(*explain("GET", path, answer))
