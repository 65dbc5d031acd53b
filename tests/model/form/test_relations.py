"""The arithmetic: every total, every line, and that no slip in a balanced report is missed."""

from collections import Counter
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.form import catalog
from model.form.arithmetic import Arithmetic, Evaluation, arithmetic
from model.form.form import Form, Section
from model.form.table import Block, Heading, Table, Term, Total
from model.report.report import Report
from model.values import Number
from tests import published

FORM = catalog.form("2021")
KEYS = catalog.keys()
FORMS = [catalog.form(key) for key in KEYS]
KNOWN = arithmetic(FORM)
BALANCED = "city-2024"
ADDRESSES = [
    *(address for address, cell in FORM.cells.items() if not cell.computed),
    *FORM.figures,
    "tally/published/total",
]
NUMBERS = st.none() | st.integers(0, 50) | st.decimals(0, 9, places=2)
EDITS = st.lists(st.tuples(st.sampled_from(ADDRESSES), NUMBERS), max_size=30)
LAST = st.dictionaries(st.sampled_from(list(FORM.cells)), st.integers(0, 50), max_size=40)
each_form = pytest.mark.parametrize("form", FORMS, ids=KEYS)


def row(table: str, path: str) -> list[str]:
    return [a for a in FORM.cells if a.startswith(f"{table}/{path}/")]


def changed(values: dict[str, Number], address: str, number: Number | None) -> dict[str, Number]:
    others = {key: value for key, value in values.items() if key != address}
    return others if number is None else others | {address: number}


def test_a_total_stays_blank_until_all_its_addends_are_numbers() -> None:
    *typed, total = row("requests", "received")
    values: dict[str, Number] = {}
    for address in typed:
        assert total not in KNOWN.evaluate(values).numbers
        values[address] = 2
    assert KNOWN.evaluate(values).numbers[total] == 12


def test_the_total_of_totals_adds_up_every_cell_of_the_third_item(city: Report) -> None:
    numbers = KNOWN.evaluate(city.values).numbers
    typed = KNOWN.typed_under("requests/handled.total/total")
    assert len(typed) == len(set(typed)) == 21 * 6
    assert numbers["requests/handled.total/total"] == sum(city.values[a] for a in typed)


def test_a_typed_cell_is_its_own_addend_and_changes_the_totals_above_it() -> None:
    assert KNOWN.typed_under("requests/received/natural") == ("requests/received/natural",)
    assert set(KNOWN.dependents("requests/handled.granted/natural")) == {
        "requests/handled.granted/total",
        "requests/handled.total/natural",
        "requests/handled.total/total",
    }
    assert KNOWN.dependents("disclosure/fees/amount") == ()


@pytest.mark.parametrize("name", ["city-2023", "city-2024", "laizhou-2023"])
def test_published_totals_are_those_the_program_computes(name: str) -> None:
    typed, totals = published.answers(name)
    numbers = KNOWN.evaluate({a: Decimal(v) for a, v in typed.items()}).numbers
    computed = {address: numbers[address] for address in totals}
    assert computed == {address: Decimal(total) for address, total in totals.items()}
    assert len(totals) == (31 if name == "laizhou-2023" else 34)


def test_every_line_of_two_published_years_agrees(city: Report) -> None:
    last = {a: int(Decimal(v)) for a, v in published.answers("city-2023")[0].items()}
    states = KNOWN.evaluate(city.values, last).states
    stand = {key for key, state in states.items() if state.known}
    assert all(states[key].holds for key in stand)
    assert len(stand) == 6 + 6 + 2 + 3
    assert not stand & {"in_force_alone/regulations", "motions", "unpaid"}


def test_a_line_over_blanks_is_open_and_counts_them() -> None:
    state = KNOWN.evaluate({"requests/received/natural": 5}).states["balance/natural"]
    assert (state.open, state.holds, state.broken) == (True, False, False)
    assert (state.left, state.right, state.blanks) == (5, 0, 23)


def test_a_line_of_last_years_figure_does_not_apply_without_it(city: Report) -> None:
    state = KNOWN.evaluate(city.values).states["carried/natural"]
    assert (state.known, state.open, state.holds, state.broken) == (False, False, False, False)


def test_a_sum_that_has_to_reach_another_may_exceed_it() -> None:
    key, last = "pending_reconsideration", {"review/figures/reconsideration.pending": 4}
    cells = KNOWN.lines[f"{key}/figures"].typed
    for pending, breaks in ((3, True), (4, False), (5, False)):
        values: dict[str, Number] = dict.fromkeys(cells, 0)
        values[cells[0]] = pending
        state = KNOWN.evaluate(values, last).states[f"{key}/figures"]
        assert (state.broken, state.holds) == (breaks, not breaks)


def test_figures_that_nobody_filled_are_not_asked_for() -> None:
    assert not KNOWN.evaluate({}).states["motions"].known
    state = KNOWN.evaluate({"figure/suggestions": 3}).states["motions"]
    assert (state.open, state.blanks) == (True, 2)


