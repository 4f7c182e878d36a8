"""The streams of a compound file, in which workbooks of before 2007 keep their records."""

import struct
from collections.abc import Sequence

FREE = 0xFFFFFFFA  # this sector number and those above are no sectors
ENTRY = 128
ROOT = 5


def read_stream(content: bytes, names: Sequence[str]) -> bytes:
    """Return the first stream of one of these names. Raises ValueError when there is none."""
    try:
        return _Compound(content).stream(names)
    except struct.error as bad:
        raise ValueError(str(bad)) from bad


class _Compound:
    """Sectors chained by a table, small streams in small sectors of the root's own stream."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        shift, small_shift = struct.unpack_from("<HH", content, 30)
        if not (7 <= shift <= 16 and 2 <= small_shift <= shift):
            raise ValueError("sector size")
        self._size, self._small_size = 1 << shift, 1 << small_shift
        self._next = self._table()
        (directory,) = struct.unpack_from("<I", content, 48)
        self._cutoff, small_table = struct.unpack_from("<II", content, 56)
        self._entries = self._chain(directory)
        self._small_next = _numbers(self._chain(small_table))

    def stream(self, names: Sequence[str]) -> bytes:
        """Return the first stream of one of these names."""
        small = b""
        for place in range(0, len(self._entries) - ENTRY + 1, ENTRY):
            entry = self._entries[place : place + ENTRY]
            (length,) = struct.unpack_from("<H", entry, 64)
            start, size = struct.unpack_from("<II", entry, 116)
            kind: int = entry[66]
            if kind == ROOT:
                small = self._chain(start)
            elif entry[: max(0, length - 2)].decode("utf-16-le", "replace") in names:
                if size >= self._cutoff:
                    return self._chain(start)[:size]
                return _follow(small, start, self._small_size, self._small_next, 0)[:size]
        raise ValueError("no workbook in it")

    def _table(self) -> list[int]:
        """Return, for every sector, the one that follows it."""
        sectors = list(struct.unpack_from("<109I", self._content, 76))
        (extra,) = struct.unpack_from("<I", self._content, 68)
        per_sector = self._size // 4
        while extra < FREE and len(sectors) <= len(self._content) // self._size:
            *more, extra = struct.unpack_from(f"<{per_sector}I", self._content, self._place(extra))
            sectors += more
        return [
            number
            for sector in sectors
            if sector < FREE
            for number in struct.unpack_from(f"<{per_sector}I", self._content, self._place(sector))
        ]

    def _chain(self, start: int) -> bytes:
        return _follow(self._content, start, self._size, self._next, self._size)

    def _place(self, sector: int) -> int:
        place: int = (sector + 1) * self._size
        return place


def _follow(content: bytes, start: int, size: int, following: list[int], offset: int) -> bytes:
    """Return the sectors of a chain, joined. Raises ValueError when it does not end."""
    pieces: list[bytes] = []
    while start < FREE:
        if start >= len(following) or len(pieces) > len(following):
            raise ValueError("a chain of sectors leads nowhere")
        place = offset + start * size
        pieces.append(content[place : place + size])
        start = following[start]
    return b"".join(pieces)


def _numbers(table: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4]))
