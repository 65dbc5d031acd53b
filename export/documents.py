"""Render documents, read them back and compare them with the report; try a new form out.

``prove_…`` functions read a document back and compare every paragraph, cell and merge with the
report. ``try_out`` fills a form, checks it, renders every document and reads each one back: the
catalogue only checks that the parts of a form fit each other, this checks that the program can work
with it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from typing import Any, Final, NamedTuple

from export.collection import prove_workbook, render_workbook
from export.excel import render_excel
from export.excel_proof import prove_excel
from export.outline import (
    Outline,
    OutlineHeading,
    OutlineParagraph,
    PrintedTable,
    Signature,
    Title,
    outline,
)
from export.papers import (
    Paper,
    PaperPage,
    PlainTable,
    StyledLine,
    check_report,
    checklist,
    collection,
    collection_page,
    publication_list,
    render_collection,
    render_paper,
)
from export.pdf.completion import PdfDrawer, complete
from export.pdf.proof import PdfProof, prove_drawn
from export.readback import (
    BrokenText,
    Proof,
    ReadContent,
    SeenCell,
    SeenTable,
    read_web,
    read_word,
)
from export.revisions import revision
from export.web import render_web
from export.word import render_word
from model.address import join_path
from model.checks.check import check
from model.combine.collection import pages_of
from model.combine.last_year import following
from model.errors import FormError, ReadbackError, words_of
from model.form.form import Form
from model.form.help import help_page, topics
from model.report.answers import put
from model.report.begin import new_report
from model.report.report import Report, Stage
from model.report.wording import inserted, missing_numbers
from model.unit import Unit


def prove_word(report: Report, data: bytes, items: Outline | None = None) -> Proof:
    """Compare a Word document with the report; ``items`` is its outline, if at hand.

    Raises:
        ReadbackError: the content differs; the message names the first difference.
    """
    header, content = read_word(data)
    if header != report.stage_mark:
        raise ReadbackError(f"Word 文件页眉为「{header}」，应为「{report.stage_mark}」。")
    return _compare("Word 文件", _expected(items or outline(report), word=True), content)


def prove_web(report: Report, data: bytes, items: Outline | None = None) -> Proof:
    """Compare a web page with the report; ``items`` is its outline, if at hand.

    Raises:
        ReadbackError: the content differs; the message names the first difference.
    """
    wanted = [*filter(None, [report.stage_mark]), *_expected(items or outline(report), word=False)]
    return _compare("网页文件", wanted, read_web(data))


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
    if header != report.stage_mark:
        raise ReadbackError(f"{name}页眉为「{header}」，应为「{report.stage_mark}」。")
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
    prove: Callable[..., Proof | PdfProof]
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


COLLECTION_EXCEL: Final = "collection_excel"
"""The kind of document that is a workbook for each page of the 采集表."""


def _collection_writers(form: Form) -> dict[str, Writer]:
    """Return the writers of the workbooks of the 采集表, each a kind of its own."""
    return {
        join_path(COLLECTION_EXCEL, key): Writer(
            "采集表（Excel）",
            f"{page.file_name}.xlsx",
            partial(collection_page, page=page),
            partial(render_workbook, page),
            partial(prove_workbook, page),
            staged=False,
        )
        for key, page in pages_of(form).items()
    }


class ProvedDocument(NamedTuple):
    """A document that was read back and is equal to its report."""

    kind: str
    writer: Writer
    data: bytes
    proof: Proof | PdfProof


def proved(
    report: Report,
    kinds: Iterable[str],
    moment: datetime,
    before: Report | None = None,
    draw: PdfDrawer | None = None,
) -> Iterator[ProvedDocument]:
    """Render documents of a report one by one; read each back and compare it with the report.

    Their content is computed once for all of them. ``moment`` is the time of writing, ``before``
    the report at its last 稿别; without it there is no 修改对照. ``draw`` draws a PDF, which is a
    kind of its own where it is given. COLLECTION_EXCEL stands for several documents.

    Raises:
        ReadbackError: a document differs from the report.
        ReportError: a PDF cannot be drawn here.
    """
    contents: dict[Callable[[Report], Any], Any] = {}
    workbooks = _collection_writers(report.form)
    writers = dict(WRITERS) | workbooks
    if draw:
        writers["pdf"] = Writer("PDF 文件", ".pdf", draw, complete, prove_drawn)
    if before:
        writers["revision"] = _paper_writer("修改对照", partial(revision, before=before))
    for kind in chain.from_iterable(workbooks if k == COLLECTION_EXCEL else (k,) for k in kinds):
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
            for _ in proved(report, (*WRITERS, COLLECTION_EXCEL), _TRIED_AT):
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
