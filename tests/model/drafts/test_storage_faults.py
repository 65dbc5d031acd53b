"""Faults: whichever call of a save fails, one whole file is left, and success is never a lie."""

import errno
import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from model.drafts import file_format, storage
from model.drafts.storage import digest_of, write_whole
from model.errors import StorageError

OLD, NEW = b"old " * 100, b"new!" * 100
GUARD, TEMPORARY, FOLDER = "guard", "temporary", "folder"
HELPLESS = (("close", GUARD), ("unlink", GUARD))
"""Calls that may leave a guard behind; it is broken when it is stale."""


class Disk:
    """Notes what the saver asks of the system, and fails at the n-th call or from it on."""

    def __init__(self, fails: int = 0, code: int = errno.EIO, dead: bool = False) -> None:
        self.calls: list[tuple[str, str]] = []
        self.failed: tuple[str, str] | None = None
        self._fails, self._code, self._dead = fails, code, dead
        self._names: dict[int, str] = {}

    def save(self, path: Path, data: bytes, expected: str | None) -> bool:
        """Whether the saver said that it saved."""
        with pytest.MonkeyPatch.context() as patch:
            for name in ("open", "write", "fsync", "close", "replace", "unlink"):
                patch.setattr(os, name, self._watched(name, getattr(os, name)))
            patch.setattr(Path, "read_bytes", self._watched("read", Path.read_bytes))
            try:
                write_whole(path, data, expected)
            except StorageError:
                return False
        return True

    def _watched(self, call: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def watched(on: int | Path, *more: Any) -> Any:
            what = self._names[on] if isinstance(on, int) else _what(on)
            self.calls.append((call, what))
            if len(self.calls) == self._fails or (self._dead and self.failed):
                self.failed = call, what
                if call == "close":
                    real(on)
                elif call == "write":
                    real(on, more[0][:7])
                raise OSError(self._code, os.strerror(self._code))
            result = real(on, *more)
            if call == "open":
                self._names[result] = what
            return result

        return watched


def _what(path: Path) -> str:
    return {".tmp": TEMPORARY, ".saving": GUARD, ".gknb": "draft"}.get(path.suffix, FOLDER)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "年报.gknb"
    path.write_bytes(OLD)
    return path


def guard_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.saving")


def outcomes(folder: Path, first: bool, **disk: Any) -> Iterator[tuple[Disk, Path, bool]]:
    """Save again and again, failing one call later each time, until the save completes."""
    for number in count(1):
        path = folder / str(number) / "年报.gknb"
        path.parent.mkdir()
        if not first:
            path.write_bytes(OLD)
        watched = Disk(number, **disk)
        saved = watched.save(path, NEW, "" if first else digest_of(OLD))
        yield watched, path, saved
        if watched.failed is None:
            assert saved
            assert number > 12
            return


@pytest.mark.parametrize("code", ["ENOSPC", "EIO", "EACCES", "EROFS", "EDQUOT"])
@pytest.mark.parametrize("first", [True, False])
def test_a_save_that_fails_at_any_call_leaves_one_whole_file(
    tmp_path: Path, first: bool, code: str
) -> None:
    before = {} if first else {"年报.gknb": OLD}
    for disk, path, saved in outcomes(tmp_path, first, code=getattr(errno, code)):
        found = {file.name: file.read_bytes() for file in path.parent.iterdir()}
        if disk.failed in HELPLESS:
            found.pop(guard_of(path).name, None)
        assert found == {"年报.gknb": NEW} or (found == before and not saved), disk.failed


@pytest.mark.parametrize("first", [True, False])
def test_a_disk_that_dies_at_any_call_leaves_the_old_file_or_the_new_one(
    tmp_path: Path, first: bool
) -> None:
    for disk, path, saved in outcomes(tmp_path, first, dead=True):
        found = path.read_bytes() if path.exists() else b""
        assert found == NEW or (found == (b"" if first else OLD) and not saved), disk.failed


def test_a_save_after_a_failed_one_succeeds_and_clears_what_it_left(tmp_path: Path) -> None:
    for disk, path, _ in outcomes(tmp_path, first=False):
        if disk.failed in HELPLESS and guard_of(path).exists():
            os.utime(guard_of(path), (0, 0))
        write_whole(path, b"later", digest_of(path.read_bytes()))
        assert [*path.parent.iterdir()] == [path]


def test_a_draft_is_synced_and_read_back_before_it_is_put_in_place(old: Path) -> None:
    disk = Disk()
    assert disk.save(old, NEW, digest_of(OLD))
    order = [("write", TEMPORARY), ("fsync", TEMPORARY), ("close", TEMPORARY), ("read", TEMPORARY)]
    order += [("read", "draft"), ("replace", TEMPORARY), ("fsync", FOLDER), ("unlink", GUARD)]
    last = {call: place for place, call in enumerate(disk.calls)}
    assert sorted(order, key=last.__getitem__) == order


def test_a_conflict_is_told_before_anything_is_written(old: Path) -> None:
    disk = Disk()
    assert not disk.save(old, NEW, digest_of(NEW))
    assert ("open", TEMPORARY) not in disk.calls


def test_a_folder_that_cannot_be_synced_is_no_failed_save(old: Path) -> None:
    disk = Disk()
    disk.save(old, NEW, None)
    broken = Disk(fails=disk.calls.index(("fsync", FOLDER)) + 1)
    assert broken.save(old, OLD, None)
    assert broken.failed == ("fsync", FOLDER)


def test_a_share_that_replaces_and_still_reports_a_failure_has_saved(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.replace

    def replace(path: Path, target: Path) -> None:
        real(path, target)
        raise OSError(errno.EIO, "")

    monkeypatch.setattr(os, "replace", replace)
    write_whole(old, NEW, digest_of(OLD))
    assert [path.read_bytes() for path in old.parent.iterdir()] == [NEW]


def test_a_guard_that_cannot_be_closed_is_not_left_behind(old: Path) -> None:
    assert Disk(fails=2).save(old, NEW, None)
    assert [*old.parent.iterdir()] == [old]


def test_a_clean_up_that_fails_after_the_replacement_is_no_failed_save(old: Path) -> None:
    disk = Disk()
    disk.save(old, OLD, None)
    for place, (call, _) in enumerate(disk.calls, start=1):
        assert call != "unlink" or Disk(fails=place).save(old, NEW, None)
        guard_of(old).unlink(missing_ok=True)


def test_a_draft_on_a_disk_that_stores_something_else_is_not_replaced(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, bytes(len(data))))
    with pytest.raises(StorageError, match="不一致"):
        write_whole(old, NEW)
    assert [*old.parent.iterdir()] == [old]
    assert old.read_bytes() == OLD


def test_a_draft_written_in_small_pieces_is_whole(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, data[:7]))
    write_whole(old, NEW)
    assert old.read_bytes() == NEW


