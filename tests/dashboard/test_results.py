"""*Résultats*: what is attributed, what is caused, and how sure one may be of it."""

import json
from dataclasses import replace

import numpy as np
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.config import load_rules
from dashboard.access import tokens
from dashboard.results import words
from dashboard.results.chance import Group, difference, persons_needed
from tests.support.asks import ask
from tests.support.page import Page
from tests.support.proposals import run

HOUSES, LETTERS = 1000, 500
SENT = """
    grant select on all tables in schema crm to crm_dashboard;
    insert into crm.letter_results (semaine, scenario, parties, remises, cliquees, desinscriptions,
        commandes_attribuees, mt_ht_attribue, gardees)
    select current_date - 7 * n, scenario, 40, 38, 5, 1, 3, 123.45, 4
    from generate_series(1, 2) as n, unnest(array['REBUY', 'WINBACK']) as scenario;
"""
# So many persons in each group, of whom so many ordered, for a hundred euros each.
DRAWN = """
    insert into crm.holdout_outcomes (draw_id, client_code, drawn_on, share, is_held_out,
        is_complete, commandes, mt_ht)
    select n, 'P' || n, current_date - 60, 0.2, n <= {kept}, true,
        case when n <= {kept_ordered} or n > {kept} and n <= {kept} + {ordered} then 1 else 0 end,
        case when n <= {kept_ordered} or n > {kept} and n <= {kept} + {ordered} then 100 else 0 end
    from generate_series(1, {kept} + {written}) as n;
"""


def text_of(page: Page) -> str:
    answer = ask(page.url, path="/resultats", Cookie=f"session={page.token('Lecteur')}")
    assert answer.status == 200
    return answer.text.replace("&#39;", "'").replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("share", [0.1, 0.2, 0.5])
@pytest.mark.parametrize("rate", [0.03, 0.1, 0.3])
@pytest.mark.parametrize("gain", [0.0, 0.03])
def test_the_interval_holds_the_truth_as_often_as_it_says(
    share: float, rate: float, gain: float
) -> None:
    chance = np.random.default_rng(20261126)
    kept = chance.binomial(LETTERS, share, HOUSES)
    ordered_kept = chance.binomial(kept, rate)
    ordered = chance.binomial(LETTERS - kept, rate + gain)
    found = [
        difference(Group(LETTERS - int(k), int(o)), Group(int(k), int(ok)))
        for k, o, ok in zip(kept, ordered, ordered_kept, strict=True)
    ]
    assert None not in found
    held = sum(one.low <= gain <= one.high for one in found if one) / HOUSES
    assert 0.93 <= held <= 0.98
    claimed = sum(one.low > 0 for one in found if one) / HOUSES
    if not gain:
        assert claimed <= 0.035


def test_as_many_letters_as_are_asked_for_show_the_gain_four_times_in_five() -> None:
    chance = np.random.default_rng(7)
    most = persons_needed(0.1, 0.2, 0.03)
    kept = round(most * 0.2)
    shown = sum(
        one is not None and one.low > 0
        for o, ok in zip(
            chance.binomial(most - kept, 0.13, HOUSES), chance.binomial(kept, 0.1, HOUSES),
            strict=True,
        )
        if (one := difference(Group(most - kept, int(o)), Group(kept, int(ok))))
    ) / HOUSES  # fmt: skip
    assert 0.74 <= shown <= 0.84


def test_a_house_that_keeps_nobody_back_reads_what_it_would_take(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "activation.config.load_rules",
        lambda settings: replace(load_rules(settings), holdout_share=0.0),
    )
    text = text_of(page)
    assert "On ne peut pas encore dire si les lettres font acheter : aucune n'est gardée" in text
    assert "Aucune lettre n'est encore partie" in text
    assert "holdout_share: 0.1" in text
    # Ten in a hundred kept back of a house where nobody is known to order.
    assert f"{words.about(persons_needed(0, 0.1, 0.03))} lettres" in text


def test_while_zero_is_possible_nothing_is_claimed(page: Page, conn: Connection) -> None:
    run(conn, SENT + DRAWN.format(kept=100, kept_ordered=10, written=400, ordered=52))
    text = text_of(page)
    assert "On ne peut pas encore dire si les lettres font acheter : il faudrait environ" in text
    assert "Écart : +3,0 points" in text
    assert "Causé par les lettres" not in text
    run(conn, "update crm.holdout_outcomes set is_complete = draw_id > 400")
    assert "400 personnes de plus compteront quand leurs 30 jours" in text_of(page)


def test_what_is_caused_stands_apart_from_what_is_attributed(page: Page, conn: Connection) -> None:
    run(conn, SENT + DRAWN.format(kept=1000, kept_ordered=50, written=4000, ordered=600))
    text = text_of(page)
    assert "Les lettres font acheter : sur cent personnes, de 8,1 à 11,6 de plus" in text
    attributed = [row for row in text.split("<tr>") if "123,45 €" in row]
    assert len(attributed) == 4
    caused = next(table for table in text.split("<table>") if "Causé par les lettres" in table)
    assert "attribu" not in caused.partition("</table>")[0]
    assert "493,80 €" in text  # of all
    token = tokens.add(conn, "tableur", "Lecteur", "read")
    said = json.loads(ask(page.url, path="/api/v1/results", Authorization=f"Bearer {token}").body)
    assert said["verdict"].replace("\u00a0", " ") in text
    assert said["is_told"] is True
    assert 320 < said["caused_orders"]["low"] < said["caused_orders"]["high"] < 470
    assert 32_000 < said["caused_mt_ht"]["low"] < said["caused_mt_ht"]["high"] < 48_000
