"""Find tables that are written as text: with tabs, bars, commas or spaces between their fields.

A line is a row if it ends with numbers and the words before them are the label of an official row,
and a line of headings if all of its words are official labels. Any other line ends a table, so that
a sentence with numbers never becomes a row.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final, NamedTuple

from intake.words.labels import Labels, is_blank, short_words, stands_for_value, words
from model.form.form import Form

_BARS: Final = re.compile("[|｜│┃║]")
_RULE: Final = re.compile(r"[\s|｜│┃║:+=—─━┄┈═\-┌┐└┘├┤┬┴┼┏┓┗┛╔╗╚╝╠╣╦╩╬]+")
"""A line of only rules between the rows of a table."""
_WIDE_COMMA: Final = re.compile(r"，(?![^（(]*[)）])")
_WIDE_SPACE: Final = re.compile(r"\s{2,}|　+|\t+")
_LONGEST: Final = 300
"""Most characters of a line that is a row."""
_FEWEST: Final = 2
"""Least lines of a table, and least numbers of a line without a label."""


class TextRow(NamedTuple):
    """One line of a table: its fields; ``has_values`` is false for headings.

    ``lines`` are the lines on which its fields stand, by index among the lines that were searched.
    """

    fields: tuple[str, ...]
    has_values: bool
    lines: tuple[int, ...] = ()


@dataclass
class TextTable:
    """Consecutive lines that are a table: the indexes of the first and last, and its rows.

    ``apart`` are lines among them that are not of the table, such as page numbers. ``alone`` is
    true if each field has a line of its own.
    """

    first: int
    last: int
    rows: list[TextRow] = field(default_factory=list)
    apart: list[int] = field(default_factory=list)
    alone: bool = False


class TableWords:
    """The labels of all tables of some forms; finds the lines that are rows of them."""

    def __init__(self, forms: Iterable[Form]) -> None:
        rows: list[tuple[str, str]] = []
        self._structure: set[str] = set()
        self._groups: set[str] = set()
        self._single: set[int] = set()
        for table in (table for form in forms for table in form.tables.values()):
            for block in table.blocks:
                leaves = [leaf.heading.label for leaf in block.row_leaves if leaf.labels]
                rows += ((label, words(label)) for label in leaves)
                if not leaves:
                    self._single.add(len(block.column_leaves))
                above = (one for leaf in block.row_leaves for one in leaf.headings[:-1])
                self._groups |= {words(heading.label) for heading in above}
                labels = (
                    heading.label
                    for leaf in (*block.row_leaves, *block.column_leaves)
                    for heading in leaf.headings
                )
                self._structure |= {words(one) for one in (block.title, block.corner, *labels)}
        self._structure |= {short_words(label) for label, _ in rows}
        self._structure.discard("")
        self._labels = Labels(rows)

    def tables(self, lines: Sequence[str]) -> Iterator[TextTable]:
        """Yield the tables among lines, in order."""
        here: TextTable | None = None
        for number, line in enumerate(lines):
            if here is not None and (not line.strip() or _RULE.fullmatch(line)):
                continue
            rows = self._rows(line) or self._joined(lines, number, here)
            if rows:
                here = here or TextTable(number, number)
                here.rows += (one._replace(lines=(number,) * len(one.fields)) for one in rows)
                here.last = number
            elif here is not None and not self._may_go_on(lines, number):
                yield from _kept(here)
                here = None
        if here is not None:
            yield from _kept(here)

    def _may_go_on(self, lines: Sequence[str], number: int) -> bool:
        """Return whether a line is the first part of a long label, with its numbers on the next."""
        after = lines[number + 1 : number + 2]
        return bool(after) and bool(self._rows(lines[number].rstrip() + after[0].lstrip()))

    def _joined(self, lines: Sequence[str], number: int, here: TextTable | None) -> list[TextRow]:
        """Return the rows of a line together with the first part of its label before it."""
        if here is None or here.last != number - 2:
            return []
        return self._rows(lines[number - 1].rstrip() + lines[number].lstrip())

    def _rows(self, line: str) -> list[TextRow]:
        """Return the rows of one line, with its headings first; empty if it is no row."""
        if not line.strip() or len(line) > _LONGEST:
            return []
        if words(line) in self._structure:
            return [TextRow((line.strip(),), has_values=False)]
        for fields in _divisions(line):
            if rows := self._of_fields(fields):
                return rows
        fields = _WIDE_SPACE.split(line.strip())
        headed = any(words(one) in self._structure - self._groups for one in fields[:-1])
        is_clear = not headed or stands_for_value(fields[1])
        return (self._of_fields(fields) if is_clear else []) or self._of_words(line.split())

    def _of_fields(self, fields: Sequence[str]) -> list[TextRow]:
        """Return the row of fields with clear bounds, in which a blank is a field."""
        texts = tuple(one.strip() for one in fields)
        count = len(texts)
        while count and stands_for_value(texts[count - 1]):
            count -= 1
        labels, values = texts[:count], texts[count:]
        if len(texts) < _FEWEST or not any(texts):
            return []
        if all(not label or words(label) in self._structure for label in texts):
            return [TextRow(texts, has_values=False)]
        has_number = not all(map(is_blank, values))
        is_row = bool(labels) and self._is_label(labels[-1])
        is_single = not any(labels) and len(values) in self._single
        return [TextRow(texts, has_values=True)] if has_number and (is_row or is_single) else []

    def _of_words(self, tokens: Sequence[str]) -> list[TextRow]:
        """Return the rows of words between spaces, which may also be within a label."""
        count = len(tokens)
        while count and stands_for_value(tokens[count - 1]):
            count -= 1
        labels, values = tokens[:count], tuple(tokens[count:])
        if not values:
            return self._headings(labels)
        is_single = len(values) in self._single
        heads = self._headings(labels) if is_single else []
        if heads or not labels:
            return [*heads, TextRow(values, has_values=True)] if is_single else []
        for is_label in (self._is_exact, self._is_label):
            for begin in range(len(labels)):
                label = "".join(labels[begin:])
                heads = self._headings(labels[:begin])
                if is_label(label) and bool(heads) == bool(begin):
                    over = [text for row in heads for text in row.fields]
                    groups = list(takewhile(self._is_group, reversed(over)))[::-1]
                    above = tuple(over[: len(over) - len(groups)])
                    heads = [TextRow(above, has_values=False)] if above else []
                    return [*heads, TextRow((*groups, label, *values), has_values=True)]
        return []

    def _is_group(self, text: str) -> bool:
        return words(text) in self._groups

    def _headings(self, tokens: Sequence[str]) -> list[TextRow]:
        """Return a row of headings if all words are official labels, some of several words."""
        found: list[str] = []
        open_words = ""
        for token in tokens:
            open_words += token
            if words(open_words) in self._structure:
                found.append(open_words)
                open_words = ""
        return [TextRow(tuple(found), has_values=False)] if found and not open_words else []

    def _is_exact(self, text: str) -> bool:
        return words(text) in self._structure or short_words(text) in self._structure

    def _is_label(self, text: str) -> bool:
        return len(self._labels.keys(text)) > 0


def _divisions(line: str) -> Iterator[list[str]]:
    """Yield the fields of a line by each mark that may stand between them."""
    if "\t" in line:
        yield line.split("\t")
    if _BARS.search(line):
        bare = line.strip()
        fields = _BARS.split(bare)
        yield fields[1 if _BARS.match(bare) else 0 : -1 if _BARS.match(bare[-1]) else None]
    if "," in line:
        yield from csv.reader([line])
    if "，" in line:
        yield _WIDE_COMMA.split(line)


def _kept(table: TextTable) -> Iterator[TextTable]:
    if len(table.rows) >= _FEWEST and any(row.has_values for row in table.rows):
        yield table
