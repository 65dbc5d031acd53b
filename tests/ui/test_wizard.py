"""The wizard, driven by keys and clicks in an offscreen window."""

import shutil

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from model.drafts import storage
from tests.ui.conftest import shown, table_page
from ui import filing
from ui.base.session import Session
from ui.findings.list import FindingsPanel
from ui.wizard import Wizard

FIRST = "requests/received/natural"


def test_every_step_can_be_entered_and_says_its_state(qtbot: QtBot, blank: Session) -> None:
    wizard = shown(qtbot, blank)
    names = [wizard.list.item(row).text() for row in range(wizard.list.count())]
    assert names == [
        "单位与年度\n✓ 已填完",
        "一、总体情况\n○ 未填 5",
        "二、主动公开\n○ 未填 10",
        "三、申请办理\n○ 未填 144",
        "四、复议诉讼\n○ 未填 12",
        "五、问题改进\n○ 未填 2",
        "六、其他事项\n○ 未填 1",
        "核对\n○ 未填 174",
        "导出",
    ]
    for row in range(wizard.list.count()):
        wizard.list.setCurrentRow(row)
        assert wizard.stack.currentWidget() is not None
    assert wizard.stack.count() == wizard.list.count()


class Shown(QObject):
    """Notes every window that is shown, however shortly."""

    def __init__(self) -> None:
        super().__init__()
        self.windows: list[QWidget] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.windows.append(watched)
        return False


def test_no_page_shows_a_window_of_its_own_while_it_is_built(
    qtbot: QtBot, session: Session
) -> None:
    """A widget that is shown before it has a parent is a window and takes the keyboard."""
    wizard, noted, qt = shown(qtbot, session), Shown(), QApplication.instance()
    assert qt is not None
    qt.installEventFilter(noted)
    for row in range(wizard.list.count()):
        wizard.list.setCurrentRow(row)
    qt.removeEventFilter(noted)
    assert noted.windows == []


def test_f8_goes_to_the_next_problem(qtbot: QtBot, wizard: Wizard) -> None:
    wizard.session.put("requests/handled.granted/natural", "")
    qtbot.waitUntil(lambda: "未填" in wizard.foot.overall.text())
    wizard.navigation.next_problem()
    page = table_page(wizard)
    assert page.model.address(page.view.currentIndex()) == "requests/handled.granted/natural"


@pytest.mark.parametrize(
    ("step", "filled", "row", "place"),
    [
        ("disclosure", (), "in_force_alone/regulations", "disclosure/regulations/issued"),
        (
            "disclosure",
            ("disclosure/regulations/issued",),
            "in_force_alone/regulations",
            "disclosure/regulations/repealed",
        ),
        ("requests", (FIRST,), "balance/natural", "requests/carried_in/natural"),
        ("overview", (), "blank/text/overview.management", "text/overview.management"),
    ],
)
def test_f8_selects_the_card_and_goes_to_the_first_blank_cell_in_filling_order(
    qtbot: QtBot, blank: Session, step: str, filled: tuple[str, ...], row: str, place: str
) -> None:
    wizard = shown(qtbot, blank)
    for address in filled:
        blank.put(address, "3")
    page = wizard.show_step(step)
    while wizard.navigation.shown != row:
        wizard.navigation.next_problem()
    (panel,) = page.findChildren(FindingsPanel)
    assert (panel.current and panel.current.id, page.address_here()) == (row, place)


def test_closing_saves(qtbot: QtBot, wizard: Wizard) -> None:
    wizard.session.put(FIRST, "77")
    wizard.close()
    assert storage.load(wizard.session.path).report.values[FIRST] == 77


def test_f8_goes_on_from_problem_to_problem(qtbot: QtBot, wizard: Wizard) -> None:
    page = table_page(wizard)
    wizard.session.put("requests/received/natural", "abc")
    wizard.session.put("requests/handled.granted/legal.law", "")
    wizard.session.put("figure/motions", "12")
    qtbot.waitUntil(lambda: len(wizard.session.result.findings) == 3)
    seen = []
    for _ in range(3):
        wizard.navigation.next_problem()
        seen.append(wizard.navigation.shown)
    assert seen == [finding.id for finding in wizard.session.result.findings]
    assert page is not wizard.stack.currentWidget()


def test_undo_shows_what_it_takes_back(qtbot: QtBot, wizard: Wizard) -> None:
    page = table_page(wizard)
    wizard.session.put("requests/carried_in/natural", "5")
    wizard.show_step("overview")
    wizard.session.undo_stack.undo()
    assert wizard.stack.currentWidget() is page
    assert page.model.address(page.view.currentIndex()) == "requests/carried_in/natural"
    assert wizard.messages.text() == "已撤销"


def test_a_report_that_could_not_be_saved_is_not_closed_without_a_question(
    qtbot: QtBot, wizard: Wizard, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([False, True])
    monkeypatch.setattr(filing, "may_leave_unsaved", lambda *_: next(answers))
    wizard.session.put(FIRST, "77")
    shutil.rmtree(wizard.session.path.parent)
    assert not wizard.close()
    assert wizard.isVisible()
    assert wizard.close()


def test_the_foot_says_where_the_draft_lies(wizard: Wizard) -> None:
    assert wizard.foot.saved.text() == f"草稿已打开 · {wizard.session.path.name}"
    assert wizard.foot.saved.toolTip() == str(wizard.session.path)
