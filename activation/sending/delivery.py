"""One letter: announce, call, judge, record; again only when that cannot make two."""

import enum
import logging
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import psycopg2

from activation.brevo.answers import Answer, Outcome, explain, is_duplicate
from activation.brevo.client import PAUSES, Brevo
from activation.hashing import storable
from activation.reasons import Reason
from activation.sending.ledger import Announced, Ledger, Stopped, record_of
from activation.sending.spool import Spool
from warehouse.errors import ConfigurationError, LockedError, OutOfReachError

log = logging.getLogger(__name__)

SEND = ("POST", "/smtp/email")
RETRY_WAIT = 15 * 60.0  # seconds before a letter that could not leave is tried again
MOST_SKEW = 120.0  # seconds between Brevo's clock and the database's
SEEN_ELSEWHERE = (
    "Brevo a déjà une lettre que cette base n'a jamais vue partir (sauvegarde restaurée, autre "
    "machine ?) : elle reste en doute ; lancez `activation pull --deep`, puis l'envoi"
)


class Result(enum.StrEnum):
    """What became of one letter in this run."""

    ACCEPTED = "accepted"
    FAILED = "failed"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"
    RETRY_WAIT = "retry_wait"
    ELSEWHERE = "elsewhere"
    SANDBOXED = "sandboxed"
    HELD_OUT = "held_out"


@dataclass(frozen=True)
class Step:
    """The state an answer leads to (None: call again), and what goes with it."""

    state: str | None
    result: Result | None = None
    stop: Exception | None = None
    has_not_left: bool = False
    wait: float | None = None


class Delivery:
    """Delivers letters through one ledger; one per thread."""

    def __init__(self, brevo: Brevo, ledger: Ledger, spool: Spool, *, sandbox: bool) -> None:
        self._brevo = brevo
        self._ledger = ledger
        self._spool = spool
        self._sandbox = sandbox

    def deliver(self, send_id: str) -> Result:
        """Send one letter, repeating the call only while that is safe.

        Raises what must stop the run: ConfigurationError, OutOfReachError, LockedError;
        the letter's state is then already on record.
        """
        tries: dict[Outcome, int] = {}
        self._brevo.wait_turn(*SEND)
        while True:
            announced = self._ledger.announce(send_id, sandbox=self._sandbox)
            if announced is None:
                return Result.ELSEWHERE
            if isinstance(announced, Stopped):
                return _not_called(announced, self._brevo.config.rules.quiet_until)
            answer = judge(self._brevo.call(*SEND, body=announced.body), announced)
            tries[answer.outcome] = tries.get(answer.outcome, 0) + 1
            step = self._next(announced, answer, tries[answer.outcome])
            self._record(announced, answer, step)
            if step.stop:
                raise step.stop
            if step.result:
                return step.result
            try:
                self._brevo.pause(answer, tries[answer.outcome])
                self._brevo.wait_turn(*SEND)
            except LockedError:
                self._release(announced, answer)
                raise

    def _next(self, announced: Announced, answer: Answer, tries: int) -> Step:
        if self._sandbox:
            return _rehearsed(answer)
        if answer.outcome is Outcome.ACCEPTED:
            return Step("accepted", Result.ACCEPTED)
        if answer.outcome is Outcome.UNKNOWN:
            again = tries <= len(PAUSES[Outcome.UNKNOWN])
            return Step(None) if again else Step("unknown", Result.UNKNOWN)
        if announced.may_have_left:
            return _after_doubt(answer, tries)
        if answer.outcome is Outcome.REJECTED:
            return Step("failed", Result.FAILED)
        if is_duplicate(answer):
            # Brevo has had this very letter, sent from elsewhere: its log will tell.
            return Step("unknown", stop=ConfigurationError(SEEN_ELSEWHERE))
        if answer.outcome is Outcome.STOP:
            stop = ConfigurationError(*explain(*SEND, answer))
            return Step("queued", stop=stop, has_not_left=True)
        if answer.outcome is Outcome.THROTTLED:
            # Back in the queue at once: its time outside must not count as time on the way.
            return Step("queued", has_not_left=True)
        if tries <= len(PAUSES[answer.outcome]):
            return Step("queued", has_not_left=True)
        return Step("retry_wait", Result.RETRY_WAIT, has_not_left=True, wait=RETRY_WAIT)

    def _record(self, announced: Announced, answer: Answer, step: Step) -> None:
        record: dict[str, Any] = {
            **record_of(announced, answer),
            "state": None if self._sandbox else step.state,
            "has_not_left": step.has_not_left,
            "wait": step.wait,
            "message_id": _message_id(answer) if step.state == "accepted" else None,
        }
        try:
            now = self._ledger.settle(record)
        except psycopg2.Error as error:
            path = self._spool.add(record)
            raise OutOfReachError(
                f"PostgreSQL ne répond plus : la dernière réponse de Brevo est gardée dans "
                f"{path.name}, le prochain `activation send` la lira"
            ) from error
        check_clock(now, answer.server_date)

    def _release(self, announced: Announced, answer: Answer) -> None:
        """Leave no letter marked as on its way when the run stops between two calls."""
        if announced.may_have_left or answer.outcome is Outcome.UNKNOWN:
            self._record(announced, answer, Step("unknown"))


