"""The `activation` command: each family of commands registers itself here."""

from activation import (
    brevo_commands,
    care_commands,
    letter_commands,
    privacy_commands,
    template_commands,
)
from warehouse.cli import make_app

app = make_app(
    "From approved advice to Brevo, and back.\n\n"
    "Looking never writes to Brevo; nothing leaves without an approval; "
    "a second run of any command does no harm."
)

for family in (
    letter_commands,
    template_commands,
    brevo_commands,
    care_commands,
    privacy_commands,
):
    family.register(app)
