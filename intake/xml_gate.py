"""XML as it streams by: counted before any tree is built, and without keeping its text.

No office program writes a DOCTYPE: without one there are no entities to expand. Cells, merges,
spans and worksheets are measured where their parts say what they are by their root.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final
from xml.parsers import expat

from intake.bounds import (
    ATTRIBUTES,
    COLUMNS,
    DEPTH,
    ELEMENTS,
    MERGED,
    ROWS,
    SHEETS,
    SPAN,
    abnormal,
    damaged,
    too_large,
)
from model.errors import RefusedError

Attributes = dict[str, str]
_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_NUMBER: Final = re.compile(r"[0-9]{1,7}")
_SIGNS: Final = 10 * ATTRIBUTES
"""Equals signs in a piece where no element begins."""


class Counts:
    """What the parts of one file hold together."""

    def __init__(self) -> None:
        self.elements = 0
        self.merged = 0
        self.sheets = 0


class XmlCheck:
    """One part of a file: fed piece by piece, it refuses what is beyond a bound at once."""

    def __init__(self, counts: Counts) -> None:
        self.root = ""
        """The local name of its root, once it was seen."""
        self._counts = counts
        self._depth = 0
        self._checks: Mapping[str, Callable[[Counts, Attributes], None]] = {}
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, piece: bytes, last: bool = False) -> None:
        """Take the next piece.

        Raises:
            RefusedError: it is no XML, or beyond a bound.
        """
        before = self._counts.elements
        try:
            self._parser.Parse(piece, last)
        except (expat.ExpatError, ValueError, LookupError) as error:  # no XML, or no such encoding
            raise damaged() from error
        if self._counts.elements == before and piece.count(b"=") > _SIGNS:
            raise _crowded()  # within a tag that has not ended: the parser would take seconds

    def _start(self, name: str, attributes: Attributes) -> None:
        counts = self._counts
        counts.elements += 1
        self._depth += 1
        if self._depth > DEPTH:
            raise abnormal(f"嵌套超过{DEPTH}层")
        if len(attributes) > ATTRIBUTES:
            raise _crowded()
        if counts.elements > ELEMENTS:
            raise too_large(f"文件内容过多（超过{ELEMENTS // 10_000}万个元素）")
        if not self.root:
            self.root = _local(name)
            self._checks = _CHECKS.get(self.root, {})
        elif self._checks and (check := self._checks.get(_local(name))):
            check(counts, attributes)

    def _end(self, _name: str) -> None:
        self._depth -= 1

    def _doctype(self, *_declared: object) -> None:
        raise abnormal("含有文档类型声明")


def _crowded() -> RefusedError:
    return abnormal(f"标记的属性超过{ATTRIBUTES}个")


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def place_of(reference: str) -> tuple[int, int]:
    """Give row and column, from 0, of a reference such as B5.

    Raises:
        RefusedError: it names no cell of a worksheet.
    """
    found = _REFERENCE.fullmatch(reference)
    if not found:
        raise abnormal("单元格位置无效")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(found[2])
    if row > ROWS or column > COLUMNS:
        raise abnormal("单元格位置超出范围")
    return row - 1, column - 1


def stretch_of(reference: str) -> tuple[int, int, int, int]:
    """Give row, column, height and width of a reference such as A1:B5.

    Raises:
        RefusedError: it names no stretch of a worksheet.
    """
    first, _, last = reference.partition(":")
    top, left = place_of(first)
    bottom, right = place_of(last or first)
    if bottom < top or right < left:
        raise abnormal("单元格位置无效")
    return top, left, bottom - top + 1, right - left + 1


def _check_cell(_counts: Counts, attributes: Attributes) -> None:
    if "r" in attributes:
        place_of(attributes["r"])


def _check_row(_counts: Counts, attributes: Attributes) -> None:
    number = attributes.get("r")
    if number is None:
        return
    if not _NUMBER.fullmatch(number) or not 1 <= int(number) <= ROWS:
        raise abnormal("行号超出范围")


def _check_merge(counts: Counts, attributes: Attributes) -> None:
    _, _, height, width = stretch_of(attributes.get("ref", ""))
    counts.merged += height * width
    if counts.merged > MERGED:
        raise abnormal(f"合并单元格超过{MERGED // 10_000}万格")


def _check_sheet(counts: Counts, _attributes: Attributes) -> None:
    counts.sheets += 1
    if counts.sheets > SHEETS:
        raise abnormal(f"工作表超过{SHEETS}个")


def _check_span(_counts: Counts, attributes: Attributes) -> None:
    spans = [text for name, text in attributes.items() if _local(name) == "val"]
    if not all(_NUMBER.fullmatch(span) and int(span) <= SPAN for span in spans):
        raise abnormal(f"单元格跨列超过{SPAN}列")


_CHECKS: Final[Mapping[str, Mapping[str, Callable[[Counts, Attributes], None]]]] = {
    "worksheet": {"c": _check_cell, "row": _check_row, "mergeCell": _check_merge},
    "workbook": {"sheet": _check_sheet},
    "document": {"gridSpan": _check_span, "gridBefore": _check_span, "gridAfter": _check_span},
}
"""What is measured in a part, by its root."""
