"""导出: what is written, at which stage, in which layout; driven in an offscreen window."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from export.readback import read_word
from model.drafts import storage
from model.report.report import Fonts, Published, Stage
from tests.patience import PATIENCE
from tests.ui.conftest import shown
from tests.ui.export.exporting import choose_stage, click, export_page
from ui.base.session import Session
from ui.base.settings import Settings
from ui.check.page import CheckPage
from ui.export import page as export_page_module
from ui.export.choices import ACCOMPANYING, PDF
from ui.export.page import ExportPage
from ui.export.preview import Preview
from ui.wizard import Wizard


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files the page asked the system to open."""
    names: list[str] = []

    def note(url: QUrl) -> bool:
        names.append(Path(url.toLocalFile()).name)
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", note)
    return names


@pytest.fixture
def page(wizard: Wizard) -> ExportPage:
    """The last step of the complete example."""
    return export_page(wizard)


@pytest.fixture
def unfinished(qtbot: QtBot, blank: Session) -> ExportPage:
    """The last step of a report with every cell blank."""
    return export_page(shown(qtbot, blank))


def allowed(page: ExportPage) -> list[str]:
    """Stages that can be chosen."""
    buttons = page.choices.stage.buttons
    return [stage for stage, button in buttons.items() if button.isEnabled()]


def test_an_export_says_what_was_read_back(qtbot: QtBot, page: ExportPage, tmp_path: Path) -> None:
    choose_stage(page, Stage.REVIEW)
    click(qtbot, page.export_button)
    assert page.written.count() == 5
    assert "已重新打开核对" in page.written.texts()[0]
    left_out = "本机没有上一稿的导出记录，未写修改对照。"
    assert page.state.text() == f"已导出5个文件（送审稿）。{left_out}"
    assert page.session.saver.settle(PATIENCE)
    assert storage.load(page.session.path).report.stage is Stage.REVIEW
    assert len([path for path in tmp_path.iterdir() if "（送审稿）" in path.name]) == 5


def test_the_stage_is_an_act_that_can_be_undone(page: ExportPage) -> None:
    assert page.choices.stage.currentText() == "草稿"
    choose_stage(page, Stage.FINAL)
    assert page.session.report.stage is Stage.FINAL
    page.session.undo_stack.undo()
    assert page.session.report.stage is Stage.DRAFT
    assert page.choices.stage.currentText() == "草稿"


def test_internal_documents_go_with_every_version_but_a_draft(page: ExportPage) -> None:
    tile = page.choices.kinds[ACCOMPANYING]
    assert not tile.isChecked()
    choose_stage(page, Stage.REVIEW)
    assert tile.isChecked()
    assert tile.text() == "核对表、核对报告、修改对照（随送审稿）"
    choose_stage(page, Stage.FINAL)
    assert tile.isChecked()
    assert page.choices.chosen[-2:] == ["revision", "publication_list"]
    choose_stage(page, Stage.DRAFT)
    assert not tile.isChecked()


def test_a_later_version_comes_with_what_changed_since_the_one_before(page: ExportPage) -> None:
    choose_stage(page, Stage.REVIEW)
    page.run()
    assert "未写修改对照" in page.state.text()
    page.session.put("disclosure/licences/decisions", "1290")
    choose_stage(page, Stage.FINAL)
    page.run()
    folder = Path(page.choices.folder.text())
    (written,) = folder.glob("*修改对照.docx")
    _, content = read_word(written.read_bytes())
    assert "与上一稿（送审稿）比较：数字改动1处，文字改动0处。" in content
    assert list(folder.glob("*发布清单.docx"))


def test_a_final_report_is_archived_and_shown_among_the_files(page: ExportPage) -> None:
    choose_stage(page, Stage.REVIEW)
    assert not page.publication.archive.isEnabled()
    choose_stage(page, Stage.FINAL)
    page.publication.archive.click()
    assert page.state.text().endswith("年度报告存档.zip」。")
    assert page.written.texts()[-1].startswith("存档文件：")


def test_an_unfinished_report_is_only_a_draft_and_says_why(
    qtbot: QtBot, unfinished: ExportPage, tmp_path: Path
) -> None:
    assert allowed(unfinished) == ["草稿"]
    assert unfinished.choices.left.text() == "报告还有174处未填，只能导出草稿。"
    assert unfinished.choices.go_check.isVisible()
    click(qtbot, unfinished.export_button)
    assert unfinished.written.count() == 3
    assert all("（草稿）" in path.name for path in tmp_path.glob("*.docx"))


def test_a_complete_report_may_have_every_stage(page: ExportPage) -> None:
    assert allowed(page) == [str(stage) for stage in Stage]
    assert not page.choices.left.isVisible()


