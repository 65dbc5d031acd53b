"""Keeps half-typed words: what is not finished when its field is left is written as it stands."""

from contextlib import suppress
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QWindow

_LEAVING: Final = (QEvent.Type.FocusAboutToChange, QEvent.Type.MouseButtonPress)


class Attendant(QObject):
    """Listens to the window that has the keyboard and to the field that has the focus."""

    def __init__(self, qt: QGuiApplication) -> None:
        super().__init__(qt)
        self._window: QWindow | None = None
        self._field: QObject | None = None
        qt.focusWindowChanged.connect(self._watch)
        qt.focusObjectChanged.connect(self._watch)
        self._watch()

    def commit(self) -> None:
        """Write the half-typed word as it stands."""
        raise NotImplementedError

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the half-typed word when its field is left."""
        if event.type() in _LEAVING:
            self.commit()
        return False

    def _watch(self) -> None:
        """Listen where the keyboard is by now; Qt also tells of fields it has left again."""
        window, field = QGuiApplication.focusWindow(), QGuiApplication.focusObject()
        for old in (self._window, self._field):
            if old is not None and old not in (window, field):
                with suppress(RuntimeError):  # it is gone
                    old.removeEventFilter(self)
        for new in (window, field):
            if new is not None:
                new.installEventFilter(self)
        self._window, self._field = window, field


class Keeper(Attendant):
    """Beside a module of Qt's: the one for ibus drops what its input method does not want kept.

    fcitx 5 says so of all it shows, and a clerk who goes to the next field would type it again.
    """

    def __init__(self, qt: QGuiApplication) -> None:
        self._half = ""
        """What stands half-typed in the field."""
        self._dropped = ""
        """What stood there a moment ago: Qt drops it first and moves the focus then."""
        super().__init__(qt)

    def commit(self) -> None:
        """Write the half-typed word as it stands, where the module does not."""
        QGuiApplication.inputMethod().commit()
        text = self._half or self._dropped
        field = QGuiApplication.focusObject()
        if text and field is not None:
            write(field, text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note what is half-typed; what was dropped is only kept when the focus goes at once."""
        if isinstance(event, QInputMethodEvent) and watched is self._field:
            half = self._half
            self._half = event.preeditString()
            self._dropped = "" if self._half or event.commitString() else half
            if self._dropped:
                QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))
        return super().eventFilter(watched, event)

    def _watch(self) -> None:
        before = self._field
        super()._watch()
        if self._field is not before:
            self._half = self._dropped = ""

    def customEvent(self, event: QEvent) -> None:
        """Forget what was dropped: its field has kept the focus, the clerk has taken it back."""
        self._dropped = ""


def write(field: QObject, text: str) -> None:
    """Write a word in place of what is half-typed in a field."""
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QCoreApplication.sendEvent(field, event)
