"""Where the header is, what it says, and which dataset it belongs to."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from loader.errors import Refused
from loader.files.headers import Match, datasets, match, squeeze
from loader.files.layout import NO_DELIMITER

DELIMITERS = (";", ",", "\t", "|")
LINES_ABOVE_HEADER = 100
LINES_OF_HEADER = 20
ADD_A_NAME = "un autre nom de colonne s'ajoute dans loader/files/headers.toml"
CENTS = 4  # digits behind a decimal comma, at most
SURE = 4  # columns recognised
QUOTED = re.compile(rb'"[^"]*"')


@dataclass(frozen=True)
class Header:
    """A header found: its match, its delimiter, the lines up to and with it, and how many empty
    fields stand behind its last column.
    """

    match: Match
    delimiter: str
    lines: int
    spare: int


def find_line_end(sample: bytes) -> bytes:
    """Return how most lines end outside quotes: CRLF, LF or a lone CR."""
    outside = QUOTED.sub(b"", sample)
    crlf = outside.count(b"\r\n")
    counts = {
        b"\n": outside.count(b"\n") - crlf,
        b"\r\n": crlf,
        b"\r": outside.count(b"\r") - crlf,
    }
    return max(counts, key=lambda line_end: counts[line_end])


def find_spare(lines: Iterable[bytes], header: Header) -> int:
    """Return how many empty fields most of the data `lines` have behind the header's last column.

    Where the comma divides fields it may stand inside amounts as well, on every line: then no
    more than the header itself has.
    """
    delimiter, width = header.delimiter.encode(), len(header.match.columns)
    alike: dict[int, list[list[bytes]]] = defaultdict(list)
    for line in lines:
        fields = QUOTED.sub(b"", line.rstrip(b"\r")).split(delimiter)
        spare = len(fields) - width
        if spare >= 0 and not any(fields[width:]):
            alike[spare].append(fields)
    usual = min(alike, key=lambda spare: (-len(alike[spare]), spare), default=0)
    if header.delimiter == "," and usual > header.spare and _may_hold_split_amounts(alike[usual]):
        return header.spare
    return usual


def _may_hold_split_amounts(rows: list[list[bytes]]) -> bool:
    """Return whether two columns side by side hold nothing but digits, cents in the second."""
    columns = list(zip(*rows, strict=True))
    return any(
        all(left.isdigit() and right.isdigit() and len(right) <= CENTS for left, right in pairs)
        for pairs in (list(zip(*two, strict=True)) for two in pairwise(columns))
    )


def find_header(lines: Sequence[str], expected: str | None) -> Header:
    """Find the header among the first `lines` of a text export.

    `expected` is the dataset the folder announces, None when it announces none. Raises
    Refused when there is no header of that dataset, or when it is another's.
    """
    found: dict[str, Header] = {}
    for start in range(min(len(lines), LINES_ABOVE_HEADER)):
        following = lines[start : start + LINES_OF_HEADER]
        for delimiter in DELIMITERS:
            cells, used = _heading(following, delimiter)
            # A header of one column shows no delimiter: then nothing divides a line.
            shown = delimiter if len(cells) > 1 else NO_DELIMITER.decode()
            _keep_best(found, cells, shown, start + used)
        if _is_beyond_doubt(found):
            break
    return choose(found, expected)


def find_header_row(rows: Sequence[Sequence[str]], expected: str | None) -> Header:
    """Find the header among the first `rows` of a sheet; see `find_header`."""
    found: dict[str, Header] = {}
    for number, cells in enumerate(rows[:LINES_ABOVE_HEADER], 1):
        _keep_best(found, cells, "", number)
        if _is_beyond_doubt(found):
            break
    return choose(found, expected)


def choose(found: dict[str, Header], expected: str | None) -> Header:
    """Return the header of the dataset expected, or of the only one it can be."""
    best = sorted(found.values(), key=_likeness, reverse=True)
    if expected is None:
        return _checked(_only(best))
    if expected not in found:
        raise Refused(
            f"aucun en-tête de {expected} : colonnes attendues {_required(expected)} ; {ADD_A_NAME}"
        )
    announced, likely = found[expected].match, best[0].match
    if not likely.missing and likely.recognised > announced.recognised:
        raise Refused(
            f"mauvais dossier : cet export ressemble à {likely.dataset}, pas à {expected} ; "
            f"trouvé : {_names(likely.found)}"
        )
    return _checked(found[expected])


def _heading(lines: Sequence[str], delimiter: str) -> tuple[list[str], int]:
    """Read the first of `lines` as cells; a heading may hold line breaks, hence the lines used."""
    reader = csv.reader((line + "\n" for line in lines), delimiter=delimiter)
    try:
        return next(reader, []), reader.line_num
    except csv.Error:
        return [], 1


def _keep_best(found: dict[str, Header], cells: Sequence[str], delimiter: str, lines: int) -> None:
    """Note the line as header of each dataset it fits better than the lines before it."""
    names = {squeeze(cell) for cell in cells}
    for dataset in datasets().values():
        if names.isdisjoint(dataset.by_name):
            continue
        found_match = match(cells, dataset)
        header = Header(found_match, delimiter, lines, len(cells) - len(found_match.columns))
        known = found.get(dataset.name)
        if known is None or _rank(header) > _rank(known):
            found[dataset.name] = header


def _rank(header: Header) -> tuple[int, int]:
    return (header.match.recognised, -len(header.match.missing))


def _is_beyond_doubt(found: dict[str, Header]) -> bool:
    """Return whether a header was found that no line below could be mistaken for."""
    return any(
        not header.match.missing and header.match.recognised >= SURE for header in found.values()
    )


def _likeness(header: Header) -> tuple[int, bool]:
    return (header.match.recognised, not header.match.missing)


def _only(best: list[Header]) -> Header:
    """Return the one dataset the header can be of, for a file outside a dataset's folder."""
    if not best:
        raise Refused(
            f"aucun en-tête connu : déposez le fichier dans le dossier de son export ; {ADD_A_NAME}"
        )
    first, *others = best
    if not first.match.missing and any(_likeness(other) == _likeness(first) for other in others):
        names = " ou ".join(header.match.dataset for header in best[:2])
        raise Refused(f"export ambigu ({names}) : déposez le fichier dans le dossier de son export")
    return first


def _checked(header: Header) -> Header:
    """Return the header when nothing is missing or named twice; else raise Refused."""
    found = header.match
    if sum(len(name) > 1 and name[0] == name[-1] == '"' for name in found.found) > 1:
        raise Refused(
            "guillemets derrière un blanc : les valeurs les garderaient, et un délimiteur entre"
            " eux "
            "couperait la ligne ; exportez sans blanc derrière le délimiteur"
        )
    if found.missing:
        raise Refused(
            f"{_columns(found.missing, 'manquante')} : {_names(found.missing)} ; "
            f"trouvé : {_names(found.found)} ; {ADD_A_NAME}"
        )
    if found.twice:
        raise Refused(
            f"{_columns(found.twice, 'nommée')} deux fois : {_names(found.twice)} ; "
            f"trouvé : {_names(found.found)}"
        )
    return header


def _required(name: str) -> str:
    dataset = datasets()[name]
    return _names([name for name in dataset.columns if name in dataset.required])


def _columns(names: Sequence[str], what: str) -> str:
    s = "s" if len(names) > 1 else ""
    return f"colonne{s} {what}{s}"


def _names(names: Sequence[str]) -> str:
    return ", ".join(" ".join(name.replace("\0", "␀").split()) or "(vide)" for name in names)
