"""Keys that come faster than the window works: each acts where the one before it left off.

Nothing is done between two keys here, as when they have queued up while the window was busy.
"""

import ast
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

import ui
from model.report.report import Published, Report
from tests.ui.conftest import shown, table_page
from tests.ui.finding import choose_warning
from ui.base.cell_entry import EntryTable
from ui.base.edits import answer_of
from ui.base.session import Session
from ui.check.page import CheckPage
from ui.findings.delegate import ReasonEdit
from ui.input_method.keeper import write
from ui.text.page import TextPage
from ui.text.tally import LABEL
from ui.wizard import Wizard

ENTER, TAB, BACKTAB, ESC = (
    Qt.Key.Key_Return,
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
    Qt.Key.Key_Escape,
)
UP, DOWN, LEFT = Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left
Keys = tuple[str | Qt.Key, ...]


@pytest.fixture
def active(qtbot: QtBot, session: Session) -> Wizard:
    """The window on the example, which has the keyboard."""
    return active_on(qtbot, session)


def active_on(qtbot: QtBot, session: Session) -> Wizard:
    wizard = shown(qtbot, session)
    with qtbot.waitActive(wizard):
        wizard.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    return wizard


def press(*keys: str | Qt.Key) -> None:
    """Press keys, each where the keyboard is by then; words are typed letter by letter."""
    for key in keys:
        for one in key if isinstance(key, str) else (key,):
            shift = one is BACKTAB
            modifiers = Qt.KeyboardModifier
            QTest.keyClick(
                QApplication.focusWidget(),
                one,
                modifiers.ShiftModifier if shift else modifiers.NoModifier,
            )


def at(wizard: Wizard, address: str) -> QAbstractItemView:
    """Put the cursor on a count of a table or a tally."""
    room = address.partition("/")[0]
    page = wizard.show_step("overview" if room == "tally" else room)
    page.go_to(address)
    view = QApplication.focusWidget()
    assert isinstance(view, QAbstractItemView)
    return view


FIRST, SECOND, THIRD = (
    f"requests/{row}/natural" for row in ("received", "carried_in", "handled.granted")
)
BESIDE = "requests/received/legal.commercial"
ISSUED, REPEALED = "disclosure/regulations/issued", "disclosure/regulations/repealed"
STATED = "requests/received/total"
ONE, TWO, THREE = (f"tally/published/{part}" for part in ("organisation", "planning", "statistics"))

CELLS: dict[str, tuple[str, Keys, dict[str, str]]] = {
    "Enter in a table": (FIRST, ("3", ENTER, "40", ENTER), {FIRST: "3", SECOND: "40"}),
    "Tab in a table": (FIRST, ("3", TAB, "40", TAB), {FIRST: "3", BESIDE: "40"}),
    "Backtab in a table": (BESIDE, ("3", BACKTAB, "40", ENTER), {BESIDE: "3", FIRST: "40"}),
    "Down in a table": (FIRST, ("3", DOWN, "40", DOWN, "5", ENTER), {SECOND: "40", THIRD: "5"}),
    "Up in a table": (SECOND, ("3", UP, "40", ENTER), {SECOND: "3", FIRST: "40"}),
    "Left in an open cell": (
        FIRST,
        ("3", LEFT, "4", ENTER, "5", ENTER),
        {FIRST: "43", SECOND: "5"},
    ),
    "Esc in a table": (FIRST, ("3", ESC, DOWN, "40", ENTER), {FIRST: "1352", SECOND: "40"}),
    "Enter in a table of blocks": (
        ISSUED,
        ("3", ENTER, "40", ENTER),
        {ISSUED: "3", REPEALED: "40"},
    ),
    "Enter in a tally": (ONE, ("3", ENTER, "40", ENTER), {ONE: "3", TWO: "40"}),
    "Tab in a tally": (ONE, ("3", TAB, "40", TAB), {ONE: "3", TWO: "40"}),
    "Backtab in a tally": (TWO, ("3", BACKTAB, "40", ENTER), {TWO: "3", ONE: "40"}),
    "Down in a tally": (ONE, ("3", DOWN, "40", DOWN, "5", ENTER), {TWO: "40", THREE: "5"}),
    "Up in a tally": (TWO, ("3", UP, "40", ENTER), {TWO: "3", ONE: "40"}),
    "Left in an open count": (ONE, ("3", LEFT, "4", ENTER, "5", ENTER), {ONE: "43", TWO: "5"}),
    "Esc in a tally": (ONE, ("3", ESC, DOWN, "40", ENTER), {ONE: "5", TWO: "40"}),
}


