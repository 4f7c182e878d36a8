"""Erasure and access: nothing of the person is left, nothing anybody counts is lost."""

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812
from typer.testing import CliRunner

from activation.approval.carry_out import carry_out
from activation.approval.decide import approve
from activation.approval.plan import build_plan
from activation.approval.selection import Selection
from activation.cli import app
from activation.hash_key import hash_key
from activation.hashing import email_hash
from activation.privacy.export import export_person
from activation.privacy.forget import forget, sweep
from activation.worker import requests
from tests.support.brevo.standin import KEY, Standin
from tests.support.house import IDENTITY
from tests.support.proposals import fill, run
from warehouse import database
from warehouse.errors import ConfigurationError, LockedError
from warehouse.rows import rows, transaction, value
from warehouse.settings import Settings
from warehouse.state import identity

# CL00002 and OLD7 are one person, by their address; CL00003 is somebody else.
EXPORTS = """
    insert into raw.files (dataset, path, status) values ('clients', 'clients_1.csv', 'loaded');
    alter table raw.clients add column if not exists surnom text;
    insert into raw.clients (_file_id, _line_number, client_code, nom, prenom, email, telephone,
        adresse, surnom)
    values
        (1, 2, ' cl-00 002', 'Vandermersch', 'Odile', 'Odile.V@Example.org', '0611223344',
            '9 rue du Moulin', 'Didi'),
        (1, 3, 'OLD7', 'Vandermersch', 'O.', 'odile.v@example.org', null, null, null),
        (1, 4, 'CL00003', 'Schmitt', 'Paul', 'paul@example.org', '0699887766', null, null);
    insert into raw.ventes_lignes (_file_id, _line_number, client_code, produit_label,
        date_livraison, mt_ht, document_no, email, ville)
    values
        (1, 10, 'CL00002', 'Riesling 2021', '01/02/2024', '60,00', 'V1', null, 'Obernai'),
        (1, 11, 'OLD7', 'Muscat', '01/02/2025', '40,00', 'V2', 'odile.v@example.org', null),
        (1, 12, 'CL00003', 'Muscat', '01/02/2025', '25,00', 'V3', null, 'Colmar');
    insert into raw.contacts (_file_id, _line_number, client_code, date_contact, canal)
    values (1, 20, 'cl00002', '01/03/2024', 'tel');
    insert into raw.rejected_lines (dataset, _file_id, _line_number, raw_text, reason)
    values ('clients', 1, 5, 'CL00002;Vandermersch;trop;de;colonnes', 'width'),
        ('clients', 1, 6, 'CL00003;Schmitt;trop;de;colonnes', 'width');
"""
DERIVED = """
    insert into etl.clients (client_code, master_client_code, email)
    values ('CL00002', 'CL00002', 'odile.v@example.org'),
        ('OLD7', 'CL00002', 'odile.v@example.org'), ('CL00003', 'CL00003', 'paul@example.org');
    create table snapshots.clients as select *, now() as dbt_valid_from from etl.clients;
    update crm.customer_360 set client_code = 'CL00002', email = 'odile.v@example.org'
    where client_code = 'CL2';
    update sync.brevo_messages set client_code = 'CL00002', email = 'odile.v@example.org'
    where client_code = 'CL2';
    update sync.brevo_contacts set client_code = 'CL00002', email = 'odile.v@example.org'
    where client_code = 'CL2';
"""
# What people type, and what dbt and the webhook quote.
QUOTED = """
    insert into activation.approvals (reco_id, content_hash, decision, decided_by, reason)
    select reco_id, content_hash, 'rejected', 'Claire', 'Mme Vandermersch a appelé'
    from activation.recommendations where client_code = 'CL00002';
    insert into activation.person_notes (client_code, note, written_by)
    values ('CL00002', 'Odile passe en mai', 'Claire'), ('CL00003', 'Aime le muscat', 'Claire');
    insert into activation.occasions (client_code, canal, made_on, made_by, note, recorded_by)
    values ('CL00002', 'visite', '2026-03-01', 'Claire', 'avec son mari', 'Claire');
    insert into dashboard.selections (name, asked, made_by)
    values ('À rappeler', '{"q": "vandermersch odile"}', 'Claire'),
        ('Riesling', '{"vin": "r"}', 'Claire');
    insert into activation.privacy_requests (kind, client_code, asked_by)
    values ('access', 'CL00002', 'Claire');
    insert into activation.access_exports (request_id, content)
    select request_id, 'Odile Vandermersch' from activation.privacy_requests;
    insert into activation.webhook_inbox (body, error)
    values ('{"email": "odile.v@example.org', 'JSONDecodeError');
    insert into activation.charge_taken (taken_by, reason)
    values ('Claire', 'panne vue par Odile Vandermersch'), ('Claire', 'déménagement');
    insert into activation.health_overrides (block, said, decided_by, reason)
    values ('b', 'Bloqué', 'Claire', 'la ligne de CL00002 est juste');
    insert into ops.dbt_results
        (invocation_id, node_id, resource_type, name, status, message, generated_at)
    values ('1', '1', 'model', 'm', 'error', 'Key (client_code)=(CL00002) already exists.', now()),
        ('1', '2', 'model', 'm', 'error', 'Key (client_code)=(CL9000021) already exists.', now());
    insert into ops.runs (run_id, command) values (gen_random_uuid(), 'weekly');
    insert into ops.run_steps (run_id, step, position, started_at, status, detail)
    select run_id, 'build', 1, now(), 'failed', '{"error": "odile.v@example.org"}' from ops.runs;
"""
NEEDLES = ("odile", "vandermersch", "cl00002", "cl-00 002", "old7", "0611223344", "moulin", "didi")


