"""set: type answers into a draft. show: print them. check: print what is wrong or open."""

import argparse
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from model.address import Address, AddressKind, note_address, remark_address, source_address
from model.checks.check import Result, check, told
from model.checks.findings import HINTS, SEVERITY_NAMES, Finding, standing_name
from model.checks.publication import NO_REVIEW
from model.combine.last_year import with_last
from model.drafts import storage
from model.errors import ReportError
from model.report.answers import put, put_stated
from model.report.report import Report
from model.text import left_out
from model.unit import LABELS
from model.values import Values, write_number
from ui.app import acts
from ui.console.terminal import Commands, complain, progress, say, say_json, worst


def add_answers(commands: Commands) -> None:
    """Describe the commands."""
    setting = commands.add_parser(
        "set",
        help="填写内容",
        description="填写表格、文字、数据项、备注和单位信息。\n"
        "ADDRESS=内容；ADDRESS=@文件 从文件读取文字（内容以@开头时写作@@）；ADDRESS= 清空。",
    )
    setting.add_argument("draft", metavar="DRAFT", type=Path, help="草稿文件")
    setting.add_argument("answers", metavar="ADDRESS=VALUE", nargs="*", help="地址和内容")
    setting.add_argument(
        "--from", dest="source", metavar="FILE.json", type=Path, help="从 JSON 读取"
    )
    setting.add_argument(
        "--stated", metavar="ADDRESS=VALUE", action="append", default=[], help="原表合计，可重复"
    )
    setting.set_defaults(run=run_set)
    show = commands.add_parser("show", help="查看内容", description="列出草稿的全部内容，含合计。")
    show.add_argument("draft", metavar="DRAFT", type=Path, help="草稿文件")
    show.add_argument("--json", action="store_true", help="按 JSON 输出")
    show.set_defaults(run=run_show)


def run_set(arguments: argparse.Namespace) -> int:
    """Type answers; nothing is saved unless all of them have a place."""
    loaded = storage.load(arguments.draft)
    report, given = loaded.report, ""
    for address, typed in (*_from_file(arguments.source), *map(_pair, arguments.answers)):
        if address == "unit/year":
            acts.open_year(typed)
        report, given = put(report, address, typed), given + typed
    for address, typed in map(_pair, arguments.stated):
        report = put_stated(report, address, typed)
    saved = storage.save(replace(loaded, report=report))
    for sentence in filter(None, (loaded.told, left_out(given), saved.told)):
        complain(sentence)
    before = loaded.report.unread
    fresh = [address for address, text in report.unread.items() if before.get(address) != text]
    for address in fresh:
        complain(
            f"「{address}」填的「{report.unread[address]}」未能识别，已原样保留，改正后再核对。"
        )
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
    """Print all answers, computed cells included; a blank is absent."""
    described = described_report(storage.load(arguments.draft).report)
    if arguments.json:
        say_json(described)
        return 0
    for part, content in described.items():
        if isinstance(content, dict):
            for key, value in content.items():
                say(f"{part}\t{key}\t{value}")
        else:
            say(f"{part}\t{content}")
    return 0


def described_report(report: Report) -> dict[str, Any]:
    """Give everything a report holds, by address, as text."""
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
        "counts": _written({a: numbers[a] for a in report.form.cells if a in numbers}),
        "stated": _written(report.stated),
        "unread": dict(report.unread),
        "texts": {block.address: block.body for block in report.texts if block.body},
        "tallies": _written(_numbers(report, "tally")),
        "figures": _written(_numbers(report, "figure")),
        "remarks": {remark_address(address): text for address, text in report.remarks.items()},
        "notes": {note_address(table): text for table, text in report.notes.items()},
        "sources": {source_address(address): text for address, text in report.sources.items()},
        "reasons": {key: reason.text for key, reason in report.reasons.items()},
    }


def _numbers(report: Report, kind: AddressKind) -> Values:
    return {a: number for a, number in report.values.items() if Address.parse(a).kind == kind}


def _written(values: Values) -> dict[str, str]:
    return {address: write_number(number) for address, number in values.items()}


def add_check(commands: Commands) -> None:
    """Describe the command."""
    checking = commands.add_parser(
        "check",
        help="核对报告",
        description="核对一份或多份草稿。\n"
        "退出状态：0 无错误、无未填；1 有错误或未填；2 无法核对。",
    )
    checking.add_argument("drafts", metavar="DRAFT", type=Path, nargs="+", help="草稿文件")
    checking.add_argument("--last", metavar="DRAFT", type=Path, help="上年草稿，核对与上年的衔接")
    checking.add_argument("--json", action="store_true", help="按 JSON 输出，每份草稿一行")
    checking.set_defaults(run=run_check)


def run_check(arguments: argparse.Namespace) -> int:
    """Check drafts; the highest status of all of them is the command's."""
    last = storage.load(arguments.last).report if arguments.last else None
    drafts = progress(arguments.drafts, "核对")
    return worst(_check_one(path, last, arguments.last, arguments.json) for path in drafts)


def _check_one(path: Path, last: Report | None, source: Path | None, as_json: bool) -> int:
    try:
        report = storage.load(path).report
    except ReportError as error:
        complain(error)
        return 2
    if last is not None and source is not None:
        report = with_last(report, last, source.name)
    result = check(report)
    if as_json:
        say_json(described_check(path, result))
    else:
        _print(path, report, result)
    return 0 if result.summary.complete else 1


def described_check(path: Path, result: Result) -> dict[str, Any]:
    """Give a result as JSON holds it; numbers are text."""
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
        "reason_stands": finding.reason_stands,
    }


def _print(path: Path, report: Report, result: Result) -> None:
    say(f"{path}：{report.unit.name}，{report.year}年")
    for finding in result.findings:
        say(f"  [{standing_name(finding)}] {finding.message}")
    for severity in HINTS:
        hints = result.hints_as(severity)
        if hints:
            say(f"  {SEVERITY_NAMES[severity]}：")
        for hint in hints:
            say(f"    [{standing_name(hint)}] {hint.message}")
        if hints and severity == "publication":
            say(f"    {NO_REVIEW}")
    for sentence in told(report, result):
        say(f"  {sentence}")
