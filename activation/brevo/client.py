"""Brevo over HTTP: one call, its meaning, and a patient loop for calls that may be repeated."""

import hashlib
import json
import logging
import random
import re
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import unquote

import requests

from activation.brevo.answers import Answer, Outcome, Rate, classify, explain
from activation.brevo.pace import LONGEST_WAIT, Halt, Limiter
from activation.brevo.transport import NoAnswerError, exchange, new_session
from activation.config import ActivationConfig, load_config
from activation.hashing import mask_text, storable
from warehouse.errors import ConfigurationError, LockedError, OutOfReachError
from warehouse.settings import Settings

log = logging.getLogger(__name__)

Query = dict[str, str | int]
PAUSES: dict[Outcome, tuple[float, ...]] = {
    Outcome.NOT_SENT: (1, 2, 4, 8, 16, 32),
    Outcome.BUSY: (5, 10, 20, 20, 20),
    Outcome.UNKNOWN: (2, 8, 30),
}
# Lists that come without a count and are read to an empty page; an empty event log is `{}`.
WITHOUT_COUNT = ("/smtp/statistics/events",)
MOST_STALE = 3  # pages in a row without a row that was not there before
MOST_THROTTLED = 5  # times a call may be throttled before the run ends


class Brevo:
    """The account behind BREVO_API_KEY. Safe to share between threads.

    Whoever works on its behalf waits through `rest`, so that `halt` ends the run at once.
    """

    def __init__(
        self, settings: Settings, config: ActivationConfig | None = None, halt: Halt | None = None
    ) -> None:
        self.config = config or load_config(settings)
        self._key = _require_key(settings)
        self.rest = (halt or Halt()).rest
        self._limiter = Limiter(self.config.send_rate, self.config.pause_scale, self.rest)
        self._local = threading.local()
        self.server_date: datetime | None = None  # Brevo's clock, in its last answer

    def wait_turn(self, method: str, path: str) -> None:
        """Wait until the pace allows this call; LockedError (75) when the quota stays spent."""
        self._limiter.wait(method, path)

    def call(
        self, method: str, path: str, *, body: str | None = None, query: Query | None = None
    ) -> Answer:
        """Make one call now, `body` being JSON text; never raises for what Brevo answers.

        The caller has waited its turn.
        """
        started = time.monotonic()
        request = requests.Request(
            method,
            self.config.base_url + path,
            params=query or {},
            data=body.encode() if body is not None else None,
            headers={
                "api-key": self._key,
                "accept": "application/json",
                "content-type": "application/json",
            },
        )
        try:
            response, content = exchange(self._session(), request, self.config.deadline)
        except NoAnswerError as error:
            outcome = Outcome.UNKNOWN if error.has_left else Outcome.NOT_SENT
            answer = Answer(outcome, message=str(error), latency_ms=_since(started))
        else:
            answer = _read(response, content, _since(started), method == "POST" and path)
            self.server_date = answer.server_date
            throttled = answer.outcome is Outcome.THROTTLED
            self._limiter.observe(method, path, answer.rate, throttled=throttled)
        _log(method, path, answer)
        return answer

    def ask(
        self, method: str, path: str, *, body: object = None, query: Query | None = None
    ) -> Answer:
        """Make a call that may be repeated, until it is accepted or rejected.

        Returns an ACCEPTED or REJECTED answer. Raises ConfigurationError on STOP,
        OutOfReachError when no answer comes, LockedError when the quota is spent.
        """
        text = None if body is None else json.dumps(body, ensure_ascii=False)
        tries: dict[Outcome, int] = {}
        while True:
            self.wait_turn(method, path)
            answer = self.call(method, path, body=text, query=query)
            if answer.outcome in (Outcome.ACCEPTED, Outcome.REJECTED):
                return answer
            if answer.outcome is Outcome.STOP:
                raise ConfigurationError(*explain(method, path, answer))
            tries[answer.outcome] = tries.get(answer.outcome, 0) + 1
            if not self.pause(answer, tries[answer.outcome]):
                raise OutOfReachError(*explain(method, path, answer))

    def pause(self, answer: Answer, tries: int) -> bool:
        """Wait before try number `tries` + 1; return False when there should be none."""
        if answer.outcome is Outcome.THROTTLED:
            # The limiter already knows how long: it makes the next call wait, or ends the run.
            if (answer.rate.reset or 0) > LONGEST_WAIT or tries > MOST_THROTTLED:
                raise LockedError(
                    "Brevo refuses more calls for now: run the same command again later",
                    "Brevo refuse d'autres appels pour le moment : relancez plus tard la même "
                    "commande",
                )
            return True
        pauses = PAUSES[answer.outcome]
        if tries > len(pauses):
            return False
        longest = min(60.0, pauses[tries - 1])
        self.rest(self.config.pause_scale * random.uniform(longest / 2, longest))  # noqa: S311
        return True

    def document(self, path: str, *keys: str) -> dict[str, Any]:
        """Return what Brevo says of one thing.

        Raises ConfigurationError when it does not have it or refuses, OutOfReachError when the
        answer is not Brevo's: another status than 200, or without `keys`.
        """
        answer = self.ask("GET", path)
        if answer.outcome is not Outcome.ACCEPTED:
            raise ConfigurationError(*explain("GET", path, answer))
        found = answer.body
        if answer.status == 200 and isinstance(found, dict) and found.keys() >= {*keys}:
            return found
        raise OutOfReachError(
            f"Brevo answers GET {path} with {answer.status} and without {', '.join(keys)}: nothing "
            "is concluded from it; run the same command again",
            f"Brevo répond à GET {path} par {answer.status} et sans {', '.join(keys)} : rien n'en "
            "est conclu ; relancez la même commande",
        )

    def pages(
        self, path: str, key: str, *, size: int, query: Query | None = None
    ) -> Iterator[list[Any]]:
        """Yield the pages of a list, to the last row of it.

        Whole or nothing: a list tells who said no and what has left, and half of one reads as
        if the rest did not exist. Raises OutOfReachError when an answer is no such list, when
        the rows end before the largest count that came with them, or when pages only bring rows
        again. Oldest first, so that what is added meanwhile moves no row to a page already read.
        """
        read = new = most = stale = 0
        seen: set[bytes] = set()
        while True:
            here: Query = {"sort": "asc", **(query or {}), "limit": size, "offset": read}
            found, count = _listed(path, key, self.ask("GET", path, query=here))
            if found:
                yield found
            prints = [_fingerprint(row) for row in found]
            fresh = sum(one not in seen for one in prints)
            seen.update(prints)
            read, new, most = read + len(found), new + fresh, max(most, count or 0)
            stale = 0 if fresh else stale + 1
            is_last = not found or (count is not None and len(found) < size)
            if is_last and new >= most:
                return
            if stale == MOST_STALE and found:
                raise OutOfReachError(
                    f"Brevo gives the same rows of {path} again and again: a list that is not "
                    "whole is not read; run the same command again",
                    f"Brevo redonne sans fin les mêmes lignes de {path} : une liste incomplète ne "
                    "prouve rien ; relancez la même commande",
                )
            if not found:
                raise OutOfReachError(
                    f"Brevo counts {most} rows in {path} and gives {new}: a list that is not "
                    "whole is not read; run the same command again",
                    f"Brevo annonce {most} lignes dans {path} et en donne {new} : une liste "
                    "incomplète ne prouve rien ; relancez la même commande",
                )

    def _session(self) -> requests.Session:
        if not hasattr(self._local, "session"):
            self._local.session = new_session(self.config.proxy)
        session: requests.Session = self._local.session
        return session


