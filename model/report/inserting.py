"""Putting the reference sentence into a text: in place of its earlier version, or after the rest.

An earlier version is what the program would write for other numbers: none, one of each, today's.
Digits aside, a sentence of the text that consists of such words is one; all else is the clerk's.
"""

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Final, Literal, NamedTuple

from model.form.form import Text
from model.matcher import Matcher, TooManySteps
from model.report.report import Report
from model.report.wording import reference_sentence

_ALIKE: Final = 0.8
"""Share of a sentence that a version has to cover."""
_STRETCH: Final = 4
"""Characters in a row that count as covered."""
_SENTENCE: Final = re.compile(r"[^。\n]+。?")
_NUMBERS: Final = re.compile(r"[\d\s]+")


class Inserted(NamedTuple):
    """A text with its reference sentence, and how that came in."""

    body: str
    how: Literal["written", "appended", "replaced", "same"]


def inserted(report: Report, text: Text, body: str) -> Inserted:
    """Put the sentence offered for a text into its body; where none is offered, change nothing."""
    offered = reference_sentence(report, text)
    if not offered or offered in body:
        return Inserted(body, "same")
    if not body.strip():
        return Inserted(offered, "written")
    known = {one: _stretches(one) for one in _versions(report, text)}
    old = [one for one in _SENTENCE.finditer(body) if _is_version(one.group(), known)]
    if not old:
        return Inserted("\n".join((body.rstrip("\n"), offered)), "appended")
    pieces, end = [], 0
    for one in old:
        pieces += [body[end : one.start()], offered if one is old[0] else ""]
        end = one.end()
    lines = "".join((*pieces, body[end:])).split("\n")
    return Inserted("\n".join(line for line in lines if line.strip()), "replaced")


def _versions(report: Report, text: Text) -> Iterator[str]:
    """Give the sentences the program would write, without their numbers."""
    form = report.form
    for values in (report.values, dict.fromkeys(form.typed, 0), dict.fromkeys(form.typed, 1)):
        written = reference_sentence(replace(report, values=values), text)
        yield from (_bare(one.group()) for one in _SENTENCE.finditer(written))


def _is_version(sentence: str, known: Mapping[str, AbstractSet[str]]) -> bool:
    """Whether a sentence is made of the words of one that the program writes.

    ``known`` holds the stretches of each version. Most sentences of a text share none of them and
    are held against no version.
    """
    bare = _bare(sentence)
    wanted = _ALIKE * len(bare)
    likely = (one for one, parts in known.items() if min(len(one), _shared(bare, parts)) >= wanted)
    return bool(bare) and any(_covered(bare, one) >= wanted for one in likely)


def _stretches(text: str) -> set[str]:
    """Give every run of characters that is long enough to count as covered."""
    return {text[at : at + _STRETCH] for at in range(len(text) - _STRETCH + 1)}


def _shared(sentence: str, parts: AbstractSet[str]) -> int:
    """Give how many characters a version can cover at most."""
    count = end = 0
    for at in range(len(sentence) - _STRETCH + 1):
        if sentence[at : at + _STRETCH] in parts:
            count += at + _STRETCH - max(at, end)
            end = at + _STRETCH
    return count


def _covered(sentence: str, version: str) -> int:
    """Give how many characters a version covers; one that repeats itself too often covers none."""
    if sentence == version:
        return len(sentence)
    try:
        blocks = Matcher(sentence, version).get_matching_blocks()
    except TooManySteps:
        return 0
    return sum(block.size for block in blocks if block.size >= _STRETCH)


def _bare(sentence: str) -> str:
    return _NUMBERS.sub("", sentence)
