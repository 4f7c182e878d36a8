"""Print a Makefile's targets: the lines `name: … ## what it does`."""

import re
import sys
from pathlib import Path


def targets(makefile: str) -> list[tuple[str, str]]:
    """Return (name, description) of each described target, in the file's order."""
    found = re.finditer(r"^([a-z-]+):[^#\n]*## (.+)$", makefile, flags=re.MULTILINE)
    return [(match[1], match[2]) for match in found]


if __name__ == "__main__":
    rows = targets(Path(sys.argv[1]).read_text(encoding="utf-8"))
    width = max(len(name) for name, _ in rows)
    print("\n".join(f"  make {name:<{width}}  {text}" for name, text in rows))
