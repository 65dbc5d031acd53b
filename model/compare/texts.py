"""Compare two texts: the paragraphs that differ, and the runs of characters that differ in them.

Blank lines and spaces around a paragraph are not printed and are ignored here.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby, zip_longest
from typing import Final, NamedTuple

from model.matcher import Opcode, common_ends, ends, opcodes


class Hunk(NamedTuple):
    """A paragraph that differs: its ``number`` in our text, from 1, and the text of both sides.

    A paragraph is None on the side that lacks it; one that only the other side has is to be
    inserted before the paragraph ``number`` of ours. ``order`` counts the hunks of a text.
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
    """Return our text with the chosen paragraphs of the other."""
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
"""Text for a paragraph that only the other side has."""
EMPTY: Final = "（空段）"
_MOST: Final = 250_000
"""Most pairs of characters that are compared; longer differences are marked as one run."""
_SHORTEST: Final = 2
"""Least characters that count as unchanged between two changes; one may be equal by chance."""


class TextRun(NamedTuple):
    """A run of characters, and whether it differs from the other side."""

    text: str
    differs: bool


Side = tuple[TextRun, ...]
"""The text of one side as runs in order; paragraphs are separated by line feeds."""
_Pair = tuple[list[TextRun], list[TextRun]]


def plain(side: Side) -> str:
    """Return a side without its marks."""
    return "".join(run.text for run in side)


def unmarked_side(text: str) -> Side:
    """Return a side without marks, for a text that differs completely."""
    return (TextRun(text, differs=False),)


def sides(one: str, other: str, numbered: bool = True) -> tuple[Side, Side]:
    """Return the differing paragraphs of two texts, with the differing runs marked.

    With ``numbered`` the paragraphs of a text with several are numbered.
    """
    ours, theirs = one.split("\n"), other.split("\n")
    numbered = numbered and max(len(ours), len(theirs)) > 1
    left: list[TextRun] = []
    right: list[TextRun] = []
    for our, their in _paired(ours, theirs):
        pair = _marked(our and our[1], their and their[1])
        for side, number, runs in ((left, our, pair[0]), (right, their, pair[1])):
            lead = "\n" * bool(side) + (f"第{number[0]}段：" if numbered and number else "")
            side += [TextRun(lead, differs=False)] * bool(lead) + runs
    return _joined(left), _joined(right)


def _paired(
    ours: list[str], theirs: list[str]
) -> Iterator[tuple[tuple[int, str] | None, tuple[int, str] | None]]:
    """Yield number and paragraph of both sides where they differ; None for a missing one."""
    for tag, i, j, k, m in _opcodes(ours, theirs):
        if tag != "equal":
            left = list(enumerate(ours[i:j], i + 1))
            yield from zip_longest(left, enumerate(theirs[k:m], k + 1))


def _marked(one: str | None, other: str | None) -> _Pair:
    """Return both paragraphs with the differing runs marked."""
    if one is None or other is None:
        return _one_sided(one), _one_sided(other)
    left: list[TextRun] = []
    right: list[TextRun] = []
    for tag, i, j, k, m in _smooth(_opcodes(one, other)):
        left += [TextRun(one[i:j], tag != "equal")] * (j > i)
        right += [TextRun(other[k:m], tag != "equal")] * (m > k)
    return left or _one_sided(""), right or _one_sided("")


def _one_sided(text: str | None) -> list[TextRun]:
    """Return a paragraph that the other side lacks, or the text for a missing one."""
    return [TextRun(MISSING, differs=False) if text is None else TextRun(text or EMPTY, True)]


def _opcodes(one: Sequence[str], other: Sequence[str]) -> list[Opcode]:
    """Return which runs are equal; the middle of two very long texts is not compared."""
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
    """Yield the opcodes with very short equal runs between two changes made part of the change."""
    last = len(codes) - 1
    tags = [
        "equal" if tag == "equal" and (j - i >= _SHORTEST or at in (0, last)) else "replace"
        for at, (tag, i, j, _, _) in enumerate(codes)
    ]
    for tag, run in groupby(zip(tags, codes, strict=True), key=lambda pair: pair[0]):
        group = [code for _, code in run]
        yield tag, group[0][1], group[-1][2], group[0][3], group[-1][4]


def _joined(runs: list[TextRun]) -> Side:
    """Return the runs with adjacent runs of the same mark joined."""
    grouped = groupby(runs, key=lambda run: run.differs)
    return tuple(TextRun("".join(s.text for s in run), differs) for differs, run in grouped)
