"""Files that are text: their encoding, and the bounds of a web page."""

import codecs
import email
import re
from typing import Final, NamedTuple

from intake.bounds import (
    ATTRIBUTES,
    DEPTH,
    ELEMENTS,
    PARTS,
    ROW_SPAN,
    SPAN,
    abnormal,
    damaged,
    too_large,
)
from model.errors import RefusedError

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
GUESSED: Final = "文件不是 UTF-8 编码，已按 GB18030 读取。核对文字是否正确。"
_CONTROLS: Final = re.compile("[\0-\x08\x0e-\x1a\x1c-\x1f]")
_STRAY: Final = 8
"""Control characters that a short text may hold, beyond one in a hundred."""
_CHINESE: Final = re.compile("[\u3000-\u9fff\uff00-\uffef\U00020000-\U000323af]")
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)")
_BOUNDARY: Final = re.compile(
    rb"""\bboundary=(?:"([^"\r\n]{1,70})"|([^"\s;]{1,70}))""", re.IGNORECASE
)
_HEAD: Final = 65_536
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
"""Elements that must be closed: those within each other make the depth of a page."""


class Text(NamedTuple):
    """Decoded text, and the encoding it had."""

    text: str
    encoding: str


def decode(data: bytes) -> Text:
    """Read bytes as text: by their mark, as UTF-8, else as GB18030.

    A few characters of GB18030 can be valid UTF-8 of another script: «一» would be Cyrillic.

    Raises:
        RefusedError: they are no text.
    """
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    found: Text | None = None
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        text = _decoded(data, encoding)
        if text and (not found or _CHINESE.search(text.text)):
            found = text
        if found and (data.isascii() or _CHINESE.search(found.text)):
            break
    if not found or len(_CONTROLS.findall(found.text)) > _STRAY + len(found.text) // 100:
        raise RefusedError("无法识别文件内容。用 WPS 或 Office 另存为 .docx 或 .xlsx 后再导入。")
    return found


def _decoded(data: bytes, encoding: str) -> Text | None:
    try:
        return Text(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-8" and error.reason == "unexpected end of data":
            raise damaged() from error
        return None


def check_page(text: str) -> None:
    """Let a web page pass.

    Raises:
        RefusedError: it is beyond a bound.
    """
    if _ENTITIES.search(text):
        raise abnormal("含有实体声明")
    depth = 0
    for number, tag in enumerate(_TAG.finditer(text)):
        if number > ELEMENTS:
            raise too_large(f"网页内容过多（超过{ELEMENTS // 10_000}万个标记）")
        if len(tag[3]) > ATTRIBUTES and len(tag[3].split(None, ATTRIBUTES)) > ATTRIBUTES:
            raise abnormal(f"标记的属性超过{ATTRIBUTES}个")
        if _nests(tag[2]):
            depth = max(0, depth + (-1 if tag[1] else 1))
            if depth > DEPTH:
                raise abnormal(f"嵌套超过{DEPTH}层")
    for span in _SPAN.finditer(text):
        most = SPAN if span[1].lower() == "col" else ROW_SPAN
        if len(span[2]) > len(str(most)) or int(span[2]) > most:
            raise abnormal(f"单元格跨行或跨列超过{most}")


def pages_of(data: bytes) -> list[Text]:
    """Give the web pages of a single-file page (.mht), in order.

    Only pages are decoded: the pictures beside them may be many times larger.

    Raises:
        RefusedError: it holds none, or is beyond a bound.
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
    """Give the web page that a part of a mail is; nothing where it is something else."""
    head, _, body = part.replace(b"\r\n", b"\n").partition(b"\n\n")
    if len(head) > _HEAD:
        return b""
    message = email.message_from_bytes(head)
    if message.get_content_type() != "text/html":
        return b""
    message.set_payload(body.decode("ascii", "surrogateescape"))
    payload = message.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
