"""What a load came to: one result per file, apart from how it is printed."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from warehouse.errors import ExitCode

Status = Literal["loaded", "refused", "duplicate", "waiting"]


@dataclass(frozen=True)
class FileResult:
    """What became of one file; `error` is the reason of a status other than loaded (French)."""

    file_id: int | None
    dataset: str | None
    path: str
    status: Status
    row_count: int
    rejected_count: int
    error: str | None
    export_date: date | None
    seconds: float
    new_columns: tuple[str, ...] = ()


@dataclass
class LoadReport:
    """The files of one load in the order they were taken.

    `unchanged` counts those already in; `still_refused` names those refused before, for a reason
    that still holds. Neither are among `files`.
    """

    files: list[FileResult] = field(default_factory=list)
    unchanged: int = 0
    still_refused: list[str] = field(default_factory=list)
    dry_run: bool = False

    @property
    def exit_code(self) -> ExitCode:
        """SOME_REFUSED when a file was refused, else DONE."""
        refused = any(result.status == "refused" for result in self.files)
        return ExitCode.SOME_REFUSED if refused else ExitCode.DONE

    @property
    def row_count(self) -> int:
        """Rows that went to raw tables."""
        return sum(result.row_count for result in self.files)

    @property
    def rejected_count(self) -> int:
        """Lines set aside."""
        return sum(result.rejected_count for result in self.files)
