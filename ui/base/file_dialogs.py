"""Dialogs for files and folders; questions of Qt's own dialog are plain words too.

Where the system has no dialog Qt shows its own. That one asks before it deletes a file, and would
take the file's name for HTML.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PySide6.QtCore import QChildEvent, QEvent, QObject, Qt
from PySide6.QtWidgets import QFileDialog, QHeaderView, QMessageBox, QTreeView, QWidget

from ui.base.widgets import fit_screen

_NO_REPLACING: Final = QFileDialog.Option.DontConfirmOverwrite
"""No question about replacing: a file that exists is never replaced."""
_KIND: Final = 2
"""Column of the kinds of files, whose names Qt has in English only."""


def file_to_open(parent: QWidget, title: str, start: str, kinds: str) -> Path | None:
    """Ask for a file; None where none was chosen."""
    with _plain_questions(parent):
        name, _ = QFileDialog.getOpenFileName(parent, title, start, kinds)
    return Path(name) if name else None


def files_to_open(parent: QWidget, title: str, start: str, kinds: str) -> list[Path]:
    """Ask for one file or several."""
    with _plain_questions(parent):
        names, _ = QFileDialog.getOpenFileNames(parent, title, start, kinds)
    return [Path(name) for name in names]


def file_to_save(parent: QWidget | None, title: str, start: str, kinds: str) -> Path | None:
    """Ask for a file to write; None where none was chosen. One that exists is refused on saving."""
    with _plain_questions(parent):
        name, _ = QFileDialog.getSaveFileName(parent, title, start, kinds, options=_NO_REPLACING)
    return Path(name) if name else None


def folder_to_use(parent: QWidget, title: str, start: str) -> str:
    """Ask for a folder; "" where none was chosen."""
    with _plain_questions(parent):
        return QFileDialog.getExistingDirectory(parent, title, start)


class PlainQuestions(QObject):
    """Makes the questions of a file dialog plain text, and keeps the dialog on the screen."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle every child and every file dialog that is about to be shown."""
        if isinstance(event, QChildEvent) and event.type() == QEvent.Type.ChildPolished:
            child = event.child()
            if isinstance(child, QMessageBox):
                child.setTextFormat(Qt.TextFormat.PlainText)
            elif isinstance(child, QFileDialog):
                child.installEventFilter(self)
        if isinstance(watched, QFileDialog) and event.type() == QEvent.Type.Show:
            fit_screen(watched, watched.size())
            tree: QTreeView
            for tree in watched.findChildren(QTreeView):
                tree.setColumnHidden(_KIND, True)
                tree.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        return False


@contextmanager
def _plain_questions(parent: QWidget | None) -> Iterator[None]:
    if parent is None:  # only tests have none
        yield
        return
    watching = PlainQuestions()
    parent.installEventFilter(watching)
    try:
        yield
    finally:
        parent.removeEventFilter(watching)
