"""Tables of a PDF without ruling lines: read where columns and labels are certain, else named."""

from collections.abc import Callable, Sequence

import pytest

from intake.recognition.reading import Recognition, recognise
from intake.words.printed_tables import PrintedField, _columns
from intake.worker import read
from tests.intake.cells import Cells, at, height_of, printed, text_of, width_of
from tests.intake.known import FORMS, report_of
from tests.intake.pdf_drawing import Sheet, document
from tests.soak_recognition import judged

REPORT = report_of("city-2023")
SIZE, STEP, LEFT, WIDE = 9, 12, 60.0, 480.0
KEYS = ("disclosure", "requests", "review")
TITLES = [section.title for section in FORMS[0].sections[1:4]]


def edges_of(cells: Cells) -> list[float]:
    """Give the edges of columns: those of labels are three times as wide as those of numbers."""
    many = width_of(cells)
    numbers = {cell.column for cell in cells if cell.text.isdecimal()}
    wide = [1.0 if column in numbers or many > 12 else 3.0 for column in range(many)]
    return [LEFT + WIDE * sum(wide[:n]) / sum(wide) for n in range(many + 1)]


def lines_of(text: str, width: float) -> list[str]:
    """Give a text in lines of a width; digits are half as wide."""
    if text.isascii():
        return [text]
    count = max(1, int(width // SIZE))
    return [text[n : n + count] for n in range(0, len(text), count)]


def draw(sheet: Sheet, cells: Cells, top: float, middle: bool = True) -> float:
    """Write a table without lines; return where it ends."""
    xs = edges_of(cells)
    wrapped = [lines_of(c.text, xs[c.column + c.width] - xs[c.column] - 8) for c in cells]
    heights = [1] * height_of(cells)
    for cell, lines in zip(cells, wrapped, strict=True):
        if cell.height == 1:
            heights[cell.row] = max(heights[cell.row], len(lines))
    ys = [top + STEP * sum(heights[:n]) + 4 * n for n in range(len(heights) + 1)]
    for cell, lines in zip(cells, wrapped, strict=True):
        free = ys[cell.row + cell.height] - ys[cell.row] - STEP * len(lines)
        base = ys[cell.row] + free / 2 * middle + SIZE
        for number, line in enumerate(lines):
            long = sum(SIZE if one > "\u2e80" else SIZE / 2 for one in line)
            x = (xs[cell.column] + xs[cell.column + cell.width] - long) / 2
            sheet.write(x, base + STEP * number, line, SIZE)
    return ys[-1]


def drawn(tables: Sequence[Cells], middle: bool = True) -> Recognition:
    """Read a PDF with a page for each table under its heading."""
    sheets = []
    for title, cells in zip(TITLES, tables, strict=False):
        sheet = Sheet()
        sheet.write(LEFT, 60, title, 14)
        draw(sheet, cells, 80, middle)
        sheets.append(sheet)
    return recognise(read(document(*sheets)), FORMS)


def tables() -> list[Cells]:
    return [printed(REPORT, key) for key in KEYS]


def row_of(cells: Cells, label: str) -> int:
    return next(cell.row for cell in cells if label in cell.text)


@pytest.mark.parametrize("middle", [True, False])
def test_tables_without_lines_are_read_whole(middle: bool) -> None:
    reading = drawn(tables(), middle)
    assert judged(REPORT, reading) == {"right": 200}
    assert not reading.issues
    assert reading.cells["requests/received/natural"].where.startswith("第2页第")


def with_cell(label: str, place: int, text: str) -> list[Cells]:
    """Give the tables with another text in the requests' row of a label."""
    both = tables()
    row = row_of(both[1], label)
    last = max(c.column for c in both[1])
    both[1] = [
        text_of(c, text) if (c.row, c.column) == (row, last - 6 + place) else c for c in both[1]
    ]
    return both


def test_a_blank_cell_is_blank() -> None:
    reading = drawn(with_cell("一、本年新收", 2, ""))
    found = reading.cells["requests/received/legal.research"]
    assert (found.number, found.text) == (None, "")
    assert sum(judged(REPORT, reading).values()) == 200
    assert len(reading.cells) == 200


def missing(reading: Recognition) -> list[str]:
    return [issue.where for issue in reading.missing if issue.addresses]


def renamed(old: str, new: str) -> Callable[[list[Cells]], None]:
    def change(both: list[Cells]) -> None:
        both[1] = [text_of(c, new) if c.text == old else c for c in both[1]]

    return change


def other_column(both: list[Cells]) -> None:
    """Put a column of remarks behind the numbers."""
    column = width_of(both[1])
    row = row_of(both[1], "一、本年新收")
    both[1].append(at(both[1][0], row, column, text="另附说明材料"))


def other_numbers(both: list[Cells]) -> None:
    """Put a column of numbers behind those of the form."""
    column = width_of(both[1])
    both[1] += [at(both[1][0], row, column, text="3") for row in range(4, 9)]


def many_words(both: list[Cells]) -> None:
    """Put far more columns before the numbers than there are."""
    corner = next(c.text for c in both[1] if c.text.startswith("（本列"))
    renamed(corner, "　".join("甲乙丙丁戊己庚辛壬癸子丑寅卯"))(both)


def swapped_heads(both: list[Cells]) -> None:
    renamed("自然人", "x")(both)
    renamed("商业企业", "自然人")(both)


def second_line_of_a_number(both: list[Cells]) -> None:
    """Put a digit under a number, without a label: the second line of a longer one."""
    row = row_of(both[1], "（一）予以公开")
    both[1] = [replace_row(c, row) for c in both[1]]
    both[1].append(at(both[1][0], row, max(c.column for c in both[1]), text="7"))


def replace_row(cell, row: int):  # type: ignore[no-untyped-def]
    if cell.row >= row:
        return at(cell, cell.row + 1, cell.column, cell.width, cell.height)
    if cell.row + cell.height > row:
        return at(cell, cell.row, cell.column, cell.width, cell.height + 1)
    return cell


@pytest.mark.parametrize(
    "change",
    [
        renamed("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "（二）别的"),
        renamed("自然人", "居民"),
        renamed("（三）不予公开", "（三）不公开的"),
        renamed("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "项目"),
        other_column,
        other_numbers,
        many_words,
        swapped_heads,
        second_line_of_a_number,
    ],
)
def test_a_table_with_a_word_or_a_number_without_place_is_named(
    change: Callable[[list[Cells]], None],
) -> None:
    both = tables()
    change(both)
    reading = drawn(both)
    assert missing(reading) == ["三、申请办理"]
    assert judged(REPORT, reading)["wrong"] == 0


def test_numbers_over_two_lines_are_joined_only_where_all_totals_agree() -> None:
    both = tables()
    (cell,) = (c for c in both[2] if c.text == "309")
    row = [c for c in both[2] if c.row == cell.row]
    both[2] = [text_of(c, "30") if c is cell else c for c in both[2]]
    both[2].append(at(cell, cell.row + 1, cell.column, text="9"))
    assert judged(REPORT, drawn(both))["right"] == 200
    both[2][-1] = text_of(both[2][-1], "8")
    assert missing(drawn(both)) == ["四、复议诉讼"]
    both[2] = [c for c in both[2] if c not in row[1:2]]
    assert missing(drawn(both)) == ["四、复议诉讼"]


def test_far_more_columns_than_an_official_table_has_are_none() -> None:
    sheet = Sheet()
    sheet.write(LEFT, 40, TITLES[0], 14)
    for number in range(14):
        sheet.write(20 + 20 * number, 100, "政", 9)
    sheet.write(330, 100, "行政许可", 9)
    sheet.write(450, 100, "3", 9)
    assert not recognise(read(document(sheet)), FORMS).cells


def test_far_more_lines_than_an_official_table_has_are_none() -> None:
    sheet = Sheet()
    sheet.write(LEFT, 40, TITLES[1], 14)
    for number in range(130):
        sheet.write(LEFT, 60 + 5 * number, "一、本年新收政府信息公开申请数量", 4)
        sheet.write(400, 60 + 5 * number, "3", 4)
    assert not recognise(read(document(sheet)), FORMS).cells


def test_a_field_over_two_columns_stands_in_the_first_and_joins_none() -> None:
    narrow = PrintedField(1, 0, 10, "甲"), PrintedField(1, 20, 30, "乙")
    wide = PrintedField(0, 5, 25, "丙")
    assert _columns([*narrow, wide]) == [[narrow[0], wide], [narrow[1]]]
