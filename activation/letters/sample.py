"""A made-up letter: what previews, pictures and the check of Brevo's rendering are filled with."""

from typing import Any

# Reasons as the advice gives them, of the kinds a letter of the scenario holds.
_REASONS = {
    "rebuy": (
        "Vous aviez commandé 12 bouteilles du millésime 2020 en mars 2024.",
        "Vous aviez commandé 6 bouteilles en novembre 2023.",
    ),
    "cross_sell": (
        "7 clients sur 10 qui ont commandé Pinot Gris 2022 ont aussi choisi ce vin.",
        "Souvent choisi avec Muscat 2022 (14 commandes de nos clients).",
    ),
    "upsell": (
        "De la famille Riesling, dont vous avez commandé 24 bouteilles.",
        "De la famille Crémant, dont vous avez commandé 2 magnums et 6 bouteilles.",
    ),
    "winback": (
        "Vous aviez commandé 12 bouteilles du millésime 2020 en mars 2024.",
        "Souvent choisi avec Riesling 2022 (14 commandes de nos clients).",
    ),
    "nurture": (
        "De la famille Riesling, dont vous avez commandé 6 bouteilles.",
        "Parmi les 3 références les plus commandées de la famille Crémant depuis un an.",
    ),
}


def sample(scenario: str) -> dict[str, Any]:
    """Return made-up parameters whose reasons fit `scenario`.

    One vintage stands in the name, another beside it; one label has what HTML escapes. A
    scenario without reasons of its own takes those of `WINBACK`, where every wine fits.
    """
    first, second = _REASONS.get(scenario.lower(), _REASONS["winback"])
    return {
        "salutation": "Bonjour Jeanne Exemple",
        "dernier_achat": "mars 2024",
        "produits": [
            {
                "nom": "Riesling Grand Cru Les Terrasses",
                "millesime": "2021",
                "prix": "18,50\u00a0€",
                "unite": "la bouteille",
                "designation": "ce vin",
                "raison": first,
                "chemin": "riesling-grand-cru-les-terrasses-2021",
            },
            {
                "nom": "Crémant d'Alsace Extra-Brut & Co (magnum)",
                "millesime": "",
                "prix": "25,00\u00a0€",
                "unite": "le magnum",
                "designation": "ce crémant",
                "raison": second,
                "chemin": "cremant-d-alsace-extra-brut",
            },
        ],
    }
