"""The gate: what a foreign file is, by its content, and whether it may be parsed at all.

Standard library only, and streaming: what passes is known to be small enough for its parser.
"""

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from intake.bounds import FILE, MEGABYTE, too_large
from intake.content import Kind
from intake.text_gate import GUESSED, Text, check_page, decode, pages_of
from intake.zip_gate import Package, check_package
from model.drafts import draft
from model.errors import DraftError, RefusedError
from model.system_errors import reason_of

_BEGINNINGS: Final = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "旧格式（.doc、.xls、.wps、.et）或已加密，另存为 .docx、.xlsx 后再导入。",
    ),
    (b"%PDF-", "PDF 文件不能导入。用 WPS 或 Word 转换为 .docx 后再导入。"),
    (b"{\\rtf", "RTF 文件不能导入。用 WPS 或 Word 另存为 .docx 后再导入。"),
    (b"Rar!", "压缩包不能导入。解压后选择其中的 .docx 或 .xlsx 文件。"),
    (b"7z\xbc\xaf", "压缩包不能导入。解压后选择其中的 .docx 或 .xlsx 文件。"),
    (b"\x89PNG", "内容是图片，不能导入。选择 .docx、.xlsx 或网页文件。"),
    (b"\xff\xd8\xff", "内容是图片，不能导入。选择 .docx、.xlsx 或网页文件。"),
)
"""Kinds that are known and not read, and what to do instead."""
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_MARKS: Final = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
_PAGE: Final = re.compile(
    r"(?:<\?xml[^>]*>|<!--(?:(?!-->).)*-->|\s)*"
    r"<(?:!doctype html|html|head|body|meta|title|style|script|link"
    r"|table|div|center|font|span|p|h[1-6]|ul|ol)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAIL: Final = re.compile(rb"^MIME-Version:\s", re.IGNORECASE | re.MULTILINE)
_DRAFT: Final = re.compile(rb'\{\s*"')
_LARGE: Final = f"文件超过{FILE // MEGABYTE}兆字节"
_HEAD: Final = 4096
"""Bytes by which the kind of a text file is told."""


@dataclass(frozen=True)
class Admitted:
    """A file that may be parsed: its kind, how its text is encoded, what the clerk should know.

    ``pages`` are the decoded texts of a text, a web page or a single-file page; ``package`` is what
    is known of a .docx or .xlsx.
    """

    kind: Kind
    encoding: str = ""
    notices: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    package: Package | None = None


def open_file(path: Path) -> tuple[BinaryIO, os.stat_result]:
    """Open a regular file that is not too large; give it with its state at that moment.

    Raises:
        RefusedError: it cannot be read, or is too large; the sentence does not name it.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # opening a device may do something
            raise _not_regular()
        file = open(path, "rb", opener=_open_at_once)  # noqa: SIM115
    except OSError as error:
        raise RefusedError(f"无法读取：{reason_of(error)}") from error
    except (RuntimeError, ValueError) as error:
        raise RefusedError("路径无效。核对路径。") from error
    found = os.fstat(file.fileno())
    if stat.S_ISREG(found.st_mode) and found.st_size <= FILE:
        return file, found
    file.close()
    raise too_large(_LARGE) if stat.S_ISREG(found.st_mode) else _not_regular()


def _open_at_once(path: str, flags: int) -> int:
    """Open without waiting, should a FIFO have taken the file's place just now."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _not_regular() -> RefusedError:
    return RefusedError("不是普通文件。选择 .docx、.xlsx、网页、文本或草稿文件。")


def admit(data: bytes) -> Admitted:
    """Let the bytes of a file pass.

    Raises:
        RefusedError: they are of no kind that is read, or beyond a bound; it names no file.
    """
    if len(data) > FILE:
        raise too_large(_LARGE)
    if not data.strip(b"\0 \t\r\n"):
        raise RefusedError("文件是空的，可能保存时断电。选择另一份文件。")
    for beginning, reason in _BEGINNINGS:
        if data.startswith(beginning):
            raise RefusedError(reason)
    if data.startswith(_ZIP):
        package = check_package(data)
        return Admitted(package.kind, package=package)
    head = data[:_HEAD].lstrip(_MARKS)
    if _DRAFT.match(head):
        return _draft(data)
    if _MAIL.search(data[:_HEAD]):
        return _admitted(Kind.MAIL, pages_of(data))
    text = decode(data)
    return _admitted(Kind.WEB if _PAGE.match(text.text[:_HEAD]) else Kind.TEXT, [text])


def _draft(data: bytes) -> Admitted:
    """Ask the model, which keeps its own bounds."""
    try:
        draft.decode(data)
    except DraftError as error:
        raise RefusedError(str(error)) from error
    return Admitted(Kind.DRAFT, "utf-8")


def _admitted(kind: Kind, pages: list[Text]) -> Admitted:
    if kind is Kind.TEXT and pages[0].text.startswith("<?xml"):
        raise RefusedError("XML 文件不能导入。用 WPS 或 Office 另存为 .docx 或 .xlsx 后再导入。")
    if kind is not Kind.TEXT:
        for page in pages:
            check_page(page.text)
    encodings = {page.encoding for page in pages}
    notices = (GUESSED,) if "gb18030" in encodings else ()
    return Admitted(kind, "、".join(sorted(encodings)), notices, tuple(p.text for p in pages))
