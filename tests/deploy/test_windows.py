"""The Monday task of Windows, as far as it can be tried where there is none.

`schtasks` and PowerShell are stand-ins on PATH: they keep the definition they are given, and start
what it says as the scheduler does, without a shell.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path, PureWindowsPath
from xml.etree import ElementTree as ET

import pytest

from deploy.windows.drives import unseen
from deploy.windows.task import NAMESPACE, definition, name_of
from warehouse import bootstrap
from warehouse.embedded import EmbeddedServer
from warehouse.settings import ROOT

FOLDER = PureWindowsPath("C:\\Domaine de l'Été\\crm & lettres")
PYTHON = PureWindowsPath("C:\\Program Files\\Python312\\python.exe")
# What Microsoft's schema lets stand in each element that is used, and what its types take.
# https://learn.microsoft.com/windows/win32/taskschd/task-scheduler-schema
BOOLEAN = "true|false|0|1"
DURATION = r"P(\d+D)?(T(\d+H)?(\d+M)?(\d+S)?)?"
MAY_HOLD = {
    "Task": {"RegistrationInfo", "Triggers", "Settings", "Data", "Principals", "Actions"},
    "RegistrationInfo": {"Description": ".*", "Author": ".*", "URI": ".*"},
    "Triggers": {"CalendarTrigger"},
    "CalendarTrigger": {
        "Enabled": BOOLEAN, "StartBoundary": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d",
        "ScheduleByWeek": "",
    },
    "ScheduleByWeek": {"WeeksInterval": r"[1-9]|[1-4]\d|5[0-2]", "DaysOfWeek": ""},
    "DaysOfWeek": {"Monday": ""},
    "Principals": {"Principal"},
    "Principal": {
        "UserId": ".+", "LogonType": "S4U|Password|InteractiveToken",
        "RunLevel": "LeastPrivilege|HighestAvailable",
    },
    "Settings": {
        "MultipleInstancesPolicy": "Parallel|Queue|IgnoreNew|StopExisting",
        "DisallowStartIfOnBatteries": BOOLEAN, "StopIfGoingOnBatteries": BOOLEAN,
        "AllowHardTerminate": BOOLEAN, "StartWhenAvailable": BOOLEAN,
        "RunOnlyIfNetworkAvailable": BOOLEAN, "AllowStartOnDemand": BOOLEAN, "Enabled": BOOLEAN,
        "ExecutionTimeLimit": DURATION, "RestartOnFailure": "",
    },
    "RestartOnFailure": {"Interval": DURATION, "Count": r"[1-9]\d?|1\d\d|2[0-4]\d|25[0-5]"},
    "Actions": {"Exec"},
    "Exec": {"Command": ".{1,260}", "Arguments": ".*", "WorkingDirectory": ".{1,260}"},
}  # fmt: skip
# In the schema a sequence: their children come in this order. All others are in any order.
ORDERED = ("CalendarTrigger",)

REFUSED = re.compile(r'[<>:"|?*\\]|(^|/)(con|nul|aux|prn)(\.|/|$)|[ .](/|$)', re.IGNORECASE)

SCHTASKS = """#!{python}
import json, pathlib, subprocess, sys
from xml.etree import ElementTree as ET
kept = pathlib.Path(__file__).parent
options = dict(zip(sys.argv[2::2], sys.argv[3::2]))
task = kept / (options["/TN"] + ".xml")
if sys.argv[1] == "/Create":
    task.write_bytes(pathlib.Path(options["/XML"]).read_bytes())
elif sys.argv[1] == "/Delete":
    task.unlink()
else:
    run = ET.fromstring(task.read_bytes()).find(".//{{*}}Exec")
    command, arguments, folder = (run.find("{{*}}" + one).text for one in
                                  ("Command", "Arguments", "WorkingDirectory"))
    code = subprocess.call([command, *arguments.split()], cwd=folder, stdout=subprocess.DEVNULL)
    (kept / "result").write_text(str(code))
"""
POWERSHELL = """#!{python}
import json, pathlib, re, sys
kept = pathlib.Path(__file__).parent
name = re.search("TaskName '(.*?)'", sys.argv[-1])[1]
if not (kept / (name + ".xml")).exists():
    sys.exit(1)
