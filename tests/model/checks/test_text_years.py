"""Years that last year's report left in the texts, and sentences that rightly name other years."""

from dataclasses import replace

import pytest

from model.checks.check import check
from model.checks.findings import Finding
from model.combine.last_year import following, unit_after
from model.form import catalog
from model.report.answers import put
from model.report.begin import new_report
from model.report.report import Reason, Report, TextBlock
from model.report.wording import reference_sentence
from model.unit import Unit

HOME = "text/overview.supervision"
PREFACE = "text/overview.preface"


def report_on(year: int = 2027) -> Report:
    return new_report(catalog.form("2021"), Unit(name="某市水务局"), year)


def found(report: Report) -> list[Finding]:
    return [one for one in check(report).findings if one.id.startswith("text_years/")]


def next_year(last: Report) -> Report:
    year = last.year + 1
    return following(last, catalog.form_for(year), unit_after(last, year), year, "上年.gknb")


STALE = [
    "2026年，我局新收政府信息公开申请56件，上年结转0件。",
    "2026年我局主动公开信息66条",
    "2026年度，全市举办培训4场。",
    "２０２６年，我局发布信息66条。",
    "2026 年 1 月 1 日至 12 月 31 日，我局主动公开信息66条。",
    "2026年1月1日—2026年12月31日，发布信息66条。",
    "截至2026年12月31日，现行有效规范性文件18件。",
    "截至2026年底，网站设栏目21个。",
    "认真落实2026年政务公开重点任务。",
    "一是加强培训，2026年共培训212人次；二是完善制度。",
    "2026年，我局修订了《主动公开基本目录》。",
    "2026年，我局受理申请56件，同比增长3%。",
    "数据统计期限为2025年1月1日至12月31日。",
    "统计时间为2026.1.1至2026.12.31。",
    "对2026年发布的信息逐条审核。",
    "对2026年发布的信息，依据《政务公开工作规则》逐条审核。",
    "　　2026年，我局办理申请56件。",
    "对2026年制定的文件解读不够。",
    "针对2026年出台的文件开展解读。",
    "在2026年培训不足。",
    "在2026年存在解读形式单一的问题。",
    "2072年，我局新收政府信息公开申请56件，上年结转0件。",
    "2028年我局主动公开信息66条，主要原因是公开范围扩大。",
]


@pytest.mark.parametrize("sentence", STALE)
def test_a_year_that_is_not_the_reports_is_shown(sentence: str) -> None:
    (one,) = found(put(report_on(), HOME, sentence))
    assert one.severity == "warning"
    assert one.cells == (HOME,)
    assert "一、总体情况，监督保障：「" in one.message
    assert "本报告为2027年" in one.message


RIGHT = [
    "2028年，我局将举办培训4场。",
    "下一步，2028年，我局要办好培训4场。",
    "2028年，全市计划新增查阅点3个，开展培训4次。",
    "到2030年，全市建成查阅点3个。",
    "2027年，我局新收政府信息公开申请56件。",
    "申请数量较2026年增长12%。",
    "与2026年相比，申请数量持平。",
    "相较于2026年，申请数量持平。",
    "2026年，我局受理申请56件，今年增加3件。",
    "申请数量由2026年的56件增加到61件。",
    "2026年56件，2027年61件。",
    "2026年结转的申请7件已全部办结。",
    "办理2026年收到的申请3件。",
    "落实《2026年政务公开工作要点》。",
    "按照国办公开办函〔2026〕30号要求办理。",
    "执行2026年印发的《政务公开工作规则》。",
    "《政务公开工作规则》（2026年修订）施行以来，运行平稳。",
    "自2026年5月1日起施行。",
    "政务公开平台2026年9月上线，全年访问量212人次。",
    "按时公布2026年度部门决算、2027年部门预算。",
    "公布2026年度部门决算。",
    "按时发布2026年政府信息公开工作年度报告。",
    "在2026年度考核中获评优秀。",
    "针对2026年存在的解读形式单一问题，制作图文解读21篇。",
    "对2026年检查发现的问题逐项落实。",
    "对2026年印发的《政务公开工作规则》开展解读。",
    "在2026年制定的制度基础上细化流程。",
    "在2026年9月上线的平台发布信息。",
    "在2026年工作中存在的培训不足问题已整改。",
    "对2026年结转的申请逐件办理。",
    "对2026年发布的信息与本年信息一并审核。",
    "实施2026—2028年三年行动。",
    "按照2026年至2028年规划推进。",
    "2019年，我局建立公开制度。",
    "下一步，2028年我局将制作问答。",
    "“2026年度优秀网站”称号。",
    "联系电话0000-2026-1。",
    "2027年，我局将政务公开纳入考核。",
]


@pytest.mark.parametrize("sentence", RIGHT)
def test_a_sentence_that_rightly_names_a_year_is_left_alone(sentence: str) -> None:
    assert found(put(report_on(), HOME, sentence)) == []


