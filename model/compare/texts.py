"""Two texts compared: the paragraphs that differ, and the stretches that differ within them.

Blank lines and spaces around a paragraph are not printed and are no difference here.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby, zip_longest
from typing import Final, NamedTuple

from model.matcher import Opcode, common_ends, ends, opcodes


class Hunk(NamedTuple):
    """A paragraph that differs: ``number`` among ours, from 1, and what either side says.

    None stands for a paragraph that one side lacks; one that only the other has comes before the
    ``number``-th of ours. ``order`` counts the hunks of a text.
    """

    order: int
    number: int
    one: str | None
    other: str | None


def hunks(one: str, other: str) -> tuple[Hunk, ...]:
    """Return the paragraphs in which a text differs from ours, in order."""
    found = _differing(_bare(_lines(one)), _bare(_lines(other)))
    return tuple(Hunk(order, *each) for order, each in enumerate(found))


def with_hunks(one: str, chosen: Collection[Hunk]) -> str:
    """Return our text with the chosen paragraphs as the other has them."""
    ours = _lines(one)
    made: list[str] = []
    by_number: dict[int, list[Hunk]] = {}
    for hunk in sorted(chosen):
        by_number.setdefault(hunk.number, []).append(hunk)
    for number in range(1, len(ours) + 2):
        here = by_number.get(number, [])
        made += [h.other for h in here if h.one is None and h.other is not None]
        kept = ours[number - 1 : number]
        for hunk in here:
            if hunk.one is not None:
                kept = [] if hunk.other is None else [hunk.other]
        made += kept
    return "\n".join(made)


def _lines(body: str) -> list[str]:
    return [line for line in body.split("\n") if line.strip()]


def _bare(lines: list[str]) -> list[str]:
    return [line.strip() for line in lines]


def _differing(ours: list[str], theirs: list[str]) -> Iterator[tuple[int, str | None, str | None]]:
    for tag, i, j, k, m in opcodes(ours, theirs):
        if tag != "equal":
            for step, (left, right) in enumerate(zip_longest(ours[i:j], theirs[k:m])):
                yield min(i + step, j) + 1, left, right


MISSING: Final = "（无此段）"
"""What stands for a paragraph that only the other side has."""
EMPTY: Final = "（空段）"
_MOST: Final = 250_000
"""Pairs of characters that are looked through: beyond, what differs is marked as one stretch."""
_SHORTEST: Final = 2
"""Characters that count as kept between two changes; one alone is alike by chance."""


class Stretch(NamedTuple):
    """A run of characters, and whether the other side has something else there."""

    text: str
    differs: bool


Side = tuple[Stretch, ...]
"""What one side says, in order; line feeds stand between paragraphs."""
_Pair = tuple[list[Stretch], list[Stretch]]


def plain(side: Side) -> str:
    """Return a side without its marks."""
    return "".join(stretch.text for stretch in side)


def whole(text: str) -> Side:
    """Return a side that differs as a whole: to mark it would say nothing."""
    return (Stretch(text, differs=False),)


def sides(one: str, other: str, numbered: bool = True) -> tuple[Side, Side]:
    """Return the paragraphs of two texts that differ, each beside the one it is held against.

    They are numbered where asked and where a text has more than one.
    """
    ours, theirs = one.split("\n"), other.split("\n")
    numbered = numbered and max(len(ours), len(theirs)) > 1
    left: list[Stretch] = []
    right: list[Stretch] = []
    for our, their in _paired(ours, theirs):
        pair = _within(our and our[1], their and their[1])
        for side, number, stretches in ((left, our, pair[0]), (right, their, pair[1])):
            lead = "\n" * bool(side) + (f"第{number[0]}段：" if numbered and number else "")
            side += [Stretch(lead, differs=False)] * bool(lead) + stretches
    return _joined(left), _joined(right)


def _paired(
    ours: list[str], theirs: list[str]
) -> Iterator[tuple[tuple[int, str] | None, tuple[int, str] | None]]:
    """Yield (number, paragraph) of both sides where they differ; None where there is none."""
    for tag, i, j, k, m in _opcodes(ours, theirs):
        if tag != "equal":
            left = list(enumerate(ours[i:j], i + 1))
            yield from zip_longest(left, enumerate(theirs[k:m], k + 1))


def _within(one: str | None, other: str | None) -> _Pair:
    """Mark what differs within two paragraphs."""
    if one is None or other is None:
        return _alone(one), _alone(other)
    left: list[Stretch] = []
    right: list[Stretch] = []
    for tag, i, j, k, m in _smooth(_opcodes(one, other)):
        left += [Stretch(one[i:j], tag != "equal")] * (j > i)
        right += [Stretch(other[k:m], tag != "equal")] * (m > k)
    return left or _alone(""), right or _alone("")


def _alone(text: str | None) -> list[Stretch]:
    """Return a paragraph that the other side lacks, or what stands for it."""
    return [Stretch(MISSING, differs=False) if text is None else Stretch(text or EMPTY, True)]


def _opcodes(one: Sequence[str], other: Sequence[str]) -> list[Opcode]:
    """Say which runs are equal and which are not; the middle of two very long ones is not read."""
    start, end = common_ends(one, other)
    i, k = len(one) - end, len(other) - end
    if (i - start) * (k - start) > _MOST:
        return ends(one, other)
    codes = [("equal", 0, start, 0, start)] if start else []
    codes += [
        (tag, a + start, b + start, c + start, d + start)
        for tag, a, b, c, d in opcodes(one[start:i], other[start:k])
    ]
    return codes + [("equal", i, len(one), k, len(other))] * bool(end)


def _smooth(codes: list[Opcode]) -> Iterator[Opcode]:
    """Take what is alike by chance between two changes into one change with them."""
    last = len(codes) - 1
    tags = [
        "equal" if tag == "equal" and (j - i >= _SHORTEST or at in (0, last)) else "replace"
        for at, (tag, i, j, _, _) in enumerate(codes)
    ]
    for tag, run in groupby(zip(tags, codes, strict=True), key=lambda pair: pair[0]):
        group = [code for _, code in run]
        yield tag, group[0][1], group[-1][2], group[0][3], group[-1][4]


def _joined(stretches: list[Stretch]) -> Side:
    """Put runs of the same mark together."""
    grouped = groupby(stretches, key=lambda stretch: stretch.differs)
    return tuple(Stretch("".join(s.text for s in run), differs) for differs, run in grouped)