@pytest.mark.parametrize("case", CELLS)
def test_keys_in_a_queue_fill_the_cells_they_were_meant_for(active: Wizard, case: str) -> None:
    address, keys, expected = CELLS[case]
    view = at(active, address)
    press(*keys)
    report = active.session.report
    assert {one: answer_of(report, one) for one in expected} == expected
    assert view.hasFocus()


def field(wizard: Wizard, step: str, address: str) -> None:
    """Put the cursor into a field, what stands there selected."""
    wizard.show_step(step).go_to(address)
    found = QApplication.focusWidget()
    assert isinstance(found, QLineEdit)
    found.selectAll()


def of_the_unit(wizard: Wizard) -> None:
    field(wizard, "unit", "unit/address")


def of_a_figure(wizard: Wizard) -> None:
    field(wizard, "other", "figure/fee_notices")


def of_the_cell(wizard: Wizard) -> None:
    page = table_page(wizard)
    page.go_to(FIRST)
    page.edit(page.card.source)


def tally_page(wizard: Wizard) -> TextPage:
    page = wizard.show_step("overview")
    assert isinstance(page, TextPage)
    return page


def of_new_parts(wizard: Wizard) -> None:
    page = tally_page(wizard)
    box = next(box for box in page.boxes.values() if box.tallies)
    box.tallies["published"]._new.setFocus()


def of_labels(wizard: Wizard) -> None:
    view = at(wizard, ONE)
    view.setCurrentIndex(view.currentIndex().siblingAtColumn(LABEL))


def of_a_head(wizard: Wizard) -> None:
    page = tally_page(wizard)
    page.go_to("text/overview.platform")
    page.boxes["overview.platform"].head._ask()


def of_a_new_head(wizard: Wizard) -> None:
    tally_page(wizard)._new.ask()


def of_steps(wizard: Wizard) -> None:
    wizard.show_step("unit")
    wizard.list.setFocus()


def answers(*addresses: str) -> Callable[[Report], list[str]]:
    return lambda report: [answer_of(report, address) for address in addresses]


def part_labels(report: Report) -> list[str]:
    labels = [label for _, label in report.tallies[0].parts]
    return [*labels[:2], *labels[-2:]]


def heads_and_words(report: Report) -> list[str]:
    return [f"{text.title}: {text.body}" for text in report.texts if text.title == "head"]


Case = tuple[Callable[[Wizard], None], Keys, Callable[[Report], list[str]], list[str]]
FIELDS: dict[str, Case] = {
    "a field of the unit": (
        of_the_unit,
        ("road", ENTER, "123456", ENTER),
        answers("unit/address", "unit/postcode"),
        ["road", "123456"],
    ),
    "a figure": (
        of_a_figure,
        ("3", ENTER, "2", ENTER),
        answers("figure/fee_notices", "figure/fee_paid"),
        ["3", "2"],
    ),
    "the source of a cell": (
        of_the_cell,
        ("office", ENTER),
        lambda report: [report.sources[FIRST]],
        ["office"],
    ),
    "new parts of a tally": (
        of_new_parts,
        ("one", ENTER, "two", ENTER),
        lambda report: part_labels(report)[2:],
        ["one", "two"],
    ),
    "labels of a tally": (
        of_labels,
        ("one", ENTER, "two", ENTER),
        lambda report: part_labels(report)[:2],
        ["one", "two"],
    ),
    "the title of a sub-head": (
        of_a_head,
        ("head", ENTER, Qt.Key.Key_A),
        lambda report: [one[:6] for one in heads_and_words(report)],
        ["head: "],
    ),
    "a new sub-head": (of_a_new_head, ("head", ENTER, "words"), heads_and_words, ["head: words"]),
    "the list of steps": (
        of_steps,
        (DOWN, DOWN, ENTER, "3", ENTER, "40", ENTER),
        answers(ISSUED, REPEALED),
        ["3", "40"],
    ),
}


