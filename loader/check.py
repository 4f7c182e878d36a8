"""What loading a file would do and why, without a database."""

from dataclasses import dataclass, field
from pathlib import Path

from loader.discover import Candidate, check_place
from loader.errors import FileProblem, Refused
from loader.files.exports import Export, open_export
from loader.files.headers import datasets
from loader.files.records import Rejected
from loader.files.sources import Source
from loader.options import Options
from warehouse.wording import figure, french

SHOWN = 20
# PostgreSQL's own limits: columns in a table, bytes in a row once what can be is kept apart.
MOST_COLUMNS, MOST_BYTES = 1600, 8160
LINEAGE, LINEAGE_BYTES = 3, 24  # file, line, time of loading
HEADER_BYTES = 24
KEPT_APART, POINTER = 24, 18  # a longer field may stand apart, with a pointer in its place


@dataclass
class Verdict:
    """What would become of one file; `refusal` is None when it would load."""

    path: str
    dataset: str | None = None
    export_date: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    header_line: int | None = None
    columns: dict[str, str] = field(default_factory=dict)
    unknown_columns: list[str] = field(default_factory=list)
    row_count: int = 0
    rejected_count: int = 0
    first_rejected: list[Rejected] = field(default_factory=list)
    refusal: str | None = None


def check(one: Candidate, exports_dir: Path, options: Options) -> Verdict:
    """Read a whole file as loading would."""
    verdict = Verdict(one.shown, dataset=one.dataset, export_date=one.export_date.isoformat())
    source = Source(one.path, options.cap)
    try:
        check_place(one, exports_dir)
        with open_export(source, one.dataset) as export:
            _describe(verdict, export)
            check_columns(export)
            for piece in export.copy_lines(0, source.chunks()):
                _check_rows(piece, export)
                verdict.first_rejected += export.rejected[: SHOWN - len(verdict.first_rejected)]
                export.rejected.clear()
            verdict.row_count, verdict.rejected_count = export.row_count, export.rejected_count
            check_lines(export, next(iter(verdict.first_rejected), None), options)
    except FileProblem as problem:
        verdict.refusal = str(problem)
    return verdict


def check_columns(export: Export) -> None:
    """Raise Refused when a file has more columns than a table can have."""
    known = datasets()[export.match.dataset].columns
    count = len({*known, *export.columns}) + LINEAGE
    if count > MOST_COLUMNS:
        raise Refused(
            f"{figure(len(export.columns))} colonnes : une table de PostgreSQL n'en tient pas plus "
            f"de {MOST_COLUMNS}"
        )


def _check_rows(copy: bytes, export: Export) -> None:
    """Raise Refused when a row is larger than PostgreSQL can keep."""
    delimiter = export.copy_delimiter.encode()
    if len(export.columns) * KEPT_APART < MOST_BYTES - HEADER_BYTES - LINEAGE_BYTES:
        return
    for line in copy.splitlines():
        _, number, *fields = line.split(delimiter)
        sizes = [len(field) + 1 for field in fields]
        size = sum(size if size <= KEPT_APART else POINTER for size in sizes)
        if size + HEADER_BYTES + LINEAGE_BYTES + len(sizes) // 8 > MOST_BYTES:
            raise Refused(
                f"ligne {number.decode()} trop large : PostgreSQL ne tient pas plus de "
                f"{MOST_BYTES} octets de champs courts par ligne"
            )


def check_lines(export: Export, first: Rejected | None, options: Options) -> None:
    """Raise Refused when a file has no line, or too large a share of lines set aside."""
    total = export.row_count + export.rejected_count
    if total == 0:
        raise Refused("aucune ligne de données sous l'en-tête")
    if export.rejected_count > options.max_rejected * total:
        example = f" ; la première : ligne {first.line_number}, {first.reason}" if first else ""
        raise Refused(
            f"{french(export.rejected_count, 'ligne')} à écarter sur {figure(total)}, au-delà du "
            f"plafond de {100 * options.max_rejected:g} %{example}"
        )


def _describe(verdict: Verdict, export: Export) -> None:
    found = export.match
    verdict.dataset = found.dataset
    verdict.encoding, verdict.delimiter = export.encoding, export.delimiter
    verdict.header_line = export.header_line
    verdict.columns = {
        heading or "(vide)": column
        for heading, column in zip(found.found, found.columns, strict=True)
        if column in export.columns
    }
    verdict.unknown_columns = [column for column in found.unknown if column in export.columns]
