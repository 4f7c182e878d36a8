"""Pace: never faster than our own rate, and silent when Brevo says its quota is spent.

Brevo's limits are per account and shared with whatever else uses it; the own rates
below stay under the smallest plan's. Waiting is measured on the monotonic clock: a
wrong wall clock changes nothing.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from activation.brevo.answers import Rate
from warehouse.errors import LockedError

LONGEST_WAIT = 120.0  # seconds; beyond, the run ends and is taken up later
DEFAULT_RESET = 60.0  # when an answer names no usable delay
LONGEST_RESET = 3600.0


@dataclass(frozen=True)
class Pace:
    """`per_second` calls on average, `burst` of them at once."""

    per_second: float
    burst: float = 1.0


def paces(send_rate: float) -> dict[str, Pace]:
    """Return the pace of each of Brevo's quotas; hourly ones stay under 300 and 100 an hour."""
    return {
        "send": Pace(send_rate),
        "sent_log": Pace(1.5),
        "blocked": Pace(10.0, 5),
        "smtp": Pace(250 / 3600, 40),
        "contacts": Pace(8.0, 4),
        "other": Pace(75 / 3600, 20),
    }


def bucket_of(method: str, path: str) -> str:
    """Return the name of the quota a call counts against."""
    if path == "/smtp/email" and method == "POST":
        return "send"
    for start, name in (
        ("/smtp/emails", "sent_log"),
        ("/smtp/blockedContacts", "blocked"),
        ("/smtp/", "smtp"),
        ("/contacts", "contacts"),
    ):
        if path.startswith(start):
            return name
    return "other"


class Bucket:
    """One quota, shared by every thread of the process."""

    def __init__(self, pace: Pace, clock: Callable[[], float] = time.monotonic) -> None:
        self._interval = 1.0 / pace.per_second
        self._tolerance = (pace.burst - 1.0) * self._interval
        self._clock = clock
        self._lock = threading.Lock()
        self._next = clock()
        self._blocked_until = 0.0

    def reserve(self) -> float:
        """Take the next place and return the seconds to wait for it.

        Raises LockedError (exit 75) without taking a place when that is too long.
        """
        with self._lock:
            now = self._clock()
            due = max(self._next, now)
            wait = max(due - self._tolerance - now, self._blocked_until - now, 0.0)
            if wait > LONGEST_WAIT:
                raise LockedError(
                    f"Brevo's quota is spent for {wait:.0f} s more: run the same command then",
                    f"le quota de Brevo est épuisé pour encore {wait:.0f} s : relancez ensuite la "
                    "même commande",
                )
            self._next = due + self._interval
            return wait

    def observe(self, rate: Rate, *, throttled: bool) -> float:
        """Take note of the quota headers; return the seconds to stay silent (0: none)."""
        if not throttled and rate.remaining != 0:
            return 0.0
        if not throttled and rate.reset is None:
            return 0.0
        pause = _plausible(rate.reset)
        with self._lock:
            self._blocked_until = max(self._blocked_until, self._clock() + pause)
        return pause


class Halt:
    """What ends a run between two calls, and in the middle of any wait."""

    def __init__(self) -> None:
        self._asked = threading.Event()

    def ask(self) -> None:
        """Have the run end; safe from any thread."""
        self._asked.set()

    @property
    def is_asked(self) -> bool:
        """Return whether the run is to end."""
        return self._asked.is_set()

    def rest(self, seconds: float) -> None:
        """Wait; raises HaltedError as soon as the run is to end."""
        if self._asked.wait(seconds):
            raise HaltedError


class HaltedError(LockedError):
    """Somebody stopped the run, or the worker ends: what has not left waits for the next one."""

    def __init__(self) -> None:
        super().__init__("the run was stopped", "l'envoi a été arrêté")


class Limiter:
    """Every quota of one account."""

    def __init__(
        self, send_rate: float, pause_scale: float, sleep: Callable[[float], None]
    ) -> None:
        self._buckets = {name: Bucket(pace) for name, pace in paces(send_rate).items()}
        self._pause_scale = pause_scale
        self._sleep = sleep

    def wait(self, method: str, path: str) -> None:
        """Block until the call may be made; LockedError when the quota stays spent too long."""
        name = bucket_of(method, path)
        # How many letters leave a second is set as such; all else is a pause.
        scale = 1.0 if name == "send" else self._pause_scale
        self._sleep(scale * self._buckets[name].reserve())

    def observe(self, method: str, path: str, rate: Rate, *, throttled: bool) -> float:
        """Pass on the quota headers of an answer; return the silence they ask for."""
        return self._buckets[bucket_of(method, path)].observe(rate, throttled=throttled)


def _plausible(reset: int | None) -> float:
    return float(reset) if reset is not None and 0 < reset <= LONGEST_RESET else DEFAULT_RESET
