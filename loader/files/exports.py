"""An export opened: its header understood, its lines ready to stream into COPY."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

from loader.errors import Refused
from loader.files.blocks import LineWriter
from loader.files.encodings import SINGLE_BYTE, byte_stream, find_encoding
from loader.files.headers import Match
from loader.files.kinds import foreign
from loader.files.layout import Layout
from loader.files.records import Rejected, record_at
from loader.files.sniff import Header, find_header, find_line_end, find_spare
from loader.files.sources import Source
from loader.files.workbook.process import open_workbook

SAMPLE = 1 << 18


class Export(Protocol):
    """What loading needs of a file, text or sheet.

    `columns` are those of the raw table, in the file's order; `copy_encoding` and
    `copy_delimiter` describe the lines `copy_lines` yields. The counts and `rejected`
    grow while it is consumed; `rejected` is the caller's to empty.
    """

    match: Match
    encoding: str
    delimiter: str
    copy_encoding: str
    copy_delimiter: str
    header_line: int
    rejected: list[Rejected]

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the raw table, in the file's order."""

    @property
    def row_count(self) -> int:
        """Rows produced so far."""

    @property
    def rejected_count(self) -> int:
        """Lines set aside so far."""

    def copy_lines(self, file_id: int, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """Yield lines of COPY's text format that begin with file id and line number.

        Some pieces are empty.
        """

    def line_at(self, chunks: Iterator[bytes], number: int) -> str | None:
        """Return the data line of that number as it stands in the file, None when none does."""


@contextmanager
def open_export(source: Source, dataset: str | None) -> Iterator[Export]:
    """Open a file as an export of `dataset` (None: recognise it by its header), for the block.

    Raises Refused when it cannot be loaded.
    """
    if source.is_sheet():
        with open_workbook(source, dataset) as workbook:
            yield workbook
    else:
        yield open_text(source, dataset)


@dataclass
class TextExport:
    """A CSV or TXT export."""

    match: Match
    encoding: str
    delimiter: str
    copy_encoding: str
    copy_delimiter: str
    header_line: int
    header_bytes: int
    layout: Layout

    def __post_init__(self) -> None:
        """Start counting."""
        self.rejected: list[Rejected] = []
        self._writer: LineWriter | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the raw table, in the file's order."""
        return self.match.columns

    @property
    def row_count(self) -> int:
        """Rows produced so far."""
        return self._writer.row_count if self._writer else 0

    @property
    def rejected_count(self) -> int:
        """Lines set aside so far."""
        return self._writer.rejected_count if self._writer else 0

    def copy_lines(self, file_id: int, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """Yield COPY lines from the file's own `chunks`."""
        writer = LineWriter(file_id, self.layout, self.header_line + 1)
        self._writer, writer.rejected = writer, self.rejected
        for piece in _after(byte_stream(chunks, self.encoding), self.header_bytes):
            yield writer.feed(piece)
        yield writer.feed(b"", is_last=True)

    def line_at(self, chunks: Iterator[bytes], number: int) -> str | None:
        """Return the text of the record that begins on line `number`."""
        writer = LineWriter(0, self.layout, self.header_line + 1)
        pieces = _after(byte_stream(chunks, self.encoding), self.header_bytes)
        for piece in chain(pieces, [None]):
            start, data = writer.next_line, writer.rest + (piece or b"")
            writer.feed(piece or b"", is_last=piece is None)
            if writer.next_line > number >= start:
                return record_at(data, start, number, self.layout)
        return None


def open_text(source: Source, dataset: str | None) -> TextExport:
    """Find encoding, line ends, delimiter and header of a text export."""
    encoding = find_encoding(source)
    stream_encoding = encoding.name if encoding.name in SINGLE_BYTE else "utf-8"
    sample = _start(byte_stream(source.chunks(), encoding.name))
    if not sample.strip():
        raise Refused("fichier vide")
    line_end = find_line_end(sample)
    raw_lines = sample.split(line_end[-1:])
    what = foreign(sample)
    if what is not None:
        raise Refused(f"ce n'est pas un texte d'export mais {what}")
    header = find_header(
        [line.decode(stream_encoding, "replace").rstrip("\r\n") for line in raw_lines[:200]],
        dataset,
    )
    layout = Layout(
        encoding=stream_encoding,
        delimiter=header.delimiter.encode(),
        line_end=line_end,
        width=len(header.match.columns),
        spare=find_spare(raw_lines[header.lines : -1] or raw_lines[header.lines :], header),
        is_mixed=encoding.is_mixed,
        header=_own_line(raw_lines[header.lines - 1], header),
    )
    return TextExport(
        match=header.match,
        encoding=encoding.name,
        delimiter="" if layout.is_undivided else header.delimiter,
        copy_encoding=SINGLE_BYTE.get(encoding.name, "UTF8"),
        copy_delimiter=header.delimiter,
        layout=layout,
        header_line=header.lines,
        header_bytes=sum(len(line) + 1 for line in raw_lines[: header.lines]),
    )


def _own_line(line: bytes, header: Header) -> bytes:
    """Return the header's line, in lower case, where it has one of its own and columns to be known
    by.
    """
    line = line.rstrip(b"\r").lower()
    return (
        line if line.count(header.delimiter.encode()) >= len(header.match.columns) - 1 > 0 else b""
    )


def _start(stream: Iterator[bytes]) -> bytes:
    start = b""
    for chunk in stream:
        start += chunk
        if len(start) >= SAMPLE:
            break
    return start


def _after(stream: Iterator[bytes], skipped: int) -> Iterator[bytes]:
    """Yield the stream without its first `skipped` bytes."""
    for chunk in stream:
        yield chunk[skipped:]
        skipped = max(0, skipped - len(chunk))
