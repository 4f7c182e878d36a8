"""The alias table: which heading is which column of which dataset."""

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from warehouse.errors import ConfigurationError

ALIASES = Path(__file__).with_name("headers.toml")
LONGEST_NAME = 60  # PostgreSQL cuts identifiers at 63 bytes
# Names PostgreSQL keeps for itself in every table.
SYSTEM_COLUMNS = ("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid")


@dataclass(frozen=True)
class Dataset:
    """One dataset's columns, and every name each may go by (as returned by `squeeze`)."""

    name: str
    columns: tuple[str, ...]
    required: frozenset[str]
    by_name: dict[str, str]


@dataclass(frozen=True)
class Match:
    """How one header line reads as one dataset."""

    dataset: str
    columns: tuple[str, ...]
    recognised: int
    missing: tuple[str, ...]
    twice: tuple[str, ...]
    unknown: tuple[str, ...]
    found: tuple[str, ...]


def datasets() -> dict[str, Dataset]:
    """Return the alias table. Raises ConfigurationError when it cannot be used."""
    return _read(ALIASES)


def check_dataset(name: str | None) -> None:
    """Raise ConfigurationError when a dataset was named that is not in the alias table."""
    if name is not None and name not in datasets():
        raise ConfigurationError(
            f"--dataset {name} is not one of {', '.join(datasets())}",
            f"--dataset {name} est inconnu : choisissez parmi {', '.join(datasets())}",
        )


def fingerprint() -> str:
    """Return a short hash of the alias table: refused files are retried when it changes."""
    return hashlib.sha256(ALIASES.read_bytes()).hexdigest()[:16]


@lru_cache(4096)
def squeeze(heading: str) -> str:
    """Return a heading without case, accents, spaces or punctuation (`N° Pièce` → `npiece`)."""
    return re.sub(r"[^a-z0-9]", "", _plain(heading))


def column_name(heading: str, position: int) -> str:
    """Return the column name of an unknown heading; `position` counts from 1."""
    name = re.sub(r"[^a-z0-9]+", "_", _plain(heading)).strip("_")
    if name in SYSTEM_COLUMNS:
        return f"colonne_{name}"
    if len(name) > LONGEST_NAME:  # what is cut off still tells two headings apart
        return f"{name[: LONGEST_NAME - 9]}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    return name or f"colonne_{position}"


def match(heading: Sequence[str], dataset: Dataset) -> Match:
    """Read one header line as `dataset`; empty headings at its end do not count."""
    found = _without_empty_end(heading)
    columns = [
        dataset.by_name.get(squeeze(cell)) or column_name(cell, position)
        for position, cell in enumerate(found, 1)
    ]
    known = set(dataset.columns)
    return Match(
        dataset=dataset.name,
        columns=tuple(columns),
        recognised=len(known.intersection(columns)),
        missing=tuple(name for name in dataset.columns if name in dataset.required - set(columns)),
        twice=tuple(dict.fromkeys(name for name in columns if columns.count(name) > 1)),
        unknown=tuple(name for name in columns if name not in known),
        found=tuple(cell.strip() for cell in found),
    )


@cache
def _read(path: Path) -> dict[str, Dataset]:
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(
            f"{path}: {error}: correct the alias table",
            f"{path} : « {error} » : corrigez la table des intitulés",
        ) from None
    return {name: _dataset(name, table) for name, table in tables.items()}


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _without_empty_end(heading: Sequence[str]) -> list[str]:
    cells = list(heading)
    while cells and not cells[-1].strip():
        cells.pop()
    return cells


def _dataset(name: str, table: dict[str, object]) -> Dataset:
    columns, required = table.get("columns"), table.get("required")
    if not isinstance(columns, dict) or not isinstance(required, list):
        raise ConfigurationError(
            f"{ALIASES.name}: [{name}] needs `required` and a table `columns`",
            f"{ALIASES.name} : [{name}] demande `required` et une table `columns`",
        )
    by_name: dict[str, str] = {}
    for column, also in columns.items():
        if not isinstance(also, list):
            raise ConfigurationError(
                f"{ALIASES.name}: [{name}] {column}: write its other names as a list",
                f"{ALIASES.name} : [{name}] {column} : écrivez ses autres noms en liste",
            )
        for alias in (column, *also):
            if by_name.setdefault(squeeze(alias), column) != column:
                raise ConfigurationError(
                    f"{ALIASES.name}: [{name}] “{alias}” stands for {by_name[squeeze(alias)]} "
                    f"and for {column}: keep one",
                    f"{ALIASES.name} : [{name}] « {alias} » désigne {by_name[squeeze(alias)]} "
                    f"et {column} : gardez-en un",
                )
    return Dataset(name, tuple(columns), frozenset(required), by_name)
