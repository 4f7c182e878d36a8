"""`make backtest LINES=… CUTOFF=… HORIZON=…`: is the advice any good, on these sales?

The sales before the cutoff go through the whole product — an export, the loader, dbt with
`AS_OF_DATE` the day before — and `crm.recommendation_candidates` is scored on what the
customers then bought, beside simple recommenders computed here.
"""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bench.backtest_baselines import BASELINES
from bench.backtest_data import advice_in_cuvees, advise, in_cuvees, read_lines, split
from bench.backtest_score import (
    METRICS,
    TASKS,
    Purchases,
    bought_after,
    intervals,
    lists_for,
    scores,
)
from warehouse.console import make_app

app = make_app("Is the advice any good? Scores on sales it has not seen.")


@app.command("run")
def backtest(
    lines: Annotated[Path, typer.Option(help="Sales lines, CSV or CSV.gz.")],
    cutoff: Annotated[str, typer.Option(help="First day to predict, YYYY-MM-DD.")],
    horizon: Annotated[int, typer.Option(help="Days to predict.")] = 90,
    save: Annotated[Path | None, typer.Option(help="Write the advice there, as CSV.")] = None,
    cuvees: Annotated[
        Path | None, typer.Option(help="CSV product_key,cuvee_key: score wines, not vintages.")
    ] = None,
) -> None:
    """Score the product's advice, and simple baselines, on sales it has not seen."""
    part = split(read_lines(lines, cuvees), date.fromisoformat(cutoff), horizon)
    bought = bought_after(in_cuvees(part) if cuvees else part)
    systems = {"this product": advise(part)}
    if save:
        systems["this product"].to_csv(save, index=False)
    systems |= {name: baseline(part) for name, baseline in BASELINES.items()}
    if cuvees:
        systems = {name: advice_in_cuvees(advice, part) for name, advice in systems.items()}
        # What it would be worth to know of each sale only the wine, never the vintage.
        systems["this product, told cuvées alone"] = advise(in_cuvees(part))
    for task in TASKS:
        print_task(task, systems, bought)


def print_task(task: str, systems: dict, bought: Purchases) -> None:  # type: ignore[type-arg]
    """Print one Markdown table: a row per system, mean [95 % interval] per metric."""
    wanted = bought.wanted[task]
    sys.stdout.write(f"\n### {task}: {len(wanted)} customers\n\n")
    if not wanted:
        return
    sys.stdout.write(f"| system | {' | '.join(METRICS)} |\n|---|{'---|' * len(METRICS)}\n")
    for name, advice in systems.items():
        found = intervals(scores(wanted, lists_for(task, advice, bought)))
        cells = [f"{m:.4f} [{lo:.4f}, {hi:.4f}]" for m, lo, hi in found.to_numpy()]
        sys.stdout.write(f"| {name} | {' | '.join(cells)} |\n")


@app.callback()
def _group() -> None:
    """Stand for the group, so that one command alone still goes by its name."""


if __name__ == "__main__":
    app()
