"""OLE files: .doc and .wps, .xls and .et are told apart by the streams in their directory.

olefile visits each entry of the directory once, and follows a chain of sectors no longer than the
file can be. Sources: [MS-CFB]; [MS-DOC] 2.5.2 for the flags of a Word file; [MS-OFFCRYPTO] 2.3.2
for encrypted packages.
"""

import io
from typing import TYPE_CHECKING, Final, NamedTuple

from intake.content import FileKind, damaged, encrypted, slides, unknown
from intake.gate.packages import BROKEN

if TYPE_CHECKING:
    from olefile import OleFileIO

SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOKS: Final = ("Workbook", "Book")
"""Streams of a workbook: Excel 97 and newer, Excel 5."""
_WORD: Final = "WordDocument"
_ENCRYPTED_PACKAGE: Final = "EncryptedPackage"
_SLIDES: Final = "PowerPoint Document"
_FLAGS: Final = 10
"""Offset of the flags in the stream of a Word file."""
_ENCRYPTED: Final = 1
"""Bit of the second byte of the flags."""


class Compound(NamedTuple):
    """An OLE file that a reader or another program can read; ``stream`` is that of a workbook."""

    kind: FileKind
    stream: bytes = b""


def check_compound(data: bytes) -> Compound:
    """Return what an OLE file is.

    Raises:
        RefusedError: it is damaged, encrypted, or of another program than Word and Excel.
    """
    import olefile  # 11 ms, only for OLE files

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as opened:
            for name in filter(opened.exists, _WORKBOOKS):
                return Compound(FileKind.XLS, _whole_stream(opened, name))
            if opened.exists(_WORD):
                flags = opened.openstream(_WORD).read(_FLAGS + 2)[_FLAGS:]
                if len(flags) < 2 or flags[1] & _ENCRYPTED:
                    raise encrypted() if flags else damaged()
                return Compound(FileKind.DOC)
            if opened.exists(_ENCRYPTED_PACKAGE):
                raise encrypted()
            raise slides() if opened.exists(_SLIDES) else unknown()
    except BROKEN as error:
        raise damaged() from error


def _whole_stream(opened: "OleFileIO", name: str) -> bytes:
    """Return a stream; olefile notes as issues what it finds wrong, and reads on.

    Raises:
        RefusedError: it is cut off, or its sectors are not where they should be.
    """
    before = len(opened.parsing_issues)
    content: bytes = opened.openstream(name).read()
    if len(opened.parsing_issues) > before:
        raise damaged()
    return content
