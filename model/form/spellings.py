"""The spellings of the words of phrases and subjects, which have choices.

〔甲|乙〕 is 甲, 乙 or nothing; （甲|乙） is 甲 or 乙. Other round brackets are part of the word.
"""

import re
from collections.abc import Iterator
from itertools import product
from math import prod
from typing import Final

_CHOICE: Final = re.compile("(〔[^〔〕（）{}]*〕|（[^〔〕（）{}|]*[|][^〔〕（）{}]*）)")
_LOOSE: Final = re.compile("[〔〕{}|]")
"""Marks of choices, which must not be left outside of them."""


def spellings(wording: str) -> Iterator[str]:
    """Yield all spellings of a word."""
    yield from ("".join(chosen) for chosen in product(*_parts(wording)))


def count_spellings(wording: str) -> int:
    """Return the number of spellings of a word, without making them."""
    return prod(map(len, _parts(wording)))


def shortest_choice(wording: str) -> str:
    """Return a word without the parts that may be missing; other choices stay as they are."""
    parts = _CHOICE.split(wording)
    return "".join(part for part in parts if not part.startswith("〔"))


def is_well_formed(wording: str) -> bool:
    """Return whether all marks of choices in a word belong to one."""
    return _LOOSE.search(_CHOICE.sub("", wording)) is None


def _parts(wording: str) -> list[tuple[str, ...]]:
    return [_choices(part) for part in _CHOICE.split(wording)]


def _choices(part: str) -> tuple[str, ...]:
    if part.startswith("〔"):
        return ("", *part[1:-1].split("|"))
    return tuple(part[1:-1].split("|")) if _CHOICE.fullmatch(part) else (part,)
