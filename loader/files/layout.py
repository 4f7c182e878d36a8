"""How the records of one text export are written, and what that says of a piece of it."""

import codecs
import re
from dataclasses import dataclass
from functools import cached_property

from loader.files.code_pages import SIGNS, WINDOWS_SIGN, stranger_in_cp1252

# Stands for the delimiter, in COPY, of a file of one column: such a file has none, and in what
# is read this byte is a character like others.
NO_DELIMITER = b"\x1f"
HEADER_AGAIN = "l'en-tête, une fois de plus"
QUOTE = b'"'
ESCAPE = b"\\"  # in what COPY reads
DOS_END = b"\x1a"  # Ctrl-Z, behind the last line


@dataclass(frozen=True)
class Layout:
    """How the records of one text export are written.

    `encoding` is `utf-8`, `cp1252` or `iso8859-15`: that of the bytes given to the parser;
    `is_mixed`: cp1252, but some lines are known to be in UTF-8. `width` counts the named
    columns, `spare` the empty fields most lines have behind them; `line_end` is CRLF, LF or a
    lone CR. `header` is the header's own line in lower case: where two exports are glued, it stands
    there again.
    """

    encoding: str
    delimiter: bytes
    line_end: bytes
    width: int
    spare: int = 0
    is_mixed: bool = False
    header: bytes = b""

    @property
    def is_undivided(self) -> bool:
        """Whether nothing divides a line into fields."""
        return self.delimiter == NO_DELIMITER

    def fields(self, line: bytes) -> list[bytes]:
        """Return the fields of a line in which quotes are letters like others."""
        return [line] if self.is_undivided else line.split(self.delimiter)

    @cached_property
    def terminator(self) -> bytes:
        """The byte that ends a line, whether or not a carriage return stands before it."""
        return self.line_end[-1:]

    def has_quoted(self, records: bytes) -> bool:
        """Return whether a field begins with a quote: elsewhere a quote is a letter like others."""
        return QUOTE in records and (
            records.startswith(QUOTE)
            or self.delimiter + QUOTE in records
            or self.terminator + QUOTE in records
        )

    @cached_property
    def quoted(self) -> re.Pattern[bytes]:
        """A quoted field from its opening quote to its closing one."""
        return re.compile(rb'"((?:[^"]|"")*+)"')

    @cached_property
    def plain(self) -> re.Pattern[bytes]:
        """An unquoted field: up to the delimiter or the end of the line."""
        ends = self.terminator if self.is_undivided else self.delimiter + self.terminator
        return re.compile(rb"[^" + re.escape(ends) + rb"]*+")

    @cached_property
    def returns(self) -> re.Pattern[bytes]:
        """The carriage returns that belong to the end of a line."""
        return re.compile(rb"\r*+" if self.terminator == b"\n" else b"")

    def without_return(self, line: bytes) -> bytes:
        """Return a line without the carriage returns that belong to its end."""
        return line.rstrip(b"\r") if self.terminator == b"\n" else line

    def fits(self, fields: list[bytes]) -> bool:
        """Return whether a record has the header's width.

        Empty fields behind it do not count, as far as most lines have them: one more may be a
        delimiter inside a value that has shifted all the columns behind it.
        """
        return 0 <= len(fields) - self.width <= self.spare and not any(fields[self.width :])

    def may_hold_strangers(self, block: bytes) -> bool:
        """Return whether a line of a block may be unreadable; a quick look, on the safe side."""
        if b"\0" in block or (self.header and self.header in block.lower()):
            return True
        if block.isascii():
            return False
        if self.encoding == "cp1252":
            return self.is_mixed or any(byte in block for byte in SIGNS)
        return self.unreadable(block) is not None

    def unreadable(self, raw: bytes) -> str | None:
        """Return why a record cannot be kept as text (French), None when it can."""
        if b"\0" in raw:
            return "octet nul, que PostgreSQL ne peut garder"
        if self.header and raw.removeprefix(codecs.BOM_UTF8).lower() == self.header:
            return HEADER_AGAIN
        if raw.isascii():
            return None
        if self.encoding == "cp1252":
            return stranger_in_cp1252(raw, is_mixed=self.is_mixed)
        if self.encoding == "iso8859-15":
            found = WINDOWS_SIGN.search(raw)
            return "signe de windows-1252 dans un fichier en latin-9" if found else None
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError as error:
            return f"octet 0x{raw[error.start]:02x} illisible en utf-8"
        return None

    def as_text(self, raw: bytes) -> str:
        """Return bytes as text PostgreSQL can hold, unreadable bytes written as `\\xNN`."""
        return raw.decode(self.encoding, "backslashreplace").replace("\0", "␀")
