"""Where lines of titles, names and labels end: between words, never inside one.

Words come from resources/words.txt. Text that it does not have stays whole, apart from names of
places, which end with 省, 市, 县 and the like. Widths are in full-width characters.
"""

import math
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations, pairwise, product
from typing import Final

from model.resources import RESOURCES

_WORDS: Final = frozenset(
    word
    for line in (RESOURCES / "words.txt").read_text("utf-8").splitlines()
    if not line.isascii()  # a comment is
    for word in line.split()
)
"""Words that a printed line keeps whole."""
_LONGEST: Final = max(map(len, _WORDS))
_AREAS: Final = "省市县区州盟旗镇乡"
_INSIDE: Final = "州镇乡"
"""Areas that also stand inside a longer name: 杭州市, 景德镇市, 新乡市."""
_SHORTEST: Final = 3
"""Least characters of the name of a place after which a line may end."""
_ENDINGS: Final = ("局", "厅", "署", "县")
"""Endings of a name that begin none: after 公安局 and 公安县 another name may begin."""
_TAILS: Final = frozenset(("自治州", "自治县", "自治区", "自治旗", "新区", "街道", "街道办事处"))
"""Words that belong to the name of a place before them."""
_PIECES: Final = re.compile(r"（[^（）]{1,2}）|[0-9A-Za-z.@/_-]+年?|[\u4e00-\u9fff]+|.", re.DOTALL)
_PLAIN: Final = re.compile("[\u4e00-\u9fff]+")
_OPENING: Final = "（《〈「『【〔“‘("
_JOINING: Final = "和与及加"
_KIND_END: Final = "工作年度报告"
_STARTS: Final = ("政府信息公开", "人民政府")
_EXAMINED: Final = 120
"""Most characters of a text that is broken here; a longer one is left to the printing program."""
_MOST: Final = 4
"""Most lines of one part of a title."""


def width(text: str) -> float:
    """Return the width of a text in full-width characters; ASCII characters are half as wide."""
    return sum(0.5 if sign.isascii() else 1.0 for sign in text)


@lru_cache(maxsize=1024)
def words_of(text: str) -> tuple[str, ...]:
    """Return a text in the pieces between which a line may end; joined they are the text."""
    if len(text) > _EXAMINED:
        return (text,)
    found: list[str] = []
    leading = ""
    for piece in _pieces(text):
        if _leads(piece):
            leading += piece
        elif found and not leading and _trails(piece):
            found[-1] += piece
        else:
            found.append(leading + piece)
            leading = ""
    if leading:
        found[-1:] = ["".join(found[-1:]) + leading]
    return tuple(found)


def _leads(piece: str) -> bool:
    """Return whether a piece may not end a line: an opening bracket, 和, a number."""
    numeric = piece[0].isascii() and piece[0].isalnum() and piece[-1] != "年"
    return piece[-1] in _OPENING or piece in _JOINING or numeric


def _trails(piece: str) -> bool:
    """Return whether a piece may not begin a line: punctuation, 局 and the like, 自治县."""
    return len(piece) == 1 or piece in _TAILS


def _pieces(text: str) -> Iterator[str]:
    for run in _PIECES.findall(text):
        if "\u4e00" <= run[0] <= "\u9fff":
            yield from _split_run(run)
        else:
            yield run


def _split_run(run: str) -> Iterator[str]:
    """Yield the words of a run of Chinese characters, with what is between them."""
    unknown = known = ""
    for word in (*_best(run), ""):
        if word and word not in _WORDS:
            unknown += word
            continue
        if known and unknown.startswith(_ENDINGS):
            yield unknown[:1]
            unknown = unknown[1:]
        yield from _places(unknown)
        unknown, known = "", word
        if word:
            yield word


def _best(run: str) -> list[str]:
    """Return words and single characters: as few unknown characters as possible, then words."""
    ends: list[tuple[int, int, list[str]]] = [(0, 0, [])]
    for end in range(1, len(run) + 1):
        unknown, count, before = ends[end - 1]
        choices = [(unknown + 1, count, [*before, run[end - 1]])]
        for begin in range(max(0, end - _LONGEST), end - 1):
            if run[begin:end] in _WORDS:
                unknown, count, before = ends[begin]
                choices.append((unknown, count + 1, [*before, run[begin:end]]))
        ends.append(min(choices, key=lambda choice: choice[:2]))
    return ends[-1][2]


