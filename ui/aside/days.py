"""A calendar for lines that take a date; what is typed there works as before."""

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtCore import QEvent, QLocale, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QToolButton, QVBoxLayout

from model.errors import UnreadableError
from model.report.answers import read_date
from model.text import clean_line
from ui.app import clock
from ui.base.widgets import action, keep_on_screen, named, tipped
from ui.look.symbols import icon
from ui.look.tokens import colour

_NAME: Final = "日历（Alt+↓）"
_WIDTH, _HEIGHT = 16, 14
"""Lines of type that a month is wide and high, with its names of days and its bar."""


class DayPicker(QObject):
    """Opens a calendar under a line by its button or Alt+Down, and puts the chosen day into it.

    ``taken`` is called once a day was put in.
    """

    def __init__(self, line: QLineEdit, taken: Callable[[], object] = lambda: None) -> None:
        super().__init__(line)
        self._line, self._taken = line, taken
        act = tipped(action("", line), _NAME)
        act.setIcon(icon("calendar-days"))
        act.triggered.connect(self.open)
        line.addAction(act, QLineEdit.ActionPosition.TrailingPosition)
        button: QToolButton
        for button in line.findChildren(QToolButton):
            named(button, _NAME)
        line.installEventFilter(self)

    def open(self) -> None:
        """Show the calendar on the day that is typed, else on today."""
        popup = CalendarPopup(self._line, self._day())
        popup.calendar.clicked.connect(lambda: self._take(popup))
        popup.calendar.activated.connect(lambda: self._take(popup))
        popup.show()
        popup.calendar.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open the calendar with Alt+Down."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        alone = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() != Qt.Key.Key_Down or alone != Qt.KeyboardModifier.AltModifier:
            return False
        self.open()
        return True

    def _day(self) -> date:
        try:
            return read_date(clean_line(self._line.text()), "")
        except UnreadableError:
            return clock.today()

    def _take(self, popup: "CalendarPopup") -> None:
        if popup.isVisible():  # a double click chooses twice
            popup.close()
            self._line.setText(popup.calendar.selectedDate().toString(Qt.DateFormat.ISODate))
            self._line.setFocus()
            self._taken()


class CalendarPopup(QFrame):
    """A month of days, the week from Monday, in Chinese; Esc closes it."""

    def __init__(self, line: QLineEdit, day: date) -> None:
        super().__init__(line, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("card", "plain")
        self.calendar = calendar = named(QCalendarWidget(), "日历")
        calendar.setLocale(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setSelectedDate(day)  # type: ignore[arg-type]  # PySide takes a date
        plain = QTextCharFormat()
        plain.setForeground(colour("text"))  # Qt would write the weekend in a red of its own
        for weekday in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(weekday, plain)
        for name, symbol in (("prevmonth", "chevron-left"), ("nextmonth", "chevron-right")):
            button = calendar.findChild(QToolButton, f"qt_calendar_{name}")
            assert isinstance(button, QToolButton), "Qt names it so since version 4"
            button.setIcon(icon(symbol))
        line_height = calendar.fontMetrics().height()
        calendar.setMinimumSize(line_height * _WIDTH, line_height * _HEIGHT)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(calendar)
        size, room = self.sizeHint(), line.screen().availableGeometry()
        at = line.mapToGlobal(QPoint(0, line.height()))
        if at.y() + size.height() > room.bottom():  # above the line where there is no room below
            at = line.mapToGlobal(QPoint(0, -size.height()))
        self.resize(size)
        self.move(at)
        keep_on_screen(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc; the line keeps what was typed."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
