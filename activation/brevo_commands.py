"""Commands that talk to Brevo: sync, send, pull, resolve, doctor, status, webhook."""

import typer


def register(app: typer.Typer) -> None:
    """Add this family's commands to `app`."""
