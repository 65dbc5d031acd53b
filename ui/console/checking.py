"""check: print what is wrong, to be confirmed or blank in drafts."""

import argparse
from pathlib import Path
from typing import Any

from model.checks.check import Result, check
from model.checks.findings import HINTS, SEVERITY_NAMES, Finding, standing_name
from model.checks.publication import NO_REVIEW
from model.checks.statement import told
from model.combine.years import with_last
from model.drafts import storage
from model.errors import ReportError
from model.report.report import Report
from ui.console.output import complain, progress, say, say_json, worst
from ui.console.terminal import Commands


def add(commands: Commands) -> None:
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
    checking.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
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
        say_json(describe(path, result))
    else:
        _print(path, report, result)
    return 0 if result.summary.complete else 1


def describe(path: Path, result: Result) -> dict[str, Any]:
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
