"""What is asked of Windows' scheduler, through its own programs.

`schtasks` registers, starts and deletes; PowerShell's `Get-ScheduledTaskInfo` says what became of
a task, in words no language of Windows changes.
"""

import json
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from deploy.windows.task import name_of
from warehouse.errors import ConfigurationError, NeedsPersonError, OutOfReachError

NEVER_RAN = 267011  # SCHED_S_TASK_HAS_NOT_RUN
RUNNING = 267009  # SCHED_S_TASK_RUNNING
ASK = """
$ErrorActionPreference = 'Stop'
[Console]::OutputEncoding = [System.Text.Encoding]::UTF8
$task = Get-ScheduledTask -TaskName '{name}'
$info = $task | Get-ScheduledTaskInfo
@{{ state = "$($task.State)"; result = $info.LastTaskResult; missed = $info.NumberOfMissedRuns;
   last = if ($info.LastRunTime) {{ $info.LastRunTime.ToString('s') }};
   next = if ($info.NextRunTime) {{ $info.NextRunTime.ToString('s') }} }} | ConvertTo-Json -Compress
"""


@dataclass(frozen=True)
class Seen:
    """What the scheduler says of a task; `last` and `next` in the machine's own time."""

    state: str
    result: int
    missed: int
    last: str | None
    next: str | None

    @property
    def is_at_work(self) -> bool:
        """Whether it runs now, or is about to."""
        return self.state in ("Running", "Queued") or self.result == RUNNING

    @property
    def never_ran(self) -> bool:
        """Whether it has not been started yet."""
        return self.result == NEVER_RAN


def register(name: str, definition: bytes, account: str, *, with_nobody: bool) -> None:
    """Register a task, or replace it; `schtasks` itself asks for the password it needs."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "task.xml"
        file.write_bytes(definition)
        secret = ("/RU", account, "/RP", "*") if with_nobody else ()
        _schtasks("/Create", "/TN", name, "/XML", str(file), "/F", *secret, is_shown=with_nobody)


def start(name: str) -> None:
    """Start a task now, as the scheduler would."""
    _schtasks("/Run", "/TN", name)


def remove(name: str) -> None:
    """Take a task away."""
    _schtasks("/Delete", "/TN", name, "/F")


def look(name: str) -> Seen:
    """Return what the scheduler says of a task. Raises NeedsPersonError when it knows none."""
    done = _run("powershell", "-NoProfile", "-NonInteractive", "-Command", ASK.format(name=name))
    if done.returncode:
        raise NeedsPersonError(
            f"the scheduler knows no task {name}: install it with "
            "`py -3 -m warehouse.bootstrap -m deploy.windows install`",
            f"le planificateur ne connaît pas la tâche {name} : installez-la avec "
            "`py -3 -m warehouse.bootstrap -m deploy.windows install`",
        )
    found = json.loads(done.stdout)
    return Seen(
        found["state"], int(found["result"]), int(found["missed"]), found["last"], found["next"]
    )


def skipped_starts(folder: Path) -> str | None:
    """Return what to say of starts the scheduler skipped, or None; None too without a task."""
    if shutil.which("schtasks") is None:
        return None
    try:
        missed = look(name_of(folder)).missed
    except (NeedsPersonError, OutOfReachError, ValueError, KeyError):
        return None
    if not missed:
        return None
    starts = "1 démarrage prévu" if missed == 1 else f"{missed} démarrages prévus"
    return f"le planificateur de Windows a sauté {starts} : la machine était éteinte ou en veille"


def _schtasks(*arguments: str, is_shown: bool = False) -> None:
    if is_shown:
        code = subprocess.call([_program("schtasks"), *arguments])
        said = ""
    else:
        done = _run("schtasks", *arguments)
        code, said = done.returncode, (done.stderr or done.stdout).strip()
    if code:
        raise NeedsPersonError(
            f"schtasks {arguments[0]} failed ({said or code}): run this from an account that may "
            "make tasks",
            f"schtasks {arguments[0]} a échoué (« {said or code} ») : lancez ceci depuis un "
            "compte qui peut créer des tâches",
        )


def _run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [_program(program), *arguments],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise ConfigurationError(
            f"there is no {name} on this machine: this command is for Windows",
            f"{name} n'existe pas sur cette machine : cette commande est faite pour Windows",
        )
    return found
