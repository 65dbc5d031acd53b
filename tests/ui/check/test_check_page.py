"""核对: all findings by step, hints last, what was checked, and nothing cut in a small window."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from model.checks.publication import NO_REVIEW, reviewed
from model.report.answers import put
from model.report.report import Previous, Reason, Report, Stage
from model.suspects.suspects import suspects
from tests.ui.conftest import shown
from ui.base.session import Session
from ui.check.page import CheckPage

CELL = "requests/received/natural"


def page_of(qtbot: QtBot, session: Session, wide: int = 1000, high: int = 600) -> CheckPage:
    page = CheckPage(session, suspects)
    qtbot.addWidget(page)
    page.resize(wide, high)
    with qtbot.waitExposed(page):
        page.show()
    return page


def applied(qtbot: QtBot, session: Session, report: Report) -> None:
    with qtbot.waitSignal(session.checked):
        session.apply(report, "改动")


def troubled(report: Report) -> Report:
    """A report with an error, a blank, an explained and an unexplained warning, two hints."""
    report = put(put(report, CELL, "1350"), "review/figures/reconsideration.other", "")
    report = put(put(report, "figure/motions", "12"), "text/other.matters", "XX事项。")
    report = put(report, "tally/published/total", "260")
    report = put(report, "text/overview.supervision", "（内部资料）")
    report = put(report, "text/overview.on_request", "依法办理，均在期限内答复。")
    return report.with_entry("reasons", "motions", Reason("含并案1件。", "11", "12"))


def words(page: CheckPage) -> list[str]:
    """Give each row without its message."""
    texts = [page.panel.item(row).text() for row in range(page.panel.count())]
    return [text if "：" not in text else text.partition("　")[0] for text in texts]


def filters(page: CheckPage) -> list[str]:
    return [chip.text() for chip in page.chips]


def test_findings_stand_under_their_steps_and_hints_last(qtbot: QtBot, session: Session) -> None:
    page = page_of(qtbot, session)
    applied(qtbot, session, troubled(session.report))
    assert words(page) == [
        "一、总体情况　！待说明 1",
        "！待说明",
        "三、申请办理　✗ 错误 1",
        "✗ 错误",
        "四、复议诉讼　○ 未填 1",
        "○ 未填",
        "六、其他事项　✓ 已说明 1",
        "✓ 已说明",
        "公布前提示　◇ 待核实 1",
        "◇ 公布前提示",
        NO_REVIEW,
        "提示　◇ 待核实 1",
        "◇ 提示",
    ]
    assert filters(page) == [
        "全部 5",
        "错误 1",
        "待说明 1，已说明 1",
        "未填 1",
        "公布前提示 1",
        "提示 1",
    ]


def test_a_dismissed_hint_is_counted_as_looked_at(qtbot: QtBot, session: Session) -> None:
    page = page_of(qtbot, session)
    applied(qtbot, session, troubled(session.report))
    page.panel.setCurrentRow(page.panel.count() - 4)
    assert offered(page) == ["转到", "已核实"]
    with qtbot.waitSignal(session.checked):
        page.panel.do(page.panel.acts[1])
    assert words(page)[-5:-2] == ["公布前提示　✓ 已核实 1", "✓ 已核实", NO_REVIEW]
    assert offered(page) == ["转到", "取消已核实"]


def test_the_list_is_filtered_by_keys(qtbot: QtBot, session: Session) -> None:
    page = page_of(qtbot, session)
    applied(qtbot, session, troubled(session.report))
    page.panel.setFocus()
    seen = []
    digits = (2, 3, 4, 5, 6, 1)
    for key in (Qt.Key(Qt.Key.Key_0 + digit) for digit in digits):
        qtbot.keyClick(page.panel, key, Qt.KeyboardModifier.AltModifier)
        seen.append([word for word in words(page) if "　" not in word])
    assert seen[:3] == [["✗ 错误"], ["！待说明", "✓ 已说明"], ["○ 未填"]]
    assert seen[3:5] == [["◇ 公布前提示", NO_REVIEW], ["◇ 提示"]]
    assert len(seen[5]) == 7


def offered(page: CheckPage) -> list[str]:
    """Give the acts on the selected row."""
    return [act.words for act in page.panel.acts]


def test_each_row_offers_what_can_be_done(qtbot: QtBot, session: Session) -> None:
    page = page_of(qtbot, session)
    applied(qtbot, session, troubled(session.report))
    page.panel.setCurrentRow(-1)
    assert offered(page) == []
    for row, expected in (
        (1, ["转到", "填写说明"]),
        (7, ["转到", "修改说明"]),
        (9, ["转到", "已核实"]),
    ):
        page.panel.setCurrentRow(row)
        assert offered(page) == expected


def test_a_finding_is_jumped_to(qtbot: QtBot, session: Session) -> None:
    page = page_of(qtbot, session)
    applied(qtbot, session, troubled(session.report))
    page.panel.setCurrentRow(3)
    with qtbot.waitSignal(page.jump) as jumped:
        page.panel.do(page.panel.acts[0])
    assert jumped.args is not None and jumped.args[0].id == "balance/natural"


def test_a_hint_jumps_to_its_text_in_the_wizard(qtbot: QtBot, session: Session) -> None:
    wizard = shown(qtbot, session)
    page = wizard.show_step("check")
    assert isinstance(page, CheckPage)
    applied(qtbot, session, troubled(session.report))
    page.panel.setCurrentRow(page.panel.count() - 1)
    page.panel.jump()
    assert wizard.list.currentItem().text().startswith("六、其他事项")


class Guess:
    """A guess that one cell was mistyped."""

    message = "自然人列：「1350」可能应为「1352」。"
    act = "改为 1352"
    cells = (CELL,)

    def applied(self, report: Report) -> Report:
        return put(report, CELL, "1352")


def test_a_guess_stands_in_its_row_and_is_looked_at(qtbot: QtBot, session: Session) -> None:
    page = CheckPage(session, lambda report: [Guess()])
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    applied(qtbot, session, troubled(session.report))
    page.panel.setCurrentRow(3)
    assert offered(page) == ["转到", "查看", "改为 1352"]
    with qtbot.waitSignal(page.jump) as jumped:
        page.panel.do(page.panel.acts[1])
    assert jumped.args is not None and jumped.args[0].cells == (CELL,)
    page.panel.setCurrentRow(1)
    assert offered(page) == ["转到", "填写说明"]


def test_hints_leave_the_state_of_steps_and_report_alone(qtbot: QtBot, session: Session) -> None:
    wizard = shown(qtbot, session)
    applied(qtbot, session, put(session.report, "text/other.matters", "XX事项。"))
    assert wizard.list.item(6).text() == "六、其他事项\n✓ 已填完"
    assert wizard.list.item(7).text() == "核对\n✓ 已填完"


def test_a_公布前提示_stands_in_the_badges_and_at_the_foot_until_it_is_dismissed(
    qtbot: QtBot, session: Session
) -> None:
    wizard = shown(qtbot, session)
    applied(qtbot, session, put(session.report, "text/other.matters", "（内部资料）"))
    assert wizard.list.item(6).text() == "六、其他事项\n◇ 公布前提示 1"
    assert wizard.list.item(7).text() == "核对\n◇ 公布前提示 1"
    assert wizard.foot.overall.text() == "还有 1 处公布前提示"
    wizard.navigation.next_problem()
    assert wizard.step == "other"
    (found,) = session.result.hints
    applied(qtbot, session, reviewed(session.report, found))
    assert wizard.list.item(7).text() == "核对\n✓ 已填完"
    assert wizard.foot.overall.text() == "✓ 全部填完，无错误"


def test_with_nothing_to_report_it_says_so_and_leads_on(qtbot: QtBot, session: Session) -> None:
    page = page_of(qtbot, session)
    assert page.verdict() == "✓ 可以定稿　全部填完，无错误，无待说明，无公布前提示。"
    assert page.panel.isHidden() and page.leads and page._banner.export.isVisible()
    page.begin()
    assert page._banner.export.hasFocus()
    with qtbot.waitSignal(page.export_requested):
        page._banner.export.click()
    assert session.report.stage is Stage.FINAL
    applied(qtbot, session, put(session.report, "text/other.matters", "XX事项。"))
    assert page.nothing() == "" and not page.panel.isHidden()
    page.chips[1].click()
    assert page.nothing() == "没有“错误”。"
    page.chips[5].click()
    assert page.nothing() == ""
    page.begin()
    assert page._banner.export.hasFocus()  # a hint asks for nothing
    applied(qtbot, session, troubled(session.report))
    assert not page.leads and page._banner.export.isHidden()
    page.begin()
    assert page.panel.hasFocus()


def test_the_export_of_the_final_draft_is_led_to(qtbot: QtBot, session: Session) -> None:
    wizard = shown(qtbot, session)
    page = wizard.show_step("check")
    assert isinstance(page, CheckPage)
    page._banner.export.click()
    assert wizard.step == "export" and session.report.stage is Stage.FINAL


def test_the_verdict_counts_as_blank_only_what_the_list_calls_blank(
    qtbot: QtBot, session: Session
) -> None:
    page = page_of(qtbot, session)
    applied(qtbot, session, put(session.report, CELL, "13件"))  # its sums are open, and no cell is
    assert session.result.summary.open and not session.result.summary.blank
    assert page.verdict() == "✗ 有错误 1 处　改正错误后可以定稿。"


def test_the_verdict_names_what_is_open_beside_it(qtbot: QtBot, session: Session) -> None:
    page = page_of(qtbot, session)
    whole = session.report
    applied(qtbot, session, troubled(whole))
    rest = "还有 1 处未填、1 处待说明、1 处公布前提示。改正错误、填完空白后可以定稿。"
    assert page.verdict() == f"✗ 有错误 1 处　{rest}"
    silent = put(whole, "text/overview.on_request", "依法办理，均在期限内答复。")
    applied(qtbot, session, put(silent, CELL, "1350"))
    assert page.verdict() == "✗ 有错误 1 处　改正错误后可以定稿。"
    applied(qtbot, session, put(whole, CELL, "1350"))  # the text states another total
    assert "还有 1 处待说明" in page.verdict()
    applied(qtbot, session, put(whole, "review/figures/reconsideration.other", ""))
    assert page.verdict() == "○ 还有 1 处未填　填完空白后可以定稿。"
    explained = put(whole, "figure/motions", "12")
    explained = explained.with_entry("reasons", "motions", Reason("含并案1件。", "11", "12"))
    applied(qtbot, session, explained)
    assert page.verdict() == (
        "✓ 可以定稿　全部填完，无错误，无待说明，无公布前提示。1 条说明写入核对表。"
    )
    applied(qtbot, session, put(explained, "text/overview.supervision", "（内部资料）"))
    assert page.verdict() == "✓ 可以定稿　还有 1 处公布前提示。1 条说明写入核对表。"
    assert not page.leads


def test_the_figures_that_lead_stand_beside_last_years(qtbot: QtBot, session: Session) -> None:
    page = page_of(qtbot, session)
    last = Previous("上年", "2021", 2023, "青岚市商务局", session.report.totals(), ())
    applied(qtbot, session, replace(session.report, previous=last))
    said = page.figures.words()
    assert said[0] == "本年新收政府信息公开申请数量：8406 件，上年 8406" and len(said) == 4
    applied(qtbot, session, replace(put(session.report, CELL, ""), previous=None))
    assert page.figures.words()[0] == "本年新收政府信息公开申请数量：未填"
    assert page.figures.more.text() == "全部主要数字（23项）"
    page.figures.more.click()
    assert page.figures.more.text() == "收起（23项）"
    qtbot.waitUntil(lambda: "复议后起诉总计" in listed(page))
    page.figures.more.click()
    qtbot.waitUntil(lambda: "复议后起诉总计" not in listed(page))


def listed(page: CheckPage) -> list[str]:
    """Give what is seen of the figures."""
    return [one.text() for one in page.figures.findChildren(QLabel) if one.isVisible()]


def test_it_says_what_was_checked_and_what_repeats(qtbot: QtBot, session: Session) -> None:
    page = page_of(qtbot, session)
    texts = tuple(block for block in session.report.texts if block.body)
    last = Previous("上年", "2021", 2023, "青岚市商务局", session.report.totals(), texts)
    applied(qtbot, session, replace(session.report, previous=last))
    said = page.statement().split("\n")
    assert said[0].startswith("勾稽关系逐列核对6条，全部相等；合计34处由程序计算；与上年衔接")
    assert said[1].endswith("公文往来的用语、漏写的数字：未发现。")
    assert "监督保障100%" in said[2] and "与上年相同的" in said[2]
    shown = [one.text() for one in page.findChildren(QLabel) if one.isVisible()]
    assert [one for one in shown if one == said[0] or said[-1] in one] == [
        said[0],
        "\n".join(said[1:]),
    ]
    page.fold(True)  # where the heading has no second line
    shown = [one.text() for one in page.findChildren(QLabel) if one.isVisible()]
    assert page.statement() in shown and said[0] not in shown


def test_a_page_out_of_sight_catches_up_when_it_is_shown(qtbot: QtBot, session: Session) -> None:
    page = page_of(qtbot, session)
    page.hide()
    before = page.statement()
    applied(qtbot, session, troubled(session.report))
    assert page.statement() == before
    page.show()
    assert page.statement() != before and page.panel.count() == 13


@pytest.mark.parametrize(
    "size", [(1040, 590), (730, 410), (568, 300)], ids=["1280x720", "960x540", "640x360"]
)
def test_nothing_is_cut_in_a_small_window(
    qtbot: QtBot, session: Session, size: tuple[int, int]
) -> None:
    page = page_of(qtbot, session, *size)
    page.fold(size[1] < 600)
    texts = tuple(block for block in session.report.texts if block.body)
    last = Previous("上年", "2021", 2023, "青岚市商务局", session.report.totals(), texts)
    applied(qtbot, session, replace(troubled(session.report), previous=last))
    page.resize(*size)
    assert (page.width(), page.height()) == size, "the page asks for more than there is"
    labels = [label for label in page.findChildren(QLabel) if label.isVisible()]
    qtbot.waitUntil(
        lambda: all(label.height() >= label.heightForWidth(label.width()) for label in labels)
    )
    room = page._scroll.viewport().rect()
    for chip in page.chips:
        place = QRect(chip.mapTo(page._scroll.widget(), QPoint(0, 0)), chip.size())
        assert room.left() <= place.left() and place.right() <= room.right()
    last_row = page.panel.item(page.panel.count() - 1)
    bottom = page.panel.visualItemRect(last_row).bottom
    qtbot.waitUntil(lambda: bottom() <= page.panel.viewport().height())
    page.panel.setCurrentRow(3)
    seen = page.panel.visibleRegion().boundingRect()
    assert seen.intersects(page.panel.visualItemRect(page.panel.item(3)))


def test_a_long_list_follows_a_key_at_once(qtbot: QtBot, blank: Session) -> None:
    """Each of 174 cells holds text that is no number: as many rows, and one digit touches two."""
    page = page_of(qtbot, blank)
    report = blank.report
    for address in report.form.typed:
        report = report.with_unread(address, "若干")
    applied(qtbot, blank, report)
    assert page.panel.count() > 170
    touched: list[int] = []
    page.panel.model().dataChanged.connect(lambda index: touched.append(index.row()))
    removed: list[int] = []
    page.panel.model().rowsRemoved.connect(lambda parent, first: removed.append(first))
    with qtbot.waitSignal(blank.checked):
        blank.put(CELL, "3")
    assert len(removed) == 1
    assert len(set(touched)) <= 2
