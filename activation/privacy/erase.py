"""Taking a person out of every table, without losing a line anybody counts.

A raw line stays, with its wine, its amounts and its date, and with EFFACE for a client
code; everything else in it is blanked. Tables dbt derives lose the person's rows and get
the nameless ones back at the next build. Letters keep their figures and lose their
recipient.
"""

import json

from psycopg2 import sql
from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.hashing import addresses_in
from activation.privacy.person import (
    ERASED,
    Person,
    is_named_in,
    quotes_of,
    spellings_of,
    surnames_of,
)
from activation.privacy.places import (
    IS_NOBODYS,
    Keys,
    Place,
    exports,
    places,
    spelled,
    whose,
    with_letters,
)  # fmt: skip
from activation.privacy.register import Erased
from warehouse.errors import NeedsPersonError
from warehouse.rows import announce_change, execute, rows, value

UNREADABLE = "[ligne effacée]"

_IN_DOUBT = """
    select 1 from activation.outbox
    where (client_code = any(%(codes)s) or email_hash = any(%(email_hashes)s))
        and state in ('sending', 'unknown')
"""
# An address somebody else uses too keeps its hash: their next letter waits for this one.
_OWN_HASH = "case when email_hash = any(%(email_hashes)s) then 'efface' else email_hash end"
# What happened stays, without the person. Any other table loses their rows.
_NAMELESS = {
    # What a person has typed may name anybody.
    "activation.approvals": """
        update activation.approvals set reason = 'efface'
        where reason is not null and reco_id::text = any(%(proposals)s)
    """,
    "activation.attempts": """
        update activation.attempts set brevo_message = null
        where brevo_message is not null and send_id::text = any(%(sendings)s)
    """,
    "activation.events": f"""
        update activation.events set link = null, reason = null, email_hash = {_OWN_HASH}
        where email_hash = any(%(email_hashes)s) or send_id::text = any(%(sendings)s)
    """,  # noqa: S608 - built from constants
    "activation.outbox": f"""
        update activation.outbox set state = 'cancelled', outcome_reason = 'efface'
        where (client_code = any(%(codes)s) or email_hash = any(%(email_hashes)s))
            and state in ('queued', 'retry_wait');
        update activation.outbox set
            client_code = null, client_hash = 'efface', email_norm = null,
            email_hash = {_OWN_HASH}, payload = null, error_message = null,
            erased_at = clock_timestamp(),
            outcome_reason = case when decided_by is null then outcome_reason else 'efface' end
        where client_code = any(%(codes)s) or email_hash = any(%(email_hashes)s)
    """,  # noqa: S608 - built from constants
    # That somebody asked stays; what was to be given to them goes.
    "activation.privacy_requests": """
        delete from activation.access_exports where request_id in (
            select asked.request_id from activation.privacy_requests as asked
            where asked.client_code = any(%(codes)s)
        );
        update activation.privacy_requests set client_code = null
        where client_code = any(%(codes)s)
    """,
    "activation.recommendations": """
        update activation.recommendations set
            client_code = null, email_norm = null, email_hash = null, items = '[]',
            params = '{}', erased_at = clock_timestamp()
        where client_code = any(%(codes)s) or email_hash = any(%(email_hashes)s)
            or email_norm = any(%(emails)s)
    """,
    "activation.suppressions": """
        update activation.suppressions set
            client_code = null, email_norm = null,
            word = case when word is not null then 'efface ' || suppression_id end
        where client_code = any(%(codes)s) or email_hash = any(%(email_hashes)s)
            or client_hash = any(%(client_hashes)s)
    """,
}
# A code, an address or a telephone, or every word of a name.
QUOTED = r"""exists (
    select from jsonb_array_elements(%(quotable)s::jsonb) as quote (quote_words)
    where not exists (
        select from jsonb_array_elements_text(quote_words) as quote_word (quote_text)
        where coalesce({}, '')
            !~* ('\m' || regexp_replace(quote_text, '([^[:alnum:]])', '\\\1', 'g') || '\M')
    )
)"""
# The texts first: on a cluster, quotes are looked for in what workers found, not in their rows.
CELLS = """
    with cells as materialized (select distinct {column} as cell from {export})
    select cell, {quoted} as is_quote from cells where position('@' in cell) > 0 or {quoted}
"""
# Texts that quote whoever they are about, and what is left of one that does.
_SAID_OF_SOMEBODY = {
    "activation.approvals.reason": "'efface'",
    "activation.attempts.brevo_message": "null",
    "activation.charge_taken.reason": "'efface'",
    "activation.doubt_decisions.said": "null",
    "activation.events.reason": "null",
    "activation.health_overrides.reason": "'efface'",
    "activation.occasions.note": "'efface'",
    "activation.opt_outs_heard.note": "'efface'",
    "activation.outbox.error_message": "null",
    "activation.outbox.outcome_reason": "'efface'",
    "activation.person_notes.note": "'efface'",
    "activation.privacy_requests.said": "'efface'",
    "activation.suppressions.proof": "'efface'",
    "activation.suppressions.word": "'efface ' || suppression_id",
}
# Nobody counts these: a name alone is enough.
_SAID_OF_WORK = {
    "activation.breaker_openings.closed_reason": "'efface'",
    "activation.breaker_openings.reason": "'efface'",
    "ops.check_findings.sample": "'[]'",
    # A table that could not be built quotes the row at fault; so does a file that was refused.
    "ops.dbt_results.message": "'[effacé]'",
    "ops.incidents.said": "'[effacé]'",
    "ops.run_steps.detail": "'{}'",
    "ops.runs.summary": "'{}'",
    "raw.files.error": "'[effacé]'",
    "raw.rejected_lines.reason": "'[effacé]'",
}
_QUOTES = (
    """
    delete from activation.webhook_inbox where error is not null or exists (
        select from unnest(%(emails)s::text[]) as address where position(address in lower(body)) > 0
    )
    """,
    # A search somebody kept may be for them.
    "delete from dashboard.selections where " + QUOTED.format("name || ' ' || asked::text"),  # noqa: S608
    # What was looked for on the page, and letters shown to be decided together: a day's.
    "delete from activation.shown_sets where letters ?| %(proposals)s::text[] or "  # noqa: S608
    + QUOTED.format("chosen_by::text"),
)


