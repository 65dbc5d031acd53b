"""更新年份: paragraphs from last year's report, to be moved on one by one as the clerk accepts."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from intake.proposal import Proposal
from model.checks.moving_years import Move, moves
from model.compare.changes import Change
from model.compare.parts import Part
from model.compare.stretches import sides
from model.compare.texts import Hunk
from model.report.report import Report
from ui.base.session import Session
from ui.imports.dialog import ImportDialog

NAME: Final = "更新年份"
_NONE: Final = "文字中没有需要更新的年份。"
_SIDES: Final = ("现有文字", "更新后", "需核对")


def offer_years(window: QWidget, session: Session, asked: bool = True) -> None:
    """Show the paragraphs whose years could move on; where there are none, say so if asked."""
    found = [*moves(session.report)]
    if found:
        told = "以下各段写着往年的年份；数字和内容另行核对。"
        proposal = proposed(session.report, found)
        ImportDialog(session, proposal, told, window, NAME, _SIDES).open()
    elif asked:
        session.saved.emit(_NONE)


def proposed(report: Report, found: Sequence[Move]) -> Proposal:
    """Give the paragraphs as places to choose from, the doubtful ones marked."""
    rows: list[Change] = []
    hunks: dict[Part, tuple[str, Hunk]] = {}
    doubts: dict[Part, str] = {}
    for order, move in enumerate(found):
        block = report.text(move.key)
        assert block is not None, "it was found there"
        part = Part("paragraphs", f"{move.key}#{move.number}")
        place = f"「{block.title}」第{move.number}段"
        one, other = sides(move.old.strip(), move.new.strip(), numbered=False)
        rows.append(Change(part, block.section, place, one, other))
        hunks[part] = move.key, Hunk(order, move.number, move.old, move.new)
        if move.doubt:
            doubts[part] = move.doubt
    return Proposal(report, tuple(rows), {}, doubts, "", (), hunks)
