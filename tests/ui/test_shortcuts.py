"""Every shortcut of every window: where it acts, what it does, and whether it writes figures.

tests/data/shortcuts.txt lists them: key, window, its steps where it is not all of them, place of
the focus, act, and «figures» where the act writes some. ``GKNB_RECORD=1 ./test.sh
tests/ui/test_shortcuts.py`` writes it anew; read its difference. Keys that a widget takes itself
are found in the source, by the names of Qt's keys.
"""

import ast
import os
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QMenu, QWidget
from pytestqt.qtbot import QtBot

import ui
from model.combine.last_year import with_last
from model.report.report import Report
from tests.ui.conftest import shown, table_page
from ui.application import Application
from ui.base.session import Session
from ui.base.settings import Settings
from ui.imports.dialog import offer_years
from ui.wizard import Wizard

DATA = Path(__file__).parents[1] / "data" / "shortcuts.txt"
UI = Path(ui.__path__[0])
FIGURES = {
    "选中的空格填0": "requests/handled.granted/natural",
    "全表空格填0": "requests/received/natural",
    "本年无许可、处罚、强制、收费": "disclosure/licences/decisions",
    "本年无申请": "requests/received/natural",
    "本年无复议、诉讼": "review/figures/reconsideration.upheld",
    "按上年推算": "requests/carried_in/natural",
}
"""Acts that write figures, and a cell on which each is done below, and has to write some."""
KEPT = re.compile(r"(?:^|\+)(?:0|9|F4)$")
"""Keys that are kept for them."""
GIVING = {
    "aside/scale.py",
    "aside/windows.py",
    "base/inspector.py",
    "check/page.py",
    "export/page.py",
    "imports/dialog.py",
    "menus.py",
    "table/page.py",
    "text/box.py",
    "text/page.py",
}
"""Modules that give shortcuts; what they give has to be seen in one of the windows below."""


class Key(NamedTuple):
    """A key, the widget in which it acts, and what it does."""

    keys: str
    window: str
    place: QWidget
    is_everywhere: bool
    words: str

    @property
    def focus(self) -> str:
        place: QWidget | None = self.place
        while type(place) in (QWidget, QFrame):  # a plain one says nothing
            place = place.parentWidget()
        return "everywhere" if self.is_everywhere else type(place).__name__


def words_of(text: str) -> str:
    return re.sub(r"\(&.\)|…|[： ].*$", "", text)


def window_of(one: QObject | None) -> QObject | None:
    """Give the window in which an act or a shortcut acts; a menu is none."""
    while one is not None and not (isinstance(one, QWidget) and one.isWindow()):
        one = one.parent()
    return window_of(one.parent()) if isinstance(one, QMenu) else one


def keys_of(window: QWidget, name: str) -> Iterator[Key]:
    """Give the shortcuts that act in a window as it is shown."""
    within = Qt.ShortcutContext.WidgetWithChildrenShortcut
    act: QAction
    for act in window.findChildren(QAction):
        owners = [one for one in act.associatedObjects() if isinstance(one, QWidget)]
        places = [one for one in owners if one.isVisible()] or [window]
        is_seen = act.shortcutContext() != within or places != [window]
        if is_seen and window_of(act) is window:
            place, everywhere = places[0], act.shortcutContext() != within
            for keys in act.shortcuts():
                where = window if everywhere else place
                yield Key(keys.toString(), name, where, everywhere, words_of(act.text()))
    for shortcut in window.findChildren(QShortcut):
        owner = shortcut.parent()
        if isinstance(owner, QWidget) and owner.isVisible() and window_of(owner) is window:
            everywhere = shortcut.context() != within
            place = window if everywhere else owner
            yield Key(
                shortcut.key().toString(), name, place, everywhere, f"({type(owner).__name__})"
            )


def clashes(keys: list[Key]) -> list[str]:
    """Give the keys that mean two things with the focus in one place."""
    found = []
    for number, one in enumerate(keys):
        for other in keys[:number]:
            near = one.place is other.place
            near |= one.place.isAncestorOf(other.place) or other.place.isAncestorOf(one.place)
            if one.keys == other.keys and near:
                found.append(
                    f"{one.keys}: {one.words} ({one.focus}), {other.words} ({other.focus})"
                )
    return found


