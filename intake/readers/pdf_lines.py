"""Make lines, paragraphs and page margins of the characters of a PDF.

A PDF knows no paragraphs. A line goes on in the next one where the first word of that would not
have fitted into it, and the next one is not indented. Page headers, footers and page numbers are
told by where they stand and by their being repeated.
"""

import math
import re
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby, pairwise
from statistics import median
from typing import Final

from intake.content import SUPERSCRIPTS, Stretch
from intake.readers.pdf_pages import Glyph

_SAME_LINE: Final = 0.4
"""How much lines of writing may differ within a line of text, in heights of a character."""
_SMALL: Final = 0.75
"""Size below which a character beside others is raised or lowered, as part of theirs."""
_GAP: Final = 1.0
"""Widths of a character from which on a gap is a space."""
_APART: Final = 0.8
"""Widths of a character from which on a gap parts two cells of a line."""
_DIGIT: Final = 0.4
"""Widths of a character from which on a gap before or after a digit does so."""
_CELLS: Final = 3
"""Least parts of a line that is one of a table."""
_INDENT: Final = 1.2
"""Widths of a character from which on a line is indented."""
_DEEPEST: Final = 2.6
"""Widths of a character by which the first line of a paragraph may be indented."""
_FULL: Final = 2.0
"""Widths of a character that may be free at the end of a full line."""
_PADDING: Final = 12.0
"""Points beside the text of a cell: those of Word, 5.4 on each side, with its lines."""
_SLACK: Final = 0.25
"""Widths of a character that may be free beside the first word, where a line ends a sentence."""
_LEADING: Final = 1.6
"""Distances of lines from which on a line begins a paragraph."""
_WIDER: Final = 1.2
"""The same after a line that ends a sentence."""
_SIZES: Final = 0.1
"""By how much the sizes of two lines of one paragraph may differ."""
_NARROWEST: Final = 0.72
"""Part of a page's width at which running text ends at the least: shorter lines are whole."""
_PROSE: Final = 10
"""Least width of a column of prose, in characters."""
_FULL_COLUMN: Final = 0.8
"""Part of the width of a column that a full line of it has at the least."""
_MARGIN: Final = 0.12
"""Part of a page at its top and bottom where headers and footers stand."""
_PAGE_NUMBER: Final = re.compile(
    r"[-—–―－·~\s]*\d{1,4}[-—–―－·~\s]*|第\s*\d+\s*页(?:\s*[,，/]?\s*共\s*\d+\s*页)?|\d+\s*/\s*\d+"
)
FIGURE: Final = re.compile(r"[\d.,，%\s＊*—-]+")
"""A number as a cell has it, or a dash."""
_WORD: Final = re.compile(r"[!-~]+|.")
_CLOSING: Final = "，。、；：！？）》」』”’%％"
"""Marks that do not begin a line: they stay with the word before them."""
NUMBERED: Final = re.compile(
    "[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|"
    r"第[一二三四五六七八九十]{1,3}[部章]|\d{1,2}[、.．](?!\d)"
)
"""The beginning of a heading, or of the label of a row."""
_NOTE: Final = re.compile(r"备?注\s*\d{0,2}[：:]")
"""The beginning of a note under a table, which is a paragraph of its own."""
_ENDED: Final = "。！？；：…"


