"""How a worksheet shows a number: rounded, with separators, with words around it, or not at all.

Source: ECMA-376 Part 1, 18.8.30 and 18.8.31. What is read are the formats that clerks use for
counts and shares; fractions, exponents and conditions are left to the number itself.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

BUILT_IN: Final = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
}
"""Formats that need not be written into a file."""
_BETWEEN: Final = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')
"""A semicolon outside of quotes: it ends what is for positive, negative numbers, and zero."""
_UNSEEN: Final = re.compile(r"\[(?:[A-Za-z]+[0-9]*|\$[^\]]*)\]|_.|\*.")
"""Colours and countries, and the width of a character left blank."""
_WORDS: Final = r'(?:"[^"]*"|\\.|[^0-9#?.,%"\\A-Za-z@\[\]/])*'
_NUMBER: Final = re.compile(
    rf"(?P<before>{_WORDS})(?P<whole>[#0?]+(?:,[#0?]+)*)(?:\.(?P<part>[#0?]+))?(?P<percent>%?)"
    rf"(?P<after>{_WORDS})"
)
_SPOKEN: Final = re.compile(rf"{_WORDS}[#?]*")
"""What shows no digit: a dash for zero, or nothing."""
_LONGEST: Final = 200
"""Characters of a format that are looked at."""


def displayed(number: Decimal, code: str) -> str | None:
    """Give a number as a format shows it; nothing where the format is not understood."""
    if len(code) > _LONGEST or abs(number) >= Decimal("1e15"):
        return None
    sections = _BETWEEN.split(code)
    which = 1 if number < 0 else 2 if number == 0 else 0
    has_own = 0 < which < len(sections)
    section = _UNSEEN.sub("", sections[which if has_own else 0])
    found = _NUMBER.fullmatch(section)
    if not found:
        return _spoken(section) if len(sections) > 1 and _SPOKEN.fullmatch(section) else None
    part, least = found["part"] or "", len(found["whole"].replace(",", "").lstrip("#?"))
    value = abs(number) * (100 if found["percent"] else 1)
    value = value.quantize(Decimal(1).scaleb(-len(part)), ROUND_HALF_UP)
    whole, _, digits = f"{value:f}".partition(".")
    whole = whole.lstrip("0").zfill(least)
    if "," in found["whole"]:
        whole = re.sub(r"(?<=[0-9])(?=(?:[0-9]{3})+$)", ",", whole)
    kept = len(part.rstrip("#?"))
    digits = digits[:kept] + digits[kept:].rstrip("0")
    point = "." if part else ""
    minus = "-" if number < 0 and value and not has_own else ""
    words = (_spoken(found[side]) for side in ("before", "after"))
    return f"{minus}{next(words)}{whole}{point}{digits}{found['percent']}{next(words)}"


def _spoken(words: str) -> str:
    """Give the words of a format without their quotes."""
    return re.sub(r'"([^"]*)"|\\(.)', r"\1\2", words.rstrip("#?"))
