"""`make lint`: every check of style and convention, cheapest first; all run, then one verdict."""

import os
import subprocess
import sys

from warehouse import database
from warehouse.bootstrap import BIN
from warehouse.profile import write_profile
from warehouse.settings import ROOT, load_settings

CHECKS: tuple[tuple[str, ...], ...] = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("pytest", "-q", "tests/dbt/test_yaml.py", "tests/dbt/test_deprecations.py"),
    ("sqlfluff", "lint", "--processes", "2", "dbt_project"),
)


def main() -> int:
    """Run every check; return 0 when all hold, 1 otherwise."""
    settings = load_settings()
    # sqlfluff compiles the models with dbt, which opens a connection.
    database.connect(settings).close()
    write_profile(settings)
    variables = {**os.environ, **database.environment(settings)}
    failed = []
    for check in CHECKS:
        print(f"── {' '.join(check)}", flush=True)
        done = subprocess.run(
            [str(BIN / check[0]), *check[1:]], cwd=ROOT, env=variables, check=False
        )
        if done.returncode:
            failed.append(check[0])
    print(f"lint: {'failed: ' + ', '.join(failed) if failed else 'every check holds'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
