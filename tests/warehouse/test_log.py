"""One run's lines: every part under one id, nobody named, and room kept for others."""

import asyncio
import json
import os
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboard.calm import Calm
from loader.load import load
from warehouse import database, log
from warehouse.rows import rows
from warehouse.settings import Settings
from warehouse.state import root

SOMEBODY = ("Zoé d'Aubigné", "zoe.aubigne@example.org", "06 12 34 56 78", "12 rue du Puits")
# As exports have been seen: a person where names of columns should be, a quote nobody closes, a
# number that is none, a person in the name of the file.
HOSTILE = {
    "clients_2026-11-16.csv": f"client_code,nom,email\n1,{SOMEBODY[0]},{SOMEBODY[1]}\n",
    "clients_2026-11-17.csv": ",".join(SOMEBODY) + "\n" + ",".join(SOMEBODY) + "\n",
    "clients_2026-11-18.csv": f'client_code,nom\n1,"{SOMEBODY[0]}\n2,{SOMEBODY[3]}\n',
    f"clients {SOMEBODY[1]} 2026-11-19.csv": f"client_code\n{SOMEBODY[2]}\x00\n",
}


def written(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.lines_of(folder, "")]


def test_no_line_of_a_run_over_hostile_exports_names_anybody(settings: Settings) -> None:
    folder = settings.exports_dir / "raw" / "isavigne" / "clients"
    folder.mkdir()
    for name, text in HOSTILE.items():
        path = folder / name
        path.write_text(text, encoding="utf-8")
        os.utime(path, (1_700_000_000, 1_700_000_000))
    load(settings)
    text = "".join(path.read_text() for path in root(settings).rglob("*.jsonl"))
    lines = written(root(settings))
    assert {line["status"] for line in lines} >= {"loaded", "refused"}
    (run_id,) = {line["run_id"] for line in lines}
    with closing(database.connect(settings)) as conn:
        assert rows(conn, "select distinct run_id::text from raw.files") == [{"run_id": run_id}]
    for word in (*SOMEBODY, "Aubign", "zoe", "Puits", "06 12"):
        assert word not in text


def test_what_runs_within_a_run_has_its_id_and_what_is_quoted_is_left_out(tmp_path: Path) -> None:
    with (
        log.of_run(tmp_path / "a" / log.FOLDER, "weekly") as run,
        log.of_run(tmp_path / "b" / log.FOLDER, "activation-pull"),
    ):
        log.event("activation", "failed", why="le fichier « Zoé.csv » de zoe@example.org", n=2)
    (line,) = written(tmp_path)
    assert line == {
        "time": line["time"], "run_id": run.run_id, "part": "activation", "event": "failed",
        "why": "le fichier … de …", "n": 2,
    }  # fmt: skip
    assert log.at_work() is None


def test_logs_keep_to_their_age_and_their_room(tmp_path: Path) -> None:
    now = time.time()
    for name, age, size in (
        ("new", 1, 30_000_000), ("older", 2, 30_000_000), ("old", 401, 1), ("recent", 0, 1)
    ):  # fmt: skip
        path = tmp_path / f"weekly-{name}.jsonl"
        with path.open("wb") as file:
            file.truncate(size)
        os.utime(path, (now - age * 86400, now - age * 86400))
    with log.of_run(tmp_path, "weekly"):
        for _ in range(50):
            log.event("loader", "file", status="x" * 1_000_000)
    kept = {path.name for path in tmp_path.iterdir()}
    assert {"weekly-new.jsonl", "weekly-recent.jsonl"} == {
        name for name in kept if not name[7].isdigit()
    }
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 60_000_000


def test_the_page_logs_an_answer_by_its_address_without_whom_it_is_about(tmp_path: Path) -> None:
    def show(request: Request) -> Response:
        raise ValueError(request.path_params["code"])

    page = Calm(
        Starlette(routes=[Route("/clients/{code}", show)]),
        lambda _, number: PlainTextResponse(number, 500),
    )
    said: list[Any] = []

    async def send(message: Any) -> None:
        said.append(message)

    async def receive() -> Any:
        return {"type": "http.request"}

    scope = {
        "type": "http", "method": "GET", "path": "/clients/CL001", "headers": [],
        "query_string": b"q=Martin",
    }  # fmt: skip
    # A thread of its own: a browser's test may have left a loop running in this one.
    with log.of_run(tmp_path / log.FOLDER, "page"), ThreadPoolExecutor() as aside:
        aside.submit(asyncio.run, page(scope, receive, send)).result()
    (line,) = [one for one in written(tmp_path) if one["event"] == "answered"]
    assert (line["address"], line["status"]) == ("/clients/{code}", 500)
    assert "CL001" not in str(written(tmp_path))
