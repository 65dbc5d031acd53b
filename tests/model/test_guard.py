"""Two writers of one file: the guard is its owner's, and taken over when left behind."""

import errno
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from model import guard as guarding
from model.guard import guard


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "年报.gknb"


def place_of(target: Path) -> Path:
    return target.with_name(f".{target.name}.saving")


def test_a_guard_that_was_taken_over_is_left_to_its_new_owner(target: Path) -> None:
    with guard(target):
        (target.parent / "other").touch()
        (target.parent / "other").rename(place_of(target))
    assert place_of(target).exists()


def test_a_stale_guard_that_another_writer_broke_first_is_waited_for(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place_of(target).touch()
    os.utime(place_of(target), (0, 0))
    monkeypatch.setattr(guarding, "WAIT", 0)
    monkeypatch.setattr(Path, "rename", lambda path, to: path.joinpath("gone").stat())
    with pytest.raises(OSError, match="正在保存"), guard(target):
        pass


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
