"""Decisions: bound to the content seen, never rewritten, one letter queued for each."""

import contextlib
import dataclasses
import json
import uuid
from pathlib import Path

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.approval.carry_out import carry_out
from activation.approval.decide import approve, reject, undo
from activation.approval.plan import build_plan
from activation.approval.proposals_file import read_decisions
from activation.approval.selection import Selection, selected
from activation.feedback.newest import hear_newest
from activation.hash_key import hash_key
from activation.hashing import email_hash
from tests.support.proposals import fill, run
from warehouse.errors import ConfigurationError, LockedError, NeedsPersonError
from warehouse.rows import execute, row, rows, transaction, value
from warehouse.settings import Settings

EVERYTHING = Selection()


@pytest.fixture
def planned(conn: Connection, estate: Settings) -> Connection:
    """A warehouse with six proposals."""
    fill(conn, 10)
    build_plan(conn, estate)
    return conn


def one(planned: Connection) -> uuid.UUID:
    return uuid.UUID(
        str(value(planned, "select min(reco_id::text) from activation.recommendations"))
    )


def test_approving_queues_exactly_what_was_shown(
    planned: Connection,
    estate: Settings,
) -> None:
    outcome = approve(planned, estate, EVERYTHING, "Claire")
    assert (outcome.decided, outcome.unchanged, outcome.undecided) == (6, 0, [])
    assert carry_out(planned, estate) == 6
    queued = rows(
        planned,
        """
        select outbox.payload, kept.params, outbox.content_hash = kept.content_hash as same,
            outbox.produit_keys, approvals.decided_by
        from activation.outbox
        inner join activation.recommendations as kept on outbox.reco_id = kept.reco_id
        inner join activation.approvals on outbox.approval_id = approvals.approval_id
        """,
    )
    assert len(queued) == 6
    for letter in queued:
        assert json.loads(letter["payload"])["params"] == letter["params"]
        assert letter["same"]
        assert letter["produit_keys"] == ["RIESLING 2021"]
        assert letter["decided_by"] == "Claire"


def test_approving_twice_queues_once(planned: Connection, estate: Settings) -> None:
    for unchanged in (0, 6, 6):
        again = approve(planned, estate, EVERYTHING, "Claire")
        assert (again.decided, again.unchanged) == (6 - unchanged, unchanged)
        carry_out(planned, estate)
    assert value(planned, "select count(*) from activation.outbox") == 6
    assert value(planned, "select count(*) from activation.approvals") == 6


def test_a_choice_is_a_scenario_a_score_or_a_person(
    planned: Connection,
    estate: Settings,
) -> None:
    assert approve(planned, estate, Selection(client_code="CL2"), "Claire").decided == 1
    assert approve(planned, estate, Selection(min_score=8), "Claire").decided == 2
    assert approve(planned, estate, Selection(scenario="rebuy"), "Claire").decided == 2
    assert approve(planned, estate, Selection(reco_ids=[]), "Claire").decided == 0


def test_content_changed_since_it_was_read_is_refused(
    planned: Connection,
    estate: Settings,
) -> None:
    read = Selection(reco_ids=[one(planned)], hashes={one(planned): "what was read"})
    outcome = approve(planned, estate, read, "Claire")
    assert [one.reason for one in outcome.undecided] == ["contenu_modifie"]
    assert value(planned, "select count(*) from activation.approvals") == 0


def test_whoever_said_no_is_not_queued(planned: Connection, estate: Settings) -> None:
    known = email_hash(hash_key(planned, estate), "cl2@example.org")
    run(
        planned,
        f"""
        insert into activation.suppressions (email_hash, scope, reason, source)
        values ('{known}', 'all', 'desinscrit', 'poll')
        """,
    )
    outcome = approve(planned, estate, EVERYTHING, "Claire")
    assert [one.reason for one in outcome.undecided] == ["desinscrit"]
    assert value(planned, "select count(*) from activation.outbox where client_code = 'CL2'") == 0


def test_a_withdrawn_or_unknown_proposal_is_named(planned: Connection, estate: Settings) -> None:
    stranger = uuid.uuid4()
    outcome = approve(planned, estate, Selection(reco_ids=[stranger, one(planned)]), "Claire")
    assert outcome.decided == 1
    assert [(r.reco_id, r.reason) for r in outcome.undecided] == [
        (str(stranger), "proposition_inconnue")
    ]


def test_one_letter_per_address_leaves_no_second_approval(
    planned: Connection,
    estate: Settings,
) -> None:
    run(planned, "update activation.recommendations set email_norm = 'two@example.org'")
    outcome = approve(planned, estate, EVERYTHING, "Claire")
    assert outcome.decided == 1
    assert {one.reason for one in outcome.undecided} == {"adresse_deja_en_file"}
    assert value(planned, "select count(*) from activation.approvals") == 1


def test_a_letter_unfit_to_leave_stops_every_approval(
    planned: Connection,
    settings: Settings,
) -> None:
    with pytest.raises(NeedsPersonError, match="templates lint"):
        approve(planned, settings, EVERYTHING, "Claire")
    assert value(planned, "select count(*) from activation.approvals") == 0


