"""Where persons stand in the database: tables are found by their columns, never listed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from psycopg2 import sql
from psycopg2.extensions import connection as Connection  # noqa: N812

from warehouse.rows import rows

# A column so named, or whose name ends so (`master_client_code`), and the keys it is held
# against: what a person is known by, and their letters. No message_id: Brevo gives one to
# all the recipients of a mail sent by other means.
PERSON = {
    "client_code": "codes",
    "email": "emails",
    "email_norm": "emails",
    "email_hash": "email_hashes",
    "client_hash": "client_hashes",
}
LETTER = {
    "reco_id": "proposals",
    "approval_id": "approvals",
    "send_id": "sendings",
}
# In a line of an export every word is the ERP's: these two columns alone say who.
EXPORTED = {"client_code": "codes", "email": "emails"}
# Where a line has neither: the name together with the telephone, or the postal address.
NAMING = ("nom", "prenom", "telephone", "adresse", "code_postal")
Keys = dict[str, list[str]]

# A code that normalises to nothing (`-`, `…`), as `activation.hashing.normal_code` reads it.
IS_NOBODYS = sql.SQL("normalize(coalesce(client_code, ''), nfd) !~ '[A-Za-z0-9]'")


@dataclass(frozen=True)
class Place:
    """A table that may hold persons: the columns that tell, and the keys each is held against."""

    schema: str
    table: str
    columns: dict[str, str]

    @property
    def name(self) -> str:
        """Return `schema.table`."""
        return f"{self.schema}.{self.table}"

    @property
    def quoted(self) -> sql.Identifier:
        """Return the table's name for SQL."""
        return sql.Identifier(self.schema, self.table)


def whose(columns: dict[str, str]) -> sql.Composed:
    """Return the condition that a row is the person's; its parameters are the keys."""
    return sql.SQL(" or ").join(
        sql.SQL("{} = any({})").format(_as_key(name, key), sql.Placeholder(key))
        for name, key in columns.items()
    )


def spelled(export: Place) -> sql.Composed:
    """Return the condition that a line of an export is the person's, as it is written there."""
    cells = (
        sql.SQL("coalesce({}, '')").format(sql.Identifier(name))
        if name in export.columns
        else sql.SQL("''")
        for name in (*EXPORTED, *NAMING)
    )
    return sql.SQL("{} = any({})").format(
        sql.SQL(" || e'\\x1f' || ").join(cells), sql.Placeholder("lines")
    )


def places(conn: Connection) -> list[Place]:
    """Return every table that may hold a person, whoever made it; exports apart."""
    return [found for found in _tables(conn, {**PERSON, **LETTER}) if found.schema != "raw"]


def exports(conn: Connection) -> list[Place]:
    """Return the tables of `raw` whose lines name persons, with the columns that tell of them."""
    telling = {**EXPORTED, **dict.fromkeys(NAMING, "names")}
    return [
        Place(found.schema, found.table, {n: telling[n] for n in found.columns if n in telling})
        for found in _tables(conn, telling)
        if found.schema == "raw" and found.columns.keys() & EXPORTED.keys()
    ]


def with_letters(conn: Connection, found: Iterable[Place], keys: Keys) -> Keys:
    """Return `keys` and those of the person's letters, followed from table to table."""
    naming = [place for place in found if set(place.columns.values()) & set(LETTER.values())]
    known = {**keys, **{key: [] for key in LETTER.values()}}
    while True:
        letters: dict[str, set[str]] = {key: set() for key in LETTER.values()}
        for place in naming:
            for column, key in place.columns.items():
                if key in letters:
                    letters[key].update(_values(conn, place, column, known))
        more = {**keys, **{key: sorted(ids) for key, ids in letters.items()}}
        if more == known:
            return known
        known = more


def _values(conn: Connection, place: Place, column: str, keys: Keys) -> list[str]:
    query = sql.SQL("select distinct {}::text as id from {} where {} is not null and ({})").format(
        sql.Identifier(column), place.quoted, sql.Identifier(column), whose(place.columns)
    )
    return [line["id"] for line in rows(conn, query.as_string(conn), keys)]


def _as_key(column: str, key: str) -> sql.Composable:
    name = sql.Identifier(column)
    return (
        sql.SQL("lower({}::text)").format(name)
        if key == "emails"
        else (sql.SQL("{}::text").format(name))
    )


def _tables(conn: Connection, names: dict[str, str]) -> list[Place]:
    """Return the tables with a column of one of `names`, and the keys of each."""
    ending = re.compile(rf"(?:^|_)({'|'.join(sorted(names, key=len, reverse=True))})$")
    columns: dict[tuple[str, str], dict[str, str]] = {}
    for line in rows(
        conn,
        """
        select n.nspname as schema, c.relname as name, a.attname as column_name
        from pg_class as c
        inner join pg_namespace as n on c.relnamespace = n.oid
        inner join pg_attribute as a on c.oid = a.attrelid
        where c.relkind in ('r', 'p') and not a.attisdropped and a.attnum > 0
            and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
        order by 1, 2, a.attnum
        """,
    ):
        if told := ending.search(line["column_name"]):
            table = columns.setdefault((line["schema"], line["name"]), {})
            table[line["column_name"]] = names[told[1]]
    return [Place(schema, table, found) for (schema, table), found in columns.items()]
