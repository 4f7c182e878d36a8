"""The bytes of an export: plain, gzipped or zipped; text or spreadsheet told by content."""

import errno
import gzip
import hashlib
import io
import lzma
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from loader.errors import Refused, Unreadable, Waiting
from loader.files.kinds import no_workbook
from loader.files.workbook.extent import check_extent

# Pieces that fit a processor's cache, and that malloc need not fetch from the system each time,
# take half the time of larger ones.
CHUNK = 1 << 16
SHEETS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
TEXTS = (".csv", ".txt", ".tsv")
ZIP_MAGIC, OLE_MAGIC = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# The stream in which Office keeps a workbook it has encrypted.
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
PROTECTED = "classeur protégé par un mot de passe : enregistrez-le sans, puis déposez-le de nouveau"
DEFAULT_CAP = 1 << 30
HELD = "fichier tenu par un autre programme (Excel, antivirus …) : il attend le prochain passage"
HELD_FOR_A_MOMENT = (
    *(errno.EAGAIN, errno.EBUSY, errno.EDEADLK, errno.EINTR, errno.ENOLCK, errno.ETXTBSY),
    *(errno.ESTALE, errno.ETIMEDOUT, errno.EHOSTDOWN, errno.EHOSTUNREACH, errno.ENETUNREACH),
)
HELD_ON_WINDOWS = (32, 33)  # sharing violation, lock violation
CORRUPT = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, gzip.BadGzipFile),
    *(EOFError, NotImplementedError),
)


@dataclass(frozen=True)
class Source:
    """One export file; `cap` bounds in bytes what a compressed file may unpack to."""

    path: Path
    cap: int = DEFAULT_CAP

    @property
    def is_plain(self) -> bool:
        """Whether the file is not compressed, so that its bytes are the export's bytes."""
        return self.path.suffix.lower() not in (".gz", ".zip")

    def digest(self) -> str:
        """Return the SHA-256 of the file as it stands on the disk."""
        with problems_as_refusals(), self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def is_sheet(self) -> bool:
        """Return whether the content is a spreadsheet. Raises Refused when it is nothing known."""
        name = self._inner_name()
        with problems_as_refusals(), self._open() as file:
            start = file.read(1 << 12)
        if not start:
            raise Refused("fichier vide")
        looks_like_sheet = start.startswith((ZIP_MAGIC, OLE_MAGIC))
        if name.endswith(SHEETS) and not looks_like_sheet:
            raise Refused(no_workbook(start))
        if not name.endswith(SHEETS + TEXTS):
            raise Refused(f"format inconnu : {self.path.name} n'est ni un texte ni un classeur")
        return looks_like_sheet

    def chunks(self) -> Iterator[bytes]:
        """Yield the unpacked content piece by piece. Raises Refused beyond `cap`."""
        with problems_as_refusals(), self._open() as file:
            total, most = 0, float("inf") if self.is_plain else self.cap
            while chunk := file.read(CHUNK):
                total += len(chunk)
                if total > most:
                    raise Refused(_too_large(self.cap))
                yield chunk

    def workbook(self) -> bytes:
        """Return the spreadsheet, unpacked. Raises Refused beyond `cap`, or if it is encrypted."""
        content = b"".join(self.chunks())
        if content.startswith(OLE_MAGIC) and ENCRYPTED in content:
            raise Refused(PROTECTED)
        if content.startswith(ZIP_MAGIC):
            with problems_as_refusals(), zipfile.ZipFile(io.BytesIO(content)) as parts:
                if sum(part.file_size for part in parts.infolist()) > self.cap:
                    raise Refused(_too_large(self.cap))
                if _is_encrypted(parts):
                    raise Refused(PROTECTED)
                check_extent(parts, self.cap)
        return content

    def _inner_name(self) -> str:
        name = self.path.name.lower()
        if name.endswith(".gz"):
            return name.removesuffix(".gz")
        if name.endswith(".zip"):
            with problems_as_refusals(), zipfile.ZipFile(self.path) as archive:
                return _only_member(archive).filename.lower()
        return name

    @contextmanager
    def _open(self) -> Iterator[BinaryIO]:
        suffix = self.path.suffix.lower()
        if suffix == ".gz":
            with gzip.open(self.path, "rb") as unpacked:
                yield unpacked  # type: ignore[misc]  # GzipFile reads like any binary file
        elif suffix == ".zip":
            with zipfile.ZipFile(self.path) as archive, archive.open(_only_member(archive)) as part:
                yield part  # type: ignore[misc]
        else:
            with self.path.open("rb", buffering=0) as file:
                yield file


@contextmanager
def problems_as_refusals() -> Iterator[None]:
    """Turn what a broken or unreadable file raises into Refused, a file held into Waiting."""
    try:
        yield
    except CORRUPT as bad:
        raise Refused(f"fichier corrompu (« {bad} »)") from bad
    except OSError as bad:
        if _is_held(bad):
            raise Waiting(HELD) from bad
        raise Unreadable(f"fichier illisible (« {bad.strerror or bad} »)") from bad


def _is_held(error: OSError) -> bool:
    """Return whether a file cannot be read only as long as another program holds it.

    Windows and shared folders also say “permission denied” of a file that is merely open
    elsewhere: it is held unless the rights themselves forbid to read it.
    """
    if error.errno in HELD_FOR_A_MOMENT or getattr(error, "winerror", None) in HELD_ON_WINDOWS:
        return True
    # Without a name it was open already: the rights were there.
    is_denied = isinstance(error, PermissionError)
    return is_denied and (error.filename is None or os.access(error.filename, os.R_OK))


def _only_member(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    members = [
        member
        for member in archive.infolist()
        if not member.is_dir()
        and not member.filename.startswith("__MACOSX/")
        and not member.filename.rpartition("/")[2].startswith(".")
    ]
    if len(members) != 1:
        names = ", ".join(member.filename for member in members[:5]) or "rien"
        raise Refused(f"l'archive doit contenir un seul export ; trouvé : {names}")
    if members[0].flag_bits & 1:
        raise Refused("archive protégée par un mot de passe")
    return members[0]


def _is_encrypted(parts: zipfile.ZipFile) -> bool:
    """Return whether an OpenDocument workbook is encrypted, part by part or as a whole."""
    manifest = "META-INF/manifest.xml"
    names = parts.namelist()
    return "encrypted-package" in names or (
        manifest in names and b"encryption-data" in parts.read(manifest)
    )


def _too_large(cap: int) -> str:
    return (
        f"contenu décompressé de plus de {cap >> 20} Mio : refusé par prudence "
        "(LOADER_MAX_MB pour aller au-delà)"
    )
