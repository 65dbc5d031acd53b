"""Checks that are not sums or relations: one named function for each rule.

A rule yields breaches; its severity, name and legal basis are in the form file.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from model.checks.findings import Finding
from model.form import catalog
from model.form.form import Rule
from model.form.needs import RULE_NAMES
from model.report.comparisons import is_thousandfold
from model.report.likeness import repeated
from model.report.report import Report
from model.unit import UnitKind
from model.values import Values, write_number

REPEATED: Final = 0.5
"""Share of common text above which a text counts as repeated (雷同)."""


_YEAR: Final = re.compile(r"(20\d\d)\s*年")


_WITHOUT_REGULATIONS: Final = (
    UnitKind.TOWNSHIP,
    UnitKind.COUNTY,
    UnitKind.AGENCY,
    UnitKind.AUTHORISED,
)
_LOCAL: Final = re.compile(r"[省市县区州旗盟镇乡]|街道")
_WHOLE: Final = re.compile("局|署|部|委员会|银行")
"""End of the name of a 国务院部门; a place after it means a branch: 国家税务总局某市税务局."""


class RuleBreach(NamedTuple):
    """One breach of a rule: its id within the rule, the message, and the facts for a 说明."""

    line: str
    message: str
    cells: tuple[str, ...] = ()
    left: str = ""
    right: str = ""


def _years(report: Report, rule: Rule, numbers: Values) -> Iterator[RuleBreach]:
    """Check 4 (年度一致): find years in period and title other than the year of the report."""
    for label, day in (("起始日", report.period.start), ("截止日", report.period.end)):
        if day.year != report.year:
            message = f"统计{label}{day.isoformat()}不在{report.year}年内。改正日期或年度。"
            yield RuleBreach(label, message, left=str(day.year), right=str(report.year))
    wrong = sorted({y for y in _YEAR.findall(report.unit.name) if int(y) != report.year})
    if wrong:
        years = "、".join(wrong)
        message = f"机关名称写的是{years}年，本报告为{report.year}年。改正年份。"
        yield RuleBreach("unit/name", message, ("unit/name",), years, str(report.year))


def _last_year(report: Report, rule: Rule, numbers: Values) -> Iterator[RuleBreach]:
    """Checks 5 to 8 (与上年衔接): find a previous report that is not of the year before."""
    if report.previous and report.previous.year != report.year - 1:
        year, wanted = report.previous.year, report.year - 1
        message = f"与之比较的是{year}年报告，应为{wanted}年报告。重新选择上年报告。"
        yield RuleBreach("year", message, ("unit/year",), str(year), str(wanted))


def _form_of_year(report: Report, rule: Rule, numbers: Values) -> Iterator[RuleBreach]:
    """Check 17 (格式适用年度): find a form that the decree does not prescribe for the year."""
    if not report.form.covers(report.year):
        message = (
            f"本报告按{report.form.basis}格式编制，该格式不适用于{report.year}年度。"
            "新建报告时选择适用的格式。"
        )
        yield RuleBreach("year", message, ("unit/year",), report.form.key, str(report.year))


def _regulations(report: Report, rule: Rule, numbers: Values) -> Iterator[RuleBreach]:
    """Check 12 (规章制定权): find 规章 of a unit that may not make them.

    Source: 立法法第九十一、九十三条.
    """
    counted = tuple(address for address in rule.on if numbers.get(address))
    if counted and not _may_make_regulations(report):
        shown = "、".join(write_number(numbers[address]) for address in counted)
        message = (
            f"{report.form.cells[counted[0]].row[-1]}填了{shown}件。"
            "只有国务院部门、省级政府、设区的市和自治州政府可以制定规章。"
            "核对是否填错行；确属本单位的，填写说明。"
        )
        yield RuleBreach("made", message, counted, left=shown)


def _may_make_regulations(report: Report) -> bool:
    """Return whether the unit may make 规章, by its kind, and of a 部门 by its name.

    The level of a 政府办公厅（室）, and of a unit with an open kind, is not known.
    """
    if report.unit.kind is UnitKind.DEPARTMENT:
        return _is_central(report.unit.name)
    return report.unit.kind not in _WITHOUT_REGULATIONS


def _is_central(name: str) -> bool:
    """Return whether a name is that of a 国务院部门 and not of a local branch."""
    if re.match(r"国家|国务院|中国|中华人民共和国", name):
        whole = _WHOLE.search(name)
        return whole is None or _LOCAL.search(name, whole.end()) is None
    return re.search(r"(部|总局|署)$", name) is not None and _LOCAL.search(name) is None


def _magnitude(report: Report, rule: Rule, numbers: Values) -> Iterator[RuleBreach]:
    """Check 10 (金额单位): find money that changed a thousandfold, as with 元 instead of 万元."""
    for address in rule.on:
        now, before = numbers.get(address), report.last_values.get(address)
        if not now or not before:
            continue
        if is_thousandfold(now, before):
            unit = report.form.cells[address].unit
            left, right = write_number(now), write_number(before)
            message = (
                f"{report.form.cells[address].row[-1]}本年{left}{unit}，上年{right}{unit}，"
                f"相差千倍以上。核对单位是元还是万元。"
            )
            yield RuleBreach(address, message, (address,), left, right)


def _copied(report: Report, rule: Rule, numbers: Values) -> Iterator[RuleBreach]:
    """Check 11 (数据与上年相同): find a table equal to last year's, not mostly zeros."""
    for table in rule.on if report.last_values else ():
        cells = tuple(report.form.tables[table].typed)
        ours = [report.values.get(address) for address in cells]
        same = None not in ours and ours == [report.last_values.get(a) for a in cells]
        filled = sum(1 for number in ours if number)
        if same and filled >= rule.least:
            message = "全部数字与上年报告相同。核对是否误用了上年的数据。"
            yield RuleBreach(table, message, cells, str(filled), str(filled))


