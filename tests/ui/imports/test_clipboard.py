"""A whole report on the clipboard: pasted into the windows, it begins an import like a file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QAction, QGuiApplication, QImage
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from intake import content, pasted, source
from intake.proposal import propose
from model.drafts import file_format, storage
from model.drafts.storage import Loaded
from model.report.report import Report
from tests.soak_files import documents_of
from tests.ui.conftest import shown, table_page
from tests.ui.copied import copied as as_text
from tests.ui.imports.test_importing import shown_dialog
from tests.ui.starting import answering, chosen, opened, start
from ui.application import Application
from ui.base.edits import GrowingText
from ui.base.session import Session
from ui.entry.new_dialog import NewDialog
from ui.entry.start_window import StartWindow
from ui.imports.clipboard import Copied
from ui.imports.dialog import ImportDialog
from ui.wizard import Wizard

MSO = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset="gb2312">'
    "<style>p.MsoNormal{mso-style-parent:'';}</style></head><body><!--StartFragment-->{}"
    "<!--EndFragment--></body></html>"
)


def body_of(report: Report) -> str:
    """Give what stands in the body of the web page of a report."""
    page = documents_of(report)["web.html"].decode()
    return page[page.index("<body>") + len("<body>") : page.index("</body>")]


def as_browser(report: Report) -> str:
    """Give a report as a browser copies it: a fragment without a document around it."""
    return f'<meta charset="utf-8"><article class="a"><b>{body_of(report)}</b></article>'


def as_wps(report: Report) -> str:
    """Give a report as WPS copies it: with marks of the fragment and styles of its own."""
    body = body_of(report).replace("<p>", '<p class="MsoNormal" style="mso-char-indent:2">')
    return MSO.replace("{}", body.replace("<td", '<td style="mso-border-alt:solid" valign=center'))


def copy(html: str = "", text: str = "") -> None:
    data = QMimeData()
    if html:
        data.setHtml(html)
    if text:
        data.setText(text)
    QGuiApplication.clipboard().setMimeData(data)


def paste_into(qtbot: QtBot, widget: object) -> None:
    qtbot.keyClick(widget, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize("made", [as_browser, as_wps, as_text], ids=["browser", "WPS", "text"])
def test_a_copied_report_is_read_as_its_file_would_be_and_leaves_nothing_on_the_disk(
    qtbot: QtBot, blank: Session, example: Report, tmp_path: Path, made: Callable[[Report], str]
) -> None:
    window = shown(qtbot, blank)
    before, written = blank.report, sorted(tmp_path.rglob("*"))
    if made is as_text:
        copy("<img src='a.png'>", as_text(example))
    else:
        copy(made(example), "无用的文字")
    window.list.setFocus()
    paste_into(qtbot, window.list)
    dialog = shown_dialog(qtbot, window)
    path = tmp_path / "年报.html"
    path.write_bytes(documents_of(example)["web.html"])
    told = propose(before, source.read(path, 2024))
    assert {one.part for one in dialog._proposal.changes} == {one.part for one in told.changes}
    assert dialog._proposal.unread == told.unread == ()
    assert dialog._title.text() == "导入：剪贴板"
    path.unlink()
    assert sorted(tmp_path.rglob("*")) == written
    assert blank.report is before


def test_the_menu_has_it_and_a_proposal_takes_the_next_one(
    qtbot: QtBot, blank: Session, example: Report
) -> None:
    window = shown(qtbot, blank)
    copy(as_browser(example))
    (act,) = [one for one in window.findChildren(QAction) if one.text().startswith("从剪贴板导入")]
    act.trigger()
    first = shown_dialog(qtbot, window)
    copy(text="一、总体情况\n（一）主动公开\n另一份。")
    with qtbot.waitSignal(first.destroyed):
        paste_into(qtbot, first.comparison)
    second = shown_dialog(qtbot, window)
    assert len(second._proposal.changes) < 5
    copy(as_browser(example))
    with qtbot.waitSignal(second.destroyed):
        paste_into(qtbot, second.notes)
    assert len(shown_dialog(qtbot, window)._proposal.changes) > 200


def test_a_field_of_text_and_a_table_keep_what_is_pasted_into_them(
    qtbot: QtBot, blank: Session
) -> None:
    window = shown(qtbot, blank)
    page = window.show_step("overview")
    field = page.findChildren(GrowingText)[0]
    field.setFocus()
    copy("<p>一句话</p>", "一句话")
    paste_into(qtbot, field)
    assert "一句话" in field.text()
    table = table_page(window, "disclosure")
    table.go_to("disclosure/normative/issued")
    copy("<table><tr><td>5</td></tr></table>", "5")
    paste_into(qtbot, table.view)
    assert blank.report.values == {"disclosure/normative/issued": 5}
    assert not window.importing.busy
    assert not window.findChildren(ImportDialog)


@pytest.mark.parametrize(
    ("html", "text", "why"),
    [
        ("", "", "剪贴板中没有可以导入的文字。"),
        ("<style>p{color:red}</style><!--[if mso]>甲<![endif]--><img src=a>", " ", "没有可以导入"),
        ("", "通知：明天开会。", "「剪贴板」中未识别出年报的表格或文字。选中整份年报"),
        ("", "甲" * (content.FILE // 3 + 1), "剪贴板中的内容超过32兆字节"),
        ("<p>甲" + "乙" * content.FILE, "", "剪贴板中的内容超过32兆字节"),
        ("", "{\\rtf1", "「剪贴板」：这种内容不能导入。选中整份年报"),
    ],
    ids=["nothing", "no words", "no report", "much text", "much HTML", "RTF"],
)
def test_a_clipboard_that_does_not_fit_is_one_sentence(
    qtbot: QtBot, wizard: Wizard, html: str, text: str, why: str
) -> None:
    before = wizard.session.report
    content = Copied(html, text, None)
    with qtbot.waitSignal(wizard.session.failed, check_params_cb=lambda said: why in said):
        wizard.importing._read(content)
    assert wizard.messages.text().endswith("。")
    assert wizard.session.report is before


def test_a_draft_that_was_copied_as_text_and_a_picture_are_refused(
    qtbot: QtBot, wizard: Wizard, example: Report
) -> None:
    copy(text=file_format.encode(example).decode())
    with qtbot.waitSignal(wizard.session.failed, check_params_cb=lambda said: "是草稿" in said):
        wizard.importing.paste()
    QGuiApplication.clipboard().setImage(QImage(4, 4, QImage.Format.Format_RGB32))
    with qtbot.waitSignal(wizard.session.failed, check_params_cb=lambda said: "没有可以" in said):
        wizard.importing.paste()


def test_too_much_html_gives_way_to_the_text(example: Report) -> None:
    pictures = f'<img src="data:{"A" * content.FILE}">'
    found = pasted.read_clipboard(f"<p>甲{pictures}", as_text(example), 2023)
    assert found.report.year == 2024
    assert found.is_complete


def test_the_clipboard_is_asked_once_for_each_form(
    qtbot: QtBot, blank: Session, example: Report
) -> None:
    """On X11 the program that copied may have ended when it is asked again."""
    asked: list[str] = []

    class Counting(QMimeData):
        def formats(self) -> list[str]:
            return ["text/html", "text/plain"]

        def hasFormat(self, kind: str) -> bool:
            return kind in self.formats()

        def retrieveData(self, kind: str, preferred: object) -> object:
            asked.append(kind)
            return as_browser(example) if kind == "text/html" else "文字"

    window = shown(qtbot, blank)
    QGuiApplication.clipboard().setMimeData(Counting())
    window.importing.paste()
    dialog = shown_dialog(qtbot, window)
    dialog.take_chosen()
    assert [one for one in asked if "html" in one] == ["text/html"]
    assert len([one for one in asked if "plain" in one]) == 1


def test_a_file_that_was_copied_is_imported_as_if_dropped(
    qtbot: QtBot, blank: Session, example: Report, tmp_path: Path
) -> None:
    path = tmp_path / "年报.docx"
    path.write_bytes(documents_of(example)["word.docx"])
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    QGuiApplication.clipboard().setMimeData(data)
    window = shown(qtbot, blank)
    window.importing.paste()
    assert shown_dialog(qtbot, window)._title.text() == "导入：年报.docx"


def pressed(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> tuple[Application, StartWindow]:
    """Press Ctrl+V on the start window; new reports are begun as they are proposed."""
    monkeypatch.setattr(NewDialog, "exec", lambda dialog: dialog.accept())
    application, window = start(qtbot)
    paste_into(qtbot, window)
    return application, window


def test_the_start_window_begins_a_report_on_the_unit_and_the_year_that_were_copied(
    qtbot: QtBot, example: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy(as_browser(example))
    asked = answering(monkeypatch, "导入新报告")
    application, _ = pressed(qtbot, monkeypatch)
    report = opened(qtbot, application)
    assert "全部识别。\n青岚市商务局2024年度报告。" in asked[0]
    assert (report.unit.name, report.year, report.values) == ("青岚市商务局", 2024, {})
    assert application.wizard is not None
    dialog = shown_dialog(qtbot, application.wizard)
    assert dialog.heading.text() == ""
    dialog.take_chosen()
    assert application.wizard.session.report.values == example.values


def test_the_start_window_imports_into_a_draft_that_is_chosen(
    qtbot: QtBot, example: Report, empty: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = storage.save(Loaded(empty, tmp_path / "a.gknb", "")).path
    copy(as_wps(example))
    answering(monkeypatch, "导入已有草稿…")
    chosen(monkeypatch, path)
    application, _ = pressed(qtbot, monkeypatch)
    assert opened(qtbot, application) == empty
    assert application.wizard is not None
    assert shown_dialog(qtbot, application.wizard).heading.text().startswith("来源是青岚市商务局")


def test_the_start_window_begins_a_report_that_follows_the_one_that_was_copied(
    qtbot: QtBot, example: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy(as_browser(example))
    answering(monkeypatch, "作为上年报告新建")
    application, _ = pressed(qtbot, monkeypatch)
    report = opened(qtbot, application)
    assert (report.year, report.unit.name) == (2025, "青岚市商务局")
    assert report.previous is not None
    assert report.previous.source == "剪贴板"
    assert application.wizard is not None
    assert shown_dialog(qtbot, application.wizard).windowTitle() == "更新年份"


def test_the_start_window_says_why_and_goes_on_where_nothing_is_chosen(
    qtbot: QtBot, example: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    application, window = pressed(qtbot, monkeypatch)
    assert "剪贴板中没有可以导入的文字" in window._message.text()
    copy(as_browser(example))
    answering(monkeypatch, "取消")
    (button,) = [b for b in window.findChildren(QPushButton) if "从剪贴板导入" in b.text()]
    button.click()
    assert application.wizard is None
    assert window.isVisible()
