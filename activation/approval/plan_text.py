"""A plan in words, for a person."""

from collections.abc import Iterator, Mapping

from activation.approval.plan_result import Plan

DECISIONS = {
    "to_decide": "à décider",
    "approved": "approuvées",
    "rejected": "refusées",
    "revoked": "retirées",
}


def plan_text(plan: Plan, labels: Mapping[str, str]) -> str:
    """Return the plan as plain lines in French: counts, reasons, contacts, letters in full.

    `labels` are the words of the reasons, by code.
    """
    return "\n".join(_lines(plan, labels))


def _lines(plan: Plan, labels: Mapping[str, str]) -> Iterator[str]:
    yield f"{plan.letters} lettres proposées pour {plan.persons} clients ({plan.as_of_date})"
    yield from _counts(plan.letters_by_scenario)
    yield "Décisions"
    yield from _counts({DECISIONS.get(name, name): n for name, n in plan.decisions.items()})
    yield f"{sum(plan.left_out.values())} clients sans lettre"
    yield from _counts({labels.get(code, code): n for code, n in plan.left_out.items()})
    yield (
        f"Contacts Brevo : {plan.contacts_new} nouveaux, {plan.contacts_changed} modifiés, "
        f"{plan.contacts_unchanged} inchangés"
    )
    yield from _contact_changes(plan)
    for scenario, faults in plan.faults.items():
        for fault in faults:
            yield f"À corriger, lettre {scenario} : {fault}"
    for number, letter in enumerate(plan.examples, start=1):
        yield ""
        yield f"--- exemple {number}, {letter.scenario} --- Objet : {letter.subject}"
        yield letter.text
    yield "Rien n'a été envoyé : cette commande ne fait aucun appel."


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
        yield f"  {number:>7}  {name}"
