"""The open draft and its file: two programs, a share that hangs, a disk that fails."""

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from model.drafts import copies as recovery
from model.drafts import storage
from model.drafts.storage import Loaded
from model.report.answers import put
from tests.patience import PATIENCE
from tests.ui.conftest import said_by
from ui.app import folders
from ui.app.drafts import Conflict
from ui.base.saver import Saver
from ui.base.session import Session

CELL = "requests/handled.granted/natural"


def saved(session: Session) -> None:
    """Save, and wait until it has ended."""
    session.save()
    assert session.saver.settle(PATIENCE)


def conflicts_of(session: Session) -> list[Conflict]:
    """Give the list that fills with conflicts."""
    found: list[Conflict] = []
    session.saver.conflicted.connect(found.append)
    return found


def somebody_else_types(session: Session, number: str) -> None:
    """Change the draft on disk, as another program would."""
    theirs = storage.load(session.path)
    storage.save(Loaded(put(theirs.report, CELL, number), session.path, theirs.digest))


def number_in(path: Path) -> object:
    """Read the cell out of a draft on disk."""
    return storage.load(path).report.values.get(CELL)


def test_two_versions_of_one_draft_both_lie_on_disk(session: Session) -> None:
    said, conflicts = said_by(session), conflicts_of(session)
    before = session.path
    somebody_else_types(session, "99")
    session.put(CELL, "7")
    saved(session)
    (conflict,) = conflicts
    assert (conflict.path, conflict.copy) == (before, session.path)
    assert conflict.theirs is not None and conflict.theirs.values[CELL] == 99
    assert (number_in(before), number_in(session.path)) == (99, 7)
    assert "冲突副本" in session.path.name and "已被其他人改动，没有覆盖" in said[-1]
    assert not session.dirty
    assert recovery.all_of(folders.recovery_folder()) == []


def test_after_a_conflict_saving_goes_on_beside_the_draft(session: Session) -> None:
    conflicts = conflicts_of(session)
    before = session.path
    somebody_else_types(session, "99")
    for number in ("7", "8"):
        session.put(CELL, number)
        saved(session)
    assert (number_in(before), number_in(session.path)) == (99, 8)
    assert len(conflicts) == 1


def test_undo_after_a_conflict_keeps_to_the_new_draft(session: Session) -> None:
    before = session.report.id
    session.put(CELL, "7")
    somebody_else_types(session, "99")
    saved(session)
    session.undo_stack.undo()
    saved(session)
    assert storage.load(session.path).report.id == session.report.id != before


def test_two_programs_that_wrote_the_same_are_not_in_conflict(session: Session) -> None:
    conflicts = conflicts_of(session)
    before = session.path
    somebody_else_types(session, "7")
    session.put(CELL, "7")
    saved(session)
    assert (conflicts, session.path, session.dirty) == ([], before, False)
    session.put(CELL, "8")
    saved(session)
    assert number_in(before) == 8


@pytest.mark.parametrize(
    ("lost", "what", "mark"),
    [
        (Path.unlink, "草稿文件「{}」已移动或删除。", "重新保存"),
        (lambda path: path.rename(path.with_name("b.gknb")), "已移动或删除。", "重新保存"),
        (lambda path: path.write_bytes(b"\0" * 900), "「{}」不能读取，没有覆盖。", "冲突副本"),
    ],
)
def test_a_draft_that_was_moved_deleted_or_spoilt_is_called_that_and_written_beside(
    session: Session, lost: Callable[[Path], object], what: str, mark: str
) -> None:
    said, conflicts = said_by(session), conflicts_of(session)
    before = session.path
    session.keep_version()
    versions = recovery.times(folders.versions_folder(), session.report.id)
    lost(before)
    session.put(CELL, "7")
    saved(session)
    kept = recovery.times(folders.versions_folder(), session.report.id)
    assert versions and kept[-len(versions) :] == versions
    assert conflicts[0].theirs is None
    assert number_in(session.path) == 7 and session.path != before
    assert what.format(before.name) in said[-1]
    assert mark in session.path.name and ("冲突" in said[-1]) == (mark == "冲突副本")


