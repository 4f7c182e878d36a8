"""What a contract says stands in the database, not only in the yml files."""

from tests.support.estate import Estate


def test_every_table_of_etl_crm_and_sync_has_its_primary_key(estate: Estate) -> None:
    keyless = estate.rows(
        "select relnamespace::regnamespace || '.' || relname from pg_class "
        "where relkind = 'r' and relnamespace in "
        "('etl'::regnamespace, 'crm'::regnamespace, 'sync'::regnamespace) "
        "and not exists (select from pg_constraint "
        "where conrelid = pg_class.oid and contype = 'p')"
    )
    assert keyless == []
