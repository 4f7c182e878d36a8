"""Commands on the templates: `templates lint`, `preview`, `push`."""

from pathlib import Path
from typing import Annotated

import typer

from activation.brevo.client import Brevo
from activation.letters.lint import lint, require_sound
from activation.letters.push import push
from activation.letters.sample import sample
from activation.letters.sender_identity import Identity, load_identity
from activation.letters.templates import compile_templates, render
from warehouse.console import AsJson, emit_json, make_app, say
from warehouse.database import connect
from warehouse.errors import ExitCode
from warehouse.settings import load_settings

templates = make_app("The letters: check them, look at them, put them in Brevo.")


def register(app: typer.Typer) -> None:
    """Add `templates` to `app`."""
    app.add_typer(templates, name="templates")


@templates.command("lint")
def lint_command(as_json: AsJson = False) -> None:
    """Name what a letter lacks that the law or its reader needs.

    Example: `activation templates lint`
    """
    faults = faults_by_scenario()
    if as_json:
        emit_json(faults)
    else:
        for scenario, found in faults.items():
            say(*[f"{scenario}: “{fault}”" for fault in found] or [f"{scenario}: fit to leave"])
    if any(faults.values()):
        raise typer.Exit(ExitCode.SOME_REFUSED)


@templates.command()
def preview(
    folder: Annotated[Path, typer.Option("--to", help="Where to write the pages.")] = Path(
        "var/preview"
    ),
    as_json: AsJson = False,
) -> None:
    """Write every letter as a page a browser can show, filled with made-up values.

    Example: `activation templates preview --to apercu`
    """
    written = [str(path) for path in write_previews(load_identity(load_settings()), folder)]
    if as_json:
        emit_json(written)
    else:
        say(*written)


@templates.command("push")
def push_command(as_json: AsJson = False) -> None:
    """Put every letter in Brevo, as it is here; never twice, whatever happens.

    Example: `activation templates push`
    """
    settings = load_settings()
    identity = load_identity(settings)
    compiled = compile_templates(identity)
    require_sound(compiled.values(), identity)
    conn = connect(settings, application_name="activation templates push")
    numbers = push(Brevo(settings), conn, compiled, identity)
    if as_json:
        emit_json(numbers)
        return
    for scenario, number in numbers.items():
        say(f"{scenario}: template {number}, read back as it is here")


def faults_by_scenario(identity: Identity | None = None) -> dict[str, list[str]]:
    """Return the faults of each letter, by scenario; all empty when letters may leave."""
    identity = identity or load_identity(load_settings())
    return {
        scenario: lint(template, identity)
        for scenario, template in compile_templates(identity).items()
    }


def write_previews(identity: Identity, folder: Path) -> list[Path]:
    """Write each letter as `<scenario>.html` and `.txt`, filled with a sample; return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for scenario, template in compile_templates(identity).items():
        filled = render(template, sample(template.scenario))
        for suffix, content in ((".html", filled.html), (".txt", filled.text)):
            path = folder / f"{scenario.lower()}{suffix}"
            path.write_text(content, encoding="utf-8")
            written.append(path)
    return written
