"""The menu bar: names, letters and keys of acts, the steps of the report, recent drafts."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtGui import QAction, QKeySequence, QUndoStack
from PySide6.QtWidgets import QMainWindow, QMenu

from model.text import shortened
from ui.app.steps import CHECK, EXPORT, UNIT, Step
from ui.base import launch
from ui.base.settings import Settings
from ui.base.widgets import action, lettered, tipped

_LETTERS: Final = {UNIT: "U", CHECK: "C", EXPORT: "E"}
"""Letters of the steps that are no sections; a section has its number."""
_LONGEST: Final = 40
"""Most characters of the name of a draft."""


class MenuEntry(NamedTuple):
    """An act of a menu: its words, its letter, its key, what it does, and if a line parts it."""

    words: str
    letter: str
    key: str
    act: Callable[[], object]
    apart: bool = False


Entries = Sequence[MenuEntry | QAction | QMenu]


def add_menus(
    window: QMainWindow,
    menus: Mapping[tuple[str, str], Entries],
    keys: Sequence[MenuEntry] = (),
) -> None:
    """Give a window its menus, by their names and letters, and acts that have a key only."""
    for key in keys:
        window.addAction(menu_action(window, key))
    for (name, letter), entries in menus.items():
        menu = window.menuBar().addMenu(lettered(name, letter))
        for entry in entries:
            if isinstance(entry, QMenu):
                menu.addMenu(entry)
            elif isinstance(entry, QAction):
                menu.addAction(entry)
            else:
                if entry.apart:
                    menu.addSeparator()
                menu.addAction(menu_action(window, entry))


def menu_action(window: QMainWindow, entry: MenuEntry) -> QAction:
    """Return the act of an entry."""
    made = action(entry.words, window)
    if entry.letter:
        made.setText(lettered(entry.words, entry.letter))
    made.setShortcut(QKeySequence(entry.key))
    made.triggered.connect(lambda: entry.act())
    return made


def step_entries(steps: Sequence[Step], show: Callable[[str], object]) -> list[MenuEntry]:
    """Return an entry for each step; ``show`` shows the step of a key."""
    return [
        MenuEntry(step.name, _LETTERS.get(step.key, str(number)), "", partial(show, step.key))
        for number, step in enumerate(steps)
    ]


def undo_and_redo(window: QMainWindow, stack: QUndoStack) -> tuple[QAction, QAction]:
    """Return the acts that take back what was done, and do it again."""
    undo, redo = (
        stack.createUndoAction(window, lettered("撤销", "U")),
        stack.createRedoAction(window, lettered("恢复", "R")),
    )
    undo.setShortcut(QKeySequence.StandardKey.Undo)
    redo.setShortcuts([QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")])
    return undo, redo


class RecentsMenu(QMenu):
    """The recent drafts but for the open one; each opens in a window of its own.

    Args:
        window: the window of the open draft.
        settings: where the recent drafts are kept.
        path: gives the path of the open draft.
    """

    def __init__(self, window: QMainWindow, settings: Settings, path: Callable[[], Path]) -> None:
        super().__init__(lettered("最近的草稿", "R"), window)
        self._settings, self._path = settings, path
        self.aboutToShow.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """List the recent drafts as they are now."""
        self.clear()
        drafts = [path for path in self._settings.recent if path != self._path()]
        for path in drafts:
            entry = action(shortened(path.name, _LONGEST), self)
            tipped(entry, str(path))
            entry.triggered.connect(lambda _=False, path=path: launch.open_window(path))
            self.addAction(entry)
        if not drafts:
            none = action("没有其他草稿", self)
            none.setEnabled(False)
            self.addAction(none)
