"""What is forgotten beside the tables stops the Monday plan, and is named on its last line."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.proposals import fill, run
from warehouse import database
from warehouse.settings import Settings
from weekly.run import _run_step
from weekly.run_log import RunLog
from weekly.steps import Context, plan_letters


@pytest.fixture
def monday(settings: Settings, tmp_path: Path) -> Iterator[Context]:
    """A Monday run whose tables are built."""
    settings = dataclasses.replace(settings, root=tmp_path)
    conn, log_conn = (database.connect(settings, autocommit=auto) for auto in (False, True))
    fill(conn, 10)
    with RunLog(log_conn, settings) as log:
        yield Context(settings, conn, log)
    log_conn.close()
    conn.close()


@pytest.mark.parametrize(
    ("forgetting", "named"),
    [
        ("update sync.brevo_messages set scenario = 'DEGUSTATION'", "DEGUSTATION"),
        ("update sync.brevo_contacts set attributes = attributes - 'NOM'", "NOM"),
        ("update sync.brevo_contacts set attributes = attributes || '{\"AGE\": 1}'", "AGE"),
    ],
)
def test_a_forgotten_letter_or_attribute_ends_the_plan_with_3(
    monday: Context, capsys: pytest.CaptureFixture[str], forgetting: str, named: str
) -> None:
    run(monday.conn, forgetting)
    code, _ = _run_step(monday, "plan", "Lettres", plan_letters)
    assert (code, named in capsys.readouterr().err) == (3, True)


def test_with_nothing_forgotten_the_plan_is_made(monday: Context) -> None:
    assert _run_step(monday, "plan", "Lettres", plan_letters)[0] == 0
