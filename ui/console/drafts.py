"""Commands on drafts of the program: new, example, set, show, check and export.

Each ``run_…`` carries out one command and returns its exit status.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from model.address import Address, note_address, remark_address, source_address
from model.checks.check import Result, check, statement_lines
from model.checks.findings import HINTS, SEVERITY_NAMES, Finding, status_name
from model.checks.publication import NO_REVIEW
from model.combine.last_year import with_last
from model.drafts import storage
from model.drafts.storage import Loaded
from model.errors import ReadbackError, ReportError, StorageError, UnfinishedError, reason_of
from model.report.answers import put, put_stated
from model.report.report import Report, Stage
from model.text import clean_line, removal_message
from model.unit import LABELS, Unit, UnitKind, kind_question, with_kind
from model.values import write_numbers
from ui.app import acts
from ui.app.archive import archive
from ui.app.terminal import answer, complain, for_each, say

if TYPE_CHECKING:
    from export.pdf.completion import PdfDrawer

KINDS: Final = {
    "word": ("word",),
    "excel": ("excel",),
    "web": ("web",),
    "pdf": ("pdf",),
    "checklist": acts.ACCOMPANYING[Stage.DRAFT],
    "revision": ("revision",),
    "publication": ("publication_list",),
    "collection": acts.COLLECTION,
    "collection-excel": acts.COLLECTION_EXCEL,
}
"""Kinds of document by the names that ``export --only`` takes."""


def unit_name(arguments: argparse.Namespace) -> str:
    """Return the name that ``--unit`` gives, cleaned; complain of characters that are removed."""
    name: str = arguments.unit or ""
    complain(removal_message(name))
    return clean_line(name)


def run_new(arguments: argparse.Namespace) -> int:
    """Begin a report, blank or from last year's."""
    name = unit_name(arguments)
    loaded = _follow(arguments, name) if arguments.last else _begin(arguments, name)
    complain(loaded.message)
    say(f"已新建「{loaded.path}」，格式：{loaded.report.form.basis}。")
    if question := kind_question(loaded.report.unit):
        say(f"单位类型未选：{question}。在“单位与年度”中选择，或填写 unit/kind。")
    return 0


def _begin(arguments: argparse.Namespace, name: str) -> Loaded:
    if not name:
        raise ReportError("机关名称为空。用 --unit 填写。")
    if not arguments.year:
        raise ReportError("没有报告年度。用 --year 填写。")
    kind = _kind(arguments)
    unit = with_kind(Unit(name=name), kind) if kind else Unit(name=name)
    path, year = acts.draft_path(arguments.draft), acts.open_year(arguments.year)
    return acts.begin(path, unit, year, arguments.form or "")


def _follow(arguments: argparse.Namespace, name: str) -> Loaded:
    if arguments.form:
        raise ReportError("--last 不能与 --form 同用，格式按年度选择。去掉其中一个。")
    last = storage.load(arguments.last)
    year = acts.open_year(arguments.year) if arguments.year else 0
    path = acts.draft_path(arguments.draft)
    return acts.begin_following(path, [last], year, name, _kind(arguments))


def _kind(arguments: argparse.Namespace) -> UnitKind | None:
    return UnitKind(arguments.kind) if arguments.kind else None


def run_example(arguments: argparse.Namespace) -> int:
    """Write the example report as a draft."""
    loaded = acts.begin_example(arguments.draft)
    say(f"已生成示例「{loaded.path}」：{loaded.report.unit.name}，{loaded.report.year}年。")
    return 0


def run_set(arguments: argparse.Namespace) -> int:
    """Type answers into a draft; it is saved only if all of them have a place.

    Returns 1 if the text of an answer could not be read as a number.
    """
    loaded = storage.load(arguments.draft)
    report, given = loaded.report, ""
    for address, typed in (*_from_file(arguments.source), *map(_pair, arguments.answers)):
        if address == "unit/year":
            acts.open_year(typed)
        report, given = put(report, address, typed), given + typed
    for address, typed in map(_pair, arguments.stated):
        report = put_stated(report, address, typed)
    saved = storage.save(replace(loaded, report=report))
    complain(loaded.message, removal_message(given), saved.message)
    before = loaded.report.unread
    fresh = {
        address: text for address, text in report.unread.items() if before.get(address) != text
    }
    for address, text in fresh.items():
        complain(f"「{address}」填的「{text}」未能识别，已原样保留，改正后再核对。")
    say(f"已保存「{arguments.draft}」。")
    return 1 if fresh else 0


