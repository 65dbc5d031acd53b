"""Render documents, read them back and compare them with the report; try a new form out.

``prove_…`` functions read a document back and compare every paragraph, cell and merge with the
report. ``try_out`` fills a form, checks it, renders every document and reads each one back: the
catalogue only checks that the parts of a form fit each other, this checks that the program can work
with it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from typing import Any, Final, NamedTuple

from export.excel import note_lines, render_excel, title_rows
from export.excel_sheets import Sheet
from export.outline import (
    Outline,
    OutlineHeading,
    OutlineParagraph,
    PrintedTable,
    Signature,
    Title,
    outline,
    tables_of,
)
from export.papers import (
    Paper,
    PaperPage,
    PlainTable,
    StyledLine,
    check_report,
    checklist,
    collection,
    publication_list,
    render_collection,
    render_paper,
)
from export.readback import (
    ReadContent,
    SeenCell,
    SeenSheet,
    SeenTable,
    read_excel,
    read_web,
    read_word,
    summed,
)
from export.revisions import revision
from export.web import render_web
from export.word import render_word
from model.checks.check import check
from model.combine.last_year import following
from model.errors import FormError, ReadbackError, words_of
from model.form.arithmetic import arithmetic
from model.form.form import Form
from model.form.grid import GridPlace
from model.form.help import help_page, topics
from model.report.answers import put
from model.report.begin import new_report
from model.report.report import Report, Stage
from model.report.wording import inserted, missing_numbers
from model.unit import Unit


class Proof(NamedTuple):
    """The number of paragraphs and cells that were found equal, and the name of the model."""

    paragraphs: int
    cells: int
    model: str = "草稿"

    def __str__(self) -> str:
        """Return the result as a sentence for the clerk."""
        counts = [f"文字{self.paragraphs}段"] * bool(self.paragraphs)
        counts += [f"表格{self.cells}格"] * bool(self.cells)
        return f"已重新打开核对：{'，'.join(counts)}，与{self.model}一致"


def prove_word(report: Report, data: bytes, items: Outline | None = None) -> Proof:
    """Compare a Word document with the report; ``items`` is its outline, if at hand.

    Raises:
        ReadbackError: the content differs; the message names the first difference.
    """
    header, content = read_word(data)
    if header != _stage(report):
        raise ReadbackError(f"Word 文件页眉为「{header}」，应为「{_stage(report)}」。")
    return _compare("Word 文件", _expected(items or outline(report), word=True), content)


def prove_web(report: Report, data: bytes, items: Outline | None = None) -> Proof:
    """Compare a web page with the report; ``items`` is its outline, if at hand.

    Raises:
        ReadbackError: the content differs; the message names the first difference.
    """
    stage = [_stage(report)] if _stage(report) else []
    wanted = [*stage, *_expected(items or outline(report), word=False)]
    return _compare("网页文件", wanted, read_web(data))


def prove_excel(report: Report, data: bytes, items: Outline | None = None) -> Proof:
    """Compare the tables of a workbook with the report: title, values, merges, remarks and notes.

    ``items`` is the outline of the report, if at hand.

    Raises:
        ReadbackError: the content differs; the message names the first difference.
    """
    sheets, tables, count = read_excel(data), tables_of(items or outline(report)), 0
    for key in report.form.tables:
        printed = tables[key]
        name = report.form.section_of[key].short
        wanted = dict(_expected_sheet(report, printed))
        end = Sheet.top + printed.grid.height + len(note_lines(report, printed))
        seen = {at: value for at, value in sheets[name].values.items() if at[0] < end}
        for at in sorted(wanted.keys() | seen.keys()):
            if wanted.get(at) != seen.get(at):
                raise ReadbackError(f"Excel 文件「{name}」第{at[0] + 1}行与草稿不一致，未保存。")
        for place in printed.grid.places:
            _check_formula(report, printed, place, sheets[name], name)
            if place.width * place.height > 1 and _corners(place) not in sheets[name].merged:
                row = Sheet.top + place.row + 1
                raise ReadbackError(f"Excel 文件「{name}」第{row}行合并单元格有误，未保存。")
        count += len(printed.grid.places)
    return Proof(0, count)


def _check_formula(
    report: Report, printed: PrintedTable, place: GridPlace, seen: SeenSheet, name: str
) -> None:
    """Compare the cells in the formula of a total with the addends in the form."""
    if place.cell is None or not place.cell.computed:
        return
    where = printed.grid.where
    addends = [where[a] for a in arithmetic(report.form).sums[place.cell.address].addends]
    wanted = {(Sheet.top + addend.row, addend.column) for addend in addends}
    formula = seen.formulas.get((Sheet.top + place.row, place.column), "")
    if summed(formula) != wanted:
        row = Sheet.top + place.row + 1
        raise ReadbackError(f"Excel 文件「{name}」第{row}行的合计公式有误，未保存。")


def _expected_sheet(
    report: Report, printed: PrintedTable
) -> Iterator[tuple[tuple[int, int], str | Decimal]]:
    """Yield the expected cells of a sheet: two rows of title, the grid, the lines under it."""
    numbers = report.totals()
    yield from enumerate_rows(title_rows(report, printed.grid.table.key), 0)
    for place in printed.grid.places:
        at = (Sheet.top + place.row, place.column)
        if place.cell is None:
            yield at, place.label
        elif place.cell.address in numbers:
            yield at, Decimal(numbers[place.cell.address])
    yield from enumerate_rows(note_lines(report, printed), Sheet.top + printed.grid.height)


def enumerate_rows(lines: list[str], first: int) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield lines with their positions: one below the other in the first column."""
    yield from (((first + number, 0), line) for number, line in enumerate(lines))


