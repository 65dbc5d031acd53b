"""Stored and displayed texts of worksheet values: numbers, percentages, dates, rich text.

The number formats that clerks use for counts and shares are applied; formats with fractions,
exponents or conditions are ignored. Source: ECMA-376 Part 1, 18.4 (shared strings),
18.8.30 and 18.8.31 (number formats), 18.17.4 (dates).
"""

import math
import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum, auto
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from intake.content import SUPERSCRIPTS

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
"""Built-in number formats by id; files need not contain them."""
_BETWEEN: Final = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')
"""A semicolon outside quotes: it separates the sections for positive, negative numbers and zero."""
_INVISIBLE: Final = re.compile(r"\[(?:[A-Za-z]+[0-9]*|\$[^\]]*)\]|_.|\*.")
"""Colours, locales, and spaces as wide as a character."""
_WORDS: Final = r'(?:"[^"]*"|\\.|[^0-9#?.,%"\\A-Za-z@\[\]/])*'
_NUMBER: Final = re.compile(
    rf"(?P<before>{_WORDS})(?P<whole>[#0?]+(?:,[#0?]+)*)(?:\.(?P<part>[#0?]+))?(?P<percent>%?)"
    rf"(?P<after>{_WORDS})"
)
_LITERAL: Final = re.compile(rf"{_WORDS}[#?]*")
"""A section without digits: a dash for zero, or nothing."""
_LONGEST: Final = 200
"""Most characters of a format that is applied."""


def displayed(number: Decimal, code: str) -> str | None:
    """Return a number as a format displays it; None if the format is not supported."""
    if len(code) > _LONGEST or abs(number) >= Decimal("1e15"):
        return None
    sections = _BETWEEN.split(code)
    which = 1 if number < 0 else 2 if number == 0 else 0
    has_own = 0 < which < len(sections)
    section = _INVISIBLE.sub("", sections[which if has_own else 0])
    found = _NUMBER.fullmatch(section)
    if not found:
        return _literal(section) if len(sections) > 1 and _LITERAL.fullmatch(section) else None
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
    words = (_literal(found[side]) for side in ("before", "after"))
    return f"{minus}{next(words)}{whole}{point}{digits}{found['percent']}{next(words)}"


def _literal(words: str) -> str:
    """Return the literal text of a format without its quotes."""
    return re.sub(r'"([^"]*)"|\\(.)', r"\1\2", words.rstrip("#?"))


_ESCAPE: Final = re.compile("_x([0-9A-Fa-f]{4})_")
_QUOTED: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
"""Literal text, colours and locales of a number format."""
_DATES: Final = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
"""Built-in date formats by id; 27–36 and 50–58 are Chinese."""
_DIGITS: Final = 15
"""Significant digits that a spreadsheet displays: it stores 12.3 as 12.300000000000001."""
_LAST_DAY: Final = 2_958_466
"""The day after 31 December 9999."""


class FormatMeaning(Enum):
    """The kind of value that a number format displays."""

    NUMBER = auto()
    PERCENT = auto()
    DATE = auto()


class Format(NamedTuple):
    """A number format: the kind of value it displays, and its code."""

    meaning: FormatMeaning = FormatMeaning.NUMBER
    code: str = ""


class NumberFormats:
    """The number formats of a workbook by the style of a cell, and its date system."""

    def __init__(self, styles: Element | None, from_1904: bool = False) -> None:
        self.from_1904 = from_1904
        own: dict[str, str] = {}
        self._styles: list[Format] = []
        for group in () if styles is None else styles:
            if group.tag.endswith("}numFmts"):
                own = {item.get("numFmtId", ""): item.get("formatCode", "") for item in group}
            elif group.tag.endswith("}cellXfs"):
                self._styles = [format_of(item.get("numFmtId", "0"), own) for item in group]

    def of(self, style: str) -> Format:
        """Return the format of a style; a plain number for an unknown style."""
        known = style.isascii() and style.isdigit() and len(style) < 7
        if not known or int(style) >= len(self._styles):
            return Format()
        return self._styles[int(style)]


def format_of(key: str, own: Mapping[str, str]) -> Format:
    """Return the format with an id, by its code if the file has its own for it."""
    number = int(key) if key.isascii() and key.isdigit() and len(key) < 7 else 0
    code = own.get(key, BUILT_IN.get(number, ""))
    bare = _QUOTED.sub("", code).lower()
    is_date = any(letter in bare for letter in "ymdhs") and "general" not in bare
    if "%" in bare:
        return Format(FormatMeaning.PERCENT, code)
    if is_date or (key not in own and number in _DATES):
        return Format(FormatMeaning.DATE, code)
    return Format(FormatMeaning.NUMBER, code)


def stored_and_shown(text: str, form: Format, from_1904: bool) -> tuple[str, str | None]:
    """Return a number as text, and its displayed text if that differs.

    Examples: 12, 12.5, 12.5%, 2024-03-01, 2024-03-01 08:30:00, 08:30:00.
    """
    try:
        number = float(text)
    except ValueError:
        return text, None
    if not math.isfinite(number):
        return text, None
    if form.meaning is FormatMeaning.DATE and 0 <= number < _LAST_DAY:
        return _date(number, from_1904), None
    exact = Decimal(f"{number:.{_DIGITS}g}")
    written = _written(text, exact, form.meaning)
    shown = displayed(exact, form.code)
    return written, None if shown == written else shown


def _written(text: str, exact: Decimal, meaning: FormatMeaning) -> str:
    """Return the text of a number with all its digits."""
    if text.isascii() and text.isdigit() and meaning is not FormatMeaning.PERCENT:
        return text
    value = exact * (100 if meaning is FormatMeaning.PERCENT else 1)
    whole = value == value.to_integral_value() and abs(value) < 10**_DIGITS
    written = str(int(value)) if whole else _unpadded(value)
    return f"{written}%" if meaning is FormatMeaning.PERCENT else written


def _unpadded(number: Decimal) -> str:
    """Return the text of a number, with an exponent only for very small and very large ones."""
    plain_size = Decimal("1e-9") < abs(number) < Decimal("1e15")
    return f"{number.normalize():f}" if plain_size else repr(float(number))


def _date(number: float, from_1904: bool) -> str:
    """Return days and a fraction of a day as a date; Excel counts a 29 February 1900 as day 60."""
    days = int(number)
    moment = timedelta(seconds=round((number - days) * 86_400))
    if not days and not from_1904:
        return str(datetime(1900, 1, 1) + moment)[11:]
    first = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30 if days >= 60 else 31)
    try:
        found = first + timedelta(days=days) + moment
    except OverflowError:
        return repr(number)
    return str(found) if moment else str(found.date())


def plain(item: Element) -> str:
    """Return the text of a string item without phonetic guides and with unescaped characters."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), "".join(_runs(item)))


def _runs(item: Element) -> Iterator[str]:
    for element in item:
        name = element.tag.rpartition("}")[2]
        if name == "t":
            yield element.text or ""
        elif name == "r":
            raised = SUPERSCRIPTS if _is_raised(element) else {}
            yield from (run.translate(raised) for run in _runs(element))


def _is_raised(run: Element) -> bool:
    return any(
        element.tag.endswith("}vertAlign") and element.get("val") == "superscript"
        for element in run.iter()
    )
