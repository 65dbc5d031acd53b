"""单位与年度 in the wizard: guidance, dates that cannot be read, the title, regional items."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QPoint, QRect, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QScreen
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from model.combine.last_year import with_last
from model.report.report import Reason
from model.unit import UNDECIDED, Unit, UnitKind
from tests.ui.conftest import menu_act, shown
from ui import filing
from ui.app import clock
from ui.aside.days import CalendarPopup
from ui.base.edits import ChoiceAnswer
from ui.base.session import Session
from ui.base.widgets import Label
from ui.entry.new_dialog import NewDialog
from ui.findings.list import FindingsPanel
from ui.text.page import TextPage
from ui.unit.page import UnitPage, days_left, deadline_note
from ui.wizard import Wizard

WIDE = 1366, 768
"""A window in which the inspector stands beside the fields."""


@pytest.fixture
def page(wizard: Wizard) -> UnitPage:
    found = wizard.show_step("unit")
    assert isinstance(found, UnitPage)
    return found


def line(page: UnitPage, name: str) -> QLineEdit:
    field = page._fields[f"unit/{name}"]
    assert isinstance(field, QLineEdit)
    return field


def test_enter_goes_to_the_next_field(qtbot: QtBot, page: UnitPage) -> None:
    name, self_name = line(page, "name"), line(page, "self_name")
    name.setFocus()
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert self_name.hasFocus()


def test_examples_are_of_the_reports_own_year(page: UnitPage) -> None:
    page.session.put("unit/year", "2021")
    assert line(page, "deadline").placeholderText() == "例如 2022-01-31"
    assert line(page, "period_start").placeholderText().endswith("例如 2021-01-01")


def test_a_year_after_next_year_is_refused_beside_its_field(page: UnitPage) -> None:
    year, before = line(page, "year"), page.session.report.year
    late = clock.today().year + 2
    year.setText(str(late))
    year.editingFinished.emit()
    assert page.session.report.year == before
    assert year._complaint.text() == f"{late}年度还不能填报，最晚为{late - 1}年度。核对年度。"
    year.setText(str(late - 1))
    year.editingFinished.emit()
    assert page.session.report.year == late - 1


def test_a_postcode_without_six_digits_is_complained_of_and_kept(
    qtbot: QtBot, wizard: Wizard
) -> None:
    wizard.resize(*WIDE)
    page = wizard.show_step("unit")
    panel = page.findChildren(FindingsPanel)[0]
    assert not panel.isVisible()
    wizard.session.put("unit/postcode", "123")
    qtbot.waitUntil(panel.isVisible)
    assert panel.item(0).text() == "！待说明　邮编「123」不是六位数字。改正，或填写说明。"
    assert wizard.session.report.unit.postcode == "123"
    panel.itemActivated.emit(panel.item(0))
    wizard.session.put("unit/postcode", "２００１００")
    qtbot.waitUntil(lambda: not panel.isVisible())


def test_fields_stay_in_place_when_findings_come_and_go(qtbot: QtBot, wizard: Wizard) -> None:
    wizard.resize(*WIDE)
    page = wizard.show_step("unit")
    assert isinstance(page, UnitPage)
    panel, field = page.findings.panel, line(page, "postcode")
    page.go_to("unit/postcode")
    qtbot.waitUntil(lambda: page.inspected.is_docked)
    at = field.mapTo(wizard, QPoint())
    wizard.session.put("unit/postcode", "123")
    qtbot.waitUntil(panel.isVisible)
    assert field.mapTo(wizard, QPoint()) == at
    wizard.session.put("unit/postcode", "200100")
    qtbot.waitUntil(lambda: not panel.isVisible())
    assert field.mapTo(wizard, QPoint()) == at


def test_a_finding_of_the_unit_is_a_card_with_its_acts(qtbot: QtBot, wizard: Wizard) -> None:
    wizard.resize(*WIDE)
    page = wizard.show_step("unit")
    assert isinstance(page, UnitPage)
    panel = page.findings.panel
    wizard.session.put("unit/postcode", "123")
    qtbot.waitUntil(panel.isVisible)
    wizard.navigation.next_problem()
    assert panel.currentRow() == 0
    assert line(page, "postcode").hasFocus()
    assert [act.words for act in panel.acts] == ["转到", "填写说明"]


def test_a_drawer_of_findings_leaves_the_field_free_and_its_edge_counts_them(
    qtbot: QtBot, wizard: Wizard
) -> None:
    wizard.resize(640, 360)
    page = wizard.show_step("unit")
    assert isinstance(page, UnitPage)
    assert page.inspected.edge.text() == "检\n查"
    wizard.session.put("unit/postcode", "123")
    qtbot.waitUntil(lambda: page.inspected.edge.text() == "问\n题\n1")
    field, inspector = line(page, "self_name"), page.inspected.inspector
    field.setFocus()
    page.inspected.open_beside()
    assert inspector.isVisible()
    room = field.rect().translated(field.mapTo(page.inspected, QPoint()))
    assert not inspector.geometry().intersects(room)


def test_last_years_report_is_named_and_chosen_beside_the_unit(
    qtbot: QtBot, blank: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    wizard = shown(qtbot, blank)
    wizard.resize(*WIDE)
    page = wizard.show_step("unit")
    assert isinstance(page, UnitPage)
    asked: list[QWidget] = []
    monkeypatch.setattr(filing, "choose_last", lambda window, session: asked.append(window))
    assert page.last.source.text().startswith("未选上年报告。")
    assert not page.last.whose.isVisible()
    page.last.choose.click()
    assert (page.last.choose.text(), asked) == ("选择上年报告…", [wizard])
    last = replace(blank.report, year=2023)
    blank.apply(with_last(blank.report, last, "去年.docx"), "选择上年报告")
    assert page.last.whose.text() == f"{blank.report.unit.name}2023年度"
    assert page.last.source.text() == "来源：去年.docx"
    assert page.last.choose.text() == "更换上年报告…"


def test_what_looks_wrong_is_said_under_its_field(qtbot: QtBot, page: UnitPage) -> None:
    said, field = page._wrong["unit/postcode"], line(page, "postcode")
    assert said.isHidden()
    page.session.put("unit/postcode", "123")
    sentence = "邮编「123」不是六位数字。改正，或填写说明。"
    qtbot.waitUntil(lambda: said.words.text() == sentence)
    assert (said.words.property("ink"), field.property("wrong")) == ("warning", "warning")
    page.session.put("unit/postcode", "200100")
    qtbot.waitUntil(said.isHidden)
    assert field.property("wrong") == ""


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("phone", "0000-00000", "电话「0000-00000」不像电话号码，核对区号和位数。改正，"),
        ("email", "swj@qinglan", "电子邮箱「swj@qinglan」不像邮箱地址，核对写法。改正，"),
    ],
)
def test_a_contact_is_doubted_once_it_is_typed_to_its_end_and_blocks_nothing(
    qtbot: QtBot, page: UnitPage, name: str, typed: str, sentence: str
) -> None:
    field, said = line(page, name), page._wrong[f"unit/{name}"]
    field.setFocus()
    field.clear()
    qtbot.keyClicks(field, typed)
    page.session.put(f"unit/{name}", typed)
    page.session.check()
    assert said.isHidden()  # the rest may still come
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert said.isVisible() and said.words.text() == f"{sentence}或填写说明。"
    assert (field.hasFocus(), field.property("wrong")) == (False, "warning")
    assert getattr(page.session.report.unit, name) == typed
    why = Reason("总机转接", typed, "")
    page.session.apply(page.session.report.with_entry("reasons", f"unit/{name}", why), "说明")
    qtbot.waitUntil(said.isHidden)  # what is explained is wrong no more


@pytest.mark.parametrize("place", [(0, 0), (0, 200), (0, 330), (500, 150), (500, 330)])
def test_the_calendar_opens_whole_on_the_screen(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, place: tuple[int, int]
) -> None:
    """At 200 % a screen of 1280 × 720 has 640 × 360 for a line anywhere on it."""
    field, room = QLineEdit(), QRect(0, 0, 640, 360)
    qtbot.addWidget(field)
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _: room)
    field.move(*place)
    popup = CalendarPopup(field, date(2025, 1, 31))
    assert room.contains(popup.geometry())


def days_of(popup: CalendarPopup) -> QAbstractItemView:
    """The days of a calendar, which have the keyboard."""
    days = popup.calendar.findChild(QAbstractItemView, "qt_calendar_calendarview")
    assert isinstance(days, QAbstractItemView)
    return days


@pytest.mark.qt_log_ignore("does not support")
def test_a_date_is_chosen_in_a_calendar(qtbot: QtBot, page: UnitPage) -> None:
    field = line(page, "deadline")
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    (popup,) = field.findChildren(CalendarPopup)
    calendar = popup.calendar
    assert calendar.selectedDate().toString(Qt.DateFormat.ISODate) == "2025-01-24"
    assert calendar.firstDayOfWeek() == Qt.DayOfWeek.Monday
    assert calendar.locale().language() == QLocale.Language.Chinese
    qtbot.keyClick(days_of(popup), Qt.Key.Key_Right)
    qtbot.keyClick(days_of(popup), Qt.Key.Key_Return)
    assert (field.text(), str(page.session.report.unit.deadline)) == ("2025-01-25",) * 2
    assert field.hasFocus() and not popup.isVisible()
    (act,) = field.actions()
    act.trigger()
    again = field.findChildren(CalendarPopup)[-1]
    qtbot.keyClick(days_of(again), Qt.Key.Key_Left)
    qtbot.keyClick(days_of(again), Qt.Key.Key_Escape)
    assert not again.isVisible()
    assert (field.text(), str(page.session.report.unit.deadline)) == ("2025-01-25",) * 2


def test_labels_stand_under_each_other_and_fields_are_as_wide_as_what_goes_in_them(
    qtbot: QtBot, wizard: Wizard, page: UnitPage
) -> None:
    wizard.resize(1366, 768)
    fields = list(page._fields.values())
    qtbot.waitUntil(lambda: len({field.mapTo(page, QPoint()).x() for field in fields}) == 1)
    assert line(page, "postcode").width() < line(page, "name").width() < page.width() // 2
    for field in fields:
        assert field.fontMetrics().horizontalAdvance(answer(field)) < field.width() - 20


def answer(field: QWidget) -> str:
    return field.text() if isinstance(field, QLineEdit) else ""


def test_a_date_that_cannot_be_read_is_explained_and_stays_typed(
    qtbot: QtBot, wizard: Wizard, page: UnitPage
) -> None:
    field = line(page, "deadline")
    field.setText("下周")
    field.editingFinished.emit()
    assert field.text() == "下周"
    assert str(wizard.session.report.unit.deadline) == "2025-01-24"
    wizard.session.put("unit/name", "某市水务局")  # another change does not wipe it
    assert field.text() == "下周"
    complaint = field._complaint  # type: ignore[attr-defined]
    assert "不是有效的日期" in complaint.text() and complaint.isVisible()
    assert field.property("wrong") == "true"
    cards = page.findings.panel
    qtbot.waitUntil(lambda: cards.count() and "不是有效的日期" in cards.item(0).text())
    assert wizard.session.result.summary.errors == 1
    while wizard.session.report.unread:
        wizard.session.undo_stack.undo()
    assert (field.text(), complaint.isVisible()) == ("2025-01-24", False)
    wizard.session.undo_stack.redo()
    assert field.text() == "下周"
    field.setText("2025年1月20日")
    field.editingFinished.emit()
    assert (field.text(), complaint.isVisible()) == ("2025-01-20", False)
    assert str(wizard.session.report.unit.deadline) == "2025-01-20"


def test_every_field_says_what_it_asks_for(qtbot: QtBot, blank: Session) -> None:
    page = shown(qtbot, blank).show_step("unit")
    assert isinstance(page, UnitPage)
    for address, field in page._fields.items():
        assert field.toolTip() and field.accessibleName(), address
    assert line(page, "self_name").placeholderText() == "不填时用：我局"
    blank.put("unit/name", "某县人民政府")
    blank.put("unit/kind", "县级政府")
    assert line(page, "self_name").placeholderText() == "不填时用：全县"
    assert line(page, "scope").placeholderText().startswith("不填时用：全行政区域")
    assert line(page, "deadline").text() == "2025-02-20"


def test_the_title_is_shown_as_it_will_be_printed(
    qtbot: QtBot, wizard: Wizard, page: UnitPage
) -> None:
    lines = {
        "名称／年度报告": "青岚市商务局\n2024年政府信息公开工作年度报告",
        "名称年度／报告": "青岚市商务局2024年\n政府信息公开工作年度报告",
        "一行": "2024年青岚市商务局政府信息公开工作年度报告",
    }
    for form, printed in lines.items():
        wizard.session.put("unit/title_form", form)
        assert page.preview.text() == printed


def test_regional_items_are_switched_on_and_off(qtbot: QtBot, blank: Session) -> None:
    wizard = shown(qtbot, blank)
    unit, other = wizard.show_step("unit"), wizard.show_step("other")
    assert isinstance(unit, UnitPage) and isinstance(other, TextPage)
    box = unit._boxes["other.innovation"]
    box.click()
    assert list(other.boxes) == ["other.fees", "other.innovation"]
    blank.put("text/other.innovation", "开设专窗。")
    box.click()
    assert list(other.boxes) == ["other.fees"]
    blank.undo_stack.undo()
    assert box.isChecked()
    assert other.boxes["other.innovation"].editor.toPlainText() == "开设专窗。"


def test_the_days_left_are_counted() -> None:
    deadline = date(2025, 1, 31)
    assert days_left(deadline, date(2025, 1, 20)) == "距报送截止还有 11 天"
    assert days_left(deadline, deadline) == "今天是报送截止日"
    assert days_left(None, deadline) == ""


def test_nothing_is_said_of_a_day_that_has_passed() -> None:
    assert days_left(date(2025, 1, 31), date(2025, 2, 2)) == ""
    unit = Unit(kind=UnitKind.COUNTY, deadline=date(2025, 1, 31))
    assert deadline_note(unit, 2024, date(2025, 2, 2)) == (
        "县级政府建议日期为2月20日，本地通知另有日期的，以通知为准。"
    )


def test_the_day_is_a_proposal_and_a_local_notice_prevails() -> None:
    unit = Unit(kind=UnitKind.DEPARTMENT, deadline=date(2025, 1, 31))
    assert deadline_note(unit, 2024, date(2025, 1, 20)) == (
        "部门建议日期为1月31日，本地通知另有日期的，以通知为准。距报送截止还有 11 天。"
    )
    for kind in UNDECIDED:
        assert deadline_note(Unit(kind=kind), 2024, date(2025, 1, 20)) == (
            "选定单位类型后拟定日期，本地通知另有日期的，以通知为准。"
        )


def test_a_kind_that_the_name_does_not_decide_is_asked_for_on_the_page(
    qtbot: QtBot, blank: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QMessageBox, "exec", lambda box: pytest.fail(box.text()))
    wizard = shown(qtbot, blank)
    wizard.resize(*WIDE)
    page = wizard.show_step("unit")
    assert isinstance(page, UnitPage)
    kind = page._fields["unit/kind"]
    assert isinstance(kind, ChoiceAnswer)
    panel = page.findChildren(FindingsPanel)[0]
    blank.put("unit/name", "某市人民政府")
    assert (kind.currentText(), kind.placeholderText()) == ("", "县级还是地市级")
    assert line(page, "scope").placeholderText() == "选定单位类型后拟定"
    assert line(page, "deadline").text() == ""
    qtbot.waitUntil(panel.isVisible)
    assert panel.item(0).text().endswith("单位类型未选：县级还是地市级。在“单位类型”中选择。")
    panel.setCurrentRow(0)
    panel.itemActivated.emit(panel.item(0))
    qtbot.waitUntil(kind.hasFocus)
    kind.setCurrentText("地市级政府")
    kind.textActivated.emit("地市级政府")
    qtbot.waitUntil(lambda: not panel.isVisible())
    assert line(page, "deadline").text() == "2025-03-10"
    assert line(page, "scope").placeholderText().startswith("不填时用：全行政区域")
    blank.put("unit/name", "某县水务局")
    assert kind.currentText() == "地市级政府"


def test_a_kind_chosen_again_is_chosen_by_hand(qtbot: QtBot, blank: Session) -> None:
    shown(qtbot, blank)
    blank.put("unit/kind", "部门")
    blank.put("unit/name", "某县人民政府")
    assert blank.report.unit.kind is UnitKind.DEPARTMENT


def test_the_level_of_an_old_government_is_asked_for(qtbot: QtBot, blank: Session) -> None:
    page = shown(qtbot, blank).show_step("unit")
    assert isinstance(page, UnitPage)
    unit = Unit(name="某市人民政府", kind=UnitKind.GOVERNMENT)
    blank.apply(replace(blank.report, unit=unit), "打开")
    kind = page._fields["unit/kind"]
    assert isinstance(kind, ChoiceAnswer)
    assert (kind.currentText(), kind.placeholderText()) == ("", "原为县级以上政府，级别待定")


def test_a_text_wider_than_its_field_is_seen_from_its_beginning(
    qtbot: QtBot, page: UnitPage
) -> None:
    field = line(page, "scope")
    page.session.put("unit/scope", "本机关，含内设机构和受委托的组织，" * 9)
    assert field.cursorPosition() == 0
    field.setFocus()
    assert field.cursorPosition() == len(field.text())
    line(page, "name").setFocus()
    assert field.cursorPosition() == 0


def test_nothing_is_cut_at_twice_the_scale(qtbot: QtBot, wizard: Wizard, page: UnitPage) -> None:
    wizard.resize(960, 540)
    qtbot.waitUntil(lambda: page._scroll.horizontalScrollBar().maximum() == 0)
    wizard.show_step("unit").go_to("unit/signed_on")
    assert page._scroll.verticalScrollBar().value() > 0


def test_the_blank_tables_are_printed_from_the_first_step_and_from_the_menu(
    qtbot: QtBot, wizard: Wizard, page: UnitPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def note(url: QUrl) -> bool:
        opened.append(url.fileName())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", note)
    button = next(b for b in page.findChildren(QPushButton) if b.text() == "打印采集表…")
    button.click()
    menu_act(wizard, "打印采集表…").trigger()
    assert [name.endswith("采集表.docx") or "采集表(2)" in name for name in opened] == [True] * 2
    assert wizard.step == "unit"
    button = next(b for b in page.findChildren(QPushButton) if b.text() == "采集表（Excel）")
    button.click()
    assert "已写入6份采集表" in wizard.messages.text()
    assert len([*wizard.session.path.parent.glob("*采集表_*.xlsx")]) == 6
    menu_act(wizard, "打印核对表…").trigger()
    assert opened[-1].endswith("核对表.docx")
    assert "核对表.docx" in wizard.messages.text()
    review = wizard.show_step("check")
    next(b for b in review.findChildren(QPushButton) if b.text() == "打印核对表…").click()
    assert opened[-1].endswith("(2)核对表.docx")


def test_fields_are_as_wide_as_their_content_and_labels_end_on_one_line(
    qtbot: QtBot, page: UnitPage, tmp_path: Path
) -> None:
    page.window().resize(*WIDE)
    dialog = NewDialog(tmp_path)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    for window in (page, dialog):
        labels = [one for one in window.findChildren(Label) if isinstance(one.buddy(), QWidget)]
        ends = {one.mapTo(window, one.rect().topRight()).x() for one in labels}
        begins = {one.buddy().mapTo(window, QPoint()).x() for one in labels}
        assert len(labels) >= 4 and len(ends) == len(begins) == 1
    short, long = ("year", "postcode"), ("address", "website")
    wide = {name: line(page, name).width() for name in (*short, *long, "phone")}
    assert len({wide[name] for name in short}) == len({wide[name] for name in long}) == 1
    assert 2 * wide["year"] < 2 * wide["phone"] < wide["address"]
    assert dialog.year.width() == wide["year"] < dialog.name.width() < dialog.folder.width()
