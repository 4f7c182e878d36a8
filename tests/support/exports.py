"""Exports drawn at random: few customers, documents and wines, so that lines collide."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from hypothesis import strategies as st
from psycopg2.extensions import connection as Connection  # noqa: N812

SALES = [
    "client_code",
    "date_livraison",
    "produit_label",
    "qty_line",
    "pu_ht",
    "mt_ht",
    "mt_ttc",
    "document_type",
    "document_no",
    "order_detail_no",
    "article",
    "email",
]
# A line that is right in every way.
LINE = ("C1", "01/02/2024", "Riesling", "6", None, "51", None, "Facture", "F1", None, "BTL", None)
CLIENTS = ["client_code", "nom", "prenom", "email", "telephone", "optin_email"]
CONTACTS = ["client_code", "date_contact", "canal", "statut"]
PRODUCTS = ["produit", "millesime", "prix_ttc", "actif"]
STOCK = ["produit", "stock_total", "date_snapshot"]

Line = tuple[str | None, ...]


@dataclass(frozen=True)
class File:
    """An export of one dataset: when it was made, and when its file was changed."""

    dataset: str
    columns: tuple[str, ...]
    exported_at: datetime
    modified_at: datetime
    lines: tuple[Line, ...]


# Few moments, so that exports collide; some of one day at two hours.
MOMENTS = st.builds(
    lambda day, hour: datetime(2024, 3, 1 + day, hour, tzinfo=UTC),
    st.integers(0, 4),
    st.sampled_from((0, 18)),
)


def _one_of(*values: str | None) -> st.SearchStrategy[str | None]:
    return st.sampled_from(values)


CODES = ("C1", " c-1", "C2", "ç2", "C3", "C1", None)
WINES = ("Crémant Brut", "CREMANT  BRUT", "Riesling 2020", "Petit Blanc", "Petit blanc", "—")
EMAILS = ("a@x.fr", "A@X.FR ", "b@x.fr", "pas une adresse", None)

SALES_LINE = st.tuples(
    _one_of(*CODES),
    _one_of("01/02/2024", "2024-02-01", "02/02/24", "45323", "31/02/2024"),
    _one_of(*WINES),
    _one_of("1", "6", "12", "1 000", "(2)", "24", "deux"),
    _one_of("8,50", "8.5", None),
    _one_of("51", "51,00 €", "102", "-17,00", "204", "0"),
    _one_of("61,2", None, None, "122,4", "n/a"),
    _one_of("Facture", "FACTURE", "facture", "Avoir"),
    _one_of("F1", "f1", "F1", "F1", None),
    _one_of(None, None, None, "1", "2"),
    _one_of("BTL", "Carton 6", "Jarre", None),
    _one_of(*EMAILS),
)
CLIENT_LINE = st.tuples(
    _one_of(*CODES, "C4", "C5"),
    _one_of("Dupont", "DUPONT", "Martin", None),
    _one_of("Jean", "J.", "Marie", None),
    _one_of(*EMAILS),
    _one_of("06 11 22 33 44", "+33611223344", "12", None),
    _one_of("oui", "non", "?", None),
)
CONTACT_LINE = st.tuples(
    _one_of(*CODES), _one_of("01/02/2024", "hier"), _one_of("e-mail", None), _one_of("ok", "non")
)
PRODUCT_LINE = st.tuples(_one_of(*WINES), _one_of("2020", "NM"), _one_of("9,90", "?"), _one_of("1"))
STOCK_LINE = st.tuples(_one_of(*WINES), _one_of("10", "-", "1 200"), _one_of("01/02/2024", None))

KINDS = (
    ("ventes_lignes", SALES, SALES_LINE, 20),
    ("ventes_lignes", SALES, SALES_LINE, 20),
    ("ventes_lignes", SALES, SALES_LINE, 20),
    ("clients", CLIENTS, CLIENT_LINE, 6),
    ("contacts", CONTACTS, CONTACT_LINE, 4),
    ("produits", PRODUCTS, PRODUCT_LINE, 4),
    ("stock", STOCK, STOCK_LINE, 4),
)


@st.composite
def files(draw: st.DrawFn) -> File:
    """An export of any dataset; several may be of the same moment."""
    dataset, columns, line, most = draw(st.sampled_from(KINDS))
    lines = draw(st.lists(line, min_size=most // 2, max_size=most))
    return File(dataset, tuple(columns), draw(MOMENTS), draw(MOMENTS), tuple(lines))


def again(loaded: list[File], moment: datetime) -> list[File]:
    """The first and the last content loaded so far, exported once more."""
    chosen = [loaded[0], loaded[-1]] if loaded else []
    return [replace(file, exported_at=moment, modified_at=moment) for file in chosen]


def load(conn: Connection, batch: list[File]) -> None:
    """Write files into `raw` as the loader does, in one transaction."""
    with conn, conn.cursor() as cursor:
        for file in batch:
            content = hashlib.sha256(repr((file.dataset, file.lines)).encode()).hexdigest()
            cursor.execute(
                "select true from raw.files where sha256 = %s and status = 'loaded'", (content,)
            )
            status = "duplicate" if cursor.fetchone() else "loaded"
            cursor.execute(
                "insert into raw.files (dataset, path, export_date, exported_at, modified_at, "
                "sha256, status) "
                "values (%s, gen_random_uuid()::text, %s, %s, %s, %s, %s) returning file_id",
                (
                    file.dataset,
                    file.exported_at.date(),
                    file.exported_at,
                    file.modified_at,
                    content,
                    status,
                ),
            )
            (file_id,) = cursor.fetchone() or (None,)
            columns = ", ".join(file.columns)
            for row in _numbered(file_id, file.lines) if status == "loaded" else ():
                cursor.execute(
                    f"insert into raw.{file.dataset} (_file_id, _line_number, {columns}) "
                    f"values ({', '.join(['%s'] * len(row))})",
                    row,
                )


def _numbered(file_id: int | None, lines: tuple[Line, ...]) -> Iterator[tuple[object, ...]]:
    for number, line in enumerate(lines, start=2):
        yield (file_id, number, *line)
