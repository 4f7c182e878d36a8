"""`python -m loader`."""

from loader.cli import app

app()