def test_a_sentence_kept_word_for_word_names_last_year_whatever_else_it_says() -> None:
    last = put(report_on(2026), HOME, "2026年申请数量增加，主要原因是政策集中受理咨询。")
    last = put(last, "text/overview.management", "2026年修订的《目录》已上网。较2025年增长3%。")
    (one,) = found(next_year(last))
    assert one.cells == (HOME,)
    assert "「2026年申请数量增加" in one.message
    changed = put(next_year(last), HOME, "2027年申请数量较2026年增加。")
    assert found(changed) == []


def test_a_plan_for_the_reports_own_year_is_a_plan_for_a_year_gone_by() -> None:
    home = "text/problems.improvement"
    (one,) = found(put(report_on(), home, "下一步，2027年我局将编印案例。"))
    assert one.id == "text_years/plan/problems.improvement"
    assert "「下一步，2027年我局将编印案例」下一步工作的时间写为2027年" in one.message
    assert found(put(report_on(), home, "下一步，针对2027年检查出的问题，将逐项改进。")) == []


def test_many_places_are_counted() -> None:
    (one,) = found(put(report_on(), HOME, "2026年，我局甲。" * 5))
    assert one.message.count("「") == 3
    assert "等5处" in one.message
    assert one.left == "、".join(["2026"] * 5)


def test_a_title_can_name_a_year_as_well() -> None:
    report = report_on()
    block = TextBlock("overview.extra", "2026年重点工作")
    (one,) = found(replace(report, texts=(*report.texts, block)))
    assert "「2026年重点工作」" in one.message


PREFACES = [
    ("现公布某市水务局2026年政府信息公开工作年度报告。", True),
    ("现公布某市水务局2028年政府信息公开工作年度报告。", True),
    ("现公布某市水务局2025年度报告，较上年增长。", True),
    ("根据2019年修订的《中华人民共和国政府信息公开条例》，公布2027年报告。", False),
    ("根据条例（2019年修订），公布2027年报告。", False),
    ("本报告于2028年1月20日公布。", False),
]


@pytest.mark.parametrize(("sentence", "wrong"), PREFACES)
def test_a_preface_is_read_strictly(sentence: str, wrong: bool) -> None:
    assert bool(found(put(report_on(), PREFACE, sentence))) is wrong


def test_a_reason_stands_while_the_sentences_stay() -> None:
    report = put(report_on(), HOME, "2026年，我局举办培训4场。")
    (one,) = found(report)
    report = report.with_entry("reasons", one.id, Reason("属实", one.left, one.right))
    assert check(report).summary.reasoned == 1
    (again,) = found(put(report, HOME, "2026年，我局举办培训5场。"))
    assert not again.reason_is_current


def with_preface(last: Report) -> Report:
    text = last.form.texts["overview.preface"]
    return put(last, PREFACE, reference_sentence(last, text))


def preface(report: Report) -> str:
    block = report.text("overview.preface")
    assert block is not None
    return block.body


def test_a_preface_that_the_program_wrote_is_written_for_the_new_year(example: Report) -> None:
    new = next_year(example)
    assert preface(new) == preface(example).replace("2024年", "2025年")
    assert "2025年1月1日至12月31日" in preface(new)


def test_a_preface_written_before_the_unit_gave_its_phone_is_written_anew(example: Report) -> None:
    last = with_preface(put(put(example, "unit/phone", ""), "unit/website", ""))
    last = put(put(last, "unit/phone", "0000-1111111"), "unit/website", "www.example.com")
    assert "0000-1111111" in preface(next_year(last))
    bare = replace(example, unit=Unit(name="某市水务局"))
    assert "2025年" in preface(next_year(with_preface(bare)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("现公布", "经局务会审议，现公布"),
        ("青岚市商务局2024年", "青岚市商务局机关2024年"),
        ("联系（", "联系（联系人：办公室，"),
        ("下载。", "下载。欢迎监督。"),
    ],
)
def test_a_preface_with_the_clerks_own_words_is_kept_and_its_years_are_shown(
    example: Report, old: str, new: str
) -> None:
    last = put(example, PREFACE, preface(example).replace(old, new))
    assert preface(next_year(last)) == preface(last)
    (one,) = [f for f in found(next_year(last)) if f.cells == (PREFACE,)]
    assert "2024年政府信息公开" in one.message
    assert "本报告为2025年" in one.message


def test_a_contact_that_the_unit_no_longer_gives_is_the_clerks_own(example: Report) -> None:
    last = put(example, "unit/website", "")
    assert preface(next_year(last)) == preface(last)


def test_the_example_and_its_next_year_say_what_is_left(example: Report) -> None:
    assert found(example) == []
    cells = [one.cells[0] for one in found(next_year(example))]
    assert cells == ["text/overview.on_request", "text/other.statistics"]
