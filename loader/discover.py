"""Which files of the exports folder are candidates, of which dataset, and how old they are."""

import os
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from loader.errors import GONE, STILL_GROWING, Refused, Waiting
from loader.files.headers import check_dataset, datasets
from loader.files.sources import problems_as_refusals
from warehouse.errors import ConfigurationError

PARIS = ZoneInfo("Europe/Paris")
PASSED_OVER = (".part", ".tmp", ".crdownload", ".partial", ".bak", ".lnk", ".md")
SYSTEM_FILES = ("thumbs.db", "desktop.ini")
DATES = (
    re.compile(r"(?<!\d)(?P<y>20\d\d)[-_. ]?(?P<m>\d\d)[-_. ]?(?P<d>\d\d)"),
    re.compile(r"(?<!\d)(?P<d>\d\d)[-_. ](?P<m>\d\d)[-_. ](?P<y>20\d\d)"),
)
HOUR = re.compile(
    r"(?:[-_. T]|\s?à\s?)?(?P<h>[01]\d|2[0-3]|\d(?=[hH]))"
    r"(?:[-_.:hH]?(?P<min>[0-5]\d)(?:[-_.:m]?(?P<s>[0-5]\d)s?)?|[hH](?![A-Za-z]))(?![-_. ]?\d)"
)


@dataclass(frozen=True)
class Candidate:
    """A file to look at. `shown` is its path as recorded; `stamp` tells an unchanged file."""

    path: Path
    shown: str
    dataset: str | None
    size: int
    mtime_ns: int
    stamp: str

    @property
    def modified_at(self) -> datetime:
        """When the file was last changed, in Paris."""
        return datetime.fromtimestamp(self.mtime_ns / 1e9, tz=PARIS)

    @property
    def exported_at(self) -> datetime:
        """The date in the file's name, with its hour when there is one, else the last change."""
        return moment_in_name(self.path.name) or self.modified_at

    @property
    def export_date(self) -> date:
        """The day of the export."""
        return date_in_name(self.path.name) or self.modified_at.date()


def exports_folder(exports_dir: Path) -> Path:
    """Return the folder the ERP's exports are dropped in."""
    return exports_dir / "raw" / "isavigne"


def find_candidates(
    exports_dir: Path, paths: Iterable[Path] | None, dataset: str | None
) -> list[Candidate]:
    """Return the candidates under the exports folder, or under `paths`, oldest export first.

    Raises ConfigurationError when a path does not exist or `dataset` is not known.
    """
    check_dataset(dataset)
    folder = exports_folder(exports_dir)
    wanted = list(paths or [])
    if not wanted and not folder.is_dir():
        raise ConfigurationError(
            f"{folder} is not a folder: create it, or correct EXPORTS_DIR",
            f"{folder} n'est pas un dossier : créez-le, ou corrigez EXPORTS_DIR",
        )
    files = {path: None for start in wanted or [folder] for path in _files(start)}
    # A dataset named without paths selects among the exports; with paths it says what they are.
    found = [candidate(path, exports_dir, dataset if wanted else None) for path in files]
    if dataset is not None:
        found = [one for one in found if one.dataset == dataset]
    return sorted(found, key=lambda one: (one.exported_at, one.mtime_ns, one.shown))


def candidate(path: Path, exports_dir: Path, dataset: str | None = None) -> Candidate:
    """Describe one file; `dataset` overrides what its folder announces."""
    path, exports_dir = _without_dots(path), _without_dots(exports_dir)
    is_inside = path.is_relative_to(exports_dir)
    size, mtime_ns, ctime_ns = _stat(path)
    return Candidate(
        path=path,
        shown=_as_text(path.relative_to(exports_dir) if is_inside else path),
        dataset=dataset or _announced(path, exports_folder(exports_dir)),
        size=size,
        mtime_ns=mtime_ns,
        stamp=f"{size}:{mtime_ns}:{ctime_ns}",
    )


