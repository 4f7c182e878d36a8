"""`python -m warehouse`: see `warehouse.cli`."""

from warehouse.cli import app

app()
