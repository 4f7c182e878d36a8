"""One sentence about this minute: each silence, each fault, and none of them says “Prêt”."""

import dataclasses
import json
from datetime import date

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.health import now
from activation.health.judge import STEPS
from activation.health.verdict import State
from tests.support.health import go_well
from tests.support.house import command
from tests.support.proposals import run
from warehouse import database
from warehouse.errors import ConfigurationError, NeedsPersonError
from warehouse.settings import Settings
from weekly.run import LABELS

FAIL = "update ops.dbt_results set status = 'fail', failures = 3 where name = 'perdues'"
OLD = "update raw.files set export_date = export_date - 30 where dataset = 'clients'"


@pytest.fixture
def well(conn: Connection) -> Connection:
    go_well(conn)
    return conn


def test_a_house_that_is_well_is_ready(well: Connection, estate: Settings) -> None:
    found = now.verdict(well, estate)
    assert found.sentence == "Prêt à approuver\u00a0: aucune lettre."
    assert found.exit_code == 0


def test_a_check_to_look_at_keeps_nobody_from_approving(well: Connection, estate: Settings) -> None:
    run(well, "update ops.dbt_results set status = 'warn', failures = 7 where name = 'sans_prix'")
    assert now.verdict(well, estate).sentence == (
        "Prêt à approuver\u00a0: aucune lettre, 1 point à regarder."
    )


@pytest.mark.parametrize(
    ("silence", "said"),
    [
        ("delete from ops.run_steps; delete from ops.runs", "aucun passage du lundi"),
        ("update ops.runs set started_at = started_at - interval '10 days'", "il y a 10 jours"),
        ("update ops.runs set status = 'failed'", "est incomplet"),
        ("update ops.run_steps set status = 'failed' where step = 'load'", "« Chargement des"),
        ("update ops.run_steps set status = 'skipped' where step = 'plan'", "« Préparation des"),
        ("delete from ops.run_steps where step = 'statuses'", "« Lecture des statuts »"),
        ("update ops.runs set status = 'killed'", "interrompu"),
        ("update ops.runs set status = 'running', finished_at = null", "interrompu"),
        ("delete from ops.dbt_results where name = 'perdues'", "1 contrôle n'a pas tourné"),
        ("update ops.dbt_results set status = 'skipped' where name = 'perdues'", "pas tourné"),
        ("update ops.dbt_results set status = 'error' where name = 'perdues'", "pas tourné"),
        ("update ops.dbt_results set generated_at = now() - interval '1 day'", "2 contrôles n'ont"),
        ("delete from ops.dbt_results", "pas été enregistrés"),
        ("delete from ops.checks", "pas été enregistrés"),
        ("update ops.dbt_results set status = 'error' where name = 'clients'", "dont clients"),
        ("delete from crm.customer_360", "aucun client"),
        ("delete from raw.files", "aucune vente"),
        ("delete from crm.health_facts", "l'âge des exports"),
        ("alter table crm.health_facts rename to away", "pas encore été construites"),
        ("alter table crm.customer_360 rename to away", "ne peuvent pas être lues"),
        ("update raw.files set loaded_at = now() + interval '1 day'", "horloge"),
        ("update raw.files set export_date = export_date + 9", "qui n'est pas encore venu"),
    ],
)
def test_silence_is_never_green(
    well: Connection, estate: Settings, silence: str, said: str
) -> None:
    run(well, silence)
    found = now.verdict(well, estate)
    assert found.state is State.UNVERIFIED, found.sentence
    assert said in found.sentence.replace("\u00a0", " ")
    assert found.exit_code == 3
    assert found.next_step


def test_a_run_at_work_is_awaited(well: Connection, estate: Settings) -> None:
    run(well, "update ops.runs set status = 'running', finished_at = null")
    other = database.connect(estate)
    with database.advisory_lock(other, "weekly"):
        assert "est en cours" in now.verdict(well, estate).sentence
    other.close()


def test_a_database_out_of_reach_is_not_verified(estate: Settings) -> None:
    away = dataclasses.replace(estate, database_url="postgresql://nobody@127.0.0.1:1/none")
    found = now.verdict_of(away)
    assert found.sentence.startswith("Pas vérifié\u00a0: la base de données ne répond pas")
    assert found.exit_code == 4


def test_a_connection_lost_on_the_way_is_not_verified(well: Connection, estate: Settings) -> None:
    killer = psycopg2.connect(estate.database_url)
    with killer.cursor() as cursor:
        cursor.execute("select pg_terminate_backend(%s)", (well.info.backend_pid,))
    killer.commit()
    killer.close()
    assert "ne répond pas" in now.verdict(well, estate).sentence


