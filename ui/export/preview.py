"""版面预览: pictures of the pages, and a sentence on which program made them.

They are the pages that are printed and written as PDF: drawn by the program, or made by LibreOffice
from the Word file where that was chosen. A page is shown whole at first. Keys, wheel and small
pages beside it move the pages.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

from PySide6.QtCore import QEvent, QPoint, QRect, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QHideEvent,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPixmap,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from export.outline import outline
from export.pdf.proof import page_pictures
from model.errors import ReportError
from model.report.report import Report
from ui.app import acts
from ui.aside.scale import OWN_ZOOM
from ui.base.cards import hint
from ui.base.widgets import Label, link, named, small_button
from ui.base.work import BackgroundWorker
from ui.export.libreoffice import Conversion
from ui.export.thumbnails import Thumbnails
from ui.paper.composition import composed
from ui.paper.pages import DOTS, lacking_sentence, picture

_ZOOMS: Final = (0.5, 0.75, 1.0, 1.5, 2.0, 3.0)
"""Widths of a page, in widths of the window."""
_FIT: Final = _ZOOMS.index(1.0)
_LEAST: Final = 240
"""Pixels of a page's width at first: where a whole page would be narrower, less of it is shown."""


class Sheets(QAbstractScrollArea):
    """Pictures of pages. Up, down, page keys, Home and End move; Ctrl with +, - or wheel zooms."""

    moved = Signal(int)
    """Number of the page in the middle, from 1."""

    def __init__(self) -> None:
        super().__init__()
        self._pages: list[QImage] = []
        self._scaled: dict[int, QPixmap] = {}
        self._zoom = _FIT
        self._whole = True
        self._is_chosen = False
        """Whether the clerk has chosen how large the pages are."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        named(self, "版面预览")
        self.setProperty(OWN_ZOOM, True)
        # Always there, or its coming would narrow the pages, which may make it go again.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().valueChanged.connect(self._on_moved)

    def show_pages(self, pages: list[QImage]) -> None:
        """Show other pages at the same place."""
        self._pages = pages
        self._lay_out()
        self.setAccessibleDescription(f"共{len(pages)}页")

    @property
    def count(self) -> int:
        """The number of pages."""
        return len(self._pages)

    @property
    def page(self) -> int:
        """The number of the page in the middle, from 1."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        return max(sum(1 for top in self._tops()[:-1] if top <= middle), 1)

    def zoom(self, by: int) -> None:
        """Make pages larger or smaller by a step; 0 fits them to the window."""
        self._whole, self._is_chosen = False, True
        self._zoom = min(max(self._zoom + by, 0), len(_ZOOMS) - 1) if by else _FIT
        self._lay_out()

    def show_whole(self) -> None:
        """Make pages as large as fits the window in both directions."""
        self._whole = self._is_chosen = True
        self._lay_out()

    def show_page(self, number: int) -> None:
        """Move to the top of a page, counted from 1."""
        self.verticalScrollBar().setValue(self._tops()[number - 1] - self._gap)

    @property
    def _gap(self) -> int:
        return self.fontMetrics().height() // 2

    @property
    def _page_width(self) -> int:
        wide = self.viewport().width() - 2 * self._gap
        if self._whole and self._pages:
            page, high = self._pages[0], self.viewport().height() - 2 * self._gap
            least = 1 if self._is_chosen else _LEAST
            return max(1, min(wide, max(least, high * page.width() // page.height())))
        return max(1, round(wide * _ZOOMS[self._zoom]))

    def _tops(self) -> list[int]:
        """Return where each page begins, and where one after the last would begin."""
        tops = [self._gap]
        for page in self._pages:
            tops.append(tops[-1] + self._height(page) + self._gap)
        return tops

    def _size(self, page: QImage) -> QSize:
        return QSize(self._page_width, self._height(page))

    def _height(self, page: QImage) -> int:
        return round(self._page_width * page.height() / page.width())

    def _lay_out(self) -> None:
        """Compute the ranges of the scroll bars, and keep the place that is shown."""
        self._scaled.clear()
        bar, wide = self.verticalScrollBar(), self.horizontalScrollBar()
        share = bar.value() / max(bar.maximum() + bar.pageStep(), 1)
        height, width = self.viewport().height(), self.viewport().width()
        whole = self._tops()[-1]
        bar.setPageStep(self._step())
        bar.setSingleStep(self.fontMetrics().height() * 2)
        bar.setRange(0, max(0, whole - height))
        bar.setValue(round(share * whole))
        wide.setPageStep(width)
        wide.setSingleStep(self.fontMetrics().height() * 2)
        wide.setRange(0, max(0, self._page_width + 2 * self._gap - width))
        self.viewport().update()

    def _step(self) -> int:
        """Return the pixels that a page key moves: by a page, or by what is seen of it."""
        height = self.viewport().height()
        page = self._height(self._pages[0]) + self._gap if self._pages else height
        return min(page, height)

    def _on_moved(self) -> None:
        self.moved.emit(self.page)

    def _picture(self, number: int) -> QPixmap:
        """Return a page in the size shown, sharp on screens of high resolution."""
        if number not in self._scaled:
            ratio = self.devicePixelRatioF()
            smooth = Qt.TransformationMode.SmoothTransformation
            width = round(self._page_width * ratio)
            scaled = self._pages[number].scaledToWidth(width, smooth)
            scaled.setDevicePixelRatio(ratio)
            self._scaled[number] = QPixmap.fromImage(scaled)
        return self._scaled[number]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the visible pages, and a frame where the focus is here."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.palette().brush(QPalette.ColorRole.Window))
        down = self.verticalScrollBar().value()
        spare = (self.viewport().width() - self._page_width) // 2
        left = max(self._gap, spare) - self.horizontalScrollBar().value()
        for number, (top, page) in enumerate(zip(self._tops(), self._pages, strict=False)):
            if top + self._height(page) > down and top < down + self.viewport().height():
                picture, corner = self._picture(number), QPoint(left, top - down)
                painter.drawPixmap(corner, picture)
                painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
                painter.drawRect(QRect(corner, self._size(page)))
            else:
                self._scaled.pop(number, None)
        if self.hasFocus():
            painter.setPen(self.palette().color(QPalette.ColorRole.Highlight))
            for inset in range(2):
                edge = self.viewport().rect().adjusted(inset, inset, -1 - inset, -1 - inset)
                painter.drawRect(edge)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pages to the new width."""
        super().resizeEvent(event)
        self._lay_out()

    def scrollContentsBy(self, across: int, down: int) -> None:
        """Paint everything again: painting follows the scroll bars."""
        self.viewport().update()

    def event(self, event: QEvent) -> bool:
        """Keep the keys that zoom from the window, which has them for its own size."""
        asks = event.type() == QEvent.Type.ShortcutOverride
        if asks and isinstance(event, QKeyEvent) and _zoom_of(event):
            event.accept()
            return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, else scroll."""
        if event.modifiers() != Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
        elif turned := event.angleDelta().y():
            self.zoom(1 if turned > 0 else -1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle Home, End and zooming; the base class handles the rest."""
        bar = self.verticalScrollBar()
        if by := _zoom_of(event):
            self.zoom(by)
        elif event.key() == Qt.Key.Key_Home:
            bar.setValue(0)
        elif event.key() == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)


def _zoom_of(event: QKeyEvent) -> int:
    """Return the steps by which a key zooms; 0 where it does not."""
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    zooms = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}
    return zooms.get(Qt.Key(event.key()), 0) if control else 0


BY_OFFICE: Final = "由 LibreOffice 按将要导出的 Word 文件生成。"
OWN: Final = "与导出的 PDF、打印的页面相同。"
_FAILED: Final = "预览未能生成，不影响导出。点“刷新预览”再试一次。"
_ROOM: Final = QSize(400, 320)
"""Least pixels of a preview with small pages."""
_SOON: Final = 300
"""Milliseconds from showing the page to drawing its pictures."""


class _Drawing(NamedTuple):
    """Pictures of pages, and what there is to say of them."""

    pages: list[QImage]
    sentence: str


class Preview(QWidget):
    """The pages of the present report, drawn when they are shown, and again on demand.

    ``converted`` returns whether LibreOffice is to make them from the Word file.
    """

    def __init__(self, report: Callable[[], Report], converted: Callable[[], bool]) -> None:
        super().__init__()
        self._report, self._converted = report, converted
        self._drawn: tuple[Report, bool] | None = None
        self._job: Conversion | None = None
        self._worker = BackgroundWorker(self)
        self.sheets, self.thumbnails = Sheets(), Thumbnails()
        self.state = hint("尚未生成预览。")
        self.count = Label()
        self.again = QPushButton("刷新预览")
        self.again.clicked.connect(self.refresh)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 0, 0)
        layout.addLayout(self._bar())
        layout.addWidget(self.state)
        pages = QHBoxLayout()
        pages.addWidget(self.thumbnails)
        pages.addWidget(self.sheets, 1)
        layout.addLayout(pages, 1)
        self.thumbnails.hide()
        self.thumbnails.currentRowChanged.connect(self._go)
        self.sheets.moved.connect(self._on_moved)
        self._soon = QTimer(self, singleShot=True, interval=_SOON)
        self._soon.timeout.connect(self._refresh_if_changed)

    def _bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.addWidget(self.count, 1)
        bar.setSpacing(6)
        acts: tuple[tuple[str, str, Callable[[], None]], ...] = (
            ("－", "缩小", lambda: self.sheets.zoom(-1)),
            ("＋", "放大", lambda: self.sheets.zoom(1)),
            ("适合宽度", "适合宽度", lambda: self.sheets.zoom(0)),
            ("整页", "整页", self.sheets.show_whole),
        )
        for text, name, act in acts:
            bar.addWidget(small_button(text, name, act))
        bar.addWidget(link(self.again))
        return bar

    def _present(self) -> tuple[Report, bool]:
        return self._report(), self._converted()

    def say_changed(self) -> None:
        """Show that the pictures are older than the report."""
        if self._drawn is not None and self._drawn != self._present():
            self.state.setText("内容或版式已有改动。刷新预览，查看新的版面。")

    def refresh(self) -> None:
        """Draw the pages of the present report."""
        self.stop()
        self._drawn = self._present()
        self.state.setText("正在生成预览…")
        report, converted = self._drawn
        if not converted:
            self._draw(report)
            return
        self._job = Conversion(self)
        self._job.done.connect(self._load)
        self._job.failed.connect(lambda why: self._on_failed(report, why))
        self._job.begin(acts.word_bytes(report))

    def look_again(self) -> None:
        """Draw the pages again where they are visible and older than the report."""
        if self.isVisible():
            self._soon.start()

    def stop(self) -> None:
        """Abandon what is being drawn."""
        self._soon.stop()
        if self._worker.busy:
            self._worker.abandon()
            self._drawn = None
        if self._job is not None:
            self._job.stop()
            self._job.deleteLater()
            self._job = self._drawn = None

    def _on_failed(self, report: Report, why: str) -> None:
        self._job = None
        self._draw(report, f"{why}，以下由程序绘制。")

    def _draw(self, report: Report, trouble: str = "") -> None:
        self._worker.submit(lambda: _drawn(report, trouble), self._show)

    def _load(self, pdf: bytes) -> None:
        self._job = None
        self._worker.submit(lambda: _loaded(pdf), self._show)

    def _show(self, drawing: _Drawing | None) -> None:
        if drawing is None:
            self.state.setText(_FAILED)
            return
        self.state.setText(drawing.sentence)
        self.sheets.show_pages(drawing.pages)
        with QSignalBlocker(self.thumbnails):
            self.thumbnails.show_pages(drawing.pages)
        self._fold()
        self._on_moved(self.sheets.page)
        self.say_changed()

    def _go(self, row: int) -> None:
        """Show the page that was chosen in small; -1 is none, when the pages go."""
        if row < 0:
            return
        with QSignalBlocker(self.sheets):  # at the end several pages may be seen: this one counts
            self.sheets.show_page(row + 1)
        self._say_page(row + 1)

    def _on_moved(self, number: int) -> None:
        """Say which page is seen, and mark it in small."""
        with QSignalBlocker(self.thumbnails):
            self.thumbnails.setCurrentRow(number - 1)
        self._say_page(number)

    def _fold(self) -> None:
        """Show the small pages where there are several, and room for them."""
        room = self.width() >= _ROOM.width() and self.height() >= _ROOM.height()
        self.thumbnails.setVisible(room and self.sheets.count > 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the small pages where room is short."""
        super().resizeEvent(event)
        self._fold()

    def _say_page(self, number: int) -> None:
        here = f"　第 {number} 页" if self.sheets.count > 1 else ""
        self.count.setText(f"共 {self.sheets.count} 页{here}" if self.sheets.count else "")

    def _refresh_if_changed(self) -> None:
        if self._drawn != self._present():
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw the pages again if the report has changed since."""
        super().showEvent(event)
        self._soon.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop drawing when the step is left or the window is closed."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.stop()


def _drawn(report: Report, trouble: str) -> _Drawing:
    """Return the pages as the program draws them; ``trouble`` is why LibreOffice did not."""
    try:
        pages, *_ = composed(report, outline(report))
    except ReportError as error:
        return _Drawing([], str(error))
    sentence = f"{trouble or OWN}{lacking_sentence(pages)}"
    return _Drawing([picture(page) for page in pages], sentence)


def _loaded(pdf: bytes) -> _Drawing:
    """Return the pages of a PDF that LibreOffice made."""
    form = QImage.Format.Format_RGB32
    pages = [
        QImage(one.pixels, one.width, one.height, form).copy() for one in page_pictures(pdf, DOTS)
    ]
    return _Drawing(pages, BY_OFFICE)
