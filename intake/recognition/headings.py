"""Recognise headings by number and words, and join paragraphs that a page break split.

Mark-up is never used to recognise headings. Split paragraphs are joined first, and each joint is
remembered.
"""

import re
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from intake.content import SourceBlock, SourceParagraph, SourceTable
from intake.recognition.account import Entry, line_of
from intake.words.numbering import Style, numbering_of
from intake.words.titles import is_ending

ITEM_LEVEL: Final = 4
"""The level of a sub-head that is numbered as an item of a list."""
_LEVELS: Final = {Style.BRACKET: 1, Style.DIGIT: 2, Style.SMALL: 3, Style.ITEM: ITEM_LEVEL}
"""Levels of sub-heads by the style of their numbers."""
_LONGEST: Final = 40
"""Most characters of a sub-head that may also be a sentence, and of a title in several lines."""
_LONGEST_HEAD: Final = 100
"""Most characters of a sub-head without a comma."""
LONGEST_TITLE: Final = 80
"""Most characters of the title of a report."""
_TITLE: Final = "年度报告"
_INNER: Final = re.compile(r"[。，；！？]")
_RUN_IN: Final = re.compile(r"[。：:]")


@dataclass(frozen=True)
class Head:
    """A sub-head; level 1 is （一）, 2 is 1., 3 is （1）, 4 is ①, 0 has no number.

    ``body`` follows it on the same line.
    """

    level: int
    title: str
    body: str = ""


def is_head(text: str) -> bool:
    """Return whether a line is only a numbered heading or the title."""
    titled = is_numbered(text) or text.endswith(_TITLE)
    return titled and len(text) <= _LONGEST_HEAD and not _INNER.search(text.rstrip("。：: "))


def is_numbered(text: str) -> bool:
    """Return whether a line begins with the number of a heading, not of an item of a list."""
    return numbering_of(text).style < Style.ITEM


def head_of(text: str) -> Head | None:
    """Return the sub-head at the beginning of a paragraph; None for plain text."""
    found = numbering_of(text)
    if found.style not in _LEVELS:
        return None
    level, rest = _LEVELS[found.style], text[found.end :]
    stop = _RUN_IN.search(rest)
    title, body = (rest[: stop.start()], rest[stop.end() :]) if stop else (rest, "")
    is_sentence = "，" in title and (level > 1 or re.search(r"\d", title) is not None)
    most = _LONGEST if _INNER.search(title) or re.search(r"\d", title) else _LONGEST_HEAD
    if not title.strip() or len(title) > most or is_sentence:
        return None
    return Head(level, title.strip(), body.strip())


_STOPPED: Final = re.compile(r"[。！？：；…!?:;.”’」』）)】》]\s*$")
_BEGINS: Final = re.compile(
    r"\s*(?:#|[（(]?[一二三四五六七八九十]{1,3}[)）、.．是]|[（(]?\d{1,2}[)）、.．]|第[一二三四五六七八九十\d]|"
    r"[①-⑳●•·▪■◆○□*－-]|注\s*\d{0,2}[：:]|表\s*\d|附件|其[一二三四五]|首先|其次|再次|最后|"
    r"20\d\d年\d{1,2}月\d{1,2}日\s*$)"
)
_MARKDOWN: Final = re.compile(r"^\s*#{1,6}\s+")
_TORN: Final = 2
"""Most lines that a conversion tears from the beginning of a heading."""
_SHORTEST: Final = 15
"""Least characters of a line that may be the first part of a split paragraph."""


@dataclass(frozen=True)
class JoinedParagraph:
    """A paragraph, its position in the source, and the offsets where two parts were joined.

    ``entries`` are the lines of the source that it consists of.
    """

    text: str
    where: str
    joints: tuple[int, ...] = ()
    is_head: bool = False
    entries: tuple[Entry, ...] = ()

    @property
    def shown_joints(self) -> tuple[str, ...]:
        """Each joint with some characters before and after it."""
        return tuple(f"{self.text[max(0, n - 8) : n]}｜{self.text[n : n + 8]}" for n in self.joints)


Passage = JoinedParagraph | SourceTable
"""A complete paragraph or a table."""


