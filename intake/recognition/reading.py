"""Recognise a report in a foreign document, and list everything that is uncertain."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Final

from export.style import OWN_SHEETS
from intake.content import (
    BLOCKS,
    SPREADSHEETS,
    Blocks,
    Document,
    FileKind,
    SourceTable,
    too_many_blocks,
)
from intake.recognition.account import Account, Ledger, Scope, cell_of, remark_of
from intake.recognition.asides import body_of, read_asides
from intake.recognition.headings import JoinedParagraph, KnownTitles, Passage, joined_paragraphs
from intake.recognition.identity import (
    DocumentParts,
    Identity,
    divide,
    identity_of,
    is_broken,
    is_day,
    is_whole_title,
    may_be_title,
    repeats_title,
)
from intake.recognition.left_out import left_out_of, notices_of
from intake.recognition.sections import Sections
from intake.recognition.tables import MISSING, TablesRead, read_tables
from intake.recognition.texts import Joint, read_texts
from intake.words.arrangement import arranged
from intake.words.labels import FoundCell, ReadingIssue
from intake.words.titles import SubheadTitles
from model.address import first_key
from model.claims.claims import Speaker
from model.claims.figures import FiguresRead, figures_in
from model.combine.collection import pages_of
from model.form import catalog
from model.form.form import Form
from model.form.statements import TallyRead, tallies_in
from model.report.report import TextBlock
from model.report.tallies import UNIT
from model.unit import Unit, proposed_kind

_NOT_TITLE: Final = "不是标题，也不是前言"
_AFTER_ALL: Final = "在落款之后，未读取"
_NO_DAY: Final = "没有这一天"
_LONGEST_NAME: Final = 60
"""Most characters of a unit's name by which it is known in the sentences of its report."""
_NO_HEADING: Final = f"{MISSING}这一部分的标题"


@dataclass(frozen=True)
class Recognition:
    """The content of one source, recognised as parts of a report.

    ``cells`` holds every cell that was found, totals included, by address. ``issues`` are parts
    that were not recognised, ``missing`` the tables and headings that the source should have,
    ``doubts`` parts that were read but must be checked, ``left_out`` lines around the report, each
    with its kind.
    ``sources`` says who gave the number of a cell, where the source names somebody.
    ``headings`` are the positions of the headings of sections. All positions are in ``blocks``,
    those of the source; there are none where they would be too long for the reply of a child.
    """

    form_key: str
    kind: FileKind
    identity: Identity
    cells: dict[str, FoundCell]
    texts: tuple[TextBlock, ...]
    places: dict[str, str]
    notes: dict[str, str]
    tallies: dict[str, TallyRead]
    figures: dict[str, FiguresRead]
    joints: tuple[Joint, ...]
    doubts: tuple[ReadingIssue, ...]
    issues: tuple[ReadingIssue, ...]
    notices: tuple[str, ...]
    missing: tuple[ReadingIssue, ...] = ()
    account: Account = field(default_factory=Account)
    left_out: tuple[ReadingIssue, ...] = ()
    headings: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    blocks: Blocks = ()

    def __post_init__(self) -> None:
        """Check the keys and addresses from the child against the form.

        Raises:
            ValueError: the form does not have one of them.
        """
        keys = catalog.keys()
        if self.form_key not in keys:
            catalog.reload_added()  # a child that started later may know forms added meanwhile
            keys = catalog.keys()
        if self.form_key not in keys:
            raise ValueError(self.form_key)
        sections = self.form.section_keys
        known = {
            *(address in self.form.cells for address in (*self.cells, *self.sources)),
            *(one.page in pages_of(self.form) for one in self.identity.returned),
            *(key in self.form.tables for key in self.notes),
            *(key in self.form.texts for key in self.figures),
            *(a in self.form.figures for found in self.figures.values() for a in found.values),
            *(block.section in sections for block in self.texts),
            *(first_key(key) in sections for key in self.tallies),
            *(key in self.form.tables for key in self.account.tables),
            *(key in sections for key in (*self.account.sections, *self.headings)),
        }
        if False in known:
            raise ValueError(self.form_key)

    @property
    def form(self) -> Form:
        """The form that fits the source best."""
        return catalog.form(self.form_key)

    @property
    def unrecognised(self) -> tuple[ReadingIssue, ...]:
        """All issues: parts that are missing or were not recognised."""
        return (*self.missing, *self.issues)

    def is_understood_with(self, tables: AbstractSet[str], sections: AbstractSet[str]) -> bool:
        """Return whether every line of the source is settled and nothing of a report is missing.

        ``tables`` and ``sections`` are the keys of those that other sources have.
        """
        return (
            self.account.is_settled
            and not self.issues
            and self.account.missing_tables(self.form) <= tables
            and self.account.missing_sections(self.form) <= sections
        )

    @property
    def understood(self) -> bool:
        """Whether the source is understood without any other."""
        return self.is_understood_with(set(), set())


