"""The entry of the start menu, without Windows: what is asked for, and what it is refused."""

import ctypes
from pathlib import Path
from types import SimpleNamespace

import pytest

from ui import start
from ui.app import folders, start_menu

WINDOWS = SimpleNamespace(platform="win32")


@pytest.fixture
def menu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder of the start menu on a computer with Windows."""
    monkeypatch.setattr(start_menu, "sys", WINDOWS)
    monkeypatch.setenv("APPDATA", str(tmp_path))
    return tmp_path / "Microsoft/Windows/Start Menu/Programs"


def write_link(place: Path, program: Path) -> None:
    place.write_text(program.name, "utf-8")


def test_the_entry_is_added_and_removed(menu: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start_menu, "_write_link", write_link, raising=False)
    assert start.main(["--start-menu", "add"]) == 0
    assert [entry.read_text("utf-8") for entry in menu.iterdir()] == ["gknb.exe"]
    for _ in range(2):
        assert start.main(["--start-menu", "remove"]) == 0
        assert list(menu.iterdir()) == []


def test_a_menu_that_cannot_be_written_is_said(menu: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(place: Path, program: Path) -> None:
        raise OSError

    monkeypatch.setattr(start_menu, "_write_link", refuse, raising=False)
    assert start_menu.run("add") == 1
    assert start_menu.run("else") == 2


def test_other_systems_have_no_such_menu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APPDATA", str(tmp_path))
    start_menu.name_process()
    assert start_menu.run("add") == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("platform", "frozen", "name"),
    [("win32", False, "run.bat"), ("linux", False, "run.sh"), ("win32", True, "gknb-console")],
)
def test_help_names_the_program_as_it_is_called_here(
    platform: str, frozen: bool, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = SimpleNamespace(platform=platform, frozen=frozen, executable="/x/gknb-console.exe")
    monkeypatch.setattr(folders, "sys", system)
    assert folders.program_name() == name


@pytest.mark.parametrize("window", [0, 7])
def test_a_computer_without_a_desktop_has_no_screen(
    window: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make(*given: object) -> int:
        return window

    gone: list[ctypes.c_void_p] = []
    user = SimpleNamespace(CreateWindowExW=make, DestroyWindow=gone.append)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(user32=user), raising=False)
    monkeypatch.setattr(start, "sys", WINDOWS)
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    assert start.has_screen() is bool(window)
    assert [one.value for one in gone] == [7] * bool(window)
