"""The secret of the keyed hashes, and what tells it from another one.

With another secret nobody who opted out or was erased is recognised: a check value is
kept in the database and beside it, and every command that hashes compares it first.
"""

import hashlib
import hmac
import secrets
from pathlib import Path

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.hashing import client_hash, email_hash
from warehouse.errors import ConfigurationError
from warehouse.private import write_private
from warehouse.rows import execute, rows, value
from warehouse.settings import Settings
from warehouse.state import folder
from warehouse.wording import french

KEY_NAME = "ACTIVATION_HASH_KEY"
SHORTEST_KEY = 32
CHECK_FILE = "hash_key.check"
# Hashes kept beside what they hash: they stand in for a check value nobody has kept yet.
HASHED = """
    (select 'email' as kind, email_norm as text, email_hash as hashed from activation.suppressions
    where email_norm is not null and length(email_hash) = 64 limit 20)
    union all
    (select 'client', client_code, client_hash from activation.suppressions
    where client_code <> 'EFFACE' and length(client_hash) = 64 limit 20)
    union all
    (select 'email', email_norm, email_hash from activation.outbox
    where email_norm is not null and length(email_hash) = 64 limit 20)
    union all
    (select 'email', email_norm, email_hash from activation.contact_state
    where email_norm is not null and length(email_hash) = 64 limit 20)
"""


def hash_key(conn: Connection, settings: Settings) -> bytes:
    """Return the secret of the keyed hashes, known to be the one this database is hashed with.

    Real use reads ACTIVATION_HASH_KEY; the demonstration makes a secret of its own. The
    first use keeps a check value, in the caller's transaction. Raises ConfigurationError
    when the secret is missing, short, or another than that of a check value or a hash.
    """
    key = given_key(settings) or _demo_key(conn, settings)
    check = key_check(key)
    kept = {value(conn, "select check_value from activation.hash_key")} - {None}
    # The page's role only compares: what stands beside the database is its owner's.
    keeps = value(conn, "select has_table_privilege('activation.hash_key', 'insert')")
    path = folder(conn, settings) / CHECK_FILE if keeps else None
    if path and path.exists():
        kept.add(path.read_text("utf-8", "replace").strip())
    if not kept <= {check} or (not kept and _is_contradicted(conn, key)):
        raise ConfigurationError(
            f"{KEY_NAME} is not the secret this database is hashed with: nobody who opted out or "
            "was erased would be recognised; put the first one back",
            f"{KEY_NAME} n'est pas le secret avec lequel cette base est hachée : personne de ceux "
            "qui ont dit non ou ont été effacés ne serait reconnu ; remettez le premier",
        )
    if path:
        _keep(conn, path, check)
    return key


def given_key(settings: Settings) -> bytes | None:
    """Return ACTIVATION_HASH_KEY, or None for a demonstration without one.

    Raises ConfigurationError when it is missing or short.
    """
    given = settings.get(KEY_NAME)
    if given and len(given) >= SHORTEST_KEY:
        return given.encode()
    if given:
        raise ConfigurationError(
            f"{KEY_NAME} is {len(given)} characters long: use at least {SHORTEST_KEY} random ones",
            f"{KEY_NAME} n'a que {french(len(given), 'caractère')} : il en faut au moins "
            f"{SHORTEST_KEY}, tirés au hasard",
        )
    if settings.is_demo:
        return None
    maker = 'python -c "import secrets; print(secrets.token_hex(32))"'
    raise ConfigurationError(
        f"{KEY_NAME} is missing: put {SHORTEST_KEY} or more random characters in .env, keep a copy "
        f"elsewhere, never change it ({maker})",
        f"{KEY_NAME} manque : mettez dans .env au moins {SHORTEST_KEY} caractères tirés au hasard, "
        f"gardez-en une copie ailleurs, n'y touchez plus ({maker})",
    )


def key_check(key: bytes) -> str:
    """Return what tells one secret from another without giving it away."""
    return hmac.new(key, b"check value of the hash key", hashlib.sha256).hexdigest()


def _demo_key(conn: Connection, settings: Settings) -> bytes:
    path, before = folder(conn, settings) / "hash.key", settings.root / "var" / "hash.key"
    if not path.exists():
        # Where the demonstration kept it before every database had a folder of its own.
        secret = before.read_text("ascii") if before.exists() else secrets.token_hex(32)
        write_private(path, secret, replace=False)
    return path.read_bytes().strip()


def _is_contradicted(conn: Connection, key: bytes) -> bool:
    """Return whether hashes are kept beside what they hash, and `key` made none of them."""
    pairs = rows(conn, HASHED)
    return bool(pairs) and not any(
        hashed == (email_hash if kind == "email" else client_hash)(key, text)
        for kind, text, hashed in (pair.values() for pair in pairs)
    )


def _keep(conn: Connection, path: Path, check: str) -> None:
    execute(
        conn,
        "insert into activation.hash_key (check_value) values (%s) on conflict do nothing",
        (check,),
    )
    if not path.exists():
        write_private(path, f"{check}\n")
