"""`docs/contract.md` names the commands, exit codes and settings there are, and no other."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import typer

from activation.contacts.attributes import ATTRIBUTES
from tests.support.contract import cells, section
from tests.support.syntax import python_files
from warehouse.errors import ExitCode
from warehouse.settings import ROOT

PROGRAMS = {
    "weekly": "weekly.cli",
    "weekly.verify": "weekly.verify",
    "loader": "loader.cli",
    "activation": "activation.cli",
    "dashboard": "dashboard.cli",
    "warehouse": "warehouse.cli",
    "deploy.backup": "deploy.backup.cli",
    "deploy.unattended": "deploy.unattended.cli",
    "deploy.windows": "deploy.windows.cli",
    "fleet": "fleet.cli",
}
# Upper-case words of the code that nobody sets: files, columns at Brevo, what children are told.
NO_SETTINGS = {"CRM_RUN_ID", "DBT_LOG_PATH", "PG_VERSION", "VIRTUAL_ENV", "EXT_ID", *ATTRIBUTES}
SETTING = re.compile(r"[A-Z][A-Z0-9]+(_[A-Z0-9]+)+")


def commands(command: Any, path: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each command a person can type, with its arguments and options."""
    inner = getattr(command, "commands", {})
    for name, below in inner.items():
        yield from commands(below, f"{path} {name}")
    if not inner:
        parameters = (parameter for parameter in command.params if parameter.name != "help")
        yield path, frozenset(map(_as_typed, parameters))


def _as_typed(parameter: Any) -> str:
    is_option = parameter.param_type_name == "option"
    return str(parameter.opts[0]) if is_option else f"<{parameter.name}>"


def test_commands_and_what_they_take() -> None:
    promised = {cells(row)[0][0]: frozenset(cells(row)[1]) for row in section("Commands")}
    found = {
        path: taken
        for program, module in PROGRAMS.items()
        for path, taken in commands(typer.main.get_command(import_module(module).app), program)
    }
    assert promised == found


def test_exit_codes() -> None:
    assert [int(row[0]) for row in section("Exit codes")] == sorted(map(int, ExitCode))


def test_settings_are_those_the_code_reads() -> None:
    promised = [cells(row)[0][0] for row in section("Settings")]
    constants = {
        node.value
        for path in python_files(
            ROOT, "loader", "activation", "weekly", "warehouse", "dashboard", "deploy", "fleet"
        )
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    read = {name for name in constants if SETTING.fullmatch(name)} - NO_SETTINGS
    assert sorted(promised) == sorted(read)


def test_the_example_of_settings_names_only_settings() -> None:
    example = Path(ROOT / ".env.example").read_text(encoding="utf-8")
    offered = set(re.findall(r"^(?:# )?([A-Z][A-Z0-9_]+)=", example, re.MULTILINE))
    assert offered
    assert offered - {cells(row)[0][0] for row in section("Settings")} == set()
