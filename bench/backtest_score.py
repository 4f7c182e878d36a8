"""Scores of ranked lists: hit rate, recall and NDCG, with bootstrap intervals over customers."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from bench.backtest_data import Split

DEPTHS = (3, 10)
METRICS = tuple(f"{name}@{depth}" for depth in DEPTHS for name in ("hit", "recall", "ndcg"))
TASKS = ("any", "new", "rebuy")
Lists = Mapping[str, list[str]]


@dataclass(frozen=True)
class Purchases:
    """What each customer went on to buy, by task, and what they had bought before.

    A customer counts in a task when there is something to find. Products never sold before
    the cutoff are out of everybody's reach and are left out.
    """

    wanted: Mapping[str, Mapping[str, set[str]]]
    history: Mapping[str, set[str]]


def bought_after(part: Split) -> Purchases:
    """Return what the customers of a split bought after its cutoff."""
    history = part.train.groupby("customer")["product"].agg(set).to_dict()
    sold = set(part.train["product"])
    wanted: dict[str, dict[str, set[str]]] = {task: {} for task in TASKS}
    for customer, bought in part.test.groupby("customer")["product"].agg(set).items():
        if customer not in history:
            continue
        reachable, known = bought & sold, history[customer]
        found = {"any": reachable, "new": reachable - known, "rebuy": reachable & known}
        for task, products in found.items():
            if products:
                wanted[task][str(customer)] = products
    return Purchases(wanted, history)


def scores(wanted: Mapping[str, set[str]], lists: Lists) -> pd.DataFrame:
    """Return a row per customer of `wanted` and a column per metric; no list is worth 0."""
    rows = [_scores_of(wanted[customer], lists.get(customer, [])) for customer in sorted(wanted)]
    return pd.DataFrame(rows, columns=list(METRICS))


def _scores_of(wanted: set[str], found: list[str]) -> list[float]:
    deepest = max(DEPTHS)
    hits = np.zeros(deepest)
    hits[: len(found[:deepest])] = [product in wanted for product in found[:deepest]]
    discounts = 1 / np.log2(np.arange(2, deepest + 2))
    values: list[float] = []
    for depth in DEPTHS:
        got = hits[:depth].sum()
        ideal = discounts[: min(depth, len(wanted))].sum()
        values += [got > 0, got / len(wanted), float(hits[:depth] @ discounts[:depth]) / ideal]
    return values


def intervals(values: pd.DataFrame, draws: int = 1000, seed: int = 7) -> pd.DataFrame:
    """Return `mean`, `low`, `high` per metric: 95 % percentile bootstrap over customers."""
    random = np.random.default_rng(seed)
    n = len(values)
    weights = random.multinomial(n, np.full(n, 1 / n), size=draws) / n
    sampled = weights @ values.to_numpy(dtype=float)
    low, high = np.percentile(sampled, [2.5, 97.5], axis=0)
    return pd.DataFrame({"mean": values.mean(), "low": low, "high": high})


def lists_for(task: str, advice: pd.DataFrame, bought: Purchases) -> Lists:
    """Return the ordered products per customer that answer `task`.

    `new` reads `rank_new`, `any` reads `rank_any`, `rebuy` keeps what is known of `rank_any`.
    """
    rank = "rank_new" if task == "new" else "rank_any"
    ordered = advice.dropna(subset=[rank]).sort_values(["customer", rank])
    lists = ordered.groupby("customer")["product"].agg(list).to_dict()
    if task != "rebuy":
        return lists
    return {c: [p for p in found if p in bought.history.get(c, ())] for c, found in lists.items()}
