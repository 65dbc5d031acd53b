"""The list of findings: what it says, what its keys do, and how little it rebuilds."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from model.checks.findings import Finding
from model.report.answers import put
from tests.ui.finding import CELL, HOME, panel_of, texts, typed, with_motions
from ui.app.findings import sentence
from ui.base.session import Session
from ui.findings.list import FindingsPanel


def test_a_finding_is_said_with_sign_and_word(qtbot: QtBot, session: Session) -> None:
    panel = panel_of(qtbot, session, "requests")
    typed(qtbot, session, CELL, "3件")
    assert [text.partition("　")[0] for text in texts(panel)] == ["✗ 错误"]
    spoken = panel.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("错误：三、收到和处理政府信息公开申请情况，")
    assert panel.accessibleName() == "核对结果"


def test_selecting_marks_and_enter_jumps(qtbot: QtBot, session: Session) -> None:
    panel = panel_of(qtbot, session, "requests")
    typed(qtbot, session, CELL, "3件")
    with qtbot.waitSignal(panel.selected) as marked:
        panel.setCurrentRow(0)
    assert marked.args == [frozenset({CELL})]
    with qtbot.waitSignal(panel.activated_finding) as jumped:
        qtbot.keyClick(panel, Qt.Key.Key_Return)
    assert jumped.args is not None and jumped.args[0].id == f"unread/{CELL}"


def test_a_finding_that_goes_takes_its_marks_along(qtbot: QtBot, session: Session) -> None:
    panel = panel_of(qtbot, session, "requests")
    typed(qtbot, session, CELL, "3件")
    panel.setCurrentRow(0)
    with qtbot.waitSignal(panel.selected) as marked:
        session.undo_stack.undo()
    assert marked.args == [frozenset()]
    assert panel.current is None and panel.count() == 0
    panel.jump()
    panel.explain()
    panel.review()


class Changes:
    """Counts what a list does to its rows."""

    def __init__(self, panel: FindingsPanel) -> None:
        self.inserted = self.removed = self.changed = 0
        panel.model().rowsInserted.connect(self._insert)
        panel.model().rowsRemoved.connect(self._remove)
        panel.model().dataChanged.connect(self._change)
        self.rows: set[int] = set()

    def _insert(self) -> None:
        self.inserted += 1

    def _remove(self) -> None:
        self.removed += 1

    def _change(self, index: object) -> None:
        self.rows.add(index.row())  # type: ignore[attr-defined]


def test_a_digit_touches_only_the_rows_it_changes(qtbot: QtBot, blank: Session) -> None:
    panel = panel_of(qtbot, blank)
    count, seen = panel.count(), Changes(panel)
    typed(qtbot, blank, CELL, "3")
    assert (seen.inserted, seen.removed, panel.count()) == (0, 0, count)
    changed = [panel.item(row).text() for row in sorted(seen.rows)]
    assert len(changed) == 2
    assert "○ 未填 143" in changed[0] and "还有23格未填" in changed[1]
    typed(qtbot, blank, CELL, "34")
    assert seen.rows == {row for row in seen.rows if panel.item(row).text() in changed}


def test_findings_come_and_go_without_touching_the_others(qtbot: QtBot, blank: Session) -> None:
    panel = panel_of(qtbot, blank)
    before, seen = texts(panel), Changes(panel)
    items = {panel.item(row).text(): panel.item(row) for row in range(panel.count())}
    typed(qtbot, blank, "disclosure/fees/amount", "一")
    assert (seen.inserted, seen.removed) == (1, 0)
    assert all(
        panel.item(row) is items.get(text, panel.item(row)) for row, text in enumerate(texts(panel))
    )
    blank.undo_stack.undo()
    qtbot.waitUntil(lambda: texts(panel) == before)
    assert (seen.inserted, seen.removed) == (1, 1)


def test_a_finding_that_moves_keeps_its_row(qtbot: QtBot, session: Session) -> None:
    """Filled, an open balance becomes a broken one and goes to the top of its section."""
    panel = panel_of(qtbot, session, "requests")
    for column in ("natural", "legal.law"):
        typed(qtbot, session, f"requests/received/{column}", "")
    assert panel.count() == 2
    second = panel.item(1)
    panel.setCurrentRow(1)
    typed(qtbot, session, "requests/received/legal.law", "7")
    assert panel.item(0) is second and panel.currentRow() == 0
    assert panel.item(0).text().startswith("✗ 错误")


def test_the_selection_and_what_is_in_view_stay(qtbot: QtBot, blank: Session) -> None:
    panel = panel_of(qtbot, blank)
    place = next(row for row, text in enumerate(texts(panel)) if "四、" in text and "12格" in text)
    panel.setCurrentRow(place)
    panel.scrollToItem(panel.item(place), panel.ScrollHint.PositionAtTop)
    at = panel.visualItemRect(panel.item(place)).top()
    chosen = panel.current
    for number, cell in enumerate(("一", "二", "三")):
        typed(
            qtbot, blank, f"disclosure/normative/{('issued', 'repealed', 'in_force')[number]}", cell
        )
    assert panel.current == chosen
    assert panel.visualItemRect(panel.currentItem()).top() == at


def is_whole(panel: FindingsPanel, row: int) -> bool:
    """Whether the row is as wide as the list and high enough for its wrapped sentence."""
    item, metrics = panel.item(row), QFontMetrics(panel.font())
    rect = panel.visualItemRect(item)
    inner = rect.adjusted(8, 0, -8, 0)
    needed = metrics.boundingRect(inner, Qt.TextFlag.TextWordWrap.value, item.text())
    return rect.width() <= panel.viewport().width() and rect.height() >= needed.height()


@pytest.mark.parametrize("width", [700, 320])
def test_sentences_are_shown_whole(qtbot: QtBot, blank: Session, width: int) -> None:
    panel = panel_of(qtbot, blank)
    panel.resize(width, 300)
    qtbot.waitUntil(lambda: all(is_whole(panel, row) for row in range(panel.count())))


def test_headings_are_passed_over_by_the_keys(qtbot: QtBot, blank: Session) -> None:
    panel = panel_of(qtbot, blank)
    panel.setFocus()
    found: list[str] = []
    for _ in blank.result.findings:
        assert panel.current is not None
        found.append(panel.current.id)
        qtbot.keyClick(panel, Qt.Key.Key_Down)
    assert found == [finding.id for finding in blank.result.findings]


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Delete])
def test_a_hint_is_dismissed_with_one_key_and_undone(
    qtbot: QtBot, session: Session, key: Qt.Key
) -> None:
    panel = panel_of(qtbot, session, "overview")
    before = put(session.report, HOME, "XX局。")
    typed(qtbot, session, HOME, "XX局。")
    assert texts(panel)[0].startswith("◇ 提示　一、总体情况，监督保障：「XX局」")
    panel.setFocus()
    panel.setCurrentRow(0)
    with qtbot.waitSignal(session.checked):
        qtbot.keyClick(panel, key)
    assert texts(panel)[0].startswith("✓ 已核实　")
    assert panel.currentRow() == 0
    assert session.undo_stack.undoText() == "标为已核实"
    with qtbot.waitSignal(session.checked):
        qtbot.keyClick(panel, key)
    assert session.report == before
    assert session.undo_stack.undoText() == "取消已核实"


def test_the_space_bar_dismisses_nothing_but_hints(qtbot: QtBot, session: Session) -> None:
    panel = with_motions(qtbot, session)
    before = session.report
    qtbot.keyClick(panel, Qt.Key.Key_Space)
    panel.review()
    assert session.report == before


def menu_words(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions()]


def test_the_menu_offers_what_can_be_done(qtbot: QtBot, session: Session) -> None:
    panel = with_motions(qtbot, session)
    assert panel.current is not None
    menu = panel.menu(panel.current)
    assert menu_words(menu) == ["转到对应位置", "填写说明", "复制"]
    menu.actions()[-1].trigger()
    assert QApplication.clipboard().text() == panel.current.message
    hint = Finding("publication/gap/x", "hint", "…", "other")
    assert menu_words(panel.menu(hint)) == ["转到对应位置", "已核实", "复制"]


def test_the_menu_opens_at_the_finding(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = with_motions(qtbot, session)
    opened: list[QPoint] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, place: opened.append(place))
    spot = panel.visualItemRect(panel.item(0)).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, QPoint(5, 5))
    QApplication.sendEvent(panel.viewport(), event)
    assert opened == [QPoint(5, 5)]


def test_an_old_reason_is_said_to_be_old() -> None:
    finding = Finding("a", "warning", "数量不符。", "other", left="1", right="2")
    assert sentence(finding) == "！待说明　数量不符。"


def test_a_worse_finding_that_arrives_is_scrolled_to_the_top(qtbot: QtBot, blank: Session) -> None:
    panel = panel_of(qtbot, blank, "requests")
    panel.resize(400, 120)
    panel.clearFocus()
    top = panel.count() - 1
    panel.scrollToItem(panel.item(top), panel.ScrollHint.PositionAtTop)
    typed(qtbot, blank, "requests/carried_out/legal.other", "3")  # no worse than what is seen
    QTest.qWait(0)
    assert panel.visualItemRect(panel.item(0)).top() < 0
    typed(qtbot, blank, "requests/carried_out/legal.other", "3件")
    qtbot.waitUntil(lambda: panel.visualItemRect(panel.item(0)).top() == 0)
    assert panel.row_at(0).key == "unread/requests/carried_out/legal.other"
    panel.setFocus()  # who works with a card is left where he is
    panel.scrollToItem(panel.item(top), panel.ScrollHint.PositionAtTop)
    typed(qtbot, blank, "requests/carried_out/legal.law", "3件")
    QTest.qWait(0)
    assert panel.visualItemRect(panel.item(0)).top() < 0
