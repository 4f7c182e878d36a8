"""`make tune`, as docs/recommendations.md tells to run it, on sales small enough to wait for."""

import csv
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bench import tune
from bench.backtest_data import COLUMNS, throwaway_settings
from bench.tune import app
from tests.support.project import Parsed
from warehouse.settings import Settings

pytestmark = [pytest.mark.dbt, pytest.mark.processes]


def write_sales(path: Path) -> None:
    """Write a year of sales: 60 persons, each with a few wines of their own, bought again."""
    chance = random.Random(1)  # noqa: S311 - made-up sales
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for invoice in range(600):
            person = chance.randrange(60)
            day = date(2024, 1, 1) + timedelta(days=chance.randrange(366))
            for wine in chance.sample(range(person % 10, person % 10 + 6), 2):
                writer.writerow([f"C{person}", f"F{invoice}", day, f"P{wine}", 6, "9.50"])


@pytest.fixture
def remembering(
    dbt_project: Parsed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Spare dbt the reading of the project for each database that is thrown away."""

    @contextmanager
    def throwaway(day: date) -> Iterator[Settings]:
        with throwaway_settings(day) as settings:
            dbt_project.remember(settings, tmp_path / "target")
            yield settings

    monkeypatch.setenv("DBT_TARGET_PATH", str(tmp_path / "target"))
    monkeypatch.setattr(tune, "throwaway_settings", throwaway)


def test_tune_scores_each_value_at_each_cutoff_and_on_the_whole(
    remembering: None, tmp_path: Path
) -> None:
    sales = tmp_path / "sales.csv"
    write_sales(sales)
    result = CliRunner().invoke(
        app,
        [
            "run",
            *("--lines", str(sales)),
            *("--cutoffs", "2024-10-01,2024-11-01"),
            *("--horizon", "28"),
            *("--vary", "advice_voting_wines=1,50"),
        ],
    )
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    for cutoff in ("2024-10-01", "2024-11-01"):
        for value in ("1", "50"):
            assert any(
                line.startswith(f"{cutoff} advice_voting_wines={value}: any 0.") for line in lines
            )
    scores = dict(line.strip("| ").split(" | ", 1) for line in lines[-2:])
    assert set(scores) == {"1", "50"}
    assert all(0 < float(score.split(" | ")[0]) < 1 for score in scores.values())
    assert scores["1"] != scores["50"]  # the value has reached the models
