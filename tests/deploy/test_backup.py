"""A backup comes back as it was, from whatever is left; and what goes wrong changes nothing."""

import dataclasses
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from click.testing import Result
from psycopg2.extensions import parse_dsn
from typer.testing import CliRunner

from activation.privacy.forget import forget
from deploy.backup import archive, cli, drill, offsite
from deploy.backup.cli import app
from deploy.backup.keep import kept
from deploy.backup.manifest import measure
from deploy.backup.take import take
from tests.support.estate import load
from warehouse import beside
from warehouse.database import advisory_lock
from warehouse.errors import ConfigurationError
from warehouse.settings import ROOT, Settings, load_settings

pytestmark = pytest.mark.processes

CLIENT = {"client_code": "CL1", "nom": "Martin", "email": "anne.martin@example.org"}
DAMAGES = {
    "empty": "drop schema raw, etl, activation cascade",
    "partly lost": "delete from raw.clients; drop table ops.runs cascade",
    "drifted": "update raw.clients set nom = 'Autre'; alter table raw.files add column x int",
    "older": "update ops.schema_version set version_num = '0001'; drop table ops.backup_events",
    "whole": "select 1",
}


def backup(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def ask(settings: Settings, query: str) -> Any:
    with closing(psycopg2.connect(settings.database_url)) as conn:
        conn.autocommit = True
        with conn.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall() if cursor.description else None


def measured(settings: Settings) -> dict[str, list[int]]:
    with closing(psycopg2.connect(settings.database_url)) as conn:
        found = measure(conn)
    # What restoring adds: its own event, and that nobody is in charge.
    return {k: v for k, v in found.items() if k not in ("ops.backup_events", "activation.charge")}


@pytest.fixture
def private_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    made = backup("key")
    public = re.search(r"BACKUP_KEY=(age1\S+)", made.stdout)
    secret = re.search(r"AGE-SECRET-KEY-\S+", made.stdout)
    assert public
    assert secret
    monkeypatch.setenv("BACKUP_KEY", public[1])
    path = tmp_path / "cle.txt"
    path.write_text(secret[0])
    return path


@pytest.fixture
def house(
    new_database: Callable[..., str],
    drawn: str,
    private_key: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Settings]:
    """A house with one customer, on a database of its own, and a key for its backups."""
    (tmp_path / "exports").mkdir()
    monkeypatch.setenv("DATABASE_URL", new_database(template=drawn))
    monkeypatch.setenv("STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("EXPORTS_DIR", str(tmp_path / "exports"))
    monkeypatch.setenv("ACTIVATION_HASH_KEY", "0123456789abcdef" * 4)
    settings = load_settings()
    with closing(psycopg2.connect(settings.database_url)) as conn:
        load(conn, "clients", [CLIENT], date(2026, 11, 16))
    yield settings
    for name in others(settings):
        beside.drop(settings, name)


def others(settings: Settings) -> list[str]:
    """The databases made beside the house's, by their names."""
    name = parse_dsn(str(settings.database_url))["dbname"]
    found = ask(settings, "select datname from pg_database")
    return sorted(one for (one,) in found if one.startswith(f"{name}_"))


def taken(settings: Settings) -> archive.Backup:
    assert (done := backup("take")).exit_code == 0, done.stderr
    return archive.backups(settings, parse_dsn(str(settings.database_url))["dbname"])[0]


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_backup_comes_back_whole_whatever_is_left_and_what_was_left_is_kept(
    house: Settings, damage: str
) -> None:
    taken(house)
    before = measured(house)
    ask(house, damage)
    done = backup("restore", "--yes")
    assert done.exit_code == 0, done.stderr
    assert measured(house) == before
    assert len(others(house)) == 1
    assert "_before_" in others(house)[0]
    assert ask(house, "select kind from ops.backup_events") == [("restored",)]


def test_it_comes_back_encrypted_on_a_machine_that_has_nothing(
    house: Settings, private_key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = measured(house)
    sealed = shutil.copy(taken(house).sealed, tmp_path)
    name = str(parse_dsn(str(house.database_url))["dbname"])
    beside.drop(house, name)
    monkeypatch.setenv("STATE_DIR", str(tmp_path / "elsewhere"))
    done = backup("restore", sealed, "--identity", str(private_key), "--yes")
    assert done.exit_code == 0, done.stderr
    assert measured(house) == before


# Where a restore is killed: what does it, as Python, once `kill` is there.
KILLS = {
    "while it is filled": "restore._compare = kill",
    "between the two renames": """
class Statement(sql.SQL):
    def __init__(self, text):
        renames.append(text) if "rename" in text else None
        kill() if len(renames) == 2 else super().__init__(text)
renames = []
beside.sql.SQL = Statement
""",
    "once it is in place": """
real = beside.put_in_place
beside.put_in_place = lambda *given, **named: (real(*given, **named), kill())
""",
}
KILLED = """
import os, signal
from psycopg2 import sql
from deploy.backup import cli, restore
from warehouse import beside
def kill(*_):
    os.kill(os.getpid(), signal.SIGKILL)
{kill}
cli.app(["restore", "--yes"])
"""


@pytest.mark.parametrize("kill", KILLS.values(), ids=KILLS.keys())
def test_a_restore_killed_on_its_way_loses_nothing_and_the_next_one_finishes(
    house: Settings, kill: str
) -> None:
    taken(house)
    before = measured(house)
    ask(house, "create table public.since (x int)")
    done = subprocess.run([sys.executable, "-c", KILLED.format(kill=kill)], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    is_in_place = not ask(house, "select 1 from pg_tables where tablename = 'since'")
    assert is_in_place is (kill == KILLS["once it is in place"])
    assert measured(house) == before if is_in_place else before.items() < measured(house).items()
    assert backup("restore", "--yes").exit_code == 0
    assert measured(house) == before
    assert all("_before_" in name for name in others(house))
    assert len(others(house)) == 1 + is_in_place
    assert [path.name for path in Path(house.values["STATE_DIR"]).glob("*_restored_*")] == []


def test_two_restores_do_not_meet(house: Settings) -> None:
    taken(house)
    name = parse_dsn(str(house.database_url))["dbname"]
    with (
        closing(beside.server_connection(beside.named(house, "postgres"))) as other,
        advisory_lock(other, f"{name} brought back"),
    ):
        refused = backup("restore", "--yes")
    assert (refused.exit_code, "un autre passage" in refused.stderr) == (75, True)


def _damaged(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 255
    path.write_bytes(content)


def _saying(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change what the manifest of a backup says."""
    folder = path.with_suffix(".parts")
    with tarfile.open(path) as tar:
        tar.extractall(folder, filter="data")
    manifest = json.loads((folder / archive.MANIFEST).read_text())
    change(manifest)
    (folder / archive.MANIFEST).write_text(json.dumps(manifest))
    with tarfile.open(path, "w") as tar:
        for part in folder.iterdir():
            tar.add(part, part.name)


def _with_another_count(path: Path) -> None:
    def change(manifest: dict[str, Any]) -> None:
        manifest["tables"]["raw.clients"][0] = 2

    _saying(path, change)


def _of_tomorrow(path: Path) -> None:
    _saying(path, lambda manifest: manifest.update(schema_version="9999"))


@pytest.mark.parametrize(
    ("harm", "code", "word"),
    [
        (_damaged, 3, "abîmée"),
        (_with_another_count, 3, "raw.clients (2 → 1)"),
        (_of_tomorrow, 2, "version plus récente"),
    ],
)
def test_a_backup_that_is_not_what_it_says_changes_nothing(
    house: Settings, harm: Callable[[Path], None], code: int, word: str
) -> None:
    harm(taken(house).plain)
    before = measured(house)
    refused = backup("restore", "--yes")
    assert (refused.exit_code, word in refused.stderr) == (code, True), refused.stderr
    assert measured(house) == before
    assert others(house) == []


def test_another_key_opens_nothing(house: Settings, tmp_path: Path) -> None:
    sealed = taken(house).sealed
    other = tmp_path / "autre.txt"
    other.write_text(backup("key").stdout)
    refused = backup("restore", str(sealed), "--identity", str(other), "--yes")
    assert (refused.exit_code, "n'ouvre pas" in refused.stderr) == (2, True)
    assert others(house) == []


def test_after_another_key_each_backup_opens_with_the_key_of_its_day_alone(
    house: Settings, private_key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A private half has leaked: what is taken from now on is closed to it."""
    before = taken(house)
    yesterday = before.sealed.with_name(
        before.sealed.name.replace(f"{before.taken_at:%Y%m%d}", "20200101")
    )
    before.sealed.rename(yesterday)
    before.plain.unlink()
    made = backup("key").stdout
    monkeypatch.setenv("BACKUP_KEY", re.findall(r"age1\S+", made)[0])
    new_key = tmp_path / "nouvelle.txt"
    new_key.write_text(re.findall(r"AGE-SECRET-KEY-\S+", made)[0])
    today = taken(house).sealed
    for sealed, opens, refused in (
        (yesterday, private_key, new_key), (today, new_key, private_key),
    ):  # fmt: skip
        with archive.workplace(house) as parts:
            assert archive.unpack(sealed, parts, opens).manifest["tables"]
        with archive.workplace(house) as parts, pytest.raises(ConfigurationError):
            archive.unpack(sealed, parts, refused)


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root may mount")
def test_a_full_disk_is_said_leaves_nothing_half_done_and_room_is_enough(
    house: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = tmp_path / "small"
    small.mkdir()
    monkeypatch.setenv("BACKUP_DIR", str(small))
    if not mounted(small, "size=64k"):
        pytest.skip("this machine lets nobody mount")
    try:
        # Full while it is dumped, copied, packed and encrypted: three programs and libraries.
        for size in ("384k", "768k", "64m"):
            done = backup("take")
            assert (done.exit_code, "le disque est plein" in done.stderr) == (3, True), done.stderr
            assert list(small.iterdir()) == []
            assert mounted(small, f"remount,size={size}")
        assert backup("take").exit_code == 0
        assert sorted(path.suffix for path in small.iterdir()) == [".age", ".tar"]
    finally:
        subprocess.run(["/bin/umount", str(small)], check=True)


def mounted(place: Path, options: str) -> bool:
    command = ["/bin/mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def test_nobody_is_asked_for_a_backup_without_a_key(
    house: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKUP_KEY", "")
    refused = backup("take")
    assert (refused.exit_code, "deploy.backup key" in refused.stderr) == (2, True)


def test_a_drill_opens_the_page_of_a_house_that_names_no_exports_too(
    house: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EXPORTS_DIR")  # as on the samples
    with archive.workplace(house):
        drill._require_page(house)


def test_who_was_erased_since_stays_erased(house: Settings) -> None:
    taken(house)
    with closing(psycopg2.connect(house.database_url)) as conn:
        forget(conn, house, "CL1")
    assert backup("restore", "--yes").exit_code == 0
    assert ask(house, "select client_code, nom, email from raw.clients") == [("EFFACE", None, None)]


def test_a_restored_house_holds_a_token_nobody_else_has(house: Settings) -> None:
    token = "11111111-1111-1111-1111-111111111111"
    ask(house, f"insert into activation.charge (token) values ('{token}')")
    taken(house)
    assert backup("restore", "--yes").exit_code == 0
    ((found,),) = ask(house, "select token::text from activation.charge")
    assert found != token


def test_settings_are_sealed_even_in_the_plain_backup_and_nothing_is_open_to_others(
    house: Settings,
) -> None:
    found = taken(house)
    with tarfile.open(found.plain) as tar:
        names = set(tar.getnames())
    assert {"manifest.json", "database.dump", "roles.sql"} <= names
    assert ".env" not in names
    assert {path.stat().st_mode & 0o077 for path in found.folder.iterdir()} == {0}


def test_lost_settings_come_back_without_the_database_being_touched(
    house: Settings, private_key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "project"
    root.mkdir()
    lost = dataclasses.replace(house, root=root)
    monkeypatch.setattr(cli, "load_settings", lambda: lost)
    env = root / ".env"
    env.write_text("ACTIVATION_HASH_KEY=the one and only", encoding="utf-8")
    found = take(lost).backup.sealed
    again = ("settings", str(found), "--identity", str(private_key))
    assert "mettez .env de côté" in backup(*again).stderr
    env.unlink()
    before = measured(house)
    assert backup(*again).exit_code == 0
    assert env.read_text(encoding="utf-8") == "ACTIVATION_HASH_KEY=the one and only"
    assert env.stat().st_mode & 0o077 == 0
    assert measured(house) == before


def test_only_the_newest_stays_plain_and_a_much_smaller_one_is_an_incident(
    house: Settings,
) -> None:
    ask(
        house,
        "insert into raw.clients (_file_id, _line_number, nom)"
        " select 1, n + 9, md5(n::text) || md5((n + 1)::text) from generate_series(1, 9000) as n",
    )
    first = taken(house)
    ask(house, "delete from raw.clients where _line_number > 9")
    archive_of = archive.backups_folder(house)
    moved = archive_of / first.sealed.name.replace(f"{first.taken_at:%Y%m%d}", "20200101")
    first.sealed.rename(moved)
    first.plain.rename(moved.with_suffix(""))
    smaller = backup("take")
    assert (smaller.exit_code, "regardez si des données ont disparu" in smaller.stderr) == (3, True)
    assert ask(house, "select is_good from ops.backup_events order by event_id") == [
        (True,), (False,)
    ]  # fmt: skip
    assert [path.name for path in archive_of.glob("*.tar")] != [moved.with_suffix("").name]
    assert len(list(archive_of.glob("*.tar"))) == 1


def test_seven_days_four_weeks_twelve_months_and_the_last_verified_one_stay() -> None:
    today = datetime(2026, 11, 23, 2, 10, tzinfo=UTC)
    every_day = [today - timedelta(days=n) for n in range(900)]
    stay = kept(every_day, last_verified=every_day[500])
    assert set(every_day[:7]) <= stay
    assert every_day[500] in stay
    assert {(one.year, one.month) for one in stay if one != every_day[500]} == {
        *((2026, month) for month in range(1, 12)), (2025, 12)
    }  # fmt: skip
    assert 7 + 12 <= len(stay) <= 7 + 4 + 12 + 1
    # A house switched off for two years keeps what it had.
    assert kept([today, today - timedelta(days=800)], None) == {today, today - timedelta(days=800)}


@pytest.mark.skipif(shutil.which("rclone") is None, reason="rclone is not installed")
def test_a_copy_goes_elsewhere_and_a_place_where_it_could_be_destroyed_is_refused(
    house: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    monkeypatch.setenv("BACKUP_OFFSITE", str(elsewhere))
    sealed = taken(house).sealed
    assert (elsewhere / sealed.name).read_bytes() == sealed.read_bytes()
    refused = backup("check")
    assert (refused.exit_code, "peut remplacer et effacer" in refused.stderr) == (3, True)


# rclone as this house calls it, on a folder where one may add and nothing else: a rename is refused
# there as well, so a copy has to have its name from its first byte.
ADDS_ONLY = """#!{python}
import os, pathlib, shutil, sys
words = [word for word in sys.argv[1:] if not word.startswith("--") and word != "1"]
def add(target, write):
    if pathlib.Path(target).exists() or os.environ.get("RCLONE_INPLACE") != "true":
        sys.exit("permission denied")
    write(target)
if words[0] == "rcat":
    add(words[1], lambda target: pathlib.Path(target).write_text(sys.stdin.read()))
elif words[0] == "copyto":
    add(words[2], lambda target: shutil.copy(words[1], target))
elif words[0] == "cat":
    print(pathlib.Path(words[1]).read_text(), end="")
elif words[0] == "check":
    here, there = (pathlib.Path(place, words[3]) for place in words[1:3])
    sys.exit(not there.exists() or here.read_bytes() != there.read_bytes())
else:
    sys.exit("permission denied")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script of POSIX")
def test_a_place_where_one_may_only_add_takes_the_copy_and_passes_the_check(
    house: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "bin" / "rclone"
    program.parent.mkdir()
    program.write_text(ADDS_ONLY.format(python=sys.executable), encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setenv("BACKUP_OFFSITE", str(elsewhere))
    settings = load_settings()
    found = taken(settings)
    assert offsite.is_same(settings, found) is True
    checked = backup("check")
    assert (checked.exit_code, "refuse de remplacer et d'effacer" in checked.stdout) == (0, True)
    (elsewhere / found.sealed.name).write_bytes(b"another")
    assert offsite.is_same(settings, found) is False
