"""An estate that has said who it is, and its warehouse."""

import dataclasses
from collections.abc import Iterator

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from warehouse import database
from warehouse.settings import Settings

IDENTITY = {
    "BREVO_SENDER_NAME": "Domaine d'Essai",
    "ESTATE_POSTAL_ADDRESS": "1 rue de l'Essai, 67000 Strasbourg",
    "ESTATE_SITE_URL": "https://www.example.org/vins/{vin}",
}


@pytest.fixture
def estate(settings: Settings) -> Settings:
    """Settings of an estate that has said who it is."""
    return dataclasses.replace(
        settings,
        brevo_sender_email="domaine@example.org",
        values={**settings.values, **IDENTITY, "ACTIVATION_HASH_KEY": "k" * 32},
    )


@pytest.fixture
def conn(estate: Settings) -> Iterator[Connection]:
    opened = database.connect(estate)
    yield opened
    opened.close()
