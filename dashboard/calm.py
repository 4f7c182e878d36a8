"""What nobody foresaw becomes an answer with a number, and one line of the log."""

import logging
import time
import uuid
from collections.abc import Callable

from fastapi import Request
from fastapi.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from warehouse import log
from warehouse.errors import place_of

_log = logging.getLogger("dashboard")


class Calm:
    """Wraps an application.

    The line says which failure and where: its own words may quote a row, and rows name people.
    """

    def __init__(self, app: ASGIApp, say: Callable[[Request, str], Response]) -> None:
        """`say(request, number)` is the answer."""
        self._app, self._say = app, say

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, whatever happens."""
        has_begun, status = False, 0
        started, number = time.monotonic(), uuid.uuid4().hex[:8]

        async def watched(message: Message) -> None:
            nonlocal has_begun, status
            has_begun = True
            status = message.get("status", status)
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:  # noqa: BLE001
            _log.error("%s: %s at %s", number, type(error).__name__, place_of(error))
            if not has_begun:
                await self._say(Request(scope), number)(scope, receive, send)
        finally:
            if scope["type"] == "http":
                # The address as the program knows it: what stands in it may be a person's.
                address = getattr(scope.get("route"), "path", "")
                milliseconds = round((time.monotonic() - started) * 1000)
                log.event(
                    "page", "answered", request=number, method=scope["method"], address=address,
                    status=status, milliseconds=milliseconds,
                )  # fmt: skip
