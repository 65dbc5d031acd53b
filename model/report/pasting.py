"""A copied block put into a table by position: one act, nothing guessed, no silent loss."""

from collections.abc import Sequence
from dataclasses import dataclass

from model.errors import UnreadableError
from model.report.answers import kind_of, put_number
from model.report.blocks import Block
from model.report.report import Report
from model.values import read_number

Targets = Sequence[Sequence[str]]
"""Addresses of a rectangle of a table, row by row; empty where a heading stands."""


@dataclass(frozen=True)
class Pasted:
    """The report after a paste, and what it did, as a sentence."""

    report: Report
    sentence: str


def paste(report: Report, targets: Targets, block: Block) -> Pasted:
    """Put a block of the same shape into cells; one value alone goes into all of them.

    A number for a computed cell is the source's own total (原表合计). What is no number stays in
    its cell as it was copied, marked; for a total it is left out, and said.
    """
    if len(block) == len(block[0]) == 1:
        block = tuple((block[0][0],) * len(row) for row in targets)
    filled = unread = left_out = 0
    for row, texts in zip(targets, block, strict=True):
        for address, text in zip(row, texts, strict=True):
            if not address:
                continue
            cell = report.form.cells[address]
            if not cell.computed:
                report = put_number(report, address, text)
                unread += address in report.unread
            elif (total := _total(report, address, text)) is not None:
                report = total
            else:
                left_out += 1
                continue
            filled += 1
    said = [f"已粘贴{filled}格"] + [f"{unread}格未能识别，已原样保留"] * (unread > 0)
    said += [f"{left_out}个合计格的内容不是数字，未粘贴"] * (left_out > 0)
    return Pasted(report, "，".join(said) + "。")


def _total(report: Report, address: str, text: str) -> Report | None:
    """Keep the source's total; None where the text is no number."""
    try:
        return report.with_stated(address, read_number(text, kind_of(report, address)))
    except UnreadableError:
        return None