def judge(answer: Answer, announced: Announced) -> Answer:
    """Return the answer as a sending sees it.

    “Seen this key already” is an acceptance only when an earlier call with this key may
    have got through; otherwise something is wrong with the keys themselves. An
    acceptance without a message id is no proof yet.
    """
    if is_duplicate(answer):
        outcome = Outcome.ACCEPTED if announced.may_have_left else Outcome.STOP
        return replace(answer, outcome=outcome)
    if answer.outcome is Outcome.ACCEPTED and not _message_id(answer):
        return replace(answer, outcome=Outcome.UNKNOWN, message="no message id")
    return answer


def check_clock(now: datetime, server_date: datetime | None) -> None:
    """Raise ConfigurationError when the database's clock and Brevo's are too far apart.

    The time a key stays known at Brevo is counted on the database's clock.
    """
    if server_date is None:
        return
    skew = abs((now - server_date).total_seconds())
    if skew > MOST_SKEW:
        raise ConfigurationError(
            f"the database's clock is {skew:.0f} s away from Brevo's: set the clock of the "
            "database server, then send again",
            f"l'horloge de la base s'écarte de {skew:.0f} s de celle de Brevo : réglez l'horloge "
            "du serveur de la base, puis relancez",
        )


def _not_called(stopped: Stopped, quiet_until: int) -> Result:
    if stopped.reason == Reason.TEMPLATE_MISSING:
        raise ConfigurationError(
            "une lettre a été approuvée avec un modèle que Brevo n'a pas : lancez "
            "`activation templates push`, ou approuvez la lettre de nouveau"
        )
    if stopped.reason == Reason.QUIET_HOURS:
        raise LockedError(
            f"les heures calmes ont commencé : relancez `activation send` à partir de {quiet_until}"
            " h pour les lettres qui restent"
        )
    if stopped.reason == Reason.HELD_OUT:
        return Result.HELD_OUT
    return Result.UNKNOWN if stopped.may_have_left else Result.SKIPPED


def _after_doubt(answer: Answer, tries: int) -> Step:
    """An earlier call may have got through: whatever comes now, the letter stays in doubt."""
    if answer.outcome is Outcome.STOP:
        return Step("unknown", stop=ConfigurationError(*explain(*SEND, answer)))
    if answer.outcome is Outcome.REJECTED:
        return Step("unknown", Result.UNKNOWN)
    again = tries <= len(PAUSES.get(answer.outcome, PAUSES[Outcome.UNKNOWN]))
    return Step(None) if again else Step("unknown", Result.UNKNOWN)


def _rehearsed(answer: Answer) -> Step:
    if answer.outcome is Outcome.STOP:
        return Step(None, stop=ConfigurationError(*explain(*SEND, answer)))
    ok = answer.outcome is Outcome.ACCEPTED
    return Step(None, Result.SANDBOXED if ok else Result.FAILED)


def _message_id(answer: Answer) -> str | None:
    body = answer.body if isinstance(answer.body, dict) else {}
    several = body.get("messageIds")
    found = body.get("messageId") or (several[0] if isinstance(several, list) and several else None)
    return storable(found) if found and isinstance(found, str) else None
