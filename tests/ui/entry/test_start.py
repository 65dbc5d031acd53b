"""The start: what can be opened, and what is said of each recent draft."""

from dataclasses import replace
from pathlib import Path

import platformdirs
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QScreen
from pytestqt.qtbot import QtBot

from model.drafts import storage
from model.drafts.storage import Loaded
from model.report.answers import put
from model.report.report import Report, Stage
from tests.ui.starting import CELL, opened, press, saved, start, states
from ui.app import folders
from ui.application import Application
from ui.aside.settings_dialog import SettingsDialog
from ui.aside.windows import HelpWindow
from ui.base.settings import Settings
from ui.entry.start_window import _shortened


def test_the_last_draft_goes_on_in_one_click(qtbot: QtBot, tmp_path: Path, empty: Report) -> None:
    path = storage.save(Loaded(empty, tmp_path / "a.gknb", "")).path
    Settings().remember(path)
    application, window = start(qtbot)
    press(qtbot, window, "继续填报：a.gknb")
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
    press(qtbot, window, "继续填报：a.gknb")
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


def test_a_long_name_does_not_widen_the_button() -> None:
    assert _shortened("2025年青岚市农业农村和水利事务发展中心年报.gknb") == (
        "2025年青岚市农业农…展中心年报.gknb"
    )


def test_the_settings_are_reached_from_the_start(qtbot: QtBot) -> None:
    _, window = start(qtbot)
    press(qtbot, window, "设置…")
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
    assert window.recent.count() == 0
    with qtbot.waitSignal(window.painted):
        window.show()
    assert window.recent.count() == 0
    qtbot.waitUntil(lambda: window.recent.count() == 1)


def test_where_there_are_no_drafts_it_is_said_how_to_begin(qtbot: QtBot) -> None:
    _, window = start(qtbot)
    qtbot.waitUntil(lambda: window._message.text().startswith("最近没有草稿。新建报告"))
