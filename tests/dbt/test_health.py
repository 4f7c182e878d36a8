"""The state of the data is told in one sentence, by the run that has just ended."""

import pytest

from activation.health.now import verdict
from tests.support.estate import Estate

pytestmark = pytest.mark.dbt

BROKEN_CLIENTS = """
create function etl.stumble() returns boolean language plpgsql as $$
begin
    raise exception 'bad address jean@example.org';
end $$;
alter table etl.clients rename to kept;
create view etl.clients as select * from etl.kept where etl.stumble();
"""
MONDAY = "00000000-0000-0000-0000-00000000000d"
# The first build of the estate, as a Monday run a minute ago.
RUN_NOW = f"""
insert into ops.runs (run_id, command, started_at, finished_at, status)
values ('{MONDAY}', 'weekly', now() - interval '1 minute', now(), 'done');
insert into ops.run_steps (run_id, step, position, started_at, status)
select '{MONDAY}', step, 1, now(), 'done'
from unnest(array['load', 'statuses', 'build', 'plan']) as steps (step);
update ops.dbt_results set run_id = '{MONDAY}', generated_at = now() where invocation_id = (
    select invocation_id from ops.dbt_results group by 1 order by count(*) desc limit 1
);
"""


def test_the_page_tells_this_very_runs_tests_in_the_owners_words(estate: Estate) -> None:
    found = [detail for section, _, _, detail in estate.health if section == "tests_a_voir"]
    assert any(
        detail.startswith("Articles absents de la table des contenances") for detail in found
    )


def test_the_sentence_counts_what_must_be_mended(estate: Estate) -> None:
    ((statut, sentence),) = [row[2:] for row in estate.health if row[0] == "etat"]
    assert statut == "erreur"
    assert sentence.startswith("À corriger avant d'envoyer\u00a0: 1 erreur\u00a0; ")


def test_every_line_is_accounted_for(estate: Estate) -> None:
    found = {(row[1], row[2]) for row in estate.health if row[0] == "rapprochement"}
    assert found == {("lignes_de_vente", "ok"), ("montant_ht", "ok")}


def test_every_node_of_a_run_is_recorded_with_who_mends_it(estate: Estate) -> None:
    recorded = estate.rows(
        "select count(*), count(owner) filter (where resource_type = 'test'), "
        "count(*) filter (where resource_type = 'test') from ops.dbt_results "
        "where invocation_id = (select invocation_id from ops.dbt_results "
        "group by 1 order by count(*) desc limit 1)"
    )
    tests = estate.report.count("pass", "warn", "fail", resource_type="test")
    assert recorded[0][1:] == (tests, tests)
    assert recorded[0][0] == len(
        [r for r in estate.report.results if r.resource_type != "operation"]
    )


def test_a_run_that_cannot_be_recorded_is_not_failed(estate: Estate) -> None:
    with estate.conn.cursor() as cursor:
        cursor.execute("alter table ops.dbt_results rename column owner to proprietaire")
        report = estate.dbt("seed", "--select", "rfm_segments")
        cursor.execute("alter table ops.dbt_results rename column proprietaire to owner")
    assert (report.error, report.failed) == (None, [])
    assert report.count("success", resource_type="seed") == 1


def test_an_address_in_a_message_is_masked(estate: Estate) -> None:
    with estate.conn.cursor() as cursor:
        cursor.execute(BROKEN_CLIENTS)
        report = estate.dbt("run", "--select", "customer_identity")
        cursor.execute("drop view etl.clients; alter table etl.kept rename to clients")
    assert "jean@example.org" in report.failed[0].message
    # Other tests leave failures of their own in the estate they share: this one's is found by name.
    ((message,),) = estate.rows(
        "select message from ops.dbt_results"
        " where status = 'error' and message like '%bad address%'"
    )
    assert "jean" not in message
    assert "bad address ***" in message


def test_every_check_has_words_for_whoever_meets_it(estate: Estate) -> None:
    assert estate.rows(
        "select name from ops.checks"
        " where says is null or remedy is null or owner is null or says like '%{%' order by 1"
    ) == []  # fmt: skip
    tests = estate.report.count("pass", "warn", "fail", resource_type="test")
    assert estate.rows("select count(*) from ops.checks") == [(tests,)]


def test_a_week_stands_beside_the_same_week_a_year_before(estate: Estate) -> None:
    found = estate.rows(
        "select count(*), bool_and(extract(isodow from semaine) = 1), max(semaine) < now()"
        " from crm.health_weeks"
    )
    assert found == [(12, True, True)]


def test_what_a_real_check_found_blocks_and_one_left_out_is_told(estate: Estate) -> None:
    """Another run leaves a check out: it has said nothing, whatever it said before."""
    with estate.conn.cursor() as cursor:
        cursor.execute(RUN_NOW)
        whole = verdict(estate.conn, estate.settings)
        cursor.execute(
            "update ops.dbt_results set generated_at = now() - interval '1 day'"
            " where run_id = %s and name = 'produits_sans_prix'",
            (MONDAY,),
        )
        partial = verdict(estate.conn, estate.settings)
        cursor.execute("delete from ops.run_steps; delete from ops.runs")
    said = [point.text for point in whole.blocked]
    assert any(text.startswith("lettres parties après le refus") for text in said), said
    assert not [point for point in whole.unverified if "pas tourné" in point.text]
    assert [point.text for point in partial.unverified if "pas tourné" in point.text] == [
        "1 contrôle n'a pas tourné, dont « vins au catalogue sans prix (aucune lettre ne les "
        "propose) »"
    ]
