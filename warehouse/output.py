"""What is printed can fail no run: whatever the code page, and whoever stops listening."""

import io
import os
import sys
from typing import Any, TextIO


class Forgiving(io.RawIOBase):
    """Passes bytes on to another stream; what it cannot take any more is dropped."""

    def __init__(self, stream: io.RawIOBase) -> None:
        self._stream = stream

    def write(self, data: Any) -> int | None:  # noqa: ANN401 - any bytes; their type has a name from 3.12
        """Write what can be written: a reader that has gone, or a full disk, is no failure."""
        try:
            return self._stream.write(data)
        except OSError:
            return memoryview(data).nbytes

    def writable(self) -> bool:
        """Return True: it takes everything."""
        return True

    def isatty(self) -> bool:
        """Return whether a person reads."""
        return self._stream.isatty()

    def fileno(self) -> int:
        """Return the number programs started from here write to."""
        return self._stream.fileno()


def keep_output_harmless() -> None:
    """Let no line printed from here on fail the program.

    A code page without a sign shows it written out (`\\u2192`); a closed output takes nothing.
    """
    _open_closed()
    sys.stdout = _harmless(sys.stdout)
    sys.stderr = _harmless(sys.stderr)


def _open_closed() -> None:
    """Put something behind outputs closed from the start, before a file takes their number."""
    for number, name in ((1, "stdout"), (2, "stderr")):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            if nowhere != number and not _is_open(number):
                os.dup2(nowhere, number)
                os.close(nowhere)
                nowhere = number
            opened = os.fdopen(nowhere, "w", encoding="utf-8")
            setattr(sys, name, opened)
            setattr(sys, f"__{name}__", opened)  # or it would be closed once it is replaced


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def _harmless(stream: TextIO) -> TextIO:
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    raw = getattr(stream.buffer, "raw", stream.buffer)  # itself under PYTHONUNBUFFERED
    if not isinstance(raw, io.RawIOBase) or isinstance(raw, Forgiving):
        stream.reconfigure(errors="backslashreplace")
        return stream
    return io.TextIOWrapper(
        io.BufferedWriter(Forgiving(raw)),
        encoding=stream.encoding,
        errors="backslashreplace",
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )
