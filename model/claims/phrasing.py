"""Say a number of the report as prose does: 本年新收政府信息公开申请13件, 予以公开5件.

The words are those of the form (``Phrase``) which the reading of claims takes for the same figure.
A cell that no phrase means is called by its labels.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from model.claims.claims import Speaker, claims_in
from model.form.form import Phrase
from model.form.spellings import shortest_choice
from model.form.table import Cell
from model.text import unnumbered, without_aside

_COUNT: Final = re.compile("(件数|数量|金额)$")
_TOTALS: Final = ("总计", "合计")
_SHORTEST: Final = 4
"""Least characters of official words that call a figure without its other words."""


def prose_of(speaker: Speaker, cell: Cell, written: str, title: str = "", before: str = "") -> str:
    """Return the words for a number with its unit, such as 13件, at the end of a text.

    ``title`` and ``before`` are the sub-head and the text that they continue.
    """
    for words in _candidates(speaker, cell, written):
        read = claims_in(speaker, title, before + words)
        here = [claim for claim in read if claim.start >= len(before) and not claim.is_denial]
        if any((cell.address,) in claim.phrase.means for claim in here):
            return words
    return f"{_labelled(cell)}{written}"


def _candidates(speaker: Speaker, cell: Cell, written: str) -> Iterator[str]:
    """Yield the words of each phrase that means a cell, those that mean nothing else first."""
    phrases = [one for one in speaker.lexicon.phrases if (cell.address,) in one.means]
    for phrase in sorted(phrases, key=lambda one: len(one.means)):
        word, name = _word(speaker, phrase, cell), _name(speaker, phrase, cell)
        if phrase.part:
            yield f"{word}{written}"
        if phrase.part and not _within([f"{word}{name}"], _row(cell)):
            yield f"{name}{word}{written}"
        yield f"{word}{name}{written}"


def _word(speaker: Speaker, phrase: Phrase, cell: Cell) -> str:
    """Return the official word of a phrase, else the one that the form lists first."""
    senses = speaker.lexicon.senses
    words = [word for word, sense in senses.items() if phrase in sense.words]
    known = [word for word in _within(words, _row(cell) + _column(cell)) if len(word) >= _SHORTEST]
    plain = map(shortest_choice, phrase.words)
    return (*known, *(word for word in plain if word in words), "")[0]


def _name(speaker: Speaker, phrase: Phrase, cell: Cell) -> str:
    """Return what a phrase counts as its table calls it, else as the form names it first."""
    senses, table = speaker.lexicon.senses, speaker.form.tables[cell.table]
    names = [word for word, sense in senses.items() if phrase.subject in sense.subjects]
    own = [name for name in _within(names, _row(cell) + _column(cell)) if len(name) >= _SHORTEST]
    labels = [label for one in table.cells.values() for label in _row(one) + _column(one)]
    return (*own, *_within(names, labels), *names, "")[0]


def _within(words: Iterable[str], labels: Sequence[str]) -> list[str]:
    """Return the words that stand in one of the labels, the longest first."""
    found = [word for word in words if any(word in label for label in labels)]
    return sorted(found, key=len, reverse=True)


def _labelled(cell: Cell) -> str:
    """Return a cell by its labels: 自然人不予公开（属于国家秘密）."""
    rows, columns = _row(cell), _column(cell)
    if not rows:
        return "".join(columns[-2:])
    named = rows if len(rows) == 1 or not cell.row[0].endswith(rows[0]) else rows[1:]
    detail = f"（{named[-1]}）" if len(named) > 1 else ""
    applicant = "" if _told(cell.column[-1:]) == [] else columns[-1]
    return f"{applicant}{named[0]}{detail}"


def _row(cell: Cell) -> list[str]:
    return _told(cell.row)


def _column(cell: Cell) -> list[str]:
    return _told(cell.column)


def _told(labels: Iterable[str]) -> list[str]:
    """Return labels as prose has them, without totals."""
    found = [_COUNT.sub("", without_aside(unnumbered(label))) for label in labels]
    return [label for label in found if label not in _TOTALS]
