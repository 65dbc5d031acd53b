"""说明 in the list of findings: typed in its row, kept under it, changed, cleared, confirmed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.ui.finding import editor, panel_of, texts, typed, with_motions
from ui.base.session import Session
from ui.findings import answers
from ui.findings.list import FindingsPanel


def test_a_reason_is_typed_in_its_row_and_kept_under_it(qtbot: QtBot, session: Session) -> None:
    panel = with_motions(qtbot, session)
    low = panel.visualItemRect(panel.item(0)).height()
    qtbot.keyClick(panel, Qt.Key.Key_F2)
    box = editor(panel)
    qtbot.waitUntil(lambda: panel.visualItemRect(panel.item(0)).height() > low)
    assert box.accessibleName() == "说明"
    qtbot.keyClicks(box, "joint case")
    with qtbot.waitSignal(session.checked):
        qtbot.keyClick(box, Qt.Key.Key_Return)
    (text,) = texts(panel)
    assert text.startswith("✓ 已说明　") and text.endswith("\n说明：joint case")
    assert session.undo_stack.undoText() == "填写说明"
    typed(qtbot, session, "figure/motions", "13")
    (text,) = texts(panel)
    assert text.startswith("！待说明　") and text.endswith("\n原说明须重新核实：joint case")


def test_the_editor_comes_into_view_in_a_low_list(qtbot: QtBot, session: Session) -> None:
    panel = panel_of(qtbot, session)
    typed(qtbot, session, "tally/published/total", "260")
    typed(qtbot, session, "figure/motions", "12")
    panel.resize(400, panel.fontMetrics().height() * 8)
    panel.setCurrentRow(3)
    low = panel.visualItemRect(panel.item(3)).height()
    panel.explain()

    def is_in_view() -> bool:
        row, box = panel.visualItemRect(panel.item(3)), editor(panel).geometry()
        within = row.contains(box) and box.top() > row.top() + low // 2
        at_its_foot = row.height() >= low + box.height() and within
        return at_its_foot and panel.viewport().rect().contains(box)

    qtbot.waitUntil(is_in_view)


def test_rows_stay_where_they_are_while_the_mouse_leaves_a_reason(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = panel_of(qtbot, session)
    typed(qtbot, session, "tally/published/total", "260")
    typed(qtbot, session, "figure/motions", "12")
    last = panel.item(panel.count() - 1)
    panel.setCurrentRow(1)
    low = panel.visualItemRect(last).top()
    panel.explain()
    qtbot.waitUntil(lambda: panel.visualItemRect(last).top() > low)
    top = panel.visualItemRect(last).top()
    qtbot.keyClicks(editor(panel), "abc")
    monkeypatch.setattr(QGuiApplication, "mouseButtons", lambda: Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(session.checked):
        panel.setFocus()
    assert "说明：abc" in panel.item(1).text()
    assert panel.visualItemRect(last).top() == top
    qtbot.waitUntil(lambda: panel.visualItemRect(last).top() < top)


def test_a_window_may_go_while_a_reason_is_typed(qtbot: QtBot, session: Session) -> None:
    panel = FindingsPanel(session, "other")
    panel.show()
    typed(qtbot, session, "figure/motions", "12")
    panel.setCurrentRow(0)
    panel.explain()
    with qtbot.waitSignal(panel.destroyed):
        panel.deleteLater()


def explained(qtbot: QtBot, session: Session, panel: FindingsPanel, text: str) -> None:
    finding = panel.current
    assert finding is not None
    with qtbot.waitSignal(session.checked):
        answers.explain(session, finding, text)


def test_a_reason_is_changed_and_cleared(qtbot: QtBot, session: Session) -> None:
    panel = with_motions(qtbot, session)
    explained(qtbot, session, panel, "含并案1件\n另一行")
    assert session.report.reasons["motions"].text == "含并案1件 另一行"
    panel.explain()
    box = editor(panel)
    assert box.toPlainText() == "含并案1件 另一行"
    box.selectAll()
    qtbot.keyClick(box, Qt.Key.Key_Backspace)
    with qtbot.waitSignal(session.checked):
        qtbot.keyClick(box, Qt.Key.Key_Enter)
    assert "motions" not in session.report.reasons
    assert session.undo_stack.undoText() == "清除说明"


def test_enter_confirms_an_old_reason_for_the_new_numbers(qtbot: QtBot, session: Session) -> None:
    panel = with_motions(qtbot, session)
    explained(qtbot, session, panel, "含并案1件")
    typed(qtbot, session, "figure/motions", "13")
    panel.explain()
    qtbot.keyClick(editor(panel), Qt.Key.Key_Escape)
    assert session.report.reasons["motions"].right == "12"
    panel.explain()
    with qtbot.waitSignal(session.checked):
        qtbot.keyClick(editor(panel), Qt.Key.Key_Return)
    assert session.report.reasons["motions"].right == "13"
    assert panel.current is not None and panel.current.reason_is_current


def test_leaving_the_editor_keeps_what_was_typed(qtbot: QtBot, session: Session) -> None:
    panel = with_motions(qtbot, session)
    panel.explain()
    qtbot.keyClicks(editor(panel), "typed")
    with qtbot.waitSignal(session.checked):
        panel.setFocus()
    assert session.report.reasons["motions"].text == "typed"


def test_a_reason_being_typed_survives_a_refresh(qtbot: QtBot, session: Session) -> None:
    panel = with_motions(qtbot, session)
    panel.explain()
    qtbot.keyClicks(editor(panel), "half")
    typed(qtbot, session, "figure/motions", "14")
    assert editor(panel).toPlainText() == "half"
