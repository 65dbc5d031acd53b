"""What stands in a cell: a number, a blank or a stroke, and a remark beside it."""

import re
from typing import Final, NamedTuple

from model.errors import UnreadableError
from model.values import Kind, Number, read_number

_BLANK: Final = re.compile(r"[\s/／\\—–―－_-]*")
_PARTS: Final = re.compile(
    r"\s*(?P<number>[+＋\-－−]?\s*[0-9０-９][0-9０-９,，.．\s]*?)\s*(?P<unit>万元|元|件|条|项)?\s*"
    r"(?P<remark>[*＊※⁰¹²³⁴-⁹]+|[（(【\[].*)?\s*",
    re.DOTALL,
)
_MOST: Final = 500
"""Characters of a cell that may be a value, with the remark in it; longer ones are slow to tell."""
_BRACKETS: Final = "（）()【】[] \n\t"


class Content(NamedTuple):
    """What a cell says: its number, if any, the unit and the remark printed with it."""

    number: Number | None
    unit: str = ""
    remark: str = ""


def is_blank(text: str) -> bool:
    """Whether a cell says nothing: it is empty, or has a stroke."""
    return bool(_BLANK.fullmatch(text))


def is_value(text: str) -> bool:
    """Whether a cell may be one of values: blank, a stroke, or a number with what goes with it."""
    return len(text) <= _MOST and bool(_BLANK.fullmatch(text) or _PARTS.fullmatch(text))


def read(text: str, kind: Kind) -> Content:
    """Read a cell; blanks and strokes have no number.

    Raises:
        UnreadableError: it is neither; the sentence quotes it.
    """
    if _BLANK.fullmatch(text):
        return Content(None)
    found = _PARTS.fullmatch(text) if len(text) <= _MOST else None
    if found is None:
        raise UnreadableError(f"「{text[:20]}」不是数字。")
    number = read_number(found["number"].strip(), kind)
    return Content(number, found["unit"] or "", (found["remark"] or "").strip(_BRACKETS))
