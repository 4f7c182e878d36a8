"""One line followed from its file through every layer, down to the letters that rest on it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from psycopg2 import sql
from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extensions import cursor as Cursor  # noqa: N812

from warehouse.errors import ConfigurationError

MOST_ITEMS = 50
ADVICE = "crm.recommendation_items"
# What makes two lines of a dataset speak of the same thing, so that only one is kept, where the key
# of its table in `etl` does not say it. A sales line has a number in one export and none in
# another: then its document and wine.
KEYS: dict[str, tuple[tuple[str, ...], ...]] = {
    "ventes_lignes": (("ligne_id",), ("client_code", "document_id", "produit_key")),
    "contacts": (("client_code", "date_contact", "canal", "statut"),),
}
PRIMARY_KEY = """
select array_agg(a.attname::text) from pg_index as i
inner join pg_attribute as a on i.indrelid = a.attrelid and a.attnum = any(i.indkey)
where i.indisprimary and i.indrelid = to_regclass(%s)
"""


@dataclass
class Layer:
    """The rows of one relation that carry the line; None when the relation is not built yet."""

    relation: str
    rows: list[dict[str, Any]] | None


@dataclass
class Trace:
    """What became of one line of an export.

    `motif` is why the line was not kept, and `instead` the file and line number of the line kept
    in its place; both None otherwise.
    """

    file_id: int
    line_number: int
    motif: str | None = None
    instead: tuple[int, int] | None = None
    layers: list[Layer] = field(default_factory=list)


def trace(conn: Connection, file_id: int, line_number: int) -> Trace:
    """Follow one line from `raw` to the letters. Raises ConfigurationError for an unknown one."""
    found = Trace(file_id, line_number)
    with conn.cursor() as cursor:
        dataset = _dataset(cursor, file_id)
        for relation in (f"raw.{dataset}", "raw.rejected_lines", *_built_from(dataset)):
            found.layers.append(_by_line(cursor, relation, file_id, line_number))
        _read_verdict(found, cursor, dataset)
        if not any(layer.rows for layer in found.layers):
            raise ConfigurationError(
                f"file {file_id} has no data that begins on line {line_number}: "
                "`loader files` lists the files"
            )
        found.layers.append(_advice(cursor, found.layers))
    return found


def _dataset(cursor: Cursor, file_id: int) -> str:
    cursor.execute("select dataset from raw.files where file_id = %s", (file_id,))
    row = cursor.fetchone()
    if row is None:
        raise ConfigurationError(f"no file {file_id}: `loader files` lists them")
    return str(row[0])


def _built_from(dataset: str) -> Sequence[str]:
    staged = f"staging.stg_isavigne__{dataset}"
    if dataset == "ventes_lignes":
        return (
            staged,
            "etl.ventes_lignes",
            "etl.ventes_lignes_rejetees",
            "crm.customer_sales_lines",
        )
    return (staged, f"intermediate.int_{dataset}__decided", f"etl.{dataset}")


def _read_verdict(found: Trace, cursor: Cursor, dataset: str) -> None:
    """Note why the line was not kept, and which line was in its place."""
    judged = [layer for layer in found.layers if not layer.relation.startswith("raw.")]
    for row in (row for layer in judged for row in layer.rows or []):
        found.motif = row.get("motif") or found.motif
        if found.motif in ("doublon", "remplacee"):
            found.instead = _kept(cursor, dataset, row)
            return


def _kept(cursor: Cursor, dataset: str, row: dict[str, Any]) -> tuple[int, int] | None:
    """Return file and line number of the line kept of those that speak of the same thing."""
    decided = sql.Identifier("intermediate", f"int_{dataset}__decided")
    for keys in KEYS.get(dataset) or _primary_key(cursor, dataset):
        same = sql.SQL(" and ").join(
            sql.SQL("{} is not distinct from {}").format(sql.Identifier(key), sql.Literal(row[key]))
            for key in keys
        )
        cursor.execute(
            sql.SQL(
                "select _file_id, _line_number from {} where motif is null and {} order by 1, 2"
            ).format(decided, same)
        )
        found = cursor.fetchone()
        if found is not None:
            return found
    return None


def _primary_key(cursor: Cursor, dataset: str) -> list[list[str]]:
    cursor.execute(PRIMARY_KEY, (f"etl.{dataset}",))
    return [key for (key,) in cursor.fetchall() if key]


def _by_line(cursor: Cursor, relation: str, file_id: int, line_number: int) -> Layer:
    where = "_file_id = %s and _line_number = %s"
    return _select(cursor, relation, where, (file_id, line_number))


def _advice(cursor: Cursor, layers: Sequence[Layer]) -> Layer:
    """Return the recommendations that rest on a kept line: none when it was not kept.

    Those to its person, or of its product when it has no person. A person's advice rests on
    all they bought: the items of this very product come first.
    """
    kept = layers[-1]
    codes = _values(kept, "client_code") | _values(kept, "master_client_code")
    products = _values(kept, "produit_key")
    lists = {"codes": list(codes), "products": list(products)}
    if codes:
        where = (
            "client_code = any(%(codes)s) "
            "order by produit_key = any(%(products)s) desc, as_of_date desc, client_code, rank"
        )
    else:
        where = "produit_key = any(%(products)s) order by as_of_date desc, client_code, rank"
    return _select(cursor, ADVICE, f"{where} limit {MOST_ITEMS}", lists)


def _values(layer: Layer, column: str) -> set[str]:
    return {row[column] for row in layer.rows or [] if row.get(column)}


def _select(
    cursor: Cursor, relation: str, where: str, values: Sequence[object] | dict[str, Any]
) -> Layer:
    cursor.execute("select to_regclass(%s) is not null", (relation,))
    if cursor.fetchone() != (True,):
        return Layer(relation, None)
    schema, _, name = relation.partition(".")
    cursor.execute(
        sql.SQL("select * from {} where {}").format(sql.Identifier(schema, name), sql.SQL(where)),
        values,
    )
    names = [column.name for column in cursor.description or []]
    return Layer(relation, [dict(zip(names, row, strict=True)) for row in cursor.fetchall()])
