"""Clean the texts of a draft when it is opened, because another program may have written them.

Texts that this program wrote are already clean and are not changed.
"""

import re
from typing import Any, Final

import msgspec

from model.drafts.file_format import DraftFile, file_of, report_of
from model.report.report import Report
from model.text import clean, removal_message

# JSON escapes except those of quotes, line feeds and tabs; DEL, C1, U+2028/2029, a byte-order mark
# and noncharacters as UTF-8. Other texts rarely have these bytes; they only cost time.
_SUSPECT: Final = (
    *(b"\\r", b"\\f", b"\\b", b"\\u", b"\x7f", b"\xe2\x80\xa8", b"\xe2\x80\xa9"),
    *(b"\xef\xbb\xbf", b"\xef\xb7", b"\xbf\xbe", b"\xbf\xbf"),
)
_C1: Final = re.compile(rb"\xc2[\x80-\x9f]")
_ON_ONE_LINE: Final = ("unit", "title", "name", "label")
_KEYS: Final = ("key", "under")
"""Fields with parts of addresses, which are not cleaned."""


def cleaned(report: Report, data: bytes) -> tuple[Report, str]:
    """Return a report with cleaned texts, and a message on the removed characters.

    ``data`` are the bytes of its draft. Line ends become line feeds, in names and titles spaces.
    The message is empty if no character was removed.
    """
    if not (any(mark in data for mark in _SUSPECT) or _C1.search(data)):
        return report, ""
    gone: list[str] = []
    plain = _cleaned(msgspec.to_builtins(file_of(report)), gone)
    again = report_of(msgspec.convert(plain, DraftFile), report.extra)
    message = removal_message("".join(gone))
    return again, f"打开草稿时{message}" if message else ""


def _cleaned(value: Any, gone: list[str], line: bool = False) -> Any:
    """Return the content of a draft with every text cleaned, except keys and addresses."""
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
