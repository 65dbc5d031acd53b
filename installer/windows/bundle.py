"""The bundle for Windows x64: its wheels, its version resource and its zip.

``python -m installer.windows.bundle wheels FOLDER [LOCK]``
    fetches what a Windows computer without a network needs to build; runs on any system with Python
    3.11 and a package registry, and checks every wheel against requirements/build.txt, or against
    another lock;
``python -m installer.windows.bundle pack BUNDLE OUT``
    packs a bundle as gknb-VERSION-windows-x64.zip; the same files give the same bytes.

It needs the standard library only: the wheels are fetched before anything is installed. What has to
be tried on Windows: docs/installer-windows.md.
"""

import hashlib
import os
import re
import subprocess
import sys
import tempfile
import time
import tomllib
import zipfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent.parent
LOCK: Final = ROOT / "requirements" / "build.txt"
PYTHON: Final = "3.11"
_ONE: Final = re.compile(r"(?m)^[\w.-]+==[^\n]*(?:\n[ \t]+[^\n]*)*\n?")
_WINDOWS: Final = {"sys_platform": "win32", "platform_python_implementation": "CPython"}
"""The variables that a marker may test, with their values in the bundle."""
_ELSEWHERE: Final = re.compile(r" ; (?P<marker>[^\\\n]*)")


def for_windows(lock: str) -> str:
    """Return a lock as it is on Windows: pip would read its markers for the system it runs on.

    Raises:
        ValueError: a marker asks for something other than the system and the kind of Python.
    """
    return _ONE.sub(lambda one: _required(one[0]), lock)


def _required(requirement: str) -> str:
    marker = _ELSEWHERE.search(requirement)
    if marker is None:
        return requirement
    names = "|".join(_WINDOWS)
    asked = re.fullmatch(rf"({names}) (==|!=) '(\w+)'", marker["marker"].strip())
    if asked is None:
        raise ValueError(f"not understood: {marker['marker']}")
    here = (asked[3] == _WINDOWS[asked[1]]) == (asked[2] == "==")
    return requirement.replace(marker[0], " ", 1) if here else ""


def call(lock: Path, folder: Path) -> list[str]:
    """Return the call that fetches the wheels of a lock into a folder."""
    return [
        *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"),
        *("--platform", "win_amd64", "--only-binary=:all:"),
        *("--implementation", "cp", "--python-version", PYTHON),
        *("--dest", str(folder), "--requirement", str(lock)),
    ]


def fetch_wheels(folder: Path, of: Path = LOCK) -> None:
    """Fetch all wheels of a lock; print their number and size."""
    with tempfile.TemporaryDirectory() as place:
        lock = Path(place) / "windows.txt"
        lock.write_text(for_windows(of.read_text("utf-8")), "utf-8")
        subprocess.run(call(lock, folder), check=True)
    wheels = list(folder.glob("*.whl"))
    size = sum(wheel.stat().st_size for wheel in wheels) / 1_000_000
    print(f"{len(wheels)} wheels, {size:.0f} MB in {folder.name}")


_RESOURCE: Final = """VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3f, flags=0x0, OS=0x40004,
                    fileType=0x1, subtype=0x0, date=(0, 0)),
  kids=[
    StringFileInfo([StringTable('080404b0', [
      StringStruct('CompanyName', ''),
      StringStruct('FileDescription', '{description}'),
      StringStruct('FileVersion', '{version}'),
      StringStruct('InternalName', 'gknb'),
      StringStruct('LegalCopyright', 'MIT'),
      StringStruct('OriginalFilename', '{file}'),
      StringStruct('ProductName', '{description}'),
      StringStruct('ProductVersion', '{version}'),
    ])]),
    VarFileInfo([VarStruct('Translation', [0x0804, 1200])]),
  ],
)
"""  # 0804: Chinese of the mainland; 04b0 and 1200: Unicode


def version_info(version: str, description: str, file: str) -> str:
    """Return the version resource of a program file, which Windows shows under 属性.

    It is written as PyInstaller reads it.

    Raises:
        ValueError: the version is not of numbers and dots.
    """
    numbers = tuple(map(int, version.split(".")))
    padded = (*numbers, 0, 0, 0, 0)[:4]
    return _RESOURCE.format(numbers=padded, version=version, description=description, file=file)


CLERKS_FILES: Final = {
    "register.bat": "双击草稿时用本程序打开.bat",
    "unregister.bat": "取消双击打开.bat",
    "gknb.reg": "gknb.reg",
    "readme.txt": "使用前先看.txt",
}
"""Files in ``beside`` → their names in the zip, which Windows 10 reads as they are."""
_FILES: Final = Path(__file__).parent / "beside"
_EARLIEST: Final = 315_532_800
"""1980-01-01 in seconds since 1970: a zip holds no earlier time."""


def version() -> str:
    """Return the version of the program."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return str(project["version"])


def pack(bundle: Path, out: Path) -> Path:
    """Pack a bundle with the files for the clerk, all under ``gknb/``, and return the zip.

    The time of every file is SOURCE_DATE_EPOCH, or 1980-01-01 if the variable is not set.
    """
    files = {path.relative_to(bundle).as_posix(): path for path in bundle.rglob("*")}
    files |= {name: _FILES / source for source, name in CLERKS_FILES.items()}
    out.mkdir(parents=True, exist_ok=True)
    place = out / f"gknb-{version()}-windows-x64.zip"
    moment = max(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), _EARLIEST)
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name, path in sorted(files.items()):
            if path.is_file():
                entry = zipfile.ZipInfo(f"gknb/{name}", time.gmtime(moment)[:6])
                entry.compress_type = zipfile.ZIP_DEFLATED
                packed.writestr(entry, path.read_bytes())
    return place


def print_packed(bundle: Path, out: Path) -> None:
    """Pack a bundle; print the size of the zip and its hash."""
    place = pack(bundle, out)
    unpacked = sum(path.stat().st_size for path in bundle.rglob("*") if path.is_file())
    data = place.read_bytes()
    print(f"{place.name}: {len(data) / 1e6:.1f} MB, unpacked {unpacked / 1e6:.1f} MB")
    print(f"SHA-256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["wheels", folder, *locks]:
            fetch_wheels(Path(folder), *map(Path, locks[:1]))
        case ["pack", bundle, out]:
            print_packed(Path(bundle), Path(out))
        case _:
            sys.exit(__doc__)
