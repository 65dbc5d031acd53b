"""What Qt may take for more than words is made in one place each: the source says so."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from ui.base import widgets

UI = Path(widgets.__file__).parents[1]
ONE_PLACE = {
    "QLabel": {"base/widgets.py"},
    "QMessageBox": {"base/widgets.py", "base/file_dialogs.py"},
    "QFileDialog": {"base/file_dialogs.py"},
    "QAction": {"base/widgets.py"},
    "QTextEdit": {"base/edits.py", "imports/excerpt.py"},  # a selection; tables of plain text
    "QTextBrowser": {"aside/browser.py"},
    "setTextFormat": {"base/widgets.py", "base/file_dialogs.py"},
    "setToolTip": {"base/widgets.py"},
    "setAccessibleName": {"base/widgets.py"},
    "setWindowTitle": {"base/widgets.py"},
    "QStaticText": {"base/widgets.py"},
    "QToolTip": {"base/widgets.py"},
    "setMarkdown": {"aside/browser.py"},
    "setHtml": {"aside/browser.py", "table/acts.py", "export/page.py"},  # two: the clipboard
}
"""What takes words for more than words, and the modules that may call it."""
NOWHERE = {
    *("QInputDialog", "QProgressDialog", "QErrorMessage", "QWhatsThis"),
    *("setWhatsThis", "setStatusTip", "setInformativeText", "setDetailedText", "showMessage"),
    *("QSplashScreen", "QSystemTrayIcon", "QGraphicsTextItem", "QWizard"),
    *("insertHtml", "appendHtml", "fromHtml", "setTabToolTip", "QCompleter", "QStandardItem"),
    *("setToolTipsVisible", "setItemData"),
}
"""What nobody calls."""

KEYED = {
    *("QPushButton", "QCheckBox", "QRadioButton", "QToolButton", "QGroupBox"),
    *("addAction", "addMenu", "addTab", "setTabText", "addButton"),
}
"""What takes ``&`` in its words for the mark of a key."""


PLAIN = {"keyless", "lettered", "action", "menu_action", "_action", "_counted"}
"""What gives words in which ``&`` marks no key but the letter of a menu."""


def sources() -> list[Path]:
    return sorted(UI.rglob("*.py"))


def named_in(tree: ast.AST) -> Iterator[str]:
    """Give what a module calls or builds on, types in annotations aside."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _last(node.func)
        elif isinstance(node, ast.ClassDef):
            for base in node.bases:
                yield from _last(base)


def _last(node: ast.expr) -> Iterator[str]:
    """Give the names of a call: of ``QMessageBox.warning`` both."""
    if isinstance(node, ast.Attribute):
        yield node.attr
        yield from _last(node.value)
    elif isinstance(node, ast.Name):
        yield node.id


def is_fixed(node: ast.expr) -> bool:
    """Whether words are our own: written there, chosen of such, handed on, or made plain."""
    if isinstance(node, ast.IfExp):
        return is_fixed(node.body) and is_fixed(node.orelse)
    if isinstance(node, ast.JoinedStr):
        parts = [one.value for one in node.values if isinstance(one, ast.FormattedValue)]
        return all(isinstance(part, ast.Name) and part.id in ("count", "chosen") for part in parts)
    if isinstance(node, ast.Call):
        return bool(
            {"keyless", "lettered", "action", "menu_action", "_action", "_counted"}
            & set(_last(node.func))
        )
    return isinstance(node, ast.Constant | ast.Name)


def strays(source: str, name: str) -> list[str]:
    """Give what a module does itself that one place does for all."""
    tree = ast.parse(source)
    places_of = {**ONE_PLACE, **{one: set() for one in NOWHERE}}
    found = [one for one in named_in(tree) if name not in places_of.get(one, {name})]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and {*_last(node.func)} & KEYED:
            called = next(_last(node.func))
            said = node.args[-1:] if called in ("addTab", "setTabText") else node.args[:1]
            found += ["keyless"] * (not all(map(is_fixed, said)))
        if isinstance(node, ast.Call) and "addRow" in set(_last(node.func)) and len(node.args) > 1:
            first = node.args[0]
            is_blank = isinstance(first, ast.Constant) and first.value == ""
            is_label = isinstance(first, ast.Call) and "label_of" in set(_last(first.func))
            found += ["addRow"] * (not is_blank and not is_label)
        if isinstance(node, ast.If) and "ToolTipRole" in ast.dump(node.test):
            found += ["ToolTipRole"] * ("id='tip_words'" not in ast.dump(node.body[0]))
        if isinstance(node, ast.match_case) and "ToolTipRole" in ast.dump(node.pattern):
            found += ["ToolTipRole"] * ("id='tip_words'" not in ast.dump(node.body[0]))
    return found


def test_what_takes_words_for_html_is_called_in_one_place() -> None:
    found = {path.relative_to(UI).as_posix(): path.read_text("utf-8") for path in sources()}
    assert {name: strays(text, name) for name, text in found.items() if strays(text, name)} == {}


@pytest.mark.parametrize(
    "line",
    [
        "QLabel('甲')",
        "class Meter(QLabel): pass",
        "QtWidgets.QMessageBox.warning(None, '', told)",
        "button.setToolTip(path)",
        "form.addRow(figure.label, field)",
        "if role == Qt.ItemDataRole.ToolTipRole:\n    return reason",
        "self.setWindowTitle(name)",
        "QPushButton(f'打开{path.name}')",
        "menu.addAction(str(name))",
        "QCheckBox(text.title)",
    ],
)
def test_a_label_made_elsewhere_is_found(line: str) -> None:
    assert strays(line, "base/page.py")
