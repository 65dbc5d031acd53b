"""Last year's report and this year's: what is carried over, begun from it, suggested by it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import MAXYEAR, MINYEAR, date
from functools import cache
from typing import Final, NamedTuple

from model.compare.parts import ReportPart, applied, having_place, numbered
from model.errors import UnreadableError
from model.form.arithmetic import NOTHING, Operand, RelationLine, arithmetic
from model.form.form import Form
from model.form.needs import PREFACE
from model.report.addresses import names_of
from model.report.begin import file_names, new_report
from model.report.report import Previous, Report, TextBlock, insert_text
from model.report.wording import is_own_preface, reference_sentence
from model.text import clean_line
from model.unit import Unit, UnitKind, proposed_deadline, renamed, unmarked, with_kind
from model.values import Number, ValueKind, Values, read_number, write_number


class Spring(NamedTuple):
    """A typed cell that a relation between the years gives, and where its number comes from.

    It is the sum of ``last`` in last year's figures and of ``more`` in this year's, less this
    year's ``less``.
    """

    address: str
    last: tuple[str, ...]
    more: tuple[str, ...]
    less: tuple[str, ...]


def suggested(report: Report) -> dict[str, Number]:
    """Return a number for each blank cell that last year's figures and this year's others give.

    Only what is whole: where one of the figures is blank, where the number cannot be (a count below
    zero), and where the report beside this one is of another year, nothing is suggested.
    """
    if report.previous is None or report.previous.year != report.year - 1:
        return {}
    given = suggestions(report.form, report.values, report.last_values)
    filled = report.values.keys() | report.unread.keys()
    return {address: number for address, number in given.items() if address not in filled}


def suggestions(form: Form, values: Values, last: Values) -> dict[str, Number]:
    """Return every cell that last year's figures and ``values`` give, filled or not."""
    found = {}
    for one in springs(form):
        known = all(a in last for a in one.last) and all(a in values for a in one.more + one.less)
        if known:
            number = sum(last[a] for a in one.last) + sum(values[a] for a in one.more)
            number -= sum(values[a] for a in one.less)
            if _fits(number, (form.cells.get(one.address) or form.figures[one.address]).kind):
                found[one.address] = number
    return found


@cache
def springs(form: Form) -> tuple[Spring, ...]:
    """Return the cells that a form's relations between the years give, in the form's order."""
    return tuple(spring for line in arithmetic(form).lines.values() for spring in _springs(line))


def _springs(line: RelationLine) -> Iterator[Spring]:
    """Yield the one cell a line gives, if there is one."""
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
        yield Spring(given[0], last, more, tuple(a for a in ours if a != given[0]))


def _typed(side: Sequence[Operand], last: bool) -> tuple[str, ...]:
    return tuple(a for operand in side if operand.last == last for a in operand.typed)


def _fits(number: Number, kind: ValueKind) -> bool:
    try:
        return read_number(write_number(number), kind) == number
    except UnreadableError:
        return False


def previous_of(last: Report, source: str) -> Previous:
    """Copy what comparing needs of last year's report.

    ``source`` says where it came from; of a path only the file name is kept, for a draft goes to
    other computers.
    """
    texts = tuple(block for block in last.texts if block.body)
    message = file_names(clean_line(source))
    return Previous(message, last.form.key, last.year, last.unit.name, last.totals(), texts)


def with_last(report: Report, last: Report, source: str) -> Report:
    """Return the report with a copy of last year's answers, to be compared with.

    A later format compares with an earlier one as far as their addresses are the same.
    """
    return applied(report, {ReportPart("previous"): previous_of(last, source)})


_CARRIED: Final = ("texts", "titles", "tallies", "sources", "options", "units")
"""Fields that are the same in the next year's report until somebody changes them."""


def following(last: Report, form: Form, unit: Unit, year: int, source: str) -> Report:
    """Begin the report on ``year`` from an earlier one; ``source`` says where that came from.

    Where it is the year's direct predecessor it gets its figures to be compared with, and those
    that this year begins with are filled in.
    """
    begun = replace(new_report(form, unit, year), texts=(), tallies=())
    carried = {p: a for p, a in having_place(last, form).items() if p.field in _CARRIED}
    report = applied(begun, carried)
    texts = _with_own(report.texts, last, form)
    report = replace(report, texts=tuple(_this_years(last, begun, block) for block in texts))
    if last.year != year - 1:
        return report
    report = with_last(report, last, source)
    return applied(report, numbered(carried_over(form, report.last_values)))


def unit_after(last: Report, year: int, name: str = "", kind: UnitKind | None = None) -> Unit:
    """Return last year's unit for another year: due then, not yet signed, renamed where asked.

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
    """Return the typed cells that a relation sets equal to last year's figures, with these figures.

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


def _with_own(texts: tuple[TextBlock, ...], last: Report, form: Form) -> tuple[TextBlock, ...]:
    """Add the sub-heads of a format that the earlier one did not have."""
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


def _in_year(day: date, year: int) -> date:
    """Return the same day of another year; the 29th of February becomes the 28th."""
    year = max(MINYEAR, min(year, MAXYEAR))
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)
