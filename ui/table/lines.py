"""Where labels break: the lines of a heading or a row label in a given width, worked out once.

Chinese type of 12 pixels asks for a line pitch closer than the font's own; so lines are broken
here and painted one by one. A line ends where a word ends, as on paper (``export.breaks``), unless
that would take one line more.
"""

from functools import lru_cache
from itertools import pairwise
from typing import Final

from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout, QTextOption

from export.breaks import words_of

_STOPS: Final = "，；：）"
"""After these a label may break before its line is full."""
_SHORT: Final = 3
"""A last line of so few characters looks like a mistake."""


@lru_cache(maxsize=4096)
def text_width(text: str, font: QFont) -> float:
    """Return the width of one line in pixels."""
    return QFontMetricsF(font).horizontalAdvance(text)


@lru_cache(maxsize=4096)
def wrapped_lines(text: str, font: QFont, width: int) -> tuple[str, ...]:
    """Return the lines of a text in a width, each as full as it can be."""
    between_words, anywhere = _between_words(text, font, width), _anywhere(text, font, width)
    return between_words if 0 < len(between_words) <= len(anywhere) else anywhere


@lru_cache(maxsize=4096)
def _between_words(text: str, font: QFont, width: int) -> tuple[str, ...]:
    """Return lines that end where words end; none where a word does not fit."""
    lines: list[str] = []
    room = 0.0
    for word in words_of(text):
        wide = text_width(word, font)
        if wide > width:
            return ()
        if wide > room:
            lines.append("")
            room = width
        lines[-1] += word
        room -= wide
    return tuple(lines)


@lru_cache(maxsize=4096)
def _anywhere(text: str, font: QFont, width: int) -> tuple[str, ...]:
    """Return lines that end after any character but those that punctuation follows."""
    if text_width(text, font) <= width:
        return (text,)
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    ends = [0]
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        ends.append(line.textStart() + line.textLength())
    layout.endLayout()
    return tuple(text[start:end].strip() for start, end in pairwise(ends))


@lru_cache(maxsize=4096)
def balanced_lines(text: str, font: QFont, width: int, least: int = 1) -> tuple[str, ...]:
    """Return the lines of a text, as few as the width allows and as even as can be.

    ``least`` is the number of lines to take at least, where the text has so many characters for
    it. A break after a stop or a bracket goes before an even one: （三）/不予公开.
    """
    full = wrapped_lines(text, font, width)
    count = max(len(full), min(least, len(text) // 2))
    if count == 1:
        return full
    if count == 2 and (parts := _at_stop(text, font, width)):
        return parts
    words = 0 < len(_between_words(text, font, width)) <= count
    broken = _between_words if words else _anywhere
    narrow, wide = 1, width
    while narrow < wide:
        middle = (narrow + wide) // 2
        if 0 < len(broken(text, font, middle)) <= count:
            wide = middle
        else:
            narrow = middle + 1
    return broken(text, font, wide)


@lru_cache(maxsize=4096)
def label_lines(text: str, font: QFont, width: int) -> tuple[str, ...]:
    """Return the lines of a label that begins at the left: full ones, but no stub at the end."""
    full = wrapped_lines(text, font, width)
    if len(full) > 1 and len(full[-1]) <= _SHORT:
        return balanced_lines(text, font, width)
    return full


def _at_stop(text: str, font: QFont, width: int) -> tuple[str, ...]:
    """Return two lines that break after a stop, the more even the better; none where too wide."""
    places = [place + 1 for place, sign in enumerate(text[:-1]) if sign in _STOPS]
    pairs = [(text[:place], text[place:]) for place in places]
    fitting = [pair for pair in pairs if max(text_width(one, font) for one in pair) <= width]
    return min(reversed(fitting), key=lambda pair: abs(len(pair[0]) - len(pair[1])), default=())
