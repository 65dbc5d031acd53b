"""The saver: a draft on disk is entirely old or entirely new, and nobody's work is overwritten."""

import errno
import os
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pytest

from model.drafts import file_format, storage
from model.drafts import guard as guarding
from model.drafts.storage import Loaded, digest_of, write_whole
from model.errors import ConflictError, StorageError
from model.report.report import Reason, Report
from tests.model.drafts.failing import failing

OLD, NEW = b"old " * 100, b"new!" * 100


class Clock:
    """Time that passes only where the saver waits; ``meanwhile`` happens then."""

    def __init__(self) -> None:
        self.now = 0.0
        self.meanwhile: Callable[[], object] = lambda: None

    def monotonic(self) -> float:
        return self.now

    def time(self) -> float:
        return time.time() + self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.meanwhile()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    for module in (storage, guarding):
        monkeypatch.setattr(module, "time", made)
    return made


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "年报.gknb"
    path.write_bytes(OLD)
    return path


@pytest.fixture
def guard(old: Path) -> Path:
    """Another program's guard, just made."""
    path = old.with_name(f".{old.name}.saving")
    path.write_bytes(b"another computer")
    return path


def save_new(path: Path) -> None:
    write_whole(path, NEW, digest_of(OLD))


def windows(code: int) -> OSError:
    error = PermissionError(errno.EACCES, "拒绝访问")
    error.winerror = code  # type: ignore[attr-defined]
    return error


CHANGES: dict[str, Callable[[Path], object]] = {
    "已被其他程序改动": lambda path: path.write_bytes(OLD[:-1] + b"!"),
    "改动": lambda path: path.write_bytes(b""),
    "已被移走或删除": lambda path: path.unlink(),
    "移走": lambda path: path.rename(path.with_name("改名.gknb")),
}


@pytest.mark.parametrize("what", CHANGES)
@pytest.mark.parametrize("when", ["before", "while writing"])
def test_a_draft_that_somebody_else_changed_is_not_overwritten(
    old: Path, monkeypatch: pytest.MonkeyPatch, what: str, when: str
) -> None:
    if when == "before":
        CHANGES[what](old)
    else:
        monkeypatch.setattr(os, "fsync", lambda handle: CHANGES[what](old))
    with pytest.raises(ConflictError, match=f"{what}.*未覆盖.*。$"):
        save_new(old)
    assert all(path.read_bytes() != NEW for path in old.parent.iterdir())
    assert not [path for path in old.parent.iterdir() if path.name.startswith(".")]


def test_a_new_draft_does_not_overwrite_one_that_is_there(old: Path) -> None:
    with pytest.raises(ConflictError, match="已存在"):
        write_whole(old, NEW, "")
    assert old.read_bytes() == OLD


def test_a_draft_that_nobody_may_write_is_not_replaced(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)  # root may all
    with pytest.raises(StorageError, match="没有权限"):
        save_new(old)
    assert [path.read_bytes() for path in old.parent.iterdir()] == [OLD]


