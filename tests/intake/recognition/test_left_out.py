"""What stands around a report is told apart and named: data of a page, menus, page numbers."""

import pytest

from intake.content import Aside, AsideKind, FileKind, SourceCell, SourceTable
from intake.recognition.left_out import left_out_of
from intake.recognition.reading import Recognition, recognise
from intake.recognition.sections import Sections
from intake.words.surroundings import Surrounding, surrounding_of, without_page
from tests.intake.drawn import document
from tests.intake.known import FORMS

SECTIONS = [section.title for section in FORMS[0].sections]
TITLE = "青溪市水务局2023年政府信息公开工作年度报告"
BODY = """
    一、总体情况
    （一）主动公开情况。全年平稳。
    五、存在的主要问题及改进情况
    （一）存在的问题。解读较少。
    六、其他需要报告的事项
    本年度无其他事项。
"""
KEYS = ["overview.proactive", "problems.problems", "other.fees"]


def reading_of(drawn: str, kind: FileKind = FileKind.WEB) -> Recognition:
    return recognise(document(drawn, kind), FORMS)


def issues(reading: Recognition) -> list[str]:
    return [issue.text for issue in reading.issues if not issue.addresses]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("— 5 —", Surrounding.PAGE_NUMBER),
        ("-12-", Surrounding.PAGE_NUMBER),
        ("第 3 页 共 10 页", Surrounding.PAGE_NUMBER),
        ("3/12", Surrounding.PAGE_NUMBER),
        ("发布日期：2024-01-18 来源：青溪市水务局 浏览量：30", Surrounding.METADATA),
        ("索 引 号：000000/2024-1", Surrounding.METADATA),
        ("2024-01-18 10:20", Surrounding.METADATA),
        ("2024年01月18日 08:30 青溪市水务局 (点击: 88 )", Surrounding.METADATA),
        ("2024年01月18日 (点击: )", Surrounding.METADATA),
        ("原创 青溪发布 2024-01-18 17:20 发表于青溪", Surrounding.METADATA),
        ("预览时标签不可点", Surrounding.BUTTON),
        ("微信扫一扫关注该公众号", Surrounding.BUTTON),
        ("阅读 203", Surrounding.BUTTON),
        ("在看", Surrounding.BUTTON),
        ("填报单位：青溪市水务局", Surrounding.FILLING),
        ("填表人：　　审核人：　　填报日期：", Surrounding.FILLING),
        ("统计时间：2023年1月1日至12月31日", Surrounding.FILLING),
        ("统计期限：2023年1月1日至12月31日。", None),
        ("2023年1月1日至12月31日，共受理3件", None),
        ("当前位置：首页 > 政务公开 > 年报", Surrounding.NAVIGATION),
        ("首页 › 政务公开 › 年报", Surrounding.NAVIGATION),
        ("上一篇：通知", Surrounding.NAVIGATION),
        ("【字体：大 中 小】【打印】【关闭】", Surrounding.BUTTON),
        ("语音播报 00:00/03:25", Surrounding.BUTTON),
        ("扫一扫在手机打开当前页", Surrounding.BUTTON),
        ("附件：1.青溪市水务局统计表", Surrounding.ATTACHMENT),
        ("2023年年报.docx（下载）", Surrounding.ATTACHMENT),
        ("版权所有：青溪市水务局", Surrounding.FOOTER),
        ("技术支持：某公司", Surrounding.FOOTER),
        ("", None),
        ("5", None),
        ("全年收到来源：网站的申请3件。其他没有。", None),
        ("一是解读较少，二是附件下载不便", None),
        ("甲 > 乙", None),
    ],
)
def test_a_line_around_a_report_is_known_as_a_whole(line: str, kind: Surrounding | None) -> None:
    assert surrounding_of(line) is kind