@pytest.fixture
def estate(estate: Settings, tmp_path: Path) -> Settings:
    """An estate whose dbt has a folder of its own: all that lies there is read, and shown."""
    values = {**estate.values, "DBT_TARGET_PATH": str(tmp_path / "target")}
    return dataclasses.replace(estate, root=tmp_path, values=values)


@pytest.fixture
def filled(conn: Connection, estate: Settings) -> Connection:
    """Two persons in every layer, one letter queued to each."""
    fill(conn, 10)
    run(conn, EXPORTS)
    run(conn, DERIVED)
    build_plan(conn, estate)
    run(conn, QUOTED)
    approve(conn, estate, Selection(), "Claire")
    carry_out(conn, estate)
    run(
        conn,
        "update activation.outbox set outcome_reason = 'vu par Odile Vandermersch'"
        " where client_code <> 'CL00002'",
    )
    return conn


def everything(conn: Connection) -> str:
    """Every row of every table, as one lower-case text."""
    names = rows(
        conn,
        """
        select format('%I.%I', schemaname, tablename) as name from pg_tables
        where schemaname not in ('pg_catalog', 'information_schema')
        """,
    )
    texts = [
        str(line["text"])
        for name in names
        for line in rows(conn, f"select t::text as text from {name['name']} as t")
    ]
    return "\n".join(texts).lower()


def left_of(conn: Connection) -> list[str]:
    text = everything(conn)
    return [needle for needle in NEEDLES if needle in text]


def test_nothing_of_the_person_is_left_in_any_table(
    filled: Connection, estate: Settings, tmp_path: Path
) -> None:
    assert left_of(filled) == list(NEEDLES)
    log = tmp_path / "logs" / "dbt.log"
    log.parent.mkdir()
    log.write_text("Failing row contains (Odile.V@Example.org)\n")
    log.with_name("other.log").write_text("CL9000021\n")
    scheduled = tmp_path / "state" / "scheduler.log"
    scheduled.parent.mkdir(exist_ok=True)
    before = [scheduled.with_name(name) for name in ("scheduler.1.log", "scheduler.log.1")]
    for path in (scheduled, *before):
        path.write_text('{"message": "Odile \\u0056andermersch"}\n')
    done = forget(filled, estate, "CL00002")
    assert left_of(filled) == []
    kept = value(filled, "select string_agg(message, ' ' order by node_id) from ops.dbt_results")
    assert kept == "[effacé] Key (client_code)=(CL9000021) already exists."
    assert (done.codes, done.addresses, done.lines) == (2, 1, 6)
    assert done.files == ["clients_1.csv", str(log), *map(str, sorted([scheduled, *before]))]
    assert not estate.brevo_api_key
    left = rows(filled, "select name from dashboard.selections")
    assert [one["name"] for one in left] == ["Riesling"]
    notes = rows(filled, "select client_code from activation.person_notes")
    assert [one["client_code"] for one in notes] == ["CL00003"]


