"""The words of official tables, as they are put together from the lines of a page.

A cell of a page is often written in several lines: its words are known only once they are joined.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from intake.words.labels import MARKS, short_words, words
from model.form.arithmetic import arithmetic
from model.form.form import Form
from model.form.table import Block, Table
from model.text import without_aside

_LINES: Final = 40
"""Most lines of one cell: each of them may hold a single character."""
_TORN: Final = 3
"""Least letters that are known for the beginning of a label or a heading."""


@lru_cache(maxsize=8192)
def letters_of(text: str) -> str:
    """Return the letters and digits of a text: «（一）予以公开» → «一予以公开»."""
    return MARKS.sub("", unicodedata.normalize("NFKC", text))


def _wordings(label: str) -> set[str]:
    """Return the letters by which a label is known, with its number and its brackets or without."""
    bare = without_aside(label)
    return {letters_of(label), words(label), letters_of(bare), short_words(label)} - {""}


@dataclass(frozen=True)
class OfficialBlock:
    """A block of an official table: the words of its columns from the left.

    ``sums`` are the places of totals in a row with the places of their addends.
    """

    heads: tuple[frozenset[str], ...]
    has_labels: bool
    sums: tuple[tuple[int, tuple[int, ...]], ...]

    @property
    def count(self) -> int:
        """The number of its columns."""
        return len(self.heads)

    def agrees(self, texts: Sequence[str]) -> bool:
        """Return whether all sums of a row's values are right, if there are any."""
        return not self.sums or self.adds_up(texts)

    def adds_up(self, texts: Sequence[str]) -> bool:
        """Return whether each of a row's values is in a sum, and all sums are right."""
        places = {place for total, addends in self.sums for place in (total, *addends)}
        plain = [text.replace(",", "") for text in texts]
        if not len(places) == len(plain) == self.count or not all(map(str.isdecimal, plain)):
            return False
        return all(
            int(plain[total]) == sum(int(plain[addend]) for addend in addends)
            for total, addends in self.sums
        )


class JoinedCell(NamedTuple):
    """A cell put together from fields: its text, and the place of the first and the last one."""

    text: str
    first: int
    last: int


class OfficialWords:
    """The labels and headings of all tables of some forms."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self.blocks: list[OfficialBlock] = []
        self._labels: dict[str, set[int]] = {}
        self._structure: set[str] = set()
        for form in forms:
            for table in form.tables.values():
                for block in table.blocks:
                    self._add(form, table, block)
        self._beginnings = {text[:n] for text in self._labels for n in range(len(text) + 1)}
        self._torn = {text[:n] for text in self._structure for n in range(_TORN, len(text))}

    def _add(self, form: Form, table: Table, block: Block) -> None:
        heads = tuple(frozenset(_wordings(leaf.heading.label)) for leaf in block.column_leaves)
        labels = [leaf.heading.label for leaf in block.row_leaves if leaf.labels]
        row = block.row_leaves[0].path
        places = {table.address(row, leaf.path): n for n, leaf in enumerate(block.column_leaves)}
        sums = tuple(
            (places[one.gives], tuple(places[addend] for addend in one.addends))
            for one in arithmetic(form).sums.values()
            if one.gives in places and all(addend in places for addend in one.addends)
        )
        self.blocks.append(OfficialBlock(heads, bool(labels), sums))
        for label in labels:
            for wording in _wordings(label):
                self._labels.setdefault(wording, set()).add(len(self.blocks) - 1)
        leaves = (*block.row_leaves, *block.column_leaves)
        headings = [heading.label for leaf in leaves for heading in leaf.headings]
        for text in (block.title, block.corner, *headings):
            self._structure |= _wordings(text)

    def blocks_of(self, label: str) -> frozenset[int]:
        """Return the numbers of the blocks that have a row with some letters as its label."""
        return frozenset(self._labels.get(label, ()))

    def begins_label(self, text: str) -> bool:
        """Return whether the label of a row begins with some letters."""
        return text in self._beginnings

    def begins_heading(self, text: str) -> bool:
        """Return whether some letters, more than a word, are the beginning of official words."""
        return text in self._torn

    def is_structure(self, text: str) -> bool:
        """Return whether some letters are a label, a heading or a title of a table."""
        return text in self._structure

    def cells(self, texts: Sequence[str]) -> list[JoinedCell] | None:
        """Return the cells that consecutive fields are; None if some are no official words."""
        reached: dict[int, list[JoinedCell]] = {0: []}
        for end in range(1, len(texts) + 1):
            if max(reached) < end - _LINES:
                return None
            for begin in range(max(0, end - _LINES), end):
                text = "".join(texts[begin:end])
                if begin in reached and self.is_structure(letters_of(text)):
                    reached[end] = [*reached[begin], JoinedCell(text, begin, end - 1)]
                    break
        return reached.get(len(texts))
