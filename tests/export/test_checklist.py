"""核对表 and 核对报告: what goes with the draft to those who sign, and never out of the house."""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest

from model.checks.check import check
from model.checks.findings import Finding
from model.checks.publication import reviewed
from model.drafts import storage
from model.report.answers import put
from model.report.report import Previous, Reason, Report
from tests import office
from tests.conftest import EXAMPLE
from tests.export.test_excel import old_report
from tests.writing import (
    render_check_report,
    render_checklist,
    render_excel,
    render_web,
    render_word,
)

SOURCE = "局办公室台账（某甲提供）"


def explained(report: Report, limit: int = 99) -> Report:
    """The report with a standing reason for its warnings."""
    warnings = [f for f in check(report).findings if f.severity == "warning"][:limit]
    return replace(report, reasons={f.id: _reason(f) for f in warnings})


def _reason(finding: Finding) -> Reason:
    return Reason("本年统计口径调整", finding.left, finding.right)


def after(report: Report, number: int) -> Report:
    """The report with last year's numbers at hand, which do not fit this year's."""
    numbers = dict.fromkeys(report.totals(), number)
    last = Previous("上年", report.form.key, report.year - 1, report.unit.name, numbers)
    return replace(report, previous=last)


def lines(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]


def tables(data: bytes) -> list[list[list[str]]]:
    found: list[Any] = docx.Document(io.BytesIO(data)).tables
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in found]


def test_a_number_has_a_column_as_wide_as_it_is(example: Report) -> None:
    report = put(example, "requests/received/natural", "123456789012345")
    found: list[Any] = docx.Document(io.BytesIO(render_checklist(report))).tables
    widths = [column.width.pt for column in found[0].columns]
    assert sum(widths) == pytest.approx(156 / 25.4 * 72, abs=0.5)
    assert widths[1] > len("123456789012345") * 4.5 + 5
    assert min(widths) > 37


def figures(report: Report) -> dict[str, tuple[str, str]]:
    """What → this year, last year, of both halves of the table."""
    rows = tables(render_checklist(report))[0][1:]
    halves = [row[start : start + 3] for row in rows for start in (0, 3)]
    return {name: (now, last) for name, now, last in halves if name}


def test_it_is_headed_by_unit_period_and_stage(example: Report) -> None:
    title, about = lines(render_checklist(example))[:2]
    assert title == "2024年政府信息公开工作年度报告核对表"
    assert about == "青岚市商务局　　统计期限：2024年1月1日至12月31日　　稿别：草稿"


def test_the_main_figures_stand_beside_last_years(example: Report) -> None:
    seen = figures(after(example, 40))
    assert seen["行政许可本年处理决定数量"] == ("1284", "40")
    assert seen["行政事业性收费本年收费金额"] == ("412.506", "40")
    assert seen["本年新收政府信息公开申请数量"] == ("8406", "40")
    assert seen["不予公开"] == ("3405", "320")
    assert seen["第三项总计"] == ("8381", "40")
    assert seen["行政复议总计"] == ("53", "40")
    assert seen["复议后起诉总计"] == ("30", "40")


def test_a_figure_that_is_not_complete_stays_blank(example: Report) -> None:
    seen = figures(put(example, "requests/handled.refused.secret/natural", ""))
    assert seen["不予公开"] == ("", "")
    assert seen["予以公开"] == ("393", "")


def test_an_odd_number_of_figures_leaves_the_last_place_empty(example: Report) -> None:
    for report in (example, old_report()):
        rows = tables(render_checklist(report))[0]
        assert {len(row) for row in rows} == {6}
        filled = [row[0] for row in rows[1:]] + [row[3] for row in rows[1:] if row[3]]
        assert len(filled) == len(figures(report))


def test_it_says_what_was_checked_and_what_was_not(example: Report) -> None:
    (said,) = [line for line in lines(render_checklist(example)) if line.startswith("核对情况：")]
    assert "勾稽关系逐列核对6条，全部相等" in said
    assert said.endswith("未核对：文字内容是否属实、数据口径。")


def test_there_is_room_for_four_to_sign(example: Report) -> None:
    assert tables(render_checklist(example))[-1] == [
        ["经办人", "审核人", "保密审查", "分管领导"],
        [""] * 4,
        ["　年　月　日"] * 4,
    ]


def test_sources_are_listed_with_what_they_gave(example: Report) -> None:
    report = put(example, "review/figures/litigation.direct.upheld#source", "局办公室台账")
    (said,) = [line for line in lines(render_checklist(report)) if line.startswith("数据来源")]
    assert said.startswith("数据来源：局办公室台账：一、本年新收政府信息公开申请数量，自然人；")


def test_reasons_are_listed_with_what_they_explain(example: Report) -> None:
    report = explained(after(example, 40), limit=2)
    (said,) = [line for line in lines(render_checklist(report)) if line.startswith("说明：")]
    assert said.endswith("（说明：本年统计口径调整）")