def test_the_cells_of_a_line_are_those_of_this_year() -> None:
    line = KNOWN.lines["carried/natural"]
    assert line.cells == line.typed == ("requests/carried_in/natural",)
    balance = KNOWN.lines["balance/natural"]
    assert set(balance.cells) == {*balance.typed, "requests/handled.total/natural"}


def test_a_total_of_one_block_asks_nothing_of_the_blocks_below_it() -> None:
    def heads(*keys: str) -> tuple[Heading, ...]:
        return tuple(Heading(key, key) for key in keys)

    upper, lower = Block(heads("a", "b", "all"), heads("r")), Block(heads("c"), heads("s"))
    total = Total("合计", "columns", (Term("a"), Term("b")), "all")
    table = Table("own", "件", (upper, lower), (total,))
    known = Arithmetic(Form("own", "", 2021, (Section("own", "一、", "一、", tables=(table,)),)))
    assert list(known.sums) == ["own/r/all"]
    assert known.evaluate({"own/r/a": 1, "own/r/b": 2}).numbers["own/r/all"] == 3


@given(st.booleans(), EDITS, LAST)
def test_a_standing_brought_up_to_date_is_the_one_worked_out_anew(
    full: bool, edits: list[tuple[str, Number | None]], last: dict[str, Number]
) -> None:
    values: dict[str, Number] = dict.fromkeys(ADDRESSES, 1) if full else {}
    evaluation = KNOWN.evaluate(values, last)
    for address, number in edits:
        before = Evaluation(dict(evaluation.numbers), dict(evaluation.states))
        values = changed(values, address, number)
        after = KNOWN.after(evaluation, values, address, last)
        assert evaluation == before
        evaluation = after
    assert evaluation == KNOWN.evaluate(values, last)


def test_a_total_that_a_source_states_changes_no_other_total() -> None:
    evaluation = KNOWN.evaluate(dict.fromkeys(ADDRESSES, 1))
    *_, total = row("requests", "received")
    assert KNOWN.after(evaluation, {}, total, {}) is evaluation


SLIPS: list[Callable[[Number], Number | None]] = [
    lambda number: number + 1,
    lambda number: number * 10 + 7,
    lambda number: None,
]


@pytest.mark.parametrize("slip", SLIPS, ids=["one more", "a digit more", "left out"])
def test_a_slip_in_any_single_cell_is_seen(city: Report, slip: Callable[..., Number]) -> None:
    """Over all typed cells of sections three and four of a balanced report."""
    evaluation = KNOWN.evaluate(city.values)
    typed = [a for a in ADDRESSES if a.startswith(("requests/", "review/"))]
    assert len(typed) == 144 + 12
    for address in typed:
        values = changed(dict(city.values), address, slip(city.values[address]))
        after = KNOWN.evaluate(values)
        totals = [a for a, cell in FORM.cells.items() if cell.computed]
        moved = {a for a in totals if after.numbers.get(a) != evaluation.numbers[a]}
        assert moved == set(KNOWN.dependents(address)) != set()
        hurt = {key for key, state in after.states.items() if state.known and not state.holds}
        assert all(address in KNOWN.lines[key].cells for key in hurt)
        assert len(hurt) == (1 if address.startswith("requests/") else 0)


def test_a_slip_in_section_four_breaks_the_totals_of_the_source(city: Report) -> None:
    """Typed beside the totals that were published, no cell of section four can slip unseen."""
    totals = {a: int(v) for a, v in published.answers(BALANCED)[1].items()}
    for address in (a for a in ADDRESSES if a.startswith("review/")):
        values = changed(dict(city.values), address, city.values[address] + 1)
        numbers = KNOWN.evaluate(values).numbers
        wrong = [a for a, total in totals.items() if numbers[a] != total]
        assert wrong == list(KNOWN.dependents(address))


@each_form
def test_every_relation_reads_typed_cells_and_no_two_lines_share_an_id(form: Form) -> None:
    lines = [*arithmetic(form).lines.values(), *arithmetic(form).total_lines]
    assert max(Counter(line.id for line in lines).values()) == 1
    known = form.cells.keys() | form.figures.keys()
    for line in lines:
        for operand in (*line.left, *line.right):
            assert operand.called
            assert operand.typed and set(operand.typed) <= known
        assert line.cells and line.unit
        assert all(not form.cells[a].computed for a in line.typed if a in form.cells)


@each_form
def test_the_balance_holds_the_four_items_of_each_applicant(form: Form) -> None:
    known = arithmetic(form)
    balance = [line for key, line in known.lines.items() if key.startswith("balance/")]
    labels = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
    assert [line.label for line in balance] == labels
    assert [line.id for line in known.total_lines] == ["balance/total", "carried/total"]
    rows = len(form.tables["requests"].blocks[0].row_leaves)
    assert {len(line.typed) for line in balance} == {rows - 1}
