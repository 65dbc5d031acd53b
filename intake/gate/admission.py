"""The gate: find the kind of a foreign file by its content, and refuse it if it is unsafe to parse.

It reads in a stream, with olefile and the standard library: a file that passes is small enough
for its parser. Text files are decoded here, and web pages are measured.
"""

import codecs
import email
import os
import re
import stat
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from intake.content import (
    ATTRIBUTES,
    CALLED,
    DEPTH,
    ELEMENTS,
    FILE,
    MEGABYTE,
    PARTS,
    ROW_SPAN,
    SPAN,
    FileKind,
    abnormal,
    damaged,
    too_large,
    unknown,
)
from intake.gate.compound import SIGNATURE, check_compound
from intake.gate.packages import ARCHIVE, Package, check_package, too_many_attributes
from intake.gate.pdf_streams import check_pdf
from intake.gate.records import OldWorkbook, check_workbook
from model.drafts import file_format
from model.errors import DraftError, RefusedError, reason_of

_ENCODING_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
GUESSED: Final = "文件不是 UTF-8 编码，已按 GB18030 读取。核对文字是否正确。"
_CONTROLS: Final = re.compile("[\0-\x08\x0e-\x1a\x1c-\x1f]")
_STRAY: Final = 8
"""Control characters that a text may hold in addition to one per hundred characters."""
_CHINESE: Final = re.compile("[\u3000-\u9fff\uff00-\uffef\U00020000-\U000323af]")
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)")
_ATTRIBUTE: Final = re.compile(r"""[^\s=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"']\S*)?)?""")
"""An attribute with its value, in which quoted words count as one."""
_BOUNDARY: Final = re.compile(
    rb"""\bboundary=(?:"([^"\r\n]{1,70})"|([^"\s;]{1,70}))""", re.IGNORECASE
)
_LONGEST_TAG: Final = 65_536
"""Bytes that the headers of a part of a mail may have."""
_SPAN: Final = re.compile(
    r"""\b(col|row)span\s{0,50}=\s{0,50}["']?\s{0,50}\+?0*([0-9]+)""", re.IGNORECASE
)
_ENTITIES: Final = re.compile(r"<!ENTITY|<!DOCTYPE[^>\[]{0,1000}\[", re.IGNORECASE)
_nests: Final = re.compile(
    "a|article|b|blockquote|center|div|em|fieldset|font|form|i|main|ol|section|small|span|strong"
    "|sub|sup|table|tbody|u|ul",
    re.IGNORECASE,
).fullmatch
"""Elements that must be closed: their nesting is the depth of a page."""


class DecodedText(NamedTuple):
    """Decoded text, and the encoding it had."""

    text: str
    encoding: str


def decode(data: bytes) -> DecodedText:
    """Return bytes as text: by their byte order mark, as UTF-8, or as GB18030.

    A few characters of GB18030 can be valid UTF-8 of another script: «一» would be Cyrillic.

    Raises:
        RefusedError: the bytes are not text.
    """
    marked = next((name for mark, name in _ENCODING_MARKS if data.startswith(mark)), "")
    found: DecodedText | None = None
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        text = _decoded(data, encoding)
        if text and (not found or _CHINESE.search(text.text)):
            found = text
        if found and (data.isascii() or _CHINESE.search(found.text)):
            break
    if not found or len(_CONTROLS.findall(found.text)) > _STRAY + len(found.text) // 100:
        raise unknown()
    return found


