"""The plan: what would leave, who is left out and why; nothing leaves and nothing doubles."""

import dataclasses
import socket

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.approval.decide import approve
from activation.approval.plan import build_plan
from activation.approval.plan_text import plan_text as render
from activation.approval.selection import Selection
from tests.support.proposals import fill, run
from warehouse.errors import NeedsPersonError
from warehouse.rows import rows, value
from warehouse.settings import Settings


def test_before_dbt_has_built_it_says_what_to_run(conn: Connection, estate: Settings) -> None:
    run(conn, "drop schema sync cascade")
    with pytest.raises(NeedsPersonError, match=r"sync\.brevo_messages n.existe pas.*make weekly"):
        build_plan(conn, estate)


def test_a_scenario_without_a_letter_stops_the_plan_and_is_named(
    conn: Connection, estate: Settings
) -> None:
    fill(conn, 10)
    run(conn, "update sync.brevo_messages set scenario = 'DEGUSTATION' where client_code = 'CL2'")
    with pytest.raises(NeedsPersonError, match=r"DEGUSTATION.*texts/degustation\.toml"):
        build_plan(conn, estate)
    assert value(conn, "select count(*) from activation.recommendations") == 0


def test_letters_built_for_the_texts_of_another_version_stop_the_plan_and_it_says_what_to_run(
    conn: Connection, estate: Settings
) -> None:
    fill(conn, 10)
    run(conn, "update sync.brevo_messages set params = params #- '{produits,0,unite}'")
    with pytest.raises(NeedsPersonError, match=r"unite.*make weekly"):
        build_plan(conn, estate)
    assert value(conn, "select count(*) from activation.recommendations") == 0


def test_a_letter_approved_in_other_words_is_asked_again_by_name(
    conn: Connection, estate: Settings
) -> None:
    fill(conn, 10)
    build_plan(conn, estate)
    approve(conn, estate, Selection(), "odile")
    assert build_plan(conn, estate).asked_again == []
    changed = "content_hash = 'new' where client_code in ('CL2', 'CL3')"
    run(conn, f"update sync.brevo_messages set {changed}")
    plan = build_plan(conn, estate)
    assert plan.asked_again == ["Chloé Éluère 2 (CL2)", "Chloé Éluère 3 (CL3)"]
    said = render(plan, {})
    assert "lettres approuvées ont changé depuis, à décider de nouveau" in said
    assert "Chloé Éluère 2 (CL2), Chloé Éluère 3 (CL3)" in said


def test_every_person_gets_a_letter_or_one_reason(conn: Connection, estate: Settings) -> None:
    fill(conn, 100)
    plan = build_plan(conn, estate)
    assert plan.left_out == {"sans_email": 20, "contact_recent": 20}
    assert plan.letters == 60
    assert plan.letters + sum(plan.left_out.values()) == plan.persons == 100
    assert plan.letters_by_scenario == dict.fromkeys(plan.letters_by_scenario, 12)


def test_no_connection_is_opened_but_the_databases(
    conn: Connection, estate: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(conn, 10)
    keyed = dataclasses.replace(estate, brevo_api_key="xkeysib-1")
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("a call was made"))
    assert build_plan(conn, keyed).letters == 6


def test_planning_again_changes_nothing(conn: Connection, estate: Settings) -> None:
    fill(conn, 100)
    first = build_plan(conn, estate)
    kept = rows(conn, "select * from activation.recommendations order by reco_id")
    again = build_plan(conn, estate)
    assert (first.proposals_written, again.proposals_written) == (60, 0)
    assert again.proposals_withdrawn == 0
    assert rows(conn, "select * from activation.recommendations order by reco_id") == kept


def test_another_price_is_another_content(conn: Connection, estate: Settings) -> None:
    fill(conn, 10)
    build_plan(conn, estate)
    before = value(conn, "select array_agg(content_hash) from activation.recommendations")
    run(conn, "update sync.brevo_messages set content_hash = 'new' where client_code = 'CL2'")
    assert build_plan(conn, estate).proposals_written == 1
    after = value(conn, "select array_agg(content_hash) from activation.recommendations")
    assert len(set(after) - set(before)) == 1


def test_another_postal_address_is_another_content(conn: Connection, estate: Settings) -> None:
    fill(conn, 10)
    build_plan(conn, estate)
    moved = {**estate.values, "ESTATE_POSTAL_ADDRESS": "2 rue Neuve, 67000 Strasbourg"}
    assert build_plan(conn, dataclasses.replace(estate, values=moved)).proposals_written == 6


def test_a_letter_no_longer_advised_is_withdrawn(conn: Connection, estate: Settings) -> None:
    fill(conn, 10)
    build_plan(conn, estate)
    run(conn, "delete from sync.brevo_messages where client_code = 'CL2'")
    plan = build_plan(conn, estate)
    assert (plan.letters, plan.proposals_withdrawn) == (5, 1)
    assert plan.left_out["aucun_vin"] == 1


def test_contacts_are_counted_against_what_brevo_confirmed(
    conn: Connection, estate: Settings
) -> None:
    fill(conn, 10)
    run(
        conn,
        """
        insert into activation.contact_state
            (client_code, desired_hash, confirmed_hash, confirmed_attributes)
        select client_code, fingerprint,
            case when client_code = 'CL2' then 'old' else fingerprint end,
            case when client_code = 'CL2' then '{"NOM": "Ancien"}' else attributes end
        from sync.brevo_contacts where client_code in ('CL2', 'CL3')
        """,
    )
    plan = build_plan(conn, estate)
    assert (plan.contacts_new, plan.contacts_changed, plan.contacts_unchanged) == (6, 1, 1)
    change = plan.contact_changes[0]
    assert (change.client_code, change.before, change.after) == (
        "CL2",
        {"NOM": "Ancien"},
        {"NOM": "Exemple"},
    )


def test_it_shows_three_letters_in_full_of_three_scenarios(
    conn: Connection, estate: Settings
) -> None:
    fill(conn, 100)
    plan = build_plan(conn, estate)
    assert len({letter.scenario for letter in plan.examples}) == 3
    text = render(plan, {"sans_email": "Aucune adresse"})
    assert "60 lettres proposées pour 100 clients" in text
    # A code without a label shows as it is.
    assert "     20  contact_recent\n       20  Aucune adresse\n" in text
    assert text.count("L'abus d'alcool est dangereux pour la santé") == 3
    assert text.count("12,50 € TTC") == 3


def test_without_a_sender_it_plans_and_says_what_to_correct(
    conn: Connection, settings: Settings
) -> None:
    fill(conn, 10)
    plan = build_plan(conn, settings)
    assert plan.letters == 6
    assert "réglage ESTATE_POSTAL_ADDRESS absent" in render(plan, {})


def test_a_letter_on_its_way_stops_another_to_the_same_address(
    conn: Connection, estate: Settings
) -> None:
    fill(conn, 10)
    build_plan(conn, estate)
    approve(conn, estate, Selection(client_code="CL2"), "Claire")
    run(
        conn,
        """
        update sync.brevo_messages set email = 'cl2@example.org' where client_code = 'CL3';
        update crm.customer_360 set email = 'cl2@example.org' where client_code = 'CL3';
        """,
    )
    plan = build_plan(conn, estate)
    assert (plan.letters, plan.left_out["lettre_en_cours"]) == (5, 1)
    assert plan.decisions == {"approved": 1, "to_decide": 4}
