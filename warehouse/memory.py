"""How much memory the machine, or the container the program runs in, has."""

from collections.abc import Iterable
from pathlib import Path

# What a container may use: `max` in the first (cgroup v2) or an immense number in the second (v1)
# where nothing is set, and no such files elsewhere.
_LIMITS = (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)


def found(limits: Iterable[Path] = _LIMITS) -> int:
    """Return it in megabytes."""
    import psutil  # type: ignore[import-untyped]  # imported here: only a server's start needs it

    told = [one.read_text(encoding="ascii").strip() for one in limits if one.exists()]
    bounds = [int(psutil.virtual_memory().total), *(int(one) for one in told if one.isdigit())]
    return min(bounds) >> 20
