"""What the clerk is asked about the open draft's file: where it goes on, and whether to leave."""

from typing import Final

from PySide6.QtWidgets import QWidget

from model.combine.last_year import with_last
from model.errors import ReportError
from model.report.begin import KIND_OF_DOCUMENT
from model.text import shortened
from ui.app import acts
from ui.base.file_dialogs import file_to_save
from ui.base.session import Session
from ui.base.widgets import ask
from ui.imports.reading import ask_last_year

FILES: Final = "年报草稿 (*.gknb)"
PATIENCE: Final = 4.0
"""Seconds leaving waits for a disk that is slow."""
_ELSEWHERE = "另存为…"
_LEAVE = "不保存，关闭"
_CHANGE = "修改"
_KEEP = "不修改"


def window_title(session: Session) -> str:
    """Return whose report it is and its file; Qt adds the kind of document, the program's name."""
    report, path = session.report, session.path
    if report.unit.name and report.unit.name in path.stem and str(report.year) in path.stem:
        return path.stem.replace(KIND_OF_DOCUMENT, "", 1)
    return f"{report.year}年{shortened(report.unit.name)} — {path.name}"


def save_as(window: QWidget, session: Session) -> None:
    """Ask for another file, and begin to go on with that one."""
    if path := file_to_save(window, "另存为", str(session.path), FILES):
        session.saver.save_as(acts.draft_path(path))


def choose_last(window: QWidget, session: Session) -> None:
    """Ask for last year's report, of any kind, to compare the years."""
    try:
        last = ask_last_year(window, session.path.parent, session.report.year - 1)
    except ReportError as error:
        session.show_failure(str(error))
        return
    if last is not None:
        session.apply(with_last(session.report, last.report, last.source), "选择上年报告")
        session.show_message(
            f"已附上{shortened(last.report.unit.name)}{last.report.year}年度报告供比较。"
        )


def may_leave_unsaved(window: QWidget, session: Session, message: str) -> bool:
    """Ask what to do with a report that could not be saved; says whether to close."""
    answer = ask(window, "未保存", message, (_ELSEWHERE, _LEAVE, "返回"))
    if answer != _ELSEWHERE:
        return answer == _LEAVE
    save_as(window, session)
    session.saver.settle(PATIENCE)
    return not session.dirty and not session.saver.moving


def may_change_published(window: QWidget) -> bool:
    """Ask whether a report that is noted as published shall be changed.

    Enter keeps it as it is: a key that was typed for a cell must not answer.
    """
    answers = (_CHANGE, _KEEP)
    return ask(window, "已公布", "已公布的报告，确定修改？", answers, _KEEP) == _CHANGE
