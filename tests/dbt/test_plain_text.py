"""dbt, for letters and contacts, and Python, for files, take the same signs out of a text."""

from collections.abc import Callable

import jinja2
import psycopg2

from warehouse.console import plain
from warehouse.settings import ROOT

MACRO = ROOT / "dbt_project" / "macros" / "normalisation" / "plain_text.sql"
POINTS = "generate_series(1, x'E01FF'::int) as point where point not between 55296 and 57343"


def macro(argument: str) -> str:
    text = MACRO.read_text(encoding="utf-8") + "{{ plain_text(argument) }}"
    return jinja2.Environment().from_string(text).render(argument=argument)  # noqa: S701 - SQL


def test_dbt_and_python_take_the_same_signs_out(new_database: Callable[[], str]) -> None:
    conn = psycopg2.connect(new_database())
    with conn.cursor() as cursor:
        between = macro("'a' || chr(point) || 'b'")
        cursor.execute(f"select chr(point), {between} from {POINTS}")
        differing = [sign for sign, found in cursor if plain(f"a{sign}b") != found]
    conn.close()
    assert differing == []
