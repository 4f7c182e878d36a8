"""How far a no reaches, and that it stays where it has reached."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from activation.feedback.opt_outs import hear
from activation.hash_key import hash_key
from tests.support.brevo.standin import Standin
from tests.support.house import send_here
from warehouse import rows as store
from warehouse.settings import Settings

Approve = Callable[..., list[str]]
JOINED = """
update etl.clients set master_client_code = 'ALICE' where client_code = 'ALIX';
delete from crm.customer_360 where client_code = 'ALIX';
"""
PARTED = """
update etl.clients set master_client_code = client_code;
insert into crm.customer_360 (client_code, email, is_contactable, dernier_achat)
values ('ALIX', 'alix@example.org', true, '2026-03-01');
"""


def reached(standin: Standin) -> list[str]:
    return sorted(mail["email"] for mail in standin.state.mails)


def test_a_no_at_a_second_codes_address_holds_for_the_person_and_when_the_codes_part(
    house: Settings, approve: Approve, standin: Standin, conn: Any
) -> None:
    approve("alice", "bruno")
    (letter,) = approve("alix")
    store.execute(conn, JOINED)
    store.execute(
        conn, "update activation.outbox set not_before = '2099-01-01' where send_id = %s", (letter,)
    )
    standin.state.put_contact("alix@example.org", {}, emailBlacklisted=True)
    send_here(house)
    assert reached(standin) == ["bruno@example.org"]
    # The two codes part, and the second moves to an address nobody knew.
    store.execute(conn, PARTED)
    store.execute(
        conn, "update activation.outbox set not_before = null where send_id = %s", (letter,)
    )
    send_here(house)
    assert reached(standin) == ["bruno@example.org"]


def said(conn: Any, *, code: str | None, email: str | None, **more: Any) -> None:
    """Have an export say no; a word the seeds know, unless `more` says otherwise."""
    line = {
        "said_in": "optin_email", "word": "non", "opt_out_word": "refus_optin", "is_known": True,
        "concerns_address": False, "said_on": None, "export_date": "2026-11-16", "path": "c.csv",
        "_file_id": 1, "_line_number": 2, "client_code": code, "email": email, **more,
    }  # fmt: skip
    store.execute(
        conn,
        "insert into raw.files (path, status) select 'c.csv', 'refused'"
        " where (select coalesce(max(file_id), 0) from raw.files) < %s",
        (line["_file_id"],),
    )
    names = ", ".join(line)
    marks = ", ".join(f"%({name})s" for name in line)
    store.execute(conn, f"insert into etl.opt_outs_said ({names}) values ({marks})", line)


@pytest.mark.parametrize(
    ("code", "email"),
    [("ALICE", None), (None, "alice@example.org"), ("OTHER", "alice@example.org")],
)
def test_a_no_holds_for_everybody_at_the_address_it_was_said_at(
    house: Settings, approve: Approve, standin: Standin, conn: Any, code: str, email: str
) -> None:
    approve("alice", "bruno")
    said(conn, code=code, email=email)
    send_here(house)
    assert reached(standin) == ["bruno@example.org"]


def test_who_once_lived_at_the_address_is_reached_and_nobody_beyond_them(
    house: Settings, approve: Approve, standin: Standin, conn: Any
) -> None:
    """Claire once shared Alice's address; Bruno shares Claire's. Everybody's is nobody's."""
    approve("alice", "bruno", "claire", "denis")
    store.execute(
        conn,
        "insert into crm.customer_addresses values ('CLAIRE', 'alice@example.org', false),"
        " ('CLAIRE', 'bruno@example.org', false), ('ALICE', 'aucun@example.org', true),"
        " ('DENIS', 'aucun@example.org', true)",
    )
    said(conn, code="ALICE", email="alice@example.org")
    said(conn, code="ALICE", email="aucun@example.org")
    send_here(house)
    assert reached(standin) == ["bruno@example.org", "denis@example.org"]


def test_a_corrected_address_is_free_of_the_bounce_of_the_old_one(
    house: Settings, approve: Approve, standin: Standin, conn: Any
) -> None:
    """Brevo's and the ERP's, which every export repeats without a date."""
    approve("alice", "bruno")
    store.execute(
        conn,
        "insert into activation.suppressions"
        " (email_hash, email_norm, client_code, scope, reason, source) values"
        " ('old', 'old@example.org', 'ALICE', 'all', 'hard_bounce', 'brevo:poll')",
    )
    bounce = {
        "said_in": "statut", "word": "bounce", "opt_out_word": "hard_bounce",
        "concerns_address": True,
    }  # fmt: skip
    said(conn, code="BRUNO", email="old.bruno@example.org", **bounce)
    send_here(house, sandbox=True)
    said(conn, code="BRUNO", email="bruno@example.org", _file_id=2, **bounce)
    send_here(house)
    assert reached(standin) == ["alice@example.org", "bruno@example.org"]


def test_a_word_the_seed_has_learnt_is_settled_and_one_it_forgot_is_heard_again(
    house: Settings, conn: Any
) -> None:
    unknown = {"word": "ras", "opt_out_word": "a_confirmer", "is_known": False}
    said(conn, code="ALICE", email=None, **unknown)
    said(conn, code="BRUNO", email=None)
    key = hash_key(conn, house)
    hear(conn, key)
    kept = "select client_code from activation.suppressions where lifted_at is null order by 1"
    assert [one["client_code"] for one in store.rows(conn, kept)] == ["ALICE", "BRUNO"]
    store.execute(
        conn,
        "delete from etl.opt_outs_said where client_code = 'ALICE';"
        "insert into etl.opt_outs_known values ('optin_email', 'ras', null)",
    )
    hear(conn, key)
    assert [one["client_code"] for one in store.rows(conn, kept)] == ["BRUNO"]
    said(conn, code="CLAIRE", email=None)
    store.execute(conn, "delete from etl.opt_outs_known")
    assert hear(conn, key) > 0


def test_what_was_heard_is_not_read_again(house: Settings, conn: Any) -> None:
    """Twenty thousand persons, one in five of whom has said no: the second time takes no time."""
    store.execute(
        conn,
        """
        insert into etl.clients (client_code, master_client_code, email)
        select 'C' || n, 'C' || n, 'c' || n || '@x.fr'
        from generate_series(1, 20000) as n;
        insert into crm.customer_addresses select client_code, email, false from etl.clients;
        insert into raw.files (path, status) values ('c.csv', 'refused');
        insert into etl.opt_outs_said
        select 'C' || n, 'c' || n || '@x.fr', 'optin_email', 'non', 'refus_optin', true, false,
            null, '2026-11-16', 'c.csv', 1, n
        from generate_series(1, 20000, 5) as n;
        analyze;
        """,
    )
    key = hash_key(conn, house)
    assert hear(conn, key) == 8000
    start = time.monotonic()
    assert hear(conn, key) == 0
    assert time.monotonic() - start < 2
