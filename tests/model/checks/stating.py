"""What the tests of claims share: the example with more sentences, and its claim findings."""

from dataclasses import replace
from typing import Final

from model.checks.check import check
from model.checks.claims import CLAIM
from model.checks.findings import Finding
from model.report.report import Report

BLOCK: Final = "overview.on_request"
MORE: Final = (
    "本年度共收到政府信息公开申请八千四百零六件，其中自然人1,352件，法人或其他组织７０５４件。"
    "作出行政许可决定1,284件、行政处罚决定三十七件。\n"
    "现行有效行政规范性文件17件。收取行政事业性收费4125060元。承办人大代表建议3件、政协提案8件。"
)
"""Sentences on figures of the example in other manners, two of them with two lawful meanings."""


def saying(report: Report, body: str, key: str = BLOCK) -> Report:
    """Give the report with other words under a sub-head."""
    block = report.text(key)
    assert block is not None
    return report.with_text(replace(block, body=body))


def body_of(report: Report, key: str = BLOCK) -> str:
    block = report.text(key)
    assert block is not None
    return block.body


def claim_findings_of(report: Report) -> list[Finding]:
    return [one for one in check(report).findings if one.id.startswith(CLAIM)]


def mended(report: Report, finding: Finding) -> Report:
    """Give the report with the correction of a finding written over its place."""
    assert finding.span is not None
    body = body_of(report)
    return saying(
        report, body[: finding.span.start] + finding.correction + body[finding.span.end :]
    )