def _far_above(report: Report, rule: Rule, numbers: Values) -> Iterator[RuleBreach]:
    """Check 17 (复议诉讼偏多): find over ten cases and over twice the handled requests."""
    *cases, handled = rule.on
    table = report.form.cells[cases[0]].table
    if any(address not in numbers for address in rule.on):
        return
    total, limit = sum(numbers[address] for address in cases), numbers[handled]
    if total > 10 and total > 2 * limit:
        message = (
            f"行政复议、行政诉讼合计{total}件，第三项总计{limit}件，前者明显偏多。"
            "核对是否把作为复议机关办理的案件计入。"
        )
        yield RuleBreach(table, message, rule.on, str(total), str(limit))


def _unit_renamed(report: Report, rule: Rule, numbers: Values) -> Iterator[RuleBreach]:
    """Check 15 (机关名称): find a name that differs from last year's."""
    before = report.previous.unit if report.previous else ""
    if before and report.unit.name and before != report.unit.name:
        message = f"机关名称「{report.unit.name}」与上年报告「{before}」不同。核对是否更名或漏字。"
        yield RuleBreach("name", message, ("unit/name",), report.unit.name, before)


def _repeated_text(report: Report, rule: Rule, numbers: Values) -> Iterator[RuleBreach]:
    """Check 16 (雷同): find sections of which more than half is last year's text."""
    for section in rule.on if report.previous and report.previous.texts else ():
        found = repeated(report, section)
        if found.share > REPEATED:
            each = "、".join(f"{block.title}{share:.0%}" for block, share in found.texts)
            title, share = report.form.section_of[section].title, f"{found.share:.0%}"
            message = (
                f"{title}的文字有{share}与上年报告相同（{each}）。改写重复的段落，或填写说明。"
            )
            yield RuleBreach(section, message, tuple(b.address for b, _ in found.texts), share)


RULES: Final[Mapping[str, Callable[[Report, Rule, Values], Iterator[RuleBreach]]]] = {
    "years": _years,
    "last_year": _last_year,
    "form_of_year": _form_of_year,
    "regulations": _regulations,
    "magnitude": _magnitude,
    "copied": _copied,
    "far_above": _far_above,
    "unit_renamed": _unit_renamed,
    "repeated_text": _repeated_text,
}
assert RULES.keys() == {*RULE_NAMES}


def newer_form(report: Report) -> Iterator[Finding]:
    """Check 17 (格式适用年度): find a later form that is prescribed for the year."""
    own, wanted = report.form, catalog.form_for(report.year)
    if own.covers(report.year) and wanted.first_year > own.first_year:
        message = (
            f"本报告按{own.basis}格式编制，{report.year}年度已有{wanted.basis}格式。"
            "按该格式新建报告，再导入本草稿；仍用原格式的，填写说明。"
        )
        yield Finding(
            id="form_of_year/newer",
            severity="warning",
            message=message,
            section="unit",
            cells=("unit/year",),
            left=own.key,
            right=wanted.key,
        )
