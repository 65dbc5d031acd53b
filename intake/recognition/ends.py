"""Where a report begins and ends among the pieces of a document: title, preface, 落款, day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from intake.content import SourceTable
from intake.recognition.headings import Joined, Passage
from intake.recognition.identity import identity_of, is_day, is_name, is_title, split_ending
from intake.recognition.labels import words

_OVER: Final = 3
"""Lines over a title that may belong to it."""
_SENTENCE: Final = 15
"""Characters from which on a line without a stop is a text and no heading of anything."""


@dataclass
class Ends:
    """The pieces of a document by what they are, each in order.

    ``strays`` stand before the first section and are neither title nor text; ``after`` stands
    behind 落款 and 成文日期. ``body`` is the rest, with the place of each among all pieces.
    """

    title: list[Joined] = field(default_factory=list)
    strays: list[Joined] = field(default_factory=list)
    ending: list[Joined] = field(default_factory=list)
    after: list[Passage] = field(default_factory=list)
    body: list[tuple[int, Passage]] = field(default_factory=list)


def ends_of(pieces: Sequence[Passage], heads: Mapping[int, str]) -> Ends:
    """Tell title, body, ending and the rest apart; ``heads`` are the places of headings."""
    found = Ends()
    begun = (n for n, one in enumerate(pieces) if n in heads or isinstance(one, SourceTable))
    first = next(begun, len(pieces))
    lead = [piece for piece in pieces[:first] if isinstance(piece, Joined)]
    found.body = [(number, lead[number]) for number in _take_lead(lead, found)]
    name = identity_of([piece.text for piece in found.title], "").unit.get("name", "")
    last = max(heads, default=first - 1) + 1
    end, after = _end_of(pieces, max(last, first), name)
    found.ending = [piece for piece in pieces[end:after] if isinstance(piece, Joined)]
    found.after = list(pieces[after:])
    found.body += [(n, pieces[n]) for n in range(first, end)]
    return found


def _take_lead(lead: Sequence[Joined], found: Ends) -> list[int]:
    """Put the lines before the first section where they belong; give the places of the preface."""
    at = next((n for n, piece in enumerate(lead) if is_title(piece.text)), -1)
    prefaces: list[int] = []
    for number, piece in enumerate(lead):
        over = at < 0 or at - _OVER <= number < at
        named = is_name(piece.text) or (number == at - 1 and piece.text.isalnum())
        if is_title(piece.text) or (over and named and not prefaces):
            found.title.append(piece)
        elif number > at and _is_text(piece.text):
            prefaces.append(number)
        else:
            found.strays.append(piece)
    return prefaces


def _is_text(line: str) -> bool:
    return any(stop in line for stop in "。；：") or len(line) >= _SENTENCE


def _end_of(pieces: Sequence[Passage], first: int, name: str) -> tuple[int, int]:
    """Return where 落款 and 成文日期 begin, and where what stands behind them begins.

    They are the first day that stands alone after the last heading, with a name over or under it,
    or the last lines of the document.
    """
    for number in range(first, len(pieces)):
        piece = pieces[number]
        if isinstance(piece, Joined) and is_day(piece.text):
            return number - _has_name(pieces[first:number], name), number + 1
    last: list[str] = []
    for piece in reversed(pieces[first:]):
        if not isinstance(piece, Joined):
            break
        last.insert(0, piece.text)
    return len(pieces) - split_ending(last, name), len(pieces)


def _has_name(before: Sequence[Passage], name: str) -> bool:
    """Return whether the piece directly over a day is a unit's name."""
    last = before[-1] if before else None
    return isinstance(last, Joined) and (is_name(last.text) or words(last.text) == words(name))
