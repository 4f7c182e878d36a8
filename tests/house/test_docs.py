"""The documents say what is there."""

import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

from warehouse.make.targets import targets
from warehouse.settings import ROOT

DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
COMMAND = re.compile(r"`make ([a-z][a-z-]*)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere_and_named_targets_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    broken = [link for link in LINK.findall(text) if not (document.parent / link).exists()]
    known = {name for name, _ in targets((ROOT / "Makefile").read_text(encoding="utf-8"))}
    assert not broken
    assert set(COMMAND.findall(text)) <= known


def test_every_target_of_the_makefile_says_what_it_does() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"^([a-z][a-z-]*):", makefile, flags=re.MULTILINE))
    assert named == {name for name, _ in targets(makefile)}


def test_every_recipe_is_one_plain_command() -> None:
    recipes = re.findall(r"^\t(.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert recipes
    assert not [recipe for recipe in recipes if re.search(r"[|;&<>`]|\$\$", recipe)]


def test_the_map_of_the_readme_shows_every_folder() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").replace("/", "").split()
    folders = {
        path.name
        for path in ROOT.iterdir()
        if path.is_dir() and not any(fnmatch(path.name, pattern) for pattern in [".*", *ignored])
    }
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert folders == set(re.findall(r"\b([a-z_]+)/ {2,}", readme))


def test_the_recipes_name_files_and_tests_that_are_there() -> None:
    spans = re.findall(r"`([^`\n]+)`", (ROOT / "docs" / "changing.md").read_text(encoding="utf-8"))
    paths = [span for span in spans if re.fullmatch(r"[\w/<>.]+/[\w<>.]*", span)]
    assert len(paths) > 20
    assert [path for path in paths if not list(ROOT.glob(re.sub("<[^>]+>", "*", path)))] == []
    written = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    named = {span for span in spans if span.startswith("test_")}
    assert len(named) > 15
    assert named - written == set()
