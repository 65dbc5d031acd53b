"""Putting the reference sentence into a text: in place of its earlier version, or after the rest.

An earlier version is what the program would write for other numbers: none, one of each, today's.
Digits aside, a sentence of the text that consists of such words is one; all else is the clerk's.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Final, Literal, NamedTuple

from model.form import Text
from model.report import Report
from model.sentences import reference_sentence

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
    known = set(_versions(report, text))
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


def _is_version(sentence: str, known: set[str]) -> bool:
    """Whether a sentence is made of the words of one that the program writes."""
    bare = _bare(sentence)
    return any(_covered(bare, one) >= _ALIKE * len(bare) for one in known) if bare else False


def _covered(sentence: str, version: str) -> int:
    blocks = SequenceMatcher(None, sentence, version, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size >= _STRETCH)


def _bare(sentence: str) -> str:
    return _NUMBERS.sub("", sentence)
