"""Simple recommenders anybody would try first, for the advice to be compared with."""

import numpy as np
import pandas as pd

from bench.backtest_data import Split

DEPTH = 10
RECENT_DAYS = 45


def best_sellers(part: Split) -> pd.DataFrame:
    """What most customers bought of late, the same for everybody."""
    recent = part.train[
        part.train["day"] >= pd.Timestamp(part.cutoff) - pd.Timedelta(days=RECENT_DAYS)
    ]
    buyers = recent.groupby("product")["customer"].nunique()
    return _ranked(part, dict.fromkeys(part.train["customer"].unique(), buyers), buyers)


def most_frequent(part: Split) -> pd.DataFrame:
    """What the customer bought most often; completed with best sellers."""
    counts = part.train.groupby(["customer", "product"])["document"].nunique()
    own = {str(c): group.droplevel(0) * 1e6 for c, group in counts.groupby(level=0)}
    return _ranked(part, own, part.train.groupby("product")["customer"].nunique())


def naive_pairs(part: Split) -> pd.DataFrame:
    """What is most often on one invoice with what the customer bought, by count alone."""
    lines = part.train[["document", "product"]].drop_duplicates()
    pairs = lines.merge(lines, on="document", suffixes=("", "_other"))
    pairs = pairs[pairs["product"] != pairs["product_other"]]
    counts = pairs.groupby(["product", "product_other"]).size().rename("n").reset_index()
    neighbours = {p: g.set_index("product_other")["n"] for p, g in counts.groupby("product")}
    popular = part.train.groupby("product")["customer"].nunique()
    scores = {}
    for customer, bought in part.train.groupby("customer")["product"].unique().items():
        found = [neighbours[p] for p in bought if p in neighbours]
        votes = pd.concat(found).groupby(level=0).sum() * 1e6 if found else popular
        scores[str(customer)] = votes
    return _ranked(part, scores, popular)


BASELINES = {
    "best sellers": best_sellers,
    "own most frequent": most_frequent,
    "naive pairs": naive_pairs,
}


def _ranked(part: Split, scores: dict[str, pd.Series], filler: pd.Series) -> pd.DataFrame:
    """Return customer, product, rank_any, rank_new: the best by score, then by `filler`."""
    filler = filler.sort_values(ascending=False, kind="stable").head(500)
    histories = part.train.groupby("customer")["product"].agg(set)
    rows = []
    for customer, own in scores.items():
        known = histories[customer]
        best = own.sort_values(ascending=False, kind="stable").index
        ordered = list(dict.fromkeys([*best, *filler.index]))
        new = [product for product in ordered if product not in known][:DEPTH]
        ranks = {product: rank for rank, product in enumerate(new, 1)}
        top = {product: rank for rank, product in enumerate(ordered[: 10 * DEPTH], 1)}
        rows += [
            (customer, product, top.get(product, np.nan), ranks.get(product, np.nan))
            for product in {**top, **ranks}
        ]
    return pd.DataFrame(rows, columns=["customer", "product", "rank_any", "rank_new"])
