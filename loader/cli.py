"""The `loader` command: each command registers itself here."""

from loader.commands import check, listing, load, trace, unload
from warehouse.console import make_program

app = make_program(
    "ERP exports into the database: every line, exactly once, untouched.\n\n"
    "A file is loaded whole or not at all; what cannot be loaded is kept with its reason."
)

for family in (load, unload, check, listing, trace):
    family.register(app)
