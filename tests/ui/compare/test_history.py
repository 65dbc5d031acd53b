"""Earlier versions: how far each is from the open report, and going back to one."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from model.drafts import copies
from model.report.answers import put
from model.report.report import Report
from ui.app import clock, folders
from ui.app.drafts import when
from ui.base.session import Session
from ui.compare.dialogs import HistoryDialog, show_history
from ui.wizard import Wizard

CELL = "requests/received/natural"
NOW = clock.now()


@pytest.fixture
def earlier(blank: Session) -> Report:
    """A version of yesterday with one cell and one text of its own."""
    version = put(put(blank.report, CELL, "7"), "text/overview.proactive", "昨天写的")
    copies.keep_version(folders.versions_folder(), version, NOW - timedelta(days=1), always=True)
    return version


def shown(qtbot: QtBot, session: Session) -> HistoryDialog:
    dialog = HistoryDialog(session)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    texts = [dialog.list.item(row) for row in range(dialog.list.count())]
    qtbot.waitUntil(lambda: all("\n" in item.text() for item in texts))
    return dialog


def sentence(dialog: HistoryDialog) -> list[str]:
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def test_each_version_says_when_it_was_kept_and_what_differs(
    qtbot: QtBot, blank: Session, earlier: Report
) -> None:
    latest, oldest = sentence(shown(qtbot, blank))
    assert latest.startswith("今天 ")
    assert latest.endswith("\n没有不同")
    assert oldest.startswith("昨天 ")
    assert oldest.endswith("\n1 格、1 段不同")


def test_going_back_is_one_act_that_can_be_undone(
    qtbot: QtBot, blank: Session, earlier: Report
) -> None:
    before = blank.report
    dialog = shown(qtbot, blank)
    dialog.list.setCurrentRow(1)
    with qtbot.waitSignal(blank.message) as said:
        dialog.restore_button.click()
    assert said.args is not None
    assert said.args[0].startswith("已恢复 昨天 ")
    assert said.args[0].endswith(" 的版本，可以撤销。")
    assert blank.report == earlier
    assert blank.undo_stack.undoText() == "恢复历史版本"
    assert not dialog.isVisible()
    blank.undo_stack.undo()
    assert blank.report == before


def test_what_stood_before_going_back_is_kept(
    qtbot: QtBot, blank: Session, earlier: Report
) -> None:
    blank.put(CELL, "99")
    dialog = shown(qtbot, blank)
    dialog.list.setCurrentRow(1)
    dialog.restore()
    times = copies.times(folders.versions_folder(), blank.report.id)
    kept = copies.load(folders.versions_folder(), blank.report.id, times[0])
    assert kept.values == {CELL: 99}


def test_a_damaged_version_cannot_be_gone_back_to(
    qtbot: QtBot, blank: Session, earlier: Report
) -> None:
    oldest = min(folders.versions_folder().rglob("*.gknb"))
    oldest.write_bytes(b"{")
    dialog = shown(qtbot, blank)
    assert sentence(dialog)[1].endswith("无法读取，文件可能已损坏")
    dialog.list.setCurrentRow(1)
    assert not dialog.restore_button.isEnabled()
    dialog.list.setCurrentRow(0)
    assert dialog.restore_button.isEnabled()


def test_a_draft_without_versions_says_so(qtbot: QtBot, blank: Session) -> None:
    for kept in folders.versions_folder().rglob("*.gknb"):
        kept.unlink()
    dialog = shown(qtbot, blank)
    assert dialog.message.text() == "此草稿还没有历史版本。"
    assert not dialog.restore_button.isEnabled()


def test_the_history_opens_over_its_window(qtbot: QtBot, wizard: Wizard) -> None:
    show_history(wizard, wizard.session)
    dialog = wizard.findChild(HistoryDialog)
    assert dialog is not None
    assert dialog.isVisible()
    dialog.close()


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2025, 1, 15, 9, 5), "今天 09:05"),
        (datetime(2025, 1, 14, 23, 59), "昨天 23:59"),
        (datetime(2025, 1, 3, 10, 32), "1月3日 10:32"),
        (datetime(2024, 12, 31, 10, 32), "2024年12月31日 10:32"),
        (datetime(2025, 1, 16, 0, 1), "1月16日 00:01"),
    ],
)
def test_a_moment_is_said_as_shortly_as_it_is_understood(moment: datetime, said: str) -> None:
    assert when(moment, datetime(2025, 1, 15, 12, 0)) == said


def test_only_the_ticked_places_come_back(qtbot: QtBot, blank: Session, earlier: Report) -> None:
    dialog = shown(qtbot, blank)
    dialog.list.setCurrentRow(1)
    said: list[str] = []
    blank.message.connect(said.append)
    dialog.comparison.setCurrentIndex(dialog.comparison.model().index(3, 0))
    qtbot.keyClick(dialog.comparison, Qt.Key.Key_Space)
    assert dialog.chosen_button.text() == "恢复所选 1 处"
    dialog.chosen_button.click()
    assert blank.report.values == {CELL: 7}
    assert blank.report.text("overview.proactive").body == ""  # type: ignore[union-attr]
    assert blank.undo_stack.undoText() == "恢复历史版本中的部分内容"
    assert said[-1].endswith("版本中的 1 处，可以撤销。")
    blank.undo_stack.undo()
    assert blank.report.values == {}


def test_what_a_published_report_refuses_is_not_said_to_be_restored(
    qtbot: QtBot, blank: Session, earlier: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = shown(qtbot, blank)
    dialog.list.setCurrentRow(1)
    monkeypatch.setattr(blank, "may_change", lambda: False)
    said: list[str] = []
    blank.message.connect(said.append)
    dialog.restore_button.click()
    assert said == []


@pytest.mark.parametrize("button", ["restore_button", "chosen_button"])
def test_nothing_is_restored_where_what_stands_now_cannot_be_kept(
    button: str,
    qtbot: QtBot,
    blank: Session,
    earlier: Report,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    before = blank.report
    dialog = shown(qtbot, blank)
    dialog.list.setCurrentRow(1)
    dialog.comparison.setCurrentIndex(dialog.comparison.model().index(3, 0))
    qtbot.keyClick(dialog.comparison, Qt.Key.Key_Space)
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(folders, "data_folder", lambda: tmp_path / "file")
    getattr(dialog, button).click()
    assert blank.report is before
    assert dialog.isVisible()
    assert dialog.message.text().startswith("未能保留历史版本：")
    assert dialog.message.text().endswith("因此没有恢复，内容未改动。")
