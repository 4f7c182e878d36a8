"""The loader's own settings, read from `.env` through the project's settings."""

from dataclasses import dataclass

from loader.files.sources import DEFAULT_CAP
from warehouse.settings import Settings


@dataclass(frozen=True)
class Options:
    """`settle_seconds`: a younger file waits. `max_rejected`: share of lines set aside above
    which a file is refused whole. `cap`: bytes a compressed file may unpack to.
    """

    settle_seconds: float = 3.0
    max_rejected: float = 0.05
    cap: int = DEFAULT_CAP


def read_options(settings: Settings) -> Options:
    """Read LOADER_SETTLE_SECONDS, LOADER_MAX_REJECTED and LOADER_MAX_MB.

    Raises ConfigurationError when one is not a number or out of range.
    """
    default = Options()
    return Options(
        settle_seconds=settings.number("LOADER_SETTLE_SECONDS", default.settle_seconds),
        max_rejected=settings.number("LOADER_MAX_REJECTED", default.max_rejected, most=1),
        cap=int(settings.number("LOADER_MAX_MB", default.cap >> 20) * (1 << 20)),
    )
