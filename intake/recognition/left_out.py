"""The lines of a document that are not part of its report, told apart before it is read.

They are left out and named, never dropped: the clerk sees each kind with its lines. In doubt a line
stays, and is read or named as not recognised.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Final

from intake.content import Document, FileKind, SourceParagraph, SourceTable
from intake.recognition.account import Entry, cell_of, line_of
from intake.recognition.headings import is_numbered
from intake.recognition.identity import (
    is_day,
    is_name,
    is_signature,
    is_title,
    is_whole_title,
    repeats_title,
    without_day,
    without_year,
)
from intake.words.labels import ReadingIssue, words
from intake.words.surroundings import Surrounding, surrounding_of, without_page
from model.text import shortened

_PAGES: Final = (FileKind.WEB, FileKind.MAIL)
_ON_PAGES: Final = (Surrounding.METADATA, Surrounding.NAVIGATION, Surrounding.BUTTON)
_ANYWHERE: Final = (Surrounding.PAGE_NUMBER, Surrounding.FILLING)
_CONTENTS: Final = ("目录", "目次")
_FEWEST: Final = 3
"""Section titles of a table of contents; page numbers without marks in a row."""
_LISTED_DAY: Final = re.compile(r"[\[（(\s]*20\d\d[-/.]\d{1,2}[-/.]\d{1,2}")
"""The day at a title in a list of a site; the next line may follow it in a printed page."""
_SHORT: Final = 20
_WEAK: Final = 40
"""Most characters of a line of a menu before the title, and of one among the lines of a foot."""
_LISTED: Final = 6
_SHOWN: Final = 24
"""Lines of each kind that a notice lists, and the characters that it shows of each."""


@dataclass(frozen=True)
class _SourceLine:
    entry: Entry
    text: str
    where: str
    is_broken: bool
    """Whether a table is directly before it."""


@dataclass
class LeftOut:
    """The lines that are left out, by kind, and their entries."""

    entries: set[Entry] = field(default_factory=set)
    lines: dict[Surrounding, list[ReadingIssue]] = field(default_factory=lambda: defaultdict(list))
    tables: list[SourceTable] = field(default_factory=list)

    @property
    def listed(self) -> tuple[ReadingIssue, ...]:
        """All lines, each with its kind as the reason."""
        return tuple(line for lines in self.lines.values() for line in lines)

    def add(self, kind: Surrounding, line: _SourceLine) -> None:
        """Leave a line out."""
        self.entries.add(line.entry)
        self.lines[kind].append(ReadingIssue(line.where, line.text.strip(), kind))


def notices_of(left_out: Iterable[ReadingIssue]) -> Iterator[str]:
    """Yield a sentence for each kind of lines that were left out, which names some of them."""
    for kind, group in groupby(left_out, key=lambda line: line.why):
        lines = [f"{line.where}「{shortened(line.text, _SHOWN)}」" for line in group]
        named = "、".join(lines[:_LISTED]) + "等" * (len(lines) > _LISTED)
        yield f"{kind}{len(lines)}处（{named}），不导入。"


def left_out_of(document: Document, is_heading: Callable[[str], bool]) -> LeftOut:
    """Return the lines and tables of a document that are not part of its report.

    ``is_heading`` is true for a line that is exactly the heading of a section.
    """
    found = LeftOut()
    lines = list(_lines(document))
    _add_contents(lines, is_heading, found)
    lines = [line for line in lines if line.entry not in found.entries]
    _add_anywhere(lines, found)
    lines = [line for line in lines if line.entry not in found.entries]
    headings = [n for n, line in enumerate(lines) if is_heading(line.text)]
    first = headings[0] if headings else len(lines)
    _add_repeated_titles(lines[first:], lines[:first], found)
    is_page = document.kind in _PAGES or (document.kind is FileKind.PDF and _is_page(lines[:first]))
    _add_before(lines[:first], is_page, found)
    after = lines[headings[-1] + 1 :] if headings else []
    _add_after([line for line in after if line.entry not in found.entries], is_page, found)
    for table in document.tables:
        _add_table(table, is_heading, found)
    return found


def _lines(document: Document) -> Iterator[_SourceLine]:
    after_table = False
    for block in document.blocks:
        if isinstance(block, SourceParagraph):
            for number, text in enumerate(block.text.split("\n")):
                if text.strip():
                    yield _SourceLine(line_of(block, number), text, block.where, after_table)
                    after_table = False
        else:
            after_table = True


def _add_contents(
    lines: Sequence[_SourceLine], is_heading: Callable[[str], bool], found: LeftOut
) -> None:
    """Add a table of contents: headings one after another that come again later."""
    bare = [_without_page(line.text, is_heading) for line in lines]
    titles = [n for n, text in enumerate(bare) if is_heading(text)]
    for place, begin in enumerate(titles):
        end = begin + _run_of_heads(lines, bare, begin, is_heading)
        inside = {words(bare[n]) for n in titles[place:] if n < end}
        again = inside & {words(bare[n]) for n in titles if n >= end}
        headed = begin > 0 and words(lines[begin - 1].text) in _CONTENTS
        if len(inside) >= _FEWEST and len(again) >= (1 if headed else _FEWEST):
            for line in lines[begin - headed : end]:
                found.add(Surrounding.CONTENTS, line)
            return


def _without_page(line: str, is_heading: Callable[[str], bool]) -> str:
    """Return a line without its leaders and its page; a heading may have no leaders before it."""
    bare = without_page(line)
    short = bare.rstrip("0123456789").rstrip()
    return short if is_heading(short) else bare


def _run_of_heads(
    lines: Sequence[_SourceLine], bare: Sequence[str], begin: int, is_heading: Callable[[str], bool]
) -> int:
    """Return the number of lines from ``begin`` on that are heads, none of the titles twice."""
    seen: set[str] = set()
    for count, (line, text) in enumerate(zip(lines[begin:], bare[begin:], strict=True)):
        is_title_line = is_heading(text)
        is_other = len(text) <= _WEAK and "。" not in text
        is_entry = is_title_line or (is_other and (is_numbered(text) or text != line.text.strip()))
        if (count and line.is_broken) or not is_entry or (is_title_line and words(text) in seen):
            return count
        seen |= {words(text)} if is_title_line else set()
    return len(lines) - begin


def _add_anywhere(lines: Sequence[_SourceLine], found: LeftOut) -> None:
    """Add page numbers and who filled in a sheet, which stand between the lines of a report too."""
    for line in lines:
        kind = surrounding_of(line.text)
        if kind in _ANYWHERE:
            found.add(kind, line)
    bare = [
        line
        for before, line in pairwise(lines)
        if line.text.strip().isdecimal()
        and len(line.text.strip()) <= 3
        and (before.text.rstrip().endswith("。") or len(before.text) >= _SHORT)
    ]
    numbers = [int(line.text) for line in bare]
    if len(bare) >= _FEWEST and all(two - one == 1 for one, two in pairwise(numbers)):
        for line in bare:
            found.add(Surrounding.PAGE_NUMBER, line)


def _add_repeated_titles(
    body: Sequence[_SourceLine], before: Sequence[_SourceLine], found: LeftOut
) -> None:
    """Add the title of the report where it is printed again, at the top of a page."""
    titles = {words(line.text) for line in before if is_title(line.text)}
    for line in body:
        if words(line.text) in titles:
            found.add(Surrounding.RUNNING_TITLE, line)


def _is_page(lines: Sequence[_SourceLine]) -> bool:
    """Return whether a PDF is a printed web page: it has the data of one before the report."""
    return any(surrounding_of(line.text) in _ON_PAGES for line in lines)


def _add_before(lines: Sequence[_SourceLine], is_page: bool, found: LeftOut) -> None:
    """Add the lines of a page before the report: its data, and the menus before its title."""
    titles = [n for n, line in enumerate(lines) if is_title(line.text)]
    whole = [n for n in titles if is_whole_title(lines[n].text)]
    title = next(iter([*whole[-1:], *titles]), -1)
    names = [surrounding_of(line.text) for line in lines]
    for number, line in enumerate(lines):
        between = names[number + 1 : title]
        is_part = is_name(without_year(line.text)) and not any(between) and len(between) < _FEWEST
        if name := names[number]:
            found.add(name, line)
        elif is_page and number < title:
            is_menu = _is_menu(line.text) and not is_part
            if is_menu or _is_other(line.text, lines[title].text):
                found.add(Surrounding.NAVIGATION, line)


def _is_menu(text: str) -> bool:
    """Return whether a line before the title may be of a menu: short, and no part of a title."""
    is_short = len(text.strip()) <= _SHORT and not any(stop in text for stop in "。；")
    return is_short and not repeats_title(text, "")


def _is_other(text: str, title: str) -> bool:
    """Return whether a line of a list before the title is the title of another report."""
    bare = without_day(text)
    return is_whole_title(bare) and words(bare) != words(title)


def _add_after(lines: Sequence[_SourceLine], is_page: bool, found: LeftOut) -> None:
    """Add the lines at the end that are of the page, or name attachments.

    From the first of them on there is no other sentence. The name and the day of 落款 stay.
    """
    names = [surrounding_of(line.text) for line in lines]
    begin = len(lines)
    for number in range(len(lines) - 1, -1, -1):
        if names[number] is not None:
            begin = number
        elif not _may_be_among(lines, number, is_page, names[: number + 1]):
            break
    last: Surrounding | None = None
    for number in range(begin, len(lines)):
        last = names[number] or last or Surrounding.FOOTER
        if not _is_ending(lines, number):
            found.add(last, lines[number])


def _may_be_among(
    lines: Sequence[_SourceLine], number: int, is_page: bool, names: Sequence[Surrounding | None]
) -> bool:
    """Return whether a line without a kind may be among those of a foot or of a list."""
    text = lines[number].text
    if _is_ending(lines, number):
        return True
    if is_page and is_whole_title(_LISTED_DAY.split(text)[0]):
        return True
    if len(text) > _WEAK or any(stop in text for stop in "。；"):
        return False
    return is_page or (Surrounding.ATTACHMENT in names and is_numbered(text))


def _is_ending(lines: Sequence[_SourceLine], number: int) -> bool:
    """Return whether a line is the day of 落款, or the name over it."""
    text, below = lines[number].text, lines[number + 1 : number + 2]
    is_over = bool(below) and is_day(below[0].text)
    return is_day(text) or (is_over and is_signature(text))


def _add_table(table: SourceTable, is_heading: Callable[[str], bool], found: LeftOut) -> None:
    """Add a table that is one of contents, or of the page; or its cells on who filled it in."""
    texts = [cell.text for cell in table.cells if cell.text.strip()]
    kinds = list(map(surrounding_of, texts))
    named = [text for text in texts if surrounding_of(_labelled(text)) is Surrounding.METADATA]
    titles = [text for text in texts if is_heading(text)]
    pages = [text for text in texts if text.strip().isdecimal()]
    if len(titles) >= _FEWEST and len(titles) <= len(pages) and 2 * len(pages) == len(texts):
        kind = Surrounding.CONTENTS
    elif len(named) > 1 and 4 * len(named) >= len(texts):
        kind = Surrounding.METADATA
    elif texts and kinds[0] and all(kinds):
        kind = kinds[0]
    else:
        for cell in table.cells:
            if surrounding_of(cell.text) is Surrounding.FILLING:
                text = cell.text.strip()
                found.entries.add(cell_of(table, cell))
                found.lines[Surrounding.FILLING].append(
                    ReadingIssue(table.where(cell), text, Surrounding.FILLING)
                )
        return
    found.tables.append(table)
    found.entries |= {cell_of(table, cell) for cell in table.cells}
    found.lines[kind].append(ReadingIssue(table.name, " ".join(texts), kind))


def _labelled(text: str) -> str:
    """Return the text of a cell as a line: a label there often has no colon."""
    return text if "：" in text or ":" in text else f"{text.strip()}："
