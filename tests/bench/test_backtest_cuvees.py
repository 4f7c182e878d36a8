"""The backtest that scores wines, whatever their vintage."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from bench.backtest_baselines import most_frequent
from bench.backtest_data import Split, advice_in_cuvees, in_cuvees, read_lines, split
from bench.backtest_score import bought_after, lists_for, scores
from bench.yearly_vintages import write_estate
from warehouse.errors import ConfigurationError

SALES = """customer_code,invoice_no,order_ts,product_key,quantity,unit_price
A,1,2024-01-01,MUSCAT 2022,6,9
A,2,2024-02-01,MARC,1,30
B,3,2024-02-01,PINOT 2022,6,9
B,3,2024-02-01,MUSCAT 2023,6,9
A,4,2024-04-01,MUSCAT 2023,6,9
A,4,2024-04-01,PINOT 2023,6,9
"""
CUVEES = """product_key,cuvee_key
MUSCAT 2022,MUSCAT
MUSCAT 2023,MUSCAT
PINOT 2022,PINOT
PINOT 2023,PINOT
"""
MARC, MUSCAT, PINOT = "P0000000", "P0000001", "P0000003"
MUSCAT_2023, PINOT_2022 = "P0000001 1902", "P0000003 1901"


def read(folder: Path) -> Split:
    (folder / "sales.csv").write_text(SALES)
    (folder / "cuvees.csv").write_text(CUVEES)
    lines = read_lines(folder / "sales.csv", folder / "cuvees.csv")
    return split(lines, date(2024, 4, 1), 30)


def test_a_new_vintage_of_a_wine_is_that_wine_bought_again(tmp_path: Path) -> None:
    part = read(tmp_path)
    assert bought_after(part).wanted["rebuy"] == {}
    bought = bought_after(in_cuvees(part))
    assert set(part.train["product"]) == {MARC, f"{MUSCAT} 1901", MUSCAT_2023, PINOT_2022}
    assert bought.history["C0000000"] == {MARC, MUSCAT}
    assert bought.wanted["rebuy"] == {"C0000000": {MUSCAT}}
    assert bought.wanted["new"] == {"C0000000": {PINOT}}


def test_a_wine_takes_the_best_place_of_its_vintages(tmp_path: Path) -> None:
    advice = pd.DataFrame(
        [("C", PINOT_2022, 2, 1), ("C", f"{MUSCAT} 1901", 3, None), ("C", MUSCAT_2023, 1, 2)],
        columns=["customer", "product", "rank_any", "rank_new"],
    )
    told = advice_in_cuvees(advice, read(tmp_path))
    assert told["product"].to_list() == [MUSCAT, PINOT]
    assert told["rank_any"].to_list() == [1, 2]


def test_a_file_without_its_columns_is_named(tmp_path: Path) -> None:
    read(tmp_path)
    with pytest.raises(ConfigurationError, match=r"CUVEES=.*sales\.csv: no column cuvee_key"):
        read_lines(tmp_path / "sales.csv", tmp_path / "sales.csv")


def test_a_made_up_estate_of_yearly_vintages_is_better_foreseen_by_wine(tmp_path: Path) -> None:
    write_estate(tmp_path, persons=100)
    lines = read_lines(tmp_path / "sales.csv", tmp_path / "cuvees.csv")
    part = split(lines, date(2024, 4, 1), 90)
    bought = bought_after(in_cuvees(part))

    def foreseen(advice: pd.DataFrame) -> float:
        found = scores(bought.wanted["any"], lists_for("any", advice, bought))
        return float(found["ndcg@10"].mean())

    by_vintage = foreseen(advice_in_cuvees(most_frequent(part), part))
    assert foreseen(most_frequent(in_cuvees(part))) > 1.02 * by_vintage
