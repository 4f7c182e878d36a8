"""The newest noes there are: in files loaded since, in what Brevo has posted since.

Whoever decides on letters hears them first. The page's role may not read exports: it decides
nothing before the worker has heard, which it does within a minute.
"""

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.feedback.heard import unwritten
from activation.feedback.inbox import has_unread, may_say_no, read_inbox
from activation.feedback.opt_outs import has_heard, hear
from activation.hash_key import KEY_NAME, hash_key
from warehouse.errors import LockedError
from warehouse.rows import value
from warehouse.settings import Settings

_WAIT = (
    "nothing is approved before that is done; the worker does it within a minute, otherwise run "
    "`activation oppositions`"
)
_ATTENDEZ = (
    "rien n'est approuvé avant cette lecture ; le worker la fait dans la minute, sinon lancez "
    "`activation oppositions`"
)


def hear_newest(conn: Connection, key: bytes, *, required: bool = False) -> int:
    """Hear what Brevo has posted and what files loaded since say; raises and commits as `hear`."""
    return read_inbox(conn, key)["suppressions"] + hear(conn, key, required=required)


def listen(conn: Connection, settings: Settings) -> int:
    """Hear, where the secret of the hashes is there: without it no letter can leave anyway."""
    if not (settings.get(KEY_NAME) or settings.is_demo):
        return 0
    return hear_newest(conn, hash_key(conn, settings))


def require_heard(conn: Connection, key: bytes) -> None:
    """Raise LockedError while a no may stand somewhere that nobody has read it yet."""
    if not has_heard(conn):
        raise LockedError(
            f"files were loaded since, and their noes are still to be read: {_WAIT}",
            "des fichiers ont été chargés depuis, et leurs refus ne sont pas encore lus : "
            f"{_ATTENDEZ}",
        )
    if may_say_no(conn, key):
        raise LockedError(
            f"Brevo has posted a no that is still to be read: {_WAIT}",
            f"Brevo a transmis un refus qui n'est pas encore lu : {_ATTENDEZ}",
        )


def has_news(conn: Connection) -> bool:
    """Return whether anything waits to be heard. Raises as `hear` does."""
    is_built = value(conn, "select to_regclass('etl.opt_outs_said')") is not None
    return has_unread(conn) or bool(unwritten(conn)) or (is_built and not has_heard(conn))
