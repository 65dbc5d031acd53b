"""What Windows asks of names, files and processes, tried on any system."""

import ctypes
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from model.drafts import guard, presence, storage, system
from model.errors import StorageError

WINDOWS = SimpleNamespace(platform="win32")


class Kernel:
    """The library of Windows, as far as it is asked; ``attributes`` says what was set."""

    def __init__(self, handle: int = 0, code: int = 0) -> None:
        self.handle, self.code = handle, code
        self.closed: list[int | None] = []
        self.attributes: list[tuple[str, int]] = []
        self.OpenProcess = lambda access, inherit, pid: self.handle

    def GetExitCodeProcess(self, handle: Any, result: Any) -> None:
        assert handle.value == self.handle
        result._obj.value = self.code

    def CloseHandle(self, handle: Any) -> None:
        self.closed.append(handle.value)

    def SetFileAttributesW(self, path: str, attributes: int) -> None:
        self.attributes.append((Path(path).name, attributes))


def on_windows(patch: pytest.MonkeyPatch, kernel: Kernel, error: int = 0) -> None:
    patch.setattr(system, "sys", WINDOWS)
    patch.setattr(system, "_kernel", lambda: kernel)
    patch.setattr(ctypes, "get_last_error", lambda: error, raising=False)


def test_a_process_of_another_user_is_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    def kill(pid: int, signal: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "kill", kill)
    assert system.is_running(1)


def test_a_process_is_alive_until_it_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    assert system.is_running(os.getpid())

    def kill(pid: int, signal: int) -> None:
        raise ProcessLookupError

    monkeypatch.setattr(os, "kill", kill)
    assert not system.is_running(os.getpid())


@pytest.mark.parametrize("pid", [2**80, 2**32, 0, -1])
@pytest.mark.parametrize("windows", [True, False])
def test_a_number_that_is_no_process_is_not_alive(
    pid: int, windows: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if windows:
        on_windows(monkeypatch, Kernel(7, 259))
    assert not system.is_running(pid)


@pytest.mark.parametrize(
    ("handle", "code", "error", "alive"),
    [(7, 259, 0, True), (7, 0, 0, False), (0, 259, 87, False), (0, 0, 5, True)],
)
def test_windows_is_asked_without_ending_the_process(
    handle: int, code: int, error: int, alive: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel = Kernel(handle, code)
    on_windows(monkeypatch, kernel, error)
    assert system.is_running(4711) is alive
    assert kernel.closed == ([handle] if handle else [])


def test_the_library_of_windows_keeps_its_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    library = SimpleNamespace(OpenProcess=SimpleNamespace(restype=None))

    def load(name: str, use_last_error: bool) -> object:
        asked.append((name, use_last_error))
        return library

    monkeypatch.setattr(ctypes, "WinDLL", load, raising=False)
    assert system._kernel() is library
    assert asked == [("kernel32", True)]
    assert library.OpenProcess.restype is ctypes.c_void_p  # wider than int


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("a?.gknb", "“?”"), ("年报:2024.gknb", "“:”"), ("a\n.gknb", "控制字符"),
        ("CON.gknb", "保留"), ("com1.gknb", "保留"), ("a.gknb.", "句点"), ("a.gknb ", "空格"),
    ],
)  # fmt: skip
def test_a_name_that_windows_changes_is_refused_with_a_sentence(
    name: str, wrong: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_windows(monkeypatch, Kernel())
    with pytest.raises(StorageError, match="无法保存") as caught:
        storage.write_whole(tmp_path / name, b"{}")
    assert wrong in str(caught.value)
    assert str(caught.value).endswith("换一个文件名。")
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize("name", ["年 报#1 100%.gknb", "CONTRACT.gknb", ".a.gknb", "a&b'.gknb"])
def test_other_names_are_taken(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    on_windows(monkeypatch, Kernel())
    system.require_name(Path(name))


def test_other_systems_take_every_name(tmp_path: Path) -> None:
    storage.write_whole(tmp_path / "年报:2024?.gknb", b"{}")
    assert (tmp_path / "年报:2024?.gknb").read_bytes() == b"{}"


def test_what_is_put_beside_a_draft_is_hidden_and_the_draft_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel = Kernel()
    on_windows(monkeypatch, kernel)
    storage.write_whole(tmp_path / "a.gknb", b"{}")
    names = [(name.split(".")[-1], attributes) for name, attributes in kernel.attributes]
    assert names == [("saving", 2), ("tmp", 2), ("tmp", 0x80)]
    assert {path.name for path in tmp_path.iterdir()} == {"a.gknb"}


def test_who_has_a_draft_open_is_hidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = Kernel()
    on_windows(monkeypatch, kernel)
    now = presence.datetime.now().astimezone()
    presence.announce(tmp_path / "a.gknb", presence.myself(now), now)
    assert [attributes for _, attributes in kernel.attributes] == [2]


@pytest.mark.parametrize("error", [OSError, ValueError])
def test_a_share_without_attributes_keeps_nothing_from_being_saved(
    error: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel = Kernel()
    on_windows(monkeypatch, kernel)

    def refuse(path: str, attributes: int) -> None:
        raise error

    monkeypatch.setattr(kernel, "SetFileAttributesW", refuse)
    with guard.guard(tmp_path / "a.gknb"):
        assert guard.place_of(tmp_path / "a.gknb").exists()
