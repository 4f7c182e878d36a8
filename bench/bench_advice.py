"""All of `crm`, letters included, against one aggregation of its lines by person and product."""

import time
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from bench.backtest_data import build, export_file, run, throwaway_settings
from warehouse import database
from warehouse.settings import Settings

CRM = "path:dbt_project/models/crm"
LAST_DAY = date(2025, 12, 31)
REFERENCE = """
    create table public.reference as
    select client_code, produit_key, count(*) as nb, sum(mt_ht) as mt_ht
    from crm.customer_sales_lines group by client_code, produit_key
"""
# Lines, persons, wines, lines per order; the ratio the advice must stay under.
SHAPES = (
    ("an estate", 1_000_000, 20_000, 300, 6, 40),
    ("a wholesaler", 235_000, 3_400, 3_400, 20, 150),
)


def main() -> None:
    """Print seconds and ratio for each shape."""
    print("| all of crm | seconds | reference | times the reference | at most |")
    print("|---|---:|---:|---:|---:|")
    for name, lines, persons, wines, per_order, most in SHAPES:
        reference, seconds = measure(sales(lines, persons, wines, per_order))
        print(
            f"| {name}: {lines:,} lines, {persons:,} persons, {wines:,} wines | {seconds:.1f} "
            f"| {reference:.2f} | {seconds / reference:.0f} | {most} |",
            flush=True,
        )


def sales(lines: int, persons: int, wines: int, per_order: int) -> pd.DataFrame:
    """Return made-up sales over three years, in the columns of `backtest_data.Split.train`.

    Few persons buy much and few wines sell much (exponential and Zipf-like laws); each
    person keeps to a part of the catalogue.
    """
    random = np.random.default_rng(1)
    orders = lines // per_order
    appetite = random.exponential(size=persons)
    buyer = random.choice(persons, orders, p=appetite / appetite.sum())
    day = random.integers(0, 3 * 365, orders)
    order = np.repeat(np.arange(orders), per_order)
    rank = np.minimum(random.exponential(wines / 6, len(order)), wines - 1).astype(int)
    # Half the wines of an order are near the buyer's own corner of the catalogue.
    own = random.random(len(order)) < 0.5
    wine = np.where(own, (rank // 4 + buyer[order] * 7) % wines, rank)
    return pd.DataFrame(
        {
            "customer": pd.Series(buyer[order]).map("C{:07d}".format),
            "product": pd.Series(wine).map("P{:07d}".format),
            "document": order.astype(str),
            "day": pd.Timestamp(LAST_DAY) - pd.to_timedelta(day[order], unit="D"),
            "quantity": random.integers(1, 12, len(order)),
            "price": 9.5,
        }
    )


def write_estate(lines: pd.DataFrame, folder: Path) -> None:
    """Write the other exports letters need: everybody has an address, every wine is in stock."""
    customers = pd.Series(sorted(lines["customer"].unique()))
    wines = pd.Series(sorted(lines["product"].unique()))
    exports = {
        "clients": {
            "client_code": customers,
            "nom": "DUPONT " + customers,
            "prenom": "Camille",
            "email": customers.str.lower() + "@example.org",
            "optin_email": "oui",
        },
        "produits": {
            "produit": wines,
            "famille_crm": "Famille " + (wines.index % 8).astype(str),
            "prix_ttc": "12,50",
            "premium_tier": "Classique",
            "actif": "oui",
        },
        "stock": {"produit": wines, "stock_total": 5000},
    }
    for dataset, columns in exports.items():
        target = export_file(folder, dataset, LAST_DAY)
        pd.DataFrame(columns).to_csv(target, sep=";", index=False)


def measure(lines: pd.DataFrame) -> tuple[float, float]:
    """Return the seconds of the reference and of `dbt run` on all of crm, same database.

    What `crm` is built from, and the sales lines the reference reads, are there before.
    """
    with throwaway_settings(LAST_DAY + timedelta(days=1)) as settings:
        write_estate(lines, settings.exports_dir)
        build(settings, lines, [f"+{CRM}", "--exclude", CRM])
        run(settings, ["run", "--select", "customer_sales_lines"])
        reference = min(_timed_reference(settings) for _ in range(3))
        started = time.perf_counter()
        run(settings, ["run", "--select", CRM])
        return reference, time.perf_counter() - started


def _timed_reference(settings: Settings) -> float:
    with database.connect(settings) as conn, conn.cursor() as cursor:
        cursor.execute("drop table if exists public.reference")
        started = time.perf_counter()
        cursor.execute(REFERENCE)
        return time.perf_counter() - started


if __name__ == "__main__":
    main()
