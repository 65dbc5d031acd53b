"""The automatic numbers of paragraphs in Word, which are not among their characters.

A paragraph, or its style, names a list and a level (w:numPr); the list tells how each level is
counted and written (ECMA-376 Part 1, 17.9). Bullets have no number. Paragraphs in the cells of a
table are not numbered here: a cell with a number would become another number.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

from intake.readers.word_elements import attribute, child, name_of, value
from model.text import chinese_numerals

_LEVELS: Final = 9
_MOST: Final = 999
"""The greatest number that is written; a list of a report has fewer entries."""
_PLACE: Final = re.compile("%([1-9])")
_CAPITALS: Final = "零壹贰叁肆伍陆柒捌玖拾"
_CELESTIAL: Final = "甲乙丙丁戊己庚辛壬癸"
_ROMAN: Final = (
    *((100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_CHINESE: Final = frozenset(
    (
        *("chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting"),
        *("taiwaneseCounting", "taiwaneseCountingThousand", "japaneseDigitalTenThousand"),
    )
)
_UNWRITTEN: Final = frozenset(("bullet", "none"))
_DEEPEST: Final = 20
"""Most styles that are based on each other."""


@dataclass(frozen=True)
class _Level:
    """How a level is counted and written: its first number, format, and text with %1 to %9."""

    start: int = 1
    kind: str = "decimal"
    text: str = ""
    style: str = ""


@dataclass
class _List:
    """The levels of a list, and the numbers that its paragraphs have reached."""

    levels: Mapping[int, _Level]
    reached: dict[int, int] = field(default_factory=dict)


class ParagraphNumbers:
    """Counts the numbered paragraphs of one document, in order."""

    def __init__(self, numbering: Iterable[Element] = (), styles: Iterable[Element] = ()) -> None:
        numbering = list(numbering)
        lists = _lists(numbering)
        self._lists: dict[str, _List] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        for element in _named(numbering, "num"):
            key, of = attribute(element, "numId"), value(element, ("abstractNumId",)) or ""
            if of in lists:
                self._lists[key] = lists[of]
                self._restarts[key] = dict(_starts(element))
        self._styles = {attribute(style, "styleId"): style for style in _named(styles, "style")}

    def number(self, paragraph: Element) -> str:
        """Return the number of a paragraph as it is printed; empty without one.

        Call it for each paragraph in order, also for those without text, which count as well.
        """
        key, level = self._place(paragraph)
        here = self._lists.get(key)
        if here is None or level not in here.levels:
            return ""
        start = self._restarts[key].pop(level, None)
        first = here.levels[level].start if start is None else start
        is_new = start is not None or level not in here.reached
        here.reached[level] = first if is_new else here.reached[level] + 1
        for deeper in [one for one in here.reached if one > level]:
            del here.reached[deeper]
        return _written(here, level)

    def _place(self, paragraph: Element) -> tuple[str, int]:
        """Return the list and the level of a paragraph: its own, or those of its style."""
        properties = child(paragraph, "pPr")
        if properties is None:
            return "", 0
        key, level, style = _list_of(properties), _level_of(properties), ""
        based: str | None = value(properties, ("pStyle",))
        for _ in range(_DEEPEST):
            if key is not None or based not in self._styles:
                break
            style = based
            of_style = child(self._styles[style], "pPr")
            if of_style is not None:
                key = _list_of(of_style)
                level = _level_of(of_style) if level is None else level
            based = value(self._styles[style], ("basedOn",))
        here = self._lists.get(key or "")
        if level is None and here is not None and style:
            level = next((n for n, one in here.levels.items() if one.style == style), None)
        return key or "", level or 0


def _list_of(properties: Element) -> str | None:
    return value(properties, ("numPr", "numId"))


def _level_of(properties: Element) -> int | None:
    text = value(properties, ("numPr", "ilvl"))
    return _whole(text, 0) if text else None


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 5 else default


def _named(elements: Iterable[Element], name: str) -> Iterator[Element]:
    yield from (element for element in elements if name_of(element) == name)


def _lists(numbering: Iterable[Element]) -> dict[str, _List]:
    """Return the lists by their ids; one that only links to a style is the list of that style."""
    abstract = {attribute(one, "abstractNumId"): one for one in _named(numbering, "abstractNum")}
    linked = {value(one, ("styleLink",)): one for one in abstract.values()}
    return {
        key: _List(dict(_levels(linked.get(value(one, ("numStyleLink",)) or "", one))))
        for key, one in abstract.items()
    }


def _levels(abstract: Element) -> Iterator[tuple[int, _Level]]:
    for element in _named(abstract, "lvl"):
        number = _whole(attribute(element, "ilvl"), _LEVELS)
        if number < _LEVELS:
            yield (
                number,
                _Level(
                    _whole(value(element, ("start",)), 1),
                    value(element, ("numFmt",)) or "decimal",
                    value(element, ("lvlText",)) or "",
                    value(element, ("pStyle",)) or "",
                ),
            )


def _starts(element: Element) -> Iterator[tuple[int, int]]:
    """Yield the levels that a list begins anew, with their first numbers."""
    for override in _named(element, "lvlOverride"):
        if start := value(override, ("startOverride",)):
            yield _whole(attribute(override, "ilvl"), 0), _whole(start, 1)


def _written(here: _List, level: int) -> str:
    if here.levels[level].kind in _UNWRITTEN:
        return ""

    def number(place: re.Match[str]) -> str:
        of = int(place[1]) - 1
        one = here.levels.get(of, _Level())
        return _formatted(here.reached.get(of, one.start), one.kind)

    text = _PLACE.sub(number, here.levels[level].text)
    return f"{text} " if text[-1:].isalnum() else text


def _formatted(number: int, kind: str) -> str:
    if not 0 < number <= _MOST:
        return str(number)
    if kind in _CHINESE:
        return chinese_numerals(number)
    if kind in ("chineseLegalSimplified", "ideographLegalTraditional") and number < len(_CAPITALS):
        return _CAPITALS[number]
    if kind == "ideographTraditional" and number <= len(_CELESTIAL):
        return _CELESTIAL[number - 1]
    if kind.endswith("Roman"):
        return _roman(number).lower() if kind.startswith("lower") else _roman(number)
    if kind.endswith("Letter"):
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.lower() if kind.startswith("lower") else letter
    return str(number)


def _roman(number: int) -> str:
    written = ""
    for worth, letters in _ROMAN:
        count, number = divmod(number, worth)
        written += letters * count
    return written
