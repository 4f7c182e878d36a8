"""The project uses nothing dbt has announced to drop."""


def test_a_strict_parse_finds_no_deprecation(deprecations: list[str]) -> None:
    assert deprecations == []
