"""Section three's table against a plain Qt table: a key to painted cells, repaints, headings."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QTableView, QWidget

from benchmarks.pairing import Pair, pair
from model.drafts import storage
from model.drafts.storage import Loaded
from model.report.report import Report
from ui.base.session import Session
from ui.table.page import TablePage

ROWS, COLUMNS = 25, 7
SECTION = "requests"


def painting(report: Report) -> dict[str, Pair]:
    """Time a key to painted cells, repaints of all and of one cell, and headings with meter."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    _ = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        draft = storage.save(Loaded(report, Path(folder) / "a.gknb", ""))
        page = TablePage(Session(draft), report.form.section_of[SECTION])
        page.resize(1150, 690)
        page.show()
        plain = _plain_table(page.view.viewport().width(), page.view.viewport().height())
        settle()
        page.go_to(page.model.address(page.model.index(0, 0)))
        plain.setCurrentIndex(plain.model().index(0, 0))
        repaint = pair(page.view.viewport().repaint, plain.viewport().repaint, rounds=51, repeat=5)
        cell = pair(_one_cell(page.view), _one_cell(plain), rounds=51, repeat=20)
        heads = pair(_headings(page), page.view.viewport().repaint, rounds=51, repeat=5)
        typed = pair(_typist(page.view), _typist(plain), rounds=201)
        page.close()
        plain.close()
    return {"key": typed, "repaint": repaint, "cell": cell, "headings": heads}


def _plain_table(width: int, height: int) -> QTableView:
    """Return the C++ model and view that no Python stands behind."""
    model = QStandardItemModel(ROWS, COLUMNS)
    for row in range(ROWS):
        for column in range(COLUMNS):
            model.setItem(row, column, QStandardItem(str(row * column * 7)))
    view = QTableView()
    model.setParent(view)
    view.setModel(model)
    view.horizontalHeader().hide()
    view.verticalHeader().hide()
    view.horizontalHeader().setDefaultSectionSize(width // COLUMNS)
    view.verticalHeader().setDefaultSectionSize(height // ROWS)
    view.resize(width + 2, height + 2)
    view.show()
    return view


def _one_cell(view: QAbstractItemView) -> Callable[[], None]:
    room = view.visualRect(view.model().index(3, 3))
    return lambda: view.viewport().repaint(room)


def _headings(page: TablePage) -> Callable[[], None]:
    """Repaint headings and meter, which the other side's repaint of the values stands for."""
    across, down = page.view.horizontalHeader(), page.view.verticalHeader()
    parts = (across.viewport(), down.viewport(), page.meter)

    def repaint() -> None:
        for part in parts:
            part.repaint()

    return repaint


def _typist(view: QAbstractItemView) -> "Typist":
    view.edit(view.currentIndex())
    settle()
    return Typist(view.viewport().findChildren(QLineEdit)[-1], Qt.Key.Key_7, "7")


class Typist:
    """Types a sign into an editor and removes it in turn, each until it is painted."""

    def __init__(self, editor: QWidget, key: Qt.Key, text: str) -> None:
        self._editor, self._key, self._text = editor, key, text
        self._long = False

    def __call__(self) -> None:
        """Type the sign, or remove it if it is there."""
        key, text = (Qt.Key.Key_Backspace, "") if self._long else (self._key, self._text)
        self._long = not self._long
        QCoreApplication.sendEvent(
            self._editor,
            QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text),
        )
        settle()


def settle() -> None:
    """Have all waiting events handled, painting among them."""
    QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
