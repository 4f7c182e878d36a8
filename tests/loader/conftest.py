"""A folder of exports and a database to load them into, emptied for every test."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.database import SharedDatabase
from tests.support.loader import Estate
from warehouse.settings import ROOT, Settings


@pytest.fixture(scope="session")
def loader_database(new_database: Callable[..., str], migrated: str) -> SharedDatabase:
    return SharedDatabase(new_database, migrated)


@pytest.fixture
def estate(
    loader_database: SharedDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Estate:
    exports = tmp_path / "exports"
    (exports / "raw" / "isavigne").mkdir(parents=True)
    monkeypatch.setenv("LOADER_SETTLE_SECONDS", "0")
    settings = Settings(
        root=ROOT,
        exports_dir=exports,
        is_demo=False,
        database_url=loader_database.emptied(),
        values={"LOADER_SETTLE_SECONDS": "0", "STATE_DIR": str(tmp_path / "state")},
    )
    return Estate(settings)


@pytest.fixture
def with_values(estate: Estate) -> Callable[..., Estate]:
    """Return the estate with other settings, as `.env` would give them."""

    def change(**values: str) -> Estate:
        merged = {**estate.settings.values, **values}
        return Estate(replace(estate.settings, values=merged))

    return change
