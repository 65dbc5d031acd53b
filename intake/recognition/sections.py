"""Which lines of a document head the six sections: the likeliest that come in the printed order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from intake.content import SourceTable
from intake.recognition.headings import Joined, Passage, is_head, is_sub_head, section_number
from intake.recognition.labels import Labels, words
from model.form.form import Form

LONGEST: Final = 40
"""Characters a heading may have."""
_NUMBERED: Final = 16
_NUMBERED_ALIKE: Final = 10
_TITLE: Final = 12
_VARIANT: Final = 8
_ALIKE: Final = 4
_FOLLOWED: Final = 1
"""What speaks for a line: its number and words, its words alone, and what follows it."""
_CAPTION: Final = re.compile(r"\s*表\s*(?:\d{1,2}|[一二三四五六七八九十])\s*[：:、.．]?\s*")
_STATEMENT: Final = re.compile("[没无，；。：！？]")
"""What a sentence has that is like a heading: «没有需要报告的其他事项。»"""
_MORE: Final = re.compile("[（(：:]")
_NEAR: Final = 3
"""Pieces among which the table of a section stands after its heading."""


@dataclass(frozen=True)
class _Candidate:
    """A line that may head a section: its place among the pieces, and what speaks for it."""

    index: int
    order: int
    weight: int


@dataclass(frozen=True)
class _Chain:
    """Headings in the printed order, the last one first."""

    weight: int = 0
    last: _Candidate | None = None
    before: "_Chain | None" = None

    def indexes(self) -> dict[int, int]:
        """Return the order of each section by the place of its heading."""
        found = {}
        chain: _Chain | None = self
        while chain is not None and chain.last is not None:
            found[chain.last.index] = chain.last.order
            chain = chain.before
        return found


class Sections:
    """The six sections of a form, as units head them."""

    def __init__(self, form: Form) -> None:
        self._sections = form.sections
        titles = [
            (title, str(order))
            for order, section in enumerate(form.sections)
            for title in (section.title, *section.variants)
        ]
        self._labels = Labels(titles)
        self._titles = {words(section.title) for section in form.sections}
        self._variants = {words(title) for title, _ in titles}

    def find(self, pieces: Sequence[Passage]) -> dict[int, str]:
        """Return the key of the section that a piece heads, by the place of the piece.

        Of all lines that could be headings those are taken that fit best together in the printed
        order: a sub-head 主动公开情况 opens section two only where nothing else does.
        """
        best = [_Chain() for _ in range(len(self._sections) + 1)]
        for candidate in self._candidates(pieces):
            before = best[candidate.order]
            chain = _Chain(before.weight + candidate.weight, candidate, before)
            for order in range(candidate.order + 1, len(best)):
                if chain.weight > best[order].weight:
                    best[order] = chain
        return {index: self._sections[order].key for index, order in best[-1].indexes().items()}

    def _candidates(self, pieces: Sequence[Passage]) -> list[_Candidate]:
        found: list[_Candidate] = []
        for index, piece in enumerate(pieces):
            if not isinstance(piece, Joined):
                continue
            order, weight = self.weigh(piece.text)
            if order < 0:
                continue
            has_table = bool(self._sections[order].tables)
            near = pieces[index + 1 : index + 1 + _NEAR]
            if has_table and any(isinstance(one, SourceTable) for one in near):
                weight += _FOLLOWED
            elif has_table and weight < _NUMBERED_ALIKE:
                continue  # it may as well be a sub-head of section one
            elif near and not (isinstance(near[0], Joined) and self.weigh(near[0].text)[1]):
                weight += _FOLLOWED
            found.append(_Candidate(index, order, weight))
        return found

    def weigh(self, text: str) -> tuple[int, int]:
        """Return which section a line may head, from 0, and what speaks for it; -1 and 0: none.

        A sub-head is none, though 「（一）主动公开情况」 says what heads a section too.
        """
        keys = [] if len(text) > LONGEST or is_sub_head(text) else self._labels.keys(text)
        if len(keys) != 1:
            return -1, 0
        order, number, said = int(keys[0]), section_number(text), words(text)
        if number not in (0, order + 1):
            return -1, 0
        if number:
            return order, _NUMBERED if said in self._variants else _NUMBERED_ALIKE
        if said in self._variants:
            return order, _TITLE if said in self._titles else _VARIANT
        return (-1, 0) if _STATEMENT.search(text) else (order, _ALIKE)

    def says_more(self, text: str) -> bool:
        """Return whether a heading has words behind or within it that no heading has."""
        return words(text) not in self._variants and _MORE.search(text) is not None

    def is_caption(self, text: str) -> bool:
        """Return whether a line over a table only numbers it and names it as its section does."""
        found = _CAPTION.match(text)
        return found is not None and words(text[found.end() :]) in {"", *self._variants}

    def looks_like_one(self, text: str) -> bool:
        """Return whether a line that heads no section has the number and the form of one."""
        return bool(section_number(text)) and is_head(text)
