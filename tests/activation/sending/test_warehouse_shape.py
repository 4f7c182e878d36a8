"""The warehouse the sending tests stand on has the columns and types dbt promises."""

from typing import Any

import pytest
import yaml

from warehouse import rows as store
from warehouse.settings import ROOT

MODELS = [
    "crm.customer_360",
    "crm.customer_sales_lines",
    "crm.customer_contact_totals",
    "etl.produits",
    "etl.stock",
    "sync.brevo_contacts",
    "sync.brevo_messages",
]


@pytest.mark.parametrize("model", MODELS)
def test_the_tests_tables_are_part_of_dbts_contract(conn: Any, model: str) -> None:
    schema, name = model.split(".")
    path = ROOT / "dbt_project" / "models" / schema / f"{name}.yml"
    (declared,) = [
        found for found in yaml.safe_load(path.read_text())["models"] if found["name"] == name
    ]
    promised = {column["name"]: column["data_type"] for column in declared["columns"]}
    used = store.rows(
        conn,
        "select column_name, data_type from information_schema.columns"
        " where table_schema = %s and table_name = %s",
        (schema, name),
    )
    assert used
    for column in used:
        assert promised.get(column["column_name"]) == column["data_type"]
