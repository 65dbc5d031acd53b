"""Tables whose cells are lines of their own: read where all agrees, else named."""

import pytest

from intake.recognition.reading import Recognition, recognise
from intake.worker import read
from tests import DATA
from tests.intake.known import FORMS
from tests.intake.recognition.damage import reading_of

LINES = (DATA / "complete" / "01-cells_as_lines.txt").read_text("utf-8").splitlines()
RECEIVED = LINES.index("一、本年新收政府信息公开申请数量") + 1
REGULATIONS = LINES.index("规章") + 1


def brought(lines: list[str]) -> Recognition:
    return recognise(read("\n".join(lines).encode()), FORMS)


def tables_of(reading: Recognition) -> set[str]:
    return {address.partition("/")[0] for address in reading.cells}


@pytest.mark.parametrize("name", ["01-cells_as_lines.txt", "01-cells_as_paragraphs.html"])
def test_tables_of_a_cell_in_each_line_are_read_whole(name: str) -> None:
    reading = reading_of(read((DATA / "complete" / name).read_bytes()))
    assert reading.understood
    assert len(reading.cells) == 200
    row = [reading.cells[a].number for a in reading.form.cells if a.startswith("requests/received")]
    assert row == [40, 68, 38, 50, 42, 79, 317]
    assert reading.cells["disclosure/fees/amount"].text == "807.24"


def test_page_numbers_among_the_cells_are_left_out_and_named() -> None:
    lines = LINES.copy()
    lines.insert(RECEIVED + 3, "— 5 —")
    reading = brought(lines)
    assert len(reading.cells) == 200
    assert any(notice.startswith("页码1处") and "— 5 —" in notice for notice in reading.notices)


def test_a_bare_page_number_in_a_row_with_totals_is_told_apart() -> None:
    lines = LINES.copy()
    lines.insert(RECEIVED + 3, "5")
    reading = brought(lines)
    assert tables_of(reading) == {"disclosure", "requests", "review"}
    assert reading.cells["requests/received/total"].number == 317
    assert [issue.text for issue in reading.issues] == ["5"]


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines.pop(RECEIVED + 2),  # a blank cell leaves no line
        lambda lines: lines.__setitem__(slice(RECEIVED, RECEIVED), ["5", "6"]),
        lambda lines: lines.__setitem__(RECEIVED, "41"),  # the total does not agree
        lambda lines: lines.__setitem__(RECEIVED, "四十"),
        lambda lines: lines.insert(RECEIVED - 1, "另有一件并案办理"),
        lambda lines: lines.insert(RECEIVED - 2, "3"),
        lambda lines: lines.__setitem__(slice(RECEIVED, RECEIVED + 1), ["41", "5"]),
    ],
)
def test_a_table_of_lines_in_which_one_does_not_fit_is_named_whole(change) -> None:  # type: ignore[no-untyped-def]
    lines = LINES.copy()
    lines[RECEIVED + 1 : RECEIVED + 3] = ["40", "66"]
    assert "requests" in tables_of(brought(lines))
    change(lines)
    reading = brought(lines)
    assert tables_of(reading) == {"disclosure", "review"}
    assert [str(one) for one in reading.missing] == [
        "三、申请办理「三、收到和处理政府信息公开申请情况」：来源中没有找到这张表，175格未读取"
    ]


def test_sentences_before_the_table_are_no_part_of_it() -> None:
    lines = LINES.copy()
    place = lines.index("第二十条第（一）项")
    lines[place:place] = [f"本机关第{n}项工作有序开展" for n in range(70)]
    reading = brought(lines)
    assert len(reading.cells) == 200
    assert len([one for one in reading.issues if "本机关第" in one.text]) == 1


def test_where_pages_have_bare_numbers_only_rows_with_totals_are_certain() -> None:
    """A number of a page may stand in the place of a blank cell."""
    lines = LINES.copy()
    lines.insert(3, "1")
    assert tables_of(brought(lines)) == {"requests", "review"}


def test_numbers_without_any_label_are_no_table() -> None:
    reading = brought(["一、总体情况", "无。", "二、主动公开政府信息情况", "3", "7", "98", "规章"])
    assert reading.cells == {}


def test_bars_around_cells_are_no_part_of_them() -> None:
    place = LINES.index("第二十条第（一）项")
    inside = [line if line[1:2] == "、" else f"{line} |" for line in LINES[place:]]
    reading = brought([*LINES[:place], inside[0], "|||", *inside[1:]])
    assert len(reading.cells) == 200


def test_a_torn_heading_that_looks_like_a_value_is_put_together() -> None:
    place = LINES.index("未经复议直接起诉")
    lines = [*LINES[:place], "未经复", "议直接起诉", *LINES[place + 1 :]]
    assert tables_of(brought(lines)) == {"disclosure", "requests", "review"}
