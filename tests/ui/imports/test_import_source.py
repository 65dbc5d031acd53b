"""The source beside a proposal: what each place came from, filters, folds, lines taken after."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCharFormat, QTextTable
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from model.report.answers import put
from tests.intake.test_origins import LONG, PAGE, page, proposed
from tests.ui import seeing
from tests.ui.compare.test_comparison import press, said
from tests.ui.imports.test_import_look import row_of, settle, shown_places
from tests.ui.imports.test_importing import rows
from ui.base.inspector import InspectedContent
from ui.base.session import Session
from ui.imports.dialog import ImportDialog

ZEROS = "三、申请办理：7格，全为0"
LEFT_OUT = "略去5处：网页导航、网页的发布信息、网页按钮"
HEADS = "自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他"
TABLE = (
    "三、收到和处理政府信息公开申请情况",
    f"\t{HEADS}\t总计",
    "一、本年新收政府信息公开申请数量\t0\t0\t0\t0\t0\t0\t0",
)


@pytest.fixture
def dialog(qtbot: QtBot, blank: Session) -> ImportDialog:
    """The proposal of a web page in which there is something of every kind."""
    blank.apply(put(blank.report, "disclosure/normative/issued", "9"), "改")
    document = page(*PAGE[:16], *TABLE, *PAGE[16:])
    made = ImportDialog(blank, proposed(blank.report, document), "", name="年报.html")
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.resize(1240, 720)
    with qtbot.waitExposed(made):
        made.show()
    return made


def show(dialog: ImportDialog, place: str) -> None:
    dialog.comparison.setCurrentIndex(dialog.comparison.model().index(row_of(dialog, place), 0))
    settle()


def bold_words(dialog: ImportDialog) -> str:
    """Give what is marked in the excerpt that is shown."""
    found, block = [], dialog.origin.excerpt.document().begin()
    while block.isValid():
        for part in block.begin():  # type: ignore[attr-defined]
            look: QTextCharFormat = part.fragment().charFormat()
            found += [part.fragment().text()] * (look.fontWeight() > 400)
        block = block.next()
    return "".join(found)


def test_the_paragraph_of_a_place_is_shown_and_marked_among_its_neighbours(
    dialog: ImportDialog,
) -> None:
    show(dialog, "成文日期")
    origin = dialog.origin
    assert origin.origin.text() == "来源：第19段"
    assert origin.excerpt.toPlainText().split("\n") == [PAGE[-3], PAGE[-2], PAGE[-1]]
    assert bold_words(dialog) == "2025年1月15日"
    assert origin.excerpt.accessibleDescription() == "标出的是：2025年1月15日"
    assert not origin.words.isVisible()


def test_the_cell_of_a_number_is_marked_in_its_table(dialog: ImportDialog) -> None:
    show(dialog, "行政规范性文件，现行有效件数")
    assert dialog.origin.origin.text() == "来源：第1个表格第3行第4列"
    assert bold_words(dialog) == "20"
    assert dialog.origin.excerpt.accessibleDescription() == "标出的是：20"
    table = dialog.origin.excerpt.document().rootFrame().childFrames()[0]
    assert isinstance(table, QTextTable)
    texts = [table.cellAt(0, c).firstCursorPosition().block().text() for c in range(3)]
    assert texts == ["信息内容", "本年废止件数", "现行有效件数"]


def test_what_a_source_says_is_never_taken_for_html(qtbot: QtBot, blank: Session) -> None:
    lines = "一、总体情况", "（一）主动公开", "<b>加粗</b><img src=x>"
    made = ImportDialog(blank, proposed(blank.report, page("某市水务局", *lines)), "")
    qtbot.addWidget(made)
    row = next(n for n, line in enumerate(rows(made)) if "<b>" in line)
    made.comparison.setCurrentIndex(made.comparison.model().index(row, 0))
    assert lines[2] in made.origin.excerpt.toPlainText()


def test_filters_show_what_differs_and_what_was_not_recognised_alone(
    qtbot: QtBot, dialog: ImportDialog
) -> None:
    names = [chip.text().split(" ")[0] for chip in dialog.chips if chip.isVisible()]
    assert names == ["全部", "与草稿不同", "未识别"]
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    qtbot.keyClick(dialog, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert "行政规范性文件，本年制发件数" in shown_places(dialog)
    assert "行政规范性文件，现行有效件数" not in shown_places(dialog)
    qtbot.keyClick(dialog, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    count = int(dialog.chips[3].text().split(" ")[1])
    assert shown_places(dialog)[0] == f"✗ 未识别{count}处"
    assert len(shown_places(dialog)) == count + 1
    assert "第13段" in shown_places(dialog)
    qtbot.keyClick(dialog, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert f"▸ {LEFT_OUT}" in shown_places(dialog)


def test_zeros_are_one_line_that_ticks_them_and_opens_by_keys_and_by_a_click(
    qtbot: QtBot, dialog: ImportDialog
) -> None:
    view = dialog.comparison
    row = row_of(dialog, f"▸ {ZEROS.replace('7', '6')}")
    folded = len(shown_places(dialog))
    assert said(view, row, 0) == f"{ZEROS.replace('7', '6')}，已收起，已选"
    press(qtbot, view, row)
    assert said(view, row, 0).endswith("已收起，未选")
    assert not [part for part in view.chosen() if part.key.startswith("requests/")]
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert len(shown_places(dialog)) == folded + 6
    assert said(view, row, 0).endswith("已展开，未选")
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert len(shown_places(dialog)) == folded
    view.scrollTo(view.model().index(row, 0))
    settle()
    room = view.visualRect(view.model().index(row, 0))
    words = QPoint(room.left() + 90, room.center().y())
    for wanted in (folded + 6, folded):
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=words)
        assert len(shown_places(dialog)) == wanted
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert len(shown_places(dialog)) == folded + 6
    assert dialog.isVisible()


def test_a_line_that_was_left_out_is_taken_by_one_key_and_taken_back_by_one_act(
    qtbot: QtBot, dialog: ImportDialog, blank: Session
) -> None:
    view, before = dialog.comparison, blank.report
    row = row_of(dialog, f"▸ {LEFT_OUT}")
    assert said(view, row, 0) == f"{LEFT_OUT}，已收起"
    press(qtbot, view, row)
    dialog.choose_none()
    view.setCurrentIndex(view.model().index(row, 0))
    qtbot.keyClick(view, Qt.Key.Key_Right)
    press(qtbot, view, row + 5)
    assert dialog.take_button.text() == "采用所选 1 处"
    assert rows(dialog)[row + 5] == (
        "x | 第20段 | 【打印本页】 | 网页按钮，未带入。勾选后列入「收取信息处理费情况」末尾"
    )
    assert dialog.origin.take.text() == "不采用"
    dialog.origin.take.click()
    assert dialog.origin.take.text() == "仍然采用"
    dialog.origin.take.click()
    dialog.take_chosen()
    assert blank.report.text("other.fees").body.endswith("【打印本页】")  # type: ignore[union-attr]
    blank.undo_stack.undo()
    assert blank.report == before


def test_what_was_not_recognised_is_taken_or_has_no_tick(
    qtbot: QtBot, dialog: ImportDialog, blank: Session
) -> None:
    view = dialog.comparison
    dialog.choose_none()
    missing = row_of(dialog, "四、复议诉讼")
    press(qtbot, view, missing)
    assert view.chosen() == ()
    assert said(view, missing, 0) == "四、复议诉讼"
    assert not dialog.origin.take.isVisible()
    show(dialog, "第13段")
    assert bold_words(dialog) == LONG
    assert dialog.origin.take.isVisible()
    dialog.origin.take.click()
    dialog.choose_sure()
    assert not [part for part in view.chosen() if part.field == "unread"]
    press(qtbot, view, row_of(dialog, "第13段"))
    dialog.take_chosen()
    assert blank.report.notes["disclosure"] == LONG


@pytest.mark.parametrize("size", [(1240, 720), (1264, 672), (640, 360)])
def test_everything_is_seen_whole_named_and_reached_by_keys(
    dialog: ImportDialog, size: tuple[int, int]
) -> None:
    dialog.resize(*size)
    show(dialog, "行政规范性文件，现行有效件数")
    assert seeing.cut(dialog) == []
    assert seeing.unnamed(dialog) == []
    assert seeing.ambiguous(dialog) == []
    (inspected,) = dialog.findChildren(InspectedContent)
    inspected.toggle()
    QApplication.processEvents()
    assert dialog.origin.excerpt.isVisible()
    assert seeing.cut(dialog) == []