def test_rejecting_needs_a_reason(planned: Connection) -> None:
    with pytest.raises(ConfigurationError, match="demande une raison"):
        reject(planned, EVERYTHING, "Claire", "  ")


def test_rejecting_takes_back_what_was_approved(planned: Connection, estate: Settings) -> None:
    approve(planned, estate, Selection(client_code="CL2"), "Claire")
    carry_out(planned, estate)
    outcome = reject(planned, EVERYTHING, "Claire", "trop tôt")
    assert outcome.decided == 6
    carry_out(planned, estate)
    decisions = rows(
        planned,
        "select decision, count(*) as n from activation.approvals group by 1 order by 1",
    )
    assert [(d["decision"], d["n"]) for d in decisions] == [
        ("approved", 1),
        ("rejected", 5),
        ("revoked", 1),
    ]
    kept = row(planned, "select state, outcome_reason from activation.outbox")
    assert kept == {"state": "cancelled", "outcome_reason": "approbation_retiree"}
    assert reject(planned, EVERYTHING, "Claire", "trop tôt").unchanged == 6


def test_a_decision_cannot_be_rewritten(planned: Connection, estate: Settings) -> None:
    approve(planned, estate, EVERYTHING, "Claire")
    with pytest.raises(psycopg2.errors.RaiseException, match="append-only"):
        run(planned, "update activation.approvals set decided_by = 'Paul'")


def test_new_content_asks_for_a_new_approval(planned: Connection, estate: Settings) -> None:
    approve(planned, estate, Selection(client_code="CL2"), "Claire")
    run(planned, "update sync.brevo_messages set content_hash = 'new' where client_code = 'CL2'")
    assert build_plan(planned, estate).decisions == {"to_decide": 6}


def test_what_was_rejected_can_be_approved_after_all(
    planned: Connection,
    estate: Settings,
) -> None:
    reject(planned, EVERYTHING, "Claire", "trop tôt")
    assert approve(planned, estate, EVERYTHING, "Claire").decided == 6


def test_the_pages_role_decides_as_a_command_does(planned: Connection, estate: Settings) -> None:
    """It may read proposals and add decisions, nothing else; sending carries them out."""
    with transaction(planned), contextlib.suppress(psycopg2.errors.DuplicateObject):
        execute(planned, "savepoint before")
        execute(planned, "create role letters_page login password 'page' in role crm_dashboard")
    with transaction(planned):
        name = planned.info.dbname
        execute(planned, f"grant connect on database {name} to letters_page")
        execute(planned, "grant select on etl.opt_outs_known, etl.clients to crm_dashboard")
    assert estate.database_url
    page = psycopg2.connect(estate.database_url, user="letters_page", password="page")
    assert approve(page, estate, EVERYTHING, "Odile").decided == 6
    assert reject(page, Selection(client_code="CL2"), "Odile", "trop tôt").decided == 1
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        carry_out(page, estate)
    page.close()
    assert carry_out(planned, estate) == 5
    assert carry_out(planned, estate) == 0
    queued = rows(planned, "select client_code, state from activation.outbox")
    assert {line["state"] for line in queued} == {"queued"}
    assert "CL2" not in {line["client_code"] for line in queued}


POSTED = """insert into activation.webhook_inbox (body) values (
    '{"event": "%s", "email": "cl2@example.org", "ts_epoch": 1764000000}')"""
UNREAD = {
    "a file": """
        insert into raw.files (dataset, path, export_date, sha256, size_bytes, status)
        values ('clients', 'c.csv', '2026-11-23', 'a', 1, 'loaded')
    """,
    "a word the seed has learnt": """
        insert into etl.opt_outs_known (said_in, word, opt_out_word)
        values ('statut', 'stop', 'desinscrit')
    """,
    "a complaint": POSTED % "complaint",
    "an unsubscription": POSTED % "unsubscribed",
    "a bounce": POSTED % "hard_bounce",
    "nobody can read": "insert into activation.webhook_inbox (body) values ('{')",
}


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD)
def test_the_page_approves_nothing_while_a_no_may_be_unread(
    planned: Connection, estate: Settings, unread: str
) -> None:
    """Neither anew nor by undoing what took an approval back; whoever may read it hears it."""
    run(planned, "grant select on etl.opt_outs_known to crm_dashboard")
    approve(planned, estate, Selection(client_code="CL3"), "Odile")
    rejected = reject(planned, EVERYTHING, "Odile", "trop tôt").batch_id or ""
    run(planned, POSTED % "click")
    run(planned, unread)
    run(planned, "set role crm_dashboard")
    with pytest.raises(LockedError):
        approve(planned, estate, EVERYTHING, "Odile")
    with pytest.raises(LockedError):
        undo(planned, estate, rejected, "Odile")
    run(planned, "reset role")
    hear_newest(planned, hash_key(planned, estate))
    run(planned, "set role crm_dashboard")
    has_said_no = "cl2@example.org" in unread
    assert undo(planned, estate, rejected, "Odile").decided == 6
    assert approve(planned, estate, EVERYTHING, "Odile").decided == 5 - has_said_no
    run(planned, "reset role")


