"""dbt's own view of the project, and a small warehouse it has really built."""

import contextlib
from collections.abc import Callable, Iterator

import psycopg2
import pytest
from psycopg2.errors import DuplicateObject, UniqueViolation

from tests.support.estate import AS_OF_DATE, Estate, fill
from tests.support.project import Parsed
from warehouse import database
from warehouse.profile import write_profile
from warehouse.settings import load_settings

ROLES = {
    "crm_analyst": "nologin",
    "crm_dashboard": "nologin",
    "crm_builder": "nologin",
    "estate_owner": "login password 'owner' in role pg_signal_backend, pg_read_all_stats",
    "anna": "login password 'anna' in role crm_analyst",
    "page": "login password 'page' in role crm_dashboard",
    "berthe": "login password 'berthe' in role crm_builder",
}


@pytest.fixture(scope="session")
def deprecations(dbt_project: Parsed) -> list[str]:
    """What dbt says it will drop, of all the project uses."""
    return dbt_project.deprecations


def as_owner(url: str) -> tuple[str, str]:
    """Give a new database to a role that can neither make roles nor bypass rights."""
    conn = psycopg2.connect(url)
    conn.autocommit = True
    with conn.cursor() as cursor:
        # Roles belong to the server, which several workers share: whoever comes first makes them.
        for role, rights in ROLES.items():
            with contextlib.suppress(DuplicateObject, UniqueViolation):
                cursor.execute(f"create role {role} {rights}")
        cursor.execute("select current_database()")
        (name,) = cursor.fetchone() or ("",)
        cursor.execute(f"alter database {name} owner to estate_owner")
        cursor.execute(f"grant connect on database {name} to anna, page, berthe")
    place = conn.get_dsn_parameters()
    conn.close()
    return (
        name,
        f"postgresql://estate_owner:owner@/{name}?host={place['host']}&port={place['port']}",
    )


@pytest.fixture(scope="session")
def owned_database(new_database: Callable[[], str]) -> tuple[str, str]:
    """Name and address of an empty database of a role without any special right."""
    return as_owner(new_database())


@pytest.fixture(scope="session")
def estate(
    owned_database: tuple[str, str],
    dbt_project: Parsed,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Estate]:
    """A warehouse built by dbt from `estate.py`; its owner has no special right."""
    name, owner = owned_database
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
    dbt_project.remember(settings, built.target)
    built.report = built.dbt("build")
    assert built.report.error is None, built.report.error
    built.health = built.rows("select section, indicateur, statut, detail from crm.data_health")
    yield built
    conn.close()
