"""Settings, read from the environment and from `.env`; the environment wins."""

import os
import re
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from pathlib import Path

from dotenv import dotenv_values

from warehouse import houses
from warehouse.errors import ConfigurationError
from warehouse.private import close_to_others


def find_root(package: Path, current: Path) -> Path:
    """Return the project's folder, the one with `dbt_project.yml`.

    The checkout `package` stands in; for an installed wheel, which carries the commands and
    neither models nor settings, the current folder.
    """
    checkout = package.parent
    return checkout if (checkout / "dbt_project.yml").is_file() else current


ROOT = find_root(Path(__file__).resolve().parent, Path.cwd())
SAMPLES = Path("examples") / "exports"
# The Monday of the samples' last weekly export: fixed, so that the demonstration
# proposes the same letters whatever the day it is run.
DEMO_AS_OF_DATE = date(2026, 11, 16)
QUOTED_VALUE = re.compile(
    r"""^([ \t]*(?:export[ \t]+)?\w+[ \t]*=[ \t]*)(["'])(.*)\2([ \t]*(?:#.*)?)$""", re.MULTILINE
)
BACKSLASH = re.compile(r"""\\(?!["'])""")  # one that does not keep a quote inside the value
BACKSLASH_TWICE = r"\\\\"
BREVO_BASE_URL = "https://api.brevo.com/v3"


@dataclass(frozen=True)
class Settings:
    """Everything a run needs to know before it opens a file or a connection."""

    root: Path
    exports_dir: Path
    is_demo: bool
    database_url: str | None = field(default=None, repr=False)
    as_of_date: date | None = None
    brevo_api_key: str | None = field(default=None, repr=False)
    brevo_base_url: str = BREVO_BASE_URL
    brevo_sender_email: str | None = None
    values: dict[str, str] = field(default_factory=dict, repr=False)
    house: str | None = None

    @property
    def embedded_database(self) -> str:
        """Name of the database to use on the embedded server."""
        if self.house:
            return f"crm_{self.house}"
        return "demo" if self.is_demo else "crm"

    def get(self, name: str, default: str | None = None) -> str | None:
        """Return one more setting by its name in `.env`, or `default` when absent or empty."""
        return self.values.get(name) or default

    def number(
        self, name: str, default: float, *, least: float = 0.0, most: float = float("inf")
    ) -> float:
        """Return a numeric setting between `least` and `most`, or `default` when absent or empty.

        Raises ConfigurationError when it is no number, or out of range.
        """
        text = self.get(name)
        if text is None:
            return default
        try:
            value = float(text.replace(",", "."))
        except ValueError:
            value = float("nan")
        if not least <= value <= most:
            has_top = most != float("inf")
            limit = f"{least:g} to {most:g}" if has_top else f"of {least:g} or more"
            limite = f"de {least:g} à {most:g}" if has_top else f"d'au moins {least:g}"
            raise ConfigurationError(
                f"{name}={text} cannot be used: give a number {limit}, in .env",
                f"{name}={text} ne convient pas : donnez un nombre {limite}, dans .env",
            )
        return value


def load_settings(root: Path | None = None, house: str | None = None) -> Settings:
    """Read the settings of the project at `root` (default: `ROOT`).

    Of the house `house` of `houses.toml` (default: CRM_HOUSE), whose settings stand there and
    nowhere else. Raises ConfigurationError when there is no project, when a value cannot be
    used, or when the sample exports would reach a real database.
    """
    if root is None and not (ROOT / "dbt_project.yml").is_file():
        raise ConfigurationError(
            f"no dbt_project.yml in {ROOT}: run this from the folder of the project",
            f"aucun dbt_project.yml dans {ROOT} : lancez ceci depuis le dossier du projet",
        )
    root = root or ROOT
    values = _values(root)
    house = house or values.get("CRM_HOUSE") or None
    if house:
        values = houses.values_of(root, house, values)
    url = values.get("DATABASE_URL") or None
    exports_dir = _exports_dir(root, values, has_server=url is not None)
    is_demo = exports_dir.is_relative_to(root / "examples")
    if is_demo and url:
        raise ConfigurationError(
            f"EXPORTS_DIR={exports_dir} holds the sample exports and DATABASE_URL names a real "
            "database: set EXPORTS_DIR to the folder of your own exports, or remove DATABASE_URL",
            f"EXPORTS_DIR={exports_dir} contient les exports d'exemple et DATABASE_URL désigne une "
            "vraie base : donnez à EXPORTS_DIR le dossier de vos propres exports, ou ôtez "
            "DATABASE_URL",
        )
    as_of_date = _date(values, "AS_OF_DATE")
    return Settings(
        root=root,
        exports_dir=exports_dir,
        is_demo=is_demo,
        database_url=url,
        as_of_date=as_of_date or (DEMO_AS_OF_DATE if is_demo else None),
        brevo_api_key=None if is_demo else values.get("BREVO_API_KEY") or None,
        brevo_base_url=values.get("BREVO_BASE_URL") or BREVO_BASE_URL,
        brevo_sender_email=values.get("BREVO_SENDER_EMAIL") or None,
        values=values,
        house=house,
    )


def from_dotenv(root: Path) -> dict[str, str | None]:
    """Return the settings `.env` holds, and keep their file, which has secrets, to its owner."""
    path = root / ".env"
    if path.exists():
        close_to_others(path)
    try:
        text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    except UnicodeDecodeError:
        raise ConfigurationError(
            f"{path} is not in UTF-8: save it again in that encoding",
            f"{path} n'est pas en UTF-8 : enregistrez-le de nouveau dans cet encodage",
        ) from None
    return dict(dotenv_values(stream=StringIO(QUOTED_VALUE.sub(_literally, text))))


def _values(root: Path) -> dict[str, str]:
    found = {**from_dotenv(root), **os.environ}
    return {name: value for name, value in found.items() if value is not None}


def _literally(line: re.Match[str]) -> str:
    """Double the backslashes of a quoted value, so that none of them is read as an escape.

    `"C:\\temp\\new"` is a folder, without a tab or a line break in it.
    """
    name, quote, value, rest = line.groups()
    return f"{name}{quote}{BACKSLASH.sub(BACKSLASH_TWICE, value)}{quote}{rest}"


def _exports_dir(root: Path, values: dict[str, str], *, has_server: bool) -> Path:
    given = values.get("EXPORTS_DIR")
    if not given:
        if has_server:
            raise ConfigurationError(
                "DATABASE_URL is set but EXPORTS_DIR is not: set EXPORTS_DIR in .env to the folder "
                "that holds raw/isavigne/",
                "DATABASE_URL est renseigné, EXPORTS_DIR ne l'est pas : donnez à EXPORTS_DIR, dans "
                ".env, le dossier qui contient raw/isavigne/",
            )
        return root / SAMPLES
    path = Path(given).expanduser()
    path = (path if path.is_absolute() else root / path).resolve()
    if not path.is_dir():
        raise ConfigurationError(
            f"EXPORTS_DIR={given} is not a folder: create it, or correct EXPORTS_DIR in .env",
            f"EXPORTS_DIR={given} n'est pas un dossier : créez-le, ou corrigez EXPORTS_DIR dans "
            ".env",
        )
    return path


def _date(values: dict[str, str], name: str) -> date | None:
    text = values.get(name)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ConfigurationError(
            f"{name}={text} is not a date: write it as YYYY-MM-DD, for example 2026-11-16",
            f"{name}={text} n'est pas une date : écrivez-la AAAA-MM-JJ, par exemple 2026-11-16",
        ) from None