def test_what_is_left_follows_the_report(qtbot: QtBot, page: ExportPage) -> None:
    choose_stage(page, Stage.REVIEW)
    page.session.put("requests/received/natural", "3件")
    qtbot.waitUntil(lambda: page.choices.left.isVisible())
    assert "1处错误" in page.choices.left.text()
    assert page.choices.stage.currentText() == "草稿"
    page.session.undo_stack.undo()
    qtbot.waitUntil(lambda: page.choices.stage.currentText() == "送审稿")


def test_keys_that_come_before_the_check_find_every_stage(qtbot: QtBot, page: ExportPage) -> None:
    """On a busy machine keys that choose a stage are there before the check's pause ends."""
    page.session.put("requests/received/natural", "")
    page.session.check()
    assert allowed(page) == ["草稿"]
    page.session.undo_stack.undo()
    page.begin()
    page.choices.stage.setFocus()
    for _ in Stage:
        qtbot.keyClick(page.choices.stage, Qt.Key.Key_Down)
    assert page.session.report.stage is Stage.FINAL


def test_what_became_unfinished_just_now_goes_out_as_a_draft(page: ExportPage) -> None:
    choose_stage(page, Stage.FINAL)
    assert page.exported().stage is Stage.FINAL
    page.session.put("requests/received/natural", "")
    assert page.exported().stage is Stage.DRAFT


def test_what_became_unfinished_is_copied_and_exported_as_a_draft(
    qtbot: QtBot, page: ExportPage, tmp_path: Path
) -> None:
    choose_stage(page, Stage.REVIEW)
    page.session.put("requests/received/natural", "")
    qtbot.waitUntil(lambda: page.choices.left.isVisible())
    click(qtbot, page.copy_button)
    assert "稿别为草稿" in page.state.text()
    click(qtbot, page.export_button)
    assert page.session.report.stage is Stage.DRAFT
    assert all("（草稿）" in path.name for path in tmp_path.glob("*.docx"))


def test_what_is_left_is_one_click_away(qtbot: QtBot, unfinished: ExportPage) -> None:
    window = unfinished.window()
    assert isinstance(window, Wizard)
    click(qtbot, unfinished.choices.go_check)
    assert isinstance(window.stack.currentWidget(), CheckPage)


def answering(monkeypatch: pytest.MonkeyPatch, answer: str) -> list[str]:
    """Give one answer to all questions; the list gets what was asked."""
    asked: list[str] = []

    def ask(parent: object, title: str, text: str, answers: object, default: str = "") -> str:
        asked.append(text)
        return answer

    monkeypatch.setattr(export_page_module, "ask", ask)
    return asked


