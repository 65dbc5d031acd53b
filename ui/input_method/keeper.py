"""Keeps half-typed words: an unfinished word is written when its field is left."""

from contextlib import suppress
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QWindow

_LEAVING: Final = (QEvent.Type.FocusAboutToChange, QEvent.Type.MouseButtonPress)


class Attendant(QObject):
    """Filters events of the window that has the keyboard and of the field that has the focus."""

    def __init__(self, qt: QGuiApplication) -> None:
        super().__init__(qt)
        self._window: QWindow | None = None
        self._field: QObject | None = None
        qt.focusWindowChanged.connect(self._watch)
        qt.focusObjectChanged.connect(self._watch)
        self._watch()

    def commit(self) -> None:
        """Write the half-typed word into its field."""
        raise NotImplementedError

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the half-typed word when its field is left."""
        if event.type() in _LEAVING:
            self.commit()
        return False

    def _watch(self) -> None:
        """Filter the present window and field; Qt also signals fields that have lost the focus."""
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
    """Adds to a module of Qt: that for ibus drops words that the input method marks so.

    fcitx 5 marks every word, and the clerk would have to type it again in the next field.
    """

    def __init__(self, qt: QGuiApplication) -> None:
        self._half = ""
        """The half-typed word of the field."""
        self._dropped = ""
        """The half-typed word a moment ago: Qt first drops it and then moves the focus."""
        super().__init__(qt)

    def commit(self) -> None:
        """Write the half-typed word where the module does not."""
        QGuiApplication.inputMethod().commit()
        text = self._half or self._dropped
        field = QGuiApplication.focusObject()
        if text and field is not None:
            write(field, text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note the half-typed word; a dropped one is only written when the focus moves at once."""
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
        """Forget the dropped word: its field kept the focus, so the clerk deleted it."""
        self._dropped = ""


def write(field: QObject, text: str) -> None:
    """Write a word into a field in place of the half-typed one."""
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QCoreApplication.sendEvent(field, event)
