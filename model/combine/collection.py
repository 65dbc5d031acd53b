"""采集表: the blank pages that sections (科室) fill in, and what came back of them.

A page is known again by its mark, which a workbook holds in a hidden name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, Self

from model.address import join_path
from model.form import catalog
from model.form.arithmetic import arithmetic
from model.form.form import Form
from model.form.table import Table
from model.report.begin import KIND_OF_DOCUMENT
from model.report.report import Report

OFFICE, PERSON, _ = SIGNED = ("填报科室", "填报人", "日期")
"""Entries that a section fills in over its numbers."""
PAGE_TITLE: Final = f"{KIND_OF_DOCUMENT}采集表"
ASKER, PERIOD, SCOPE = "报告单位：", "　　统计期限：", "统计范围："
"""Labels in the lines over a table: the unit that asks, its period, the scope of the figures."""
MARK_NAME: Final = "采集表"
"""The hidden name of a workbook that holds the mark of its page."""
_BETWEEN: Final = "|"
_YEAR: Final = 4
_SHEET: Final = 31
"""Most characters of the name of a sheet."""
_NOT_IN_SHEET: Final = re.compile(r"[\[\]:*?/\\']")
_LONGEST: Final = 10
"""Most characters of a page's name in the name of a file."""


@dataclass(frozen=True)
class CollectionPage:
    """A page that one section fills in: a table, or one of its blocks that adds up by itself.

    ``key`` is the key of the table, with the number of the block if the table has several.
    """

    key: str
    section: str
    short: str
    name: str
    table: Table

    @property
    def title(self) -> str:
        """The heading of the section, and of the block if the table has several."""
        return "　".join(filter(None, (self.section, self.name)))

    @property
    def called(self) -> str:
        """The short heading of the section, and that of the block."""
        return "　".join(filter(None, (self.short, self.name)))

    @property
    def sheet(self) -> str:
        """The name of its worksheet."""
        return _NOT_IN_SHEET.sub("", self.called)[:_SHEET]

    @property
    def measured(self) -> str:
        """The line with the units of its numbers."""
        cells = self.table.cells.values()
        units = (unit for cell in cells for unit in (cell.unit, "或".join(cell.units)) if unit)
        return f"计量单位：{'、'.join(dict.fromkeys(units))}"

    @property
    def instructions(self) -> str:
        """The instructions for filling it in."""
        message = "每格填一个数，没有发生的填0，不留空格。"
        if any(cell.units for cell in self.table.cells.values()):
            message += "金额后注明单位。"
        return message + "总计可以不填，由编制程序计算。" * bool(self.table.computed)

    def is_own_line(self, text: str) -> bool:
        """Return whether a line over or under the table is printed on every such page."""
        return (
            text in (self.title, self.instructions, *SIGNED)
            or text.endswith(PAGE_TITLE)
            or text.startswith((ASKER, SCOPE, self.measured))
        )

    @property
    def file_name(self) -> str:
        """The end of the name of its file, short enough for a long name of a unit."""
        return f"采集表_{(self.name or self.short)[:_LONGEST]}"


@cache
def pages_of(form: Form) -> dict[str, CollectionPage]:
    """Return the pages of the 采集表 of a form by their keys, in printed order."""
    return {page.key: page for page in _pages_of(form)}


def _pages_of(form: Form) -> Iterator[CollectionPage]:
    for section in form.sections:
        for table in section.tables:
            blocks = [table.with_only(block) for block in table.blocks]
            if len(blocks) == 1 or not all(_adds_up(form, one) for one in blocks):
                yield CollectionPage(table.key, section.title, section.short, "", table)
                continue
            for number, (block, one) in enumerate(zip(table.blocks, blocks, strict=True), 1):
                key = join_path(table.key, str(number))
                yield CollectionPage(key, section.title, section.short, block.title, one)


def _adds_up(form: Form, table: Table) -> bool:
    """Return whether a table has the addends of all its totals: a page is added up by itself."""
    sums = arithmetic(form).sums
    computed = table.cells.keys() - table.typed
    return all(table.cells.keys() >= {*sums[address].addends} for address in computed)


@dataclass(frozen=True)
class CollectionMark:
    """The page, and the report from which it was written: its id, its form and its year."""

    report: str
    form: str
    year: int
    page: str

    def __post_init__(self) -> None:
        """Check that the form has the page; a form that is only tried out is not known yet.

        Raises:
            ValueError: it has not.
        """
        if self.is_known and self.page not in pages_of(catalog.form(self.form)):
            raise ValueError(self.page)

    @property
    def is_known(self) -> bool:
        """Whether its form is one of this program's."""
        return self.form in catalog.keys()  # noqa: SIM118

    @classmethod
    def of(cls, report: Report, page: CollectionPage) -> Self:
        """Return the mark of a page of a report."""
        return cls(report.id, report.form.key, report.year, page.key)

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Return the mark that a text is; None if it is none, or of a form that is not known."""
        report, form, year, page, *_ = (*text.split(_BETWEEN), *[""] * 4)
        try:
            found = cls(report, form, int(year) if len(year) == _YEAR else 0, page)
        except ValueError:
            return None
        return found if found.is_known and found.year and str(found) == text else None

    def __str__(self) -> str:
        """Return the mark as a workbook holds it."""
        return _BETWEEN.join((self.report, self.form, str(self.year), self.page))


def unreturned(report: Report) -> list[CollectionPage]:
    """Return the pages of which no cell is filled in: not back yet, or back without numbers."""
    filled = report.values.keys() | report.unread.keys()
    return [page for page in pages_of(report.form).values() if not page.table.typed.keys() & filled]


def unreturned_sentence(report: Report) -> str:
    """Return a sentence that names the pages without any number; empty if there are none."""
    sections: dict[str, list[str]] = {}
    for page in unreturned(report):
        sections.setdefault(page.short, []).append(page.name)
    listed = "；".join(f"{short}{'、'.join(names)}" for short, names in sections.items())
    return f"尚未收回或未填：{listed}。" if listed else ""
