"""Number formats that show leading zeros, and numbers written in them."""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass

# A pattern is the text of a format with this in the place of every digit.
PLACE = "\0"
TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?P<digit>[0#?])|_.|\*.|(?P<plain>[-+ ()!&\'~{}])'
)
SECTION = re.compile(r'((?:"[^"]*"|\\.|[^;"\\])*);')
CONDITION = re.compile(r"\[(?P<compare><=|>=|<>|<|>|=) *(?P<bound>-?\d+(?:\.\d+)?) *\]")
COMPARED = re.compile(r"\[[<>=]")
Compare = Callable[[float, float], bool]
COMPARE: dict[str, Compare] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "=": operator.eq, "<>": operator.ne,
}  # fmt: skip
# The numbers the sections of a format are for, where no condition says so.
BY_SIGN: dict[int, tuple[tuple[Compare, float], ...]] = {
    1: (),
    2: ((operator.ge, 0.0),),
    3: ((operator.gt, 0.0), (operator.lt, 0.0)),
}


@dataclass(frozen=True)
class Zeros:
    """A format with leading zeros: its patterns, each with the numbers it is for, in order.

    A pattern is None where a section shows none.
    """

    sections: tuple[tuple[Compare, float, str | None], ...]

    def shown(self, value: float) -> str | None:
        """Return a whole number as the format shows it (`1000` in `00000` → `01000`).

        None where it is shown without leading zeros: for a fraction, and for less than nothing.
        """
        if value < 0 or not float(value).is_integer():
            return None
        for compare, bound, pattern in self.sections:
            if compare(value, bound):
                return None if pattern is None else _in_pattern(str(int(value)), pattern)
        return None


def leading_zeros(code: str) -> Zeros | None:
    """Return what a format shows whole numbers with leading zeros in, None when it shows none.

    `00000` → five places, `0#" "##" "##` → six places in three groups, `"CL"00000` → `CL` and
    five places. Behind a `0` a `#` shows its digit as well. `[<=99999]00000;0` does so for the
    numbers of its condition alone. Decimals, thousands and dates are none of it.
    """
    codes = [one for one in SECTION.findall(code + ";") if "@" not in one][:3]
    by_sign = BY_SIGN.get(len(codes), ())
    patterns = [_pattern(one) for one in codes]
    if not any(patterns) or any(_is_unreadable(one) for one in codes):
        return None
    sections: list[tuple[Compare, float, str | None]] = []
    for place, (one, pattern) in enumerate(zip(codes, patterns, strict=True)):
        condition = CONDITION.search(one)
        if condition:
            sections.append((COMPARE[condition["compare"]], float(condition["bound"]), pattern))
        elif place < len(by_sign):
            sections.append((*by_sign[place], pattern))
        else:
            sections.append((operator.ge, float("-inf"), pattern))
    return Zeros(tuple(sections))


def _pattern(section: str) -> str | None:
    """Return the pattern of one section of a format, None when it shows no leading zeros."""
    text, end = "", 0
    section = re.sub(r"\[[^]]*\]", "", section)
    for token in TOKEN.finditer(section):
        if token.start() != end:
            return None
        end = token.end()
        digit = token["digit"]
        if digit is None:
            text += token["quoted"] or token["escaped"] or token["plain"] or ""
        elif digit == "0" or PLACE in text:
            text += PLACE
    return text if end == len(section) and text.count(PLACE) > 1 else None


def _is_unreadable(section: str) -> bool:
    """Return whether a section has a condition that is none of the usual."""
    return COMPARED.search(section) is not None and CONDITION.search(section) is None


def _in_pattern(digits: str, pattern: str) -> str:
    places = pattern.count(PLACE)
    digits = digits.zfill(places)
    first = len(digits) - places + 1
    groups = iter((digits[:first], *digits[first:]))
    return "".join(next(groups) if place == PLACE else place for place in pattern)
