"""`python -m deploy.unattended`."""

from deploy.unattended.cli import app

app()
