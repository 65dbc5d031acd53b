"""Find the headings of the six sections: the likeliest lines that are in the printed order."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from intake.content import SourceTable
from intake.recognition.headings import JoinedParagraph, Passage, is_head
from intake.words.labels import Labels, words
from intake.words.numbering import Style, numbering_of
from intake.words.titles import SectionTitles
from model.form.form import Form

LONGEST: Final = 40
"""Most characters of a heading."""
_NUMBERED: Final = 16
_NUMBERED_ALIKE: Final = 10
_OTHER_NUMBER: Final = 11
_TITLE: Final = 12
_VARIANT: Final = 8
_IN_OTHER_WORDS: Final = 9
_ALIKE: Final = 4
_FOLLOWED: Final = 1
"""Weights of a line as a heading: by number and words, by its words only, by what follows it.

A heading of another number was shifted by one that is not of the form, or its number is a slip.
"""
_AS_SUB_HEAD: Final = 10
"""Weight of a heading that is numbered like a sub-head: （一）, 1."""
_CAPTION: Final = re.compile(r"\s*表\s*(?:\d{1,2}|[一二三四五六七八九十])\s*[：:、.．]?\s*")
_STATEMENT: Final = re.compile("[没无，；。：！？]")
"""Marks of a sentence that resembles a heading: «没有需要报告的其他事项。»"""
_MORE: Final = re.compile("[（(：:]")
_NEAR: Final = 3
"""Most pieces between the heading of a section and its table."""


@dataclass(frozen=True)
class _Candidate:
    """A line that may be the heading of a section: its index among the pieces, and its weight."""

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
        """Return the order of each section by the index of its heading."""
        found = {}
        chain: _Chain | None = self
        while chain is not None and chain.last is not None:
            found[chain.last.index] = chain.last.order
            chain = chain.before
        return found


class Sections:
    """Finds the headings of the six sections of a form, as units write them."""

    def __init__(self, form: Form) -> None:
        self._sections = form.sections
        titles = [
            (title, str(order))
            for order, section in enumerate(form.sections)
            for title in (section.title, *section.variants)
        ]
        self._labels = Labels(titles)
        self._by_words = SectionTitles(form.sections)
        self._titles = {words(section.title) for section in form.sections}
        self._variants = {words(title) for title, _ in titles}

    def find(self, pieces: Sequence[Passage]) -> dict[int, str]:
        """Return the keys of sections by the index of the piece that is their heading.

        Of all candidates, the sequence in the printed order with the highest weight is chosen: a
        sub-head 主动公开情况 begins section two only if no other line does.
        """
        best = [_Chain() for _ in range(len(self._sections) + 1)]
        for candidate in self._candidates(pieces):
            before = best[candidate.order]
            chain = _Chain(before.weight + candidate.weight, candidate, before)
            for order in range(candidate.order + 1, len(best)):
                if chain.weight > best[order].weight:
                    best[order] = chain
        found = best[-1].indexes()
        found |= self._by_place(pieces, found)
        return {index: self._sections[order].key for index, order in found.items()}

    def _by_place(self, pieces: Sequence[Passage], found: Mapping[int, int]) -> dict[int, int]:
        """Return headings in words of their own, known by their numbers between those found.

        Only a section of texts, of which the one before and the one after were found, has one: as
        「一、主动公开工作情况」 before section two.
        """
        places = {-1: -1} | {order: index for index, order in found.items()}
        more: dict[int, int] = {}
        for order, section in enumerate(self._sections):
            if order in places or section.tables or not {order - 1, order + 1} <= places.keys():
                continue
            between = range(places[order - 1] + 1, places[order + 1])
            here = [index for index in between if _has_number(pieces[index], order + 1)]
            if len(here) == 1:
                more[here[0]] = order
        return more

    def _candidates(self, pieces: Sequence[Passage]) -> list[_Candidate]:
        found: list[_Candidate] = []
        for index, piece in enumerate(pieces):
            if not isinstance(piece, JoinedParagraph):
                continue
            order, weight = self.weigh(piece.text)
            if order < 0:
                continue
            has_table = bool(self._sections[order].tables)
            near = pieces[index + 1 : index + 1 + _NEAR]
            if has_table and any(isinstance(one, SourceTable) for one in near):
                weight += _FOLLOWED
            elif has_table and weight < _NUMBERED_ALIKE:
                continue  # it may be a sub-head of section one
            elif near and not (
                isinstance(near[0], JoinedParagraph) and self.weigh(near[0].text)[1]
            ):
                weight += _FOLLOWED
            found.append(_Candidate(index, order, weight))
        return found

    def weigh(self, text: str) -> tuple[int, int]:
        """Return the section that a line may be the heading of, from 0, and its weight; else -1, 0.

        A line that is numbered like a sub-head is one only with the words and the number of the
        section: 「（一）主动公开情况」 has the words of another.
        """
        if len(text) > LONGEST:
            return -1, 0
        style, number, end = numbering_of(text)
        bare = text[end:].strip()
        keys = self._labels.keys(bare)
        if len(keys) != 1:
            meant = self._by_words.order(text)
            return (-1, 0) if meant is None else (meant, _IN_OTHER_WORDS)
        order, wording = int(keys[0]), words(bare)
        exact = wording in self._variants
        if style in (Style.SECTION, Style.PART):
            if number == order + 1:
                return order, _NUMBERED if exact else _NUMBERED_ALIKE
            return (order, _OTHER_NUMBER) if exact else (-1, 0)
        if style is not Style.NONE:
            weight = _AS_SUB_HEAD if wording in self._titles else _VARIANT
            return (order, weight) if exact and number == order + 1 else (-1, 0)
        if exact:
            return order, _TITLE if wording in self._titles else _VARIANT
        return (-1, 0) if _STATEMENT.search(text) else (order, _ALIKE)

    def is_known(self, text: str) -> bool:
        """Return whether a line is the heading of a section by its words, not only by its place."""
        return self.weigh(text)[0] >= 0

    def is_title(self, text: str) -> bool:
        """Return whether a line is exactly the heading of a section, numbered or not."""
        return len(text) <= LONGEST and words(text[numbering_of(text).end :]) in self._variants

    def may_begin(self, text: str) -> bool:
        """Return whether a line is the heading of a section, perhaps in other words."""
        return self.is_title(text) or self._by_words.order(text) is not None

    def says_more(self, text: str) -> bool:
        """Return whether a heading contains additional words."""
        return not self.is_title(text) and _MORE.search(text) is not None

    def is_caption(self, text: str) -> bool:
        """Return whether a line over a table is only its number and the title of its section."""
        found = _CAPTION.match(text)
        return found is not None and words(text[found.end() :]) in {"", *self._variants}

    def looks_like_heading(self, text: str) -> bool:
        """Return whether a line has the number and the form of a section heading."""
        return numbering_of(text).style in (Style.SECTION, Style.PART) and is_head(text)


def _has_number(piece: Passage, number: int) -> bool:
    """Return whether a piece has the form of a section heading with a number."""
    if not isinstance(piece, JoinedParagraph) or len(piece.text) > LONGEST:
        return False
    style, own, _ = numbering_of(piece.text)
    return style in (Style.SECTION, Style.PART) and own == number and is_head(piece.text)