def test_words_changed_since_the_plan_are_not_approved_unread(
    planned: Connection, estate: Settings
) -> None:
    moved = {**estate.values, "ESTATE_POSTAL_ADDRESS": "2 rue Neuve, 67000 Strasbourg"}
    elsewhere = dataclasses.replace(estate, values=moved)
    outcome = approve(planned, elsewhere, EVERYTHING, "Claire")
    assert {one.reason for one in outcome.undecided} == {"modele_modifie"}
    build_plan(planned, elsewhere)
    assert approve(planned, elsewhere, EVERYTHING, "Claire").decided == 6


def test_another_sender_signs_no_letter_approved_before(
    planned: Connection, estate: Settings
) -> None:
    """Not even one that waits to be carried out: it leaves as approved, or is asked again."""
    approve(planned, estate, EVERYTHING, "Claire")
    moved = dataclasses.replace(estate, brevo_sender_email="autre@example.org")
    assert carry_out(planned, moved) == 6
    signed = rows(planned, "select payload from activation.outbox where payload like '%autre@%'")
    assert signed == []
    run(planned, "update activation.outbox set state = 'cancelled'")
    build_plan(planned, moved)
    assert {one["decision"] for one in selected(planned, EVERYTHING)} == {None}
    approve(planned, moved, EVERYTHING, "Claire")
    assert carry_out(planned, moved) == 6
    sender = "payload::jsonb #>> '{sender,email}'"
    letters = f"select distinct {sender} as sender from activation.outbox where state = 'queued'"
    assert rows(planned, letters) == [{"sender": "autre@example.org"}]


def test_two_letters_approved_by_hand_for_one_address_are_one(
    planned: Connection, estate: Settings
) -> None:
    run(
        planned,
        """
        update activation.recommendations set email_norm = 'two@example.org';
        insert into activation.approvals (reco_id, content_hash, decision, decided_by)
        select reco_id, content_hash, 'approved', 'page' from activation.recommendations
        """,
    )
    assert carry_out(planned, estate) == 1
    kept = rows(planned, "select state, outcome_reason from activation.outbox order by state")
    assert [tuple(line.values()) for line in kept] == [
        ("queued", None),
        *[("skipped", "adresse_deja_en_file")] * 5,
    ]


LETTER, OTHER = "0f8fad5b-d9cb-469f-a165-70867728950e", "7c9e6679-7425-40de-944b-e07fc1f90ae7"
READ, REREAD = "a" * 64, "B" * 64
HEADER = "reco_id;content_hash;vins\n"
UNCLEAR = {
    "no column": (f"reco_id;vins\n{LETTER};Riesling\n", "pas de colonne content_hash"),
    "nobody reads that column": (
        f"reco_id;content_hash;décision\n{LETTER};{READ};non\n",
        "« non » (colonne « décision »)",
    ),
    "beyond the header": (f"{HEADER}{LETTER};{READ};Riesling;non\n", "(colonne « sans nom »)"),
    "no hash": (f"{HEADER}{LETTER};;Riesling\n", "ligne 2 : content_hash manque"),
    "no id": (f"{HEADER};{READ};Riesling\n", "ligne 2 : reco_id manque"),
    "another id": (f"{HEADER}abc;{READ};\n", "ligne 2 : reco_id « abc »"),
    "a spreadsheet's figure": (
        f"{HEADER}{LETTER};1,11111111E+63;\n", "content_hash « 1,11111111E+63 »"
    ),
    "twice": (f"{HEADER}{LETTER};{READ};\n{LETTER};{REREAD};\n", "ligne 3 : reco_id"),
    "a quote that swallows": (
        f'{HEADER}{LETTER};{READ};"Riesling\n{OTHER};{READ};\n', "ce n'est pas un CSV"
    ),
    "no CSV": ("PK\x03\x04\0\0\n", "pas de colonne reco_id"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), UNCLEAR.values(), ids=UNCLEAR)
def test_a_file_that_does_not_bind_what_was_read_decides_nothing(
    tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "lettres.csv"
    path.write_text(text, encoding="utf-8-sig")
    with pytest.raises(ConfigurationError) as refused:
        read_decisions(path)
    assert said in refused.value.french


def test_a_file_binds_each_line_to_what_was_read(tmp_path: Path) -> None:
    path = tmp_path / "lettres.csv"
    lines = f"{LETTER};{READ};Riesling;\n \t;  ;;\n\n{OTHER.upper()};{REREAD}\n{LETTER};{READ};;;\n"
    path.write_text(HEADER.replace("\n", ";;\n") + lines, encoding="utf-8")
    chosen = read_decisions(path)
    bound = {uuid.UUID(LETTER): READ, uuid.UUID(OTHER): REREAD.lower()}
    assert (chosen.reco_ids, chosen.hashes) == (list(bound), bound)
