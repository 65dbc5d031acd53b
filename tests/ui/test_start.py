"""The start: what can be opened, what was recovered, and a new report in two answers."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from model import recovery, storage
from model.answers import put
from model.report import Report
from model.storage import Loaded
from ui import folders
from ui.application import Application
from ui.new_dialog import NewDialog
from ui.settings import Settings
from ui.start_window import StartWindow

CELL = "requests/received/natural"


def start(qtbot: QtBot) -> tuple[Application, StartWindow]:
    application = Application(Settings())
    window = application.show_start()
    qtbot.addWidget(window)
    return application, window


def press(window: StartWindow, words: str) -> None:
    next(b for b in window.findChildren(QPushButton) if words in b.text()).click()


def opened(qtbot: QtBot, application: Application) -> Report:
    assert application.wizard is not None
    qtbot.addWidget(application.wizard)
    return application.wizard.session.report


def test_the_last_draft_goes_on_in_one_click(qtbot: QtBot, tmp_path: Path, empty: Report) -> None:
    path = storage.save(Loaded(empty, tmp_path / "a.gknb", "")).path
    Settings().remember(path)
    application, window = start(qtbot)
    press(window, "继续填报：a.gknb")
    assert opened(qtbot, application) == empty


def test_the_example_becomes_a_file_of_the_clerks_own(
    qtbot: QtBot, tmp_path: Path, empty: Report
) -> None:
    Settings().remember(storage.save(Loaded(empty, tmp_path / "a.gknb", "")).path)
    application, window = start(qtbot)
    press(window, "看示例")
    assert opened(qtbot, application).unit.name == "青岚市商务局"
    assert (tmp_path / "年报示例.gknb").is_file()


def test_a_new_report_needs_a_name_and_a_year(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = NewDialog(tmp_path)
    qtbot.addWidget(dialog)
    dialog.name.setText("某县水务局")
    dialog.year.setText("2024")
    first, second = dialog.begin(), dialog.begin()
    assert (first.path.name, second.path.name) == (
        "2024年某县水务局年报.gknb",
        "2024年某县水务局年报(2).gknb",
    )


def test_a_draft_that_cannot_be_opened_is_explained(qtbot: QtBot, tmp_path: Path) -> None:
    bad = tmp_path / "bad.gknb"
    bad.write_bytes(b"")
    _, window = start(qtbot)
    window.chosen.emit(bad)
    assert "文件是空的" in window._message.text()


def test_what_was_not_saved_is_offered_again(qtbot: QtBot, tmp_path: Path, empty: Report) -> None:
    loaded = storage.save(Loaded(empty, tmp_path / "a.gknb", ""))
    typed = put(loaded.report, CELL, "7")
    recovery.keep(folders.recovery_folder(), typed, loaded.path, loaded.digest)
    application, window = start(qtbot)
    press(window, "恢复")
    assert opened(qtbot, application).values == {CELL: 7}
    assert storage.load(loaded.path).report.values == {CELL: 7}
    assert recovery.all_of(folders.recovery_folder()) == []


def test_a_recovered_copy_of_a_changed_draft_lies_beside_it(
    qtbot: QtBot, tmp_path: Path, empty: Report
) -> None:
    loaded = storage.save(Loaded(empty, tmp_path / "a.gknb", ""))
    typed = put(loaded.report, CELL, "7")
    recovery.keep(folders.recovery_folder(), typed, loaded.path, "another")
    application, window = start(qtbot)
    press(window, "恢复为新文件")
    assert opened(qtbot, application).values == {CELL: 7}
    assert storage.load(loaded.path).report.values == {}
    assert storage.load(tmp_path / "a（恢复）.gknb").report.values == {CELL: 7}


def test_the_wizard_takes_the_place_of_the_start(
    qtbot: QtBot, tmp_path: Path, empty: Report
) -> None:
    application, window = start(qtbot)
    wizard = application.show_report(storage.save(Loaded(empty, tmp_path / "a.gknb", "")))
    qtbot.addWidget(wizard)
    assert not window.isVisible()
    assert wizard.isVisible()
    assert "某市水务局" in wizard.windowTitle()


def test_a_new_report_that_cannot_be_begun_keeps_what_was_typed(
    qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = NewDialog(tmp_path / "nowhere")
    qtbot.addWidget(dialog)
    dialog.name.setText("某县水务局")
    dialog.accept()
    assert dialog.loaded is None
    assert dialog._complaint.text().endswith("不存在。选择另一个文件夹。")
    dialog.folder.setText(str(tmp_path))
    dialog.accept()
    assert dialog.loaded is not None


def test_where_there_is_no_documents_folder_the_home_folder_is_offered(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "Documents"))
    assert folders.documents_folder() == tmp_path
    (tmp_path / "Documents").mkdir()
    assert folders.documents_folder() == tmp_path / "Documents"
