"""Words that were given up, each because it meant several things, do not come back."""

import re
from pathlib import Path

import pytest

from warehouse.settings import ROOT

# What docs/words.md says instead: opt-out, rejected, excluded, failed or stopped; backtest,
# training sample, cutoff, vote, damping, popularity weights, balance, candidates.
GIVEN_UP = re.compile(
    # Keys of the commands' JSON stay as they were: they stand in quotation marks.
    r"(?<!\")\brefusals?\b(?!\")|\bbarred\b|\bwitness|\bvantage|\bvoices?\b"
    r"|\bas (achats|profiles|options|readers|tastes|favours|strengths)\b"
    r"|ndcg_by_choice|candidate_wines",
    re.IGNORECASE,
)
REHEARSAL = re.compile(r"rehears", re.IGNORECASE)  # of a sending, never of the advice
KEPT_AS_THEY_WERE = ("migrations", "words.md", "contract.md")


def texts(*folders: str) -> list[Path]:
    return [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in (".py", ".sql", ".yml", ".md")
        and not any(name in path.parts for name in KEPT_AS_THEY_WERE)
    ]


def found(pattern: re.Pattern[str], *folders: str) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in texts(*folders)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize("folder", ["dbt_project", "activation", "weekly", "bench", "docs"])
def test_a_word_given_up_is_not_taken_up_again(folder: str) -> None:
    assert found(GIVEN_UP, folder) == []


def test_only_a_sending_is_rehearsed() -> None:
    rehearsed = found(REHEARSAL, "dbt_project", "bench", "docs")
    allowed = ("docs/sending.md", "dbt_project/models/_sources/_activation.yml")
    assert [line for line in rehearsed if not line.startswith(allowed)] == []
