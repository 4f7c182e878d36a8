"""An estate that has said who it is, its warehouse, and Brevo's stand-in."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from tests.support.brevo.standin import Standin
from tests.support.house import AT_BREVO, database, furnish, identified, queue_letter, reaching
from warehouse.database import connect
from warehouse.settings import Settings, load_settings


@pytest.fixture
def estate(settings: Settings) -> Settings:
    """Settings of an estate that has said who it is."""
    return identified(settings)


@pytest.fixture
def conn(estate: Settings) -> Iterator[Connection]:
    opened = connect(estate)
    yield opened
    opened.close()


@pytest.fixture
def standin() -> Iterator[Standin]:
    """Brevo, on a free port, with the template the letters use."""
    with Standin().running() as running:
        running.state.templates[1] = dict(AT_BREVO)
        yield running


@pytest.fixture
def reachable(standin: Standin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment in which commands reach the stand-in, in a hurry."""
    for name, text in reaching(standin.url, tmp_path / "spool").items():
        monkeypatch.setenv(name, text)


@pytest.fixture
def house(settings: Settings, reachable: None) -> Settings:
    """Settings that reach the stand-in, and a warehouse with what the gates read."""
    found = load_settings()
    furnish(found)
    return found


@pytest.fixture
def watching(house: Settings) -> Iterator[Any]:
    """A connection of the test's own, autocommit: it sees what is really there."""
    connection = database(house)
    connection.autocommit = True
    yield connection
    connection.close()


@pytest.fixture
def approve(house: Settings, watching: Any) -> Callable[..., list[str]]:
    """Return a function that queues letters to `names` and returns their send ids."""

    def queue(*names: str, **more: Any) -> list[str]:
        return [queue_letter(house, watching, name, **more) for name in names]

    return queue
