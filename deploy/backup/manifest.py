"""What a database holds, counted and summed, so that a copy of it can be told from another."""

from psycopg2 import sql
from psycopg2.extensions import connection as Connection  # noqa: N812

from warehouse.rows import rows

Manifest = dict[str, list[int]]  # schema.table → how many rows, and the sum of their digests

# Text that says the same of the same row on any server.
_SETTINGS = """
    set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local bytea_output = 'hex';
    set local intervalstyle = 'postgres'; set local extra_float_digits = 1;
"""
_TABLES = """
    select n.nspname as schema_name, c.relname as table_name
    from pg_class as c
    inner join pg_namespace as n on c.relnamespace = n.oid
    where c.relkind in ('r', 'p') and not c.relispartition
        and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    order by 1, 2
"""
# The first 32 bits of MD5: sums do not depend on the order of rows, nor on the server's version.
_TABLE = """
    select
        count(*) as n,
        coalesce(sum(('x' || left(md5(one::text), 8))::bit(32)::bigint), 0)::bigint as digest
    from only_or_all as one
"""


def measure(conn: Connection) -> Manifest:
    """Return the counts and sums of every table, in the caller's transaction."""
    with conn.cursor() as cursor:
        cursor.execute(_SETTINGS)
    found: Manifest = {}
    for table in rows(conn, _TABLES):
        name = sql.Identifier(table["schema_name"], table["table_name"])
        query = _TABLE.replace("only_or_all", name.as_string(conn))
        (line,) = rows(conn, query)
        found[f"{table['schema_name']}.{table['table_name']}"] = [line["n"], line["digest"]]
    return found


def size_of(tables: Manifest) -> tuple[int, int]:
    """Return how many tables a manifest has, and how many rows they hold together."""
    return len(tables), sum(count for count, _ in tables.values())


def differences(wanted: Manifest, found: Manifest) -> list[str]:
    """Name each table that is not what the manifest says, with both counts of rows."""
    said = []
    for table in sorted({*wanted, *found}):
        before, after = wanted.get(table), found.get(table)
        if before != after:
            said.append(f"{table} ({_count(before)} → {_count(after)})")
    return said


def _count(line: list[int] | None) -> str:
    return "absente" if line is None else str(line[0])