def _pair(argument: str) -> tuple[str, str]:
    address, equals, value = argument.partition("=")
    if not equals:
        raise ReportError(f"「{argument}」缺少等号。按 地址=内容 填写。")
    if value.startswith("@@"):
        return address, value[1:]
    if value.startswith("@"):
        return address, _text_of(Path(value[1:]))
    return address, value


def _text_of(path: Path) -> str:
    try:
        return storage.read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReportError(f"「{path.name}」不是 UTF-8 文本。另存为 UTF-8 再读取。") from error


def _from_file(path: Path | None) -> Iterator[tuple[str, str]]:
    if path is None:
        return
    try:
        content = json.loads(_text_of(path))
    except (RecursionError, ValueError) as error:
        raise ReportError(f"「{path.name}」不是有效的 JSON 文件。") from error
    if not isinstance(content, dict):
        raise ReportError(f"「{path.name}」应为 {{地址: 内容}}。")
    for address, value in content.items():
        if not isinstance(value, str):
            raise ReportError(f"「{path.name}」中「{address}」的内容应为文字，加上引号。")
        yield address, value


def run_show(arguments: argparse.Namespace) -> int:
    """Print all answers and computed cells; blank ones are left out."""
    described = described_report(storage.load(arguments.draft).report)
    answer(arguments.json, described, _shown(described))
    return 0


def _shown(described: dict[str, Any]) -> Iterator[str]:
    for part, content in described.items():
        if isinstance(content, dict):
            yield from (f"{part}\t{key}\t{value}" for key, value in content.items())
        else:
            yield f"{part}\t{content}"


def described_report(report: Report) -> dict[str, Any]:
    """Return everything that a report holds as JSON holds it, by address; numbers are text."""
    numbers = report.totals()
    unit = {name: str(getattr(report.unit, name) or "") for name in LABELS}
    return {
        "form": report.form.key,
        "year": str(report.year),
        "stage": str(report.stage),
        "period": {
            "start": report.period.start.isoformat(),
            "end": report.period.end.isoformat(),
        },
        "unit": {name: value for name, value in unit.items() if value},
        "counts": write_numbers({a: numbers[a] for a in report.form.cells if a in numbers}),
        "stated": write_numbers(report.stated),
        "unread": dict(report.unread),
        "texts": {block.address: block.body for block in report.texts if block.body},
        "tallies": write_numbers(
            {a: n for a, n in report.values.items() if Address.parse(a).kind == "tally"}
        ),
        "figures": write_numbers({a: numbers[a] for a in report.form.figures if a in numbers}),
        "remarks": {remark_address(address): text for address, text in report.remarks.items()},
        "notes": {note_address(table): text for table, text in report.notes.items()},
        "sources": {source_address(address): text for address, text in report.sources.items()},
        "reasons": {key: reason.text for key, reason in report.reasons.items()},
    }


def run_check(arguments: argparse.Namespace) -> int:
    """Check drafts.

    Returns the highest status of all: 0 if a report is complete, 1 if it has errors or blanks, 2 if
    it cannot be read.
    """
    last = storage.load(arguments.last).report if arguments.last else None

    def check_one(path: Path) -> int:
        report = storage.load(path).report
        if last is not None:
            report = with_last(report, last, arguments.last.name)
        result = check(report)
        answer(arguments.json, described_check(path, result), _checked(path, report, result))
        return 0 if result.summary.complete else 1

    return for_each(arguments.drafts, "核对", check_one)


def described_check(path: Path, result: Result) -> dict[str, Any]:
    """Return the result of a check as JSON holds it; numbers are text."""
    summary = result.summary
    return {
        "draft": str(path),
        "summary": {
            "holds": summary.holds,
            "broken": summary.broken,
            "open": summary.open,
            "blank": summary.blank,
            "warnings": summary.warnings,
            "reasoned": summary.reasoned,
            "publication": summary.publication,
        },
        "findings": [_finding(finding) for finding in result.findings],
        "hints": [_finding(hint) for hint in result.hints],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.id,
        "severity": finding.severity,
        "message": finding.message,
        "cells": list(finding.cells),
        "left": finding.left or None,
        "right": finding.right or None,
        "difference": finding.difference or None,
        "reason": finding.reason.text if finding.reason else None,
        "reason_stands": finding.reason_is_current,
        "span": finding.span._asdict() if finding.span else None,
        "correction": finding.correction or None,
    }


