"""修改对照 and 发布清单: what changed since the last 稿别, and what is entered on the site."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from export.documents import proved
from export.papers import PlainTable, StyledLine, publication_list
from export.revisions import NOTHING, revision
from model.drafts import copies
from model.errors import ReadbackError
from model.report.answers import put
from model.report.report import Published, Report, Stage
from tests import office
from tests.writing import MOMENT

CELL = "requests/received/natural"


@pytest.fixture
def before(example: Report) -> Report:
    return example.at_stage(Stage.REVIEW)


def tables(report: Report, before: Report) -> dict[str, list[tuple[str, ...]]]:
    """The rows of each table by its name, without the headings."""
    found, name = {}, ""
    for block in revision(report, before):
        if isinstance(block, StyledLine):
            name = block.text.removesuffix("：")
        else:
            found[name] = block.rows[1:]
    return found


def test_numbers_come_first_with_the_totals_that_they_change(before: Report) -> None:
    changed = put(before, CELL, "1360")
    changed = put(changed, "text/problems.problems", "一是公开内容更新不够及时。")
    found = tables(changed.at_stage(Stage.FINAL), before)
    assert list(found) == ["主要数字", "各格数字", "文字"]
    assert found["主要数字"] == [("本年新收政府信息公开申请数量", "8406", "8414")]
    ((place, old, new),) = found["各格数字"]
    assert place.endswith("自然人")
    assert (old, new) == ("1352", "1360")
    ((place, old, new),) = found["文字"]
    assert place == "五、问题改进「存在的主要问题」"
    assert new.startswith("第1段：一是公开内容更新不够及时。")


def test_of_a_long_text_only_what_differs_is_shown(before: Report) -> None:
    address = "text/overview.management"
    block = before.text("overview.management")
    assert block
    changed = put(before, address, block.body.replace("26处", "28处"))
    ((_, old, new),) = tables(changed, before)["文字"]
    assert "…" in old
    assert "26处" in old
    assert "28处" in new
    assert len(new) < 40


def test_a_report_that_did_not_change_says_so(before: Report) -> None:
    *_, last = revision(before.at_stage(Stage.FINAL), before)
    assert last == StyledLine("TableNote", f"与上一稿（送审稿）比较：{NOTHING}")


def test_it_is_one_page_however_much_changed(before: Report, tmp_path: Path) -> None:
    changed = before
    for address, cell in before.form.cells.items():
        if not cell.computed:
            changed = put(changed, address, "7")
    for block in before.texts:
        changed = put(changed, f"text/{block.key}", "全部改写。" * 60)
    (document,) = proved(changed, ["revision"], MOMENT, before)
    printed = office.convert(tmp_path, {"changed.docx": document.data}, "pdf")
    assert len(office.pages(printed["changed.docx"])) == 1
    *_, last = revision(changed, before)
    assert isinstance(last, StyledLine)
    assert last.text.startswith("其余")


def test_a_revision_with_another_number_is_not_saved(before: Report) -> None:
    changed = put(before, CELL, "1360")
    (document,) = proved(changed, ["revision"], MOMENT, before)
    with pytest.raises(ReadbackError, match="修改对照第"):
        document.writer.prove(put(before, CELL, "1361"), document.data)


def test_without_an_earlier_version_there_is_no_revision(example: Report) -> None:
    assert list(proved(example, ["revision"], MOMENT)) == []


def test_of_each_stage_the_report_that_was_exported_last_is_kept(
    example: Report, tmp_path: Path
) -> None:
    assert copies.last_stage(tmp_path, example.at_stage(Stage.FINAL)) is None
    for stage, number in ((Stage.DRAFT, "1"), (Stage.REVIEW, "2"), (Stage.REVIEW, "3")):
        copies.keep_stage(tmp_path, put(example, CELL, number).at_stage(stage))
    final = copies.last_stage(tmp_path, example.at_stage(Stage.FINAL))
    review = copies.last_stage(tmp_path, example.at_stage(Stage.REVIEW))
    assert final and review
    assert (final.stage, final.values[CELL]) == (Stage.REVIEW, 3)
    assert (review.stage, review.values[CELL]) == (Stage.DRAFT, 1)
    assert copies.times(tmp_path, example.id) == []


def test_the_list_for_the_site_names_title_column_day_and_files(example: Report) -> None:
    final = example.at_stage(Stage.FINAL)
    published = replace(final, published=Published(date(2025, 1, 27), "https://a.example/1"))
    for report, day, url in ((final, "", ""), (published, "2025年1月27日", "https://a.example/1")):
        (table,) = [one for one in publication_list(report) if isinstance(one, PlainTable)]
        entered = dict(table.rows[1:])
        assert entered["标题"] == "2024年青岚市商务局政府信息公开工作年度报告"
        assert entered["栏目"] == "政府信息公开专栏 › 政府信息公开年报"
        assert entered["来源"] == "青岚市商务局"
        assert (entered["公布日期"], entered["网址"]) == (day, url)
        assert entered["附件"].split("\n")[0] == "2024年青岚市商务局政府信息公开工作年度报告.docx"
