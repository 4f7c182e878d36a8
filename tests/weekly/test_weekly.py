"""The Monday run as the scheduler sees it: real processes on a real server."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from activation.health.now import verdict_of
from deploy.backup.cli import app as backups
from tests.support.database import SharedDatabase
from tests.support.language import english_in
from tests.support.project import Parsed
from warehouse import database
from warehouse.cli import app as program
from warehouse.settings import ROOT, Settings, load_settings
from warehouse.state import root

pytestmark = [pytest.mark.dbt, pytest.mark.processes, pytest.mark.xdist_group("weekly")]

SCHEDULED = ("-m", "warehouse.bootstrap", "-m", "weekly")
HEADER = (
    "client_code,date_livraison,produit_label,qty_line,pu_ht,mt_ht,mt_ttc,marge,"
    "document_type,document_no,article,email,code_postal,ville"
)
# The owner's own two lines.
LINES = (
    "CL001,27/12/2025,Cremant Alsace Extra Brut,1,8.5,8.5,10.2,2.0,VENTE,V0001,CREMANT,"
    "jean@test.fr,67000,Strasbourg",
    "CL002,27/12/2025,Gewurztraminer VT,2,15.0,30.0,36.0,8.0,VENTE,V0002,GEWURZ,"
    "marie@test.fr,75000,Paris",
)


Run = subprocess.CompletedProcess[str]


def weekly(**variables: str) -> Run:
    """Run the command schedulers are given, as make would end with 2 for all; it speaks French."""
    done = subprocess.run(
        [sys.executable, *SCHEDULED],
        cwd=ROOT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert [line for line in f"{done.stdout}\n{done.stderr}".splitlines() if english_in(line)] == []
    return done


def drop(settings: Settings, name: str, *lines: str) -> None:
    path = settings.exports_dir / "raw" / "isavigne" / "ventes_lignes" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    os.utime(path, (1_700_000_000, 1_700_000_000))


def rows(settings: Settings, query: str) -> list[tuple[object, ...]]:
    conn = database.connect(settings)
    with conn.cursor() as cursor:
        cursor.execute(query)
        found = cursor.fetchall()
    conn.close()
    return found


@contextmanager
def changed(settings: Settings, change: str, back: str) -> Iterator[None]:
    """Change the database for the block."""
    conn = database.connect(settings, autocommit=True)
    with conn.cursor() as cursor:
        cursor.execute(change)
        try:
            yield
        finally:
            cursor.execute(back)
    conn.close()


@pytest.fixture(scope="module")
def project(
    dbt_database: SharedDatabase, dbt_project: Parsed, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    """Settings of a project whose one export holds the owner's two lines."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", dbt_database.emptied())
        patch.setenv("EXPORTS_DIR", str(tmp_path_factory.mktemp("exports")))
        patch.setenv("AS_OF_DATE", "2026-01-05")
        settings = load_settings()
        drop(settings, "ventes_lignes_2025-12-27.csv", HEADER, *LINES)
        yield settings


@pytest.fixture(scope="module")
def opened(project: Settings) -> tuple[Run, list[tuple[object, ...]]]:
    """The first run, and the customers there were after it."""
    done = weekly()
    customers = (
        "select client_code, total_achats, nb_achats, recency_days from crm.customer_360 "
        "order by client_code"
    )
    return done, rows(project, customers)


@pytest.fixture(scope="module")
def first(opened: tuple[Run, list[tuple[object, ...]]]) -> Run:
    return opened[0]


