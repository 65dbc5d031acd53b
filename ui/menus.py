"""The menus of the wizard and their keys."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence

from ui import filing
from ui.aside.about_window import show_about
from ui.base import launch
from ui.base.widgets import action
from ui.compare.dialogs import show_history
from ui.imports.year_moves import offer_years

if TYPE_CHECKING:
    from ui.wizard import Wizard

Entry = tuple[str, str, Callable[[], object]]
"""Words, key, and what it does."""


def add_menus(wizard: "Wizard") -> None:
    """Give the wizard its menus."""
    for name, entries in _menus(wizard).items():
        menu = wizard.menuBar().addMenu(name)
        for entry in entries:
            menu.addAction(entry if isinstance(entry, QAction) else _action(wizard, *entry))


def _menus(wizard: "Wizard") -> dict[str, list[Entry | QAction]]:
    stack = wizard.session.undo_stack
    undo, redo = stack.createUndoAction(wizard, "撤销"), stack.createRedoAction(wizard, "恢复")
    undo.setShortcut(QKeySequence.StandardKey.Undo)
    redo.setShortcuts([QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")])
    moved = "更新文字中的年份…", "", lambda: offer_years(wizard, wizard.session)
    return {
        "文件": [
            ("新建或打开其他报告…", "Ctrl+O", launch.open_window),
            ("保存", "Ctrl+S", wizard.save),
            ("另存为…", "Ctrl+Shift+S", lambda: filing.save_as(wizard, wizard.session)),
            ("导入…", "Ctrl+I", wizard.importing.ask),
            ("历史版本…", "", lambda: show_history(wizard, wizard.session)),
            ("选择上年报告…", "", lambda: filing.choose_last(wizard, wizard.session)),
            ("设置…", "", wizard.show_settings),
            ("关闭", "Ctrl+Q", wizard.close),
        ],
        "编辑": [undo, redo, ("转到下一处问题", "F8", wizard.next_problem), moved],
        "转到": [
            ("上一步", "Alt+Left", lambda: wizard.move_by(-1)),
            ("下一步", "Alt+Right", lambda: wizard.move_by(1)),
            ("步骤与内容之间切换", "F6", wizard.switch_side),
            ("从数字开始", "", wizard.numbers_first.toggle),
        ],
        "帮助": [
            ("本步骤的帮助", "F1", wizard.show_help),
            ("关于…", "", lambda: show_about(wizard)),
        ],
    }


def _action(wizard: "Wizard", text: str, shortcut: str, act: Callable[[], object]) -> QAction:
    made = action(text, wizard)
    made.setShortcut(QKeySequence(shortcut))
    made.triggered.connect(lambda: act())
    return made
