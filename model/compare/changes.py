"""The differences between two reports in printed order, in words for the clerk."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from model.address import TOTAL, first_key, tally_address
from model.compare.parts import WHOLE, ReportPart, ReportParts, dependent_parts, differing, parts_of
from model.compare.texts import EMPTY, Side, sides, unmarked_side
from model.form.arithmetic import arithmetic
from model.report.addresses import READ, name_of, section_of
from model.report.report import Fonts, Period, Previous, Published, Reason, Report, Tally, TextBlock
from model.text import chinese_date
from model.unit import LABELS
from model.values import write_number

BLANK: Final = "空"
"""Text for a missing answer."""
UNIT: Final = "unit"
"""Key of the first step, 单位与年度, which is not a section."""
OTHERS: Final = ""
"""Section key of changes that belong to no section."""
_NAMES: Final = {
    ReportPart("year"): "年度",
    ReportPart("period"): "统计期限",
    ReportPart("stage"): "稿别",
    ReportPart("published"): "公布日期和网址",
    ReportPart("previous"): "上年报告",
    ReportPart("options", "pitch"): "行距",
    ReportPart("options", "shading"): "“第二十条”各行加底色",
    ReportPart("options", "run_in"): "小标题与正文同段",
    ReportPart("options", "fonts"): "字体",
    ReportPart("order", "texts"): "小标题的顺序",
    ReportPart("order", "tallies"): "分类统计的顺序",
    WHOLE: "整份报告（两份的格式不同）",
}
_ANNOTATIONS: Final = {
    "stated": "原表合计",
    "remarks": "备注",
    "sources": "数据来源",
    "units": "计量单位",
}
"""Words that follow the name of a number, by field."""
_CHOICES: Final[dict[bool | Fonts, str]] = {
    True: "是",
    False: "否",
    Fonts.STANDARD: "公文字体",
    Fonts.SYSTEM: "系统自带字体",
}
_NONE: Final = {"texts": "（没有此小标题）", "tallies": "（没有此统计）"}
"""Text for a missing sub-head or tally."""
_IN_WORDS: Final = ("texts", "titles", "notes", "remarks", "sources", "tallies", "reasons", "order")
"""Fields in which the differing runs of text are marked."""
_FIELDS: Final = ("numbers", "stated", "units", "remarks", "sources", "titles", "texts", "tallies")
"""Fields of one place in the order of the list."""


@dataclass(frozen=True)
class Change:
    """One difference: its part, its place in words, and the text of both sides.

    ``section`` is the key of the section, ``unit``, or empty if it belongs to none.
    """

    part: ReportPart
    section: str
    place: str
    one: Side
    other: Side


def changes(one: Report, other: Report) -> tuple[Change, ...]:
    """Return the differences between two reports, except their ids, in printed order."""
    places = _places(one, other)
    sections = {key: n for n, key in enumerate((UNIT, *(s.key for s in one.form.sections), OTHERS))}

    def order(change: Change) -> tuple[int, int, int, ReportPart]:
        field, key = part = change.part
        place = tally_address(key) if field == "tallies" else key or field
        kind = _FIELDS.index(field) if field in _FIELDS else len(_FIELDS)
        return sections[change.section], places.get(place, len(places)), kind, part

    ours, theirs = _Version(one), _Version(other)
    found = (_change(ours, theirs, part) for part in differing(one, other))
    return tuple(sorted(found, key=order))


def section_name(report: Report, section: str) -> str:
    """Return the name of the section of a change."""
    known = {UNIT: "单位与年度", OTHERS: "其他"}
    return known.get(section) or report.form.section_of[section].short


def _places(one: Report, other: Report) -> dict[str, int]:
    """Return the position in the printed order of everything that can differ."""
    form = one.form
    found = [*LABELS, "year", "period", *form.cells, *form.tables]
    for report in (one, other):
        for block in report.texts:
            known = form.texts.get(block.key)
            found += [block.key, *(figure.address for figure in (known.figures if known else ()))]
        for tally in report.tallies:
            found += [tally.address(), *tally.part_addresses]
    return {place: n for n, place in enumerate(dict.fromkeys([*found, *form.figures]))}


@dataclass(frozen=True)
class _Version:
    """One of the two reports and its parts."""

    report: Report

    @cached_property
    def parts(self) -> ReportParts:
        return parts_of(self.report)


def _change(one: _Version, other: _Version, part: ReportPart) -> Change:
    section, place = _where(one.report, other.report, part)
    left, right = _description(one, other, part), _description(other, one, part)
    if left and right and left != right and part.field in _IN_WORDS:
        return Change(part, section, place, *sides(left, right, part.field == "texts"))
    left, right = (
        _shown(text) or (BLANK if part in side.parts else _NONE.get(part.field, BLANK))
        for text, side in ((left, one), (right, other))
    )
    return Change(part, section, place, unmarked_side(left), unmarked_side(right))


def _where(one: Report, other: Report, part: ReportPart) -> tuple[str, str]:
    """Return the section of a part, and the name of its place."""
    field, key = part
    if part in _NAMES:
        return UNIT if field in ("year", "period") else OTHERS, _NAMES[part]
    if field == "unit":
        return UNIT, LABELS[key]
    if field in ("texts", "titles"):
        block = one.text(key) or other.text(key)
        title = f"「{block.title if block else ''}」"
        return first_key(key), f"小标题{title}" if field == "titles" else title
    if field == "notes":
        return one.form.section_of[key].key, "表下注"
    if field == "reasons":
        return _where_reason(one, key)
    if field == "tallies":
        tally = one.tally(key) or other.tally(key)
        return (tally.section, f"分类统计「{tally.name}」") if tally else (OTHERS, "")
    if key in READ:
        return UNIT, READ[key]
    has = one if name_of(one, key) != key else other
    kind = f"（{_ANNOTATIONS[field]}）" if field in _ANNOTATIONS else ""
    section = section_of(has, key)
    return section if section in one.form.section_of else OTHERS, f"{name_of(has, key)}{kind}"


def _where_reason(report: Report, finding: str) -> tuple[str, str]:
    line = arithmetic(report.form).lines.get(finding)
    if line is None:
        return OTHERS, "说明"
    crossing = f"，{line.label}" if line.label else ""
    return section_of(report, line.cells[0]), f"说明：{line.relation.name}{crossing}"


def _description(version: _Version, other: _Version, part: ReportPart) -> str:
    """Return the answer of a report for a part in words; empty if it has none."""
    field, key = part
    report = version.report
    if part == WHOLE:
        return f"{report.form.basis}格式，{report.unit.name}{report.year}年度"
    if field == "order":
        return "、".join(_called(item) for item in getattr(report, key))
    value = version.parts.get(part)
    if field == "texts" and value is not None and part not in other.parts:
        return f"{version.parts[ReportPart('titles', key)]}\n{value}".strip()
    if field == "tallies" and value is not None:
        return _tally(version, value, {*dependent_parts(report, other.report, part)})
    return _written(value)


def _shown(text: str) -> str:
    """Return a text without the empty lines around it."""
    return text.strip("\n") or EMPTY * bool(text)


def _called(item: TextBlock | Tally) -> str:
    return item.title if isinstance(item, TextBlock) else item.name


def _tally(version: _Version, tally: Tally, own: Set[ReportPart]) -> str:
    """Return a tally in lines; counts are given only for parts that only this report has."""
    home = version.report.text(version.report.home_of(tally))
    lines = [f"名称：{tally.name}", f"单位：{tally.unit}", f"位置：{home.title if home else BLANK}"]
    lines += ["总数为约数"] * tally.approximate + ["不写数量为0的类别"] * (not tally.print_zero)
    for key, label in tally.counted:
        part = ReportPart("numbers", tally.address(key))
        count = f" {_written(version.parts.get(part)) or BLANK}" if part in own else ""
        lines += [f"类别：{label}{count}"] * (key != TOTAL or bool(count))
    return "\n".join(lines)


def _written(value: Any) -> str:
    """Return the value of any part in words for the clerk."""
    match value:
        case None:
            return ""
        case (number, typed):
            return f"{typed}（未能识别）" if number is None else write_number(number)
        case bool() | Fonts():
            return _CHOICES[value]
        case int() | Decimal():
            return write_number(value)
        case date():
            return chinese_date(value)
        case Period():
            return f"{chinese_date(value.start)}至{chinese_date(value.end)}"
        case Published():
            return f"{chinese_date(value.on)} {value.url}".strip()
        case Previous():
            counted = f"{len(value.values)} 格、{len(value.texts)} 段"
            return f"{value.unit}{value.year}年度（{value.source}），{counted}"
        case Reason():
            return value.text
        case _:
            return str(value)
