"""What each screen of *Lettres* shows, as plain data for its template."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.approval.listing import BANDS, KINDS, STATES, Filter, Listing
from activation.letters.templates import RenderedLetter
from dashboard.letters import words
from dashboard.letters.addresses import query_of
from warehouse.rows import rows, value
from warehouse.wording import day, typeset


@dataclass(frozen=True)
class Choice:
    """One link of a filter: what it is called, how many letters it leaves, where it leads."""

    label: str
    letters: int
    query: str
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """One kind of choices."""

    title: str
    choices: list[Choice]

    @property
    def has_choice(self) -> bool:
        """Return whether one of them is made."""
        return any(one.is_chosen for one in self.choices)


TITLES = {
    "state": "État", "scenario": "Scénario", "family": "Famille", "segment": "Segment",
    "departement": "Département", "score": "Score",
}  # fmt: skip


def scenario_labels(conn: Connection) -> dict[str, str]:
    """Return what the owner calls each scenario; nothing before dbt has built the seed."""
    if value(conn, "select to_regclass('crm.scenarios')") is None:
        return {}
    found = rows(conn, "select scenario, libelle from crm.scenarios order by place")
    return {str(one["scenario"]): str(one["libelle"]) for one in found}


def rejection_reasons(conn: Connection) -> list[str]:
    """Return the reasons a person chooses among to reject a letter; none before dbt has."""
    if value(conn, "select to_regclass('crm.rejection_reasons')") is None:
        return []
    found = rows(conn, "select libelle from crm.rejection_reasons order by place")
    return [str(one["libelle"]) for one in found]


def facets(found: Listing, asked: Filter, scenarios: Mapping[str, str]) -> list[Facet]:
    """Return the filters of the list, each choice with what it would leave."""
    return [
        Facet(TITLES[kind], _choices(kind, found.counts.get(kind, {}), asked, scenarios))
        for kind in ("state", *(kind for kind in KINDS if kind != "state"))
    ]


def _choices(
    kind: str, counts: Mapping[str, int], asked: Filter, scenarios: Mapping[str, str]
) -> list[Choice]:
    chosen = getattr(asked, kind)
    values = {one: counts.get(one, 0) for one in _order(kind, counts)}
    if chosen and chosen not in values:
        values[chosen] = 0
    if kind == "state":
        values[""] = sum(counts.values())
    return [
        Choice(
            label=_label(kind, one, scenarios),
            letters=letters,
            # A choice made is taken back by its own link; a state gives way to all of them.
            query=query_of(asked.but(**{kind: "" if one == chosen else one})),
            is_chosen=one == chosen,
        )
        for one, letters in values.items()
        if letters or one in (chosen, "") or (kind == "state" and one == "pending")
    ]


def _order(kind: str, counts: Mapping[str, int]) -> list[str]:
    if kind == "state":
        return list(STATES)
    if kind == "score":
        return [str(band) for band in BANDS]
    if kind == "departement":
        return sorted(counts)
    return sorted(counts, key=lambda one: (-counts[one], one))


def _label(kind: str, one: str, scenarios: Mapping[str, str]) -> str:
    if kind == "scenario":
        return scenarios.get(one, one)
    known = {"state": words.STATES, "score": words.SCORES, "departement": words.ABROAD}
    return known.get(kind, {}).get(one, one)


def told_filter(asked: Filter, scenarios: Mapping[str, str], letters: int = 2) -> str:
    """Return a filter in words, behind so many letters: what a decision on all of it is about."""
    told = [
        f"{TITLES[kind].lower()} « {_label(kind, getattr(asked, kind), scenarios)} »"
        for kind in TITLES
        if kind != "state" and getattr(asked, kind)
    ]
    told += [f"nom ou code « {asked.text} »"] if asked.text else []
    state = (words.SEVERAL if letters > 1 else words.ONE)[asked.state]
    return typeset(", ".join([state, *told]))


@dataclass(frozen=True)
class Done:
    """The line at the top after a decision: what was done, and what undoes it."""

    sentence: str
    batch_id: str
    can_undo: bool


def done(conn: Connection, batch_id: str) -> Done | None:
    """Return what a batch did, or None when there is none."""
    made = rows(
        conn,
        """
        select decision, count(*) as letters, bool_or(undoes is not null) as is_undo,
            count(*) filter (where exists (
                select from activation.recommendations as kept
                where kept.reco_id = made.reco_id and kept.last_approval_id = made.approval_id
            )) as standing
        from activation.approvals as made
        where batch_id = %s::uuid
        group by decision order by 2 desc
        """,
        (batch_id,),
    )
    if not made:
        return None
    counts = {str(one["decision"]): int(one["letters"]) for one in made}
    return Done(
        sentence=words.done(counts, is_undo=any(one["is_undo"] for one in made)),
        batch_id=batch_id,
        can_undo=any(one["standing"] for one in made),
    )


def last_done(conn: Connection, name: str) -> Done | None:
    """Return the last decision this person made today, while it can be undone, or None."""
    batch_id = value(
        conn,
        "select batch_id::text from activation.approvals"
        " where decided_by = %s and decided_at > clock_timestamp() - interval '12 hours'"
        " order by approval_id desc limit 1",
        (name,),
    )
    found = done(conn, batch_id) if batch_id else None
    return found if found and found.can_undo else None


def person_name(conn: Connection, client_code: str) -> str:
    """Return a person's name, or their code."""
    name = value(
        conn,
        "select nullif(concat_ws(' ', prenom, nom), '') from crm.customer_360"
        " where client_code = %s",
        (client_code,),
    )
    return str(name or client_code)


def differences(before: RenderedLetter, now: RenderedLetter) -> list[tuple[str, str]]:
    """Return the lines that differ between two letters: `("-", line)` before, `("+", line)` now."""
    told = difflib.ndiff(_lines(before), _lines(now))
    return [(line[0], line[2:]) for line in told if line[0] in "+-" and line[2:].strip()]


def _lines(letter: RenderedLetter) -> list[str]:
    return [letter.subject, *letter.text.splitlines()]


def fact_lines(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the facts of a reason as label and figure."""
    return [
        (words.FACTS.get(name, name), _fact(name, fact))
        for name, fact in facts.items()
        if name != "kind"
    ]


def _fact(name: str, fact: object) -> str:
    return day(date.fromisoformat(str(fact))) if name == "commande_le" else str(fact)
