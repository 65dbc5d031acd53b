"""What is said of a check: truly what was compared, with its numbers, and what was not."""

from collections.abc import Iterable

from model.check import Result
from model.lines import Line
from model.relations import arithmetic
from model.report import Report

NOT_CHECKED = "未核对：文字内容是否属实、数据口径。"


def statement(report: Report, result: Result) -> str:
    """Say what was checked. Sums that the program makes itself are not claimed as checks."""
    known = arithmetic(report.form)
    within: list[str] = []
    between: list[str] = []
    figures: list[str] = []
    for line in (*known.lines.values(), *known.total_lines):
        if line.id in result.verdicts:
            group = between if line.relation.between_years else figures if _loose(line) else within
            group.append(line.id)
    stated = [key for key in result.verdicts if key.startswith("stated/")]
    figures += [key for key in result.verdicts if key.startswith("tally/")]
    reasoned = {finding.id for finding in result.findings if finding.reason_stands}
    parts = [
        _said("勾稽关系逐列核对", "全部相等", "相等", "不等", within, result, reasoned),
        f"合计{len(known.sums)}处由程序计算",
        _said("与原表合计核对", "全部一致", "一致", "不一致", stated, result, reasoned),
        _said("与上年衔接", "全部一致", "一致", "待说明", between, result, reasoned),
        _said("其他数量关系", "全部相符", "相符", "待说明", figures, result, reasoned),
    ]
    return "；".join(part for part in parts if part) + f"。{NOT_CHECKED}"


def _loose(line: Line) -> bool:
    return line.relation.along != "rows"


def _said(
    what: str,
    all_good: str,
    good: str,
    bad: str,
    keys: Iterable[str],
    result: Result,
    reasoned: set[str],
) -> str:
    keys = list(keys)
    if not keys:
        return ""
    verdicts = [result.verdicts[key] for key in keys]
    if verdicts.count("holds") == len(keys):
        return f"{what}{len(keys)}条，{all_good}"
    explained = sum(1 for key in keys if key in reasoned)
    counts = (
        (verdicts.count("holds"), good),
        (verdicts.count("broken") - explained, bad),
        (explained, "已说明"),
        (verdicts.count("open"), "未填完"),
    )
    told = "，".join(f"{count}条{label}" for count, label in counts if count)
    return f"{what}{len(keys)}条：{told}"
