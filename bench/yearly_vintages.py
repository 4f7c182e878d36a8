"""A made-up estate whose every wine comes in a new vintage each year, for `make backtest CUVEES=`.

    python -m bench.yearly_vintages FOLDER
    make backtest LINES=FOLDER/sales.csv CUVEES=FOLDER/cuvees.csv CUTOFF=2024-09-01 HORIZON=90

Persons keep to their wines for years, the first ones most; of a wine they get the vintage on sale.
"""

import csv
import sys
from datetime import date, timedelta
from pathlib import Path
from random import Random

from bench.backtest_data import COLUMNS, CUVEE_COLUMNS

PERSONS, WINES, TASTES = 300, 60, 12
FIRST_DAY, YEARS = date(2019, 1, 1), 6
ORDERS_A_YEAR = 3
# How often a person takes their first wine, their second…
FAVOUR = [1 / place for place in range(1, TASTES + 1)]
# Of a basket of three, how many are bought out of curiosity.
CURIOSITY = 0.2
RELEASED = 3  # the month of the new vintage


def write_estate(folder: Path, persons: int = PERSONS, seed: int = 1) -> None:
    """Write `sales.csv` and `cuvees.csv`; the same seed writes the same."""
    chance = Random(seed)
    tastes = [chance.sample(range(WINES), TASTES) for _ in range(persons)]
    seen = set()
    with (folder / "sales.csv").open("w", newline="", encoding="utf-8") as file:
        sales = csv.writer(file)
        sales.writerow(COLUMNS)
        for invoice in range(persons * ORDERS_A_YEAR * YEARS):
            person = chance.randrange(persons)
            day = FIRST_DAY + timedelta(days=chance.randrange(YEARS * 365))
            vintage = day.year - (1 if day.month >= RELEASED else 2)
            wines = {
                chance.randrange(WINES)
                if chance.random() < CURIOSITY
                else chance.choices(tastes[person], FAVOUR)[0]
                for _ in range(3)
            }
            for wine in sorted(wines):
                seen.add((wine, vintage))
                product = f"WINE {wine} {vintage}"
                sales.writerow([f"C{person}", f"F{invoice}", day, product, 6, "9.50"])
    with (folder / "cuvees.csv").open("w", newline="", encoding="utf-8") as file:
        cuvees = csv.writer(file)
        cuvees.writerow(CUVEE_COLUMNS)
        cuvees.writerows(
            [f"WINE {wine} {vintage}", f"WINE {wine}"] for wine, vintage in sorted(seen)
        )


if __name__ == "__main__":
    write_estate(Path(sys.argv[1]))
