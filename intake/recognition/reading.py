"""A foreign document → what it says of a report, with everything that is not sure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from export.style import RELATIONS
from intake.content import BLOCKS, Document, FileKind, SourceTable, too_large
from intake.recognition.account import Account, Ledger, Scope, cell_of, remark_of
from intake.recognition.asides import body_of, read_asides
from intake.recognition.counts import (
    FiguresRead,
    TallyRead,
    figures_in,
    left_of,
    tally_in,
)
from intake.recognition.headings import Joined, whole
from intake.recognition.identity import (
    Ends,
    Identity,
    ends_of,
    identity_of,
    is_day,
    is_said,
    may_title,
)
from intake.recognition.labels import Found, Puzzle
from intake.recognition.sections import Sections
from intake.recognition.tables import MISSING, TablesRead, read_tables
from intake.recognition.texts import Joint, read_texts
from model.address import first_key
from model.form import catalog
from model.form.form import Form
from model.report.report import TextBlock

_NOT_TITLE: Final = "不是标题，也不是前言"
_AFTER_ALL: Final = "在落款之后，未读取"
_NO_DAY: Final = "没有这一天"
_NO_HEADING: Final = f"{MISSING}这一部分的标题"


@dataclass(frozen=True)
class Recognition:
    """What one source says of a report.

    ``cells`` holds every cell that was found, totals too, by address. ``rewritten`` are sentences
    that the program writes itself from the numbers that were read out of them. ``puzzles`` name
    what was not recognised, ``missing`` the tables and headings that the source should have.
    """

    form_key: str
    kind: FileKind
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
    missing: tuple[Puzzle, ...] = ()
    account: Account = field(default_factory=Account)

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
        sections = self.form.section_keys
        known = {
            *(address in self.form.cells for address in self.cells),
            *(key in self.form.tables for key in self.notes),
            *(key in self.form.texts for key in self.figures),
            *(a in self.form.figures for found in self.figures.values() for a in found.values),
            *(block.section in sections for block in self.texts),
            *(first_key(key) in sections for key in self.tallies),
            *(key in self.form.tables for key in self.account.tables),
            *(key in sections for key in self.account.sections),
        }
        if False in known:
            raise ValueError(self.form_key)

    @property
    def form(self) -> Form:
        """The form that the source fits best."""
        return catalog.form(self.form_key)

    @property
    def unrecognised(self) -> tuple[Puzzle, ...]:
        """All that is missing or was not recognised."""
        return (*self.missing, *self.puzzles)

    @property
    def understood(self) -> bool:
        """Whether every line of the source is settled, and no table or heading is missing."""
        return self.account.is_complete(self.form) and not self.unrecognised


def recognise(document: Document, forms: Sequence[Form]) -> Recognition:
    """Recognise a report in a document; of equal forms the first counts.

    Raises:
        RefusedError: it says far more than a report would.
    """
    if len(document.blocks) > BLOCKS:
        raise too_large(f"段落和表格超过{BLOCKS}个")
    ledger = Ledger(document)
    tables = read_tables(document, forms)
    pieces = whole(document.blocks)
    heads = Sections(tables.form).find(pieces)
    ends = ends_of(pieces, heads)
    read = read_texts(tables.form, ends.body, heads, ledger)
    preface = "".join(block.body for block in read.blocks[:1])
    title = [piece.text for piece in ends.title]
    captions = [line for _, line in tables.captions if may_title(line)]
    identity = identity_of([*title, *captions], preface, [piece.text for piece in ends.ending])
    tallies, figures, texts, rewritten = _take_counts(tables.form, read.blocks)
    notes = {key: [*lines, *tables.notes.get(key, ())] for key, lines in read.notes.items()}
    first = [pieces[number] for number in sorted(heads)[:1]]
    body = body_of(document, [one for one in first if isinstance(one, Joined)], ends.ending)
    asides = read_asides(document, body, identity.unit.get("name", ""), ledger)
    outside = [*_outside(ends, identity, ledger), *_unread(document, tables, identity, ledger)]
    scope = Scope.TABLES if document.kind is FileKind.EXCEL else Scope.WHOLE
    account, left = ledger.closed(tables.whole, read.sections, scope)
    return Recognition(
        form_key=tables.form.key,
        kind=document.kind,
        identity=identity,
        cells=tables.cells,
        texts=texts if tables.cells or read.sections else (),  # else it is any letter
        places=read.places,
        notes={key: "\n".join(lines) for key, lines in (tables.notes | notes).items()},
        tallies=tallies,
        figures=figures,
        joints=tuple(read.joints),
        rewritten=rewritten,
        doubts=(*read.doubts, *_doubtful(tables.cells.values())),
        puzzles=(
            *tables.puzzles,
            *read.puzzles,
            *outside,
            *asides.puzzles,
            *left,
        ),
        notices=(*document.notices, *asides.notices, *_captioned(read.captions)),
        missing=(*tables.missing, *_without_heading(tables.form, account)),
        account=account,
    )


def of_tables(
    read: TablesRead,
    cells: dict[str, Found],
    puzzles: Sequence[Puzzle],
    account: Account,
    year: int,
) -> Recognition:
    """Return what tables alone say of the report on a year; ``cells`` are those of ``read``."""
    return Recognition(
        form_key=read.form.key,
        kind=FileKind.TEXT,
        identity=Identity(year),
        cells=cells,
        texts=(),
        places={},
        notes={key: "\n".join(lines) for key, lines in read.notes.items()},
        tallies={},
        figures={},
        joints=(),
        rewritten=(),
        doubts=tuple(_doubtful(cells.values())),
        puzzles=tuple(puzzles),
        notices=(),
        account=account,
    )


def _captioned(places: Sequence[str]) -> Iterator[str]:
    if places:
        yield f"表名{len(places)}处（{'、'.join(places)}），不导入。"


def _without_heading(form: Form, account: Account) -> Iterator[Puzzle]:
    """Name the sections of which no heading was seen, where the source should have them."""
    missing = account.missing_sections(form)
    for section in form.sections:
        if section.key in missing:
            yield Puzzle(section.short, section.title, _NO_HEADING)


def _outside(ends: Ends, identity: Identity, ledger: Ledger) -> Iterator[Puzzle]:
    """Settle title and ending, and name what stands before, between and behind them."""
    name = identity.unit.get("name", "")
    for piece in (*ends.title, *ends.strays):
        if is_said(piece.text, name):
            ledger.settle(piece.entries)
        else:
            yield _named(piece, _NOT_TITLE, ledger)
    for piece in ends.ending:
        if is_day(piece.text) and identity.signed is None:
            yield _named(piece, _NO_DAY, ledger)
        else:
            ledger.settle(piece.entries)
    behind = (piece for piece in ends.after if isinstance(piece, Joined))
    yield from (_named(piece, _AFTER_ALL, ledger) for piece in behind)


def _named(piece: Joined, why: str, ledger: Ledger) -> Puzzle:
    ledger.name(piece.entries)
    return Puzzle(piece.where, piece.text, why)


def _unread(
    document: Document, tables: TablesRead, identity: Identity, ledger: Ledger
) -> Iterator[Puzzle]:
    """Enter the cells of all tables, and name the tables that were not read."""
    name = identity.unit.get("name", "")
    for table in tables.foreign:
        if table.sheet == RELATIONS:  # the program's own, which says nothing new
            ledger.settle(cell_of(table, cell) for cell in table.cells)
    tables.enter(ledger)
    ledger.settle(entry for entry, line in tables.captions if is_said(line, name))
    for table in document.tables:
        if table.hidden:
            yield Puzzle(_where(table), _said(table), "工作表已隐藏，未读取")
            ledger.name(cell_of(table, cell) for cell in table.cells)
            ledger.name(remark_of(table, cell) for cell in table.cells)
        elif table in tables.foreign and table.sheet != RELATIONS:
            yield Puzzle(_where(table), _said(table), "不是年报的表格")


def _doubtful(cells: Iterable[Found]) -> Iterator[Puzzle]:
    """Name the cells that are not taken over by themselves."""
    for one in cells:
        if one.doubt:
            yield Puzzle(one.where, one.text, one.doubt, (one.address,))


def _take_counts(
    form: Form, blocks: Sequence[TextBlock]
) -> tuple[dict[str, TallyRead], dict[str, FiguresRead], tuple[TextBlock, ...], tuple[str, ...]]:
    """Read numbers out of the texts; what is written from them again leaves the text."""
    tallies: dict[str, TallyRead] = {}
    figures: dict[str, FiguresRead] = {}
    kept: list[TextBlock] = []
    rewritten: list[str] = []
    for block in blocks:
        message: tuple[str, ...] = ()
        if block.key in form.texts_with_figures:
            figures[block.key] = figures_in(block.body, form.texts[block.key])
            message = figures[block.key].sentences
            rewritten += message
        elif (tally := tally_in(block.body, "条")) is not None:
            tallies[block.key] = tally
            message = tally.sentences
            rewritten.append("".join(message))
        kept.append(replace(block, body=_without(block.body, message)))
    return tallies, figures, tuple(kept), tuple(rewritten)


def _without(body: str, sentences: Sequence[str]) -> str:
    """Take sentences out; what else they say stays."""
    for sentence in sentences:
        body = body.replace(sentence, left_of(sentence), 1)
    return "\n".join(line for line in body.split("\n") if line.strip())


def _where(table: SourceTable) -> str:
    return table.where(table.cells[0])


def _said(table: SourceTable) -> str:
    return " ".join(cell.text for cell in table.cells if cell.text)
