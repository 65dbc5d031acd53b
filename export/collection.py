"""采集表: blank pages of the tables for the offices that hold the figures, one for each source.

The blocks of a table that are stacked come from different offices, so each is a page of its own;
any other table is one. Nothing of the report is printed in them but who asks, and for which year.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from export import ooxml, style
from export.outline import PrintedTable
from export.papers import Line, Plain
from export.word import is_tall, word_document
from model.form.form import Form
from model.form.grid import grid_of
from model.form.table import Table
from model.report.naming import KIND_OF_DOCUMENT
from model.report.report import Report, Stage
from model.report.wording import period_phrase

_HEADS: Final = ("填报科室", "填报人", "日期")
_SHARES: Final = (1.2, 2.6, 1, 1.6, 0.8, 2.8)
_TO_WRITE_IN: Final = style.mm(9)
"""Least height, in twips, of a row that is filled in by hand."""
_MANY_ROWS: Final = style.mm(5.6)
"""The same in a table of many rows, which stays on one page with what stands over it."""
_MARGIN: Final = style.mm(22)
"""Margin above and below, in twips: no 公文, and the room is needed."""


@dataclass(frozen=True)
class Source:
    """What one office fills in: a whole table, or one of its blocks drawn as a table of its own."""

    section: str
    name: str
    table: Table

    @property
    def title(self) -> str:
        """The section's heading, and the block's where the table has several."""
        return "　".join(filter(None, (self.section, self.name)))


@cache
def sources_of(form: Form) -> tuple[Source, ...]:
    """Give the pages a form needs, in printed order."""
    return tuple(_sources(form))


def _sources(form: Form) -> Iterator[Source]:
    for section in form.sections:
        for table in section.tables:
            if len(table.blocks) == 1:
                yield Source(section.title, "", table)
                continue
            for block in table.blocks:
                alone = replace(table, blocks=(replace(block, title=""),))
                yield Source(section.title, block.title, alone)


def collection(report: Report) -> list[list[Line | Plain | PrintedTable]]:
    """Give what the 采集表 print, page by page; every value is blank."""
    return [list(_page(report, source)) for source in sources_of(report.form)]


def render_collection(report: Report) -> bytes:
    """Give the 采集表 as the bytes of a .docx file; a blank page has no 稿别."""
    drawn = "".join(
        _draw(block, first=not number and bool(page))
        for page, blocks in enumerate(collection(report))
        for number, block in enumerate(blocks)
    )
    return word_document(report.at_stage(Stage.FINAL), drawn, _MARGIN)


def _draw(block: Line | Plain | PrintedTable, first: bool) -> str:
    """Draw a block; the ``first`` of a page, but not of the document, begins it."""
    if isinstance(block, PrintedTable):
        height = _MANY_ROWS if is_tall(block.grid) else _TO_WRITE_IN
        return ooxml.table(block, shading=False, height=height)
    if isinstance(block, Plain):
        return ooxml.plain_table(block.rows, block.shares, heads=0, height=_TO_WRITE_IN)
    properties = "<w:pageBreakBefore/>" * first + '<w:snapToGrid w:val="0"/>'
    return ooxml.paragraph(block.style, ooxml.run(block.text), properties=properties)


def _page(report: Report, source: Source) -> Iterator[Line | Plain | PrintedTable]:
    yield Line("Title", f"{report.year}年{KIND_OF_DOCUMENT}采集表")
    yield Line("Heading1", source.title)
    unit = report.unit
    period = period_phrase(report.period)
    yield Line("TableNote", f"报告单位：{unit.name}　　统计期限：{period}")
    signed = [text for head in _HEADS for text in (head, "")]
    yield Plain([(*signed[:-1], "　　年　　月　　日")], _SHARES)
    # Word would join two tables that touch.
    scope = f"统计范围：{unit.counted}　　" if unit.counted else ""
    yield Line("TableNote", f"{scope}{_measured(source.table)}")
    blank = dict.fromkeys(source.table.cells, "")
    yield PrintedTable("", grid_of(source.table), blank)
    yield Line("TableNote", _what_to_fill(source.table))


def _measured(table: Table) -> str:
    """Say in what the values of a table are counted."""
    units = dict.fromkeys(
        unit for cell in table.cells.values() for unit in (cell.unit, "或".join(cell.units)) if unit
    )
    return f"计量单位：{'、'.join(units)}"


def _what_to_fill(table: Table) -> str:
    """Say how to fill a page in; sums are worked out later, where the table has any."""
    told = "每格填一个数，没有发生的填0，不留空格。"
    if any(cell.units for cell in table.cells.values()):
        told += "金额后注明单位。"
    return told + "总计可以不填，由编制程序计算。" * bool(table.computed)
