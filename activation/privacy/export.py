"""The right to see: everything held of one person, each line with where it came from."""

from typing import Any

from psycopg2 import sql
from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.hashing import email_hash
from activation.privacy.erase import BY_CODE, BY_EMAIL
from activation.privacy.person import (
    RAW,
    Person,
    cells,
    find_person,
    normal_code,
    qualified,
    tables_with,
)
from warehouse.rows import Row, rows

# Tables of `activation` that know a person through a letter only.
THROUGH_LETTERS = {
    "approvals": "reco_id in (select reco_id from activation.recommendations where {theirs})",
    "attempts": "send_id in (select send_id from activation.outbox where {theirs})",
}
HASHED = ("email_hash",)
QUOTING = (
    "exists (select from unnest(%(emails)s::text[]) as e where position(e in lower(body)) > 0)"
)


def export_person(conn: Connection, key: bytes, client_code: str) -> dict[str, Any]:
    """Return everything held of the person of `client_code`, by table, as plain values.

    Lines of exports carry `_source`: the file and the line. `key` is
    `hash_key(conn, settings)`: some answers of Brevo are kept under a hash only. Raises
    ConfigurationError when nobody has the code.
    """
    person = find_person(conn, client_code)
    held: dict[str, list[Row]] = {f"raw.{table}": _raw(conn, table, person) for table in RAW}
    held["raw.rejected_lines"] = _unreadable(conn, person)
    for schema, table, condition in _conditions(conn):
        held[f"{schema}.{table}"] = _select(conn, schema, table, condition, person, key)
    return {
        "codes": sorted(person.codes),
        "adresses": sorted(person.emails),
        "tables": {name: lines for name, lines in held.items() if lines},
    }


def _raw(conn: Connection, table: str, person: Person) -> list[Row]:
    by_email = "" if table == "contacts" else "or lines.email = any(%(emails)s)"
    found = rows(
        conn,
        f"""
        select files.path as _path, lines.* from raw.{table} as lines
        left join raw.files as files on lines._file_id = files.file_id
        where lines.client_code = any(%(codes)s) {by_email}
        order by lines._file_id, lines._line_number
        """,  # noqa: S608 - a name of RAW
        {"codes": list(person.raw_codes), "emails": list(person.raw_emails)},
    )
    return [_with_source(line) for line in found]


def _unreadable(conn: Connection, person: Person) -> list[Row]:
    found = rows(
        conn,
        """
        select files.path as _path, lines.* from raw.rejected_lines as lines
        left join raw.files as files on lines._file_id = files.file_id
        order by lines._file_id, lines._line_number
        """,
    )
    return [
        _with_source(line)
        for line in found
        if any(
            cell.lower() in person.emails or normal_code(cell) in person.codes
            for cell in cells(line["raw_text"])
        )
    ]


def _with_source(line: Row) -> Row:
    source = {"fichier": line.pop("_path"), "ligne": line.pop("_line_number")}
    return {"_source": source, **line}


def _conditions(conn: Connection) -> list[tuple[str, str, sql.Composable]]:
    """Return each table beside `raw` that can hold a person, and how they are found in it."""
    columns: dict[tuple[str, str], list[str]] = {}
    for schema, table, column in tables_with(conn, (*BY_CODE, *BY_EMAIL, *HASHED)):
        if schema != "raw":
            columns.setdefault((schema, table), []).append(column)
    found: list[tuple[str, str, sql.Composable]] = [
        (schema, table, _any_of(names)) for (schema, table), names in columns.items()
    ]
    for table, condition in THROUGH_LETTERS.items():
        theirs = _any_of(["client_code", "email_hash"])
        found.append(("activation", table, sql.SQL(condition).format(theirs=theirs)))
    found.append(("activation", "webhook_inbox", sql.SQL(QUOTING)))
    return sorted(found, key=lambda place: place[:2])


def _any_of(columns: list[str]) -> sql.Composed:
    lists = {**dict.fromkeys(BY_CODE, "codes"), **dict.fromkeys(BY_EMAIL, "emails")}
    return sql.SQL(" or ").join(
        sql.SQL("{} = any({})").format(
            sql.Identifier(column), sql.Placeholder(lists.get(column, "hashes"))
        )
        for column in columns
    )


def _select(
    conn: Connection,
    schema: str,
    table: str,
    condition: sql.Composable,
    person: Person,
    key: bytes,
) -> list[Row]:
    query = sql.SQL("select * from {} where {}").format(qualified(schema, table), condition)
    return rows(
        conn,
        query.as_string(conn),
        {
            "codes": sorted(person.codes),
            "emails": sorted(person.emails),
            "hashes": [email_hash(key, email) for email in person.emails],
        },
    )
