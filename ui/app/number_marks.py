"""Numbers in a text: those that are marked because they state figures, and those put in. No Qt.

Nothing is marked where a figure is blank, and words that deny a figure only where they are wrong.
"""

from collections.abc import Iterator
from typing import NamedTuple

from model.checks.claims import StatedClaim, stated_claims
from model.claims.claims import Speaker
from model.claims.phrasing import prose_of
from model.report.meanings import place_meant, unit_meant
from model.report.report import Report
from model.values import Values, write_number


class NumberMark(NamedTuple):
    """A number in a text: its offsets, whether it agrees with its figure, and both in words."""

    start: int
    end: int
    agrees: bool
    words: str


def number_marks(report: Report, numbers: Values) -> dict[str, list[NumberMark]]:
    """Return the marks of each text by its address; ``numbers`` has the sums of the report."""
    found: dict[str, list[NumberMark]] = {}
    for stated in stated_claims(report, numbers):
        if stated.agrees is False or (stated.agrees and not stated.claim.is_denial):
            words = "；".join(_words(report, stated))
            mark = NumberMark(stated.claim.start, stated.claim.end, stated.agrees, words)
            found.setdefault(stated.text, []).append(mark)
    return found


def _words(report: Report, stated: StatedClaim) -> Iterator[str]:
    """Yield the figure that a claim agrees with, or all that it may mean: 三、第一项总计：13件."""
    if not stated.agrees:
        yield "文字与所填数不一致"
    for meaning, number in zip(stated.claim.phrase.means, stated.numbers, strict=True):
        if number is not None and (stated.fits(number) or not stated.agrees):
            yield f"{place_meant(report, meaning)}：{write_number(number)}{stated.unit}"
            if stated.agrees:
                return


def cell_prose(report: Report, numbers: Values, text: str, address: str, before: str) -> str:
    """Return the words for a cell with its number, behind ``before`` in a text by its key.

    They are empty while the cell is blank.
    """
    number, block = numbers.get(address), report.text(text)
    if number is None:
        return ""
    speaker = Speaker.of(report.form, report.year, report.unit)
    written = f"{write_number(number)}{unit_meant(report, (address,))}"
    cell = report.form.cells[address]
    return prose_of(speaker, cell, written, block.title if block else "", before)