def create_once(
    brevo: Brevo, path: str, body: dict[str, object], *, can_exist: bool = False
) -> None:
    """Make one call, never repeated: whoever comes next looks first.

    Raises ConfigurationError when Brevo says no, OutOfReachError when nobody can say.
    """
    brevo.wait_turn("POST", path)
    answer = brevo.call("POST", path, body=json.dumps(body))
    if answer.outcome is Outcome.ACCEPTED or (can_exist and answer.outcome is Outcome.REJECTED):
        return
    if answer.outcome in (Outcome.STOP, Outcome.REJECTED):
        raise ConfigurationError(*explain("POST", path, answer))
    raise OutOfReachError(*explain("POST", path, answer))


def _listed(path: str, key: str, answer: Answer) -> tuple[list[Any], int | None]:
    """Return the rows of one page, and how many the whole list has where it says so."""
    document = answer.body
    if answer.status == 200 and isinstance(document, dict):
        found, count = document.get(key), document.get("count")
        if document == {} and path in WITHOUT_COUNT:
            return [], None
        if found is None and count == 0:
            return [], 0
        are_rows = isinstance(found, list) and all(isinstance(one, dict) for one in found)
        if found is not None and are_rows and (_is_count(count) or path in WITHOUT_COUNT):
            return found, count if _is_count(count) else None
    raise OutOfReachError(
        f"Brevo answers GET {path} with {answer.status} and no whole list of {key}: nothing is "
        "concluded from it; run the same command again, then ask Brevo's support",
        f"Brevo répond à GET {path} par {answer.status} et sans liste complète de {key} : rien "
        "n'en est conclu ; relancez la même commande, puis interrogez l'assistance de Brevo",
    )


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _fingerprint(row: object) -> bytes:
    return hashlib.sha256(json.dumps(row, sort_keys=True).encode()).digest()


