"""Planning 20,000 persons, against writing the same letters once with plain SQL."""

import dataclasses
import shutil
import tempfile
import time
from pathlib import Path

from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extensions import make_dsn

from activation.approval.decide import approve
from activation.approval.plan import build_plan
from activation.approval.selection import Selection
from activation.letters.sender_identity import DEMO
from tests.support.project import draw, parsed
from tests.support.proposals import fill
from warehouse import database
from warehouse.rows import execute, transaction
from warehouse.settings import ROOT, Settings, load_settings

PERSONS = 20_000
REFERENCE = """
    create table public.reference as
    select m.reco_id, m.client_code, m.email, m.params,
        encode(sha256(convert_to(m.params::text, 'UTF8')), 'hex')
    from sync.brevo_messages as m
    inner join crm.customer_360 as c on m.client_code = c.client_code
"""


def _draw(conn: Connection, settings: Settings) -> None:
    """Make the tables the plan reads, as dbt would."""
    values = {"DBT_PROFILES_DIR": str(settings.root), "STATE_DIR": str(settings.root)}
    address = make_dsn(**database.parameters(settings))
    found = Settings(ROOT, ROOT, is_demo=False, database_url=address, values=values)
    draw(conn, parsed(found, settings.root / "project").manifest)


def main() -> None:
    """Print the seconds of a first plan, of the same again, and of the reference."""
    root = Path(tempfile.mkdtemp(prefix="crm-bench-"))
    root.chmod(0o755)
    settings = dataclasses.replace(
        load_settings(), root=root, database_url=None, brevo_sender_email=DEMO.sender_email
    )
    conn = database.connect(settings, application_name="bench plan")
    try:
        _draw(conn, settings)
        fill(conn, PERSONS)
        started = time.perf_counter()
        with transaction(conn):
            execute(conn, REFERENCE)
        reference = time.perf_counter() - started
        print(f"| planning {PERSONS:,} persons | seconds | times the reference |\n|---|---:|---:|")
        print(f"| reference: the letters written once | {reference:.2f} | 1.0 |")
        for name in ("first plan", "the same plan again"):
            started = time.perf_counter()
            plan = build_plan(conn, settings)
            seconds = time.perf_counter() - started
            print(
                f"| {name}: {plan.letters:,} letters | {seconds:.2f} | {seconds / reference:.1f} |"
            )
        started = time.perf_counter()
        decided = approve(conn, settings, Selection(), "bench").decided
        seconds = time.perf_counter() - started
        print(f"| approving {decided:,} letters | {seconds:.2f} | {seconds / reference:.1f} |")
    finally:
        conn.close()
        database.server(settings).stop()
        shutil.rmtree(root, ignore_errors=True)


if __name__ == "__main__":
    main()
