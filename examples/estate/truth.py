"""What a warehouse must find in the exports, counted from the making and not from the files."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from estate.files import Export, Row
from estate.people import Person
from estate.wines import ALIASES, produit_key

ALIASED = {produit_key(nick): produit_key(real) for real, nick in ALIASES.items()}
VALID = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
PURCHASES, RETURNS = ("VENTE", "FACTURE"), ("AVOIR",)


def _content(row: Row) -> tuple[object, ...]:
    return tuple(value for column, value in sorted(row.values.items()) if column != "commentaire")


def fate_of_lines(exports: list[Export]) -> tuple[list[Row], Counter[str]]:
    """Kept sales rows, and the number of rejected ones by motif.

    Of the rows with one natural key the last stays, in the order of exports and lines; an
    earlier one with the same figures is `doublon`, with other figures `remplacee`.
    """
    last: dict[tuple[str, ...], Row] = {}
    motifs: Counter[str] = Counter()
    for row in (row for export in exports for row in export.rows if not row.torn):
        if row.motif:
            motifs[row.motif] += 1
            continue
        older = last.get(row.key)
        if older:
            motifs["doublon" if _content(older) == _content(row) else "remplacee"] += 1
        last[row.key] = row
    return list(last.values()), motifs


def sales_truth(exports: list[Export]) -> dict[str, Any]:
    """Counts and sums over the sales exports; amounts in euros as text, exact."""
    kept, motifs = fate_of_lines(exports)
    rows = [row for export in exports for row in export.rows]
    by_kind = Counter(str(row.values["document_type"]) for row in kept)
    bought = [row for row in kept if row.values["document_type"] in PURCHASES]
    return {
        "data_lines": len(rows),
        "unparsable_lines": sum(1 for row in rows if row.torn),
        "rejected": dict(sorted(motifs.items())),
        "kept": len(kept),
        "kept_by_document_type": dict(sorted(by_kind.items())),
        "purchase_lines": len(bought),
        "return_lines": sum(by_kind[kind] for kind in RETURNS),
        "purchase_documents": len({row.values["document_no"] for row in bought}),
        "client_codes": len({row.key[3] for row in kept}),
        "products": len({ALIASED.get(row.key[4], row.key[4]) for row in kept}),
        "sum_mt_ht": _euros(kept, "mt_ht"),
        "sum_mt_ttc": _euros(kept, "mt_ttc"),
        "first_day": min(row.key[2] for row in kept),
        "last_day": max(row.key[2] for row in kept),
    }


def _euros(rows: list[Row], column: str) -> str:
    cents = sum(value for row in rows if isinstance(value := row.values[column], int))
    return f"{cents // 100}.{cents % 100:02d}"


def people_truth(persons: list[Person], shared: list[list[str]]) -> dict[str, Any]:
    """Who is one person under several codes, and who only shares an address."""
    codes = [code for person in persons for code in person.codes]
    two = [person.codes for person in persons if len(person.codes) > 1]
    by_mail = [[c.client_code for c in pair] for pair in two if pair[1].email]
    by_phone = [[c.client_code for c in pair] for pair in two if not pair[1].email]
    return {
        "persons": len(persons),
        "client_codes": len(codes),
        "codes_without_email": sum(not code.email for code in codes),
        "codes_with_invalid_email": sum(
            bool(code.email) and not VALID.fullmatch(code.email.strip()) for code in codes
        ),
        "codes_refusing_letters": sum(code.optin is False for code in codes),
        "persons_with_two_codes": {"same_email": by_mail, "same_telephone_and_name": by_phone},
        "codes_sharing_an_address_without_being_one_person": shared,
        "persons_who_bought": sum(person.habit != "prospect" for person in persons),
    }


def files_truth(exports: list[Export], copies: dict[str, str]) -> dict[str, Any]:
    """Data lines of every file, and which file is a copy of which."""
    files = {
        export.path: {
            "data_lines": len(export.rows),
            "unparsable_lines": sum(1 for row in export.rows if row.torn),
        }
        for export in exports
    }
    return {"files": files, "copies": copies}
