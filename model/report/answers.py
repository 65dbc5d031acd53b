"""Type answers by address: for a cell, text, tally, figure, remark, or a field of the unit.

Console, imports, tests and the window use these functions.
"""

import re
import unicodedata
from collections.abc import Collection
from contextlib import suppress
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

from model.address import Address, remark_address, text_address, unit_address
from model.errors import AddressError, UnreadableError
from model.form.entry import read_number
from model.report.addresses import DATES, PERIOD, READ, kind_of, no_place
from model.report.report import Period, Report, default_block, insert_text
from model.text import clean, clean_line
from model.unit import (
    CHOICES,
    LABELS,
    TitleForm,
    Unit,
    UnitKind,
    marked,
    proposed_deadline,
    proposed_kind,
    renamed,
    unmarked,
    with_kind,
)
from model.values import ValueKind

_CHOICES: Final[dict[str, Collection[StrEnum]]] = {
    "kind": CHOICES,
    "title_form": tuple(TitleForm),
}


def put(report: Report, address: str, typed: str) -> Report:
    """Return the report with one answer typed; an empty text clears it.

    A number that cannot be read is kept as typed and marked, never dropped.

    Raises:
        AddressError: the form has no such place, or it is computed.
        UnreadableError: a date, year or choice of the unit that cannot be read.
    """
    place = Address.parse(address)
    if place.annotation is not None:
        return _put_annotation(report, place, typed)
    if place.kind == "text":
        return _put_text(report, place.key, typed)
    if place.kind == "unit":
        return _with_days(_put_unit(report, place.key, typed).with_value(address, None))
    if place.kind == "note":
        _require_table(report, place.table)
        return report.with_entry("notes", place.table, clean(typed).strip())
    return put_number(report, address, typed)


def put_number(report: Report, address: str, typed: str) -> Report:
    """Return the report with a text typed into a cell, a figure or a part of a tally.

    Raises:
        AddressError: the form has no such place, or it is computed.
    """
    kind = kind_of(report, address)
    cell = report.form.cells.get(address)
    if cell is not None and cell.computed:
        raise AddressError(f"「{address}」由程序计算，不能填写。原表合计用 --stated 填写。")
    line = clean_line(typed)
    try:
        return report.with_value(address, read_number(line, kind))
    except UnreadableError:
        return report.with_unread(address, line)


def unread_reason(report: Report, address: str) -> str:
    """Return why the text that is kept at an address cannot be read; empty if none is kept."""
    typed = report.unread.get(address)
    if typed is None:
        return ""
    try:
        if address in READ:
            put(report, address, typed)
        else:
            read_number(typed, kind_of(report, address))
    except UnreadableError as error:
        return str(error)
    return f"「{typed}」须重新填写。"


def put_stated(report: Report, address: str, typed: str) -> Report:
    """Return the report with the source's own total (原表合计) of a computed cell.

    Raises:
        AddressError: the address is not that of a computed cell.
        UnreadableError: the text is not a number.
    """
    cell = report.form.cells.get(address)
    if cell is None or not cell.computed:
        raise AddressError(f"「{address}」不是合计格，不能填写原表合计。")
    return report.with_stated(address, read_number(typed, cell.kind))


def _put_annotation(report: Report, place: Address, typed: str) -> Report:
    kind_of(report, place.answer)
    field = {"remark": "remarks", "source": "sources"}.get(place.annotation or "")
    if field is None:
        remark = remark_address(place.answer)
        raise AddressError(f"「{place}」不是可填写的地址。备注写作「{remark}」。")
    return report.with_entry(field, place.answer, clean(typed).strip())


def _put_text(report: Report, key: str, typed: str) -> Report:
    block = report.text(key)
    if block is None:
        known = report.form.texts.get(key)
        if known is None:
            raise no_place(text_address(key))
        block = default_block(known)
        report = replace(report, texts=insert_text(report.texts, block, report.form))
    body = clean(typed)
    if not body and _is_optional(report, key):
        without = replace(report, texts=tuple(old for old in report.texts if old.key != key))
        if without.text(key) is None:  # no number is printed under it alone
            return without
    return report.with_text(replace(block, body=body))


def _is_optional(report: Report, key: str) -> bool:
    """Return whether a sub-head is removed when it is cleared, because it is not default."""
    known = report.form.texts.get(key)
    return known is not None and not known.default


