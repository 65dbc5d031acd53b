"""采集表 as workbooks: a file for each page, which a section fills in and sends back."""

import io
import re
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.cell import Cell
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from export.collection import prove_workbook, render_workbook
from export.documents import COLLECTION_EXCEL, proved
from model.combine.collection import MARK_NAME, SIGNED, CollectionMark, CollectionPage, pages_of
from model.errors import ReadbackError
from model.form import catalog
from model.report.begin import new_report
from model.report.report import Report, Stage
from model.unit import Unit
from tests import office
from tests.writing import MOMENT

YEARS = {"2021": 2024, "2019": 2020}
PAGES = [(form, key) for form in YEARS for key in pages_of(catalog.form(form))]


@cache
def blank(form: str) -> Report:
    return new_report(catalog.form(form), Unit(name="某市水务局"), YEARS[form])


@cache
def written(form: str, key: str) -> bytes:
    return render_workbook(page_of(form, key), blank(form), MOMENT)


def page_of(form: str, key: str) -> CollectionPage:
    return pages_of(catalog.form(form))[key]


def opened(form: str, key: str) -> tuple[Workbook, Worksheet]:
    workbook = openpyxl.load_workbook(io.BytesIO(written(form, key)))
    return workbook, workbook[page_of(form, key).sheet]


def named_cells(workbook: Workbook, name: str) -> list[str]:
    """The cells with a name, merged ones by their first."""
    (reference,) = re.findall(r"!(.*)$", workbook.defined_names[name].attr_text or "")
    return str(reference).replace("$", "").split(":")


def test_each_page_is_a_file_of_its_own_that_proves_equal(example: Report) -> None:
    documents = [*proved(example, [COLLECTION_EXCEL, "collection"], MOMENT)]
    assert [one.writer.ending for one in documents] == [
        "采集表_第二十条第（一）项.xlsx",
        "采集表_第二十条第（五）项.xlsx",
        "采集表_第二十条第（六）项.xlsx",
        "采集表_第二十条第（八）项.xlsx",
        "采集表_三、申请办理.xlsx",
        "采集表_四、复议诉讼.xlsx",
        "采集表.docx",
    ]
    assert str(documents[4].proof) == "已重新打开核对：文字8段，表格215格，与表样一致"


@pytest.mark.parametrize(("form", "key"), PAGES)
def test_only_what_a_section_writes_is_unlocked(form: str, key: str) -> None:
    workbook, sheet = opened(form, key)
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    cells = [one for row in sheet.iter_rows() for one in row if isinstance(one, Cell)]
    unlocked = {one.coordinate for one in cells if not one.protection.locked}
    signed = {named_cells(workbook, name)[0] for name in SIGNED}
    assert signed <= unlocked
    assert len(unlocked - signed) == len(page_of(form, key).table.typed)
    assert not [one for one in cells if one.coordinate in unlocked and one.value is not None]


@pytest.mark.parametrize(("form", "key"), PAGES)
def test_totals_are_formulas_and_numbers_are_validated(form: str, key: str) -> None:
    _, sheet = opened(form, key)
    table = page_of(form, key).table
    formulas = [c for row in sheet.iter_rows() for c in row if str(c.value).startswith("=")]
    assert len(formulas) == len(table.cells) - len(table.typed)
    checked = [one for one in table.typed.values() if not one.units]
    rules = [rule for rule in sheet.data_validations.dataValidation for _ in rule.sqref.ranges]
    assert len(rules) == len(checked)
    assert sum(rule.formula1 != "0" for rule in rules) == sum(c.kind == "change" for c in checked)
    assert sum(rule.type == "decimal" for rule in rules) == sum(c.kind == "money" for c in checked)


def test_the_page_is_known_by_a_hidden_name(example: Report) -> None:
    for key, page in pages_of(example.form).items():
        workbook = openpyxl.load_workbook(io.BytesIO(render_workbook(page, example, MOMENT)))
        name = workbook.defined_names[MARK_NAME]
        assert name.hidden
        mark = CollectionMark.read((name.attr_text or "").strip('"'))
        assert mark == CollectionMark(example.id, "2021", 2024, key)


@pytest.mark.parametrize(
    "text",
    ["", "采集表", "a|2021|2024|nowhere", "a|1999|2024|requests", "a|2021|abcd|requests",
     "a|2021|20240|requests", "a|2021|2024|requests|b", "a|2021|0000|requests"],
)  # fmt: skip
def test_what_is_no_mark_is_none(text: str) -> None:
    assert CollectionMark.read(text) is None


@pytest.mark.parametrize("stage", Stage)
def test_a_page_has_no_stage_and_none_of_the_numbers(example: Report, stage: Stage) -> None:
    page = pages_of(example.form)["requests"]
    data = render_workbook(page, example.at_stage(stage), MOMENT)
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert sheet.oddHeader.right.text is None
    assert not [c for row in sheet.iter_rows() for c in row if isinstance(c.value, int | float)]


def moved(sheet: Worksheet, workbook: Workbook) -> None:
    workbook.defined_names["填报人"].attr_text = "'三、申请办理'!$C$4"


def of_another_year(sheet: Worksheet, workbook: Workbook) -> None:
    text = workbook.defined_names[MARK_NAME].attr_text or ""
    workbook.defined_names[MARK_NAME].attr_text = text.replace("2024", "2023")


def relabelled(sheet: Worksheet, workbook: Workbook) -> None:
    sheet["A11"] = "一、本年新收"


def filled(sheet: Worksheet, workbook: Workbook) -> None:
    sheet["D11"] = 0


def wrong_sum(sheet: Worksheet, workbook: Workbook) -> None:
    sheet["J11"] = str(sheet["J11"].value).replace("D11:I11", "D11:H11")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (moved, "名称「填报人」"),
        (of_another_year, "名称「采集表」"),
        (relabelled, "第11行与草稿不一致"),
        (filled, "第11行与草稿不一致"),
        (wrong_sum, "第11行的合计公式"),
    ],
)
def test_a_workbook_that_says_anything_else_is_refused(
    change: Callable[[Worksheet, Workbook], None], said: str
) -> None:
    workbook, sheet = opened("2021", "requests")
    change(sheet, workbook)
    buffer = io.BytesIO()
    workbook.save(buffer)
    with pytest.raises(ReadbackError, match=said):
        prove_workbook(page_of("2021", "requests"), blank("2021"), buffer.getvalue())


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is missing")
def test_every_workbook_is_one_page_of_paper(tmp_path: Path) -> None:
    files = {f"{n}.xlsx": written(form, key) for n, (form, key) in enumerate(PAGES)}
    printed = office.convert(tmp_path, files, "pdf")
    for number, (form, key) in enumerate(PAGES):
        (page,) = office.pages(printed[f"{number}.xlsx"])
        assert {*page_of(form, key).title.split("　")} <= {word.text for word in page.words}
