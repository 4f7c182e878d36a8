"""From what is on record to the verdict: each rule one line of the list it belongs to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from activation.health.facts import Facts
from activation.health.verdict import Override, Point, Verdict
from warehouse.wording import day, french, moment

# The steps of a whole Monday run, as its owner reads them.
STEPS = {
    "load": "Chargement des exports",
    "statuses": "Lecture des statuts",
    "build": "Construction des tables",
    "plan": "Préparation des lettres",
}
DATASETS = {
    "ventes_lignes": "ventes",
    "clients": "clients",
    "produits": "produits",
    "stock": "stock",
    "contacts": "contacts",
}
RUN_AGAIN = "Lancez `make weekly`."
CLOCK_MAY_DIFFER = timedelta(minutes=5)


@dataclass(frozen=True)
class Limits:
    """Days after which a run, or an export, is too old: the vars of dbt_project.yml."""

    run: int = 8
    export_late: int = 8
    export_old: int = 21


def judge(facts: Facts, limits: Limits, override: Override | None, fixed: date | None) -> Verdict:
    """Return the verdict on `facts`; `override` is the one given for this very block, if any.

    `fixed` is a day AS_OF_DATE puts in the place of today, outside of a demonstration.
    """
    look = [*_late(facts, limits), *_indicators(facts, "attention"), *_others(facts)]
    return Verdict(
        at=facts.now,
        blocked=list(blocks(facts, limits)),
        unverified=list(_unverified(facts, limits, fixed)),
        look=look,
        to_look_at=sum(one["status"] == "warn" for one in facts.checks),
        letters=facts.letters,
        override=override,
    )


def blocks(facts: Facts, limits: Limits) -> Iterator[Point]:
    """Yield what is known to be wrong: no letter leaves on it."""
    for one in facts.checks:
        if one["status"] == "fail":
            found = french(one["failures"] or 0, "ligne")
            yield Point(
                f"check:{one['node_id']}:{one['failures']}",
                f"{_small(one['says'] or one['name'])} ({found})",
                f"{one['remedy'] or ''} Puis relancez `make weekly`.".strip(),
            )
    for one in facts.exports:
        if one["export_date"] and (facts.today - one["export_date"]).days > limits.export_old:
            yield Point(
                f"old:{one['dataset']}:{one['export_date']}",
                f"le dernier export « {_named(one['dataset'])} » date du {_aged(facts, one)}",
                f"Exportez « {_named(one['dataset'])} » d'iSaVigne, puis lancez `make weekly`.",
            )
    yield from _indicators(facts, "erreur")


def _unverified(facts: Facts, limits: Limits, fixed: date | None) -> Iterator[Point]:
    yield from _clock(facts, fixed)
    if facts.run is None:
        yield Point("no run", "aucun passage du lundi n'a encore eu lieu", RUN_AGAIN)
        return
    yield from _run(facts, limits)
    yield from _checks(facts)
    if not facts.is_built:
        yield Point("not built", "les tables n'ont pas encore été construites", RUN_AGAIN)
    elif not facts.has_persons or not facts.has_sales:
        missing = "aucune vente n'a été lue" if facts.has_persons else "aucun client n'est connu"
        yield Point("empty", missing, "Déposez les exports d'iSaVigne, puis lancez `make weekly`.")
    elif not facts.exports:
        yield Point("no ages", "l'âge des exports n'est pas connu", RUN_AGAIN)


def _clock(facts: Facts, fixed: date | None) -> Iterator[Point]:
    remedy = "Remettez l'horloge à l'heure, puis lancez `make weekly`."
    if abs(datetime.now(UTC) - facts.now) > CLOCK_MAY_DIFFER:
        yield Point("clock", "l'horloge de la base et celle de la machine diffèrent", remedy)
    if facts.latest and facts.latest - facts.now > CLOCK_MAY_DIFFER:
        said = (
            f"l'horloge retarde, ou a été avancée : un passage est daté du {moment(facts.latest)}"
        )
        yield Point("clock ahead", said, remedy)
    for one in facts.exports:
        if one["export_date"] and (one["export_date"] - facts.today).days > 1:
            yield Point(
                "export ahead",
                f"un export « {_named(one['dataset'])} » est daté du {day(one['export_date'])}, "
                "qui n'est pas encore venu",
                "Vérifiez la date dans le nom du fichier, et l'horloge.",
            )
    if fixed is not None:
        yield Point(
            "fixed day",
            f"AS_OF_DATE fixe le jour du calcul au {day(fixed)}",
            "Ôtez AS_OF_DATE de .env, puis lancez `make weekly`.",
        )


def _run(facts: Facts, limits: Limits) -> Iterator[Point]:
    run = facts.run or {}
    began = moment(run["started_at"])
    status = run["status"]
    if status == "running" and run["is_at_work"]:
        yield Point("at work", f"le passage commencé le {began} est en cours", "Attendez sa fin.")
        return
    if status in ("running", "killed"):
        yield Point("killed", f"le passage du {began} a été interrompu", RUN_AGAIN)
        return
    done = {one["step"] for one in facts.steps if one["status"] in ("done", "partial")}
    failed = [one for one in facts.steps if one["status"] == "failed"]
    missing = [label for step, label in STEPS.items() if step not in done]
    if failed or status == "failed" or missing:
        label = STEPS.get(failed[0]["step"], failed[0]["step"]) if failed else "".join(missing[:1])
        why = (
            f"le passage du {began} a échoué" if failed else f"le passage du {began} est incomplet"
        )
        where = f" à l'étape « {label} »" if label else ""
        said = failed[0]["error"] if failed else None
        remedy = f"{said[:1].upper()}{said[1:]}. {RUN_AGAIN}" if said else RUN_AGAIN
        yield Point("failed", f"{why}{where}", remedy)
    days = (facts.now - run["started_at"]).days
    if days > limits.run:
        yield Point(
            "old run", f"le dernier passage date du {began}, il y a {days} jours", RUN_AGAIN
        )


def _checks(facts: Facts) -> Iterator[Point]:
    if not facts.checks:
        yield Point("no checks", "les résultats des contrôles n'ont pas été enregistrés", RUN_AGAIN)
    silent = [one for one in facts.checks if one["status"] not in ("pass", "warn", "fail")]
    if silent:
        count = french(len(silent), "contrôle n'a", "contrôles n'ont")
        first = _small(silent[0]["says"] or silent[0]["name"])
        yield Point("silent checks", f"{count} pas tourné, dont « {first} »", RUN_AGAIN)
    if facts.not_built:
        count = french(len(facts.not_built), "table n'a", "tables n'ont")
        name = facts.not_built[0]["name"]
        yield Point("not built", f"{count} pas pu être construite, dont {name}", RUN_AGAIN)


def _late(facts: Facts, limits: Limits) -> Iterator[Point]:
    for one in facts.exports:
        name = _named(one["dataset"])
        remedy = f"Exportez « {name} » d'iSaVigne, puis lancez `make weekly`."
        if one["export_date"] is None:
            yield Point(f"no:{name}", f"aucun export « {name} » n'a été lu", remedy)
        elif limits.export_late < (facts.today - one["export_date"]).days <= limits.export_old:
            text = f"le dernier export « {name} » date du {_aged(facts, one)}"
            yield Point(f"late:{name}", text, remedy)


def _indicators(facts: Facts, status: str) -> Iterator[Point]:
    for one in facts.indicators:
        if one["statut"] == status:
            yield Point(
                f"fact:{one['section']}:{one['indicateur']}:{one['valeur']}",
                _small(one["detail"] or one["indicateur"]),
                "Faites corriger ce chiffre avec l'analyste, puis relancez `make weekly`.",
            )


def _others(facts: Facts) -> Iterator[Point]:
    if facts.refused:
        count = french(facts.refused, "fichier est refusé", "fichiers sont refusés")
        yield Point("refused", count, "`loader files --status refused` dit lesquels et pourquoi.")
    if facts.arrived:
        count = french(facts.arrived, "fichier est arrivé", "fichiers sont arrivés")
        yield Point("arrived", f"{count} depuis le dernier passage", RUN_AGAIN)
    if facts.compared:
        found = facts.compared["summary"] or {}
        tables = ", ".join(found.get("different", []))
        yield Point(
            "compared",
            f"reconstruites, ces tables ne sont plus les mêmes : {tables}"
            if tables
            else f"la comparaison du mois n'a pas eu lieu (« {found.get('error', '')} »)",
            "Montrez-le à l'analyste ; `make verify` compare de nouveau.",
        )
    if facts.breaker:
        text = f"les envois sont arrêtés (« {facts.breaker} »)"
        yield Point("breaker", text, "`activation resolve breaker` les laisse repartir.")


def _named(dataset: str) -> str:
    return DATASETS.get(dataset, dataset)


def _aged(facts: Facts, export: dict[str, date]) -> str:
    days = (facts.today - export["export_date"]).days
    return f"{day(export['export_date'])}, il y a {days} jours"


def _small(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"