def _put_unit(report: Report, name: str, typed: str) -> Report:
    line = clean_line(typed)
    if name in PERIOD:
        return _put_period(report, name, line)
    if name not in LABELS:
        known = "、".join([*LABELS, *PERIOD])
        raise AddressError(f"没有「{unit_address(name)}」。可填写的有：{known}。")
    return _with_due_date(report, replace(report, unit=_unit_with(report.unit, name, line)))


def _unit_with(unit: Unit, name: str, line: str) -> Unit:
    if name == "name":
        return renamed(unit, line)
    if name == "kind" and not line:
        return replace(unit, kind=proposed_kind(unit.name), by_hand=unmarked(unit, name))
    value: Any = line
    if name in _CHOICES:
        value = _choice(LABELS[name], _CHOICES[name], line)
    elif name in DATES:
        value = read_date(line, LABELS[name]) if line else None
    if name == "kind":
        return with_kind(unit, UnitKind(value))
    changes: dict[str, Any] = {name: value}
    by_hand = marked(unit, name) if name == "deadline" else unit.by_hand
    return replace(unit, **changes, by_hand=by_hand)


def _put_period(report: Report, name: str, line: str) -> Report:
    if name == "year":
        year = read_year(line)
        return _with_due_date(report, replace(report, year=year, period=Period.of(year)))
    day = read_date(line, PERIOD[name])
    start, end = report.period.start, report.period.end
    period = Period(day, end) if name == "period_start" else Period(start, day)
    if period.end < period.start:
        raise UnreadableError("统计截止日早于起始日。核对两个日期。")
    return replace(report, period=period)


def _with_days(report: Report) -> Report:
    """Read the days of the period that could not be read until the other one was put in."""
    for address in (unit_address("period_start"), unit_address("period_end")):
        typed = report.unread.get(address, "")
        with suppress(UnreadableError):
            if typed:
                read = _put_period(report, Address.parse(address).key, typed)
                report = read.with_value(address, None)
    return report


def _with_due_date(before: Report, after: Report) -> Report:
    """Update a proposed deadline for a new kind or year; one that a person set stays."""
    if "deadline" in after.unit.by_hand:
        return after
    if before.unit.deadline != proposed_deadline(before.unit.kind, before.year):
        return after
    day = proposed_deadline(after.unit.kind, after.year)
    return replace(after, unit=replace(after.unit, deadline=day))


def read_year(text: str) -> int:
    """Return the year of a report from text.

    Raises:
        UnreadableError: it is not a year from 2008, when 条例 came into force, to 2100.
    """
    plain = text.strip().removesuffix("度").removesuffix("年")
    try:
        year = read_number(plain, ValueKind.COUNT)
    except UnreadableError:
        year = None
    if not isinstance(year, int) or not 2008 <= year <= 2100:
        what = f"「{text}」不是有效的年度" if text else "年度没有填写"
        raise UnreadableError(f"{what}。填四位数字，如 2024。")
    return year


_DATE: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?", re.ASCII)
_EIGHT_DIGITS: Final = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)


def read_date(text: str, what: str) -> date:
    """Return a date from text: 2025-01-31, 2025/1/31, 2025.1.31, 2025年1月31日 or 20250131.

    Digits and marks may be full-width, with blanks between them.

    Raises:
        UnreadableError: the text is not a date.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    found = _DATE.fullmatch(plain) or _EIGHT_DIGITS.fullmatch(plain)
    try:
        year, month, day = map(int, found.groups() if found else ())
        return date(year, month, day)
    except ValueError as error:
        said = f"{what}「{text}」不是有效的日期" if text else f"{what}没有填写"
        raise UnreadableError(f"{said}。写作年-月-日，如 2025-01-31。") from error


def _choice(what: str, choices: Collection[StrEnum], text: str) -> StrEnum:
    for choice in choices:
        if choice == text:
            return choice
    raise UnreadableError(f"{what}「{text}」不在可选范围。可选：{'、'.join(choices)}。")


def _require_table(report: Report, key: str) -> None:
    if key not in report.form.tables:
        raise AddressError(f"没有「{key}」表。可用的表：{'、'.join(report.form.tables)}。")
