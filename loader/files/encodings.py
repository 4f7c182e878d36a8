"""UTF-8, UTF-16, Windows-1252 or Latin-9: told from the whole of a file, not its first line."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

from loader.errors import Refused
from loader.files.code_pages import (
    DOS_OR_MAC,
    LATIN9,
    TWICE_UTF8,
    WINDOWS_LETTER,
    WINDOWS_SIGN,
)
from loader.files.sources import CHUNK, Source

UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
# Those the server decodes itself, by its name for them.
SINGLE_BYTE = {"cp1252": "WIN1252", "iso8859-15": "LATIN9"}
SIGNS = 64  # bytes at the beginning of a header
SAMPLES = 64
FEW = 3  # lines: names somebody once typed wrong, no fault of the export
SAMPLE_SIZE = 1 << 14


@dataclass(frozen=True)
class Encoding:
    """An encoding by Python's name; `is_mixed`: some lines are written in UTF-8 all the same."""

    name: str
    is_mixed: bool = False


@dataclass
class Evidence:
    """Lines with letters beyond ASCII: how many read as UTF-8, and as UTF-8 written twice; how many
    do not, and how many of those hold what stands for DOS or the Mac of old, Latin-9, Windows-1252.
    """

    readable: int = 0
    twice: int = 0
    unreadable: int = 0
    dos_or_mac: int = 0
    latin9: int = 0
    windows_letters: int = 0
    windows_signs: int = 0

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
                self.twice += bool(TWICE_UTF8.search(line))
            except UnicodeDecodeError:
                self.unreadable += 1
                self.dos_or_mac += bool(DOS_OR_MAC.search(line))
                self.latin9 += bool(LATIN9.search(line))
                self.windows_letters += bool(WINDOWS_LETTER.search(line))
                self.windows_signs += bool(WINDOWS_SIGN.search(line))

    def verdict(self) -> Encoding:
        """Return the encoding most lines speak for.

        Raises Refused for a code page of DOS, and for UTF-8 written twice.
        """
        if self.readable >= self.unreadable:
            if FEW < self.twice > self.readable - self.twice:
                raise Refused(
                    "texte encodé deux fois en UTF-8 (« é » y est écrit « Ã© ») : faites-le "
                    "enregistrer de nouveau, une seule fois en UTF-8"
                )
            return Encoding("utf-8")
        if self.dos_or_mac > self.windows_letters:
            raise Refused(
                "texte en page de code DOS (cp850) ou Mac : faites-le enregistrer en UTF-8, ou en "
                "Windows-1252 (ANSI)"
            )
        if self.latin9 > self.windows_signs:
            return Encoding("iso8859-15")
        return Encoding("cp1252", is_mixed=self.readable > 0)


def find_encoding(source: Source) -> Encoding:
    """Return `utf-8`, `utf-8-sig`, `utf-16-le`, `utf-16-be`, `cp1252` or `iso8859-15`.

    A byte order mark decides, or the NULs of UTF-16 in what the file begins with. Without one
    the lines that hold more than ASCII vote: UTF-8 when at least as many of them read as UTF-8
    as do not, for Windows-1252 text hardly ever does by chance. Short of 1 MB every line votes,
    beyond that 64 places spread evenly do, and every line again when those are all ASCII.
    Raises Refused for a code page of DOS, and for UTF-8 written twice.
    """
    first = next(source.chunks(), b"")
    if first.startswith(codecs.BOM_UTF8):
        return Encoding("utf-8-sig")
    for mark, name in UTF16.items():
        if first.startswith(mark):
            return Encoding(name)
    for name, zeros in (("utf-16-le", first[1:SIGNS:2]), ("utf-16-be", first[:SIGNS:2])):
        # Without a mark UTF-16 shows by the NUL beside each letter of a header.
        if zeros.count(0) > len(zeros) * 0.9:
            return Encoding(name)
    evidence = Evidence()
    for piece in _samples(source):
        evidence.add(b"\n" + piece + b"\n\n")
    if not evidence.readable and not evidence.unreadable:
        _vote_of_all(source, evidence)
    return evidence.verdict()


def byte_stream(chunks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    """Yield chunks without their byte order mark, UTF-16 turned into UTF-8.

    What is not UTF-16 comes out as bytes that are not UTF-8, so that its line goes aside.
    """
    if encoding == "utf-8" or encoding in SINGLE_BYTE:
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
