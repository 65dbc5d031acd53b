"""Every window: names and labels for the ear, keys for the hand, whole words at every size."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from intake import source as foreign
from intake.proposal import propose
from model import resources
from model.drafts import copies, storage
from model.drafts.storage import Loaded
from model.report.answers import put
from model.report.report import Report
from tests import new_form
from tests.ui import seeing
from tests.ui.conftest import shown
from tests.ui.starting import start, states, typed_but_not_saved
from ui.app import clock, folders, steps
from ui.app.drafts import Conflict
from ui.aside.settings_dialog import SettingsDialog
from ui.aside.windows import AboutWindow, FormsDialog, show_help
from ui.base.session import Session
from ui.base.settings import Settings
from ui.check.page import CheckPage
from ui.compare.dialogs import ConflictDialog, HistoryDialog
from ui.entry.new_dialog import NewDialog
from ui.imports.dialog import ImportDialog, NotesDialog
from ui.wizard import Wizard

SIZES = [QSize(1366, 768), QSize(1280, 720), QSize(960, 540)]
FAMILIES = ["Microsoft YaHei UI", "Noto Sans CJK SC", "WenQuanYi Micro Hei"]
LONG = "无法保存「/media/clerk/U盘/政府信息公开/某市水务局年报.gknb」：磁盘已满。删除文件，或另存。"

Look = Callable[[QWidget], list[str]]
LOOKS: list[Look] = [
    seeing.unnamed,
    seeing.misnamed,
    seeing.unlabelled,
    seeing.ambiguous,
    seeing.loses_keys,
]
Problems = dict[str, list[str]]


@pytest.fixture(params=[1.0, 1.25], ids=["100%", "125%"])
def font(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[QFont]:
    """The fonts of the program, as large as usual and larger."""
    before = qapp.font()
    larger = QFont(before)
    larger.setFamilies([*FAMILIES, before.family()])
    larger.setPixelSize(round(before.pixelSize() * request.param))
    qapp.setFont(larger)
    yield larger
    qapp.setFont(before)


@pytest.fixture
def troubled(qtbot: QtBot, tmp_path: Path, example: Report) -> Session:
    """The example with something of everything: an error, a warning, a hint, blanks, last year."""
    report = put(example, "requests/handled.granted/natural", "86")
    report = put(report, "disclosure/licences/decisions", "")
    report = put(report, "figure/motions", "12")
    report = put(report, "text/overview.supervision", "联系人电话13800138000。")
    deep = tmp_path / "政务公开工作文件夹" / "政府信息公开工作年度报告" / "二〇二四年度报告草稿"
    deep.mkdir(parents=True)
    return Session(storage.save(Loaded(report, deep / "某市水务局2024年度报告.gknb", "")))


def settle() -> None:
    """Let layouts follow what was shown; one may move another."""
    for _ in range(3):
        QApplication.processEvents()


def on_every_step(wizard: Wizard, look: Look) -> Problems:
    """Look at the window on every step, and give what was found where."""
    found = {}
    for step in steps.steps_of(wizard.session.report):
        page = wizard.show_step(step.key)
        page.begin()
        if isinstance(page, CheckPage):
            page.panel.setCurrentRow(3)
        settle()
        found[step.key] = look(wizard)
    return {step: problems for step, problems in found.items() if problems}


def settings_dialog(qtbot: QtBot, session: Session) -> QWidget:
    return SettingsDialog(Settings(), lambda: None)


def forms_dialog(qtbot: QtBot, session: Session) -> QWidget:
    """One form is added; another file is looked at."""
    resources.set_forms_folder(folders.forms_folder())
    new_form.written(folders.forms_folder())
    dialog = FormsDialog()
    dialog.look_at(new_form.written(session.path.parent))
    return dialog


def new_dialog(qtbot: QtBot, session: Session) -> QWidget:
    return NewDialog(session.path.parent)


def following_dialog(qtbot: QtBot, session: Session) -> QWidget:
    return NewDialog(session.path.parent, last=[Loaded(session.report, session.path, "")])


def history(qtbot: QtBot, session: Session) -> QWidget:
    copies.keep_version(folders.versions_folder(), session.report, clock.now(), always=True)
    earlier = put(session.report, "text/overview.platform", "平台建设。" * 60 + "\n另起一段。")
    copies.keep_version(folders.versions_folder(), earlier, clock.now(), always=True)
    return HistoryDialog(session)


def conflict(qtbot: QtBot, session: Session) -> QWidget:
    theirs = put(session.report, "text/overview.platform", "平台建设。" * 60 + "\n另起一段。")
    beside = session.path.with_name("关于某市水务局二〇二四年度报告（冲突副本）.gknb")
    return ConflictDialog(session, Conflict(session.path, theirs, beside), theirs)


def importing(qtbot: QtBot, session: Session) -> QWidget:
    """A proposal of another unit's and year's, with doubts, long texts and many notes."""
    path = session.path.with_name("关于某市水务局二〇二三年度政府信息公开工作年度报告的送审稿.txt")
    line = "这一段没有小标题，写在标题之下。" * 20
    text = f"某县林业局\n2023年政府信息公开工作年度报告\n五、存在的主要问题及改进情况\n{line}\n"
    path.write_text(f"{text}信息内容\t本年处理决定数量\n行政许可\t约12\n行政处罚\t3\n", "utf-8")
    source = foreign.read(path, 2023)
    proposal = propose(session.report, source)
    assert proposal.doubts
    assert proposal.notes
    return ImportDialog(session, proposal, foreign.summary_of(source))


def nothing_to_import(qtbot: QtBot, session: Session) -> QWidget:
    source = foreign.read(session.path, 2024)
    return ImportDialog(session, propose(session.report, source), foreign.summary_of(source))


def notes_on_last_year(qtbot: QtBot, session: Session) -> QWidget:
    return NotesDialog(None, f"「{'很' * 40}长的名称.docx」：读出12个数。", [LONG, "[说明] 一"])


def help_window(qtbot: QtBot, session: Session) -> QWidget:
    return show_help(shown(qtbot, session), session.report.form, "requests")


def about(qtbot: QtBot, session: Session) -> QWidget:
    return AboutWindow()


def start_window(qtbot: QtBot, session: Session) -> QWidget:
    typed_but_not_saved(session.report, session.path.with_name("d.gknb"))
    for name in ("e.gknb", "关于某市水务局二〇二四年度政府信息公开工作年度报告的送审稿.gknb"):
        path = session.path.with_name(name)
        storage.save(Loaded(session.report, path, ""))
        Settings().remember(path)
    _, window = start(qtbot)
    states(qtbot, window)
    return window


WINDOWS = [
    settings_dialog,
    forms_dialog,
    new_dialog,
    following_dialog,
    history,
    conflict,
    importing,
    nothing_to_import,
    notes_on_last_year,
    help_window,
    about,
    start_window,
]


@pytest.fixture(params=WINDOWS, ids=lambda build: build.__name__)
def window(request: pytest.FixtureRequest, qtbot: QtBot, troubled: Session) -> QWidget:
    made = request.param(qtbot, troubled)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    settle()
    return made


def of_all_looks(window: QWidget) -> list[str]:
    return [f"{look.__name__}: {found}" for look in LOOKS for found in look(window)]


def test_every_step_has_names_labels_and_keys_of_its_own(qtbot: QtBot, troubled: Session) -> None:
    assert on_every_step(shown(qtbot, troubled), of_all_looks) == {}


def test_every_other_window_has_names_labels_and_keys_of_its_own(window: QWidget) -> None:
    assert of_all_looks(window) == []


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size.width()}x{size.height()}")
def test_no_word_is_cut_on_any_step(
    qtbot: QtBot, troubled: Session, font: QFont, size: QSize
) -> None:
    wizard = shown(qtbot, troubled)
    wizard.resize(size)
    assert on_every_step(wizard, seeing.cut) == {}
    assert wizard.size() == size


def test_no_word_is_cut_in_any_other_window(font: QFont, window: QWidget) -> None:
    room = window.size().boundedTo(SIZES[-1])
    window.resize(room)
    settle()
    assert seeing.cut(window) == []
    assert window.size() == room


def test_at_most_one_button_of_a_window_is_filled(window: QWidget) -> None:
    buttons = [one for one in seeing.visible(window) if isinstance(one, QPushButton)]
    leads = [one for one in buttons if one.property("role") == "primary"]
    by_enter = [one for one in buttons if one.isDefault() and one.property("role") != "plain"]
    assert len({*leads, *by_enter}) <= 1


@pytest.mark.parametrize("build", [new_dialog, following_dialog, importing, nothing_to_import])
def test_a_report_is_begun_and_a_file_imported_on_a_small_screen(
    qtbot: QtBot, troubled: Session, build: Callable[[QtBot, Session], QWidget]
) -> None:
    window = build(qtbot, troubled)
    qtbot.addWidget(window)
    window.show()
    window.resize(window.size().boundedTo(QSize(640, 360)))
    settle()
    assert seeing.cut(window) == []
    assert window.height() <= 360 and window.width() <= 640


def test_a_long_message_is_whole_and_leaves_the_window_its_size(
    qtbot: QtBot, font: QFont, session: Session
) -> None:
    wizard = shown(qtbot, session)
    wizard.resize(SIZES[-1])
    wizard.say_failed(LONG)
    settle()
    assert seeing.cut(wizard) == []
    assert wizard.size() == SIZES[-1]


def test_going_on_puts_the_focus_into_the_page(qtbot: QtBot, wizard: Wizard) -> None:
    wizard.activateWindow()
    qtbot.waitUntil(wizard.isActiveWindow)
    for _ in range(wizard.list.count() - 1):
        wizard.move_by(1)
        page = wizard.stack.currentWidget()
        assert page.isAncestorOf(wizard.focusWidget()), wizard.step
        assert seeing.name_of(wizard.focusWidget())