def test_the_lines_of_a_page_are_left_out_and_named() -> None:
    reading = reading_of(
        f"""
        青溪市人民政府
        网站首页
        您现在的位置：首页 > 政务公开
        索引号 | 000000/2024-1 | 发布机构 | 青溪市水务局
        公开日期 | 2024-01-18 | 主题分类 | 水务
        {TITLE}
        发布时间：2024-01-18 来源：青溪市水务局
        朗读
        本报告根据条例编制。
        {BODY.strip()}
        青溪市水务局
        2024年1月18日
        附件：1.统计表.xlsx
        2.说明
        【打印】【关闭】
        相关链接
        某某网
        主办：青溪市水务局
        """
    )
    assert [block.key for block in reading.texts] == ["overview.preface", *KEYS]
    assert issues(reading) == []
    assert reading.account.is_settled
    assert reading.identity.unit == {"name": "青溪市水务局", "signature": "青溪市水务局"}
    kinds = [notice.partition("处")[0] for notice in reading.notices]
    assert kinds == ["网页导航3", "网页的发布信息2", "网页按钮2", "附件清单2", "网页页脚3"]
    assert "「您现在的位置：首页 > 政务公开」" in reading.notices[0]


def test_a_list_of_attachments_stands_before_the_name_and_the_day() -> None:
    reading = reading_of(
        f"{TITLE}\n{BODY}\n附件：1.统计表\n2.说明\n青溪市水务局\n2024年1月18日", FileKind.WORD
    )
    assert reading.identity.unit["signature"] == "青溪市水务局"
    assert issues(reading) == []
    assert reading.notices == ("附件清单2处（第8段「附件：1.统计表」、第9段「2.说明」），不导入。",)


def test_a_sentence_after_the_foot_of_a_page_is_not_left_out() -> None:
    reading = reading_of(f"{TITLE}\n{BODY}\n【打印】\n另有一事。", FileKind.WEB)
    assert "另有一事。" in reading.texts[-1].body
    assert reading_of(f"{TITLE}\n{BODY}\n技术支持\n某某网", FileKind.WORD).notices == ()


def test_a_document_without_headings_keeps_its_lines() -> None:
    found = left_out_of(document("某某局\n来源：甲\n全年平稳。"), Sections(FORMS[0]).is_title)
    assert list(found.lines) == [Surrounding.METADATA]


def contents(style: str) -> str:
    lines = [style.format(title, n) for n, title in enumerate(SECTIONS, start=1)]
    lines.insert(1, style.format("（一）主动公开情况", 1))
    return "\n".join(lines)


@pytest.mark.parametrize("style", ["{}……{}", "{} ........ {}", "{}\t{}", "{}", "{} {}", "{}{}"])
@pytest.mark.parametrize("head", ["目  录\n", ""])
def test_a_table_of_contents_is_left_out(style: str, head: str) -> None:
    body = BODY.replace("五、", "\n".join((*SECTIONS[1:4], "五、")))
    reading = reading_of(f"{TITLE}\n{head}{contents(style)}\n前言。\n{body}", FileKind.WORD)
    assert [block.key for block in reading.texts] == ["overview.preface", *KEYS]
    assert issues(reading) == []
    assert reading.notices[0].startswith(f"目录{7 + bool(head)}处")


def test_a_table_of_contents_in_a_table_is_left_out() -> None:
    rows = "\n".join(f"{title} | {n}" for n, title in enumerate(SECTIONS, start=1))
    reading = reading_of(f"{TITLE}\n{rows}\n{BODY}", FileKind.TEXT)
    assert reading.notices[0].startswith("目录1处（第1个表格「一、总体情况 1 二、")
    assert issues(reading) == []


def test_headings_that_do_not_come_again_are_no_table_of_contents() -> None:
    reading = reading_of("\n".join((TITLE, *SECTIONS)), FileKind.WORD)
    assert len(reading.account.sections) == 6
    assert reading.notices == ()


def test_paragraphs_are_joined_over_page_numbers_and_repeated_titles() -> None:
    broken = "全年公开各类信息，其中通过网站公开政策文件、工作动"
    lines = [TITLE, "一、总体情况", "（一）主动公开情况", broken, "— 1 —", TITLE, "态和人事信息。"]
    reading = reading_of("\n".join(lines), FileKind.WORD)
    assert reading.texts[0].body == f"{broken}态和人事信息。"
    assert [notice[:6] for notice in reading.notices] == ["页码1处（第", "各页重复的标"]