@dataclass(frozen=True, eq=False)
class PrintedLine:
    """A line of text on a page: its edges, the line on which it stands, its size in points.

    ``sheet`` is the width of the page: pages of one width have the same margins.
    """

    glyphs: tuple[Glyph, ...]
    text: str
    left: float
    right: float
    base: float
    em: float
    page: int = 0
    sheet: int = 0
    place: float = 0
    """Where it is read on its page: its base, or that of the first line of its columns."""

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """Its parts between gaps that may be those between the cells of a table."""
        runs = self._runs(_DIGIT)
        edges = ((round(run[0].left), round(run[-1].right)) for run in runs)
        texts = (line_text(run, self.em) for run in runs)
        return tuple(Stretch(text, *both) for text, both in zip(texts, edges, strict=True))

    @cached_property
    def is_row(self) -> bool:
        """Whether it may be a row of a table without ruling lines.

        It has many parts far from each other, or the last one is a number.
        """
        runs = self._runs(_APART)
        is_number = FIGURE.fullmatch("".join(one.text for one in runs[-1])) is not None
        return len(runs) >= _CELLS or is_number

    def _runs(self, digit: float) -> list[list[Glyph]]:
        """Return the characters between gaps; ``digit`` is the width of one beside a digit."""
        runs = [[self.glyphs[0]]]
        for last, one in pairwise(self.glyphs):
            wide = digit if last.text.isdecimal() or one.text.isdecimal() else _APART
            if one.left - last.right < wide * self.em:
                runs[-1].append(one)
            else:
                runs.append([one])
        return runs


