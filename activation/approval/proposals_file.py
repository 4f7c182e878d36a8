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

    In any encoding and with any separator a spreadsheet saves it. Needs a column `reco_id`; a
    column `content_hash` binds each line to what was read. Raises ConfigurationError naming
    the file, the line and the value.
    """
    hashes: dict[uuid.UUID, str] = {}
    found: list[uuid.UUID] = []
    for number, line in csv_lines(path, "reco_id"):
        text = (line.get("reco_id") or "").strip()
        try:
            reco_id = uuid.UUID(text)
        except ValueError:
            raise ConfigurationError(
                f"{path}, ligne {number} : reco_id « {text} » n'est pas un identifiant : gardez la "
                "colonne telle que `activation plan --csv` l'a écrite"
            ) from None
        found.append(reco_id)
        if content_hash := (line.get("content_hash") or "").strip():
            hashes[reco_id] = content_hash
    return Selection(reco_ids=found, hashes=hashes)


def csv_lines(path: Path, needed: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each line that holds anything, with its number.

    Raises ConfigurationError when the column `needed` is not there.
    """
    # Blank lines above, and the line by which some spreadsheets name their separator.
    text = re.sub(r"\A(?:[ \t\"]*(?:sep=.)?[;,\t\"]*(?:\r\n|\r|\n))+", "", _text(path))
    header = re.split(r"[\r\n]", text, maxsplit=1)[0]
    delimiter = max(";,\t", key=header.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or []]
    if needed not in reader.fieldnames:
        raise ConfigurationError(
            f"{path} has no column {needed}: use the file that --csv wrote",
            f"{path} n'a pas de colonne {needed} : prenez le fichier que --csv a écrit",
        )
    for line in reader:
        if any(value for value in line.values()):
            yield reader.line_num, line


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
