"""Telephone numbers nobody has: ranges kept for fiction, written as people write them."""

from __future__ import annotations

import random


def phone(rng: random.Random, country: str, four: str) -> str:
    """A telephone number nobody has: ranges kept for fiction, written as people do."""
    if country == "Allemagne":
        return rng.choice(["+49 30 23125 {}", "0049 30 23125{}", "030/23125 {}"]).format(four[:3])
    if country == "Suisse":
        return rng.choice(["+41 44 555 {} {}", "0041 44 555{}{}"]).format(four[:2], four[2:])
    if country == "Belgique":
        return rng.choice(["+32 2 555 {} {}", "02 555 {} {}"]).format(four[:2], four[2:])
    if country == "Luxembourg":
        return f"+352 555 {four[:3]}"
    return french_phone(rng, rng.choice(["63998", "63998", "35301"]) + four)


def french_phone(rng: random.Random, digits: str) -> str:
    """Nine national digits in one of the ways French people write them."""
    one, pairs = digits[0], [digits[i : i + 2] for i in (1, 3, 5, 7)]
    spaced = " ".join(pairs)
    return rng.choice(
        [
            f"0{one} {spaced}",
            f"0{one} {spaced}",
            f"0{one}.{'.'.join(pairs)}",
            f"0{one}-{'-'.join(pairs)}",
            f"0{digits}",
            f"+33 {one} {spaced}",
            f"+33{digits}",
            f"0033 {one} {spaced}",
            f"+33 (0){one} {spaced}",
            f"Tél. 0{one} {spaced}",
            digits,  # a spreadsheet ate the leading zero
        ]
    )
