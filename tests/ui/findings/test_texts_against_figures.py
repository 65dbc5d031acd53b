"""Cards of texts that contradict a figure: their acts, by key and by mouse, and where they lead."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from model.report import subheads
from model.report.answers import put
from model.report.report import Report
from tests.ui.conftest import table_page
from tests.ui.finding import panel_of
from ui.app import steps
from ui.base.session import Session
from ui.check.page import CheckPage
from ui.findings.list import FindingsPanel
from ui.text.page import TextPage
from ui.wizard import Wizard

HOME = "overview.on_request"
TEXT = "全年新收政府信息公开申请7件，逐件登记。"


def written(session: Session, body: str = TEXT) -> Report:
    report = subheads.write(session.report, HOME, body)
    session.apply(report, "写入", f"text/{HOME}")
    session.check()
    return report


def body_of(session: Session) -> str:
    block = session.report.text(HOME)
    assert block is not None
    return block.body


def received(session: Session) -> str:
    return str(session.evaluation.numbers["requests/received/total"])


def chosen(panel: FindingsPanel) -> list[str]:
    """Select the card of the text, and give its acts."""
    places = range(panel.count())
    rows = ((place, panel.row_at(place).finding) for place in places)
    panel.setFocus()
    panel.setCurrentRow(next(place for place, finding in rows if finding and finding.span))
    return [act.words for act in panel.acts]


def overview(wizard: Wizard) -> TextPage:
    page = wizard.show_step("overview")
    assert isinstance(page, TextPage)
    return page


def review(wizard: Wizard) -> CheckPage:
    page = wizard.show_step(steps.CHECK)
    assert isinstance(page, CheckPage)
    page.refresh()
    return page


def panel_on(wizard: Wizard, step: str) -> FindingsPanel:
    return overview(wizard).findings.panel if step == "overview" else review(wizard).panel


def selected(wizard: Wizard) -> str:
    """The words that are selected in the text that has the focus."""
    editor = overview(wizard).boxes[HOME].editor
    assert editor.hasFocus()
    return editor.textCursor().selectedText()


def click(qtbot: QtBot, panel: FindingsPanel, words: str = "") -> None:
    """Click an act on the selected card, or the card itself."""
    room = panel.visualItemRect(panel.currentItem())
    place = room.topLeft()
    if words:
        links = panel.delegate.face(panel.row_at(panel.currentRow())).links
        link = next(one for one in links if one.act.words == words)
        place += link.place.center().toPoint()
    else:
        place.setX(place.x() + 20)
        place.setY(place.y() + 12)
    qtbot.mouseClick(panel.viewport(), Qt.MouseButton.LeftButton, pos=place)


@pytest.mark.parametrize("step", ["overview", steps.CHECK])
def test_the_number_is_changed_with_one_click_and_one_undo(
    qtbot: QtBot, wizard: Wizard, step: str
) -> None:
    session = wizard.session
    report = written(session)
    panel, right = panel_on(wizard, step), received(session)
    assert chosen(panel) == [f"改为 {right}", "转到表格", "口径不同，不再提示"]
    click(qtbot, panel, f"改为 {right}")
    assert body_of(session) == TEXT.replace("7件", f"{right}件")
    session.check()
    assert [one for one in session.result.findings if one.span] == []
    assert wizard.messages.text() == f"文字中的数已改为{right}。"
    session.undo_stack.undo()
    assert session.report == report


@pytest.mark.parametrize("step", ["overview", steps.CHECK])
def test_a_click_on_the_card_selects_the_number_in_the_text(
    qtbot: QtBot, wizard: Wizard, step: str
) -> None:
    written(wizard.session)
    panel = panel_on(wizard, step)
    chosen(panel)
    click(qtbot, panel)
    assert wizard.step == "overview" and selected(wizard) == "7"


@pytest.mark.parametrize("step", ["overview", steps.CHECK])
def test_enter_selects_the_number_and_keys_reach_the_acts(
    qtbot: QtBot, wizard: Wizard, step: str
) -> None:
    session = wizard.session
    written(session)
    panel = panel_on(wizard, step)
    chosen(panel)
    qtbot.keyClick(panel, Qt.Key.Key_Return)
    assert selected(wizard) == "7"
    panel = panel_on(wizard, step)
    chosen(panel)
    qtbot.keyClick(panel, Qt.Key.Key_Right)
    spoken = panel.currentItem().data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith(f"改为 {received(session)}：待说明：一、总体情况，")
    qtbot.keyClick(panel, Qt.Key.Key_Left)
    spoken = panel.currentItem().data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("待说明：")
    qtbot.keyClick(panel, Qt.Key.Key_Right)
    qtbot.keyClick(panel, Qt.Key.Key_Return)
    assert body_of(session) == TEXT.replace("7件", f"{received(session)}件")


@pytest.mark.parametrize("step", ["overview", steps.CHECK])
def test_the_table_is_shown_at_the_cell(qtbot: QtBot, wizard: Wizard, step: str) -> None:
    written(wizard.session)
    panel = panel_on(wizard, step)
    chosen(panel)
    click(qtbot, panel, "转到表格")
    assert wizard.step == "requests"
    assert table_page(wizard).address_here() == "requests/received/total"


def test_another_scope_is_kept_asked_for_again_and_undone(qtbot: QtBot, wizard: Wizard) -> None:
    session = wizard.session
    report = written(session)
    panel = panel_on(wizard, "overview")
    chosen(panel)
    click(qtbot, panel, "口径不同，不再提示")
    (kept,) = session.report.reasons.values()
    assert kept.text == "口径不同"
    session.check()
    assert chosen(panel) == ["转到表格", "恢复提示"]
    assert session.result.summary.reasoned == 1
    session.put("requests/received/natural", "1")  # sentence and number stay
    session.check()
    assert [one.reason_is_current for one in session.result.findings if one.span] == [True]
    session.undo_stack.undo()
    click(qtbot, panel, "恢复提示")
    assert session.report == report
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert session.report == report


def test_f8_selects_the_number(qtbot: QtBot, wizard: Wizard) -> None:
    written(wizard.session)
    table_page(wizard)
    wizard.list.setCurrentRow(0)
    wizard.navigation.next_problem()
    assert wizard.step == "overview" and selected(wizard) == "7"


def test_no_number_is_offered_while_the_table_is_broken(qtbot: QtBot, session: Session) -> None:
    written(session)
    session.apply(put(session.report, "requests/received/natural", "1"), "填写")
    session.check()
    panel = panel_of(qtbot, session, "overview")
    assert chosen(panel) == ["转到表格", "口径不同，不再提示"]


def test_a_figure_of_a_text_is_called_a_number(qtbot: QtBot, session: Session) -> None:
    fees = "other.fees"
    report = subheads.write(session.report, fees, "全年发出收费通知99件。")
    session.apply(put(report, "figure/fee_notices", "3"), "写入")
    session.check()
    panel = panel_of(qtbot, session, "other")
    assert "转到所填数" in chosen(panel)


def test_a_text_that_changed_since_the_check_is_left_alone(qtbot: QtBot, session: Session) -> None:
    written(session)
    panel = panel_of(qtbot, session, "overview")
    chosen(panel)
    act = panel.acts[0]
    report = subheads.write(session.report, HOME, "今年没有数字。")
    session.apply(report, "写入", f"text/{HOME}")
    panel.do(act)
    assert session.report == report


def test_the_menu_of_a_card_offers_its_acts(qtbot: QtBot, wizard: Wizard) -> None:
    written(wizard.session)
    panel = panel_on(wizard, "overview")
    names = chosen(panel)
    assert panel.current is not None
    menu = panel.menu(panel.current)
    offered = {one.text(): one for one in menu.actions()}
    assert [name for name in names if name not in offered] == []
    offered["转到表格"].trigger()
    assert wizard.step == "requests"
