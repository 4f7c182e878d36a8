"""A made-up wine estate in Alsace: its wines, its customers, five years of sales, its exports."""

from __future__ import annotations

import datetime as dt
import random

FIRST_DAY = dt.date(2021, 11, 15)
LAST_EXPORT = dt.date(2026, 11, 16)


def stream(name: str) -> random.Random:
    """A random stream per subject: changing one leaves the others as they are."""
    return random.Random(f"domaine-imaginaire/{name}")


def days(count: int) -> dt.timedelta:
    """`count` days."""
    return dt.timedelta(days=count)
