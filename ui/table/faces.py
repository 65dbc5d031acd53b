"""What is painted in a cell of a table: worked out when it changes, not when it is painted."""

from textwrap import wrap
from typing import Final, Literal, NamedTuple

from model.form.meanings import row_help
from model.form.relations import Standing, arithmetic
from model.form.table import Cell
from model.report.report import Report
from model.values import write_number

Tone = Literal["number", "total", "unfinished", "unread", "blank"]
Problem = Literal["", "error", "warning"]
_TIP_WIDTH: Final = 32
"""Characters of a line of a tip: Qt does not break lines of plain text."""


class Face(NamedTuple):
    """One cell as a clerk sees it.

    ``last`` is last year's figure and ``stated`` the source's own total, printed small beside the
    number; ``differs`` says that it is another than the computed one.
    """

    text: str = ""
    tone: Tone = "blank"
    last: str = ""
    stated: str = ""
    differs: bool = False
    problem: Problem = ""
    marked: bool = False
    remarked: bool = False


def face_of(report: Report, standing: Standing, cell: Cell, problem: Problem, marked: bool) -> Face:
    """Work out the face of a cell."""
    address = cell.address
    text, tone = _shown(report, standing, cell)
    last = report.last_values.get(address)
    stated = report.stated.get(address)
    number = standing.numbers.get(address)
    return Face(
        text,
        tone,
        "" if last is None else write_number(last),
        "" if stated is None else write_number(stated),
        stated is not None and number is not None and stated != number,
        problem,
        marked,
        address in report.remarks,
    )


def _shown(report: Report, standing: Standing, cell: Cell) -> tuple[str, Tone]:
    number = standing.numbers.get(cell.address)
    if number is not None:
        return write_number(number), "total" if cell.computed else "number"
    if cell.address in report.unread:
        return report.unread[cell.address], "unread"
    if not cell.computed:
        return "", "blank"
    values = report.values
    typed = arithmetic(report.form).typed_under(cell.address)
    known = [values[address] for address in typed if address in values]
    return (f"{write_number(sum(known))} 未完" if known else ""), "unfinished"


def tip(report: Report, cell: Cell, face: Face) -> str:
    """Say what a cell is, what it adds up and what stands beside it, one thing a line."""
    lines = [cell.name]
    if cell.computed:
        lines.append(f"由程序计算：{addends(report, cell.address)}。直接输入数字，填的是原表合计。")
    else:
        lines += wrap(row_help(report.form, cell.address), _TIP_WIDTH)
    lines += [f"原表合计：{face.stated}{cell.unit}"] * bool(face.stated)
    lines += [f"上年：{face.last}{cell.unit}"] * bool(face.last)
    for name, kept in (("备注", report.remarks), ("数据来源", report.sources)):
        if cell.address in kept:
            lines.append(f"{name}：{kept[cell.address]}")
    return "\n".join(lines)


def addends(report: Report, address: str) -> str:
    """Name what a computed cell adds up, by the headings that tell its addends apart."""
    cells = report.form.cells
    total = cells[address]
    parts = [cells[one] for one in arithmetic(report.form).sums[address].addends]
    across = all(part.row == total.row for part in parts)
    labels = [(part.column if across else part.row)[-1] for part in parts]
    return (
        f"{'＋'.join(labels)}"
        if len(labels) <= 6
        else f"{labels[0]}至{labels[-1]}共{len(labels)}项相加"
    )


def spoken(cell: Cell, face: Face) -> str:
    """Say a cell to a screen reader."""
    said = f"{cell.name}：{face.text or '空'}"
    said += f"，原表合计{face.stated}{'，不相等' if face.differs else ''}" if face.stated else ""
    said += f"，上年{face.last}" if face.last else ""
    return said + {"": "", "error": "，有错误", "warning": "，待说明"}[face.problem]
