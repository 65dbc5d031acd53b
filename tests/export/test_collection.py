"""采集表: blank tables by source, as the offices that hold the figures get them."""

import shutil
from pathlib import Path

import pytest

from export.documents import Proof, prove_collection
from export.readback import SeenTable, read_word
from model.combine.collection import pages_of
from model.errors import ReadbackError
from model.form import catalog
from model.report.begin import new_report
from model.report.report import Report, Stage
from model.unit import Unit
from tests import office
from tests.office import replanted
from tests.writing import render_collection

BODY = "word/document.xml"


def blank(form: str = "2021", year: int = 2024) -> Report:
    return new_report(catalog.form(form), Unit(name="某市水务局"), year)


def tables(report: Report) -> list[SeenTable]:
    """The tables of the form, without the lines to sign."""
    _, content = read_word(render_collection(report))
    return [one for one in content if isinstance(one, SeenTable)][1::2]


def drawn(table: SeenTable) -> list[str]:
    """A table as text, one line a row."""
    rows = sorted({cell.row for cell in table.cells})
    return ["|".join(cell.text for cell in sorted(table.cells) if cell.row == row) for row in rows]


def test_each_block_of_section_two_and_each_other_table_is_a_page() -> None:
    assert [page.title for page in pages_of(catalog.form("2021")).values()] == [
        "二、主动公开政府信息情况　第二十条第（一）项",
        "二、主动公开政府信息情况　第二十条第（五）项",
        "二、主动公开政府信息情况　第二十条第（六）项",
        "二、主动公开政府信息情况　第二十条第（八）项",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
    ]
    assert len(pages_of(catalog.form("2019"))) == 7


def test_a_page_says_who_asks_for_what_and_has_lines_to_sign() -> None:
    header, content = read_word(render_collection(blank()))
    assert header == ""
    title, source, asker, signing, about, _, hint = content[:7]
    assert title == "2024年政府信息公开工作年度报告采集表"
    assert source == "二、主动公开政府信息情况　第二十条第（一）项"
    assert asker == "报告单位：某市水务局　　统计期限：2024年1月1日至12月31日"
    assert about == "统计范围：本机关，含内设机构和受委托的组织　　计量单位：件"
    assert hint == "每格填一个数，没有发生的填0，不留空格。"
    assert isinstance(signing, SeenTable)
    assert drawn(signing) == ["填报科室||填报人||日期|　　年　　月　　日"]


def test_the_tables_are_those_of_the_form_and_blank() -> None:
    seen = [drawn(table) for table in tables(blank())]
    assert seen[0] == [
        "信息内容|本年制发件数|本年废止件数|现行有效件数",
        "规章|||",
        "行政规范性文件|||",
    ]
    assert seen[2] == ["信息内容|本年处理决定数量", "行政处罚|", "行政强制|"]
    assert seen[3] == ["信息内容|本年收费金额（单位：万元）", "行政事业性收费|"]
    assert len(seen[4]) == 28
    assert seen[4][-1] == "四、结转下年度继续办理|||||||"
    assert seen[5][-1] == "|" * 14


def test_no_number_of_the_report_is_printed_in_them(example: Report) -> None:
    numbers = {str(number) for number in example.totals().values() if len(str(number)) > 2}
    texts = {cell.text for table in tables(example) for cell in table.cells}
    assert not numbers & texts


def test_a_choice_of_unit_is_asked_for_beside_the_amount() -> None:
    _, content = read_word(render_collection(blank("2019", 2020)))
    texts = [one for one in content if isinstance(one, str)]
    assert "统计范围：本机关，含内设机构和受委托的组织　　计量单位：项、元或万元" in texts
    assert "每格填一个数，没有发生的填0，不留空格。金额后注明单位。" in texts


def test_sums_may_be_left_to_the_program() -> None:
    _, content = read_word(render_collection(blank()))
    assert content[-1] == "每格填一个数，没有发生的填0，不留空格。总计可以不填，由编制程序计算。"


@pytest.mark.parametrize("stage", Stage)
def test_a_blank_page_has_no_stage_and_proves_equal(example: Report, stage: Stage) -> None:
    report = example.at_stage(stage)
    data = render_collection(report)
    assert read_word(data)[0] == ""
    proof = prove_collection(report, data)
    assert proof == Proof(30, 311, "表样")
    assert str(proof) == "已重新打开核对：文字30段，表格311格，与表样一致"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (">行政许可<", ">行政许河<"),
        (">2024年政府", ">2023年政府"),
        (">填报科室<", ">填报人<"),
        ("<w:r>", "<w:r><w:t>7</w:t>"),
    ],
)
def test_a_page_that_says_anything_else_is_refused(example: Report, old: str, new: str) -> None:
    data = replanted(render_collection(example), BODY, old, new)
    with pytest.raises(ReadbackError, match="采集表"):
        prove_collection(example, data)


def test_a_header_that_names_a_stage_is_refused(example: Report) -> None:
    data = replanted(render_collection(example), "word/header1.xml", "</w:p>", STAMP)
    with pytest.raises(ReadbackError, match="页眉"):
        prove_collection(example, data)


STAMP = "<w:r><w:t>草稿</w:t></w:r></w:p>"


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The tables of each form as PDF."""
    files = {f"{form}.docx": render_collection(blank(form, year)) for form, year in YEARS.items()}
    return office.convert(tmp_path_factory.mktemp("collection"), files, "pdf")


YEARS = {"2021": 2024, "2019": 2020}


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is missing")
@pytest.mark.parametrize("form", YEARS)
def test_every_source_is_one_page_of_paper(form: str, printed: dict[str, Path]) -> None:
    pages = office.pages(printed[f"{form}.docx"])
    titles = [page.title.replace("　", "") for page in pages_of(catalog.form(form)).values()]
    assert len(pages) == len(titles)
    for page, title in zip(pages, titles, strict=True):
        assert title in page.text
        assert "没有发生的填0" in page.text