def test_bare_numbers_that_count_pages_are_left_out() -> None:
    text = "全年公开各类信息，群众满意。"
    lines = [TITLE, "一、总体情况", "（一）主动公开", *(t for n in "123" for t in (text, n))]
    reading = reading_of("\n".join(lines), FileKind.TEXT)
    assert reading.texts[0].body == "\n".join([text] * 3)
    lines[4] = "7"
    assert "7" in reading_of("\n".join(lines), FileKind.TEXT).texts[0].body


def test_the_leaders_of_a_line_of_contents_are_not_its_words() -> None:
    assert without_page("一、总体情况……3") == "一、总体情况"
    assert without_page("全年3") == "全年3"


def test_a_table_with_one_word_of_a_page_is_no_table_of_its_data() -> None:
    table = SourceTable(1, tuple(SourceCell(0, n, 1, 1, t) for n, t in enumerate("甲乙丙丁")))
    made = document(TITLE)
    made = type(made)(made.kind, (*made.blocks, table))
    assert left_out_of(made, Sections(FORMS[0]).is_title).tables == []


def test_the_reports_of_others_in_a_list_before_the_title_are_left_out() -> None:
    reading = reading_of(
        f"""
        法定主动公开内容
        丙县统计局2021年政府信息公开工作年度报告
        2022-01-12
        丙县统计局2022年政府信息公开工作年度报告2023-01-13
        发布机构
        青溪市水务局
        {TITLE}
        本报告根据条例编制，内容如下。
        {BODY.strip()}
        """
    )
    assert reading.texts[0].body == "本报告根据条例编制，内容如下。"
    assert (reading.identity.unit["name"], reading.identity.year) == ("青溪市水务局", 2023)
    assert issues(reading) == []
    assert sum("网页导航" in notice for notice in reading.notices) == 1


def test_a_table_of_nothing_but_the_path_of_a_page_is_left_out() -> None:
    path = SourceTable(1, (SourceCell(0, 0, 1, 1, "当前位置：首页 > 信息公开"),))
    made = document(f"{TITLE}\n{BODY}", FileKind.WEB)
    reading = recognise(type(made)(made.kind, (path, *made.blocks)), FORMS)
    assert issues(reading) == []
    assert reading.notices[0].startswith("网页导航1处（第1个表格")


def test_who_filled_in_a_sheet_is_left_out_between_its_rows() -> None:
    rows = """
    填报单位：青溪市水务局 | 统计时间：2023年1月1日至12月31日 | |
    规章 | 1 | 2 | 3
    填表人： | 审核人： | |
    """
    made = document(rows, FileKind.EXCEL, "表1")
    reading = recognise(made, FORMS)
    assert issues(reading) == []
    assert "填报信息4处（工作表「表1」A1「填报单位：青溪市水务局」" in reading.notices[0]


def test_a_page_printed_as_pdf_has_the_menus_and_lists_of_a_page() -> None:
    drawn = f"""
        首页
        走进青溪
        {TITLE}
        发布时间：2024-01-18 来源：青溪市水务局
        {BODY.strip()}
        附件：{TITLE}.pdf
        相关信息
        丙县统计局2021年政府信息公开工作年度报告
        丙县统计局2022年政府信息公开工作年度报告2023-01-13主办：青溪市水务局
        网站标识码：0000000000
        """
    reading = reading_of(drawn, FileKind.PDF)
    assert [block.key for block in reading.texts] == KEYS
    assert issues(reading) == []
    assert "丙县" not in reading.texts[-1].body
    plain = reading_of(f"走进青溪\n{TITLE}\n{BODY}", FileKind.PDF)
    assert issues(plain) == ["走进青溪"]


@pytest.mark.parametrize(
    ("margin", "is_settled"),
    [
        (f"2024/1/18 10:20 {TITLE}_青溪市人民政府网站", True),
        ("1/18/24, 10:20 AM", True),
        ("https://www.qingxi.example/a.html 1/3", True),
        ("2024/1/18 10:20 另一件事", False),
        ("—内部资料—", False),
    ],
)
def test_what_a_browser_prints_around_each_page_says_nothing(margin: str, is_settled: bool) -> None:
    made = document(f"{TITLE}\n{BODY}", FileKind.PDF)
    aside = Aside(AsideKind.MARGIN, margin, 0)
    reading = recognise(type(made)(made.kind, made.blocks, asides=(aside,)), FORMS)
    assert issues(reading) == [margin] * (not is_settled)
