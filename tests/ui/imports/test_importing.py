"""Bringing a file into the open report: asked for or dropped, shown first, taken over by choice."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from intake import source as foreign
from intake.proposal import Proposal, propose
from model.drafts import storage
from model.drafts.storage import Loaded
from model.form import catalog
from model.report.answers import put
from model.report.begin import new_report
from model.report.report import Report, Stage
from model.unit import Unit
from tests import DATA
from tests.ui.compare.test_comparison import drawn, press, said
from tests.ui.conftest import shown
from tests.ui.starting import chosen
from ui.base.edits import GrowingText
from ui.base.session import Session
from ui.imports.dialog import ImportDialog
from ui.wizard import Wizard

RECEIVED = "requests/received/natural"
REPORT = """某市水务局
2024年政府信息公开工作年度报告
一、总体情况
（一）主动公开
第一段。
第二段。
二、主动公开政府信息情况
信息内容\t本年制发件数\t本年废止件数\t现行有效件数
规章\t0\t0\t0
行政规范性文件\t5\t约3\t20
信息内容\t本年处理决定数量
行政许可\t12
五、存在的主要问题及改进情况
这一段没有小标题，写在标题之下。
"""
OLD_FORM = """三、收到和处理政府信息公开申请情况
\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计
一、本年新收政府信息公开申请数量\t5\t0\t0\t0\t0\t0\t6
（六）其他处理\t2\t0\t0\t0\t0\t0\t2
"""


def source(folder: Path, text: str) -> Path:
    path = folder / "来源.txt"
    path.write_text(text, "utf-8")
    return path


def proposed(report: Report, path: Path) -> Proposal:
    return propose(report, foreign.read(path, report.year))


def shown_dialog(qtbot: QtBot, window: QWidget) -> ImportDialog:
    """Wait for the proposal over a window."""
    qtbot.waitUntil(lambda: bool(window.findChildren(ImportDialog)))
    (dialog,) = window.findChildren(ImportDialog)
    qtbot.waitExposed(dialog)
    return dialog


def drop(window: QWidget, *paths: Path) -> None:
    """Drag files over a window and let them go."""
    data, copy = QMimeData(), Qt.DropAction.CopyAction
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(9, 9), copy, data, left, none))
    QApplication.sendEvent(window, QDropEvent(QPointF(9, 9), copy, data, left, none))


def rows(dialog: ImportDialog) -> list[str]:
    """Draw each row: its tick, its place, what the source says, and what stands beside."""
    model = dialog.comparison.model()
    found = []
    for row, line in enumerate(drawn(dialog.comparison)):
        tick = line.partition(" | ")[0]
        place, _, theirs, beside = (model.index(row, column).data() for column in range(4))
        said = (tick, place, theirs, beside.replace("\n", "；"))
        found.append(" | ".join(filter(None, said)))
    return found


def changes(dialog: ImportDialog) -> list[str]:
    """Draw the rows of changes, without the lines that are not taken by themselves."""
    kept = (row for row in rows(dialog) if row.startswith(("· | ✗ 未识别", "· | ▸ 略去")))
    every = rows(dialog)
    return every[: every.index(next(kept, every[-1]))] if every else []


def test_what_is_chosen_is_shown_and_changes_nothing_before_it_is_taken(
    qtbot: QtBot, blank: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, window = blank.report, shown(qtbot, blank)
    chosen(monkeypatch, source(tmp_path, REPORT))
    window.importing.ask()
    dialog = shown_dialog(qtbot, window)
    assert blank.report is before
    assert changes(dialog) == [
        "x | 一、总体情况",
        "x | 小标题「主动公开方面」 | 主动公开 | 第4行",
        "x | 「主动公开方面」新增一段 | 第一段。 | 第5行",
        "x | 「主动公开方面」新增一段 | 第二段。 | 第6行",
        "x | 二、主动公开",
        "x | 规章，本年制发件数 | 0 | 第9行第2栏",
        "x | 规章，本年废止件数 | 0 | 第9行第3栏",
        "x | 规章，现行有效件数 | 0 | 第9行第4栏",
        "x | 行政规范性文件，本年制发件数 | 5 | 第10行第2栏",
        "x | 行政规范性文件，现行有效件数 | 20 | 第10行第4栏",
        "x | 行政许可，本年处理决定数量 | 12 | 第12行第2栏",
        "· | 五、问题改进",
        "· | 「存在的主要问题」新增一段 | 这一段没有小标题，写在标题之下。"
        " | 第14行；需核对：没有小标题，拟列入「存在的主要问题」",
    ]
    assert "· | 第10行第3栏 | 约3 | 「约3」不是数字" in rows(dialog)
    dialog.take_button.click()
    assert blank.report.values["disclosure/licences/decisions"] == 12
    assert blank.report.text("problems.problems").body == ""  # type: ignore[union-attr]
    blank.undo_stack.undo()
    assert blank.report == before


def test_one_paragraph_of_several_is_taken_alone(
    qtbot: QtBot, blank: Session, tmp_path: Path
) -> None:
    dialog = ImportDialog(blank, proposed(blank.report, source(tmp_path, REPORT)), "")
    qtbot.addWidget(dialog)
    dialog.choose_none()
    assert not dialog.take_button.isEnabled()
    press(qtbot, dialog.comparison, 3)
    assert dialog.take_button.text() == "采用所选 1 处"
    dialog.take_chosen()
    assert blank.report.text("overview.proactive").body == "第二段。"  # type: ignore[union-attr]
    assert blank.report.values == {}


def test_an_old_row_is_offered_as_another_and_never_ticked_with_its_table(
    qtbot: QtBot, blank: Session, tmp_path: Path
) -> None:
    dialog = ImportDialog(blank, proposed(blank.report, source(tmp_path, OLD_FORM)), "")
    qtbot.addWidget(dialog)
    doubtful = [line for line in rows(dialog) if line.startswith("· | 3.其他")]
    assert len(doubtful) == 6
    assert all(line.startswith("·") for line in doubtful)
    assert "旧表样为一行「（六）其他处理」，拟列入「3.其他」" in doubtful[0]
    press(qtbot, dialog.comparison, 0)
    assert dialog.comparison.chosen() == ()
    press(qtbot, dialog.comparison, 0)
    assert [line for line in rows(dialog) if line[0] == "x" and "3.其他" in line] == []
    row = rows(dialog).index(doubtful[0])
    press(qtbot, dialog.comparison, row)
    dialog.take_chosen()
    assert blank.report.values["requests/handled.other.other/natural"] == 2
    assert "requests/handled.other.other/legal.other" not in blank.report.values


def test_an_old_row_is_taken_over_whole_by_one_tick_and_one_act(
    qtbot: QtBot, blank: Session, tmp_path: Path
) -> None:
    dialog = ImportDialog(blank, proposed(blank.report, source(tmp_path, OLD_FORM)), "")
    qtbot.addWidget(dialog)
    dialog.choose_none()
    heading = "· | 需核对：旧表样为一行「（六）其他处理」，拟列入「3.其他」（6处）"
    press(qtbot, dialog.comparison, rows(dialog).index(heading))
    assert dialog.take_button.text() == "采用所选 6 处"
    dialog.take_chosen()
    row = "requests/handled.other.other"
    assert blank.report.values[f"{row}/natural"] == 2
    assert {address.rpartition("/")[0] for address in blank.report.values} == {row}
    assert blank.undo_stack.count() == 1


def test_a_reader_hears_where_a_change_comes_from_and_the_doubt(
    qtbot: QtBot, blank: Session, tmp_path: Path
) -> None:
    dialog = ImportDialog(blank, proposed(blank.report, source(tmp_path, OLD_FORM)), "")
    qtbot.addWidget(dialog)
    row = next(n for n, line in enumerate(rows(dialog)) if line.startswith("· | 3.其他"))
    assert said(dialog.comparison, row, 0) == "3.其他，自然人，未选"
    assert said(dialog.comparison, row, 3).startswith("说明：第4行第2栏")
    assert "需核对" in said(dialog.comparison, row, 3)


def test_a_total_that_disagrees_is_kept_as_the_sources_and_named(
    blank: Session, tmp_path: Path
) -> None:
    proposal = proposed(blank.report, source(tmp_path, OLD_FORM))
    stated = [one.place for one in proposal.changes if one.part.field == "stated"]
    assert stated == ["一、本年新收政府信息公开申请数量，总计（原表合计）"]
    assert any("原表6，按各数相加为5" in note for note in proposal.notes)


def test_another_year_and_another_unit_are_said_first(
    qtbot: QtBot, blank: Session, tmp_path: Path
) -> None:
    text = REPORT.replace("某市水务局", "某市林业局").replace("2024年", "2023年")
    dialog = ImportDialog(blank, proposed(blank.report, source(tmp_path, text)), "")
    qtbot.addWidget(dialog)
    assert dialog.heading.text() == (
        "来源是2023年度的报告，本报告是2024年度。"
        "来源是某市林业局的报告，本报告是某市水务局的报告。核对后再采用。"
    )
    assert rows(dialog)[1] == "· | 机关名称 | 某市林业局 | 第1行；需核对：来源是另一机关"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"%PDF-1.4"])
def test_a_file_that_cannot_be_read_leaves_the_report_and_says_so_in_one_sentence(
    qtbot: QtBot, wizard: Wizard, tmp_path: Path, content: bytes
) -> None:
    path, before = tmp_path / "坏文件.docx", wizard.session.report
    path.write_bytes(content)
    with qtbot.waitSignal(wizard.session.failed, check_params_cb=lambda message: "」：" in message):
        wizard.importing.read(path)
    assert wizard.messages.text().startswith("「坏文件.docx」：")
    assert wizard.session.report is before
    assert not wizard.findChildren(ImportDialog)


def test_what_is_typed_while_a_file_is_read_counts(
    qtbot: QtBot, wizard: Wizard, session: Session, tmp_path: Path
) -> None:
    """The proposal was made against the report as it was; it is made again."""
    before = session.report
    found = foreign.read(source(tmp_path, REPORT), 2024)
    earlier = propose(before, found)
    session.apply(put(before, "disclosure/licences/decisions", "12"), "改")
    wizard.importing._show(before, found, earlier)
    assert not wizard.findChildren(ImportDialog)
    dialog = shown_dialog(qtbot, wizard)
    assert "行政许可，本年处理决定数量" not in "".join(rows(dialog))


def test_a_proposal_that_fails_unforeseen_is_said(wizard: Wizard, session: Session) -> None:
    message: list[str] = []
    session.failed.connect(message.append)
    found = foreign.read(session.path, 2024)
    wizard.importing._show(session.report, found, None)
    assert message == ["读取时遇到意外问题，内容未改动。"]


def test_a_dropped_file_is_read_and_two_reports_are_not(
    qtbot: QtBot, wizard: Wizard, tmp_path: Path
) -> None:
    path = source(tmp_path, REPORT)
    drop(wizard, path, path)
    qtbot.waitUntil(lambda: "不是采集表，未导入。" in wizard.messages.text())
    drop(wizard, path)
    assert shown_dialog(qtbot, wizard).windowTitle() == "导入"


def test_a_file_over_a_text_is_left_to_the_window(qtbot: QtBot, wizard: Wizard) -> None:
    page = wizard.show_step("overview")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/a.docx")])
    (box, *_) = page.findChildren(GrowingText)
    assert not box.canInsertFromMimeData(data)


def test_a_draft_of_a_colleague_is_laid_beside_without_its_own_things(
    session: Session, tmp_path: Path
) -> None:
    other = put(put(session.report, RECEIVED, "1353"), "unit/phone", "1")
    path = tmp_path / "同事.gknb"
    storage.save(Loaded(replace(other, id="theirs", stage=Stage.FINAL), path, ""))
    proposal = proposed(session.report, path)
    assert [one.part.key for one in proposal.changes] == ["phone", RECEIVED]
    made = proposal.applied_to(session.report, proposal.sure)
    assert (made.id, made.values[RECEIVED]) == (session.report.id, 1353)


def test_a_draft_in_another_format_brings_what_has_a_place_and_names_the_rest(
    blank: Session, tmp_path: Path
) -> None:
    old = new_report(catalog.form("2019"), Unit("某市水务局"), 2024)
    for address in ("disclosure/normative/issued", "disclosure/services/decisions", RECEIVED):
        old = put(old, address, "3") if address in old.form.cells else old
    path = tmp_path / "旧.gknb"
    storage.save(Loaded(old, path, ""))
    proposal = proposed(blank.report, path)
    assert {one.part.key for one in proposal.changes} <= set(blank.report.form.cells)
    assert proposal.sure
    assert any(note.startswith("[没有对应]") for note in proposal.notes)


def test_the_notes_can_be_marked_and_copied_by_keyboard(
    qtbot: QtBot, blank: Session, tmp_path: Path
) -> None:
    dialog = ImportDialog(blank, proposed(blank.report, source(tmp_path, REPORT)), "")
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClick(dialog.notes, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(dialog.notes, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text().startswith("[需核对]")


def test_a_source_that_says_nothing_new_says_so(qtbot: QtBot, session: Session) -> None:
    dialog = ImportDialog(session, proposed(session.report, session.path), "")
    qtbot.addWidget(dialog)
    assert dialog.message.text() == "与现有内容没有不同。"
    assert dialog.take_button.isHidden()


def test_a_row_higher_than_the_view_is_read_to_its_end_before_the_next(
    qtbot: QtBot, session: Session, tmp_path: Path
) -> None:
    long = put(session.report, "text/overview.management", "很长的一段。" * 300)
    path = tmp_path / "长.gknb"
    storage.save(Loaded(replace(long, id="theirs"), path, ""))
    dialog = ImportDialog(session, proposed(session.report, path), "")
    qtbot.addWidget(dialog)
    dialog.resize(600, 300)
    with qtbot.waitExposed(dialog):
        dialog.show()
    view = dialog.comparison
    qtbot.waitUntil(lambda: view.rowHeight(1) > view.viewport().height())
    view.setCurrentIndex(view.model().index(1, 0))
    seen = [view.verticalScrollBar().value()]
    while view.currentIndex().row() == 1:
        qtbot.keyClick(view, Qt.Key.Key_PageDown)
        seen.append(view.verticalScrollBar().value())
    assert len(seen) > 4
    bottom = view.rowViewportPosition(1) + view.rowHeight(1)
    assert 0 <= bottom <= view.viewport().height() + 2 * dialog.fontMetrics().height()
    qtbot.keyClick(view, Qt.Key.Key_Up)
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    assert view.verticalScrollBar().value() < seen[-1]


def test_the_dialog_says_what_was_not_recognised_and_never_all(
    qtbot: QtBot, blank: Session
) -> None:
    folder = DATA / "incomplete"
    for name, message in (
        ("01-pictures.html", "6处未识别，2处需核对。"),
        ("08-short.html", "2处未识别，2处需核对。"),
    ):
        found = foreign.read(folder / name, 2023)
        dialog = ImportDialog(blank, propose(blank.report, found), foreign.summary_of(found))
        qtbot.addWidget(dialog)
        assert message in dialog.message.text()
        assert "全部识别" not in dialog.message.text()
        assert [row for row in rows(dialog) if row.startswith("· | ✗ 未识别")]