def test_one_job_at_a_time_carries_out_what_is_asked_and_asks_whether_it_is_done(
    filled: Connection, estate: Settings
) -> None:
    asked = "select kind, outcome, said from activation.privacy_requests order by request_id"
    run(
        filled,
        "update activation.privacy_requests set settled_at = now(), outcome = 'done';"
        "insert into activation.privacy_requests (kind, client_code, asked_by) values"
        " ('erasure', 'CL00002', 'Claire'), ('erasure', 'OLD7', 'Claire')",
    )
    with database.advisory_lock(filled, requests.LOCK), pytest.raises(LockedError):
        requests.carry_out(estate)
    assert [one["said"] for one in rows(filled, asked)] == [None] * 3
    filled.commit()
    requests.carry_out(estate)
    # The same person, erased with the first of the two.
    first, second = rows(filled, asked)[1:]
    assert (first["outcome"], first["said"][:18]) == ("done", "6 lignes effacées ")
    assert (second["outcome"], second["said"]) == ("done", requests.ERASED)
    assert left_of(filled) == []


# Tables nobody has told the erasure about, each with a row of Odile's and one of Paul's.
UNLISTED = {
    "activation.visits": """
        create table activation.visits (client_code text, note text);
        insert into activation.visits values ('CL00002', 'Odile'), ('CL00003', 'Paul')
    """,
    "club.members": """
        create schema club; create table club.members (contact_email text, note text);
        insert into club.members values ('Odile.V@Example.org', 'Odile'), ('p@example.org', 'Paul')
    """,
    "activation.remarks": """
        create table activation.remarks (reco_id uuid, note text);
        insert into activation.remarks
        select reco_id, case client_code when 'CL00002' then 'Odile' else 'Paul' end
        from activation.recommendations
    """,
    "club.replies": """
        create schema club; create table club.replies (first_send_id text, note text);
        insert into club.replies
        select send_id::text, case client_code when 'CL00002' then 'Odile' else 'Paul' end
        from activation.outbox
    """,
    "club.second_thoughts": """
        create schema club; create table club.second_thoughts (approval_id bigint, note text);
        insert into club.second_thoughts
        select approval_id, case client_code when 'CL00002' then 'Odile' else 'Paul' end
        from activation.approvals inner join activation.recommendations using (reco_id)
    """,
    "activation.seen": """
        create table activation.seen (email_hash text, note text);
        insert into activation.seen
        select email_hash, case client_code when 'CL00002' then 'Odile' else 'Paul' end
        from activation.outbox
    """,
}


@pytest.mark.parametrize("table", UNLISTED)
def test_a_table_nobody_has_listed_is_shown_and_erased(
    filled: Connection, estate: Settings, table: str
) -> None:
    run(filled, UNLISTED[table])
    shown = export_person(filled, hash_key(filled, estate), "CL00002")["tables"][table]
    assert {line["note"] for line in shown} == {"Odile"}
    forget(filled, estate, "CL00002")
    left = rows(filled, f"select distinct note from {table}")
    run(filled, f"drop table {table}")
    assert [line["note"] for line in left] == ["Paul"]


def test_an_export_nobody_has_listed_keeps_only_what_was_announced_of_it(
    filled: Connection, estate: Settings
) -> None:
    run(
        filled,
        """
        create table raw.reservations
            (_file_id bigint, _line_number bigint, client_code text, pour text, date_visite text);
        insert into raw.reservations values (1, 2, 'old 7', 'Odile V.', '01/02/2025');
        insert into raw.announced_columns values ('reservations', 'date_visite', true, true);
        """,
    )
    shown = export_person(filled, hash_key(filled, estate), "CL00002")["tables"]
    assert [line["pour"] for line in shown["raw.reservations"]] == ["Odile V."]
    assert forget(filled, estate, "CL00002").lines == 7
    line = value(filled, "select row_to_json(lines) from raw.reservations as lines")
    run(
        filled,
        "delete from raw.announced_columns where table_name = 'reservations';"
        "drop table raw.reservations",
    )
    assert (line["client_code"], line["pour"], line["date_visite"]) == (
        "EFFACE", None, "01/02/2025",
    )  # fmt: skip


