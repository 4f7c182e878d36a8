"""A plan in words, for a person."""

from collections.abc import Iterator

from activation.approval.plan_result import Plan

LEFT_OUT = {
    "sans_email": "sans adresse e-mail",
    "refus_optin": "a refusé les courriels",
    "desinscrit": "désinscrit",
    "bounce": "adresse qui revient",
    "bloque": "adresse bloquée chez Brevo",
    "plainte": "a signalé un courriel comme indésirable",
    "mineur": "mineur",
    "silence_3_ans": "sans nouvelles depuis trois ans",
    "efface": "effacé à sa demande",
    "lettre_en_cours": "une lettre approuvée est en route",
    "contact_recent": "contact trop récent",
    "lettre_refusee": "lettre refusée",
    "aucun_achat": "aucun achat",
    "aucun_candidat": "aucun vin à leur conseiller",
    "aucun_vin": "aucun vin à proposer",
    "aucun_scenario": "aucun scénario ne convient",
    "meme_adresse": "une autre personne reçoit la lettre à cette adresse",
    "stock_epuise": "stock promis à d'autres lettres",
}
DECISIONS = {
    "to_decide": "à décider",
    "approved": "approuvées",
    "rejected": "refusées",
    "revoked": "retirées",
}


def plan_text(plan: Plan) -> str:
    """Return the plan as plain lines in French: counts, reasons, contacts, letters in full."""
    return "\n".join(_lines(plan))


def _lines(plan: Plan) -> Iterator[str]:
    yield f"{plan.letters} lettres proposées pour {plan.persons} clients ({plan.as_of_date})"
    yield from _counts(plan.letters_by_scenario)
    yield "Décisions"
    yield from _counts({DECISIONS.get(name, name): n for name, n in plan.decisions.items()})
    yield f"{sum(plan.left_out.values())} clients sans lettre"
    yield from _counts({LEFT_OUT.get(name, name): n for name, n in plan.left_out.items()})
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
