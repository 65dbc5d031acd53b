"""公布前提示: what a published text should not hold is shown, and ordinary prose is left alone.

All names and numbers are invented; the identity numbers belong to a region that does not exist.
"""

from dataclasses import replace

import pytest

from model.checks.check import check
from model.checks.findings import Finding
from model.checks.publication import REVIEWED, reviewed, waiting_sentence
from model.drafts import storage
from model.report import tallies
from model.report.answers import put
from model.report.report import Report, TextBlock
from model.unit import Unit
from tests.conftest import EXAMPLE

MOBILE = "13800000000"
HOME = "text/overview.supervision"


def hints(report: Report) -> list[Finding]:
    return list(check(report).hints)


def hint(report: Report) -> Finding:
    (found,) = hints(report)
    return found


def test_a_hint_says_where_it_is_what_it_is_and_what_to_do(example: Report) -> None:
    report = put(
        example, HOME, "全年培训4场。如需咨询，拨打13800000000联系某某科室人员核对信息内容。"
    )
    found = hint(report)
    assert found.message == (
        "一、总体情况，监督保障：「如需咨询，拨打13800000000联系某某科室人员核对信息…」"
        "有手机号码。属于个人信息的，删除或改为办公电话。"
    )
    assert (found.id, found.severity) == (f"publication/mobile/{HOME}", "publication")
    assert (found.section, found.cells) == ("overview", (HOME,))
    assert (found.left, found.right) == (
        MOBILE,
        "如需咨询，拨打13800000000联系某某科室人员核对信息内容",
    )


def test_more_places_of_one_text_are_one_hint(example: Report) -> None:
    report = put(example, HOME, "XX局。\nXX科。\nXX股。\nXX所。")
    found = hint(report)
    assert "：「XX局」、「XX科」、「XX股」等4处有未填完的内容。" in found.message
    assert found.left == "XX\nXX\nXX\nXX"


def test_titles_notes_remarks_and_the_name_are_looked_at(example: Report) -> None:
    report = put(example, "note/review", "注：含上年（）件。")
    report = put(report, "requests/received/natural#remark", f"含{MOBILE}")
    report = put(report, "figure/motions#remark", "待定，XX")
    report = replace(report, unit=replace(report.unit, name="XX局", signature="××局"))
    report = replace(report, texts=(*report.texts, TextBlock("other.more", "XX情况", "")))
    found = {one.id.partition("/")[2]: one for one in hints(report)}
    assert {key: (one.section, one.cells) for key, one in found.items()} == {
        "gap/unit/name": ("unit", ("unit/name",)),
        "gap/unit/signature": ("unit", ("unit/signature",)),
        "gap/text/other.more": ("other", ("text/other.more",)),
        "gap/note/review": ("review", ("note/review",)),
        "mobile/requests/received/natural#remark": ("requests", ("requests/received/natural",)),
        "gap/figure/motions#remark": ("other", ("figure/motions",)),
    }
    assert found["gap/unit/name"].message.startswith("机关名称：「XX局」有")
    assert "，表下注：" in found["gap/note/review"].message
    assert "，建议提案共的备注：" in found["gap/figure/motions#remark"].message


def test_the_contact_in_the_preface_is_no_hint(example: Report) -> None:
    assert hints(put(example, "text/overview.preface", f"联系电话：{MOBILE}。")) == []
    block = TextBlock("other.contact", "联系方式", f"电话{MOBILE}")
    assert hints(replace(example, texts=(*example.texts, block))) == []
    assert hint(put(example, "text/overview.preface", "（内部资料）")).id.startswith("publication/")


def test_the_units_own_number_is_no_hint_anywhere(example: Report) -> None:
    report = put(example, HOME, f"监督电话{MOBILE}、+86 138-0000-0000、１３８００００００００。")
    assert len(hints(report)) == 1
    for field, value in (("phone", "138-0000-0000"), ("email", f"{MOBILE}@example.cn")):
        unit = replace(report.unit, **{field: value})
        assert hints(replace(report, unit=unit)) == []


def test_a_sign_of_what_must_not_be_published_counts_until_it_is_dismissed(
    example: Report,
) -> None:
    report = put(put(example, HOME, f"拨打{MOBILE}，XX局。"), "text/other.matters", "（内部资料）")
    found = check(report)
    assert [one.severity for one in found.hints] == ["publication", "hint", "publication"]
    assert (found.summary.publication, found.summary.complete) == (2, True)
    assert waiting_sentence(report, found.hints) == (
        "还有 2 处公布前提示未处理：手机号码（一）、内部标记（六）。"
    )
    kept = reviewed(reviewed(report, found.hints[0]), found.hints[2])
    assert check(kept).summary.publication == 0
    assert waiting_sentence(kept, check(kept).hints) == ""


