"""The `loader` command: each command registers itself here."""

from loader import check_command, listing_commands, load_command, trace_command
from warehouse.cli import make_app

app = make_app(
    "ERP exports into the database: every line, exactly once, untouched.\n\n"
    "A file is loaded whole or not at all; what cannot be loaded is kept with its reason."
)

for family in (load_command, check_command, listing_commands, trace_command):
    family.register(app)
