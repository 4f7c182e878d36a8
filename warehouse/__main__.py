"""`python -m warehouse`: see `warehouse.admin`."""

from warehouse.admin import app

app()
