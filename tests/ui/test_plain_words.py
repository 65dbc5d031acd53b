"""Words of strangers are words: no label, question, tooltip or title takes them for HTML."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example as case
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage, QKeySequence, Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QToolTip,
    QWidget,
)
from pytestqt.qtbot import QtBot

from model import resources
from model.drafts import presence, storage
from model.drafts.presence import Editor
from model.drafts.storage import Loaded
from model.form import catalog
from model.report import subheads, tallies
from model.report.answers import put
from model.report.report import Reason, Report
from tests import ROOT, new_form
from tests.ui import seeing
from tests.ui.conftest import shown
from tests.ui.opened import noticing
from tests.ui.plainness import interpreted, words_of
from tests.ui.starting import start, states, typed_but_not_saved
from tests.ui.test_names import WINDOWS
from ui.app import clock, folders, steps
from ui.aside.browser import Browser, words
from ui.aside.windows import FormsDialog, show_help
from ui.base import file_dialogs, widgets
from ui.base.session import Session
from ui.base.widgets import Label, ask, keyless, tip_words, tipped, titled
from ui.entry import opening
from ui.entry.watching import editor_sentence
from ui.text.page import TextPage

IMAGE = "<img src='file:%2fdev%2fnull'>"
WORD = f"某局{IMAGE}&乙[*]"
TURNED = f"{WORD}\u202e"
FILE = TURNED.translate(dict.fromkeys(map(ord, "<>:*"))) if sys.platform == "win32" else TURNED
"""The words as the name of a file, without what Windows takes in none."""
RICH = [
    "<b>甲</b>",
    IMAGE,
    "甲&lt;乙",
    "<!doctype html>",
    "<?xml version='1'?><b>",
    "甲\n<qt>",
    "<p",
]


def hostile(report: Report) -> Report:
    """Put the words into every place that a draft has for words, and numbers that are none."""
    for field in ("name", "self_name", "address", "signature", "website"):
        report = put(report, f"unit/{field}", TURNED)
    report, key = subheads.add_last(report, "other", TURNED)
    report = subheads.write(report, key, WORD)
    report, tally = tallies.add(report, key, WORD)
    kept = report.tally(tally)
    assert kept is not None
    report = tallies.rename(report, kept, WORD, WORD)
    kept = report.tally(tally)
    assert kept is not None
    report, part = tallies.add_part(report, kept, WORD)
    kept = report.tally(tally)
    assert kept is not None
    report = put(report, kept.address(part), WORD)
    for cell in ("requests/handled.granted/natural", "disclosure/licences/decisions"):
        report = put(report, cell, WORD)
        for what in ("remark", "source"):
            report = put(report, f"{cell}#{what}", IMAGE)
    report = put(report, "figure/motions", WORD)
    report = put(report, "note/requests", WORD)
    report = put(report, "text/overview.supervision", f"联系人电话13800138000。{WORD}")
    return report.with_entry("reasons", "rule/1", Reason(WORD, "1", "2"))


@pytest.fixture
def strange(qtbot: QtBot, tmp_path: Path, example: Report) -> Session:
    """A draft as a stranger may have made it, under a name that he gave it."""
    report = hostile(example)
    resources.set_forms_folder(folders.forms_folder())
    return Session(storage.save(Loaded(report, tmp_path / f"{FILE}.gknb", "")))


def test_every_step_shows_the_words_of_a_stranger_as_words(qtbot: QtBot, strange: Session) -> None:
    wizard = shown(qtbot, strange)
    wizard.say(f"无法读取「{TURNED}」。")
    wizard.warn(f"「{TURNED}」")
    for step in steps.steps_of(strange.report):
        wizard.show_step(step.key).begin()
        for page in wizard.findChildren(TextPage):
            page.last.setVisible(True)
            for box in page.boxes.values():
                page.last.show_for(box.key, box.editor)
        QApplication.processEvents()
        assert interpreted(wizard) == [], step.key
    page = wizard.show_step("requests")
    page.go_to("requests/handled.granted/natural")
    strange.apply(put(strange.report, "unit/name", WORD), f"删除「{TURNED}」")
    assert interpreted(wizard) == []
    assert words_of(wizard).count(IMAGE) > 10


@pytest.mark.parametrize("build", WINDOWS, ids=lambda build: build.__name__)
def test_every_window_shows_the_words_of_a_stranger_as_words(
    qtbot: QtBot, strange: Session, build: Callable[[QtBot, Session], QWidget]
) -> None:
    window = build(qtbot, strange)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    QApplication.processEvents()
    assert interpreted(window) == []


def test_the_recent_and_recovered_drafts_of_a_stranger_are_words(
    qtbot: QtBot, tmp_path: Path, example: Report
) -> None:
    typed_but_not_saved(hostile(example), tmp_path / f"{FILE}.gknb")
    _, window = start(qtbot)
    states(qtbot, window)
    window.say(f"「{TURNED}」不是草稿。")
    qtbot.waitUntil(lambda: "上次未保存的内容" in words_of(window))
    assert interpreted(window) == []
    said = words_of(window)
    assert said.count("img src=") >= 4  # in the name of a file without <
    assert "\u202e" not in said
    assert "\\u202e" in said
    names = [button.accessibleName() for button in window.findChildren(QPushButton)]
    assert any(name.startswith(f"继续填写：{FILE}"[:12]) for name in names)


def test_a_strange_form_is_listed_in_words(qtbot: QtBot, tmp_path: Path) -> None:
    resources.set_forms_folder(folders.forms_folder())
    edits = (new_form.BASIS, TURNED.replace("\u202e", "\\u202E")), (new_form.LABEL, f"3.{WORD}")
    new_form.written(folders.forms_folder(), "2027.toml", *edits)
    dialog = FormsDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    assert IMAGE in words_of(dialog)
    assert interpreted(dialog) == []


def test_the_help_of_a_strange_form_is_words(qtbot: QtBot, tmp_path: Path) -> None:
    resources.set_forms_folder(folders.forms_folder())
    guided = "![图](/dev/null) <b>粗</b> &lt;i&gt; **重** `码`"
    text = 'title    = "主动公开方面"'
    path = new_form.written(folders.forms_folder(), "2027.toml", (text, f'title = "{guided}"'))
    form = catalog.added_form(path.read_bytes(), path.name)
    parent = QWidget()
    qtbot.addWidget(parent)
    window = show_help(parent, form, "overview")
    assert guided in window.browser.toPlainText()


def questions(qtbot: QtBot, read: Callable[[QMessageBox], None]) -> None:
    """Look at the next question once it is shown, and give the first answer."""

    def look() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox) or not box.isVisible():
            QTimer.singleShot(0, look)
            return
        try:
            read(box)
        finally:
            box.buttons()[0].click()

    QTimer.singleShot(0, look)


def test_a_question_says_its_words_and_gives_the_answer_that_was_chosen(qtbot: QtBot) -> None:
    seen: list[str] = []

    def read(box: QMessageBox) -> None:
        assert interpreted(box) == []
        seen.append(box.text())
        assert box.buttons()[0].text() == "甲&&乙"

    questions(qtbot, read)
    assert ask(None, f"问[*]{IMAGE}", TURNED * 100, ("甲&乙", "取消")) == "甲&乙"
    assert seen[0].startswith(WORD)
    assert "\u202e" not in seen[0]
    assert len(seen[0]) <= widgets.SENTENCE


def test_who_has_a_draft_open_is_said_in_words_and_shortly(
    qtbot: QtBot, tmp_path: Path, empty: Report
) -> None:
    path = storage.save(Loaded(empty, tmp_path / "a.gknb", "")).path
    now = clock.now()
    presence.announce(path, Editor(f"{TURNED}{'长' * 9000}", IMAGE * 9000, 4711, now), now)
    assert json.loads(presence.advice_place(path).read_text("utf-8"))["pid"] == 4711
    seen: list[str] = []

    def read(box: QMessageBox) -> None:
        assert interpreted(box) == []
        seen.append(box.text())
        assert box.height() < 400

    questions(qtbot, read)
    loaded = opening.load(path)
    assert loaded is not None
    assert loaded.path == path
    assert seen[0].startswith(f"此草稿正由 {WORD}")
    assert len(seen[0]) < 200
    assert len(editor_sentence(Editor("长" * 9000, "PC", 1, now), now)) < 80


def test_what_the_file_dialog_asks_is_asked_in_words(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    seen: list[object] = []

    def dialog(*_: object, **__: object) -> tuple[str, str]:
        chooser = QFileDialog(parent)
        chooser.setOption(QFileDialog.Option.DontUseNativeDialog)
        chooser.show()
        box = QMessageBox(QMessageBox.Icon.Warning, "删除", IMAGE, parent=chooser)
        box.show()
        seen.append(interpreted(box))
        box.close()
        chooser.close()
        return "", ""

    for name in ("getOpenFileName", "getSaveFileName", "getOpenFileNames"):
        monkeypatch.setattr(QFileDialog, name, dialog)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: dialog()[0])
    assert file_dialogs.file_to_open(parent, "打开", "", "") is None
    assert file_dialogs.file_to_save(parent, "保存", "", "") is None
    assert file_dialogs.files_to_open(parent, "打开", "", "") == []
    assert file_dialogs.folder_to_use(parent, "文件夹", "") == ""
    assert seen == [[], [], [], []]


@pytest.mark.parametrize("text", [*RICH, WORD, TURNED, "甲&乙", "甲&&乙"])
def test_a_label_shows_what_it_is_given(qtbot: QtBot, text: str) -> None:
    label, field = Label(text), QLineEdit()
    for widget in (label, field):
        qtbot.addWidget(widget)
    shown_first = label.text()
    label.setBuddy(field)
    assert label.text() == shown_first == text.replace("\u202e", "\\u202e")
    label.setText(text)
    assert label.text() == shown_first
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert QKeySequence.mnemonic(QLabel.text(label)).isEmpty()
    assert seeing.name_of(label) == shown_first


def test_an_endless_name_makes_no_endless_label(qtbot: QtBot) -> None:
    label = Label("长" * 5_000_000)
    qtbot.addWidget(label)
    assert len(label.text()) == 5000
    assert label.text().endswith("…")


@given(st.text(st.sampled_from("<>&!?;/ \n甲bqtimgltxmldoc='\""), max_size=40))
@case("<?xml version='1'?><b>")
@case("甲&lt;")
@case("\n\n<!DOCTYPE>")
def test_no_tooltip_is_taken_for_html(text: str) -> None:
    tip = tip_words(text)
    assert not Qt.mightBeRichText(tip)
    assert tip.replace("\u2060", "") == text


@pytest.mark.parametrize("text", ["单位：水务局", "甲 < 乙", "R&D", "某局 <2024>", "/a/b.gknb"])
def test_a_plain_tooltip_stays_as_it_is(text: str) -> None:
    assert tip_words(text) == text


def test_a_long_tooltip_has_short_lines_and_an_end() -> None:
    tip = tip_words("长" * 100_000)
    assert max(map(len, tip.split("\n"))) <= 100
    assert len(tip) < 1100


@pytest.mark.qt_log_ignore("does not support raise")
def test_a_tooltip_is_shown_as_words(qtbot: QtBot) -> None:
    button = tipped(QPushButton("甲"), WORD)
    qtbot.addWidget(button)
    with qtbot.waitExposed(button):
        button.show()
    QToolTip.showText(button.mapToGlobal(button.rect().center()), button.toolTip(), button)
    shown_tip = next(
        one for one in QApplication.topLevelWidgets() if one.objectName() == "qtooltip_label"
    )
    assert isinstance(shown_tip, QLabel)
    assert shown_tip.text().replace("\u2060", "") == WORD
    assert not Qt.mightBeRichText(shown_tip.text())
    QToolTip.hideText()


def test_to_remove_has_one_word_wherever_it_is_said() -> None:
    said = [
        path
        for room in ("model", "export", "intake", "ui", "resources", "docs")
        for path in (ROOT / room).rglob("*")
        if path.suffix in (".py", ".toml", ".md", ".txt")
    ]
    assert len(said) > 250
    assert [path for path in said if "删去" in path.read_text("utf-8")] == []


@pytest.mark.parametrize("name", ["甲[*]", "[*][*]乙", "[*", "甲&乙", TURNED, "长" * 9000])
def test_a_window_title_shows_what_it_is_given(qtbot: QtBot, name: str) -> None:
    window = titled(QDialog(), name)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    title = window.windowHandle().title()
    assert title.startswith(name.replace("\u202e", "\\u202e")[:150])
    assert len(title) <= 400


@pytest.mark.parametrize("text", ["R&D", "a&&b", "甲\t乙", "\u202e"])
def test_words_on_a_button_are_no_key(qtbot: QtBot, text: str) -> None:
    button = QPushButton(keyless(text))
    qtbot.addWidget(button)
    assert button.shortcut().isEmpty()
    assert seeing.name_of(button) == text.replace("\t", " ").replace("\u202e", "\\u202e")


@pytest.mark.parametrize("as_words", [True, False])
def test_a_page_of_help_loads_nothing_and_opens_nothing(
    qtbot: QtBot, tmp_path: Path, as_words: bool
) -> None:
    canary = tmp_path / "canary.png"
    QImage(4, 4, QImage.Format.Format_RGB32).save(str(canary))
    url = canary.as_uri()
    tags = (
        f"<img src='{url}'><img src='{canary}'><link rel=stylesheet href='{url}'>"
        f"<style>@import '{url}';</style><table background='{url}'><tr><td>甲</td></tr></table>"
        f"<a href='{url}'>乙</a>"
    )
    browser = Browser("页")
    qtbot.addWidget(browser)
    with noticing(tmp_path) as opened:
        browser.show_page(words(tags) if as_words else tags)
        with qtbot.waitExposed(browser):
            browser.show()
        browser.grab()
        browser.show_markdown(f"# 题\n![图]({url}) {tags}")
        browser.grab()
        for one in QWidget.findChildren(browser, QWidget):
            one.grab()
    assert opened == []
    assert not browser.openLinks()
    if as_words:
        browser.show_page(words(tags))
        assert browser.toPlainText().startswith("<img src=")
    browser.show_markdown("<b>甲</b>")
    assert browser.toPlainText() == "<b>甲</b>"


def test_the_watch_on_the_folder_notices_what_qt_opens(qtbot: QtBot, tmp_path: Path) -> None:
    canary = tmp_path / "canary.png"
    QImage(4, 4, QImage.Format.Format_RGB32).save(str(canary))
    label = QLabel(f"<img src='{canary}'>")
    qtbot.addWidget(label)
    with noticing(tmp_path) as opened:
        label.grab()
    assert "canary.png" in opened