def lines_of(glyphs: Iterable[Glyph], page: int = 0, sheet: float = 0) -> list[PrintedLine]:
    """Return characters as lines from the top, each from the left."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: (one.base, one.left)):
        first = rows[-1][0] if rows else glyph
        height = max(glyph.bottom - glyph.top, first.bottom - first.top)  # that of 一 may be small
        if rows and glyph.base - first.base <= _SAME_LINE * height:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [_line(row, page, round(sheet)) for row in _with_raised(rows)]


def _with_raised(rows: list[list[Glyph]]) -> list[list[Glyph]]:
    """Put rows of small characters, such as ¹, into the row in which they stand."""
    found: list[list[Glyph]] = []
    for number, row in enumerate(rows):
        for other in (*rows[number + 1 : number + 2], *found[-1:]):
            if _stands_in(row, other):
                other += [one._replace(text=one.text.translate(SUPERSCRIPTS)) for one in row]
                break
        else:
            found.append(row)
    return found


def _stands_in(row: list[Glyph], other: list[Glyph]) -> bool:
    height, size = (median(one.bottom - one.top for one in each) for each in (row, other))
    middle = median(one.center[1] for one in row)
    top, bottom = (median(edges) for edges in ([g.top for g in other], [g.bottom for g in other]))
    if height >= _SMALL * size or not top - height / 2 <= middle <= bottom + height / 2:
        return False
    begins = [one for last, one in pairwise(row) if one.left > last.right + 1]
    followed = (
        any(abs(one.left - each.right) < size / 2 for each in other) for one in (row[0], *begins)
    )
    return all(followed)  # numbers of a table stand apart from the words of their row


def _line(row: list[Glyph], page: int, sheet: int) -> PrintedLine:
    row = sorted(row, key=lambda one: one.left)
    wide = [one.right - one.left for one in row if one.text >= "\u2e80"]
    em = median(wide) if wide else median(one.bottom - one.top for one in row) * _SMALL
    text = line_text(row, em)
    base = median(one.base for one in row)
    right = max(one.right for one in row)
    return PrintedLine(tuple(row), text, row[0].left, right, base, em, page, sheet, base)


def in_columns(lines: Sequence[PrintedLine], tables: Sequence[float]) -> list[PrintedLine]:
    """Return the lines of a page with those in two columns of prose one column after the other.

    ``tables`` are the tops of its tables. The right column is moved to where the left one is, so
    that both have the same edges.
    """
    found: list[PrintedLine] = []
    middle = (min(one.left for one in lines) + max(one.right for one in lines)) / 2 if lines else 0
    for (_, crosses), group in groupby(
        lines, lambda one: (bisect(tables, one.base), _crosses(one, middle))
    ):
        run = list(group)
        first = next((one.base - one.em for one in run if one.right > middle), math.inf)
        begin = sum(one.base <= first for one in run)
        glyphs = [one for line in run[begin:] for one in line.glyphs]
        halves = [[one for one in glyphs if (one.left < middle) == left] for left in (True, False)]
        if crosses or not all(_is_prose(lines_of(half)) for half in halves):
            found += run
            continue
        left, right = (min(one.left for one in half) for half in halves)
        width = max(one.right for one in halves[0]) - left
        moved = [
            one._replace(left=one.left + left - right, right=one.right + left - right)
            for one in halves[1]
        ]
        found += run[:begin]
        for half in (halves[0], moved):
            columns = lines_of(half, run[0].page, width)
            found += [replace(one, place=run[begin].base) for one in columns]
    return found


def _crosses(line: PrintedLine, middle: float) -> bool:
    """Return whether a line has writing in the middle of the page."""
    free = _APART * line.em / 2
    return any(one.left < middle + free and one.right > middle - free for one in line.glyphs)


def _is_prose(lines: Sequence[PrintedLine]) -> bool:
    """Return whether the lines of a column are often full, and none has gaps as a table has."""
    widths = [line.right - line.left for line in lines]
    most = max(widths, default=0)
    full = sum(one > _FULL_COLUMN * most for one in widths)
    if full < _CELLS or 3 * full < len(lines) or most < _PROSE * lines[0].em:
        return False
    return all(len(line.stretches) == 1 for line in lines)


def line_text(row: Sequence[Glyph], em: float = math.inf) -> str:
    """Return characters of a line as text, with a space at each space and each wide gap."""
    return "".join(
        " " * (number > 0 and _is_apart(row[number - 1], one, em)) + one.text
        for number, one in enumerate(row)
    )


def _is_apart(one: Glyph, two: Glyph, em: float) -> bool:
    return two.spaced or two.left - one.right > _GAP * em


def cell_text(glyphs: Sequence[Glyph], width: float) -> str:
    """Return the text of a cell of some width.

    Figures in two lines are one number only where the cell is too narrow for them; otherwise a line
    feed stays between them.
    """
    text = ""
    for line in (lines := lines_of(glyphs)):
        text += between(text, line.text, "" if _is_narrow(lines, width) else "\n") + line.text
    return text


def _is_narrow(lines: Sequence[PrintedLine], width: float) -> bool:
    """Return whether each line but the last is as wide as a cell allows."""
    digit = min(one.right - one.left for line in lines for one in line.glyphs)
    return all(width - (one.right - one.left) < digit + _PADDING for one in lines[:-1])


_ADDRESS: Final = re.compile(r"(?:[@/]|[0-9A-Za-z]\.[0-9A-Za-z])[!-~]*\Z")
"""The end of a line within a web or mail address, which may break anywhere."""
_LONGEST_ADDRESS: Final = 200


def between(text: str, more: str, figures: str) -> str:
    """Return what stands between two lines that are joined."""
    last, first = text[-1:], more[:1]
    if last.isdecimal() and first.isdecimal():
        return figures
    both = last.isascii() and first.isascii() and last.isalpha() and first.isalpha()
    return " " if both and not _ADDRESS.search(text[-_LONGEST_ADDRESS:]) else ""


@dataclass(frozen=True)
class _Column:
    """The edges of the running text of a document, and the usual distance of its lines.

    Its right edge ``is_seen`` where several lines reach it.
    """

    left: float
    right: float
    leading: float
    is_seen: bool


def _column(lines: Sequence[PrintedLine]) -> _Column:
    steps = Counter(
        round(two.base - one.base)
        for one, two in pairwise(lines)
        if one.page == two.page and two.base > one.base
    )
    lefts = Counter(round(line.left) for line in lines)
    often = [left for left, count in lefts.items() if count > len(lines) / 10]
    rights = sorted((line.right for line in lines), reverse=True)
    reached = next((one for one, two in pairwise(rights) if one - two < lines[0].em), rights[0])
    narrowest = _NARROWEST * lines[0].sheet
    often += [round(two.left) for one, two in pairwise(lines) if _is_hung(one, two, reached)]
    return _Column(
        min(often, default=min(lefts)),
        max(reached, narrowest),
        min((step for step, count in steps.items() if count == max(steps.values())), default=0),
        reached >= narrowest,
    )


def _is_hung(first: PrintedLine, second: PrintedLine, right: float) -> bool:
    """Return whether a full line that is indented goes on in a line that is not."""
    indent = (first.left - second.left) / first.em
    same = first.page == second.page and abs(first.em - second.em) <= _SIZES * first.em
    return same and _INDENT < indent < _DEEPEST and right - first.right < _FULL * first.em


def paragraphs_of(
    pieces: Sequence[Sequence[PrintedLine]],
) -> list[list[list[PrintedLine]]]:
    """Return the paragraphs of each piece, each as its lines.

    A piece are lines with no table between them; a paragraph may go over a page's end.
    """
    sheets: dict[int, list[PrintedLine]] = defaultdict(list)
    for line in (line for piece in pieces for line in piece):
        sheets[line.sheet].append(line)
    columns = {sheet: _column(lines) for sheet, lines in sheets.items()}
    found = []
    for piece in pieces:
        paragraphs: list[list[PrintedLine]] = []
        for line in piece:
            if paragraphs and _goes_on(paragraphs[-1][-1], line, columns[line.sheet]):
                paragraphs[-1].append(line)
            else:
                paragraphs.append([line])
        found.append(paragraphs)
    return found


def _goes_on(last: PrintedLine, line: PrintedLine, column: _Column) -> bool:
    if line.sheet != last.sheet or abs(line.em - last.em) > _SIZES * last.em:
        return False
    if last.is_row or line.is_row:
        return False
    if line.left - column.left > _INDENT * line.em:
        return False
    is_ended = last.text[-1] in _ENDED
    leading = (_WIDER if is_ended else _LEADING) * max(column.leading, last.em)
    if line.page == last.page and line.base - last.base > leading:
        return False
    begins = NUMBERED.match(line.text) or _NOTE.match(line.text)
    if is_ended and (begins or not column.is_seen):
        return False
    slack = _SLACK if is_ended else _GAP
    return column.right - last.right < _first_word(line) + slack * line.em


def _first_word(line: PrintedLine) -> float:
    """Return the width of what cannot be divided at the beginning of a line."""
    found = _WORD.match(line.text.partition(" ")[0])
    end = found.end() if found else 1
    while end < len(line.glyphs) and line.glyphs[end].text in _CLOSING:
        end += 1
    return line.glyphs[end - 1].right - line.left


def unsure_joints(paragraph: Sequence[PrintedLine]) -> Iterator[tuple[PrintedLine, PrintedLine]]:
    """Yield lines that were joined although the first one ends a sentence and nothing is indented.

    Where paragraphs are not indented, a full line may also be the end of one.
    """
    for one, two in pairwise(paragraph):
        if one.text[-1] in _ENDED and paragraph[0].left - two.left < _INDENT * two.em:
            yield one, two


def paragraph_text(lines: Sequence[PrintedLine]) -> str:
    """Return the text of a paragraph."""
    text = ""
    for line in lines:
        text += between(text, line.text, "") + line.text
    return text


def margins_of(
    pages: Sequence[tuple[float, Sequence[PrintedLine]]],
) -> tuple[list[PrintedLine], list[str]]:
    """Return the lines of pages that are no headers or footers, and the texts of those that are.

    Each page is its height and its lines. A line at the edge of a page is one if it is a page
    number, or if it stands on another page as well.
    """
    edges = [{*_edge_lines(height, lines)} for height, lines in pages]
    counts = Counter(text for lines in edges for text in {_shape(line) for line in lines})
    kept, left_out = [], dict[str, None]()
    for (_, lines), candidates in zip(pages, edges, strict=True):
        for line in lines:
            repeated = counts[_shape(line)] > 1 or _PAGE_NUMBER.fullmatch(line.text.strip())
            if line in candidates and repeated:
                left_out[line.text] = None
            else:
                kept.append(line)
    return kept, list(left_out)


def _edge_lines(height: float, lines: Sequence[PrintedLine]) -> Iterator[PrintedLine]:
    """Yield the lines at the top and the bottom of a page, two at most at each."""
    yield from (line for line in lines[:2] if line.base < _MARGIN * height)
    yield from (line for line in lines[-2:] if line.base > (1 - _MARGIN) * height)


def _shape(line: PrintedLine) -> str:
    return re.sub(r"\d+", "0", line.text)
