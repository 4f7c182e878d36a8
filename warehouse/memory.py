"""How much memory the machine, or the container the program runs in, has."""

from pathlib import Path

# What a container may use; `max` where nothing is set (cgroup v2), and no such file elsewhere.
_LIMIT = Path("/sys/fs/cgroup/memory.max")


def found(limit: Path = _LIMIT) -> int:
    """Return it in megabytes."""
    import psutil  # type: ignore[import-untyped]  # imported here: only a server's start needs it

    total = int(psutil.virtual_memory().total)
    told = limit.read_text(encoding="ascii").strip() if limit.exists() else "max"
    return (min(total, int(told)) if told.isdigit() else total) >> 20
