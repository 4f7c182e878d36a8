"""The list of erased persons: whose it is, with which secret, and whole."""

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extensions import parse_dsn

from activation.approval.carry_out import carry_out
from activation.approval.decide import approve
from activation.approval.plan import build_plan
from activation.approval.selection import Selection
from activation.hash_key import CHECK_FILE, hash_key
from activation.privacy import register
from activation.privacy.forget import forget, sweep
from tests.support.proposals import fill, run
from warehouse import database, migrate
from warehouse.errors import ConfigurationError, NeedsPersonError
from warehouse.rows import value
from warehouse.settings import Settings
from warehouse.state import folder, identity

CUSTOMER = """
    insert into raw.clients (_file_id, _line_number, client_code, nom, email)
    values (1, 2, 'CL1', 'Vandermersch', 'odile@example.org')
"""
NAMED = "select count(nom) from raw.clients"


@pytest.fixture
def estate(estate: Settings, tmp_path: Path) -> Settings:
    """An estate whose state stands in a folder of the test's own."""
    values = {name: text for name, text in estate.values.items() if name != "STATE_DIR"}
    return dataclasses.replace(estate, root=tmp_path, values=values)


@pytest.fixture
def conn(estate: Settings) -> Iterator[Connection]:
    """A warehouse with one customer."""
    opened = database.connect(estate)
    run(opened, CUSTOMER)
    yield opened
    opened.close()


@pytest.fixture
def second(
    estate: Settings, new_database: Callable[[], str]
) -> Iterator[tuple[Connection, Settings]]:
    """Another database used from the same checkout, with the same customer."""
    settings = dataclasses.replace(estate, database_url=new_database())
    opened = database.connect(settings)
    run(opened, CUSTOMER)
    yield opened, settings
    opened.close()


def with_key(settings: Settings, key: str) -> Settings:
    return dataclasses.replace(settings, values={**settings.values, "ACTIVATION_HASH_KEY": key})


def with_legacy_list(conn: Connection, settings: Settings) -> Path:
    """Put the list where, and as, it was kept before every database had a folder."""
    path = settings.root / "var" / "effacements.txt"
    hashes = sorted(register.known(conn, settings))
    register.list_path(conn, settings).unlink()
    path.write_text("".join(f"{kind} {hashed}\n" for kind, hashed in hashes), encoding="ascii")
    return path


def test_forgetting_in_one_database_leaves_the_other_alone(
    conn: Connection, estate: Settings, second: tuple[Connection, Settings]
) -> None:
    forget(conn, estate, "CL1")
    assert sweep(*second) == 0
    assert (value(conn, NAMED), value(second[0], NAMED)) == (0, 1)
    assert folder(conn, estate) != folder(*second)


def test_a_backup_restored_under_another_name_keeps_the_list(
    conn: Connection, estate: Settings, new_database: Callable[..., str]
) -> None:
    identity(conn, estate)
    conn.commit()
    conn.close()
    name = str(parse_dsn(str(estate.database_url))["dbname"])
    restored = dataclasses.replace(estate, database_url=new_database(template=name))
    with database.connect(estate) as first:
        forget(first, estate, "CL1")
    first.close()
    second = database.connect(restored)
    assert sweep(second, restored) == 1
    assert value(second, NAMED) == 0
    second.close()


def test_a_database_made_anew_in_the_same_place_takes_the_list_over(
    conn: Connection, estate: Settings
) -> None:
    forget(conn, estate, "CL1")
    run(conn, "truncate ops.this_database, activation.suppressions, activation.hash_key")
    run(conn, CUSTOMER)
    assert sweep(conn, estate) == 1


def test_a_backup_of_before_the_identifier_is_known_by_its_first_run(
    new_database: Callable[[], str],
) -> None:
    url = new_database()
    migrate.upgrade(lambda: psycopg2.connect(url), "0007")
    with psycopg2.connect(url) as before:
        first = "insert into ops.runs (run_id, command) values (gen_random_uuid(), 'weekly')"
        run_id = value(before, f"{first} returning run_id::text")
    migrate.upgrade(lambda: psycopg2.connect(url))
    assert value(before, "select database_id::text from ops.this_database") == run_id
    before.close()


