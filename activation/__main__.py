"""`python -m activation`."""

from activation.cli import app

app()