def _corners(place: GridPlace) -> tuple[int, int, int, int]:
    top = Sheet.top + place.row
    return top, place.column, top + place.height - 1, place.column + place.width - 1


def _stage(report: Report) -> str:
    return "" if report.stage is Stage.FINAL else str(report.stage)


class BrokenText(str):
    """A text whose lines a document breaks between words: line breaks in it do not count."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        """Return whether the other text has the same characters, without its line breaks."""
        return isinstance(other, str) and str(self) == other.replace("\n", "")

    __hash__ = str.__hash__


def _expected(blocks: Outline, word: bool) -> ReadContent:
    """Return the expected content of a document; Word has empty lines after title and text."""
    content: ReadContent = []
    for number, block in enumerate(blocks):
        match block:
            case Title(text):
                last = not isinstance(blocks[number + 1], Title)
                content += [BrokenText(text), *[""] * (word and last)]
            case OutlineHeading(_, text):
                content.append(text)
            case OutlineParagraph(text, lead):
                content.append(lead + text)
            case PrintedTable():
                content += [_expected_table(block), *block.notes]
            case Signature(signature, day):
                ending = filter(None, (BrokenText(signature), day))
                content += [*([""] if word else []), *ending]
    return content


def _expected_table(printed: PrintedTable) -> SeenTable:
    cells = (
        SeenCell(
            place.row,
            place.column,
            place.height,
            place.width,
            printed.values[place.cell.address] if place.cell else BrokenText(place.label),
        )
        for place in printed.grid.places
    )
    return SeenTable(tuple(sorted(cells)))


def _compare(name: str, wanted: ReadContent, seen: ReadContent) -> Proof:
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


def prove_collection(
    report: Report, data: bytes, pages: Sequence[PaperPage] | None = None
) -> Proof:
    """Compare the 采集表 with the tables of the form: labels as mandated, every value blank.

    ``pages`` is its expected content, if at hand.

    Raises:
        ReadbackError: the content differs; the message names the first difference.
    """
    wanted = [block for page in pages or collection(report) for block in page]
    proof = prove_paper("采集表", report.at_stage(Stage.FINAL), data, wanted)
    return proof._replace(model="表样")


def prove_paper(name: str, report: Report, data: bytes, wanted: PaperPage) -> Proof:
    """Compare a paper with its expected content.

    Raises:
        ReadbackError: the content differs; the message names the first difference.
    """
    header, content = read_word(data)
    if header != _stage(report):
        raise ReadbackError(f"{name}页眉为「{header}」，应为「{_stage(report)}」。")
    return _compare(name, [_expected_block(block) for block in wanted], content)


def _expected_block(block: StyledLine | PlainTable | PrintedTable) -> str | SeenTable:
    if isinstance(block, PrintedTable):
        return _expected_table(block)
    if isinstance(block, StyledLine):
        return block.text
    return SeenTable(
        tuple(
            SeenCell(row, column, 1, 1, text)
            for row, texts in enumerate(block.rows)
            for column, text in enumerate(texts)
        )
    )


class Writer(NamedTuple):
    """A kind of document: its name, its file extension, and the functions for it.

    ``content`` returns the printed content of a report. ``render`` takes a report, the time of
    writing and that content; ``prove`` takes a report, bytes and that content. ``staged`` is true
    if the file name contains the 稿别.
    """

    name: str
    ending: str
    content: Callable[[Report], Any]
    render: Callable[..., bytes]
    prove: Callable[..., Proof]
    staged: bool = True


def _render_web(report: Report, _moment: datetime, items: Outline | None = None) -> bytes:
    """Return the web page, which does not contain the time of writing."""
    return render_web(report, items)


def _paper_writer(name: str, content: Callable[[Report], Paper]) -> Writer:
    """Return the writer of an internal document."""

    def render(report: Report, moment: datetime, paper: Paper | None = None) -> bytes:
        return render_paper(report, moment, paper or content(report))

    def prove(report: Report, data: bytes, paper: Paper | None = None) -> Proof:
        return prove_paper(name, report, data, paper or content(report))

    return Writer(name, f"{name}.docx", content, render, prove)


WRITERS: Final[Mapping[str, Writer]] = {
    "word": Writer("Word 文件", ".docx", outline, render_word, prove_word),
    "excel": Writer("Excel 文件", ".xlsx", outline, render_excel, prove_excel),
    "web": Writer("网页文件", ".html", outline, _render_web, prove_web),
    "checklist": _paper_writer("核对表", checklist),
    "check_report": _paper_writer("核对报告", check_report),
    "publication_list": _paper_writer("发布清单", publication_list),
    "collection": Writer(
        "采集表", "采集表.docx", collection, render_collection, prove_collection, staged=False
    ),
}


class ProvedDocument(NamedTuple):
    """A document that was read back and is equal to its report."""

    kind: str
    writer: Writer
    data: bytes
    proof: Proof


def proved(
    report: Report, kinds: Iterable[str], moment: datetime, before: Report | None = None
) -> Iterator[ProvedDocument]:
    """Render documents of a report one by one; read each back and compare it with the report.

    Their content is computed once for all of them. ``moment`` is the time of writing, ``before``
    the report at its last 稿别; without it there is no 修改对照.

    Raises:
        ReadbackError: a document differs from the report.
    """
    contents: dict[Callable[[Report], Any], Any] = {}
    writers = dict(WRITERS)
    if before:
        writers["revision"] = _paper_writer("修改对照", partial(revision, before=before))
    for kind in kinds:
        if kind == "revision" and not before:
            continue
        writer = writers[kind]
        if writer.content not in contents:
            contents[writer.content] = writer.content(report)
        content = contents[writer.content]
        data = writer.render(report, moment, content)
        yield ProvedDocument(kind, writer, data, writer.prove(report, data, content))


_UNIT: Final = Unit(name="试填单位")
_TRIED_AT: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""The time of writing of documents that are only read back."""


def try_out(form: Form) -> None:
    """Check and export a report of a form, first blank and then completely filled in.

    Raises:
        FormError: any step fails.
    """
    try:
        for topic in topics(form):
            help_page(form, topic)
        for report in (new_report(form, _UNIT, form.first_year), _full(form)):
            check(report)
            for text in form.texts.values():
                missing_numbers(report, text)
                inserted(report, text, "试填文字。")
            check(following(report, form, _UNIT, report.year + 1, _UNIT.name))
            for _ in proved(report, WRITERS, _TRIED_AT):
                pass
    except Exception as error:
        raise FormError(
            f"按该格式试填、试导出没有成功（{type(error).__name__}：{words_of(error)}）。"
        ) from error


def _full(form: Form) -> Report:
    """Return a report with all texts of the form, and an answer for every address."""
    report = new_report(form, _UNIT, form.first_year, form.texts)
    for address in (*form.typed, *form.figures):
        report = put(report, address, "1")
    for block in report.texts:
        report = put(report, block.address, "试填文字。")
    for tally in report.tallies:
        for address in tally.part_addresses:
            report = put(report, address, "1")
    return report
