"""The printed text of a section: its sub-heads with their numbers, paragraphs and sentences."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from model.address import path_and_parents
from model.claims.claims import Speaker
from model.claims.figures import figures_in
from model.form.form import Text
from model.form.statements import tallies_in
from model.report.report import Report, Tally, TextBlock
from model.report.subheads import is_heading
from model.report.wording import tally_said, tally_sentence, text_sentence
from model.text import chinese_numerals, paragraphs


class PrintedText(NamedTuple):
    """One text of a section as it is printed.

    ``level`` is that of its sub-head, from 1 to 3; 0 for a text without one (前言, 总述), which
    ``is_before`` or after the heading of the section. ``paragraphs`` are typed by the clerk;
    ``sentences`` are written from its figures and tallies and follow them. ``heads`` numbers the
    sub-heads.
    """

    block: TextBlock
    level: int
    paragraphs: tuple[str, ...]
    sentences: tuple[str, ...]
    is_before: bool = False

    @property
    def text(self) -> str:
        """The printed text under the sub-head; paragraphs are separated by line feeds."""
        return "\n".join((*self.paragraphs, *self.sentences))


def printed(report: Report, section: str) -> tuple[PrintedText, ...]:
    """Return the texts of a section in printed order: before its heading, after it, sub-heads.

    A customary sub-head that is empty and not mandatory is left out.
    """
    here = [tally for tally in report.tallies if tally.section == section]
    by_numbers = report.form.texts_with_figures | {report.home_of(tally) for tally in here}
    texts = []
    for block in report.section_texts(section):
        sentences = printed_sentences(report, block) if block.key in by_numbers else ()
        own = tuple(paragraphs(block.body))
        is_before = report.form.is_before_heading(block.key)
        level = level_of(report, block)
        texts.append(PrintedText(block, level, own, tuple(sentences), is_before))
    filled = written(one for one in texts if not one.is_before)
    shown = [one for one in texts if one.block.key in filled or _is_always(report, one.block)]
    return tuple(sorted(shown, key=lambda one: (not one.is_before, one.level > 0)))


def length(report: Report, section: str) -> int:
    """Return the number of characters under the heading of a section.

    Spaces, sub-heads, sentences made from numbers and a text before the heading (前言) do not
    count.
    """
    texts = (one for one in printed(report, section) if not one.is_before)
    own = (line for one in texts for line in one.paragraphs)
    return sum(len("".join(line.split())) for line in own)


def _is_always(report: Report, block: TextBlock) -> bool:
    """Return whether a text is printed even if it is empty: it is the unit's own or mandatory."""
    text = report.form.texts.get(block.key)
    return (
        text is None or text.required or text.regional or report.form.is_before_heading(block.key)
    )


def written(texts: Iterable[PrintedText]) -> set[str]:
    """Return the keys of texts with printed content, and of the texts above them."""
    return {key for one in texts if one.text for key in path_and_parents(one.block.key)[:-1]}


def level_of(report: Report, block: TextBlock) -> int:
    """Return the level of a printed sub-head: 1 （一）, 2 1., 3 （1）; 0 for a text without one."""
    return min(max(block.level, 1), 3) if is_heading(report, block.key) else 0


def heads(report: Report, blocks: Sequence[TextBlock]) -> list[str]:
    """Return the numbered sub-heads of a section's printed texts; titles without a level as is."""
    counters, found = [0, 0, 0], []
    for block in blocks:
        level = level_of(report, block)
        if level:
            counters[level - 1] += 1
            counters[level:] = [0] * (3 - level)
        found.append(numbered(level, counters[level - 1], block.title) if level else block.title)
    return found


def numbered(level: int, number: int, title: str) -> str:
    """Return a sub-head with its number as in GB/T 9704: （一） · 1. · （1）."""
    return (f"（{chinese_numerals(number)}）", f"{number}.", f"（{number}）")[level - 1] + title


def printed_sentences(report: Report, block: TextBlock) -> list[str]:
    """Return the sentences printed under a sub-head from its figures and tallies."""
    return [sentence for sentence, _ in numbers_printed(report, block)]


def numbers_printed(report: Report, block: TextBlock) -> list[tuple[str, tuple[str, ...]]]:
    """Return the sentences under a sub-head, each with the addresses of its numbers.

    One that stands in the text, or whose numbers are all in it, is not written a second time.
    """
    text = report.form.texts.get(block.key)
    found = []
    if text and text.figures and not _states_figures(report, text, block.body):
        found.append((text_sentence(report, text), _figures(text)))
    found += [
        (tally_sentence(report, one), one.addresses)
        for one in report.tallies
        if report.home_of(one) == block.key and not _states_tally(report, one, block.body)
    ]
    return [
        (sentence, addresses)
        for sentence, addresses in found
        if sentence and sentence not in block.body
    ]


def _states_figures(report: Report, text: Text, body: str) -> bool:
    """Return whether a text states every number that the sentence of its figures says."""
    if not body.strip():
        return False
    said = {one: report.values[one] for one in _figures(text) if _is_said(report, text, one)}
    speaker = Speaker.of(report.form, report.year, report.unit)
    return bool(said) and said.items() <= figures_in(body, text, speaker).values.items()


def _is_said(report: Report, text: Text, address: str) -> bool:
    """Return whether the sentence of a text says a figure: of some zeros it says nothing."""
    if address not in report.values:
        return False
    without = report.with_value(address, None)
    return text_sentence(report, text) != text_sentence(without, text)


def _states_tally(report: Report, tally: Tally, body: str) -> bool:
    """Return whether a text states the total and every category that the sentence says."""
    said = tally_said(report, tally)
    return said is not None and any(
        one.total == said.total
        and said.parts == tuple(part for part in one.parts if part[1] or part in said.parts)
        for one in tallies_in(body, tally.unit, fewest=1)
    )


def _figures(text: Text) -> tuple[str, ...]:
    return tuple(figure.address for figure in text.figures)
