"""dbt does not validate properties files on PostgreSQL: this does, against dbt's own schema."""

import json
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads(files("dbt.jsonschemas").joinpath("resources/latest.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)
PROPERTIES = sorted((ROOT / "dbt_project").rglob("*.yml"))


@pytest.mark.parametrize("path", PROPERTIES, ids=lambda path: path.name)
def test_properties_are_those_dbt_knows(path: Path) -> None:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    errors = [f"{'/'.join(map(str, e.path))}: {e.message}" for e in VALIDATOR.iter_errors(content)]
    assert not errors


@pytest.mark.parametrize("path", PROPERTIES, ids=lambda path: path.name)
def test_properties_files_stay_readable(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 250


def test_no_unit_test_has_a_name_too_long_for_windows() -> None:
    """200 signs within the folder; dbt writes a unit test below the path of its file, twice."""
    paths = [
        f"var/chateau-8bd48953/target/compiled/crm_reco/{file}/{file.parent}/{test['name']}.sql"
        for file in (path.relative_to(ROOT) for path in PROPERTIES)
        for test in (yaml.safe_load((ROOT / file).read_text("utf-8")) or {}).get("unit_tests", ())
    ]
    assert paths
    assert [path for path in paths if len(path) > 200] == []
