"""The help: F1 opens the page of the step, beside the report, and everything works by keys."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QTextDocument, QTextFormat
from pytestqt.qtbot import QtBot

from model.form.help import topics
from tests.ui.conftest import menu_act
from ui.app import steps
from ui.aside.windows import HelpWindow, show_help
from ui.base.session import Session
from ui.look import appearance
from ui.look.appearance import Appearance
from ui.table.page import TablePage
from ui.wizard import Wizard


@pytest.fixture
def guide(qtbot: QtBot, wizard: Wizard) -> HelpWindow:
    """The help, opened on the first step."""
    window = show_help(wizard, wizard.session.report.form, steps.UNIT)
    qtbot.waitUntil(window.isActiveWindow)
    return window


def press_f1(qtbot: QtBot, wizard: Wizard) -> HelpWindow:
    wizard.activateWindow()
    qtbot.waitUntil(wizard.isActiveWindow)
    qtbot.keyClick(wizard, Qt.Key.Key_F1)
    (window,) = wizard.findChildren(HelpWindow)
    qtbot.waitUntil(window.isActiveWindow)
    return window


def top_line(window: HelpWindow) -> str:
    return (
        window.browser.cursorForPosition(window.browser.viewport().rect().topLeft()).block().text()
    )


def test_the_pages_stand_in_the_order_of_the_steps_and_have_their_names(session: Session) -> None:
    named = {step.key: step.name for step in steps.steps_of(session.report)}
    sentence = topics(session.report.form)
    assert list(sentence.items()) == [("start", "新建、打开与保存"), *named.items()]


def test_no_help_is_made_before_it_is_asked_for(wizard: Wizard) -> None:
    assert wizard.findChildren(HelpWindow) == []


def test_f1_opens_the_page_of_the_step_in_one_window(qtbot: QtBot, wizard: Wizard) -> None:
    first = press_f1(qtbot, wizard)
    assert top_line(first) == "单位与年度"
    wizard.show_step("problems")
    second = press_f1(qtbot, wizard)
    assert second is first
    assert top_line(second) == "五、存在的主要问题及改进情况"
    assert second.contents.currentItem().text() == "五、问题改进"
    assert not second.isModal()


def test_the_menu_offers_the_help(wizard: Wizard) -> None:
    assert menu_act(wizard, "本步骤的帮助").shortcut().toString() == "F1"


@pytest.mark.parametrize("row", ["received", "handled.refused.inquiry", "handled.other.other"])
def test_f1_in_a_table_shows_the_row_under_the_cursor(
    qtbot: QtBot, wizard: Wizard, row: str
) -> None:
    page = wizard.show_step("requests")
    assert isinstance(page, TablePage)
    page.go_to(f"requests/{row}/legal.law")
    window = press_f1(qtbot, wizard)
    cursor = window.browser.textCursor()
    label = wizard.session.report.form.cells[f"requests/{row}/natural"].row[-1]
    assert cursor.selectedText() == label
    assert cursor.currentTable().cellAt(cursor).column() == 0
    assert window.browser.viewport().rect().contains(window.browser.cursorRect())


def test_f1_keeps_what_is_being_typed(qtbot: QtBot, wizard: Wizard) -> None:
    page = wizard.show_step("requests")
    assert isinstance(page, TablePage)
    page.go_to("requests/received/natural")
    qtbot.keyClicks(page.view.viewport(), "7")
    press_f1(qtbot, wizard)
    qtbot.waitUntil(lambda: wizard.session.report.values["requests/received/natural"] == 7)


def test_a_row_without_a_label_opens_its_page_at_the_top(qtbot: QtBot, wizard: Wizard) -> None:
    wizard.show_step("review").go_to("review/figures/reconsideration.upheld")
    assert top_line(press_f1(qtbot, wizard)).startswith("四、")


def test_the_contents_lead_to_every_page(guide: HelpWindow) -> None:
    for row in range(guide.contents.count()):
        guide.contents.setCurrentRow(row)
        name = guide.contents.item(row).text().partition("、")[0]
        assert top_line(guide).startswith(name)


def test_no_mark_of_markdown_is_left_on_any_page(guide: HelpWindow) -> None:
    for row in range(guide.contents.count()):
        guide.contents.setCurrentRow(row)
        text = guide.browser.toPlainText()
        assert not [mark for mark in ("**", "##", "|", "`", "\\") if mark in text], row


def test_esc_closes_and_f1_opens_again(qtbot: QtBot, wizard: Wizard) -> None:
    window = press_f1(qtbot, wizard)
    qtbot.keyClick(window.browser, Qt.Key.Key_Escape)
    assert not window.isVisible()
    assert press_f1(qtbot, wizard).isVisible()


def test_ctrl_f_searches_the_page_and_goes_round(qtbot: QtBot, guide: HelpWindow) -> None:
    guide.show_page("requests")
    qtbot.keyClick(guide.browser, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert guide.sought.hasFocus()
    guide.sought.setText("第三十六条")
    places = []
    for _ in range(4):
        places.append(guide.browser.textCursor().position())
        assert guide.browser.textCursor().selectedText() == "第三十六条"
        qtbot.keyClick(guide.sought, Qt.Key.Key_Return)
    assert len(set(places)) == 4
    assert guide.browser.textCursor().position() == places[0]


def test_what_is_not_on_the_page_is_said_not_to_be_found(qtbot: QtBot, guide: HelpWindow) -> None:
    guide.sought.setText("天气")
    assert guide.message.text() == "没有找到"
    guide.sought.clear()
    assert guide.message.text() == ""
    qtbot.keyClick(guide.sought, Qt.Key.Key_Return)
    assert guide.message.text() == ""


def test_every_control_has_a_name(guide: HelpWindow) -> None:
    for widget in (guide.contents, guide.browser, guide.sought):
        assert widget.accessibleName()


@pytest.mark.parametrize("size", [QSize(900, 600), QSize(560, 320)])
def test_no_page_needs_sideways_scrolling(guide: HelpWindow, size: QSize) -> None:
    guide.resize(size)
    for row in range(guide.contents.count()):
        guide.contents.setCurrentRow(row)
        assert guide.browser.horizontalScrollBar().maximum() == 0, row
        assert guide.contents.horizontalScrollBar().maximum() == 0


def test_text_takes_its_colours_from_the_look(
    qtbot: QtBot, guide: HelpWindow, request: pytest.FixtureRequest
) -> None:
    request.addfinalizer(lambda: appearance.apply(Appearance.SYSTEM))
    appearance.apply(Appearance.CONTRAST)
    for row in range(guide.contents.count()):
        guide.contents.setCurrentRow(row)
        assert coloured(guide.browser.document()) == []
    image = guide.browser.viewport().grab().toImage()
    assert image.pixelColor(image.width() - 2, image.height() - 2).lightness() < 20
    shown = {image.pixelColor(x, y).lightness() for x in range(0, 400, 2) for y in range(0, 90, 2)}
    assert max(shown) > 200


def test_headings_are_little_larger_than_the_text(qtbot: QtBot, guide: HelpWindow) -> None:
    guide.show_page("requests")
    block = guide.browser.document().begin()
    sizes = set()
    while block.isValid():
        if block.blockFormat().headingLevel():
            (stretch,) = block.textFormats()
            adjustment = stretch.format.intProperty(QTextFormat.Property.FontSizeAdjustment)
            sizes.add((block.blockFormat().headingLevel(), adjustment))
        block = block.next()
    assert sizes == {(1, 1), (2, 0)}


def coloured(document: QTextDocument) -> list[str]:
    """Give the stretches of text that have a colour of their own."""
    found = []
    block = document.begin()
    while block.isValid():
        for stretch in block.textFormats():
            if stretch.format.foreground().style() != Qt.BrushStyle.NoBrush:
                found.append(block.text())
        block = block.next()
    return found


def test_an_open_help_belongs_to_its_report_and_keeps_no_program_running(
    qtbot: QtBot, wizard: Wizard
) -> None:
    window = press_f1(qtbot, wizard)
    # Qt quits with the last window that belongs to no other.
    assert window.windowHandle().transientParent() is wizard.windowHandle()


def test_a_cell_says_what_its_row_means(wizard: Wizard) -> None:
    page = wizard.show_step("requests")
    assert isinstance(page, TablePage)
    tip = page.model.index_of("requests/handled.refused.inquiry/natural").data(
        Qt.ItemDataRole.ToolTipRole
    )
    assert tip.startswith("8.属于行政查询事项，自然人\n工商、不动产登记资料等")
    assert tip.replace("\n", "").endswith("参考：条例第三十六条第（七）项。")
    assert max(map(len, tip.splitlines())) <= 32
