"""Drafts that are somebody else's, a newer program's, or not to be written; and failures."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from model.drafts import copies, storage
from model.drafts.storage import Loaded
from model.errors import NewerDraftError
from model.report.answers import put
from model.report.report import Report
from tests.patience import PATIENCE
from tests.ui.starting import CELL, saved
from ui.app import acts, drafts, folders
from ui.app.drafts import Conflict
from ui.base import log
from ui.base.settings import Settings
from ui.compare.dialogs import ConflictDialog, show_conflict
from ui.entry import opening
from ui.wizard import Wizard


def test_a_draft_that_cannot_be_written_is_opened_to_be_read_alone(
    qtbot: QtBot, tmp_path: Path, empty: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(empty, tmp_path / "a.gknb").path
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write anything
    loaded = opening.load(path)
    assert loaded is not None
    wizard = opening.wizard_on(loaded, Settings())
    qtbot.addWidget(wizard)
    wizard.show()
    assert wizard.banner.isVisible()
    assert "只读方式" in wizard.banner.text() and "另存" in wizard.banner.text()
    wizard.session.saver.save_as(tmp_path / "b.gknb")
    assert wizard.session.saver.settle(PATIENCE)
    assert not wizard.banner.isVisible()
    assert wizard.windowTitle().endswith("b.gknb")


def as_newer(path: Path) -> bytes:
    """Make a draft one of a later version that knows more; gives what it says now."""
    newer = path.read_bytes().replace(b'"gknb": 3', b'"gknb": 4, "moods": {"a": 1}')
    path.write_bytes(newer)
    return newer


def test_a_draft_of_a_newer_program_is_only_looked_at(
    qtbot: QtBot, tmp_path: Path, example: Report
) -> None:
    path = saved(example, tmp_path / "a.gknb").path
    newer = as_newer(path)
    loaded = opening.load(path)
    assert loaded is not None
    wizard = opening.wizard_on(loaded, Settings())
    qtbot.addWidget(wizard)
    wizard.show()
    assert "更新版本" in wizard.banner.text()
    wizard.session.put("disclosure/licences/decisions", "1")
    wizard.session.saver.save_as(tmp_path / "b.gknb")
    assert wizard.messages.text() == wizard.banner.text()
    assert wizard.close()
    assert path.read_bytes() == newer
    assert [one.name for one in tmp_path.glob("*.gknb")] == ["a.gknb"]
    assert copies.times(folders.versions_folder(), example.id) == []


def test_a_draft_of_a_newer_program_that_cannot_be_shown_is_refused(
    tmp_path: Path, example: Report
) -> None:
    path = saved(example, tmp_path / "a.gknb").path
    path.write_bytes(
        path.read_bytes().replace(b'"gknb": 3', b'"gknb": 4').replace(b'"2021"', b'"2031"')
    )
    with pytest.raises(NewerDraftError):
        opening.load(path)


def test_what_somebody_else_wrote_is_laid_beside_the_window(qtbot: QtBot, wizard: Wizard) -> None:
    session = wizard.session
    theirs = put(session.report, "disclosure/licences/decisions", "99")
    storage.save(Loaded(theirs, session.path, storage.load(session.path).digest))
    session.put("disclosure/licences/decisions", "7")
    session.save()
    assert session.saver.settle(PATIENCE)
    dialog = wizard.findChild(ConflictDialog)
    assert dialog is not None and dialog.isVisible()
    assert dialog.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert not any(one.autoDefault() or one.isDefault() for one in dialog.findChildren(QPushButton))
    assert dialog.message.text() == wizard.banner.text()
    assert "冲突副本" in wizard.windowTitle()


def test_what_a_newer_program_wrote_meanwhile_is_laid_beside_ours(
    tmp_path: Path, example: Report
) -> None:
    ours = saved(example, tmp_path / "a.gknb")
    as_newer(storage.save(replace(ours, report=put(example, CELL, "999"))).path)
    conflict = drafts.save(replace(ours, report=put(example, CELL, "7"))).conflict
    assert conflict is not None and conflict.theirs is not None
    assert conflict.theirs.values[CELL] == 999
    assert "没有覆盖" in conflict.message
    assert storage.load(conflict.copy).report.values[CELL] == 7


def test_typing_goes_on_after_a_conflict_was_looked_at(qtbot: QtBot, wizard: Wizard) -> None:
    session = wizard.session
    here = Conflict(session.path, session.report, session.path)
    dialog = show_conflict(wizard, session, here, session.report)
    with qtbot.waitSignal(dialog.destroyed):
        dialog.reject()
    session.put("disclosure/licences/decisions", "7")
    assert session.report.values["disclosure/licences/decisions"] == 7


def test_an_unforeseen_failure_stays_at_the_head_while_the_draft_is_saved(
    qtbot: QtBot, wizard: Wizard
) -> None:
    wizard.session.put("disclosure/licences/decisions", "7")
    log.trouble.note("ZeroDivisionError", "here")
    qtbot.waitUntil(lambda: not wizard.session.dirty)
    assert wizard.banner.text().startswith("程序遇到意外问题（ZeroDivisionError）")
    assert wizard.foot.saved.text().startswith("已自动保存")


def test_what_lies_beside_a_draft_of_the_longest_name_has_a_name_that_fits(tmp_path: Path) -> None:
    for name in ("某" * 83, "𠮷" * 62):
        place = acts.marked_path(tmp_path / f"{name}.gknb", "副本")
        place.touch()
        again = acts.marked_path(tmp_path / f"{name}.gknb", "副本")
        again.touch()
        assert place.stem.endswith("（副本）")
        assert again.stem == f"{place.stem}(2)"


def test_a_conflict_in_what_a_conflict_left_is_marked_once(tmp_path: Path) -> None:
    first = acts.marked_path(tmp_path / "a.gknb", "冲突副本11月3日0915")
    first.touch()
    second = acts.marked_path(first, "冲突副本11月3日0915")
    second.touch()
    assert first.name == "a（冲突副本11月3日0915）.gknb"
    assert second.name == "a（冲突副本11月3日0915）(2).gknb"
    assert acts.marked_path(second, "冲突副本11月3日0916").name == "a（冲突副本11月3日0916）.gknb"
