"""The wheel: whole, and each command answers from it where there is no checkout."""

import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import psycopg2
import pytest

from warehouse.settings import ROOT

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("wheel")]

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = [
    name.rstrip("*") for name in PROJECT["tool"]["setuptools"]["packages"]["find"]["include"]
]
SCRIPTS = PROJECT["project"]["scripts"]
# Without `site`, so that the checkout's own packages, installed editable, are out of reach:
# only the wheel and the libraries are on the path.
ALONE = f"""
import sys
sys.path[:0] = [sys.argv.pop(1), {str(Path(psycopg2.__file__).parents[1])!r}]
"""
ASK_ALL = """
from importlib.metadata import EntryPoint, distribution
import typer
from typer.testing import CliRunner

def ask(app, command, *path):
    answer = CliRunner().invoke(app, [*path, "--help"])
    print(answer.exit_code, *path)
    for name, inner in getattr(command, "commands", {}).items():
        ask(app, inner, *path, name)

scripts = list(distribution("crm-reco-platform").entry_points)
modules = (EntryPoint(name, f"{name}:app", "") for name in ("warehouse.cli", "weekly.verify"))
for script in [*scripts, *modules]:
    app = script.load()
    print(sys.modules[script.module].__file__)
    ask(app, typer.main.get_command(app))
"""


def alone(
    wheel: Path, folder: Path, program: str, *arguments: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", "-S", "-c", ALONE + program, str(wheel), *arguments],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an unpacked wheel, built from a copy of what goes into it."""
    source, built = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("built")
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, source / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "pyproject.toml", source)
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "--wheel-dir", str(built), str(source)], check=True)
    (archive,) = built.glob("*.whl")
    zipfile.ZipFile(archive).extractall(built / "wheel")
    return built / "wheel"


def files(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for package in PACKAGES
        for path in (folder / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_carries_every_file_of_its_packages(wheel: Path) -> None:
    assert files(wheel) == files(ROOT)


def test_every_command_of_the_wheel_explains_itself_outside_a_checkout(
    wheel: Path, tmp_path: Path
) -> None:
    asked = alone(wheel, tmp_path, ASK_ALL)
    assert asked.stderr == ""
    places = [line for line in asked.stdout.splitlines() if line.endswith(".py")]
    answers = [line for line in asked.stdout.splitlines() if not line.endswith(".py")]
    assert len(places) == len(SCRIPTS) + 2
    assert all(Path(place).is_relative_to(wheel) for place in places)
    assert [line for line in answers if not line.startswith("0")] == []
    assert len(answers) > 20


def test_a_command_without_a_project_says_where_it_looked(wheel: Path, tmp_path: Path) -> None:
    done = alone(wheel, tmp_path, "from weekly.cli import app; app()")
    assert done.returncode == 2
    assert str(tmp_path) in done.stderr
