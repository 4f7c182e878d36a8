"""What the newest exports, and persons the house listened to, say no to; how far each no reaches.

The noes are read through views of the lines themselves, so that one loaded a minute ago is
heard whether or not a build has succeeded since. Only files not heard yet are read, all of
them again once a word of the seeds has changed. A no is kept under every code and every
address it reaches, which is why it stays with all of them when codes join or part.
"""

from datetime import date
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extras import execute_values

from activation.feedback.heard import unwritten
from activation.feedback.suppressions import one_at_a_time
from activation.hashing import client_hash, email_hash, storable
from warehouse.rows import Row, execute, reading_warehouse, row, rows, transaction, value

CURSOR = "opt_outs_heard"
# What is said of the address alone, and says nothing of the person.
OF_THE_ADDRESS = ("hard_bounce", "invalid", "blocked")
# A no written down because it reached somebody, who did not say it.
REACHED = ("personne", "adresse")
KEPT = ("scope", "reason", "source", "said_in", "word", "said_by")

_NEWEST = """
    select
        (select coalesce(max(file_id), 0) from raw.files) as file_id,
        md5(coalesce(string_agg(
            w.said_in || '=' || w.word || '=' || coalesce(w.opt_out_word, ''), ';'
            order by w.said_in, w.word
        ), '')) as words
    from etl.opt_outs_known as w
"""

# Each no once; of an undated bounce that every export repeats, the first.
_SAID = """
    select distinct on
        (client_code, opt_out_word, said_in, said_key, is_known, email_key)
        *
    from (
        select
            said.*,
            case when said.is_known then '' else said.word end as said_key,
            case
                when said.concerns_address and said.said_on is null then ''
                else coalesce(said.email, '')
            end as email_key
        from etl.opt_outs_said as said
        where said._file_id > %(after)s and said._file_id <= %(newest)s
    ) as said
    order by
        client_code, opt_out_word, said_in, said_key, is_known, email_key, export_date, _file_id,
        _line_number
"""

_KNOWN_UNDATED = """
    select 1 from activation.suppressions
    where client_code = %s and reason = %s and source like 'erp:%%' limit 1
"""

# A word a seed has learnt since is no longer to be confirmed: the lines were heard again.
_LEARNT = """
    update activation.suppressions as s
    set lifted_at = clock_timestamp(), lifted_by = 'seed', proof = 'mot ajouté à la table des mots'
    from etl.opt_outs_known as w
    where s.lifted_at is null and s.reason = 'a_confirmer'
        and s.said_in = w.said_in and s.word = w.word
"""

_ADD = """
insert into activation.suppressions
    (email_hash, client_hash, email_norm, client_code, scope, reason, source, said_in, word,
     said_by)
select
    new.email_hash, new.client_hash,
    -- An erased person is not written down again.
    case when erased_email.email_hash is null then new.email_norm end,
    case
        when erased_email.email_hash is null and erased_code.client_hash is null
            then new.client_code
    end,
    new.scope, new.reason, new.source, new.said_in, new.word, new.said_by
from (values %s) as new
    (email_hash, client_hash, email_norm, client_code, scope, reason, source, said_in, word,
     said_by)
left join (
    select distinct s.email_hash from activation.suppressions as s where s.scope = 'erasure'
) as erased_email on new.email_hash = erased_email.email_hash
left join (
    select distinct s.client_hash from activation.suppressions as s where s.scope = 'erasure'
) as erased_code on new.client_hash = erased_code.client_hash
-- Lifted for this person, a word stays lifted when it comes again.
where not exists (
    select from activation.suppressions as s
    where new.word is not null and s.lifted_at is not null and s.said_by = new.said_by
        and s.said_in = new.said_in and s.word = new.word
)
on conflict do nothing
returning 1
"""

_REACH = """
with open as not materialized (
    select s.client_code, s.email_norm, s.scope, s.reason, s.said_in, s.word, s.said_by, s.source
    from activation.suppressions as s
    where s.lifted_at is null and s.scope <> 'erasure'
        and not (s.reason = any(%(of_the_address)s) and s.email_hash is not null)
),

codes as not materialized (
    select one.client_code, same.client_code as same_code
    from etl.clients as one
    inner join etl.clients as same on one.master_client_code = same.master_client_code
),

-- The person who said it, and everybody at the address it was said at.
persons as (
    select
        codes.same_code as client_code, open.scope, open.reason, open.said_in, open.word,
        open.said_by, case when open.source = 'adresse' then 'adresse' else 'personne' end as source
    from open
    inner join codes on open.client_code = codes.client_code
    union
    select
        coalesce(codes.same_code, a.client_code), open.scope, open.reason, open.said_in,
        open.word, open.said_by, 'adresse'
    from open
    inner join crm.customer_addresses as a on open.email_norm = a.email and not a.is_nobodys
    left join codes on a.client_code = codes.client_code
    where open.source <> all(%(reached)s)
),

reached as (
    select distinct on (client_code, scope, reason, said_in, word, said_by)
        client_code, null as email_norm, scope, reason, source, said_in, word, said_by
    from persons
    order by client_code, scope, reason, said_in, word, said_by, source desc
),

addressed as (
    select distinct
        null::text as client_code, a.email as email_norm, p.scope, p.reason, 'personne' as source,
        p.said_in, p.word, p.said_by
    from (
        select client_code, scope, reason, said_in, word, said_by from persons
        where source = 'personne'
        union
        select client_code, scope, reason, said_in, word, said_by from open
        where source <> 'adresse' and client_code is not null
    ) as p
    inner join crm.customer_addresses as a on p.client_code = a.client_code and not a.is_nobodys
)

select * from reached as new
where not exists (
    select from activation.suppressions as known
    where known.client_code = new.client_code and known.client_hash is not null
        and known.scope = new.scope and known.reason = new.reason
        and known.lifted_at is null
        and coalesce(known.said_in, '') = coalesce(new.said_in, '')
        and coalesce(known.word, '') = coalesce(new.word, '')
        and coalesce(known.said_by, '') = coalesce(new.said_by, '')
)
union all
select * from addressed as new
where not exists (
    select from activation.suppressions as known
    where known.email_norm = new.email_norm
        and known.scope = new.scope and known.reason = new.reason
        and known.lifted_at is null
        and coalesce(known.said_in, '') = coalesce(new.said_in, '')
        and coalesce(known.word, '') = coalesce(new.word, '')
        and coalesce(known.said_by, '') = coalesce(new.said_by, '')
)
"""


