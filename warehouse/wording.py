"""Counts, figures and days as a person writes them, and the signs around them.

The owner's commands speak French, all others English: docs/decisions/languages.md.
"""

import re
import unicodedata
from datetime import date, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")

# A space a line must not break at: before a high sign, and inside quotation marks.
_LOOSE = re.compile(r" (?=[:;!?»])|(?<=«) ")
_WORD = re.compile(r"\b(\w*[^\Wsxz])\b")


def typeset(text: str) -> str:
    """Return French text with no-break spaces (U+00A0) where French wants them."""
    return _LOOSE.sub("\u00a0", text)


def unaccented(text: str) -> str:
    """Return text without its accents: `Éluère` is `Eluere`; ligatures `œ` are spelt out."""
    apart = unicodedata.normalize("NFD", text.replace("œ", "oe").replace("Œ", "OE"))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def figure(number: float, decimals: int = 0) -> str:
    """Return a number as French writes it: `24 670` (U+202F), `27,7`."""
    return f"{number:,.{decimals}f}".replace(",", "\u202f").replace(".", ",")


def day(value: date) -> str:
    """Return a date as French writes it: `16/11/2026`."""
    return f"{value:%d/%m/%Y}"


def moment(value: datetime | None) -> str:
    """Return a time of Paris as French writes it, `16/11/2026 07:30`; nothing for None."""
    return f"{value.astimezone(PARIS):%d/%m/%Y %H:%M}" if value else ""


def french(number: int, noun: str, plural: str | None = None) -> str:
    """Return `1 ligne lue`, `2 lignes lues`: from two on, each word of `noun` gets its s.

    `plural` replaces it where an s is not enough.
    """
    words = noun if abs(number) < 2 else plural or _WORD.sub(r"\1s", noun)
    return f"{figure(number)} {words}"


def english(number: int, noun: str, plural: str | None = None) -> str:
    """Return `1 row`, `2 rows`: all but one get the s, or are `plural`."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"
