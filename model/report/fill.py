"""空格填0: zeros into blank cells as one act, but never where a zero would say something untrue.

A stock (现行有效件数, counted on 31 December) is not nothing because nothing happened this year,
and what last year's report carried over has arrived. Both are told from the relations of the form:
a stock is a cell that its own figure of last year helps to explain; what was carried over is a cell
that last year's figures explain alone.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from model.form.arithmetic import Line
from model.form.form import Form
from model.form.relations import arithmetic
from model.report.addresses import blanks
from model.report.report import Report


@dataclass(frozen=True)
class Zeroed:
    """What filling zeros gives: the report, how many cells were filled, and why others were not."""

    report: Report
    filled: int
    left: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """Say it to the clerk."""
        done = f"已在{self.filled}个空格填0。" if self.filled else "没有可以填0的空格。"
        return done + "".join(self.left)


def fill_zeros(report: Report, addresses: Iterable[str]) -> Zeroed:
    """Fill the blanks among these cells with 0; a number or an unread text is never touched."""
    asked = set(addresses)
    empty = [a for table in report.form.tables for a in blanks(report, table) if a in asked]
    reasons = {address: _against(report, address) for address in empty}
    zeros = {address: 0 for address in empty if not reasons[address]}
    counted = Counter(reason for reason in reasons.values() if reason)
    left = tuple(f"{count}格未填：{reason}。" for reason, count in counted.items())
    return Zeroed(replace(report, values={**report.values, **zeros}), len(zeros), left)


def nothing_happened(report: Report, table: str) -> Zeroed:
    """Say that in a table's matter nothing happened: 本年无申请 and the like."""
    asked = report.form.tables[table]
    rows = set(asked.nothing.rows) if asked.nothing else set()
    return fill_zeros(report, (a for a in asked.typed if not rows or a.split("/")[1] in rows))


def _against(report: Report, address: str) -> str:
    """Say why a cell is not to be filled with 0; empty where it may."""
    line = _lines(report.form).get(address)
    if line is None:
        return ""
    ours = line.left[0]
    if _is_stock(line):
        return f"{ours.called}按实有数填写"
    past = [report.last_values.get(a, 0) for operand in line.right for a in operand.typed]
    return f"上年报告的{line.right[0].called}不为0" if any(past) else ""


@cache
def _lines(form: Form) -> dict[str, Line]:
    """Cell → the equality with last year that explains it."""
    return {
        address: line
        for line in arithmetic(form).lines.values()
        if line.relation.equals and line.reads_last
        for address in line.left[0].typed
        if _is_stock(line) or all(operand.last for operand in line.right)
    }


def _is_stock(line: Line) -> bool:
    return any(operand.last and operand.typed == line.left[0].typed for operand in line.right)