def test_somebody_else_keeps_every_line(filled: Connection, estate: Settings) -> None:
    forget(filled, estate, "CL00002")
    kept = value(filled, "select row_to_json(c) from raw.clients as c where _line_number = 4")
    assert (kept["nom"], kept["email"]) == ("Schmitt", "paul@example.org")
    assert "schmitt;trop" in everything(filled)
    assert value(filled, "select count(*) from activation.outbox where payload is not null") == 5


def test_who_shares_an_address_keeps_it(filled: Connection, estate: Settings) -> None:
    run(filled, "update raw.clients set email = 'Paul@Example.org' where _line_number = 2")
    shared = email_hash(hash_key(filled, estate), "paul@example.org")
    run(
        filled,
        f"""
        update activation.outbox set state = 'sending' where client_code = 'CL00002';
        update activation.outbox set state = 'accepted', accepted_at = now(),
            email_hash = '{shared}' where client_code = 'CL00002'
        """,
    )
    forget(filled, estate, "CL00002")
    # Written to there yesterday: whoever keeps the address is not written to today.
    erased = "select email_hash, client_code from activation.outbox where erased_at is not null"
    assert rows(filled, erased) == [{"email_hash": shared, "client_code": None}]
    assert sweep(filled, estate) == 0
    emails = rows(filled, "select client_code, email from raw.clients order by _line_number")
    assert [(line["client_code"], line["email"]) for line in emails] == [
        ("EFFACE", None),
        ("EFFACE", None),
        ("CL00003", "paul@example.org"),
    ]


def test_nobody_is_erased_while_letters_leave(filled: Connection, estate: Settings) -> None:
    with database.advisory_lock(filled, "activation"):
        refused = CliRunner().invoke(
            app,
            ["forget", "CL00002", "--yes"],
            env={**IDENTITY, "ACTIVATION_HASH_KEY": "k" * 32},
        )
    assert refused.exit_code == 75, refused.output
    assert left_of(filled) == list(NEEDLES)


def test_every_line_and_every_amount_is_still_counted(filled: Connection, estate: Settings) -> None:
    figures = """
        select array[
            (select count(*) from raw.clients), (select count(*) from raw.ventes_lignes),
            (select count(*) from raw.contacts), (select count(*) from raw.rejected_lines),
            (select sum(replace(mt_ht, ',', '.')::numeric) from raw.ventes_lignes),
            (select count(*) from activation.outbox)
        ]
    """
    before = value(filled, figures)
    forget(filled, estate, "OLD7")
    assert value(filled, figures) == before
    erased = value(filled, "select array_agg(distinct client_code) from raw.ventes_lignes")
    assert set(erased) == {"CL00003", "EFFACE"}


def test_a_letter_waiting_for_them_never_leaves(filled: Connection, estate: Settings) -> None:
    forget(filled, estate, "CL00002")
    erased = rows(
        filled,
        "select state, payload, email_norm from activation.outbox where erased_at is not null",
    )
    assert [dict(line) for line in erased] == [
        {"state": "cancelled", "payload": None, "email_norm": None}
    ]


def test_a_new_export_does_not_bring_them_back(filled: Connection, estate: Settings) -> None:
    forget(filled, estate, "CL00002")
    run(
        filled,
        """
        insert into raw.clients (_file_id, _line_number, client_code, nom, email)
        values (2, 1, 'CL 00002', 'Vandermersch', null), (2, 2, 'NEW1', 'Vandermersch',
            'ODILE.V@example.org'), (2, 3, 'CL00003', 'Schmitt', 'paul@example.org');
        insert into raw.contacts (_file_id, _line_number, client_code) values (2, 1, 'NEW1');
        """,
    )
    moved = "select nextval('ops.change_no')"
    before = value(filled, moved)
    assert sweep(filled, estate) == 3
    assert left_of(filled) == []
    assert "new1" not in everything(filled)
    # The next Monday compares everything: what is built no longer follows from what was compared.
    assert value(filled, moved) == before + 2
    assert sweep(filled, estate) == 0
    assert value(filled, moved) == before + 3


