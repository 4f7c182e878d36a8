"""Write the table of `checks.md` from the checks themselves: `python docs/checks_table.py`."""

import re
from pathlib import Path

DOCS = Path(__file__).resolve().parent
PAGE = DOCS / "checks.md"
CHECKS = DOCS.parent / "dbt_project" / "tests" / "checks"
MARKS = re.compile(r"(<!-- checks -->\n).*?(<!-- /checks -->)", flags=re.DOTALL)


def row(path: Path) -> str:
    """Return one line of the table: name, sentence, severity, owner."""
    query = path.read_text(encoding="utf-8")
    severity, owner, sentence = (
        match[2] if (match := re.search(rf"{key}'?[=:] ?(['\"])(.*?)\1", query)) else ""
        for key in ("severity", "owner", "libelle")
    )
    severity = "warn, then error" if "error_if" in query else severity
    return f"| `{path.stem}` | {sentence} | {severity} | {owner} |\n"


def page() -> str:
    """Return the page with its table as the checks are now."""
    table = "".join(row(path) for path in sorted(CHECKS.glob("*.sql")))
    return MARKS.sub(lambda found: found[1] + table + found[2], PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
