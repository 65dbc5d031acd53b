"""The words of a draft, cleaned once when it is opened: another program may have written them.

What this program writes is clean already and comes back exactly as it was typed.
"""

import re
from typing import Any, Final

import msgspec

from model.drafts.file_format import DraftFile, file_of, report_of
from model.report.report import Report
from model.text import clean, left_out

# JSON escapes but those of quotes, line feeds and tabs; DEL, C1, U+2028/2029, a byte-order mark and
# noncharacters as UTF-8. Little else has these bytes, and to look closely does no harm.
_SUSPECT: Final = (
    *(b"\\r", b"\\f", b"\\b", b"\\u", b"\x7f", b"\xe2\x80\xa8", b"\xe2\x80\xa9"),
    *(b"\xef\xbb\xbf", b"\xef\xb7", b"\xbf\xbe", b"\xbf\xbf"),
)
_C1: Final = re.compile(rb"\xc2[\x80-\x9f]")
_ON_ONE_LINE: Final = ("unit", "title", "name", "label")
_KEYS: Final = ("key", "under")
"""What addresses are made of: it names a place, and is no word."""


def cleaned(report: Report, data: bytes) -> tuple[Report, str]:
    """Clean the words of a report, read from the bytes of a draft; say what was removed.

    Line ends of every kind become line feeds, in names and titles spaces. The sentence is empty
    where no character was removed.
    """
    if not (any(mark in data for mark in _SUSPECT) or _C1.search(data)):
        return report, ""
    gone: list[str] = []
    plain = _cleaned(msgspec.to_builtins(file_of(report)), gone)
    again = report_of(msgspec.convert(plain, DraftFile), report.extra)
    message = left_out("".join(gone))
    return again, f"打开草稿时{message}" if message else ""


def _cleaned(value: Any, gone: list[str], line: bool = False) -> Any:
    """Clean every text in the content of a draft; keys are addresses and stay."""
    if isinstance(value, str):
        gone.append(value)
        return clean(value).replace("\n", " ") if line else clean(value)
    if isinstance(value, dict):
        words = {k: v for k, v in value.items() if k not in _KEYS}
        words = {k: _cleaned(v, gone, line or k in _ON_ONE_LINE) for k, v in words.items()}
        return value | words
    if isinstance(value, list | tuple):
        return [_cleaned(item, gone, line) for item in value]
    return value
