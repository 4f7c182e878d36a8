"""What a plan says, as plain data."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from activation.letters.templates import RenderedLetter


@dataclass(frozen=True)
class ContactChange:
    """What Brevo holds of one contact, and what it would hold; only what differs."""

    client_code: str
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True)
class Plan:
    """What a run would do; printing it is the dry run. Counts are persons or letters.

    `asked_again` names those whose letter was approved in other words.
    """

    as_of_date: date | None
    persons: int
    letters_by_scenario: dict[str, int]
    left_out: dict[str, int]
    decisions: dict[str, int]
    proposals_written: int
    proposals_withdrawn: int
    contacts_new: int
    contacts_changed: int
    contacts_unchanged: int
    contact_changes: list[ContactChange] = field(default_factory=list)
    asked_again: list[str] = field(default_factory=list)
    examples: list[RenderedLetter] = field(default_factory=list)
    faults: dict[str, list[str]] = field(default_factory=dict)

    @property
    def letters(self) -> int:
        """Return how many letters are proposed."""
        return sum(self.letters_by_scenario.values())
