"""Paragraphs as they were before a page end or a copied page broke them, each joint remembered."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from intake.content import Block, Paragraph, Table
from intake.recognition.account import Entry, line_of
from intake.recognition.headings import is_head

_STOPPED: Final = re.compile(r"[。！？：；…!?:;.”’」』）)】》]\s*$")
_BEGINS: Final = re.compile(
    r"\s*(?:#|[（(]?[一二三四五六七八九十]{1,3}[)）、.．是]|[（(]?\d{1,2}[)）、.．]|第[一二三四五六七八九十]|"
    r"[①-⑳●•·▪■◆○□*－-]|注[：:]|表\s*\d|附件|其[一二三四五]|首先|其次|再次|最后)"
)
_MARKDOWN: Final = re.compile(r"^\s*#{1,6}\s+")
_SHORTEST: Final = 15
"""Characters from which on a line may be the first half of a broken paragraph."""


@dataclass(frozen=True)
class Joined:
    """A paragraph, where it begins, and the places in its text where two pieces were joined.

    ``entries`` are the lines of the source that it is made of.
    """

    text: str
    where: str
    joints: tuple[int, ...] = ()
    is_head: bool = False
    entries: tuple[Entry, ...] = ()

    @property
    def shown_joints(self) -> tuple[str, ...]:
        """Show each joint with some words before and after it."""
        return tuple(f"{self.text[max(0, n - 8) : n]}｜{self.text[n : n + 8]}" for n in self.joints)


Piece = Joined | Table
"""A whole paragraph or a table, in order."""


def whole(blocks: Iterable[Block]) -> list[Piece]:
    """Join paragraphs that were broken: the first ends without a stop, the next begins nothing.

    A heading is never joined: one that is marked as such, numbered, or too short for a sentence.
    """
    pieces: list[Piece] = []
    for block in blocks:
        if isinstance(block, Table):
            pieces.append(block)
            continue
        for number, line in enumerate(block.text.split("\n")):
            _add(pieces, line, block, line_of(block, number))
    return pieces


def _add(pieces: list[Piece], line: str, block: Paragraph, entry: Entry) -> None:
    text = _MARKDOWN.sub("", line).strip()
    if not text:
        return
    last = pieces[-1] if pieces else None
    if isinstance(last, Joined) and _goes_on(last, line):
        joints = (*last.joints, len(last.text))
        entries = (*last.entries, entry)
        pieces[-1] = Joined(last.text + text, last.where, joints, last.is_head, entries)
    else:
        headed = text != line.strip() or is_head(text)
        pieces.append(Joined(text, block.where, is_head=headed, entries=(entry,)))


def _goes_on(last: Joined, line: str) -> bool:
    broken = len(last.text) >= _SHORTEST and not _STOPPED.search(last.text)
    return broken and not last.is_head and not is_head(line.strip()) and not _BEGINS.match(line)