@pytest.mark.parametrize("at_first", [0, 7])
def test_a_disk_that_writes_nothing_ends_the_saving(
    old: Path, monkeypatch: pytest.MonkeyPatch, at_first: int
) -> None:
    real, calls = os.write, []

    def write(handle: int, data: bytes) -> int:
        calls.append(len(data))
        assert len(calls) < 9, "it writes for ever"
        is_guard = len(data) < len(NEW) - at_first
        wanted = len(data) if is_guard else at_first if len(data) == len(NEW) else 0
        return real(handle, data[:wanted]) if wanted else 0

    monkeypatch.setattr(os, "write", write)
    with pytest.raises(StorageError, match="磁盘没有写入数据"):
        write_whole(old, NEW)
    assert [path.read_bytes() for path in old.parent.iterdir()] == [OLD]


def does_nothing(temporary: Path, target: Path) -> None:
    """Report success."""


def leaves_half(temporary: Path, target: Path) -> None:
    """Put half of the file in place, under a number of its own."""
    target.write_bytes(temporary.read_bytes()[:200])
    temporary.unlink()


@pytest.mark.parametrize("share", [does_nothing, leaves_half])
def test_a_share_that_reports_a_replacement_it_did_not_make_is_found_out(
    old: Path, monkeypatch: pytest.MonkeyPatch, share: Callable[[Path, Path], None]
) -> None:
    monkeypatch.setattr(os, "replace", share)
    with pytest.raises(StorageError, match="读出的却不是新内容"):
        write_whole(old, NEW, digest_of(OLD))
    assert [*old.parent.iterdir()] == [old]


def test_a_disk_that_numbers_files_anew_under_their_new_name_has_saved(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def copies(temporary: Path, target: Path) -> None:
        target.write_bytes(temporary.read_bytes())
        temporary.unlink()

    monkeypatch.setattr(os, "replace", copies)
    write_whole(old, NEW, digest_of(OLD))
    assert [path.read_bytes() for path in old.parent.iterdir()] == [NEW]


def test_a_large_document_that_a_share_replaced_is_found_in_place(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, large = os.replace, bytes(file_format.LARGEST + 1)

    def replace(temporary: Path, target: Path) -> None:
        real(temporary, target)
        raise OSError(errno.EIO, "")

    monkeypatch.setattr(os, "replace", replace)
    write_whole(old, large, digest_of(OLD))
    assert old.read_bytes() == large


def test_a_folder_is_not_synced_on_windows(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened, real = [], os.open
    monkeypatch.setattr(storage, "sys", SimpleNamespace(platform="win32"))
    monkeypatch.setattr(os, "open", lambda path, *how: opened.append(path) or real(path, *how))
    write_whole(old, NEW)
    assert old.read_bytes() == NEW
    assert old.parent not in opened


def test_a_draft_that_colleagues_may_write_stays_so(old: Path) -> None:
    old.chmod(0o666)
    write_whole(old, NEW)
    assert old.stat().st_mode & 0o777 == 0o666


def test_a_name_that_no_system_takes_is_refused_when_reading(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="：路径无效"):
        storage.load(tmp_path / "年\0.gknb")
