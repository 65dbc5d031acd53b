"""A page of the 采集表 that came back: its numbers with the section (科室) that gave each.

The table is recognised as in any other workbook, by its labels. The lines that the page prints
itself, and what the section wrote into them, are known by their words.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from msgspec import structs

from intake.content import Document, SourceCell, SourceTable
from intake.recognition.account import Scope
from intake.recognition.identity import Identity, Returned
from intake.recognition.reading import Recognition, recognise
from intake.words.labels import ReadingIssue, is_value
from model.combine.collection import (
    ASKER,
    OFFICE,
    PERIOD,
    PERSON,
    SIGNED,
    CollectionMark,
    CollectionPage,
    pages_of,
)
from model.form import catalog
from model.form.grid import grid_of
from model.text import clean_line

_NOT_SIGNED = "没有填写，所填数字不记数据来源"
_REWRITTEN = "表样中的标题被改写或删除，核对这一行、这一列的数"
_OTHER_PAGE = "不属于这一页采集表，未读取"


def collected(document: Document) -> Recognition | None:
    """Return what a page of the 采集表 says; None if the document is no such page."""
    mark = CollectionMark.read(document.mark)
    if mark is None:
        return None
    form = catalog.form(mark.form)
    page = pages_of(form)[mark.page]
    lines = [cell for table in document.tables for cell in _lines(page, table)]
    signed = dict(_signed(document, lines))
    table = _without(document, [*lines, *signed.values()])
    reading = recognise(table if grid_of(page.table).side else _with_row(table), [form])
    texts = {name: clean_line(cell.text) for name, cell in signed.items()}
    source = "：".join(filter(None, (texts.get(OFFICE), texts.get(PERSON))))
    cells = {a: one for a, one in reading.cells.items() if a in page.table.cells}
    filled = [a for a in page.table.typed if a in cells and cells[a].number is not None]
    unsigned = [ReadingIssue(page.called, OFFICE, _NOT_SIGNED)] * bool(filled and not source)
    asker = next((cell.text for cell in lines if cell.text.startswith(ASKER)), "")
    name = asker.removeprefix(ASKER).partition(PERIOD)[0].strip()
    returned = Returned(mark.report, page.key, source, len(filled))
    return replace(
        reading,
        identity=Identity(mark.year, unit={"name": name} if name else {}, returned=(returned,)),
        cells=cells,
        sources=dict.fromkeys(filled, source) if source else {},
        doubts=(*reading.doubts, *unsigned, *_rewritten(page, document)),
        issues=(*_issues(page, reading), *_others(page, reading)),
        missing=(),
        account=replace(reading.account, scope=Scope.BLOCK),
    )


def _lines(page: CollectionPage, table: SourceTable) -> Iterator[SourceCell]:
    """Yield the cells of a sheet that every such page has over and under its table."""
    yield from (cell for cell in table.cells if page.is_own_line(cell.text))


def _signed(document: Document, lines: Iterable[SourceCell]) -> Iterator[tuple[str, SourceCell]]:
    """Yield what a section wrote beside the names of its lines, with these names."""
    for line in lines:
        row = [c for t in document.tables for c in t.cells if c.row == line.row and line in t.cells]
        right = min((c for c in row if c.column > line.column), key=_column, default=None)
        if line.text in SIGNED and right is not None and right.text:
            yield line.text, right


def _column(cell: SourceCell) -> int:
    return cell.column


def _without(document: Document, cells: list[SourceCell]) -> Document:
    """Return a document without some cells of its sheets."""
    blocks = (
        structs.replace(block, cells=tuple(c for c in block.cells if c not in cells))
        if isinstance(block, SourceTable)
        else block
        for block in document.blocks
    )
    return structs.replace(document, blocks=tuple(blocks))


def _with_row(document: Document) -> Document:
    """Return a document with a blank row under each sheet without a number.

    A table without labels of rows is known by the row under its headings; a workbook has no cells
    in a row that nobody filled in.
    """
    blocks = (
        structs.replace(block, cells=(*block.cells, _below(block)))
        if isinstance(block, SourceTable) and not any(is_value(c.text) for c in block.cells)
        else block
        for block in document.blocks
    )
    return structs.replace(document, blocks=tuple(blocks))


def _below(table: SourceTable) -> SourceCell:
    """Return a blank cell under the cells of a table."""
    return SourceCell(max((c.row + c.height for c in table.cells), default=0), 0, 1, 1, "")


def _issues(page: CollectionPage, reading: Recognition) -> Iterator[ReadingIssue]:
    """Yield the issues of a reading, without the rows that stand on other pages."""
    for issue in reading.issues:
        if not issue.addresses or page.table.cells.keys() & {*issue.addresses}:
            yield issue


def _rewritten(page: CollectionPage, document: Document) -> Iterator[ReadingIssue]:
    """Yield an issue for each label of the table that the sheet lacks."""
    seen = Counter(_bare(cell.text) for table in document.tables for cell in table.cells)
    labels = Counter(_bare(place.label) for place in grid_of(page.table).places if place.label)
    for label in labels - seen:
        yield ReadingIssue(page.called, label, _REWRITTEN)


def _bare(text: str) -> str:
    return "".join(text.split())


def _others(page: CollectionPage, reading: Recognition) -> Iterator[ReadingIssue]:
    """Yield an issue for each number that belongs to another page."""
    for address, one in reading.cells.items():
        if address not in page.table.cells and one.number is not None:
            yield ReadingIssue(one.where, one.text, _OTHER_PAGE, (address,))
