"""A house with approved letters, and the real command in a process of its own."""

import contextlib
import dataclasses
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psycopg2
from click.testing import Result
from typer.testing import CliRunner

from activation.approval import outbox
from activation.cli import app
from activation.hash_key import hash_key
from activation.letters.templates import template_sha256
from activation.sending.sender import Sender
from activation.session import brevo_session
from tests.support.brevo.standin import KEY
from warehouse import rows as store
from warehouse.settings import ROOT, Settings

IDENTITY = {
    "BREVO_SENDER_NAME": "Domaine d'Essai",
    "ESTATE_POSTAL_ADDRESS": "1 rue de l'Essai, 67000 Strasbourg",
    "ESTATE_SITE_URL": "https://www.example.org/vins/{vin}",
}
TODAY = date(2026, 11, 23)
TEMPLATE = "a" * 64
# The template the letters use, as the stand-in has it.
AT_BREVO = {"id": 1, "name": "REBUY", "subject": "Vos vins", "htmlContent": "…", "isActive": True}

# Two wines that may be sold, as the gates read them.
WINES = """
insert into etl.produits_formats
    (produit_key, format, place, prix_ttc, actif, is_in_latest_export, stock_total, stock_reserve)
values
    ('RIESLING', 'bouteille', 1, 12.50, true, true, 100, 0),
    ('RIESLING', 'magnum', 2, 33, true, true, 6, 0),
    ('MUSCAT', 'bouteille', 1, 9.90, null, true, 50, 5);
"""
ITEMS = """[{"produit_key": "RIESLING", "rank": 1, "score": 80, "prix_ttc": 12.5},
           {"produit_key": "MUSCAT", "rank": 2, "score": 60, "prix_ttc": 9.9}]"""


def reaching(url: str, spool: Path) -> dict[str, str]:
    """Return the environment of commands that reach the stand-in at `url`, in a hurry."""
    return {
        "BREVO_API_KEY": KEY,
        "BREVO_BASE_URL": url,
        "BREVO_SENDER_EMAIL": "domaine@example.org",
        "ACTIVATION_HASH_KEY": "k" * 40,
        "ACTIVATION_QUIET_HOURS": "0-0",
        "ACTIVATION_DAILY_CAP": "100000",
        "ACTIVATION_SEND_RATE": "200",
        "ACTIVATION_PAUSE_SCALE": "0.001",
        "ACTIVATION_DEADLINE": "1",
        "ACTIVATION_LEASE": "2",
        "ACTIVATION_SPOOL": str(spool),
        "AS_OF_DATE": TODAY.isoformat(),
    }


def identified(settings: Settings) -> Settings:
    """Return settings of an estate that has said who it is."""
    return dataclasses.replace(
        settings,
        brevo_sender_email="domaine@example.org",
        values={**settings.values, **IDENTITY, "ACTIVATION_HASH_KEY": "k" * 32},
    )


def database(settings: Settings) -> Any:
    """Open a plain connection to the test's database."""
    return psycopg2.connect(settings.database_url)


def furnish(settings: Settings) -> None:
    """Put the wines in the warehouse, and the template the letters use."""
    with database(settings) as conn, conn.cursor() as cursor:
        cursor.execute(WINES)
        cursor.execute(
            "insert into activation.templates"
            " (scenario, template_id, name, subject, content_sha256, brevo_sha256, pushed_at)"
            " values ('REBUY', 1, 'REBUY', 'Vos vins', %s, %s, now())",
            (TEMPLATE, template_sha256(AT_BREVO)),
        )
    conn.close()


def queue_letter(settings: Settings, conn: Any, name: str, **more: Any) -> str:
    """Make a client, a proposal, an approval and a queued letter, all in good order."""
    code, email = name.upper(), f"{name}@example.org"
    with conn.cursor() as cursor:
        cursor.execute(
            "insert into crm.customer_360 (client_code, email, is_contactable, dernier_achat)"
            " values (%s, %s, true, %s) on conflict do nothing",
            (code, email, date(2026, 3, 1)),
        )
        cursor.execute(
            "insert into etl.clients (client_code, master_client_code, email)"
            " values (%s, %s, %s) on conflict do nothing",
            (code, code, email),
        )
        cursor.execute(
            "insert into crm.customer_addresses values (%s, %s, false) on conflict do nothing",
            (code, email),
        )
    reco_id = uuid.uuid4()
    store.execute(
        conn,
        "insert into activation.recommendations"
        " (reco_id, client_code, scenario, as_of_date, content_hash, items, valid_until)"
        " values (%s, %s, 'REBUY', %s, 'content', %s, '2026-12-31')",
        (str(reco_id), code, TODAY, ITEMS),
    )
    approval_id = store.value(
        conn,
        "insert into activation.approvals (reco_id, content_hash, decision, decided_by)"
        " values (%s, 'content', 'approved', 'Odile') returning approval_id",
        (str(reco_id),),
    )
    letter = outbox.Letter(
        **{
            "reco_id": reco_id, "approval_id": approval_id, "content_hash": "content",
            "client_code": code, "email": email, "scenario": "REBUY",
            "produit_keys": ["RIESLING"], "params": {"salutation": f"Bonjour {name}"},
            "template_sha256": TEMPLATE, "valid_until": date(2026, 12, 31), **more,
        }
    )  # fmt: skip
    queued = outbox.enqueue(conn, hash_key(conn, settings), letter)
    return str(queued.send_id) if queued.send_id else str(queued.reason)


def states(conn: Any) -> dict[str, int]:
    """Return how many letters stand in each state."""
    found = store.rows(conn, "select state, count(*) as n from activation.outbox group by state")
    return {line["state"]: line["n"] for line in found}


def command(*arguments: str, **environment: str) -> Result:
    """Run the real command in this process, as typed."""
    return CliRunner().invoke(app, arguments, env=environment)


def activation(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the real command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "activation", *arguments],
        cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip


def start(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    """Start the real command without waiting for it."""
    return subprocess.Popen(
        [sys.executable, "-m", "activation", *arguments],
        cwd=ROOT, env={**os.environ, **environment}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def kill(process: subprocess.Popen[str]) -> None:
    """SIGKILL: no handler, no farewell."""
    process.send_signal(signal.SIGKILL)
    process.wait()


def send_here(settings: Settings, **more: Any) -> tuple[int, dict[str, int]]:
    """Run `send` in this process; return its exit code and counts."""
    with brevo_session("send") as session:
        sender = Sender(session.settings, session.brevo, session.conn, session.run, **more)
        return int(sender.send()), dict(sender.counts)


def until(true: Callable[[], Any], seconds: float = 60.0) -> None:
    """Wait until something has happened."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


@contextlib.contextmanager
def workers() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Give a function that starts `activation worker`; those still there at the end are killed."""
    started: list[subprocess.Popen[str]] = []

    def start_one(**environment: str) -> subprocess.Popen[str]:
        started.append(start("worker", **environment))
        return started[-1]

    try:
        yield start_one
    finally:
        for process in started:
            if process.poll() is None:
                kill(process)
