"""Characters that a font does not hold: which, and where a clerk finds them."""

from dataclasses import replace

import pytest

from model.checks.publication import FontRole, Repertoire, in_gb2312, missing_characters
from model.report.answers import put
from model.report.report import Report, TextBlock

GB = {
    "title": Repertoire("小标宋", in_gb2312),
    "subhead": Repertoire("楷体_GB2312", in_gb2312),
    "body": Repertoire("仿宋_GB2312", in_gb2312),
    "table": Repertoire("宋体", in_gb2312),
}


def found(report: Report, *faces: FontRole) -> list[tuple[str, str, str]]:
    """Section, place and characters of every hint, as far as the fonts of these faces go."""
    known = {face: GB[face] for face in faces or GB}
    return [(f.section, f.cells[0], f.left) for f in missing_characters(report, known)]


@pytest.mark.parametrize(
    ("character", "is_in"),
    [
        ("政", True),
        ("镇", True),
        ("镕", False),
        ("堃", False),
        ("喆", False),
        ("㛃", False),
        ("〇", False),
        ("𠮷", False),
    ],
)
def test_gb_2312_holds_the_common_characters_and_no_others(character: str, is_in: bool) -> None:
    assert in_gb2312(character) is is_in


def test_a_report_in_common_characters_lacks_none(example: Report) -> None:
    assert found(example) == []


def test_a_name_is_printed_in_the_font_of_the_title_and_in_that_of_the_text(
    example: Report,
) -> None:
    report = put(put(example, "unit/signature", ""), "unit/name", "青堃市商务局")
    assert [f.message for f in missing_characters(report, GB)] == [
        "机关名称：「堃」不在小标宋字库中，将以其他字体代替。",
        "机关名称：「堃」不在仿宋_GB2312字库中，将以其他字体代替。",
    ]
    assert found(report, "title") == [("unit", "unit/name", "堃")]


def test_characters_of_a_text_are_listed_once_in_their_order(example: Report) -> None:
    report = put(example, "text/overview.preface", "联系人：李喆、朱镕、赵喆，电话〇五三一。ABC①—é")
    assert found(report) == [("overview", "text/overview.preface", "喆镕〇")]
    (hint,) = missing_characters(report, GB)
    assert hint.message == (
        "一、总体情况，前言：「喆」「镕」「〇」不在仿宋_GB2312字库中，将以其他字体代替。"
    )


def test_a_sub_head_has_the_font_of_its_level(example: Report) -> None:
    texts = (TextBlock("overview.a", "镕"), TextBlock("overview.a.b", "堃"))
    report = replace(example, texts=texts, tallies=())
    assert found(report, "subhead") == [("overview", "text/overview.a", "镕")]
    assert found(report, "body") == [("overview", "text/overview.a.b", "堃")]


def test_notes_and_remarks_have_the_font_of_the_tables(example: Report) -> None:
    report = put(example, "note/requests", "含堃城区1件")
    report = put(report, "requests/received/natural#remark", "镕")
    assert found(report, "table") == [
        ("requests", "note/requests", "堃"),
        ("requests", "requests/received/natural", "镕"),
    ]
    assert found(report, "body", "subhead", "title") == []


def test_the_signature_and_the_parts_of_a_tally_are_looked_at(example: Report) -> None:
    report = put(example, "unit/signature", "喆市商务局")
    tally = report.tallies[0]
    report = report.with_tally(replace(tally, parts=(*tally.parts, ("new", "堃工程"))))
    assert [(place, left) for _, place, left in found(report)] == [
        ("unit/signature", "喆"),
        (tally.address(), "堃"),
    ]


def test_of_a_font_that_is_not_known_nothing_is_said(example: Report) -> None:
    report = put(example, "unit/name", "青堃市商务局")
    assert found(report, "table") == []