@pytest.mark.parametrize("case", FIELDS)
def test_keys_in_a_queue_fill_the_fields_they_were_meant_for(active: Wizard, case: str) -> None:
    begin, keys, shown_of, expected = FIELDS[case]
    begin(active)
    press(*keys)
    active.session.check()
    assert shown_of(active.session.report) == expected


def test_a_reason_ends_with_its_enter_and_the_next_keys_move_on(
    qtbot: QtBot, session: Session
) -> None:
    session.put("figure/motions", "12")
    session.put("tally/published/total", "260")
    session.check()
    page = active_on(qtbot, session).show_step("check")
    assert isinstance(page, CheckPage)
    panel = page.panel
    panel.setFocus()
    choose_warning(panel)
    first = panel.current
    press(Qt.Key.Key_F2, "why", ENTER, DOWN, DOWN, Qt.Key.Key_F2, "so", ENTER)
    assert first is not None
    assert session.report.reasons[first.id].text == "why"
    assert sorted(reason.text for reason in session.report.reasons.values()) == ["so", "why"]
    assert panel.hasFocus()


@pytest.mark.parametrize("step", ["disclosure", "requests", "review"])
def test_enter_in_the_last_cell_leads_to_the_next_step_and_the_enter_after_it_goes_there(
    qtbot: QtBot, active: Wizard, step: str
) -> None:
    page, forward = table_page(active, step), active.foot.forward
    last = page.model.address(page.model.typed_in_order()[-1])
    at(active, last)
    press("4", ENTER, ENTER, ENTER)  # the later ones were pressed before the focus came
    assert (active.step, answer_of(active.session.report, last)) == (step, "4")
    assert forward.hasFocus()
    qtbot.waitUntil(lambda: not forward._settle.isActive())
    held = QKeyEvent(QEvent.Type.KeyPress, ENTER, Qt.KeyboardModifier.NoModifier, "\r", True)
    QCoreApplication.sendEvent(forward, held)
    assert active.step == step
    press(ENTER)
    assert active.step != step


@pytest.mark.parametrize("address", [FIRST, ONE])
def test_a_published_report_asks_before_a_cell_opens(
    qtbot: QtBot, session: Session, address: str
) -> None:
    session.apply(replace(session.report, published=Published(date(2025, 1, 20))), "公布")
    wizard = active_on(qtbot, session)
    before, asked, answer = session.report.values, list[bool](), False

    def ask() -> bool:
        asked.append(answer)
        return answer

    session.ask_published = ask
    at(wizard, address)
    press("3")
    write(QApplication.focusWidget(), "３")
    assert (asked, session.report.values) == ([False, False], before)
    answer = True
    write(QApplication.focusWidget(), "３")
    press(ENTER)
    assert (asked[2:], answer_of(session.report, address)) == ([True], "3")


def test_an_enter_that_waits_in_the_queue_does_not_allow_a_published_report_to_change(
    qtbot: QtBot, session: Session
) -> None:
    session.apply(replace(session.report, published=Published(date(2025, 1, 20))), "公布")
    wizard = active_on(qtbot, session)
    before, questions = session.report.values, list[str]()

    def enter() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox) or not box.isVisible():
            QTimer.singleShot(0, enter)
            return
        questions.append(box.text())
        QTest.keyClick(box, ENTER)

    at(wizard, FIRST)
    QTimer.singleShot(0, enter)
    press("3")
    assert (questions, session.report.values) == (["已公布的报告，确定修改？"], before)


def test_a_reason_of_a_published_report_asks_before_it_opens(
    qtbot: QtBot, session: Session
) -> None:
    session.put("tally/published/total", "260")
    session.apply(replace(session.report, published=Published(date(2025, 1, 20))), "公布")
    session.check()
    page = active_on(qtbot, session).show_step("check")
    assert isinstance(page, CheckPage)
    asked: list[int] = []
    session.ask_published = lambda: bool(asked.append(len(page.panel.findChildren(ReasonEdit))))
    choose_warning(page.panel)
    page.panel.explain()
    assert asked == [0]
    assert page.panel.findChildren(ReasonEdit) == []


