"""Three houses on one server, two workers, one of which is killed."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from tests.support.project import Parsed
from warehouse import database
from warehouse.settings import ROOT, load_settings
from warehouse.state import folder

pytestmark = [pytest.mark.dbt, pytest.mark.processes]

HOUSES = ("andlau", "barr", "colmar")
HEADER = (
    "client_code,date_livraison,produit_label,qty_line,pu_ht,mt_ht,mt_ttc,document_type,document_no"
)
LIMIT = 400  # seconds, far more than it takes


@pytest.fixture
def fleet(
    new_database: Callable[..., str],
    migrated: str,
    dbt_project: Parsed,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> dict[str, str]:
    """Three houses, each with one sale of its own, asked for; their databases' URLs."""
    register = ["[fleet]", "database = {env = 'QUEUE'}"]
    monkeypatch.setenv("QUEUE", new_database())
    monkeypatch.setenv("STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("HOUSES_FILE", str(tmp_path / "houses.toml"))
    monkeypatch.setenv("FLEET_PATIENCE", "3")
    monkeypatch.setenv("FLEET_RETRY_SECONDS", "2")
    urls = {}
    for house in HOUSES:
        exports = tmp_path / house / "raw" / "isavigne" / "ventes_lignes"
        exports.mkdir(parents=True)
        sale = f"{house.upper()},27/12/2024,Riesling {house},1,8.5,8.5,10.2,VENTE,{house}"
        (exports / "ventes_2025-01-06.csv").write_text(f"{HEADER}\n{sale}\n")
        os.utime(exports / "ventes_2025-01-06.csv", (1_700_000_000, 1_700_000_000))
        monkeypatch.setenv(house.upper(), urls.setdefault(house, new_database(template=migrated)))
        register += [f"[houses.{house}]", f"exports = '{tmp_path / house}'"]
        register += [f"database = {{env = '{house.upper()}'}}"]
    (tmp_path / "houses.toml").write_text("\n".join(register))
    for house in HOUSES:  # dbt finds what it remembers of the project
        settings = load_settings(ROOT, house=house)
        conn = database.connect(settings)
        target = folder(conn, settings) / "target"
        conn.close()
        dbt_project.remember(settings, target)
    return urls


def fleet_says(*arguments: str) -> str:
    command = [sys.executable, "-m", "fleet", *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def wait_until(condition: str) -> None:
    """Wait until what the queue says of the three runs makes `condition` true."""
    end = time.monotonic() + LIMIT
    with closing(psycopg2.connect(os.environ["QUEUE"])) as conn, conn.cursor() as cursor:
        conn.autocommit = True
        while True:
            cursor.execute(f"select {condition} from fleet.runs")
            if cursor.fetchone() == (True,):
                return
            assert time.monotonic() < end, fleet_says("status")
            time.sleep(0.5)


def test_each_house_has_its_monday_once_whatever_becomes_of_a_worker(
    fleet: dict[str, str], tmp_path: Path
) -> None:
    assert fleet_says("ask").startswith("Asked: 3;")
    assert fleet_says("ask", "barr").startswith("Asked: 0; waiting for their run already: 1")
    work = [sys.executable, "-m", "fleet", "work"]
    killed, other = (subprocess.Popen(work, cwd=ROOT) for _ in range(2))
    try:
        wait_until(f"bool_or(worker like '% {killed.pid}')")
        killed.kill()
        wait_until("bool_and(finished_at is not null)")
    finally:
        killed.kill()
        other.terminate()
    assert other.wait(timeout=60) == 0
    runs = json.loads(fleet_says("status", "--json"))["runs"]
    assert {run["house"]: run["exit_code"] for run in runs} == dict.fromkeys(HOUSES, 0)
    # As what a killed worker had begun would, were it slow to begin.
    late = ["-m", "weekly", "--house", HOUSES[0], "--once-since", "2000-01-01"]
    assert subprocess.run([sys.executable, *late], cwd=ROOT, check=False).returncode == 0
    for house, url in fleet.items():
        with psycopg2.connect(url) as conn, conn.cursor() as cursor:
            cursor.execute("select count(*) from ops.runs where status = 'done'")
            assert cursor.fetchone() == (1,)
            cursor.execute("select client_code, produit_key from etl.ventes_lignes")
            assert cursor.fetchall() == [(house.upper(), f"RIESLING {house.upper()}")]
            cursor.execute("select house from ops.this_database")
            assert cursor.fetchone() == (house,)
    assert len(list((tmp_path / "state").iterdir())) == len(HOUSES)
