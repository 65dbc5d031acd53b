"""The line at the foot of the window: saving at the left, what is left to do, and the two steps."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QFont, QFontInfo, QFontMetrics, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
)

from model.checks.check import Result
from model.text import visible
from ui.app import steps
from ui.app.steps import Step
from ui.base.widgets import Label, inked, keyless, larger, named, primary, tipped
from ui.look.sheet import marked
from ui.look.tokens import BODY, colour

_SIZE: Final = 13
"""Pixels of the type of saving and state at 100 %."""
_HEIGHT: Final = 34
_SPACE: Final = 10
_SIDE: Final = 12
_FILE: Final = 8
"""Least width of the file's name in em; with less room only the saving is shown."""
_AND: Final = "、"
_INDENT: Final = 6
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class OverallButton(QPushButton):
    """What is left to do in the whole report; only the count of errors is red."""

    def __init__(self) -> None:
        super().__init__(flat=True)
        font = QFont(self.font())
        font.setPixelSize(round(QFontInfo(font).pixelSize() * _SIZE / BODY))
        self.setFont(font)
        self._parts: list[str] = []
        self._whole, self._most = "", 0

    def show_result(self, result: Result) -> None:
        """Take the state of the report; ``fit`` shows it."""
        self._parts, self._whole = steps.overall_parts(result), steps.overall(result)
        named(tipped(self, f"{self._whole}，转到下一处问题（F8）"), self._whole)

    def fit(self, most: int) -> None:
        """Show so many kinds of what is left, the worst first."""
        self._most = most
        self.setText(keyless(self._words(most)))

    def needed(self, most: int) -> int:
        """Return the pixels that so many kinds take."""
        runs = self._runs(self._words(most))
        wide = sum(QFontMetrics(font).horizontalAdvance(words) for words, font, _ in runs)
        return wide + 2 * _INDENT

    @property
    def kinds(self) -> int:
        """How many kinds of things are left to do."""
        return len(self._parts)

    def sizeHint(self) -> QSize:
        """Return room for the words, in bold where they are."""
        return QSize(self.needed(self._most), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the same: the foot chooses words that fit."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the words in their colours, on the button as the style draws it."""
        painter, option = QStylePainter(self), QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""  # type: ignore[attr-defined]  # the stubs know no fields
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        metrics = self.fontMetrics()
        at = QPoint(_INDENT, (self.height() + metrics.ascent() - metrics.descent()) // 2)
        for words, font, role in self._runs(self.text()):
            painter.setFont(font)
            painter.setPen(colour(role))
            painter.drawText(at, words)
            at.setX(at.x() + QFontMetrics(font).horizontalAdvance(words))

    def _words(self, most: int) -> str:
        return f"还有 {_AND.join(self._parts[:most])}" if self._parts else self._whole

    def _runs(self, words: str) -> list[tuple[str, QFont, str]]:
        """Return words in runs of one font and one colour."""
        font, bold = self.font(), QFont(self.font())
        if not self._parts:
            return [(words, font, "fine")]
        bold.setBold(True)
        worst = self._parts[0]
        if "错误" not in worst:
            return [(words, font, "quiet")]
        before, _, after = words.partition(worst)
        return [(before, font, "quiet"), (worst, bold, "error"), (after, font, "quiet")]


class ForwardButton(QPushButton):
    """下一步, which the focus can come to by Enter without being pressed by that Enter.

    A held key repeats, and keys that are typed while the window works wait in a queue: an Enter
    that was pressed before the clerk could see the focus here does nothing.
    """

    def __init__(self) -> None:
        super().__init__()
        self._settle = QTimer(self, singleShot=True, interval=0)

    def receive(self) -> None:
        """Take the focus; Enter acts once all keys that waited in the queue are handled."""
        if self.isVisible():
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self._settle.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take no Enter that is repeated or was pressed before the focus came."""
        if event.key() in _ENTER and (event.isAutoRepeat() or self._settle.isActive()):
            event.accept()
        else:
            super().keyPressEvent(event)


class Foot(QFrame):
    """Saving with the file's name, the state of the report, 上一步 and 下一步.

    Where there is little room the name of the file goes first, then the name on 上一步.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("panel", "foot")
        self.saved = inked(larger(Label(), _SIZE / BODY), "quiet")
        self.overall = OverallButton()
        self.back, self.forward = QPushButton(), primary(ForwardButton())
        self._words = self._file = ""
        self._back = self._forward = ""
        self.saved.setMinimumWidth(1)  # it is given words that fit
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_SIDE, 2, _SIDE, 2)
        layout.setSpacing(_SPACE)
        layout.addWidget(self.saved, 1)
        for widget in (self.overall, self.back, self.forward):
            layout.addWidget(widget)
        self.setMinimumHeight(_HEIGHT)

    def show_saving(self, words: str, path: Path, failed: bool = False) -> None:
        """Show whether the draft is on the disk, and the name of its file."""
        self._words, self._file = visible(words), visible(path.name)
        if self.saved.property("ink") != (role := "error" if failed else "quiet"):
            marked(self.saved, ink=role)
        tipped(self.saved, str(path))
        self._fit()

    def show_result(self, result: Result) -> None:
        """Show what is left to do."""
        self.overall.show_result(result)
        self._fit()

    def show_steps(self, back: Step | None, forward: Step | None, leads: bool) -> None:
        """Name the steps before and after; ``leads`` says whether 下一步 is the filled button."""
        self._back = f"上一步：{back.name}" if back else ""
        self._forward = f"下一步：{forward.name}" if forward else ""
        for button, words in ((self.back, self._back), (self.forward, self._forward)):
            named(button, words).setText(keyless(words))
            button.setVisible(bool(words))
        marked(self.forward, role="primary" if leads else "")
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose words that fit."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show as much as there is room for, what leads on and what is wrong before all else."""
        metrics, overall = self.saved.fontMetrics(), self.overall
        words = metrics.horizontalAdvance(self._words) + 2
        kinds, back = max(overall.kinds, 1), self._back
        room = self._room(back) - words
        if room < overall.needed(kinds):
            back = back.partition("：")[0]
            room = self._room(back) - words
        while kinds > 1 and room < overall.needed(kinds):
            kinds -= 1
        room -= overall.needed(kinds)
        named_too = room > metrics.height() * _FILE
        whole = f"{self._words} · {self._file}" if named_too else self._words
        saved = metrics.elidedText(whole, Qt.TextElideMode.ElideMiddle, room + words)
        self.back.setText(keyless(back))
        overall.fit(kinds)
        self.saved.setText(saved)

    def _room(self, back: str) -> int:
        """Return the pixels that are left for saving and state beside these words on 上一步."""
        buttons = [(self.back, back), (self.forward, self._forward)]
        taken = sum(_width(button, words) + _SPACE for button, words in buttons if words)
        return self.width() - 2 * _SIDE - _SPACE - taken


def _width(button: QPushButton, words: str) -> int:
    """Return the pixels that a button takes with other words."""
    metrics = button.fontMetrics()
    now = metrics.horizontalAdvance(button.text())
    return button.sizeHint().width() - now + metrics.horizontalAdvance(words)
