"""Here the database is watched from outside the commands."""

from typing import Any

import pytest


@pytest.fixture
def conn(watching: Any) -> Any:
    """The test's own connection, autocommit, to a house that reaches Brevo's stand-in."""
    return watching
