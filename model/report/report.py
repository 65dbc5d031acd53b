"""One unit's answers for one year to one Form. Frozen: every change gives a new Report."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import chain
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
from model.form.form import Form
from model.unit import Unit
from model.values import Number, Values

V = TypeVar("V")


class Stage(StrEnum):
    """稿别: how far the report has come. All but the last stand in the page header."""

    DRAFT = "草稿"
    COMMENTS = "征求意见稿"
    REVIEW = "送审稿"
    FINAL = "定稿"


@dataclass(frozen=True)
class Period:
    """The days the figures count, both included."""

    start: date
    end: date

    @classmethod
    def of(cls, year: int) -> Self:
        """Return the whole calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))


@dataclass(frozen=True)
class TextBlock:
    """A sub-head and its body.

    ``key`` is ``section.path``; dots after the first put it under another. ``body`` holds
    paragraphs ended by line feeds.
    """

    key: str
    title: str
    body: str = ""

    @property
    def section(self) -> str:
        """Key of the section it stands in."""
        return first_key(self.key)

    @property
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

    ``parts`` are (key, label); ``under`` is the key of the text it is printed in.
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
        """``tally/<key>``, the id of the finding on its parts and its total; this is no address."""
        return f"tally/{self.key}"

    @property
    def counted(self) -> tuple[tuple[str, str], ...]:
        """(key, label) of the parts, in order, and of the total."""
        return (*self.parts, (TOTAL, "合计"))

    @cached_property
    def labels(self) -> dict[str, str]:
        """Address → label, of the parts, in order, and of the total."""
        return {self.address(key): label for key, label in self.counted}

    @property
    def addresses(self) -> tuple[str, ...]:
        """Addresses of the parts, in order, and of the total."""
        return tuple(self.labels)


@dataclass(frozen=True)
class Reason:
    """A 说明 for a warning, with the numbers it was written for: it stands while they stay."""

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
    """A copy of last year's answers with their source, so that comparing survives a moved file."""

    source: str
    form: str
    year: int
    unit: str
    values: Values
    texts: tuple[TextBlock, ...] = ()


class Fonts(StrEnum):
    """Which fonts the documents name: those of 公文, or those that come with Windows."""

    STANDARD = "standard"
    SYSTEM = "system"


@dataclass(frozen=True)
class Options:
    """Choices of layout.

    ``pitch`` is the line pitch in points: 28.95 gives 22 lines a page. ``shading`` tints the
    第二十条 rows; ``run_in`` prints sub-heads in the first paragraph instead of on their own line;
    ``units`` holds the unit of a value, by address, where the form leaves the choice. ``fonts`` is
    absent from a draft where nobody chose them.
    """

    pitch: str = "28.95"
    shading: bool = True
    run_in: bool = False
    units: Mapping[str, str] = field(default_factory=dict)
    fonts: Fonts = Fonts.STANDARD


@dataclass(frozen=True)
class Report:
    """Everything one unit answers for one year.

    ``values`` holds every number by address; a blank is absent. ``unread`` keeps what was typed
    where no number could be read; ``stated`` the source's own totals of computed cells; ``sources``
    who gave the figures of a group of cells. ``extra`` keeps unknown keys of the draft file, nested
    as there; those of a text or tally under its key.

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

    def totals(self) -> Values:
        """Return typed and computed numbers together."""
        return arithmetic(self.form).evaluate(self.values).numbers

    @property
    def last_values(self) -> Values:
        """Last year's numbers, computed ones included; empty where they are not at hand."""
        return self.previous.values if self.previous else {}

    def text(self, key: str) -> TextBlock | None:
        """Find a text by its key."""
        return next((block for block in self.texts if block.key == key), None)

    def tally(self, key: str) -> Tally | None:
        """Find a tally by its key."""
        return next((tally for tally in self.tallies if tally.key == key), None)

    def section_texts(self, section: str) -> tuple[TextBlock, ...]:
        """Return the texts of a section, in printed order."""
        return tuple(block for block in self.texts if block.section == section)

    def home_of(self, tally: Tally) -> str:
        """Return the key of the text a tally is printed in: its own, or the nearest above it.

        Empty where the whole section has no text; then it is not printed.
        """
        keys = [block.key for block in self.texts]
        homes = path_and_parents(tally.under)
        above = (home for home in homes if home in keys)
        below = (key for key in keys if is_below(key, homes[-1]))
        return next(chain(above, below), "")

    def with_value(self, address: str, number: Number | None) -> "Report":
        """Set one number, or clear it; a text that was not understood there goes."""
        return replace(
            self,
            values=_with(self.values, address, number),
            unread=_with(self.unread, address, None),
        )

    def with_unread(self, address: str, typed: str) -> "Report":
        """Keep what was typed where no number could be read."""
        return replace(
            self,
            values=_with(self.values, address, None),
            unread=_with(self.unread, address, typed),
        )

    def with_entry(self, name: str, key: str, value: object) -> "Report":
        """Set or, with None or an empty text, drop one entry of a mapping such as ``remarks``."""
        changes: dict[str, Any] = {name: _with(getattr(self, name), key, value or None)}
        return replace(self, **changes)

    def with_stated(self, address: str, number: Number | None) -> "Report":
        """Set or clear the source's own total of a computed cell."""
        return replace(self, stated=_with(self.stated, address, number))

    def at_stage(self, stage: Stage) -> "Report":
        """Return the report at another stage."""
        return replace(self, stage=stage)

    def with_text(self, block: TextBlock) -> "Report":
        """Put a text in the place of the one with its key."""
        return replace(
            self, texts=tuple(block if old.key == block.key else old for old in self.texts)
        )

    def with_tally(self, tally: Tally) -> "Report":
        """Put a tally in the place of the one with its key."""
        return replace(
            self, tallies=tuple(tally if old.key == tally.key else old for old in self.tallies)
        )


def _with(mapping: Mapping[str, V], key: str, value: V | None) -> dict[str, V]:
    """Copy a mapping with one entry set, or dropped for None."""
    changed = dict(mapping)
    if value is None:
        changed.pop(key, None)
    else:
        changed[key] = value
    return changed
