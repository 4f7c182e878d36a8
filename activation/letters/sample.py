"""A made-up letter: what previews, pictures and the check of Brevo's rendering are filled with."""

from typing import Any

# One wine has no vintage; one label has what HTML escapes.
SAMPLE: dict[str, Any] = {
    "salutation": "Bonjour Jeanne Exemple",
    "dernier_achat": "mars 2024",
    "produits": [
        {
            "nom": "Riesling Grand Cru Les Terrasses 2021",
            "millesime": "2021",
            "prix": "18,50 €",
            "raison": "De la famille Riesling, que vous commandez le plus.",
            "chemin": "riesling-grand-cru-les-terrasses-2021",
        },
        {
            "nom": "Crémant d'Alsace Extra-Brut & Co",
            "millesime": "",
            "prix": "12,50 €",
            "raison": "Souvent choisi avec Riesling Grand Cru Les Terrasses 2021.",
            "chemin": "cremant-d-alsace-extra-brut",
        },
    ],
}
