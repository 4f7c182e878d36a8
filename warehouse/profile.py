"""dbt's `profiles.yml`: how it finds PostgreSQL, written by a YAML writer.

The one in the project's root is for plain `dbt`: the example, with this machine's
connection as defaults of libpq's own variables. The program's own runs bring those
variables along, and use a profile without any secret, beside the database.
"""

import getpass
from pathlib import Path
from typing import Any

import yaml

from warehouse.database import ENVIRONMENT, environment, profile_path
from warehouse.errors import ConfigurationError
from warehouse.private import close_to_others, write_private
from warehouse.settings import Settings, from_dotenv

MARK = "# Written from profiles.yml.example. Remove this line to keep your own changes.\n"
# Fields of a dbt connection that are named as libpq names them.
FIELDS = (
    "host",
    "port",
    "user",
    "password",
    "dbname",
    "sslmode",
    "sslrootcert",
    "sslcert",
    "sslkey",
)
# How the sessions of the program's own dbt runs are called.
BUILDING = "crm build"


def write_profile(settings: Settings, *, is_asked: bool = False) -> bool:
    """Write the root's `profiles.yml` when missing or still ours; return whether it changed.

    Unless `is_asked`, settings of this process alone leave it as it is: the analyst's
    `dbt` goes where `.env` says, never to one house of several. Raises ConfigurationError when
    what is there is no YAML.
    """
    if settings.house:
        return False
    path = profile_path(settings)
    if path.exists():
        close_to_others(path)
    if path.exists() and not (_is_ours(path) and (is_asked or _is_of_dotenv(settings))):
        _read(path)
        return False
    return _write(path, _read(_example(settings)), environment(settings))


def write_run_profile(settings: Settings, beside: Path) -> None:
    """Write the profile of the program's own runs in the folder `beside`.

    Whoever keeps a `profiles.yml` of their own finds its threads and the like in it, but
    never its connection. Raises ConfigurationError when theirs is no YAML.
    """
    theirs = profile_path(settings)
    source = theirs if theirs.exists() and not _is_ours(theirs) else _example(settings)
    name = getpass.getuser()
    libpqs = {"PGHOST": "", "PGPORT": "5432", "PGUSER": name, "PGPASSWORD": "", "PGDATABASE": name}
    profile = _read(source)
    for output in profile["crm_reco"]["outputs"].values():
        output["application_name"] = BUILDING
    _write(beside / "profiles.yml", profile, libpqs)


def _write(path: Path, profile: dict[str, Any], defaults: dict[str, str]) -> bool:
    for output in profile["crm_reco"]["outputs"].values():
        for field in FIELDS:
            if (name := ENVIRONMENT[field]) in defaults:
                output[field] = _variable(name, defaults[name])
    text = MARK + yaml.safe_dump(profile, sort_keys=False, allow_unicode=True)
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    write_private(path, text)
    return True


def _variable(name: str, default: str) -> str:
    """Return how dbt reads an environment variable; the default may hold any character."""
    literal = "".join(
        sign if sign.isascii() and (sign.isalnum() or sign in "/._-") else f"\\U{ord(sign):08x}"
        for sign in default
    )
    number = " | as_number" if name == "PGPORT" else ""
    return f"{{{{ env_var('{name}', '{literal}'){number} }}}}"


def _read(path: Path) -> dict[str, Any]:
    try:
        profile = yaml.safe_load(path.read_text(encoding="utf-8"))
        profile["crm_reco"]["outputs"].values()
    except (yaml.YAMLError, UnicodeDecodeError, KeyError, TypeError, AttributeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}," if mark else ""
        # The line itself may hold the password.
        raise ConfigurationError(
            f"{path}{line} is no profile dbt can read: correct it, or delete the file and run "
            "`make db`",
            f"{path}{line.replace('line', 'ligne')} n'est pas un profil que dbt sache lire : "
            "corrigez-le, ou supprimez ce fichier et lancez `make db`",
        ) from None
    return dict(profile)


def _example(settings: Settings) -> Path:
    return settings.root / "profiles.yml.example"


def _is_ours(path: Path) -> bool:
    return path.read_text(encoding="utf-8", errors="replace").startswith(MARK)


def _is_of_dotenv(settings: Settings) -> bool:
    kept = from_dotenv(settings.root)
    return all(
        settings.get(name) == (kept.get(name) or None) for name in ("DATABASE_URL", "EXPORTS_DIR")
    )