def test_another_secret_is_refused_wherever_something_is_hashed(
    conn: Connection, estate: Settings
) -> None:
    forget(conn, estate, "CL1")
    run(conn, CUSTOMER)
    wrong = with_key(estate, "w" * 32)
    for hashing in (
        lambda: sweep(conn, wrong),
        lambda: forget(conn, wrong, "CL1"),
        lambda: approve(conn, wrong, Selection(), "Claire"),
    ):
        with pytest.raises(ConfigurationError, match="ACTIVATION_HASH_KEY is not the secret"):
            hashing()
        conn.rollback()
    assert sweep(conn, estate) == 1


def test_a_restored_database_that_forgot_its_secret_is_told_by_the_file_beside_it(
    conn: Connection, estate: Settings
) -> None:
    hash_key(conn, estate)
    run(conn, "truncate activation.hash_key")
    with pytest.raises(ConfigurationError, match="not the secret"):
        hash_key(conn, with_key(estate, "w" * 32))
    (folder(conn, estate) / CHECK_FILE).unlink()
    assert hash_key(conn, with_key(estate, "w" * 32)) == b"w" * 32


def test_a_secret_is_told_by_the_letters_of_a_database_that_never_kept_a_check_value(
    conn: Connection, estate: Settings
) -> None:
    fill(conn, 3)
    build_plan(conn, estate)
    approve(conn, estate, Selection(), "Claire")
    assert carry_out(conn, estate)
    run(conn, "truncate activation.hash_key")
    (folder(conn, estate) / CHECK_FILE).unlink()
    with pytest.raises(ConfigurationError, match="not the secret"):
        hash_key(conn, with_key(estate, "w" * 32))
    assert hash_key(conn, estate) == b"k" * 32


@pytest.mark.parametrize(
    ("damaged", "said"),
    [
        ("{header}\nclient x{hashes}\nlines 2", "line 4 makes no sense"),
        ("{header}\nclient {hashes}", "1 hash of an unknown number"),
        ("{header}\nclient {hashes}\nlines 2", "1 hash of 2"),
        ("\0\0\0\0", "line 1 makes no sense"),
    ],
)
def test_a_damaged_list_stops_with_its_place(
    conn: Connection, estate: Settings, damaged: str, said: str
) -> None:
    forget(conn, estate, "CL1")
    path = register.list_path(conn, estate)
    header = "\n".join(path.read_text().splitlines()[:3])
    path.write_text(damaged.format(header=header, hashes="0" * 64))
    with pytest.raises(NeedsPersonError, match=said) as caught:
        sweep(conn, estate)
    assert str(path) in str(caught.value)


def test_the_list_of_another_database_is_refused(
    conn: Connection, estate: Settings, second: tuple[Connection, Settings], tmp_path: Path
) -> None:
    shared = {"ERASURES_FILE": str(tmp_path / "shared.txt")}
    one = dataclasses.replace(estate, values={**estate.values, **shared})
    forget(conn, one, "CL1")
    other = dataclasses.replace(second[1], values=one.values)
    with pytest.raises(ConfigurationError, match="another database"):
        sweep(second[0], other)
    assert value(second[0], NAMED) == 1


def test_a_list_of_before_goes_to_the_database_that_knows_its_lines(
    conn: Connection, estate: Settings, second: tuple[Connection, Settings]
) -> None:
    forget(conn, estate, "CL1")
    before = with_legacy_list(conn, estate)
    # A database without a single erasure: this may be another estate, or an old backup.
    with pytest.raises(NeedsPersonError, match="of which database"):
        sweep(*second)
    second[0].rollback()
    assert sweep(conn, estate) == 0
    assert not before.exists()
    assert len(register.known(conn, estate)) == 2
    assert sweep(*second) == 0
    assert value(second[0], NAMED) == 1


def test_a_list_of_before_that_names_its_database_is_taken(
    conn: Connection, estate: Settings
) -> None:
    forget(conn, estate, "CL1")
    before = with_legacy_list(conn, estate)
    run(conn, "truncate activation.suppressions; " + CUSTOMER)
    number = identity(conn, estate).database_id
    before.write_text(f"database {number}\n{before.read_text()}")
    assert sweep(conn, estate) == 1


def test_what_stands_beside_the_database_is_closed_to_others(
    conn: Connection, estate: Settings
) -> None:
    forget(conn, estate, "CL1")
    beside = folder(conn, estate)
    assert beside.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in beside.iterdir()} == {0o600}
