"""Searches kept under a name: each has an address, and finds whoever answers it today."""

import json
from dataclasses import asdict

import psycopg2
from psycopg2.extensions import connection as Connection  # noqa: N812

from dashboard.clients.search import Search
from warehouse.errors import ConfigurationError
from warehouse.rows import Row, execute, row, rows, transaction

LONGEST_NAME = 60


def kept_selections(conn: Connection) -> list[Row]:
    """Return name, who made it and when, of every selection."""
    return rows(conn, "select name, made_by, made_at from dashboard.selections order by name")


def find(conn: Connection, name: str) -> tuple[Row, Search] | None:
    """Return a selection and its search, or None."""
    found = row(
        conn, "select name, asked, made_by, made_at from dashboard.selections where name = %s",
        (name,),
    )  # fmt: skip
    return (found, Search(**found["asked"])) if found else None


def keep(conn: Connection, name: str, wanted: Search, by: str) -> None:
    """Keep a search under a name. Commits. Raises ConfigurationError for a name given already."""
    words = {word: text for word, text in asdict(wanted).items() if word != "page" and text}
    if not words:
        raise ConfigurationError(
            "this search chooses nobody", "cette recherche ne choisit rien : cherchez d'abord"
        )
    if not 0 < len(name) <= LONGEST_NAME:
        raise ConfigurationError(
            f"a name has 1 to {LONGEST_NAME} characters",
            f"donnez un nom de {LONGEST_NAME} caractères au plus",
        )
    try:
        with transaction(conn):
            execute(
                conn,
                "insert into dashboard.selections (name, asked, made_by) values (%s, %s, %s)",
                (name, json.dumps(words, ensure_ascii=False), by),
            )
    except psycopg2.errors.UniqueViolation:
        raise ConfigurationError(
            f"there is a selection {name} already", f"une sélection s'appelle déjà « {name} »"
        ) from None


def drop(conn: Connection, name: str) -> None:
    """Forget a selection. Commits."""
    with transaction(conn):
        execute(conn, "delete from dashboard.selections where name = %s", (name,))
