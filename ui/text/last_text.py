"""Last year's text beside this year's, with what both share underlined."""

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from model.address import Address, text_address
from model.report import subheads
from model.report.likeness import compared, last_text, marks, runs, share
from model.report.report import Report, TextBlock
from ui.base.edits import GrowingText, selected_text
from ui.base.session import Session
from ui.base.widgets import Label, bold, larger, link, named, quiet
from ui.look.tokens import QUIET

_PAUSE: Final = 300
"""Milliseconds after the last key until the marks are set again."""


class LastText(QWidget):
    """Last year's text under the sub-head that is written, to read, to copy from, to take over."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session, self._key = session, ""
        self._editor: GrowingText | None = None
        title, self.message = bold(_small("上年同一小标题")), _small()
        self.text = GrowingText("上年同一小标题的文字", lines=2)
        self.text.setReadOnly(True)
        self._take = link(QPushButton("取用上年文字"))
        self._take.clicked.connect(self._take_over)
        self._copy = link(QPushButton("复制所选文字"))
        self._copy.setEnabled(False)
        self._copy.clicked.connect(self._copy_selected)
        self.text.copyAvailable.connect(self._copy.setEnabled)
        buttons = QHBoxLayout()
        for button in (self._take, self._copy):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(title)
        layout.addWidget(self.message)
        layout.addWidget(self.text)
        layout.addLayout(buttons)
        self._later = QTimer(self, singleShot=True, interval=_PAUSE)
        self._later.timeout.connect(self.refresh)
        session.changed.connect(self._on_changed)

    def show_for(self, key: str, editor: GrowingText | None) -> None:
        """Show what stood under another sub-head, and mark in its editor what is shared."""
        if editor is not self._editor:
            self._unmark()
            self._key, self._editor = key, editor
            self.refresh()

    def refresh(self) -> None:
        """Show last year's text and mark what is shared; costs nothing while it is not seen."""
        report = self._session.report
        block = report.text(self._key)
        if block is None or self._editor is None or not self.isVisible():
            return
        last = last_text(report, block)
        named(self.text, f"上年：{block.title}")
        self.message.setText(likeness_sentence(report, block, last))
        for widget in (self.text, self._take, self._copy):
            widget.setVisible(last is not None)
        if last is not None and self.text.text() != last.body:
            self.text.show_text(last.body)
        ours, known = _runs_of_section(report, block)
        if not subheads.is_heading(report, block.key):
            ours = known = frozenset()  # a preface may say the same every year
        self._editor.mark(marks(block.body, known))
        self.text.mark(marks(last.body, ours) if last else ())

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the marks off this year's text."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._unmark()

    def _unmark(self) -> None:
        if self._editor is not None:
            self._editor.mark(())

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was typed while this was hidden."""
        super().showEvent(event)
        self.refresh()

    def _on_changed(self, addresses: frozenset[str]) -> None:
        texts = [one for one in addresses if Address.parse(one).kind == "text"]
        if self.isVisible() and (texts or not addresses):
            self._later.start()

    def _take_over(self) -> None:
        report = self._session.report
        report = subheads.write(report, self._key, self.text.text())
        self._session.apply(report, "取用上年文字", text_address(self._key))

    def _copy_selected(self) -> None:
        QGuiApplication.clipboard().setText(selected_text(self.text))


def _small(text: str = "") -> Label:
    label = quiet(text)
    return larger(label, QUIET / label.fontInfo().pixelSize())


def likeness_sentence(report: Report, block: TextBlock, last: TextBlock | None) -> str:
    """Say how much of a text stood in last year's section, as the check counts it."""
    if last is None or report.previous is None:
        return "上年报告没有对应的文字。"
    head = f"{report.previous.year}年报告"
    _, known = _runs_of_section(report, block)
    ours = runs(body.body for body in compared(report, [block], block.section))
    return f"{head}　与上年相同 {share(ours, known):.0%}" if ours else head


def _runs_of_section(report: Report, block: TextBlock) -> tuple[frozenset[str], frozenset[str]]:
    """Return the runs of this year's section and of last year's."""
    before = report.previous.texts if report.previous else ()
    sides = (compared(report, texts, block.section) for texts in (report.texts, before))
    ours, known = (_runs(tuple(one.body for one in side)) for side in sides)
    return ours, known


@lru_cache(maxsize=4)
def _runs(bodies: tuple[str, ...]) -> frozenset[str]:
    """Work out the runs of a section once for all its sub-heads."""
    return frozenset(runs(bodies))
