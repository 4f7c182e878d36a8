"""`dashboard users`: who may open the page, from the command line."""

from contextlib import closing
from typing import Any

import pytest
from typer.testing import CliRunner

from dashboard.access import passwords
from dashboard.cli import app
from warehouse.database import connect
from warehouse.rows import value
from warehouse.settings import Settings

PASSWORD = "du riesling sur le grès"


@pytest.fixture
def typed(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that types a command of `dashboard users`, with a password."""
    monkeypatch.setattr("dashboard.cli.load_settings", lambda: settings)

    def type_in(*arguments: str, password: str = PASSWORD) -> Any:
        return CliRunner().invoke(app, ["users", *arguments], input=f"{password}\n")

    return type_in


def test_users_come_change_and_go(typed: Any, settings: Settings) -> None:
    added = typed("add", "Claire", "--role", "owner", "--password-stdin")
    assert (added.exit_code, added.output) == (0, "Claire may open the page as owner.\n")
    with closing(connect(settings)) as conn:
        kept = str(value(conn, "select password_hash from dashboard.users"))
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert PASSWORD not in kept
    assert passwords.is_right(PASSWORD, kept)
    assert not passwords.is_right(PASSWORD.upper(), kept)
    assert "Claire" in typed("list").output
    again = typed("password", "claire", "--password-stdin", password="un autre assez long, lui")
    assert again.exit_code == 0
    assert typed("remove", "Claire").output == "Claire no longer opens the page.\n"
    assert typed("list").output == "Users of the page: nothing\n"


@pytest.mark.parametrize(
    ("arguments", "password", "said"),
    [
        (("add", "Claire", "--role", "owner"), "court", "12 to 200 characters"),
        (("add", "Claire", "--role", "owner"), "aaaaaaaaaaaaaaaa", "too easy"),
        (("add", "Claire", "--role", "owner"), "claire claire 2026", "too easy"),
        (("add", "Claire", "--role", "chef"), PASSWORD, "owner or reader"),
        (("add", "Cl\x1b[1maire", "--role", "owner"), PASSWORD, "no name"),
        (("add", "Claire", "--role", "owner", "--mail", "claire"), PASSWORD, "no e-mail address"),
        (("password", "Personne"), PASSWORD, "no user Personne"),
    ],
)
def test_what_cannot_be_says_why(
    typed: Any, arguments: tuple[str, ...], password: str, said: str
) -> None:
    refused = typed(*arguments, "--password-stdin", password=password)
    assert refused.exit_code == 2
    assert said in refused.output


def test_a_name_is_given_once_whatever_its_capitals(typed: Any) -> None:
    assert typed("add", "Claire", "--role", "owner", "--password-stdin").exit_code == 0
    twice = typed("add", "CLAIRE", "--role", "reader", "--password-stdin")
    assert twice.exit_code == 2
    assert "already" in twice.output
