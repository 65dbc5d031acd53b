"""Labels, numbers and units as they are printed, matched with the official ones of a form.

Real reports drop characters, spaces and brackets, number differently, and mix widths. A label is
known by its words alone, or by likeness where only one official label is similar. A cell holds a
number, a blank or a stroke, and may hold a remark. A unit of measurement is stated at a number or
declared elsewhere: 元 where the form has 万元 makes every number wrong by 10,000.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final, NamedTuple

from intake.content import RAISED
from model.errors import UnreadableError
from model.form.table import Cell, Table
from model.text import CHINESE_DIGITS
from model.values import Number, ValueKind, read_number

ALIKE: Final = 0.8
"""Least likeness of a label to an official one that is not the same."""
_AHEAD: Final = 0.1
"""How much more it has to be like that one than like any other."""
_MOST: Final = 500
"""Labels that are compared with the official ones; a sheet of other things has thousands."""
_SHORTEST: Final = 4
"""Characters from which on a label may be matched by likeness."""
_NUMBERING: Final = re.compile(r"[(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)、.:]+")
_BRACKETED: Final = re.compile(r"\([^()]*\)")
_NOTED: Final = dict.fromkeys(RAISED.values())
"""Marks of notes at a label are none of its words."""
_MARKS: Final = re.compile(r"[\W_]")
_TURNING: Final = frozenset("上下去前后不未非")
"""Characters that make another label of one: 上年制发 is not 本年制发, however alike."""


@lru_cache(maxsize=4096)
def words(text: str) -> str:
    """Return what a label says without numbering, spaces, marks: «(六) 其他 处理» → «其他处理»."""
    bare = "".join(unicodedata.normalize("NFKC", text.translate(_NOTED)).split())
    while found := _NUMBERING.match(bare):
        bare = bare[found.end() :]
    return _MARKS.sub("", bare)


@lru_cache(maxsize=4096)
def short_words(text: str) -> str:
    """Return the words of a label without what stands in brackets, which units leave out."""
    return words(_BRACKETED.sub("", unicodedata.normalize("NFKC", text))) or words(text)


class Labels:
    """Official labels, each with the keys it stands for; finds those that a printed one means."""

    def __init__(self, keyed: Iterable[tuple[str, str]]) -> None:
        self._known: dict[str, list[str]] = {}
        self._guessed: dict[str, list[str]] = {}
        for label, key in keyed:
            for said in dict.fromkeys((words(label), short_words(label))):
                keys = self._known.setdefault(said, [])
                keys += [key] * (key not in keys)

    def keys(self, printed: str) -> list[str]:
        """Return the keys of the official label that a printed one is; none where none is sure."""
        for said in (words(printed), short_words(printed)):
            if said in self._known:
                return self._known[said]
        said = words(printed)
        if said not in self._guessed:
            self._guessed[said] = self._alike(said)
        return self._guessed[said]

    def _alike(self, said: str) -> list[str]:
        if len(said) < _SHORTEST or len(self._guessed) >= _MOST:
            return []
        likeness = {
            one: SequenceMatcher(None, said, one).ratio()
            for one in self._known
            if _most_alike(said, one) >= ALIKE - _AHEAD  # less changes nothing
        }
        best = _far_ahead(likeness, self._known)
        alike = best and _TURNING & set(best) == _TURNING & set(said)
        return self._known[best] if alike else []


def _most_alike(one: str, other: str) -> float:
    """Return how much two labels can be alike at most: by length, or by characters in any order."""
    both = len(one) + len(other)
    if 2 * min(len(one), len(other)) < (ALIKE - _AHEAD) * both:
        return 0.0
    return 2 * (_counted(one) & _counted(other)).total() / both


@lru_cache(maxsize=4096)
def _counted(label: str) -> Counter[str]:
    return Counter(label)


def _far_ahead(likeness: Mapping[str, float], known: Mapping[str, list[str]]) -> str:
    """Give the label that is most alike; empty where that is not alike, or others are nearly so."""
    best = max(likeness, key=lambda one: likeness[one], default="")
    others = (likeness[one] for one in likeness if known[one] != known[best])
    sure = likeness.get(best, 0.0) >= max(ALIKE, max(others, default=0.0) + _AHEAD)
    return best if sure else ""


_BLANK: Final = re.compile(r"[\s/／\\—–―－_-]*")
_PARTS: Final = re.compile(
    r"\s*(?P<number>[+＋\-－−]?\s*[0-9０-９][0-9０-９,，.．\s]*?)\s*(?P<unit>万元|元|件|条|项)?\s*"
    r"(?P<remark>[*＊※⁰¹²³⁴-⁹]+|[（(【\[].*)?\s*",
    re.DOTALL,
)
_BRACKETS: Final = "（）()【】[] \n\t"


class CellContent(NamedTuple):
    """What a cell says: its number, if any, the unit and the remark printed with it."""

    number: Number | None
    unit: str = ""
    remark: str = ""


def is_blank(text: str) -> bool:
    """Whether a cell says nothing: it is empty, or has a stroke."""
    return bool(_BLANK.fullmatch(text))


def is_value(text: str) -> bool:
    """Whether a cell may be one of values: blank, a stroke, or a number with what goes with it."""
    return len(text) <= _MOST and bool(_BLANK.fullmatch(text) or _PARTS.fullmatch(text))


def read(text: str, kind: ValueKind) -> CellContent:
    """Read a cell; blanks and strokes have no number.

    Raises:
        UnreadableError: it is neither; the sentence quotes it.
    """
    if _BLANK.fullmatch(text):
        return CellContent(None)
    found = _PARTS.fullmatch(text) if len(text) <= _MOST else None
    if found is None:
        raise UnreadableError(f"「{text[:20]}」不是数字。")
    number = read_number(found["number"].strip(), kind)
    return CellContent(number, found["unit"] or "", (found["remark"] or "").strip(_BRACKETS))


_WRITTEN: Final = str.maketrans("仟佰拾圆萬億", "千百十元万亿")
_SCALE: Final = "[亿万千百十]"
_COUNTED: Final = "(?:件次|人次|[件条项份宗起个次篇部])"
_MONEY: Final = re.compile(rf"(?<![多单公])({_SCALE}*(?:美|港|欧|日)?元)(?![月旦素宵件])")
_MANY: Final = re.compile(rf"(?<![{CHINESE_DIGITS}十百千万亿第数几])[百千万亿]+{_COUNTED}")
_UNIT: Final = rf"(?:{_SCALE}*(?:美|港|欧|日)?元|{_SCALE}*{_COUNTED}|{_SCALE}+)"
_DECLARED: Final = re.compile(
    rf"单位(?:均|统一)?(?:[:为是])?[(\[]?((?:人民币)?{_UNIT}(?:[、/,;及和或]{_UNIT})*)"
    rf"(?=$|\W|[计人])|[以按]({_UNIT})(?:为单位|计|填|统计)"
)
_ALONE: Final = re.compile(rf"[(\[]?(?:人民币)?({_UNIT}(?:[、/]{_UNIT})*)[)\]]?")
_BARE: Final = re.compile(rf"(?<!{_SCALE}){_SCALE}+(?=$|[、/,;及和或])")


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).translate(_WRITTEN).split())


def stated_units(text: str) -> frozenset[str]:
    """Return the units of money, and scaled units of counts, that a heading or a label names."""
    plain = _plain(text)
    units = [*_MONEY.findall(plain), *_MANY.findall(plain)]
    return frozenset(units) | declared_units(text)


def declared_units(text: str) -> frozenset[str]:
    """Return the units that a line declares for numbers elsewhere: «单位：元», «（元）»."""
    plain = _plain(text)
    alone = _ALONE.fullmatch(plain)
    said = [alone[1]] if alone else [one or other for one, other in _DECLARED.findall(plain)]
    units = [unit for part in said for unit in (*_MONEY.findall(part), *_MANY.findall(part))]
    bare = [scale for part in said for scale in _BARE.findall(part)]
    return frozenset((*units, *(f"{scale}{unit}" for scale in bare for unit in ("元", "件"))))


def declared_in_any(texts: Iterable[str]) -> frozenset[str]:
    """Return the units that any of several lines declares."""
    return frozenset[str]().union(*map(declared_units, texts))


def money_units(units: Iterable[str]) -> frozenset[str]:
    """Return the units of money among units."""
    return frozenset(unit for unit in units if unit.endswith("元"))


def units_other_than(official: Cell, units: Iterable[str]) -> str:
    """Return the stated units that are not those of an official cell; empty where none is."""
    said = (
        money_units(units) if official.kind is ValueKind.MONEY else set(units) - money_units(units)
    )
    return "、".join(sorted(said - {official.unit, *official.units}))


def says_unit(line: str, table: Table) -> bool:
    """Return whether a line says the unit of a table and nothing else: «单位：件»."""
    units = {unit for cell in table.cells.values() for unit in (cell.unit, *cell.units)}
    bare = _plain(line).strip("()[]").removeprefix("计量").removeprefix("单位").lstrip(":为")
    return bool(bare) and set(re.split("[、/,;及和或]", bare)) <= units


@dataclass(frozen=True)
class Found:
    """One cell of a table as the source prints it.

    ``number`` is None where the source is blank or has a stroke. ``doubt`` says why the clerk has
    to look: nothing with a doubt is taken over in silence. ``unit`` is the one that the source
    states where the form leaves a choice.
    """

    address: str
    text: str
    where: str
    number: Number | None
    remark: str = ""
    doubt: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Puzzle:
    """Something that was not understood: its place, what stands there, and why.

    ``addresses`` are the cells that were not read because of it.
    """

    where: str
    text: str
    why: str
    addresses: tuple[str, ...] = ()

    def __str__(self) -> str:
        shown = " ".join(self.text.split())
        return f"{self.where}「{shown[:30]}{'…' * (len(shown) > 30)}」：{self.why}"
