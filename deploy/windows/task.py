"""The Monday task as Windows' scheduler takes it.

Elements, their order and their limits: Microsoft's Task Scheduler Schema, published as [MS-TSCH]
2.5 and at https://learn.microsoft.com/windows/win32/taskschd/task-scheduler-schema.
"""

import hashlib
from pathlib import PurePath
from xml.etree import ElementTree as ET

NAMESPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"
PROGRAM = "-m warehouse.bootstrap -m deploy.unattended run weekly"
# A Monday; without a zone, so it stays 06:00 on the machine's clock, summer and winter.
FIRST_MONDAY = "2024-01-01T06:00:00"
SETTINGS = {
    "MultipleInstancesPolicy": "IgnoreNew",
    "DisallowStartIfOnBatteries": "false",
    "StopIfGoingOnBatteries": "false",
    "AllowHardTerminate": "true",
    "StartWhenAvailable": "true",
    "RunOnlyIfNetworkAvailable": "false",
    "AllowStartOnDemand": "true",
    "Enabled": "true",
    "ExecutionTimeLimit": "PT4H",
}
RESTARTS = {"Interval": "PT15M", "Count": "3"}


def name_of(folder: PurePath) -> str:
    """Return the task's name: one per folder of the house, in signs every code page has."""
    return f"CRM-Lundi-{hashlib.sha256(str(folder).casefold().encode()).hexdigest()[:8]}"


def definition(folder: PurePath, python: PurePath, account: str, *, with_nobody: bool) -> bytes:
    """Return the task's XML, in UTF-16 as `schtasks` wants it.

    It starts `python`, the machine's own, without a shell in between, so the exit code that the
    scheduler keeps is the run's. `with_nobody`: it runs with nobody logged on, under a password
    that Windows keeps.
    """
    ET.register_namespace("", NAMESPACE)
    task = ET.Element(f"{{{NAMESPACE}}}Task", version="1.3")
    about = _child(task, "RegistrationInfo")
    _child(about, "Description", f"Le passage du lundi de {folder}")
    trigger = _child(_child(task, "Triggers"), "CalendarTrigger")
    _child(trigger, "Enabled", "true")
    _child(trigger, "StartBoundary", FIRST_MONDAY)
    week = _child(trigger, "ScheduleByWeek")
    _child(week, "WeeksInterval", "1")
    _child(_child(week, "DaysOfWeek"), "Monday")
    principal = _child(_child(task, "Principals"), "Principal", id="Author")
    _child(principal, "UserId", account)
    _child(principal, "LogonType", "Password" if with_nobody else "InteractiveToken")
    _child(principal, "RunLevel", "LeastPrivilege")
    settings = _child(task, "Settings")
    for name, value in SETTINGS.items():
        _child(settings, name, value)
    restarts = _child(settings, "RestartOnFailure")
    for name, value in RESTARTS.items():
        _child(restarts, name, value)
    run = _child(_child(task, "Actions", Context="Author"), "Exec")
    _child(run, "Command", str(python))
    _child(run, "Arguments", PROGRAM)
    _child(run, "WorkingDirectory", str(folder))
    ET.indent(task)
    text = ET.tostring(task, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-16"?>\n{text}'.encode("utf-16")


def _child(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    found = ET.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)
    found.text = text
    return found
