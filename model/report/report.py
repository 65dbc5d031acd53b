"""One unit's answers for one year to one Form. Frozen: every change returns a new Report."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, Self, TypeVar

from model.address import (
    TOTAL,
    depth,
    first_key,
    is_below,
    path_and_parents,
    tally_address,
    text_address,
)
from model.form.arithmetic import arithmetic
from model.form.form import Form, Text
from model.unit import Unit
from model.values import Number, Values

V = TypeVar("V")


class Stage(StrEnum):
    """稿别: the stage of the report. All but the last one are printed in the page header."""

    DRAFT = "草稿"
    COMMENTS = "征求意见稿"
    REVIEW = "送审稿"
    FINAL = "定稿"


@dataclass(frozen=True)
class Period:
    """The first and the last day of the reporting period, both included."""

    start: date
    end: date

    @classmethod
    def of(cls, year: int) -> Self:
        """Return the whole calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))


@dataclass(frozen=True)
class TextBlock:
    """A sub-head and its body.

    ``key`` is ``section.path``; each further dot is a lower level. ``body`` has paragraphs that end
    with line feeds.
    """

    key: str
    title: str
    body: str = ""

    @cached_property
    def section(self) -> str:
        """Key of its section."""
        return first_key(self.key)

    @cached_property
    def level(self) -> int:
        """1 for （一）, 2 for 1., 3 for （1）."""
        return depth(self.key)

    @property
    def address(self) -> str:
        """``text/<key>``."""
        return text_address(self.key)


@dataclass(frozen=True)
class Tally:
    """Published items by category. The counts of its parts and its total are values of the report.

    ``parts`` are pairs of key and label; ``under`` is the key of the text it is printed in.
    """

    key: str
    name: str
    unit: str
    under: str
    parts: tuple[tuple[str, str], ...]
    approximate: bool = False
    print_zero: bool = True

    @property
    def section(self) -> str:
        """Key of the section it is printed in."""
        return first_key(self.under)

    def address(self, part: str = TOTAL) -> str:
        """``tally/<key>/<part>``; the total is the part ``total``."""
        return tally_address(self.key, part)

    @cached_property
    def part_addresses(self) -> tuple[str, ...]:
        """Addresses of the parts, in order."""
        return tuple(self.address(key) for key, _ in self.parts)

    @property
    def finding(self) -> str:
        """``tally/<key>``, the id of the finding on its parts and its total; not an address."""
        return f"tally/{self.key}"

    @property
    def counted(self) -> tuple[tuple[str, str], ...]:
        """(key, label) of the parts, in order, and of the total."""
        return (*self.parts, (TOTAL, "合计"))

    @cached_property
    def labels(self) -> dict[str, str]:
        """Labels by address, of the parts in order and of the total."""
        return {self.address(key): label for key, label in self.counted}

    @property
    def addresses(self) -> tuple[str, ...]:
        """Addresses of the parts, in order, and of the total."""
        return tuple(self.labels)


@dataclass(frozen=True)
class Reason:
    """A 说明 for a warning, with the numbers it was written for: it is valid only for these."""

    text: str
    left: str
    right: str


@dataclass(frozen=True)
class Published:
    """When and where the report was published, noted after 定稿."""

    on: date
    url: str = ""


@dataclass(frozen=True)
class Previous:
    """A copy of last year's answers with their source, independent of last year's file."""

    source: str
    form: str
    year: int
    unit: str
    values: Values
    texts: tuple[TextBlock, ...] = ()


class Fonts(StrEnum):
    """The fonts of the documents: those of 公文, or those that come with Windows."""

    STANDARD = "standard"
    SYSTEM = "system"


@dataclass(frozen=True)
class Options:
    """Choices of layout.

    ``pitch`` is the line pitch in points: 28.95 makes 22 lines per page. ``shading`` colours the
    第二十条 rows; ``run_in`` prints sub-heads in the first paragraph instead of on their own line;
    ``units`` has the units of values, by address, for which the form leaves a choice. ``fonts`` is
    absent in a draft with the default fonts.
    """

    pitch: str = "28.95"
    shading: bool = True
    run_in: bool = False
    units: Mapping[str, str] = field(default_factory=dict)
    fonts: Fonts = Fonts.STANDARD


