"""A folder of exports and a database to load them into, emptied for every test."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psycopg2
import pytest

from tests.support.loader import Estate
from warehouse import database
from warehouse.settings import ROOT, Settings


@pytest.fixture(scope="session")
def loader_database(new_database: Callable[[], str]) -> str:
    return new_database()


@pytest.fixture
def estate(loader_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Estate:
    exports = tmp_path / "exports"
    (exports / "raw" / "isavigne").mkdir(parents=True)
    monkeypatch.setenv("LOADER_SETTLE_SECONDS", "0")
    settings = Settings(
        root=ROOT,
        exports_dir=exports,
        is_demo=False,
        database_url=loader_database,
        values={"LOADER_SETTLE_SECONDS": "0"},
    )
    database.connect(settings).close()
    _empty(loader_database)
    return Estate(settings)


@pytest.fixture
def with_values(estate: Estate) -> Callable[..., Estate]:
    """Return the estate with other settings, as `.env` would give them."""

    def change(**values: str) -> Estate:
        merged = {**estate.settings.values, **values}
        return Estate(replace(estate.settings, values=merged))

    return change


def _empty(url: str) -> None:
    conn = psycopg2.connect(url)
    with conn, conn.cursor() as cursor:
        cursor.execute(
            "truncate raw.files, raw.ventes_lignes, raw.clients, raw.produits, raw.stock, "
            "raw.contacts, raw.rejected_lines restart identity"
        )
    conn.close()
