"""修改对照: one page of what changed in a report since its last 稿别, for the leader who signs.

Numbers come first: the main figures, then each number. Of a text only what differs is shown.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from export.breaks import width
from export.papers import Paper, PlainTable, Rows, StyledLine, paper_head
from model.compare.changes import Change, changes
from model.compare.texts import Side, plain
from model.report.main_figures import main_figures
from model.report.report import Report

_NUMBERS: Final = ("numbers", "stated")
"""Fields whose changes are numbers."""
_NOT_PRINTED: Final = ("stage", "published", "previous", "options", "order", "sources", "reasons")
"""Fields that are no content of the printed report."""
_SHARES: Final = {"主要数字": (2.0, 1.0, 1.0), "各格数字": (2.0, 1.0, 1.0), "文字": (1.0, 2.0, 2.0)}
"""Relative widths of the columns place, before and now, by the name of the table."""
_ROOM: Final = 34
"""Printed lines of all tables on one page."""
_ACROSS: Final = 46
"""Characters in a line of a table."""
_CONTEXT: Final = 10
"""Unchanged characters shown beside a change."""
_LONGEST: Final = 160
"""Most characters of one side of a change of text."""
NOTHING: Final = "无改动。"


def revision(report: Report, before: Report) -> Paper:
    """Return the content of the 修改对照 of a report and what it was at its last 稿别."""
    found = [one for one in changes(before, report) if one.part.field not in _NOT_PRINTED]
    numbers = [one for one in found if one.part.field in _NUMBERS]
    texts = [one for one in found if one.part.field not in _NUMBERS]
    tables: dict[str, Rows] = {
        "主要数字": list(_main_figures(report, before)),
        "各格数字": [(one.place, plain(one.one), plain(one.other)) for one in numbers],
        "文字": [(_named(report, one), _excerpt(one.one), _excerpt(one.other)) for one in texts],
    }
    counts = f"数字改动{len(numbers)}处，文字改动{len(texts)}处。" if found else NOTHING
    return [
        *paper_head(report, "修改对照"),
        StyledLine("TableNote", f"与上一稿（{before.stage}）比较：{counts}"),
        *_fitting(tables, ("位置", "上一稿", "本稿")),
    ]


def _main_figures(report: Report, before: Report) -> Iterator[tuple[str, ...]]:
    """Yield the main figures that changed."""
    earlier = {one.label: one.now for one in main_figures(before)}
    for one in main_figures(report):
        if one.now != earlier.get(one.label, ""):
            yield one.label, earlier.get(one.label, ""), one.now


def _named(report: Report, change: Change) -> str:
    """Return the place of a change of text with its section."""
    known = report.form.section_of.get(change.section)
    return f"{known.short}{change.place}" if known else change.place


def _excerpt(side: Side) -> str:
    """Return one side of a change with little of what is unchanged."""
    parts = []
    for number, run in enumerate(side):
        text = run.text
        if not run.differs and len(side) > 1:
            ahead = text[:_CONTEXT] if number else ""
            behind = text[-_CONTEXT:] if number < len(side) - 1 else ""
            if len(text) > len(ahead) + len(behind) + 1:
                text = f"{ahead}…{behind}"
        parts.append(text)
    whole = "".join(parts)
    return f"{whole[:_LONGEST]}…" if len(whole) > _LONGEST else whole


def _fitting(tables: dict[str, Rows], heads: tuple[str, ...]) -> Iterator[StyledLine | PlainTable]:
    """Yield the tables as far as they fit on the page, and how much was left out."""
    room, left = _ROOM, 0
    for name, rows in tables.items():
        if not rows:
            continue
        shown: Rows = [heads]
        room -= 3  # the name, the headings and the space between two tables
        for row in rows:
            room -= _lines(row, _SHARES[name])
            if room >= 0:
                shown.append(row)
        left += len(rows) - len(shown) + 1
        if len(shown) > 1:
            yield StyledLine("TableNote", f"{name}：")
            yield PlainTable(shown, _SHARES[name])
    if left:
        yield StyledLine("TableNote", f"其余{left}处，在程序的“历史版本”中查看。")


def _lines(row: Sequence[str], shares: Iterable[float]) -> int:
    """Return the printed lines of a row."""
    total = sum(shares := tuple(shares))
    rooms = [share / total * _ACROSS for share in shares]
    return max(
        sum(math.ceil(max(width(line), 1) / room) for line in text.split("\n"))
        for text, room in zip(row, rooms, strict=True)
    )
