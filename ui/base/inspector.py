"""The inspector: what concerns one cell, one text or one finding, at the right of a page.

On a wide page it stands beside the content. On a narrow one it is a drawer: a button on the right
edge, or F9, opens it over the content, on the side where it does not cover the current place; Esc
closes it.
"""

from collections.abc import Callable, Iterable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.base.widgets import keyless, named, pressed_in_focus, tipped

DOCKED: Final = 1050
"""Logical pixels of page width from which the inspector stands beside the content."""
Widths = tuple[tuple[int, int], ...]
"""From a width of the page on, how wide its inspector is; the widest page first."""
_WIDTHS: Final[Widths] = ((1400, 340), (1200, 300), (0, 268))
_DRAWER: Final = 300
_NARROWEST: Final = 160
"""A drawer is not made narrower than this to leave the current place free."""
_EDGE: Final = 28
"""Width of the button on the edge."""


class Inspector(QFrame):
    """A panel of sections from the top, with a foot that does not scroll."""

    closed = Signal()
    """Esc was pressed in it."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("panel", "right")
        content = QWidget()
        self.body = QVBoxLayout()
        self.foot = QVBoxLayout()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(12, 10, 12, 10)
        inner.setSpacing(10)
        inner.addLayout(self.body)
        inner.addStretch(1)
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(content)
        for one in (content, self._scroll.viewport()):
            one.setAutoFillBackground(False)  # the panel's own ground is seen
        self.foot.setContentsMargins(12, 4, 12, 10)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._scroll, 1)
        layout.addLayout(self.foot)

    def message_room(self, page: QWidget) -> QRect:
        """Return where messages may stand: over what scrolls, not over its foot, which is typed in.

        In the coordinates of the page.
        """
        return QRect(self._scroll.mapTo(page, QPoint()), self._scroll.size())

    def show_whole(self, widget: QWidget) -> None:
        """Scroll so that one of its widgets is seen from its top."""
        self._scroll.ensureWidgetVisible(widget, 0, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask to be closed with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        super().keyPressEvent(event)


CurrentPlace = Callable[[QWidget], QRect]
"""Gives the place that a drawer must not cover, in the coordinates of a widget."""


def no_place(widget: QWidget) -> QRect:
    """Return nothing: a page without a current place may be covered anywhere."""
    return QRect()


class InspectedContent(QWidget):
    """Content with its inspector, beside it or as a drawer over it."""

    def __init__(
        self,
        content: QWidget,
        inspector: Inspector,
        current_place: CurrentPlace = no_place,
        widths: Widths = _WIDTHS,
    ) -> None:
        super().__init__()
        self._widths = widths
        self._content, self.inspector = content, inspector
        self._current_place = current_place
        self._back: QWidget | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(content, 1)
        self.edge = named(QPushButton(), "展开检查栏（F9）")
        self.edge.setParent(self)
        self.edge.setProperty("role", "edge")
        pressed_in_focus(self.edge)  # Enter elsewhere in a dialogue leaves it alone
        self.edge.setFixedWidth(_EDGE)
        self.edge.clicked.connect(self.toggle)
        inspector.closed.connect(self._close)
        inspector.installEventFilter(self)
        self.is_docked = True
        self._row.addWidget(inspector)
        shortcut = QShortcut(QKeySequence("F9"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.toggle)
        self._arrange()

    def reveal(self, widget: QWidget) -> None:
        """Put the focus on a widget of the inspector, opened where it is a closed drawer."""
        self._remember()
        self.open_beside()
        self.inspector.show_whole(widget)
        widget.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def make_way(self) -> None:
        """Move an open drawer where it does not cover the current place."""
        if not self.is_docked and self.inspector.isVisible():
            self._place()

    def say_on_edge(self, words: Iterable[str], full: str) -> None:
        """Show on the edge how many findings there are; ``full`` says it in words."""
        self.edge.setText(keyless("\n".join(words)))
        named(tipped(self.edge, f"{full}，展开检查栏（F9）"), f"{full}，展开检查栏（F9）")

    def open_beside(self) -> None:
        """Open the inspector where it is a closed drawer; the focus stays where it is."""
        if not self.is_docked:
            self.inspector.show()
            self._place()
            self.inspector.raise_()

    def toggle(self) -> None:
        """Open or close the drawer; where the inspector is docked, move the focus into it."""
        if self.is_docked or not self.inspector.isVisible():
            self._open()
        else:
            self._close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the drawer with Esc from the content, too."""
        is_open = not self.is_docked and self.inspector.isVisible()
        if event.key() == Qt.Key.Key_Escape and is_open:
            self._close()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Dock the inspector where there is room for it."""
        super().resizeEvent(event)
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close the drawer with Esc wherever in it the focus is."""
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_escape and event.type() == QEvent.Type.KeyPress and not self.is_docked:
            self._close()
            return True
        return super().eventFilter(watched, event)

    def _remember(self) -> None:
        focused = self.window().focusWidget()
        if focused is not None and not self.inspector.isAncestorOf(focused):
            self._back = focused

    def _open(self) -> None:
        self._remember()
        self.open_beside()
        first = self.inspector.nextInFocusChain()
        while first is not None and first is not self.inspector:
            stops = bool(first.focusPolicy() & Qt.FocusPolicy.TabFocus)
            if stops and self.inspector.isAncestorOf(first) and first.isVisibleTo(self.inspector):
                first.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return
            first = first.nextInFocusChain()

    def _close(self) -> None:
        if not self.is_docked:
            self.inspector.hide()
        if self._back is not None:
            self._back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrange(self) -> None:
        docked = self.width() >= DOCKED
        if docked != self.is_docked:
            self.is_docked = docked
            if docked:
                self._row.addWidget(self.inspector)
                self.inspector.show()
            else:
                self._row.removeWidget(self.inspector)
                self.inspector.hide()
        self.edge.setVisible(not docked)
        self._row.setContentsMargins(0, 0, 0 if docked else _EDGE, 0)
        if docked:
            width = next(width for least, width in self._widths if self.width() >= least)
            self.inspector.setFixedWidth(width)
        self._place()

    def _place(self) -> None:
        self.edge.setGeometry(self.width() - _EDGE, 0, _EDGE, self.height())
        if self.is_docked:
            return
        end, here = self.width() - _EDGE, self._current_place(self)
        width = min(_DRAWER, end)
        left = 0
        if here.isEmpty() or here.right() < end - width:
            left = end - width
        elif max(here.left(), end - here.right() - 1) >= _NARROWEST:  # the wider side of the two
            left_of, right_of = here.left(), end - here.right() - 1
            width = min(width, max(left_of, right_of))
            left = 0 if left_of >= right_of else end - width
        self.inspector.setFixedWidth(width)
        self.inspector.setGeometry(left, 0, width, self.height())
