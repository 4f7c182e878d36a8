"""Loading: each new file in one transaction, all of it or nothing."""

import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2
from psycopg2.extensions import connection as Connection  # noqa: N812

from loader import store
from loader.check import check_columns, check_lines
from loader.discover import Candidate, check_place, check_settled, find_candidates
from loader.errors import FileProblem, Refused, Unreadable, Waiting
from loader.files.exports import Export, open_export
from loader.files.headers import fingerprint
from loader.files.sources import Source
from loader.options import Options, read_options
from loader.reading import Reading
from loader.report import FileResult, LoadReport, Status
from warehouse import log
from warehouse.database import advisory_lock, connect
from warehouse.progress import FileProgress
from warehouse.settings import Settings
from warehouse.state import folder

LOCK = "loader"
# Classes of PostgreSQL's errors that are about what is in the file: data it cannot take, and its
# own limits (1600 columns, 8 kB in a row of short fields).
CONTENT = ("22", "54")


def load(
    settings: Settings,
    paths: list[Path] | None = None,
    dataset: str | None = None,
    *,
    dry_run: bool = False,
    progress: FileProgress | None = None,
    tell: Callable[[FileResult], None] | None = None,
    lock_held: bool = False,
    run_id: str | None = None,
) -> LoadReport:
    """Load every new export, oldest first, or those under `paths`.

    `dataset` overrides the folder's for `paths`, and selects one folder otherwise. With
    `dry_run` nothing is kept. `tell` is called with each file's result as soon as it is
    known. `lock_held`: the caller already holds the lock `LOCK`. `raw.files` and the log name the
    run at work, or this one's own: `make logs` shows it by the id beside a file.
    Raises ConfigurationError, OutOfReachError, and LockedError when another loader works.
    """
    conn = connect(settings, application_name="loader")
    try:
        logs = folder(conn, settings) / log.FOLDER
        _do_not_wait_for_the_disk(conn)
        with (
            nullcontext() if lock_held else advisory_lock(conn, LOCK),
            log.of_run(logs, "loader", run_id) as run,
        ):
            loading = Loading(conn, settings, read_options(settings), run.run_id, dry_run)
            for one in find_candidates(settings.exports_dir, paths, dataset):
                result = loading.take(one, progress, is_named=bool(paths))
                if result is not None:
                    _log(result)
                if result is not None and tell is not None:
                    tell(result)
            return loading.report
    finally:
        conn.close()


def _log(result: FileResult) -> None:
    """Its number says which file: a name may be somebody's."""
    log.event(
        "loader", "file", file_id=result.file_id, dataset=result.dataset, status=result.status,
        lines=result.row_count, rejected=result.rejected_count,
    )  # fmt: skip


def _do_not_wait_for_the_disk(conn: Connection) -> None:
    """Commit without waiting for the disk: a power cut may undo the last files, lines and record
    together, and the next run then loads them again.
    """
    with conn.cursor() as cursor:
        cursor.execute("set synchronous_commit = off")
    conn.commit()


