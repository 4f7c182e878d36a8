"""Files as they were met, each with what becomes of it: `wild/`, outcomes in `outcomes.json`."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.support.loader import Estate

# A workbook is read in a process of its own.
pytestmark = pytest.mark.processes

WILD = Path(__file__).parent / "wild"
OUTCOMES: dict[str, dict[str, Any]] = json.loads(
    (WILD / "outcomes.json").read_text(encoding="utf-8")
)


def test_every_file_has_its_outcome() -> None:
    assert {path.name for path in WILD.iterdir()} == {*OUTCOMES, "outcomes.json"}


@pytest.mark.parametrize("name", OUTCOMES)
def test_a_file_of_the_wild_becomes_what_a_person_would_say(estate: Estate, name: str) -> None:
    expected = OUTCOMES[name]
    dataset = expected["dataset"]
    result = estate.load_one((WILD / name).read_bytes(), dataset, name)
    if "refused" in expected:
        assert result.status == "refused"
        assert re.search(expected["refused"], str(result.error))
        return
    assert (result.error, result.row_count) == (None, expected["loaded"])
    assert [number for number, _, _ in estate.rejected()] == expected["aside"]
    for number, row in expected["last_rows"]:
        found = estate.query(
            f"select {', '.join(row)} from raw.{dataset} where _line_number = %s", number
        )
        assert [dict(zip(row, values, strict=True)) for values in found] == [row]