def hear(conn: Connection, key: bytes, *, required: bool = False) -> int:
    """Write down the noes of the files loaded since last time, and whom each no reaches.

    Returns how many suppressions are new. Commits. Before the first build there is nothing
    to hear: then `required` raises ConfigurationError. Raises LockedError when the warehouse
    is being rebuilt this very moment.
    """
    if not required and value(conn, "select to_regclass('etl.opt_outs_said')") is None:
        return 0
    with reading_warehouse(conn):
        one_at_a_time(conn)
        newest = row(conn, _NEWEST) or {}
        heard, words = _heard(conn)
        has_learnt = words != newest["words"]
        after = 0 if has_learnt else heard
        said = rows(conn, _SAID, {"after": after, "newest": newest["file_id"]})
        with transaction(conn):
            count = _write(conn, key, [_spoken(key, one) for one in said if _is_new(conn, one)])
            if has_learnt:
                execute(conn, _LEARNT)
            count += _write(conn, key, [_told(one) for one in unwritten(conn)])
            _note(conn, f"{newest['file_id']} {newest['words']}")
        return count + _reach(conn, key)


def has_heard(conn: Connection) -> bool:
    """Return whether every file loaded has been heard, by the words the seeds know now.

    Raises as `hear` does, and ConfigurationError before the first build.
    """
    with reading_warehouse(conn):
        newest = row(conn, _NEWEST) or {}
        heard, words = _heard(conn)
        return bool(heard >= newest["file_id"] and words == newest["words"])


def _heard(conn: Connection) -> tuple[int, str]:
    kept = value(conn, "select value from activation.cursors where name = %s", (CURSOR,))
    file_id, _, words = (kept or "0 ").partition(" ")
    return int(file_id), words


def _note(conn: Connection, text: str) -> None:
    execute(
        conn,
        """
        insert into activation.cursors (name, value) values (%s, %s)
        on conflict (name) do update set value = excluded.value, updated_at = clock_timestamp()
        """,
        (CURSOR, text),
    )


def _is_new(conn: Connection, said: Row) -> bool:
    """Return whether this is not an undated bounce repeated: that one has its address."""
    on: date | None = said["said_on"]
    if not said["concerns_address"] or on is not None:
        return True
    return value(conn, _KNOWN_UNDATED, (said["client_code"], said["opt_out_word"])) is None


def _spoken(key: bytes, said: Row) -> list[dict[str, Any]]:
    """Return the suppressions of one line: of the person, and of the address on it."""
    code, email = said["client_code"], said["email"]
    kept: dict[str, Any] = {
        "scope": "all", "reason": said["opt_out_word"],
        "source": f"erp:{said['path']}:{said['_line_number']}",
    }  # fmt: skip
    if not said["is_known"]:
        said_by = client_hash(key, code) if code else email_hash(key, email)
        kept |= {"said_in": said["said_in"], "word": storable(said["word"]), "said_by": said_by}
    if said["concerns_address"]:
        return [{**kept, "email_norm": email, "client_code": code}] if email else []
    return [
        *([{**kept, "client_code": code}] if code else []),
        *([{**kept, "email_norm": email}] if email else []),
    ]


def _told(heard: Row) -> list[dict[str, Any]]:
    """Return the suppressions of an opt-out somebody of the house heard."""
    kept = {"scope": "all", "reason": "desinscrit", "source": f"heard:{heard['heard_id']}"}
    return [
        {**kept, "client_code": heard["client_code"]},
        *([{**kept, "email_norm": heard["email_norm"]}] if heard["email_norm"] else []),
    ]


def _reach(conn: Connection, key: bytes) -> int:
    with transaction(conn):
        one_at_a_time(conn)
        named = {"of_the_address": list(OF_THE_ADDRESS), "reached": list(REACHED)}
        found = rows(conn, _REACH, named)
        return _write(conn, key, [[one] for one in found])


def _write(conn: Connection, key: bytes, spoken: list[list[dict[str, Any]]]) -> int:
    values = [
        (
            email_hash(key, email) if (email := one.get("email_norm")) else None,
            client_hash(key, code) if (code := one.get("client_code")) and not email else None,
            email, code,
            *(one.get(name) for name in KEPT),
        )
        for line in spoken for one in line
    ]  # fmt: skip
    if not values:
        return 0
    with conn.cursor() as cursor:
        return len(execute_values(cursor, _ADD, values, page_size=2000, fetch=True))
