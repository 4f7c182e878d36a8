"""The figures of *Résultats*: attributed by week and scenario, caused by the two groups."""

import math
from dataclasses import dataclass
from datetime import date

from activation.config import LARGEST_HOLDOUT, Rules, dbt_vars, load_rules
from dashboard.results.chance import Group, Interval, difference, persons_needed, spent_more
from dashboard.visit import Visit
from warehouse.rows import Row, reading_warehouse, row, rows, value

GAIN = 0.03
GAINS = (GAIN, 0.05, 0.10)
SHARES = (0.05, 0.10, 0.20, 0.50)
ENOUGH = 100  # persons kept back whose own share that orders says more than the house's
NOBODY: Row = {"persons": 0, "rate": 0, "proposed": 0}

_COLUMNS = """
    sum(parties)::bigint as parties, sum(remises)::bigint as remises,
    sum(cliquees)::bigint as cliquees, sum(desinscriptions)::bigint as desinscriptions,
    sum(commandes_attribuees)::bigint as commandes_attribuees,
    sum(mt_ht_attribue) as mt_ht_attribue, sum(gardees)::bigint as gardees
"""
_RESULTS = f"""
    select semaine, scenario, {_COLUMNS}
    from crm.letter_results where semaine > %(today)s::date - 371
    group by grouping sets ((semaine, scenario), (semaine), (scenario), ())
    order by semaine desc nulls first, scenario nulls first
"""  # noqa: S608 - built from constants
_GROUPS = """
    select is_held_out, count(*) filter (where is_complete) as persons,
        count(*) filter (where is_complete and commandes > 0) as ordered,
        count(*) filter (where not is_complete) as waiting,
        coalesce(avg(mt_ht) filter (where is_complete), 0)::double precision as mt_ht,
        coalesce(var_samp(mt_ht) filter (where is_complete), 0)::double precision as variance
    from crm.holdout_outcomes group by is_held_out
"""
_HOUSE = """
    select personnes as persons, part_qui_commande as rate,
        (
            select count(*) from activation.recommendations
            where withdrawn_at is null and erased_at is null
        ) as proposed
    from crm.holdout_audience
"""
_GONE = "select count(*) from activation.outbox where state = 'accepted'"


@dataclass(frozen=True)
class Plan:
    """What keeping back a `share` would cost and show.

    `kept` letters a week; for each gain how many persons must be drawn, and in how many weeks that
    is done, None when nobody can tell.
    """

    share: float
    kept: float
    shows: list[tuple[float, int, int | None]]


@dataclass(frozen=True)
class Results:
    """Everything *Résultats* shows.

    `share` is what is kept back now, `days` those in which an order counts; `rate` the share of
    persons that order in so many days without a letter, `pace` the letters of a week; `needed`
    persons drawn in all show three points; `not_yet_counted` letters left since the last build.
    """

    by_week: list[Row]
    by_scenario: list[Row]
    weeks: list[Row]
    total: Row | None
    share: float
    days: int
    written: Group
    kept: Group
    waiting: int
    rate: float
    pace: float
    needed: int
    plans: list[Plan]
    not_yet_counted: int = 0

    @property
    def drawn(self) -> int:
        """Return how many persons are compared."""
        return self.written.persons + self.kept.persons

    @property
    def difference(self) -> Interval | None:
        """Return by how much more of those written to order."""
        return difference(self.written, self.kept)

    @property
    def is_told(self) -> bool:
        """Return whether one can say that letters change anything."""
        return self.difference is not None and not self.difference.holds_zero

    @property
    def caused_orders(self) -> Interval | None:
        """Return how many persons order because of their letter; None while nobody can tell."""
        found = self.difference if self.is_told else None
        return _times(found, self.written.persons)

    @property
    def caused_mt_ht(self) -> Interval | None:
        """Return the money letters cause, in euros without tax; None while nobody can tell."""
        found = spent_more(self.written, self.kept) if self.is_told else None
        return _times(found, self.written.persons)


def results(by: Visit) -> Results:
    """Return the figures of this minute. Raises as `reading_warehouse` does."""
    days = int(dbt_vars(by.settings).get("conversion_days", 30))
    with reading_warehouse(by.conn):
        lines = rows(by.conn, _RESULTS, {"today": by.today})
        groups = {bool(one["is_held_out"]): one for one in rows(by.conn, _GROUPS)}
        house = row(by.conn, _HOUSE) or NOBODY
        is_counted = any(one["semaine"] for one in lines)
        gone = 0 if is_counted else int(value(by.conn, _GONE))
    weeks = [one for one in lines if one["semaine"] and not one["scenario"]]
    rules = load_rules(by.settings)
    rate, pace = float(house["rate"]), _pace(weeks, house, by.today, rules)
    share = rules.holdout_share
    written, kept = _group(groups.get(False)), _group(groups.get(True))
    if kept.persons >= ENOUGH:
        rate = kept.share
    drawn = kept.persons / (kept.persons + written.persons) if kept.persons else share or SHARES[1]
    return Results(
        by_week=[one for one in lines if one["semaine"] and one["scenario"]],
        by_scenario=[one for one in lines if one["scenario"] and not one["semaine"]],
        weeks=weeks,
        total=next((one for one in lines if not one["semaine"] and not one["scenario"]), None)
        if weeks
        else None,
        share=share,
        days=days,
        written=written,
        kept=kept,
        waiting=sum(int(one["waiting"]) for one in groups.values()),
        rate=rate,
        pace=pace,
        needed=persons_needed(rate, min(drawn, LARGEST_HOLDOUT), GAIN),
        plans=[_plan(one, rate, pace) for one in SHARES],
        not_yet_counted=gone,
    )


def _group(found: Row | None) -> Group:
    names = ("persons", "ordered", "mt_ht", "variance")
    return Group(**{name: found[name] for name in names}) if found else Group(0, 0)


def _pace(weeks: list[Row], house: Row, today: date, rules: Rules) -> float:
    """Return the letters of a week: of the last twelve, else what the persons there are allow.

    Whoever is drawn stands for a year: there are no more draws in it than persons.
    """
    persons = int(house["persons"])
    since = [one for one in weeks if (today - one["semaine"]).days < 12 * 7]
    left = sum(int(one["parties"] + one["gardees"]) for one in since)
    if left:
        first = min(one["semaine"] for one in since)
        found = left / max(1, math.ceil((today - first).days / 7))
    else:
        found = min(float(house["proposed"]), persons * 7 / rules.contact_days)
    return float(min(found, persons * 7 / 365))


def _plan(share: float, rate: float, pace: float) -> Plan:
    shows = [(gain, persons_needed(rate, share, gain)) for gain in GAINS]
    return Plan(
        share=share,
        kept=share * pace,
        shows=[(gain, most, math.ceil(most / pace) if pace else None) for gain, most in shows],
    )


def _times(found: Interval | None, persons: int) -> Interval | None:
    return Interval(found.low * persons, found.high * persons) if found else None
