"""Rename, add, move and remove the sub-heads of a section, a tree in printed order.

The key of a sub-head contains that of its parent; in ``Report.texts`` each is followed by all that
are below it. A sub-head of the form keeps its key when it is renamed, because guidance, checks and
last year's text are found by it. A text before or after the heading (前言, 总述) has no sub-head.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from model.address import first_key, is_within, join_path, last_key, parent_path, path_and_parents
from model.form.form import Text
from model.report import tallies
from model.report.report import Report, Tally, TextBlock, default_block, insert_text
from model.text import clean, clean_line, unnumbered

DEEPEST: Final = 3
"""Levels of sub-heads: （一）, 1. and （1）."""


def is_heading(report: Report, key: str) -> bool:
    """Return whether a text has a sub-head that is printed."""
    return report.form.has_subhead(key)


def parent_of(report: Report, key: str) -> str:
    """Return the key of the nearest sub-head above; empty at the highest level."""
    keys = {block.key for block in report.texts}
    return next((one for one in path_and_parents(key)[1:] if one in keys), "")


def siblings(report: Report, key: str) -> list[str]:
    """Return the keys of the sub-heads with the same parent, including itself, in printed order."""
    parent = parent_of(report, key)
    return [
        block.key
        for block in report.section_texts(first_key(key))
        if is_heading(report, block.key) and parent_of(report, block.key) == parent
    ]


def subtree(report: Report, key: str) -> tuple[TextBlock, ...]:
    """Return a sub-head and all below it, in printed order."""
    return tuple(block for block in report.texts if is_within(block.key, key))


def tallies_under(report: Report, key: str) -> list[Tally]:
    """Return the tallies that are printed under a sub-head or one below it."""
    keys = {block.key for block in subtree(report, key)}
    return [tally for tally in report.tallies if report.home_of(tally) in keys]


def _figures_under(report: Report, key: str) -> list[str]:
    """Return the addresses of the figures that are printed under a sub-head or one below it."""
    return [a for a, text in report.form.text_of.items() if is_within(text.block, key)]


def absent(report: Report, section: str) -> list[Text]:
    """Return the customary and regional sub-heads that a section does not have."""
    texts = report.form.section_of[section].texts
    return [text for text in texts if report.text(text.block) is None]


def write(report: Report, key: str, body: str) -> Report:
    """Return the report with a new body of a text, which may be empty."""
    block = report.text(key)
    return report if block is None else report.with_text(replace(block, body=clean(body)))


def rename(report: Report, key: str, title: str) -> Report:
    """Return the report with a sub-head renamed; an empty title changes nothing."""
    block, words = report.text(key), clean_title(title)
    return report.with_text(replace(block, title=words)) if block and words else report


def clean_title(title: str) -> str:
    """Return a title without its number and its stop, which are printed automatically."""
    return unnumbered(clean_line(title)).rstrip("。")


def add_below(report: Report, key: str, title: str) -> tuple[Report, str]:
    """Add a sub-head after another and all below that; return the report and the new key."""
    parent = parent_path(key)
    new = _new(report, parent, title)
    return _placed(report, (new,), after=subtree(report, key)[-1].key), new.key


def add_under(report: Report, key: str, title: str) -> tuple[Report, str]:
    """Add a sub-head as the last one below another; return the report and the new key."""
    new = _new(report, key, title)
    return _placed(report, (new,), after=subtree(report, key)[-1].key), new.key


def add_last(report: Report, section: str, title: str) -> tuple[Report, str]:
    """Add a sub-head at the end of a section; return the report and the new key."""
    new = _new(report, section, title)
    texts = insert_text(report.texts, new, report.form)
    return replace(report, texts=texts), new.key


def restore(report: Report, text: Text) -> Report:
    """Return the report with a customary sub-head added in the order of the form."""
    return replace(report, texts=insert_text(report.texts, default_block(text), report.form))


def remove(report: Report, key: str) -> Report:
    """Return the report without a sub-head, all below it, and the numbers printed there."""
    figures = _figures_under(report, key)
    for tally in tallies_under(report, key):
        report = tallies.remove(report, tally)
    report = tallies.without_numbers(report, figures)
    gone = set(subtree(report, key))
    return replace(report, texts=tuple(block for block in report.texts if block not in gone))


def removal_label(report: Report, key: str) -> str:
    """Return in words what is removed with a sub-head."""
    block, below = report.text(key), len(subtree(report, key)) - 1
    counted = tallies_under(report, key)
    addresses = [*_figures_under(report, key), *(a for tally in counted for a in tally.addresses)]
    numbers = sum(map(report.holds, addresses))
    written = sum(len("".join(one.body.split())) for one in subtree(report, key))
    more = [f"正文{written}字"] * (written > 0) + [f"{below}个下级小标题"] * (below > 0)
    more += [f"{len(counted)}个分类统计"] * bool(counted) + [f"{numbers}个数"] * (numbers > 0)
    with_it = f"及其下{'、'.join(more)}" if more else ""
    return f"删除「{block.title if block else ''}」{with_it}"


def move(report: Report, key: str, by: int) -> Report:
    """Return the report with a sub-head and all below it moved up (-1) or down (1) one sibling."""
    peers = siblings(report, key)
    place = peers.index(key) + by
    if not 0 <= place < len(peers):
        return report
    moved, other = subtree(report, key), subtree(report, peers[place])
    rest = replace(report, texts=tuple(b for b in report.texts if b not in moved))
    if by > 0:
        return _placed(rest, moved, after=other[-1].key)
    first = [block.key for block in rest.texts].index(other[0].key)
    return replace(rest, texts=(*rest.texts[:first], *moved, *rest.texts[first:]))


def _new(report: Report, parent: str, title: str) -> TextBlock:
    """Return an empty sub-head below a parent, with a key that neither report nor form has."""
    taken = {*report.form.texts, *(block.key for block in report.texts)}
    return TextBlock(own_key(parent, taken), clean_title(title))


def own_key(parent: str, taken: Iterable[str]) -> str:
    """Return a new key below a parent that is not among the taken keys."""
    own = (last_key(key) for key in taken if parent_path(key) == parent)
    return join_path(parent, tallies.free_key("", own))


def _placed(report: Report, blocks: tuple[TextBlock, ...], after: str) -> Report:
    place = [block.key for block in report.texts].index(after) + 1
    return replace(report, texts=(*report.texts[:place], *blocks, *report.texts[place:]))
