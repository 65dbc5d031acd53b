"""关于: facts for the telephone, folders that open, and a licence for every part."""

import json
import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from tests import ROOT
from tests.ui.conftest import menu_act
from tests.ui.starting import press, start
from ui.app import folders, parts
from ui.aside import facts
from ui.aside.windows import AboutWindow
from ui.input_method import arrangement
from ui.wizard import Wizard


@pytest.fixture
def window(qtbot: QtBot) -> AboutWindow:
    made = AboutWindow()
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Folders that were opened in the file manager."""
    found: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: found.append(url.toLocalFile()) or True
    )
    return found


def button(window: AboutWindow, words: str) -> QPushButton:
    return next(b for b in window.findChildren(QPushButton) if b.text() == words)


def test_the_version_is_the_projects() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == facts.VERSION


def test_it_says_what_is_asked_on_the_telephone(window: AboutWindow) -> None:
    sentence = window.facts.toPlainText()
    assert f"中文输入：{arrangement.choice().reason}" in sentence
    for words in (
        facts.NAME,
        f"版本：{facts.VERSION}",
        "国办公开办函〔2021〕30号；",
        "不需要网络，不向任何地方发送内容。",
        "offscreen",
        str(folders.settings_file()),
        str(folders.recovery_folder()),
        str(folders.log_file()),
    ):
        assert words in sentence
    assert "存放方式" not in sentence


def test_all_of_it_is_copied_as_text(window: AboutWindow) -> None:
    button(window, "复制全部信息").click()
    lines = QApplication.clipboard().text().splitlines()
    assert lines[:2] == [facts.NAME, f"版本：{facts.VERSION}"]
    assert f"日志：{folders.log_file()}" in lines
    assert any(line.startswith("PySide6_Essentials 6.8.3　LGPL") for line in lines)
    assert window.message.text().startswith("已复制")


def test_a_folder_is_opened_by_keyboard_the_nearest_that_exists(
    qtbot: QtBot, window: AboutWindow, opened: list[str], own_folders: Path
) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.facts.hasFocus)
    for _ in range(3):  # 程序, 设置, 恢复副本
        qtbot.keyClick(window.facts, Qt.Key.Key_Tab)
    qtbot.keyClick(window.facts, Qt.Key.Key_Return)
    assert [*map(Path, opened)] == [own_folders]  # nothing was kept yet


def test_a_folder_that_cannot_be_opened_is_said(
    window: AboutWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: False)
    window.facts.anchorClicked.emit(QUrl.fromLocalFile("/nowhere"))
    assert window.message.text() == "未能打开「/nowhere」。"


@pytest.mark.parametrize("where", ["beside the program", "write-protected"])
def test_it_says_where_a_portable_program_keeps_its_files(
    where: str, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(folders.APART)
    (tmp_path / "portable").touch()
    monkeypatch.setattr(folders, "program_folder", lambda: tmp_path)
    if where == "write-protected":
        (tmp_path / "data").touch()
    window = AboutWindow()
    qtbot.addWidget(window)
    sentence = window.facts.toPlainText()
    expected = "随身使用" if where == "beside the program" else "程序所在的文件夹不能写入"
    assert f"存放方式：{expected}" in sentence


def test_every_locked_part_has_its_licence_from_source(window: AboutWindow) -> None:
    shown = [window.list.item(row).text() for row in range(window.list.count())]
    for name in (
        "lxml",
        "Lucide",
        "msgspec",
        "openpyxl",
        "platformdirs",
        "PySide6_Essentials",
        "rich",
    ):
        assert any(line.startswith(f"{name} ") for line in shown)
    assert not any(line.startswith("pytest") for line in shown)
    assert all(part.licence for part in parts.parts())
    window.list.setCurrentRow(next(n for n, line in enumerate(shown) if line.startswith("msgspec")))
    assert "Redistribution" in window.licence.toPlainText()


def test_the_frozen_program_shows_the_list_it_was_made_with(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    components = [
        {"name": "Qt", "version": "6.8.3", "licenses": [{"license": {"id": "LGPL-3.0-only"}}]},
        {"name": "lxml", "version": "6", "licenses": [{"expression": "BSD-3-Clause AND MIT"}]},
        {"name": "glib", "licenses": [{"license": {"name": "A"}}, {"license": {"name": "B"}}]},
        {"name": "nothing"},
    ]
    (tmp_path / "parts.json").write_text(json.dumps({"components": components}))
    (tmp_path / "Qt.txt").write_text("许可全文", "utf-8")
    monkeypatch.setattr(parts, "LICENCES", tmp_path)
    window = AboutWindow()
    qtbot.addWidget(window)
    assert [window.list.item(row).text() for row in range(4)] == [
        "glib 　A / B",
        "lxml 6　BSD-3-Clause AND MIT",
        "nothing 　",
        "Qt 6.8.3　LGPL-3.0-only",
    ]
    assert window.licence.toPlainText() == "许可文本不在本机。"
    window.list.setCurrentRow(3)
    assert window.licence.toPlainText() == "许可全文"


@pytest.mark.parametrize("content", [b"", b"[]", b'{"components": 3}', b'{"components": [3]}'])
def test_a_broken_list_leaves_the_rest_of_the_window(
    content: bytes, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "parts.json").write_bytes(content)
    monkeypatch.setattr(parts, "LICENCES", tmp_path)
    window = AboutWindow()
    qtbot.addWidget(window)
    assert window.list.count() == 0
    assert facts.VERSION in window.facts.toPlainText()


def test_it_is_reached_from_the_menu_and_from_the_start(qtbot: QtBot, wizard: Wizard) -> None:
    menu_act(wizard, "关于…").trigger()
    (window,) = wizard.findChildren(AboutWindow)
    assert window.isVisible()
    button(window, "关闭").click()
    _, first = start(qtbot)
    press(qtbot, first, "关于")
    assert first.findChildren(AboutWindow)


@pytest.mark.parametrize("known", [True, False])
def test_the_system_is_called_by_the_name_its_keepers_know(
    known: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def release() -> dict[str, str]:
        if known:
            return {"PRETTY_NAME": "统信桌面操作系统 20"}
        raise OSError

    monkeypatch.setattr(facts.platform, "freedesktop_os_release", release)
    (system,) = (fact.text for fact in facts.facts() if fact.name == "系统")
    assert system.startswith("统信桌面操作系统 20，Linux " if known else "Linux ")
    assert "glibc 2." in system
