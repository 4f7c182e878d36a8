"""Dated sales lines for a backtest: read, cut at a date, written as the ERP would export them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from loader.load import load
from warehouse import database
from warehouse.dbt import run_dbt
from warehouse.embedded import EmbeddedServer
from warehouse.errors import ConfigurationError
from warehouse.profile import write_profile
from warehouse.settings import ROOT, Settings

COLUMNS = ("customer_code", "invoice_no", "order_ts", "product_key", "quantity", "unit_price")
CUVEE_COLUMNS = ("product_key", "cuvee_key")
# Vintages are counted from here, in the order of their names.
FIRST_YEAR = 1900
# Nothing of a backtest has to survive a power cut.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(frozen=True)
class Split:
    """Lines before a cutoff and lines of the days after it, with opaque codes.

    `train` and `test` have the columns `customer`, `product` (codes the product's
    normalisation leaves alone), `document`, `day`, `quantity`, `price`.
    """

    train: pd.DataFrame
    test: pd.DataFrame
    cutoff: date
    horizon: int


def read_lines(path: Path, cuvees: Path | None = None) -> pd.DataFrame:
    """Read a sales file (CSV, or CSV.gz) with the columns `COLUMNS`.

    Customers and products are renamed to codes, in the order of their names. `cuvees` is a CSV
    with the columns `CUVEE_COLUMNS`: which products are vintages of one wine; what it does not
    name is a wine of its own. Column `cuvee` is then the wine's code, and a product that is not
    its wine's only one is called by it and a year, as an estate calls its vintages.
    Raises ConfigurationError when a file or a column is missing.
    """
    lines = _read("LINES", path, COLUMNS)
    read = pd.DataFrame(
        {
            "customer": "C" + _codes(lines["customer_code"]),
            "product": "P" + _codes(lines["product_key"]),
            "document": lines["invoice_no"],
            "day": pd.to_datetime(lines["order_ts"]).dt.normalize(),
            "quantity": pd.to_numeric(lines["quantity"]),
            "price": pd.to_numeric(lines["unit_price"]),
        }
    )
    if cuvees is None:
        return read
    known = _read("CUVEES", cuvees, CUVEE_COLUMNS).set_index("product_key")["cuvee_key"]
    # Marked apart: a product without a cuvée may have the name of another's.
    wines = ("=" + lines["product_key"].map(known)).fillna(lines["product_key"])
    of_wine = read["product"].groupby(wines)
    cuvee = of_wine.transform("min")
    year = (FIRST_YEAR + of_wine.rank("dense").astype(int)).astype(str)
    several = of_wine.transform("nunique") > 1
    return read.assign(cuvee=cuvee, product=(cuvee + " " + year).where(several, cuvee))


def _read(option: str, path: Path, columns: tuple[str, ...]) -> pd.DataFrame:
    if not path.is_file():
        raise ConfigurationError(f"{option}={path}: no such file")
    found = pd.read_csv(path, dtype=str, keep_default_na=False)
    missing = [name for name in columns if name not in found.columns]
    if missing:
        raise ConfigurationError(
            f"{option}={path}: no column {missing[0]}; needed: {', '.join(columns)}"
        )
    return found


def in_cuvees(part: Split) -> Split:
    """Return the same purchases with cuvées for products. Needs the column `cuvee`."""
    return replace(
        part,
        train=part.train.assign(product=part.train["cuvee"]),
        test=part.test.assign(product=part.test["cuvee"]),
    )


def advice_in_cuvees(advice: pd.DataFrame, part: Split) -> pd.DataFrame:
    """Return `advice` with cuvées for products, each at the best of its vintages' ranks.

    A baseline's vintage of a wine the person had stays in `rank_new`, and takes its place in vain.
    """
    cuvees = part.train.drop_duplicates("product").set_index("product")["cuvee"]
    told = advice.assign(product=advice["product"].map(cuvees))
    return told.groupby(["customer", "product"], as_index=False)[["rank_any", "rank_new"]].min()


def _codes(names: pd.Series) -> pd.Series:
    numbers, _ = pd.factorize(names, sort=True)
    return pd.Series(numbers, index=names.index).astype(str).str.zfill(7)


def split(lines: pd.DataFrame, cutoff: date, horizon: int) -> Split:
    """Cut: `train` is every line before `cutoff`, `test` the lines of the next `horizon` days.

    Raises ConfigurationError when one side is empty.
    """
    start = pd.Timestamp(cutoff)
    end = start + pd.Timedelta(days=horizon)
    train = lines[lines["day"] < start]
    test = lines[(lines["day"] >= start) & (lines["day"] < end)]
    if train.empty or test.empty:
        raise ConfigurationError(
            f"CUTOFF={cutoff}: no line {'before' if train.empty else 'after'} it; the file goes "
            f"from {lines['day'].min().date()} to {lines['day'].max().date()}"
        )
    return Split(train, test, cutoff, horizon)


def export_file(folder: Path, dataset: str, day: date) -> Path:
    """Return where the ERP's export of `dataset` of that day lies under `folder`."""
    target = folder / "raw" / "isavigne" / dataset / f"{dataset}_{day}.csv"
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def write_export(train: pd.DataFrame, folder: Path, day: date) -> Path:
    """Write `train` as the ERP's sales export of `day` under `folder`; return the file."""
    target = export_file(folder, "ventes_lignes", day)
    export = pd.DataFrame(
        {
            "client_code": train["customer"],
            "date_livraison": train["day"].dt.strftime("%d/%m/%Y"),
            "produit_label": train["product"],
            "qty_line": train["quantity"],
            "mt_ht": (train["quantity"] * train["price"]).round(2),
            "document_type": "VENTE",
            "document_no": train["document"],
            # A line exported again has its number again.
            "order_detail_no": train.index + 1,
        }
    )
    export.to_csv(target, sep=";", index=False)
    return target


