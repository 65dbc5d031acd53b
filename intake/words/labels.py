"""Match printed labels, numbers and units with the official ones of a form.

Real reports drop characters, spaces and brackets, use other numbering, and mix character widths. A
label is matched by its words only, or by likeness if exactly one official label is similar. A cell
contains a number, a blank or a dash, and may contain a remark. A unit of measurement is stated at a
number or declared elsewhere: 元 instead of 万元 makes every number wrong by a factor of 10,000.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final, NamedTuple

from intake.content import SUPERSCRIPTS
from model.errors import UnreadableError
from model.form.entry import read_number
from model.form.table import Cell, Table
from model.text import CHINESE_DIGITS
from model.values import Number, ValueKind

ALIKE: Final = 0.8
"""Least likeness of a label to an official one that differs from it."""
_LEAD: Final = 0.1
"""Least lead of the most similar official label over all others."""
_MOST: Final = 500
"""Most labels that are compared by likeness; an unrelated sheet has thousands."""
_SHORTEST: Final = 4
"""Least characters of a label that is matched by likeness."""
_NUMBERING: Final = re.compile(r"[(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)、.:]+")
_BRACKETED: Final = re.compile(r"\([^()]*\)")
_NOTED: Final = dict.fromkeys(SUPERSCRIPTS.values())
"""Marks of notes at a label, which are not part of its words."""
MARKS: Final = re.compile(r"[\W_]")
"""Everything but letters and digits."""
NOTE_HEAD: Final = re.compile(r"(?:备?注|说明)\s*\d{0,2}[：:]")
"""The beginning of a note under a table: 注：, 备注1：, 说明："""
_CALLED: Final = {"合计": "总计", "总数": "总计"}
"""Words that mean the same as those of the forms, too short to be known by likeness."""
_REVERSING: Final = frozenset("上下去前后不未非")
"""Characters that change the meaning of a label: 上年制发 is not 本年制发."""


@lru_cache(maxsize=4096)
def words(text: str) -> str:
    """Return a label without numbering, spaces and marks: «(六) 其他 处理» → «其他处理»."""
    bare = "".join(unicodedata.normalize("NFKC", text.translate(_NOTED)).split())
    while found := _NUMBERING.match(bare):
        bare = bare[found.end() :]
    bare = MARKS.sub("", bare)
    return _CALLED.get(bare, bare)


@lru_cache(maxsize=4096)
def short_words(text: str) -> str:
    """Return the words of a label without its parts in brackets, which units often omit."""
    return words(_BRACKETED.sub("", unicodedata.normalize("NFKC", text))) or words(text)


class Labels:
    """Official labels with the keys that each stands for; finds the keys of a printed label."""

    def __init__(self, keyed: Iterable[tuple[str, str]]) -> None:
        self._known: dict[str, list[str]] = {}
        self._guessed: dict[str, list[str]] = {}
        for label, key in keyed:
            for wording in dict.fromkeys((words(label), short_words(label))):
                keys = self._known.setdefault(wording, [])
                keys += [key] * (key not in keys)

    def keys(self, printed: str) -> list[str]:
        """Return the keys of the official label that a printed one means; empty if not sure."""
        for wording in (words(printed), short_words(printed)):
            if wording in self._known:
                return self._known[wording]
        wording = words(printed)
        if wording not in self._guessed:
            self._guessed[wording] = self._alike(wording)
        return self._guessed[wording]

    def _alike(self, wording: str) -> list[str]:
        if len(wording) < _SHORTEST or len(self._guessed) >= _MOST:
            return []
        likeness = {
            one: SequenceMatcher(None, wording, one).ratio()
            for one in self._known
            if _most_alike(wording, one) >= ALIKE - _LEAD  # a lower one has no influence
        }
        best = _clearly_best(likeness, self._known)
        alike = best and _REVERSING & set(best) == _REVERSING & set(wording)
        return self._known[best] if alike else []


def _most_alike(one: str, other: str) -> float:
    """Return an upper bound of the likeness of two labels, by length and by their characters."""
    both = len(one) + len(other)
    if 2 * min(len(one), len(other)) < (ALIKE - _LEAD) * both:
        return 0.0
    return 2 * (_counted(one) & _counted(other)).total() / both


@lru_cache(maxsize=4096)
def _counted(label: str) -> Counter[str]:
    return Counter(label)


def _clearly_best(likeness: Mapping[str, float], known: Mapping[str, list[str]]) -> str:
    """Return the most similar label; empty if it is too different or not clearly the best."""
    best = max(likeness, key=lambda one: likeness[one], default="")
    others = (likeness[one] for one in likeness if known[one] != known[best])
    sure = likeness.get(best, 0.0) >= max(ALIKE, max(others, default=0.0) + _LEAD)
    return best if sure else ""


_BLANK: Final = re.compile(r"[\s/／\\—–―－_-]*")
_PARTS: Final = re.compile(
    r"\s*(?P<number>[+＋\-－−]?\s*[0-9０-９](?:[0-9０-９,，.．\s]*[0-9０-９,，.．])?)\s*"
    r"(?:(?P<unit>万元|元|件|条|项)\s*)?(?:(?P<remark>[*＊※⁰¹²³⁴-⁹]+|[（(【\[].*)\s*)?",
    re.DOTALL,
)
_BRACKETS: Final = "（）()【】[] \n\t"
_NOT_SEEN: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
"""Characters without width, which web pages leave in cells."""
_SAID: Final = re.compile(
    rf"[—/]*[暂均]?无.{{0,6}}|没有.{{0,4}}|[暂尚]?未.{{0,6}}|见.{{1,6}}|待.{{1,4}}|空白?|缺|略|不适用|不详|统计中|[NnＮ][/／]?[AaＡ]|[?？xX×*＊○〇Oo]{{1,3}}|"
    rf"[约近]?[{CHINESE_DIGITS}零两十百千万]+[^、.．]{{0,2}}|"
    r"[约近]?[0-9０-９][0-9０-９,，\s]*(?:[.．][0-9０-９]+)?[^0-9０-９.．、:：)）]{0,4}"
)
"""What people write instead of a number: 无, 十二, 12份, 约5."""
_WORD: Final = 8
"""Most characters of a word that stands for a number."""


class CellContent(NamedTuple):
    """The content of a cell: its number, if any, and the unit and remark printed with it."""

    number: Number | None
    unit: str = ""
    remark: str = ""


def is_blank(text: str) -> bool:
    """Return whether a cell is empty or has a dash."""
    return bool(_BLANK.fullmatch(text.translate(_NOT_SEEN)))


def is_value(text: str) -> bool:
    """Return whether a cell may be a value: a blank, a dash, or a number with unit and remark."""
    bare = text.translate(_NOT_SEEN)
    return len(bare) <= _MOST and bool(_BLANK.fullmatch(bare) or _PARTS.fullmatch(bare))


def stands_for_value(text: str) -> bool:
    """Return whether a cell is a value, or has words instead of one: 无, 十二, 12份."""
    bare = text.translate(_NOT_SEEN).strip()
    return is_value(text) or (len(bare) <= _WORD and _SAID.fullmatch(bare) is not None)


def read(text: str, kind: ValueKind) -> CellContent:
    """Return the content of a cell; a blank and a dash have no number.

    Raises:
        UnreadableError: it is neither a blank nor a number; the message quotes it.
    """
    text = text.translate(_NOT_SEEN)
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
    """Return the units of money, and the scaled units of counts, in a heading or a label."""
    plain = _plain(text)
    units = [*_MONEY.findall(plain), *_MANY.findall(plain)]
    return frozenset(units) | declared_units(text)


def declared_units(text: str) -> frozenset[str]:
    """Return the units that a line declares for numbers elsewhere: «单位：元», «（元）»."""
    plain = _plain(text)
    alone = _ALONE.fullmatch(plain)
    declared = [alone[1]] if alone else [one or other for one, other in _DECLARED.findall(plain)]
    units = [unit for part in declared for unit in (*_MONEY.findall(part), *_MANY.findall(part))]
    bare = [scale for part in declared for scale in _BARE.findall(part)]
    return frozenset((*units, *(f"{scale}{unit}" for scale in bare for unit in ("元", "件"))))


def declared_in_any(texts: Iterable[str]) -> frozenset[str]:
    """Return the units that several lines declare."""
    return frozenset[str]().union(*map(declared_units, texts))


def money_units(units: Iterable[str]) -> frozenset[str]:
    """Return the units of money among units."""
    return frozenset(unit for unit in units if unit.endswith("元"))


def units_other_than(official: Cell, units: Iterable[str]) -> str:
    """Return the stated units, joined, that differ from those of an official cell."""
    money = money_units(units)
    stated = money if official.kind is ValueKind.MONEY else set(units) - money
    return "、".join(sorted(stated - {official.unit, *official.units}))


def says_unit(line: str, table: Table) -> bool:
    """Return whether a line only states the unit of a table: «单位：件»."""
    units = {unit for cell in table.cells.values() for unit in (cell.unit, *cell.units)}
    bare = _plain(line).strip("()[]").removeprefix("计量").removeprefix("单位").lstrip(":为")
    return bool(bare) and set(re.split("[、/,;及和或]", bare)) <= units


@dataclass(frozen=True)
class FoundCell:
    """One official cell as read from the source.

    ``where`` is its position in the source. ``number`` is None for a blank or a dash. ``doubt`` is
    the reason why the clerk has to check it: a doubtful cell is never taken over without asking.
    ``unit`` is the unit stated in the source if the form leaves a choice.
    """

    address: str
    text: str
    where: str
    number: Number | None
    remark: str = ""
    doubt: str = ""
    unit: str = ""


@dataclass(frozen=True)
class ReadingIssue:
    """A part of a source that was not recognised: its position, its text, and the reason.

    ``addresses`` are the official cells that were not read because of it.
    """

    where: str
    text: str
    why: str
    addresses: tuple[str, ...] = ()

    def __str__(self) -> str:
        shown = " ".join(self.text.split())
        return f"{self.where}「{shown[:30]}{'…' * (len(shown) > 30)}」：{self.why}"
