"""The right to see: everything held of one person, each line with where it came from."""

from typing import Any

from psycopg2 import sql
from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.privacy.person import Person, find_person, is_named_in, spellings_of
from activation.privacy.places import Keys, Place, exports, places, spelled, whose, with_letters
from activation.privacy.register import Erased, hashes_of
from warehouse.rows import Row, rows

# What Brevo has sent and nobody has read yet quotes a person in no column.
INBOX = "activation.webhook_inbox"
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
    found = places(conn)
    keys = with_letters(conn, found, Erased(key, hashes_of(key, person)).keys_of(person))
    held: dict[str, list[Row]] = {x.name: _lines(conn, x, person) for x in exports(conn)}
    held["raw.rejected_lines"] = _unreadable(conn, person)
    held |= {place.name: _rows(conn, place, keys) for place in found}
    held[INBOX] = rows(conn, f"select * from {INBOX} where {QUOTING}", keys)  # noqa: S608
    return {
        "codes": sorted(person.codes),
        "adresses": sorted(person.emails),
        "tables": {name: lines for name, lines in held.items() if lines},
    }


def _lines(conn: Connection, export: Place, person: Person) -> list[Row]:
    query = sql.SQL(
        """
        select files.path as _path, lines.*
        from (select * from {} where {}) as lines
        left join raw.files as files on lines._file_id = files.file_id
        order by lines._file_id, lines._line_number
        """
    ).format(export.quoted, spelled(export))
    return [_with_source(line) for line in rows(conn, query.as_string(conn), spellings_of(person))]


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
        if is_named_in(
            line["raw_text"],
            person.codes.__contains__,
            person.emails.__contains__,
            person.bearers.__contains__,
        )
    ]


def _with_source(line: Row) -> Row:
    source = {"fichier": line.pop("_path"), "ligne": line.pop("_line_number")}
    return {"_source": source, **line}


def _rows(conn: Connection, place: Place, keys: Keys) -> list[Row]:
    query = sql.SQL("select * from {} where {}").format(place.quoted, whose(place.columns))
    return rows(conn, query.as_string(conn), keys)
