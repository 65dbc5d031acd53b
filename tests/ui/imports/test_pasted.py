"""Blocks pasted into a table: those with labels are shown first, each number at its label."""

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from model.report.fill import read_text, write_html
from model.report.report import Report
from tests.ui.compare.test_comparison import drawn
from tests.ui.conftest import shown, table_page
from ui.base.session import Session
from ui.imports.dialog import ImportDialog
from ui.imports.pasted import source_of
from ui.table.page import TablePage

NORMATIVE = "disclosure/normative"
UPRIGHT = """信息内容\t本年制发件数\t本年废止件数\t现行有效件数
规章\t0\t0\t0
行政规范性文件\t5\t2\t18
信息内容\t本年处理决定数量
行政许可\t12
"""
TURNED = """信息内容\t规章\t行政规范性文件
本年制发件数\t0\t5
本年废止件数\t0\t2
现行有效件数\t1\t18
"""
LABELS_ONLY = "行政许可\t12\n行政处罚\t3\n行政强制\t\n"
WIDE = """\t\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计
一、本年新收政府信息公开申请数量\t\t5\t1\t0\t0\t0\t0\t6
三、本年度办理结果\t（一）予以公开\t4\t0\t0\t0\t0\t0\t4
"""


def copy(text: str, html: str = "") -> None:
    data = QMimeData()
    data.setText(text)
    if html:
        data.setHtml(html)
    QGuiApplication.clipboard().setMimeData(data)


def proposal_on(page: TablePage) -> ImportDialog:
    (dialog,) = page.window().findChildren(ImportDialog)
    return dialog


def read(text: str, report: Report) -> dict[str, str]:
    source = source_of(read_text(text), report)
    assert source is not None
    return {address: str(number) for address, number in source.report.values.items()}


@pytest.mark.parametrize("text", [UPRIGHT, TURNED], ids=["upright", "on its side"])
def test_a_whole_table_is_read_by_its_labels(empty: Report, text: str) -> None:
    found = read(text, empty)
    columns = ("issued", "repealed", "in_force")
    assert [found[f"{NORMATIVE}/{column}"] for column in columns] == ["5", "2", "18"]


def test_places_are_those_of_the_block_as_it_was_copied(empty: Report) -> None:
    found = source_of(read_text(TURNED), empty)
    assert found is not None
    assert found.reading is not None
    assert found.reading.cells[f"{NORMATIVE}/issued"].where == "粘贴内容第2行第3列"


def test_rows_with_labels_alone_go_where_their_labels_stand(empty: Report) -> None:
    assert read(LABELS_ONLY, empty) == {
        "disclosure/licences/decisions": "12",
        "disclosure/penalties/decisions": "3",
    }


def test_labels_over_several_columns_keep_their_numbers_apart(empty: Report) -> None:
    found = read(WIDE, empty)
    assert found["requests/received/legal.commercial"] == "1"
    assert found["requests/handled.granted/natural"] == "4"
    assert len(found) == 12


@pytest.mark.parametrize("text", ["1\t2\n3\t4", "甲\t1\n乙\t2", "\t\n", "行政许可\t"])
def test_a_block_without_known_labels_is_none(empty: Report, text: str) -> None:
    assert source_of(read_text(text), empty) is None


def test_a_block_larger_than_any_report_is_not_looked_through(empty: Report) -> None:
    words = "\n".join("\t".join(f"文字{row}之{n}" for n in range(100)) for row in range(500))
    assert source_of(read_text(f"{UPRIGHT}{words}"), empty) is None


def test_a_block_with_labels_is_shown_before_it_goes_in(qtbot: QtBot, blank: Session) -> None:
    page = table_page(shown(qtbot, blank), "disclosure")
    page.go_to("disclosure/fees/amount")
    copy(UPRIGHT)
    page.acts.paste()
    dialog = proposal_on(page)
    assert blank.report.values == {}
    assert dialog.told.text().startswith(
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
    assert len(drawn(dialog.comparison)) == 2
    assert dialog.notes.toPlainText().startswith("[未识别] 粘贴内容第2行")


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
    told: list[str] = []
    page.acts.message.connect(told.append)
    before = blank.report
    copy(text)
    page.acts.paste()
    assert blank.report is before
    assert "只复制数字" in told[0]
