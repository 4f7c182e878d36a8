"""`make audit`: dbt-score, dbt-bouncer and dbt-coverage on the project as it is built.

The referees live in an environment of their own, `.venv-audit`, made from
`audit/requirements.lock`: what judges the product is no part of it. They read dbt's
manifest and catalogue, so the warehouse must have been built: `make weekly` does.
"""

import hashlib
import json
import os
import subprocess
import sys
import venv

from warehouse import database
from warehouse.dbt import run_dbt
from warehouse.errors import NeedsPersonError
from warehouse.settings import ROOT, Settings, load_settings

VENV = ROOT / ".venv-audit"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
LOCK = ROOT / "audit" / "requirements.lock"
TARGET = ROOT / "target"

REFEREES: dict[str, list[str]] = {
    "dbt-score": ["lint", "--manifest", str(TARGET / "manifest.json"), "--fail-project-under=9.8"],
    "dbt-bouncer": ["run", "--config-file", str(ROOT / "audit" / "dbt-bouncer.yml")],
    "dbt-coverage": [
        *("compute", "doc", "--cov-fail-under", "1"),
        # A source has whatever columns an export brings; those that are read are described.
        *("--model-path-exclusion-filter", "dbt_project/models/_sources"),
        *("--cov-report", str(TARGET / "coverage.json")),
    ],
}


def main() -> int:
    """Ask every referee; return 0 when all are content, 1 otherwise, 3 before a build."""
    settings = load_settings()
    database.connect(settings).close()
    try:
        describe(settings)
    except NeedsPersonError as error:
        print(f"error: {error}", file=sys.stderr)
        return int(error.exit_code)
    install()
    refused = [name for name, arguments in REFEREES.items() if not is_content(name, arguments)]
    print(f"audit: {'refused by ' + ', '.join(refused) if refused else 'every referee is content'}")
    return 1 if refused else 0


def describe(settings: Settings) -> None:
    """Write dbt's manifest and catalogue; raise NeedsPersonError when models were never built."""
    report = run_dbt(settings, ["docs", "generate", "--target-path", str(TARGET)])
    if report.error:
        raise NeedsPersonError(f"dbt cannot describe the project: {report.error}")
    manifest, catalogue = (
        json.loads((TARGET / name).read_text(encoding="utf-8"))["nodes"]
        for name in ("manifest.json", "catalog.json")
    )
    models = [key for key, node in manifest.items() if node["resource_type"] == "model"]
    missing = sorted(set(models) - set(catalogue))
    if missing:
        raise NeedsPersonError(f"{missing[0]} was never built here: run `make weekly` first")


def install() -> None:
    """Create `.venv-audit` from its lock; do nothing when it is up to date."""
    stamp = VENV / "installed.sha256"
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return
    print("Setting up the referees in .venv-audit (once; a minute) …", flush=True)
    venv.EnvBuilder(with_pip=True, clear=VENV.exists(), symlinks=os.name != "nt").create(VENV)
    pip = [str(BIN / "python"), "-m", "pip", "install", "--disable-pip-version-check", "--quiet"]
    lock = ["--no-deps", "--require-hashes", "--requirement", str(LOCK)]
    subprocess.run([*pip, *lock], cwd=ROOT, check=True)
    stamp.write_text(wanted, encoding="ascii")


def is_content(name: str, arguments: list[str]) -> bool:
    """Run one referee, its words shown; return whether it has nothing to refuse."""
    print(f"── {name}", flush=True)
    variables = {**os.environ, "PATH": os.pathsep.join([str(BIN), os.environ.get("PATH", "")])}
    command = [str(BIN / name), *arguments]
    return subprocess.run(command, cwd=ROOT, env=variables, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
