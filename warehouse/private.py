"""Files nobody else on the machine may read, from their first byte."""

import contextlib
import os
import stat
import tempfile
from pathlib import Path


def write_private(path: Path, text: str, *, replace: bool = True) -> None:
    """Write a file only its owner may read: whole or not at all, and on the disk on return.

    Without `replace`, the first of two processes wins. Folders it lacks are made, closed
    to others too.
    """
    make_private_folder(path.parent)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            Path(name).replace(path)
        else:
            with contextlib.suppress(FileExistsError):
                os.link(name, path)
            Path(name).unlink()
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def make_private_folder(path: Path) -> None:
    """Make a folder only its owner may enter, and those it lacks above it."""
    if not path.is_dir():
        make_private_folder(path.parent)
        path.mkdir(mode=0o700, exist_ok=True)


def close_to_others(path: Path) -> None:
    """Take from group and others what they may do with a file of ours."""
    found = path.stat()
    if os.name != "nt" and found.st_uid == os.geteuid() and found.st_mode & 0o077:
        path.chmod(stat.S_IMODE(found.st_mode) & ~0o077)
