"""The page at 20,000 persons: Monday's sentence, any filter, a thousand letters decided at once.

Every person has a letter, two in five of them are decided, a fifth wait to leave, and years of
decisions lie behind: the heaviest Monday there can be. Asked with the page's own rights.
"""

import dataclasses
import json
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import psycopg2
from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.approval.carry_out import carry_out
from activation.approval.decide import approve, reject, undo
from activation.approval.listing import Filter, listing
from activation.approval.plan import build_plan
from activation.approval.selection import Selection
from activation.approval.shown_set import apply, show
from activation.hash_key import hash_key
from activation.letters.sender_identity import DEMO
from bench.bench_plan import _draw
from dashboard.access import tokens
from dashboard.letters.addresses import query_of
from tests.support.health import go_well
from tests.support.page import Page, running_page
from tests.support.proposals import BUILT, fill
from warehouse import database
from warehouse.rows import execute, rows, transaction
from warehouse.settings import Settings, load_settings

PERSONS = 34_000  # three in five get a letter: 20,000 of them
ROUNDS = 5
MOST_FILTER = 0.150  # seconds
MOST_PAGE = 0.25  # the whole answer
MOST_DECIDING = 2.0
LETTERS = 1_000

# The pages of the rest of the week.
WEEK = (
    "/clients",
    "/clients?q=eluere+199",
    "/clients?departement=67&score=60",
    "/clients?vin=riesling+2&du=2026-01-01",
    "/clients?vin=riesling",
    "/clients?venant=tous",
    "/clients?raison=sans_email",
    "/clients/CL1002",
    "/conformite",
    "/conformite?quoi=refus",
    "/conformite/journal",
)

A_LETTER = """
    select reco_id::text as reco_id from activation.recommendations
    where client_code = 'CL1002' and withdrawn_at is null
"""
# Persons of every segment and département, wines of every family, and what was decided.
LIFE = """
    update crm.customer_360 set
        segment = (array['Champions', 'Fidèles', 'Perdus', 'À risque', 'Nouveaux', 'En sommeil'])[
            1 + hashtext(client_code) & 3],
        pays = 'France',
        code_postal = lpad((1000 + abs(hashtext(client_code)) % 94000)::text, 5, '0');
    update sync.brevo_messages set items = (
        select jsonb_agg(jsonb_build_object(
            'produit_key', 'RIESLING ' || n, 'rank', n, 'prix_ttc', 12.5,
            'score', abs(hashtext(client_code)) % 10000 / 100.0,
            'famille', (array['Riesling', 'Crémant', 'Pinot Noir', 'Muscat'])[
                1 + abs(hashtext(client_code || n)) % 4]))
        from generate_series(1, 3) as n
    );
"""
PAST = """
    insert into activation.recommendations
        (reco_id, client_code, scenario, as_of_date, content_hash, items, valid_until, withdrawn_at)
    select md5('past' || n)::uuid, 'CL' || n % 20000, 'REBUY', '2026-01-01', 'x', '[]',
        '2026-01-15', now()
    from generate_series(1, 150000) as n;
    insert into activation.approvals (reco_id, content_hash, decision, decided_by, reason)
    select reco_id, 'x', 'rejected', 'Claire', 'essai' from activation.recommendations
    where withdrawn_at is not null;
    analyze;
"""
# A year of letters and both groups of a hold-out.
BOUGHT = """
    insert into crm.letter_results (semaine, scenario, parties, remises, cliquees, desinscriptions,
        commandes_attribuees, mt_ht_attribue, gardees)
    select current_date - 7 * n, scenario, 300, 290, 40, 2, 20, 900, 33
    from generate_series(1, 52) as n, unnest(array['REBUY', 'UPSELL', 'WINBACK']) as scenario;
    insert into crm.holdout_outcomes
        (draw_id, client_code, drawn_on, share, is_held_out, is_complete, commandes, mt_ht)
    select row_number() over (), client_code, current_date - 60, 0.1,
        abs(hashtext(client_code)) % 10 = 0, true, abs(hashtext(client_code)) % 7 / 6, 60
    from crm.customer_360;
    insert into crm.holdout_audience values (current_date, 20000, 0.1);
    insert into crm.recommendation_items
        (reco_id, client_code, scenario, rank, produit_key, score, reason, as_of_date)
    select reco_id, client_code, scenario, n, 'RIESLING ' || n, 50, 'essai', as_of_date
    from activation.recommendations, generate_series(1, 3) as n where withdrawn_at is null;
    insert into etl.clients (client_code, master_client_code)
    select client_code, client_code from crm.customer_360;
    analyze;
"""
# What persons buy, and one in ten who said no: in a file, or by a click in a letter.
LAW = """
    insert into raw.files (dataset, path, sha256, size_bytes, status)
    values ('ventes_lignes', 'ventes.csv', 'x', 1, 'loaded');
    insert into crm.customer_sales_lines (client_code, document_id, produit_key, date_livraison,
        qty_line, qty_unit, mt_ht, is_purchase, is_return, _file_id, _line_number)
    select client_code, client_code || n, 'RIESLING ' || n % 40, current_date - 90 * n, 6, 6, 60,
        true, false, (select max(file_id) from raw.files), row_number() over ()
    from crm.customer_360, generate_series(1, 8) as n;
    update crm.customer_360 set
        dernier_achat = current_date - 60 - abs(hashtext(client_code)) % 1500;
    insert into crm.rfm_scores (client_code, segment, segment_avant)
    select client_code, segment, 'Perdus' from crm.customer_360;
    insert into activation.suppressions (email_hash, client_code, scope, reason, source)
    select md5(client_code), client_code, 'all',
        (array['desinscrit', 'hard_bounce', 'plainte'])[1 + n % 3], 'erp:clients.csv:' || n
    from (select client_code, row_number() over () as n from crm.customer_360) as persons
    where n % 10 = 0;
    analyze;
"""
# A year of weekly runs of 300 checks.
RUNS = """
    insert into ops.dbt_results (invocation_id, node_id, resource_type, name, status, failures,
        generated_at, target_schema)
    select 'w' || week, 'test.' || n, 'test', 'test.' || n,
        case n when 1 then 'warn' else 'pass' end, n, now() - week * interval '7 days', 'public'
    from generate_series(1, 52) as week, generate_series(1, 300) as n;
    analyze ops.dbt_results;
"""


