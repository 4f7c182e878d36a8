"""UTF-8, UTF-16 or Windows-1252: told from the whole of a file, never from its first line."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

from loader.files.sources import CHUNK, Source

UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
SAMPLES = 64
SAMPLE_SIZE = 1 << 14


@dataclass
class Evidence:
    """Lines with letters beyond ASCII: how many read as UTF-8, how many do not."""

    readable: int = 0
    unreadable: int = 0

    def add(self, piece: bytes) -> None:
        """Count the lines of a piece of file; its two ends may be cut lines and do not count."""
        if piece.isascii():
            return
        for line in piece.splitlines()[1:-1]:
            if line.isascii():
                continue
            try:
                line.decode("utf-8")
                self.readable += 1
            except UnicodeDecodeError:
                self.unreadable += 1


def find_encoding(source: Source) -> str:
    """Return `utf-8`, `utf-8-sig`, `utf-16-le`, `utf-16-be` or `cp1252`.

    A byte order mark decides. Without one the lines that hold more than ASCII vote: UTF-8
    when at least as many of them read as UTF-8 as do not, for Windows-1252 text hardly ever
    does by chance. Short of 1 MB every line votes, beyond that 64 places spread evenly do,
    and every line again when those are all ASCII.
    """
    first = next(source.chunks(), b"")
    if first.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    for mark, name in UTF16.items():
        if first.startswith(mark):
            return name
    evidence = Evidence()
    for piece in _samples(source):
        evidence.add(b"\n" + piece + b"\n\n")
    if not evidence.readable and not evidence.unreadable:
        _vote_of_all(source, evidence)
    return "utf-8" if evidence.readable >= evidence.unreadable else "cp1252"


def byte_stream(chunks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    """Yield chunks without their byte order mark, UTF-16 turned into UTF-8.

    What is not UTF-16 comes out as bytes that are not UTF-8, so that its line goes aside.
    """
    if encoding in ("utf-8", "cp1252"):
        yield from chunks
        return
    mark = next(mark for mark, name in _MARKS.items() if name == encoding)
    first = next(chunks, b"").removeprefix(mark)
    if encoding == "utf-8-sig":
        yield first
        yield from chunks
        return
    decoder = codecs.getincrementaldecoder(encoding)("surrogatepass")
    yield decoder.decode(first).encode("utf-8", "surrogatepass")
    for chunk in chunks:
        yield decoder.decode(chunk).encode("utf-8", "surrogatepass")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        yield b"\xff"


_MARKS = {codecs.BOM_UTF8: "utf-8-sig", **UTF16}


def _samples(source: Source) -> Iterator[bytes]:
    size = source.path.stat().st_size
    if not source.is_plain or size <= SAMPLES * SAMPLE_SIZE:
        pieces = source.chunks()
        yield b"".join(next(pieces, b"") for _ in range(SAMPLES * SAMPLE_SIZE // CHUNK))
        return
    with source.path.open("rb") as file:
        for number in range(SAMPLES):
            file.seek(number * (size // SAMPLES))
            # The ends are cut lines: leave them out of the vote.
            piece = file.read(SAMPLE_SIZE)
            yield piece[piece.find(b"\n") + 1 : piece.rfind(b"\n")]


def _vote_of_all(source: Source, evidence: Evidence) -> None:
    end = b""
    for chunk in source.chunks():
        whole, newline, rest = (end + chunk).rpartition(b"\n")
        evidence.add(newline + whole + newline * 2)
        end = rest
        if evidence.readable + evidence.unreadable > 1000:
            return
    evidence.add(b"\n" + end + b"\n\n")
