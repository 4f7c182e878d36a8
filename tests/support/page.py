"""The page itself in a server of its own, with people of the house logged in."""

import contextlib
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field

import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Page as Tab

from dashboard.access.sessions import open_session
from dashboard.access.users import User
from dashboard.app import build
from dashboard.cli import serving
from dashboard.door import Door
from dashboard.place import place_of
from warehouse.database import connect
from warehouse.rows import execute, transaction
from warehouse.settings import Settings

CHROMIUM = shutil.which("chromium")
# (who, script=True, width=1280, at="") opens *Lettres* in a browser of theirs.
Open = Callable[..., Tab]
NO_PASSWORD = "$argon2id$no password makes this"


@dataclass
class Page:
    """A running page, and whoever has come to it."""

    url: str
    settings: Settings
    app: FastAPI
    _tokens: dict[str, str] = field(default_factory=dict)

    @property
    def door(self) -> Door:
        """What knows who is logged in."""
        found: Door = self.app.state.door
        return found

    def token(self, who: str) -> str:
        """Return a session of `who`, made a user first: Lecteur may look, all others decide."""
        if who not in self._tokens:
            user = User(
                who, "reader" if who == "Lecteur" else "owner", f"{who.lower()}@example.org"
            )
            with closing(connect(self.settings)) as conn:
                with transaction(conn):
                    execute(
                        conn,
                        "insert into dashboard.users (name, role, mail_to, password_hash)"
                        " values (%s, %s, %s, %s) on conflict do nothing",
                        (user.name, user.role, user.mail_to, NO_PASSWORD),
                    )
                self._tokens[who] = open_session(conn, user)
        return self._tokens[who]


@contextlib.contextmanager
def running_page(settings: Settings) -> Iterator[Page]:
    """Serve the page on a free port, with the rights of its role."""
    with socket.socket() as place:  # kept: a port let go may be another's by the time it is asked
        place.bind(("127.0.0.1", 0))
        port = place.getsockname()[1]
        app = build(settings, place_of(settings, port=port))
        config = uvicorn.Config(app, port=port, log_level="error", **serving(app.state.place))
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [place]})
        thread.start()
        while not server.started:
            assert thread.is_alive(), "the page has not come up"
            time.sleep(0.02)
        try:
            yield Page(f"http://127.0.0.1:{port}", settings, app)
        finally:
            server.should_exit = True
            thread.join()
