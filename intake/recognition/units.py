"""Units that a source states: 元 where the form has 万元 makes every number wrong by 10,000."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from model.form.table import Cell, Table
from model.text import CHINESE_DIGITS
from model.values import ValueKind

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


def stated(text: str) -> frozenset[str]:
    """Return the units of money, and scaled units of counts, that a heading or a label names."""
    plain = _plain(text)
    units = [*_MONEY.findall(plain), *_MANY.findall(plain)]
    return frozenset(units) | declared(text)


def declared(text: str) -> frozenset[str]:
    """Return the units that a line declares for numbers elsewhere: «单位：元», «（元）»."""
    plain = _plain(text)
    alone = _ALONE.fullmatch(plain)
    said = [alone[1]] if alone else [one or other for one, other in _DECLARED.findall(plain)]
    units = [unit for part in said for unit in (*_MONEY.findall(part), *_MANY.findall(part))]
    bare = [scale for part in said for scale in _BARE.findall(part)]
    return frozenset((*units, *(f"{scale}{unit}" for scale in bare for unit in ("元", "件"))))


def all_declared(texts: Iterable[str]) -> frozenset[str]:
    """Return the units that any of several lines declares."""
    return frozenset[str]().union(*map(declared, texts))


def of_money(units: Iterable[str]) -> frozenset[str]:
    """Return the units of money among units."""
    return frozenset(unit for unit in units if unit.endswith("元"))


def other_than(official: Cell, units: Iterable[str]) -> str:
    """Return the stated units that are not those of an official cell; empty where none is."""
    said = of_money(units) if official.kind is ValueKind.MONEY else set(units) - of_money(units)
    return "、".join(sorted(said - {official.unit, *official.units}))


def says_unit(line: str, table: Table) -> bool:
    """Return whether a line says the unit of a table and nothing else: «单位：件»."""
    units = {unit for cell in table.cells.values() for unit in (cell.unit, *cell.units)}
    bare = _plain(line).strip("()[]").removeprefix("计量").removeprefix("单位").lstrip(":为")
    return bool(bare) and set(re.split("[、/,;及和或]", bare)) <= units
