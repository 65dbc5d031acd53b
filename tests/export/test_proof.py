"""The proof: a document that says anything else than the report is refused, by name of place."""

from collections import Counter
from dataclasses import replace
from itertools import product
from types import ModuleType
from typing import Final

import pytest

import export.outline
import export.papers
from export import documents
from export.documents import WRITERS, Proof, prove_excel, prove_web, prove_word
from export.outline import PrintedTable, outline
from model.errors import ReadbackError
from model.report.answers import put
from model.report.report import Report, Stage
from model.unit import TitleForm
from tests.export.test_excel import old_report, unfinished
from tests.office import replanted
from tests.sampling import sampled
from tests.writing import MOMENT, render_excel, render_web, render_word

BODY: Final = "word/document.xml"
REQUESTS: Final = "xl/worksheets/sheet2.xml"


def planted(data: bytes, old: str, new: str) -> bytes:
    """A web page with the first stretch of text changed."""
    assert old.encode() in data
    return data.replace(old.encode(), new.encode(), 1)


LONG_NAME: Final = "青岚省青岚市云溪区城市管理综合行政执法局和市场监督管理局联合办公室"


@pytest.mark.parametrize("form", TitleForm)
def test_a_name_of_several_lines_is_proved_as_it_is(example: Report, form: TitleForm) -> None:
    unit = replace(example.unit, name=LONG_NAME, signature=LONG_NAME, title_form=form)
    report = replace(example, unit=unit)
    assert [one.kind for one in documents.proved(report, ["word", "web"], MOMENT)]
    with pytest.raises(ReadbackError, match="Word 文件第1段与草稿不一致"):
        prove_word(report, replanted(render_word(report), BODY, "青岚省", "青岗省"))


