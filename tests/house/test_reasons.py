"""One list of reasons: every code that can be given, each with one meaning and one label."""

import ast
import csv
import re
from collections import Counter
from typing import Any

import psycopg2
import pytest

from activation.reasons import OPT_OUT_WORDS, Reason
from warehouse.migrate import FOLDER
from warehouse.settings import ROOT, Settings

SEEDS = ROOT / "dbt_project" / "seeds"
MODELS = ROOT / "dbt_project" / "models" / "crm"
# Columns of models that hold a reason, and literals of Python's SQL that are none.
COLUMNS = {"rule", "step_rule", "catalogue_rule", "word", "not_contactable_reason"}
STATES = {
    "pending", "second", "rejected", "left", "to_decide", "personne", "adresse", "undone",
    "scenario", "segment", "departement", "score", "state", "etranger", "aucun", "80", "60", "40",
    "20", "0", "waiting",
}  # fmt: skip
IN_MODELS = re.compile(r"(?:\bthen|\belse|\bselect|,)\s+'([a-z0-9_]+)'")
IN_PYTHON = re.compile(
    r"(?:\bthen|\belse|outcome_reason =|coalesce\([^()']*,)\s+'([a-z0-9_]+)'", re.IGNORECASE
)


def seed(name: str) -> list[dict[str, str]]:
    with (SEEDS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def given_by_models() -> set[str]:
    found = set()
    for path in MODELS.rglob("*.sql"):
        query = re.sub(r"--.*|\{%.*?%\}", "", path.read_text(encoding="utf-8"))
        for code in IN_MODELS.finditer(query):
            column = re.search(r"\bas (\w+)", query[code.end() :])
            if column and column[1] in COLUMNS:
                found.add(code[1])
    return found


def given_by_python() -> set[str]:
    found = {str(reason) for reason in Reason}
    for path in (ROOT / "activation").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= set(IN_PYTHON.findall(node.value))
    return found - STATES


def test_every_reason_that_can_be_given_is_in_the_seed_and_the_reverse() -> None:
    codes = {line["code"] for line in seed("reasons.csv")}
    assert given_by_models() | given_by_python() == codes


def test_each_code_has_one_label_and_no_figure() -> None:
    reasons = seed("reasons.csv")
    for column in ("code", "libelle", "position"):
        assert [value for value, n in Counter(r[column] for r in reasons).items() if n > 1] == []
    assert [r["code"] for r in reasons if not re.fullmatch("[a-z_]+", r["code"])] == []
    assert [r["libelle"] for r in reasons if re.search(r"\d|^$", r["libelle"])] == []


def test_dbt_and_python_read_the_words_of_an_opt_out_alike() -> None:
    assert {line["word"]: line["code"] for line in seed("opt_out_words.csv")} == OPT_OUT_WORDS


def test_the_page_of_reasons_shows_the_seed() -> None:
    page = (ROOT / "docs" / "reasons.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (\w+) \| (.+) \|$", page, re.MULTILINE)
    assert rows == [(r["code"], r["level"], r["libelle"]) for r in seed("reasons.csv")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("contact_135_jours", "contact_recent"),
        ("silence_3_ans", "silence"),
        ("refus_hard_bounce", "bounce"),
        ("refus_plainte", "plainte"),
        ("refus_humeur", "desinscrit"),
        ("refus_optin", "refus_optin"),
        ("prix_change", "prix_change"),
    ],
)
def test_reasons_on_record_take_their_new_codes(
    settings: Settings, before: str, after: str
) -> None:
    conn = psycopg2.connect(settings.database_url)
    with conn.cursor() as cursor:
        cursor.execute(LETTER, {"reason": before})
        cursor.execute((FOLDER / "versions" / "0009_reasons.sql").read_text(encoding="utf-8"))
        cursor.execute(
            "select outcome_reason, updated_at = enqueued_at, counters from activation.outbox,"
            " activation.runs"
        )
        counted = {"accepted": 2, f"skipped_{after}": 3}
        assert cursor.fetchone() == (after, True, counted)
    conn.close()


def test_what_a_person_typed_is_not_taken_for_a_code(settings: Settings) -> None:
    conn = psycopg2.connect(settings.database_url)
    with conn.cursor() as cursor:
        cursor.execute(LETTER, {"reason": "refus_de_signer"})
        cursor.execute("update activation.outbox set decided_by = 'Odile'")
        cursor.execute((FOLDER / "versions" / "0009_reasons.sql").read_text(encoding="utf-8"))
        assert _value(cursor, "select outcome_reason from activation.outbox") == "refus_de_signer"
    conn.close()


def _value(cursor: Any, query: str) -> Any:
    cursor.execute(query)
    return cursor.fetchone()[0]


# A letter that was stopped, and the run that stopped it.
LETTER = """
    insert into activation.recommendations (reco_id, scenario, as_of_date, content_hash, items,
        valid_until)
    values ('00000000-0000-0000-0000-000000000001', 'REBUY', '2026-11-16', 'h', '[]', '2026-11-30');
    insert into activation.approvals (reco_id, content_hash, decision, decided_by)
    values ('00000000-0000-0000-0000-000000000001', 'h', 'approved', 'Odile');
    insert into activation.outbox (send_id, reco_id, approval_id, content_hash, client_hash,
        email_hash, email_norm, payload, scenario, template_sha256, payload_sha256, idempotency_key,
        legal_basis, valid_until, state, outcome_reason, enqueued_at, updated_at)
    select '00000000-0000-0000-0000-000000000002', reco_id, approval_id, 'h', 'c', 'e', 'a@b.fr',
        '{}', 'REBUY', 't', 'p', '00000000-0000-0000-0000-000000000003', 'client_existant',
        '2026-11-30', 'skipped', %(reason)s, '2026-11-16', '2026-11-16'
    from activation.approvals;
    insert into activation.runs (run_id, command, counters)
    values ('00000000-0000-0000-0000-000000000004', 'send',
        jsonb_build_object('accepted', 2, 'skipped_' || %(reason)s, 3));
"""
