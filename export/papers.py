"""Internal documents of a report that are not published: 核对表, 核对报告, 发布清单 and 采集表.

核对表 is one A4 page for the 送审稿, 核对报告 has all findings of the check, 发布清单 is for the
person who puts the 定稿 on the site, 采集表 has blank tables for the offices that supply figures.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from export import style, wordml
from export.outline import PrintedTable
from export.word import word_document
from model.checks.check import Result, check, hint_sentences, statement, statement_lines
from model.checks.findings import HINTS, SEVERITY_NAMES, Finding, reason_sentence, status_name
from model.checks.publication import NO_REVIEW
from model.combine.collection import (
    ASKER,
    PAGE_TITLE,
    PERIOD,
    SCOPE,
    SIGNED,
    CollectionPage,
    pages_of,
)
from model.form.arithmetic import arithmetic
from model.form.grid import grid_of
from model.report.addresses import names_of
from model.report.begin import KIND_OF_DOCUMENT, stem, title
from model.report.main_figures import main_figures
from model.report.report import Report, Stage
from model.report.wording import period_phrase
from model.text import chinese_date

_LINES: Final = 3
"""Most printed lines of reasons, and of sources: the rest is only in the 核对报告."""
_CHARACTERS: Final = 44
"""Characters per line."""
_HALF: Final = style.TEXT_WIDTH / style.TWIPS_PER_POINT / 2
_NUMBER: Final = 38.0
_BESIDE: Final = 6.0
"""Points of half a line, of a column of numbers at least, and of a cell beside its number."""
_SIGNATURES: Final = ("经办人", "审核人", "保密审查", "分管领导")


Rows = list[tuple[str, ...]]
"""The rows of a plain table, headings first."""


@dataclass(frozen=True)
class StyledLine:
    """One paragraph in a style of base.docx; ``character`` styles its text."""

    style: str
    text: str
    character: str = ""


@dataclass(frozen=True)
class PlainTable:
    """A table without merges: rows, relative column widths, and the index of a signature row.

    ``tall`` is 0 if no row is for signatures.
    """

    rows: Rows
    shares: tuple[float, ...]
    tall: int = 0


Paper = Sequence[StyledLine | PlainTable]
"""The printed content of a paper, in order."""
PaperPage = Sequence[StyledLine | PlainTable | PrintedTable]
"""The printed content of a page of the 采集表, in order."""


def checklist(report: Report) -> list[StyledLine | PlainTable]:
    """Return the content of the 核对表: figures of both years, check, reasons, signatures."""
    result = check(report)
    figures = [(one.label, one.now, one.before) for one in main_figures(report)]
    half = (len(figures) + 1) // 2
    right = figures[half:] + [("", "", "")] * (2 * half - len(figures))
    heads = ("项目", "本年", "上年") * 2
    rows: Rows = [heads, *((*a, *b) for a, b in zip(figures[:half], right, strict=True))]
    signing: Rows = [_SIGNATURES, ("",) * 4, ("　年　月　日",) * 4]
    return [
        *paper_head(report, "核对表"),
        PlainTable(rows, _figure_shares(rows)),
        *_listed("核对情况", [statement(report, result)]),
        *_hints_counted(result),
        *_listed("说明", _reasons(report, result)),
        *_listed("数据来源", _sources(report)),
        StyledLine("TableNote", ""),
        PlainTable(signing, (1, 1, 1, 1), tall=1),
    ]


def _figure_shares(rows: Rows) -> tuple[float, ...]:
    """Return the widths of a label and two numbers, twice: a number is never broken."""
    digits = max(len(row[column]) for row in rows for column in (1, 2, 4, 5))
    number = max(_NUMBER, digits * style.DENSE[0] / 2 + _BESIDE)
    return (_HALF - 2 * number, number, number) * 2


def check_report(report: Report) -> list[StyledLine | PlainTable]:
    """Return the content of the 核对报告: all findings of the check, and sources of figures."""
    result = check(report)
    lines = [
        *paper_head(report, "核对报告"),
        *(StyledLine("BodyText", t) for t in statement_lines(report, result)),
    ]
    titles = {"unit": "单位与年度"} | {part.key: part.title for part in report.form.sections}
    for key, name in titles.items():
        lines += _group(name, result.of_section(key))
    for severity in HINTS:
        lines += _group(SEVERITY_NAMES[severity], result.hints_as(severity))
        if severity == "publication" and result.hints_as(severity):
            lines.append(StyledLine("BodyText", NO_REVIEW))
    return [*lines, *_group_of("数据来源", [StyledLine("BodyText", s) for s in _sources(report)])]


def _hints_counted(result: Result) -> Iterable[StyledLine]:
    """Yield a line for each kind of hint that was found."""
    for severity in HINTS:
        if hints := result.hints_as(severity):
            yield from _listed(SEVERITY_NAMES[severity], [hint_sentences(hints)])


def _group(title: str, findings: Iterable[Finding]) -> list[StyledLine]:
    """Return findings, each with its 说明, under a heading."""
    lines = []
    for finding in findings:
        lines.append(StyledLine("BodyText", f"【{status_name(finding)}】{finding.message}"))
        if finding.reason and not finding.is_hint:
            lines.append(StyledLine("BodyText", reason_sentence(finding), "LeadIn"))
    return _group_of(title, lines)


def _group_of(title: str, lines: list[StyledLine]) -> list[StyledLine]:
    return [StyledLine("Heading1", title), *lines] if lines else []


def publication_list(report: Report) -> list[StyledLine | PlainTable]:
    """Return the content of the 发布清单: what is entered where the report is put on the site."""
    day, url = report.published and report.published.on, report.published and report.published.url
    files = "\n".join(f"{stem(report)}{ending}" for ending in (".docx", ".xlsx", ".pdf"))
    rows: Rows = [
        ("项目", "内容"),
        ("标题", title(report)),
        ("栏目", style.COLUMN),
        ("公布日期", chinese_date(day) if day else ""),
        ("来源", report.unit.name),
        ("网址", url or ""),
        ("附件", files),
    ]
    return [*paper_head(report, "发布清单"), PlainTable(rows, (1, 4))]


def render_paper(report: Report, moment: datetime, paper: Paper) -> bytes:
    """Return a paper of some content as the bytes of a .docx file."""
    return word_document(report, "".join(map(_draw, paper)), moment)


def _draw(block: StyledLine | PlainTable) -> str:
    if isinstance(block, PlainTable):
        return wordml.plain_table_xml(block.rows, block.shares, heads=1, tall=block.tall)
    text = wordml.run_xml(block.text, block.character) if block.text else ""
    return wordml.paragraph_xml(block.style, text)


def paper_head(report: Report, what: str) -> list[StyledLine]:
    """Return the title of a paper, and the line below it on unit, period and 稿别."""
    period = period_phrase(report.period)
    about = f"{report.unit.name}　　统计期限：{period}　　稿别：{report.stage}"
    return [
        StyledLine("Title", f"{report.year}年{KIND_OF_DOCUMENT}{what}"),
        StyledLine("TableNote", about),
    ]


def _listed(title: str, texts: Iterable[str]) -> list[StyledLine]:
    """Return texts under a title, as many as fit the lines of the page."""
    listed = list(texts)
    shown: list[str] = []
    lines = 0
    for text in listed:
        lines += -(-len(text) // _CHARACTERS)
        if shown and lines > _LINES:
            shown.append(f"其余{len(listed) - len(shown)}条见核对报告。")
            break
        shown.append(text)
    if not shown:
        return []
    return [
        StyledLine("TableNote", f"{title}：{shown[0]}"),
        *(StyledLine("TableNote", t) for t in shown[1:]),
    ]


def _reasons(report: Report, result: Result) -> list[str]:
    """Return each explained warning with its 说明, which replaces the advice."""
    lines = arithmetic(report.form).lines
    explained = []
    for finding in result.findings:
        if finding.reason is not None:
            advice = lines[finding.id].relation.advice if finding.id in lines else ""
            explained.append(
                f"{finding.message.removesuffix(advice)}（{reason_sentence(finding)}）"
            )
    return explained


def _sources(report: Report) -> list[str]:
    """Return the sources of figures, one line for each source."""
    by_source: dict[str, list[str]] = {}
    for address, source in report.sources.items():
        by_source.setdefault(source, []).append(address)
    named = {source: names_of(report, cells) for source, cells in by_source.items()}
    return [f"{source}：{'；'.join(names)}" for source, names in named.items()]


_SHARES: Final = (1.2, 2.6, 1, 1.6, 0.8, 2.8)
_HANDWRITING: Final = style.mm(9)
"""Least height, in twips, of a row that is filled in by hand."""
_MANY_ROWS: Final = style.mm(5.6)
"""The same in a table of many rows, so that the table and its headings fit on one page."""
_MARGIN: Final = style.mm(22)
"""Top and bottom margin in twips: smaller than that of 公文, to save space."""


def collection(report: Report) -> list[PaperPage]:
    """Return the content of the 采集表 by pages; every value is blank."""
    return [collection_page(report, page) for page in pages_of(report.form).values()]


def render_collection(
    report: Report, moment: datetime, pages: Sequence[PaperPage] | None = None
) -> bytes:
    """Return the 采集表 as the bytes of a .docx file; ``pages`` is its content, if at hand.

    A blank page has no 稿别.
    """
    drawn = "".join(
        _draw_blank(block, first=not number and bool(page))
        for page, blocks in enumerate(pages or collection(report))
        for number, block in enumerate(blocks)
    )
    return word_document(report.at_stage(Stage.FINAL), drawn, moment, _MARGIN)


def _draw_blank(block: StyledLine | PlainTable | PrintedTable, first: bool) -> str:
    """Return the XML of a block; with ``first`` it begins a new page."""
    if isinstance(block, PrintedTable):
        height = _MANY_ROWS if style.is_tall(block.grid) else _HANDWRITING
        return wordml.table_xml(block, False, "采集表", height)
    if isinstance(block, PlainTable):
        return wordml.plain_table_xml(block.rows, block.shares, heads=0, height=_HANDWRITING)
    properties = "<w:pageBreakBefore/>" * first + '<w:snapToGrid w:val="0"/>'
    return wordml.paragraph_xml(block.style, wordml.run_xml(block.text), properties=properties)


def collection_page(report: Report, page: CollectionPage) -> PaperPage:
    """Return the content of a page of the 采集表; every value is blank."""
    table, unit = page.table, report.unit
    signed = [text for head in SIGNED for text in (head, "")]
    scope = f"{SCOPE}{unit.counted}　　" if unit.counted else ""
    period = f"{PERIOD}{period_phrase(report.period)}"
    return [
        StyledLine("Title", f"{report.year}年{PAGE_TITLE}"),
        StyledLine("Heading1", page.title),
        StyledLine("TableNote", f"{ASKER}{unit.name}{period}"),
        PlainTable([(*signed[:-1], "　　年　　月　　日")], _SHARES),
        # Without a paragraph in between Word would join the two tables.
        StyledLine("TableNote", f"{scope}{page.measured}"),
        PrintedTable("", grid_of(table), dict.fromkeys(table.cells, "")),
        StyledLine("TableNote", page.instructions),
    ]