result = kept / "result"
code = int(result.read_text()) if result.exists() else 267011
missed = kept / "missed"
print(json.dumps({{"state": "Ready", "result": code, "last": "2026-11-23T06:00:00",
    "next": "2026-11-30T06:00:00", "missed": int(missed.read_text()) if missed.exists() else 0}}))
"""


def parsed(xml: bytes) -> ET.Element:
    return ET.fromstring(xml)  # noqa: S314 - our own


def task(*, with_nobody: bool = False) -> ET.Element:
    return parsed(definition(FOLDER, PYTHON, "BUREAU\\Odile", with_nobody=with_nobody))


def text(found: ET.Element, name: str) -> str | None:
    return found.findtext(f".//{{{NAMESPACE}}}{name}")


def faults(element: ET.Element) -> list[str]:
    """Name what Microsoft's schema does not let stand in `element`."""
    name = element.tag.removeprefix(f"{{{NAMESPACE}}}")
    allowed = MAY_HOLD.get(name)
    inner = [child.tag.removeprefix(f"{{{NAMESPACE}}}") for child in element]
    found = [f"{one} in {name}" for one in inner if allowed is None or one not in allowed]
    found += [f"{one} twice in {name}" for one in set(inner) if inner.count(one) > 1]
    if name in ORDERED and allowed and inner != [one for one in allowed if one in inner]:
        found.append(f"order in {name}")
    if isinstance(allowed, dict):
        found += [
            f"{one}={child.text}"
            for one, child in zip(inner, element, strict=True)
            if not re.fullmatch(allowed.get(one, ""), (child.text or "").strip())
        ]
    return found + [fault for child in element for fault in faults(child)]


@pytest.mark.parametrize("with_nobody", [True, False])
def test_the_definition_holds_only_what_microsofts_schema_takes(*, with_nobody: bool) -> None:
    found = task(with_nobody=with_nobody)
    assert faults(found) == []
    context = found.find(f"{{{NAMESPACE}}}Actions")
    principal = found.find(f".//{{{NAMESPACE}}}Principal")
    assert context is not None
    assert principal is not None
    assert context.get("Context") == principal.get("id")
    assert found.get("version") == "1.3"


def test_a_definition_the_schema_refuses_is_named() -> None:
    xml = definition(FOLDER, PYTHON, "x", with_nobody=False).decode("utf-16")
    for good, bad in (
        ("PT15M", "15M"), (">3<", ">0<"), ("IgnoreNew", "Never"), ("Monday", "Lundi"),
    ):  # fmt: skip
        assert faults(parsed(xml.replace(good, bad).encode("utf-16"))), bad


def test_monday_six_made_up_on_battery_one_at_a_time_four_hours_three_restarts() -> None:
    found = task()
    assert text(found, "StartBoundary") == "2024-01-01T06:00:00"
    assert text(found, "StartWhenAvailable") == "true"
    assert text(found, "DisallowStartIfOnBatteries") == "false"
    assert text(found, "StopIfGoingOnBatteries") == "false"
    assert text(found, "MultipleInstancesPolicy") == "IgnoreNew"
    assert text(found, "ExecutionTimeLimit") == "PT4H"
    assert text(found, "Count") == "3"


def test_a_folder_with_spaces_and_accents_stands_in_it_as_it_is() -> None:
    found = task(with_nobody=True)
    assert text(found, "WorkingDirectory") == str(FOLDER)
    assert text(found, "Command") == str(PYTHON)
    assert text(found, "LogonType") == "Password"
    assert name_of(FOLDER).isascii()
    assert name_of(FOLDER) != name_of(FOLDER / "autre")


@pytest.mark.parametrize(
    ("path", "device", "is_seen"),
    [
        ("C:\\Exports", "\\Device\\HarddiskVolume3", True),
        ("exports", "", True),
        ("Z:\\Exports", "\\Device\\LanmanRedirector\\;Z:0001\\serveur\\partage", False),
        ("z:/Exports", "\\Device\\Mup\\serveur\\partage", False),
        ("S:\\Exports", "\\??\\C:\\Users\\Odile\\Exports", False),
        ("\\\\serveur\\partage\\Exports", "", False),
        ("//serveur/partage/Exports", "", False),
    ],
)
def test_a_drive_of_a_session_is_no_place_for_a_task_without_one(
    path: str, device: str, *, is_seen: bool
) -> None:
    assert (unseen(path, lambda _: device) is None) is is_seen


