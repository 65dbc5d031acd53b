"""Compare two sequences at a cost that is proportional to their length."""

from collections import Counter
from collections.abc import Sequence
from difflib import Match, SequenceMatcher
from itertools import accumulate
from typing import Final

_EACH: Final = 100
"""Steps allowed for each item of the two sequences. Two paragraphs of prose take about twenty."""
_ALWAYS: Final = 20_000
"""Steps allowed in any case, so that short sequences are always compared."""

Opcode = tuple[str, int, int, int, int]
"""An opcode of difflib: a tag, a range of the first sequence and one of the second."""


class TooManySteps(Exception):  # noqa: N818  # always caught, never shown as an error
    """Two sequences repeat the same few items: comparing them would take cubic time."""


class Matcher(SequenceMatcher[str]):
    """A SequenceMatcher without heuristics and with a limited number of steps.

    Its results are equal to those of difflib. A sequence of few different items (a paragraph of
    «abab…», a thousand equal lines) would take difflib minutes.

    Raises:
        TooManySteps: by any method that searches for matches.
    """

    def __init__(self, one: Sequence[str], other: Sequence[str]) -> None:
        super().__init__(None, one, other, autojunk=False)
        counts = Counter(other)
        self._steps = [0, *accumulate(counts[item] + 1 for item in one)]
        self._left = _ALWAYS + _EACH * (len(one) + len(other))

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> Match:
        """Return the longest match in two ranges as difflib does.

        Raises:
            TooManySteps: all steps are used.
        """
        last = len(self._steps) - 1 if ahi is None else ahi
        self._left -= self._steps[last] - self._steps[alo]
        if self._left < 0:
            raise TooManySteps
        return super().find_longest_match(alo, ahi, blo, bhi)


def opcodes(one: Sequence[str], other: Sequence[str]) -> list[Opcode]:
    """Return the opcodes of two sequences; if they are too repetitive, those of their ends only."""
    try:
        return [*Matcher(one, other).get_opcodes()]
    except TooManySteps:
        return ends(one, other)


def ends(one: Sequence[str], other: Sequence[str]) -> list[Opcode]:
    """Return opcodes with the equal beginning and end of two sequences and one change between."""
    start, end = common_ends(one, other)
    i, k = len(one) - end, len(other) - end
    codes = [("equal", 0, start, 0, start)] * bool(start)
    codes += [("replace", start, i, start, k)] * bool(i > start or k > start)
    return codes + [("equal", i, len(one), k, len(other))] * bool(end)


def common_ends(one: Sequence[str], other: Sequence[str]) -> tuple[int, int]:
    """Return the number of equal items at the beginning, and at the end of the rest."""
    start = 0
    shorter = min(len(one), len(other))
    while start < shorter and one[start] == other[start]:
        start += 1
    end = 0
    while end < shorter - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return start, end
