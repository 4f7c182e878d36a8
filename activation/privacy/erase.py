"""Taking a person out of every table, without losing a line anybody counts.

A raw line stays, with its wine, its amounts and its date, and with EFFACE for a client
code; everything else in it is blanked. Tables dbt derives lose the person's rows and get
the nameless ones back at the next build. Letters keep their figures and lose their
recipient.
"""

from psycopg2 import sql
from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.privacy.person import (
    ERASED,
    RAW,
    Person,
    cells,
    normal_code,
    qualified,
    tables_with,
)
from activation.privacy.register import Erased
from warehouse.errors import NeedsPersonError
from warehouse.rows import execute, rows, value

# fmt: off
# All that is left of a raw line: facts about a sale or a contact, none about who.
KEPT = {
    "clients": frozenset[str](),
    "ventes_lignes": frozenset(
        {
            "date_livraison", "produit_label", "qty_line", "pu_ht", "mt_ht", "mt_ttc", "marge",
            "document_type", "document_no", "order_detail_no", "article",
        }
    ),
    "contacts": frozenset({"date_contact", "canal", "statut"}),
}
# fmt: on
BY_CODE = ("client_code", "master_client_code")
BY_EMAIL = ("email", "email_norm")
OURS = frozenset({"raw", "activation", "ops"})
UNREADABLE = "[ligne effacée]"

_IN_DOUBT = """
    select 1 from activation.outbox
    where (client_code = any(%(codes)s) or email_hash = any(%(hashes)s))
        and state in ('sending', 'unknown')
"""
_QUOTED = r"""exists (
    select from unnest(%(words)s::text[]) as word
    where {} ~* ('\m' || regexp_replace(word, '([^a-z0-9])', '\\\1', 'g') || '\M')
)"""
# An address somebody else uses too keeps its hash: their next letter waits for this one.
_OWN_HASH = "case when email_hash = any(%(hashes)s) then 'efface' else email_hash end"
_LETTERS = (
    # What a person has typed may name anybody.
    """
    update activation.approvals set reason = 'efface'
    where reason is not null and reco_id in (
        select reco_id from activation.recommendations
        where client_code = any(%(codes)s) or email_hash = any(%(hashes)s)
            or email_norm = any(%(emails)s)
    )
    """,
    """
    update activation.outbox set state = 'cancelled', outcome_reason = 'efface'
    where (client_code = any(%(codes)s) or email_hash = any(%(hashes)s))
        and state in ('queued', 'retry_wait')
    """,
    f"""
    update activation.events set link = null, reason = null, email_hash = {_OWN_HASH}
    where email_hash = any(%(hashes)s) or send_id in (
        select send_id from activation.outbox where client_code = any(%(codes)s)
    )
    """,  # noqa: S608 - built from constants
    f"""
    update activation.outbox set
        client_code = null, client_hash = 'efface', email_norm = null, email_hash = {_OWN_HASH},
        payload = null, error_message = null, erased_at = clock_timestamp(),
        outcome_reason = case when decided_by is null then outcome_reason else 'efface' end
    where client_code = any(%(codes)s) or email_hash = any(%(hashes)s)
    """,  # noqa: S608 - built from constants
    """
    update activation.recommendations set
        client_code = null, email_norm = null, email_hash = null, items = '[]', params = '{}',
        erased_at = clock_timestamp()
    where client_code = any(%(codes)s) or email_hash = any(%(hashes)s)
        or email_norm = any(%(emails)s)
    """,
    """
    delete from activation.contact_state
    where client_code = any(%(codes)s) or email_hash = any(%(hashes)s)
    """,
    """
    delete from activation.webhook_inbox where error is not null or exists (
        select from unnest(%(emails)s::text[]) as address where position(address in lower(body)) > 0
    )
    """,
    """
    update activation.suppressions set client_code = null, email_norm = null
    where client_code = any(%(codes)s) or email_hash = any(%(hashes)s)
    """,
    # A table that could not be built quotes the row that was refused.
    "update ops.dbt_results set message = '[effacé]' where " + _QUOTED.format("message"),  # noqa: S608
    "update ops.run_steps set detail = '{}' where " + _QUOTED.format("detail::text"),  # noqa: S608
)


