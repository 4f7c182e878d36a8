"""Sending: read what Brevo knows, settle doubts, then one letter after the other.

The main thread takes a few seconds' worth of letters, asks the warehouse about all of
them, and gives those that may leave to the workers. Between two such handfuls it looks
again at everything that can stop a run.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.approval.carry_out import carry_out
from activation.asked.hours import left_today
from activation.brevo.client import Brevo
from activation.config import ActivationConfig
from activation.feedback.inbox import read_inbox
from activation.feedback.opt_outs import hear
from activation.feedback.pull import pull
from activation.hash_key import hash_key
from activation.health.now import require_unblocked
from activation.privacy.forget import sweep
from activation.reasons import Reason
from activation.run_log import Run
from activation.sending import breaker, doubts, gates
from activation.sending.charge import Charge
from activation.sending.delivery import Delivery, Result
from activation.sending.ledger import Ledger
from activation.sending.preflight import (
    ask_again,
    check_account,
    check_day,
    check_sender,
    template_problems,
)
from activation.sending.spool import Spool
from warehouse import log
from warehouse.errors import ConfigurationError, ExitCode, LockedError, OutOfReachError
from warehouse.rows import connect_durably, execute, rows, transaction, value
from warehouse.settings import Settings
from warehouse.wording import french

SECONDS_OF_WORK = 2.0  # between the warehouse's answer and the call
MOST_SILENT = 3  # letters in a row that got no answer
MOST_FAILED = 5  # letters in a row Brevo said no to

DUE = """
select send_id::text from activation.outbox
where state in ('queued', 'retry_wait')
and coalesce(not_before, '-infinity') <= clock_timestamp()
and coalesce(next_attempt_at, '-infinity') <= clock_timestamp()
and send_id <> all(%(rehearsed)s::uuid[])
and scenario <> all(%(held)s)
and (%(sending)s::bigint is null or approval_id in (
    select l.approval_id from activation.sending_letters as l where l.sending_id = %(sending)s
))
order by enqueued_at, send_id
limit %(size)s
"""

SKIP = """
update activation.outbox set state = 'skipped', outcome_reason = %s
where send_id = %s and state in ('queued', 'retry_wait')
"""


@dataclass
class Sender:
    """One run of `send`. `limit` is the most letters that may leave, `sending_id` the sending they
    are those of; `progress` hears of each handful; `notes` are what a person is to know at the
    end, and what to do about it."""

    settings: Settings
    brevo: Brevo
    conn: Connection
    run: Run
    sandbox: bool = False
    limit: int | None = None
    sending_id: int | None = None
    progress: Callable[[int], None] = lambda _: None
    counts: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Work out what every letter of this run shares."""
        self.config: ActivationConfig = self.brevo.config
        self._key = hash_key(self.conn, self.settings)
        self._spool = Spool(self.conn, self.settings)
        self._today = gates.today_in_paris(self.conn, self.settings.as_of_date)
        self._gates = gates.parameters(
            self.config.rules, self._today, sorted(self.config.allowed_recipients)
        )
        if self.sandbox:  # nothing leaves: any hour will do
            self._gates |= {"quiet_from": 0, "quiet_until": 0}
        self._charge = Charge(self.brevo, self.conn, self.settings)
        self._local = threading.local()
        self._connections: list[Connection] = []
        self._stop = threading.Event()
        self._streak: Counter[str] = Counter()
        self._rehearsed: list[str] = []
        self._template_problems: dict[str, str] = {}
        self._refreshed_at = time.monotonic()

    def send(self) -> ExitCode:
        """Send every approved letter that may leave; return the exit code to end with."""
        self._prepare()
        try:
            with ThreadPoolExecutor(self.config.workers) as pool:
                try:
                    while handful := self._next_handful():
                        if not self.sandbox:
                            self._charge.check()
                        self._deliver_all(pool, handful)
                        self.progress(len(handful))
                        self._refresh_if_due()
                finally:
                    self._stop.set()
        finally:
            for connection in self._connections:
                connection.close()
            self.run.counters = dict(self.counts)
        return self._exit_code()

    def _prepare(self) -> None:
        self._ingest_spool()
        check_day(self.settings, self.config, self.conn)
        self._check_health()
        # A restored backup brings erased persons back, with their approved letters.
        sweep(self.conn, self.settings)
        hear(self.conn, self._key, required=True)
        carry_out(self.conn, self.settings)
        if gates.is_quiet_hour(self.conn, self._gates):
            rules = self.config.rules
            raise LockedError(
                f"aucune lettre ne part entre {rules.quiet_from} h et {rules.quiet_until} h "
                f"(heure de Paris) : relancez `activation send` à partir de {rules.quiet_until} h"
            )
        waiting = len(rows(self.conn, DUE, {**self._due(), "size": None}))
        most = min(self.limit or waiting, self.config.rules.daily_cap)
        check_account(self.brevo, self.conn, min(waiting, most))
        check_sender(self.settings, self.brevo)
        if not self.sandbox:
            self._ask_again()
        self._read_templates()
        self._read_statuses()
        breaker.check(self.conn)
        if not self.sandbox:
            self._charge.renew()
            delivery = self._delivery(self.conn)
            self.counts += doubts.settle_doubts(self.brevo, self.conn, delivery, self.run.run_id)

    def _check_health(self) -> None:
        if not self.sandbox:  # nothing leaves: data known to be wrong harm nobody
            require_unblocked(self.conn, self.settings)

    def _ask_again(self) -> None:
        for scenario, number in ask_again(self.conn).items():
            self.counts[f"skipped_{Reason.TEMPLATE_CHANGED}"] += number
            self.notes.append(
                f"{french(number, 'lettre')} {scenario} : le texte a changé depuis "
                "l'approbation ; lancez `activation plan`, puis approuvez de nouveau"
            )

    def _ingest_spool(self) -> None:
        ledger = Ledger(self.conn, self.run.run_id, self.config.lease, self._gates)
        for path in self._spool.files(self.conn):
            for record in self._spool.read(path):
                ledger.settle(record)
                self.counts["from_spool"] += 1
            path.unlink()

    def _next_handful(self) -> list[str]:
        """Return ids that may leave now; skip, with the reason, those that may not."""
        while True:
            size = self._room(max(4, round(self.config.send_rate * SECONDS_OF_WORK)))
            found = rows(self.conn, DUE, {**self._due(), "size": size}) if size > 0 else []
            ids = [row["send_id"] for row in found]
            reasons = gates.stopped_by_warehouse(self.conn, ids, self._gates) if ids else {}
            self._skip(reasons)
            allowed = [send_id for send_id in ids if send_id not in reasons]
            if self.sandbox:
                self._rehearsed += ids
            if allowed or not ids:
                return allowed

    def _due(self) -> dict[str, Any]:
        return {
            "rehearsed": self._rehearsed,
            "held": list(self._template_problems),
            "sending": self.sending_id,
        }

    def _skip(self, reasons: dict[str, str]) -> None:
        with transaction(self.conn):
            for send_id, reason in reasons.items():
                self.counts[f"skipped_{reason}"] += 1
                log.event("activation", "letter", send_id=send_id, became="skipped", reason=reason)
                if not self.sandbox:
                    execute(self.conn, SKIP, (reason, send_id))

    def _room(self, size: int) -> int:
        """Return how many more letters may leave, within the day's cap and this run's limit."""
        if self.limit is not None:
            gone = ("accepted", "unknown", "sandboxed")
            size = min(size, self.limit - sum(self.counts[name] for name in gone))
        if self.sandbox:
            return size
        return min(size, self.config.rules.daily_cap - left_today(self.conn))

    def _deliver_all(self, pool: ThreadPoolExecutor, handful: list[str]) -> None:
        """Deliver a handful, with no more letters on their way than may go wrong in a row."""
        waiting = iter(handful)
        going: set[Future[Result | None]] = set()
        failure: BaseException | None = None
        while True:
            for send_id in islice(waiting, max(0, self._allowed(failure) - len(going))):
                going.add(pool.submit(self._deliver_one, send_id))
            if not going:
                break
            ended, going = wait(going, return_when=FIRST_COMPLETED)
            for future in ended:
                failure = failure or future.exception()
                if future.exception() is None and (result := future.result()) is not None:
                    self.counts[str(result)] += 1
                    self._count_streak(result)
        if failure is not None:
            raise failure
        self._check_streak()

    def _allowed(self, failure: BaseException | None) -> int:
        """Return how many letters may be on their way at once: none once the run must end."""
        room = min(MOST_SILENT - self._silent(), MOST_FAILED - self._streak[str(Result.FAILED)])
        return 0 if failure else min(self.config.workers, room)

    def _silent(self) -> int:
        return self._streak[str(Result.RETRY_WAIT)] + self._streak[str(Result.UNKNOWN)]

    def _deliver_one(self, send_id: str) -> Result | None:
        if self._stop.is_set():
            return None
        try:
            if not hasattr(self._local, "delivery"):
                connection = connect_durably(self.settings, "activation send")
                self._connections.append(connection)
                self._local.delivery = self._delivery(connection)
            delivery: Delivery = self._local.delivery
            became = delivery.deliver(send_id)
        except BaseException:
            self._stop.set()
            log.event("activation", "letter", send_id=send_id, became="interrupted")
            raise
        log.event("activation", "letter", send_id=send_id, became=str(became))
        return became

    def _delivery(self, connection: Connection) -> Delivery:
        ledger = Ledger(
            connection,
            self.run.run_id,
            self.config.lease,
            {**self._gates, "window": self.config.replay_window},
        )
        return Delivery(self.brevo, ledger, self._spool, sandbox=self.sandbox)

    def _count_streak(self, result: Result) -> None:
        if result is Result.ACCEPTED:
            self._streak.clear()
        self._streak[str(result)] += 1

    def _check_streak(self) -> None:
        if (silent := self._silent()) >= MOST_SILENT:
            raise OutOfReachError(
                f"Brevo n'a pas répondu pour {silent} lettres de suite : vérifiez le réseau, puis "
                "relancez `activation send` ; rien ne partira deux fois"
            )
        if self._streak[str(Result.FAILED)] >= MOST_FAILED:
            raise ConfigurationError(
                f"Brevo a refusé {self._streak[str(Result.FAILED)]} lettres de suite : voyez "
                "`activation status`, puis lancez `activation doctor`"
            )

    def _read_templates(self) -> None:
        """Hold the scenarios whose template at Brevo is not the one that was approved."""
        found = template_problems(self.brevo, self.conn)
        self.notes += [one for one in found.values() if one not in self.notes]
        self._template_problems |= found

    def _read_statuses(self) -> None:
        self.counts += read_inbox(self.conn, self._key)
        self.counts += pull(self.brevo, self.conn, self._key)
        self._gates |= gates.contacted_since_build(self.conn, self._gates)
        self._refreshed_at = time.monotonic()

    def _refresh_if_due(self) -> None:
        self._check_health()
        if time.monotonic() - self._refreshed_at >= self.config.refresh_every:
            self._read_templates()
            self._read_statuses()
        else:  # opt-outs the webhook has brought in the meantime
            brought = read_inbox(self.conn, self._key)
            if brought["suppressions"]:
                brought["suppressions"] += hear(self.conn, self._key)
            self.counts += brought
        breaker.check(self.conn)

    def _exit_code(self) -> ExitCode:
        leaves_later = self._is_day_full() | self._is_to_be_retried()
        if value(self.conn, "select 1 from activation.outbox where state = 'unknown' limit 1"):
            self._note("des lettres sont en doute : `activation resolve` les nomme")
            return ExitCode.NEEDS_PERSON
        if self._template_problems:
            return ExitCode.USAGE
        if self.counts["failed"] or self.counts[f"skipped_{Reason.TEMPLATE_CHANGED}"]:
            return ExitCode.SOME_REFUSED
        return ExitCode.LOCKED if leaves_later else ExitCode.DONE

    def _is_to_be_retried(self) -> bool:
        """Return whether letters that could not leave wait for their next try, and say so."""
        waiting = self.counts[str(Result.RETRY_WAIT)]
        if waiting:
            self._note(
                f"{french(waiting, 'lettre')} à retenter : relancez `activation send` dans un "
                "quart d'heure"
            )
        return bool(waiting)

    def _is_day_full(self) -> bool:
        """Return whether letters wait for tomorrow, and say so."""
        rules = self.config.rules
        if self.sandbox or left_today(self.conn) < rules.daily_cap:
            return False
        waiting = len(rows(self.conn, DUE, {**self._due(), "size": None}))
        if waiting:
            self._note(
                f"plafond du jour atteint ({french(rules.daily_cap, 'lettre')}) : "
                f"{french(waiting, 'lettre')} en attente ; relancez `activation send` demain à "
                f"partir de {rules.quiet_until} h"
            )
        return bool(waiting)

    def _note(self, what: str) -> None:
        if self.sending_id is None:  # the page says so itself
            self.notes.append(what)
