"""The templates, one a scenario: compiled to Brevo's template language, and rendered.

A letter is made in two steps. *Compiling* joins a scenario's texts (`texts/*.toml`), the
shared layout and the sender's identity; its marks are `[[ … ]]`. What is left is a template as
Brevo keeps it, with `{{ params.x }}`, `{% for %}` and `{% if %}` only: the part of Brevo's
language that Jinja reads the same way. *Rendering* fills that very text with a person's
parameters, so what is approved here is what Brevo will write there.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, UndefinedError

from activation.hashing import sha256
from activation.letters.sender_identity import Identity
from warehouse.errors import NeedsPersonError

FOLDER = Path(__file__).parent / "texts"
# A scenario has a template when its texts are here; the seed `scenarios` says how it is chosen.
SCENARIOS = tuple(sorted(path.stem.upper() for path in FOLDER.glob("*.toml")))
# Code de la santé publique, article L3323-4.
HEALTH_WARNING = "L'abus d'alcool est dangereux pour la santé, à consommer avec modération."
# Brevo writes each recipient's own link in its place.
UNSUBSCRIBE = "https://example.org/desinscription"


@dataclass(frozen=True)
class LetterTemplate:
    """The text of a scenario as Brevo keeps it: its variables still to be filled.

    Brevo's templates have no field for `text`: it derives the text part from the HTML. Ours
    is what people read in a terminal, and what the lint holds to the same rules. `sender` is the
    address that signs it and gets the answers.
    """

    scenario: str
    subject: str
    html: str
    text: str
    sender: str = ""

    @property
    def sha256(self) -> str:
        """Return the fingerprint of what Brevo keeps of it: subject, HTML and sender."""
        return sha256(f"{self.subject}\0{self.html}\0{self.sender}")


@dataclass(frozen=True)
class RenderedLetter:
    """A letter as one person will read it."""

    scenario: str
    subject: str
    html: str
    text: str


def compile_template(scenario: str, identity: Identity) -> LetterTemplate:
    """Join a scenario's texts, the layout and the sender.

    Raises NeedsPersonError when the scenario has no texts.
    """
    if scenario not in SCENARIOS:
        raise without_template([scenario])
    texts = tomllib.loads((FOLDER / f"{scenario.lower()}.toml").read_text(encoding="utf-8"))
    context = {"letter": texts, "identity": identity, "health_warning": HEALTH_WARNING}
    return LetterTemplate(
        scenario=scenario,
        subject=texts["subject"],
        html=_layout("layout.html").render(context),
        text=_layout("layout.txt").render(context),
        sender=identity.sender_email,
    )


def compile_templates(identity: Identity) -> dict[str, LetterTemplate]:
    """Compile every template, by scenario."""
    return {scenario: compile_template(scenario, identity) for scenario in SCENARIOS}


def without_template(scenarios: Sequence[str]) -> NeedsPersonError:
    """Return the error that names scenarios nobody has written a template for."""
    missing = ", ".join(f"activation/letters/texts/{name.lower()}.toml" for name in scenarios)
    return NeedsPersonError(
        f"{', '.join(scenarios)} has no letter: write {missing}, or take the scenario out of "
        "dbt_project/seeds/scenarios.csv",
        f"il manque la lettre de {', '.join(scenarios)} : écrivez {missing}, ou retirez "
        "ce scénario de dbt_project/seeds/scenarios.csv",
    )


def render(template: LetterTemplate, params: Mapping[str, Any]) -> RenderedLetter:
    """Fill a template with one person's parameters, as Brevo does.

    Raises NeedsPersonError when the template uses a parameter that `params` lacks, as after a
    new version whose tables are not built yet: Brevo would leave a blank without a word.
    """
    values = {"params": params, "unsubscribe": UNSUBSCRIBE}
    try:
        return RenderedLetter(
            scenario=template.scenario,
            subject=template.subject,
            html=_template(template.html, escape=True).render(values),
            text=_template(template.text, escape=False).render(values),
        )
    except UndefinedError as error:
        raise NeedsPersonError(
            f"these letters were built for other texts ({error}): run `make weekly`, which builds "
            "them anew",
            f"ces lettres ont été préparées pour d'autres textes (« {error} ») : lancez "
            "`make weekly`, qui les prépare à nouveau",
        ) from None


def template_sha256(kept: dict[str, object]) -> str:
    """Return the fingerprint of a template as `GET /smtp/templates/{id}` shows it.

    Everything a reader sees of it: subject, text, who signs and who gets the answers.
    """
    sender = kept.get("sender")
    signed = [sender.get("name"), sender.get("email")] if isinstance(sender, dict) else []
    seen = [kept.get("subject"), kept.get("htmlContent"), *signed, kept.get("replyTo")]
    return sha256("\0".join(str(part) for part in seen))


@cache
def _layout(name: str) -> Template:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        autoescape=name.endswith(".html"),
        variable_start_string="[[",
        variable_end_string="]]",
        block_start_string="[%",
        block_end_string="%]",
        comment_start_string="[#",
        comment_end_string="#]",
        keep_trailing_newline=True,
    )
    return environment.get_template(name)


@cache
def _template(source: str, *, escape: bool) -> Template:
    environment = Environment(
        undefined=StrictUndefined,
        autoescape=escape,  # noqa: S701 - off for the text part only
        keep_trailing_newline=True,
    )
    return environment.from_string(source)
