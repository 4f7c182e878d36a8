"""The one door to PostgreSQL: settings, connections, the embedded server, migrations."""
