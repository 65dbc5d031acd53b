"""Another name for the draft's file: offered when unit or year change, or asked for in the menu."""

import re
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from model.drafts.storage import Loaded
from model.report.begin import safe_name
from model.report.report import Report
from model.text import clean_line
from ui.app import acts
from ui.base.messages import MessageAct, Messages
from ui.base.session import Session
from ui.base.settings import Settings
from ui.base.widgets import label_of, line_edit, titled

_LATER: Final = 2000
"""Milliseconds after the last change, when a name has been typed to its end."""
_KEY: Final = "rename"
_WIDTH: Final = 460
"""Pixels of the window that asks for a name."""


class NameDialog(QDialog):
    """Asks for the name of a file in its folder; ``name`` is proposed, without its ending."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        titled(self, "重命名草稿文件")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.name = line_edit("文件名，仍放在原文件夹", name)
        self.name.selectAll()
        buttons = QDialogButtonBox()
        buttons.addButton("重命名", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        for widget in (label_of(self.name), self.name, buttons):
            layout.addWidget(widget)
        self.resize(_WIDTH, self.sizeHint().height())


class RenamingOffer(QObject):
    """Compares unit and year with those that the draft's file was named by."""

    def __init__(self, session: Session, settings: Settings, messages: Messages) -> None:
        super().__init__(session)
        self._session, self._settings, self._messages = session, settings, messages
        self._named = self._seen = session.report
        self._path = session.path
        self.later = QTimer(self, singleShot=True, interval=_LATER)
        self.later.timeout.connect(self.offer)
        session.changed.connect(self._note)
        session.saver.moved.connect(self._follow)

    def _note(self) -> None:
        before, self._seen = self._seen, self._session.report
        if _names(before) != _names(self._seen):
            self.later.start()

    def ask(self, window: QWidget) -> None:
        """Ask for another name, beginning with the one that follows from unit and year."""
        session = self._session
        if session.saver.read_only:
            session.show_refusal(session.saver.read_only)
            return
        name = Path(renamed(session.path.name, self._named, session.report)).stem
        dialog = NameDialog(name, window)
        dialog.accepted.connect(lambda: self._rename(dialog.name.text()))
        dialog.open()

    def _rename(self, typed: str) -> None:
        """Give the file the name that was typed; the same name, or none, changes nothing."""
        name = safe_name(clean_line(typed).removesuffix(acts.ENDING), acts.ENDING)
        if clean_line(typed) and name != self._session.path.name:
            self._session.saver.rename(name)

    def offer(self) -> None:
        """Offer the name that follows from unit and year, or take an offer back."""
        session = self._session
        name = renamed(session.path.name, self._named, session.report)
        if name == session.path.name or session.saver.read_only:
            self._messages.end(_KEY)
            return
        sentence = f"单位或年度已改，草稿文件仍名为「{session.path.name}」，可改名为「{name}」。"
        act = MessageAct("重命名草稿文件", lambda: session.saver.rename(name))
        self._messages.show_message(sentence, "offer", [act], _KEY)

    def _follow(self, moved: Loaded) -> None:
        """Compare with the new file from now on; the old one is gone where it was renamed."""
        if moved.report.id == self._named.id:
            self._settings.forget(self._path)
        self._named, self._path = self._session.report, moved.path
        self._messages.end(_KEY)


def renamed(name: str, before: Report, after: Report) -> str:
    """Return the name of a draft's file with the unit and the year of a report.

    A name in which the unit or year before does not occur stays as far as it does not.
    """
    stem, ending = Path(name).stem, Path(name).suffix
    old, new = (acts.draft_name(*_names(one)).removesuffix(acts.ENDING) for one in (before, after))
    if old in stem:
        return f"{stem.replace(old, new, 1)}{ending}"
    unit = safe_name(before.unit.name)
    if before.unit.name and after.unit.name and unit in stem:
        stem = stem.replace(unit, safe_name(after.unit.name), 1)
    changed = re.sub(rf"(?<!\d){before.year}(?!\d)", str(after.year), stem, count=1)
    return f"{safe_name(changed)}{ending}" if changed != Path(name).stem else name


def _names(report: Report) -> tuple[str, int]:
    return report.unit.name, report.year