def main() -> None:
    """Print the seconds of each, and what they may last; raise when one lasts longer."""
    root = Path(tempfile.mkdtemp(prefix="crm-bench-"))
    root.chmod(0o755)
    settings = dataclasses.replace(
        load_settings(), root=root, database_url=None, brevo_sender_email=DEMO.sender_email
    )
    owner = database.connect(settings, application_name="bench approvals")
    try:
        _draw(owner, settings)
        fill(owner, PERSONS)
        with transaction(owner):
            execute(owner, LIFE)
        letters = build_plan(owner, settings).letters
        with transaction(owner):
            execute(owner, PAST)
            execute(owner, RUNS)
            execute(owner, BOUGHT)
            execute(owner, LAW)
            execute(owner, BUILT)
        go_well(owner)
        with transaction(owner):
            hash_key(owner, settings)
        approve(owner, settings, Selection(scenario="REBUY"), "Odile")
        carry_out(owner, settings)
        reject(owner, Selection(scenario="UPSELL"), "Odile", "essai")
        owner.commit()
        with _page(settings) as page:
            print(
                f"| {letters:,} proposals | seconds | processor | at most |\n|---|---:|---:|---:|"
            )
            late = [name for name, seconds, most in _measured(page, settings) if seconds > most]
        if late:
            raise SystemExit(f"too slow: {', '.join(late)}")
    finally:
        owner.close()
        database.server(settings).stop()
        shutil.rmtree(root, ignore_errors=True)


@contextmanager
def _page(settings: Settings) -> Iterator[Connection]:
    conn = psycopg2.connect(**database.parameters(settings))
    with conn.cursor() as cursor:
        cursor.execute("grant select on all tables in schema crm, sync to crm_dashboard")
        cursor.execute("grant select on all tables in schema etl to crm_dashboard")
        cursor.execute("set role crm_dashboard")
    conn.commit()
    yield conn
    conn.close()