def _places(run: str) -> Iterator[str]:
    """Yield the names of places in a run, each up to its 市, 县 and the like.

    A shorter name than 青岚市 is not parted from what follows: 沙市区, 东乡族, 杭州湾.
    """
    begin = 0
    for end in range(_SHORTEST, len(run)):
        last, following = run[end - 1], run[end]
        goes_on = following == "族" or (last in _INSIDE and following in _AREAS)
        if last in _AREAS and not goes_on and end - begin >= _SHORTEST:
            yield run[begin:end]
            begin = end
    if begin < len(run):
        yield run[begin:]


def lines_of(text: str, room: float) -> list[str]:
    """Return a text in as few lines as fit, all about equally long."""
    return list(_lines_of(text, room))


@lru_cache(maxsize=1024)
def _lines_of(text: str, room: float) -> Sequence[str]:
    if width(text) <= room:
        return (text,)
    words = words_of(text)
    for count in range(1, min(_MOST, len(words))):
        if found := _in_lines(words, count, room):
            return min(found, key=_unevenness)
    return _equal(text, room)


def title_of(parts: Sequence[str], room: float) -> list[list[str]]:
    """Return the lines of each part of a title: together a trapezium or a lozenge.

    Source: GB/T 9704 7.3.1.
    """
    ways = product(*(_ways(part, room) for part in parts))
    chosen = min(ways, key=lambda way: _worth([line for lines in way for line in lines]))
    return [list(lines) for lines in chosen]


def is_shaped(lines: Sequence[str]) -> bool:
    """Return whether lines form a trapezium or a lozenge: they never become longer again."""
    steps = [width(below) - width(above) for above, below in pairwise(lines)]
    falls = [number for number, step in enumerate(steps) if step < 0]
    rises = [number for number, step in enumerate(steps) if step > 0]
    one_way = not rises or not falls
    return all(steps) and (one_way or max(rises) < min(falls))


def _worth(lines: list[str]) -> tuple[int, int, float]:
    """Return how bad a title is: lines and shape, then breaks inside a body's name, then widths."""
    split = any(line.startswith(_KIND_END) for line in lines)
    widths = [width(line) for line in lines]
    lonely = min(widths) * 3 < max(widths)
    inner = sum(_is_inner(above, below) for above, below in pairwise(lines))
    cost = len(lines) + 2 * (not is_shaped(lines)) + 2 * lonely + split
    return cost, inner, _unevenness(lines)


def _is_inner(above: str, below: str) -> bool:
    """Return whether a line ends elsewhere than after a place, a year or a whole name."""
    return above[-1] not in f"{_AREAS}年" and not below.startswith(_STARTS)


def _unevenness(lines: Sequence[str]) -> float:
    widths = [width(line) for line in lines]
    return sum((max(widths) - one) ** 2 for one in widths)


def _ways(text: str, room: float) -> list[list[str]]:
    """Return the ways to break a text into lines that fit; equal pieces if there is none."""
    words = words_of(text)
    counts = range(min(_MOST, len(words)))
    found = [way for count in counts for way in _in_lines(words, count, room)]
    return found or [_equal(text, room)]


def _in_lines(words: Sequence[str], count: int, room: float) -> list[list[str]]:
    """Return the ways to break words ``count`` times into lines that fit."""
    found = []
    for ends in combinations(range(1, len(words)), count):
        lines = ["".join(words[begin:end]) for begin, end in pairwise((0, *ends, len(words)))]
        if all(width(line) <= room for line in lines):
            found.append(lines)
    return found


def _equal(text: str, room: float) -> list[str]:
    """Return equal pieces of a text without known words, or itself if it is not plain Chinese."""
    if len(text) > _EXAMINED or not _PLAIN.fullmatch(text):
        return [text]
    size = math.ceil(len(text) / math.ceil(len(text) / max(math.floor(room), 1)))
    return [text[begin : begin + size] for begin in range(0, len(text), size)]