@dataclass
class Loading:
    """One run over the candidates, on one connection."""

    conn: Connection
    settings: Settings
    options: Options
    run_id: str
    dry_run: bool = False
    rules: str = field(default_factory=fingerprint)

    def __post_init__(self) -> None:
        """Read what was dealt with so far."""
        self.report = LoadReport(dry_run=self.dry_run)
        with self.conn.cursor() as cursor:
            self.known = store.read_known(cursor)
        self.conn.commit()

    def take(
        self, one: Candidate, progress: FileProgress | None, *, is_named: bool
    ) -> FileResult | None:
        """Deal with one file unless that is done; a refused file that was named is retried."""
        rules = "" if is_named else self.rules
        status = self.known.settled(one, rules, is_named=is_named)
        result = None if status else self._take(one, progress, is_named=is_named)
        if status == "refused":
            self.report.still_refused.append(one.shown)
        elif result is None:
            self.report.unchanged += 1
        else:
            self.report.files.append(result)
        return result

    def _take(
        self, one: Candidate, progress: FileProgress | None, *, is_named: bool
    ) -> FileResult | None:
        """Load one file; None when it is one already loaded, only touched since."""
        started = time.monotonic()
        source = Source(one.path, self.options.cap)
        try:
            check_place(one, self.settings.exports_dir)
            check_settled(one, self.options.settle_seconds)
            sha256 = source.digest() if one.size in self.known.sizes else None
            if sha256 in self.known.loaded:
                return self._known_content(one, str(sha256), started)
            if sha256 in self.known.unloaded and not is_named:
                raise Refused(f"ce contenu a été {self.known.unloaded[sha256]}")
            return self._load(one, source, sha256, progress, started)
        except Waiting as waiting:
            self.conn.rollback()
            return _result(one, "waiting", started, error=str(waiting))
        except Refused as refusal:
            self.conn.rollback()
            return self._refuse(one, source, refusal, started)
        except (psycopg2.DataError, psycopg2.OperationalError) as error:
            if (error.pgcode or "")[:2] not in CONTENT:
                raise
            self.conn.rollback()
            reason = f"PostgreSQL refuse le contenu (« {str(error).splitlines()[0]} »)"
            return self._refuse(one, source, Refused(reason), started)

    def _load(
        self,
        one: Candidate,
        source: Source,
        sha256: str | None,
        progress: FileProgress | None,
        started: float,
    ) -> FileResult:
        with open_export(source, one.dataset) as export:
            return self._copy(one, source, export, sha256, progress, started)

    def _copy(
        self,
        one: Candidate,
        source: Source,
        export: Export,
        sha256: str | None,
        progress: FileProgress | None,
        started: float,
    ) -> FileResult:
        check_columns(export)
        dataset = export.match.dataset
        reading = Reading(source, one, progress)
        with self.conn.cursor() as cursor, store.RejectedLines(dataset) as rejected:
            file_id = store.new_file(
                cursor,
                one,
                dataset=dataset,
                encoding=export.encoding,
                delimiter=export.delimiter,
                status="loaded",
                run_id=self.run_id,
                rules=self.rules,
            )
            new_columns = store.add_columns(cursor, dataset, export.columns)
            lines = export.copy_lines(file_id, reading.chunks())
            store.copy_export(cursor, export, _without_rejected(lines, export, file_id, rejected))
            check_lines(export, rejected.first, self.options)
            rejected.copy(cursor)
            sha256 = sha256 or reading.digest()
            store.finish_file(cursor, file_id, sha256, export)
            check_settled(one, 0)
        self._keep()
        self.known.remember(sha256, file_id, one, dataset)
        return _result(
            one,
            "loaded",
            started,
            file_id=None if self.dry_run else file_id,
            dataset=dataset,
            row_count=export.row_count,
            rejected_count=export.rejected_count,
            new_columns=tuple(new_columns),
        )

    def _known_content(self, one: Candidate, sha256: str, started: float) -> FileResult | None:
        """Record a content whose lines are there: it says again at its own date what they say."""
        file_id, path, dataset = self.known.loaded[sha256]
        touched = self.known.only_touched(sha256, one)
        reason = f"même contenu que {path} (fichier {file_id})"
        with self.conn.cursor() as cursor:
            if touched is not None:
                store.touch(cursor, touched, one)
            else:
                store.new_file(
                    cursor,
                    one,
                    dataset=dataset,
                    sha256=sha256,
                    status="duplicate",
                    error=reason,
                    run_id=self.run_id,
                )
        self._keep()
        if touched is not None:
            return None
        return _result(one, "duplicate", started, dataset=dataset, error=reason)

    def _refuse(
        self, one: Candidate, source: Source, refusal: Refused, started: float
    ) -> FileResult:
        sha256, reason = None, str(refusal)
        with suppress(FileProblem):  # what is not a file of the folder is not read at all
            check_place(one, self.settings.exports_dir)
            sha256 = source.digest()
        with self.conn.cursor() as cursor:
            file_id = store.new_file(
                cursor,
                one,
                sha256=sha256,
                status="refused",
                error=reason,
                run_id=self.run_id,
                # No rules: whatever they are, the next run tries again.
                rules=None if isinstance(refusal, Unreadable) else self.rules,
            )
        self._keep()
        return _result(
            one, "refused", started, file_id=None if self.dry_run else file_id, error=reason
        )

    def _keep(self) -> None:
        if self.dry_run:
            self.conn.rollback()
        else:
            self.conn.commit()


def _without_rejected(
    lines: Iterator[bytes], export: Export, file_id: int, rejected: store.RejectedLines
) -> Iterator[bytes]:
    """Pass the COPY lines on, moving the lines set aside to `rejected` on the way."""
    for piece in lines:
        rejected.add(file_id, export.rejected)
        export.rejected.clear()
        if piece:
            yield piece
    rejected.add(file_id, export.rejected)


def _result(
    one: Candidate,
    status: Status,
    started: float,
    *,
    file_id: int | None = None,
    dataset: str | None = None,
    row_count: int = 0,
    rejected_count: int = 0,
    error: str | None = None,
    new_columns: tuple[str, ...] = (),
) -> FileResult:
    return FileResult(
        file_id=file_id,
        dataset=dataset or one.dataset,
        path=one.shown,
        status=status,
        row_count=row_count,
        rejected_count=rejected_count,
        error=error,
        export_date=one.export_date,
        seconds=round(time.monotonic() - started, 3),
        new_columns=new_columns,
    )
