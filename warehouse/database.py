"""Connections: to `DATABASE_URL` when it is set, else to the embedded server."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extensions import make_dsn, parse_dsn

from warehouse.embedded import EmbeddedServer
from warehouse.errors import ConfigurationError, LockedError, NeedsPersonError, OutOfReachError
from warehouse.migrate import require_backup, upgrade
from warehouse.settings import Settings

OLDEST_SERVER = 150000
# libpq's variable for each of its parameters.
ENVIRONMENT = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "options": "PGOPTIONS",
}
HOLDERS = """
    select distinct holder.usename, holder.pid
    from pg_locks as held
    inner join pg_stat_activity as holder on held.pid = holder.pid
    inner join pg_class as c on held.relation = c.oid
    where held.granted and held.database = holder.datid and holder.datname = current_database()
        and holder.pid <> pg_backend_pid() and c.relnamespace <> 'pg_catalog'::regnamespace
    order by 1, 2
"""
_migrated: set[str] = set()


def server(settings: Settings) -> EmbeddedServer:
    """Return the embedded server of this checkout, running or not."""
    return EmbeddedServer(settings.root / ".postgres")


def parameters(settings: Settings) -> dict[str, str]:
    """Return libpq parameters, starting the embedded server when there is no `DATABASE_URL`.

    Raises ConfigurationError when `DATABASE_URL` cannot be read.
    """
    if settings.database_url is None:
        return {**_embedded(settings), "dbname": settings.embedded_database}
    try:
        found = {name: str(value) for name, value in parse_dsn(settings.database_url).items()}
    except psycopg2.ProgrammingError:
        found = {}
    if not found or _is_misread(settings.database_url):
        # Not shown, not even in part: what was taken for a host may be the password's end.
        raise ConfigurationError(
            "DATABASE_URL is not a PostgreSQL address: write postgresql://user:password@host/name, "
            "and in the password %40 for @, %2F for /, %25 for %",
            "DATABASE_URL n'est pas une adresse PostgreSQL : écrivez "
            "postgresql://user:password@host/name et, dans le mot de passe, %40 pour @, %2F pour "
            "/, %25 pour %",
        )
    return found


def connect(
    settings: Settings, *, autocommit: bool = False, application_name: str = "crm"
) -> Connection:
    """Open a connection to a migrated warehouse.

    Starts the embedded server when needed and brings the schemas up to date once per
    process. Raises OutOfReachError when the server does not answer, ConfigurationError when it is
    too old, its schemas are newer than this program or its locale does not know accented letters,
    NeedsPersonError when it is another house's, or its schemas have to change and no backup was
    tried.
    """
    target = parameters(settings)
    key = make_dsn(**{**target, "password": ""})
    if key not in _migrated:
        with open_database(target) as conn:
            _check_version(conn)
            _check_letters(conn)
            if not settings.is_demo:
                require_backup(conn)
        upgrade(lambda: open_database(target))
        if settings.house:
            with open_database(target) as conn:
                _check_house(conn, settings.house)
        _migrated.add(key)
    conn = open_database({**target, "application_name": application_name})
    conn.autocommit = autocommit
    return conn


@contextmanager
def advisory_lock(conn: Connection, name: str) -> Iterator[None]:
    """Hold the lock `name` for the block, on this connection's session.

    Raises LockedError (exit 75) at once when another session holds it.
    """
    with conn.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(hashtextextended(%s, 0))", (name,))
        (taken,) = cursor.fetchone() or (False,)
    if not taken:
        raise LockedError(
            f"another run holds the lock “{name}”: try again when it has ended",
            f"un autre passage est en cours (verrou « {name} ») : réessayez quand il sera terminé",
        )
    try:
        yield
    finally:
        if not conn.closed:
            conn.rollback()
            with conn.cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(hashtextextended(%s, 0))", (name,))
            conn.commit()


def guard(conn: Connection) -> None:
    """Close a database found open to everybody, as one restored from a backup is.

    `conn` must be autocommit. See `docs/roles.md`.
    """
    with conn.cursor() as cursor:
        cursor.execute(
            "select ops.guard_database() "
            "where has_database_privilege('public', current_database(), 'connect')"
        )


def waited_too_long(conn: Connection) -> LockedError:
    """Return the error of a command that waited for a table as long as it may; who holds one."""
    conn.rollback()
    with conn.cursor() as cursor:
        cursor.execute(HOLDERS)
        holders = [f"{name} (session {pid})" for name, pid in cursor.fetchall()]
    conn.rollback()
    return LockedError(
        f"a table stayed in use too long, by {', '.join(holders) or 'a session that has ended'}: "
        "have the transaction ended (`select pg_terminate_backend(session)` does it), then run "
        "the same command again",
        "une table est restée trop longtemps utilisée par "
        f"{', '.join(holders) or 'une session finie depuis'} : faites terminer la transaction "
        "(`select pg_terminate_backend(session)` le fait), puis relancez la même commande",
    )


def environment(settings: Settings) -> dict[str, str]:
    """Return the variables through which dbt and psql find the warehouse (libpq's names)."""
    target = parameters(settings)
    return {ENVIRONMENT[name]: value for name, value in target.items() if name in ENVIRONMENT}


def _is_misread(url: str) -> bool:
    """Return whether a sign of the password, not written as %xx, ends it too early."""
    before, _, after = url.partition("://")[2].partition("@")
    return "@" in after or ("/" in before and bool(after))


def _embedded(settings: Settings) -> dict[str, str]:
    target = server(settings).start()
    _create_database(target, settings.embedded_database)
    return target


def _create_database(target: dict[str, str], name: str) -> None:
    conn = open_database({**target, "dbname": "postgres"})
    conn.autocommit = True
    try:
        with conn.cursor() as cursor:
            cursor.execute("select from pg_database where datname = %s", (name,))
            if cursor.fetchone() is None:
                cursor.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    finally:
        conn.close()


def open_database(target: dict[str, str]) -> Connection:
    """Open a connection as it is, migrated or not; raises OutOfReachError without an answer."""
    try:
        return psycopg2.connect(make_dsn(**{"connect_timeout": "10", **target}))
    except psycopg2.OperationalError as error:
        where = f"{target.get('host', 'localhost')}:{target.get('port', '5432')}"
        # Below each attempt libpq may add a question, indented.
        said = [line for line in str(error).splitlines() if line.strip() and not line[0].isspace()]
        reason = said[-1] if said else "no answer"
        raise OutOfReachError(
            f"PostgreSQL at {where} does not answer ({reason}): check DATABASE_URL and the server",
            f"PostgreSQL ne répond pas à {where} (« {reason} ») : vérifiez DATABASE_URL et le "
            "serveur",
        ) from None


def _check_house(conn: Connection, house: str) -> None:
    """Refuse the database of another house; one that is nobody's yet becomes this house's."""
    with conn.cursor() as cursor:
        cursor.execute(
            "insert into ops.this_database (house) values (%s) on conflict do nothing", (house,)
        )
        cursor.execute("update ops.this_database set house = %s where house is null", (house,))
        cursor.execute("select house from ops.this_database")
        (owner,) = cursor.fetchone() or (house,)
    conn.commit()
    if owner != house:
        raise NeedsPersonError(
            f"this database is the house {owner}'s, and not {house}'s: correct houses.toml",
            f"cette base est celle de la maison {owner}, et non de {house} : corrigez houses.toml",
        )


def _check_version(conn: Connection) -> None:
    if conn.server_version < OLDEST_SERVER:
        found = conn.server_version // 10000
        raise ConfigurationError(
            f"PostgreSQL {found} is too old: use version 15 or later",
            f"PostgreSQL {found} est trop ancien : il faut la version 15 ou une plus récente",
        )


def _check_letters(conn: Connection) -> None:
    """Raise ConfigurationError where `É` has no small letter: words of refusal would not be known.

    So it is under the plain locale `C`, which only knows ASCII, and under other encodings than
    UTF-8.
    """
    name, encoding = conn.info.dbname, conn.get_parameter_status("server_encoding")
    with conn.cursor() as cursor:
        cursor.execute("select datctype from pg_database where datname = current_database()")
        (locale,) = cursor.fetchone() or ("",)
        if encoding == "UTF8":
            cursor.execute("select lower('É') = 'é'")
            if cursor.fetchone() == (True,):
                return
    raise ConfigurationError(
        f"the database {name} (encoding {encoding}, locale {locale}) does not know that é is the "
        "small letter of É, so that refusals would not be understood: create another one, "
        f"`create database {name}2 template template0 encoding 'UTF8' locale 'C.UTF-8'`, copy the "
        f"data with `pg_dump {name} | psql {name}2`, and name it in DATABASE_URL",
        f"la base {name} (encodage {encoding}, locale {locale}) ignore que é est la minuscule de "
        "É : des refus ne seraient pas compris ; créez-en une autre, "
        f"`create database {name}2 template template0 encoding 'UTF8' locale 'C.UTF-8'`, copiez "
        f"les données par `pg_dump {name} | psql {name}2`, et nommez-la dans DATABASE_URL",
    )


def profile_path(settings: Settings) -> Path:
    """Return where dbt's profile stands: the root, unless `DBT_PROFILES_DIR` says otherwise."""
    return Path(settings.get("DBT_PROFILES_DIR") or settings.root) / "profiles.yml"