def _read(response: requests.Response, content: bytes, latency_ms: int, path: str | bool) -> Answer:
    is_send = path == "/smtp/email"
    body, readable = _json(content)
    document = body if isinstance(body, dict) else {}
    code = mask_text(storable(str(document.get("code") or "")))[:100]
    message = mask_text(storable(str(document.get("message") or "")))[:300]
    outcome = classify(response.status_code, code, message, is_send=is_send)
    is_brevos = bool(document) if is_send and response.status_code >= 400 else readable
    if not is_brevos and (is_send or outcome is not Outcome.THROTTLED):
        # Not in Brevo's words, so perhaps a gateway's: it says nothing of what Brevo did.
        outcome, message = Outcome.UNKNOWN, "unreadable answer"
    return Answer(
        outcome, response.status_code, body, code, message,
        _rate(response.headers), latency_ms, _date(response.headers.get("date")),
    )  # fmt: skip


def _json(content: bytes) -> tuple[Any, bool]:
    if not content.strip():
        return None, True
    try:
        return json.loads(content), True
    except (ValueError, RecursionError):
        return None, False


def _rate(headers: Any) -> Rate:  # noqa: ANN401 - requests' case-insensitive mapping
    def number(name: str) -> int | None:
        text = str(headers.get(f"x-sib-ratelimit-{name}", ""))
        # Nine digits: more is no number of calls or seconds, and no integer of the database.
        return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None

    return Rate(number("limit"), number("remaining"), number("reset"))


def _date(text: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(text) if text else None
    except ValueError:
        return None


def _require_key(settings: Settings) -> str:
    if settings.brevo_api_key and settings.brevo_api_key.isascii():
        return settings.brevo_api_key.strip()
    if settings.is_demo:
        raise ConfigurationError(
            "the demonstration never talks to Brevo: set EXPORTS_DIR and BREVO_API_KEY in .env",
            "la démonstration ne parle jamais à Brevo : renseignez EXPORTS_DIR et BREVO_API_KEY "
            "dans .env",
        )
    raise ConfigurationError(
        "BREVO_API_KEY is missing: create a key in Brevo (SMTP & API) and put it in .env",
        "BREVO_API_KEY manque : créez une clé chez Brevo (SMTP & API) et mettez-la dans .env",
    )


def _since(started: float) -> int:
    return round((time.monotonic() - started) * 1000)


def _log(method: str, path: str, answer: Answer) -> None:
    log.info(
        "%s %s: %s %s in %d ms",
        method, mask_text(unquote(path)), answer.outcome, answer.status, answer.latency_ms,
    )  # fmt: skip
