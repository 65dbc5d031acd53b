"""The guard under the rules of Windows: what a killed program leaves behind stops nobody."""

import os
import time
from pathlib import Path

import pytest

from model.drafts import guard as guarding
from model.drafts.guard import guard
from model.drafts.storage import digest_of, write_whole
from model.errors import StorageError
from tests.model.drafts.windows import Clock, Windows

OLD, NEW = b"old " * 100, b"new!" * 100
HERE, ANOTHER, LINUX = "this computer", b"windows another-computer", b"0f5c-boot-of-another"


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Windows:
    return Windows(monkeypatch)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "年报.gknb"
    path.write_bytes(OLD)
    return path


def left_behind(target: Path, signature: bytes | str, age: float) -> Path:
    """A guard of that signature and age."""
    place = guarding.place_of(target)
    place.write_bytes(guarding._boot() if signature == HERE else signature)  # type: ignore[arg-type]
    os.utime(place, (time.time() - age,) * 2)
    return place


def saves(target: Path) -> bool:
    try:
        write_whole(target, NEW, digest_of(OLD))
    except StorageError as error:
        assert "另一个程序正在保存" in str(error)
        assert target.read_bytes() == OLD
        return False
    assert target.read_bytes() == NEW
    assert [*target.parent.iterdir()] == [target]
    return True


CASES = {
    "killed on this computer just now": (HERE, 0, False, True),
    "alive on this computer": (HERE, 0, True, False),
    "alive on this computer and very slow": (HERE, 600, True, False),
    "of another computer, just now": (ANOTHER, 0, False, False),
    "of another computer, long ago": (ANOTHER, 65, False, True),
    "alive on another computer and very slow": (ANOTHER, 65, True, False),
    "of another system, just now": (LINUX, 0, False, False),
    "of another system, long ago": (LINUX, 65, False, True),
    "of an earlier version of the program, just now": (b"?", 0, False, False),
    "of an earlier version of the program, long ago": (b"?", 65, False, True),
    "not signed, just made": (b"", 0, False, False),
    "not signed, its maker killed": (b"", 2, False, True),
    "not signed, its maker alive and very slow": (b"", 2, True, False),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.usefixtures("clock")
def test_a_guard_is_taken_over_when_nobody_can_hold_it_any_more(
    target: Path, windows: Windows, case: str
) -> None:
    signature, age, is_open, over = CASES[case]
    place = left_behind(target, signature, age)
    holder = windows.open(place, os.O_WRONLY) if is_open else None
    assert saves(target) is over
    assert place.exists() is not over
    if holder is not None:
        windows.close(holder)


def test_a_guard_is_signed_with_the_computer(target: Path, windows: Windows) -> None:
    with guard(target) as held:
        held.require()
        signature = held.place.read_bytes()
    assert signature.startswith(b"windows ")
    assert signature == guarding._boot()


@pytest.mark.usefixtures("windows")
def test_after_a_program_was_killed_every_later_saving_works(target: Path) -> None:
    left_behind(target, HERE, 0)
    assert saves(target)
    write_whole(target, OLD, digest_of(NEW))
    assert [*target.parent.iterdir()] == [target]


def test_a_writer_that_waits_does_not_keep_the_holder_from_removing_its_guard(
    target: Path, windows: Windows, clock: Clock
) -> None:
    with guard(target) as held:
        waiting = windows.open(held.place, os.O_RDONLY)  # to see whose it is

        def looked() -> None:
            if clock.now >= 0.5 and waiting in windows._open:
                windows.close(waiting)

        clock.meanwhile = looked
    assert windows.refused > 0
    assert not guarding.place_of(target).exists()
    assert 0.5 <= clock.now < 1


def test_what_keeps_a_guard_open_for_long_delays_the_holder_for_a_second(
    target: Path, windows: Windows, clock: Clock
) -> None:
    with guard(target) as held:
        scanner = windows.open(held.place, os.O_RDONLY)
    assert 1 <= clock.now < 1.1
    assert guarding.place_of(target).exists()
    windows.close(scanner)
    assert saves(target)


def test_a_guard_that_another_has_removed_meanwhile_delays_nobody(
    target: Path, windows: Windows, clock: Clock
) -> None:
    with guard(target) as held:
        windows._real["unlink"](held.place)
    assert clock.now == 0


def test_a_draft_that_word_holds_open_is_replaced_once_it_is_let_go(
    target: Path, windows: Windows, clock: Clock
) -> None:
    reader = windows.open(target, os.O_RDONLY)

    def let_go() -> None:
        if clock.now >= 1 and reader in windows._open:
            windows.close(reader)

    clock.meanwhile = let_go
    assert saves(target)