def test_a_link_that_cannot_be_read_is_not_replaced(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = old.with_name("快捷.gknb")
    link.symlink_to(old)
    real = os.lstat

    def lstat(path: str) -> os.stat_result:
        if path.endswith(link.name):
            raise OSError(errno.EIO, "")
        return real(path)

    monkeypatch.setattr(os, "lstat", lstat)
    with pytest.raises(StorageError, match="读写出错"):
        save_new(link)
    assert link.is_symlink()


def test_a_name_of_any_length_that_a_disk_takes_is_saved(tmp_path: Path) -> None:
    for character in ("a", "年", "𠮷"):
        path = tmp_path / (character * (250 // len(character.encode())) + ".gknb")
        write_whole(path, NEW, "")
        write_whole(path, OLD, digest_of(NEW))
        assert path.read_bytes() == OLD


def test_two_windows_on_one_draft_do_not_lose_each_others_work(
    tmp_path: Path, empty: Report
) -> None:
    first = storage.save(Loaded(empty, tmp_path / "年报.gknb", ""))
    (tmp_path / "另名.gknb").symlink_to(first.path)
    second = storage.load(tmp_path / "另名.gknb")
    saved = storage.save(first)
    assert saved.report.revision != first.report.revision
    with pytest.raises(ConflictError):
        storage.save(second)
    assert storage.load(first.path) == saved
    assert storage.load(first.path).report.revision == saved.report.revision


def test_a_link_stays_a_link_and_its_target_is_saved(old: Path, tmp_path: Path) -> None:
    (tmp_path / "桌面").mkdir()
    link = tmp_path / "桌面" / "快捷.gknb"
    link.symlink_to(Path("..") / old.name)
    save_new(link)
    assert link.is_symlink()
    assert old.read_bytes() == NEW
    assert [*link.parent.iterdir()] == [link]


def test_what_a_saver_that_died_left_behind_is_cleared(
    old: Path, guard: Path, clock: Clock
) -> None:
    os.utime(guard, (0, 0))
    start = storage.temporary_prefix(old)
    for name in (f"{start}1f.tmp", f".{old.name}.txt", ".另.gknb.1f.tmp"):
        old.with_name(name).touch()
    save_new(old)
    assert (old.read_bytes(), clock.now) == (NEW, 0)
    assert {path.name for path in old.parent.iterdir()} == {
        old.name,
        f".{old.name}.txt",
        ".另.gknb.1f.tmp",
    }


def test_a_second_writer_waits_for_the_first(old: Path, guard: Path, clock: Clock) -> None:
    clock.meanwhile = lambda: guard.unlink(missing_ok=True)
    save_new(old)
    assert old.read_bytes() == NEW
    assert 0 < clock.now < 0.1


def test_a_guard_that_goes_while_it_is_looked_at_is_no_guard(
    old: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "open", failing("open", FileExistsError(errno.EEXIST, "")))
    save_new(old)
    assert old.read_bytes() == NEW


def test_a_second_writer_gives_up_after_two_seconds(old: Path, guard: Path, clock: Clock) -> None:
    with pytest.raises(StorageError, match="另一个程序正在保存"):
        save_new(old)
    assert old.read_bytes() == OLD
    assert guard.exists()
    assert 2 <= clock.now < 2.1


def test_a_saver_whose_guard_was_taken_over_replaces_nothing(
    old: Path, guard: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guard.unlink()
    real = os.fsync

    def sync(handle: int) -> None:
        real(handle)
        guard.with_name("another").touch()
        guard.with_name("another").replace(guard)

    monkeypatch.setattr(os, "fsync", sync)
    with pytest.raises(StorageError, match="另一个程序正在保存"):
        save_new(old)
    assert old.read_bytes() == OLD
    assert {path.name for path in old.parent.iterdir()} == {old.name, guard.name}


def write_notes(path: Path, writer: int) -> None:
    """Add five notes, one save each, loading again whenever another was faster."""
    for note in range(5):
        while True:
            loaded = storage.load(path)
            report = loaded.report.with_entry("reasons", f"{writer}-{note}", Reason("注", "", ""))
            try:
                storage.save(replace(loaded, report=report))
                break
            except StorageError:
                continue


@pytest.mark.parametrize("kind", ["threads", "processes"])
def test_four_writers_lose_nothing(tmp_path: Path, empty: Report, kind: str) -> None:
    path = storage.save(Loaded(empty, tmp_path / "年报.gknb", "")).path
    spawned = ProcessPoolExecutor(4, get_context("spawn"))
    with ThreadPoolExecutor(4) if kind == "threads" else spawned as pool:
        list(pool.map(write_notes, [path] * 4, range(4)))
    reasons = storage.load(path).report.reasons
    assert set(reasons) == {f"{writer}-{note}" for writer in range(4) for note in range(5)}
    assert [*tmp_path.iterdir()] == [path]


@pytest.mark.parametrize("code", [5, 32, 33])
def test_a_draft_held_open_on_windows_is_saved_once_it_is_let_go(
    old: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    monkeypatch.setattr(os, "replace", failing("replace", windows(code), windows(code)))
    save_new(old)
    assert old.read_bytes() == NEW
    assert clock.now > 0


@pytest.mark.parametrize(
    ("code", "waited", "message"), [(32, 2, "文件正被其他程序占用"), (112, 0, "磁盘已满")]
)
def test_a_draft_that_windows_refuses_to_replace_stays_old(
    old: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, code: int, waited: int, message: str
) -> None:
    monkeypatch.setattr(os, "replace", failing("replace", *[windows(code)] * 1000))
    with pytest.raises(StorageError, match=message):
        save_new(old)
    assert old.read_bytes() == OLD
    assert [*old.parent.iterdir()] == [old]
    assert waited <= clock.now < waited + 0.1


def test_a_report_that_does_not_come_back_whole_is_not_saved(old: Path, empty: Report) -> None:
    with pytest.raises(StorageError, match=r"无法完整保存，文件未改动。$"):
        storage.save(Loaded(empty.with_value("no/such", 1), old, digest_of(OLD)))
    assert old.read_bytes() == OLD


def test_a_folder_in_the_place_of_a_draft_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "年报.gknb").mkdir()
    for expected in ("", None):
        with pytest.raises(StorageError, match=r"(文件夹|已存在).*。$"):
            write_whole(tmp_path / "年报.gknb", NEW, expected)
    assert [path.name for path in tmp_path.iterdir()] == ["年报.gknb"]


def test_a_draft_replaced_by_a_pipe_is_no_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "管道.gknb")
    real = Path.read_bytes

    def read(path: Path) -> bytes:
        assert not path.is_fifo(), "would hang"
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", read)
    with pytest.raises(StorageError):
        save_new(tmp_path / "管道.gknb")


@pytest.mark.parametrize("note", ["\ud800", "国" * 3_000_000], ids=["surrogate", "9 MB"])
def test_a_report_that_no_draft_can_hold_is_refused(old: Path, empty: Report, note: str) -> None:
    with pytest.raises(StorageError):
        storage.save(Loaded(empty.with_entry("notes", "review", note), old, digest_of(OLD)))


@pytest.mark.parametrize("other", ["8 megabytes", "a folder", "a pipe"])
def test_a_draft_that_gave_way_to_what_is_no_draft_is_a_conflict(old: Path, other: str) -> None:
    before = digest_of(old.read_bytes())
    old.unlink()
    if other == "a folder":
        old.mkdir()
    elif other == "a pipe":
        os.mkfifo(old)
    else:
        old.write_bytes(b"x" * (file_format.LARGEST + 1))
    with pytest.raises(ConflictError, match="已被其他程序改动"):
        write_whole(old, b"new", expected=before)


def test_a_large_document_is_in_the_way_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"x" * (file_format.LARGEST + 1))
    with pytest.raises(ConflictError, match="已存在"):
        write_whole(tmp_path / "a.docx", b"new", expected="")


def test_a_draft_that_is_nearly_too_large_is_saved_and_says_so(
    tmp_path: Path, example: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_format, "LARGE", 3 * 2**20)
    large = example.with_entry("notes", "review", "长" * 2**20)
    said = storage.save(Loaded(large, tmp_path / "a.gknb", "")).message
    assert said == "草稿已有3.0兆字节，超过8兆字节后不能保存。删减过长的文字。"
    assert storage.save(Loaded(example, tmp_path / "b.gknb", "")).message == ""


def test_a_draft_gets_another_name_and_no_file_is_overwritten(
    tmp_path: Path, example: Report
) -> None:
    saved = storage.save(Loaded(example, tmp_path / "a.gknb", ""))
    saved.path.chmod(0o664)
    moved = storage.rename(saved, "b.gknb")
    assert storage.load(moved.path).report == saved.report
    assert moved.path.stat().st_mode & 0o777 == 0o664
    assert [path.name for path in tmp_path.iterdir()] == ["b.gknb"]
    (tmp_path / "c.gknb").write_bytes(OLD)
    with pytest.raises(StorageError, match=r"「c\.gknb」已存在，草稿文件未改名，仍为「b\.gknb」"):
        storage.rename(moved, "c.gknb")
    assert (tmp_path / "c.gknb").read_bytes() == OLD
    with pytest.raises(ConflictError, match="已被移走或删除"):
        storage.rename(saved, "d.gknb")


def test_a_draft_with_a_long_name_gets_another_one_that_begins_alike(
    tmp_path: Path, example: Report
) -> None:
    name = f"某市{'很长的名称' * 10}"
    saved = storage.save(Loaded(example, tmp_path / f"{name}甲.gknb", ""))
    assert storage.rename(saved, f"{name}乙.gknb").path.name == f"{name}乙.gknb"
    assert [path.name for path in tmp_path.iterdir()] == [f"{name}乙.gknb"]


def test_guards_of_a_program_that_ended_while_it_renamed_go_with_the_next_saving(
    tmp_path: Path, example: Report
) -> None:
    saved = storage.save(Loaded(example, tmp_path / "b.gknb", ""))
    for name in ("a.gknb", "b.gknb"):
        guarding.place_of(tmp_path / name).write_bytes(guarding._boot())
    other = tmp_path / "名单.saving"  # no guard: it does not begin with a dot
    other.write_bytes(guarding._boot())
    with guarding.guard(tmp_path / "c.gknb") as held:
        storage.save(saved)
        assert {*tmp_path.iterdir()} == {saved.path, held.place, other}


def test_a_name_that_the_disk_does_not_take_leaves_the_draft_as_it_is(
    tmp_path: Path, example: Report
) -> None:
    saved = storage.save(Loaded(example, tmp_path / "a.gknb", ""))
    with pytest.raises(StorageError, match=r"草稿文件未改名，仍为「a\.gknb」："):
        storage.rename(saved, f"{'长' * 200}.gknb")
    (tmp_path / "link.gknb").symlink_to(saved.path)
    with pytest.raises(StorageError, match="草稿文件是链接"):
        storage.rename(replace(saved, path=tmp_path / "link.gknb"), "b.gknb")
    assert storage.load(saved.path).report == saved.report