WORDS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "one key a word": (FIRST, ("１", "２"), "12"),
    "one word": (FIRST, ("５",), "5"),
    "two letters at once": (FIRST, ("１２",), "12"),
    "a table of blocks": (ISSUED, ("１", "２"), "12"),
    "a tally": (ONE, ("１", "２"), "12"),
    "a tally at once": (ONE, ("１２",), "12"),
}


@pytest.mark.parametrize("case", WORDS)
def test_a_finished_word_opens_a_cell_and_none_of_it_is_lost(active: Wizard, case: str) -> None:
    address, words, expected = WORDS[case]
    at(active, address)
    for word in words:
        write(QApplication.focusWidget(), word)
    press(ENTER, "7", ENTER)
    assert answer_of(active.session.report, address) == expected


def test_a_finished_word_on_a_computed_total_is_the_total_of_the_source(active: Wizard) -> None:
    at(active, STATED)
    for word in "１２":
        write(QApplication.focusWidget(), word)
    press(ENTER)
    assert active.session.report.stated == {STATED: 12}


def test_a_finished_word_goes_into_the_current_of_several_selected_cells(active: Wizard) -> None:
    view = at(active, FIRST)
    press_shifted(DOWN)
    current = active.session.report
    for word in "１２":
        write(QApplication.focusWidget(), word)
    press(ENTER)
    changed = {a for a, n in active.session.report.values.items() if current.values[a] != n}
    assert changed == {SECOND}
    assert answer_of(active.session.report, SECOND) == "12"
    assert view.hasFocus()


def press_shifted(key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, Qt.KeyboardModifier.ShiftModifier)


def test_what_is_typed_on_a_cell_that_takes_nothing_goes_nowhere_else(active: Wizard) -> None:
    view = at(active, "tally/published/total")
    view.setCurrentIndex(view.currentIndex().siblingAtColumn(LABEL))
    before, here = active.session.report, view.currentIndex()
    for word in ("机", "1", "业务"):
        write(QApplication.focusWidget(), word)
    press("1", "x")
    assert (active.session.report, view.currentIndex()) == (before, here)


def composed(half: str, word: str = "") -> None:
    """Give what an input method says of a word to whatever has the keyboard."""
    event = QInputMethodEvent(half, [])
    event.setCommitString(word)
    QCoreApplication.sendEvent(QApplication.focusWidget(), event)


COMPOSED: dict[str, tuple[tuple[tuple[str, str], ...], str]] = {
    "a word": ((("j", ""), ("ji", ""), ("", "机")), "机"),
    "two words": ((("j", ""), ("", "机"), ("g", ""), ("", "构")), "机构"),
    "a word and the next begun": ((("j", ""), ("g", "机"), ("", "构")), "机构"),
    "a word and the next at once": ((("g", "机"), ("", "构")), "机构"),
    "words without a half": ((("", "机"), ("", "构")), "机构"),
    "half a word taken back, then a word": ((("j", ""), ("", ""), ("", "构")), "构"),
}


@pytest.mark.parametrize("case", COMPOSED)
def test_a_word_composed_over_a_closed_label_is_kept_whole(active: Wizard, case: str) -> None:
    events, expected = COMPOSED[case]
    of_labels(active)
    for half, word in events:
        composed(half, word)
    press(ENTER)
    assert part_labels(active.session.report)[0] == expected
    assert isinstance(QApplication.focusWidget(), EntryTable)


def test_a_word_composed_in_a_cell_that_was_left_takes_nothing_from_the_next(
    active: Wizard,
) -> None:
    view = at(active, FIRST)
    composed("n")
    page = table_page(active)
    view.setCurrentIndex(page.model.index_of(SECOND))
    composed("", "１")
    composed("", "２")
    press(ENTER)
    assert answer_of(active.session.report, SECOND) == "12"


def test_tables_that_open_cells_are_of_one_kind() -> None:
    makers = {"QTableView", "QTableWidget", "QTreeView", "QTreeWidget", "QColumnView"}
    found = set()
    for path in Path(ui.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                named = {base.id for base in node.bases if isinstance(base, ast.Name)}
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                named = {node.func.id}
            else:
                continue
            if named & makers:
                found.add(path.name)
    assert found == {"cell_entry.py", "table.py"}  # a comparison is ticked, not typed into
