"""The proposals as a file a person decides in: for a French spreadsheet, and back from it."""

import csv
import io
import re
import uuid
from collections.abc import Iterator
from pathlib import Path

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.approval.selection import Selection
from warehouse.errors import ConfigurationError
from warehouse.rows import rows
from warehouse.spreadsheet import cell

COLUMNS = (
    "reco_id", "content_hash", "client_code", "nom", "prenom", "ville", "scenario", "score", "vins"
)  # fmt: skip
# As spreadsheets save: “CSV UTF-8”, “Unicode text”, and plain “CSV” of a French Windows.
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_HASH = re.compile("[0-9a-f]{64}")

CURRENT = """
select kept.reco_id, kept.content_hash, kept.client_code, persons.nom, persons.prenom,
    persons.ville, kept.scenario, (kept.items -> 0 ->> 'score')::numeric as score,
    (select string_agg(wine ->> 'nom', ' + ') from
        jsonb_array_elements(kept.params -> 'produits') as wine) as vins
from activation.recommendations as kept
inner join sync.brevo_messages as messages on kept.reco_id = messages.reco_id
left join crm.customer_360 as persons on kept.client_code = persons.client_code
where kept.withdrawn_at is null
order by kept.scenario, score desc, kept.reco_id
"""


def write_proposals(conn: Connection, path: Path) -> int:
    """Write the current proposals, people by name and town; return how many.

    `;`, UTF-8 with a byte order mark: what a French spreadsheet opens by a double click.
    """
    found = rows(conn, CURRENT)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter=";")
        writer.writeheader()
        writer.writerows({name: cell(value) for name, value in line.items()} for line in found)
    return len(found)


def read_decisions(path: Path) -> Selection:
    """Return the proposals listed in a CSV file, as `plan --csv` writes it.

    In any encoding and with any separator a spreadsheet saves it. Each line is bound to what was
    read by its `content_hash`. Raises ConfigurationError naming the file, the line and the value:
    nothing is decided of what is not bound, contradicts itself, or says more than is read.
    """
    hashes: dict[uuid.UUID, str] = {}
    for number, line in csv_lines(path, "reco_id", "content_hash"):
        where = f"{path}, ligne {number}"
        beside = next((name for name, text in line.items() if text and name not in COLUMNS), None)
        if beside is not None:
            raise ConfigurationError(
                f"{where} : « {line[beside]} » (colonne « {beside or 'sans nom'} ») n'est pas lu : "
                "gardez les lignes à décider, ôtez les autres et cette colonne"
            )
        reco_id, content_hash = _identifier(where, line["reco_id"]), line["content_hash"].lower()
        if not _HASH.fullmatch(content_hash):
            raise ConfigurationError(
                f"{where} : content_hash « {line['content_hash']} » ne dit pas quelle lettre a été "
                "lue : gardez la colonne telle que `activation plan --csv` l'a écrite"
            )
        if hashes.setdefault(reco_id, content_hash) != content_hash:
            raise ConfigurationError(
                f"{where} : reco_id « {reco_id} » vient deux fois, avec un autre content_hash : "
                "gardez une des deux lignes"
            )
    return Selection(reco_ids=list(hashes), hashes=hashes)


def csv_lines(path: Path, *needed: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each line that holds anything, with its number, its cells trimmed.

    Raises ConfigurationError when one of the columns `needed` is not there or empty in a line, or
    when nobody can tell where a line ends.
    """
    # Blank lines above, and the line by which some spreadsheets name their separator.
    text = re.sub(r"\A(?:[ \t\"]*(?:sep=.)?[;,\t\"]*(?:\r\n|\r|\n))+", "", _text(path))
    header = re.split(r"[\r\n]", text, maxsplit=1)[0]
    delimiter = max(";,\t", key=header.count)
    # A quote nobody closes would swallow the lines below: `strict` refuses it.
    reader = csv.DictReader(
        io.StringIO(text, newline=""), restkey="", restval="", delimiter=delimiter, strict=True
    )
    try:
        reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or []]
        missing = [name for name in needed if name not in reader.fieldnames]
        if missing:
            raise ConfigurationError(
                f"{path} has no column {missing[0]}: use the file that --csv wrote",
                f"{path} n'a pas de colonne {missing[0]} : prenez le fichier que --csv a écrit",
            )
        for line in reader:
            cells = {name: _trimmed(cell) for name, cell in line.items()}
            if not any(cells.values()):
                continue
            for name in needed:
                if not cells[name]:
                    raise ConfigurationError(
                        f"{path}, line {reader.line_num} has no {name}: use the file --csv wrote",
                        f"{path}, ligne {reader.line_num} : {name} manque : gardez les colonnes "
                        "telles que --csv les a écrites",
                    )
            yield reader.line_num, cells
    except csv.Error as error:
        raise ConfigurationError(
            f"{path}, line {reader.line_num} is no CSV ({error}): use the file that --csv wrote",
            f"{path}, ligne {reader.line_num} : ce n'est pas un CSV (« {error} ») : prenez le "
            "fichier que --csv a écrit",
        ) from None


def _identifier(where: str, text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise ConfigurationError(
            f"{where} : reco_id « {text} » n'est pas un identifiant : gardez la colonne telle que "
            "`activation plan --csv` l'a écrite"
        ) from None


def _trimmed(cell: str | list[str]) -> str:
    """Return a cell, or the cells beyond the header's width as one, without spaces around."""
    return (cell if isinstance(cell, str) else " ".join(cell)).strip()


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ConfigurationError(
            f"{path} est illisible (« {error.strerror} ») : vérifiez le chemin, fermez le tableur"
        ) from None
    encoding = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        # Identifiers and hashes are ASCII: of any Western code page they read the same.
        return content.decode("latin-1")
