"""dbt, for tables, and Python, for erasures and files, read a text alike."""

from collections.abc import Callable

import jinja2
import psycopg2
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from psycopg2.extras import execute_values

from activation.hashing import normal_address, normal_code
from warehouse.console import plain
from warehouse.settings import ROOT

MACROS = ("clean_text", "plain_text", "code_text", "email_address")
POINTS = "generate_series(1, x'E01FF'::int) as point where point not between 55296 and 57343"
# What addresses and codes are written with, what programs and people put around them, and any
# other sign at all.
WRITTEN = st.text(
    "aZ09.-_@'\"<>()[]{};:, \t\n\u00a0\u200b\ufeff\u202e\u00adéÉßİıK＠ａœ½", max_size=9
)
ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=4)
AROUND = st.sampled_from(
    ["", "", "mailto:", "MAILTO:", "Nom <", ">", "<", "'", '"', " ", ".", "\u200b"]
)
LOCAL = st.sampled_from(["a", "Jean.D", "o'brien", ".a", "a.", "x" * 64, "x" * 65, "é", "CL-00"])
DOMAIN = st.sampled_from(["b.fr", "Ex-ample.ORG", "-b.fr", "b..fr", "b", "b.f", "y" * 190 + ".fr"])
ADDRESS = st.tuples(AROUND, AROUND, LOCAL, WRITTEN, st.just("@"), DOMAIN, AROUND).map("".join)
PLAIN = st.tuples(AROUND, LOCAL, ANY, st.just("@"), DOMAIN, AROUND).map("".join)
TEXTS = st.lists(st.one_of(WRITTEN, ANY, ADDRESS, PLAIN), min_size=100, max_size=100)
DRAWN = 10_000


def macro(call: str) -> str:
    folder = ROOT / "dbt_project" / "macros" / "normalisation"
    text = "".join((folder / f"{name}.sql").read_text(encoding="utf-8") for name in MACROS)
    return jinja2.Environment().from_string(f"{text}{{{{ {call} }}}}").render().strip()  # noqa: S701 - SQL


def test_dbt_and_python_take_the_same_signs_out(new_database: Callable[[], str]) -> None:
    conn = psycopg2.connect(new_database())
    with conn.cursor() as cursor:
        between = macro("plain_text(\"'a' || chr(point) || 'b'\")")
        cursor.execute(f"select chr(point), {between} from {POINTS}")
        differing = [sign for sign, found in cursor if plain(f"a{sign}b") != found]
    conn.close()
    assert differing == []


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """Ten thousand texts, drawn anew each time."""
    found: list[str] = []

    @settings(
        max_examples=DRAWN // 100, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(TEXTS)
    def draw(some: list[str]) -> None:
        found.extend(some)

    draw()
    return found


@pytest.mark.parametrize(
    ("call", "python"),
    [
        ("code_text('cleaned')", lambda text: normal_code(text) or None),
        ("email_address('cleaned')", normal_address),
    ],
    ids=["codes", "addresses"],
)
def test_dbt_and_python_never_disagree_about_a_code_or_an_address(
    new_database: Callable[[], str],
    texts: list[str],
    call: str,
    python: Callable[[str], str | None],
) -> None:
    cleaned = macro("clean_text('written')")
    query = (
        f"select written, {macro(call)} from texts"
        f" cross join lateral (select {cleaned} as cleaned limit 1) as cleaning"
    )
    conn = psycopg2.connect(new_database())
    with conn.cursor() as cursor:
        cursor.execute("create temporary table texts (written text)")
        execute_values(cursor, "insert into texts values %s", [(text,) for text in texts])
        cursor.execute(query)
        found = cursor.fetchall()
    conn.close()
    assert len(found) >= DRAWN
    assert [(text, said, python(text)) for text, said in found if said != python(text)] == []
    assert len({said for _, said in found}) > 30


@pytest.mark.parametrize(
    "written",
    [
        "Jean.Dupont@Example.org",
        "mailto:jean.dupont@example.org",
        "'jean.dupont@example.org'",
        "Jean Dupont <jean.dupont@example.org>",
        "jean.dupont@\u200bexample.org",
        "\ufeffjean.dupont@example.org.",
        "« jean.dupont@example.org »",
        "<MAILTO:jean.dupont@example.org>;",
        "jean\u00ad.dupont@example.org",
    ],
)
def test_an_address_is_known_whatever_stands_around_it(written: str) -> None:
    assert normal_address(written) == "jean.dupont@example.org"
