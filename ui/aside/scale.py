"""显示比例: the scale of the window by menu, keys, and Ctrl with the wheel.

Qt takes the scale when its application begins, and all sizes follow it; so a window takes another
one when it is opened again, at the same place. That is offered by a message.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence, QWheelEvent, QWindow
from PySide6.QtWidgets import QMenu, QWidget

from ui.base.messages import MessageAct, Messages
from ui.base.settings import SCALES, Settings
from ui.base.widgets import action, lettered

OWN_ZOOM: Final = "zooms"
"""Property of a widget that does something of its own with Ctrl and the wheel."""
_KEY: Final = "scale"
_NOTCH: Final = 120
"""Eighths of a degree that one step of a wheel turns."""


class ScaleMenu(QMenu):
    """Larger, smaller, and back to 100 %, which has no key: Ctrl+0 fills zeros.

    Args:
        window: the window that the wheel turns over.
        settings: where the scale is kept.
        messages: show what was chosen.
        reopen: closes the window and opens it again.
    """

    def __init__(
        self,
        window: QWidget,
        settings: Settings,
        messages: Messages,
        reopen: Callable[[], object],
    ) -> None:
        super().__init__(lettered("显示比例", "Z"), window)
        self._window, self._settings, self._messages = window, settings, messages
        self._reopen = reopen
        self._handle: QWindow | None = None
        self._began, self._turned = settings.choices.scale, 0
        self.larger = self._add("放大", "I", ["Ctrl++", "Ctrl+="], lambda: self.change(1))
        self.smaller = self._add("缩小", "O", ["Ctrl+-"], lambda: self.change(-1))
        self.normal = self._add("恢复 100%", "N", [], lambda: self.choose(SCALES[0]))
        window.installEventFilter(self)

    def _add(self, words: str, letter: str, keys: list[str], act: Callable[[], object]) -> QAction:
        made = action(words, self)
        made.setText(lettered(words, letter))
        made.setShortcuts([QKeySequence(key) for key in keys])
        made.triggered.connect(lambda: act())
        self.addAction(made)
        return made

    def change(self, steps: int) -> None:
        """Choose a larger or a smaller scale; the largest and the smallest stay."""
        place = SCALES.index(self._settings.choices.scale) + steps
        self.choose(SCALES[min(max(place, 0), len(SCALES) - 1)])

    def choose(self, scale: int) -> None:
        """Keep a scale, and offer to open the window again where it has another one."""
        self._settings.choices = self._settings.choices._replace(scale=scale)
        if scale == self._began:
            ends = {SCALES[0]: "，已是最小", SCALES[-1]: "，已是最大"}.get(scale, "")
            self._messages.show_message(f"显示比例为 {scale}%{ends}。", key=_KEY)
            return
        sentence = f"显示比例改为 {scale}%，重新打开窗口后生效：草稿先保存，再回到当前位置。"
        act = MessageAct("立即重新打开", self._reopen)
        self._messages.show_message(sentence, acts=[act], key=_KEY)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Ctrl with the wheel before the widgets under it scroll."""
        if watched is self._window:
            if event.type() == QEvent.Type.Show:
                self._handle = self._window.windowHandle()
                self._handle.installEventFilter(self)
            elif event.type() == QEvent.Type.Hide and self._handle is not None:
                self._handle.removeEventFilter(self)  # it may be deleted before this menu is
                self._handle = None
        elif isinstance(event, QWheelEvent) and self._is_ours(event):
            self._turn(event.angleDelta().y())
            return True
        return False

    def _is_ours(self, event: QWheelEvent) -> bool:
        under = self._window.childAt(event.position().toPoint())
        while under is not None and not under.property(OWN_ZOOM):
            under = under.parentWidget()
        return under is None and event.modifiers() == Qt.KeyboardModifier.ControlModifier

    def _turn(self, by: int) -> None:
        """Add up small turns, as of a touch pad, to whole steps."""
        self._turned = by if self._turned * by < 0 else self._turned + by
        if abs(self._turned) >= _NOTCH:
            self.change(1 if self._turned > 0 else -1)
            self._turned = 0
