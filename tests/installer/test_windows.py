"""What is made for Windows, as far as it can be known here: texts, encodings, names, an icon.

Whether it works there has to be tried there: docs/installer-windows.md.
"""

import os
import re
import struct
import tomllib
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtGui import QImage, QImageReader

from installer.icons import icon, icon_of
from installer.windows import bundle
from installer.windows.bundle import version_info
from tests import ROOT
from ui.aside.facts import VERSION

WINDOWS = ROOT / "installer" / "windows"
BESIDE = WINDOWS / "beside"
BATCHES = [WINDOWS / "build_windows.bat", BESIDE / "register.bat", BESIDE / "unregister.bat"]
HOST = re.compile(r"https?://|\b[\w-]+\.(com|cn|org|net|io)\b")


def lines(batch: Path) -> list[str]:
    return batch.read_bytes().decode("utf-8").split("\r\n")


@pytest.mark.parametrize("batch", BATCHES, ids=lambda path: path.name)
def test_a_batch_file_is_as_windows_reads_it(batch: Path) -> None:
    data = batch.read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n") > 5
    assert not data.startswith(b"\xef\xbb\xbf")  # cmd would take it for a command
    message = lines(batch)
    assert message[0] == "@echo off"
    foreign = next((n for n, line in enumerate(message) if not line.isascii()), len(message))
    assert message.index("chcp 65001 >nul") < foreign
    assert all(line.isascii() or line.startswith("echo ") for line in message)
    assert max(map(len, message)) < 500


@pytest.mark.parametrize("batch", BATCHES, ids=lambda path: path.name)
def test_every_place_a_batch_file_goes_to_is_there(batch: Path) -> None:
    text = "\n".join(lines(batch))
    wanted = set(re.findall(r"goto (\w+)", text))
    assert wanted == set(re.findall(r"(?m)^:(\w+)", text))


def test_every_file_and_module_that_the_build_names_is_there() -> None:
    text = "\n".join(lines(WINDOWS / "build_windows.bat"))
    for module in re.findall(r"-m (installer[\w.]+)", text):
        assert (ROOT / module.replace(".", "/")).with_suffix(".py").is_file(), module
    named = re.findall(r"(?<![\w\\%])((?:docs|installer|requirements)\\[\w\\.-]+\w)", text)
    assert len(named) >= 4
    for name in named:
        assert (ROOT / name.replace("\\", "/")).is_file(), name
    spec = (ROOT / "installer" / "gknb.spec").read_text("utf-8")
    modules = re.findall(r"(?m)^ *from ((?:installer|ui)[\w.]+) import", spec)
    assert len(modules) == 4
    for module in modules:
        assert (ROOT / module.replace(".", "/")).with_suffix(".py").is_file(), module


def test_a_failing_step_ends_the_build() -> None:
    steps = [line for line in lines(WINDOWS / "build_windows.bat") if '"%' in line]
    assert len(steps) >= 7
    for line in steps:
        assert "|| goto" in line or line.startswith(("set ", "cd ")), line


def test_the_registry_file_is_as_windows_writes_its_own() -> None:
    data = (BESIDE / "gknb.reg").read_bytes()
    assert data.startswith(b"\xff\xfe")
    text = data.decode("utf-16")
    assert text.count("\n") == text.count("\r\n")
    assert text.startswith("Windows Registry Editor Version 5.00\r\n\r\n[")
    keys = re.findall(r"(?m)^\[(.*)\]\r$", text)
    assert all(key.startswith(r"HKEY_CURRENT_USER\Software\Classes") for key in keys)


def test_what_is_registered_is_taken_back_and_all_of_it_is_the_users_own() -> None:
    registered = "\n".join(lines(BESIDE / "register.bat"))
    removed = set(re.findall(r'reg delete "(.*?)"', "\n".join(lines(BESIDE / "unregister.bat"))))
    imported = re.findall(r"(?m)^\[(.*)\]\r$", (BESIDE / "gknb.reg").read_bytes().decode("utf-16"))
    made = {key.replace("HKEY_CURRENT_USER", "HKCU") for key in imported}
    assert made == removed
    added = re.findall(r'reg add "(.*?)"', registered)
    assert added
    assert all(any(key.startswith(f"{one}\\") for one in removed) for key in added)
    assert r'/d "\"!HERE!gknb.exe\" \"%%1\""' in registered  # a path with spaces, whole
    assert "gknb.reg" in registered


def test_what_lies_beside_the_program_is_what_the_leaf_speaks_of() -> None:
    leaf = (BESIDE / "readme.txt").read_bytes()
    assert leaf.startswith(b"\xef\xbb\xbf")  # the editor of Windows 10 before 1903 asks for it
    assert leaf.count(b"\n") == leaf.count(b"\r\n")
    assert set(bundle.CLERKS_FILES) == {path.name for path in BESIDE.iterdir()}
    batches = [name for name in bundle.CLERKS_FILES.values() if name.endswith(".bat")]
    assert all(name in leaf.decode("utf-8-sig") for name in batches)


def test_the_clerks_page_speaks_of_files_and_pictures_that_there_are() -> None:
    page = (ROOT / "docs" / "说明.md").read_text("utf-8")
    batches = [Path(name).stem for name in bundle.CLERKS_FILES.values() if name.endswith(".bat")]
    assert all(f"“{name}”" in page for name in batches)
    for picture in re.findall(r"!\[.*?\]\((.*?)\)", page):
        assert (ROOT / "docs" / picture).is_file()