def test_the_sentence_names_each_kind_and_section_once(example: Report) -> None:
    report = put(put(example, HOME, f"拨打{MOBILE}。"), "text/overview.platform", f"拨打{MOBILE}。")
    report = replace(report, unit=replace(report.unit, signature="某局（内部资料）"))
    assert waiting_sentence(report, check(report).hints) == (
        "还有 3 处公布前提示未处理：内部标记（单位与年度）、手机号码（一）2处。"
    )


def test_hints_count_as_nothing_and_stop_nothing(example: Report) -> None:
    clean, found = check(example), check(put(example, HOME, "XX"))
    assert found.hints and found.summary == clean.summary
    assert found.summary.complete
    assert found.findings == clean.findings
    assert [one.id for one in found.hints_of("overview")] == [one.id for one in found.hints]
    assert found.hints_of("other") == []


def test_a_dismissed_hint_stays_dismissed_while_its_sentence_stays(example: Report) -> None:
    report = put(example, HOME, f"拨打{MOBILE}咨询。另写一句。")
    kept = reviewed(report, hint(report))
    assert kept.reasons[f"publication/mobile/{HOME}"].text == REVIEWED
    assert kept.reasons[f"publication/mobile/{HOME}"].left == MOBILE
    assert hint(kept).reason_is_current
    beside = put(kept, HOME, f"前面加一句。拨打{MOBILE}咨询。另写一句，再改。")
    assert hint(beside).reason_is_current
    for other in (f"拨打{MOBILE}找人。", "拨打13900000000咨询。", f"拨打{MOBILE}咨询。{MOBILE}"):
        assert not hint(put(kept, HOME, other)).reason_is_current


def test_a_dismissed_hint_can_be_asked_for_again(example: Report) -> None:
    report = put(example, HOME, "XX")
    kept = reviewed(report, hint(report))
    assert reviewed(kept, hint(kept)) == report


def test_what_was_dismissed_is_kept_in_the_draft(example: Report, tmp_path: object) -> None:
    report = put(example, HOME, f"甲。\n拨打{MOBILE}咨询。")
    kept = reviewed(report, hint(report))
    path = EXAMPLE.__class__(str(tmp_path)) / "a.gknb"
    loaded = storage.save(storage.Loaded(kept, path, ""))
    assert hint(storage.load(loaded.path).report).reason_is_current


def test_a_blank_report_has_no_hints(empty: Report) -> None:
    assert hints(empty) == []
    assert hints(replace(empty, unit=Unit())) == []


def test_a_character_that_few_fonts_have_is_told_once_where_it_first_stands(empty: Report) -> None:
    named = put(empty, "unit/name", "𬭊\ue000县水务局")
    report = put(named, HOME, "𬭊县开展培训，\ue000字待换。")
    assert [(h.section, h.left) for h in hints(report)] == [("unit", "\ue000"), ("unit", "𬭊")]
    assert (
        "「𬭊\ue000县水务局」有造字「\ue000」。其他电脑上可能显示为方框" in hints(report)[0].message
    )
    assert "有生僻字「𬭊」。部分电脑上可能显示为方框" in hints(report)[1].message
    assert [h.left for h in hints(put(report, HOME, "𬭊𠮷"))][2:] == ["𬭊𠮷"]


def test_a_name_too_long_for_a_file_name_and_a_text_far_too_long_are_told(empty: Report) -> None:
    assert not hints(put(empty, "unit/name", "局" * 45))
    assert (
        "机关名称有46字，文件名中只写前面一部分" in hint(put(empty, "unit/name", "局" * 46)).message
    )
    assert not hints(put(empty, HOME, "字" * 20_000))
    long = hint(put(empty, HOME, "字" * 20_001))
    assert "有20001字，文件内容照写全文。核对是否误粘贴了其他内容。" in long.message
    assert long.section == "overview"


@pytest.mark.parametrize(
    ("signature", "date"),
    [
        ("某县农业农村局2027.1.18", "2027.1.18"),
        ("某县农业农村局　２０２７年１月", "２０２７年１月"),
        ("某县农业农村局 2027年1月18日", "2027年1月18日"),
        ("某县农业农村局二〇二七年一月十八日", "二〇二七年一月十八日"),
    ],
)
def test_a_signature_that_holds_a_date_is_told(empty: Report, signature: str, date: str) -> None:
    one = hint(put(empty, "unit/signature", signature))
    assert one.message.startswith("落款：「") and one.message.endswith(
        "有日期。只写机关名称，日期填入“成文日期”。"
    )
    assert (one.cells, one.left) == (("unit/signature",), date)
    assert hints(put(empty, "unit/signature", "某县2027工程指挥部")) == []


def test_the_words_of_a_tally_are_looked_at(example: Report) -> None:
    tally = example.tallies[0]
    report = tallies.rename_part(example, tally, tally.parts[0][0], "𠮷镇")
    assert [h.left for h in hints(report)] == ["𠮷"]
    assert hint(report).cells == (tally.address(),)
