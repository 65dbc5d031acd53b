"""What a bundle needs of the system: read from real libraries."""

import shutil
from pathlib import Path

import PySide6
import pytest

from installer.libraries import (
    GOAL,
    LibraryNeeds,
    from_the_system,
    main,
    needs_of,
    needs_of_all,
    newest,
)

QT = Path(PySide6.__file__).parent
pytestmark = pytest.mark.skipif(not (QT / "Qt" / "lib").is_dir(), reason="Qt of Linux only")


def test_the_needs_of_a_library_are_read_from_it() -> None:
    needs = needs_of(QT / "Qt" / "lib" / "libQt6Core.so.6")
    assert needs is not None
    assert {"libicuuc.so.73", "libglib-2.0.so.0", "libc.so.6"} <= set(needs.libraries)
    assert needs.versions["GLIBC"] == GOAL


def test_another_file_needs_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("文字", encoding="utf-8")
    assert needs_of(tmp_path / "a.txt") is None
    assert needs_of_all(tmp_path) == {}


def test_the_newest_need_names_who_has_it() -> None:
    old, new = Path("old.so"), Path("new.so")
    found = {
        old: LibraryNeeds((), {"GLIBC": (2, 9)}),
        new: LibraryNeeds(("old.so", "libc.so.6"), {"GLIBC": (2, 17)}),
        Path("none.so"): LibraryNeeds((), {}),
    }
    assert newest(found, "GLIBC") == ((2, 17), [new])
    assert from_the_system(found) == {"libc.so.6": [new]}


def test_a_library_that_no_desktop_has_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(QT / "QtCore.abi3.so", tmp_path)
    assert main(tmp_path) == 1
    told = capsys.readouterr().out
    assert "NOT on every desktop: libQt6Core.so.6, needed by QtCore.abi3.so" in told
    assert "NOT on every desktop: libc.so.6" not in told
