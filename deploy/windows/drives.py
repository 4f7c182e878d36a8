"""Which folders a task can see: a drive letter of a session is nothing to a task without one."""

import sys
from collections.abc import Callable
from pathlib import PureWindowsPath

# What a letter stands for begins so when it is a disk of the machine itself.
LOCAL = ("\\Device\\HarddiskVolume", "\\Device\\CdRom", "\\Device\\Ramdisk")


def device_of(letter: str) -> str:
    """Return what Windows says a letter (`Z:`) stands for; nothing where it knows none."""
    if sys.platform != "win32":
        return ""
    import ctypes

    found = ctypes.create_unicode_buffer(1024)
    ctypes.windll.kernel32.QueryDosDeviceW(letter, found, len(found))
    return str(found.value)


def unseen(path: str, device: Callable[[str], str] = device_of) -> str | None:
    """Return why a task with nobody logged on cannot see `path`, or None when it can.

    `path` as it was typed: once resolved, a mapped letter has become the share behind it.
    """
    drive = PureWindowsPath(path).drive
    if drive.startswith(("\\\\", "//")):
        return f"{path} est sur le réseau ({drive})"
    if len(drive) == 2 and drive[1] == ":":
        behind = device(drive.upper())
        if behind and not behind.startswith(LOCAL):
            return f"{drive.upper()} est un lecteur réseau ou de substitution, propre à une session"
    return None
