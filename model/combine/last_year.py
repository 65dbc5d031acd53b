"""A new report from last year's draft: what stays true from year to year is taken over.

The unit, its texts word for word, its sub-heads, tallies, layout and sources stay; a preface that
the program wrote is written anew. Counts are blank, but for those that a relation between the years
says are last year's; remarks, notes, reasons and what was published belonged to last year and go.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import MAXYEAR, MINYEAR, date

from model.combine.suggesting import suggestions
from model.combine.years import with_last
from model.form.form import Form
from model.form.needs import PREFACE
from model.form.relations import NOTHING
from model.report.addresses import names_of
from model.report.begin import insert_text, new_report
from model.report.report import Options, Report, Tally, TextBlock
from model.report.wording import is_own_preface, reference_sentence
from model.unit import Unit, UnitKind, proposed_deadline, renamed, unmarked, with_kind
from model.values import Number, Values


def following(last: Report, form: Form, unit: Unit, year: int, source: str) -> Report:
    """Begin the report on ``year`` from an earlier one; ``source`` says where that came from.

    Where it is the year's direct predecessor its figures are laid beside, and those that this year
    begins with are filled in.
    """
    tallies, begun = _tallies(last, form), new_report(form, unit, year)
    report = replace(
        begun,
        texts=tuple(_this_years(last, begun, block) for block in _texts(last, form)),
        tallies=tallies,
        sources=_known(last.sources, form, tallies),
        options=_options(last.options, form),
    )
    if last.year != year - 1:
        return report
    report = with_last(report, last, source)
    return replace(report, values=carried_over(form, report.last_values))


def unit_after(last: Report, year: int, name: str = "", kind: UnitKind | None = None) -> Unit:
    """Give last year's unit for another year: due then, not yet signed, renamed where asked.

    ``kind`` is what a person chose, None where the kind is last year's or follows the name. A due
    day that somebody typed keeps its month and day.
    """
    unit = replace(renamed(last.unit, name or last.unit.name), signed_on=None)
    if kind:
        unit = with_kind(unit, kind)
    due = last.unit.deadline
    is_typed = "deadline" in unit.by_hand or due != proposed_deadline(last.unit.kind, last.year)
    if due is not None and is_typed:
        return replace(unit, deadline=_in_year(due, due.year + year - last.year))
    day = proposed_deadline(unit.kind, year)
    return replace(unit, deadline=day, by_hand=unmarked(unit, "deadline"))


def carried_over(form: Form, last: Values) -> dict[str, Number]:
    """Give the typed cells that a relation sets equal to last year's figures, with these figures.

    A figure that last year's report does not have stays blank, and so does one that cannot be: a
    count below zero.
    """
    return suggestions(form, NOTHING, last)


def left_behind(last: Report, form: Form) -> list[str]:
    """Name what an earlier format counted and this one does not: it has no place beside it."""
    known = form.cells.keys() | form.figures.keys()
    if last.form is form:
        return []
    ours = last.form.cells.keys() | last.form.figures.keys()
    return names_of(last, [a for a in last.totals() if a in ours and a not in known])


def _texts(last: Report, form: Form) -> tuple[TextBlock, ...]:
    """Take the texts as they are; another format adds the sub-heads that are its own."""
    sections = {section.key for section in form.sections}
    texts = tuple(block for block in last.texts if block.section in sections)
    had = {block.key for block in texts} | last.form.texts.keys()
    for key, text in form.texts.items():
        if key not in had and text.default and not text.regional:
            texts = insert_text(texts, TextBlock(key, text.title), form)
    return texts


def _this_years(last: Report, new: Report, block: TextBlock) -> TextBlock:
    """Write a preface anew that is the program's own; all other words are the clerk's."""
    text = new.form.texts.get(block.key)
    if text is None or text.reference != PREFACE or not is_own_preface(last, block.body):
        return block
    return replace(block, body=reference_sentence(new, text))


def _tallies(last: Report, form: Form) -> tuple[Tally, ...]:
    sections = {section.key for section in form.sections}
    return tuple(tally for tally in last.tallies if tally.under.partition(".")[0] in sections)


def _options(options: Options, form: Form) -> Options:
    return replace(options, units=_known(options.units, form, ()))


def _known(entries: Mapping[str, str], form: Form, tallies: Iterable[Tally]) -> dict[str, str]:
    """Keep the entries whose addresses the new report has."""
    known = form.cells.keys() | form.figures.keys()
    for tally in tallies:
        known |= {*tally.part_addresses, tally.address()}
    return {address: text for address, text in entries.items() if address in known}


def _in_year(day: date, year: int) -> date:
    """Give the same day of another year; the 29th of February becomes the 28th."""
    year = max(MINYEAR, min(year, MAXYEAR))
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)
