"""A whole filter decided in two steps, on exactly what was shown or on nothing; and the list."""

import dataclasses
from pathlib import Path

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.approval.carry_out import carry_out
from activation.approval.decide import approve, flag, reject, undo
from activation.approval.listing import Filter, listing
from activation.approval.plan import build_plan
from activation.approval.selection import Selection
from activation.approval.shown_set import ShownSetChangedError, apply, show
from tests.support.proposals import fill, run
from warehouse.errors import ConfigurationError
from warehouse.rows import value
from warehouse.settings import Settings

EVERYTHING = Filter()
LIFE = """
    update crm.customer_360 set segment = 'Champions', pays = 'France', code_postal = '67600',
        prenom = 'Chloé', nom = 'Éluère ' || client_code;
    update crm.customer_360 set segment = 'Perdus', code_postal = '2A004', nom = 'Bœuf'
    where client_code = 'CL2';
    update crm.customer_360 set pays = 'Allemagne' where client_code = 'CL3';
    update sync.brevo_messages set items = jsonb_build_array(
        items -> 0 || '{"famille": "Riesling"}', items -> 0 || '{"famille": "Riesling"}');
    update sync.brevo_messages set items = jsonb_build_array(
        items -> 0 || '{"famille": "Crémant", "score": 81}'
    ) where client_code = 'CL2';
    insert into etl.clients (client_code, master_client_code) values ('OLD2', 'CL2');
"""


@pytest.fixture
def planned(conn: Connection, estate: Settings) -> Connection:
    """A warehouse with six proposals: CL2, CL3, CL4, CL7, CL8, CL9."""
    fill(conn, 10)
    run(conn, LIFE)
    build_plan(conn, estate)
    return conn


def codes(conn: Connection, asked: Filter) -> set[str]:
    return {one.client_code for one in listing(conn, asked).shown}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (Filter(family="Crémant"), {"CL2"}),
        (Filter(segment="Perdus"), {"CL2"}),
        (Filter(departement="2A"), {"CL2"}),
        (Filter(departement="etranger"), {"CL3"}),
        (Filter(score="80"), {"CL2"}),
        (Filter(text="boeuf chloe"), {"CL2"}),
        (Filter(text="cl8"), {"CL8"}),
        (Filter(text=" old-2 "), {"CL2"}),
        (Filter(text="ELUERE cl9"), {"CL9"}),
        (Filter(text="%_.*"), set()),
        (Filter(state="approved"), set()),
        (Filter(scenario="REBUY"), {"CL2", "CL3"}),
        (Filter(scenario="REBUY", departement="67"), set()),
        (Filter(page=2), set()),
    ],
)
def test_a_filter_finds_what_it_names(planned: Connection, asked: Filter, found: set[str]) -> None:
    if asked.scenario:
        run(planned, "update activation.recommendations set scenario = 'WINBACK'")
        run(
            planned,
            "update activation.recommendations set scenario = 'REBUY'"
            " where client_code in ('CL2', 'CL3')",
        )
    assert codes(planned, asked) == found


def test_each_choice_counts_what_it_would_leave_beside_the_others(planned: Connection) -> None:
    found = listing(planned, Filter(family="Riesling", segment="Champions"))
    assert found.letters == 5
    assert found.counts["family"] == {"Riesling": 5}
    assert found.counts["segment"] == {"Champions": 5}
    assert found.counts["departement"] == {"67": 4, "etranger": 1}
    assert listing(planned, Filter(family="Riesling")).counts["family"] == {
        "Riesling": 5, "Crémant": 1,
    }  # fmt: skip


def test_a_letter_stands_where_the_last_word_puts_it(planned: Connection, estate: Settings) -> None:
    approve(planned, estate, Selection(), "Claire")
    reject(planned, Selection(client_code="CL3"), "Odile", "non")
    flag(planned, Selection(client_code="CL4"), "Odile")
    carry_out(planned, estate)
    for code, state in ("CL7", "sending"), ("CL8", "skipped"):
        run(
            planned,
            f"update activation.outbox set state = '{state}' where client_code = '{code}'",
        )
    run(
        planned,
        "update activation.recommendations set content_hash = 'new' where client_code = 'CL9'",
    )
    found = {one.client_code: one for one in listing(planned, EVERYTHING).shown}
    assert {code: one.state for code, one in found.items()} == {
        "CL2": "approved", "CL3": "rejected", "CL4": "flagged", "CL7": "left", "CL8": "pending",
        "CL9": "pending",
    }  # fmt: skip
    assert [code for code, one in found.items() if one.has_changed] == ["CL9"]
    assert (found["CL3"].decided_by, found["CL3"].reason) == ("Odile", "non")


