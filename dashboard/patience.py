"""How long the page waits for whoever asks: a slow one holds a connection for a moment only."""

import asyncio

from starlette.exceptions import HTTPException
from starlette.types import Message, Receive
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

HEADERS = 10.0  # seconds in which the lines of a request have to arrive
BODY = 30.0  # seconds more for what it brings
TOO_SLOW = "Cette demande arrive trop lentement : elle est refusée, rien n'a changé."


class Protocol(H11Protocol):
    """HTTP as uvicorn speaks it, on connections that ask something in time."""

    _end: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request."""
        super().connection_made(transport)
        self._wait_beyond(self.cycle)

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        answered = self.cycle
        super().on_response_complete()
        self._wait_beyond(answered)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        if self._end:
            self._end.cancel()
        super().connection_lost(exc)

    def _wait_beyond(self, last: RequestResponseCycle | None) -> None:
        if self._end:
            self._end.cancel()
        self._end = self.loop.call_later(HEADERS, self._give_up, last)

    def _give_up(self, last: RequestResponseCycle | None) -> None:
        if self.cycle is last:  # no request has come since
            self.transport.abort()


class Patient:
    """A body that has not arrived whole in time ends here."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._end = asyncio.get_running_loop().time() + BODY
        self._is_whole = False

    async def __call__(self) -> Message:
        """Return the next part. Raises HTTPException (408) when it comes too late."""
        if self._is_whole:  # whether the other side is still there may be asked for any time
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._end):
                message = await self._receive()
        except TimeoutError:
            raise HTTPException(408, TOO_SLOW) from None
        self._is_whole = not message.get("more_body", False)
        return message