@pytest.fixture
def full(qtbot: QtBot, session: Session, example: Report) -> Wizard:
    """The window on a report in which everything can be done."""
    texts = tuple(
        replace(one, body=one.body or "2023年，我局开展培训。") for one in session.report.texts
    )
    session.apply(replace(session.report, texts=texts), "改", "")
    session.apply(with_last(session.report, replace(example, year=2023), "a"), "选择上年报告")
    return shown(qtbot, session)


def windows(qtbot: QtBot, wizard: Wizard) -> Iterator[tuple[str, QWidget]]:
    """Show every window and every step, and give each with its name."""
    wizard.resize(1366, 768)
    for step in wizard.steps:
        wizard.show_step(step.key).begin()
        yield f"Wizard {step.key}", wizard
    known = set(QApplication.topLevelWidgets())
    wizard.search()
    wizard.show_help()
    wizard.show_settings()
    offer_years(wizard, wizard.session)
    start = Application(Settings()).show_start()
    qtbot.addWidget(start)
    for window in QApplication.topLevelWidgets():
        if window not in known and window.isVisible():
            yield type(window).__name__, window


def test_every_shortcut_is_listed_and_means_one_thing_in_one_place(
    qtbot: QtBot, full: Wizard
) -> None:
    listed: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    wrong = []
    for name, window in windows(qtbot, full):
        keys = list(keys_of(window, name))
        wrong += [f"{name}: {clash}" for clash in clashes(keys)]
        for key in dict.fromkeys(keys):
            whose, _, step = name.partition(" ")
            steps = listed[key.keys, whose, key.focus, key.words]
            if step not in steps:
                steps.append(step)
    assert wrong == []
    lines = []
    for (keys, whose, focus, words), steps in sorted(listed.items()):
        where = "" if steps in ([""], [step.key for step in full.steps]) else ", ".join(steps)
        figures = "figures" if words in FIGURES else ""
        lines.append(" | ".join((keys, whose, where, focus, words, figures)).rstrip(" |"))
        assert not KEPT.search(keys) or figures, f"{keys}: {words} writes no figures"
    text = "".join(f"{line}\n" for line in [*lines, *own_keys()])
    if os.environ.get("GKNB_RECORD"):
        DATA.write_text(text, "utf-8")
    assert text == DATA.read_text("utf-8")


def own_keys() -> list[str]:
    """Give the names of Qt's keys that each module knows: what its widgets take themselves."""
    found = []
    for path in sorted(UI.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        keys = sorted(name for name in names if re.fullmatch(r"Key_\w+", name))
        if keys and "input_method" not in path.parts:
            found.append(f"{path.relative_to(UI).as_posix()} | {', '.join(keys)}")
    return found


def test_no_widget_takes_a_key_by_itself_that_is_kept_for_figures() -> None:
    assert [line for line in own_keys() if re.search(r"Key_(?:0|9|F4)\b", line)] == []


def test_no_widget_takes_a_key_by_itself_that_is_a_shortcut_of_its_window() -> None:
    """But for keys with Ctrl over the preview, which keeps them from the window."""
    bare = {
        QKeySequence(getattr(Qt.Key, name)).toString()
        for line in own_keys()
        if not line.startswith("entry/")  # the start window has no other shortcuts
        for name in line.partition(" | ")[2].split(", ")
    }
    lines = [line.split(" | ") for line in DATA.read_text("utf-8").splitlines()]
    shortcuts = {keys: whose for keys, whose, *_ in lines if not keys.endswith(".py")}
    assert {keys for keys in bare & shortcuts.keys() if shortcuts[keys] == "Wizard"} == set()


def test_every_module_that_gives_shortcuts_is_looked_at() -> None:
    calls = re.compile(r"QShortcut\(|\.setShortcuts?\(")
    found = {
        path.relative_to(UI).as_posix()
        for path in UI.rglob("*.py")
        if calls.search(path.read_text("utf-8"))
    }
    assert found == GIVING


@pytest.mark.parametrize("words", FIGURES)
def test_what_is_said_to_write_figures_writes_some(
    qtbot: QtBot, blank: Session, example: Report, words: str
) -> None:
    last = replace(example, year=blank.report.year - 1)
    blank.apply(with_last(blank.report, last, "a"), "选择上年报告")
    page = table_page(shown(qtbot, blank), FIGURES[words].partition("/")[0])
    page.go_to(FIGURES[words])
    (act,) = [a for a in page.findChildren(QAction) if a.text() == words and a.shortcuts()]
    before = blank.report.values
    act.trigger()
    assert blank.report.values != before
