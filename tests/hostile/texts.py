"""Hostile texts, made by us in code: what a clerk may paste, and what breaks careless programs.

``TEXTS`` maps category/number to a text. None is taken from a published list.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from tests.sampling import WHOLE

_SINGLES: Final = {
    "control": "\x00\x01\x07\x08\x0b\x0c\x0e\x1a\x1b\x1c\x1f\x7f\x80\x85\x9b\x9f",
    "noncharacter": "\ufdd0\ufdef\ufffe\uffff\U0001fffe\U0008ffff\U0010ffff",
    "bidi": "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    "zero width": "\u00ad\u034f\u180e\u200b\u200c\u200d\u2060\u2061\u206a\ufeff\ufff9\ufffc",
    "private use": "\ue000\uf8ff\U000f0000\U0010fffd",
    "extension": "㐀𠀀𠮷𪜀𫝀𫠠𬺰𮯰𰀀𱍐\U0002f800\u2e80",
    "space": "\u00a0\u1680\u2002\u2003\u2007\u2009\u200a\u202f\u205f\u3000",
}
"""One character each, set between two others."""

_WHOLE: Final[dict[str, list[str]]] = {
    "control": ["\x1b[31m红\x1b[0m", "".join(map(chr, range(32))), "甲\x00", "\x07甲"],
    "surrogate": [
        *("甲\ud800乙", "甲\udc00乙", "\udc00\ud800", "甲乙\ud83d", "\udfff甲", "\ud800" * 9),
    ],
    "line end": [
        *("甲\r\n乙", "甲\r乙", "甲\n乙", "甲\n\r乙", "甲\u2028乙", "甲\u2029乙", "甲\r\r\n乙"),
        *("甲\r\n乙\r丙\n丁\u2028戊\x85己\x0b庚\x0c辛", "\n甲", "甲\n", "甲\n\n\n乙"),
        "\r\n\r\n甲",
    ],
    "bidi": ["附件\u202egpj.docx", "\u2067\u202e\u202d甲\u202c乙", "\u200f" * 50 + "甲"],
    "zero width": ["\u200b", "甲\u200b" * 40, "\ufeff甲乙", "\ufeff\ufeff"],
    "combining": [
        *("e\u0301", "é", "a\u0308\u0323b", "甲\u0301\u0302\u0303", "Z" + "\u0335\u0336" * 60),
        *("\u0301甲", "각", "\u1100\u1161\u11a8", "葛\U000e0100", "辻\ufe00"),
        *("\u0915\u094d\u0937", "ﬁ", "ſ", "İi", "ß", "\u212a", "\u2126", "𝐀𝟘", "\u00c5\u212b"),
    ],
    "emoji": [
        *("👨\u200d👩\u200d👧\u200d👦", "🇨🇳", "👍🏽", "1\ufe0f\u20e3", "❤\ufe0f"),
        "🏳\ufe0f\u200d🌈",
        *("\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "🀄" * 30),
    ],
    "private use": ["\ue000\ue001县", "王\ue863同志", "\U00100000造字"],
    "extension": ["𬭊县𫠠字", "𠮷野家" * 20, "⿰亻尔", "龘靐齉", "\uf900﨑"],
    "formula": [
        *("=1+1", "+1+1", "-1+1", "@SUM(A1)", "=SUM(1,2)", "=A1", "=1/0", "=", "==1", "= 1+1"),
        *("=cmd|'/C calc'!A0", "-2+3+cmd|'/C calc'!A0", "=DDE(\"cmd\";\"/C calc\")", "{=1+1}"),
        '=HYPERLINK("http://outside.example","点击")',
        *('=WEBSERVICE("http://outside.example")', "\t=1+1", "'=1+1", '"=1+1"', "＝1＋1"),
        *("=1+1\n=2+2", " =1+1", "\u00a0=1+1", "+", "-", "@", "=INDIRECT(\"A1\")", "=RAND()"),
        *("=_xlfn.CONCAT(A1)", "=\x00" + "1+1", "%=1+1", "=甲"),
    ],
    "number": [
        *("00123", "1.1E17", "1E400", "110100199001010005", "2024-01-01", "1/2", "3-4", "0x1F"),
        *("1,234", "5%", "￥5", "NaN", "inf", "TRUE", "FALSE", "null", "None", "-0", "１２３"),
        *("①②", "〇", "壹佰", "ⅷ", "²", "٣", "1\u00a0000", "9" * 40, ".5", "+86 010", "1e5"),
    ],
    "error value": [
        *("#N/A", "#REF!", "#NAME?", "#DIV/0!", "#VALUE!", "#NULL!", "#NUM!", "#GETTING_DATA"),
    ],
    "escape": [
        *("_x0041_", "_x005F_", "_x005F_x0041_", "_x0041_x0042_", "_x0000_", "_x000D_"),
        *("_xFFFE_", "x005F_", "_X0041_", "__x0041__", "甲_x4e2d_乙", "_x005f_", "_x00_"),
        *("_x005F_x005F_x005F_", "<r><t>甲</t></r>", "<r>&</r>", "<r>", "<r></r>", "</r><r>"),
        "_x0041_\n_x0042_",
    ],
    "markup": [
        *("<", ">", "&", "]]>", "<![CDATA[甲]]>", "<!--", "-->", "<?xml version='1.0'?>"),
        *("&amp;", "&amp;lt;", "&lt;b&gt;", "&#x41;", "&#0;", "&nbsp;", "&copy", "&"),
        *("a & b < c > d", "\"'", "<w:p/>", "</w:t></w:r></w:p>", "</t></si></sst>", "<a", "</"),
        *("&;", "甲<乙>丙", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', "&e;"),
        '" onload="x',
    ],
    "script": [
        *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>"),
        *("</style><script>1</script>", "</title><script>1</script>", "<svg/onload=alert(1)>"),
        *('<a href="javascript:1">点</a>', "<iframe src=//outside.example>"),
        *("javascript:alert(1)", "data:text/html,<b>", "<plaintext>", "'><b>"),
        *("</p></body></html>", "<textarea>", "<table><tr><td>", "<br>", "<base href=//x>"),
        *("http://outside.example/x.js", "<link rel=stylesheet href=//x>"),
        "<meta http-equiv=refresh>",
    ],
    "markdown": [
        *("# 标题", "**粗**", "[点](http://outside.example)", "![](x)", "`代码`"),
        *("```\n甲\n```", "|甲|乙|", "- [ ] 甲", "> 引", "---", "1. 甲", "~~删~~", "\\*"),
    ],
    "field": [
        *("{ PAGE }", '{ HYPERLINK "http://outside.example" }', '{INCLUDETEXT "c:\\\\x"}'),
        *("«甲»", "{\\rtf1\\b 甲}", "\\par", "TOC \\o \"1-3\"", "\\u20013?", "^p^t", "&P/&N"),
        "&C&\"宋体\"甲",
    ],
    "template": [
        *("{{7*7}}", "{% if x %}", "${7*7}", "#{7*7}", "<%= 7 %>", "%s%d%n", "{0}", "{name}"),
        *("{}", "{0.__class__}", "%(x)s", "$(id)", "`id`", "; rm -rf /", "%", "%%", "$HOME"),
        *("%TEMP%", "{"),
    ],
    "query": ["'; DROP TABLE x; --", "' OR 1=1 --", "\\'; --", "1; SELECT 1", "\"", "'"],
    "path": [
        *("../../etc/passwd", "..\\..\\x", "C:\\Windows\\x", "\\\\server\\share", "file:///etc"),
        *("..", ".", "CON", "nul.txt", "a/b", "~/.ssh", "-rf", "甲\x00.docx", "COM1", "x:y"),
        *("a|b", "?*"),
    ],
    "space": [
        *(" 甲", "甲 ", "  甲  乙  ", "\u00a0甲\u00a0", "　　甲", "甲　", "\t甲", "甲\t\t乙\t"),
        *(" ", "　", "\u00a0", "\t", "甲\n 乙\n　丙", "甲 \n乙", "\u2003甲\u2009乙\u202f丙"),
    ],
    "right to left": [
        *("שלום עולם", "مرحبا 123 بالعالم", "甲שלום乙", "﷽", "١٢٣", "\u0627\u0644\u0644\u0647"),
    ],
    "json": [
        *("\\u0041", "\\u0000", "\\", "\\\\", '\\"', "\\n", '{"a": 1}', "[" * 200, "\\ud800"),
        "C:\\r\\u",
    ],
    "long": [
        *("字" * 5000, "a" * 40_000, "𠮷" * 17_000, "甲\n" * 400, "=" * 33_000, "<" * 3000),
        "e\u0301" * 999,
    ],
}  # fmt: skip


def _numbered() -> Iterator[tuple[str, str]]:
    by_category: dict[str, list[str]] = {}
    for category, signs in _SINGLES.items():
        by_category.setdefault(category, []).extend(f"甲{sign}乙" for sign in signs)
    for category, texts in _WHOLE.items():
        by_category.setdefault(category, []).extend(texts)
    for category, texts in by_category.items():
        yield from ((f"{category}/{number}", text) for number, text in enumerate(texts))


TEXTS: Final = dict(_numbered())
TRIED: Final = {
    name: text for name, text in TEXTS.items() if WHOLE or int(name.rpartition("/")[2]) % 4 == 1
}
"""What this run puts into every place: some of each category, the long ones among them."""


def documented(text: str) -> str:
    """Clean a text as docs/reliability.md says, sign by sign; written apart from the program."""
    for end in ("\r\n", *"\r\v\f\x85\u2028\u2029"):
        text = text.replace(end, "\n")
    return "".join(filter(_is_kept, text))


def _is_kept(sign: str) -> bool:
    code = ord(sign)
    if code < 0x20 or 0x7F <= code <= 0x9F:
        return sign in "\t\n"
    surrogate, mark = 0xD800 <= code <= 0xDFFF, code == 0xFEFF
    return not (surrogate or mark or 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE)


def documented_line(text: str) -> str:
    """The same for what stands on one line: spaces for line ends, none around it."""
    return documented(text).replace("\n", " ").strip()


def parted(texts: Iterable[str], size: int) -> list[list[str]]:
    """Deal texts out into lists of a size, the last one shorter."""
    listed = list(texts)
    return [listed[start : start + size] for start in range(0, len(listed), size)]