@pytest.mark.parametrize("kinds", [[*WRITERS], ["excel", "web"], ["collection"]])
def test_what_documents_print_is_worked_out_once_for_one_export(
    example: Report, kinds: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: Counter[str] = Counter()

    def counted(module: ModuleType, name: str) -> None:
        work_out = getattr(module, name)

        def count(*given: object) -> object:
            made[name] += 1
            return work_out(*given)

        monkeypatch.setattr(module, name, count)

    counted(export.outline, "title_lines")  # once in each outline
    counted(export.outline, "printed_table")
    counted(export.papers, "check")
    counted(export.papers, "pages_of")
    assert [one.kind for one in documents.proved(example, kinds, MOMENT)] == kinds
    papers = {"checklist", "check_report"} & {*kinds}
    published = bool({"word", "excel", "web"} & {*kinds})
    assert made["title_lines"] == published
    assert made["printed_table"] == published * len(example.form.tables)
    assert made["check"] == len(papers)
    assert made["pages_of"] == ("collection" in kinds)


REPORTS: Final = ("example", "empty", "city", "old", "unfinished", "run_in")


@pytest.mark.parametrize(("which", "kind"), sampled([*product(REPORTS, WRITERS)], 7))
def test_what_is_written_proves_equal_to_the_report(
    which: str, kind: str, example: Report, empty: Report, city: Report
) -> None:
    report = {
        "example": example,
        "empty": empty,
        "city": city,
        "old": old_report(),
        "unfinished": unfinished(example),
        "run_in": replace(example, options=replace(example.options, run_in=True)),
    }[which]
    for stage in (Stage.REVIEW, Stage.FINAL):
        staged = report.at_stage(stage)
        proof = WRITERS[kind].prove(staged, WRITERS[kind].render(staged, MOMENT))
        assert proof.paragraphs + proof.cells > 2


def test_it_counts_the_paragraphs_and_cells_it_compared(example: Report) -> None:
    blocks = outline(example)
    tables = [block for block in blocks if isinstance(block, PrintedTable)]
    cells = sum(len(table.grid.places) for table in tables)
    notes = sum(len(table.notes) for table in tables)
    texts = len(blocks) - len(tables) + notes + 1  # the ending has two lines
    final = example.at_stage(Stage.FINAL)
    assert prove_word(final, render_word(final)) == Proof(texts + 2, cells)  # two empty lines
    assert prove_web(final, render_web(final)) == Proof(texts, cells)
    assert prove_excel(final, render_excel(final)) == Proof(0, cells)
    assert prove_web(example, render_web(example)) == Proof(texts + 1, cells)  # 草稿


def test_it_says_what_it_compared() -> None:
    assert str(Proof(40, 300)) == "已重新打开核对：文字40段，表格300格，与草稿一致"
    assert str(Proof(5, 0)) == "已重新打开核对：文字5段，与草稿一致"
    assert str(Proof(0, 300)) == "已重新打开核对：表格300格，与草稿一致"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (">1352<", ">1353<"),
        (">8406<", "><"),
        ("不予", "不子"),
        ("17（含自然失效2件）", "17"),
        ("一是政策解读形式", "一是政策解读方式"),
        ("全年举办13场。", "全年举办13场"),
        ("一、总体情况", "一、总体 情况"),
        ("注：行政复议", "行政复议"),
        ("2025年1月15日", "2025年1月16日"),
        ("2024年政府信息公开工作年度报告<", "2023年政府信息公开工作年度报告<"),
    ],
)
def test_one_changed_number_or_word_is_found_in_word_and_web(
    example: Report, old: str, new: str
) -> None:
    final = example.at_stage(Stage.FINAL)
    with pytest.raises(ReadbackError, match=r"Word 文件第\d+段与草稿不一致，未保存。"):
        prove_word(final, replanted(render_word(final), BODY, old, new))
    with pytest.raises(ReadbackError, match=r"网页文件第\d+段与草稿不一致，未保存。"):
        prove_web(final, planted(render_web(final).replace(b"<wbr>", b""), old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [('<w:gridSpan w:val="4"/>', '<w:gridSpan w:val="3"/>'), ("<w:vMerge/>", "")],
)
def test_one_lost_merge_is_found_in_word(example: Report, old: str, new: str) -> None:
    with pytest.raises(ReadbackError, match="与草稿不一致"):
        prove_word(example, replanted(render_word(example), BODY, old, new))


@pytest.mark.parametrize(
    ("old", "new"), [('rowspan="3"', 'rowspan="2"'), ('colspan="4"', 'colspan="3"')]
)
def test_one_lost_merge_is_found_on_the_web_page(example: Report, old: str, new: str) -> None:
    with pytest.raises(ReadbackError, match="与草稿不一致"):
        prove_web(example, planted(render_web(example), old, new))


def test_a_lost_or_doubled_paragraph_is_found(example: Report) -> None:
    empty_paragraph = '<w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr></w:p>'
    less = replanted(render_word(example), BODY, empty_paragraph, "")
    with pytest.raises(ReadbackError, match=r"Word 文件有\d+段，应为\d+段，未保存。"):
        prove_word(example, less)
    with pytest.raises(ReadbackError, match=r"网页文件有\d+段，应为\d+段，未保存。"):
        prove_web(example, planted(render_web(example), "</p>", "</p><p>多</p>"))


def test_a_wrong_stage_in_the_header_is_found(example: Report) -> None:
    with pytest.raises(ReadbackError, match="Word 文件页眉为「草稿」，应为「」。"):
        prove_word(example.at_stage(Stage.FINAL), render_word(example))
    with pytest.raises(ReadbackError, match="页眉为「送审稿」，应为「草稿」"):
        prove_word(example, render_word(example.at_stage(Stage.REVIEW)))
    with pytest.raises(ReadbackError, match="核对表页眉为「」，应为「草稿」。"):
        WRITERS["checklist"].prove(example, render_word(example.at_stage(Stage.FINAL)))
    with pytest.raises(ReadbackError, match="第1段"):
        prove_web(example, render_web(example.at_stage(Stage.REVIEW)))


@pytest.mark.parametrize(
    ("old", "new", "row"),
    [("<v>1352</v>", "<v>1353</v>", 6), ("<v>8406</v>", "<v>8405</v>", 6)],
)
def test_one_changed_number_is_found_in_excel(
    example: Report, old: str, new: str, row: int
) -> None:
    with pytest.raises(ReadbackError, match=f"Excel 文件「三、申请办理」第{row}行与草稿不一致"):
        prove_excel(example, replanted(render_excel(example), REQUESTS, old, new))


def test_one_changed_label_is_found_in_excel(example: Report) -> None:
    data = replanted(render_excel(example), "xl/sharedStrings.xml", "（一）予以公开", "予以公开")
    with pytest.raises(ReadbackError, match="Excel 文件「三、申请办理」第8行与草稿不一致"):
        prove_excel(example, data)


def test_one_lost_merge_is_found_in_excel(example: Report) -> None:
    merge = '<mergeCell ref="A8:A29"/>'
    data = replanted(render_excel(example), REQUESTS, merge, "")
    with pytest.raises(ReadbackError, match="「三、申请办理」第8行合并单元格有误，未保存。"):
        prove_excel(example, data)


def test_a_workbook_without_the_name_of_a_unit_proves_itself(example: Report) -> None:
    nameless = put(example, "unit/name", "")
    assert prove_excel(nameless, render_excel(nameless)).cells > 200


def test_a_number_where_the_report_is_blank_is_found_in_excel(example: Report) -> None:
    blank = put(example, "requests/received/natural", "")
    with pytest.raises(ReadbackError, match="第6行"):
        prove_excel(blank, render_excel(example))


def test_a_proof_holds_for_the_report_it_was_made_for_only(example: Report) -> None:
    changed = put(example, "text/problems.improvement", "无。")
    with pytest.raises(ReadbackError):
        prove_word(changed, render_word(example))
    with pytest.raises(ReadbackError):
        prove_web(changed, render_web(example))


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/sharedStrings.xml", "注：行政复议", "行政复议"),
        ("xl/sharedStrings.xml", "含自然失效2件", "含自然失效3件"),
        (REQUESTS, "SUM(D6:I6)", "SUM(D6:H6)"),
    ],
)
def test_a_changed_note_remark_or_formula_is_found_in_excel(
    example: Report, part: str, old: str, new: str
) -> None:
    with pytest.raises(ReadbackError):
        prove_excel(example, replanted(render_excel(example), part, old, new))


@pytest.mark.parametrize(
    ("part", "old", "new", "said"),
    [
        ("xl/workbook.xml", "$D$6:$J$6", "$D$6:$I$6", "名称「requests.received」所指有误"),
        ("xl/workbook.xml", "$D$6:$J$6", "$C$6:$J$6", "名称「requests.received」所指有误"),
        ("xl/workbook.xml", 'name="稿别"', 'name="稿"', "名称「稿别」所指有误"),
        ("xl/worksheets/sheet5.xml", "$B$5)", "$B$6)", "「数据」第2行的公式有误"),
        ("xl/worksheets/sheet5.xml", "<v>8406</v>", "<v>8407</v>", "「数据」第18行与草稿不一致"),
    ],
)
def test_a_wrong_name_or_a_wrong_row_of_data_is_found_in_excel(
    example: Report, part: str, old: str, new: str, said: str
) -> None:
    with pytest.raises(ReadbackError, match=said):
        prove_excel(example, replanted(render_excel(example), part, old, new))


def test_a_wrong_stage_on_even_pages_is_found(example: Report) -> None:
    data = replanted(render_word(example), "word/header2.xml", "草稿", "送审稿")
    with pytest.raises(ReadbackError):
        prove_word(example, data)
