"""The hold-out: persons whose letters chance keeps back, so that what letters do can be measured.

Drawn by person, when a letter of theirs that was approved and passed every gate is about to leave:
so both groups are of persons who would have been written to. What chance says stands for a year.
"""

from psycopg2.extensions import connection as Connection  # noqa: N812

from warehouse.rows import execute, value

_STANDING = """
select is_held_out from activation.holdout_draws
where client_code = %s and drawn_at > clock_timestamp() - interval '1 year'
order by draw_id desc limit 1
"""
_DRAW = """
insert into activation.holdout_draws (client_code, send_id, share, is_held_out)
values (%(code)s, %(send_id)s, %(share)s, random() < %(share)s)
returning is_held_out
"""


def is_held_out(conn: Connection, send_id: str, client_code: str, share: float) -> bool:
    """Return whether chance keeps this person's letter back, in the caller's transaction.

    A `share` of 0 keeps nobody back, whatever was drawn before.
    """
    if not share:
        return False
    # Two letters of one person at once: the second hears what chance said to the first.
    execute(conn, "select pg_advisory_xact_lock(hashtextextended(%s, 7))", (client_code,))
    standing = value(conn, _STANDING, (client_code,))
    if standing is not None:
        return bool(standing)
    named = {"code": client_code, "send_id": send_id, "share": share}
    return bool(value(conn, _DRAW, named))
