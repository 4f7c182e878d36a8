"""Number formats that show leading zeros, and numbers written in them."""

import re

# A pattern is the text of a format with this in the place of every digit.
PLACE = "\0"
TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?P<digit>[0#?])|_.|\*.|(?P<plain>[-+ ()!&\'~{}])'
)
CONDITION = re.compile(r"\[[<>=]")


def leading_zeros(code: str) -> str | None:
    """Return the pattern of a format whole numbers are shown with leading zeros in, else None.

    `00000` → five places, `0#" "##" "##` → six places in three groups, `"CL"00000` → `CL` and
    five places. Behind a `0` a `#` shows its digit as well. Decimals, thousands, dates and
    conditions are none of it.
    """
    positive = code.split(";")[0]
    if CONDITION.search(positive):
        return None
    text, end = "", 0
    positive = re.sub(r"\[[^]]*\]", "", positive)
    for token in TOKEN.finditer(positive):
        if token.start() != end:
            return None
        end = token.end()
        digit = token["digit"]
        if digit is None:
            text += token["quoted"] or token["escaped"] or token["plain"] or ""
        elif digit == "0" or PLACE in text:
            text += PLACE
    return text if end == len(positive) and text.count(PLACE) > 1 else None


def in_pattern(digits: str, pattern: str) -> str:
    """Return a whole number as a format shows it (`1000` in `00000` → `01000`)."""
    if not digits.isdecimal():
        return digits
    places = pattern.count(PLACE)
    digits = digits.zfill(places)
    first = len(digits) - places + 1
    groups = iter((digits[:first], *digits[first:]))
    return "".join(next(groups) if place == PLACE else place for place in pattern)
