"""The project uses nothing dbt has announced to drop."""

from typing import Any

import pytest
from dbt.jsonschemas import jsonschemas


def test_a_strict_parse_finds_no_deprecation(parse: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    # dbt skips its schema-based checks on PostgreSQL.
    known = jsonschemas._JSONSCHEMA_SUPPORTED_ADAPTERS | {"postgres"}
    monkeypatch.setattr(jsonschemas, "_JSONSCHEMA_SUPPORTED_ADAPTERS", known)
    found: list[str] = []

    def note(event: Any) -> None:
        if "Deprecat" in event.info.name:
            found.append(event.info.msg)

    parsed = parse("--show-all-deprecations", callbacks=[note])
    assert found == []
    assert parsed.success, parsed.exception
