"""`python -m weekly`: see `weekly.cli`."""

from weekly.cli import app

app()
