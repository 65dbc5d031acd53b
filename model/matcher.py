"""Two sequences held against each other, at a cost that grows with their length alone."""

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
"""What difflib calls one: a tag, a run of the first sequence and one of the second."""


class TooManySteps(Exception):  # noqa: N818  # it is caught here and says no error
    """Two sequences repeat the same few items: comparing them would take cubic time."""


class Matcher(SequenceMatcher[str]):
    """A SequenceMatcher without heuristics that gives up after so many steps.

    Its results are those of difflib's own. A sequence of few different items (a paragraph of
    «abab…», a thousand equal lines) would keep difflib busy for minutes.

    Raises:
        TooManySteps: by any method that looks for matches.
    """

    def __init__(self, one: Sequence[str], other: Sequence[str]) -> None:
        super().__init__(None, one, other, autojunk=False)
        counts = Counter(other)
        self._steps = [0, *accumulate(counts[item] + 1 for item in one)]
        self._left = _ALWAYS + _EACH * (len(one) + len(other))

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> Match:
        """Find the longest match in two runs, as difflib does, while steps are left."""
        last = len(self._steps) - 1 if ahi is None else ahi
        self._left -= self._steps[last] - self._steps[alo]
        if self._left < 0:
            raise TooManySteps
        return super().find_longest_match(alo, ahi, blo, bhi)


def opcodes(one: Sequence[str], other: Sequence[str]) -> list[Opcode]:
    """Say which runs of two sequences are equal, or that all between their ends differs.

    The latter where they repeat the same few items too often to be compared.
    """
    try:
        return [*Matcher(one, other).get_opcodes()]
    except TooManySteps:
        return ends(one, other)


def ends(one: Sequence[str], other: Sequence[str]) -> list[Opcode]:
    """Say how much of the beginning and of the end of two sequences is equal, and no more."""
    start, end = common_ends(one, other)
    i, k = len(one) - end, len(other) - end
    codes = [("equal", 0, start, 0, start)] * bool(start)
    codes += [("replace", start, i, start, k)] * bool(i > start or k > start)
    return codes + [("equal", i, len(one), k, len(other))] * bool(end)


def common_ends(one: Sequence[str], other: Sequence[str]) -> tuple[int, int]:
    """Return how many items two sequences share at the beginning, and at the end of the rest."""
    start = 0
    shorter = min(len(one), len(other))
    while start < shorter and one[start] == other[start]:
        start += 1
    end = 0
    while end < shorter - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return start, end
