"""`make bench`: every benchmark, or those named: `python -m bench loader activation`.

Options stand behind the names and reach the benchmarks: `python -m bench loader --rounds 3`.
"""

import importlib
import sys
from itertools import takewhile
from pathlib import Path


def names() -> list[str]:
    """Return the benchmarks there are: the modules `bench_<name>.py` of this folder."""
    return sorted(
        path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py")
    )


def main(arguments: list[str]) -> int:
    """Run the benchmarks in turn; each prints a Markdown table.

    Return 1 when one of them misses a bound, once all have run; 2 on an unknown name.
    """
    wanted = list(takewhile(lambda argument: not argument.startswith("-"), arguments))
    unknown = sorted(set(wanted) - set(names()))
    if unknown:
        print(
            f"error: no benchmark {unknown[0]}: choose among {', '.join(names())}", file=sys.stderr
        )
        return 2
    missed = 0
    for name in wanted or names():
        try:
            importlib.import_module(f"bench.bench_{name}").main()
        except SystemExit as ended:
            if not ended.code:  # `--help`
                raise
            missed = 1
            print(f"{name}: {ended.code if isinstance(ended.code, str) else 'a bound is missed'}")
        print(flush=True)
    return missed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
