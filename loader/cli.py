"""The `loader` command: each command registers itself here."""

from loader import load_command
from warehouse.cli import make_app

app = make_app(
    "ERP exports into the database: every line, exactly once, untouched.\n\n"
    "A file is loaded whole or not at all; what cannot be loaded is kept with its reason."
)


@app.callback()
def _group() -> None:
    """Stand for the group, so that one command alone still goes by its name."""


for family in (load_command,):
    family.register(app)
