"""One pass over a file, watched: its pieces, how far it is, and its hash."""

import hashlib
from collections.abc import Iterator

from loader.discover import Candidate
from loader.errors import STILL_GROWING, Waiting
from loader.files.sources import Source
from warehouse.progress import FileProgress


class Reading:
    """Reads a file once; hashing costs nothing more when it is plain."""

    def __init__(self, source: Source, one: Candidate, progress: FileProgress | None) -> None:
        """`progress` is called as pieces are read: recorded path, bytes so far, bytes in all."""
        self._source, self._one, self._progress = source, one, progress
        self._hash = hashlib.sha256()
        self._read = 0

    def chunks(self) -> Iterator[bytes]:
        """Yield the content piece by piece. Raises Waiting beyond the size first seen."""
        most = self._one.size if self._source.is_plain else float("inf")
        for chunk in self._source.chunks():
            self._hash.update(chunk)
            self._read += len(chunk)
            if self._read > most:
                raise Waiting(STILL_GROWING)
            if self._progress:
                self._progress(self._one.shown, min(self._read, self._one.size), self._one.size)
            yield chunk

    def digest(self) -> str:
        """Return the SHA-256 of the file: that of the pieces, when they were the whole file."""
        if self._source.is_plain and self._read == self._one.size:
            return self._hash.hexdigest()
        return self._source.digest()
