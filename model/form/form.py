"""The parts of a Form: a mandated format as data, read from one file, independent of any report."""

from functools import cached_property
from typing import Literal

from model.address import figure_address, join_path, text_address
from model.form.table import Cell, FormPart, Relation, Severity, Some, Table
from model.values import ValueKind


class Rule(FormPart, frozen=True):
    """A check that is not a relation: a function of model.checks.rules by its name."""

    rule: str
    name: str
    severity: Severity
    on: tuple[str, ...] = ()
    least: int = 0
    basis: str = ""


class Mention(FormPart, frozen=True):
    """Words that a section, or one text of it, has to contain: ``all`` of them or ``any``."""

    key: str
    name: str
    severity: Severity
    text: str = ""
    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    basis: str = ""
    advice: str = ""


class Figure(FormPart, frozen=True):
    """A number in the text of section six instead of a table."""

    key: str
    label: str
    unit: str
    kind: ValueKind = ValueKind.COUNT

    @property
    def address(self) -> str:
        """``figure/<key>``."""
        return figure_address(self.key)


class Text(FormPart, frozen=True, dict=True):
    """A customary sub-head with its guidance; a key with dots is below another one.

    A text with a ``place`` has no sub-head: it is printed before the heading of its section (前言)
    or after it, before the first sub-head (总述). ``variants`` are other sub-heads for it in
    published reports. ``sentence`` names the sentence that is printed from ``figures``,
    ``reference`` the one that is offered to the clerk. ``regional`` texts are only added if the
    unit chooses them; ``default`` is true if a new report has the text.
    """

    key: str
    section: str
    title: str
    guidance: str = ""
    variants: tuple[str, ...] = ()
    place: Literal["", "before_heading", "after_heading"] = ""
    required: bool = False
    default: bool = True
    regional: bool = False
    sentence: str = ""
    reference: str = ""
    figures: tuple[Figure, ...] = ()

    @cached_property
    def block(self) -> str:
        """Key of its block in a report: ``<section>.<key>``."""
        return join_path(self.section, self.key)

    @cached_property
    def address(self) -> str:
        """``text/<section>.<key>``."""
        return text_address(self.block)


class Subject(FormPart, frozen=True):
    """What phrases count, such as an application, with its names in prose and its units there.

    Where other words are beside the name, one of ``about`` has to be too: a court decides on other
    matters than those of this report.
    """

    key: str
    names: Some[str]
    units: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


class Phrase(FormPart, frozen=True):
    """The words by which prose calls a number of the report: a cell, a figure, a sum of them.

    Each of ``means`` is one lawful meaning: the addresses of its addends, where the path of a group
    stands for all of its leaves, and a tally for its total. ``words`` are used with the name of
    ``subject`` or, in its context, without it; ``bare`` means that the name alone is enough.
    ``part`` is true if the number may be said as a part of another (其中), ``distinct`` if its
    words call nothing else, whatever is beside them. ``denied`` are words that say after 未 or 无
    that it is 0, ``zero`` those that say so by themselves. ``units`` are those of the subject
    unless given. 〔甲|乙〕 in a word may be missing, （甲|乙） may not; ``{last}`` and ``{next}``
    are the years before and after that of the report.
    """

    key: str
    means: Some[Some[str]]
    subject: str
    words: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    bare: bool = False
    part: bool = False
    distinct: bool = False
    denied: tuple[str, ...] = ()
    zero: tuple[str, ...] = ()


class TallyKind(FormPart, frozen=True):
    """A tally of published items in a new report, with its parts from a preset."""

    key: str
    name: str
    unit: str
    under: str
    preset: str


class Preset(FormPart, frozen=True):
    """Named parts for a tally: (key, label), in order."""

    key: str
    name: str
    parts: Some[tuple[str, str]]


