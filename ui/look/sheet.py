"""The style sheet of the window, made from a look; the same rules for light, dark and contrast.

Widgets say what they are by a property: ``role`` of a button is ``primary``, ``link``, ``chip`` or
``low``, ``card`` of a frame is ``plain``, ``error``, ``warning``, ``fine``, ``sunk`` or
``message``. What is painted by hand takes the same colours from ``tokens``.
"""

from string import Template
from typing import Final

from PySide6.QtWidgets import QWidget

from ui.look.tokens import CONTRAST, RADIUS, Theme

_RULES: Final = Template("""
QMainWindow, QDialog, QMessageBox { background: $page; }
QToolTip { background: $surface; color: $text; border: 1px solid $outline; padding: 4px 6px; }
QMenuBar { background: $surface; border-bottom: 1px solid $line; }
QMenuBar::item { padding: 4px 10px; background: transparent; }
QMenuBar::item:selected { background: $veil; color: $text; }
QMenu { background: $surface; border: 1px solid $outline; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: $veil; color: $text; }
QMenu::item:disabled { color: $quiet; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }

QPushButton, QToolButton { background: $surface; color: $text; border: 1px solid $outline;
    border-radius: ${radius}px; padding: 4px 12px; }
QToolButton { padding: 3px 8px; }
QPushButton:hover, QToolButton:hover { background: $sunk; border-color: $accent; }
QPushButton:pressed, QToolButton:pressed, QToolButton:open { background: $veil; }
QPushButton:focus, QToolButton:focus { border: 2px solid $accent; padding: 3px 11px;
    outline: none; }
QToolButton:focus { padding: 2px 7px; }
QPushButton:disabled, QToolButton:disabled { color: $quiet; border-color: $line;
    background: $page; }
QPushButton:checked, QToolButton:checked { background: $veil; color: $accent;
    border-color: $accent; }
QToolButton::menu-indicator { image: none; width: 0; }
QPushButton[role="primary"], QDialog QPushButton:default { background: $accent; color: $on_accent;
    border: 1px solid $accent; font-weight: bold; }
QPushButton[role="primary"]:hover { border-color: $text; }
QPushButton[role="primary"]:focus, QDialog QPushButton:default:focus {
    border: 2px solid $accent; background-clip: padding; }
QPushButton[role="primary"]:disabled, QDialog QPushButton:default:disabled {
    background: $sunk; color: $quiet; border-color: $line; }
QPushButton:flat, QPushButton[role="link"], QToolButton[role="link"],
QToolButton[autoRaise="true"] { background: transparent; border: 1px solid transparent;
    color: $accent; padding: 2px 4px; }
QPushButton:flat:hover, QPushButton[role="link"]:hover, QToolButton[role="link"]:hover,
QToolButton[autoRaise="true"]:hover { text-decoration: underline; border-color: transparent; }
QPushButton:flat:focus, QPushButton[role="link"]:focus, QToolButton[role="link"]:focus,
QToolButton[autoRaise="true"]:focus { border: 2px solid $accent; padding: 1px 3px; }
QPushButton:flat:disabled, QPushButton[role="link"]:disabled, QToolButton[role="link"]:disabled,
QToolButton[autoRaise="true"]:disabled { color: $quiet; background: transparent; }
QToolButton[role="low"] { padding: 0 8px; }
QToolButton[role="low"]:focus { padding: 0 7px; }
QPushButton[role="chip"], QToolButton[role="chip"] { border-radius: 11px; padding: 2px 10px; }
QPushButton[role="chip"]:checked, QToolButton[role="chip"]:checked { background: $accent;
    color: $on_accent; border-color: $accent; }
QPushButton[role="chip"]:focus, QToolButton[role="chip"]:focus { border: 2px solid $accent;
    padding: 1px 9px; }
QPushButton[role="chip"]:checked:focus { background-clip: padding; }
QPushButton[role="edge"] { background: $surface; color: $accent; border: none; border-radius: 0;
    border-left: 1px solid $line; padding: 0; }
QPushButton[role="edge"]:focus { border: 2px solid $accent; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox { background: $surface;
    color: $text; border: 1px solid $outline; border-radius: ${radius}px; padding: 3px 8px;
    selection-background-color: $accent; selection-color: $on_accent;
    placeholder-text-color: $quiet; }
QPlainTextEdit, QTextEdit { padding: 2px; }
QComboBox { padding-left: 10px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {
    border: 2px solid $accent; padding: 2px 7px; }
QPlainTextEdit:focus, QTextEdit:focus { padding: 1px; }
QComboBox:focus { padding-left: 9px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled {
    color: $quiet; background: $page; border-color: $line; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] {
    border-color: $error; background: $error_ground; }
QLineEdit[wrong="warning"], QComboBox[wrong="warning"] { border-color: $warning;
    background: $warning_ground; }
QLineEdit:read-only, QPlainTextEdit:read-only { background: $page; border-color: $line; }
QAbstractItemView QLineEdit, QAbstractItemView QLineEdit:focus { border: none; border-radius: 0;
    padding: 0; margin: 0; background: $surface; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url($chevron); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $outline; }

QCheckBox, QRadioButton { spacing: 6px; background: transparent; padding: 2px; }
QCheckBox::indicator, QRadioButton::indicator { width: 14px; height: 14px;
    border: 1px solid $outline; background: $surface; border-radius: 3px; }
QRadioButton::indicator { border-radius: 7px; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked { background: $accent;
    border-color: $accent; image: url($tick); }
QCheckBox::indicator:indeterminate, QAbstractItemView::indicator:indeterminate {
    background: $accent; border-color: $accent; image: url($dash); }
QAbstractItemView::indicator { width: 14px; height: 14px; border: 1px solid $outline;
    background: $surface; border-radius: 3px; }
QRadioButton::indicator:checked { background: $surface; border: 4px solid $accent; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border-color: $accent; }
QCheckBox:focus, QRadioButton:focus { outline: none; border: 1px solid $accent; border-radius: 3px;
    padding: 1px; }
QCheckBox:disabled, QRadioButton:disabled { color: $quiet; }

QAbstractItemView { background: $surface; alternate-background-color: $sunk; color: $text;
    border: 1px solid $line; border-radius: ${radius}px; outline: none;
    selection-background-color: $veil; selection-color: $text; gridline-color: $line; }
QAbstractItemView:focus { border: 1px solid $accent; }
QTableView[grid="true"], QTableView[grid="true"]:focus { border: none; border-radius: 0; }
QListView[cards="true"], QListView[cards="true"]:focus { background: transparent; border: none; }
QListView::item:selected, QTreeView::item:selected { background: $veil; color: $text; }
QListView[panel="rail"], QListView[panel="rail"]:focus { border: none; border-radius: 0; }
QHeaderView { background: $sunk; border: none; }
QHeaderView::section { background: $sunk; color: $quiet; border: none;
    border-bottom: 1px solid $line; border-right: 1px solid $line; padding: 4px 8px; }
QTableCornerButton::section { background: $sunk; border: none; }

QCalendarWidget QWidget#qt_calendar_navigationbar { background: $sunk; }
QCalendarWidget QToolButton { color: $text; padding: 3px 6px; }
QCalendarWidget QSpinBox { padding: 0 4px; }
QCalendarWidget QAbstractItemView, QCalendarWidget QAbstractItemView:focus { border: none;
    border-radius: 0; selection-background-color: $accent; selection-color: $on_accent; }

QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $outline; border-radius: 3px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: $quiet; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QTabBar::tab { background: transparent; color: $quiet; border: none; padding: 6px 12px;
    border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; }
QTabBar::tab:focus { color: $accent; border: 2px solid $accent; padding: 4px 10px 6px; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QGroupBox { background: $surface; border: 1px solid $line; border-radius: 8px; margin-top: 22px;
    padding: 8px; }
QGroupBox::title { subcontrol-origin: margin; subcontrol-position: top left; left: 2px;
    color: $quiet; }
QProgressBar { background: $line; border: none; border-radius: 2px; max-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QSplitter::handle { background: $line; }

QFrame[card="plain"], QFrame[card="sunk"], QFrame[card="error"], QFrame[card="warning"],
QFrame[card="fine"], QFrame[card="current"] { background: $surface; border: 1px solid $line;
    border-radius: 8px; }
QFrame[card="sunk"] { background: $sunk; border-color: $sunk; }
QFrame[card="error"] { background: $error_ground; border-color: $error; }
QFrame[card="warning"] { background: $warning_ground; border-color: $warning; }
QFrame[card="fine"] { background: $fine_ground; border-color: $fine; }
QFrame[card="current"] { border-color: $accent; }
QFrame[card="message"] { background: $surface; border: 1px solid $outline; border-radius: 8px; }
QFrame[card="error"]:focus, QFrame[card="warning"]:focus, QFrame[card="plain"]:focus,
QFrame[card="fine"]:focus, QFrame[card="current"]:focus { border: 2px solid $accent; }
QFrame[panel="true"] { background: $surface; border: none; }
QFrame[panel="left"] { background: $surface; border: none; border-right: 1px solid $line; }
QFrame[panel="right"] { background: $surface; border: none; border-left: 1px solid $line; }
QFrame[panel="head"] { background: $surface; border: none; border-bottom: 1px solid $line; }
QFrame[panel="foot"] { background: $surface; border: none; border-top: 1px solid $line; }
QFrame[panel="banner"] { background: $warning_ground; border: none;
    border-bottom: 1px solid $warning; }
QLabel { background: transparent; }
QLabel[ink="quiet"] { color: $quiet; }
QLabel[ink="error"] { color: $error; }
QLabel[ink="warning"] { color: $warning; }
QLabel[ink="fine"] { color: $fine; }
QLabel[ink="accent"] { color: $accent; }
QLabel[pill="error"] { color: $error; background: $error_ground; border: 1px solid $error; }
QLabel[pill="warning"] { color: $warning; background: $warning_ground; border: 1px solid $warning; }
QLabel[pill="fine"] { color: $fine; background: $fine_ground; border: 1px solid $fine; }
QLabel[pill="quiet"] { color: $quiet; background: $sunk; border: 1px solid $line; }
QLabel[pill] { border-radius: 9px; padding: 1px 8px; }

QFrame[panel="band"] { background: $band; border: none; border-right: 1px solid $band_line; }
QFrame[panel="band"] QLabel { color: $on_band; }
QFrame[panel="band"] QLabel[ink="quiet"] { color: $band_quiet; }
QFrame[panel="band"] QPushButton { background: transparent; color: $on_band; text-align: left;
    border: 1px solid $band_line; border-radius: 8px; padding: 6px 13px; }
QFrame[panel="band"] QPushButton:hover { border-color: $on_band; }
QFrame[panel="band"] QPushButton:pressed { border: 2px solid $band_quiet; padding: 5px 12px; }
QFrame[panel="band"] QPushButton:focus { border: 2px solid $on_band; padding: 5px 12px; }
QFrame[panel="band"] QPushButton[lines="two"] { padding-bottom: 24px; }
QFrame[panel="band"] QPushButton[lines="two"]:focus { padding-bottom: 23px; }
QFrame[panel="band"] QPushButton[role="link"] { color: $band_quiet; padding: 2px 3px;
    border: 1px solid transparent; border-radius: 4px; }
QFrame[panel="band"] QPushButton[role="link"]:focus { border: 2px solid $on_band;
    padding: 1px 2px; }
QFrame[segments="true"] { background: $surface; border: 1px solid $outline;
    border-radius: ${radius}px; }
QPushButton[role="segment"] { border: 2px solid transparent; border-radius: 5px;
    padding: 3px 12px; }
QPushButton[role="segment"]:hover { background: $sunk; }
QPushButton[role="segment"]:disabled { background: transparent; color: $quiet; }
QPushButton[role="segment"]:checked { background: $accent; color: $on_accent; font-weight: bold; }
QPushButton[role="segment"]:focus { border-color: $text; }
QToolButton[role="fold"] { background: transparent; border: 2px solid transparent; color: $text;
    font-weight: bold; padding: 1px 6px 1px 0; }
QToolButton[role="fold"]:hover { text-decoration: underline; }
QToolButton[role="fold"]:focus { border-color: $accent; }
QCheckBox[role="tile"] { background: $surface; border: 1px solid $line; border-radius: 8px;
    padding: 8px 10px; spacing: 8px; font-weight: bold; }
QCheckBox[role="tile"][lines="two"] { padding-bottom: 28px; }
QCheckBox[role="tile"]:checked { background: $veil; border-color: $accent; }
QCheckBox[role="tile"]:hover { border-color: $accent; }
QCheckBox[role="tile"]:focus { border: 2px solid $accent; border-radius: 8px; padding: 7px 9px; }
QCheckBox[role="tile"][lines="two"]:focus { padding-bottom: 27px; }
QCheckBox[role="tile"]:disabled { background: $page; border-style: dashed; }
QDialog QPushButton[role="plain"]:default { background: $surface; color: $text;
    border: 1px solid $outline; font-weight: normal; }
QDialog QPushButton[role="plain"]:default:focus { border: 2px solid $accent; }
QListView[roomy="true"] { padding: 4px; }
QListView[roomy="true"]::item { padding: 5px 8px; border-radius: 4px; }
QLabel[ground="sunk"] { background: $sunk; border-radius: ${radius}px; padding: 6px 8px; }
QListView[cards="true"] { background: transparent; border: none; }
QListView[cards="true"]:focus { border: none; }
""")
_DASHES: Final = """
QAbstractItemView:focus { border-width: 2px; }
QPushButton:disabled, QToolButton:disabled, QComboBox:disabled, QLineEdit:disabled,
QPlainTextEdit:disabled { border-style: dashed; }
"""
"""High contrast has no colour that steps back: what cannot be used has a dashed edge.

Its lines are white, so a yellow one of the same width would hardly be seen.
"""


def style_sheet(look: Theme, pictures: dict[str, str]) -> str:
    """Return the style sheet of a look.

    ``pictures`` gives the files of ``tick``, ``dash`` and ``chevron`` in the colours of this look.
    """
    rules = _RULES.substitute(look._asdict(), **pictures, radius=RADIUS)
    return rules + _DASHES * (look is CONTRAST)


def marked(widget: QWidget, **properties: str) -> None:
    """Set properties that the style sheet looks at, and have their rules applied anew."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.updateGeometry()  # another rule may ask for another size
