"""The start: what can be opened, and what is said of each recent draft."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import platformdirs
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QScreen
from PySide6.QtWidgets import QApplication, QLabel, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from model.checks.check import check
from model.drafts import storage
from model.drafts.storage import Loaded
from model.form import catalog
from model.report.answers import put
from model.report.report import Published, Report, Stage
from tests import ROOT
from tests.ui.starting import CELL, opened, press, saved, start, states
from ui.app import folders
from ui.application import Application
from ui.aside.settings_dialog import SettingsDialog
from ui.aside.windows import HelpWindow
from ui.base.settings import Settings
from ui.entry.cards import RECENT
from ui.entry.start_window import BASIS
from ui.look import tokens
from ui.look.tokens import CONTRAST, DARK, LIGHT, Theme


def test_the_last_draft_goes_on_in_one_click(qtbot: QtBot, tmp_path: Path, empty: Report) -> None:
    path = storage.save(Loaded(empty, tmp_path / "a.gknb", "")).path
    Settings().remember(path)
    application, window = start(qtbot)
    press(qtbot, window, "继续填写")
    assert opened(qtbot, application) == empty


def test_the_example_becomes_a_file_of_the_clerks_own(
    qtbot: QtBot, tmp_path: Path, empty: Report
) -> None:
    Settings().remember(storage.save(Loaded(empty, tmp_path / "a.gknb", "")).path)
    application, window = start(qtbot)
    press(qtbot, window, "看示例")
    assert opened(qtbot, application).unit.name == "青岚市商务局"
    assert (tmp_path / "年报示例.gknb").is_file()


def test_a_draft_that_cannot_be_opened_is_explained(qtbot: QtBot, tmp_path: Path) -> None:
    bad = tmp_path / "bad.gknb"
    bad.write_bytes(b"")
    _, window = start(qtbot)
    window.chosen.emit(bad)
    assert "文件是空的" in window._message.text()


def test_the_wizard_takes_the_place_of_the_start(
    qtbot: QtBot, tmp_path: Path, empty: Report
) -> None:
    application, window = start(qtbot)
    wizard = application.show_report(storage.save(Loaded(empty, tmp_path / "a.gknb", "")))
    qtbot.addWidget(wizard)
    assert not window.isVisible()
    assert wizard.isVisible()
    assert "某市水务局" in wizard.windowTitle()


def test_where_there_is_no_documents_folder_the_home_folder_is_offered(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv(folders.APART)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setattr(platformdirs, "user_documents_dir", lambda: str(tmp_path / "Documents"))
    assert folders.documents_folder() == tmp_path
    (tmp_path / "Documents").mkdir()
    assert folders.documents_folder() == tmp_path / "Documents"


def test_recent_drafts_say_whose_they_are_how_far_and_when(
    qtbot: QtBot, tmp_path: Path, empty: Report, example: Report
) -> None:
    saved(empty, tmp_path / "a.gknb")
    saved(replace(example, stage=Stage.REVIEW), tmp_path / "b.gknb")
    saved(put(example, "text/other.matters", "（内部资料）"), tmp_path / "d.gknb")
    saved(put(example, CELL, "1"), tmp_path / "c.gknb")
    _, window = start(qtbot)
    wrong, published, finished, begun = states(qtbot, window)
    assert "\n公布前提示 1　保存于" in published
    assert wrong.startswith("青岚市商务局　2024年度\n错误 1")
    assert "\n已填完 · 送审稿　保存于 今天 " in finished
    assert begun.startswith("某市水务局　2024年度\n未填 ")
    assert begun.endswith("a.gknb")


def test_a_draft_that_cannot_be_read_says_so_and_can_be_taken_off_the_list(
    qtbot: QtBot, tmp_path: Path, empty: Report
) -> None:
    saved(empty, tmp_path / "a.gknb")
    (tmp_path / "bad.gknb").write_bytes(b"")
    for name in ("bad.gknb", "gone.gknb"):
        Settings().remember(tmp_path / name)
    _, window = start(qtbot)
    gone, bad, _ = states(qtbot, window)
    assert gone == "gone.gknb\n✗ 无法读取：文件或文件夹不存在。核对路径。"
    assert bad.startswith("bad.gknb\n✗ 文件是空的")
    window.recent.setCurrentRow(0)
    press(qtbot, window, "从列表中移除")
    assert [path.name for path in Settings().recent] == ["bad.gknb", "a.gknb"]
    assert window._message.text() == "已从列表中移除「gone.gknb」，文件未删除。"
    assert window.recent.count() == 2


def test_one_goes_on_with_the_latest_draft_that_can_be_read(
    qtbot: QtBot, tmp_path: Path, empty: Report
) -> None:
    saved(empty, tmp_path / "a.gknb")
    Settings().remember(tmp_path / "gone.gknb")
    application, window = start(qtbot)
    states(qtbot, window)
    press(qtbot, window, "继续填写")
    assert opened(qtbot, application) == empty


def test_a_recent_draft_is_opened_from_the_list(
    qtbot: QtBot, tmp_path: Path, empty: Report, example: Report
) -> None:
    saved(example, tmp_path / "a.gknb")
    saved(empty, tmp_path / "b.gknb")
    application, window = start(qtbot)
    states(qtbot, window)
    window.recent.setCurrentRow(1)
    press(qtbot, window, "打开所选")
    assert opened(qtbot, application) == example


def test_the_draft_to_go_on_with_is_named(qtbot: QtBot, tmp_path: Path, empty: Report) -> None:
    path = tmp_path / f"{'年报' * 40}.gknb"
    saved(empty, path)
    _, window = start(qtbot)
    states(qtbot, window)
    assert window._continue.accessibleName() == f"继续填写：{path.name}"
    card = window.recent.visualItemRect(window.recent.item(0))
    corner = window.recent.viewport().mapFromGlobal(window._continue.mapToGlobal(QPoint()))
    assert card.contains(QRect(corner, window._continue.size()))


def test_tab_leads_from_going_on_to_the_list_and_to_the_acts(
    qtbot: QtBot, tmp_path: Path, empty: Report
) -> None:
    saved(empty, tmp_path / "a.gknb")
    _, window = start(qtbot)
    qtbot.waitUntil(window.isActiveWindow)
    states(qtbot, window)
    assert window.focusWidget() is window._continue
    qtbot.keyClick(window._continue, Qt.Key.Key_Tab)
    assert window.focusWidget() is window.recent
    qtbot.keyClick(window.recent, Qt.Key.Key_Tab)
    following = window.focusWidget()
    assert isinstance(following, QPushButton)
    assert following.text() == "从上年报告新建"
    window.following.disconnect()
    with qtbot.waitSignal(window.following):
        qtbot.keyClick(following, Qt.Key.Key_Space)


def test_enter_opens_and_delete_takes_a_selected_draft_off_the_list(
    qtbot: QtBot, tmp_path: Path, empty: Report
) -> None:
    saved(empty, tmp_path / "a.gknb")
    saved(empty, tmp_path / "b.gknb")
    _, window = start(qtbot)
    states(qtbot, window)
    qtbot.keyClick(window.recent, Qt.Key.Key_Delete)
    assert window.recent.count() == 2
    window.recent.setCurrentRow(0)
    qtbot.keyClick(window.recent, Qt.Key.Key_Delete)
    assert [path.name for path in Settings().recent] == ["a.gknb"]
    assert (tmp_path / "b.gknb").is_file()
    window.chosen.disconnect()
    with qtbot.waitSignal(window.chosen) as asked:
        window.recent.setCurrentRow(0)
        qtbot.keyClick(window.recent, Qt.Key.Key_Return)
    assert asked.args == [tmp_path / "a.gknb"]


def test_a_card_says_the_state_by_sign_word_and_colour(
    qtbot: QtBot, tmp_path: Path, empty: Report, example: Report
) -> None:
    published = replace(example, stage=Stage.FINAL, published=Published(date(2025, 1, 24)))
    reports = [empty, put(example, CELL, "1"), example, published]
    for number, report in enumerate(reports):
        saved(report, tmp_path / f"{number}.gknb")
    _, window = start(qtbot)
    states(qtbot, window)
    recents = [window.recent.item(row).data(RECENT) for row in range(4)][::-1]
    blank = check(empty).summary.blank
    assert [(one.badge, one.tone) for one in recents] == [
        (f"○ 未填 {blank}", "quiet"),
        ("✗ 1 处错误", "error"),
        (f"✓ 已填完 · {example.stage}", "fine"),
        ("✓ 已公布 2025年1月24日", "fine"),
    ]
    assert recents[0].filled < 0.1
    assert recents[2].filled == 1


@pytest.mark.parametrize("look", [LIGHT, DARK, CONTRAST], ids=lambda look: look.name)
def test_the_cards_are_painted_in_the_look_in_use(
    qtbot: QtBot, tmp_path: Path, example: Report, look: Theme
) -> None:
    saved(example, tmp_path / "a.gknb")
    _, window = start(qtbot)
    states(qtbot, window)
    before = tokens.theme()
    tokens.use(look)
    try:
        picture = window.recent.viewport().grab().toImage()
    finally:
        tokens.use(before)
    middle = window.recent.visualItemRect(window.recent.item(0)).center()
    assert picture.pixelColor(middle.x(), 4).name() == QColor(look.surface).name()
    assert picture.pixelColor(1, middle.y()).name() == QColor(look.accent).name()


def test_two_years_of_a_unit_with_a_long_name_are_told_apart(
    qtbot: QtBot, tmp_path: Path, example: Report
) -> None:
    unit = replace(example.unit, name="某市商务和投资促进与口岸物流综合协调管理局" * 2)
    for year in (2023, 2022, 2021):  # the first card is the latest and looks otherwise
        saved(replace(example, unit=unit, year=year), tmp_path / f"{year}.gknb")
    _, window = start(qtbot)
    states(qtbot, window)
    heads = []
    for row in (1, 2):
        card = window.recent.visualItemRect(window.recent.item(row))
        card.setHeight(window.recent.fontMetrics().height() + 10)  # its first line
        heads.append(window.recent.viewport().grab(card).toImage())
    assert heads[0] != heads[1]


def test_a_complaint_is_whole_on_its_card(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "bad.gknb").write_bytes(b"")
    Settings().remember(tmp_path / "bad.gknb")
    _, window = start(qtbot)
    states(qtbot, window)
    window.resize(640, 360)
    qtbot.waitUntil(lambda: window.recent.viewport().width() < 460)
    item = window.recent.item(0)
    small = QFont(window.recent.font())
    small.setPixelSize(12)
    wide = window.recent.viewport().width() - 28
    complaint = item.data(RECENT).complaint
    lines = -(-QFontMetrics(small).horizontalAdvance(complaint) // wide)
    assert lines > 1
    least = (lines + 1) * QFontMetrics(small).height()
    qtbot.waitUntil(lambda: window.recent.visualItemRect(item).height() >= least)


def test_the_basis_is_that_of_the_newest_form() -> None:
    assert catalog.form(catalog.keys()[-1]).basis == BASIS


@pytest.mark.parametrize("recent", [False, True])
def test_nothing_of_the_start_is_cut_on_a_small_screen(
    qtbot: QtBot, tmp_path: Path, empty: Report, recent: bool
) -> None:
    if recent:
        saved(empty, tmp_path / "a.gknb")
    _, window = start(qtbot)
    if recent:
        states(qtbot, window)
    window.resize(640, 360)
    qtbot.waitUntil(lambda: window._band.width() < 300)
    QApplication.processEvents()
    assert (window.width(), window.height()) == (640, 360)
    for button in window.findChildren(QPushButton):
        if button.isVisible():
            place = QRect(button.mapTo(window, QPoint()), button.size())
            assert window.rect().contains(place), button.text()
            assert button.width() >= button.sizeHint().width(), button.text()


def test_the_settings_are_reached_from_the_start(qtbot: QtBot) -> None:
    _, window = start(qtbot)
    press(qtbot, window, "设置")
    dialog = window.findChild(SettingsDialog)
    assert dialog is not None
    dialog.close()


@pytest.mark.parametrize("way", ["F1 in the list", "the button"])
def test_f1_at_the_start_opens_the_help_of_the_start(qtbot: QtBot, way: str) -> None:
    _, window = start(qtbot)
    qtbot.waitUntil(window.isActiveWindow)
    if way == "the button":
        press(qtbot, window, "帮助")
    else:
        qtbot.waitUntil(lambda: window.recent is not None)
        qtbot.keyClick(window.recent, Qt.Key.Key_F1)
    (guide,) = window.findChildren(HelpWindow)
    assert guide.contents.currentItem().text() == "新建、打开与保存"
    assert guide.browser.toPlainText().startswith("新建、打开与保存")


def test_other_keys_at_the_start_open_no_help(qtbot: QtBot) -> None:
    _, window = start(qtbot)
    qtbot.keyClick(window, Qt.Key.Key_F2)
    assert not window.findChildren(HelpWindow)


def test_the_start_leaves_room_on_a_small_screen(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = QRect(0, 0, 640, 360)
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _: small)
    _, window = start(qtbot)
    assert small.contains(QRect(small.topLeft(), window.size()))


def test_what_follows_waits_until_the_start_is_painted(qtbot: QtBot, tmp_path: Path) -> None:
    Settings().remember(tmp_path / "gone.gknb")
    window = Application(Settings()).show_start()
    qtbot.addWidget(window)
    window.hide()
    assert not window.findChildren(QListWidget)
    with qtbot.waitSignal(window.painted):
        window.show()
    assert not window.findChildren(QListWidget)
    qtbot.waitUntil(lambda: window.recent.count() == 1)


def test_the_button_to_go_on_stays_where_it_was_painted_first(
    qtbot: QtBot, tmp_path: Path, example: Report
) -> None:
    saved(example, tmp_path / "a.gknb")
    _, window = start(qtbot)
    with qtbot.waitSignal(window.painted):
        window.repaint()
    before = window._continue.geometry()
    states(qtbot, window)
    assert window._continue.isVisible()
    assert window._continue.geometry() == before


def test_where_there_are_no_drafts_it_is_said_how_to_begin(qtbot: QtBot) -> None:
    _, window = start(qtbot)
    qtbot.waitUntil(window.empty.isVisible)
    said = [label.text() for label in window.empty.findChildren(QLabel)]
    assert said[1] == "最近没有草稿"
    assert said[2].startswith("新建报告，或打开草稿")
    qtbot.waitUntil(lambda: not window.recent.isVisible())
    assert not window._continue.isVisible()


def test_enter_presses_a_button_of_the_start(qtbot: QtBot) -> None:
    _, window = start(qtbot)
    window.new.disconnect()
    button = next(one for one in window.findChildren(QPushButton) if one.text() == "新建报告")
    button.setFocus()
    with qtbot.waitSignal(window.new):
        qtbot.keyClick(button, Qt.Key.Key_Return)


PAINTED_FIRST = """
from pathlib import Path
from PySide6 import QtCore, QtWidgets
from ui import application
from ui.base.settings import Settings
settings = Settings()
settings.remember(Path.home() / "a.gknb")
qt = application.make_qt(settings)
program = application.Application(settings)
window = program.show_start()
def painted():
    made = {"Qt", "QStyle", "QWizard", "QMessageBox"} & {*vars(QtCore), *vars(QtWidgets)}
    print("painted", *made)
    qt.quit()
window.painted.connect(lambda: QtCore.QTimer.singleShot(0, painted))
qt.exec()
"""
"""Prints which of some large names Qt has made by the first painting: it makes each at first use,
the namespace Qt in 16 ms, and all kinds of widgets where one is asked for whose kind is unknown."""


def test_the_start_is_painted_before_qt_makes_names_that_it_does_not_use(tmp_path: Path) -> None:
    own = {folders.APART: str(tmp_path), "PYTHONPATH": str(ROOT)}
    call = [sys.executable, "-c", PAINTED_FIRST]
    done = subprocess.run(call, env=os.environ | own, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["painted"]