def test_a_day_that_stands_still_is_not_verified(well: Connection, estate: Settings) -> None:
    still = dataclasses.replace(estate, as_of_date=date(2026, 1, 5))
    assert now.verdict(well, still).state is State.UNVERIFIED


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("update raw.files set export_date = export_date - 10", "il y a 11 jours, et 1 autre"),
        ("update raw.files set status = 'refused' where dataset = 'clients'", "aucun export"),
        ("update raw.files set loaded_at = now() where dataset = 'clients'", "1 fichier est"),
        (
            "insert into crm.health_facts (section, indicateur, statut, detail, position)"
            " values ('rejets', 'part_rejetee', 'attention', '30 lignes de vente', 1)",
            "30 lignes",
        ),
        (
            "insert into ops.runs (run_id, command, status, summary) values"
            " (gen_random_uuid(), 'verify', 'failed', '{\"different\": [\"ventes_lignes\"]}')",
            "ces tables ne sont plus les mêmes",
        ),
        (
            "insert into ops.runs (run_id, command, status, summary) values"
            " (gen_random_uuid(), 'verify', 'failed', '{\"error\": \"le disque est plein\"}')",
            "la comparaison du mois n'a pas eu lieu",
        ),
    ],
)
def test_what_is_late_or_odd_is_to_be_looked_at(
    well: Connection, estate: Settings, fault: str, said: str
) -> None:
    run(well, fault)
    found = now.verdict(well, estate)
    assert found.state is State.LOOK, found.sentence
    assert said in found.sentence


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (FAIL, "des lignes se sont perdues (3 lignes)"),
        (OLD, "le dernier export « clients » date du"),
        (
            "insert into crm.health_facts (section, indicateur, statut, detail, position)"
            " values ('rapprochement', 'montant_ht', 'erreur', '2 € de différence', 1)",
            "2 € de différence",
        ),
    ],
)
def test_what_is_wrong_stops_sending(
    well: Connection, estate: Settings, fault: str, said: str
) -> None:
    run(well, fault)
    found = now.verdict(well, estate)
    assert found.state is State.BLOCKED
    assert said in found.sentence.replace("\u00a0", " ")
    with pytest.raises(NeedsPersonError, match="aucune lettre ne part"):
        now.require_unblocked(well, estate)


def test_an_override_is_kept_and_ends_when_the_block_changes(
    well: Connection, estate: Settings
) -> None:
    run(well, FAIL)
    with pytest.raises(ConfigurationError, match="--reason"):
        now.override(well, estate, "Odile", " ")
    seen = now.verdict(well, estate).block
    run(well, OLD)
    with pytest.raises(ConfigurationError, match="a changé"):
        now.override(well, estate, "Odile", "compté à la main", seen)
    now.override(well, estate, "Odile", "compté à la main")
    lifted = now.verdict(well, estate)
    assert lifted.state is State.LOOK
    assert "levé par Odile" in lifted.sentence
    assert "compté à la main" in lifted.sentence
    now.require_unblocked(well, estate)
    run(well, FAIL.replace("3", "4"))
    assert now.verdict(well, estate).state is State.BLOCKED
    with pytest.raises(psycopg2.errors.RaiseException, match="append-only"):
        run(well, "update activation.health_overrides set reason = 'autre'")


def test_nothing_blocked_is_nothing_to_override(well: Connection, estate: Settings) -> None:
    with pytest.raises(ConfigurationError, match="rien n'est bloqué"):
        now.override(well, estate, "Odile", "au cas où")


def test_no_letter_leaves_a_blocked_house(
    house: Settings, well: Connection, approve: object, standin: object
) -> None:
    approve("alice")  # type: ignore[operator]
    run(well, FAIL)
    done = command("send")
    assert done.exit_code == 3
    assert "bloqué" in done.stderr
    assert standin.state.mails == []  # type: ignore[attr-defined]
    lifted = command("health", "--override", "--by", "Odile", "--reason", "compté")
    assert "levé par Odile" in lifted.stdout
    assert command("send").exit_code == 0
    assert len(standin.state.mails) == 1  # type: ignore[attr-defined]


def test_the_command_says_the_sentence(well: Connection, estate: Settings) -> None:
    run(well, FAIL)
    told = command("health", "--json")
    assert told.exit_code == 3
    said = json.loads(told.stdout)
    assert said["state"] == "bloque"
    assert said["sentence"] == now.verdict(well, estate).sentence
    assert said["next"].startswith("Corrigez dans iSaVigne.")


def test_the_steps_looked_for_are_those_of_the_run() -> None:
    assert STEPS == LABELS
