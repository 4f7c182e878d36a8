"""dbt finds PostgreSQL whatever the password holds, and nothing shows the password."""

import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote

import psycopg2
import pytest
import yaml
from psycopg2 import sql
from psycopg2.extensions import parse_dsn

from warehouse import database
from warehouse.bootstrap import BIN
from warehouse.errors import ConfigurationError
from warehouse.profile import MARK, write_profile, write_run_profile
from warehouse.settings import ROOT, Settings, load_settings

# One role of the whole server: two workers at once would both alter it.
pytestmark = pytest.mark.xdist_group("difficult")
PASSWORD = """ 0"'\\ {{ env_var('HOME') }}{% raw %}{# n\n: - !&*|>%@é€$ """


@pytest.fixture
def guarded(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A project of its own whose database is reached with a difficult password."""
    for name in ("DATABASE_URL", "EXPORTS_DIR", "DBT_PROFILES_DIR"):
        monkeypatch.delenv(name)
    assert settings.database_url
    with psycopg2.connect(settings.database_url) as conn, conn.cursor() as cursor:
        cursor.execute("select to_regrole('difficult')")
        verb = "create" if cursor.fetchone() == (None,) else "alter"
        cursor.execute(
            sql.SQL(f"{verb} role difficult superuser login password {{}}").format(
                sql.Literal(PASSWORD)
            )
        )
    conn.close()
    target = parse_dsn(settings.database_url)
    address = (
        f"postgresql://difficult:{quote(PASSWORD, safe='')}@/{target['dbname']}"
        f"?host={target['host']}&port={target['port']}"
    )
    (tmp_path / ".env").write_text(f"DATABASE_URL={address}\nEXPORTS_DIR={settings.exports_dir}\n")
    shutil.copy(ROOT / "profiles.yml.example", tmp_path)
    return load_settings(tmp_path)


def dbt_debug(root: Path, profiles: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run plain `dbt debug`, as an analyst would, in a project of two lines."""
    (root / "dbt_project.yml").write_text("name: crm_reco\nprofile: crm_reco\n")
    return subprocess.run(
        [str(BIN / "dbt"), "debug", "--profiles-dir", str(profiles)],
        cwd=root,
        env={**os.environ, "DBT_LOG_PATH": str(root / "logs"), **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.dbt
@pytest.mark.processes
def test_dbt_connects_with_a_password_of_any_characters_and_shows_none(guarded: Settings) -> None:
    database.connect(guarded).close()
    assert write_profile(guarded)
    done = dbt_debug(guarded.root, guarded.root)
    assert "All checks passed" in done.stdout
    written = "".join(path.read_text() for path in (guarded.root / "logs").iterdir())
    shown = done.stdout + done.stderr + written
    assert not [part for part in PASSWORD.split() if len(part) > 3 and part in shown]


def test_secrets_are_their_owners_from_the_first_byte(guarded: Settings) -> None:
    write_profile(guarded)
    for name in (".env", "profiles.yml"):
        assert (guarded.root / name).stat().st_mode & 0o777 == 0o600


@pytest.mark.dbt
@pytest.mark.processes
def test_the_profile_of_runs_holds_no_secret_and_goes_where_the_run_goes(
    guarded: Settings, tmp_path: Path
) -> None:
    theirs = yaml.safe_load((guarded.root / "profiles.yml.example").read_text())
    theirs["crm_reco"]["outputs"]["prod"] |= {"host": "elsewhere", "password": "x", "threads": 7}
    (guarded.root / "profiles.yml").write_text(yaml.safe_dump(theirs))
    write_run_profile(guarded, tmp_path / "beside")
    written = yaml.safe_load((tmp_path / "beside" / "profiles.yml").read_text())
    prod = written["crm_reco"]["outputs"]["prod"]
    assert (prod["threads"], "elsewhere" in str(written)) == (7, False)
    done = dbt_debug(guarded.root, tmp_path / "beside", **database.environment(guarded))
    assert "All checks passed" in done.stdout


def test_another_database_of_one_process_leaves_the_analysts_profile_alone(
    guarded: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_profile(guarded)
    monkeypatch.setenv("DATABASE_URL", "postgresql://other:hunter2@other.example.org/other")
    other = load_settings(guarded.root)
    assert not write_profile(other)
    assert write_profile(other, is_asked=True)


@pytest.mark.parametrize(
    "text", ['crm_reco: {a: "hunter2', "- hunter2", MARK + "crm_reco: hunter2"]
)
def test_a_profile_that_cannot_be_read_is_named_and_not_quoted(
    guarded: Settings, tmp_path: Path, text: str
) -> None:
    path = guarded.root / "profiles.yml"
    path.write_text(text)
    if text.startswith(MARK):
        assert write_profile(guarded)  # ours: written anew
        return
    for write in (write_profile, lambda given: write_run_profile(given, tmp_path / "beside")):
        with pytest.raises(ConfigurationError, match=str(path)) as caught:
            write(guarded)
        assert "hunter2" not in str(caught.value)
