"""Persons chance keeps back: after every gate, for a year, as though they had been written to."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from activation.config import Rules, load_rules
from activation.sending import gates
from tests.support.brevo.standin import Standin
from tests.support.house import TODAY, send_here, states
from warehouse import rows as store
from warehouse.errors import ConfigurationError
from warehouse.settings import Settings

Approve = Callable[..., list[str]]
DRAWN = """
    insert into activation.holdout_draws (client_code, send_id, share, is_held_out, drawn_at)
    select client_code, send_id, 0.5, client_code = 'ALICE', now() - interval %(ago)s
    from activation.outbox
"""


@pytest.fixture
def drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A house that keeps half of its persons back."""
    monkeypatch.setattr(
        "activation.config.load_rules",
        lambda settings: replace(load_rules(settings), holdout_share=0.5),
    )


def draws(conn: Any) -> list[tuple[str, bool]]:
    found = store.rows(
        conn, "select client_code, is_held_out from activation.holdout_draws order by draw_id"
    )
    return [(one["client_code"], one["is_held_out"]) for one in found]


def test_chance_keeps_back_persons_whose_letter_was_to_leave(
    house: Settings, approve: Approve, standin: Standin, conn: Any, drawing: None
) -> None:
    names = [f"p{n}" for n in range(30)]
    approve(*names)
    store.execute(
        conn, "update crm.customer_360 set is_contactable = false where client_code = 'P0'"
    )
    code, counts = send_here(house)
    assert code == 0
    drawn = dict(draws(conn))
    assert drawn.keys() == {name.upper() for name in names[1:]}  # P0 met a gate
    held = sum(drawn.values())
    assert 4 < held < 25  # once in 30,000 runs it is not
    assert states(conn) == {"accepted": 29 - held, "held_out": held, "skipped": 1}
    assert counts["held_out"] == held
    assert {mail["email"].split("@")[0].upper() for mail in standin.state.mails} == {
        code for code, is_held_out in drawn.items() if not is_held_out
    }
    assert (
        store.value(
            conn, "select distinct outcome_reason from activation.outbox where state = 'held_out'"
        )
        == "groupe_temoin"
    )


@pytest.mark.parametrize(("ago", "kept"), [("364 days", {"held_out": 1, "accepted": 1}), ("1", {})])
def test_what_chance_said_stands_for_a_year(
    house: Settings, approve: Approve, conn: Any, drawing: None, ago: str, kept: dict[str, int]
) -> None:
    approve("alice", "bruno")
    store.execute(conn, DRAWN, {"ago": ago if kept else "366 days"})
    send_here(house)
    assert len(draws(conn)) == (2 if kept else 4)
    if kept:
        assert states(conn) == kept


def test_whoever_is_kept_back_counts_as_written_to(
    house: Settings, approve: Approve, standin: Standin, conn: Any, drawing: None
) -> None:
    approve("alice")
    store.execute(conn, DRAWN, {"ago": "1 day"})
    send_here(house)
    assert standin.state.mails == []
    approve("alice")
    send_here(house)
    assert states(conn) == {"held_out": 1, "skipped": 1}
    assert (
        store.value(conn, "select outcome_reason from activation.outbox where state = 'skipped'")
        == "contact_recent"
    )
    with pytest.raises(Exception, match="cannot go from held_out"):
        store.execute(conn, "update activation.outbox set state = 'queued'")


def test_a_share_of_nothing_keeps_nobody_back(house: Settings, approve: Approve, conn: Any) -> None:
    approve("alice")
    store.execute(conn, DRAWN, {"ago": "1 day"})
    send_here(house)
    assert states(conn) == {"accepted": 1}
    assert len(draws(conn)) == 1
    assert gates.parameters(Rules(), TODAY)["holdout_share"] == 0


@pytest.mark.parametrize("share", ["0.6", "-0.1", "dix"])
def test_a_share_that_is_none_is_refused(settings: Settings, tmp_path: Any, share: str) -> None:
    (tmp_path / "dbt_project.yml").write_text(f"name: x\nvars: {{x: {{holdout_share: {share}}}}}")
    with pytest.raises(ConfigurationError, match="holdout_share"):
        load_rules(replace(settings, root=tmp_path))
