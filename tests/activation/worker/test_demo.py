"""The demonstration: letters that would leave are kept to look at, and nothing else ever is."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.approval.one_letter import ask_for_oneself, one_letter
from activation.approval.plan import build_plan
from activation.asked import sendings
from activation.brevo.client import Brevo
from activation.config import Rules, load_rules
from activation.demo.account import is_demonstration, standing_in
from activation.demo.kept import Kept
from activation.letters.push import push
from activation.letters.sender_identity import DEMO
from activation.letters.templates import compile_templates
from activation.sending.to_oneself import send_asked
from activation.worker import requests
from activation.worker.sendings import carry_out
from tests.support.house import TODAY
from tests.support.proposals import GATES, fill, run
from warehouse.database import connect
from warehouse.errors import OutOfReachError
from warehouse.rows import rows, value
from warehouse.settings import Settings

APPROVED = """
    insert into activation.approvals (reco_id, content_hash, decision, decided_by)
    select reco_id, content_hash, 'approved', 'Odile' from activation.recommendations
"""

# A person of an export, who got a letter and asks to be erased.
HEARD_OF = """
    insert into raw.files (dataset, path, status) values ('clients', 'clients.csv', 'loaded');
    insert into raw.clients (_file_id, _line_number, client_code, email)
    select max(file_id), 2, 'CL2', 'cl2@example.org' from raw.files;
    insert into activation.privacy_requests (kind, client_code, asked_by)
    values ('erasure', 'CL2', 'Odile')
"""


@pytest.fixture
def demo(settings: Settings) -> Settings:
    return replace(
        settings,
        is_demo=True,
        as_of_date=TODAY,
        values={**settings.values, "ACTIVATION_PAUSE_SCALE": "0"},
    )


@pytest.fixture
def conn(demo: Settings) -> Iterator[Connection]:
    opened = connect(demo)
    fill(opened, 10)
    run(opened, GATES)
    yield opened
    opened.close()


def test_letters_are_kept_as_they_were_approved(demo: Settings, conn: Connection) -> None:
    kept = Kept.beside(conn, demo)
    for _ in range(2):  # the second time after a restart: all is still there
        with standing_in(demo, kept) as reached:
            push(Brevo(reached), conn, compile_templates(DEMO), DEMO)
    build_plan(conn, demo)
    run(conn, APPROVED)
    asked = sendings.ask(conn, "Odile", sendings.ready_set(conn), Rules(send_delay=0))
    with standing_in(demo, kept) as reached:
        carry_out(reached, asked, lambda: False)
        first = rows(conn, "select reco_id::text as id, content_hash from activation.outbox")[0]
        ask_for_oneself(conn, first["id"], first["content_hash"], "odile@example.org", "Odile")
        assert send_asked(conn, reached, Brevo(reached)) == 1
    assert sendings.progress(conn, asked) == sendings.Progress(6, 5, 0, 1, 0, 0)
    letters = kept.letters()
    assert letters[0].to == "odile@example.org"
    shown = {
        str(one["email_norm"]): one_letter(conn, one["id"])
        for one in rows(conn, "select email_norm, reco_id::text as id from activation.outbox")
    }
    for one in letters[1:]:
        expected = shown[one.to]
        assert expected
        assert (one.letter.subject, one.letter.html) == (
            expected.letter.subject,
            expected.letter.html,
        )
    assert value(conn, "select count(*) from activation.outbox where state = 'accepted'") == 5


def test_whoever_got_a_letter_is_erased_and_their_letter_with_them(
    demo: Settings, conn: Connection
) -> None:
    kept = Kept.beside(conn, demo)
    with standing_in(demo, kept) as reached:
        push(Brevo(reached), conn, compile_templates(DEMO), DEMO)
        build_plan(conn, demo)
        run(conn, APPROVED)
        asked = sendings.ask(conn, "Odile", sendings.ready_set(conn), Rules(send_delay=0))
        carry_out(reached, asked, lambda: False)
        run(conn, HEARD_OF)
        requests.carry_out(reached)
    assert value(conn, "select outcome from activation.privacy_requests") == "done"
    assert {one.to for one in kept.letters()}.isdisjoint({"cl2@example.org"})
    assert len(kept.letters()) == 4


def test_a_request_that_waits_for_brevo_says_so_and_holds_up_no_other(
    demo: Settings, conn: Connection
) -> None:
    run(conn, HEARD_OF)
    run(conn, "insert into activation.privacy_requests (kind, client_code, asked_by)"
        " values ('access', 'CL2', 'Odile')")  # fmt: skip
    away = replace(demo, brevo_api_key="k", brevo_base_url="http://127.0.0.1:9")
    with pytest.raises(OutOfReachError):
        requests.carry_out(away)
    told = rows(conn, "select kind, outcome, said from activation.privacy_requests order by kind")
    assert told == [
        {"kind": "access", "outcome": "done", "said": None},
        {"kind": "erasure", "outcome": None, "said": requests.WAITING[OutOfReachError]},
    ]


def test_only_samples_without_a_key_have_a_stand_in(demo: Settings, settings: Settings) -> None:
    assert is_demonstration(demo)
    with_key = replace(demo, values={"BREVO_API_KEY": "xkeysib-real"})
    for one in (with_key, replace(demo, is_demo=False)):
        assert not is_demonstration(one)
        with pytest.raises(ValueError, match="demonstration"), standing_in(one, Kept(demo.root)):
            pass


def test_whoever_tries_the_house_need_not_wait(demo: Settings) -> None:
    rules = load_rules(demo)
    assert (rules.send_delay, rules.quiet_from, rules.quiet_until) == (1, 0, 0)
    assert load_rules(replace(demo, is_demo=False)).send_delay == 10