def _measured(page: Connection, settings: Settings) -> Iterator[tuple[str, float, float]]:
    filters = {
        "everything": Filter(),
        "a scenario": Filter(scenario="REBUY"),
        "a family": Filter(family="Riesling"),
        "a segment and a state": Filter(segment="Champions", state="pending"),
        "a département": Filter(departement="67"),
        "a score": Filter(score="80"),
        "a name": Filter(text="Éluère 199"),
        "the last page": Filter(page=400),
    }
    for name, asked in filters.items():
        before = _processor(page)
        seconds = _median(lambda asked=asked: listing(page, asked))  # type: ignore[misc]
        spent = (_processor(page) - before) / ROUNDS
        yield _row(f"filter: {name}", seconds, MOST_FILTER, spent)
    page.commit()
    with running_page(settings) as served:
        lundi = _median(lambda: _read(served, "/lundi"))
        yield _row("page: Lundi", lundi, MOST_PAGE)
        for name, asked in filters.items():
            path = f"/lettres?{query_of(asked)}"
            seconds = _median(lambda path=path: _read(served, path))  # type: ignore[misc]
            yield _row(f"page: {name}", seconds, MOST_PAGE)
        for path in WEEK:
            yield _row(f"page: {path}", _median(lambda path=path: _read(served, path)), MOST_PAGE)  # type: ignore[misc]
        letter = rows(page, A_LETTER)[0]["reco_id"]
        page.commit()
        yield _row("page: a letter, and why", _median(lambda: _read(served, f"/lettres/{letter}")),
                   MOST_PAGE)  # fmt: skip
        yield _row("page: Résultats", _median(lambda: _read(served, "/resultats")), MOST_PAGE)
        yield from _programs(served, settings)
    chosen = Selection(
        reco_ids=[
            one["reco_id"]
            for one in rows(
                page,
                "select reco_id::text as reco_id from activation.recommendations"
                " where scenario = 'WINBACK' and withdrawn_at is null limit %s",
                (LETTERS,),
            )
        ]
    )
    page.commit()
    started = time.perf_counter()
    decided = approve(page, settings, chosen, "Claire")
    yield _row(
        f"{decided.decided:,} letters approved", time.perf_counter() - started, MOST_DECIDING
    )
    started = time.perf_counter()
    undone = undo(page, settings, decided.batch_id or "", "Claire")
    yield _row(f"{undone.decided:,} letters undone", time.perf_counter() - started, MOST_DECIDING)
    asked = Filter(scenario="CROSS_SELL", score="60")
    started = time.perf_counter()
    shown = show(page, settings, asked, "approved", "Claire")
    yield _row(f"{shown.letters:,} letters shown", time.perf_counter() - started, MOST_DECIDING)
    started = time.perf_counter()
    done = apply(page, settings, shown.set_id, "Claire")
    yield _row(f"{done.decided:,} of them approved", time.perf_counter() - started, MOST_DECIDING)


def _programs(served: Page, settings: Settings) -> Iterator[tuple[str, float, float]]:
    with closing(database.connect(settings)) as conn:
        token = tokens.add(conn, "bench", "Claire", "read")
    bearer = {"Authorization": f"Bearer {token}"}

    def ask(path: str) -> dict[str, object]:
        found: dict[str, object] = json.loads(_read(served, f"/api/v1{path}", bearer))
        return found

    lists = {"letters": "/letters?etat=toutes&limit=200", "clients": "/clients?limit=200"}
    for name, path in lists.items():
        after = f"{path}&cursor={ask(path)['next']}"
        seconds = _median(lambda after=after: ask(after))  # type: ignore[misc]
        yield _row(f"API: 200 {name}", seconds, MOST_PAGE)
    advised = _median(lambda: ask("/clients/CL1002/recommendations"))
    yield _row("API: recommendations of a person", advised, MOST_PAGE)


def _read(served: Page, path: str, headers: dict[str, str] | None = None) -> bytes:
    """Return a page as an owner of the house gets it, or a program."""
    asked = Request(  # noqa: S310 - our own address
        f"{served.url}{path}",
        headers=headers or {"Cookie": f"session={served.token('Claire')}"},
    )
    with urlopen(asked) as answer:  # noqa: S310 - our own address
        body: bytes = answer.read()
    return body


def _median(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def _processor(conn: Connection) -> float:
    """Return the processor's seconds this process and its backend have had: what a machine that
    does other work too says nothing about. Linux knows the backend's."""
    stat = Path(f"/proc/{conn.info.backend_pid}/stat")
    if not stat.exists():
        return time.process_time()
    user, system = stat.read_text().rpartition(")")[2].split()[11:13]
    return time.process_time() + (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _row(
    name: str, seconds: float, most: float, processor: float | None = None
) -> tuple[str, float, float]:
    busy = "" if processor is None else f"{processor:.3f}"
    print(f"| {name} | {seconds:.3f} | {busy} | {most:g} |", flush=True)
    return name, seconds, most


if __name__ == "__main__":
    main()