def check_place(one: Candidate, exports_dir: Path) -> None:
    """Raise Refused when the file is a link that leads out of the folder it stands in.

    Raises Waiting when it has gone since it was found.
    """
    if not os.path.lexists(one.path):
        raise Waiting(GONE)
    inside = _without_dots(exports_dir)
    home = inside if one.path.is_relative_to(inside) else one.path.parent
    try:
        with problems_as_refusals():
            target = one.path.resolve(strict=True)
    except RuntimeError:  # how Python before 3.13 tells a link that leads to itself
        raise Refused("fichier illisible : lien vers lui-même") from None
    if not target.is_relative_to(home.resolve()):
        raise Refused("lien hors du dossier des exports")
    if target.is_dir():
        raise Refused("dossier illisible, ou lien vers un dossier : ses fichiers ne sont pas lus")
    if not target.is_file():
        raise Refused("ce n'est pas un fichier")


def check_settled(one: Candidate, seconds: float) -> None:
    """Raise Waiting when the file changed since it was found, or too short a time ago."""
    if ":".join(map(str, _stat(one.path))) != one.stamp:
        raise Waiting(STILL_GROWING)
    if abs(time.time() - one.mtime_ns / 1e9) < seconds:
        raise Waiting(f"modifié il y a moins de {seconds:g} s : il attend le prochain passage")


def date_in_name(name: str) -> date | None:
    """Return the latest date written in a file name, None when there is none."""
    moment = moment_in_name(name)
    return moment.date() if moment else None


def moment_in_name(name: str) -> datetime | None:
    """Return the latest moment written in a file name, in Paris, None when there is none.

    A date may have its hour behind it (`2025-12-27_1830`, `20251227183000`), else it is midnight.
    """
    found = [
        moment
        for pattern in DATES
        for parts in pattern.finditer(name)
        if (moment := _moment(parts, name[parts.end() :])) is not None
    ]
    return max(found, default=None)


def _moment(day: re.Match[str], behind: str) -> datetime | None:
    """Return a date found in a name with the hour behind it; None when it is no date."""
    is_followed_by_a_date = any(pattern.match(behind.lstrip("-_. ")) for pattern in DATES)
    hour = None if is_followed_by_a_date else HOUR.match(behind)
    if hour is None and behind[:1].isdigit():
        return None
    h, m, s = (int(part or 0) for part in hour.group("h", "min", "s")) if hour else (0, 0, 0)
    with suppress(ValueError):
        return datetime(int(day["y"]), int(day["m"]), int(day["d"]), h, m, s, tzinfo=PARIS)
    return None


def _announced(path: Path, folder: Path) -> str | None:
    """Return the dataset of the folder a file stands in, None when the header has to tell.

    Among the exports that folder may have others inside; two datasets in one path are none.
    Elsewhere it is the file's own folder: one further up (`clients/acme/`) says something else.
    """
    is_export = path.is_relative_to(folder)
    places = path.relative_to(folder).parts[:-1] if is_export else (path.parent.name,)
    named = datasets().keys() & set(places)
    return named.pop() if len(named) == 1 else None


def _without_dots(path: Path) -> Path:
    """Return where a path leads, links left as they are (`clients/../stock/x` is in `stock`)."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve() follows links


def _stat(path: Path) -> tuple[int, int, int]:
    """Return size, time of change and of change of status (ns); of the link when it leads nowhere.

    Zeros when the system says nothing: `check_place` then says why.
    """
    for describe in (path.stat, path.lstat):
        with suppress(OSError):
            found = describe()
            return found.st_size, found.st_mtime_ns, found.st_ctime_ns
    return 0, 0, 0


def _as_text(path: Path) -> str:
    """Return a path as text the database can hold, whatever bytes a file's name is made of."""
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def _files(start: Path) -> Iterator[Path]:
    """Yield the files to look at, and the folders that cannot be: they are refused by name."""
    if not start.exists() and not start.is_symlink():
        raise ConfigurationError(
            f"{start} does not exist: give the path of a file or a folder",
            f"{start} n'existe pas : donnez le chemin d'un fichier ou d'un dossier",
        )
    if not start.is_dir():
        yield start
        return
    unreadable: list[OSError] = []
    for folder, folders, names in os.walk(start, onerror=unreadable.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        for name in sorted([*names, *links]):
            if not _is_passed_over(name):
                yield Path(folder) / name
    yield from (Path(error.filename) for error in unreadable)


def _is_passed_over(name: str) -> bool:
    low = name.lower()
    return low.startswith((".", "~")) or low.endswith(PASSED_OVER) or low in SYSTEM_FILES
