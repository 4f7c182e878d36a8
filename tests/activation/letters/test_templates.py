"""The five letters: complete, legal, and filled with what the warehouse supplies."""

import csv
import dataclasses
import html
from pathlib import Path

import pytest
from typer.testing import CliRunner

from activation.cli import app
from activation.commands.letters import write_previews
from activation.letters.lint import lint
from activation.letters.sample import sample
from activation.letters.sender_identity import DEMO, Identity
from activation.letters.templates import (
    HEALTH_WARNING,
    SCENARIOS,
    UNSUBSCRIBE,
    compile_template,
    compile_templates,
    render,
)
from warehouse.errors import NeedsPersonError
from warehouse.settings import ROOT

REBUY = compile_template("REBUY", DEMO)
SAMPLE = sample("REBUY")


def test_every_scenario_of_the_seed_has_a_letter_and_every_letter_a_scenario() -> None:
    with (ROOT / "dbt_project" / "seeds" / "scenarios.csv").open(encoding="utf-8") as seed:
        assert sorted(line["scenario"] for line in csv.DictReader(seed)) == list(SCENARIOS)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_letter_is_in_order(scenario: str) -> None:
    assert lint(compile_template(scenario, DEMO), DEMO) == []


@pytest.mark.parametrize(
    ("part", "removed", "fault"),
    [
        ("html", HEALTH_WARNING, "partie HTML : message sanitaire absent"),
        ("text", HEALTH_WARNING, "partie texte : message sanitaire absent"),
        ("html", DEMO.postal_address, "partie HTML : adresse postale absent"),
        ("text", DEMO.postal_address, "partie texte : adresse postale absent"),
        ("html", DEMO.sender_name, "partie HTML : nom de l'expéditeur absent"),
        ("html", "{{ unsubscribe }}", "lien de désinscription {{ unsubscribe }} absent"),
        ("text", "{{ unsubscribe }}", "partie texte : {{ unsubscribe }} absent"),
        ("html", DEMO.wine_url, "partie HTML : lien vers chaque vin absent"),
        ("text", "{{ p.millesime }}", "partie texte : variable truc"),
        ("html", "{{ p.prix }}", "partie HTML : {{ p.prix }} absent"),
        ("html", "{{ p.raison }}", "partie HTML : {{ p.raison }} absent"),
        ("subject", REBUY.subject, "objet vide"),
    ],
)
def test_lint_refuses_a_letter_that_lacks(part: str, removed: str, fault: str) -> None:
    whole = getattr(REBUY, part)
    # Apostrophes travel escaped in HTML.
    removed = removed if removed in whole else removed.replace("'", "&#39;")
    assert removed in whole
    replacement = "{{ truc }}" if "variable" in fault else ""
    lacking = dataclasses.replace(REBUY, **{part: whole.replace(removed, replacement)})
    assert any(fault in line for line in lint(lacking, DEMO))


@pytest.mark.parametrize(
    ("added", "fault"),
    [
        ("{{ params.prenom }}", "variable params.prenom que personne ne fournit"),
        ("{{ contact.PRENOM }}", "variable contact.PRENOM que personne ne fournit"),
        ("{{ params.salutation|upper }}", "seuls {{ }}, for et if sont permis"),
        ("{% if %}", "ligne"),
        ("Un plaisir à partager en fête", "mot « plaisir » : des faits seulement"),
        ("Le meilleur vin", "mot « meilleur »"),
        ("Combien ?", "Combien ? » : espace insécable attendue"),
        ("« Lou\u00a0»", "« « Lou » : espace insécable attendue"),
    ],
)
def test_lint_refuses_a_letter_that_says(added: str, fault: str) -> None:
    said = dataclasses.replace(REBUY, html=REBUY.html.replace("</h1>", f"{added}</h1>"))
    assert any(fault in line for line in lint(said, DEMO))


def test_a_warning_nobody_sees_does_not_count() -> None:
    escaped = HEALTH_WARNING.replace("'", "&#39;")
    hidden = REBUY.html.replace(escaped, f'<div style="display: none">{escaped}</div>')
    letter = dataclasses.replace(REBUY, html=hidden)
    assert "partie HTML : message sanitaire absent" in lint(letter, DEMO)


def test_lint_names_each_missing_setting() -> None:
    nobody = Identity("", "", "", "")
    faults = " ".join(lint(compile_template("REBUY", nobody), nobody))
    for name in ("BREVO_SENDER_NAME", "BREVO_SENDER_EMAIL", "ESTATE_POSTAL_ADDRESS"):
        assert f"réglage {name} absent" in faults
    assert "réglage ESTATE_SITE_URL absent" in faults


def test_every_wine_carries_its_own_facts_and_link() -> None:
    letter = render(REBUY, SAMPLE)
    for part in (html.unescape(letter.html), letter.text):
        for wine in SAMPLE["produits"]:
            assert wine["nom"] in part
            assert f"{wine['prix']} TTC {wine['unite']}" in part
            assert f"Voir {wine['designation']}" in part
            assert wine["raison"] in part
            assert f"https://www.example.org/vins/{wine['chemin']}" in part
        assert part.count("Millésime") == 1  # the second wine has none
        assert UNSUBSCRIBE in part


def test_a_parameter_that_is_missing_is_an_error_not_a_blank() -> None:
    with pytest.raises(NeedsPersonError, match="salutation"):
        render(REBUY, {name: SAMPLE[name] for name in SAMPLE if name != "salutation"})


def test_a_label_cannot_open_a_tag() -> None:
    wine = {**SAMPLE["produits"][0], "nom": "<script>alert(1)</script>"}
    assert "<script>" not in render(REBUY, {**SAMPLE, "produits": [wine]}).html


# What an approved letter is bound to: another text of the same letter leaves it unsent, to be
# approved again. A change here is a change of wording, and is told in its commit.
APPROVED = {
    "REBUY": "52dd22ae3772bd4934de992b633a7ab7c035890d8d9569c18e7cf6c23b6f6198",
    "CROSS_SELL": "0a1e6af743393429f52791837807bc8466ba1bdc686a656ecb86646955de032c",
    "UPSELL": "b0fc399a669c70e6d21f0c92e07b7631b8390a3e9f807dd5b00b3868b1a8dad6",
    "WINBACK": "5368445e34bea2d6502fd1e38f62e3c654c55c2091084beadb279c9e7345f88d",
    "NURTURE": "e9144ab1f678cdb87115143543691f6aa3f79ec276b88ecae370c8691593efd0",
}


def test_the_words_of_a_letter_change_on_purpose_only() -> None:
    compiled = compile_templates(DEMO)
    assert {scenario: compiled[scenario].sha256 for scenario in APPROVED} == APPROVED


def test_another_address_is_another_letter() -> None:
    moved = dataclasses.replace(DEMO, postal_address="2 rue Neuve, 67000 Strasbourg")
    assert compile_template("REBUY", moved).sha256 != REBUY.sha256
    signed = dataclasses.replace(DEMO, sender_email="autre@example.org")
    assert compile_template("REBUY", signed).sha256 != REBUY.sha256


def test_the_command_says_each_letter_is_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EXPORTS_DIR", raising=False)
    result = CliRunner().invoke(app, ["templates", "lint"])
    assert result.exit_code == 0
    assert result.stdout.count("fit to leave") == len(SCENARIOS)


def test_previews_are_pages_on_disk(tmp_path: Path) -> None:
    written = write_previews(DEMO, tmp_path)
    assert len(written) == 2 * len(SCENARIOS)
    assert all(path.stat().st_size > 500 for path in written)
