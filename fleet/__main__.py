"""`python -m fleet`: see `fleet.cli`."""

from fleet.cli import app

app()