def erase(conn: Connection, person: Person, erased: Erased) -> int:
    """Erase `person` everywhere, in the caller's transaction; return how many raw lines it had.

    `erased` knows the person already. Raises NeedsPersonError when a letter to them is
    leaving at this moment or its outcome is unknown.
    """
    require_settled(conn, person, erased)
    found = places(conn)
    keys = with_letters(conn, found, erased.keys_of(person))
    # Tables dbt builds forget what the lines it reads no longer say: only somebody who is
    # in the lines can be in them.
    is_in_lines = bool(person.lines or person.shared_cells)
    for place in found:
        if place.name in _NAMELESS:
            execute(conn, _NAMELESS[place.name], keys)
        elif place.schema == "activation" or is_in_lines:
            _delete(conn, place, keys)
    _erase_quotes(conn, person, keys)
    lines = _erase_unreadable(conn, person, erased)
    lines += sum(_erase_lines(conn, export, person) for export in exports(conn) if is_in_lines)
    cells = sum(_erase_cells(conn, export, person, erased) for export in exports(conn))
    if is_in_lines or cells:
        _empty_failures(conn)
        announce_change(conn)
    return lines


def _erase_quotes(conn: Connection, person: Person, keys: Keys) -> None:
    full = _as_json(quotes_of(person))
    for statement in _QUOTES:
        execute(conn, statement, {**keys, "quotable": full})
    short = _as_json(quotes_of(person) | surnames_of(person))
    for texts, quotable in ((_SAID_OF_SOMEBODY, full), (_SAID_OF_WORK, short)):
        for place, left in texts.items():
            table, _, column = place.rpartition(".")
            statement = f"update {table} set {column} = {left} where " + QUOTED.format(  # noqa: S608
                f"{table}.{column}::text"
            )
            execute(conn, statement, {"quotable": quotable})


def _as_json(quotes: set[tuple[str, ...]]) -> str:
    return json.dumps([list(words) for words in quotes])


def _delete(conn: Connection, place: Place, keys: Keys) -> None:
    query = sql.SQL("delete from {} where {}").format(place.quoted, whose(place.columns))
    execute(conn, query.as_string(conn), keys)


def _erase_lines(conn: Connection, export: Place, person: Person) -> int:
    """Blank the person's lines of one export; return how many they were."""
    blanked = [
        sql.SQL("{} = null").format(sql.Identifier(line["column_name"]))
        for line in rows(
            conn,
            """
            select columns.column_name from information_schema.columns as columns
            left join raw.announced_columns as announced using (table_name, column_name)
            where columns.table_schema = 'raw' and columns.table_name = %s
                and announced.outlives_erasure is not true
                and columns.column_name <> 'client_code' and columns.column_name !~ '^_'
            """,
            (export.table,),
        )
    ]
    if "client_code" in export.columns:
        # A code that is nobody's stays: a line set aside for want of one stays set aside.
        blanked.append(
            sql.SQL("client_code = case when {} then client_code else {} end").format(
                IS_NOBODYS, sql.Literal(ERASED)
            )
        )
    query = sql.SQL("update {} set {} where {} returning _file_id").format(
        export.quoted, sql.SQL(", ").join(blanked), spelled(export)
    )
    found = rows(conn, query.as_string(conn), spellings_of(person))
    _read_again(conn, export.table, [line["_file_id"] for line in found])
    _part_addresses(conn, export, person)
    return len(found)


