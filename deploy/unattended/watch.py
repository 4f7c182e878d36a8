"""What is not as it should be, this minute: late as well as failed."""

import shutil
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.health.now import verdict
from deploy.unattended.incidents import Found
from deploy.unattended.schedule import SCHEDULE, since
from warehouse.errors import OutOfReachError
from warehouse.rows import value
from warehouse.settings import Settings
from warehouse.state import root
from warehouse.wording import figure, french, moment

RUN_LATE = timedelta(hours=2)
BACKUP_LATE = timedelta(hours=26)
DRILL_LATE = timedelta(days=8)
RETURN_LATE = timedelta(days=92)
DISK_FULL = 0.85
CERTIFICATE_LEFT = 0.25
# Points of the sentence that are no incident: they pass, or something below says it better.
NO_INCIDENT = ("at work", "no run", "arrived", "fixed day")
# Points whose key ends with what changes from one look to the next.
CHANGING = ("check", "old", "fact")
LAST_RUN = "select max(finished_at) from ops.runs where command = 'weekly' and finished_at >= %s"
LAST_GOOD = "select max(at) from ops.backup_events where kind = %s and is_good"
FAILED = """
select detail from ops.backup_events
where kind in ('drilled', 'taken') and not is_good and at > coalesce(
    (select max(at) from ops.backup_events as good
     where good.kind = backup_events.kind and good.is_good), '-infinity')
order by event_id desc limit 1
"""
IN_DOUBT = "select count(*) from activation.outbox where state = 'unknown' and erased_at is null"


def look(conn: Connection, settings: Settings) -> list[Found]:
    """Return everything that is not as it should be. Raises OutOfReachError without a database."""
    now: datetime = value(conn, "select clock_timestamp()")
    return [
        *_points(conn, settings),
        *_late_run(conn, now),
        *_backups(conn, settings, now),
        *_doubts(conn),
        *disks([settings.root, root(settings), settings.get("BACKUP_DIR")]),
        *certificate(settings.get("DASHBOARD_URL"), now),
    ]


def _points(conn: Connection, settings: Settings) -> Iterator[Found]:
    found = verdict(conn, settings)
    if found.is_out_of_reach:
        raise OutOfReachError("the database is out of reach", "la base est hors d'atteinte")
    blocked = [] if found.override else found.blocked
    for point in (*blocked, *found.unverified, *found.look):
        kind = point.key.partition(":")[0]
        if kind not in NO_INCIDENT:
            what = point.key.rpartition(":")[0] if kind in CHANGING else point.key
            yield Found(f"health:{what}", point.text, point.remedy)


def _late_run(conn: Connection, now: datetime) -> Iterator[Found]:
    (weekly,) = (one for one in SCHEDULE if one.job == "weekly")
    due_at, first = weekly.last(now), since(conn)
    is_late = now - due_at > RUN_LATE and first is not None and first < due_at
    if is_late and value(conn, LAST_RUN, (due_at,)) is None:
        yield Found(
            "late:weekly",
            f"le passage du {moment(due_at)} ne s'est pas terminé",
            "Regardez si la machine était allumée, puis lancez `make weekly`.",
        )


def _backups(conn: Connection, settings: Settings, now: datetime) -> Iterator[Found]:
    first = since(conn)
    for kind, needs, limit, says, remedy in (
        ("taken", "BACKUP_KEY", BACKUP_LATE, "aucune sauvegarde", "Lancez `make backup`."),
        ("drilled", "BACKUP_KEY", DRILL_LATE, "aucun essai de sauvegarde", "Lancez `make drill`."),
        (
            "returned", "BACKUP_OFFSITE", RETURN_LATE, "aucun retour de la copie gardée ailleurs",
            "Ramenez-la, et lancez `python -m deploy.backup drill FICHIER.tar.age --identity CLÉ`.",
        ),
    ):  # fmt: skip
        last = value(conn, LAST_GOOD, (kind,)) or first
        if settings.get(needs) and last is not None and now - last > limit:
            yield Found(f"late:{kind}", f"{says} n'a réussi depuis le {moment(last)}", remedy)
    detail: Any = value(conn, FAILED)
    if detail:
        yield Found("failed:backup", "la dernière sauvegarde, ou son essai, a échoué", str(detail))


def _doubts(conn: Connection) -> Iterator[Found]:
    count = value(conn, IN_DOUBT)
    if count:
        yield Found(
            "doubts",
            f"le sort de {french(count, 'lettre')} est inconnu",
            "`activation resolve` les montre.",
        )


def disks(places: list[Path | str | None]) -> Iterator[Found]:
    """Yield each disk, of those these folders stand on, that is nearly full."""
    seen: set[int] = set()
    for path in (Path(place) for place in places if place):
        if not path.exists() or path.stat().st_dev in seen:
            continue
        seen.add(path.stat().st_dev)
        usage = shutil.disk_usage(path)
        share = usage.used / (usage.used + usage.free)
        if share > DISK_FULL:
            yield Found(
                f"disk:{path}",
                f"le disque de {path} est plein à {figure(100 * share)} %",
                "Libérez de la place : d'anciens exports ou d'autres fichiers que ceux d'ici.",
            )


def certificate(url: str | None, now: datetime) -> Iterator[Found]:
    """Yield what is wrong with the certificate the page is served under, when it has one."""
    address = urlsplit(url or "")
    if address.scheme != "https" or not address.hostname:
        return
    remedy = "`docker compose logs certificates` dit ce que l'autorité a répondu."
    try:
        begin, end = _validity(address.hostname, address.port or 443)
    except ssl.SSLCertVerificationError as error:
        said = f"le certificat de {address.hostname} est refusé (« {error.verify_message} »)"
        yield Found("certificate", said, remedy)
        return
    except ssl.SSLError:
        yield Found("certificate", f"{address.hostname} n'a pas de certificat", remedy)
        return
    except OSError:
        yield Found(
            "page", f"la page {url} ne répond pas", "Regardez si le serveur web est en marche."
        )
        return
    if (end - now) < CERTIFICATE_LEFT * (end - begin):
        yield Found(
            "certificate", f"le certificat de {address.hostname} finit le {moment(end)}", remedy
        )


def _validity(host: str, port: int) -> tuple[datetime, datetime]:
    context = ssl.create_default_context()
    with (
        socket.create_connection((host, port), timeout=10) as plain,
        context.wrap_socket(plain, server_hostname=host) as secured,
    ):
        found: Any = secured.getpeercert()
    begin, end = (ssl.cert_time_to_seconds(found[name]) for name in ("notBefore", "notAfter"))
    return datetime.fromtimestamp(begin, UTC), datetime.fromtimestamp(end, UTC)
