"""Incidents: begun once, ended once, told once each, called back to mind once a week.

Their state is in `ops.incidents`, and a row is held while its mail leaves: a new process, or a
second one beside it, says nothing twice. A mail that does not leave is tried at the next look.
"""

from dataclasses import dataclass

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.health.now import verdict
from activation.health.verdict import Verdict
from deploy.unattended.mail import has_mail, send
from warehouse.rows import Row, execute, rows, transaction
from warehouse.settings import Settings
from warehouse.wording import french, moment, typeset

BEGIN = """
insert into ops.incidents (what, said, remedy) values (%(what)s, %(said)s, %(remedy)s)
on conflict (what) where ended_at is null
do update set said = excluded.said, remedy = excluded.remedy
"""
END = """
update ops.incidents set ended_at = clock_timestamp()
where ended_at is null and what <> all(%s)
"""
TO_TELL = """
select incident_id, said, remedy, began_at, ended_at, told_at
from ops.incidents
where (told_at is null and ended_at is null)
    or (told_at < clock_timestamp() - interval '7 days' and ended_at is null)
    or (told_at is not null and ended_at is not null and end_told_at is null)
order by began_at, incident_id
for update skip locked
"""
TOLD = """
update ops.incidents
set told_at = case when ended_at is null then clock_timestamp() else told_at end,
    end_told_at = case when ended_at is not null then clock_timestamp() end
where incident_id = any(%s)
"""


@dataclass(frozen=True)
class Found:
    """Something that is not as it should be: `what` names the very thing, without what changes."""

    what: str
    said: str
    remedy: str


def settle(conn: Connection, found: list[Found]) -> None:
    """Begin what is found, end what is no longer found."""
    with transaction(conn):
        for one in {one.what: one for one in found}.values():
            execute(conn, BEGIN, vars(one))
        execute(conn, END, ([one.what for one in found],))


def tell(conn: Connection, settings: Settings) -> int:
    """Write to the owner of what begins, ends or goes on; return of how many incidents.

    Raises OutOfReachError when the mail does not leave: it is tried again at the next look.
    """
    if not has_mail(settings):
        return 0
    health = verdict(conn, settings)  # before rows are held: it ends what is open
    with transaction(conn):
        news = rows(conn, TO_TELL)
        if news:
            send(settings, _subject(news), _lines(news, settings, health))
            execute(conn, TOLD, ([one["incident_id"] for one in news],))
    return len(news)


def _subject(news: list[Row]) -> str:
    open_ones = [one for one in news if one["ended_at"] is None]
    if not open_ones:
        return typeset(f"CRM : c'est réglé ({news[0]['said']})")
    more = f", et {french(len(open_ones) - 1, 'autre')}" if len(open_ones) > 1 else ""
    return typeset(f"CRM : {open_ones[0]['said']}{more}")


def _lines(news: list[Row], settings: Settings, health: Verdict) -> list[str]:
    parts = (
        ("Ce qui commence", [one for one in news if one["told_at"] is None]),
        ("Rappel, ce qui dure", [one for one in news if one["told_at"] and not one["ended_at"]]),
        ("C'est réglé", [one for one in news if one["ended_at"]]),
    )
    lines = [health.sentence, health.next_step, ""]
    for title, ones in parts:
        if ones:
            lines += [title, "", *(line for one in ones for line in _said(one))]
    page = settings.get("DASHBOARD_URL")
    return [typeset(line) for line in (*lines, f"La page : {page}/lundi" if page else "")]


def _said(one: Row) -> list[str]:
    if one["ended_at"]:
        return [f"- {one['said']}", f"  jusqu'au {moment(one['ended_at'])}", ""]
    return [
        f"- {one['said']}",
        f"  depuis le {moment(one['began_at'])}",
        f"  À faire : {one['remedy']}",
        "",
    ]
