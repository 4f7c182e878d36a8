"""Set up what is missing, then run a program of the virtual environment.

Run with the machine's own Python, before anything is installed: standard library only.

    python3 -m warehouse.bootstrap -m weekly
    python3 -m warehouse.bootstrap pytest
"""

import hashlib
import os
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TextIO

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "installed.sha256"
OLDEST_PYTHON = (3, 11)
OWNERS = (["weekly"], ["deploy.backup"], ["deploy.unattended"], ["deploy.windows"])


def main(arguments: list[str]) -> int:
    """Install when needed, then run `arguments` with the environment's programs first."""
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(map(str, sys.version_info[:2]))
        _tell(
            f"error: Python {found} is too old: install Python 3.11 or later, or name one with "
            "`make PYTHON=python3.12 …`",
            f"erreur : Python {found} est trop ancien : installez Python 3.11 ou plus récent, "
            "ou nommez-en un avec `make PYTHON=python3.12 …`",
        )
        return 2
    try:
        install()
    except (subprocess.CalledProcessError, OSError) as error:
        _tell(
            f"error: the set-up in {VENV} failed: {error}; run the same command again",
            f"erreur : l'installation dans {VENV} a échoué (« {error} ») : relancez la même "
            "commande",
        )
        return 2
    return run(arguments) if arguments else 0


def install() -> None:
    """Create `.venv` from `requirements.lock`; do nothing when it is up to date."""
    if _is_current():
        return
    with _lock():
        if _is_current():
            return
        _tell(
            "Setting up: a virtual environment in .venv with the packages of requirements.lock "
            "(once; one to two minutes) …",
            "Installation : un environnement virtuel dans .venv, avec les paquets de "
            "requirements.lock (une fois ; une à deux minutes) …",
            sys.stdout,
        )
        if not PYTHON.exists():
            _create_environment()
        # pip speaks English only: not to the owner.
        has_reader = bool(sys.stdout and sys.stdout.isatty()) and not _is_owners()
        quiet = [] if has_reader else ["--quiet", "--quiet"]
        pip = [
            str(PYTHON),
            "-m",
            "pip",
            "install",
            "--disable-pip-version-check",
            *quiet,
            "--no-deps",
        ]
        lock = ["--require-hashes", "--requirement", "requirements.lock"]
        _run_pip([*pip, *lock], has_reader=has_reader)
        _run_pip([*pip, "--no-build-isolation", "--editable", "."], has_reader=has_reader)
        STAMP.write_text(_wanted(), encoding="ascii")


def _run_pip(command: list[str], *, has_reader: bool) -> None:
    """Run pip; where nobody reads, it writes to us, as an output closed to it would fail it."""
    if has_reader:
        subprocess.run(command, cwd=ROOT, check=True)
        return
    done = subprocess.run(
        command,
        cwd=ROOT,
        check=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    )
    if done.returncode:
        _tell(done.stderr.strip(), done.stderr.strip())
        raise subprocess.CalledProcessError(done.returncode, "pip")


def run(arguments: list[str]) -> int:
    """Run a module (`-m name …`) or a program of the environment; return its exit code."""
    environment = {**os.environ, "PYTHONUTF8": "1", "VIRTUAL_ENV": str(VENV)}
    environment["PATH"] = os.pathsep.join([str(BIN), os.environ.get("PATH", "")])
    is_module = arguments[0].startswith("-")
    command = [str(PYTHON), *arguments] if is_module else [str(BIN / arguments[0]), *arguments[1:]]
    if sys.platform != "win32":
        os.execve(command[0], command, environment)  # noqa: S606 - signals reach the program itself
    return subprocess.call(command, env=environment)


def _tell(english: str, french: str, stream: TextIO | None = sys.stderr) -> None:
    """Print a line; a code page without its signs, or a closed output, fails nothing."""
    if stream is None:
        return
    line = _said(english, french).encode(stream.encoding or "ascii", "backslashreplace")
    try:
        print(line.decode(stream.encoding or "ascii"), file=stream, flush=True)
    except OSError:
        # Or the interpreter would try again as it ends, and end with 120.
        with suppress(OSError):
            stream.close()


def _is_owners() -> bool:
    """Return whether it is the owner who sets up: what runs by itself speaks French."""
    return sys.argv[1:2] == ["-m"] and sys.argv[2:3] in OWNERS


def _said(english: str, french: str) -> str:
    """Return the text to print."""
    signs = {" :": "\u00a0:", " ;": "\u00a0;", "« ": "«\u00a0", " »": "\u00a0»"}
    for loose, tight in signs.items():
        french = french.replace(loose, tight)
    return french if _is_owners() else english


def _is_current() -> bool:
    return PYTHON.exists() and STAMP.exists() and STAMP.read_text(encoding="ascii") == _wanted()


def _wanted() -> str:
    """Return what the environment must have been made from: lock, project file, place."""
    digest = hashlib.sha256(str(ROOT).encode())
    for name in ("requirements.lock", "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def _create_environment() -> None:
    try:
        venv.EnvBuilder(with_pip=True, clear=VENV.exists(), symlinks=os.name != "nt").create(VENV)
    except subprocess.CalledProcessError:
        raise OSError(
            _said(
                "this Python cannot make virtual environments; on Debian or Ubuntu run "
                "`apt install python3-venv`",
                "ce Python ne sait pas faire d'environnement virtuel ; sous Debian ou Ubuntu, "
                "lancez `apt install python3-venv`",
            )
        ) from None


@contextmanager
def _lock() -> Iterator[IO[str]]:
    """Let one set-up work at a time; the system frees the lock of a killed process."""
    with (ROOT / ".venv.lock").open("a+", encoding="ascii") as handle:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
