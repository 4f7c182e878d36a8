"""Alembic's entry: runs the steps on the connection handed over by `warehouse.migrate`."""

from alembic import context

from warehouse.migrate import VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    version_table=VERSION_TABLE,
    version_table_schema="ops",
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