@contextmanager
def throwaway_settings(as_of_date: date, options: tuple[str, ...] = FAST) -> Iterator[Settings]:
    """Yield the settings of an empty database that is deleted at the end of the block."""
    with TemporaryDirectory(prefix="crm-backtest-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        server = EmbeddedServer(folder / "postgres", options=options)
        target = server.start()
        settings = Settings(
            root=ROOT,
            exports_dir=folder / "exports",
            is_demo=False,
            database_url=" ".join(f"{key}='{value}'" for key, value in target.items())
            + " dbname='postgres'",
            as_of_date=as_of_date,
            # What stands beside the database leaves with it; and the export is whole when the
            # loader sees it: no need to wait until it settles.
            values={
                "DBT_PROFILES_DIR": str(folder),
                "STATE_DIR": str(folder / "state"),
                "LOADER_SETTLE_SECONDS": "0",
            },
        )
        try:
            write_profile(settings)
            yield settings
        finally:
            server.stop()


def build(settings: Settings, train: pd.DataFrame, selection: list[str]) -> None:
    """Load `train`, and what else lies in the exports, and build the dbt nodes of `selection`.

    Raises ConfigurationError with dbt's first message when a node fails.
    """
    assert settings.as_of_date is not None  # noqa: S101 - throwaway_settings sets it
    write_export(train, settings.exports_dir, settings.as_of_date)
    statuses = [f"{file.status} {file.error or ''}" for file in load(settings).files]
    if set(statuses) != {"loaded "}:
        raise ConfigurationError(f"the loader did not take every export whole: {statuses}")
    run(settings, ["seed"])
    run(settings, ["run", "--select", *selection])


def run(settings: Settings, arguments: list[str], project: Any = None) -> Any:  # noqa: ANN401
    """Run one dbt command, on a `project` read before; return the project if it has read it.

    Raises ConfigurationError with the first message of a failure.
    """
    report = run_dbt(settings, arguments, project=project)
    messages = [report.error] if report.error else [f"{n.name}: {n.message}" for n in report.failed]
    if messages:
        raise ConfigurationError(f"dbt {arguments[0]} failed: {messages[0]}")
    return report.project


def candidates(settings: Settings) -> pd.DataFrame:
    """Return `crm.recommendation_candidates`: customer, product, rank_any, rank_new."""
    query = "select client_code, produit_key, rank_any, rank_new from crm.recommendation_candidates"
    with database.connect(settings) as conn, conn.cursor() as cursor:
        cursor.execute(query)
        rows = cursor.fetchall()
    return pd.DataFrame(rows, columns=["customer", "product", "rank_any", "rank_new"])


def advise(part: Split) -> pd.DataFrame:
    """Return what the whole product advises at the cutoff of `part`, knowing only its past."""
    with throwaway_settings(part.cutoff - timedelta(days=1)) as settings:
        build(settings, part.train, ["+recommendation_candidates"])
        return candidates(settings)
