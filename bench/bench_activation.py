"""Sending 10,000 approved letters, against the time the configured rate allows.

The real `activation send` in a process of its own, an embedded PostgreSQL, and a
stand-in for Brevo over real HTTP in another process, 5 ms per answer. Printed as a
Markdown table: seconds, ratio to the allowed time, the sender's memory early and late.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import psycopg2

from activation.letters.templates import template_sha256
from tests.support.brevo.standin import KEY
from tests.support.house import AT_BREVO, ITEMS, TEMPLATE, TODAY, WINES
from tests.support.project import draw, parsed
from warehouse import database
from warehouse.embedded import EmbeddedServer
from warehouse.settings import ROOT, load_settings

FILL = """
insert into crm.customer_360 (client_code, email, is_contactable, dernier_achat)
select 'C' || n, 'c' || n || '@example.org', true, date '2026-03-01'
from generate_series(1, %(n)s) as n;
insert into crm.customer_sales_lines
    (_file_id, _line_number, client_code, produit_key, date_livraison, is_purchase)
select 1, n, 'C' || (1 + n %% %(n)s), 'PINOT', date '2025-01-01' + n %% 300, true
from generate_series(1, %(n)s * 20) as n;
insert into activation.recommendations
    (reco_id, client_code, scenario, as_of_date, content_hash, items, valid_until)
select md5('C' || n)::uuid, 'C' || n, 'REBUY', %(today)s, 'content', %(items)s, '2099-12-31'
from generate_series(1, %(n)s) as n;
insert into activation.approvals (reco_id, content_hash, decision, decided_by)
select reco_id, content_hash, 'approved', 'bench' from activation.recommendations;
insert into activation.outbox
    (send_id, reco_id, approval_id, content_hash, client_code, client_hash, email_norm, email_hash,
     scenario, produit_keys, template_sha256, payload, payload_sha256, idempotency_key,
     legal_basis, valid_until)
select
    r.reco_id, r.reco_id, a.approval_id, 'content', r.client_code, md5(r.client_code),
    lower(r.client_code) || '@example.org', md5(r.client_code), 'REBUY', '{RIESLING}',
    %(template)s, p.payload, encode(sha256(convert_to(p.payload, 'UTF8')), 'hex'),
    md5('key' || r.client_code)::uuid, 'client_existant', '2099-12-31'
from activation.recommendations as r
inner join activation.approvals as a on r.reco_id = a.reco_id
cross join lateral (select json_build_object(
    'to', json_build_array(json_build_object(
        'email', lower(r.client_code) || '@example.org', 'contactPixelTrackingConsent', false)),
    'params', json_build_object('salutation', 'Bonjour', 'raison', repeat('x', 500)),
    'tags', json_build_array('reco', 's:' || r.reco_id))::text as payload) as p;
insert into activation.templates
    (scenario, template_id, name, subject, content_sha256, brevo_sha256)
values ('REBUY', 1, 'REBUY', 'Vos vins', %(template)s, %(at_brevo)s);
analyze;
"""


def main() -> None:
    """Run the benchmark once and print its table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=10_000)
    parser.add_argument("--rate", type=float, default=100.0, help="letters per second")
    parser.add_argument("--latency", type=float, default=5.0, help="milliseconds per answer")
    # `python -m bench` runs every benchmark with its defaults.
    arguments, _ = parser.parse_known_args()
    folder = Path(tempfile.mkdtemp(prefix="crm-bench-"))
    folder.chmod(0o755)
    server = EmbeddedServer(folder)
    try:
        figures = _measure(server, folder, arguments)
        print("| " + " | ".join(figures) + " |")
        print("|---" * len(figures) + "|")
        print("| " + " | ".join(str(figure) for figure in figures.values()) + " |")
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _measure(
    server: EmbeddedServer, folder: Path, arguments: argparse.Namespace
) -> dict[str, object]:
    target = server.start()
    (folder / "exports").mkdir()
    standin = subprocess.Popen(
        [sys.executable, "tests/support/brevo/standin.py", "--latency", str(arguments.latency)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    address = standin.stdout.readline().strip() if standin.stdout else ""
    os.environ.update(_environment(target, folder, address, arguments))
    _fill(folder, arguments.letters)
    started = time.monotonic()
    sender = subprocess.Popen(
        [sys.executable, "-m", "activation", "send", "--json"], cwd=ROOT, stdout=subprocess.PIPE
    )
    memory = _watch(sender)
    seconds = time.monotonic() - started
    received = json.loads(standin.communicate("")[0])
    allowed = arguments.letters / arguments.rate
    return {
        "letters": arguments.letters,
        "rate": arguments.rate,
        "seconds": round(seconds, 1),
        "allowed_seconds": allowed,
        "ratio": round(seconds / allowed, 2),
        "memory_mb_early": memory[0],
        "memory_mb_late": memory[1],
        "exit_code": sender.returncode,
        **received,
    }


def _environment(
    target: dict[str, str], folder: Path, url: str, arguments: argparse.Namespace
) -> dict[str, str]:
    return {
        "DATABASE_URL": (
            f"postgresql://{target['user']}:{target['password']}@/postgres"
            f"?host={target['host']}&port={target['port']}"
        ),
        "EXPORTS_DIR": str(folder / "exports"),
        "AS_OF_DATE": TODAY.isoformat(),
        "BREVO_API_KEY": KEY,
        "BREVO_BASE_URL": url,
        "BREVO_SENDER_EMAIL": "domaine@example.org",
        "ACTIVATION_HASH_KEY": "k" * 40,
        "ACTIVATION_QUIET_HOURS": "0-0",
        "ACTIVATION_DAILY_CAP": "1000000",
        "ACTIVATION_SEND_RATE": str(arguments.rate),
        "ACTIVATION_SPOOL": str(folder / "spool"),
    }


def _fill(folder: Path, letters: int) -> None:
    settings = load_settings()
    database.connect(settings).close()
    conn = psycopg2.connect(settings.database_url)
    draw(conn, parsed(settings, folder / "project").manifest)
    with conn, conn.cursor() as cursor:
        cursor.execute(WINES)
        cursor.execute(
            FILL,
            {
                "n": letters,
                "today": TODAY,
                "items": ITEMS,
                "template": TEMPLATE,
                "at_brevo": template_sha256(AT_BREVO),
            },
        )
    conn.close()


def _watch(process: subprocess.Popen[bytes]) -> tuple[float, float]:
    """Return the resident memory of a process in MB: after 5 s, and the last seen."""
    first, last = 0.0, 0.0
    started = time.monotonic()
    while process.poll() is None:
        try:
            last = round(psutil.Process(process.pid).memory_info().rss / 1e6, 1)
        except psutil.Error:
            break
        if not first and time.monotonic() - started > 5:
            first = last
        time.sleep(0.2)
    process.wait()
    return first, last


if __name__ == "__main__":
    main()