# Line 9 of each is the person again, as somebody else would write it.
AGAIN = {
    "code": "(9, 9, 'cl.-00 002', null, null, null, null)",
    "accents": "(9, 9, 'C\u0327 L00002', null, null, null, null)",
    "invisible": "(9, 9, null, null, null, 'odile.v@\u200bexample.org\ufeff', null)",
    "scheme": "(9, 9, null, null, null, 'MAILTO:Odile.V@example.org', null)",
    "quotes": "(9, 9, '-', null, null, '«\u00a0odile.v@example.org\u00a0».', null)",
    "named": "(9, 9, null, null, null, 'Odile V. <odile.v@EXAMPLE.org>', null)",
    "two": "(9, 9, null, null, null, 'odile.v@example.org ; odile.v@example.org', null)",
    "telephone": "(9, 9, null, 'VANDERMERSCH', 'Mme Odile', null, '+33 6 11 22 33 44')",
    "subject": "(9, 9, null, null, null, 'mailto:odile.v@example.org?subject=vin', null)",
    "hidden": "(9, 9, null, null, null, 'odile.v (at) example.org', null)",
    "entity": "(9, 9, null, null, null, 'odile.v&#64;example.org', null)",
    "wide": "(9, 9, null, null, null, 'odile.v\uff20example.org', null)",
    "in the code": "(9, 9, 'odile.v@example.org', null, null, null, null)",
    "two numbers": "(9, 9, null, 'Vandermersch', 'Odile', '-', '0611223344 / 0388000000')",
    "married": "(9, 9, 'NEW8', 'Vandermersch-Roth', 'Odile', 'o@example.net', '0611223344')",
    "telephone of a new code": "(9, 9, 'NEW9', 'Vandermersch', 'Odile', null, '0611223344')",
    "new code": "(9, 9, 'NEW7', 'Vandermersch', 'Odile', 'odile.v@example.org.', null)",
}


@pytest.mark.parametrize("line", AGAIN.values(), ids=AGAIN.keys())
def test_they_do_not_come_back_under_another_spelling(
    filled: Connection, estate: Settings, line: str
) -> None:
    forget(filled, estate, "CL00002")
    run(
        filled,
        "insert into raw.clients"
        f" (_file_id, _line_number, client_code, nom, prenom, email, telephone) values {line}",
    )
    assert sweep(filled, estate) == 1
    assert left_of(filled) == []
    assert sweep(filled, estate) == 0


@pytest.mark.parametrize(
    "line",
    [
        "CL00002|Vandermersch|x",
        "x;Odile V. <odile.v@example.org>;y",
        "a,MAILTO:odile.v@example.org",
        "-;Vandermersch;Odile;06 11 22 33 44;x",
        "x Odile.V@Example.org\u200b y",
        "x;odile.v@example.org/paul@example.org;y",
        "client=CL00002 email:odile.v@example.org",
        "Odile Vandermersch 06 11 22 33 44",
    ],
)
def test_a_line_nobody_could_split_does_not_keep_them(
    filled: Connection, estate: Settings, line: str
) -> None:
    forget(filled, estate, "CL00002")
    with transaction(filled), filled.cursor() as cursor:
        cursor.execute(
            "insert into raw.rejected_lines (dataset, _file_id, _line_number, raw_text, reason)"
            " values ('clients', 9, 9, %s, 'width')",
            (line,),
        )
    sweep(filled, estate)
    assert left_of(filled) == []


