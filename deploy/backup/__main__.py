"""`python -m deploy.backup`."""

from deploy.backup.cli import app

app()
