"""An estate that has said who it is, and its warehouse."""

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from warehouse import database
from warehouse.settings import Settings, load_settings

IDENTITY = {
    "BREVO_SENDER_NAME": "Domaine d'Essai",
    "ESTATE_POSTAL_ADDRESS": "1 rue de l'Essai, 67000 Strasbourg",
    "ESTATE_SITE_URL": "https://www.example.org/vins/{vin}",
}
# As it was after the migrations: whoever was killed is gone, dbt's schemas and every row too.
EMPTY = """
do $$
declare
    found text;
begin
    perform pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid();
    select string_agg(format('%I.%I', schemaname, tablename), ', ') into found from pg_tables
    where schemaname in ('raw', 'ops', 'activation') and tablename <> 'schema_version';
    execute 'truncate ' || found || ' restart identity cascade';
    for found in
        select nspname from pg_namespace
        where nspname !~ '^(pg_|information_schema|public|raw|ops|activation)'
    loop
        execute format('drop schema %I cascade', found);
    end loop;
end $$
"""


@pytest.fixture(scope="session")
def shared_url(new_database: Callable[..., str], migrated: str) -> str:
    """One database for all of these tests: emptying it is quicker than another one."""
    return new_database(template=migrated)


@pytest.fixture
def settings(shared_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of an empty project: an emptied database and an empty exports folder."""
    exports = tmp_path / "exports"
    (exports / "raw" / "isavigne").mkdir(parents=True)
    monkeypatch.setenv("DATABASE_URL", shared_url)
    monkeypatch.setenv("EXPORTS_DIR", str(exports))
    found = load_settings()
    with database.connect(found) as conn, conn.cursor() as cursor:
        cursor.execute(EMPTY)
    conn.close()
    return found


@pytest.fixture
def estate(settings: Settings) -> Settings:
    """Settings of an estate that has said who it is."""
    return dataclasses.replace(
        settings,
        brevo_sender_email="domaine@example.org",
        values={**settings.values, **IDENTITY, "ACTIVATION_HASH_KEY": "k" * 32},
    )


@pytest.fixture
def conn(estate: Settings) -> Iterator[Connection]:
    opened = database.connect(estate)
    yield opened
    opened.close()
