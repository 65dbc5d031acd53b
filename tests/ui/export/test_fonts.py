"""What the last step says of fonts: those that are missing, and characters they do not hold."""

import os
import subprocess
import sys
from collections.abc import Iterable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from export import style
from model.report.answers import put
from model.report.report import Fonts
from model.resources import ROOT
from tests import office
from tests.patience import PATIENCE
from tests.ui.conftest import shown
from ui.base.session import Session
from ui.export import fonts
from ui.export.fonts import FontNotes, Missing
from ui.export.page import ExportPage
from ui.unit.page import UnitPage
from ui.wizard import Wizard

LARGE = "Noto Serif CJK SC"
WINDOWS = {"宋体", "黑体", "楷体", "仿宋", "Times New Roman"}
OFFICIAL = WINDOWS | {"方正小标宋简体", "楷体_GB2312", "仿宋_GB2312"}
ENGLISH = {"SimSun", "SimHei", "KaiTi_GB2312", "FangSong_GB2312", "FZXiaoBiaoSong-B05S"}


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Iterable[set[str]]:
    """The families of this computer, to be changed by a test."""
    found = set(OFFICIAL)
    monkeypatch.setattr(fonts, "families", lambda: frozenset(found))
    return found


def notes(qtbot: QtBot, session: Session) -> FontNotes:
    page = shown(qtbot, session).show_step("export")
    assert isinstance(page, ExportPage)
    return page.fonts


@pytest.mark.parametrize(
    ("families", "chosen", "found"),
    [
        (OFFICIAL, Fonts.STANDARD, []),
        (ENGLISH, Fonts.STANDARD, []),
        (WINDOWS, Fonts.SYSTEM, []),
        (
            WINDOWS,
            Fonts.STANDARD,
            [("方正小标宋简体", "宋体"), ("楷体_GB2312", "楷体"), ("仿宋_GB2312", "仿宋")],
        ),
        (
            {"SimSun", "KaiTi"},
            Fonts.STANDARD,
            [
                ("方正小标宋简体", "宋体"),
                ("黑体", ""),
                ("楷体_GB2312", "楷体"),
                ("仿宋_GB2312", ""),
            ],
        ),
        (set(), Fonts.SYSTEM, [("宋体", ""), ("黑体", ""), ("楷体", ""), ("仿宋", "")]),
    ],
)  # fmt: skip
def test_a_font_is_missing_unless_it_is_here_under_any_of_its_names(
    families: set[str], chosen: Fonts, found: list[tuple[str, str]]
) -> None:
    assert fonts.missing_fonts(chosen, families) == [Missing(*each) for each in found]


def test_what_comes_of_a_missing_font_is_said() -> None:
    message = fonts.missing_sentence([Missing("仿宋_GB2312", "仿宋"), Missing("黑体", "")])
    assert message == (
        "本机没有以下字体：仿宋_GB2312（以仿宋代替）；黑体（由打开文件的程序另选字体）。"
        "Word 文件、Excel 表格和网页只写明字体名称，装有这些字体的电脑上显示正常。"
    )
    assert fonts.missing_sentence([]) == ""


def test_an_alias_of_the_system_is_not_the_font_itself() -> None:
    """Ask in a process whose system lets another font stand for 仿宋_GB2312."""
    code = """
from PySide6.QtGui import QFontDatabase, QGuiApplication
from ui.export import fonts
application = QGuiApplication([])
print(QFontDatabase.hasFamily("仿宋_GB2312"), "仿宋_GB2312" in fonts.families())
"""
    environment = {**os.environ, "FONTCONFIG_FILE": str(office.FONTS)}
    call = [sys.executable, "-c", code]
    done = subprocess.run(
        call, env=environment, cwd=ROOT, capture_output=True, check=True, timeout=PATIENCE
    )
    if done.stdout.split()[:1] != [b"True"]:
        pytest.skip("no fontconfig, or no AR PL SungtiL GB")
    assert done.stdout.split() == [b"True", b"False"]


