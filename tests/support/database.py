"""A database many tests use, one after the other: emptied, or made again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import psycopg2
from psycopg2.extensions import parse_dsn

OTHERS_OUT = """
select pg_terminate_backend(pid) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid()
"""
# Columns, constraints and triggers of every table: what a test may have changed but rows.
SHAPE = """
with tables as (
    select oid, oid::regclass::text as name from pg_class
    where relkind in ('r', 'v', 'm', 'p')
    and relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
)
select md5(coalesce(string_agg(line, ' ' order by line), '')) from (
    select name || '.' || attname || ':' || atttypid as line
    from tables inner join pg_attribute on attrelid = tables.oid where attnum > 0
    union all
    select name || '!' || conname from tables inner join pg_constraint on conrelid = tables.oid
    union all
    select name || '/' || tgname || tgenabled::text
    from tables inner join pg_trigger on tgrelid = tables.oid
) as found
"""
ROWS = "select coalesce(md5(string_agg(t::text, ' ' order by t::text)), '') from {} as t"
# A table nobody wrote to has an empty file.
WRITTEN = """
select coalesce(array_agg(oid::regclass::text order by 1), '{}') from pg_class
where relkind = 'r' and pg_relation_size(oid) > 0
and relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
"""


class SharedDatabase:
    """One database for many tests, always under the same name: emptying it is quick."""

    def __init__(self, create: Callable[..., str], template: str) -> None:
        """`create` makes a database out of `template` and returns its address."""
        self._create = create
        self._template = template

    @cached_property
    def url(self) -> str:
        """Address of the database, made when first asked for."""
        address = self._create(template=self._template)
        with _asking(address) as ask:
            self._shape = ask(SHAPE)
            self._rows = {table: ask(ROWS.format(table)) for table in ask(WRITTEN)}
        return address

    def emptied(self) -> str:
        """Give the database back as its template is, nobody connected; return its address."""
        with _asking(self.url) as ask:
            ask(OTHERS_OUT)
            is_as_made = ask(SHAPE) == self._shape and all(
                ask(ROWS.format(table)) == rows for table, rows in self._rows.items()
            )
            written = [table for table in ask(WRITTEN) if table not in self._rows]
            if is_as_made and written:
                ask(f"truncate {', '.join(written)} restart identity cascade")
        return self.url if is_as_made else self.made_of(self._template)

    def made_of(self, template: str) -> str:
        """Put a copy of another template in its place, until it is emptied."""
        return self._create(template=template, name=str(parse_dsn(self.url)["dbname"]))


@contextmanager
def _asking(url: str) -> Iterator[Callable[[str], Any]]:
    conn = psycopg2.connect(url)
    conn.autocommit = True

    def ask(statement: str) -> Any:
        with conn.cursor() as cursor:
            cursor.execute(statement)
            return (cursor.fetchone() or [None])[0] if cursor.description else None

    yield ask
    conn.close()
