"""Decisions of two persons, undone, flagged, and needing a second person; opt-outs heard."""

import dataclasses
import threading
import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.approval.carry_out import carry_out
from activation.approval.decide import Decided, approve, flag, reject, undo
from activation.approval.plan import build_plan
from activation.approval.selection import Selection, selected
from activation.feedback.heard import Heard, write_down
from activation.feedback.occasions import Occasion, note_occasion, take_back
from activation.feedback.opt_outs import hear
from activation.hash_key import hash_key
from tests.support.proposals import fill, run
from warehouse.database import connect
from warehouse.errors import ConfigurationError
from warehouse.rows import rows, value
from warehouse.settings import Settings

EVERYTHING = Selection()
TODAY = date(2026, 11, 16)


@pytest.fixture
def planned(conn: Connection, estate: Settings) -> Connection:
    """A warehouse with six proposals."""
    fill(conn, 10)
    build_plan(conn, estate)
    return conn


@pytest.fixture
def other(planned: Connection, estate: Settings) -> Iterator[Connection]:
    """A second person's connection."""
    opened = connect(estate)
    yield opened
    opened.close()


def as_shown(conn: Connection) -> Selection:
    """Return every proposal, bound to what a page shows of it now."""
    found = selected(conn, EVERYTHING)
    ids = [uuid.UUID(str(one["reco_id"])) for one in found]
    return Selection(
        reco_ids=ids,
        hashes={reco_id: one["content_hash"] for reco_id, one in zip(ids, found, strict=True)},
        seen={reco_id: one["approval_id"] for reco_id, one in zip(ids, found, strict=True)},
    )


def decisions(conn: Connection) -> dict[str | None, int]:
    """Return how many proposals stand at each decision."""
    found = selected(conn, EVERYTHING)
    said = [one["decision"] for one in found]
    return {one: said.count(one) for one in said}


def waiting(conn: Connection) -> int:
    return int(value(conn, "select count(*) from activation.outbox where state = 'queued'"))


def batch(decided: Decided) -> uuid.UUID:
    assert decided.batch_id
    return uuid.UUID(decided.batch_id)


def test_the_second_of_two_persons_is_told_who_decided_and_changes_nothing(
    planned: Connection, other: Connection, estate: Settings
) -> None:
    shown = as_shown(other)
    other.rollback()
    approve(planned, estate, shown, "Claire")
    for outcome in (reject(other, shown, "Odile", "non"), approve(other, estate, shown, "Odile")):
        assert outcome.decided == 0
        assert {(one.reason, one.decided_by) for one in outcome.undecided} == {
            ("decidee_entre_temps", "Claire")
        }
        assert all(one.decided_at for one in outcome.undecided)
    assert decisions(planned) == {"approved": 6}


