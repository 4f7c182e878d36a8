"""`make tune LINES=… CUTOFFS=… HORIZON=… VARY=…`: which value of an advice parameter is best?

Each cutoff's sales are loaded once; then the advice is built with every value of one
`advice_*` var and scored on the days after the cutoff. Give cutoffs earlier than those
the result will be judged on, and at least a horizon before them.
"""

import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from bench.backtest_data import Split, build, candidates, read_lines, run, split, throwaway_settings
from bench.backtest_score import bought_after, lists_for, scores
from warehouse.console import make_app
from warehouse.errors import ConfigurationError

app = make_app("Choose the parameters of the advice on sales from before those it is judged on.")
# Of the models of the advice, those the candidates are made from.
ADVICE = [
    "+recommendation_candidates,path:dbt_project/models/crm/advice",
    "recommendation_candidates",
]


@app.command("run")
def tune(
    lines: Annotated[Path, typer.Option(help="Sales lines, CSV or CSV.gz.")],
    cutoffs: Annotated[str, typer.Option(help="First days to predict, comma-separated.")],
    vary: Annotated[str, typer.Option(help="A var and its values: advice_voting_wines=30,60,120.")],
    horizon: Annotated[int, typer.Option(help="Days to predict.")] = 28,
) -> None:
    """Print NDCG at 10 on `any` and `new`, per value, mean over the cutoffs."""
    name, values = _variation(vary)
    sales = read_lines(lines)
    found = [
        _score_values(split(sales, date.fromisoformat(cutoff), horizon), name, values)
        for cutoff in cutoffs.split(",")
    ]
    sys.stdout.write(f"\n| {name} | any | new |\n|---|---|---|\n")
    for value, row in (sum(found[1:], found[0]) / len(found)).iterrows():
        sys.stdout.write(f"| {value} | {row['any']:.4f} | {row['new']:.4f} |\n")


def _variation(text: str) -> tuple[str, list[str]]:
    name, _, values = text.partition("=")
    if not name.startswith("advice_") or not values:
        raise ConfigurationError(
            f"VARY={text}: write a var and its values, advice_voting_wines=30,60,120"
        )
    return name, values.split(",")


def _score_values(part: Split, name: str, values: list[str]) -> pd.DataFrame:
    """Return NDCG at 10: a row per value, columns `any` and `new`."""
    bought = bought_after(part)
    rows = {}
    with throwaway_settings(part.cutoff - timedelta(days=1)) as settings:
        build(settings, part.train, ["+customer_sales_lines", "+letter_catalogue"])
        # No model reads other models for another value: the project is read once.
        project = run(settings, ["parse"])
        for value in values:
            given = ["--vars", f"{{{name}: {value}}}"]
            run(settings, ["run", "--select", *ADVICE, *given], project)
            advice = candidates(settings)
            rows[value] = {
                task: scores(bought.wanted[task], lists_for(task, advice, bought))["ndcg@10"].mean()
                for task in ("any", "new")
            }
            found = ", ".join(f"{task} {score:.4f}" for task, score in rows[value].items())
            sys.stdout.write(f"{part.cutoff} {name}={value}: {found}\n")
            sys.stdout.flush()
    return pd.DataFrame.from_dict(rows, orient="index")


@app.callback()
def _group() -> None:
    """Stand for the group, so that one command alone still goes by its name."""


if __name__ == "__main__":
    app()