def _decoded(data: bytes, encoding: str) -> DecodedText | None:
    try:
        return DecodedText(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-8" and error.reason == "unexpected end of data":
            raise damaged() from error
        return None


def check_page(text: str) -> None:
    """Check a web page against the bounds.

    Raises:
        RefusedError: it exceeds a bound.
    """
    if _ENTITIES.search(text):
        raise abnormal("含有实体声明")
    depth = 0
    for number, tag in enumerate(_TAG.finditer(text)):
        if number > ELEMENTS:
            raise too_large(f"网页内容过多（超过{ELEMENTS // 10_000}万个标记）")
        if len(tag[3]) > ATTRIBUTES and any(islice(_ATTRIBUTE.finditer(tag[3]), ATTRIBUTES, None)):
            raise too_many_attributes()
        if _nests(tag[2]):
            depth = max(0, depth + (-1 if tag[1] else 1))
            if depth > DEPTH:
                raise abnormal(f"嵌套超过{DEPTH}层")
    for span in _SPAN.finditer(text):
        most = SPAN if span[1].lower() == "col" else ROW_SPAN
        if len(span[2]) > len(str(most)) or int(span[2]) > most:
            raise abnormal(f"单元格跨行或跨列超过{most}")


def pages_of(data: bytes) -> list[DecodedText]:
    """Return the web pages of a single-file page (.mht), in order.

    Only pages are decoded: the pictures in the file may be many times larger.

    Raises:
        RefusedError: it holds no page, or exceeds a bound.
    """
    boundaries = {quoted or bare for quoted, bare in _BOUNDARY.findall(data)}
    if len(boundaries) > DEPTH:
        raise abnormal(f"嵌套超过{DEPTH}层")
    line = b"^--(?:%b)(?:--)?[ \t]*\r?(?:\n|\\Z)" % b"|".join(map(re.escape, boundaries))
    parts = re.split(line, data, maxsplit=PARTS + 1, flags=re.MULTILINE) if boundaries else [data]
    if len(parts) > PARTS + 1:
        raise abnormal(f"部件超过{PARTS}个")
    pages = [decode(page) for page in map(_page_in, parts) if page.strip()]
    if not pages:
        raise damaged()
    return pages


def _page_in(part: bytes) -> bytes:
    """Return the web page that a part of a mail is; nothing where it is something else."""
    head, _, body = part.replace(b"\r\n", b"\n").partition(b"\n\n")
    if len(head) > _LONGEST_TAG:
        return b""
    message = email.message_from_bytes(head)
    if message.get_content_type() != "text/html":
        return b""
    message.set_payload(body.decode("ascii", "surrogateescape"))
    payload = message.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


_PICTURE: Final = "内容是图片，不能导入。选择 .docx、.xlsx 或网页文件。"
_BEGINNINGS: Final = (
    (b"Rar!", ARCHIVE),
    (b"7z\xbc\xaf", ARCHIVE),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
)
"""Kinds of file that are known but not read, with advice for the clerk."""
_PDF: Final = b"%PDF-"
_RTF: Final = b"{\\rtf"
_BARE_WORKBOOKS: Final = (b"\t\0\4\0", b"\t\2\6\0", b"\t\4\6\0", b"\t\x08\x08\0", b"\t\x08\x10\0")
"""Beginnings of a workbook that is not in an OLE file: the record BOF of each version of Excel."""
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
"""Bytes at the beginning that decide the kind of a text file."""


@dataclass(frozen=True)
class Admitted:
    """A file that may be parsed: its kind, and notices for the clerk.

    ``pages`` are the decoded texts of a text file, a web page or a single-file page; ``package`` is
    set for a ZIP file, ``workbook`` for an .xls.
    """

    kind: FileKind
    notices: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    package: Package | None = None
    workbook: OldWorkbook | None = None


def open_file(path: Path) -> tuple[BinaryIO, os.stat_result]:
    """Open a regular file that is not too large; return it with its state at that moment.

    Raises:
        RefusedError: it cannot be read, or is too large; the message does not name it.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # opening a device may have side effects
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
    """Open without blocking: a FIFO may have replaced the file since it was checked."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _not_regular() -> RefusedError:
    return RefusedError(f"不是普通文件。选择 {CALLED}文件。")


def admit(data: bytes) -> Admitted:
    """Check the bytes of a file and return what is known of it.

    Raises:
        RefusedError: it is of no known kind or exceeds a bound; the message does not name the file.
    """
    if len(data) > FILE:
        raise too_large(_LARGE)
    if not data.strip(b"\0 \t\r\n"):
        raise RefusedError("文件是空的，可能保存时断电。选择另一份文件。")
    for beginning, reason in _BEGINNINGS:
        if data.startswith(beginning):
            raise RefusedError(reason)
    if binary := _binary(data):
        return binary
    head = data[:_HEAD].lstrip(_MARKS)
    if _DRAFT.match(head):
        return _draft(data)
    if _MAIL.search(data[:_HEAD]):
        return _admitted(FileKind.MAIL, pages_of(data))
    text = decode(data)
    return _admitted(FileKind.WEB if _PAGE.match(text.text[:_HEAD]) else FileKind.TEXT, [text])


def _binary(data: bytes) -> Admitted | None:
    """Check a file whose first bytes tell what it is; return None for text."""
    if data.startswith(_PDF):
        check_pdf(data)
        return Admitted(FileKind.PDF)
    if data.startswith(_ZIP):
        package = check_package(data)
        return Admitted(package.kind, package=package)
    if data.startswith(SIGNATURE):
        found = check_compound(data)
        workbook = check_workbook(found.stream) if found.kind is FileKind.XLS else None
        return Admitted(found.kind, workbook=workbook)
    if data.startswith(_BARE_WORKBOOKS):
        return Admitted(FileKind.XLS, workbook=check_workbook(data))
    return Admitted(FileKind.RTF) if data.startswith(_RTF) else None


def _draft(data: bytes) -> Admitted:
    """Check a draft: the model has its own bounds for drafts."""
    try:
        file_format.decode(data)
    except DraftError as error:
        raise RefusedError(str(error)) from error
    return Admitted(FileKind.DRAFT)


def _admitted(kind: FileKind, pages: list[DecodedText]) -> Admitted:
    if kind is FileKind.TEXT and pages[0].text.startswith("<?xml"):
        raise RefusedError("XML 文件不能导入。用 WPS 或 Office 另存为 .docx 或 .xlsx 后再导入。")
    if kind is not FileKind.TEXT:
        for page in pages:
            check_page(page.text)
    is_guessed = any(page.encoding == "gb18030" for page in pages)
    notices = (GUESSED,) if is_guessed else ()
    return Admitted(kind, notices, tuple(page.text for page in pages))
