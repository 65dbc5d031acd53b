"""How much of a text stood in last year's report already: shared runs of eight characters.

The rule about 雷同 and the marks beside last year's text count the same runs.
"""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Final, NamedTuple

from model.report.report import Report, TextBlock
from model.report.sections import printed
from model.report.subheads import is_heading

RUN: Final = 8
"""Characters in a run that counts as shared, white space left out."""


def runs(bodies: Iterable[str]) -> set[str]:
    """Return every run of the texts; one that is shorter than a run has none."""
    texts = ["".join(body.split()) for body in bodies]
    return {t[i : i + RUN] for t in texts for i in range(len(t) - RUN + 1)}


def share(ours: AbstractSet[str], known: AbstractSet[str]) -> float:
    """Return the part of our runs, 0 to 1, that is known; 0 where there is none."""
    return len(ours & known) / len(ours) if ours else 0.0


def marks(body: str, known: AbstractSet[str]) -> list[tuple[int, int]]:
    """Return where known runs stand in a text: (start, end) of characters, in order, apart."""
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
    """Yield the texts of a section that count: a preface says the same in every year."""
    for block in texts:
        if block.section == section and block.body and is_heading(report, block.key):
            yield block


class Repeated(NamedTuple):
    """How much of a section's text repeats last year's, as a share: of all, and of each text."""

    share: float
    texts: tuple[tuple[TextBlock, float], ...]


def repeated(report: Report, section: str) -> Repeated:
    """Hold the texts of a section against last year's; what stands before its heading is left out.

    A text shorter than one run of eight characters is not counted.
    """
    before = report.previous.texts if report.previous else ()
    known = runs(block.body for block in compared(report, before, section))
    texts = (one for one in printed(report, section) if one.level)
    ours = [(one.block, runs(["".join(one.paragraphs)])) for one in texts]
    counted = tuple((block, share(own, known)) for block, own in ours if own)
    whole = runs(block.body for block, _ in counted)
    return Repeated(share(whole, known), counted)


def last_text(report: Report, block: TextBlock) -> TextBlock | None:
    """Return last year's text under the same sub-head.

    A sub-head of the form is known by its key; one of the unit's own by its title, since its key
    says no more than that it was added.
    """
    for old in report.previous.texts if report.previous else ():
        if block.key in report.form.texts:
            alike = old.key == block.key
        else:
            alike = (old.section, old.title) == (block.section, block.title)
        if alike:
            return old
    return None
