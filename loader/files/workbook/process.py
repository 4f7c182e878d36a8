"""Workbooks are read in a process of their own: whatever they hold, they harm nobody else.

A cell at the far end of an empty sheet makes the reader ask for 512 GB, and it then aborts; a
damaged one may never end. The process may take so much memory and so much processor time, and no
more; the file is then refused by name, and the others load.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import IO, Any

from loader import errors
from loader.errors import Refused
from loader.files.headers import Match
from loader.files.records import Rejected
from loader.files.sources import Source

FOLDER = Path(__file__).resolve().parents[3]
READER = "loader.files.workbook"
MEMORY_BESIDE = 512 << 20  # Python and calamine themselves, before any cell
MOST_SECONDS = 600.0  # of processor; a million rows take thirty
EVERY = 0.2  # seconds between two looks at the reader


class WorkbookExport:
    """The sheet that holds a dataset, read by another process."""

    encoding = "sheet"
    delimiter = ""
    copy_encoding = "UTF8"
    copy_delimiter = ";"

    def __init__(self, reader: "_Reader") -> None:
        """`reader` has just been started."""
        self._reader = reader
        first, _ = reader.receive()
        self.match = _match(first["match"])
        self.columns: tuple[str, ...] = tuple(first["columns"])
        self.header_line: int = first["header"]
        self.row_count = self.rejected_count = 0
        self.rejected: list[Rejected] = []

    def copy_lines(self, file_id: int, chunks: Iterator[bytes]) -> Iterator[bytes]:  # noqa: ARG002
        """Yield COPY lines; the other process reads the file, so `chunks` is not."""
        self._reader.ask("copy", file_id)
        while True:
            frame, piece = self._reader.receive()
            if "end" in frame:
                return
            aside = [Rejected(*line) for line in frame["aside"]]
            self.row_count = frame["rows"]
            self.rejected_count += len(aside)
            self.rejected += aside
            yield piece

    def line_at(self, chunks: Iterator[bytes], number: int) -> str | None:  # noqa: ARG002
        """Return the cells of the sheet's row `number`, joined."""
        self._reader.ask("line", number)
        frame, _ = self._reader.receive()
        line: str | None = frame["line"]
        return line


@contextmanager
def open_workbook(source: Source, dataset: str | None) -> Iterator[WorkbookExport]:
    """Open the sheet of a workbook that holds the dataset, for the block.

    Raises Refused when there is none, or when reading it takes too much memory or time.
    """
    reader = _Reader(source, dataset)
    try:
        yield WorkbookExport(reader)
    finally:
        reader.end()


class _Reader:
    """The process, and the watch kept on it."""

    def __init__(self, source: Source, dataset: str | None) -> None:
        self._memory = 2 * source.cap + MEMORY_BESIDE
        limits = (str(source.cap), str(self._memory))
        # In a session of its own: Ctrl-C is for the loader, which then ends its reader.
        self._process = subprocess.Popen(
            [sys.executable, "-m", READER, str(source.path.absolute()), *limits, dataset or ""],
            cwd=FOLDER,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._is_too_slow = False
        self._is_over = Event()
        self._watch = Thread(target=self._keep_watch, daemon=True)
        self._watch.start()

    def ask(self, what: str, number: int) -> None:
        """Ask for lines of COPY or for one row."""
        pipe = _pipe(self._process.stdin)
        pipe.write(f"{what} {number}\n".encode())
        pipe.flush()

    def receive(self) -> tuple[dict[str, Any], bytes]:
        """Return the next frame. Raises what the reader met, or that it ended without a word."""
        pipe = _pipe(self._process.stdout)
        head = pipe.readline()
        frame: dict[str, Any] = json.loads(head) if head.endswith(b"\n") else {"problem": "memory"}
        payload = pipe.read(frame.get("bytes", 0))
        if len(payload) < frame.get("bytes", 0):
            frame = {"problem": "memory"}
        if "problem" in frame:
            raise self._problem(frame)
        return frame, payload

    def end(self) -> None:
        """End the process, if it has not, and the watch."""
        self._process.kill()
        self._process.wait()
        self._is_over.set()
        self._watch.join()
        for pipe in (self._process.stdin, self._process.stdout):
            _pipe(pipe).close()

    def _problem(self, frame: dict[str, Any]) -> errors.FileProblem:
        if frame["problem"] != "memory":
            problem: errors.FileProblem = getattr(errors, frame["problem"])(frame["text"])
            return problem
        if self._is_too_slow:
            return Refused(
                f"classeur qui n'en finit pas : {MOST_SECONDS:g} s n'ont pas suffi à le lire ; "
                "enregistrez-le en CSV"
            )
        return Refused(
            f"classeur trop étendu ou corrompu : le lire demande plus de {self._memory >> 20} Mio "
            "de mémoire ; effacez ce qui est loin du tableau, une cellule isolée suffit, ou "
            "enregistrez-le en CSV (LOADER_MAX_MB pour aller au-delà)"
        )

    def _keep_watch(self) -> None:
        """End the process when it takes more memory or processor time than it may."""
        import psutil  # type: ignore[import-untyped]  # imported here: only workbooks need it

        try:
            process = psutil.Process(self._process.pid)
            while not self._is_over.wait(EVERY):
                used = process.cpu_times()
                self._is_too_slow = used.user + used.system > MOST_SECONDS
                if self._is_too_slow or process.memory_info().rss > self._memory:
                    process.kill()
                    return
        except psutil.Error:  # it has ended
            return


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise ValueError("the reader has no pipe")
    return stream


def _match(fields: dict[str, Any]) -> Match:
    """Return a match from JSON, which has lists for tuples."""
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()
    }
    return Match(**values)
