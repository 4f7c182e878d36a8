"""The one sentence: four states, from what is known to be wrong to what nobody has looked at."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from warehouse.errors import ExitCode
from warehouse.wording import day, french, typeset


class State(StrEnum):
    """What the sentence begins with. Silence is `UNVERIFIED`, never `READY`."""

    READY = "pret"
    LOOK = "a_verifier"
    BLOCKED = "bloque"
    UNVERIFIED = "pas_verifie"


WORDS = {
    State.READY: "Prêt à approuver",
    State.LOOK: "À vérifier",
    State.BLOCKED: "Bloqué",
    State.UNVERIFIED: "Pas vérifié",
}
EXIT_CODES = {
    State.READY: ExitCode.DONE,
    State.LOOK: ExitCode.SOME_REFUSED,
    State.BLOCKED: ExitCode.NEEDS_PERSON,
    State.UNVERIFIED: ExitCode.NEEDS_PERSON,
}


@dataclass(frozen=True)
class Point:
    """Something that keeps the house from being ready: in words, and what to do about it.

    `key` names the very fact, without what changes by itself with time: an override holds for
    the keys it was given for.
    """

    key: str
    text: str
    remedy: str


@dataclass(frozen=True)
class Override:
    """An owner's decision to send all the same."""

    decided_by: str
    decided_at: datetime
    reason: str


@dataclass(frozen=True)
class Verdict:
    """The state at one minute. `points` decide it, the worst kind first; `to_look_at` counts
    checks that found something without keeping anybody from approving."""

    at: datetime
    blocked: list[Point] = field(default_factory=list)
    unverified: list[Point] = field(default_factory=list)
    look: list[Point] = field(default_factory=list)
    to_look_at: int = 0
    letters: int = 0
    override: Override | None = None
    is_out_of_reach: bool = False

    @property
    def state(self) -> State:
        """Return which of the four it is: what is known to be wrong before what is unknown."""
        if self.stops_sending:
            return State.BLOCKED
        if self.unverified:
            return State.UNVERIFIED
        return State.LOOK if self.points else State.READY

    @property
    def stops_sending(self) -> bool:
        """Return whether no letter may leave."""
        return bool(self.blocked) and self.override is None

    @property
    def block(self) -> str:
        """Return what names this block, and no other; empty when nothing is blocked."""
        keys = "\n".join(sorted(point.key for point in self.blocked))
        return hashlib.sha256(keys.encode()).hexdigest() if keys else ""

    @property
    def points(self) -> list[Point]:
        """Return everything to be told, what decides the state first."""
        if self.override is None:
            return [*self.blocked, *self.unverified, *self.look]
        return [*self.unverified, *self._lifted(), *self.look]

    @property
    def sentence(self) -> str:
        """Return the sentence of this minute."""
        start = WORDS[self.state]
        if self.points:
            others = len(self.points) - 1
            more = f", et {french(others, 'autre point')}" if others else ""
            return typeset(f"{start} : {self.points[0].text}{more}.")
        waiting = french(self.letters, "lettre proposée") if self.letters else "aucune lettre"
        look = f", {french(self.to_look_at, 'point')} à regarder" if self.to_look_at else ""
        return typeset(f"{start} : {waiting}{look}.")

    @property
    def next_step(self) -> str:
        """Return the one thing to do."""
        if self.points:
            return typeset(self.points[0].remedy)
        if self.letters:
            return typeset("Lisez les lettres, approuvez ou refusez.")
        return typeset("Rien à faire avant le prochain lundi.")

    @property
    def exit_code(self) -> ExitCode:
        """Return what a command that says the sentence ends with."""
        return ExitCode.OUT_OF_REACH if self.is_out_of_reach else EXIT_CODES[self.state]

    def as_dict(self) -> dict[str, object]:
        """Return the verdict as plain data, for the API and `--json`."""
        return {
            "state": str(self.state),
            "sentence": self.sentence,
            "next": self.next_step,
            "at": self.at.isoformat(timespec="seconds"),
            "stops_sending": self.stops_sending,
            "points": [{"text": typeset(p.text), "next": typeset(p.remedy)} for p in self.points],
        }

    def _lifted(self) -> list[Point]:
        lifted = self.override
        return [
            Point(
                one.key,
                f"{one.text} (blocage levé par {lifted.decided_by} le {day(lifted.decided_at)} : "
                f"« {lifted.reason} »)",
                one.remedy,
            )
            for one in self.blocked
            if lifted is not None
        ]
