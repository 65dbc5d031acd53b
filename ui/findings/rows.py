"""Rows of findings: what each shows, and how it is drawn whole and takes a 说明 in its place."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from PySide6.QtCore import (
    QAbstractItemModel,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QListView,
    QPlainTextEdit,
    QStyle,
    QWidget,
)

from model.checks.check import Result
from model.checks.findings import (
    HINTS,
    SEVERITY_NAMES,
    Finding,
    FindingSeverity,
    reason_sentence,
    status_name,
)
from model.checks.publication import NO_REVIEW
from model.report.report import Report
from ui.app import steps
from ui.base.cell_entry import EntryDelegate
from ui.base.edits import exact_text
from ui.base.widgets import ModelIndex, StyleOption, named, quiet

_SIGNS: Final = {"error": "✗ ", "warning": "！", "open": "○ ", "publication": "◇ ", "hint": "◇ "}


class FindingRow(NamedTuple):
    """One row of a list: its key, what is shown, what a screen reader says, its finding.

    A heading has no finding, and neither has a ``remark`` on what stands above it.
    """

    key: str
    text: str
    spoken: str
    finding: Finding | None = None
    remark: bool = False


def sentence(finding: Finding) -> str:
    """Return a finding with its sign and word and, on a line of its own, its 说明."""
    sign = "✓ " if finding.reason_is_current else _SIGNS[finding.severity]
    return f"{sign}{status_name(finding)}　{_message(finding)}"


def row_of(finding: Finding) -> FindingRow:
    """Return the row of a finding."""
    spoken = f"{status_name(finding)}：{_message(finding)}"
    return FindingRow(finding.id, sentence(finding), spoken, finding)


def _message(finding: Finding) -> str:
    reason = "" if finding.is_hint else reason_sentence(finding)
    return "\n".join(filter(None, (finding.message, reason)))


def section_rows(result: Result, section: str) -> list[FindingRow]:
    """Return the rows of one section, its hints last."""
    return [row_of(found) for found in (*result.of_section(section), *result.hints_of(section))]


def all_rows(
    report: Report, result: Result, only: FindingSeverity | None = None
) -> list[FindingRow]:
    """Return all rows, or those of one severity, under a heading for each step; hints come last."""
    rows: list[FindingRow] = []
    for step in steps.steps_of(report):
        found = [f for f in result.of_section(step.key) if only in (None, f.severity)]
        rows += _group(step.key, step.name, _counts(report, result, step.key), found)
    for severity in HINTS:
        if only in (None, severity):
            rows += _hint_rows(result, severity)
    return rows


def _hint_rows(result: Result, severity: FindingSeverity) -> Iterator[FindingRow]:
    """Yield the hints of one kind under their heading; below 公布前提示, what they are not."""
    hints = result.hints_as(severity)
    waiting = sum(1 for hint in hints if not hint.reason_is_current)
    sentence = [f"◇ 待核实 {waiting}"] * (waiting > 0)
    sentence += [f"✓ 已核实 {len(hints) - waiting}"] * (waiting < len(hints))
    yield from _group(severity, SEVERITY_NAMES[severity], sentence, hints)
    if hints and severity == "publication":
        yield FindingRow("remark/publication", NO_REVIEW, NO_REVIEW, remark=True)


def _group(
    key: str, name: str, counts: list[str], found: Iterable[Finding]
) -> Iterator[FindingRow]:
    rows = [row_of(finding) for finding in found]
    if rows:
        title = "　".join((name, *counts))
        yield FindingRow(f"heading/{key}", title, title)
        yield from rows


def _counts(report: Report, result: Result, key: str) -> list[str]:
    """Count as the list of steps does, and the warnings that are explained; hints stand apart."""
    state = [part for part in steps.badge(report, result, key) if not part.startswith(("✓", "◇"))]
    explained = sum(1 for finding in result.of_section(key) if finding.reason_is_current)
    return state + [f"✓ 已说明 {explained}"] * (explained > 0)


ROW: Final = Qt.ItemDataRole.UserRole
"""Role that holds the Row of an item."""
_LINES: Final = 4
"""Lines of the editor of a 说明, and of what is said of its keys."""
_TALL: Final = 1 << 16
"""More pixels than any row is high."""


class ReasonEdit(QPlainTextEdit):
    """The editor of a 说明: it wraps, and Enter keeps it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setPlaceholderText("写明原因，如：原文件自然失效2件")
        self._keys = quiet("回车保存，Esc 放弃；清空即删除说明。")
        self._keys.setParent(self)
        self.setViewportMargins(0, 0, 0, self._keys.sizeHint().height())
        self.confirmed = False
        """Whether Enter was pressed: then an unchanged 说明 is kept for the present numbers."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the line about the keys at the foot."""
        super().resizeEvent(event)
        inside, height = self.contentsRect(), self._keys.sizeHint().height()
        self._keys.setGeometry(inside.adjusted(4, inside.height() - height, -4, 0))


