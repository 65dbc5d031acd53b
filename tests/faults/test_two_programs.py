"""Two programs on one draft: the second to save is told, and nothing is overwritten in silence."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from model.drafts import copies, guard, storage
from model.drafts.storage import Loaded
from model.errors import ConflictError, StorageError
from model.report.report import Report
from tests.faults import python_faults
from ui.app import acts


@pytest.fixture
def first(tmp_path: Path, example: Report) -> Loaded:
    """The draft as the first program has it open; the second loads it from there."""
    return storage.save(Loaded(example, tmp_path / "年报.gknb", ""))


def noted(loaded: Loaded, note: str) -> Loaded:
    """The same draft after some typing."""
    return replace(loaded, report=loaded.report.with_entry("notes", "review", note))


def note_on(path: Path) -> object:
    return storage.load(path).report.notes.get("review")


def guard_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.saving")


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_of_two_that_have_it_open_the_second_to_save_is_told(first: Loaded) -> None:
    second = storage.load(first.path)
    storage.save(noted(first, "甲"))
    with pytest.raises(ConflictError, match="已被其他程序改动"):
        storage.save(noted(second, "乙"))
    assert note_on(first.path) == "甲"


def test_a_change_of_the_same_length_and_time_is_seen(first: Loaded) -> None:
    before = first.path.stat()
    data = first.path.read_bytes()
    changed = data.replace(b"12", b"34", 1)
    assert changed != data
    first.path.write_bytes(changed)
    os.utime(first.path, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(ConflictError):
        storage.save(noted(first, "乙"))
    assert first.path.read_bytes() == changed


def test_a_change_of_the_last_byte_is_seen(first: Loaded) -> None:
    changed = first.path.read_bytes()[:-1] + b" "
    first.path.write_bytes(changed)
    with pytest.raises(ConflictError):
        storage.save(noted(first, "乙"))
    assert first.path.read_bytes() == changed


def test_a_draft_that_was_deleted_is_not_brought_back(first: Loaded) -> None:
    first.path.unlink()
    with pytest.raises(ConflictError, match="已被移走或删除"):
        storage.save(noted(first, "乙"))
    assert files(first.path.parent) == {}


def test_a_draft_that_was_renamed_gets_no_twin(first: Loaded) -> None:
    before = first.path.read_bytes()
    first.path.rename(first.path.with_name("定稿.gknb"))
    with pytest.raises(ConflictError, match="已被移走或删除"):
        storage.save(noted(first, "乙"))
    assert files(first.path.parent) == {"定稿.gknb": before}


@pytest.mark.parametrize("garbage", [b"", bytes(4096), b"PK\3\4 a workbook"])
def test_a_draft_replaced_by_something_else_is_left_as_it_is(first: Loaded, garbage: bytes) -> None:
    first.path.write_bytes(garbage)
    with pytest.raises(ConflictError):
        storage.save(noted(first, "乙"))
    assert files(first.path.parent) == {first.path.name: garbage}


def test_a_guard_left_behind_stops_nobody_and_hides_no_change(first: Loaded) -> None:
    second = storage.load(first.path)
    for loaded, message in ((noted(first, "甲"), False), (noted(second, "乙"), True)):
        guard_of(first.path).write_bytes(guard._boot())
        try:
            storage.save(loaded)
            assert not message
        except ConflictError:
            assert message
    assert note_on(first.path) == "甲"
    assert [*files(first.path.parent)] == [first.path.name]


def test_an_empty_guard_is_waited_for_and_then_taken_over(first: Loaded) -> None:
    guard_of(first.path).touch()
    storage.save(noted(first, "甲"))
    assert note_on(first.path) == "甲"
    assert [*files(first.path.parent)] == [first.path.name]


def test_a_guard_of_another_computer_is_respected(first: Loaded) -> None:
    guard_of(first.path).write_bytes(b"another computer")
    with pytest.raises(StorageError, match="另一个程序正在保存"):
        storage.save(noted(first, "甲"))
    assert storage.load(first.path) == first
    assert guard_of(first.path).exists()


@pytest.mark.parametrize("from_call", [1, 10, 20])
def test_a_share_that_turns_read_only_keeps_the_others_work(first: Loaded, from_call: int) -> None:
    second = storage.load(first.path)
    saved = storage.save(noted(first, "甲"))
    fault = python_faults.Fault(from_call, "EROFS")
    with fault.patched(), pytest.raises(StorageError):
        storage.save(noted(second, "乙"))
    assert storage.load(first.path) == saved


def test_a_recovery_copy_older_than_the_draft_does_not_replace_it(
    first: Loaded, tmp_path: Path
) -> None:
    typed = noted(first, "乙").report
    copies.keep_recovery(tmp_path / "恢复", typed, first.path, first.digest)
    saved = storage.save(noted(first, "甲"))
    (copy,) = copies.all_of(tmp_path / "恢复")
    assert copy.draft_changed
    with pytest.raises(ConflictError):
        storage.save(Loaded(copy.report, copy.path, copy.digest))
    assert storage.load(first.path) == saved
    assert copies.all_of(tmp_path / "恢复") == [copy]


def test_of_eight_that_save_at_the_same_moment_one_succeeds(first: Loaded) -> None:
    together = threading.Barrier(8)

    def save(note: str) -> str:
        together.wait()
        try:
            storage.save(noted(first, note))
        except StorageError:
            return ""
        return note

    with ThreadPoolExecutor(8) as pool:
        saved = [note for note in pool.map(save, "甲乙丙丁戊己庚辛") if note]
    assert saved == [note_on(first.path)]


@pytest.mark.parametrize("way", ["link", "folder", "dots"])
def test_two_paths_to_one_draft_are_one_draft(first: Loaded, tmp_path: Path, way: str) -> None:
    folder = tmp_path / "桌面"
    folder.mkdir()
    paths = {
        "link": folder / "快捷.gknb",
        "folder": folder / "共享" / first.path.name,
        "dots": folder / ".." / first.path.name,
    }
    paths["link"].symlink_to(first.path)
    (folder / "共享").symlink_to(tmp_path)
    second = storage.load(paths[way])
    storage.save(noted(first, "甲"))
    with pytest.raises(ConflictError):
        storage.save(noted(second, "乙"))
    assert note_on(paths[way]) == note_on(first.path) == "甲"
    storage.save(noted(storage.load(paths[way]), "乙"))
    assert note_on(first.path) == "乙"


def test_a_draft_saved_while_another_is_being_written_is_kept(
    first: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    second, real = storage.load(first.path), os.fsync

    def sync(handle: int) -> None:  # a share hangs, the guard grows old, another takes it over
        monkeypatch.setattr(os, "fsync", real)
        guard_of(first.path).unlink()
        storage.save(noted(first, "甲"))
        real(handle)

    monkeypatch.setattr(os, "fsync", sync)
    with pytest.raises(StorageError):
        storage.save(noted(second, "乙"))
    assert note_on(first.path) == "甲"
    assert [*files(first.path.parent)] == [first.path.name]


def test_a_name_that_another_took_meanwhile_is_not_overwritten(
    tmp_path: Path, example: Report
) -> None:
    mine = Loaded(example, tmp_path / "年报.gknb", "")
    theirs = storage.save(noted(mine, "甲"))
    with pytest.raises(ConflictError, match="已存在"):
        storage.save(mine)
    assert storage.load(theirs.path) == theirs


def test_a_document_of_the_same_name_is_kept_beside_the_new_one(
    tmp_path: Path, example: Report
) -> None:
    (written,) = acts.export(example, tmp_path, ["web"])
    written.path.write_bytes(b"edited by hand")
    (again,) = acts.export(example, tmp_path, ["web"])
    assert written.path.read_bytes() == b"edited by hand"
    assert again.path.name == f"{written.path.stem}(2).html"
