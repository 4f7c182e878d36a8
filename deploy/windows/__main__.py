"""`python -m deploy.windows`."""

from deploy.windows.cli import app

app()