def _checked(path: Path, report: Report, result: Result) -> Iterator[str]:
    yield f"{path}：{report.unit.name}，{report.year}年"
    for finding in result.findings:
        yield f"  [{status_name(finding)}] {finding.message}"
    for severity in HINTS:
        hints = result.hints_as(severity)
        if hints:
            yield f"  {SEVERITY_NAMES[severity]}："
        for hint in hints:
            yield f"    [{status_name(hint)}] {hint.message}"
        if hints and severity == "publication":
            yield f"    {NO_REVIEW}"
    yield from (f"  {sentence}" for sentence in statement_lines(report, result))


def run_export(arguments: argparse.Namespace) -> int:
    """Export drafts; if two of one call have the same name, both are kept.

    Returns the highest status of all: 1 if a report may not be exported, 2 if a file cannot be read
    or written.
    """
    only = _only(arguments.only)
    try:
        arguments.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"无法建立「{arguments.out}」：{reason_of(error)}") from error
    taken: set[Path] = set()
    draw = _drawer() if "pdf" in only else None
    return for_each(
        arguments.drafts, "导出", lambda path: _export_one(path, arguments, only, taken, draw)
    )


def _drawer() -> "PdfDrawer":
    try:
        from ui.paper.offscreen import offscreen_drawer  # Qt: only a PDF needs it
    except ImportError as error:
        raise ReportError(
            f"本机缺少绘制 PDF 所需的系统组件（{error}）。安装后再试，或导出 Word 文件。"
        ) from error
    return offscreen_drawer()


def run_archive(arguments: argparse.Namespace) -> int:
    """Archive drafts at 定稿; returns the highest status of all, as ``run_export`` does."""
    draw = _drawer()
    return for_each(arguments.drafts, "打包", lambda path: _archive_one(path, arguments.out, draw))


def _archive_one(path: Path, folder: Path, draw: "PdfDrawer") -> int:
    try:
        written = archive(storage.load(path).report, folder, draw)
    except (UnfinishedError, ReadbackError) as error:
        complain(f"{path.name}：{error}")
        return 1
    say(f"{written.path}：{written.message}")
    return 0


def _only(listed: str | None) -> tuple[str, ...]:
    """Return the kinds of document that ``--only`` names; empty if it was not given."""
    kinds: list[str] = []
    for name in (listed or "").split(","):
        if name.strip() and name.strip() not in KINDS:
            raise ReportError(f"--only 中的「{name.strip()}」无法识别。可选：{'、'.join(KINDS)}。")
        kinds += KINDS.get(name.strip(), ())
    if listed is not None and not kinds:
        raise ReportError(f"--only 没有内容。可选：{'、'.join(KINDS)}。")
    return tuple(dict.fromkeys(kinds))


def _last_stage(path: Path | None, kinds: Sequence[str]) -> Report | None:
    """Return the report that a 修改对照 compares with.

    Raises:
        ReportError: it cannot be read; or only a 修改对照 is asked for, and it was not given.
    """
    if path is None and {*kinds} == {"revision"}:
        raise ReportError("修改对照需要上一稿。用 --since 指定上一稿的草稿文件。")
    return storage.load(path).report if path else None


def _export_one(
    path: Path,
    arguments: argparse.Namespace,
    only: tuple[str, ...],
    taken: set[Path],
    draw: "PdfDrawer | None",
) -> int:
    loaded = storage.load(path)
    if loaded.message:
        complain(f"{path.name}：{loaded.message}")
    stage = Stage(arguments.stage) if arguments.stage else None
    try:
        blank = bool(only) and acts.BLANK.issuperset(only)
        asked = blank or arguments.allow_unfinished
        report = acts.staged(loaded.report, stage, asked)
        kinds = only or acts.default_kinds(report.stage)
        if waiting := acts.publication_message(report, kinds):
            complain(f"{path.name}：{waiting}仍按定稿导出。")
        before = _last_stage(arguments.since, kinds)
        written = acts.export(
            report, arguments.out, kinds, arguments.overwrite, taken, before, draw
        )
    except ReportError as error:
        complain(f"{path.name}：{error}")
        return 2 if isinstance(error, StorageError) else 1
    if stage is not None and report.stage is not stage and not blank:
        complain(f"{path.name}：报告未填完，只能作为{report.stage}导出。")
    taken |= {one.path for one in written}
    for one in written:
        say(f"{one.path}：{one.message}")
    return 0
