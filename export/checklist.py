"""核对表, one A4 that goes with the 送审稿, and 核对报告, all that the check has to say.

Neither is published: they carry sources of figures, reasons and lines to sign.
"""

from collections.abc import Iterable
from typing import Final

from export import ooxml
from export.word import word_document
from model.check import Result, check
from model.findings import name_of
from model.naming import KIND_OF_DOCUMENT
from model.report import Report
from model.sentences import period_phrase
from model.statement import statement
from model.table import Heading
from model.text import unnumbered
from model.values import Number, write_number

_MOST: Final = 6
"""Reasons and sources that fit the page; the rest stands in the 核对报告."""
_SIGNATURES: Final = ("经办人", "审核人", "保密审查", "分管领导")
_SEVERITIES: Final = {"error": "错误", "warning": "待说明", "open": "未填"}


def render_checklist(report: Report) -> bytes:
    """Give the 核对表 as the bytes of a .docx file."""
    result = check(report)
    figures = list(_figures(report))
    half = (len(figures) + 1) // 2
    blank = ("", "", "")
    right = figures[half:] + [blank] * (2 * half - len(figures))
    heads = ("项目", "本年", "上年") * 2
    rows = [heads, *((*a, *b) for a, b in zip(figures[:half], right, strict=True))]
    signing = [_SIGNATURES, ("",) * 4, ("　年　月　日",) * 4]
    drawn = [
        _head(report, "核对表"),
        ooxml.plain_table(rows, (4, 1.5, 1.5) * 2, heads=1),
        *_listed("核对情况", [statement(report, result)]),
        *_listed("说明", _reasons(result)),
        *_listed("数据来源", _sources(report)),
        ooxml.paragraph("TableNote"),
        ooxml.plain_table(signing, (1, 1, 1, 1), heads=1, tall=1),
    ]
    return word_document(report, "".join(drawn))


def render_check_report(report: Report) -> bytes:
    """Give the 核对报告 as the bytes of a .docx file."""
    result = check(report)
    drawn = [
        _head(report, "核对报告"),
        ooxml.paragraph("BodyText", ooxml.run(statement(report, result))),
    ]
    for section in report.form.sections:
        findings = result.of_section(section.key)
        if findings:
            drawn.append(ooxml.paragraph("Heading1", ooxml.run(section.title)))
        for finding in findings:
            label = "已说明" if finding.reason_stands else _SEVERITIES[finding.severity]
            drawn.append(ooxml.paragraph("BodyText", ooxml.run(f"【{label}】{finding.message}")))
            if finding.reason:
                kept = "说明" if finding.reason_stands else "原说明，请重新核实"
                text = f"{kept}：{finding.reason.text}"
                drawn.append(ooxml.paragraph("BodyText", ooxml.run(text, "LeadIn")))
    if sources := list(_sources(report)):
        drawn.append(ooxml.paragraph("Heading1", ooxml.run("数据来源")))
        drawn += [ooxml.paragraph("BodyText", ooxml.run(source)) for source in sources]
    return word_document(report, "".join(drawn))


def _head(report: Report, what: str) -> str:
    about = (
        f"{report.unit.name}　　统计期限：{period_phrase(report.period)}　　稿别：{report.stage}"
    )
    return ooxml.paragraph("Title", ooxml.run(f"{report.year}年{KIND_OF_DOCUMENT}{what}")) + (
        ooxml.paragraph("TableNote", ooxml.run(about))
    )


def _listed(title: str, lines: Iterable[str]) -> list[str]:
    listed = list(lines)
    shown = listed[:_MOST] + (
        [f"其余{len(listed) - _MOST}条见核对报告。"] if listed[_MOST:] else []
    )
    if not shown:
        return []
    texts = [f"{title}：{shown[0]}", *shown[1:]]
    return [ooxml.paragraph("TableNote", ooxml.run(text)) for text in texts]


def _reasons(result: Result) -> list[str]:
    return [
        f"{finding.message}（说明：{finding.reason.text}）"
        for finding in result.findings
        if finding.reason is not None
    ]


def _sources(report: Report) -> list[str]:
    """Give who supplied which figures, one line for each source."""
    by_source: dict[str, list[str]] = {}
    for address, source in report.sources.items():
        by_source.setdefault(source, []).append(name_of(report, address))
    return [f"{source}：{'；'.join(names)}" for source, names in by_source.items()]


def _figures(report: Report) -> Iterable[tuple[str, str, str]]:
    """Give the main figures beside last year's: cells of small tables, groups of large ones."""
    numbers, last = report.totals(), report.last_values
    for table in report.form.tables.values():
        for label, cells in _main_cells(report, table.key):
            now, before = ([source.get(a) for a in cells] for source in (numbers, last))
            yield label, _sum(now), _sum(before)


def _main_cells(report: Report, key: str) -> Iterable[tuple[str, list[str]]]:
    table = report.form.tables[key]
    if len(table.blocks) > 1:
        for cell in table.cells.values():
            yield "".join((cell.row[-1], cell.column[-1].partition("（")[0])), [cell.address]
        return
    totals = [path for path in table.leaves("columns") if path in table.computed]
    for heading, above in _main_rows(table.blocks[0].rows):
        paths = [leaf.path for leaf in heading.leaves(above)]
        for total in totals if len(totals) > 1 else totals[:1]:
            named = {given.gives: given.name for given in table.totals}
            label = named.get(paths[0]) or unnumbered(heading.label).partition("（")[0]
            yield label or named[total], [table.address(path, total) for path in paths]


def _main_rows(rows: Iterable[Heading]) -> Iterable[tuple[Heading, tuple[Heading, ...]]]:
    """Give rows and, where a row has groups, the groups under it."""
    for row in rows:
        if row.children:
            yield from ((group, (row,)) for group in row.children)
        else:
            yield row, ()


def _sum(numbers: list[Number | None]) -> str:
    known = [number for number in numbers if number is not None]
    return write_number(sum(known)) if len(known) == len(numbers) else ""
