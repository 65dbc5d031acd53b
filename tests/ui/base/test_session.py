"""The open report: one key changes what it must, undo goes back, saving loses nothing."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from model.drafts import copies, storage
from model.report.answers import put
from tests.patience import PATIENCE
from ui.app import folders
from ui.base.session import Session

CELL = "requests/handled.granted/natural"


def saved(session: Session) -> None:
    """Save, and wait until it has ended."""
    session.save()
    assert session.saver.settle(PATIENCE)


def test_one_key_names_the_cells_it_changes(qtbot: QtBot, session: Session) -> None:
    with qtbot.waitSignal(session.changed) as signal:
        session.put(CELL, "7")
    assert signal.args == [
        frozenset(
            {
                CELL,
                "requests/handled.granted/total",
                "requests/handled.total/natural",
                "requests/handled.total/total",
            }
        )
    ]


def test_a_slip_is_found_without_a_button(qtbot: QtBot, session: Session) -> None:
    with qtbot.waitSignal(session.checked):
        session.put(CELL, "7")
    errors = [finding for finding in session.result.findings if finding.severity == "error"]
    assert [finding.id for finding in errors] == ["balance/natural"]


def test_undo_and_redo_go_back_and_forth(session: Session) -> None:
    before = session.report
    session.put(CELL, "7")
    session.put(CELL, "")
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert session.report == before
    session.undo_stack.redo()
    assert session.report.values[CELL] == 7
    assert session.evaluation.numbers["requests/handled.granted/total"] == 393 - 68 + 7


def test_keys_typed_into_one_text_are_undone_together(session: Session) -> None:
    before = session.report
    for text in ("甲", "甲乙", "甲乙丙"):
        session.put("text/other.matters", text)
    session.put("text/other.innovation", "丁")
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert session.report == before


def test_an_answer_that_changes_nothing_is_no_act(session: Session) -> None:
    session.put(CELL, str(session.report.values[CELL]))
    assert not session.undo_stack.canUndo()
    assert not session.dirty


def test_what_was_typed_is_saved_after_a_pause(qtbot: QtBot, session: Session) -> None:
    with qtbot.waitSignal(session.saved) as signal:
        session.put(CELL, "7")
    assert str(signal.args[0]).startswith("已自动保存")
    assert storage.load(session.path).report.values[CELL] == 7
    assert session.saver.settle(PATIENCE)
    assert copies.all_of(folders.recovery_folder()) == []


def test_typing_without_a_pause_is_saved_all_the_same(qtbot: QtBot, session: Session) -> None:
    saved: list[str] = []
    session.saved.connect(saved.append)
    session.put(CELL, "1")
    session.saver._soon.setInterval(60_000)  # as if a key came again and again
    qtbot.waitUntil(lambda: bool(saved))
    assert storage.load(session.path).report.values[CELL] == 1


def test_a_draft_goes_on_under_another_name(session: Session, tmp_path: Path) -> None:
    session.put(CELL, "7")
    session.saver.save_as(tmp_path / "c.gknb")
    assert session.saver.settle(PATIENCE)
    assert session.path.name == "c.gknb"
    assert not session.dirty
    assert storage.load(tmp_path / "c.gknb").report.values[CELL] == 7


def test_a_version_is_kept_when_a_draft_is_opened(session: Session) -> None:
    assert len(copies.times(folders.versions_folder(), session.report.id)) == 1


def test_versions_that_cannot_be_kept_are_said(
    session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv(folders.APART, str(tmp_path / "file"))
    said: list[str] = []
    session.failed.connect(said.append)
    session.keep_version()
    assert "未能保留历史版本" in said[-1]


def test_a_draft_is_saved_even_where_no_recovery_copy_can_be(
    session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv(folders.APART, str(tmp_path / "file"))
    session.put(CELL, "7")
    saved(session)
    assert not session.dirty
    assert storage.load(session.path).report.values[CELL] == 7


def test_a_draft_saved_under_another_name_is_another_draft(
    session: Session, tmp_path: Path
) -> None:
    before = session.report.id
    session.saver.save_as(tmp_path / "c.gknb")
    assert session.saver.settle(PATIENCE)
    assert storage.load(tmp_path / "c.gknb").report.id == session.report.id != before
    assert copies.all_of(folders.recovery_folder()) == []


def test_an_inserted_sentence_is_an_act_of_its_own(session: Session) -> None:
    address = "text/other.matters"
    session.put(address, "甲")
    session.apply(put(session.report, address, "甲乙"), "插入参考语句", address)
    session.undo_stack.undo()
    block = session.report.text("other.matters")
    assert block is not None and block.body == "甲"
