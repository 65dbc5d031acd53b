"""Fields: which keys they leave to the page."""

import pytest
from PySide6.QtCore import QEvent, QMimeData, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.export.exporting import export_page
from ui.base.edits import ShortcutLine, TextAnswer
from ui.base.widgets import line_edit
from ui.wizard import Wizard


def keeps(field: QLineEdit, key: Qt.Key) -> bool:
    """Whether a field takes a key with Ctrl for itself when Qt asks it."""
    asked = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.ControlModifier)
    asked.ignore()
    QApplication.sendEvent(field, asked)
    return asked.isAccepted()


class OneReading(QMimeData):
    """A text whose program ends once it was read."""

    def __init__(self) -> None:
        super().__init__()
        self.left = ["第一段"]

    def formats(self) -> list[str]:
        return ["text/plain"]

    def hasFormat(self, kind: str) -> bool:
        return kind == "text/plain"

    def retrieveData(self, kind: str, _: object) -> object:
        return self.left.pop() if self.left and kind == "text/plain" else None


def test_a_text_is_pasted_whole_though_its_program_ends_when_it_was_read(
    qtbot: QtBot, wizard: Wizard
) -> None:
    page = wizard.show_step("overview")
    editor = next(iter(page.findChildren(TextAnswer)))
    editor.insertFromMimeData(OneReading())
    assert "第一段" in editor.text()


def test_a_line_leaves_the_key_of_its_page_alone(qtbot: QtBot) -> None:
    ordinary, line = line_edit("名称", "一 二"), ShortcutLine("名称", "Ctrl+A", "一 二")
    for field in (ordinary, line):
        qtbot.addWidget(field)
    assert keeps(ordinary, Qt.Key.Key_A)
    assert not keeps(line, Qt.Key.Key_A)
    assert keeps(line, Qt.Key.Key_C) == keeps(ordinary, Qt.Key.Key_C)


@pytest.mark.parametrize("name", ["folder", "day", "url"])
def test_the_key_of_the_export_is_left_to_its_page(wizard: Wizard, name: str) -> None:
    page = export_page(wizard)
    fields = {
        "folder": page.choices.folder,
        "day": page.publication.day,
        "url": page.publication.url,
    }
    assert isinstance(fields[name], ShortcutLine)
    assert not keeps(fields[name], Qt.Key.Key_E)
