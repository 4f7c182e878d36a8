"""What every command line shares: its logging."""

import ast
import logging

import pytest
from typer.testing import CliRunner

from tests.support.syntax import python_files
from warehouse.console import make_app
from warehouse.settings import ROOT

SETTING_UP = {"basicConfig", "dictConfig", "fileConfig", "addHandler", "setLevel"}


def test_commands_show_what_modules_warn_of_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(logging.root, "handlers", [])
    app = make_app("outer")
    inner = make_app("inner")
    app.add_typer(inner, name="inner")

    @inner.command()
    def warn() -> None:
        logging.getLogger("activation").warning("3 letters [red]wait\x1b[2J")
        logging.getLogger("activation").info("a detail")

    @inner.command()
    def other() -> None:
        pass

    for _ in range(2):
        done = CliRunner().invoke(app, ["inner", "warn"])
        assert done.stderr == "3 letters [red]wait\\x1b[2J\n"


def test_logging_is_set_up_in_one_place() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for path in python_files(ROOT, "loader", "activation", "weekly", "warehouse")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in SETTING_UP
    }
    assert found == {"warehouse/console.py"}