def recognise(document: Document, forms: Sequence[Form]) -> Recognition:
    """Recognise a report in a document; the first of forms that fit equally is used.

    Raises:
        RefusedError: it has far more blocks than any report.
    """
    if len(document.blocks) > BLOCKS:
        raise too_many_blocks()
    document = arranged(document, forms)
    ledger = Ledger(document)
    tables = read_tables(document, forms, own := [*filter(_is_own, document.tables)])
    sections = Sections(tables.form)
    left_out = left_out_of(document, sections.may_begin)
    ledger.settle(left_out.entries)
    pieces = joined_paragraphs(document.blocks, _titles(tables.form), left_out.entries)
    heads = sections.find(pieces)
    parts = divide(pieces, heads, tables.foreign)
    read = read_texts(tables.form, parts.body, heads, ledger)
    identity = _identity(document, tables, parts, read.blocks)
    texts = tuple(map(_without_blanks, read.blocks))
    cells, remarked = _noted_remarks(tables, read.notes)
    body = body_of(document, _first_heading(pieces, heads), parts.ending)
    asides = read_asides(document, body, identity.unit.get("name", ""), ledger)
    unread = _unread(document, tables, [*left_out.tables, *own], identity, ledger)
    outside = [*_outside(parts, identity, ledger), *unread]
    around = *notices_of(left_out.listed), *asides.notices, *_captioned(read.captions)
    account, left = ledger.close(tables.complete, read.headings, _scope_of(document))
    return Recognition(
        form_key=tables.form.key,
        kind=document.kind,
        identity=identity,
        cells=cells,
        texts=texts if tables.cells or read.headings else (),  # otherwise it is not a report
        places=read.places,
        notes=_joined_notes(tables, remarked),
        tallies=_tallies(tables.form, texts),
        figures=_figures(tables.form, texts, _speaker(tables.form, identity)),
        joints=tuple(read.joints),
        doubts=(*read.doubts, *_doubtful(tables.cells.values()), *tables.doubts),
        issues=(*tables.issues, *read.issues, *outside, *asides.issues, *left),
        notices=(*document.notices, *around),
        missing=(*tables.missing, *_without_heading(tables.form, account)),
        account=account,
        left_out=left_out.listed,
        headings=read.headings,
        blocks=document.blocks,
    )


def _noted_remarks(
    tables: TablesRead, notes: Mapping[str, Sequence[str]]
) -> tuple[dict[str, FoundCell], dict[str, list[str]]]:
    """Return the cells with the remarks that notes under their tables hold, and the other notes."""
    cells, others = dict(tables.cells), dict[str, list[str]]()
    for key, lines in notes.items():
        heads = {cell.remark_head: a for a, cell in tables.form.tables[key].cells.items()}
        others[key] = []
        for line in lines:
            head = max((head for head in heads if line.startswith(head)), key=len, default="")
            found = cells.get(heads.get(head, ""))
            if found is None or found.remark:
                others[key].append(line)
            else:
                cells[found.address] = replace(found, remark=line.removeprefix(head))
    return cells, others


def _titles(form: Form) -> KnownTitles:
    """Return what is known of the titles of a form's reports."""
    subheads = [SubheadTitles(section.texts) for section in form.sections]
    return KnownTitles(
        Sections(form).is_title,
        is_whole_title,
        lambda title: any(one.keys(title) for one in subheads),
        is_broken,
    )


def _joined_notes(tables: TablesRead, below: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return the notes of each table: those of its cells stand after those ``below`` it."""
    notes = tables.notes | {k: [*lines, *tables.notes.get(k, ())] for k, lines in below.items()}
    return {key: "\n".join(lines) for key, lines in notes.items() if lines}


def _scope_of(document: Document) -> Scope:
    return Scope.TABLES if document.kind in SPREADSHEETS else Scope.WHOLE


def _first_heading(pieces: Sequence[Passage], heads: Iterable[int]) -> list[JoinedParagraph]:
    first = (pieces[number] for number in sorted(heads)[:1])
    return [one for one in first if isinstance(one, JoinedParagraph)]


def _identity(
    document: Document, tables: TablesRead, parts: DocumentParts, blocks: Sequence[TextBlock]
) -> Identity:
    """Return whose report it is, by its title, its preface, its ending and the page's title."""
    prefaces = (block.body for block in blocks if tables.form.is_before_heading(block.key))
    preface = "".join(prefaces) or "".join(block.body for block in blocks[:1])
    title = [piece.text for piece in parts.title]
    captions = [line for _, line in tables.captions if may_be_title(line)]
    ending = [piece.text for piece in parts.ending]
    return identity_of([*title, *captions], preface, ending, document.title)


def recognition_of_tables(
    read: TablesRead,
    cells: dict[str, FoundCell],
    issues: Sequence[ReadingIssue],
    account: Account,
    year: int,
) -> Recognition:
    """Return a recognition of tables only, for the report on a year."""
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
        doubts=(*_doubtful(cells.values()), *read.doubts),
        issues=tuple(issues),
        notices=(),
        account=account,
    )


