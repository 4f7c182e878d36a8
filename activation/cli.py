"""The `activation` command: each family of commands registers itself here."""

from activation.commands import approval, care, health, letters, opt_outs, privacy, sending
from warehouse.console import make_program

app = make_program(
    "From approved advice to Brevo, and back.\n\n"
    "Looking never writes to Brevo; nothing leaves without an approval; "
    "a second run of any command does no harm."
)

for family in (approval, letters, sending, opt_outs, health, care, privacy):
    family.register(app)
