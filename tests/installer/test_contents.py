"""The files of a bundle, by their names; what it needs of the system; two builds compared."""

import ast
import io
import shutil
import tarfile
from pathlib import Path

import PySide6
import pytest

from installer.contents import (
    EXCLUDED,
    GOAL,
    QT_MODULES,
    LibraryNeeds,
    differences,
    from_the_system,
    is_kept,
    library_of,
    needs_of,
    needs_of_all,
    newest,
    print_differences,
    print_needs,
)
from model.resources import ROOT

QT = Path(PySide6.__file__).parent
of_linux = pytest.mark.skipif(not (QT / "Qt" / "lib").is_dir(), reason="Qt of Linux only")
KEPT = """
PySide6/QtWidgets.abi3.so
PySide6/Qt/lib/libQt6XcbQpa.so.6
PySide6/Qt/lib/libicudata.so.73
PySide6/Qt/plugins/platforms/libqxcb.so
PySide6/Qt/plugins/platforms/libqoffscreen.so
PySide6/Qt/plugins/platforms/libqwayland-generic.so
PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so
PySide6/Qt/plugins/printsupport/libcupsprintersupport.so
pypdfium2_raw/libpdfium.so
pypdfium2_raw\\pdfium.dll
PySide6/Qt/plugins/platforminputcontexts/libfcitx5platforminputcontextplugin.so
PySide6/Qt/translations/qtbase_zh_CN.qm
PySide6\\plugins\\platforms\\qwindows.dll
PySide6\\Qt6Core.dll
libQt6Core.so.6
libxcb-cursor.so.0
libxkbcommon-x11.so.0
libpython3.11.so.1.0
lxml/etree.cpython-311-x86_64-linux-gnu.so
docx/templates/default.docx
resources/forms/2021.toml
"""
LEFT = """
PySide6/QtNetwork.abi3.so
PySide6/Qt/lib/libQt6Quick.so.6
PySide6/Qt/plugins/platforms/libqeglfs.so
PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so
PySide6/Qt/plugins/platformthemes/libqgtk3.so
PySide6/Qt/plugins/tls/libqopensslbackend.so
PySide6/Qt/translations/qtbase_de.qm
PySide6\\Qt6Network.dll
libQt6Qml.so.6
libstdc++.so.6
libglib-2.0.so.0
libX11.so.6
libxcb.so.1
libwayland-client.so.0
"""


@pytest.mark.parametrize("name", KEPT.split())
def test_what_the_program_uses_is_kept(name: str) -> None:
    assert is_kept(name)


@pytest.mark.parametrize("name", LEFT.split())
def test_what_it_does_not_use_or_every_desktop_has_is_left_out(name: str) -> None:
    assert not is_kept(name)


def test_a_library_is_known_without_its_version() -> None:
    names = ["libz.so.1.2.11", "libffi-9c61262e.so.8.1.0", "ld-linux-x86-64.so.2", "etree.so"]
    assert [library_of(name) for name in names] == ["libz", "libffi", "ld-linux-x86-64", None]


def test_every_module_that_the_program_imports_goes_along() -> None:
    """Only the parts of Qt that are kept are imported, and nothing that is excluded."""
    imported = set()
    for folder in ("model", "export", "intake", "ui"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Import):
                    imported |= {alias.name for alias in node.names}
                elif isinstance(node, ast.ImportFrom):
                    imported |= {node.module, *(f"{node.module}.{n.name}" for n in node.names)}
    names = {str(name) for name in imported}
    qt = {name.split(".")[1] for name in names if name.startswith("PySide6.Q")}
    assert qt == QT_MODULES
    assert not names & set(EXCLUDED)


@of_linux
def test_the_needs_of_a_library_are_read_from_it() -> None:
    needs = needs_of(QT / "Qt" / "lib" / "libQt6Core.so.6")
    assert needs is not None
    assert {"libicuuc.so.73", "libglib-2.0.so.0", "libc.so.6"} <= set(needs.libraries)
    assert needs.versions["GLIBC"] == GOAL


@of_linux
def test_another_file_needs_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("文字", encoding="utf-8")
    assert needs_of(tmp_path / "a.txt") is None
    assert needs_of_all(tmp_path) == {}


@of_linux
def test_the_newest_need_names_who_has_it() -> None:
    old, new = Path("old.so"), Path("new.so")
    found = {
        old: LibraryNeeds((), {"GLIBC": (2, 9)}),
        new: LibraryNeeds(("old.so", "libc.so.6"), {"GLIBC": (2, 17)}),
        Path("none.so"): LibraryNeeds((), {}),
    }
    assert newest(found, "GLIBC") == ((2, 17), [new])
    assert from_the_system(found) == {"libc.so.6": [new]}


@of_linux
def test_a_library_that_no_desktop_has_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(QT / "QtCore.abi3.so", tmp_path)
    assert print_needs(tmp_path) == 1
    message = capsys.readouterr().out
    assert "NOT on every desktop: libQt6Core.so.6, needed by QtCore.abi3.so" in message
    assert "NOT on every desktop: libc.so.6" not in message


def archive(folder: Path, files: dict[str, bytes], time: int = 0) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "a.tar.xz"
    with tarfile.open(path, "w:xz") as tar:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size, member.mtime = len(content), time
            tar.addfile(member, io.BytesIO(content))
    return path


@pytest.mark.parametrize(
    ("files", "time", "message"),
    [
        ({"a": b"1", "b": b"2"}, 0, []),
        ({"a": b"1", "b": b"2"}, 9, ["time only: a", "time only: b"]),
        ({"a": b"1", "b": b"3"}, 0, ["content: b"]),
        ({"a": b"1", "c": b"2"}, 0, ["only in one: b", "only in one: c"]),
        ({"b": b"2", "a": b"1"}, 0, ["the same members, packed otherwise"]),
    ],
)
def test_what_differs_is_named(
    tmp_path: Path, files: dict[str, bytes], time: int, message: list[str]
) -> None:
    first = archive(tmp_path / "1", {"a": b"1", "b": b"2"})
    second = archive(tmp_path / "2", files, time)
    assert differences(first, second) == message
    fine = all(line.startswith("time only") for line in message)
    assert print_differences(tmp_path / "1", tmp_path / "2") == (0 if fine else 1)