def test_what_was_shown_is_decided_and_undone_at_once(
    planned: Connection, estate: Settings
) -> None:
    shown = show(planned, estate, Filter(family="Riesling"), "approved", "Claire")
    assert (shown.letters, len(shown.examples), shown.left_out) == (5, 5, {})
    done = apply(planned, estate, shown.set_id, "Claire")
    assert (done.decided, codes(planned, Filter(state="pending"))) == (5, {"CL2"})
    assert undo(planned, estate, done.batch_id or "", "Claire").decided == 5
    assert len(codes(planned, Filter(state="pending"))) == 6


def test_who_is_left_out_is_counted_by_reason(planned: Connection, estate: Settings) -> None:
    reject(planned, Selection(client_code="CL3"), "Odile", "non")
    run(
        planned,
        "insert into activation.opt_outs_heard"
        " (client_code, heard_how, heard_on, told_to, recorded_by)"
        " values ('CL4', 'post', '2026-11-01', 'Odile', 'Odile')",
    )
    run(
        planned,
        "update activation.recommendations set valid_until = '2026-01-01'"
        " where client_code = 'CL7'",
    )
    shown = show(planned, estate, EVERYTHING, "approved", "Claire")
    assert shown.letters == 3
    assert shown.left_out == {"deja_decidee": 1, "desinscrit": 1, "perimee": 1}
    again = show(planned, estate, Filter(state="rejected"), "approved", "Claire")
    assert (again.letters, again.left_out) == (1, {})


CHANGES = {
    "gone": "update activation.recommendations set withdrawn_at = now() where client_code = 'CL3'",
    "reworded": "update activation.recommendations set content_hash = 'new'"
    " where client_code = 'CL3'",
    "added": "update activation.recommendations set withdrawn_at = null",
    "decided": "insert into activation.approvals"
    " (reco_id, content_hash, decision, decided_by, reason)"
    " select reco_id, content_hash, 'rejected', 'Odile', 'non' from activation.recommendations"
    " where client_code = 'CL3'",
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_set_that_changed_decides_nothing_and_says_what_changed(
    planned: Connection, estate: Settings, change: str
) -> None:
    run(
        planned,
        "update activation.recommendations set withdrawn_at = now() where client_code = 'CL9'",
    )
    shown = show(planned, estate, EVERYTHING, "approved", "Claire")
    assert shown.letters == 5
    run(planned, CHANGES[change])
    with pytest.raises(ShownSetChangedError) as refused:
        apply(planned, estate, shown.set_id, "Claire")
    changes = dataclasses.asdict(refused.value.changes)
    assert {name for name in CHANGES if changes[name]} == {change}
    assert set(changes["decided_by"]) == ({"Odile"} if change == "decided" else set())
    made = "select count(*) from activation.approvals where decision = 'approved'"
    assert value(planned, made) == 0


def test_a_set_is_rejected_with_a_reason_and_forgotten_after_a_day(
    planned: Connection, estate: Settings
) -> None:
    shown = show(planned, estate, Filter(score="80"), "rejected", "Claire")
    with pytest.raises(ConfigurationError, match="raison"):
        apply(planned, estate, shown.set_id, "Claire")
    assert apply(planned, estate, shown.set_id, "Claire", "mauvais moment").decided == 1
    run(planned, "update activation.shown_sets set shown_at = now() - interval '25 hours'")
    build_plan(planned, estate)
    with pytest.raises(ConfigurationError, match="more than a day ago"):
        apply(planned, estate, shown.set_id, "Claire", "mauvais moment")


def test_a_second_person_approves_the_set_the_first_one_approved(
    planned: Connection, estate: Settings, tmp_path: Path
) -> None:
    (tmp_path / "dbt_project.yml").write_text(
        "name: x\nvars: {x: {second_person_above_letters: 4}}\n"
    )
    prudent = dataclasses.replace(estate, root=tmp_path)
    first = show(planned, prudent, EVERYTHING, "approved", "Claire")
    assert apply(planned, prudent, first.set_id, "Claire").awaiting_second == 6
    asked = Filter(state="second")
    assert show(planned, prudent, asked, "approved", "Claire").left_out == {"seconde_personne": 6}
    second = show(planned, prudent, asked, "approved", "Odile")
    done = apply(planned, prudent, second.set_id, "Odile")
    assert (done.decided, done.awaiting_second) == (6, 0)