def erase(conn: Connection, person: Person, erased: Erased) -> int:
    """Erase `person` everywhere, in the caller's transaction; return how many raw lines it had.

    `erased` knows the person already. Raises NeedsPersonError when a letter to them is
    leaving at this moment or its outcome is unknown.
    """
    _erase_letters(conn, person, erased)
    lines = _erase_unreadable(conn, erased)
    if person.raw_codes or person.raw_emails:
        lines += sum(_erase_raw(conn, table, person) for table in RAW)
        _erase_derived(conn, person)
    return lines


def _erase_raw(conn: Connection, table: str, person: Person) -> int:
    columns = [
        line["column_name"]
        for line in rows(
            conn,
            """
            select column_name from information_schema.columns
            where table_schema = 'raw' and table_name = %s and column_name !~ '^_'
            """,
            (table,),
        )
    ]
    blanked = [name for name in columns if name not in KEPT[table] and name != "client_code"]
    assignments = sql.SQL(", ").join(
        sql.SQL("{} = null").format(sql.Identifier(name)) for name in blanked
    )
    has_email = sql.SQL("or email = any(%(emails)s)" if "email" in columns else "")
    query = sql.SQL(
        """
        update raw.{table} set
            client_code = case when client_code is not null then %(erased)s end
            {comma} {assignments}
        where client_code = any(%(codes)s) {has_email}
        returning _file_id
        """
    ).format(
        table=sql.Identifier(table),
        comma=sql.SQL("," if blanked else ""),
        assignments=assignments,
        has_email=has_email,
    )
    values = {
        "erased": ERASED,
        "codes": list(person.raw_codes),
        "emails": list(person.raw_emails),
    }
    with conn.cursor() as cursor:
        cursor.execute(query, values)
        files = [file_id for (file_id,) in cursor.fetchall()]
    if table == "ventes_lignes":
        _read_again(conn, files)
    return len(files)


def _read_again(conn: Connection, files: list[int]) -> None:
    """Have dbt decide again of the sales of these files: it remembers the ones it has read."""
    decided = "intermediate.int_ventes_lignes__decided"
    if value(conn, "select to_regclass(%s)", (decided,)) is not None:
        execute(
            conn,
            "delete from intermediate.int_ventes_lignes__decided where _file_id = any(%s)",
            (sorted(set(files)),),
        )


def _erase_unreadable(conn: Connection, erased: Erased) -> int:
    kept = rows(
        conn,
        "select ctid::text as place, raw_text from raw.rejected_lines where raw_text <> %s",
        (UNREADABLE,),
    )
    places = [
        line["place"]
        for line in kept
        if any(
            erased.has_email(cell) or erased.has_code(normal_code(cell))
            for cell in cells(line["raw_text"])
        )
    ]
    return execute(
        conn,
        "update raw.rejected_lines set raw_text = %s where ctid = any(%s::tid[])",
        (UNREADABLE, places),
    )


def _erase_derived(conn: Connection, person: Person) -> None:
    for schema, table, column in tables_with(conn, (*BY_CODE, *BY_EMAIL)):
        if schema not in OURS:
            values = person.codes if column in BY_CODE else person.emails
            query = sql.SQL("delete from {} where {} = any(%s)").format(
                qualified(schema, table), sql.Identifier(column)
            )
            with conn.cursor() as cursor:
                cursor.execute(query, (sorted(values),))
    # Rows that failed a test are kept under columns of any name; the next build brings
    # back those that still fail.
    for schema, table in _failures(conn):
        with conn.cursor() as cursor:
            cursor.execute(sql.SQL("truncate {}").format(qualified(schema, table)))


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
    if value(conn, _IN_DOUBT, _who(person, erased)):
        raise NeedsPersonError(
            "nobody knows whether a letter to this person has left: "
            "run `activation resolve`, then forget them",
            "personne ne sait si une lettre à une personne à effacer est partie : décidez-en avec "
            "`activation resolve`, puis relancez",
        )


def _erase_letters(conn: Connection, person: Person, erased: Erased) -> None:
    require_settled(conn, person, erased)
    for statement in _LETTERS:
        execute(conn, statement, _who(person, erased))


def _who(person: Person, erased: Erased) -> dict[str, list[str]]:
    return {
        "codes": sorted(person.codes),
        "emails": sorted(person.emails),
        "words": sorted({word.lower() for word in person.codes | person.emails}),
        "hashes": erased.email_hashes,
    }
