"""How the records of one text export are written, and what that says of a piece of it."""

import re
from dataclasses import dataclass
from functools import cached_property

# Windows-1252 gives these bytes no character; PostgreSQL refuses them too.
UNDEFINED_IN_CP1252 = (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")
QUOTE = b'"'
ESCAPE = b"\\"  # in what COPY reads


@dataclass(frozen=True)
class Layout:
    """How the records of one text export are written.

    `encoding` is `utf-8` or `cp1252`: that of the bytes given to the parser. `width` counts
    the named columns; `line_end` is CRLF, LF or a lone CR.
    """

    encoding: str
    delimiter: bytes
    line_end: bytes
    width: int

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
        return re.compile(rb"[^" + re.escape(self.delimiter + self.terminator) + rb"]*+")

    @cached_property
    def returns(self) -> re.Pattern[bytes]:
        """The carriage returns that belong to the end of a line."""
        return re.compile(rb"\r*+" if self.terminator == b"\n" else b"")

    def without_return(self, line: bytes) -> bytes:
        """Return a line without the carriage returns that belong to its end."""
        return line.rstrip(b"\r") if self.terminator == b"\n" else line

    def fits(self, fields: list[bytes]) -> bool:
        """Return whether a record has the header's width; empty fields behind it do not count."""
        return len(fields) >= self.width and not any(fields[self.width :])

    def unreadable(self, raw: bytes) -> str | None:
        """Return why PostgreSQL cannot hold these bytes (French), None when it can."""
        if b"\0" in raw:
            return "octet nul, que PostgreSQL ne peut garder"
        if self.encoding == "cp1252":
            if any(byte in raw for byte in UNDEFINED_IN_CP1252):
                return "octet sans caractère en windows-1252"
            return None
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError as error:
            return f"octet 0x{raw[error.start]:02x} illisible en utf-8"
        return None

    def as_text(self, raw: bytes) -> str:
        """Return bytes as text PostgreSQL can hold, unreadable bytes written as `\\xNN`."""
        return raw.decode(self.encoding, "backslashreplace").replace("\0", "␀")
