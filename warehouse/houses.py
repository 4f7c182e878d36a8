"""The register of houses, `houses.toml`: several estates, each with a database of its own.

    [houses.riquewihr]
    exports = "/srv/riquewihr/exports"
    database = {file = "/run/secrets/riquewihr-database"}
    [houses.riquewihr.settings]
    ESTATE_POSTAL_ADDRESS = "1 rue des Vignes, 68340 Riquewihr"
    BREVO_API_KEY = {env = "RIQUEWIHR_BREVO_API_KEY"}

    [every_house]
    ACTIVATION_QUIET_HOURS = "20-8"

A secret stands in a file or a variable the register names, never in the register.
"""

import os
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from warehouse.errors import ConfigurationError

FILE = "houses.toml"
NAME = re.compile(r"[a-z][a-z0-9_]{0,30}")
QUEUE = "fleet"  # the name under which the queue of all houses is reached: no house has it
# What is the machine's, whichever house it works for.
OF_THE_MACHINE = (
    *("STATE_DIR", "DBT_PROFILES_DIR", "XDG_RUNTIME_DIR", "FLEET_PATIENCE", "FLEET_RETRY_SECONDS"),
)
# What no two houses may share: rows, files, letters or persons of one would reach the other.
ONE_HOUSE_ALONE = (
    *("DATABASE_URL", "EXPORTS_DIR", "BREVO_API_KEY", "BREVO_WEBHOOK_TOKEN", "ACTIVATION_SPOOL"),
    *("ERASURES_FILE", "DASHBOARD_DATABASE_URL", "DASHBOARD_URL", "BACKUP_DIR", "BACKUP_OFFSITE"),
)
SECRET = re.compile(r"_(KEY|TOKEN|PASSWORD|SECRET)$")
NO_SECRET = ("BACKUP_KEY",)  # the public half
PASSWORD = re.compile(r"://[^/@\s]*:[^/@\s]+@|\bpassword\s*=", re.IGNORECASE)

Value = str | Mapping[str, str]


class Register(NamedTuple):
    """The houses by name, each with its settings; where the queue of all of them stands."""

    houses: dict[str, dict[str, Value]]
    queue: Value | None


