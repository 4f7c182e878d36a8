"""An estate that has said who it is, its warehouse, and Brevo's stand-in."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from tests.support.brevo.standin import KEY, Standin
from tests.support.house import AT_BREVO, TODAY, database, furnish, identified, queue_letter
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
    for name, text in {
        "BREVO_API_KEY": KEY,
        "BREVO_BASE_URL": standin.url,
        "BREVO_SENDER_EMAIL": "domaine@example.org",
        "ACTIVATION_HASH_KEY": "k" * 40,
        "ACTIVATION_QUIET_HOURS": "0-0",
        "ACTIVATION_DAILY_CAP": "100000",
        "ACTIVATION_SEND_RATE": "200",
        "ACTIVATION_PAUSE_SCALE": "0.01",
        "ACTIVATION_DEADLINE": "1",
        "ACTIVATION_LEASE": "2",
        "ACTIVATION_SPOOL": str(tmp_path / "spool"),
        "AS_OF_DATE": TODAY.isoformat(),
    }.items():
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
