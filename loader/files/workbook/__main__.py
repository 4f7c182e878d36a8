"""Reads one workbook for a loader, in a process that may end badly: see `process`.

    python -m loader.files.workbook <path> <most bytes unpacked> <most bytes of memory> [dataset]

Writes frames on stdout, each a line of JSON and the bytes it announces: first what the sheet is,
then, asked on stdin for `copy <file id>` or `line <number>`, the lines of COPY or the row.
"""

import json
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from loader.errors import FileProblem, Refused
from loader.files.sources import Source
from loader.files.workbook.sheets import SheetExport, open_sheet


def main(path: str, cap: str, memory: str, dataset: str = "") -> None:
    """Answer one loader; whoever stops listening ends it."""
    _bound(int(memory))
    with suppress(BrokenPipeError):
        try:
            _answer(open_sheet(Source(Path(path), int(cap)).workbook(), dataset or None))
        except FileProblem as problem:
            _send({"problem": type(problem).__name__, "text": str(problem)})
        except MemoryError:
            _send({"problem": "memory"})
        except Exception as bad:  # noqa: BLE001 - one file's trouble is its own
            refusal = f"classeur illisible (« {type(bad).__name__} : {bad} »)"
            _send({"problem": Refused.__name__, "text": refusal})


def _bound(memory: int) -> None:
    """Let the system refuse this process more memory, where it can."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        if most == resource.RLIM_INFINITY or most > memory:
            resource.setrlimit(resource.RLIMIT_AS, (memory, most))


def _answer(sheet: SheetExport) -> None:
    _send({"match": asdict(sheet.match), "columns": sheet.columns, "header": sheet.header_line})
    asked, _, number = sys.stdin.readline().partition(" ")
    if asked == "line":
        _send({"line": sheet.line_at(iter(()), int(number))})
    elif asked == "copy":
        for piece in sheet.copy_lines(int(number), iter(())):
            aside = [[line.line_number, line.text, line.reason] for line in sheet.rejected]
            sheet.rejected.clear()
            _send({"rows": sheet.row_count, "aside": aside}, piece)
        _send({"end": True})


def _send(frame: dict[str, object], payload: bytes = b"") -> None:
    """Write one frame. Lone surrogates, which UTF-8 cannot hold, stay escaped in JSON."""
    head = json.dumps({**frame, "bytes": len(payload)}).encode()
    sys.stdout.buffer.write(head + b"\n" + payload)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