def test_a_final_version_asks_once_about_what_should_not_be_published(
    qtbot: QtBot, page: ExportPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.session.put("text/overview.supervision", "联系人13800000000，XX局。")
    page.session.put("text/problems.problems", "（内部资料）")
    sentence = "还有 2 处公布前提示未处理：手机号码（一）、内部标记（五）。"
    asked = answering(monkeypatch, "返回处理")
    click(qtbot, page.export_button)
    assert asked == []  # a 草稿 is not published
    choose_stage(page, Stage.FINAL)
    with qtbot.waitSignal(page.check_requested):
        click(qtbot, page.export_button)
    with qtbot.waitSignal(page.check_requested):
        page.copy_page()
    assert asked == [sentence] * 2
    assert page.state.text() == f"{sentence}逐条改正，或标为已核实。"
    assert all("（草稿）" in path.name for path in tmp_path.glob("*.docx"))
    asked = answering(monkeypatch, "仍按定稿导出")
    for _ in range(2):
        page.run()
        page.copy_page()
    assert asked == [sentence]
    assert any("（草稿）" not in path.name for path in tmp_path.glob("*.docx"))
    page.session.put("text/overview.supervision", "联系人13800000001。")
    page.run()
    assert len(asked) == 2


def test_the_answer_that_enter_gives_leads_back(
    qtbot: QtBot, page: ExportPage, tmp_path: Path
) -> None:
    page.session.put("text/overview.supervision", "联系人13800000000。")
    choose_stage(page, Stage.FINAL)
    seen: list[str] = []

    def answer() -> None:
        box = page.findChild(QMessageBox)
        seen.append(box.text())
        qtbot.keyClick(box, Qt.Key.Key_Return)

    QTimer.singleShot(0, answer)
    click(qtbot, page.export_button)
    assert seen == ["还有 1 处公布前提示未处理：手机号码（一）。"]
    assert list(tmp_path.glob("*.docx")) == []


def test_what_waits_for_a_reason_is_said_and_stops_no_stage(
    qtbot: QtBot, page: ExportPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.session.put("text/overview.supervision", "2023年，我局举办培训4场。联系人13800000000。")
    waiting = "还有1处待说明、1处公布前提示，不影响导出；公布前逐条改正、说明或核实。"
    answering(monkeypatch, "仍按定稿导出")
    qtbot.waitUntil(lambda: page.choices.left.text() == waiting)
    assert page.choices.go_check.isVisible()
    choose_stage(page, Stage.FINAL)
    click(qtbot, page.export_button)
    assert page.session.report.stage is Stage.FINAL
    assert page.written.note.text() == waiting


def test_the_pages_are_drawn_again_after_an_export(
    qtbot: QtBot, wizard: Wizard, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Stage] = []
    monkeypatch.setattr(Preview, "refresh", lambda self: drawn.append(self._report().stage))
    page = export_page(wizard)
    wizard.resize(page.fontMetrics().height() * 90, page.fontMetrics().height() * 40)
    qtbot.waitUntil(lambda: drawn == [Stage.DRAFT])
    choose_stage(page, Stage.FINAL)
    page.run()
    qtbot.waitUntil(lambda: drawn == [Stage.DRAFT, Stage.FINAL])


def test_nothing_chosen_writes_nothing(qtbot: QtBot, page: ExportPage, tmp_path: Path) -> None:
    for box in page.choices.kinds.values():
        box.setChecked(False)
    click(qtbot, page.export_button)
    assert page.state.text() == "没有选择导出内容。至少选择一项。"
    assert [path.name for path in tmp_path.iterdir()] == ["a.gknb"]


@pytest.mark.parametrize("folder", ["", "/nowhere"])
def test_a_folder_that_is_none_is_named(folder: str, qtbot: QtBot, page: ExportPage) -> None:
    page.choices.folder.setText(folder)
    click(qtbot, page.export_button)
    click(qtbot, page.collect_button)
    assert "不存在。选择另一个文件夹。" in page.state.text()
    assert page.written.count() == 0


def test_every_file_and_the_folder_can_be_opened(
    qtbot: QtBot, page: ExportPage, tmp_path: Path, opened: list[str]
) -> None:
    click(qtbot, page.export_button)
    for row in page.written._rows:
        click(qtbot, row.findChildren(type(page.export_button))[0])
    click(qtbot, page.written.folder)
    stem = "2024年青岚市商务局政府信息公开工作年度报告（草稿）"
    assert opened == [*(f"{stem}{end}" for end in (".docx", ".xlsx", ".html")), tmp_path.name]


def test_a_second_export_keeps_the_first_unless_told_otherwise(
    qtbot: QtBot, page: ExportPage, tmp_path: Path
) -> None:
    for _ in range(2):
        click(qtbot, page.export_button)
    assert len(list(tmp_path.glob("*(2).docx"))) == 1
    page.choices.overwrite.setChecked(True)
    click(qtbot, page.export_button)
    assert len(list(tmp_path.glob("*.docx"))) == 2
    assert page.written.count() == 3


def test_blank_tables_are_written_and_opened_however_unfinished_the_report(
    qtbot: QtBot, unfinished: ExportPage, tmp_path: Path, opened: list[str]
) -> None:
    click(qtbot, unfinished.collect_button)
    assert opened == ["2024年某市水务局政府信息公开工作年度报告采集表.docx"]
    assert (tmp_path / opened[0]).exists()
    assert "与表样一致" in unfinished.state.text()


def test_the_review_sheet_is_written_and_opened_to_be_printed(
    qtbot: QtBot, page: ExportPage, tmp_path: Path, opened: list[str]
) -> None:
    page.session.apply(page.session.report.at_stage(Stage.REVIEW), "选择稿别")
    click(qtbot, page.checklist_button)
    assert opened == ["2024年青岚市商务局政府信息公开工作年度报告（送审稿）核对表.docx"]
    paper = docx.Document(str(tmp_path / opened[0]))
    assert paper.tables[-1].cell(0, 0).text == "经办人"
    assert "与草稿一致" in page.state.text()
    assert page.written.count() == 0


def test_the_review_sheet_of_an_unfinished_report_is_a_draft(
    qtbot: QtBot, unfinished: ExportPage, opened: list[str]
) -> None:
    click(qtbot, unfinished.checklist_button)
    assert opened == ["2024年某市水务局政府信息公开工作年度报告（草稿）核对表.docx"]


def test_a_computer_without_word_is_told_what_to_do(
    qtbot: QtBot, page: ExportPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: False)
    click(qtbot, page.collect_button)
    assert "没有打开 Word 文件的程序" in page.state.text()


def test_the_web_page_is_copied_as_html_and_as_text(qtbot: QtBot, page: ExportPage) -> None:
    click(qtbot, page.copy_button)
    data = QGuiApplication.clipboard().mimeData()
    assert data.html().count("<table") == 3
    assert "<style" not in data.html()
    assert "行政规范性文件\t6\t3\t17（含自然失效2件）" in data.text()
    assert "表格3张，稿别为草稿" in page.state.text()
    assert "政府信息公开专栏 › 政府信息公开年报" in page.state.text()


def test_layout_is_chosen_by_acts_that_can_be_undone(page: ExportPage) -> None:
    before, choices = page.session.report, page.layout_choices
    choices.pitch.setCurrentIndex(1)
    choices.pitch.activated.emit(1)
    choices.fonts.activated.emit(1)
    choices.switches["run_in"].click()
    choices.switches["shading"].click()
    options = page.session.report.options
    assert (options.pitch, options.fonts) == ("28", Fonts.SYSTEM)
    assert (options.run_in, options.shading) == (True, False)
    for _ in range(4):
        page.session.undo_stack.undo()
    assert page.session.report == before
    assert choices.pitch.currentIndex() == 0
    assert choices.fonts.currentIndex() == 0
    assert not choices.switches["run_in"].isChecked()


def test_a_pitch_from_elsewhere_stays(page: ExportPage) -> None:
    report = page.session.report
    options = replace(report.options, pitch="27.5")
    page.session.apply(replace(report, options=options), "改版式")
    assert page.layout_choices.pitch.currentText() == "27.5 磅"
    assert page.session.report.options.pitch == "27.5"


def test_publication_is_noted_after_the_final_version(qtbot: QtBot, page: ExportPage) -> None:
    publication = page.publication
    assert not publication.isVisible()
    choose_stage(page, Stage.FINAL)
    assert publication.isVisible()
    publication.day.setText("昨天")
    click(qtbot, publication.keep)
    assert "不是有效的日期" in publication.complaint.words.text()
    assert publication.day.hasFocus() and publication.day.property("wrong") == "true"
    publication.day.setText("2024.1.20")
    click(qtbot, publication.keep)
    said = "公布日期早于统计截止日2024年12月31日。核对年份。"
    assert publication.complaint.words.text() == said
    assert page.session.report.published is None
    publication.day.setText("2025.1.20")
    assert publication.complaint.isHidden() and publication.day.property("wrong") == ""
    publication.url.setText("https://www.example.gov.cn/2024.html ")
    click(qtbot, publication.keep)
    noted = Published(date(2025, 1, 20), "https://www.example.gov.cn/2024.html")
    assert page.session.report.published == noted
    assert publication.state.text().startswith("已登记：2025年1月20日公布，网址：https")
    page.session.undo_stack.undo()
    assert page.session.report.published is None
    assert publication.state.text() == "未登记。"


def test_files_of_a_report_that_was_changed_since_are_called_so(
    qtbot: QtBot, page: ExportPage
) -> None:
    def is_said() -> bool:
        return any("改动前的内容" in one.text() for one in seen(page.written))

    def seen(card: QWidget) -> list[QLabel]:
        return [one for one in card.findChildren(QLabel) if one.isVisible()]

    choose_stage(page, Stage.FINAL)
    click(qtbot, page.export_button)
    assert page.written.count() > 0 and not is_said()
    report = page.session.report
    noted = Published(date(2025, 1, 20), "https://www.example.com/a")
    page.session.apply(replace(report, published=noted), "登记公布")
    assert not is_said()
    page.session.undo_stack.undo()  # a change of a published report would be asked about
    page.session.put("requests/received/natural", "9999")
    assert is_said()
    page.session.undo_stack.undo()
    assert not is_said()
    page.session.put("requests/received/natural", "9999")
    page.collect_each()
    assert page.written.count() > 0 and not is_said()


def test_the_next_report_begins_with_the_documents_that_were_exported_last(
    qtbot: QtBot, page: ExportPage
) -> None:
    assert Settings().export_kinds == ["word", "excel", "web"]
    for name in ("网页", PDF):
        click(qtbot, page.choices.kinds[name])
    assert Settings().export_kinds == ["word", "excel", "web"]  # until they are written
    click(qtbot, page.export_button)
    assert Settings().export_kinds == ["word", "excel", "pdf"]
    again = ExportPage(page.session, Settings())
    qtbot.addWidget(again)
    assert again.choices.wants_pdf and again.choices.chosen == ["word", "excel"]
    for name in ("Word 文件", "Excel 表格", PDF, ACCOMPANYING):
        click(qtbot, page.choices.kinds[name])
    click(qtbot, page.export_button)
    assert Settings().export_kinds == [
        "word",
        "excel",
        "pdf",
    ]  # internal papers alone are no choice


def test_exports_of_a_folder_go_where_they_went_last(page: ExportPage, tmp_path: Path) -> None:
    settings, draft = Settings(), page.session.path
    assert settings.export_folder(draft) == tmp_path
    (tmp_path / "out").mkdir()
    settings.remember_export(draft, tmp_path / "out")
    assert Settings().export_folder(draft) == tmp_path / "out"
    assert Settings().export_folder(tmp_path / "other" / "b.gknb") == tmp_path / "other"
    (tmp_path / "out").rmdir()
    assert Settings().export_folder(draft) == tmp_path


def test_choices_and_pages_stand_side_by_side_or_behind_tabs(
    qtbot: QtBot, page: ExportPage
) -> None:
    window = page.window()
    em = page.fontMetrics().height()
    window.resize(em * 90, em * 40)
    qtbot.waitUntil(lambda: page.preview.isVisible() and page.column.isVisible())
    assert not page.tabs.isVisible()
    window.resize(em * 55, em * 30)
    qtbot.waitUntil(lambda: page.tabs.isVisible() and not page.preview.isVisible())
    page.tabs.setCurrentIndex(1)
    assert page.preview.isVisible()
    assert not page.column.isVisible()


def test_no_choice_is_wider_than_its_column(qtbot: QtBot, page: ExportPage) -> None:
    choose_stage(page, Stage.FINAL)
    click(qtbot, page.export_button)
    inside = page.column.widget()
    assert inside is not None
    assert inside.minimumSizeHint().width() <= page.column.viewport().width()


def test_from_the_folder_tab_leads_to_the_stages(qtbot: QtBot, page: ExportPage) -> None:
    page.begin()
    window = page.window()
    assert window.focusWidget() is page.choices.folder
    for _ in range(2):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert window.focusWidget() is page.choices.stage.buttons["草稿"]


def test_a_kind_is_chosen_by_a_click_anywhere_on_its_tile(qtbot: QtBot, page: ExportPage) -> None:
    tile = page.choices.kinds["网页"]
    corner = tile.rect().bottomRight() - QPoint(3, 3)
    qtbot.mouseClick(tile, Qt.MouseButton.LeftButton, pos=corner)
    assert not tile.isChecked()
    qtbot.keyClick(tile, Qt.Key.Key_Space)
    assert tile.isChecked()
    assert tile.accessibleDescription() == ".html，网站公布"


def test_layout_is_folded_and_says_what_is_chosen(qtbot: QtBot, page: ExportPage) -> None:
    folded = page.layout_choices
    assert folded.summary.text() == "28.95 磅（每页22行），公文字体（小标宋、仿宋_GB2312）"
    assert not folded.pitch.isVisible()
    click(qtbot, folded.button)
    assert folded.pitch.isVisible()
    assert "▾" in folded.button.text()


def test_one_button_of_the_page_is_filled(page: ExportPage) -> None:
    filled = [b for b in page.findChildren(QPushButton) if b.property("role") == "primary"]
    assert filled == [page.export_button]


@pytest.mark.parametrize("size", [(640, 360), (960, 540)])
def test_the_choices_and_the_way_onward_are_on_a_small_screen(
    qtbot: QtBot, wizard: Wizard, page: ExportPage, size: tuple[int, int]
) -> None:
    seen = [*page.choices.kinds.values(), page.choices.folder, page.choices.stage]
    wizard.resize(*size)
    for widget in (*seen, page.choices.overwrite, page.export_button):
        qtbot.waitUntil(lambda widget=widget: is_seen_whole(wizard, widget))
    wizard.resize(1366, 768)
    qtbot.waitUntil(lambda: page.choices.isAncestorOf(page.export_button))
    assert [tile.property("lines") for tile in page.choices.kinds.values()] == ["two"] * 4 + ["one"]


def test_all_that_was_written_is_in_view_after_an_export(
    qtbot: QtBot, wizard: Wizard, page: ExportPage
) -> None:
    wizard.resize(1280, 720)
    QApplication.processEvents()
    page.run()
    qtbot.waitUntil(lambda: is_seen_whole(wizard, page.written))
    assert page.state.isVisible()


def is_seen_whole(wizard: Wizard, widget: QWidget) -> bool:
    room = widget.visibleRegion().boundingRect()
    return wizard.isAncestorOf(widget) and room.size() == widget.size()
