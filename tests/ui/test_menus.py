"""The menus: letters that choose, the steps of the report, and the recent drafts."""

from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from ui.app import steps
from ui.base import launch
from ui.base.settings import Settings
from ui.menus import RecentsMenu
from ui.wizard import Wizard


def menus(wizard: Wizard) -> dict[str, QMenu]:
    bar = wizard.menuBar()
    found = bar.findChildren(QMenu, "", Qt.FindChildOption.FindDirectChildrenOnly)
    return {one.title(): one for one in found if one.title()}


def letters(acts: list[QAction]) -> list[str]:
    return [QKeySequence.mnemonic(one.text()).toString() for one in acts if one.text()]


def test_each_menu_and_each_act_in_it_has_a_letter_of_its_own(wizard: Wizard) -> None:
    assert list(menus(wizard)) == ["文件(&F)", "编辑(&E)", "转到(&G)", "帮助(&H)"]
    for name, menu in menus(wizard).items():
        found = Counter(letters(menu.actions()))
        assert "" not in found and max(found.values()) == 1, name


def test_every_step_is_in_the_menu_and_is_shown_by_it(wizard: Wizard) -> None:
    acts = menus(wizard)["转到(&G)"].actions()
    for act, step in zip(acts, steps.steps_of(wizard.session.report), strict=False):
        assert act.text().startswith(step.name.replace("&", "&&"))
        act.trigger()
        assert wizard.step == step.key


def test_recent_drafts_open_in_windows_of_their_own(
    wizard: Wizard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path | None] = []
    monkeypatch.setattr(launch, "open_window", lambda path=None: opened.append(path))
    settings = Settings()
    other = tmp_path / "上年&底稿.gknb"
    for path in (other, wizard.session.path):
        settings.remember(path)
    menu = RecentsMenu(wizard, settings, lambda: wizard.session.path)
    (act,) = menu.actions()
    assert act.text() == "上年&&底稿.gknb"
    act.trigger()
    assert opened == [other]
    settings.forget(other)
    menu.refresh()
    assert [(one.text(), one.isEnabled()) for one in menu.actions()] == [("没有其他草稿", False)]


def test_a_line_parts_what_belongs_together_from_the_rest(wizard: Wizard) -> None:
    acts = menus(wizard)["文件(&F)"].actions()
    below = [acts[n + 1].text()[:2] for n, act in enumerate(acts) if act.isSeparator()]
    assert below == ["保存", "导入", "打印", "历史", "设置", "关闭"]