def test_they_are_known_again_by_their_postal_address_and_somebody_else_there_is_not(
    filled: Connection, estate: Settings
) -> None:
    add = (
        "insert into raw.clients"
        " (_file_id, _line_number, client_code, nom, prenom, email, adresse, code_postal) values "
    )
    here = "'9, rue du Moulin', '67210')"
    run(filled, f"{add} (1, 7, 'CL00002', 'Vandermersch', 'Odile', null, {here}")
    run(filled, "insert into etl.clients (client_code, master_client_code) values ('CL4', 'CL4')")
    known = f"(2, 1, 'CL4', 'Vandermersch', 'Odile', 'junior@example.org', {here}"
    run(filled, add + known)
    forget(filled, estate, "CL00002")
    husband = f"(2, 2, 'NEW2', 'Vandermersch', 'Jean', 'jean@example.org', {here}"
    again = f"(2, 3, 'NEW3', 'VANDERMERSCH', 'Odile', 'new@example.org', {here}"
    run(filled, f"{add} {husband}, {again}")
    assert sweep(filled, estate) == 1
    kept = value(filled, "select array_agg(client_code order by client_code) from raw.clients")
    assert kept == ["CL00003", "CL4", "EFFACE", "EFFACE", "EFFACE", "EFFACE", "NEW2"]
    # The new address has joined the list.
    run(
        filled,
        "insert into raw.ventes_lignes (_file_id, _line_number, client_code, email)"
        " values (3, 2, '-', 'new@example.org')",
    )
    assert sweep(filled, estate) == 1


def test_an_address_beside_another_one_leaves_the_cell(
    filled: Connection, estate: Settings
) -> None:
    forget(filled, estate, "CL00002")
    both = "odile.v@example.org/paul@example.org"
    run(
        filled,
        "insert into raw.clients (_file_id, _line_number, client_code, nom, email)"
        f" values (2, 2, 'CL00003', 'Schmitt', '{both}')",
    )
    assert sweep(filled, estate) == 0
    line = value(filled, "select row_to_json(c) from raw.clients as c where _file_id = 2")
    assert (line["nom"], line["email"]) == ("Schmitt", None)


def test_what_others_lines_and_free_texts_say_of_them_goes_too(
    filled: Connection, estate: Settings
) -> None:
    run(
        filled,
        """
        update raw.clients set surnom = 'parrainé par Odile Vandermersch'
        where client_code = 'CL00003';
        update raw.contacts set statut = 'Odile ne souhaite pas';
        insert into activation.suppressions
            (email_hash, client_code, scope, reason, source, said_in, word, said_by)
        values ('a', 'CL00002', 'all', 'a_confirmer', 'x', 'statut', 'Odile est partie', 'a'),
            ('b', 'CL00003', 'all', 'a_confirmer', 'x', 'statut', 'voir Odile Vandermersch', 'b'),
            ('c', 'CL00003', 'all', 'a_confirmer', 'x', 'statut', 'muet', 'c');
        insert into activation.shown_sets (decision, chosen_by, letters, shown_to)
        values ('approved', '{"text": "odile.v@example.org"}', '{}', 'Claire');
        insert into activation.person_notes (client_code, note, written_by)
        values ('CL00003', 'voisin de Odile Vandermersch', 'Claire'), ('CL00003', 'x', 'Claire');
        insert into activation.occasions
            (client_code, canal, made_on, made_by, note, recorded_by)
        values ('CL00003', 'visite', '2026-01-01', 'Claire', 'avec Odile Vandermersch', 'Claire');
        insert into ops.incidents (what, said, remedy, began_at)
        values ('x', 'Vandermersch : ligne illisible', 'y', now());
        """,
    )
    forget(filled, estate, "CL00002")
    assert left_of(filled) == []
    words = (
        "select array_agg(word order by email_hash) from activation.suppressions where word <> ''"
    )
    kept = value(filled, words)
    assert [word.split()[0] for word in kept] == ["efface", "efface", "muet"]
    # A mail in a column that is not for one is found again, whosever line it is.
    run(
        filled,
        "insert into raw.clients (_file_id, _line_number, client_code, nom)"
        " values (2, 2, 'CL00003', 'odile.v@example.org')",
    )
    sweep(filled, estate)
    assert left_of(filled) == []


def test_a_sale_without_a_code_is_theirs_by_its_address_and_stays_without(
    filled: Connection, estate: Settings
) -> None:
    run(
        filled,
        """
        insert into raw.ventes_lignes (_file_id, _line_number, client_code, mt_ht, email)
        values (1, 13, '-', '48,00', 'Odile.V@example.org'),
            (1, 14, '', '12,00', 'Odile.V@example.org'),
            (1, 15, null, '6,00', 'Odile.V@example.org')
        """,
    )
    forget(filled, estate, "CL00002")
    kept = rows(
        filled,
        "select client_code, mt_ht, email from raw.ventes_lignes where _line_number in (13, 14, 15)"
        " order by _line_number",
    )
    assert [tuple(line.values()) for line in kept] == [
        ("-", "48,00", None), ("", "12,00", None), (None, "6,00", None),
    ]  # fmt: skip
    assert left_of(filled) == []