def test_more_reasons_than_fit_are_left_to_the_check_report(example: Report) -> None:
    report = explained(after(example, 40))
    listed = lines(render_checklist(report))
    (rest,) = [line for line in listed if line.endswith("条见核对报告。")]
    shown = [line for line in listed if line.endswith("（说明：本年统计口径调整）")]
    assert rest == f"其余{len(report.reasons) - len(shown)}条见核对报告。"
    message = "".join(lines(render_check_report(report)))
    assert message.count("说明：本年统计口径调整") == len(report.reasons)


def test_a_report_without_reasons_and_sources_has_no_such_lines(empty: Report) -> None:
    listed = lines(render_checklist(empty))
    assert not any(line.startswith(("说明：", "数据来源：")) for line in listed)


def test_the_check_report_lists_every_finding_under_its_section(example: Report) -> None:
    report = put(put(example, "requests/received/natural", "1350"), "text/problems.problems", "")
    listed = lines(render_check_report(report))
    assert "三、收到和处理政府信息公开申请情况" in listed
    for finding in check(report).findings:
        assert any(line.endswith(f"】{finding.message}") for line in listed)
    assert any(line.startswith("【错误】") for line in listed)
    assert any(line.startswith("【未填】") for line in listed)
    assert listed[-2] == "数据来源"


def test_the_check_report_tells_a_standing_reason_from_an_old_one(example: Report) -> None:
    report = explained(after(example, 40), limit=2)
    first, second = report.reasons
    old = replace(report.reasons[second], left="0")
    listed = lines(render_check_report(replace(report, reasons={**report.reasons, second: old})))
    assert first != second
    assert sum(line.startswith("【已说明】") for line in listed) == 1
    assert "说明：本年统计口径调整" in listed
    assert "原说明须重新核实：本年统计口径调整" in listed
    assert any(line.startswith("【待说明】") for line in listed)


def test_the_check_report_of_a_clean_report_has_the_statement_alone(example: Report) -> None:
    clean = replace(example, sources={})
    listed = lines(render_check_report(clean))
    assert check(clean).findings == ()
    assert len(listed) == 4
    assert listed[2].startswith("勾稽关系逐列核对")
    assert listed[3].endswith("公文往来的用语、漏写的数字：未发现。")


def test_hints_are_a_group_of_their_own_at_the_end(example: Report) -> None:
    report = put(put(example, "text/other.matters", "（内部资料）"), "note/review", "注：×××。")
    listed = lines(render_check_report(reviewed(report, check(report).hints[1])))
    at = listed.index("公布前提示")
    assert listed[at + 1].startswith("【公布前提示】六、其他需要报告的事项，")
    assert listed[at + 2] == "以上只查找号码、密级标志等字样，不代替保密审查。"
    assert listed[at + 3] == "提示"
    assert listed[at + 4].startswith("【已核实】四、政府信息公开行政复议、行政诉讼情况，表下注：")
    assert listed[at + 5] == "数据来源"
    said = [line for line in lines(render_checklist(report)) if "待核实" in line]
    assert said == ["公布前提示：1条待核实。", "提示：1条待核实。"]


def words(data: bytes) -> str:
    """All bytes of a file, unpacked where it is an archive."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data.decode("utf-8")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return "".join(package.read(name).decode("utf-8") for name in package.namelist())


def test_sources_and_reasons_are_never_in_what_is_published(example: Report) -> None:
    report = put(explained(after(example, 40)), "requests/received/natural#source", SOURCE)
    kept_inside = re.compile("某甲提供|统计口径调整|保密审查")
    for render in (render_word, render_excel, render_web):
        inside = kept_inside.search(words(render(report)).replace("未经保密审查", ""))
        assert inside is None, render
    for render in (render_checklist, render_check_report):
        assert "某甲提供" in words(render(report))
        assert "统计口径调整" in words(render(report))


def crowded(report: Report) -> Report:
    """The report with more reasons and sources than the page has room for."""
    full = put(explained(after(report, 40)), "text/problems.problems", "×××")
    for number, address in enumerate(list(report.form.cells)[:9]):
        full = put(full, f"{address}#source", f"某某科第{number}科室业务系统台账")
    return full


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Checklists as PDF: of either form, plain and with as much to say as can be."""
    reports = {"2021": storage.load(EXAMPLE).report, "2019": old_report()}
    files = {f"{form}-plain.docx": render_checklist(one) for form, one in reports.items()}
    some = explained(after(reports["2021"], 40), limit=3)
    files["2021-some.docx"] = render_checklist(some)
    files |= {f"{form}-full.docx": render_checklist(crowded(one)) for form, one in reports.items()}
    return office.convert(tmp_path_factory.mktemp("checklist"), files, "pdf")


PAGES = ["2021-plain", "2021-some", "2021-full", "2019-plain", "2019-full"]


@pytest.mark.parametrize("name", PAGES)
def test_the_checklist_is_one_page_of_a4(printed: dict[str, Path], name: str) -> None:
    found = office.pages(printed[f"{name}.docx"])
    assert len(found) == 1
    assert (round(found[0].width), round(found[0].height)) == (210, 297)
    assert "经办人" in found[0].text
    assert "分管领导" in found[0].text
