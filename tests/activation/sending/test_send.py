"""Letters leave once, with exactly what was approved, to people who may be written to."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.brevo.standin import Standin
from tests.support.house import activation, states

Approve = Callable[..., list[str]]


@pytest.mark.processes
def test_approved_letters_leave_once_with_key_tag_and_consent(
    approve: Approve, standin: Standin, conn: Any
) -> None:
    ids = approve("alice", "bruno", "claire")
    done = activation("send", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["accepted"] == 3
    assert activation("send", "--json").returncode == 0
    assert sorted(mail["email"][:5] for mail in standin.state.mails) == ["alice", "bruno", "clair"]
    assert {tag for mail in standin.state.mails for tag in mail["tags"]} >= {f"s:{ids[0]}"}
    assert not standin.state.violations
    assert states(conn) == {"accepted": 3}
