"""A block pasted into a table by position."""

from model.form import catalog
from model.report.begin import new_report
from model.report.fill import paste
from model.report.report import Report
from model.unit import Unit

FORM = catalog.form("2021")
ROW = [f"requests/received/{c}" for c in ("natural", "legal.commercial", "legal.research")]
TOTAL = "requests/received/total"


def blank() -> Report:
    return new_report(FORM, Unit(name="某市水务局"), 2024)


def test_a_block_fills_the_cells_it_lies_on() -> None:
    done = paste(blank(), [ROW], (("1,234", "５", ""),))
    assert done.report.values == {ROW[0]: 1234, ROW[1]: 5}
    assert done.sentence == "已粘贴3格。"


def test_an_empty_cell_of_the_block_empties_its_cell() -> None:
    done = paste(blank().with_value(ROW[2], 9), [ROW], (("1", "2", " "),))
    assert ROW[2] not in done.report.values


def test_what_is_no_number_stays_as_it_was_copied() -> None:
    done = paste(blank(), [ROW], (("1", "/", "3件"),))
    assert done.report.unread == {ROW[1]: "/", ROW[2]: "3件"}
    assert done.sentence == "已粘贴3格，2格未能识别，已原样保留。"


def test_a_total_is_kept_as_the_total_of_the_source() -> None:
    done = paste(blank(), [[ROW[0], TOTAL]], (("1", "7"),))
    assert done.report.stated == {TOTAL: 7}
    assert TOTAL not in done.report.values


def test_a_total_that_is_no_number_is_left_out_and_said() -> None:
    done = paste(blank(), [[ROW[0], TOTAL]], (("1", "合计"),))
    assert done.report.stated == {}
    assert done.sentence == "已粘贴1格，1个合计格的内容不是数字，未粘贴。"


def test_one_value_goes_into_all_cells_and_past_headings() -> None:
    done = paste(blank(), [["", ROW[0]], ["", ROW[1]]], (("0",),))
    assert done.report.values == {ROW[0]: 0, ROW[1]: 0}
