"""Findings about numbers: relations, unread text, stated totals, tallies, blank cells.

Figures in texts that last year's report has and this one lacks are findings too: blank figures are
not printed, so they would not be noticed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Literal

from model.address import first_key
from model.checks.findings import STATED, Finding, blank_of, line_finding, more_or_less
from model.form.arithmetic import Evaluation, Operand, arithmetic, state_of
from model.report.addresses import name_of, section_of
from model.report.answers import unread_reason
from model.report.report import Report, Tally
from model.values import Number, Values, write_number

Verdict = Literal["holds", "broken", "open"]
Verdicts = dict[str, Verdict]
"""State of each comparison by its id; filled by the functions here, counted by ``check``."""


def lines(report: Report, evaluation: Evaluation, verdicts: Verdicts) -> Iterator[Finding]:
    """Checks 1, 5 to 9 and 13 (数量关系): find the lines of relations that are broken or open.

    A line that is open only because of unread text has no finding: the text has one.
    """
    known = arithmetic(report.form).lines
    for key, state in evaluation.states.items():
        if not state.known:
            continue
        verdicts[key] = "open" if state.open else "broken" if state.broken else "holds"
        if state.broken or (state.open and blank_of(report, known[key])):
            yield line_finding(report, known[key], state, report.values)


def unread(report: Report) -> Iterator[Finding]:
    """Check 2 (未能识别): find cells whose text is no number, and dates that cannot be read."""
    for address in report.unread:
        where, reason = _where(report, address), unread_reason(report, address)
        message = reason if reason.startswith(where) else f"{where}：{reason}"
        yield Finding(
            f"unread/{address}", "error", message, section_of(report, address), (address,)
        )


def _where(report: Report, address: str) -> str:
    section = report.form.section_of.get(section_of(report, address))
    return f"{section.title}，{name_of(report, address)}" if section else name_of(report, address)


def stated(report: Report, numbers: Values, verdicts: Verdicts) -> Iterator[Finding]:
    """Check 3 (原表合计): compare stated totals with computed ones, else with each other."""
    for address, total in report.stated.items():
        key, computed = f"{STATED}{address}", numbers.get(address)
        if computed is None:
            verdicts[key] = "open"
            sentence = f"各项还未填完，填完后与原表合计{write_number(total)}核对。"
            message, section = f"{_where(report, address)}：{sentence}", section_of(report, address)
            yield Finding(key, "open", message, section, (address,), right=write_number(total))
        elif computed == total:
            verdicts[key] = "holds"
        else:
            verdicts[key] = "broken"
            yield _stated_finding(report, address, computed, total)
    yield from _stated_lines(report, numbers, verdicts)


def _stated_finding(report: Report, address: str, computed: Number, total: Number) -> Finding:
    unit = report.form.cells[address].unit
    left, right = write_number(computed), write_number(total)
    message = (
        f"{_where(report, address)}：各项相加为{left}{unit}，原表合计为{right}{unit}，"
        f"原表合计{more_or_less(total - computed, unit)}。核对各项，再核对原表合计。"
    )
    return Finding(
        id=f"{STATED}{address}",
        severity="error",
        message=message,
        section=section_of(report, address),
        cells=(address, *arithmetic(report.form).typed_under(address)),
        left=left,
        right=right,
        difference=write_number(computed - total),
        title=f"{name_of(report, address)}：与原表合计不一致",
        sides=(
            f"各项相加 {left}",
            f"原表合计 {right}",
            f"原表合计{more_or_less(total - computed, unit)}",
        ),
    )


def _stated_lines(report: Report, numbers: Values, verdicts: Verdicts) -> Iterator[Finding]:
    """Check 1 (勾稽关系) for stated totals only, if the columns under them are not filled."""
    for line in arithmetic(report.form).total_lines:
        operands = [*line.left, *line.right]
        cells = [address for operand in operands for address in operand.shown]
        if any(operand.last for operand in operands) or any(a not in report.stated for a in cells):
            continue
        over = replace(line, left=_over_shown(line.left), right=_over_shown(line.right))
        state = state_of(over, report.stated, {})
        if state.broken and any(address not in numbers for address in cells):
            verdicts[line.id] = "broken"
            yield line_finding(report, over, state, report.stated)


def _over_shown(side: tuple[Operand, ...]) -> tuple[Operand, ...]:
    return tuple(replace(operand, typed=operand.shown) for operand in side)


def tallies(report: Report, verdicts: Verdicts) -> Iterator[Finding]:
    """Check 9 (分类统计): compare the parts of each tally with its total.

    Blank parts are allowed.
    """
    for tally in report.tallies:
        filled = [a for a in tally.part_addresses if a in report.values]
        total = report.values.get(tally.address())
        if total is None or not filled or tally.approximate:
            continue
        parts = sum(report.values[address] for address in filled)
        key = tally.finding
        verdicts[key] = "holds" if parts == total else "broken"
        if parts != total:
            yield _tally_finding(report, tally, int(parts), int(total))


def _tally_finding(report: Report, tally: Tally, parts: int, total: int) -> Finding:
    gap = parts - total
    section = tally.section
    advice = "核对各类数量和合计。" if gap > 0 else "补填漏掉的类别，或填写说明。"
    message = (
        f"{report.form.section_of[section].title}，{tally.name}：各类相加为{parts}{tally.unit}，"
        f"合计为{total}{tally.unit}，各类{more_or_less(gap, tally.unit)}。{advice}"
    )
    return Finding(
        id=tally.finding,
        severity="warning",
        message=message,
        section=section,
        cells=tally.addresses,
        left=str(parts),
        right=str(total),
        difference=str(gap),
        title=f"{tally.name}：各类与合计不一致",
        sides=(
            f"各类相加 {parts}",
            f"合计 {total}",
            f"各类{more_or_less(gap, tally.unit)}",
        ),
    )


def blank_cells(
    report: Report, empty: Mapping[str, tuple[str, ...]], found: list[Finding]
) -> Iterator[Finding]:
    """Points 2 to 4 of the decree: find blank cells, one finding for each table.

    ``empty`` has the blank cells of each table. Cells of open relations are left out.
    """
    if not any(empty.values()):
        return
    named = {cell for finding in found if finding.severity == "open" for cell in finding.cells}
    for table, blank in empty.items():
        cells = tuple(address for address in blank if address not in named)
        if cells:
            section = report.form.section_of[table]
            message = f"{section.title}：还有{len(cells)}格未填。没有发生的填0。"
            yield Finding(f"blank/{table}", "open", message, section.key, cells)


def left_out(report: Report) -> Iterator[Finding]:
    """Point 6 of the decree (其他事项), and tallies: find figures that only last year had."""
    for text in report.form.texts.values():
        sentence = [figure for figure in text.figures if _is_left(report, [figure.address])]
        if sentence and report.text(text.block) is not None:
            names = "、".join(figure.label for figure in sentence)
            yield _finding(report, text.block, names, tuple(figure.address for figure in sentence))
    for tally in report.tallies:
        if _is_left(report, tally.addresses):
            yield _finding(report, tally.under, tally.name, tally.addresses)


def _is_left(report: Report, addresses: Iterable[str]) -> bool:
    """Return whether last year's report has one of these and this one has none."""
    before = report.previous.values if report.previous else {}
    here = report.values.keys() | report.unread.keys()
    return any(one in before for one in addresses) and here.isdisjoint(addresses)


def _finding(report: Report, key: str, names: str, addresses: tuple[str, ...]) -> Finding:
    section = first_key(key)
    message = (
        f"{report.form.section_of[section].title}：上年报告写有{names}，本年未填。"
        "补填，没有的填0；不再写的，填写说明。"
    )
    return Finding(f"left_out/{addresses[0]}", "warning", message, section, addresses)
