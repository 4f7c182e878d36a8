"""An estate the version before has built: migrated, built again, its approved letters sent."""

import json
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from activation.letters.sender_identity import DEMO
from tests.support.brevo.standin import Standin
from tests.support.database import SharedDatabase
from tests.support.estate import READERS
from tests.support.house import command
from tests.support.project import Parsed
from warehouse import database, migrate
from warehouse.dbt import run_dbt
from warehouse.profile import write_profile
from warehouse.settings import load_settings

pytestmark = pytest.mark.dbt

BEFORE = Path(__file__).with_name("estate_of_ced0489.sql")
HISTORY = "select as_of_date::text, nb_persons, mean_score from {} order by 1"
SNAPSHOT = "select client_code, ville, dbt_valid_from from snapshots.clients_history"
BUILT = """
select n.nspname || '.' || c.relname from pg_class as c
inner join pg_namespace as n on c.relnamespace = n.oid
where c.relkind in ('r', 'v', 'm')
and n.nspname in ('staging', 'intermediate', 'etl', 'crm', 'crm_work', 'sync', 'snapshots',
                  'test_failures')
"""
BUILD = [
    *("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"),
    *("--select", "+advice_score_history", "+exposure:*", "clients_history"),
]
OPEN = """
select c.relname from pg_class as c
where c.relnamespace = 'crm_work'::regnamespace
and has_any_column_privilege('crm_analyst', c.oid, 'select')
"""


@pytest.fixture
def conn(
    dbt_database: SharedDatabase,
    dbt_project: Parsed,
    reachable: None,
    monkeypatch: pytest.MonkeyPatch,
) -> Any:
    """The estate as it stood, found by the settings as its owner's; autocommit."""
    url = dbt_database.made_of("template1")
    monkeypatch.setattr(database, "_migrated", set())  # what this address was is gone
    for name, text in {
        "DATABASE_URL": url,
        "EXPORTS_DIR": str(BEFORE.parent),
        "AS_OF_DATE": "2025-06-23",
        "BREVO_SENDER_NAME": DEMO.sender_name,
        "ESTATE_POSTAL_ADDRESS": DEMO.postal_address,
        "ESTATE_SITE_URL": DEMO.site_url,
    }.items():
        monkeypatch.setenv(name, text)
    with psycopg2.connect(url) as restoring, restoring.cursor() as cursor:
        cursor.execute(READERS)
        cursor.execute(BEFORE.read_text(encoding="utf-8"))
    restoring.close()
    opened = psycopg2.connect(url)
    opened.autocommit = True
    yield opened
    opened.close()


def test_an_estate_of_the_version_before_is_brought_over(
    conn: Any, standin: Standin, manifest: dict[str, Any]
) -> None:
    def rows(query: str) -> list[Any]:
        with conn.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()

    history, snapshot = rows(HISTORY.format("crm.reco_score_history")), rows(SNAPSHOT)
    assert len(history) == 2

    settings = load_settings()
    assert migrate.upgrade(lambda: psycopg2.connect(settings.database_url))
    database.connect(settings).close()
    assert rows(HISTORY.format("crm_work.advice_score_history")) == history
    assert rows("select viewname from pg_views where schemaname = 'public'") == [("mes_clients",)]

    write_profile(settings)
    report = run_dbt(settings, ["build", *BUILD])
    assert (report.error, report.failed) == (None, [])

    after = rows(HISTORY.format("crm_work.advice_score_history"))
    assert (after[:2], [day for day, _, _ in after[2:]]) == (history, ["2025-06-23"])
    assert set(snapshot) <= set(rows(SNAPSHOT))
    nodes = manifest["nodes"].values()
    known = {f"{node['schema']}.{node['alias']}" for node in nodes if "alias" in node}
    assert {name for (name,) in rows(BUILT)} - known == set()
    assert rows(OPEN) == []

    # The texts have changed since: what was approved in the old words waits to be read again.
    assert command("templates", "push").exit_code == 0
    unread = command("send", "--json")
    assert (unread.exit_code, json.loads(unread.stdout)["skipped_modele_modifie"]) == (1, 8)
    assert command("plan").exit_code == 0
    assert command("approve", "--all", "--by", "odile").exit_code == 0
    sent = command("send", "--json")
    assert sent.exit_code == 0, sent.output
    assert json.loads(sent.stdout)["accepted"] > 0, sent.output
    assert standin.state.violations == []
