"""From exports to letters and back: real dbt on both sides of a sending."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.support.brevo.standin import Standin
from tests.support.estate import load, sale
from tests.support.house import IDENTITY, command, database
from warehouse import rows as store
from warehouse.dbt import run_dbt
from warehouse.settings import Settings, load_settings

pytestmark = pytest.mark.dbt

TODAY = datetime.now(ZoneInfo("Europe/Paris")).date()
MODELS = (
    "+brevo_messages",
    "+brevo_contacts",
    "+recommendation_exclusions",
    "conversions",
    *("+opt_outs_known", "+opt_outs_said", "+contacts_loaded"),
)
WINES = ("Riesling 2021", "Muscat 2022", "Pinot Gris 2020")
PERSONS = 12


def fill(conn: Any) -> None:
    """Twelve customers who order every year; two share an address."""
    emails = [f"p{n}@example.org" for n in range(PERSONS - 1)] + ["p0@example.org"]
    people = [
        {"client_code": f"P{n}", "nom": f"Nom{n}", "email": email}
        for n, email in enumerate(emails)
    ]  # fmt: skip
    load(conn, "clients", people)
    orders = [
        sale(
            100 * year + n, TODAY - timedelta(days=365 * year - 30 + n),
            client_code=f"P{n}", produit_label=WINES[(n + year) % 3],
        )
        for year in (1, 2) for n in range(PERSONS)
    ]  # fmt: skip
    load(conn, "ventes_lignes", orders)
    load(conn, "produits", [{"produit": wine, "prix_ttc": "12,5"} for wine in WINES])
    load(conn, "stock", [{"produit": wine, "stock_total": "600"} for wine in WINES])
    with store.transaction(conn):  # another export may follow
        store.execute(conn, "update raw.files set sha256 = sha256 || file_id")


@pytest.fixture
def settings(dbt_settings: Settings) -> Settings:
    """The settings of a database in which dbt builds."""
    return dbt_settings


@pytest.fixture
def build(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A function that builds the warehouse as of a day, and leaves that day as today."""

    def run(day: date, *resources: str) -> None:
        monkeypatch.setenv("AS_OF_DATE", day.isoformat())
        kinds = [word for kind in resources for word in ("--resource-type", kind)]
        report = run_dbt(load_settings(), ["build", *kinds, "--select", *MODELS])
        assert (report.error, report.failed) == (None, [])

    return run


def test_whoever_was_written_to_is_left_alone_for_135_days_and_their_order_counts(
    build: Callable[..., None],
    settings: Settings,
    reachable: None,
    standin: Standin,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, text in IDENTITY.items():
        monkeypatch.setenv(name, text)
    conn: Any = database(settings)
    fill(conn)
    build(TODAY, "seed", "model")
    for typed in (["templates", "push"], ["plan"], ["approve", "--all"], ["send"]):
        done = command(*typed)
        assert done.exit_code == 0, done.output
    mails = standin.state.mails
    assert len({mail["email"] for mail in mails}) == len(mails) == PERSONS - 1
    for event in ("delivered", "clicks"):
        standin.state.happen(event, mails[0], link="https://www.example.org/vins/riesling-2021")
    assert command("pull").exit_code == 0

    send_id = next(tag[2:] for tag in mails[0]["tags"] if tag.startswith("s:"))
    letter = store.row(
        conn,
        "select client_code, produit_keys[1] as wine from activation.outbox where send_id = %s",
        (send_id,),
    )
    assert letter
    order = sale(
        900, TODAY + timedelta(days=5),
        client_code=letter["client_code"], produit_label=letter["wine"],
    )  # fmt: skip
    load(conn, "ventes_lignes", [order], TODAY + timedelta(days=7))
    build(TODAY + timedelta(days=134), "model")
    answered = store.rows(conn, "select send_id::text from crm.conversions")
    statuts = store.rows(
        conn, "select statut, count(*) as n from crm.contact_log group by 1 order by 1"
    )
    again = store.value(conn, "select count(*) from sync.brevo_messages")
    conn.close()
    assert answered == [{"send_id": send_id}]
    assert {line["statut"]: line["n"] for line in statuts} in (
        {"accepted": PERSONS - 2, "click": 2}, {"accepted": PERSONS - 1, "click": 1},
    )  # fmt: skip
    assert again == 0
