"""Clean pasted text at input; format Chinese numbers and dates."""

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

CHINESE_DIGITS: Final = "〇一二三四五六七八九"
_PLACES: Final = ("", "十", "百", "千")
HALF_WIDTH_DIGITS: Final = str.maketrans("０１２３４５６７８９", "0123456789")
"""Full-width digits → ASCII digits, for ``str.translate``."""

_LINE_ENDS: Final = "\r\n|[\r\v\f\u0085\u2028\u2029]"
_KINDS: Final = {
    "控制字符": "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f",  # C0 but tab and line ends, DEL, C1
    "不完整的字符": "\ud800-\udfff",
    "非字符": "\ufdd0-\ufdef"
    + "".join(f"{chr((plane << 16) | 0xFFFE)}{chr((plane << 16) | 0xFFFF)}" for plane in range(17)),
    "字节序标记": "\ufeff",
}
"""Characters that no document can contain, by their names for the clerk."""
_FORBIDDEN: Final = f"[{''.join(_KINDS.values())}]"
"""Pattern of these characters; each pattern here is compiled when it is first used."""
_INVISIBLE: Final = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff]"
)
"""Control characters except tab and line feed, lone surrogates, and marks of text direction.

A terminal executes control characters; marks of direction can make a name look like another one.
"""
LOOKING_BACK: Final = "[较比]|去年|上一年|前年|往年|增长|增加|减少|下降|提高|降低"
"""Pattern of words about an earlier year or a comparison of two years."""
_NAME: Final = 40
"""Most characters of a foreign name in a message."""


def clean(text: str) -> str:
    """Return a text with line feeds as line ends and without characters that cannot be printed.

    Vertical tab, form feed, carriage return, NEL and the Unicode separators become line feeds;
    other control characters, lone surrogates, noncharacters and byte-order marks are removed.
    Private-use characters (造字) and all others stay.
    """
    if text.isprintable():
        return text
    return re.sub(_FORBIDDEN, "", re.sub(_LINE_ENDS, "\n", text))


def removal_message(text: str) -> str:
    """Return a message on the number and kind of characters that ``clean`` removes, or ""."""
    found = "".join(re.findall(_FORBIDDEN, text))
    if not found:
        return ""
    kinds = {kind: len(re.findall(f"[{signs}]", found)) for kind, signs in _KINDS.items()}
    message = "、".join(f"{kind}{count}个" for kind, count in kinds.items() if count)
    return f"已去掉{len(found)}个不能打印的字符（{message}）。"


def clean_line(text: str) -> str:
    """Return a cleaned text on one line: a name, a heading, a reason."""
    return " ".join(clean(text).split("\n")).strip()


def visible(text: str) -> str:
    r"""Return a text for display, with invisible characters escaped as ``\x1b`` or ``\u202e``.

    Tabs and line feeds stay. An undecodable byte of a file name is written as ``\xff``.
    """
    if text.replace("\n", "").isprintable():
        return text
    return re.sub(_INVISIBLE, lambda found: _escaped(ord(found[0])), text)


def _escaped(code: int) -> str:
    if 0xDC80 <= code <= 0xDCFF:  # how Python carries a byte that is not UTF-8
        code -= 0xDC00
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}"


def visible_json(text: str) -> str:
    """Return equivalent JSON with invisible characters as escapes."""
    return re.sub(_INVISIBLE, lambda found: f"\\u{ord(found[0]):04x}", text)


def shortened(text: str, longest: int = _NAME) -> str:
    """Return a text of at most ``longest`` characters; a truncated one ends with «…»."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def paragraphs(body: str) -> list[str]:
    """Return the printed paragraphs of a body, without empty ones at its end.

    Blanks around a paragraph are left out: documents indent it, and a pasted indent would add to
    that.
    """
    kept = body.rstrip()
    return [line.strip() for line in kept.split("\n")] if kept else []


def read_span(text: str | None, most: int = 1000, zero: int = 1) -> int:
    """Return the number of columns or rows that a cell of a web page covers, as browsers do.

    A text that is not a number means 1; 0 means ``zero``. HTML allows 1000 columns.
    """
    found = re.match(r"\s*\+?([0-9]{1,9})", text or "1")
    number = int(found[1]) if found else 1
    return min(number, most) if number else zero


def chinese_numerals(number: int) -> str:
    """Return a number below 10,000 in Chinese: 零, 二, 十二, 二十, 一百零一, 一百一十."""
    found, gap = "", False
    for place in reversed(range(len(_PLACES))):
        digit = number // 10**place % 10
        if digit:
            found += "零" * (gap and bool(found)) + CHINESE_DIGITS[digit] + _PLACES[place]
        gap = not digit
    return found.removeprefix("一") if found.startswith("一十") else found or "零"


def chinese_date(day: "date") -> str:
    """Return a date as GB/T 9704 prints it: no leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def unnumbered(label: str) -> str:
    """Return a label unnumbered: «（七）总计» → «总计», «1.属于国家秘密» → «属于国家秘密»."""
    return re.sub(r"^([一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+\.)", "", label)


def without_aside(label: str) -> str:
    """Return a label without the explanation in brackets behind it: 其他（含…） → 其他."""
    at = label.find("（", 1)
    return label if at < 0 else label[:at]