@dataclass(frozen=True)
class KnownTitles:
    """What is known of the titles of a report, to put torn ones together.

    ``is_heading`` is true for a heading of a section, ``is_report`` for the title of a report with
    the name of its unit, ``is_subhead`` for the words of a sub-head, ``is_broken`` for several
    lines that together are the name of a unit or such a title.
    """

    is_heading: Callable[[str], bool] = lambda _: False
    is_report: Callable[[str], bool] = lambda _: False
    is_subhead: Callable[[str], bool] = lambda _: False
    is_broken: Callable[[str], bool] = lambda _: False

    def completes(self, first: str, rest: str) -> bool:
        """Return whether a line is the rest of a sub-head before it, perhaps with its text."""
        torn, whole = head_of(first), head_of(first + rest)
        if torn is None or whole is None or torn.body or is_numbered(rest):
            return False
        added = whole.title[len(torn.title) :]
        is_whole = self.is_subhead(torn.title) or is_ending(torn.title)
        goes_on = is_ending(added) and bool(whole.body or rest.strip() == added)
        return self.is_subhead(whole.title) and bool(added) and (goes_on or not is_whole)


def joined_paragraphs(
    blocks: Iterable[SourceBlock],
    titles: KnownTitles | None = None,
    left_out: Container[Entry] = (),
) -> list[Passage]:
    """Return the blocks with split paragraphs joined, without the lines that are left out.

    Two paragraphs are joined if the first ends without a stop and the second does not look like a
    beginning. A heading is never joined: one in Markdown, numbered, too short for a sentence, or
    a known one of a section; but two lines that are a known title together are.
    """
    titles = titles or KnownTitles()
    pieces: list[Passage] = []
    for block in blocks:
        if isinstance(block, SourceTable):
            pieces.append(block)
            continue
        lines = block.text.split("\n")
        entries = [line_of(block, number) for number in range(len(lines))]
        if titles.is_broken(block.text) and not any(one in left_out for one in entries):
            _add(pieces, "".join(map(str.strip, lines)), block, tuple(entries), titles)
            continue
        for line, entry in zip(lines, entries, strict=True):
            if entry not in left_out:
                _add(pieces, line, block, (entry,), titles)
    return pieces


def _add(
    pieces: list[Passage],
    line: str,
    block: SourceParagraph,
    entries: tuple[Entry, ...],
    titles: KnownTitles,
) -> None:
    text = _MARKDOWN.sub("", line).strip()
    if not text:
        return
    torn = _torn(pieces, text, titles)
    last = pieces[-torn or -1] if pieces else None
    if isinstance(last, JoinedParagraph) and (torn or _continues(last, line, titles)):
        parts = [one for one in pieces[-max(torn, 1) :] if isinstance(one, JoinedParagraph)]
        del pieces[-len(parts) :]
        whole = "".join(part.text for part in parts)
        joints = (*last.joints, *(() if torn else (len(whole),)))
        entries = (*(one for part in parts for one in part.entries), *entries)
        headed = last.is_head or torn > 0
        if torn and head_of(whole + text):  # a sub-head may have its text on the same line
            headed = is_head(whole + text)
        pieces.append(JoinedParagraph(whole + text, last.where, joints, headed, entries))
    else:
        headed = text != line.strip() or is_head(text) or titles.is_heading(text)
        pieces.append(JoinedParagraph(text, block.where, is_head=headed, entries=entries))


def _torn(pieces: Sequence[Passage], text: str, titles: KnownTitles) -> int:
    """Return how many of the last pieces are a title together with a line; 0 if none are."""
    whole, torn = text, 0
    for count, piece in enumerate(reversed(pieces[-_TORN:]), start=1):
        if not isinstance(piece, JoinedParagraph) or len(piece.text) > _LONGEST:
            break
        if titles.is_heading(piece.text):
            break
        whole = piece.text + whole
        if len(whole) <= _LONGEST and titles.is_heading(whole):
            torn = count if not titles.is_heading(text) or _is_number(piece.text) else torn
        elif (titles.is_report(whole) and not titles.is_report(text)) or (
            count == 1 and titles.completes(piece.text, text)
        ):
            return count
    return torn


def _is_number(text: str) -> bool:
    """Return whether a line is only the number of a heading, with or without its mark."""
    return any(numbering_of(line).end == len(line) for line in (text, f"{text}、"))


def _continues(last: JoinedParagraph, line: str, titles: KnownTitles) -> bool:
    broken = len(last.text) >= _SHORTEST and not _STOPPED.search(last.text)
    starts = is_head(line.strip()) or titles.is_heading(line) or bool(_BEGINS.match(line))
    return broken and not (last.is_head or _is_whole(last.text, titles)) and not starts


def _is_whole(text: str, titles: KnownTitles) -> bool:
    """Return whether a line is a title or a sub-head, which goes on in no other line."""
    return len(text) <= LONGEST_TITLE and (titles.is_report(text) or titles.is_subhead(text))
