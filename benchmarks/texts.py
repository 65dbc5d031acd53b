"""A key in a long text with its marks, until it is painted, against a plain Qt editor."""

import os
import tempfile
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QScrollArea

from benchmarks.painting import Typist, settle
from benchmarks.pairing import Pair, pair
from model.drafts import storage
from model.drafts.storage import Loaded
from model.report import subheads
from model.report.report import Report
from model.report.wording import reference_sentence
from ui.base.session import Session
from ui.base.settings import Settings
from ui.base.widgets import keep_in_sight
from ui.text.page import TextPage

KEY = "overview.on_request"
LENGTH = 5000
"""Characters of the text that is typed into."""
SIZE = (1170, 690)
"""Pixels of a page in a window of 1366 × 768."""
OTHERS = "完善依申请公开办理规范，落实登记、审核、答复、归档各环节责任，及时回应申请人关切。"


def texts(report: Report) -> dict[str, Pair]:
    """Time a key in a text of ``LENGTH`` characters in paragraphs, and in a single one."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    _ = QApplication.instance() or QApplication([])
    return {"text key": _key(report, "\n"), "one paragraph": _key(report, "")}


def _key(report: Report, between: str) -> Pair:
    """Time a key in a text whose sentences are parted by ``between``."""
    body = long_text(report, between)
    with tempfile.TemporaryDirectory() as folder:
        written = subheads.write(report, KEY, body)
        session = Session(storage.save(Loaded(written, Path(folder) / "a.gknb", "")))
        page = TextPage(session, report.form.section_of["overview"], Settings())
        page.resize(*SIZE)
        page.show()
        ours = page.boxes[KEY].editor
        plain, around = _plain_text(ours)
        settle()
        session.check()
        page.go_to(f"text/{KEY}")
        timed = pair(_typist(ours), _typist(plain), rounds=201)
        page.close()
        around.close()
        session.saver.settle(5)
    return timed


def _plain_text(ours: QPlainTextEdit) -> tuple[QPlainTextEdit, QScrollArea]:
    """Return Qt's own editor of the same text and size, and the area that it is seen through."""
    plain = QPlainTextEdit(ours.toPlainText())
    plain.setFont(ours.font())
    plain.setFixedSize(ours.size())
    around = QScrollArea()
    around.setWidget(plain)
    around.resize(*SIZE)
    around.show()
    return plain, around


def long_text(report: Report, between: str) -> str:
    """Return a text with a sentence that states figures in every sixteen."""
    stating = reference_sentence(report, report.form.texts[KEY]).partition("\n")[0]
    found = [stating if place % 16 == 0 else OTHERS for place in range(LENGTH // len(OTHERS))]
    return between.join(found)[:LENGTH]


def _typist(editor: QPlainTextEdit) -> Typist:
    """Return what types a letter in the middle of a text."""
    cursor = editor.textCursor()
    cursor.setPosition(LENGTH // 2)
    editor.setTextCursor(cursor)
    keep_in_sight(editor.viewport(), editor.cursorRect())
    settle()
    return Typist(editor, Qt.Key.Key_A, "a")
