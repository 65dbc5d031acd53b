"""Two texts as paragraphs that can be taken over one by one.

Blank lines and spaces around a paragraph are nothing that a report prints, and no difference here.
"""

from collections.abc import Collection, Iterator
from itertools import zip_longest
from typing import NamedTuple

from model.matcher import opcodes


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
    """Give the paragraphs in which a text differs from ours, in order."""
    found = _differing(_bare(_lines(one)), _bare(_lines(other)))
    return tuple(Hunk(order, *each) for order, each in enumerate(found))


def with_hunks(one: str, chosen: Collection[Hunk]) -> str:
    """Give our text with the chosen paragraphs as the other has them."""
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
