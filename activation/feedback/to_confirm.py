"""Words of the ERP that nobody knows: a no until a person confirms or lifts it.

A decision holds for the person who said the word, and for that word: said again, it is as it
was decided. It is kept with the suppression it settles, by whom and why.
"""

from enum import StrEnum

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.hashing import client_hash, email_hash, normal_code
from warehouse.errors import ConfigurationError
from warehouse.rows import Row, execute, rows, transaction, value


class Decision(StrEnum):
    """What a person says of a word; its value is what is kept."""

    CONFIRM = "confirmé"
    LIFT = "levé"


_WAITING = """
    select distinct on (said_by, said_in, word)
        coalesce(client_code, email_norm) as said_by_whom, said_in, word,
        substring(source, '^erp:(.*):[0-9]+$') as path,
        substring(source, '[0-9]+$')::bigint as line_number
    from activation.suppressions
    where reason = 'a_confirmer' and lifted_at is null and source like 'erp:%'
    order by said_by, said_in, word, suppression_id
"""

_SETTLED = """
    from activation.suppressions
    where reason = 'a_confirmer' and lifted_at is null and said_by = any(%(said_by)s)
        and (%(word)s::text is null or word = %(word)s)
"""

_CONFIRM = f"""
    insert into activation.suppressions
        (email_hash, client_hash, email_norm, client_code, scope, reason, source)
    select email_hash, client_hash, email_norm, client_code, scope, 'desinscrit', source
    {_SETTLED}
    on conflict do nothing
"""

_LIFT = f"""
    update activation.suppressions
    set lifted_at = clock_timestamp(), lifted_by = %(by)s, proof = %(proof)s
    where suppression_id in (select suppression_id {_SETTLED})
"""  # noqa: S608 - built from constants


def waiting(conn: Connection) -> list[Row]:
    """Return each word to confirm, once per person who said it: who, where, file and line."""
    found = rows(conn, _WAITING)
    return sorted(found, key=lambda one: (one["said_in"], one["word"], str(one["said_by_whom"])))


def decide(
    conn: Connection, key: bytes, who: str, decision: Decision, by: str, reason: str,
    word: str | None = None,
) -> int:  # fmt: skip
    """Confirm or lift what `who` said, a client code or an address; return how many words. Commits.

    All of their words, or `word` alone. Raises ConfigurationError when there is none.
    """
    said_by = [email_hash(key, who)] if "@" in who else _codes(conn, key, normal_code(who))
    named = {"said_by": said_by, "word": word, "by": by, "proof": f"{decision} : {reason}"}
    with transaction(conn):
        count = int(value(conn, f"select count(distinct (said_in, word)) {_SETTLED}", named))
        if not count:
            raise ConfigurationError(
                f"nothing to confirm was said by {who}",
                f"rien n'est à confirmer pour {who} : `activation oppositions` montre la liste",
            )
        if decision is Decision.CONFIRM:
            execute(conn, _CONFIRM, named)
        execute(conn, _LIFT, named)
    return count


def _codes(conn: Connection, key: bytes, code: str) -> list[str]:
    """Return the hashes of a person's codes."""
    codes = {code}
    if value(conn, "select to_regclass('etl.clients')") is not None:
        same = rows(
            conn,
            """
            select same.client_code from etl.clients as one
            inner join etl.clients as same on one.master_client_code = same.master_client_code
            where one.client_code = %s
            """,
            (code,),
        )
        codes |= {one["client_code"] for one in same}
    return [client_hash(key, one) for one in sorted(codes)]