def test_what_no_disk_takes_is_tried_again_and_said(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    said = said_by(session)
    session.put(CELL, "7")
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        saved(session)
    assert said[-1].startswith("无法保存「a.gknb」：磁盘已满。")
    assert said[-1].endswith("已填内容保留在本窗口中，关闭前另存到其他位置。")
    assert session.dirty and session.saver._at_last.isActive()
    saved(session)
    assert number_in(session.path) == 7


def test_a_conflict_on_a_full_disk_is_said_and_nothing_is_overwritten(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    said = said_by(session)
    somebody_else_types(session, "99")
    session.put(CELL, "7")
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        saved(session)
    assert "已被其他人改动，没有覆盖" in said[-1] and "磁盘已满" in said[-1]
    assert number_in(session.path) == 99 and session.dirty


def test_what_is_unforeseen_while_saving_is_said(
    session: Session, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_: Loaded) -> Loaded:
        raise ZeroDivisionError

    said = said_by(session)
    session.put(CELL, "7")
    with monkeypatch.context() as patch:
        patch.setattr(storage, "save", broken)
        patch.setattr("sys.excepthook", lambda *_: None)
        saved(session)
    assert said[-1] == "保存时遇到意外问题。已填内容保留在本机恢复副本中。"
    saved(session)
    assert number_in(session.path) == 7


class Share:
    """A disk that answers when it is let."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self.answers = threading.Event()
        write = storage.write_whole

        def hanging(path: Path, *given: Any, **more: Any) -> None:
            if path.is_relative_to(folder):
                self.answers.wait(PATIENCE)
            write(path, *given, **more)

        monkeypatch.setattr(storage, "write_whole", hanging)


@pytest.fixture
def share(monkeypatch: pytest.MonkeyPatch, session: Session, tmp_path: Path) -> Iterator[Share]:
    """A share with the draft on it, that hangs until it is let answer."""
    place = tmp_path / "share"
    place.mkdir()
    session.saver.save_as(place / "a.gknb")
    assert session.saver.settle(PATIENCE)
    hanging = Share(monkeypatch, place)
    yield hanging
    hanging.answers.set()


def test_a_share_that_hangs_leaves_the_window_free_and_the_copy_is_written(
    qtbot: QtBot, session: Session, share: Share
) -> None:
    said = said_by(session)
    session.saver._slow.setInterval(100)
    for number in (1, 2, 3):
        session.put(CELL, str(number))
        session.save()
        qtbot.waitUntil(lambda n=number: _recovered() == n)  # type: ignore[misc]
    qtbot.waitUntil(lambda: any("没有响应" in sentence for sentence in said))
    assert "已填内容保留在本机恢复副本中" in said[-1]
    assert session.dirty and number_in(session.path) != 3
    share.answers.set()
    qtbot.waitUntil(lambda: not session.dirty)
    assert number_in(session.path) == 3
    assert session.saver.settle(PATIENCE)
    assert _recovered() is None


def test_leaving_waits_only_so_long_for_a_share_that_hangs(session: Session, share: Share) -> None:
    session.put(CELL, "7")
    session.save()
    assert not session.saver.settle(0.1)
    assert session.dirty


def test_a_draft_on_a_share_that_hangs_goes_on_elsewhere(
    session: Session, share: Share, tmp_path: Path
) -> None:
    old = session.path
    session.put(CELL, "7")
    session.save()
    assert not session.saver.settle(0.3)
    session.saver.save_as(tmp_path / "here.gknb")
    assert session.saver.settle(PATIENCE)
    assert (session.path.name, session.dirty) == ("here.gknb", False)
    share.answers.set()
    session.put(CELL, "8")
    saved(session)
    assert number_in(tmp_path / "here.gknb") == 8
    assert number_in(old) != 8


def test_keys_typed_while_a_draft_goes_elsewhere_are_kept(session: Session, tmp_path: Path) -> None:
    session.put(CELL, "7")
    session.saver.save_as(tmp_path / "c.gknb")
    session.put(CELL, "8")
    assert session.saver.settle(PATIENCE)
    assert not session.dirty
    assert number_in(tmp_path / "c.gknb") == 8
    assert _recovered() is None


def test_a_draft_that_is_open_to_be_read_alone_is_never_written(session: Session) -> None:
    message = "草稿所在位置不能写入。"
    alone = Session(replace(storage.load(session.path), read_only=message))
    said = said_by(alone)
    bytes_before = alone.path.read_bytes()
    alone.put(CELL, "7")
    saved(alone)
    assert said == [message]
    assert alone.report.values[CELL] != 7
    assert alone.path.read_bytes() == bytes_before


def test_a_draft_that_was_read_alone_goes_on_where_it_can_be_written(
    session: Session, tmp_path: Path
) -> None:
    alone = Session(replace(storage.load(session.path), read_only="不能写入。"))
    alone.saver.save_as(tmp_path / "c.gknb")
    assert alone.saver.settle(PATIENCE)
    alone.put(CELL, "7")
    saved(alone)
    assert number_in(tmp_path / "c.gknb") == 7


def _recovered() -> object:
    """Give the cell in the one recovery copy there is."""
    copies = recovery.all_of(folders.recovery_folder())
    return copies[0].report.values[CELL] if copies else None


def test_a_saver_knows_nothing_to_save_at_first(session: Session) -> None:
    assert isinstance(session.saver, Saver)
    saved(session)
    assert number_in(session.path) == session.report.values[CELL]
