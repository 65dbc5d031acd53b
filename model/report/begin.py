"""Beginning a report: every cell blank, the customary sub-heads there, each in its place."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from model.errors import UnreadableError
from model.form.form import Form, Text
from model.report.report import Period, Report, Tally, TextBlock
from model.unit import Unit, proposed_deadline, proposed_kind


def require_open_year(year: int, today: date) -> int:
    """Return the year of a report, where one can be written on it today: at the latest next year's.

    Raises:
        UnreadableError: the year comes later.
    """
    if year > today.year + 1:
        raise UnreadableError(f"{year}年度还不能填报，最晚为{today.year + 1}年度。核对年度。")
    return year


def new_report(form: Form, unit: Unit, year: int, regional: Iterable[str] = ()) -> Report:
    """Begin a report: every cell blank, the customary sub-heads there and empty.

    A kind and a day that ``unit`` does not state are proposed. ``regional`` are keys of section six
    that the unit's region asks for.
    """
    wanted = set(regional)
    texts = tuple(
        TextBlock(key, text.title)
        for key, text in form.texts.items()
        if key in wanted or (text.default and not text.regional)
    )
    kind = unit.kind or proposed_kind(unit.name)
    unit = replace(unit, kind=kind, deadline=unit.deadline or proposed_deadline(kind, year))
    return Report(form, year, unit, Period.of(year), texts=texts, tallies=_tallies(form))


def _tallies(form: Form) -> tuple[Tally, ...]:
    presets = {preset.key: preset.parts for preset in form.presets}
    return tuple(
        Tally(kind.key, kind.name, kind.unit, f"{section.key}.{kind.under}", presets[kind.preset])
        for section in form.sections
        for kind in section.tallies
    )


def default_block(text: Text) -> TextBlock:
    """Give the empty block of a customary sub-head."""
    return TextBlock(text.block, text.title)


def insert_text(
    texts: tuple[TextBlock, ...], block: TextBlock, form: Form
) -> tuple[TextBlock, ...]:
    """Put a sub-head where the form's order wants it; one of the unit's own after its siblings."""
    ranks = {key: rank for rank, key in enumerate(form.texts)}
    sections = [section.key for section in form.sections]

    def place_of(key: str) -> tuple[int, int]:
        section, known = key.partition(".")[0], key
        while known and known not in ranks:
            known = known.rpartition(".")[0]
        return sections.index(section), ranks.get(known, len(ranks))

    wanted = place_of(block.key)
    before = [n for n, old in enumerate(texts) if place_of(old.key) <= wanted]
    after = before[-1] + 1 if before else 0
    return (*texts[:after], block, *texts[after:])
