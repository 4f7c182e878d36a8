"""Records one by one: where each begins and ends, and what is wrong with those set aside.

This is the reference for what a record is; `loader.files.blocks` answers the same for whole
blocks at once when nothing is odd in them, and hands everything else to here.
"""

import re
from dataclasses import dataclass, field

from loader.errors import Refused
from loader.files.layout import DOS_END, ESCAPE, QUOTE, Layout

# A quoted field may hold line breaks; one that is not closed within this many bytes
# is a stray quote, and costs its own line only.
LONGEST_RECORD = 1 << 20
LETTER, DIGIT = re.compile(rb"[A-Za-z\x80-\xff]"), re.compile(rb"\d")
NEITHER = (False, False)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line set aside: its number in the file, its text, and why (French)."""

    line_number: int
    text: str
    reason: str


@dataclass
class Split:
    """Records split off: COPY lines with their numbers, lines set aside, and where it ended."""

    end: int
    next_line: int
    lines: list[tuple[int, bytes]] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)


def split(
    data: bytes, start: int, first_line: int, layout: Layout, few: int, *, is_last: bool
) -> Split:
    """Split the records at `start`, the first of them on line `first_line`, for `few` bytes.

    Stops before a record whose end is not in `data`; when `is_last`, `data` ends with a line
    end and there is none. Raises Refused on a line too long to be a text export.
    """
    result = Split(start, first_line)
    while result.end < min(start + few, len(data)):
        end = data.find(layout.terminator, result.end)
        line = layout.without_return(data[result.end : end])
        if end >= 0 and _is_plain(line, layout):
            result.lines.append((result.next_line, line))
            result.end, result.next_line = end + 1, result.next_line + 1
            continue
        record = _read(data, result.end, layout, is_last=is_last)
        if record is None:
            break
        result.lines += _judge(record, result.next_line, layout, result.rejected)
        result.end, result.next_line = record.end, result.next_line + record.breaks
    return result


def record_at(data: bytes, first_line: int, number: int, layout: Layout) -> str | None:
    """Return the text of the record on line `number` of `data`, which begins on `first_line`."""
    if not data.endswith(layout.terminator):
        data += layout.line_end
    position, line = 0, first_line
    while position < len(data) and line <= number:
        result = split(data, position, line, layout, 1, is_last=True)
        if number in [found for found, _ in result.lines] + [
            rejected.line_number for rejected in result.rejected
        ]:
            return layout.as_text(data[position : result.end]).rstrip("\r\n")
        position, line = result.end, result.next_line
    return None


@dataclass(slots=True)
class _Record:
    raw: bytes
    end: int
    breaks: int
    fields: list[bytes] | None
    problem: str | None = None


def _read(data: bytes, start: int, layout: Layout, *, is_last: bool) -> _Record | None:
    """Read the record at `start`; None when its end is not in `data` yet."""
    line_end = data.find(layout.terminator, start)
    if line_end < 0 and len(data) - start < LONGEST_RECORD:
        return None
    if line_end < 0:
        raise Refused(f"une ligne dépasse {LONGEST_RECORD} octets : ce n'est pas un export texte")
    line = layout.without_return(data[start:line_end])
    if not layout.has_quoted(line):
        return _Record(line, line_end + 1, 1, layout.fields(line))
    record = _read_quoted(data, start, layout)
    if record is None and not is_last and len(data) - start < LONGEST_RECORD:
        return None
    if record is None:
        return _Record(line, line_end + 1, 1, None, "guillemet ouvert jamais refermé")
    if record.problem or (record.breaks > 1 and _swallows(record, layout)):
        problem = record.problem or "guillemet ouvert jamais refermé"
        return _Record(line, line_end + 1, 1, None, problem)
    return record


def _read_quoted(data: bytes, start: int, layout: Layout) -> _Record | None:
    """Read field by field; None when `data` ends before the record does."""
    fields = []
    position = start
    while True:
        is_quoted = data[position : position + 1] == QUOTE
        found = (layout.quoted if is_quoted else layout.plain).match(data, position)
        if found is None:
            return None
        fields.append(found[1].replace(b'""', b'"') if is_quoted else found[0])
        position = found.end()
        if layout.is_undivided or data[position : position + 1] != layout.delimiter:
            break
        position += 1
    if is_quoted:
        end = layout.returns.match(data, position)
        position = end.end() if end else position
    else:
        fields[-1] = layout.without_return(fields[-1])
    after = data[position : position + 1]
    if not after:
        return None
    problem = None if after == layout.terminator else "texte après un guillemet fermant"
    raw = layout.without_return(data[start:position])
    return _Record(raw, position + 1, raw.count(layout.terminator) + 1, fields, problem)


def _swallows(record: _Record, layout: Layout) -> bool:
    """Return whether a quote left open has taken in lines that stand by themselves."""
    if record.fields is None:
        return False
    if layout.fits(record.fields):
        return any(
            _is_two_records(record.fields, place, layout)
            for place, value in enumerate(record.fields)
            if layout.terminator in value
        )
    _, *following = record.raw.split(layout.terminator)
    return any(layout.fits(layout.fields(layout.without_return(line))) for line in following)


def _is_two_records(fields: list[bytes], place: int, layout: Layout) -> bool:
    """Return whether a record reads as two as well, the field at `place` parted between them.

    So it does when a quote left open has met a stray one in the same column. Both must have the
    header's width, and numbers, words and codes in the same columns, more often than not.
    """
    opening, *_, closing = fields[place].split(layout.terminator)
    first = fields[:place] + layout.fields(layout.without_return(opening))
    last = layout.fields(closing) + fields[place + 1 :]
    if not (layout.fits(first) and layout.fits(last)):
        return False
    alike = [
        _kind(one) == _kind(other) != NEITHER
        for column, (one, other) in enumerate(zip(first, last, strict=False))
        if column != place and (one or other)
    ]
    return sum(alike) * 2 > len(alike)


def _kind(value: bytes) -> tuple[bool, bool]:
    """Return whether a value holds letters, and whether it holds digits."""
    return bool(LETTER.search(value)), bool(DIGIT.search(value))


def _is_plain(line: bytes, layout: Layout) -> bool:
    """Return whether a line can go as it is: the common case, kept short for its cost."""
    return (
        line.count(layout.delimiter) == layout.width - 1
        and not layout.has_quoted(line)
        and ESCAPE not in line
        and b"\r" not in line
        and b"\n" not in line
        and layout.unreadable(line) is None
        and (layout.width > 1 or line != b"")
    )


def _judge(
    record: _Record, number: int, layout: Layout, rejected: list[Rejected]
) -> list[tuple[int, bytes]]:
    """Return the record as numbered COPY lines, or set it aside; a blank line is neither."""
    if record.fields is None:
        rejected.append(Rejected(number, layout.as_text(record.raw), record.problem or ""))
        return []
    if _is_blank(record, layout):
        return []
    problem = layout.unreadable(record.raw)
    if problem is None and layout.fits(record.fields):
        return [(number, _copy_line(record.fields[: layout.width], layout))]
    if problem is None:
        pieces = _other_line_ends(record, layout)
        if pieces:
            record.breaks += len(pieces) - 1
            return [(number + i, _copy_line(piece, layout)) for i, piece in enumerate(pieces)]
        problem = f"{_count(len(record.fields))} au lieu de {layout.width}"
    rejected.append(Rejected(number, layout.as_text(record.raw), problem))
    return []


def _other_line_ends(record: _Record, layout: Layout) -> list[list[bytes]]:
    """Split a line on the other kind of line end, when that gives lines of the right width."""
    other = b"\r" if layout.terminator == b"\n" else b"\n"
    if QUOTE in record.raw or other not in record.raw:
        return []
    pieces = [layout.fields(line) for line in record.raw.split(other) if line]
    if not all(layout.fits(piece) for piece in pieces):
        return []
    return [piece[: layout.width] for piece in pieces]


def _is_blank(record: _Record, layout: Layout) -> bool:
    if layout.width == 1:
        return not record.raw
    # On a line of its own, the end mark of DOS may have been filled up to a block.
    is_end_mark = DOS_END in record.raw and not record.raw.strip(DOS_END + b"\0")
    return is_end_mark or (not record.raw.strip() and layout.delimiter not in record.raw)


def _copy_line(fields: list[bytes], layout: Layout) -> bytes:
    """Return a record as a line of COPY's text format, without its end."""
    return layout.delimiter.join(
        value.replace(ESCAPE, ESCAPE * 2)
        .replace(layout.delimiter, ESCAPE + layout.delimiter)
        .replace(b"\n", ESCAPE + b"n")
        .replace(b"\r", ESCAPE + b"r")
        for value in fields
    )


def _count(fields: int) -> str:
    return "1 colonne" if fields == 1 else f"{fields} colonnes"