def test_where_all_fonts_are_here_nothing_is_said(
    qtbot: QtBot, session: Session, here: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "_holds", lambda name, families: None)
    assert not notes(qtbot, session).isVisible()


def test_one_click_changes_to_the_fonts_of_the_system_and_can_be_undone(
    qtbot: QtBot, session: Session, here: set[str]
) -> None:
    here -= OFFICIAL - WINDOWS
    box = notes(qtbot, session)
    assert "仿宋_GB2312（以仿宋代替）" in box.missing.text()
    qtbot.mouseClick(box.use_system, Qt.MouseButton.LeftButton)
    assert session.report.options.fonts is Fonts.SYSTEM
    assert not box.missing.isVisible()
    assert session.undo_stack.undoText() == "改版式"
    session.undo_stack.undo()
    assert session.report.options.fonts is Fonts.STANDARD
    assert box.use_system.isVisible()


def test_where_even_the_fonts_of_the_system_are_missing_no_change_is_offered(
    qtbot: QtBot, session: Session, here: set[str]
) -> None:
    here.clear()
    box = notes(qtbot, session)
    qtbot.mouseClick(box.use_system, Qt.MouseButton.LeftButton)
    assert "仿宋（由打开文件的程序另选字体）" in box.missing.text()
    assert box.missing.isVisible()
    assert not box.use_system.isVisible()


def test_characters_outside_gb_2312_are_listed_with_the_way_to_them(
    qtbot: QtBot, session: Session, here: set[str]
) -> None:
    here.clear()
    session.apply(put(session.report, "unit/signature", ""), "填写")
    session.apply(put(session.report, "unit/name", "青堃市<b>商务局"), "填写")
    session.apply(put(session.report, "text/overview.supervision", "朱镕同志"), "填写")
    box = notes(qtbot, session)
    session.check()
    assert box.sentences() == [
        "机关名称：「堃」不在方正小标宋简体字库中，将以其他字体代替。",
        "机关名称：「堃」不在仿宋_GB2312字库中，将以其他字体代替。",
        "一、总体情况，监督保障：「镕」不在仿宋_GB2312字库中，将以其他字体代替。",
    ]
    wizard = box.window()
    assert isinstance(wizard, Wizard)
    buttons = [row.findChildren(type(box.use_system))[0] for row in box.rows]
    qtbot.mouseClick(buttons[2], Qt.MouseButton.LeftButton)
    assert wizard.step == "overview"
    qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    assert isinstance(wizard.stack.currentWidget(), UnitPage)


def test_the_list_follows_what_is_typed(qtbot: QtBot, session: Session, here: set[str]) -> None:
    here.clear()
    box = notes(qtbot, session)
    assert box.rows == []
    for block in session.report.texts:
        session.apply(put(session.report, block.address, "堃"), "填写")
    session.check()
    assert len(box.rows) == 8
    assert box.more.text() == f"另有{len(box.sentences()) - 8}处。"
    while session.undo_stack.canUndo():
        session.undo_stack.undo()
    session.check()
    assert box.rows == []
    assert not box.more.isVisible()


def test_a_font_that_is_here_is_asked_itself(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    if LARGE not in fonts.families():
        pytest.skip(f"{LARGE} is missing")
    monkeypatch.setitem(style.OTHER_NAMES, "宋体", (LARGE,))
    known = fonts.repertoires(Fonts.SYSTEM, {LARGE})
    assert set(known) == {"title", "table"}
    assert known["table"].holds("堃")
    assert not known["table"].holds("\U000323af")


def test_fonts_of_gb_2312_hold_no_more_where_they_are_not_here() -> None:
    known = fonts.repertoires(Fonts.STANDARD, frozenset())
    assert set(known) == {"title", "subhead", "body"}
    assert not any(one.holds("堃") for one in known.values())
    assert all(one.holds("政") for one in known.values())
    assert fonts.repertoires(Fonts.SYSTEM, frozenset()) == {}
