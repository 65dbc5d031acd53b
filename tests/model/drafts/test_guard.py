"""Two writers of one file: the guard is its owner's, and taken over when left behind."""

import errno
import fcntl
import os
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from model.drafts import guard as guarding
from model.drafts.guard import guard
from model.drafts.storage import write_whole
from model.errors import StorageError


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "年报.gknb"


def place_of(target: Path) -> Path:
    return target.with_name(f".{target.name}.saving")


def left_behind(target: Path, boot: bytes = guarding._boot(), age: float = 0) -> Path:
    """A guard that nobody holds any more, as a computer with that boot leaves it."""
    place = place_of(target)
    place.write_bytes(boot)
    os.utime(place, (time.time() - age, time.time() - age))
    return place


def is_taken_over(target: Path) -> bool:
    try:
        with guard(target) as held:
            held.require()
            assert held.taken_over
    except OSError:
        assert place_of(target).exists()
        return False
    assert not place_of(target).exists()
    return True


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarding, "WAIT", 0)


@pytest.fixture
def no_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    def flock(handle: int, how: int) -> None:
        raise OSError(errno.EOPNOTSUPP, "no locks")

    monkeypatch.setattr(fcntl, "flock", flock)


def test_a_guard_stands_while_it_is_held(target: Path) -> None:
    with guard(target) as held:
        assert held.place == place_of(target)
        assert not held.taken_over
        held.require()
    assert [*target.parent.iterdir()] == []


def test_a_guard_of_a_program_that_died_here_is_taken_over_at_once(target: Path) -> None:
    left_behind(target)
    assert is_taken_over(target)


@pytest.mark.parametrize("boot", [b"?", b"another computer"])
@pytest.mark.parametrize(
    ("age", "over"), [(0, False), (55, False), (65, True), (-55, False), (-65, True)]
)
@pytest.mark.usefixtures("impatient")
def test_a_guard_of_another_computer_is_judged_by_its_age(
    target: Path, boot: bytes, age: float, over: bool
) -> None:
    left_behind(target, boot, age)
    assert is_taken_over(target) is over


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(("age", "over"), [(0, False), (2, True)])
def test_a_guard_whose_maker_died_before_signing_is_soon_taken_over(
    target: Path, age: float, over: bool
) -> None:
    left_behind(target, b"", age)
    assert is_taken_over(target) is over


@pytest.mark.usefixtures("impatient")
def test_the_clock_of_this_computer_says_nothing_about_a_guard(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_behind(target, b"another computer")
    monkeypatch.setattr(time, "time", lambda: 4e9)
    assert not is_taken_over(target)


@pytest.mark.usefixtures("impatient")
def test_a_guard_that_is_held_is_never_taken_over(target: Path) -> None:
    with guard(target):
        os.utime(place_of(target), (0, 0))
        assert not is_taken_over(target)


@pytest.mark.usefixtures("impatient", "no_locks")
def test_on_a_disk_without_locks_a_guard_is_judged_by_its_age(target: Path) -> None:
    with guard(target) as held:
        assert place_of(target).read_bytes() == b"?"
        assert not is_taken_over(target)
        os.utime(place_of(target), (0, 0))
        with guard(target) as other:
            assert other.taken_over
            with pytest.raises(OSError, match="另一个程序正在保存"):
                held.require()


@pytest.mark.usefixtures("impatient")
def test_without_a_name_of_the_running_system_age_has_to_do(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarding, "_BOOT", target)
    monkeypatch.setattr(guarding, "_boot", guarding._boot.__wrapped__)
    left_behind(target, b"?")
    assert not is_taken_over(target)
    left_behind(target, b"?", 65)
    assert is_taken_over(target)


IN_THE_WAY = {
    "a folder": Path.mkdir,
    "a pipe": os.mkfifo,
    "a link": lambda place: place.symlink_to("nowhere"),
}


@pytest.mark.parametrize("what", IN_THE_WAY)
def test_what_is_no_guard_stays_and_is_named_at_once(
    target: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: pytest.fail("waits for what never goes"))
    IN_THE_WAY[what](place_of(target))
    before = place_of(target).lstat()
    for _ in range(2):
        with pytest.raises(StorageError) as message:
            write_whole(target, b"new")
        assert "「.年报.gknb.saving」占用了保存时使用的文件名。移走或改名后再保存" in str(
            message.value
        )
        assert "另一个程序" not in str(message.value)
    assert place_of(target).lstat().st_ino == before.st_ino
    assert not target.exists()


def test_a_guard_that_was_taken_over_is_left_to_its_new_owner(target: Path) -> None:
    with guard(target):
        (target.parent / "other").touch()
        (target.parent / "other").rename(place_of(target))
    assert place_of(target).exists()


@pytest.mark.usefixtures("impatient")
def test_a_guard_that_was_made_anew_while_it_was_judged_stays(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = left_behind(target)
    real = fcntl.flock

    def flock(handle: int, how: int) -> None:
        (target.parent / "other").touch()
        (target.parent / "other").rename(place)
        real(handle, how)

    monkeypatch.setattr(fcntl, "flock", flock)
    assert not is_taken_over(target)


def test_windows_has_no_such_locks_and_removes_nothing_open(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarding, "sys", SimpleNamespace(platform="win32"))
    calls = []
    for name in ("close", "unlink"):
        real = getattr(os, name)
        monkeypatch.setattr(
            os, name, lambda on, name=name, real=real: (calls.append(name), real(on))
        )
    with guard(target) as held:
        held.require()
        assert place_of(target).read_bytes() == guarding._boot()
    assert calls == ["close", "unlink"]
    assert [*target.parent.iterdir()] == []


@pytest.mark.parametrize(("platform", "waits"), [("win32", True), ("linux", False)])
def test_a_guard_that_is_just_going_is_waited_for_on_windows(
    platform: str, waits: bool, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, refusals = os.open, [PermissionError(errno.EACCES, "pending")]

    def opened(*call: object) -> int:
        if refusals:
            raise refusals.pop()
        return real(*call)  # type: ignore[arg-type]

    monkeypatch.setattr(guarding, "sys", SimpleNamespace(platform=platform))
    monkeypatch.setattr(os, "open", opened)
    if waits:
        with guard(target):
            assert place_of(target).exists()
    else:
        with pytest.raises(PermissionError), guard(target):
            pass
    assert not place_of(target).exists()