def test_of_two_persons_at_the_same_moment_one_decides_each_letter(
    planned: Connection, other: Connection
) -> None:
    shown = as_shown(planned)
    planned.commit()
    outcomes: list[Decided] = []
    threads = [
        threading.Thread(target=lambda c=c, n=n: outcomes.append(reject(c, shown, n, "non")))  # type: ignore[misc]
        for c, n in ((planned, "Claire"), (other, "Odile"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(one.decided for one in outcomes) == 6
    assert sum(len(one.undecided) for one in outcomes) == 6
    assert value(planned, "select count(*) from activation.approvals") == 6


def test_a_letter_changed_since_it_was_shown_is_asked_again(
    planned: Connection, estate: Settings
) -> None:
    shown = as_shown(planned)
    run(planned, "update activation.recommendations set content_hash = 'new' where score < 5")
    outcome = reject(planned, shown, "Claire", "non")
    assert {one.reason for one in outcome.undecided} == {"contenu_modifie"}
    assert outcome.decided == 6 - len(outcome.undecided) < 6


def test_what_a_letter_was_before_it_changed_is_kept(planned: Connection, estate: Settings) -> None:
    before = rows(planned, "select reco_id, content_hash, params from activation.recommendations")
    run(planned, 'update sync.brevo_messages set params = params || \'{"salutation": "Madame"}\'')
    run(planned, "update sync.brevo_messages set content_hash = md5(content_hash)")
    build_plan(planned, estate)
    kept = rows(planned, "select reco_id, content_hash, params from activation.former_letters")
    assert sorted(kept, key=str) == sorted(before, key=str)
    texts = """
        select count(*) from activation.former_letters
        inner join activation.template_texts using (template_sha256)
    """
    assert value(planned, texts) == 6


def test_undone_a_batch_is_as_it_was_and_undone_twice_decided_again(
    planned: Connection, estate: Settings
) -> None:
    first = reject(planned, Selection(client_code="CL2"), "Odile", "vient d'appeler")
    second = approve(planned, estate, EVERYTHING, "Claire")
    assert (second.decided, decisions(planned)) == (6, {"approved": 6})
    carry_out(planned, estate)
    undone = undo(planned, estate, batch(second), "Odile")
    assert (undone.decided, decisions(planned)) == (6, {None: 5, "rejected": 1})
    carry_out(planned, estate)
    assert waiting(planned) == 0
    assert undo(planned, estate, batch(undone), "Claire").decided == 6
    carry_out(planned, estate)
    assert (decisions(planned), waiting(planned)) == ({"approved": 6}, 6)
    assert undo(planned, estate, batch(first), "Claire").decided == 0
    assert value(planned, "select count(*) from activation.approvals") == 1 + 6 + 6 + 6


def test_what_has_left_is_not_undone_and_named(planned: Connection, estate: Settings) -> None:
    decided = approve(planned, estate, EVERYTHING, "Claire")
    carry_out(planned, estate)
    run(planned, "update activation.outbox set state = 'sending' where client_code = 'CL2'")
    undone = undo(planned, estate, batch(decided), "Claire")
    assert undone.decided == 5
    assert [one.reason for one in undone.undecided] == ["lettre_deja_partie"]


def test_a_flagged_letter_is_taken_back_until_it_is_decided_anew(
    planned: Connection, estate: Settings
) -> None:
    approve(planned, estate, EVERYTHING, "Claire")
    carry_out(planned, estate)
    assert flag(planned, Selection(client_code="CL2"), "Claire").decided == 1
    carry_out(planned, estate)
    assert (waiting(planned), decisions(planned)["flagged"]) == (5, 1)
    assert approve(planned, estate, EVERYTHING, "Claire").decided == 1


@pytest.fixture
def prudent(estate: Settings, tmp_path: Path) -> Settings:
    """An estate where four letters are the most one person approves alone."""
    (tmp_path / "dbt_project.yml").write_text(
        "name: x\nvars: {x: {second_person_above_letters: 4}}\n"
    )
    return dataclasses.replace(estate, root=tmp_path)


def test_beyond_the_rule_a_second_person_approves_and_never_the_first(
    planned: Connection, prudent: Settings
) -> None:
    first = approve(planned, prudent, EVERYTHING, "Claire")
    assert (first.decided, first.awaiting_second) == (6, 6)
    carry_out(planned, prudent)
    assert waiting(planned) == 0
    again = approve(planned, prudent, as_shown(planned), "claire")
    assert (again.decided, {one.reason for one in again.undecided}) == (0, {"seconde_personne"})
    second = approve(planned, prudent, as_shown(planned), "Odile")
    assert (second.decided, second.awaiting_second) == (6, 0)
    carry_out(planned, prudent)
    assert waiting(planned) == 6


def test_approving_in_small_parts_does_not_go_round_the_second_person(
    planned: Connection, prudent: Settings
) -> None:
    alone = [
        approve(planned, prudent, Selection(reco_ids=[reco_id]), "Claire").awaiting_second
        for reco_id in as_shown(planned).reco_ids or []
    ]
    assert alone == [0, 0, 0, 0, 1, 1]
    undone = reject(planned, EVERYTHING, "Odile", "non")
    undo(planned, prudent, batch(undone), "Claire")
    assert decisions(planned) == {"approved": 4, None: 2}
    assert approve(planned, prudent, EVERYTHING, "Claire").awaiting_second == 2


@pytest.mark.parametrize("word", ["phone", "cellar", "post"])
def test_an_opt_out_heard_holds_before_the_next_letter_leaves(
    planned: Connection, estate: Settings, word: str
) -> None:
    heard = Heard("CL2", word, date(2026, 11, 14), "Odile")
    assert write_down(planned, heard, "Claire", TODAY)
    outcome = approve(planned, estate, Selection(client_code="CL2"), "Claire")
    assert [one.reason for one in outcome.undecided] == ["desinscrit"]
    hear(planned, hash_key(planned, estate))
    kept = rows(
        planned,
        "select distinct client_code, email_norm, reason, scope from activation.suppressions"
        " where source ~ '^heard:' order by email_norm",
    )
    assert [tuple(one.values()) for one in kept] == [
        (None, "cl2@example.org", "desinscrit", "all"),
        ("CL2", None, "desinscrit", "all"),
    ]


def test_who_was_spoken_to_lately_is_not_approved(planned: Connection, estate: Settings) -> None:
    note_occasion(
        planned, Occasion("CL2", "telephone", date(2026, 7, 12), "Odile"), "Claire", TODAY
    )
    now = dataclasses.replace(estate, as_of_date=TODAY)
    outcome = approve(planned, now, Selection(client_code="CL2"), "Claire")
    assert [one.reason for one in outcome.undecided] == ["contact_recent"]
    occasion = int(value(planned, "select occasion_id from activation.occasions"))
    assert take_back(planned, occasion, ["CL2"], "Odile")
    assert approve(planned, now, Selection(client_code="CL2"), "Claire").decided == 1


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        (Heard("CL2", "smoke", TODAY, "Odile"), "smoke"),
        (Heard("CL2", "phone", date(2026, 11, 17), "Odile"), "2026-11-17"),
        (Heard("CL2", "phone", TODAY, " "), "whom"),
        (Heard("NOBODY", "phone", TODAY, "Odile"), "NOBODY"),
    ],
)
def test_an_opt_out_that_cannot_be_is_refused(planned: Connection, heard: Heard, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        write_down(planned, heard, "Claire", TODAY)
    assert value(planned, "select count(*) from activation.opt_outs_heard") == 0
