"""Begin a report from last year's, carry figures over, and suggest figures from last year's."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import MAXYEAR, MINYEAR, date
from functools import cache
from typing import Final, NamedTuple

from model.compare.parts import ReportPart, applied, number_parts, parts_with_place
from model.errors import UnreadableError
from model.form.arithmetic import NOTHING, Operand, RelationLine, arithmetic
from model.form.entry import read_number
from model.form.form import Form
from model.form.needs import PREFACE
from model.report.addresses import names_of
from model.report.begin import file_names, new_report
from model.report.comparisons import has_last_year
from model.report.report import Previous, Report, TextBlock, insert_text
from model.report.wording import is_own_preface, reference_sentence
from model.text import clean_line
from model.unit import Unit, UnitKind, proposed_deadline, renamed, unmarked, with_kind
from model.values import Number, ValueKind, Values, write_number


class DerivedCell(NamedTuple):
    """A typed cell whose number follows from a relation between the years.

    It is the sum of ``last`` in last year's figures and of ``more`` in this year's figures, minus
    the sum of ``less`` in this year's figures.
    """

    address: str
    last: tuple[str, ...]
    more: tuple[str, ...]
    less: tuple[str, ...]


def suggested(report: Report) -> dict[str, Number]:
    """Return a number for each blank cell that follows from last year's and this year's figures.

    Nothing is suggested if one of the figures is blank, if the number is impossible (a count below
    zero), or if the previous report is not of the year before.
    """
    if not has_last_year(report):
        return {}
    given = suggestions(report.form, report.values, report.last_values)
    filled = report.values.keys() | report.unread.keys()
    return {address: number for address, number in given.items() if address not in filled}


def suggestions(form: Form, values: Values, last: Values) -> dict[str, Number]:
    """Return the number of every cell that follows from last year's figures and ``values``."""
    found = {}
    for one in derived_cells(form):
        known = all(a in last for a in one.last) and all(a in values for a in one.more + one.less)
        if known:
            number = sum(last[a] for a in one.last) + sum(values[a] for a in one.more)
            number -= sum(values[a] for a in one.less)
            if _fits(number, (form.cells.get(one.address) or form.figures[one.address]).kind):
                found[one.address] = number
    return found


@cache
def derived_cells(form: Form) -> tuple[DerivedCell, ...]:
    """Return the cells that follow from relations between the years, in the form's order."""
    return tuple(
        derived for line in arithmetic(form).lines.values() for derived in _derived_cells(line)
    )


def _derived_cells(line: RelationLine) -> Iterator[DerivedCell]:
    """Yield the cell that follows from a relation line, if there is exactly one."""
    last = _typed(line.right, last=True)
    if not (line.relation.equals and last) or any(operand.last for operand in line.left):
        return
    more, ours = _typed(line.right, last=False), _typed(line.left, last=False)
    alone = len(line.left) == 1 and not more
    given = [
        operand.typed[0]
        for operand in line.left
        if operand.typed == operand.shown and len(operand.typed) == 1
    ]
    given = [address for address in given if alone or address in last]
    if len(given) == 1:
        yield DerivedCell(given[0], last, more, tuple(a for a in ours if a != given[0]))


def _typed(side: Sequence[Operand], last: bool) -> tuple[str, ...]:
    return tuple(a for operand in side if operand.last == last for a in operand.typed)


def _fits(number: Number, kind: ValueKind) -> bool:
    try:
        return read_number(write_number(number), kind) == number
    except UnreadableError:
        return False


def previous_of(last: Report, source: str) -> Previous:
    """Return a copy of the parts of last year's report that comparisons need.

    ``source`` says where it came from; only the file name of a path is kept, because drafts are
    given to other people.
    """
    texts = tuple(block for block in last.texts if block.body)
    message = file_names(clean_line(source))
    return Previous(message, last.form.key, last.year, last.unit.name, last.totals(), texts)


def with_last(report: Report, last: Report, source: str) -> Report:
    """Return the report with a copy of last year's answers for comparisons.

    A later format is compared with an earlier one where their addresses are the same.
    """
    return applied(report, {ReportPart("previous"): previous_of(last, source)})


_CARRIED: Final = ("texts", "titles", "tallies", "sources", "options", "units")
"""Fields that next year's report takes over."""


def following(last: Report, form: Form, unit: Unit, year: int, source: str) -> Report:
    """Return a new report for ``year`` based on an earlier one; ``source`` names that one.

    If that is the report of the year before, its figures are copied for comparisons, and the
    figures that carry over are filled in.
    """
    begun = replace(new_report(form, unit, year), texts=(), tallies=())
    carried = {p: a for p, a in parts_with_place(last, form).items() if p.field in _CARRIED}
    report = applied(begun, carried)
    texts = _with_own(report.texts, last, form)
    report = replace(report, texts=tuple(_this_years(last, begun, block) for block in texts))
    if last.year != year - 1:
        return report
    report = with_last(report, last, source)
    return applied(report, number_parts(carried_over(form, report.last_values)))


def unit_after(last: Report, year: int, name: str = "", kind: UnitKind | None = None) -> Unit:
    """Return last year's unit for another year: with a new deadline, unsigned, perhaps renamed.

    ``kind`` is the kind that a person chose; with None it stays or follows the name. A deadline
    that a person typed keeps its month and day.
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
    """Return the figures of typed cells that follow from last year's figures only.

    A figure that last year's report lacks, or an impossible one (a count below zero), stays blank.
    """
    return suggestions(form, NOTHING, last)


def cells_without_place(last: Report, form: Form) -> list[str]:
    """Return the names of filled cells of an earlier format that this format does not have."""
    known = form.cells.keys() | form.figures.keys()
    if last.form is form:
        return []
    ours = last.form.cells.keys() | last.form.figures.keys()
    return names_of(last, [a for a in last.totals() if a in ours and a not in known])


def _with_own(texts: tuple[TextBlock, ...], last: Report, form: Form) -> tuple[TextBlock, ...]:
    """Return the texts with the sub-heads that the earlier format did not have."""
    had = {block.key for block in texts} | last.form.texts.keys()
    for key, text in form.texts.items():
        if key not in had and text.default and not text.regional:
            texts = insert_text(texts, TextBlock(key, text.title), form)
    return texts


def _this_years(last: Report, new: Report, block: TextBlock) -> TextBlock:
    """Return a text for this year: a preface that the program wrote is rewritten, others stay."""
    text = new.form.texts.get(block.key)
    if text is None or text.reference != PREFACE or not is_own_preface(last, block.body):
        return block
    return replace(block, body=reference_sentence(new, text))


def _in_year(day: date, year: int) -> date:
    """Return the same day of another year; the 29th of February becomes the 28th."""
    year = max(MINYEAR, min(year, MAXYEAR))
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)
