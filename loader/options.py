"""The loader's own settings, read from `.env` through the project's settings."""

from dataclasses import dataclass

from loader.sources import DEFAULT_CAP
from warehouse.errors import ConfigurationError
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
        settle_seconds=_number(settings, "LOADER_SETTLE_SECONDS", default.settle_seconds),
        max_rejected=_number(settings, "LOADER_MAX_REJECTED", default.max_rejected, most=1),
        cap=int(_number(settings, "LOADER_MAX_MB", default.cap >> 20) * (1 << 20)),
    )


def _number(settings: Settings, name: str, default: float, most: float = float("inf")) -> float:
    text = settings.get(name)
    if text is None:
        return default
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = -1
    if not 0 <= value <= most:
        limit = f" between 0 and {most:g}" if most != float("inf") else ""
        raise ConfigurationError(f"{name}={text} is not a number{limit}: correct it in .env")
    return value
