"""Blocks pasted into a table are read by their labels, upright or on their side."""

import csv
import io

import openpyxl
import pytest

from intake import worker
from intake.content import Document
from intake.pasted import source_of
from model.report.fill import read_text
from model.report.report import Report
from tests.writing import render_excel

NORMATIVE = "disclosure/normative"
UPRIGHT = """信息内容\t本年制发件数\t本年废止件数\t现行有效件数
规章\t0\t0\t0
行政规范性文件\t5\t2\t18
信息内容\t本年处理决定数量
行政许可\t12
"""
TURNED = """信息内容\t规章\t行政规范性文件
本年制发件数\t0\t5
本年废止件数\t0\t2
现行有效件数\t1\t18
"""
LABELS_ONLY = "行政许可\t12\n行政处罚\t3\n行政强制\t\n"
WIDE = """\t\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计
一、本年新收政府信息公开申请数量\t\t5\t1\t0\t0\t0\t0\t6
三、本年度办理结果\t（一）予以公开\t4\t0\t0\t0\t0\t0\t4
"""


def read(text: str, report: Report) -> dict[str, str]:
    source = source_of(read_text(text), report)
    assert source is not None
    return {address: str(number) for address, number in source.report.values.items()}


@pytest.mark.parametrize("text", [UPRIGHT, TURNED], ids=["upright", "on its side"])
def test_a_whole_table_is_read_by_its_labels(empty: Report, text: str) -> None:
    found = read(text, empty)
    columns = ("issued", "repealed", "in_force")
    assert [found[f"{NORMATIVE}/{column}"] for column in columns] == ["5", "2", "18"]


def test_places_are_those_of_the_block_as_it_was_copied(empty: Report) -> None:
    found = source_of(read_text(TURNED), empty)
    assert found is not None
    assert found.reading is not None
    assert found.reading.cells[f"{NORMATIVE}/issued"].where == "粘贴内容第2行第3列"


def test_rows_with_labels_alone_go_where_their_labels_stand(empty: Report) -> None:
    assert read(LABELS_ONLY, empty) == {
        "disclosure/licences/decisions": "12",
        "disclosure/penalties/decisions": "3",
    }


def test_labels_over_several_columns_keep_their_numbers_apart(empty: Report) -> None:
    found = read(WIDE, empty)
    assert found["requests/received/legal.commercial"] == "1"
    assert found["requests/handled.granted/natural"] == "4"
    assert len(found) == 12


@pytest.mark.parametrize("text", ["1\t2\n3\t4", "甲\t1\n乙\t2", "\t\n", "行政许可\t"])
def test_a_block_without_known_labels_is_none(empty: Report, text: str) -> None:
    assert source_of(read_text(text), empty) is None


def test_a_block_larger_than_any_report_is_not_looked_through(empty: Report) -> None:
    words = "\n".join("\t".join(f"文字{row}之{n}" for n in range(100)) for row in range(500))
    assert source_of(read_text(f"{UPRIGHT}{words}"), empty) is None


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (
            "行政许可\t12\n行政许可\t13\n行政处罚\t3\n",
            "粘贴内容第1行第2列、粘贴内容第2行第2列",
        ),
        (
            "信息内容\t规章\t行政规范性文件\t行政规范性文件\n本年制发件数\t0\t5\t6\n"
            "本年废止件数\t0\t2\t2\n现行有效件数\t1\t18\t18\n",
            "粘贴内容第2行第3列、粘贴内容第2行第4列",
        ),
    ],
    ids=["upright", "on its side"],
)
def test_a_cell_that_is_said_twice_is_named_with_both_its_places(
    empty: Report, text: str, where: str
) -> None:
    found = source_of(read_text(text), empty)
    assert found is not None
    (issue,) = found.issues
    assert issue.where == where


def copied_sheets(report: Report) -> dict[str, str]:
    """The tables of the workbook as a spreadsheet copies them: quoting cells of lines."""
    workbook = openpyxl.load_workbook(io.BytesIO(render_excel(report)), data_only=True)
    sheets = {}
    for sheet in workbook.worksheets[: len(report.form.tables)]:
        target = io.StringIO()
        rows = ([cell.value for cell in row] for row in sheet.iter_rows())
        csv.writer(target, dialect=csv.excel_tab).writerows(rows)
        sheets[sheet.title] = target.getvalue()
    return sheets


def test_a_sheet_copied_whole_says_all_its_numbers(example: Report) -> None:
    numbers, found = example.totals(), {}
    for text in copied_sheets(example).values():
        source = source_of(read_text(text), example)
        assert source is not None
        assert not source.reading.issues
        found |= source.report.values | source.report.stated
    assert {a: found.get(a) for a in example.form.cells} == {
        a: numbers.get(a) for a in example.form.cells
    }


def test_a_label_of_several_lines_stays_one_cell_in_a_text_file(example: Report) -> None:
    document = worker.read(copied_sheets(example)["三、申请办理"].encode())
    assert isinstance(document, Document)
    texts = [cell.text for table in document.tables for cell in table.cells]
    assert "（三）\n不予公开" in texts
    assert not any('"' in text for text in texts)
