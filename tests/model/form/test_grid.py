"""The drawings: every letter is where a place begins (B banner, C corner, H column heading, R row
heading, · value); - and | carry a place on to the right and down, + both."""

import pytest

from model.errors import FormError
from model.form import catalog
from model.form.grid import Grid, grid_of
from model.form.table import Block, Heading, Table

MARKS = {"banner": "B", "corner": "C", "column": "H", "row": "R", "value": "·"}
KEYS = catalog.keys()
TABLES = [(key, table) for key in KEYS for table in catalog.form(key).tables]


def draw(grid: Grid) -> str:
    squares = [[" "] * grid.width for _ in range(grid.height)]
    for place in grid.places:
        for row in range(place.height):
            for column in range(place.width):
                carried = "+" if row and column else "|" if row else "-"
                mark = carried if row or column else MARKS[place.role]
                squares[place.row + row][place.column + column] = mark
    return "\n".join("".join(line) for line in squares)


def laid(key: str, table: str) -> Grid:
    return grid_of(catalog.form(key).tables[table])


def heading(key: str, *children: Heading, span: int = 0) -> Heading:
    return Heading(key, key.upper(), children, span=span)


def table(*blocks: Block) -> Table:
    return Table("invented", "件", blocks)


DRAWINGS = {
    ("2021", "disclosure"): """
B---
CHHH
R···
R···
B---
CH--
R·--
B---
CH--
R·--
R·--
B---
CH--
R·--
""",
    ("2021", "requests"): """
C--H------
|++HH----H
|++|HHHHH|
R--·······
R--·······
RR-·······
|R-·······
|RR·······
||R·······
||R·······
||R·······
||R·······
||R·······
||R·······
||R·······
|RR·······
||R·······
||R·······
|RR·······
||R·······
||R·······
||R·······
||R·······
|RR·······
||R·······
||R·······
|R-·······
R--·······
""",
    ("2019", "disclosure"): """
B----
CHH-H
R··-·
R··-·
B----
CHH-H
R··-·
R··-·
B----
CHH-H
R··-·
R··-·
B----
CH-H-
R·-·-
B----
CH-H-
R·-·-
""",
    ("2019", "requests"): """
C--H------
|++HH----H
|++|HHHHH|
R--·······
R--·······
RR-·······
|R-·······
|RR·······
||R·······
||R·······
||R·······
||R·······
||R·······
||R·······
||R·······
|RR·······
||R·······
||R·······
|RR·······
||R·······
||R·······
||R·······
||R·······
|R-·······
|R-·······
R--·······
""",
}
REVIEW = """
H----H---------
HHHHHH----H----
|||||HHHHHHHHHH
···············
"""


@pytest.mark.parametrize(("key", "name"), DRAWINGS)
def test_a_table_is_laid_out_as_the_decree_draws_it(key: str, name: str) -> None:
    assert draw(laid(key, name)) == DRAWINGS[key, name].strip()


@pytest.mark.parametrize("key", KEYS)
def test_section_four_is_laid_out_as_the_decree_draws_it(key: str) -> None:
    assert draw(laid(key, "review")) == REVIEW.strip()


@pytest.mark.parametrize(("key", "name"), TABLES)
def test_every_square_of_a_grid_is_covered_exactly_once(key: str, name: str) -> None:
    grid = laid(key, name)
    covered = [
        (row, column)
        for place in grid.places
        for row in range(place.row, place.row + place.height)
        for column in range(place.column, place.column + place.width)
    ]
    squares = [(row, column) for row in range(grid.height) for column in range(grid.width)]
    assert sorted(covered) == squares


@pytest.mark.parametrize(("key", "name"), TABLES)
def test_every_cell_of_a_table_has_its_place(key: str, name: str) -> None:
    cells = catalog.form(key).tables[name].cells
    where = laid(key, name).where
    assert list(where) == list(cells)
    assert all(place.cell == cells[address] for address, place in where.items())


@pytest.mark.parametrize(("key", "name"), TABLES)
def test_the_places_of_each_row_fill_its_width_from_left_to_right(key: str, name: str) -> None:
    grid = laid(key, name)
    assert len(grid.rows) == grid.height
    for places in grid.rows:
        reached = 0
        for place in places:
            assert place.column == reached
            reached += place.width
        assert reached == grid.width


def test_only_the_heads_of_unbanded_tables_repeat_over_a_page_break() -> None:
    heads = {name: laid("2021", name).head for name in ("disclosure", "requests", "review")}
    sides = {name: laid("2021", name).side for name in heads}
    assert heads == {"disclosure": 0, "requests": 3, "review": 3}
    assert sides == {"disclosure": 1, "requests": 3, "review": 0}


def test_only_the_third_item_stands_upright() -> None:
    upright = [place.label for place in laid("2021", "requests").places if place.vertical]
    assert upright == ["三、本年度办理结果"]


def test_a_table_without_row_labels_has_no_corner() -> None:
    rows = (Heading("figures", ""),)
    grid = grid_of(table(Block((heading("a"), heading("b")), rows, corner="角")))
    assert draw(grid) == "HH\n··"


def test_a_stated_span_stands_where_even_division_is_not_official() -> None:
    wide = Block((heading("a"), heading("b", span=2)), (heading("r"),))
    even = Block((heading("c"),), (heading("s"),), title="条")
    assert draw(grid_of(table(wide, even))) == "CHH-\nR··-\nB---\nCH--\nR·--"


@pytest.mark.parametrize(
    ("title", "corner", "named"), [("第一条", "角", "第一条"), ("", "角", "角"), ("", "", "A")]
)
def test_columns_that_do_not_divide_the_width_are_refused_by_name(
    title: str, corner: str, named: str
) -> None:
    three = Block((heading("x"), heading("y"), heading("z")), (heading("r"),))
    two = Block((heading("a"), heading("b")), (heading("s"),), title, corner)
    with pytest.raises(FormError) as refused:
        grid_of(table(three, two))
    assert str(refused.value) == f"「{named}」的2列不能均分3格。"


def test_stated_spans_that_do_not_fill_the_width_are_refused() -> None:
    four = Block(tuple(map(heading, "wxyz")), (heading("r"),))
    stated = Block((heading("a", span=2), heading("b")), (heading("s"),), "甲")
    with pytest.raises(FormError, match="「甲」的2列不能均分4格。"):
        grid_of(table(four, stated))


def test_a_grid_is_worked_out_once() -> None:
    assert laid("2021", "requests") is laid("2021", "requests")
