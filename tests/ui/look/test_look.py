"""The look: every text can be read on its ground, and all colours come from one table."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QFile, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTabBar,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from installer.icons import CONTROLS
from model.resources import ICONS
from tests import ROOT
from ui.application import Application
from ui.base.settings import Settings
from ui.look import appearance, symbols, tokens
from ui.look.appearance import Appearance, look_of, palette_of
from ui.look.sheet import marked, style_sheet
from ui.look.tokens import CONTRAST, DARK, LIGHT, TEXT_PAIRS, WEAK_PAIRS, Theme

Role = QPalette.ColorRole
LOOKS = [LIGHT, DARK, CONTRAST]
READ_ON = [
    *product([Role.Text, Role.PlaceholderText, Role.Link], [Role.Base, Role.AlternateBase]),
    (Role.WindowText, Role.Window),
    (Role.ButtonText, Role.Button),
    (Role.HighlightedText, Role.Highlight),
    (Role.ToolTipText, Role.ToolTipBase),
]


def contrast(one: QColor, other: QColor) -> float:
    """The ratio of WCAG 2: 1 for the same colour, 21 for black on white."""

    def luminance(colour: QColor) -> float:
        parts = [colour.redF(), colour.greenF(), colour.blueF()]
        light = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def ratio(look: Theme, ink: str, ground: str) -> float:
    return contrast(QColor(getattr(look, ink)), QColor(getattr(look, ground)))


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_every_text_can_be_read_on_its_ground(look: Theme) -> None:
    least = 7 if look is CONTRAST else 4.5
    assert [pair for pair in TEXT_PAIRS if ratio(look, *pair) < least] == []
    assert [pair for pair in WEAK_PAIRS if ratio(look, *pair) < 3] == []


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
@pytest.mark.parametrize(("text", "ground"), READ_ON)
def test_the_palette_can_be_read_too(look: Theme, text: Role, ground: Role) -> None:
    palette = palette_of(look)
    least = 7 if look is CONTRAST else 4.5
    assert contrast(palette.color(text), palette.color(ground)) >= least
    disabled = palette.color(QPalette.ColorGroup.Disabled, Role.ButtonText)
    assert contrast(disabled, palette.color(Role.Button)) >= 4.5


def test_a_default_button_that_cannot_be_pressed_looks_so(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    button = QPushButton("新建", dialog)
    button.setDefault(True)
    button.resize(120, 32)
    accent = tokens.colour("accent")
    for is_enabled in (True, False):
        button.setEnabled(is_enabled)
        pixel = button.grab().toImage().pixelColor(12, 16)
        assert (pixel == accent) is is_enabled


INKS = re.compile(r"(?<![\w-])color: \$(\w+)")
GROUND = re.compile(r"background: \$(\w+)")


def test_every_pair_of_the_style_sheet_is_among_those_that_are_measured() -> None:
    text = (ROOT / "ui" / "look" / "sheet.py").read_text("utf-8")
    pairs = set()
    for body in re.findall(r"\{([^{}]*)\}", text):
        pairs |= set(product(INKS.findall(body), GROUND.findall(body)))
    assert pairs
    assert pairs - {*TEXT_PAIRS, *WEAK_PAIRS} == set()


def test_no_colour_is_named_outside_the_tokens() -> None:
    named = re.compile(r"#[0-9A-Fa-f]{6}\b|QColor\(\d|QColor\.from|setStyleSheet\(|\brgba?\(")
    paper = "ui/paper/"  # what is printed has the colours of paper
    allowed = {"ui/look/tokens.py", "ui/look/appearance.py"}
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "ui").rglob("*.py")
        if named.search(path.read_text("utf-8"))
    }
    assert {name for name in found if not name.startswith(paper)} <= allowed


def test_a_sheet_has_no_role_left_unfilled() -> None:
    pictures = dict.fromkeys(("tick", "dash", "chevron"), "a.png")
    for look in LOOKS:
        assert "$" not in style_sheet(look, pictures)


def test_the_look_of_the_system_is_followed_when_it_changes(
    qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    scheme = Qt.ColorScheme.Light
    monkeypatch.setattr(appearance, "_system_is_dark", lambda: scheme is Qt.ColorScheme.Dark)
    appearance.apply(Appearance.SYSTEM)
    assert qapp.palette().color(Role.Base) == QColor(LIGHT.surface)
    scheme = Qt.ColorScheme.Dark
    qapp.styleHints().colorSchemeChanged.emit(scheme)
    assert qapp.palette().color(Role.Base) == QColor(DARK.surface)
    appearance.apply(Appearance.CONTRAST)
    qapp.styleHints().colorSchemeChanged.emit(scheme)
    assert qapp.palette().color(Role.Base) == QColor(CONTRAST.surface)
    scheme = Qt.ColorScheme.Light
    appearance.apply(Appearance.SYSTEM)


def test_the_first_look_is_dark_where_the_palette_of_the_system_is(
    qtbot: QtBot, qapp: QApplication
) -> None:
    appearance.apply(Appearance.SYSTEM)
    qapp.setProperty("look", None)
    for first in (DARK, LIGHT):
        qapp.setPalette(palette_of(first))
        assert look_of(Appearance.SYSTEM) is first
    qapp.setProperty("look", LIGHT.name)


@pytest.mark.parametrize("act", ["start", "open"])
def test_a_system_that_is_dark_without_a_dark_palette_is_followed_after_the_start(
    act: str, qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    appearance.apply(Appearance.SYSTEM)
    assert tokens.theme() is LIGHT
    application = Application(Settings())
    monkeypatch.setattr(appearance, "_system_is_dark", lambda: True)
    if act == "start":
        qtbot.addWidget(application.show_start())
        qtbot.waitUntil(lambda: tokens.theme() is DARK)
    else:
        application.open(tmp_path / "gone.gknb")
        assert tokens.theme() is DARK
        assert application._start is not None
        qtbot.addWidget(application._start)
    monkeypatch.undo()
    appearance.apply(Appearance.SYSTEM)


@pytest.mark.parametrize("chosen", [Appearance.LIGHT, Appearance.DARK, Appearance.CONTRAST])
def test_icons_take_the_colour_of_the_look(qapp: QApplication, chosen: Appearance) -> None:
    tokens_before = tokens.theme()
    tokens.use(look_of(chosen))
    try:
        for name in (ICONS / "symbols.txt").read_text("utf-8").split():
            image = symbols.symbol(name, "error").toImage()
            seen = {
                image.pixelColor(x, y).name().upper()
                for x in range(image.width())
                for y in range(image.height())
                if image.pixelColor(x, y).alpha() == 255
            }
            assert seen <= {tokens.theme().error.upper()}, name
            assert image.width() == symbols.SIDE
    finally:
        tokens.use(tokens_before)
    with pytest.raises(KeyError):
        symbols.symbol("no such icon")


def test_every_line_icon_is_shown_somewhere() -> None:
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "ui").rglob("*.py"))
    in_sheet = {name for name, _, _ in CONTROLS.values()}
    names = (ICONS / "symbols.txt").read_text("utf-8").split()
    assert [name for name in names if name not in in_sheet and f'"{name}"' not in sources] == []


@pytest.fixture(params=[Appearance.LIGHT, Appearance.DARK, Appearance.CONTRAST])
def worn(request: pytest.FixtureRequest) -> Iterator[Appearance]:
    """A look, shown by every widget of the test."""
    appearance.apply(request.param)
    yield request.param
    appearance.apply(Appearance.SYSTEM)


def button(role: str = "", checked: bool = False) -> QPushButton:
    made = QPushButton("导出")
    made.setProperty("role", role)
    made.setCheckable(checked)
    made.setChecked(checked)
    return made


def box(role: str = "", checked: bool = True) -> QCheckBox:
    made = QCheckBox("勾选")
    made.setProperty("role", role)
    made.setChecked(checked)
    return made


def tabs() -> QTabBar:
    made = QTabBar()
    made.addTab("导出")
    return made


def pixels(image: QImage) -> list[QColor]:
    return [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]


@pytest.mark.parametrize(
    "make",
    [
        button,
        *(partial(button, role) for role in ("primary", "link", "chip", "segment", "edge")),
        *(partial(button, role, checked=True) for role in ("", "chip", "segment")),
        box,
        *(partial(box, "tile", checked) for checked in (True, False)),
        tabs,
        QToolButton,
        QLineEdit,
        QComboBox,
        QListWidget,
        QTextEdit,
    ],
)
def test_the_focus_is_seen_in_every_look(
    make: Callable[[], QWidget], worn: Appearance, qtbot: QtBot
) -> None:
    window, widget, other = QWidget(), make(), QPushButton("别处")
    column = QVBoxLayout(window)
    for one in (widget, other):
        one.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column.addWidget(one)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    seen = []
    for one in (other, widget):
        one.setFocus(Qt.FocusReason.TabFocusReason)
        seen.append(pixels(window.grab(widget.geometry()).toImage()))
    changed = sum(contrast(*two) >= 3 for two in zip(*seen, strict=True) if two[0] != two[1])
    assert changed > 0.7 * 2 * (widget.width() + widget.height())


@pytest.mark.parametrize("role", ["", "primary", "link", "chip"])
def test_a_button_in_focus_has_one_frame(role: str, worn: Appearance, qtbot: QtBot) -> None:
    window, widget = QWidget(), button(role)
    QVBoxLayout(window).addWidget(widget)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)  # as after Tab
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    image = widget.grab().toImage()
    row = widget.fontMetrics().height() // 8 + 4  # between the frame and the words
    inside = {image.pixelColor(x, row).name() for x in range(8, image.width() - 8)}
    assert len(inside) == 1


def test_a_tick_is_seen_in_every_look(worn: Appearance, qtbot: QtBot) -> None:
    listed = QListWidget()
    QListWidgetItem("勾选", listed).setCheckState(Qt.CheckState.Checked)
    for made in (box(), box("tile"), listed):
        qtbot.addWidget(made)
        made.show()
        ground = QColor(tokens.theme().accent)
        image = made.grab(QRect(0, 0, 26, made.height())).toImage()
        filled = [
            at
            for at in product(range(26), range(image.height()))
            if image.pixelColor(*at) == ground
        ]
        left, right = (end(x for x, _ in filled) for end in (min, max))
        top, bottom = (end(y for _, y in filled) for end in (min, max))
        inside = pixels(image.copy(left + 2, top + 2, right - left - 3, bottom - top - 3))
        assert sum(contrast(one, ground) >= 4.5 for one in inside) >= 14


def test_a_widget_takes_the_rules_of_a_new_property_at_once(qtbot: QtBot) -> None:
    field = QWidget()
    qtbot.addWidget(field)
    marked(field, wrong="true")
    assert field.property("wrong") == "true"


def test_the_sheet_holds_wherever_the_program_lies(qapp: QApplication) -> None:
    appearance.apply(Appearance.LIGHT)
    sheet = qapp.styleSheet()
    pictures = re.findall(r"url\((.*?)\)", sheet)
    assert pictures and all(re.fullmatch(r"icons:[a-z-]+\.png", one) for one in pictures), pictures
    assert all(QFile.exists(one) for one in pictures)
