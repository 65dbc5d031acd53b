"""Cards of findings: their words, their two sides, and each act by key and by mouse."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from model.checks.findings import Finding
from model.report.answers import put
from model.report.report import Reason, Report
from tests.ui.finding import CELL, panel_of, typed, with_motions
from ui.app.findings import card_words, row_of
from ui.base.session import Session
from ui.findings import answers
from ui.findings.list import FindingsPanel
from ui.findings.section import FindingsSection
from ui.look import tokens
from ui.look.tokens import CONTRAST, LIGHT

ABOUT = "三、收到和处理政府信息公开申请情况"


class Guess:
    """A guess that one cell was mistyped."""

    message = "可能有误（仅供参考）：自然人列：「1350」可能应为「1352」。"
    act = "改为 1352"
    cells = (CELL,)

    def applied(self, report: Report) -> Report:
        return put(report, CELL, "1352")


def guessing(qtbot: QtBot, session: Session, count: int = 1) -> FindingsPanel:
    """A list of cards whose broken column has guesses, its first card selected."""
    guesses = [Guess() for _ in range(count)]
    panel = FindingsPanel(session, "requests", suspects=lambda report: guesses)
    qtbot.addWidget(panel)
    panel.resize(280, 400)
    with qtbot.waitExposed(panel):
        panel.show()
    typed(qtbot, session, CELL, "1350")
    panel.setFocus()
    panel.setCurrentRow(0)
    return panel


def acts(panel: FindingsPanel) -> list[str]:
    return [act.words for act in panel.acts]


def test_a_card_says_both_sides_and_the_difference(qtbot: QtBot, session: Session) -> None:
    panel = panel_of(qtbot, session, "requests")
    typed(qtbot, session, CELL, "1350")
    words = card_words(panel.row_at(0))
    assert words.standing == "✗ 错误"
    assert words.title == "自然人列勾稽关系不成立"
    assert words.sides == (
        "第一项 1350 ＋ 第二项 41 ＝ 1391",
        "第三项总计 1335 ＋ 第四项 58 ＝ 1393",
        "办理结果和结转合计多2件",
    )
    assert words.body == "逐行核对本列第三项各行，再核对第一、二、四项。"


@pytest.mark.parametrize(
    ("message", "title", "body"),
    [
        (f"{ABOUT}：还有1格未填。没有发生的填0。", "还有1格未填", "没有发生的填0。"),
        (f"{ABOUT}，自然人列：还有2格未填，填完后核对。", "自然人列：还有2格未填，填完后核对", ""),
        (
            f"{ABOUT}，收费金额（单位：万元）：「一」未能识别。只填数字。",
            "收费金额（单位：万元）：「一」未能识别",
            "只填数字。",
        ),
        (
            f"{ABOUT}，监督：「{'字' * 40}」有手机号码。删除。",
            "监督",
            f"「{'字' * 40}」有手机号码。删除。",
        ),
        (
            f"{ABOUT}的文字有98%与上年相同（一100%、二96%）。改写。",
            f"{ABOUT}的文字有98%与上年相同",
            "一100%、二96%。改写。",
        ),
        ("机关名称未填。", "机关名称未填", ""),
    ],
)
def test_a_card_has_a_title_and_says_the_rest_below(message: str, title: str, body: str) -> None:
    words = card_words(row_of(Finding("a", "open", message, "requests"), ABOUT))
    assert (words.title, words.body, words.sides) == (title, body, ())


def test_a_card_says_its_reason(qtbot: QtBot, session: Session) -> None:
    reason = Reason("含并案1件。", "1", "2")
    finding = Finding("a", "warning", "数量不符。", "other", left="1", right="2", reason=reason)
    words = card_words(row_of(finding))
    assert (words.standing, words.reason) == ("✓ 已说明", "说明：含并案1件。")
    old = card_words(row_of(replace(finding, right="3")))
    assert (old.standing, old.reason) == ("! 待说明", "原说明须重新核实：含并案1件。")


def test_a_guess_stands_in_the_card_it_mends(qtbot: QtBot, session: Session) -> None:
    panel = guessing(qtbot, session)
    assert acts(panel) == ["转到", "查看", "改为 1352"]
    assert panel.row_at(0).spoken.endswith(Guess.message)
    found = panel.row_at(0).finding
    assert found is not None
    for other in (
        replace(found, severity="open"),
        replace(found, cells=("review/figures/reconsideration.other",)),
        replace(found, left=""),
    ):
        assert row_of(other, guesses=[Guess()]).guesses == ()


def test_each_of_several_guesses_has_its_acts(qtbot: QtBot, session: Session) -> None:
    panel = guessing(qtbot, session, 2)
    assert acts(panel) == ["查看", "改为 1352", "查看", "改为 1352", "转到"]


def test_nobody_guesses_about_a_list_that_is_away(qtbot: QtBot, session: Session) -> None:
    asked: list[Report] = []

    def suspects(report: Report) -> list[Guess]:
        asked.append(report)
        return [Guess()]

    panel = FindingsPanel(session, "requests", suspects=suspects)
    qtbot.addWidget(panel)
    typed(qtbot, session, CELL, "1350")
    assert asked == []
    with qtbot.waitExposed(panel):
        panel.show()
    assert asked == [session.report] and len(panel.row_at(0).guesses) == 1
    typed(qtbot, session, CELL, "1352")
    assert len(asked) == 1


def test_keys_reach_every_act_and_a_guess_is_taken_and_undone(
    qtbot: QtBot, session: Session
) -> None:
    before = session.report
    panel = guessing(qtbot, session)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right):
        qtbot.keyClick(panel, key)
    spoken = panel.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("改为 1352：错误：")
    with qtbot.waitSignal(session.checked):
        qtbot.keyClick(panel, Qt.Key.Key_Return)
    assert session.report.values == before.values
    assert session.undo_stack.undoText() == "采用推测"
    with qtbot.waitSignal(session.undone) as undone:
        session.undo_stack.undo()
    assert undone.args == [CELL]
    assert session.report.values[CELL] == 1350


def test_another_card_begins_with_its_first_act(qtbot: QtBot, session: Session) -> None:
    panel = guessing(qtbot, session)
    typed(qtbot, session, "requests/received/legal.law", "7")
    qtbot.keyClick(panel, Qt.Key.Key_Right)
    qtbot.keyClick(panel, Qt.Key.Key_Right)
    qtbot.keyClick(panel, Qt.Key.Key_Left)
    assert panel.delegate.chosen == 1
    qtbot.keyClick(panel, Qt.Key.Key_Down)
    assert panel.delegate.chosen == 0
    first = panel.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert first == panel.row_at(0).spoken
    with qtbot.waitSignal(panel.activated_finding) as jumped:
        qtbot.keyClick(panel, Qt.Key.Key_Return)
    assert jumped.args is not None and jumped.args[0].id == "balance/legal.law"


def spot(panel: FindingsPanel, row: int, words: str) -> QPoint:
    """The middle of an act on a card, in the list."""
    links = panel.delegate.face(panel.row_at(row)).links
    place = next(link.place for link in links if link.act.words == words)
    return panel.visualItemRect(panel.item(row)).topLeft() + place.center().toPoint()


def test_an_act_is_clicked(qtbot: QtBot, session: Session) -> None:
    panel = guessing(qtbot, session)
    panel.setCurrentRow(-1)
    left = Qt.MouseButton.LeftButton
    with qtbot.waitSignal(panel.activated_finding) as looked:
        qtbot.mouseClick(panel.viewport(), left, pos=spot(panel, 0, "查看"))
    assert looked.args is not None and looked.args[0].cells == (CELL,)
    assert panel.currentRow() == 0
    with qtbot.waitSignal(panel.activated_finding) as went:
        qtbot.mouseClick(panel.viewport(), left, pos=spot(panel, 0, "转到"))
    assert went.args is not None and went.args[0].id == "balance/natural"


def test_the_mouse_over_an_act_underlines_it(qtbot: QtBot, session: Session) -> None:
    panel = guessing(qtbot, session)
    qtbot.mouseMove(panel.viewport(), spot(panel, 0, "查看"))
    assert panel.delegate.over == ("balance/natural", 1)
    assert panel.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor
    qtbot.mouseMove(
        panel.viewport(), panel.visualItemRect(panel.item(0)).topLeft() + QPoint(20, 15)
    )
    assert panel.delegate.over == ("", -1)


def twice(qtbot: QtBot, panel: FindingsPanel, place: QPoint) -> None:
    """Click twice, as a mouse does."""
    left, view = Qt.MouseButton.LeftButton, panel.viewport()
    qtbot.mouseClick(view, left, pos=place)
    qtbot.mouseDClick(view, left, pos=place)
    qtbot.mouseRelease(view, left, pos=place)


def test_a_double_click_jumps_but_not_on_an_act(qtbot: QtBot, session: Session) -> None:
    panel = with_motions(qtbot, session)
    place = panel.visualItemRect(panel.item(0)).topLeft() + QPoint(20, 15)
    with qtbot.waitSignal(panel.activated_finding):
        twice(qtbot, panel, place)
    with qtbot.assertNotEmitted(panel.activated_finding):
        twice(qtbot, panel, spot(panel, 0, "填写说明"))


def test_a_finding_is_chosen_by_its_id(qtbot: QtBot, session: Session) -> None:
    panel = guessing(qtbot, session)
    typed(qtbot, session, "requests/received/legal.law", "7")
    panel.choose("balance/legal.law")
    assert panel.current is not None and panel.current.id == "balance/legal.law"
    panel.choose("no such finding")
    assert panel.current.id == "balance/legal.law"


def test_cards_are_whole_in_an_area_that_scrolls(qtbot: QtBot, blank: Session) -> None:
    content, area = QWidget(), QScrollArea(widgetResizable=True)
    section = FindingsSection(blank, "requests")
    QVBoxLayout(content).addWidget(section)
    area.setWidget(content)
    qtbot.addWidget(area)
    area.resize(280, 200)
    with qtbot.waitExposed(area):
        area.show()
    panel = section.panel
    last = panel.item(panel.count() - 1)
    qtbot.waitUntil(lambda: panel.visualItemRect(last).bottom() <= panel.viewport().height())
    assert panel.visualItemRect(panel.item(0)).top() == 0
    panel.choose(panel.row_at(panel.count() - 1).key)
    bottom = panel.viewport().mapTo(area, panel.visualItemRect(last).bottomLeft()).y()
    assert 0 < bottom <= area.height()


def test_a_section_counts_what_waits_or_says_that_there_is_nothing(
    qtbot: QtBot, session: Session
) -> None:
    section = FindingsSection(session, "other")
    qtbot.addWidget(section)
    section.show()
    assert section.count_words() == ("检查", "没有问题") and section.panel.isHidden()
    typed(qtbot, session, "figure/motions", "12")
    assert section.count_words() == ("问题1", "问题 1 处") and not section.panel.isHidden()
    with qtbot.waitSignal(session.checked):
        answers.explain(session, session.result.findings[0], "含并案1件")
    assert section.count_words() == ("检查", "没有问题")


def test_the_edge_of_a_card_is_softened_but_in_high_contrast() -> None:
    try:
        tokens.use(LIGHT)
        soft = tokens.edge_colour("error").name().upper()
        tokens.use(CONTRAST)
        assert tokens.edge_colour("error").name().upper() == CONTRAST.error
    finally:
        tokens.use(LIGHT)
    assert soft not in (LIGHT.error, LIGHT.error_ground)


def test_a_worse_card_that_arrives_comes_to_sight_in_the_inspector(
    qtbot: QtBot, blank: Session
) -> None:
    area, section = QScrollArea(widgetResizable=True), FindingsSection(blank, "requests")
    area.setWidget(section)
    qtbot.addWidget(area)
    area.resize(280, 200)
    with qtbot.waitExposed(area):
        area.show()
    bar, panel = area.verticalScrollBar(), section.panel
    panel.clearFocus()
    qtbot.waitUntil(lambda: bar.maximum() > 100)
    bar.setValue(bar.maximum())
    typed(qtbot, blank, CELL, "3件")
    top = panel.viewport().mapTo(section, panel.visualItemRect(panel.item(0)).topLeft())
    qtbot.waitUntil(lambda: bar.value() <= top.y())
    assert panel.row_at(0).key == f"unread/{CELL}"
    bar.setValue(bar.maximum())
    panel.choose(f"unread/{CELL}")
    assert bar.value() <= top.y()
