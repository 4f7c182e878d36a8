"""What Python files say, read from their syntax tree: nothing is imported, nothing runs."""

import ast
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Import:
    """A module names another, by its full dotted name; `is_late` inside a function."""

    importer: str
    imported: str
    is_late: bool


def imports(root: Path, *packages: str) -> list[Import]:
    """Return what the modules of `packages` import, `a.b` for a name used of a module `a` too."""
    modules = {module_of(root, path): path for path in python_files(root, *packages)}
    found = [one for name, path in modules.items() for one in _imports(name, path)]
    known = {*modules, *_packages(modules)}
    return [Import(one.importer, _within(known, one.imported), one.is_late) for one in found]


def python_files(root: Path, *packages: str) -> list[Path]:
    """Return the Python files of `packages`, folders or modules under `root`."""
    return sorted(
        path
        for package in packages
        for path in (
            [root / package] if package.endswith(".py") else (root / package).rglob("*.py")
        )
    )


def module_of(root: Path, path: Path) -> str:
    """Return the dotted name of a file (`a/b.py` → `a.b`, `a/__init__.py` → `a`)."""
    return ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


def strings(path: Path) -> Iterator[str]:
    """Return the text constants of a file, docstrings apart; what is filled in reads `{…}`.

    `Identifier("a", b)` reads `a.{b}`.
    """
    tree = _parsed(path)
    documented = (node for node in ast.walk(tree) if isinstance(node, Documented) and node.body)
    aside = {id(node.body[0].value) for node in documented if isinstance(node.body[0], ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            aside.update(map(id, node.values))
            yield joined("", node.values)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Identifier"):
            aside.update(map(id, node.args))
            yield joined(".", node.args)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in aside:
            yield node.value


def _imports(module: str, path: Path) -> tuple[Import, ...]:
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    return _imports_of(module, package, path.read_text(encoding="utf-8"))


@functools.cache
def _imports_of(module: str, package: str, text: str) -> tuple[Import, ...]:
    return tuple(_read(module, package, ast.parse(text)))


def _read(module: str, package: str, tree: ast.Module) -> Iterator[Import]:
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    late = {id(inner) for function in functions for inner in ast.walk(function)}
    called: dict[str, str] = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        for alias in node.names:
            name = alias.name
            if isinstance(node, ast.ImportFrom):
                above = package.split(".")[: -node.level + 1 or None] if node.level else []
                name = ".".join([*above, *filter(None, [node.module]), name])
            called[alias.asname or alias.name] = name
            yield Import(module, name, id(node) in late)
    for node in ast.walk(tree):
        is_dotted = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        if is_dotted and (name := called.get(node.value.id)):
            yield Import(module, f"{name}.{node.attr}", id(node) in late)


def _within(known: set[str], name: str) -> str:
    """Return the module a dotted name stands in; what is not of these packages stays as it is."""
    parts = name.split(".")
    longest = (".".join(parts[:size]) for size in range(len(parts), 0, -1))
    return next((module for module in longest if module in known), name)


def _packages(modules: dict[str, Path]) -> set[str]:
    return {name.rpartition(".")[0] for name in modules} - {""}


def joined(between: str, parts: list[ast.expr]) -> str:
    """Return the text of constants joined; what is filled in reads `{…}`."""
    texts = []
    for part in parts:
        if isinstance(part, ast.Constant):
            texts.append(str(part.value))
        elif isinstance(part, ast.JoinedStr):
            texts.append(joined("", part.values))
        else:
            value = part.value if isinstance(part, ast.FormattedValue) else part
            texts.append(f"{{{ast.unparse(value)}}}")
    return between.join(texts)


def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))
