"""What was read from a text file is cited by the line that an editor shows."""

from itertools import chain

import pytest

from intake.content import Document, SourceParagraph, SourceTable
from intake.recognition.reading import recognise
from intake.worker import read
from tests.intake.known import FORMS

HEAD = "某市水务局2023年政府信息公开工作年度报告"
SINGLE = "四、政府信息公开行政复议、行政诉讼情况"


def cited(text: str) -> set[str]:
    """Give the positions of all blocks and cells of a text file."""
    document = read(text.encode())
    assert isinstance(document, Document)
    tables = (block for block in document.blocks if isinstance(block, SourceTable))
    cells = (table.where(cell) for table in tables for cell in table.cells)
    lines = (block.where for block in document.blocks if isinstance(block, SourceParagraph))
    return {*lines, *cells}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_blank_lines_count_whatever_ends_a_line(end: str) -> None:
    assert cited(end.join(("", HEAD, "", "", "一、总体情况"))) == {"第2行", "第5行"}


def test_a_field_between_tabs_is_cited_by_its_line_and_its_order() -> None:
    text = f"{HEAD}\n\n行政许可\t5\n行政处罚\t6\n末行"
    assert cited(text) == {
        "第1行", "第3行第1栏", "第3行第2栏", "第4行第1栏", "第4行第2栏", "第5行"
    }  # fmt: skip


def test_the_lines_within_a_field_count() -> None:
    assert cited('"行政\n许可"\t5\n行政处罚\t6\n末行') == {
        "第1行第1栏", "第1行第2栏", "第3行第1栏", "第3行第2栏", "第4行"
    }  # fmt: skip


def test_a_number_in_a_line_written_with_spaces_is_cited_by_that_line() -> None:
    lines = (HEAD, "", "二、主动公开政府信息情况", "信息内容  本年处理决定数量", "行政许可  12")
    reading = recognise(read("\n".join(lines).encode()), FORMS)
    assert reading.cells["disclosure/licences/decisions"].where == "第5行第2栏"
    assert reading.headings["disclosure"] == "第3行"


def test_a_number_on_a_line_of_its_own_is_cited_by_that_line_alone() -> None:
    form = FORMS[0]
    (block,) = form.tables["review"].blocks
    paths = [leaf.path for leaf in block.column_leaves]
    labels = dict.fromkeys(
        heading.label for leaf in block.column_leaves for heading in leaf.headings[:-1]
    )
    heads = [*labels, *(leaf.heading.label for leaf in block.column_leaves)]
    numbers = ["1", "0", "0", "0", "1"] * 3
    lines = [HEAD, SINGLE, *chain.from_iterable((one, "") for one in heads), *numbers]
    reading = recognise(read("\n".join(lines).encode()), FORMS)
    first = len(lines) - len(numbers) + 1
    found = [reading.cells[f"review/figures/{path}"].where for path in paths]
    assert found == [f"第{first + n}行" for n in range(len(numbers))]
    table = next(one for one in reading.blocks if isinstance(one, SourceTable))
    assert table.name == "第3行起的表格"


def test_bold_marks_of_markdown_are_no_words_of_the_report() -> None:
    lines = (
        f"**{HEAD}**", "前言，公开**12**条，来信人为张**、李**。", "## **一、总体情况**",
        "**（一）主动公开**", "**全年**公开。", "**（二）监督保障。**已落实。",
        "**二、主动公开政府信息情况**",
        "| **信息内容** | **本年处理决定数量** |", "|---|---|", "| **行政许可** | **12** |",
    )  # fmt: skip
    reading = recognise(read("\n".join(lines).encode()), FORMS)
    assert (reading.identity.year, reading.identity.unit["name"]) == (2023, "某市水务局")
    assert {block.key: (block.title, block.body) for block in reading.texts} == {
        "overview.preface": ("前言", "前言，公开**12**条，来信人为张**、李**。"),
        "overview.proactive": ("主动公开", "全年公开。"),
        "overview.supervision": ("监督保障", "已落实。"),
    }
    assert reading.cells["disclosure/licences/decisions"].number == 12
