"""Asides of a document: notes, page headers and footers, pictures, hidden text."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from export.style import NOT_PRINTED
from intake.content import Aside, AsideKind, Document, FileKind, SourceParagraph
from intake.recognition.account import NOTE_APART, Ledger, aside_of
from intake.recognition.headings import JoinedParagraph
from intake.recognition.identity import repeats_title
from intake.words.labels import MARKS, ReadingIssue

EMBEDDED: Final = "未读取。用 WPS 或 Office 打开后核对"
_WHY: Final = {
    AsideKind.FOOTNOTE: "脚注没有对应的位置，未读取",
    AsideKind.ENDNOTE: "尾注没有对应的位置，未读取",
    AsideKind.REMARK: NOTE_APART,
    AsideKind.MARGIN: "页眉页脚没有对应的位置，未读取",
    AsideKind.HIDDEN: "隐藏的文字，未读取",
    AsideKind.PICTURE: "图片中的内容未读取",
    AsideKind.OBJECT: EMBEDDED,
}
"""Why an aside was not read."""
_NOTICED: Final = {AsideKind.DELETED: "修订中已删除的文字", AsideKind.PICTURE: "正文以外的图片"}
"""Asides that are not part of a report, and are only counted."""
_PLACES: Final = 5
"""Most positions that a message lists."""
_PAGE_NUMBER: Final = re.compile(r"第?\d{0,9}页?(?:共\d{0,9}页?)?\d{0,9}")
"""A page number without the marks around it."""

_BROWSER: Final = re.compile(
    r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}[\s,，]*(?:上午|下午)?\s*\d{1,2}[:：]\d\d(?:[:：]\d\d)?\s*(?:[AP]M)?"
    r"|(?:https?|file)://[!-~]+(?:\s+\d+/\d+)?"
)
"""What a browser prints over and under each page: the time, and the address of the page."""
_SITE: Final = re.compile(r"[_|｜—-]")
"""What stands between the title of a page and the name of its site."""


@dataclass(frozen=True)
class AsidesRead:
    """Issues for asides that may belong to the report, and notices on those that do not."""

    issues: tuple[ReadingIssue, ...]
    notices: tuple[str, ...]


def read_asides(document: Document, body: range, name: str, ledger: Ledger) -> AsidesRead:
    """Sort the asides of a document into issues and notices.

    ``body`` is the range of blocks from the first heading to 落款: a picture there may show content
    of the report. ``name`` is the name of the unit.
    """
    issues: list[ReadingIssue] = []
    noticed: dict[AsideKind, list[str]] = defaultdict(list)
    for number, aside in enumerate(document.asides):
        where = _place_of(document, aside)
        is_outside = aside.kind is AsideKind.PICTURE and aside.after - 1 not in body
        if aside.kind is AsideKind.DELETED or is_outside:
            noticed[aside.kind].append(where)
            ledger.settle([aside_of(number)])
        elif aside.kind is AsideKind.MARGIN and _adds_nothing(aside.text, name):
            ledger.settle([aside_of(number)])
        else:
            issues.append(ReadingIssue(where, aside.text, _WHY[aside.kind]))
            ledger.mark_unread([aside_of(number)])
    notices = (
        f"{_NOTICED[kind]}{len(places)}处（{_listed(places)}），未读取。"
        for kind, places in noticed.items()
    )
    return AsidesRead(tuple(issues), tuple(notices))


def body_of(
    document: Document, first: Iterable[JoinedParagraph], ending: Iterable[JoinedParagraph]
) -> range:
    """Return the range of blocks from the first heading to 落款; empty without a heading."""
    places = {
        block.number: place
        for place, block in enumerate(document.blocks)
        if isinstance(block, SourceParagraph)
    }
    begins = [places[piece.entries[0].number] for piece in first]
    ends = [places[piece.entries[0].number] for piece in ending]
    if not begins:
        return range(0)
    return range(begins[0], ends[0] if ends else len(document.blocks))


def _adds_nothing(line: str, name: str) -> bool:
    """Return whether a page header or footer is only a page number, a stage, or the title.

    A browser prints the time before the title, and the address of the page.
    """
    if line == NOT_PRINTED:
        return True
    if printed := _BROWSER.match(line):
        line = _SITE.split(line[printed.end() :].strip())[0]
    is_number = _PAGE_NUMBER.fullmatch(MARKS.sub("", line)) is not None
    return is_number or repeats_title(line, name)


def _listed(places: list[str]) -> str:
    more = f"等{len(places)}处" * (len(places) > _PLACES)
    return "、".join(places[:_PLACES]) + more


def _place_of(document: Document, aside: Aside) -> str:
    if aside.kind is AsideKind.MARGIN and document.kind in (FileKind.WORD, FileKind.PDF):
        return "页眉页脚"
    if not 0 < aside.after <= len(document.blocks):
        return "开头"
    block = document.blocks[aside.after - 1]
    return block.where if isinstance(block, SourceParagraph) else block.name