@dataclass(frozen=True)
class Report:
    """All answers of one unit for one year.

    ``values`` has every number by address; a blank is absent. ``unread`` has typed texts that are
    not numbers or, on the first step, not dates; ``stated`` the source's own totals of computed
    cells; ``sources`` the people or offices that supplied figures. ``extra`` keeps unknown keys of
    the draft file, nested as in the file; those of a text or tally under its key.

    A figure or tally with a number always has a text that prints it, so that every number that the
    checks count is also in the documents.

    Field names of a report and of its parts are the keys of a draft: ``model.drafts.file_format``.
    """

    form: Form
    year: int
    unit: Unit
    period: Period
    id: str = field(default_factory=lambda: secrets.token_hex(8))
    revision: str = field(default="", compare=False)
    values: Values = field(default_factory=dict)
    unread: Mapping[str, str] = field(default_factory=dict)
    stated: Values = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    texts: tuple[TextBlock, ...] = ()
    tallies: tuple[Tally, ...] = ()
    reasons: Mapping[str, Reason] = field(default_factory=dict)
    stage: Stage = Stage.DRAFT
    published: Published | None = None
    previous: Previous | None = None
    options: Options = field(default_factory=Options)
    extra: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        """Add the texts without which a number would not be printed."""
        for block in self._missing_texts():
            object.__setattr__(self, "texts", insert_text(self.texts, block, self.form))

    def _missing_texts(self) -> Iterator[TextBlock]:
        for address, text in self.form.text_of.items():
            if self.holds(address) and self.text(text.block) is None:
                yield default_block(text)
        for tally in self.tallies:
            is_here = tally.section in self.form.section_keys
            if is_here and any(map(self.holds, tally.addresses)) and not self.home_of(tally):
                known = self.form.texts.get(tally.under)
                yield default_block(known) if known else TextBlock(tally.under, tally.name)

    def holds(self, address: str) -> bool:
        """Return whether a number or an unread text is typed at an address."""
        return address in self.values or address in self.unread

    def totals(self) -> Values:
        """Return typed and computed numbers together."""
        return arithmetic(self.form).evaluate(self.values).numbers

    @property
    def last_values(self) -> Values:
        """Last year's numbers, including computed ones; empty without last year's report."""
        return self.previous.values if self.previous else {}

    def text(self, key: str) -> TextBlock | None:
        """Return a text by its key, or None."""
        return next((block for block in self.texts if block.key == key), None)

    def tally(self, key: str) -> Tally | None:
        """Return a tally by its key, or None."""
        return next((tally for tally in self.tallies if tally.key == key), None)

    def section_texts(self, section: str) -> tuple[TextBlock, ...]:
        """Return the texts of a section, in printed order."""
        return self._texts_by_section.get(section, ())

    @cached_property
    def _texts_by_section(self) -> dict[str, tuple[TextBlock, ...]]:
        """Divided once: each check asks for every section."""
        found: dict[str, list[TextBlock]] = {}
        for block in self.texts:
            found.setdefault(block.section, []).append(block)
        return {section: tuple(blocks) for section, blocks in found.items()}

    def home_of(self, tally: Tally) -> str:
        """Return the key of the text a tally is printed in: its own, or the nearest above it.

        If both are missing, it is the first sub-head of the section, or a text without a sub-head
        (前言, 总述) if there is none. It is empty if the section has no text; then the tally has
        no number.
        """
        keys = [block.key for block in self.texts]
        homes = path_and_parents(tally.under)
        above = [home for home in homes if home in keys]
        below = (key for key in keys if is_below(key, homes[-1]))
        ranked = sorted(below, key=lambda key: not self.form.has_subhead(key))
        return next(iter(above or ranked), "")

    def with_value(self, address: str, number: Number | None) -> "Report":
        """Return the report with one number set or cleared, and no unread text there."""
        return replace(
            self,
            values=_with(self.values, address, number),
            unread=_with(self.unread, address, None),
        )

    def with_unread(self, address: str, typed: str) -> "Report":
        """Return the report with a typed text that is not a number."""
        return replace(
            self,
            values=_with(self.values, address, None),
            unread=_with(self.unread, address, typed),
        )

    def with_entry(self, name: str, key: str, value: object) -> "Report":
        """Return the report with one entry of a mapping such as ``remarks`` set.

        None or an empty text removes the entry.
        """
        changes: dict[str, Any] = {name: _with(getattr(self, name), key, value or None)}
        return replace(self, **changes)

    def with_stated(self, address: str, number: Number | None) -> "Report":
        """Return the report with the source's own total of a computed cell set or cleared."""
        return replace(self, stated=_with(self.stated, address, number))

    @property
    def stage_mark(self) -> str:
        """The 稿别 that documents show on each page; empty for 定稿."""
        return "" if self.stage is Stage.FINAL else str(self.stage)

    def at_stage(self, stage: Stage) -> "Report":
        """Return the report at another stage."""
        return replace(self, stage=stage)

    def with_text(self, block: TextBlock) -> "Report":
        """Return the report with the text of the same key replaced."""
        return replace(
            self, texts=tuple(block if old.key == block.key else old for old in self.texts)
        )

    def with_tally(self, tally: Tally) -> "Report":
        """Return the report with the tally of the same key replaced."""
        return replace(
            self, tallies=tuple(tally if old.key == tally.key else old for old in self.tallies)
        )


def _with(mapping: Mapping[str, V], key: str, value: V | None) -> dict[str, V]:
    """Return a copy of a mapping with one entry set, or removed for None."""
    changed = dict(mapping)
    if value is None:
        changed.pop(key, None)
    else:
        changed[key] = value
    return changed


def default_block(text: Text) -> TextBlock:
    """Return the empty block of a customary sub-head."""
    return TextBlock(text.block, text.title)


def insert_text(
    texts: tuple[TextBlock, ...], block: TextBlock, form: Form
) -> tuple[TextBlock, ...]:
    """Return texts with a sub-head added in the form's order; an own one after its siblings."""
    ranks = {key: rank for rank, key in enumerate(form.texts)}
    sections = [section.key for section in form.sections]

    def place_of(key: str) -> tuple[int, int]:
        known = next((one for one in path_and_parents(key) if one in ranks), "")
        return sections.index(first_key(key)), ranks.get(known, len(ranks))

    wanted = place_of(block.key)
    before = [n for n, old in enumerate(texts) if place_of(old.key) <= wanted]
    after = before[-1] + 1 if before else 0
    return (*texts[:after], block, *texts[after:])
