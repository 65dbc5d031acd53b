"""How a proposal is shown: what leads, what is doubtful, where a place stands in its source."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from intake import source as foreign
from intake.proposal import propose
from model.drafts import storage
from model.drafts.storage import Loaded
from tests.ui import seeing
from tests.ui.imports.test_importing import REPORT, rows, source
from ui.base.inspector import InspectedContent
from ui.base.session import Session
from ui.imports.dialog import ImportDialog
from ui.look.tokens import colour

DOUBTFUL = "「存在的主要问题」新增一段"


@pytest.fixture
def dialog(qtbot: QtBot, blank: Session, tmp_path: Path) -> ImportDialog:
    """The proposal of a report of another year, as wide as a common screen."""
    found = foreign.read(source(tmp_path, REPORT.replace("2024年", "2023年")), 2024)
    made = ImportDialog(blank, propose(blank.report, found), foreign.summary_of(found))
    qtbot.addWidget(made)
    made.resize(1240, 720)
    with qtbot.waitExposed(made):
        made.show()
    return made


def row_of(dialog: ImportDialog, place: str) -> int:
    model = dialog.comparison.model()
    return next(row for row in range(model.rowCount()) if model.index(row, 0).data() == place)


def shown_places(dialog: ImportDialog) -> list[str]:
    view = dialog.comparison
    kept = [row for row in range(view.model().rowCount()) if not view.isRowHidden(row)]
    return [view.model().index(row, 0).data() for row in kept]


def settle() -> None:
    for _ in range(3):
        QApplication.processEvents()


def test_one_button_of_a_proposal_is_filled_and_stands_last(dialog: ImportDialog) -> None:
    buttons = [one for one in seeing.visible(dialog) if isinstance(one, QPushButton)]
    assert [one for one in buttons if one.property("role") == "primary"] == [dialog.take_button]
    assert not [one for one in buttons if one.isDefault()]
    places = {one: one.mapTo(dialog, QPoint()) for one in buttons}
    assert max(buttons, key=lambda one: (places[one].y(), places[one].x())) is dialog.take_button


def test_the_current_place_is_shown_beside_with_its_origin_and_its_doubt(
    dialog: ImportDialog,
) -> None:
    view, origin = dialog.comparison, dialog.origin
    view.setCurrentIndex(view.model().index(row_of(dialog, DOUBTFUL), 0))
    assert origin.place.text() == DOUBTFUL
    assert origin.words.text() == "这一段没有小标题，写在标题之下。"
    assert origin.origin.text() == "来源：第14行"
    assert origin.doubt.text() == "! 需核对：没有小标题，拟列入「存在的主要问题」"
    view.setCurrentIndex(view.model().index(row_of(dialog, "规章，本年制发件数"), 0))
    assert (origin.words.text(), origin.doubt.isVisible()) == ("0", False)
    view.setCurrentIndex(view.model().index(0, 0))
    assert not origin.isVisible()


def test_the_first_heading_is_seen_above_a_high_first_row(
    qtbot: QtBot, session: Session, tmp_path: Path
) -> None:
    text = session.report.section_texts("overview")[0]
    long = session.report.with_text(replace(text, body=f"{text.body}{'很长的一段。' * 90}"))
    path = storage.save(Loaded(replace(long, id="theirs"), tmp_path / "长.gknb", "")).path
    found = foreign.read(path, 2024)
    made = ImportDialog(session, propose(session.report, found), "")
    qtbot.addWidget(made)
    made.resize(640, 360)
    with qtbot.waitExposed(made):
        made.show()
    view = made.comparison
    qtbot.waitUntil(lambda: view.rowHeight(1) > view.viewport().height())
    settle()
    assert view.verticalScrollBar().value() == 0
    assert view.currentIndex().row() == 1


def test_doubtful_places_can_be_shown_alone_and_ticks_stay(
    qtbot: QtBot, dialog: ImportDialog
) -> None:
    every, chosen = shown_places(dialog), dialog.comparison.chosen()
    assert [chip.text() for chip in dialog.chips if chip.isVisible()] == [
        "全部 19", "需核对 1", "与草稿不同 1", "未识别 9"
    ]  # fmt: skip
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    qtbot.keyClick(dialog, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert shown_places(dialog) == ["五、问题改进", DOUBTFUL]
    assert dialog.comparison.current() is not None
    assert dialog.origin.place.text() == DOUBTFUL
    assert dialog.comparison.chosen() == chosen
    qtbot.keyClick(dialog, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert shown_places(dialog) == every


def test_keys_pass_over_places_that_are_not_shown(qtbot: QtBot, dialog: ImportDialog) -> None:
    view = dialog.comparison
    dialog.chips[1].click()
    view.setRowHeight(view.currentIndex().row(), view.viewport().height() * 2)
    view.scrollToTop()
    for _ in range(9):
        qtbot.keyClick(view, Qt.Key.Key_PageUp)
    assert view.currentIndex().row() == row_of(dialog, "五、问题改进")


def test_a_doubtful_row_is_tinted_and_the_current_one_is_marked(dialog: ImportDialog) -> None:
    view = dialog.comparison
    view.setCurrentIndex(view.model().index(row_of(dialog, "规章，本年制发件数"), 0))
    view.setFocus()
    view.scrollTo(view.model().index(row_of(dialog, DOUBTFUL), 0))
    settle()
    picture = view.viewport().grab().toImage()

    def ground(row: int, column: int) -> str:
        room = view.visualRect(view.model().index(row, column))
        return picture.pixelColor(room.right() - 3, room.top() + 3).name()

    doubtful = row_of(dialog, DOUBTFUL)
    assert {ground(doubtful, column) for column in range(4)} == {colour("warning_ground").name()}
    assert (
        view.visualRect(view.model().index(0, 0)).y() < 0 or ground(0, 0) == colour("sunk").name()
    )
    current = view.currentIndex().row()
    view.scrollTo(view.currentIndex())
    settle()
    picture = view.viewport().grab().toImage()
    assert ground(current, 2) == colour("veil").name()
    room = view.visualRect(view.model().index(current, 0))
    assert picture.pixelColor(room.left() + 1, room.center().y()) == colour("accent")


def test_a_small_proposal_keeps_the_rows_and_has_the_notes_in_a_drawer(
    qtbot: QtBot, dialog: ImportDialog
) -> None:
    dialog.resize(640, 360)
    settle()
    assert dialog.comparison.viewport().height() > 4 * dialog.comparison.rowHeight(1)
    assert not dialog.message.isVisible()
    assert not dialog.notes.isVisible()
    assert seeing.cut(dialog) == []
    (inspected,) = dialog.findChildren(InspectedContent)
    assert inspected.edge.text().startswith("留\n意\n")
    inspected.edge.click()
    assert dialog.notes.isVisible()
    qtbot.keyClick(dialog.notes, Qt.Key.Key_Escape)
    assert not dialog.notes.isVisible()
    assert dialog.isVisible()
    assert len(rows(dialog)) == dialog.comparison.model().rowCount()