@pytest.mark.parametrize(
    "path",
    [
        *(
            *WINDOWS.rglob("*.py"),
            *BATCHES,
            ROOT / "installer" / "gknb.spec",
            BESIDE / "readme.txt",
        ),
        ROOT / ".github" / "workflows" / "windows.yml",
        ROOT / "docs" / "installer-windows.md",
    ],
    ids=lambda path: path.name,
)
def test_nothing_names_a_host(path: Path) -> None:
    assert HOST.search(path.read_text("utf-8")) is None


def test_the_workflow_builds_by_the_same_file_as_a_person() -> None:
    text = (ROOT / ".github" / "workflows" / "windows.yml").read_text("utf-8")
    assert r"call installer\windows\build_windows.bat" in text
    assert all(
        rf"gknb\{name}" in text for name in bundle.CLERKS_FILES.values() if name.endswith(".bat")
    )
    assert "\t" not in text


LOCK = """altgraph==0.17 \\
    --hash=sha256:aa
    # via pyinstaller
macholib==1.16 ; sys_platform == 'darwin' \\
    --hash=sha256:bb \\
    --hash=sha256:cc
    # via pyinstaller
pefile==2024.8 ; sys_platform == 'win32' \\
    --hash=sha256:dd
jeepney==0.9 ; sys_platform != 'win32' \\
    --hash=sha256:ee
"""


def test_the_lock_is_read_as_on_windows_whatever_system_fetches_the_wheels() -> None:
    assert bundle.for_windows(LOCK).splitlines() == [
        "altgraph==0.17 \\",
        "    --hash=sha256:aa",
        "    # via pyinstaller",
        "pefile==2024.8 \\",
        "    --hash=sha256:dd",
    ]


def test_a_marker_that_is_not_understood_stops_the_wheelhouse() -> None:
    with pytest.raises(ValueError, match="python_version"):
        bundle.for_windows("a==1 ; python_version < '3.12' \\\n    --hash=sha256:aa\n")


@pytest.mark.parametrize("name", ["run", "build"])
def test_the_locks_have_only_markers_that_are_understood(name: str) -> None:
    lock = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    read = bundle.for_windows(lock)
    assert " ; " not in read
    assert "PySide6-Essentials==6.8.3".lower() in read.lower()


def test_wheels_are_fetched_for_windows_by_hash_and_as_wheels_alone(tmp_path: Path) -> None:
    call = bundle.call(tmp_path / "lock.txt", tmp_path)
    for word in ("--require-hashes", "--only-binary=:all:", "win_amd64", "3.11"):
        assert word in call


def png(side: int, high: int = 0) -> bytes:
    picture = QImage(side, high or side, QImage.Format.Format_ARGB32)
    picture.fill(0xFF2060C0)
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    assert picture.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def test_an_icon_holds_every_picture_whole(tmp_path: Path) -> None:
    sizes = (16, 48, 256)
    for size in sizes:
        (tmp_path / f"gknb-{size}.png").write_bytes(png(size))
    data = icon_of(tmp_path, "gknb")
    assert struct.unpack("<HHH", data[:6]) == (0, 1, 3)
    for number, size in enumerate(sizes):
        entry = struct.unpack("<BBBBHHII", data[6 + 16 * number : 22 + 16 * number])
        assert entry[:2] == (size % 256, size % 256)
        assert data[entry[7] : entry[7] + entry[6]] == png(size)
    if b"ico" in [bytes(kind.data()) for kind in QImageReader.supportedImageFormats()]:
        buffer = QBuffer()
        buffer.setData(QByteArray(data))
        buffer.open(QBuffer.OpenModeFlag.ReadOnly)
        assert QImageReader(buffer).imageCount() == 3


@pytest.mark.parametrize("picture", [b"GIF89a", png(16, 32), png(512)], ids=range(3))
def test_a_picture_that_no_icon_can_hold_is_refused(picture: bytes) -> None:
    with pytest.raises(ValueError, match=r"PNG|pixels"):
        icon([picture])


def test_an_icon_without_pictures_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no gknb-"):
        icon_of(tmp_path, "gknb")


def test_the_version_resource_says_what_the_project_says() -> None:
    text = version_info(VERSION, "程序", "gknb.exe")
    said: dict[str, str] = {}

    def kept(*values: object, **names: object) -> object:
        if len(values) == 2 and all(isinstance(value, str) for value in values):
            said[str(values[0])] = str(values[1])
        return SimpleNamespace(**names)

    kinds = re.findall(r"[A-Z]\w+(?=\()", text)
    made = eval(text, dict.fromkeys(kinds, kept))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert said["ProductVersion"] == said["FileVersion"] == project["version"]
    assert said["OriginalFilename"] == "gknb.exe"
    assert made.ffi.filevers == (*map(int, VERSION.split(".")), 0)


def test_the_zip_holds_the_program_and_what_lies_beside_it_and_is_the_same_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "gknb"
    (folder / "_internal").mkdir(parents=True)
    (folder / "gknb.exe").write_bytes(b"MZ")
    (folder / "_internal" / "a.dll").write_bytes(b"MZ")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    first = bundle.pack(folder, tmp_path / "one").read_bytes()
    os.utime(folder / "gknb.exe", (0, 0))
    place = bundle.pack(folder, tmp_path / "two")
    assert place.read_bytes() == first
    assert place.name == f"gknb-{VERSION}-windows-x64.zip"
    with zipfile.ZipFile(place) as packed:
        names = set(packed.namelist())
        assert packed.testzip() is None
    assert names == {f"gknb/{name}" for name in (*bundle.CLERKS_FILES.values(), "gknb.exe")} | {
        "gknb/_internal/a.dll"
    }
    assert "gknb/使用前先看.txt" in names
