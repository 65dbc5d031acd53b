"""Small pictures of the pages beside the preview: the page that is shown has a frame."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate

from ui.base.widgets import ModelIndex, StyleOption, named
from ui.look.tokens import STEP, colour

_WIDE: Final = 54
_HIGH: Final = 76
"""Pixels of a small page: those of A4, 210 to 297."""
_BAR: Final = 12
"""Pixels of the scroll bar."""


class Thumbnails(QListWidget):
    """The pages in small; the current row is the page that is shown."""

    def __init__(self) -> None:
        super().__init__()
        named(self, "各页缩略图")
        self.setProperty("cards", True)
        self.setItemDelegate(_ThumbnailDelegate(self))
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(_WIDE + 2 * STEP + _BAR)

    def show_pages(self, pages: Sequence[QImage]) -> None:
        """Show other pages."""
        self.clear()
        for number, page in enumerate(pages, 1):
            item = QListWidgetItem(QIcon(self._picture(page)), "")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"第{number}页")
            self.addItem(item)

    def _picture(self, page: QImage) -> QPixmap:
        """Return a page in small, sharp on screens of high resolution."""
        ratio = self.devicePixelRatioF()
        size = QSize(round(_WIDE * ratio), round(_HIGH * ratio))
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode
        picture = QPixmap.fromImage(page.scaled(size, keep, smooth.SmoothTransformation))
        picture.setDevicePixelRatio(ratio)
        return picture


class _ThumbnailDelegate(QStyledItemDelegate):
    """Paints a small page with its edge, and the frame of the page that is shown."""

    def sizeHint(self, option: StyleOption, index: ModelIndex) -> QSize:
        """Return the size of a page with room around it."""
        return QSize(_WIDE + 2 * STEP, _HIGH + 2 * STEP)

    def paint(self, painter: QPainter, option: StyleOption, index: ModelIndex) -> None:
        """Paint one page."""
        shown = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = shown and bool(option.state & QStyle.StateFlag.State_HasFocus)
        picture: QIcon = index.data(Qt.ItemDataRole.DecorationRole)
        corner = option.rect.topLeft()
        place = QRect(corner.x() + STEP, corner.y() + STEP, _WIDE, _HIGH)
        painter.drawPixmap(place, picture.pixmap(place.size(), option.widget.devicePixelRatioF()))
        painter.setPen(QPen(colour("accent" if shown else "outline"), 2 if shown else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(place)
        if focused:
            painter.setPen(QPen(colour("accent"), 1))
            painter.drawRect(place.adjusted(1 - STEP, 1 - STEP, STEP - 1, STEP - 1))