class Section(FormPart, frozen=True):
    """One of the six sections. ``variants`` are other headings for it in published reports.

    ``shortest`` is the least number of characters of a text. ``longest`` is the number that all
    texts together should not exceed, as guidance only; 0 is no limit.
    """

    key: str
    title: str
    short: str
    variants: tuple[str, ...] = ()
    shortest: int = 0
    longest: int = 0
    texts: tuple[Text, ...] = ()
    tables: tuple[Table, ...] = ()
    tallies: tuple[TallyKind, ...] = ()
    mentions: tuple[Mention, ...] = ()
    subjects: tuple[Subject, ...] = ()
    phrases: tuple[Phrase, ...] = ()


class Form(FormPart, frozen=True, eq=False, dict=True):
    """One format of the annual report, for reports on ``first_year`` to ``last_year`` (0: no end).

    A form is equal only to itself, so that it is a fast key of caches.
    """

    key: str
    basis: str
    first_year: int
    sections: Some[Section]
    last_year: int = 0
    relations: tuple[Relation, ...] = ()
    rules: tuple[Rule, ...] = ()
    presets: tuple[Preset, ...] = ()

    def __repr__(self) -> str:
        return f"Form({self.key!r})"

    @cached_property
    def tables(self) -> dict[str, Table]:
        """Tables by key, in printed order."""
        return {table.key: table for section in self.sections for table in section.tables}

    @cached_property
    def cells(self) -> dict[str, Cell]:
        """Cells of all tables by address, in printed order."""
        return {a: cell for table in self.tables.values() for a, cell in table.cells.items()}

    @cached_property
    def texts(self) -> dict[str, Text]:
        """Texts by ``section.key``, in printed order."""
        return {text.block: text for section in self.sections for text in section.texts}

    @cached_property
    def texts_with_figures(self) -> frozenset[str]:
        """Keys of the texts that print a sentence from figures."""
        return frozenset(key for key, text in self.texts.items() if text.figures)

    @cached_property
    def typed(self) -> frozenset[str]:
        """Addresses of the typed cells."""
        return frozenset(address for address, cell in self.cells.items() if not cell.computed)

    @cached_property
    def counted(self) -> frozenset[str]:
        """Addresses of the cells and figures that are counts."""
        cells = {address for address, cell in self.cells.items() if cell.kind is ValueKind.COUNT}
        return frozenset(cells | {a for a, f in self.figures.items() if f.kind is ValueKind.COUNT})

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """Figures by address, in printed order."""
        return {figure.address: figure for text in self.texts.values() for figure in text.figures}

    @cached_property
    def text_of(self) -> dict[str, Text]:
        """The text of each figure, by the address of the figure."""
        return {figure.address: text for text in self.texts.values() for figure in text.figures}

    @cached_property
    def section_keys(self) -> frozenset[str]:
        """Keys of the sections, without the keys of tables, which no text or tally has."""
        return frozenset(section.key for section in self.sections)

    @cached_property
    def section_of(self) -> dict[str, Section]:
        """Sections by their own key, and by the keys of their tables."""
        by_table = {table.key: part for part in self.sections for table in part.tables}
        return {section.key: section for section in self.sections} | by_table

    def has_subhead(self, key: str) -> bool:
        """Return whether a text has a sub-head: only those with a place have none (前言, 总述)."""
        known = self.texts.get(key)
        return known is None or not known.place

    def is_before_heading(self, key: str) -> bool:
        """Return whether a text is before the heading of its section (前言)."""
        known = self.texts.get(key)
        return known is not None and known.place == "before_heading"

    def lead(self, section: str) -> str:
        """Return the key of the text after the heading of a section (总述); empty without one."""
        here = (text for text in self.section_of[section].texts if text.place == "after_heading")
        return next((text.block for text in here), "")

    def covers(self, year: int) -> bool:
        """Return whether the decree prescribes this form for reports on that year."""
        return self.first_year <= year and (self.last_year == 0 or year <= self.last_year)