def register(root: Path) -> Register:
    """Read `houses.toml` of the project at `root`, or the file HOUSES_FILE names.

    Raises ConfigurationError when there is none or it cannot be used: a name that is none, a
    secret written out, something two houses share.
    """
    path = _path(root)
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigurationError(
            f"{path} does not exist: it names the houses (docs/scale.md shows one)",
            f"{path} n'existe pas : ce fichier nomme les maisons (docs/scale.md en montre un)",
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _wrong(path, str(error)) from None
    houses = found.pop("houses", None)
    shared = found.pop("every_house", {})
    queue = found.pop("fleet", {})
    if found or not isinstance(houses, dict) or not houses:
        raise _wrong(path, "it holds [houses.<name>], [every_house] and [fleet], nothing else")
    if alone := [name for name in shared if name in ONE_HOUSE_ALONE]:
        raise _wrong(path, f"every_house.{alone[0]}: each house has its own")
    settings = {name: {**shared, **_settings(path, name, house)} for name, house in houses.items()}
    for place, name, value in _written(settings):
        _check(path, place, name, value)
    _check_apart(path, root, settings)
    if isinstance(queue.get("database"), str):
        _check(path, QUEUE, "DATABASE_URL", queue["database"])
    return Register(settings, queue.get("database"))


def values_of(root: Path, house: str, machine: Mapping[str, str]) -> dict[str, str]:
    """Return the settings of one house, its secrets fetched; of `machine`'s only what is its own.

    Raises ConfigurationError for an unknown house and a secret that is not where it is said to be.
    """
    known = register(root)
    if house == QUEUE:
        own: dict[str, Value] = {"EXPORTS_DIR": str(root)}
        if known.queue:
            own["DATABASE_URL"] = known.queue
    elif house in known.houses:
        own = known.houses[house]
    else:
        names = ", ".join(sorted(known.houses))
        raise ConfigurationError(
            f"no house is named {house} in {FILE}: it names {names}",
            f"aucune maison ne se nomme {house} dans {FILE} : il nomme {names}",
        )
    kept = {name: machine[name] for name in OF_THE_MACHINE if machine.get(name)}
    fetched = {name: _fetched(root, machine, house, name, own[name]) for name in own}
    return {**kept, **fetched}


def _path(root: Path) -> Path:
    return root / (os.environ.get("HOUSES_FILE") or FILE)


def _settings(path: Path, name: str, house: Any) -> dict[str, Value]:  # noqa: ANN401 - TOML
    if not NAME.fullmatch(name) or name == QUEUE:
        raise _wrong(path, f"houses.{name}: a name is small letters, digits and _, and not {QUEUE}")
    given = dict(house) if isinstance(house, dict) else {}
    settings: dict[str, Value] = dict(given.pop("settings", {}))
    if "exports" not in given:
        raise _wrong(path, f"houses.{name}: exports, the folder of its exports, is missing")
    settings["EXPORTS_DIR"] = given.pop("exports")
    if "database" in given:
        settings["DATABASE_URL"] = given.pop("database")
    if given:
        raise _wrong(path, f"houses.{name}.{next(iter(given))}: not known here")
    return settings


def _written(houses: Mapping[str, Mapping[str, Value]]) -> Iterator[tuple[str, str, Value]]:
    for house, settings in houses.items():
        for name, value in settings.items():
            yield house, name, value


def _check(path: Path, house: str, name: str, value: Value) -> None:
    """Refuse a value that is none, and a secret that is written out."""
    is_reference = (
        isinstance(value, dict)
        and list(value) in (["env"], ["file"])
        and isinstance(next(iter(value.values())), str)
    )
    if not isinstance(value, str) and not is_reference:
        raise _wrong(path, f'{house}, {name}: give a text, {{env = "…"}} or {{file = "…"}}')
    is_secret = SECRET.search(name) is not None and name not in NO_SECRET
    if isinstance(value, str) and (is_secret or PASSWORD.search(value)):
        raise _wrong(
            path, f'{house}, {name}: a secret is not written here: {{env = "…"}} or {{file = "…"}}'
        )


def _check_apart(path: Path, root: Path, houses: Mapping[str, Mapping[str, Value]]) -> None:
    """Refuse two houses that would share what is one house's alone."""
    owners: dict[tuple[str, str], list[str]] = defaultdict(list)
    for house, name, value in _written(houses):
        if name in ONE_HOUSE_ALONE:
            owners[name, repr(value)].append(house)
    for (name, _), those in owners.items():
        if len(those) > 1:
            raise _wrong(path, f"{' and '.join(those[:2])} have the same {name}")
    folders = {name: _folder(root, settings["EXPORTS_DIR"]) for name, settings in houses.items()}
    for one, other in combinations(sorted(folders, key=lambda name: str(folders[name])), 2):
        if folders[other].is_relative_to(folders[one]):
            raise _wrong(path, f"the exports of {other} are within those of {one}")


def _folder(root: Path, value: Value) -> Path:
    return (root / Path(str(value)).expanduser()).resolve()


def _fetched(root: Path, machine: Mapping[str, str], house: str, name: str, value: Value) -> str:
    if isinstance(value, str):
        return value
    ((kind, place),) = value.items()
    if kind == "env":
        found = machine.get(place)
    else:
        path = root / place
        found = path.read_text(encoding="utf-8").strip() if path.is_file() else None
    if not found:
        what = f"the variable {place}" if kind == "env" else f"the file {place}"
        quoi = f"la variable {place}" if kind == "env" else f"le fichier {place}"
        raise ConfigurationError(
            f"{house}: {name} should be in {what}, which is not there or empty",
            f"{house} : {name} devrait être dans {quoi}, qui manque ou est vide",
        )
    return found


def _wrong(path: Path, what: str) -> ConfigurationError:
    return ConfigurationError(
        f"{path.name} cannot be used: {what}", f"{path.name} ne convient pas : « {what} »"
    )
