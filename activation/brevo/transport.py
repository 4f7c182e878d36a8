"""One HTTP exchange under a total deadline, and whether its first byte left.

`requests` counts its time-out anew at each read, so a server that drips bytes can hold
a call for ever; and its exceptions do not say whether the request reached the wire.
Both are known here at the socket: a timer shuts it down at the deadline, and sending
the first byte is noted.
"""

import contextlib
import socket
import threading
import time
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError

LARGEST_BODY = 5_000_000
# ValueError: what `urllib` says of an answer that points to no address.
BROKEN = (OSError, HTTPError, requests.RequestException, ValueError)
_current = threading.local()


class NoAnswerError(Exception):
    """No complete answer came. `has_left`: the request may have been read by the server."""

    def __init__(self, reason: str, *, has_left: bool) -> None:
        super().__init__(reason)
        self.has_left = has_left


class _Exchange:
    """The deadline of one call, and what its socket did."""

    def __init__(self, seconds: float) -> None:
        self.ends = time.monotonic() + seconds
        self.has_left = False
        self.is_over = False
        self._socket: socket.socket | None = None
        self._handle: socket.socket | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._expire)
        self._timer.daemon = True

    def __enter__(self) -> "_Exchange":
        _current.exchange = self
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        _current.exchange = None
        if self._handle is not None:
            self._handle.close()

    def opened(self, new_socket: socket.socket) -> None:
        """Watch a connection while it is made: a handshake or a proxy can drip too.

        Through a second handle: making it secure takes the first one away.
        """
        self._watch(new_socket.dup())
        self._handle = self._socket

    def leaving(self, open_socket: socket.socket) -> None:
        """Note that bytes are about to leave through this socket; too late raises."""
        self._watch(open_socket)
        self.has_left = True

    def _watch(self, open_socket: socket.socket) -> None:
        with self._lock:
            if self.is_over:
                raise TimeoutError("deadline passed before the request left")
            self._socket = open_socket

    def _expire(self) -> None:
        with self._lock:
            self.is_over = True
            if self._socket is not None:
                # The plain method: an SSLSocket's own would drop its state under the reader.
                with contextlib.suppress(OSError):
                    socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


def _exchange_at_work() -> _Exchange | None:
    return getattr(_current, "exchange", None)


class _Watched:
    """Mixed into urllib3's connections: reports the moment a request leaves."""

    _is_connecting = False

    def connect(self) -> None:
        """Connect; what is said to a proxy on the way is not yet the request."""
        self._is_connecting = True
        try:
            super().connect()  # type: ignore[misc]
        finally:
            self._is_connecting = False

    def _new_conn(self) -> socket.socket:
        new_socket: socket.socket = super()._new_conn()  # type: ignore[misc]
        if exchange := _exchange_at_work():
            exchange.opened(new_socket)
        return new_socket

    def send(self, data: Any) -> None:  # noqa: ANN401 - as http.client declares it
        connection: Any = self
        if connection.sock is None:
            connection.connect()
        exchange = _exchange_at_work()
        if exchange and not self._is_connecting:
            exchange.leaving(connection.sock)
        super().send(data)  # type: ignore[misc]


class _PlainConnection(_Watched, HTTPConnection):
    pass


class _SecureConnection(_Watched, HTTPSConnection):
    pass


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _PlainConnection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}


def new_session(proxy: str | None) -> requests.Session:
    """Return a session that repeats nothing, follows nothing and ignores the environment.

    `trust_env` is off because a stray .netrc or HTTP_PROXY must not see the key; a proxy
    is named on purpose in BREVO_PROXY.
    """
    session = requests.Session()
    session.trust_env = False
    session.mount("http://", _Adapter(max_retries=0))
    session.mount("https://", _Adapter(max_retries=0))
    if proxy:
        session.proxies = {"http": proxy, "https": proxy}
    return session


def exchange(
    session: requests.Session, request: requests.Request, deadline: float
) -> tuple[requests.Response, bytes]:
    """Make one call and read its whole body within `deadline` seconds, or NoAnswerError."""
    with _Exchange(deadline) as watched:
        try:
            response = session.send(
                session.prepare_request(request),
                stream=True,
                allow_redirects=False,
                timeout=(min(5.0, deadline), deadline),
                proxies=dict(session.proxies),
            )
            with contextlib.closing(response):
                body = _read(response)
        except BROKEN as error:
            reason = "deadline passed" if watched.is_over else type(error).__name__
            raise NoAnswerError(reason, has_left=watched.has_left) from None
        if watched.is_over:
            raise NoAnswerError("deadline passed", has_left=True)
        return response, body


def _read(response: requests.Response) -> bytes:
    body = b""
    while chunk := response.raw.read(65536, decode_content=True):
        body += chunk
        if len(body) > LARGEST_BODY:
            raise OSError("answer larger than any Brevo gives")
    return body
