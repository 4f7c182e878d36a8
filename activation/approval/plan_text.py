"""A plan in words, for a person."""

from collections.abc import Iterator, Mapping, Sequence

from activation.approval.plan_result import Plan
from warehouse.wording import day, figure, french, typeset

NAMES = 12  # of those asked again, before the others are counted
# One letter, several letters.
DECISIONS = {
    "to_decide": ("à décider", "à décider"),
    "approved": ("approuvée", "approuvées"),
    "rejected": ("refusée", "refusées"),
    "revoked": ("retirée", "retirées"),
    "flagged": ("à revoir", "à revoir"),
    "first_approval": (
        "à approuver par une seconde personne",
        "à approuver par une seconde personne",
    ),
}


def plan_text(plan: Plan, labels: Mapping[str, str]) -> str:
    """Return the plan as plain lines in French: counts, reasons, contacts, letters in full.

    `labels` are the words of the reasons, by code.
    """
    return "\n".join(
        [
            *map(typeset, _lines(plan, labels)),
            *_examples(plan),
            typeset("Rien n'a été envoyé : préparer les lettres n'appelle jamais Brevo."),
        ]
    )


def _lines(plan: Plan, labels: Mapping[str, str]) -> Iterator[str]:
    on_day = f" ({day(plan.as_of_date)})" if plan.as_of_date else ""
    yield f"{french(plan.letters, 'lettre proposée')} pour {french(plan.persons, 'client')}{on_day}"
    yield from _counts(plan.letters_by_scenario)
    yield "Décisions"
    yield from _counts(
        {
            words[number > 1]: number
            for name, words in DECISIONS.items()
            if (number := plan.decisions.get(name))
        }
    )
    yield from _asked_again(plan.asked_again)
    yield f"{french(sum(plan.left_out.values()), 'client')} sans lettre"
    yield from _counts({labels.get(code, code): n for code, n in plan.left_out.items()})
    yield (
        f"Contacts Brevo : {french(plan.contacts_new, 'nouveau', 'nouveaux')}, "
        f"{french(plan.contacts_changed, 'modifié')}, {french(plan.contacts_unchanged, 'inchangé')}"
    )
    yield from _contact_changes(plan)
    for scenario, faults in plan.faults.items():
        for fault in faults:
            yield f"À corriger, lettre {scenario} : {fault}"


def _asked_again(names: Sequence[str]) -> Iterator[str]:
    if names:
        others = len(names) - NAMES
        more = f" et {french(others, 'autre')}" if others > 0 else ""
        changed = "a changé" if len(names) == 1 else "ont changé"
        yield f"{french(len(names), 'lettre approuvée')} {changed} depuis, à décider de nouveau :"
        yield f"  {', '.join(names[:NAMES])}{more}"


def _examples(plan: Plan) -> Iterator[str]:
    for number, letter in enumerate(plan.examples, start=1):
        heading = typeset(f"--- exemple {number}, {letter.scenario} --- Objet : ")
        # The letter itself is shown as it would leave, to the space.
        yield from ("", heading + letter.subject, letter.text)


def _contact_changes(plan: Plan) -> Iterator[str]:
    for change in plan.contact_changes:
        changes = [
            f"{name} {_shown(change.before[name])} → {_shown(after)}"
            for name, after in change.after.items()
        ]
        yield f"  {change.client_code} : {', '.join(changes)}"


def _shown(value: object) -> str:
    return "(rien)" if value is None else str(value)


def _counts(counts: dict[str, int]) -> Iterator[str]:
    for name, number in counts.items():
        yield f"  {figure(number):>7}  {name}"
