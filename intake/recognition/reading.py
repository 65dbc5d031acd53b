"""A foreign document → what it says of a report, with everything that is not sure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from export.excel_relations import NAME as RELATIONS
from intake.bounds import BLOCKS, too_large
from intake.content import Aside, Beside, Document, Kind, Paragraph, Table
from intake.recognition.counts import (
    FiguresRead,
    TallyRead,
    figures_in,
    left_of,
    tally_in,
)
from intake.recognition.found import Found, Puzzle
from intake.recognition.headings import is_numbered
from intake.recognition.identity import Identity, identity_of, may_title, split_ending
from intake.recognition.paragraphs import Joined, Piece, whole
from intake.recognition.tables import read_tables
from intake.recognition.texts import Joint, read_texts
from model import catalog
from model.form import Form
from model.report import TextBlock

_TITLE_LINES: Final = 3
_NOTES: Final = {Beside.FOOTNOTE: "脚注", Beside.ENDNOTE: "尾注", Beside.REMARK: "批注"}
_UNSEEN: Final = {
    Beside.DELETED: "修订中已删除的文字",
    Beside.HIDDEN: "隐藏的文字",
    Beside.PICTURE: "图片",
}


@dataclass(frozen=True)
class Reading:
    """What one source says of a report.

    ``cells`` holds every cell that was found, totals too, by address. ``rewritten`` are sentences
    that the program writes itself from the numbers that were read out of them.
    """

    form_key: str
    kind: Kind
    identity: Identity
    cells: dict[str, Found]
    texts: tuple[TextBlock, ...]
    places: dict[str, str]
    notes: dict[str, str]
    tallies: dict[str, TallyRead]
    figures: dict[str, FiguresRead]
    joints: tuple[Joint, ...]
    rewritten: tuple[str, ...]
    doubts: tuple[Puzzle, ...]
    puzzles: tuple[Puzzle, ...]
    notices: tuple[str, ...]

    def __post_init__(self) -> None:
        """Hold what a child has read against its form.

        Raises:
            ValueError: it names a place that the form does not have.
        """
        keys = catalog.keys()
        if self.form_key not in keys:
            catalog.look_again()  # a child that was started later knows what was added meanwhile
            keys = catalog.keys()
        if self.form_key not in keys:
            raise ValueError(self.form_key)
        sections = {section.key for section in self.form.sections}
        known = {
            *(address in self.form.cells for address in self.cells),
            *(key in self.form.tables for key in self.notes),
            *(key in self.form.texts for key in self.figures),
            *(a in self.form.figures for found in self.figures.values() for a in found.values),
            *(block.section in sections for block in self.texts),
            *(key.partition(".")[0] in sections for key in self.tallies),
        }
        if False in known:
            raise ValueError(self.form_key)

    @property
    def form(self) -> Form:
        """The form that the source fits best."""
        return catalog.form(self.form_key)

    @property
    def understood(self) -> bool:
        """Whether all of the source was understood, and something of it is a report."""
        return bool(self.cells or self.texts) and not self.puzzles


def recognise(document: Document, forms: Sequence[Form]) -> Reading:
    """Recognise a report in a document; of equal forms the first counts.

    Raises:
        RefusedError: it says far more than a report would.
    """
    if len(document.blocks) > BLOCKS:
        raise too_large(f"段落和表格超过{BLOCKS}个")
    tables = read_tables(document, forms)
    pieces, ending = _without_ending(whole(document.blocks))
    read = read_texts(tables.form, pieces)
    title = [*read.title, *(line for line in tables.captions if may_title(line))]
    preface = "".join(block.body for block in read.blocks[:1])
    tallies, figures, texts, rewritten = _take_counts(tables.form, read.blocks)
    notes = {key: [*lines, *tables.notes.get(key, ())] for key, lines in read.notes.items()}
    return Reading(
        form_key=tables.form.key,
        kind=document.kind,
        identity=identity_of(title, preface, ending),
        cells=tables.cells,
        texts=texts if tables.cells or read.sections else (),  # else it is any letter
        places=read.places,
        notes={key: "\n".join(lines) for key, lines in (tables.notes | notes).items()},
        tallies=tallies,
        figures=figures,
        joints=tuple(read.joints),
        rewritten=rewritten,
        doubts=(*read.doubts, *_doubtful(tables.cells.values())),
        puzzles=(*tables.puzzles, *read.puzzles, *_left_over(document, tables.foreign)),
        notices=(*document.notices, *_unseen(document)),
    )


def _doubtful(cells: Iterable[Found]) -> Iterator[Puzzle]:
    """Name the cells that are not taken over by themselves."""
    for one in cells:
        if one.doubt:
            yield Puzzle(one.where, one.text, one.doubt, (one.address,))


def _left_over(document: Document, tables: Sequence[Table]) -> Iterator[Puzzle]:
    """Name the tables that were not read, and what somebody has noted beside the text."""
    yield from _foreign(document, tables)
    for aside in document.asides:
        if aside.kind in _NOTES:
            what = _NOTES[aside.kind]
            yield Puzzle(_place_of(document, aside), aside.text, f"{what}没有对应的位置，未读取")


def _unseen(document: Document) -> Iterator[str]:
    """Say how much stands in the document that nobody sees in its text."""
    kinds = Counter(aside.kind for aside in document.asides)
    for kind, told in _UNSEEN.items():
        if kinds[kind]:
            yield f"{told}{kinds[kind]}处，未读取。"


def _place_of(document: Document, aside: Aside) -> str:
    block = document.blocks[aside.after - 1] if 0 < aside.after <= len(document.blocks) else None
    if block is None:
        return "开头"
    return block.where if isinstance(block, Paragraph) else f"第{block.number}个表格"


def _foreign(document: Document, tables: Sequence[Table]) -> Iterator[Puzzle]:
    """Name the tables that were not read; the sheet of relations of our own says nothing new."""
    for table in document.tables:
        if table.hidden:
            yield Puzzle(_where(table), _said(table), "工作表已隐藏，未读取")
        elif table in tables and table.sheet != RELATIONS:
            yield Puzzle(_where(table), _said(table), "不是年报的表格")


def _without_ending(pieces: Sequence[Piece]) -> tuple[Sequence[Piece], list[str]]:
    """Take 落款 and 成文日期 off the end of a document."""
    last: list[str] = []
    for piece in reversed(pieces):
        if not isinstance(piece, Joined):
            break
        last.insert(0, piece.text)
    count = split_ending(last, identity_of(_title_of(pieces), "").unit.get("name", ""))
    return pieces[: len(pieces) - count], last[len(last) - count :]


def _title_of(pieces: Iterable[Piece]) -> list[str]:
    """Give the first lines, up to a heading, a sentence or a table."""
    lines: list[str] = []
    for piece in islice(pieces, _TITLE_LINES):
        if not isinstance(piece, Joined) or is_numbered(piece.text) or "。" in piece.text:
            break
        lines.append(piece.text)
    return lines


def _take_counts(
    form: Form, blocks: Sequence[TextBlock]
) -> tuple[dict[str, TallyRead], dict[str, FiguresRead], tuple[TextBlock, ...], tuple[str, ...]]:
    """Read numbers out of the texts; what is written from them again leaves the text."""
    tallies: dict[str, TallyRead] = {}
    figures: dict[str, FiguresRead] = {}
    kept: list[TextBlock] = []
    rewritten: list[str] = []
    for block in blocks:
        told: tuple[str, ...] = ()
        if block.key in form.texts_with_figures:
            figures[block.key] = figures_in(block.body, form.texts[block.key])
            told = figures[block.key].sentences
            rewritten += told
        elif (tally := tally_in(block.body, "条")) is not None:
            tallies[block.key] = tally
            told = tally.sentences
            rewritten.append("".join(told))
        kept.append(replace(block, body=_without(block.body, told)))
    return tallies, figures, tuple(kept), tuple(rewritten)


def _without(body: str, sentences: Sequence[str]) -> str:
    """Take sentences out; what else they say stays."""
    for sentence in sentences:
        body = body.replace(sentence, left_of(sentence), 1)
    return "\n".join(line for line in body.split("\n") if line.strip())


def _where(table: Table) -> str:
    return table.where(table.cells[0])


def _said(table: Table) -> str:
    return " ".join(cell.text for cell in table.cells[:6])
