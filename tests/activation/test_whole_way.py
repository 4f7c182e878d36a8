"""From proposals to mail, through the commands a person types."""

import json
from typing import Any

import pytest

from activation.letters.sender_identity import load_identity
from activation.letters.templates import compile_templates
from tests.support.brevo.standin import Standin
from tests.support.house import IDENTITY, command, database
from tests.support.proposals import fill
from warehouse import rows as store
from warehouse.settings import Settings, load_settings

# What the gates read and the proposals leave empty.
MORE = """
update crm.customer_360 set dernier_achat = '2026-03-01';
insert into etl.produits_formats
    (produit_key, format, place, prix_ttc, actif, is_in_latest_export, stock_total, stock_reserve)
values ('RIESLING 2021', 'bouteille', 1, 12.50, true, true, 600, 0);
"""


def test_what_was_approved_is_what_brevo_gets(
    settings: Settings, reachable: None, standin: Standin, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in IDENTITY.items():
        monkeypatch.setenv(name, text)
    conn: Any = database(settings)
    fill(conn, 40)
    with store.transaction(conn):
        store.execute(conn, MORE)
    for typed in (["templates", "push"], ["plan"], ["approve", "--all", "--by", "Odile"]):
        done = command(*typed)
        assert done.exit_code == 0, done.stdout + done.stderr
    rejected = store.row(conn, "select reco_id::text as id, email_norm from activation.outbox")
    conn.commit()
    assert rejected
    said_no = command("reject", rejected["id"], "--reason", "déjà appelé", "--by", "Odile")
    assert said_no.exit_code == 0, said_no.stderr
    sent = command("send", "--json")
    assert (sent.exit_code, json.loads(sent.stdout)["accepted"]) == (0, 23), sent.stderr
    assert rejected["email_norm"] not in {mail["email"] for mail in standin.state.mails}
    wanted = {
        line["email"]: (line["scenario"], line["params"])
        for line in store.rows(conn, "select email, scenario, params from sync.brevo_messages")
    }
    letters = compile_templates(load_identity(load_settings()))
    for mail in standin.state.mails:
        scenario, params = wanted[mail["email"]]
        template = standin.state.templates[mail["templateId"]]
        assert (mail["params"], template["htmlContent"]) == (params, letters[scenario].html)
        assert mail["to"][0]["contactPixelTrackingConsent"] is False
    assert standin.state.violations == []
    conn.close()
