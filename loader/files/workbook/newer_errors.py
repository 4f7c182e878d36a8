"""Errors of cells that are newer than calamine (`#SPILL!`): it refuses the whole workbook."""

import io
import re
import zipfile

KNOWN = (
    *(b"#DIV/0!", b"#N/A", b"#NAME?", b"#NULL!", b"#NUM!", b"#REF!", b"#VALUE!"),
    *(b"#DATA!", b""),
)
STANDS_FOR_ANY = b"#N/A"
PART = re.compile(r".*\.xml", re.IGNORECASE)
CELL = re.compile(
    rb"(<(?:\w+:)?c\s(?:[^>]*\s)?t=[\"']e[\"'][^>]*(?<!/)>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v\b[^>]*>)"
    rb"\s*([^<]*?)\s*(?=</)",
    re.DOTALL,
)


def with_known_errors(content: bytes) -> bytes | None:
    """Return an XLSX workbook with errors calamine knows in the place of newer ones.

    None when it has no newer one. What stands there is read beside calamine, in the original.
    """
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return None
    changed, buffer = 0, io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            if PART.fullmatch(part.filename):
                known = CELL.sub(_known, data)
                changed += known != data
                data = known
            new.writestr(part.filename, data)
    return buffer.getvalue() if changed else None


def _known(cell: re.Match[bytes]) -> bytes:
    before, error = cell.groups()
    return before + (error if error in KNOWN else STANDS_FOR_ANY)
