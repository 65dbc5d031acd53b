"""Pages of the 采集表 that come back: every number, who gave it, and what else was written."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl.comments import Comment
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from intake import returned, wire
from intake.collected import collected
from intake.proposal import Proposal
from intake.recognition.reading import Recognition
from intake.recognition.report import report_from
from intake.returned import propose_any, refusal, together
from intake.source import Source, lines_of
from intake.worker import answer, read
from model.combine.collection import pages_of, unreturned, unreturned_sentence
from model.compare.parts import ReportPart
from model.errors import RefusedError
from model.form import catalog
from model.report.answers import put
from model.report.begin import new_report
from model.report.report import Report
from model.unit import Unit
from tests import office
from tests.collecting import BY, Change, filled_in, numbers_of
from tests.office import replanted

BLANK = new_report(catalog.form("2021"), Unit(name="某市水务局"), 2024)
OLD = new_report(catalog.form("2019"), Unit(name="某市水务局"), 2020)
WHO = "：".join(BY[:2])
ISSUED = "disclosure/regulations/issued"
RECEIVED = "requests/received/natural"


def reading_of(data: bytes) -> Recognition:
    found = collected(read(data))
    assert found is not None
    return found


def source(data: bytes, name: str = "a.xlsx") -> Source:
    reading = reading_of(data)
    assert reading.identity.year
    return Source(Path(name), report_from(reading, reading.identity.year), reading)


def offered(report: Report, *files: bytes) -> Proposal:
    sources = [source(data, f"{n}.xlsx") for n, data in enumerate(files)]
    return propose_any(report, sources[0] if len(files) == 1 else together(report, sources))


def taken(report: Report, *files: bytes) -> Report:
    proposal = offered(report, *files)
    return proposal.applied_to(report, proposal.sure)


@pytest.mark.parametrize(
    ("report", "key"), [(one, key) for one in (BLANK, OLD) for key in pages_of(one.form)]
)
def test_every_number_of_a_page_comes_back_with_who_gave_it(report: Report, key: str) -> None:
    numbers = numbers_of(report.form, key)
    data = filled_in(report, key, numbers)
    assert (reading_of(data).understood, reading_of(data).form) == (True, report.form)
    made = taken(report, data)
    assert made.values == numbers
    assert made.sources == dict.fromkeys(numbers, WHO)
    assert [one.key for one in unreturned(made)] == [k for k in pages_of(report.form) if k != key]


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is missing")
@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_pages_that_libreoffice_saved_come_back_cell_by_cell(tmp_path: Path, ending: str) -> None:
    keys = list(pages_of(BLANK.form))
    files = {f"{k}.xlsx": filled_in(BLANK, k, numbers_of(BLANK.form, k)) for k in keys}
    saved = office.convert(tmp_path, files, ending)
    made = taken(BLANK, *(saved[name].read_bytes() for name in files))
    wanted: dict[str, int] = {}
    for key in keys:
        wanted |= numbers_of(BLANK.form, key)
    assert made.values == wanted
    assert made.sources == dict.fromkeys(wanted, WHO)
    assert unreturned_sentence(made) == ""


def test_the_child_reads_a_page_as_one_and_not_as_a_report() -> None:
    data = filled_in(BLANK, "disclosure.2", numbers_of(BLANK.form, "disclosure.2"))
    reading = wire.decode(answer(data, "2019", by_year=True)[0]).reading
    assert reading == reading_of(data)
    unmarked = replanted(data, "xl/workbook.xml", "|2021|", "|1999|")
    found = wire.decode(answer(unmarked, "2021")[0]).reading
    assert found is not None
    assert found.identity.returned == ()


def test_what_the_report_says_already_is_shown_and_not_taken() -> None:
    report = put(put(BLANK, ISSUED, "77"), "disclosure/regulations/repealed", "2")
    data = filled_in(report, "disclosure.1", numbers_of(BLANK.form, "disclosure.1"))
    proposal = offered(report, data)
    assert proposal.doubts == {ReportPart("numbers", ISSUED): returned.DIFFERS}
    made = proposal.applied_to(report, proposal.sure)
    assert (made.values[ISSUED], ISSUED in made.sources) == (77, False)
    assert made.sources["disclosure/regulations/repealed"] == WHO
    made = proposal.applied_to(report, [*proposal.sure, ReportPart("numbers", ISSUED)])
    assert (made.values[ISSUED], made.sources[ISSUED]) == (1, WHO)


def test_a_partly_filled_page_gives_what_it_has_and_an_empty_one_is_named() -> None:
    some = {RECEIVED: 3, "requests/carried_in/natural": 0}
    proposal = offered(BLANK, filled_in(BLANK, "requests", some), filled_in(BLANK, "review", {}))
    assert proposal.applied_to(BLANK, proposal.sure).values == some
    assert proposal.notes[:2] == (
        f"[已收回] 三、申请办理：{WHO}，填了2格，142格空着。",
        "[未填] 四、复议诉讼：收回的表没有填数。",
    )
    assert unreturned_sentence(taken(BLANK, filled_in(BLANK, "requests", some))) == (
        "尚未收回或未填：二、主动公开第二十条第（一）项、第二十条第（五）项、第二十条第（六）项、"
        "第二十条第（八）项；四、复议诉讼。"
    )
    one = {"review/figures/reconsideration.other": 4}
    assert taken(BLANK, filled_in(BLANK, "review", one)).values == one


@pytest.mark.parametrize("key", pages_of(BLANK.form))
def test_an_empty_page_lacks_nothing_but_its_numbers(key: str) -> None:
    found = source(filled_in(BLANK, key, {}))
    assert (lines_of(found), found.verdict) == ([], "全部识别")


def relabelled(sheet: Worksheet, workbook: Workbook) -> None:
    sheet["A9"] = "规章（含草案）等文件的全部名称"


def noted(sheet: Worksheet, workbook: Workbook) -> None:
    sheet["F9"] = "含下属单位"


def retitled(sheet: Worksheet, workbook: Workbook) -> None:
    sheet["A2"] = "本科室的表"


def of_another_page(sheet: Worksheet, workbook: Workbook) -> None:
    for row in (["信息内容", "本年处理决定数量"], ["行政处罚", 6]):
        sheet.append(row)


def with_sheet(sheet: Worksheet, workbook: Workbook) -> None:
    workbook.create_sheet("另附").append(["说明", 2])


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (relabelled, "「规章」：表样中的标题被改写"),
        (noted, "F9「含下属单位」：没有对应的位置"),
        (retitled, "A2「本科室的表」：没有对应的位置"),
        (of_another_page, "「6」：不属于这一页采集表，未读取"),
        (with_sheet, "工作表「另附」A1「说明 2」"),
    ],
)
def test_what_is_written_over_or_beside_the_form_is_named(change: Change, named: str) -> None:
    numbers = numbers_of(BLANK.form, "disclosure.1")
    found = source(filled_in(BLANK, "disclosure.1", numbers, change=change))
    assert any(named in line for line in lines_of(found))
    assert found.verdict != "全部识别"


def test_a_total_that_was_typed_over_is_named() -> None:
    def change(sheet: Worksheet, workbook: Workbook) -> None:
        sheet["J11"] = 99

    found = source(filled_in(BLANK, "requests", numbers_of(BLANK.form, "requests"), change=change))
    lines = [one for one in lines_of(found) if one.startswith("[合计不一致]")]
    assert lines == [
        "[合计不一致] 工作表「三、申请办理」J11，一、本年新收政府信息公开申请数量，总计："
        "原表99，按各数相加为21。"
    ]
    assert {one.part.field for one in propose_any(BLANK, found).changes} == {"numbers"}


def test_rows_that_were_put_in_do_no_harm() -> None:
    numbers = numbers_of(BLANK.form, "disclosure.1")
    data = filled_in(
        BLANK, "disclosure.1", numbers, change=lambda sheet, workbook: sheet.insert_rows(1)
    )
    assert taken(BLANK, data).values == numbers


@pytest.mark.parametrize(
    ("by", "who"),
    [(("许可科",), "许可科"), (("", "张某"), "张某"), ((), ""), (("", "", "1月"), "")],
)
def test_a_page_without_a_section_is_named(by: tuple[str, ...], who: str) -> None:
    numbers = numbers_of(BLANK.form, "disclosure.2")
    found = source(filled_in(BLANK, "disclosure.2", numbers, by=by))
    made = taken(BLANK, filled_in(BLANK, "disclosure.2", numbers, by=by))
    assert made.sources == (dict.fromkeys(numbers, who) if who else {})
    assert any("填报科室" in line for line in lines_of(found)) == (not who)


def test_a_page_of_another_year_is_refused_with_a_sentence() -> None:
    last = replace(new_report(BLANK.form, BLANK.unit, 2023), id=BLANK.id)
    found = source(filled_in(last, "disclosure.1", numbers_of(BLANK.form, "disclosure.1")))
    said = "「a.xlsx」是2023年度的采集表，本报告是2024年度，未导入。用本报告的采集表填写后再导入。"
    assert refusal(BLANK, found) == said
    with pytest.raises(RefusedError, match="2023年度的采集表"):
        together(BLANK, [found, "「b.xlsx」：文件已损坏。"])
    ours = source(filled_in(BLANK, "disclosure.2", numbers_of(BLANK.form, "disclosure.2")))
    both = together(BLANK, [found, ours])
    assert (both.is_complete, both.verdict) == (False, "1份未导入")
    assert propose_any(BLANK, both).heading == said


def test_a_page_of_another_draft_is_named_and_nothing_of_it_is_taken() -> None:
    other = new_report(BLANK.form, Unit(name="某市商务局"), 2024)
    data = filled_in(other, "disclosure.1", numbers_of(BLANK.form, "disclosure.1"))
    proposal = offered(BLANK, data)
    assert "来源是某市商务局的报告" in proposal.heading
    assert returned.OTHER_DRAFT in proposal.heading
    assert not proposal.sure


def test_two_sections_that_answer_the_same_page_differently_are_both_named() -> None:
    one = filled_in(BLANK, "disclosure.2", {"disclosure/licences/decisions": 5})
    blank = filled_in(BLANK, "disclosure.2", {})
    other = filled_in(BLANK, "disclosure.2", {"disclosure/licences/decisions": 6}, by=("法规科",))
    proposal = offered(BLANK, blank, one, other)
    assert [*proposal.doubts.values()] == ["法规科填的是6"]
    assert not proposal.sure
    assert taken(BLANK, blank, one, one).values == {"disclosure/licences/decisions": 5}


def test_a_comment_of_a_section_is_not_printed_unasked() -> None:
    def change(sheet: Worksheet, workbook: Workbook) -> None:
        sheet["B9"].comment = Comment("含下属单位", "张某")

    numbers = numbers_of(BLANK.form, "disclosure.2")
    proposal = offered(BLANK, filled_in(BLANK, "disclosure.2", numbers, change=change))
    assert [*proposal.doubts.values()] == [returned.PRINTED]


def test_an_amount_in_another_unit_is_not_taken_unasked() -> None:
    address = next(a for a, cell in OLD.form.cells.items() if cell.units)
    key = next(k for k, page in pages_of(OLD.form).items() if address in page.table.cells)
    other = OLD.form.cells[address].units[1]
    proposal = offered(OLD, filled_in(OLD, key, {address: f"350{other}"}))
    assert f"金额单位是{other}" in proposal.doubts[ReportPart("numbers", address)]
    made = proposal.applied_to(OLD, [ReportPart("numbers", address)])
    assert made.options.units[address] == other


def test_other_files_are_not_read_as_pages() -> None:
    assert collected(read("一、总体情况".encode())) is None
    page = source(filled_in(BLANK, "disclosure.2", {}), "甲.xlsx")
    report = replace(page, path=Path("年报.xlsx"), reading=None)
    with pytest.raises(RefusedError, match=r"「年报\.xlsx」不是采集表"):
        together(BLANK, [page, report])