@pytest.fixture
def windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine whose scheduler is a stand-in; return where it keeps its tasks."""
    place = tmp_path / "bin"
    place.mkdir()
    for name, program in (("schtasks", SCHTASKS), ("powershell", POWERSHELL)):
        (place / name).write_text(program.format(python=sys.executable), encoding="utf-8")
        (place / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{place}{os.pathsep}{os.environ['PATH']}")
    return place


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installation in a folder with a space and accents, whose Monday run ends as it is told."""
    folder = tmp_path / "Domaine de l'Été (1)"
    for name in ("warehouse", "deploy"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("requirements.lock", "pyproject.toml", "dbt_project.yml"):
        shutil.copy(ROOT / name, folder)
    (folder / "weekly").mkdir()
    (folder / "weekly" / "__init__.py").touch()
    (folder / "weekly" / "__main__.py").write_text(
        "import os, sys\nprint('Passage à → faire')\nsys.exit(int(os.environ['CODE']))\n",
        encoding="utf-8",
    )
    (folder / ".venv").mkdir()
    for part in ("bin", "lib", "pyvenv.cfg"):
        (folder / ".venv" / part).symlink_to(Path(sys.prefix) / part)
    monkeypatch.setattr(bootstrap, "ROOT", folder)
    (folder / ".venv" / bootstrap.STAMP.name).write_text(bootstrap._wanted(), encoding="ascii")
    exports = folder / "exports"
    exports.mkdir()
    monkeypatch.setenv("EXPORTS_DIR", str(exports))
    monkeypatch.delenv("STATE_DIR", raising=False)
    yield folder
    EmbeddedServer(folder / ".postgres").stop()


@pytest.fixture
def deploy_windows(house: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    def call(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "warehouse.bootstrap", "-m", "deploy.windows", *arguments],
            cwd=house,
            env={**os.environ, "USERNAME": "Odile", "USERDOMAIN": "BUREAU", **variables},
            capture_output=True,
            text=True,
            check=False,
        )

    return call


@pytest.mark.processes
@pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are scripts of POSIX")
@pytest.mark.parametrize("code", [0, 1, 2, 3, 4, 75])
def test_installing_starts_the_task_once_and_shows_the_runs_own_code_and_log(
    windows: Path, house: Path, deploy_windows: Callable[..., subprocess.CompletedProcess[str]],
    code: int,
) -> None:  # fmt: skip
    done = deploy_windows("install", "--logged-on", CODE=str(code))
    assert done.returncode == code, done.stderr
    assert f"code de sortie {code}" in done.stdout
    assert "Passage à → faire" in done.stdout
    assert (
        (house / "var" / "scheduler.log")
        .read_text(encoding="utf-8")
        .endswith(f"weekly : code {code}\n")
    )


@pytest.mark.processes
@pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are scripts of POSIX")
def test_starts_that_were_skipped_are_told_and_taking_the_task_away_leaves_the_data(
    windows: Path, house: Path, deploy_windows: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    assert deploy_windows("install", "--nobody", "--no-try").returncode == 0
    assert "jamais démarré" in deploy_windows("status").stdout
    (windows / "missed").write_text("2", encoding="ascii")
    told = deploy_windows("status")
    assert told.returncode == 3
    assert "2 démarrages ont été sautés" in told.stderr
    kept = sorted(path for path in house.rglob("*") if path.is_file())
    assert deploy_windows("uninstall").returncode == 0
    assert set(kept) <= {path for path in house.rglob("*") if path.is_file()}
    assert "installez-la" in deploy_windows("status").stderr


@pytest.mark.processes
def test_a_task_without_a_session_is_refused_exports_on_a_share(
    windows: Path, house: Path, deploy_windows: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    share = house / "\\\\serveur\\partage"
    share.mkdir()
    refused = deploy_windows("install", "--nobody", EXPORTS_DIR="\\\\serveur\\partage")
    assert refused.returncode == 2
    assert "sur le réseau" in refused.stderr
    assert list(windows.glob("*.xml")) == []


@pytest.mark.processes
def test_no_path_of_the_project_is_too_long_for_windows_or_has_a_name_it_refuses() -> None:
    listed = subprocess.run(
        ["git", "ls-files"],  # noqa: S607 - the machine's own
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    paths = listed.stdout.splitlines()
    assert paths
    assert [path for path in paths if len(path) > 200 or REFUSED.search(path)] == []
