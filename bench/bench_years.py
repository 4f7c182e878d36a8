"""What a Monday costs after ten years of them, against the tenth.

    python -m bench.bench_years [--lines N] [--weekly N]

An estate of 20,000 persons goes through its first Monday and a week's. Then ten years are laid
behind them: the results of 520 runs, 200,000 letters approved and sent, ten events of each. The
next week goes through the Monday run, and both its health and its letters are asked for again.
Seconds on the clock, and of processors (Linux only). A throw-away embedded server.
"""

import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.approval.plan import build_plan
from activation.health.now import verdict
from bench.backtest_data import throwaway_settings
from bench.bench_advice import LAST_DAY, sales, write_estate
from bench.bench_build import timed
from bench.bench_loader import load_average
from bench.bench_monday import dated, monday, parts
from bench.bench_restore import PER_ORDER, PERSONS, WINES
from bench.bench_week import sizes
from warehouse import database
from warehouse.rows import execute, transaction
from warehouse.settings import Settings

AT_MOST = 1.2
RUNS, LETTERS, EVENTS = 520, 200_000, 10  # events of each letter
# Letters ended half a year ago: nobody is left out of the next week's because of them.
SINCE, UNTIL = LAST_DAY - timedelta(days=3_650), LAST_DAY - timedelta(days=200)
# Laid down as a restored backup is: the rules of writing were kept when it was written.
YEARS = f"""
    set local session_replication_role = replica;
    create temporary table past on commit drop as
    with persons as (
        select client_code, email, row_number() over (order by client_code) - 1 as place
        from crm.customer_360 where email is not null
    ),
    products as (
        select produit_key, row_number() over (order by produit_key) - 1 as place from etl.produits
    )
    select md5('letter' || n)::uuid as id, client_code, email, produit_key,
        timestamptz '{SINCE}' + n * interval '1 day' * {(UNTIL - SINCE).days} / {LETTERS} as sent
    from generate_series(1, {LETTERS}) as n
    inner join persons on n % (select count(*) from persons) = persons.place
    inner join products on n % (select count(*) from products) = products.place;
    insert into activation.recommendations
        (reco_id, client_code, email_norm, email_hash, scenario, as_of_date, content_hash, items,
        proposed_at, valid_until, withdrawn_at, last_decision, last_content_hash)
    select id, client_code, email, md5(email), 'REBUY', sent::date, 'x',
        jsonb_build_array(jsonb_build_object('produit_key', produit_key, 'rank', 1, 'score', 50)),
        sent, sent::date + 14, sent, 'approved', 'x'
    from past;
    insert into activation.approvals (reco_id, content_hash, decision, decided_by, decided_at)
    select id, 'x', 'approved', 'Claire', sent from past;
    insert into activation.outbox (send_id, reco_id, approval_id, content_hash, client_code,
        client_hash, email_norm, email_hash, scenario, produit_keys, template_sha256, template_id,
        payload, payload_sha256, idempotency_key, legal_basis, state, enqueued_at, valid_until,
        attempts, first_attempt_at, accepted_at, message_id)
    select id, id, approval_id, 'x', client_code, md5(client_code), email, md5(email), 'REBUY',
        array[produit_key], 'x', 1, '{{}}', 'x', id, 'client_existant', 'accepted', sent,
        sent::date + 14, 1, sent, sent, '<' || id || '@example.org>'
    from past inner join activation.approvals as decided on past.id = decided.reco_id;
    insert into activation.events (event_key, send_id, message_id, email_hash, type, raw_type,
        occurred_at, received_at, source)
    select id || '-' || place, id, '<' || id || '@example.org>', md5(email), type, type,
        sent + place * interval '1 hour', sent + place * interval '1 hour', 'poll'
    from past cross join unnest(
        array['accepted', 'delivered', 'click'] || array_fill('open'::text, array[{EVENTS - 3}])
    ) with ordinality as events (type, place);
    insert into ops.runs (run_id, command, started_at, finished_at, status, exit_code, as_of_date)
    select md5('run' || week)::uuid, 'weekly', at, at + interval '2 minutes', 'done', 0, at::date
    from generate_series(1, {RUNS}) as week
    cross join lateral (select timestamptz '{LAST_DAY}' - week * interval '7 days') as mondays (at);
    insert into ops.run_steps
    select runs.run_id, step, position, runs.started_at, runs.finished_at, 'done', 10, 100, detail
    from ops.runs
    cross join (
        select distinct on (step) step, position, detail from ops.run_steps
        order by step, started_at
    ) as steps
    where runs.run_id not in (select run_id from ops.run_steps);
    insert into ops.dbt_results
    select 'run' || week, 'run' || week, node_id, resource_type, name, status, failures,
        rows_affected, seconds, message, timestamptz '{LAST_DAY}' - week * interval '7 days',
        target_schema, owner
    from generate_series(1, {RUNS}) as week
    cross join (
        select distinct on (node_id) * from ops.dbt_results order by node_id, generated_at desc
    ) as results;
"""


@dataclass(frozen=True)
class Spent:
    """Seconds of one Monday, on the clock and of processors, and of what is asked after it."""

    run: float
    processors: float
    health: float
    plan: float


def main() -> None:
    """Measure and print the table; exit 1 when something costs more than it may."""
    given = sizes(__doc__)
    new = given.weekly // 2
    days = [LAST_DAY + timedelta(days=7 * week) for week in range(4)]
    lines = sales(given.lines + 3 * new, PERSONS, WINES, PER_ORDER)
    lines = lines.sort_values(["day", "document"], kind="stable", ignore_index=True)
    first, *weeks = parts(lines, given.lines, new, 3)
    with throwaway_settings(days[-1]) as settings:
        write_estate(first, settings.exports_dir)
        monday(settings, first, days[0])
        early = spent(settings, weeks[0], days[1])
        with closing(database.connect(settings)) as conn, transaction(conn):
            execute(conn, YEARS)
            execute(conn, "analyze")
        monday(settings, weeks[1], days[2])
        late = spent(settings, weeks[2], days[3])
    print(f"## Ten years of Mondays ({given.lines:,} lines, load {load_average()})\n")
    print("| seconds | at first | after ten years | times | at most |\n|---|--:|--:|--:|--:|")
    ratios = []
    for name, one in (
        ("a week's run", "run"),
        ("the same, of processors", "processors"),
        ("its health", "health"),
        ("its letters", "plan"),
    ):
        before, after = getattr(early, one), getattr(late, one)
        ratios.append(after / before)
        print(f"| {name} | {before:.2f} | {after:.2f} | **{after / before:.2f}** | {AT_MOST} |")
    if max(ratios) > AT_MOST:
        sys.exit(1)


def spent(settings: Settings, part: pd.DataFrame, day: date) -> Spent:
    """Return what the Monday of a day costs, and its health and its letters asked for again."""
    run, processors = monday(settings, part, day)
    with closing(database.connect(settings)) as conn:
        return Spent(
            run,
            processors,
            health=_best(conn, lambda: verdict(conn, dated(settings, day))),
            plan=_best(conn, lambda: build_plan(conn, dated(settings, day))),
        )


def _best(conn: Connection, work: Callable[[], object]) -> float:
    """Return the seconds of the best of three, none of which is kept."""
    taken = []
    for _ in range(3):
        taken.append(timed(lambda: work()))
        conn.rollback()
    return min(taken)


if __name__ == "__main__":
    main()
