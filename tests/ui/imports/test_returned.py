"""Pages of the 采集表 that come back to the window, several at once, and are shown first."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from model.report.answers import put
from tests.collecting import filled_in, numbers_of, put_in
from tests.ui.conftest import shown
from tests.ui.imports.test_importing import drop, rows, shown_dialog
from tests.ui.starting import chosen
from ui.base.session import Session
from ui.imports.dialog import ImportDialog

ISSUED = "disclosure/regulations/issued"


def returned(session: Session, folder: Path) -> list[Path]:
    """Give two pages that came back, one of them blank."""
    report = session.report
    numbers = numbers_of(report.form, "disclosure.1")
    files = {"甲.xlsx": filled_in(report, "disclosure.1", numbers)}
    return put_in(folder, files | {"乙.xlsx": filled_in(report, "review", {})})


def test_pages_that_come_back_fill_blanks_and_say_what_is_not_back(
    qtbot: QtBot, blank: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blank.apply(put(blank.report, ISSUED, "77"), "填写")
    window = shown(qtbot, blank)
    chosen(monkeypatch, *returned(blank, tmp_path))
    window.importing.ask()
    dialog = shown_dialog(qtbot, window)
    where = "工作表「二、主动公开　第二十条第（一）项」"
    assert rows(dialog)[1] == f"· | 规章，本年制发件数 | 1 | {where}B9；需核对：草稿中已有内容"
    assert [row[0] for row in rows(dialog)[2:]] == ["x"] * 5
    assert "[未填] 四、复议诉讼：收回的表没有填数。" in dialog.notes.toPlainText()
    dialog.take_button.click()
    assert blank.report.values[ISSUED] == 77
    assert len(blank.report.sources) == 5
    assert {*blank.report.sources.values()} == {"许可科：张某"}
    said = window.messages.text()
    assert "已导入5处，可以撤销。尚未收回或未填：二、主动公开第二十条第（五）项、" in said
    assert said.rstrip().endswith("四、复议诉讼。")
    (button,) = (b for b in window.findChildren(QPushButton) if b.text() == "采集表（Excel）")
    qtbot.waitUntil(lambda: "尚未收回或未填：二、主动公开第二十条第（五）项、" in button.toolTip())


def test_several_pages_are_dropped_at_once(qtbot: QtBot, blank: Session, tmp_path: Path) -> None:
    window = shown(qtbot, blank)
    damaged = put_in(tmp_path, {"坏.xlsx": b"PK\x03\x04"})
    drop(window, *returned(blank, tmp_path), *damaged)
    dialog = shown_dialog(qtbot, window)
    assert dialog.heading.text().startswith("「坏.xlsx」：")
    assert "1份未导入" in dialog.message.text()


def test_a_page_of_another_year_changes_nothing(
    qtbot: QtBot, blank: Session, tmp_path: Path
) -> None:
    window = shown(qtbot, blank)
    last = replace(blank.report, year=blank.report.year - 1)
    (path,) = put_in(tmp_path, {"甲.xlsx": filled_in(last, "disclosure.2", {})})
    window.importing.read(path)
    qtbot.waitUntil(lambda: "「甲.xlsx」是2023年度的采集表" in window.messages.text())
    assert not window.findChildren(ImportDialog)