def test_codes_the_warehouse_has_not_matched_yet_are_matched_by_name(
    filled: Connection, estate: Settings
) -> None:
    run(
        filled,
        """
        insert into raw.clients (_file_id, _line_number, client_code, nom, prenom, email, telephone)
        values (1, 7, 'NEW1', 'VANDERMERSCH', 'Odile', 'odile.v@example.org', null),
            (1, 8, 'NEW2', 'Vandermersch', 'Odile', null, '06.11.22.33.44'),
            (1, 9, 'NEW3', 'Vandermersch', 'Jean', null, '0611223344')
        """,
    )
    assert forget(filled, estate, "CL00002").codes == 4
    kept = value(filled, "select array_agg(client_code order by client_code) from raw.clients")
    assert kept == ["CL00003", "EFFACE", "EFFACE", "EFFACE", "EFFACE", "NEW3"]


def test_an_address_in_somebody_elses_line_stays_theirs(
    filled: Connection, estate: Settings
) -> None:
    both = "odile.v@example.org; paul@example.org"
    run(
        filled,
        "insert into raw.clients (_file_id, _line_number, client_code, nom, email)"
        f" values (2, 2, 'CL00003', 'Schmitt', '{both}')",
    )
    forget(filled, estate, "CL00002")
    # Somebody else has it too, so it stays theirs.
    assert value(filled, "select email from raw.clients where _file_id = 2") == both


def test_what_a_refused_file_says_of_them_goes_and_the_file_is_named(
    filled: Connection, estate: Settings
) -> None:
    exports = estate.exports_dir
    (exports / "refused.csv").write_bytes("no;é;Vandermersch;Odile\n".encode("cp1252"))
    (exports / "other.csv").write_text("no;Schmitt;Paul\n", encoding="utf-8")
    (exports / "refused.xlsx").write_bytes(b"PK")
    (exports / "wide.csv").write_bytes("x;Odile;Vandermersch\n".encode("utf-16"))
    run(
        filled,
        """
        insert into raw.files (dataset, path, status, error) values
            ('clients', 'refused.csv', 'refused', 'no columns: “Odile”, “Vandermersch”'),
            ('clients', 'wide.csv', 'refused', 'nothing to be read'),
            ('clients', 'other.csv', 'refused', 'line 2: “Schmitt” is no column'),
            ('clients', 'refused.xlsx', 'refused', 'a cell holds 0611223344')
        """,
    )
    named = forget(filled, estate, "CL00002").files
    assert named == ["clients_1.csv", "refused.csv", "refused.xlsx", "wide.csv"]
    kept = value(filled, "select array_agg(error order by path) from raw.files where error <> ''")
    assert kept == [
        "line 2: “Schmitt” is no column", "[effacé]", "[effacé]", "nothing to be read"
    ]  # fmt: skip


def test_a_restored_backup_does_not_bring_them_back(
    filled: Connection, estate: Settings, new_database: Callable[..., str], drawn: str
) -> None:
    restored = dataclasses.replace(estate, database_url=new_database(template=drawn))
    conn = database.connect(restored)
    run(conn, f"update ops.this_database set database_id = '{identity(filled, estate)[2]}'")
    fill(conn, 10)
    run(conn, EXPORTS)
    run(conn, DERIVED)
    forget(filled, estate, "CL00002")
    assert sweep(conn, restored) == 6
    assert left_of(conn) == []
    assert value(conn, "select count(*) from activation.suppressions where scope = 'erasure'") == 4
    conn.close()


