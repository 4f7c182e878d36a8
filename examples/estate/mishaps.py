"""Lines gone wrong, as they do in life: no two of them wrong in the same way."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

from estate.files import Export, Row


class Mishap(Enum):
    """What is wrong with a line: the column, what stands there, the motif it is rejected for."""

    NO_CLIENT = ("client_code", "", "client_manquant")
    BLANK_CLIENT = ("client_code", "   ", "client_manquant")
    IMPOSSIBLE_DATE = ("date_livraison", "31/02/2025", "date_invalide")
    NO_DATE = ("date_livraison", "", "date_invalide")
    WORD_FOR_DATE = ("date_livraison", "à définir", "date_invalide")
    NO_PRODUCT = ("produit_label", "", "produit_manquant")
    QUANTITY_ZERO = ("qty_line", "0", "quantite_invalide")
    QUANTITY_TEXT = ("qty_line", "abc", "quantite_invalide")
    NO_QUANTITY = ("qty_line", " ", "quantite_invalide")
    NO_AMOUNT = ("mt_ht", "", "montant_invalide")
    AMOUNT_TEXT = ("mt_ht", "#VALEUR!", "montant_invalide")
    NO_DOCUMENT = ("document_no", "", "document_manquant")
    TWICE = ("", "", "")
    TORN_SHORT = ("", "", "short")
    TORN_LONG = ("", "", "long")


ALL = tuple(Mishap)


def _spoilt(model: Row, mishap: Mishap) -> Row:
    column, text, motif = mishap.value
    if mishap is Mishap.TWICE:
        return model
    values = {**model.values, "document_no": f"{model.values['document_no']}R"}
    if mishap in (Mishap.TORN_SHORT, Mishap.TORN_LONG):
        return replace(model, values=values, torn=motif, key=())
    return replace(model, values={**values, column: text}, motif=motif, key=())


def spoil(export: Export, mishaps: tuple[Mishap, ...]) -> None:
    """Slip one line per mishap between the good ones, evenly over the file."""
    models = [row for row in export.rows if "commentaire" not in row.values]
    step = len(models) // (len(mishaps) + 1)
    for number, mishap in enumerate(mishaps, start=1):
        model = models[number * step]
        where = next(i for i, row in enumerate(export.rows) if row is model)
        export.rows.insert(where + 1, _spoilt(model, mishap))
