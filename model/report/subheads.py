"""Sub-heads of a section: named, added, moved and removed, as a tree in printed order.

A key says what a sub-head stands under; in ``Report.texts`` each is followed by all that stands
under it. A sub-head of the form keeps its key under any name, so that its guidance, its checks and
last year's text still find it. What stands before the first heading (前言) is no sub-head.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from model.address import first_key, is_within, join_path, last_key, parent_path, path_and_parents
from model.form.form import Text
from model.report import tallies
from model.report.begin import default_block, insert_text
from model.report.report import Report, Tally, TextBlock
from model.text import clean, clean_line, unnumbered

DEEPEST: Final = 3
"""Levels of sub-heads: （一）, 1. and （1）."""


def is_heading(report: Report, key: str) -> bool:
    """Return whether a text has a sub-head that is printed."""
    known = report.form.texts.get(key)
    return known is None or not known.place


def parent_of(report: Report, key: str) -> str:
    """Return the key of the nearest sub-head above; empty for one that stands highest."""
    keys = {block.key for block in report.texts}
    return next((one for one in path_and_parents(key)[1:] if one in keys), "")


def siblings(report: Report, key: str) -> list[str]:
    """Return the keys of the sub-heads beside one, itself among them, in printed order."""
    parent = parent_of(report, key)
    return [
        block.key
        for block in report.section_texts(first_key(key))
        if is_heading(report, block.key) and parent_of(report, block.key) == parent
    ]


def family(report: Report, key: str) -> tuple[TextBlock, ...]:
    """Return a sub-head and all that stands under it, in printed order."""
    return tuple(block for block in report.texts if is_within(block.key, key))


def tallies_under(report: Report, key: str) -> list[Tally]:
    """Return the tallies that are printed under a sub-head or what stands under it."""
    keys = {block.key for block in family(report, key)}
    return [tally for tally in report.tallies if report.home_of(tally) in keys]


def absent(report: Report, section: str) -> list[Text]:
    """Return the customary and regional sub-heads that a section does not have."""
    texts = report.form.section_of[section].texts
    return [text for text in texts if report.text(text.block) is None]


def write(report: Report, key: str, body: str) -> Report:
    """Return a text other words; emptied, it stays where it is."""
    block = report.text(key)
    return report if block is None else report.with_text(replace(block, body=clean(body)))


def rename(report: Report, key: str, title: str) -> Report:
    """Call a sub-head otherwise; an empty title leaves what stands."""
    block, words = report.text(key), tidy(title)
    return report.with_text(replace(block, title=words)) if block and words else report


def tidy(title: str) -> str:
    """Take off a title what is printed without being typed: its number, and a stop."""
    return unnumbered(clean_line(title)).rstrip("。")


def add_below(report: Report, key: str, title: str) -> tuple[Report, str]:
    """Add a sub-head after another and all that stands under it; return its key too."""
    parent = parent_path(key)
    new = _new(report, parent, title)
    return _placed(report, (new,), after=family(report, key)[-1].key), new.key


def add_under(report: Report, key: str, title: str) -> tuple[Report, str]:
    """Add a sub-head as the last under another, one level deeper; return its key too."""
    new = _new(report, key, title)
    return _placed(report, (new,), after=family(report, key)[-1].key), new.key


def add_last(report: Report, section: str, title: str) -> tuple[Report, str]:
    """Add a sub-head at the end of a section; return its key too."""
    new = _new(report, section, title)
    texts = insert_text(report.texts, new, report.form)
    return replace(report, texts=texts), new.key


def restore(report: Report, text: Text) -> Report:
    """Bring a customary sub-head back to the place the form has for it."""
    return replace(report, texts=insert_text(report.texts, default_block(text), report.form))


def remove(report: Report, key: str) -> Report:
    """Take a sub-head away, with all that stands under it and the tallies printed there."""
    for tally in tallies_under(report, key):
        report = tallies.remove(report, tally)
    gone = set(family(report, key))
    return replace(report, texts=tuple(block for block in report.texts if block not in gone))


def removal(report: Report, key: str) -> str:
    """Say what removing a sub-head takes away."""
    block, below = report.text(key), len(family(report, key)) - 1
    counted = len(tallies_under(report, key))
    more = [f"{below}个下级小标题"] * (below > 0) + [f"{counted}个分类统计"] * (counted > 0)
    with_it = f"及其下{'、'.join(more)}" if more else ""
    return f"删去「{block.title if block else ''}」{with_it}"


def move(report: Report, key: str, by: int) -> Report:
    """Move a sub-head past the one above (-1) or below (1) of its level, with what is under it."""
    beside = siblings(report, key)
    place = beside.index(key) + by
    if not 0 <= place < len(beside):
        return report
    moved, other = family(report, key), family(report, beside[place])
    rest = replace(report, texts=tuple(b for b in report.texts if b not in moved))
    if by > 0:
        return _placed(rest, moved, after=other[-1].key)
    first = [block.key for block in rest.texts].index(other[0].key)
    return replace(rest, texts=(*rest.texts[:first], *moved, *rest.texts[first:]))


def _new(report: Report, parent: str, title: str) -> TextBlock:
    """Make an empty sub-head under a parent, with a key that nothing else has or had by law."""
    taken = {*report.form.texts, *(block.key for block in report.texts)}
    return TextBlock(own_key(parent, taken), tidy(title))


def own_key(parent: str, taken: Iterable[str]) -> str:
    """Return a key for a sub-head of the unit's own under a parent, unlike those that are taken."""
    own = (last_key(key) for key in taken if parent_path(key) == parent)
    return join_path(parent, tallies.free_key("", own))


def _placed(report: Report, blocks: tuple[TextBlock, ...], after: str) -> Report:
    place = [block.key for block in report.texts].index(after) + 1
    return replace(report, texts=(*report.texts[:place], *blocks, *report.texts[place:]))


def length(report: Report, section: str) -> int:
    """Count the characters of the texts under the sub-heads of a section, spaces left out.

    Sub-heads, sentences made from numbers and a text before the heading (前言) do not count.
    """
    before = [text.block for text in report.form.section_of[section].texts if text.place]
    return sum(
        len("".join(block.body.split()))
        for block in report.section_texts(section)
        if not any(is_within(block.key, key) for key in before)
    )