def _captioned(places: Sequence[str]) -> Iterator[str]:
    if places:
        yield f"表名{len(places)}处（{'、'.join(places)}），不导入。"


def _without_heading(form: Form, account: Account) -> Iterator[ReadingIssue]:
    """Yield issues for the sections whose headings the source should have but lacks."""
    missing = account.missing_sections(form)
    for section in form.sections:
        if section.key in missing:
            yield ReadingIssue(section.short, section.title, _NO_HEADING)


def _outside(parts: DocumentParts, identity: Identity, ledger: Ledger) -> Iterator[ReadingIssue]:
    """Settle title and ending, and yield issues for other lines before and after the body."""
    name = identity.unit.get("name", "")
    for piece in (*parts.title, *parts.strays):
        if repeats_title(piece.text, name):
            ledger.settle(piece.entries)
        else:
            yield _unread_issue(piece, _NOT_TITLE, ledger)
    for piece in parts.ending:
        if is_day(piece.text) and identity.signed is None:
            yield _unread_issue(piece, _NO_DAY, ledger)
        else:
            ledger.settle(piece.entries)
    behind = (piece for piece in parts.after if isinstance(piece, JoinedParagraph))
    yield from (_unread_issue(piece, _AFTER_ALL, ledger) for piece in behind)


def _unread_issue(piece: JoinedParagraph, why: str, ledger: Ledger) -> ReadingIssue:
    ledger.mark_unread(piece.entries)
    return ReadingIssue(piece.where, piece.text, why)


def _unread(
    document: Document,
    tables: TablesRead,
    left_out: Sequence[SourceTable],
    identity: Identity,
    ledger: Ledger,
) -> Iterator[ReadingIssue]:
    """Enter the cells of all tables, and yield issues for the tables that were not read."""
    name = identity.unit.get("name", "")
    for table in filter(_is_own, left_out):
        ledger.settle(cell_of(table, cell) for cell in table.cells)
    tables.enter(ledger)
    ledger.settle(entry for entry, line in tables.captions if repeats_title(line, name))
    for table in document.tables:
        if table in left_out:
            continue
        if table.hidden:
            yield ReadingIssue(_where(table), _text_of(table), "工作表已隐藏，未读取")
            ledger.mark_unread(cell_of(table, cell) for cell in table.cells)
            ledger.mark_unread(remark_of(table, cell) for cell in table.cells)
        elif table in tables.foreign:
            yield ReadingIssue(_where(table), _text_of(table), "不是年报的表格")


def _is_own(table: SourceTable) -> bool:
    """Return whether a table is a sheet that repeats the tables of the program's own workbook.

    A workbook that was saved as a page or printed has lost the names of its sheets.
    """
    named = OWN_SHEETS if not table.sheet else {table.sheet: OWN_SHEETS.get(table.sheet, ())}
    begin = tuple(cell.text for cell in table.cells[: max(map(len, OWN_SHEETS.values()))])
    return any(heads and heads == begin[: len(heads)] for heads in named.values())


def _doubtful(cells: Iterable[FoundCell]) -> Iterator[ReadingIssue]:
    """Yield issues for the cells that were read with a doubt."""
    for one in cells:
        if one.doubt:
            yield ReadingIssue(one.where, one.text, one.doubt, (one.address,))


def _speaker(form: Form, identity: Identity) -> Speaker | None:
    """Return whose report it is, for what its sentences say; None if its year is not known."""
    year = identity.year or identity.likely_year
    if year is None:
        return None
    name = identity.unit.get("name", "")[:_LONGEST_NAME]
    return Speaker.of(form, year, Unit(name=name, kind=proposed_kind(name)))


def _without_blanks(block: TextBlock) -> TextBlock:
    lines = (line for line in block.body.split("\n") if line.strip())
    return replace(block, body="\n".join(lines))


def _tallies(form: Form, blocks: Iterable[TextBlock]) -> dict[str, TallyRead]:
    """Return the tally that each text states, by the key of the text."""
    others = (block for block in blocks if block.key not in form.texts_with_figures)
    found = {block.key: next(tallies_in(block.body, UNIT), None) for block in others}
    return {key: tally for key, tally in found.items() if tally is not None}


def _figures(
    form: Form, blocks: Iterable[TextBlock], speaker: Speaker | None
) -> dict[str, FiguresRead]:
    """Return the figures that each text of figures states, by the key of the text."""
    here = (block for block in blocks if block.key in form.texts_with_figures)
    return {block.key: figures_in(block.body, form.texts[block.key], speaker) for block in here}


def _where(table: SourceTable) -> str:
    return table.where(table.cells[0])


def _text_of(table: SourceTable) -> str:
    return " ".join(text for cell in table.cells for text in (cell.text, cell.remark) if text)