@pytest.fixture(scope="module")
def killed(project: Settings, first: Run) -> list[str]:
    """What the sentence rests on after a run that was killed."""
    process = subprocess.Popen(
        [sys.executable, "-m", "weekly"], cwd=ROOT, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("Construction"):
            break
    process.kill()
    process.wait()
    process.stderr.close()
    return [point.text for point in verdict_of(project).points]


@pytest.fixture(scope="module")
def second(project: Settings, killed: list[str]) -> Run:
    """The run after one that was killed."""
    return weekly()


def test_a_run_that_was_killed_leaves_nothing_verified(killed: list[str]) -> None:
    assert any(text.endswith("a été interrompu") for text in killed)


def test_the_summary_ends_with_the_sentence_of_this_minute(first: Run) -> None:
    sentence, next_step = first.stdout.splitlines()[-2:]
    assert sentence.startswith("Pas vérifié\u00a0: AS_OF_DATE fixe le jour")
    assert next_step.startswith("Ôtez AS_OF_DATE")


def test_the_owners_two_lines_become_two_customers(
    opened: tuple[Run, list[tuple[object, ...]]],
) -> None:
    first, customers = opened
    assert first.returncode == 0, first.stderr
    assert customers == [
        ("CL001", pytest.approx(8.5), 1, 9), ("CL002", pytest.approx(30), 1, 9)
    ]  # fmt: skip


def test_the_run_is_recorded_with_its_steps_and_one_log_file(project: Settings, first: Run) -> None:
    log = ROOT / first.stdout.rsplit("Journal\u00a0: ", 1)[1].splitlines()[0]
    events = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    (run_id,) = {event["run_id"] for event in events}
    assert events[-1]["event"] == "run_ended"
    assert {"weekly", "loader", "dbt"} <= {event["part"] for event in events}
    shown = CliRunner().invoke(program, ["logs", run_id[:8]])
    in_order = sorted(events, key=lambda event: str(event["time"]))
    assert [json.loads(line) for line in shown.stdout.splitlines()] == in_order
    assert not any(word in shown.stdout for word in ("jean", "marie@", "CL001", "Strasbourg"))
    steps = rows(
        project,
        "select runs.status, exit_code, step, run_steps.status from ops.runs "
        f"inner join ops.run_steps using (run_id) where run_id = '{run_id}' order by position",
    )
    assert steps == [("done", 0, step, "done") for step in ("load", "statuses", "build", "plan")]
    profile = yaml.safe_load((log.parents[1] / "profiles.yml").read_text(encoding="utf-8"))
    password = profile["crm_reco"]["outputs"]["prod"]["password"]
    assert password == "{{ env_var('PGPASSWORD', '') }}"


def test_each_step_counts_what_it_did(first: Run) -> None:
    assert "  2 lignes lues\n" in first.stderr
    assert re.search(
        r"^✓ Construction des tables +[0-9,]+ s  [0-9]+ modèles, [0-9]+ contrôles$",
        first.stderr,
        re.MULTILINE,
    )
    assert "ventes_semaine_inhabituelle\u00a0: 2 lignes à regarder — Semaines " in first.stderr
    assert re.search("^Fichiers +1 lu *$", first.stdout, re.MULTILINE)
    assert re.search("^Clients +2, dont 2 joignables *$", first.stdout, re.MULTILINE)


def test_a_run_while_another_works_exits_75_at_once(project: Settings, first: Run) -> None:
    before = rows(project, "select count(*) from ops.runs")
    conn = database.connect(project)
    with database.advisory_lock(conn, "weekly"):
        turned_away = weekly()
    conn.close()
    assert turned_away.returncode == 75
    assert "réessayez" in turned_away.stderr
    assert rows(project, "select count(*) from ops.runs") == before


def test_a_second_run_changes_nothing_and_says_so(second: Run) -> None:
    assert second.returncode == 0, second.stderr
    assert "Rien n'a changé" in second.stdout


def test_what_is_proved_to_be_the_same_is_not_built_again(project: Settings, second: Run) -> None:
    def versions(schema: str) -> list[tuple[object, ...]]:
        return rows(
            project,
            "select oid, relfilenode from pg_class where relkind = 'r' "
            f"and relnamespace = '{schema}'::regnamespace order by 1",
        )

    def is_vouched_for() -> bool:
        points = {point.key for point in verdict_of(project).points}
        return not points & {"silent checks", "not built", "no checks", "failed"}

    weekly()
    entities, advice = versions("etl"), versions("crm")
    nothing_new = weekly()
    assert nothing_new.returncode == 0, nothing_new.stderr
    assert "rien à refaire" in nothing_new.stderr
    assert "Rien n'a changé" in nothing_new.stdout
    assert (versions("etl"), versions("crm")) == (entities, advice)
    assert is_vouched_for()
    ((seconds,),) = rows(
        project,
        "select extract(epoch from finished_at - started_at) from ops.runs "
        "order by started_at desc limit 1",
    )
    assert seconds < 3

    tomorrow = weekly(AS_OF_DATE="2026-01-06")
    assert tomorrow.returncode == 0, tomorrow.stderr
    assert versions("etl") == entities
    assert versions("crm") != advice
    assert (10,) in rows(project, "select recency_days from crm.customer_360")
    assert is_vouched_for()


def test_no_path_a_run_leaves_in_its_folder_is_too_long_for_windows(
    project: Settings, second: Run
) -> None:
    """200 signs within the folder: Windows' 260 leave sixty for where the owner puts it."""
    of_dbt = Path(os.environ["DBT_TARGET_PATH"])  # the suite's; a house has it beside its database
    target = Path("var", "chateau-8bd48953", "target")
    beside = [
        *(Path("var", path.relative_to(root(project))) for path in root(project).rglob("*")),
        *(target / path.relative_to(of_dbt) for path in of_dbt.rglob("*")),
    ]
    packages = [Path(".venv", path.relative_to(sys.prefix)) for path in Path(sys.prefix).rglob("*")]
    assert any("compiled" in path.parts for path in beside)
    assert [path for path in (*beside, *packages) if len(str(path)) > 200] == []


def test_a_reader_that_leaves_and_a_poor_code_page_stop_no_run(second: Run) -> None:
    with subprocess.Popen(
        [sys.executable, *SCHEDULED],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.wait() == second.returncode == 0


def test_a_killed_run_is_marked_by_the_next(project: Settings, second: Run) -> None:
    statuses = rows(project, "select status from ops.runs order by started_at limit 3")
    assert statuses == [("done",), ("killed",), ("done",)]


def test_the_house_comes_back_from_its_backup_and_passes_its_checks(
    project: Settings, second: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = CliRunner().invoke(backups, ["key"]).stdout
    monkeypatch.setenv("BACKUP_KEY", key.partition("BACKUP_KEY=")[2].split()[0])
    assert CliRunner().invoke(backups, ["take"]).exit_code == 0
    drilled = CliRunner().invoke(backups, ["drill"])
    assert drilled.exit_code == 0, drilled.stderr
    assert re.search(r"revient bien.* contrôles", drilled.stdout)
    assert rows(project, "select kind, is_good from ops.backup_events order by event_id") == [
        ("taken", True), ("drilled", True)
    ]  # fmt: skip


def test_a_refused_file_is_named_and_the_others_still_arrive(
    project: Settings, second: Run
) -> None:
    drop(project, "ventes_2026-01-03.csv", "client_code,qty_line", "CL001,1")
    drop(project, "ventes_2026-01-04.csv", HEADER, LINES[0].replace("V0001", "V0003"))
    third = weekly()
    assert third.returncode == 1, third.stderr
    assert "ventes_2026-01-03.csv" in third.stderr
    assert rows(project, "select count(*) from etl.ventes_lignes") == [(3,)]


def test_without_a_database_the_run_exits_4_and_names_the_server(project: Settings) -> None:
    lost = weekly(DATABASE_URL="postgresql://crm:hunter2@127.0.0.1:1/crm")
    assert lost.returncode == 4
    assert "127.0.0.1:1" in lost.stderr
    assert "hunter2" not in lost.stderr + lost.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk always full is Linux's")
def test_a_disk_full_under_postgresql_exits_3_and_asks_for_room(
    project: Settings, second: Run
) -> None:
    full = (
        "create function raw.no_room() returns trigger language plpgsql as $$ begin "
        "copy (select repeat('x', 100000)) to '/dev/full'; return new; end $$;"
        "create trigger no_room before insert on raw.files for each row "
        "execute function raw.no_room()"
    )
    with changed(project, full, "drop trigger no_room on raw.files; drop function raw.no_room()"):
        extra = project.exports_dir / "raw" / "isavigne" / "stock" / "stock_2026-01-05.csv"
        extra.parent.mkdir()
        extra.write_text("produit,stock_total\nRiesling,1\n", encoding="utf-8")
        os.utime(extra, (1_700_000_000, 1_700_000_000))
        stopped = weekly()
    assert stopped.returncode == 3, stopped.stderr
    assert "libérez de la place" in stopped.stderr


def test_schedulers_are_given_a_command_that_keeps_the_exit_code() -> None:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    scheduled = [line for line in page.splitlines() if "0 6 * * 1" in line]
    assert len(scheduled) == 1
    assert " -m warehouse.bootstrap -m deploy.unattended run weekly`" in scheduled[0]


def test_a_step_that_could_not_be_tried_is_recorded_as_skipped(
    project: Settings, second: Run, tmp_path: Path
) -> None:
    assert weekly(EXPORTS_DIR=str(tmp_path)).returncode == 2
    assert rows(
        project,
        "select step, status, detail ->> 'reason' from ops.run_steps natural join "
        "(select run_id from ops.runs order by started_at desc limit 1) as last "
        "order by position",
    ) == [
        ("load", "failed", None),
        ("statuses", "done", None),
        ("build", "skipped", "il faut d'abord « Chargement des exports »"),
        ("plan", "skipped", "il faut d'abord « Chargement des exports »"),
    ]
