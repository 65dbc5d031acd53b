"""Blocks pasted into a table: those with labels are shown first, each number at its label."""

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from model.report.fill import read_text, write_html
from tests.intake.test_pasted import NORMATIVE, UPRIGHT, WIDE
from tests.ui.compare.test_comparison import drawn
from tests.ui.conftest import shown, table_page
from ui.base.session import Session
from ui.imports.dialog import ImportDialog
from ui.table.page import TablePage


def copy(text: str, html: str = "") -> None:
    data = QMimeData()
    data.setText(text)
    if html:
        data.setHtml(html)
    QGuiApplication.clipboard().setMimeData(data)


def proposal_on(page: TablePage) -> ImportDialog:
    (dialog,) = page.window().findChildren(ImportDialog)
    return dialog


def test_a_block_with_labels_is_shown_before_it_goes_in(qtbot: QtBot, blank: Session) -> None:
    page = table_page(shown(qtbot, blank), "disclosure")
    page.go_to("disclosure/fees/amount")
    copy(UPRIGHT)
    page.acts.paste()
    dialog = proposal_on(page)
    assert blank.report.values == {}
    assert dialog.message.text().startswith(
        "按标签读出7个数，只含表格，全部识别。与现有内容有7处不同。"
    )
    assert drawn(dialog.comparison)[-1] == "x | 行政许可，本年处理决定数量 | 空 | 12"
    dialog.take_chosen()
    assert blank.report.values[f"{NORMATIVE}/in_force"] == 18
    assert "disclosure/fees/amount" not in blank.report.values
    assert blank.undo_stack.undoText() == "粘贴"
    blank.undo_stack.undo()
    assert blank.report.values == {}


def test_a_labelled_block_says_nothing_of_what_it_lacks(qtbot: QtBot, session: Session) -> None:
    page = table_page(shown(qtbot, session), "disclosure")
    copy("行政许可\t1285\n行政处罚\t\n")
    page.acts.paste()
    dialog = proposal_on(page)
    assert drawn(dialog.comparison)[1:] == ["x | 行政许可，本年处理决定数量 | 1284 | 1285"]
    assert dialog.notes.toPlainText() == ""


def test_what_the_block_does_not_tell_apart_is_named_with_its_place(
    qtbot: QtBot, blank: Session
) -> None:
    page = table_page(shown(qtbot, blank), "disclosure")
    copy("行政许可\t12\n行政处罚\t3\t4\n")
    page.acts.paste()
    dialog = proposal_on(page)
    assert drawn(dialog.comparison)[2:] == [
        "· | ✗ 未识别1处",
        "· | 粘贴内容第2行第1列 | 行政处罚 3 4",
    ]


def test_a_copied_web_table_with_merged_labels_is_read_by_them(
    qtbot: QtBot, blank: Session
) -> None:
    page = table_page(shown(qtbot, blank), "requests")
    block = read_text(WIDE)
    html = write_html(block).replace(
        "<td>一、本年新收政府信息公开申请数量</td><td></td>",
        '<td colspan="2">一、本年新收政府信息公开申请数量</td>',
    )
    assert "colspan" in html
    copy("无用", html)
    page.acts.paste()
    proposal_on(page).take_chosen()
    assert blank.report.values["requests/received/natural"] == 5


def test_numbers_alone_go_in_as_before(qtbot: QtBot, blank: Session) -> None:
    page = table_page(shown(qtbot, blank), "disclosure")
    page.go_to(f"{NORMATIVE}/issued")
    copy("5\t2\t18")
    page.acts.paste()
    assert not page.window().findChildren(ImportDialog)
    assert blank.report.values[f"{NORMATIVE}/in_force"] == 18


@pytest.mark.parametrize(
    "text",
    ["\t公民\t企业\n新收申请\t8\t1\n", "个人\n7\n", "（一）予以公开\t8\t1\n"],
    ids=["a table", "a column", "a row"],
)
def test_words_that_are_no_known_labels_never_go_in_by_place(
    qtbot: QtBot, blank: Session, text: str
) -> None:
    page = table_page(shown(qtbot, blank))
    page.go_to("requests/received/natural")
    sentence: list[str] = []
    blank.refused.connect(sentence.append)
    before = blank.report
    copy(text)
    page.acts.paste()
    assert blank.report is before
    assert "只复制数字" in sentence[0]
