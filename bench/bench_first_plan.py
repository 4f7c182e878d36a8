"""Loading and entities, against the pandas pipeline the owner first drew up.

    python -m bench.bench_first_plan [--lines N] [--weekly N] [--weeks N]

That pipeline, written out as it was drawn: every export is read and normalised into a curated CSV;
every curated CSV is read, its lines without their likes by document, product and customer kept, and
appended by `to_sql(chunksize=500)`. It knows no file it has seen: each week does all of it again.
Beside the seconds stands what each holds at the end: the lines that are right, those missing, those
there twice. The product runs as it does on Monday, entities alone, dbt's own time included. A
throw-away embedded server.
"""

from contextlib import closing
from datetime import timedelta
from pathlib import Path
from statistics import median

import pandas as pd
from sqlalchemy import create_engine

from bench.backtest_data import export_file, throwaway_settings
from bench.bench_build import timed
from bench.bench_loader import load_average
from bench.bench_week import FIRST_DAY, last_change, run, sizes, write_week
from bench.generate_sales import write_csv
from warehouse import database
from warehouse.rows import execute, value
from warehouse.settings import Settings

AT_LEAST_FIRST, AT_LEAST_WEEK = 2, 30
KEY = ["document_id", "produit_key", "client_code"]
AMOUNTS = ["qty_line", "pu_ht", "mt_ht", "mt_ttc", "marge"]


def main() -> None:
    """Measure and print the tables."""
    given = sizes(__doc__)
    with throwaway_settings(FIRST_DAY + timedelta(days=7 * given.weeks)) as settings:
        database.connect(settings).close()  # which creates the tables of `raw`
        run("dbt reads the project", settings, loaded=0.0)
        export = export_file(settings.exports_dir, "ventes_lignes", FIRST_DAY)
        write_csv(export, given.lines, "utf-8")
        ours = [timed(lambda: run("first build", settings, "--full-refresh"))]
        theirs = [timed(lambda: first_plan(settings, export.parent))]
        for week in range(1, given.weeks + 1):
            up_to = last_change(settings)
            write_week(settings, week, given.weekly)
            ours.append(timed(lambda up_to=up_to: run("a week", settings, compared_up_to=up_to)))
            theirs.append(timed(lambda: first_plan(settings, export.parent)))
        held = (
            ("what was sold", *sold(export.parent)),
            ("the product", *held_in(settings, "etl.ventes_lignes")),
            ("the first plan", *held_in(settings, "first_plan.ventes_lignes")),
        )
    print(f"## The first plan ({given.lines:,} lines, load {load_average()})\n")
    print("| | first plan, s | product, s | times | at least |\n|---|--:|--:|--:|--:|")
    for name, plan, product, least in (
        ("the first load, to entities", theirs[0], ours[0], AT_LEAST_FIRST),
        ("a week, median", median(theirs[1:]), median(ours[1:]), AT_LEAST_WEEK),
    ):
        print(f"| {name} | {plan:.1f} | {product:.1f} | **{plan / product:.1f}** | {least} |")
    print(f"\n| {given.weeks} weeks later | lines | mt_ht |\n|---|--:|--:|")
    for name, lines, amount in held:
        print(f"| {name} | {lines:,} | {amount:,.2f} |")


def first_plan(settings: Settings, folder: Path) -> None:
    """Normalise every export into a curated CSV, then append every curated CSV."""
    curated = [_curated(path) for path in sorted(folder.glob("*.csv"))]
    with closing(database.connect(settings)) as conn:
        execute(conn, "create schema if not exists first_plan")
        conn.commit()
    engine = create_engine("postgresql+psycopg2://", creator=lambda: database.connect(settings))
    for path in curated:
        lines = pd.read_csv(path, dtype={"client_code": str, "produit_key": str})
        lines = lines.drop_duplicates(subset=KEY, keep="last")
        lines.to_sql("ventes_lignes", engine, schema="first_plan", if_exists="append",
                     index=False, chunksize=500)  # fmt: skip
    engine.dispose()


def _curated(export: Path) -> Path:
    lines = pd.read_csv(export, sep=";", dtype=str, keep_default_na=False)
    lines["client_code"] = lines["client_code"].str.strip().str.upper()
    labels = lines["produit_label"].str.normalize("NFKD").str.encode("ascii", "ignore")
    labels = labels.str.decode("ascii").str.upper()
    lines["produit_key"] = labels.str.replace(r"\s+", " ", regex=True).str.strip()
    lines["document_id"] = lines["document_type"] + "-" + lines["document_no"]
    lines["date_livraison"] = pd.to_datetime(lines["date_livraison"], dayfirst=True)
    for amount in AMOUNTS:
        lines[amount] = pd.to_numeric(lines[amount].str.replace(",", "."), errors="coerce")
    folder = export.parents[3] / "curated"
    folder.mkdir(exist_ok=True)
    path = folder / export.name
    lines.to_csv(path, index=False)
    return path


def sold(folder: Path) -> tuple[int, float]:
    """Return how many lines the exports show, each once by document and line, and their sum."""
    exports = [pd.read_csv(path, sep=";", dtype=str) for path in folder.glob("*.csv")]
    lines = pd.concat(exports).drop_duplicates(["document_no", "order_detail_no"])
    return len(lines), float(lines["mt_ht"].str.replace(",", ".").astype(float).sum())


def held_in(settings: Settings, table: str) -> tuple[int, float]:
    """Return how many lines a table holds, and their sum."""
    with closing(database.connect(settings)) as conn:
        lines = value(conn, f"select count(*) from {table}")
        return lines, value(conn, f"select sum(mt_ht)::float8 from {table}")


if __name__ == "__main__":
    main()