class FindingDelegate(EntryDelegate):
    """For a list whose items hold a Row under the role ROW."""

    explained = Signal(object, str)
    """The finding whose 说明 was typed, and what was typed."""

    def __init__(self, may_change: Callable[[], bool], view: QListView) -> None:
        super().__init__(may_change, view)
        self._view = view
        self._edited = ""
        self._held: tuple[str, int] = ("", 0)
        self._release = QTimer(self, singleShot=True)
        self._release.timeout.connect(self._lay_out_again)
        self.closeEditor.connect(self._close)

    def initStyleOption(self, option: StyleOption, index: ModelIndex) -> None:
        """Draw headings in bold, and dim what was explained or looked at."""
        super().initStyleOption(option, index)
        row: FindingRow = index.data(ROW)
        option.displayAlignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        if row.finding is None:
            option.state |= QStyle.StateFlag.State_Enabled
            option.font.setBold(not row.remark)
        elif row.finding.reason_is_current:
            dim = option.palette.color(QPalette.ColorRole.PlaceholderText)
            option.palette.setColor(QPalette.ColorRole.Text, dim)

    def sizeHint(self, option: StyleOption, index: ModelIndex) -> QSize:
        """Ask for the height that the sentence takes, and for the editor under it."""
        width = self._view.viewport().width()
        option.rect = QRect(0, 0, width, _TALL)  # the style wraps at a valid rectangle only
        row: FindingRow = index.data(ROW)
        if row.key == self._held[0]:
            return QSize(width, self._held[1])
        below = self._editor_height() if row.key == self._edited else 0
        return QSize(width, super().sizeHint(option, index).height() + self._gap() + below)

    def make_editor(self, parent: QWidget, index: ModelIndex) -> QWidget:
        """Open a 说明 under its sentence."""
        editor = named(ReasonEdit(parent), "说明")
        row: FindingRow = index.data(ROW)
        self._edited = row.key
        self.sizeHintChanged.emit(index)
        QTimer.singleShot(0, editor, lambda: self._view.scrollTo(self._view.currentIndex()))
        return editor

    def setEditorData(self, editor: QWidget, index: ModelIndex) -> None:
        """Show the 说明 as it is kept, unless it is being typed."""
        row: FindingRow = index.data(ROW)
        if isinstance(editor, ReasonEdit) and not editor.document().isModified():
            reason = row.finding.reason if row.finding else None
            editor.setPlainText(reason.text if reason else "")
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: ModelIndex) -> None:
        """Give the 说明 away: the session keeps it."""
        row: FindingRow = index.data(ROW)
        if isinstance(editor, ReasonEdit) and (editor.confirmed or editor.document().isModified()):
            self.explained.emit(row.finding, exact_text(editor))

    def updateEditorGeometry(self, editor: QWidget, option: StyleOption, index: ModelIndex) -> None:
        """Lay the editor along the foot of its row."""
        height = self._editor_height()
        foot = option.rect.bottom() - height + 1
        editor.setGeometry(QRect(option.rect.left(), foot, option.rect.width(), height))

    def end(self, editor: QWidget) -> None:
        """Keep the 说明, an unchanged one as well; it is one paragraph."""
        if isinstance(editor, ReasonEdit):
            editor.confirmed = True
        super().end(editor)

    def _close(self) -> None:
        """Close the gap of the editor; after a click only once it cannot become a double click."""
        clicked = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        if clicked:
            self._held = (self._edited, self._height_of(self._edited))
        self._edited = ""
        # a view that is going is not laid out
        self._release.start(QApplication.doubleClickInterval() if clicked else 0)

    def _height_of(self, key: str) -> int:
        model = self._view.model()
        rows = (model.index(row, 0) for row in range(model.rowCount()))
        return next((self._view.visualRect(i).height() for i in rows if i.data(ROW).key == key), 0)

    def _lay_out_again(self) -> None:
        self._held = ("", 0)
        self._view.scheduleDelayedItemsLayout()

    def _gap(self) -> int:
        return self._view.fontMetrics().height() // 3

    def _editor_height(self) -> int:
        return self._view.fontMetrics().lineSpacing() * _LINES + self._gap() * 2
