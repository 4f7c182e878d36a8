"""dbt's own view of the project, and a small warehouse it has really built."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from dbt.cli.main import dbtRunner, dbtRunnerResult

from tests.support.estate import AS_OF_DATE, Estate, fill
from warehouse import database
from warehouse.profile import write_profile
from warehouse.settings import load_settings

ROOT = Path(__file__).resolve().parents[2]
PROFILE = """\
crm_reco:
  target: prod
  outputs:
    prod: {type: postgres, host: nowhere, port: 5432, user: nobody, password: "", dbname: none,
           schema: public, threads: 1}
"""


@contextmanager
def working_in(folder: Path) -> Iterator[None]:
    """Run the block in `folder`: dbt reads its paths from the current one."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@pytest.fixture(scope="session")
def parse(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A function that parses the whole project afresh and returns dbt's result."""
    profiles = tmp_path_factory.mktemp("profile")
    (profiles / "profiles.yml").write_text(PROFILE, encoding="utf-8")

    def run(*flags: str, callbacks: list[Any] | None = None) -> dbtRunnerResult:
        target = tmp_path_factory.mktemp("target")
        with working_in(ROOT):
            return dbtRunner(callbacks=callbacks or []).invoke(
                [
                    "--quiet",
                    "parse",
                    "--no-partial-parse",
                    *flags,
                    "--profiles-dir",
                    str(profiles),
                    "--target-path",
                    str(target),
                ]
            )

    return run


@pytest.fixture(scope="session")
def manifest(parse: Any) -> dict[str, Any]:
    """The parsed project, as `target/manifest.json` tells it."""
    parsed = parse()
    assert parsed.success, parsed.exception
    found: dict[str, Any] = parsed.result.to_dict()
    return found


def as_owner(url: str) -> tuple[str, str]:
    """Give a new database to a role that can neither make roles nor bypass rights."""
    conn = psycopg2.connect(url)
    conn.autocommit = True
    with conn.cursor() as cursor:
        for role in ("crm_analyst", "crm_dashboard"):
            cursor.execute("select to_regrole(%s)", (role,))
            if cursor.fetchone() == (None,):
                cursor.execute(f"create role {role} nologin")
        cursor.execute("create role estate_owner login password 'owner'")
        cursor.execute("create role anna login password 'anna' in role crm_analyst")
        cursor.execute("create role page login password 'page' in role crm_dashboard")
        cursor.execute("select current_database()")
        (name,) = cursor.fetchone() or ("",)
        cursor.execute(f"alter database {name} owner to estate_owner")
        cursor.execute(f"grant connect on database {name} to anna, page")
    place = conn.get_dsn_parameters()
    conn.close()
    return (
        name,
        f"postgresql://estate_owner:owner@/{name}?host={place['host']}&port={place['port']}",
    )


@pytest.fixture(scope="session")
def estate(
    new_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Estate]:
    """A warehouse built by dbt from `estate.py`, owned by a role without any special right."""
    name, owner = as_owner(new_database())
    folder = tmp_path_factory.mktemp("estate")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", owner)
        patch.setenv("EXPORTS_DIR", str(folder))
        patch.setenv("AS_OF_DATE", AS_OF_DATE.isoformat())
        settings = load_settings()
    conn = database.connect(settings)
    fill(conn)
    conn.autocommit = True
    write_profile(settings)
    built = Estate(name, settings, conn, folder / "target")
    built.report = built.dbt("build")
    built.health = built.rows("select section, indicateur, statut, detail from crm.data_health")
    yield built
    conn.close()
