"""What can go wrong, and the exit code each failure maps to.

ProductError
├── ConfigurationError   exit 2    a setting or an argument must change
├── NeedsPersonError     exit 3    somebody has to decide before the next run
├── OutOfReachError      exit 4    the database or Brevo does not answer
└── LockedError          exit 75   another run is at work; try again later
"""

import errno
import os
import traceback
from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes shared by every command of the project."""

    DONE = 0
    SOME_REFUSED = 1
    USAGE = 2
    NEEDS_PERSON = 3
    OUT_OF_REACH = 4
    LOCKED = 75


class ProductError(Exception):
    """Base class. The message is shown as is: what failed, which value, what to do.

    What can stop the owner's commands and the others has both languages, `french` for the
    owner's. Otherwise the one message speaks the language of the commands it can stop.
    """

    exit_code = ExitCode.SOME_REFUSED

    def __init__(self, message: str, french: str | None = None) -> None:
        super().__init__(message)
        self.french = french or message


class ConfigurationError(ProductError):
    """A setting or an argument is missing or wrong."""

    exit_code = ExitCode.USAGE


class NeedsPersonError(ProductError):
    """The run stopped because a person has to decide something first."""

    exit_code = ExitCode.NEEDS_PERSON


class OutOfReachError(ProductError):
    """The database or Brevo could not be reached."""

    exit_code = ExitCode.OUT_OF_REACH


class LockedError(ProductError):
    """Another run, or somebody's transaction, holds what this one needs."""

    exit_code = ExitCode.LOCKED


def require_room(said: str) -> None:
    """Raise what Python raises on a full disk when another program, or a library, says so."""
    if os.strerror(errno.ENOSPC) in said:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def place_of(error: BaseException) -> str:
    """Return file and line a failure comes from: its own words may quote a row of somebody's."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{last.filename}:{last.lineno}"
