"""Who asks the API: a program with a token, a few at once, none too fast."""

import math
import threading
import time
from collections import defaultdict, deque
from collections.abc import Iterator
from typing import Annotated

from fastapi import Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.exceptions import HTTPException

from dashboard.access import log, throttle, tokens
from dashboard.visit import Visit
from warehouse.pool import Pool
from warehouse.settings import Settings

AT_ONCE = 4  # of the page's connections: the others are for people
A_MINUTE = 300  # requests of one token
PREFIX = "/api/v1"
LOOPBACK = ("127.0.0.1", "::1")
# No person is shown there, and a program may look often.
UNLOGGED = (f"{PREFIX}/health",)
_scheme = HTTPBearer(auto_error=False, description="`dashboard tokens add` makes one.")
Given = Annotated[HTTPAuthorizationCredentials | None, Security(_scheme)]


class Bearer:
    """Knows programs by their tokens."""

    def __init__(self, pool: Pool, settings: Settings) -> None:
        self._pool, self._settings = pool, settings
        self._places = threading.BoundedSemaphore(AT_ONCE)
        self._asked: defaultdict[str, deque[float]] = defaultdict(deque)
        self._lock = threading.Lock()

    def visit(self, request: Request, given: Given = None) -> Iterator[Visit]:
        """Give a program a connection with the page's rights, and keep that it came.

        Raises HTTPException: 401 for no token or another, 429 for too many requests.
        """
        if not self._places.acquire(blocking=False):
            raise too_many(1)
        try:
            with self._pool.connection() as conn:
                address = request.client.host if request.client else ""
                held = tokens.holder(conn, given.credentials) if given else None
                if held is None:
                    admitted = throttle.admit(conn, address, "an unknown token", None)
                    if admitted.wait:
                        raise too_many(admitted.wait)
                    raise HTTPException(
                        401, "this asks for a token", {"WWW-Authenticate": "Bearer"}
                    )
                self._pace(held.name)
                page = f"{PREFIX}{request.scope['route'].path}"
                if page not in UNLOGGED:
                    told = request.path_params
                    log.keep(conn, held.user_name, address, request.method, page, told, held.name)
                conn.rollback()
                yield Visit(conn, self._settings, held.user_name, held.decides)
        finally:
            self._places.release()

    def is_here_or_known(self, request: Request) -> bool:
        """Return whether a program of this machine asks, through no proxy, or one with a token."""
        here = request.client.host if request.client else ""
        return (here in LOOPBACK and "x-forwarded-for" not in request.headers) or self._knows(
            request
        )

    def _knows(self, request: Request) -> bool:
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer" or not token or not self._places.acquire(blocking=False):
            return False
        try:
            with self._pool.connection() as conn:
                return tokens.holder(conn, token) is not None
        finally:
            self._places.release()

    def _pace(self, name: str) -> None:
        with self._lock:
            asked, now = self._asked[name], time.monotonic()
            while asked and asked[0] < now - 60:
                asked.popleft()
            if len(asked) >= A_MINUTE:
                raise too_many(asked[0] + 60 - now)
            asked.append(now)


def too_many(seconds: float) -> HTTPException:
    """Return the answer to somebody who is to come again later."""
    wait = str(max(1, math.ceil(seconds)))
    return HTTPException(429, "too many requests", {"Retry-After": wait})
