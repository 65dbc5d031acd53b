"""Holding a written document against the report: every paragraph, every cell, every merge."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final, NamedTuple

from export.checklist import render_check_report, render_checklist
from export.excel import render_excel
from export.excel_sheet import Sheet
from export.outline import Ending, Heading, Paragraph, PrintedTable, Title, outline, printed_table
from export.readback import Content, SeenCell, SeenTable, read_excel, read_web, read_word
from export.web import render_web
from export.word import render_word
from model.errors import ReadbackError
from model.grid import Place
from model.report import Report, Stage


class Proof(NamedTuple):
    """What was compared and found equal."""

    paragraphs: int
    cells: int

    def __str__(self) -> str:
        """Say so to the clerk."""
        texts = f"文字{self.paragraphs}段，" if self.paragraphs else ""
        return f"已重新打开核对：{texts}表格{self.cells}格，与草稿一致"


def prove_word(report: Report, data: bytes) -> Proof:
    """Compare a Word document with the report.

    Raises:
        ReadbackError: it says something else; the sentence names the first difference.
    """
    header, content = read_word(data)
    if header != _stage(report):
        raise ReadbackError(f"Word 文件页眉为「{header}」，应为「{_stage(report)}」。")
    return _compare("Word 文件", _expected(report, word=True), content)


def prove_web(report: Report, data: bytes) -> Proof:
    """Compare a web page with the report.

    Raises:
        ReadbackError: it says something else; the sentence names the first difference.
    """
    stage = [_stage(report)] if _stage(report) else []
    return _compare("网页文件", [*stage, *_expected(report, word=False)], read_web(data))


def prove_excel(report: Report, data: bytes) -> Proof:
    """Compare the tables of a workbook with the report.

    Raises:
        ReadbackError: it says something else; the sentence names the first difference.
    """
    sheets, numbers, count = read_excel(data), report.totals(), 0
    for key in report.form.tables:
        printed = printed_table(report, numbers, key)
        name = report.form.section_of[key].short
        seen = sheets[name]
        for place in printed.grid.places:
            at = (Sheet.top + place.row, place.column)
            wanted: object = place.label or None
            if place.cell is not None:
                number = numbers.get(place.cell.address)
                wanted = None if number is None else Decimal(number)
            if seen.values.get(at) != wanted:
                raise ReadbackError(f"Excel 文件「{name}」第{at[0] + 1}行与草稿不一致，未保存。")
            if place.width * place.height > 1 and _corners(place) not in seen.merged:
                raise ReadbackError(f"Excel 文件「{name}」第{at[0] + 1}行合并单元格有误，未保存。")
            count += 1
    return Proof(0, count)


def _corners(place: Place) -> tuple[int, int, int, int]:
    top = Sheet.top + place.row
    return top, place.column, top + place.height - 1, place.column + place.width - 1


def _stage(report: Report) -> str:
    return "" if report.stage is Stage.FINAL else str(report.stage)


def _expected(report: Report, word: bool) -> Content:
    """Give what a document has to say; Word has an empty line after title and before end."""
    content: Content = []
    blocks = outline(report)
    for number, block in enumerate(blocks):
        match block:
            case Title(text):
                last = not isinstance(blocks[number + 1], Title)
                content += [text, ""] if word and last else [text]
            case Heading(_, text):
                content.append(text)
            case Paragraph(text, lead):
                content.append(lead + text)
            case PrintedTable():
                content += [_expected_table(block), *block.notes]
            case Ending(signature, day):
                content += [*([""] if word else []), *filter(None, (signature, day))]
    return content


def _expected_table(printed: PrintedTable) -> SeenTable:
    cells = (
        SeenCell(
            place.row,
            place.column,
            place.height,
            place.width,
            printed.values[place.cell.address] if place.cell else place.label,
        )
        for place in printed.grid.places
    )
    return SeenTable(tuple(sorted(cells)))


def _compare(name: str, wanted: Content, seen: Content) -> Proof:
    paragraphs = cells = 0
    if len(wanted) != len(seen):
        raise ReadbackError(f"{name}有{len(seen)}段，应为{len(wanted)}段，未保存。")
    for number, (ours, theirs) in enumerate(zip(wanted, seen, strict=True), 1):
        if isinstance(theirs, SeenTable):
            theirs = SeenTable(tuple(sorted(theirs.cells)))
        if ours != theirs:
            raise ReadbackError(f"{name}第{number}段与草稿不一致，未保存。")
        if isinstance(ours, SeenTable):
            cells += len(ours.cells)
        else:
            paragraphs += 1
    return Proof(paragraphs, cells)


class Writer(NamedTuple):
    """A kind of document: its ending, how it is rendered and how it is proved."""

    name: str
    ending: str
    render: Callable[[Report], bytes]
    prove: Callable[[Report, bytes], Proof]


def prove_checklist(report: Report, data: bytes) -> Proof:
    """Open a 核对表 or 核对报告 again and count what it holds.

    Raises:
        ReadbackError: its header is not the report's.
    """
    header, content = read_word(data)
    if header != _stage(report):
        raise ReadbackError(f"核对文件页眉为「{header}」，应为「{_stage(report)}」。")
    tables = [block for block in content if isinstance(block, SeenTable)]
    return Proof(len(content) - len(tables), sum(len(table.cells) for table in tables))


WRITERS: Final[Mapping[str, Writer]] = {
    "word": Writer("Word 文件", ".docx", render_word, prove_word),
    "excel": Writer("Excel 文件", ".xlsx", render_excel, prove_excel),
    "web": Writer("网页文件", ".html", render_web, prove_web),
    "checklist": Writer("核对表", "核对表.docx", render_checklist, prove_checklist),
    "check_report": Writer("核对报告", "核对报告.docx", render_check_report, prove_checklist),
}
