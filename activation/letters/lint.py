"""What a letter must hold before anyone may be written to; each fault is one French line."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html.parser import HTMLParser

from jinja2 import Environment, TemplateSyntaxError, nodes

from activation.letters.sender_identity import Identity
from activation.letters.templates import HEALTH_WARNING, LetterTemplate
from warehouse.errors import NeedsPersonError

# What sync.brevo_messages supplies: the parameters of a letter, and those of each wine.
PARAMS = frozenset({"salutation", "dernier_achat", "produits"})
WINE = frozenset({"nom", "millesime", "prix", "unite", "designation", "raison", "chemin"})
SUBJECT_LENGTH = 78
# Facts only (name, origin, vintage, price…): these stems sell a feeling.
SUBJECTIVE = re.compile(
    r"\b(savour|délici|exquis|plaisir|convivial|fêt|festi|bonheur|amour|sédui|séduc|passion"
    r"|ivress|incontournable|exceptionnel|sublim|irrésistible|inoubliable|magi|rêv|déten"
    r"|évasion|partag|meilleur|craqu|succomb|profite|santé !)\w*",
    re.IGNORECASE,
)
# A sign that would open a line: French puts a no-break space before it (and after «).
LOOSE = re.compile(r"\S* [:;!?»]|« \S*")
# Left unread: the text of these elements never reaches the recipient's eyes.
UNSEEN = frozenset({"style", "title", "script"})


class Page(HTMLParser):
    """Gathers what a reader of the page sees, and where its links lead."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[str] = []
        self.links: list[str] = []
        self._hidden = 0
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a link, or the beginning of something unseen."""
        values = dict(attrs)
        self.links += [values["href"] or ""] if tag == "a" and "href" in values else []
        style = (values.get("style") or "").replace(" ", "")
        if self._hidden and tag in {"div", *UNSEEN}:
            self._hidden += 1
        elif tag in UNSEEN or (tag == "div" and "display:none" in style):
            self._hidden = 1

    def handle_endtag(self, tag: str) -> None:
        """Note the end of something unseen."""
        if self._hidden and tag in {"div", *UNSEEN}:
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        """Keep the words that are seen."""
        if not self._hidden:
            self.seen.append(data)


def lint(template: LetterTemplate, identity: Identity) -> list[str]:
    """Return every fault of a compiled template, in French; an empty list when it may leave."""
    page = Page(template.html)
    return [
        *_identity_faults(identity),
        *_subject_faults(template.subject),
        *_link_faults(page.links, identity),
        *_mention_faults("partie HTML", "".join(page.seen), identity),
        *_mention_faults("partie texte", template.text, identity),
        *_variable_faults("partie HTML", template.html),
        *_variable_faults("partie texte", template.text),
        *_wording_faults(f"{template.subject} {' '.join(page.seen)} {template.text}"),
        *_typography_faults([template.subject, *page.seen, *template.text.splitlines()]),
    ]


def require_sound(templates: Iterable[LetterTemplate], identity: Identity) -> None:
    """Raise NeedsPersonError naming the first fault when one of `templates` may not be used."""
    for template in templates:
        for fault in lint(template, identity):
            raise NeedsPersonError(
                f"letter {template.scenario} is not fit to leave (“{fault}”): "
                "run `activation templates lint` and correct what it names",
                f"la lettre {template.scenario} ne peut pas partir ({fault}) : corrigez ce que "
                "nomme `activation templates lint`",
            )


def _identity_faults(identity: Identity) -> Iterator[str]:
    settings = {
        "BREVO_SENDER_NAME": identity.sender_name,
        "BREVO_SENDER_EMAIL": identity.sender_email,
        "ESTATE_POSTAL_ADDRESS": identity.postal_address,
        "ESTATE_SITE_URL": identity.site_url,
    }
    for name, value in settings.items():
        if not value.strip():
            yield f"réglage {name} absent : renseignez-le dans .env"
    if identity.site_url and not identity.site_url.startswith("https://"):
        yield f"ESTATE_SITE_URL={identity.site_url} : l'adresse doit commencer par https://"


def _subject_faults(subject: str) -> Iterator[str]:
    if not subject.strip():
        yield "objet vide"
    if len(subject) > SUBJECT_LENGTH:
        yield f"objet de {len(subject)} caractères : {SUBJECT_LENGTH} au plus"
    if "{" in subject:
        yield "objet avec une variable : il doit être le même pour tous"


def _link_faults(links: list[str], identity: Identity) -> Iterator[str]:
    if identity.wine_url not in links:
        yield "partie HTML : lien vers chaque vin absent"
    if "{{ unsubscribe }}" not in links:
        yield "partie HTML : lien de désinscription {{ unsubscribe }} absent"


def _mention_faults(part: str, words: str, identity: Identity) -> Iterator[str]:
    required = {
        "message sanitaire": HEALTH_WARNING,
        "nom de l'expéditeur": identity.sender_name,
        "adresse postale": identity.postal_address,
    }
    for name, mention in required.items():
        if mention not in words:
            yield f"{part} : {name} absent"


@lru_cache(maxsize=32)  # reading Jinja is most of what a look at a letter costs
def _variable_faults(part: str, source: str) -> tuple[str, ...]:
    return tuple(_faults_of_variables(part, source))


def _faults_of_variables(part: str, source: str) -> Iterator[str]:
    try:
        tree = Environment(autoescape=True).parse(source)
    except TemplateSyntaxError as error:
        yield f"{part}, ligne {error.lineno} : {error.message}"
        return
    used = set(_variables(tree))
    supplied = {"unsubscribe", *(f"params.{n}" for n in PARAMS), *(f"p.{n}" for n in WINE)}
    for name in sorted(used - supplied):
        yield f"{part} : variable {name} que personne ne fournit"
    for name in sorted({"unsubscribe", *(f"p.{n}" for n in WINE)} - used):
        yield f"{part} : {{{{ {name} }}}} absent"
    # Brevo's language and Jinja spell these differently: rendered here is no proof of there.
    for node in tree.find_all((nodes.Filter, nodes.Call, nodes.Test, nodes.Assign, nodes.Macro)):
        yield f"{part}, ligne {node.lineno} : seuls {{{{ }}}}, for et if sont permis"


def _variables(tree: nodes.Template) -> Iterator[str]:
    dotted = list(tree.find_all(nodes.Getattr))
    owners = {id(node.node) for node in dotted}
    for node in dotted:
        if isinstance(node.node, nodes.Name):
            yield f"{node.node.name}.{node.attr}"
    for name in tree.find_all(nodes.Name):
        if name.ctx == "load" and id(name) not in owners:
            yield name.name


def _typography_faults(lines: Iterable[str]) -> Iterator[str]:
    for found in sorted({match.group(0) for line in lines for match in LOOSE.finditer(line)}):
        yield f"« {found} » : espace insécable attendue"


def _wording_faults(words: str) -> Iterator[str]:
    for found in sorted({match.group(0).lower() for match in SUBJECTIVE.finditer(words)}):
        yield f"mot « {found} » : des faits seulement (loi Évin)"
