"""Compare texts with last year's report by common runs of eight characters.

The rule about 雷同 and the marks in last year's text use the same runs.
"""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Final, NamedTuple

from model.report.report import Report, TextBlock
from model.report.sections import printed
from model.report.subheads import is_heading

RUN: Final = 8
"""Characters of a run, without white space."""


def runs(bodies: Iterable[str]) -> set[str]:
    """Return all runs of the texts; a text shorter than a run has none."""
    texts = ["".join(body.split()) for body in bodies]
    return {t[i : i + RUN] for t in texts for i in range(len(t) - RUN + 1)}


def share(ours: AbstractSet[str], known: AbstractSet[str]) -> float:
    """Return the share of our runs, 0 to 1, that is known; 0 if there are no runs."""
    return len(ours & known) / len(ours) if ours else 0.0


def marks(body: str, known: AbstractSet[str]) -> list[tuple[int, int]]:
    """Return the ranges (start, end) of known runs in a text, in order and without overlaps."""
    places = [place for place, sign in enumerate(body) if not sign.isspace()]
    dense = "".join(body[place] for place in places)
    found: list[tuple[int, int]] = []
    for i in range(len(dense) - RUN + 1):
        if dense[i : i + RUN] in known:
            start, end = places[i], places[i + RUN - 1] + 1
            if found and start <= found[-1][1]:
                start = found.pop()[0]
            found.append((start, end))
    return found


def compared(report: Report, texts: Iterable[TextBlock], section: str) -> Iterator[TextBlock]:
    """Yield the texts of a section that are compared; a preface is similar every year."""
    for block in texts:
        if block.section == section and block.body and is_heading(report, block.key):
            yield block


class Repeated(NamedTuple):
    """The share of a section's text that repeats last year's: of all texts, and of each text."""

    share: float
    texts: tuple[tuple[TextBlock, float], ...]


def repeated(report: Report, section: str) -> Repeated:
    """Compare the texts of a section, except those before its heading, with last year's.

    A text shorter than one run of eight characters is not counted.
    """
    before = report.previous.texts if report.previous else ()
    known = runs(block.body for block in compared(report, before, section))
    texts = (one for one in printed(report, section) if not one.is_before)
    ours = [(one.block, runs(["".join(one.paragraphs)])) for one in texts]
    counted = tuple((block, share(own, known)) for block, own in ours if own)
    whole = runs(block.body for block, _ in counted)
    return Repeated(share(whole, known), counted)


def last_text(report: Report, block: TextBlock) -> TextBlock | None:
    """Return last year's text under the same sub-head.

    A sub-head of the form is identified by its key, an own sub-head of the unit by its title,
    because its key has no meaning.
    """
    for old in report.previous.texts if report.previous else ():
        if block.key in report.form.texts:
            alike = old.key == block.key
        else:
            alike = (old.section, old.title) == (block.section, block.title)
        if alike:
            return old
    return None