def _part_addresses(conn: Connection, export: Place, person: Person) -> None:
    """Blank the address alone where a cell has somebody else's too: the line is theirs."""
    if person.shared_cells and "email" in export.columns:
        query = sql.SQL("update {} set email = null where email = any(%s) returning _file_id")
        shared = query.format(export.quoted).as_string(conn)
        found = rows(conn, shared, (sorted(person.shared_cells),))
        _read_again(conn, export.table, [line["_file_id"] for line in found])


def _erase_cells(conn: Connection, export: Place, person: Person, erased: Erased) -> int:
    """Blank the cells of anybody's lines that quote the person; return how many texts they had.

    An address is recognised wherever it stands; what else they are known by, only in columns
    nobody announced: dbt reads none of these.
    """
    columns = rows(
        conn,
        """
        select columns.column_name, announced.column_name is null as is_nobodys
        from information_schema.columns as columns
        left join raw.announced_columns as announced using (table_name, column_name)
        where columns.table_schema = 'raw' and columns.table_name = %s
            and announced.outlives_erasure is not true
            and columns.column_name not in ('client_code', 'email') and columns.column_name !~ '^_'
        """,
        (export.table,),
    )
    quotable, count = _as_json(quotes_of(person)), 0
    for line in columns:
        column = sql.Identifier(line["column_name"])
        quoted = sql.SQL(QUOTED.format("cell") if line["is_nobodys"] else "false")
        query = sql.SQL(CELLS).format(column=column, export=export.quoted, quoted=quoted)
        found = rows(conn, query.as_string(conn), {"quotable": quotable})
        cells = [
            one["cell"]
            for one in found
            if one["is_quote"] or any(map(erased.has_email, addresses_in(one["cell"])))
        ]
        blank = sql.SQL("update {} set {} = null where {} = any(%s) returning _file_id")
        touched = rows(
            conn, blank.format(export.quoted, column, column).as_string(conn), (cells,)
        ) if cells else []  # fmt: skip
        _read_again(conn, export.table, [one["_file_id"] for one in touched])
        count += len(cells)
    return count


def _read_again(conn: Connection, dataset: str, files: list[int]) -> None:
    """Have dbt decide again of the lines of these files, where it remembers those it has read."""
    decided = f"intermediate.int_{dataset}__decided"
    is_table = "select relkind = 'r' as is_table from pg_class where oid = to_regclass(%s)"
    if value(conn, is_table, (decided,)):
        execute(
            conn,
            f"delete from {decided} where _file_id = any(%s)",  # noqa: S608 - a table's own name
            (sorted(set(files)),),
        )


def _erase_unreadable(conn: Connection, person: Person, erased: Erased) -> int:
    kept = rows(
        conn,
        f"""
        select ctid::text as place, raw_text, {QUOTED.format("raw_text")} as is_quote
        from raw.rejected_lines where raw_text <> %(unreadable)s
        """,  # noqa: S608 - built from constants
        {"unreadable": UNREADABLE, "quotable": _as_json(quotes_of(person))},
    )
    naming = [
        line["place"]
        for line in kept
        if line["is_quote"]
        or is_named_in(line["raw_text"], erased.has_code, erased.has_email, erased.has_bearer)
    ]
    return execute(
        conn,
        "update raw.rejected_lines set raw_text = %s where ctid = any(%s::tid[])",
        (UNREADABLE, naming),
    )


def _empty_failures(conn: Connection) -> None:
    """Empty the rows kept because they failed a test: their columns have any name.

    The next build brings back those that still fail.
    """
    for schema, table in _failures(conn):
        with conn.cursor() as cursor:
            cursor.execute(sql.SQL("truncate {}").format(sql.Identifier(schema, table)))


def _failures(conn: Connection) -> list[tuple[str, str]]:
    found = rows(
        conn,
        r"""
        select table_schema, table_name from information_schema.tables
        where table_schema like '%test\_failures' and table_type = 'BASE TABLE'
        """,
    )
    return [(line["table_schema"], line["table_name"]) for line in found]


def require_settled(conn: Connection, person: Person, erased: Erased) -> None:
    """Raise NeedsPersonError when a letter to `person` is leaving, or may have left."""
    if value(conn, _IN_DOUBT, erased.keys_of(person)):
        raise NeedsPersonError(
            "nobody knows whether a letter to this person has left: "
            "run `activation resolve`, then forget them",
            "personne ne sait si une lettre à une personne à effacer est partie : décidez-en avec "
            "`activation resolve`, puis relancez",
        )