def test_the_refusal_outlives_the_person(filled: Connection, estate: Settings) -> None:
    forget(filled, estate, "CL00002")
    run(filled, "insert into raw.files (dataset, path, status) values ('clients', 'b', 'loaded')")
    run(
        filled,
        """
        insert into crm.customer_360 (client_code, email, is_contactable)
        values ('CL00002', 'odile.v@example.org', true);
        insert into sync.brevo_messages
            (reco_id, client_code, email, scenario, as_of_date, items, params, content_hash)
        select md5('again')::uuid, 'CL00002',
            'odile.v@example.org', scenario, as_of_date, items, params, 'again'
        from sync.brevo_messages limit 1
        """,
    )
    build_plan(filled, estate)
    outcome = approve(filled, estate, Selection(), "Claire")
    assert [one.reason for one in outcome.undecided] == ["efface"]


def test_who_was_never_erased_costs_nothing(conn: Connection, settings: Settings) -> None:
    unkeyed = dataclasses.replace(settings, root=Path("/nonexistent"), values={})
    assert sweep(conn, unkeyed) == 0


def test_without_a_key_what_brevo_holds_stops_the_erasure(
    filled: Connection, estate: Settings
) -> None:
    run(
        filled,
        """
        insert into activation.contact_state (client_code, email_norm, desired_hash)
        values ('CL00002', 'odile.v@example.org', 'x')
        """,
    )
    with pytest.raises(ConfigurationError, match="BREVO_API_KEY is missing"):
        forget(filled, estate, "CL00002")
    assert left_of(filled) == list(NEEDLES)


def test_brevo_forgets_the_contact_and_the_logs_before_we_do(
    filled: Connection, estate: Settings
) -> None:
    run(
        filled,
        """
        update activation.outbox set state = 'sending' where client_code = 'CL00002';
        update activation.outbox set state = 'accepted', accepted_at = now(), message_id = '<m1@x>'
        where client_code = 'CL00002';
        insert into activation.contact_state (client_code, email_norm, desired_hash)
        values ('CL00002', 'old+address@example.org', 'x')
        """,
    )
    with Standin().running() as brevo:
        brevo.state.put_contact("odile.v@example.org", {})
        keyed = dataclasses.replace(estate, brevo_api_key=KEY, brevo_base_url=brevo.url)
        brevo.cue("DELETE /smtp/log", "status", status=403, times=1)
        with pytest.raises(ConfigurationError):
            forget(filled, keyed, "CL00002")
        assert left_of(filled) == list(NEEDLES)
        forget(filled, keyed, "CL00002")
        assert "odile.v@example.org" not in brevo.state.contacts
        deleted = {path for method, path, _, _ in brevo.calls if method == "DELETE"}
    assert deleted == {
        "/contacts/odile.v%40example.org",
        "/contacts/old%2Baddress%40example.org",
        "/smtp/log/%3Cm1%40x%3E",
    }
    assert left_of(filled) == []


def test_a_code_nobody_has_is_named(filled: Connection, estate: Settings) -> None:
    with pytest.raises(ConfigurationError, match="client code CL99999"):
        forget(filled, estate, "CL99999")


def test_export_gives_everything_with_its_source(filled: Connection, estate: Settings) -> None:
    held = export_person(filled, hash_key(filled, estate), "cl 00002")
    assert held["codes"] == ["CL00002", "OLD7"]
    assert held["adresses"] == ["odile.v@example.org"]
    sources = [line["_source"] for line in held["tables"]["raw.clients"]]
    assert sources == [
        {"fichier": "clients_1.csv", "ligne": 2},
        {"fichier": "clients_1.csv", "ligne": 3},
    ]
    assert set(held["tables"]) >= {
        "raw.ventes_lignes", "raw.contacts", "raw.rejected_lines", "etl.clients",
        "snapshots.clients", "crm.customer_360", "sync.brevo_messages", "sync.brevo_contacts",
        "activation.recommendations", "activation.approvals", "activation.outbox",
        "activation.webhook_inbox", "activation.person_notes", "activation.occasions",
    }  # fmt: skip
    text = json.dumps(held, default=str)
    assert "Schmitt" not in text
    assert "paul@" not in text


def test_export_after_erasure_finds_nobody(filled: Connection, estate: Settings) -> None:
    forget(filled, estate, "CL00002")
    with transaction(filled), pytest.raises(ConfigurationError, match="CL00002"):
        export_person(filled, hash_key(filled, estate), "CL00002")
