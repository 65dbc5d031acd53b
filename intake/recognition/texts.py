"""Read paragraphs as the texts of a report: preface, sub-heads with bodies, notes of tables."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby, takewhile
from typing import Final

from intake.content import HEADS, SourceTable, too_large
from intake.recognition.account import Ledger
from intake.recognition.headings import ITEM_LEVEL, Head, JoinedParagraph, Passage, head_of
from intake.recognition.sections import Sections
from intake.words.labels import NOTE_HEAD, ReadingIssue, says_unit, words
from intake.words.numbering import Style, numbering_of
from intake.words.titles import SubheadTitles
from model.address import join_path, parent_path
from model.form.form import Form, Section
from model.form.table import Table
from model.report.report import TextBlock
from model.report.subheads import own_key
from model.text import CHINESE_DIGITS

_NO_HEAD: Final = "没有小标题，拟列入"
_NO_NOTE: Final = "没有「注」字样，拟列入表下的注"
_NO_PLACE: Final = "这一部分只有表格，没有放文字的地方"
_MORE: Final = "标题中的其他文字没有对应的位置"
_BY_NUMBER: Final = "与表样的标题不同，按编号列入这一部分"
_NO_HEADING: Final = "不是六个部分之一的标题，与其后的文字一起列入前一部分"
_LIKE_HEAD: Final = re.compile(
    r"\w{2,20}(?:情况|方面|工作|建设|保障|管理|公开|问题|措施|打算|计划|安排|事项)"
)
"""A line that may be a sub-head without a number."""
_UNNUMBERED: Final = "没有编号，不能确定是不是小标题，按正文列入"
_NOT_CUSTOMARY: Final = "没有与表样的小标题对应，按自拟小标题列入"
_BARE: Final = 20
"""Most characters of a sub-head without a number."""
_INNER: Final = re.compile("[，。；：！？]")
_SENTENCE: Final = re.compile(r"[，。；：！？\d]")
"""Marks in a sub-head that may be the beginning of its text."""
_COUNTED: Final = re.compile(
    rf"\s*([{CHINESE_DIGITS[1:]}])是([^，。；：！？]{{4,20}})[。：](.+)", re.DOTALL
)
_FEWEST: Final = 2
"""Customary sub-heads that are counted in words: 一是主动公开。"""
_SURE_ENDINGS: Final = ("情况", "方面")
_BEGINS_TEXT: Final = re.compile(
    r"\s*(?:[\d本我按全根为依截今目总紧围聚坚严认通结随自在未]|一[年是]|下一步|主要|虽然|尽管|积极|"
    r"不断|持续|及时|进一步)"
)
"""Beginnings of the text that follows a sub-head without a mark."""
_MANY: Final = 5
"""Least consecutive lines that are combined into one issue."""
_NOTE: Final = 150
"""Most characters of a line under a table that is taken for a note without saying that it is."""


@dataclass(frozen=True)
class Joint:
    """A place where two parts of a split paragraph were joined, with the text around it."""

    where: str
    shown: str


@dataclass
class TextsRead:
    """The content of the paragraphs; ``places`` are the positions of texts in the source."""

    blocks: list[TextBlock] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)
    joints: list[Joint] = field(default_factory=list)
    doubts: list[ReadingIssue] = field(default_factory=list)
    issues: list[ReadingIssue] = field(default_factory=list)
    headings: dict[str, str] = field(default_factory=dict)
    """Positions of the headings that were found, by section."""
    captions: list[str] = field(default_factory=list)
    """Positions of lines that are only the number and the title of a table."""


class TextReader:
    """Assigns each paragraph of a document to a text of the form.

    ``heads`` are the headings of sections by the index of the piece; each line is entered in the
    ``ledger``.
    """

    def __init__(self, form: Form, heads: Mapping[int, str], ledger: Ledger) -> None:
        self._form = form
        self._heads, self._ledger = heads, ledger
        self._sections = Sections(form)
        self._subheads = {section.key: SubheadTitles(section.texts) for section in form.sections}
        self._preface = next(filter(form.is_before_heading, form.texts))
        self.read = TextsRead()
        self._titles: dict[str, str] = {}
        self._bodies: dict[str, list[str]] = {}
        self._unread: list[tuple[str, ReadingIssue]] = []
        self._section = ""
        self._open: list[str] = []
        self._ranks: list[int] = []
        """The kinds of numbers of the open sub-heads, from the highest level; 0 without one."""
        self._next = 0
        """The number of the next sub-head if those of this section are counted in words, else 0."""
        self._is_led = False
        """Whether sub-heads follow in this section, so that a text before them is a lead."""
        self._after_table = False

    def take_all(self, pieces: Sequence[tuple[int, Passage]]) -> TextsRead:
        """Read paragraphs and tables in order, each with its index among all pieces."""
        for place, (number, piece) in enumerate(pieces):
            if isinstance(piece, SourceTable):
                self._after_table = True
                continue
            self._read(number, piece)
            if self._section and number in self._heads and self._form.lead(self._section):
                self._next = int(self._counts(pieces[place + 1 :]))
                self._is_led = self._leads(pieces[place + 1 :])
        self.read.issues = list(_in_runs(self._unread))
        self.read.blocks = [
            TextBlock(key, title, "".join(f"{line}\n" for line in self._bodies[key]))
            for key, title in self._titles.items()
        ]
        return self.read

    def _read(self, number: int, paragraph: JoinedParagraph) -> None:
        self.read.joints += [Joint(paragraph.where, one) for one in paragraph.shown_joints]
        if section := self._heads.get(number, ""):
            self._section, self._open, self._ranks, self._after_table = section, [], [], False
            self.read.headings[section] = paragraph.where
            if self._sections.says_more(paragraph.text):
                self._mark_unread(paragraph, _MORE)
            elif not self._sections.is_known(paragraph.text):
                self._mark_unread(paragraph, _BY_NUMBER)
            self._ledger.settle(paragraph.entries)
        elif self._section and self._form.section_of[self._section].tables:
            self._below_table(paragraph)
        elif self._sections.looks_like_heading(paragraph.text):
            self._mark_unread(paragraph, _NO_HEADING)
            self._in_text(paragraph)
        else:
            self._in_text(paragraph)

    def _mark_unread(self, paragraph: JoinedParagraph, why: str) -> None:
        """Add an issue for a paragraph that was not recognised."""
        self._unread.append((self._section, ReadingIssue(paragraph.where, paragraph.text, why)))
        self._ledger.mark_unread(paragraph.entries)

    def _below_table(self, paragraph: JoinedParagraph) -> None:
        """Read notes under a table; a form has no place for other text there."""
        table = self._form.section_of[self._section].tables[0]
        is_doubtful = len(paragraph.text) > _NOTE and not NOTE_HEAD.match(paragraph.text)
        follows = not is_doubtful or table.key in self.read.notes
        if self._after_table and follows and not paragraph.is_head:
            if is_doubtful:
                self.read.doubts.append(ReadingIssue(paragraph.where, paragraph.text, _NO_NOTE))
            self.read.notes.setdefault(table.key, []).append(paragraph.text)
            self._ledger.settle(paragraph.entries)
        elif says_unit(paragraph.text, table) or words(paragraph.text) in _printed_by(table):
            self._ledger.settle(paragraph.entries)
        elif self._sections.is_caption(paragraph.text):
            self.read.captions.append(paragraph.where)
            self._ledger.settle(paragraph.entries)
        else:
            self._mark_unread(paragraph, _NO_PLACE)

    def _in_text(self, paragraph: JoinedParagraph) -> None:
        if not self._section:
            self._append(self._preface, self._form.texts[self._preface].title, paragraph)
            return
        head = self._head(paragraph)
        if head is not None:
            self._next += bool(self._next)
            self._begin(head, paragraph)
            if head.body:
                self._append(self._open[-1], "", replace(paragraph, text=head.body))
        else:
            if _LIKE_HEAD.fullmatch(paragraph.text):
                self._mark_unread(paragraph, _UNNUMBERED)
            if self._open:
                self._append(self._open[-1], "", paragraph)
            else:
                self._begin_without_head(paragraph)

    def _leads(self, pieces: Iterable[tuple[int, Passage]]) -> bool:
        """Return whether sub-heads follow before the next section, its first one among them.

        If a single other one follows, as 改进情况, the text before it belongs to the first.
        """
        here = takewhile(lambda one: one[0] not in self._heads, pieces)
        texts = [piece for _, piece in here if isinstance(piece, JoinedParagraph)]
        heads = [head for one in texts if (head := self._head(one))]
        known = {key for one in heads for key in self._subheads[self._section].keys(one.title)[:1]}
        first = next(text for text in self._form.section_of[self._section].texts if not text.place)
        return bool(heads) and (first.block in known or len(known) != 1)

    def _head(self, paragraph: JoinedParagraph) -> Head | None:
        """Return the sub-head at the beginning of a paragraph; None for plain text."""
        if self._next and (counted := _counted_head(paragraph.text, self._next)):
            return counted
        head = self._numbered_head(paragraph.text)
        is_title = head is not None and _SENTENCE.search(head.title) is None
        glued = None if is_title else self._glued_head(paragraph.text)
        return glued or head or self._bare_head(paragraph)

    def _numbered_head(self, text: str) -> Head | None:
        """Return the sub-head that a number is before, else None.

        An item of a list, as ①, is one only with customary words, and not below another one.
        """
        head = head_of(text)
        if head is None or head.level < ITEM_LEVEL:
            return head
        is_below = any(rank < ITEM_LEVEL for rank in self._ranks)
        return None if is_below or not self._subheads[self._section].keys(head.title) else head

    def _glued_head(self, text: str) -> Head | None:
        """Return a customary sub-head that its text follows without a mark, else None."""
        found = numbering_of(text)
        if found.style is not Style.BRACKET:
            return None
        rest = text[found.end :]
        words_only = _INNER.split(rest, maxsplit=1)[0]
        for end in range(min(_BARE, len(words_only)), 1, -1):
            title, body = rest[:end], rest[end:]
            is_apart = title.endswith(_SURE_ENDINGS) or body[:1].isspace()
            is_known = bool(self._subheads[self._section].keys(title.strip()))
            if is_known and body.strip() and (is_apart or _BEGINS_TEXT.match(body)):
                return Head(1, title.strip(), body.strip())
        return None

    def _counts(self, pieces: Iterable[tuple[int, Passage]]) -> bool:
        """Return whether the sub-heads of a section are counted as 一是, 二是, and no others."""
        here = takewhile(lambda one: one[0] not in self._heads, pieces)
        texts = [piece.text for _, piece in here if isinstance(piece, JoinedParagraph)]
        counted, known = 0, set[str]()
        for text in texts:
            if head := _counted_head(text, counted + 1):
                counted += 1
                known |= {*self._subheads[self._section].keys(head.title)[:1]}
        return len(known) >= _FEWEST and not any(map(self._numbered_head, texts))

    def _bare_head(self, paragraph: JoinedParagraph) -> Head | None:
        """Return a customary sub-head that is a line of its own without a number, else None."""
        title = paragraph.text.rstrip("：: 。")
        if len(title) > _BARE or _INNER.search(title):
            return None
        new = [key for key in self._subheads[self._section].keys(title) if key not in self._titles]
        return Head(0, title) if new else None

    def _begin(self, head: Head, paragraph: JoinedParagraph) -> None:
        """Begin a sub-head below the current ones of a higher level."""
        if len(self._titles) >= HEADS:
            raise too_large(f"小标题超过{HEADS}个")
        known = self._subheads[self._section].keys(head.title)
        top = [key for key in known if parent_path(key) == self._section]
        if head.level < 2 and top:
            self._ranks = []
        while self._ranks and self._ranks[-1] >= head.level:
            self._ranks.pop()
        above = self._open[: len(self._ranks)]
        self._ranks.append(head.level)
        parent = above[-1] if above else self._section
        keys = [key for key in known if parent_path(key) == parent and key not in self._titles]
        key = keys[0] if keys else own_key(parent, {*self._titles, *self._form.texts})
        for other in keys[1:]:
            title = self._subheads[self._section].title(other)
            why = f"小标题含「{title}」，拟一并列入「{self._subheads[self._section].title(key)}」"
            self.read.doubts.append(ReadingIssue(paragraph.where, head.title, why))
        self._open = [*above, key]
        self._place(key, head.title, paragraph.where)
        self._ledger.settle(paragraph.entries)

    def _begin_without_head(self, paragraph: JoinedParagraph) -> None:
        lead = self._form.lead(self._section)
        if lead and (self._is_led or self._form.texts[lead].required):
            self._append(lead, self._form.texts[lead].title, paragraph)
            return
        texts = self._form.section_of[self._section].texts
        first = next(text for text in texts if not text.place)
        why = f"{_NO_HEAD}「{first.title}」"
        self.read.doubts.append(ReadingIssue(paragraph.where, paragraph.text, why))
        self._open = [first.block]
        self._append(first.block, first.title, paragraph)

    def _append(self, key: str, title: str, paragraph: JoinedParagraph) -> None:
        self._ledger.settle(paragraph.entries)
        if key not in self._titles:
            self._place(key, title, paragraph.where)
        self._bodies[key].append(paragraph.text)

    def _place(self, key: str, title: str, where: str) -> None:
        self._titles[key], self._bodies[key] = title, []
        self.read.places[key] = where


def _counted_head(text: str, number: int) -> Head | None:
    """Return the sub-head that is counted in words at the beginning of a text, with a number."""
    found = _COUNTED.fullmatch(text)
    if found is None or CHINESE_DIGITS.index(found[1]) != number:
        return None
    return Head(1, found[2], found[3].strip())


@lru_cache(maxsize=16)
def _printed_by(table: Table) -> frozenset[str]:
    """Return the words of the lines that a table prints over its rows: 第二十条第（一）项."""
    return frozenset(words(block.title) for block in table.blocks if block.title)


def _in_runs(named: Iterable[tuple[str, ReadingIssue]]) -> Iterator[ReadingIssue]:
    """Combine the issues of many consecutive lines without a place, as the cells of other tables.

    Each issue comes with the key of its section.
    """
    for (_, why), group in groupby(named, key=lambda one: (one[0], one[1].why)):
        run = [issue for _, issue in group]
        if why != _NO_PLACE or len(run) < _MANY:
            yield from run
            continue
        where = f"{run[0].where}至{run[-1].where}"
        text = "\n".join(issue.text for issue in run)
        yield ReadingIssue(where, text, f"{why}，共{len(run)}段")


def read_texts(
    form: Form, pieces: Sequence[tuple[int, Passage]], heads: Mapping[int, str], ledger: Ledger
) -> TextsRead:
    """Read the texts of a document; ``heads`` are the headings by the index of the piece."""
    read = TextReader(form, heads, ledger).take_all(pieces)
    for section in form.sections:
        for mention in section.mentions:
            _match_by_words(read, join_path(section.key, mention.key), mention.any, form)
        read.issues += _unmatched(read, section)
    return read


def _unmatched(read: TextsRead, section: Section) -> Iterator[ReadingIssue]:
    """Yield issues for a unit's own sub-heads if a required one is missing: it may be renamed."""
    known = {text.block for text in section.texts}
    required = {text.block for text in section.texts if text.required}
    here = [block for block in read.blocks if block.section == section.key]
    if required <= {block.key for block in here}:
        return
    for block in here:
        if block.key not in known and block.level == 1:
            yield ReadingIssue(read.places[block.key], block.title, _NOT_CUSTOMARY)


def _match_by_words(read: TextsRead, key: str, any_of: tuple[str, ...], form: Form) -> None:
    """Recognise a renamed customary sub-head by words that its text must contain."""
    here = [block for block in read.blocks if any(word in block.body for word in any_of)]
    known = any(block.key == key for block in read.blocks)
    if known or key not in form.texts or len(here) != 1 or here[0].key in form.texts:
        return
    (own,) = here
    read.blocks = [replace(b, key=key) if b is own else b for b in read.blocks]
    read.places[key] = read.places.pop(own.key)
