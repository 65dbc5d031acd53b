"""Guesses under a finding: shown, looked at, taken, undone."""

from dataclasses import replace

from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from model.checks.findings import Finding
from model.report.answers import put
from model.report.report import Report
from tests.ui.finding import CELL, panel_of, typed
from ui.base.session import Session
from ui.findings.suspects import SuspectBar


class Guess:
    """A guess that one cell was mistyped."""

    message = "可能有误（仅供参考）：自然人列：「1350」可能应为「1352」。"
    cells = (CELL,)

    def applied(self, report: Report) -> Report:
        return put(report, CELL, "1352")


def broken(qtbot: QtBot, session: Session) -> tuple[SuspectBar, Finding]:
    around = QWidget()
    bar = SuspectBar(session, lambda report: [Guess()])
    bar.setParent(around)
    bar.around = around  # nothing else holds it
    qtbot.addWidget(around)
    typed(qtbot, session, CELL, "1350")
    (finding,) = session.result.findings
    return bar, finding


def test_a_guess_is_shown_under_the_finding_it_mends(qtbot: QtBot, session: Session) -> None:
    bar, finding = broken(qtbot, session)
    assert bar.isHidden()
    bar.show_for(finding)
    assert not bar.isHidden()
    assert bar.words() == ["可能有误（仅供参考）：自然人列：「1350」可能应为「1352」。"]
    others: tuple[Finding | None, ...] = (
        None,
        replace(finding, severity="open"),
        replace(finding, cells=("review/figures/reconsideration.other",)),
        replace(finding, left=""),
    )
    for other in others:
        bar.show_for(other)
        assert bar.isHidden() and bar.words() == []


def test_a_guess_is_looked_at_taken_and_undone(qtbot: QtBot, session: Session) -> None:
    before = session.report
    bar, finding = broken(qtbot, session)
    bar.show_for(finding)
    look, take = bar.findChildren(QPushButton)
    with qtbot.waitSignal(bar.marked) as marked:
        look.click()
    assert marked.args == [frozenset({CELL})]
    with qtbot.waitSignal(session.checked):
        take.click()
    assert session.report.values == before.values
    assert session.undo_stack.undoText() == "采用推测"
    with qtbot.waitSignal(session.undone) as undone:
        session.undo_stack.undo()
    assert undone.args == [CELL]
    assert session.report.values[CELL] == 1350


def test_guesses_follow_what_is_selected_in_a_list(qtbot: QtBot, session: Session) -> None:
    asked: list[Report] = []

    def suspects(report: Report) -> list[Guess]:
        asked.append(report)
        return [Guess()]

    panel = panel_of(qtbot, session, "requests")
    bar = SuspectBar(session, suspects)
    qtbot.addWidget(bar)
    bar.follow(panel)
    typed(qtbot, session, CELL, "1350")
    assert asked == []
    panel.setCurrentRow(0)
    assert len(bar.words()) == 1 and len(asked) == 1
    bar.show_for(panel.current)
    assert len(asked) == 1
    panel.hide()
    typed(qtbot, session, CELL, "1349")
    assert len(asked) == 1
    panel.show()
    typed(qtbot, session, CELL, "1348")
    assert asked[1:] == [session.report]
    session.undo_stack.undo()
    typed(qtbot, session, CELL, "1352")
    assert bar.isHidden()


def test_without_guesses_the_bar_stays_away(qtbot: QtBot, session: Session) -> None:
    _, finding = broken(qtbot, session)
    bar = SuspectBar(session, lambda report: [])
    qtbot.addWidget(bar)
    bar.show_for(finding)
    assert bar.isHidden()
