"""A small estate's raw lines in which every sin a check looks for is committed once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extras import execute_values

from warehouse.dbt import DbtReport, run_dbt
from warehouse.settings import Settings

# Logins an estate of an earlier version granted its tables to.
READERS = """
do $$ begin
    if to_regrole('crm_analyst') is null then create role crm_analyst nologin; end if;
    if to_regrole('crm_dashboard') is null then create role crm_dashboard nologin; end if;
end $$
"""
AS_OF_DATE = date(2025, 6, 30)  # a Monday
Row = dict[str, str | None]


@dataclass
class Estate:
    """A built warehouse: its database, its owner's connection, and dbt upon it."""

    database: str
    settings: Settings
    conn: Connection
    target: Path
    report: DbtReport = field(default_factory=DbtReport)
    health: list[Any] = field(default_factory=list)  # crm.data_health after the first build

    def dbt(self, *arguments: str) -> DbtReport:
        """Run dbt on it."""
        return run_dbt(self.settings, [*arguments, "--target-path", str(self.target)])

    def rows(self, query: str) -> list[Any]:
        """Return what a query finds."""
        with self.conn.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()


def load(conn: Connection, dataset: str, rows: Iterable[Row], day: date = AS_OF_DATE) -> None:
    """Append rows to `raw.<dataset>` as one export of `day`."""
    lines = list(rows)
    columns = sorted({column for row in lines for column in row})
    with conn.cursor() as cursor:
        cursor.execute(
            "insert into raw.files (dataset, path, export_date, sha256, row_count, status) "
            "values (%s, %s, %s, %s, %s, 'loaded') returning file_id",
            (dataset, f"{dataset}.csv", day, f"{dataset} {day}", len(lines)),
        )
        (file_id,) = cursor.fetchone() or (0,)
        execute_values(
            cursor,
            f"insert into raw.{dataset} (_file_id, _line_number, {', '.join(columns)}) values %s",
            [(file_id, n, *(row.get(c) for c in columns)) for n, row in enumerate(lines, start=2)],
        )
    conn.commit()


def sale(number: int, day: date, **changes: str | None) -> Row:
    """Return a sales line that is right in every way, but for `changes`."""
    return {
        "client_code": f"C{number % 5 + 1}",
        "date_livraison": day.isoformat(),
        "produit_label": "Vin A",
        "qty_line": "6",
        "pu_ht": "10",
        "mt_ht": "60",
        "mt_ttc": "72",
        "document_type": "FACTURE",
        "document_no": f"F{number}",
        "article": "BTL",
        **changes,
    }


def sales() -> list[Row]:
    """One sale a week for a year, the week before last missing; then the sins."""
    weeks = [n for n in range(1, 57) if n != 2]
    last = AS_OF_DATE - timedelta(days=5)
    sins: list[Row] = [
        {"client_code": "C3", "document_no": "F102"},  # of the third below, which hides it
        {"date_livraison": "2025-07-02"},
        {"mt_ht": "45", "mt_ttc": "54"},
        {"mt_ttc": "80"},
        {"article": "FUT30"},
        {"document_type": "BONUS"},
        {"produit_label": "Vin Z"},
        {"client_code": ""},
        {"date_livraison": "31/02/2025"},
        {"qty_line": "0"},
        {"client_code": "C4", "document_no": "F102"},  # already C3's
    ]
    return [sale(n, AS_OF_DATE - timedelta(days=7 * n)) for n in weeks] + [
        {**sale(100 + n, last), **sin} for n, sin in enumerate(sins)
    ]


def fill(conn: Connection) -> None:
    """Load the estate's five exports, and a letter that left after an opt-out."""
    before = AS_OF_DATE - timedelta(days=1)
    day = AS_OF_DATE - timedelta(days=7 * 30)
    moved = sale(31, AS_OF_DATE - timedelta(days=7 * 31 - 1))
    retyped = sale(29, AS_OF_DATE - timedelta(days=7 * 29), document_type="VENTE")
    gone = sale(30, day, produit_label="Vin B")
    load(conn, "ventes_lignes", [gone, moved, retyped], before)
    load(conn, "ventes_lignes", sales())
    load(
        conn,
        "clients",
        [{"client_code": "C2", "nom": "Durand2", "pays": "FR"}]
        + [{"client_code": f"C{n}", "nom": f"Dupont{n}", "pays": "FR"} for n in range(2, 5)]
        + [{"client_code": "C1", "nom": "Dupont1", "email": "c1@example.org", "pays": "FR"}]
        + [{"client_code": "C5", "nom": "Dupont5", "pays": "FR", "optin_email": "peut-être"}],
    )
    load(
        conn,
        "produits",
        [
            {"produit": "Vin A", "prix_ttc": "12", "actif": "oui"},
            {"produit": "Vin B", "prix_ttc": "", "actif": "oui"},
            {"produit": "Vin C", "prix_ttc": "13", "actif": "oui"},
            {"produit": "Vin C", "prix_ttc": "12", "actif": "oui"},
            {"produit": "Vin D", "prix_ttc": "12", "actif": "parti"},
            {"produit": "Mystère", "prix_ttc": "12", "actif": "oui"},
        ],
    )
    stocked = ("Vin A", "Vin B", "Mystère")
    load(conn, "stock", [{"produit": wine, "stock_total": "10"} for wine in stocked])
    load(conn, "contacts", [{"client_code": "C1", "date_contact": "2025-01-06", "statut": "ok"}])
    with conn.cursor() as cursor:
        cursor.execute(LETTER_AFTER_A_REFUSAL)
    conn.commit()


LETTER_AFTER_A_REFUSAL = """
insert into activation.recommendations
    (reco_id, client_code, scenario, as_of_date, content_hash, items, valid_until)
values ('00000000-0000-0000-0000-000000000001', 'C1', 'REBUY', '2025-06-16', 'x', '[]',
        '2025-07-01');
insert into activation.approvals (reco_id, content_hash, decision, decided_by)
values ('00000000-0000-0000-0000-000000000001', 'x', 'approved', 'test');
insert into activation.suppressions (email_hash, client_code, scope, reason, source, effective_at)
values ('hash', 'C1', 'marketing', 'desinscrit', 'test', '2025-06-17');
insert into activation.outbox
    (send_id, reco_id, approval_id, content_hash, client_code, client_hash, email_norm, email_hash,
     scenario, template_sha256, payload, payload_sha256, idempotency_key, legal_basis, state,
     accepted_at, valid_until)
select gen_random_uuid(), reco_id, approval_id, 'x', 'C1', 'c', 'c1@example.org', 'hash', 'REBUY',
       'x', '{}', 'x', gen_random_uuid(), 'client_existant', 'accepted', '2025-06-18', '2025-07-01'
from activation.approvals;
"""
