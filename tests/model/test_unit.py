"""What is proposed from a unit's name and kind, and what a person set that no proposal replaces."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.checks.check import check
from model.combine.last_year import unit_after
from model.form import catalog
from model.report.answers import put
from model.report.begin import new_report
from model.report.report import Report
from model.unit import (
    CHOICES,
    LABELS,
    Unit,
    UnitKind,
    contact_doubt,
    includes,
    kind_question,
    proposed_deadline,
    proposed_kind,
    proposed_scope,
    renamed,
    with_kind,
)
from tests.patience import growth

DAYS = {"县级政府": "02-20", "地市级政府": "03-10", "省级政府": "03-31"}
"""Day of the next year by kind; 01-31 for all others."""

KINDS = """
某省人民政府办公厅 政府办公厅（室） 我厅
某自治区人民政府办公厅 政府办公厅（室） 我厅
某市人民政府办公室 政府办公厅（室） 我办
某县人民政府办公室 政府办公厅（室） 我办
北京市某区人民政府办公室 政府办公厅（室） 我办
某市人民政府办公厅（室） 政府办公厅（室） 我厅
某市人民政府（办公室） 政府办公厅（室） 我办
某县政府办公室 政府办公厅（室） 我办
某市金融工作办公室 部门 我办
某市人民政府金融工作办公室 部门 我办
某县人民政府外事办公室 部门 我办
石桥乡人民政府 乡镇政府 我乡
石桥镇人民政府 乡镇政府 我镇
石桥回族乡人民政府 乡镇政府 我乡
石桥民族乡人民政府 乡镇政府 我乡
巴音苏木人民政府 乡镇政府 我苏木
巴音苏木 乡镇政府 本单位
石桥镇 乡镇政府 本单位
某县人民政府 县级政府 全县
某自治县人民政府 县级政府 全县
某土家族苗族自治县人民政府 县级政府 全县
某旗人民政府 县级政府 全旗
某自治旗人民政府 县级政府 全旗
某市某区人民政府 县级政府 全区
北京市某区人民政府 县级政府 全区
某林区人民政府 县级政府 全区
某特区人民政府 县级政府 全区
某县 县级政府 本行政区域
某县政府 县级政府 全县
某藏族自治州人民政府 地市级政府 全州
某自治州 地市级政府 本行政区域
某省人民政府 省级政府 全省
某壮族自治区人民政府 省级政府 全区
某自治区 省级政府 本行政区域
北京市人民政府 省级政府 全市
天津市人民政府 省级政府 全市
上海市人民政府 省级政府 全市
重庆市人民政府 省级政府 全市
某市人民政府 待定 全市
某省某市人民政府 待定 全市
某市政府 待定 全市
某市 待定 本单位
某区 待定 本单位
东湖街道办事处 派出机关 我街道
某市某区人民政府东湖街道办事处 派出机关 我街道
某地区行政公署 派出机关 本单位
某盟行政公署 派出机关 本单位
某经济技术开发区管理委员会 派出机关 我委
某新区管委会 派出机关 我委
某风景名胜区管理委员会 派出机关 我委
某市国有资产监督管理委员会 部门 我委
某市城市管理委员会 部门 我委
某市住房公积金管理委员会 部门 我委
某市人民政府驻某地办事处 部门 我办
某市人民政府研究室 部门 本单位
新疆生产建设兵团 部门 本单位
某市水务局 部门 我局
某市发展和改革委员会 部门 我委
某省教育厅 部门 我厅
某县政务服务中心 部门 本中心
某某供水集团 部门 本单位
某 县 人民政府 县级政府 全县
某县人民政府（本级） 县级政府 全县
某县人民政府(本级) 县级政府 全县
某县人民政府【本级】。 县级政府 全县
某县人民政府（本级（机关）） 县级政府 全县
某县人民政府本级 县级政府 全县
某县人民政府） 县级政府 全县
某县人民政府\u200b 县级政府 全县
某经济开发区（某高新区）管理委员会 派出机关 我委
某市１区人民政府 县级政府 全区
某市人民政府（本级） 待定 全市
"""


def rows(table: str) -> list[tuple[str, UnitKind, str]]:
    """Give name, kind and self name of each line; a name may have spaces."""
    found = [line.rsplit(" ", 2) for line in table.split("\n") if line]
    return [(name, UnitKind(kind.replace("待定", "")), we) for name, kind, we in found]


@pytest.mark.parametrize(("name", "kind", "we"), rows(KINDS))
def test_kind_day_and_self_name_are_proposed_from_the_name(
    name: str, kind: UnitKind, we: str
) -> None:
    assert proposed_kind(name) is kind
    unit = new_report(catalog.form("2021"), Unit(name=name), 2025).unit
    day = f"2026-{DAYS.get(kind, '01-31')}" if kind else "None"
    assert (unit.kind, str(unit.deadline), unit.we) == (kind, day, we)


def test_an_authorised_organisation_is_never_proposed() -> None:
    assert UnitKind.AUTHORISED not in {kind for _, kind, _ in rows(KINDS)}
    assert {kind for _, kind, _ in rows(KINDS)} == {*CHOICES, UnitKind.OPEN} - {UnitKind.AUTHORISED}


def test_a_name_that_is_empty_or_only_signs_shows_no_kind() -> None:
    assert [proposed_kind(name) for name in ("", " ", "（）", "——")] == [UnitKind.OPEN] * 4


@pytest.mark.parametrize("sign", ["（", "）", "（）", "\u3000", "政府", "\ufdfa", "—"])
def test_reading_a_name_costs_in_proportion_to_its_length(sign: str) -> None:
    assert growth(lambda n: proposed_kind("某县" + sign * n), 25_000) <= 6


def test_a_stated_self_name_and_scope_are_kept() -> None:
    unit = Unit(name="某市水务局", self_name="本局", scope="本局")
    assert (unit.we, unit.counted) == ("本局", "本局")


@pytest.mark.parametrize("kind", CHOICES)
def test_each_kind_has_its_day(kind: UnitKind) -> None:
    day = proposed_deadline(kind, 2024)
    assert str(day) == f"2025-{DAYS.get(kind, '01-31')}"


@pytest.mark.parametrize("kind", [UnitKind.OPEN, UnitKind.GOVERNMENT])
def test_no_day_is_proposed_while_the_kind_is_not_known(kind: UnitKind) -> None:
    assert proposed_deadline(kind, 2024) is None


SCOPES = """
政府办公厅（室） 本政府机关（以政府以及政府办公厅（室）的名义开展政府信息公开工作的情况）
部门 本机关，含内设机构和受委托的组织
乡镇政府 本机关，含内设机构和受委托的组织
县级政府 全行政区域，含本级和所属部门、下级政府
地市级政府 全行政区域，含本级和所属部门、下级政府
省级政府 全行政区域，含本级和所属部门、下级政府
县级以上政府 全行政区域，含本级和所属部门、下级政府
派出机关 本机关，含内设机构和受委托的组织
授权组织 本机关，含内设机构和受委托的组织
"""


def test_what_each_kind_counts() -> None:
    scopes = dict(line.split(" ") for line in SCOPES.split("\n")[1:-1])
    assert {kind: proposed_scope(kind) for kind in UnitKind} == scopes | {"": ""}


def test_every_field_of_a_unit_has_a_label_of_its_own() -> None:
    assert len(set(LABELS.values())) == len(LABELS)


@pytest.mark.parametrize(
    ("name", "signature", "after"),
    [
        ("某市商务局", "某市商务局", "某市商贸局"),
        ("某市商务局", "某市商务局办公室", "某市商务局办公室"),
        ("某市商务局", "", ""),
        ("", "", ""),
    ],
)
def test_a_signature_that_is_the_name_follows_it(name: str, signature: str, after: str) -> None:
    assert renamed(Unit(name, signature=signature), "某市商贸局").signature == after


def test_a_kind_that_nobody_chose_follows_the_name() -> None:
    unit = renamed(Unit(), "某县人民政府")
    assert unit.kind is UnitKind.COUNTY
    assert renamed(unit, "某县水务局").kind is UnitKind.DEPARTMENT
    assert renamed(unit, "某市人民政府").kind is UnitKind.OPEN


@pytest.mark.campaign
@given(st.sampled_from(CHOICES), st.sampled_from([name for name, _, _ in rows(KINDS)]), st.text())
def test_a_kind_that_somebody_chose_stays_under_every_name(
    kind: UnitKind, name: str, other: str
) -> None:
    """It stays also where the name would show the same kind."""
    report = put(put(begun(name), "unit/kind", kind), "unit/name", other)
    assert report.unit.kind is kind
    assert put(report, "unit/name", name).unit.kind is kind
    assert unit_after(report, 2026, "某县人民政府").kind is kind


def test_a_kind_that_is_cleared_is_proposed_again() -> None:
    report = put(put(begun("某县人民政府"), "unit/kind", "部门"), "unit/kind", "")
    assert (report.unit.kind, report.unit.by_hand) == (UnitKind.COUNTY, ())
    assert put(report, "unit/name", "某镇人民政府").unit.kind is UnitKind.TOWNSHIP


def test_a_government_of_an_unknown_level_gets_it_from_a_later_name() -> None:
    unit = Unit(name="某市人民政府", kind=UnitKind.GOVERNMENT)
    assert renamed(unit, "某县人民政府").kind is UnitKind.COUNTY
    assert renamed(unit, "某局").kind is UnitKind.GOVERNMENT


def begun(name: str, year: int = 2024) -> Report:
    return new_report(catalog.form("2021"), Unit(name=name), year)


def test_a_proposed_day_follows_kind_name_and_year() -> None:
    report = begun("某市人民政府")
    assert report.unit.deadline is None
    report = put(report, "unit/kind", "地市级政府")
    assert report.unit.deadline == date(2025, 3, 10)
    assert put(report, "unit/year", "2023").unit.deadline == date(2024, 3, 10)
    report = put(begun("某局"), "unit/name", "某县人民政府")
    assert report.unit.deadline == date(2025, 2, 20)


@given(
    st.dates(date(2009, 1, 1), date(2100, 12, 31)) | st.sampled_from([date(2025, 1, 31), None]),
    st.sampled_from([name for name, _, _ in rows(KINDS)]),
    st.lists(
        st.tuples(st.just("unit/kind"), st.sampled_from(CHOICES) | st.just(""))
        | st.tuples(st.just("unit/year"), st.integers(2008, 2100).map(str))
        | st.tuples(st.just("unit/name"), st.sampled_from([name for name, _, _ in rows(KINDS)])),
        max_size=5,
    ),
)
def test_a_day_that_somebody_typed_or_cleared_never_changes(
    day: date | None, name: str, acts: list[tuple[str, str]]
) -> None:
    """It stays also where it is the day that would be proposed."""
    report = put(begun(name), "unit/deadline", str(day or ""))
    for address, typed in acts:
        report = put(report, address, typed)
    assert report.unit.deadline == day


def test_a_day_that_is_not_the_proposed_one_stays_whoever_set_it() -> None:
    unit = Unit(name="某局", deadline=date(2025, 1, 10))
    report = put(new_report(catalog.form("2021"), unit, 2024), "unit/kind", "县级政府")
    assert report.unit.deadline == date(2025, 1, 10)


def test_a_typed_day_keeps_month_and_day_in_the_next_report() -> None:
    report = put(begun("某县人民政府"), "unit/deadline", "2025-02-20")
    unit = unit_after(report, 2025, kind=UnitKind.CITY)
    assert (unit.deadline, unit.kind) == (date(2026, 2, 20), UnitKind.CITY)
    unit = unit_after(begun("某县人民政府"), 2025, kind=UnitKind.CITY)
    assert unit.deadline == date(2026, 3, 10)
    assert unit.by_hand == ("kind",)


def asked(unit: Unit) -> list[str]:
    report = new_report(catalog.form("2021"), unit, 2024)
    return [one.message for one in check(report).findings if one.id == "blank/unit/kind"]


def test_a_kind_is_asked_for_where_the_name_does_not_decide_it() -> None:
    assert asked(Unit(name="某市人民政府")) == [
        "单位类型未选：县级还是地市级。在“单位类型”中选择。"
    ]
    assert asked(Unit(name="某区")) == ["单位类型未选：名称不能确定类型。在“单位类型”中选择。"]
    assert asked(Unit()) == []  # the name is asked for first
    assert asked(Unit(name="某市人民政府", kind=UnitKind.CITY)) == []
    assert kind_question(Unit()) == kind_question(Unit(name="某局", kind=UnitKind.DEPARTMENT)) == ""


OLD, NEW = ("县级以上政府", "乡镇政府"), ("县级政府", "地市级政府", "省级政府")


@pytest.mark.parametrize(
    ("kinds", "kind", "is_in"),
    [
        (OLD, UnitKind.COUNTY, True),
        (OLD, UnitKind.CITY, True),
        (OLD, UnitKind.PROVINCE, True),
        (OLD, UnitKind.GOVERNMENT, True),
        (OLD, UnitKind.TOWNSHIP, True),
        (OLD, UnitKind.OFFICE, False),
        (OLD, UnitKind.OPEN, False),
        (NEW, UnitKind.CITY, True),
        (NEW, UnitKind.GOVERNMENT, True),
        (NEW[:2], UnitKind.GOVERNMENT, False),
        (NEW[:2], UnitKind.PROVINCE, False),
        (NEW, UnitKind.TOWNSHIP, False),
        (NEW, UnitKind.OPEN, False),
    ],
)
def test_a_form_may_name_all_levels_together(
    kinds: tuple[str, ...], kind: UnitKind, is_in: bool
) -> None:
    assert includes(kinds, kind) is is_in


def test_a_chosen_kind_is_marked() -> None:
    assert with_kind(Unit(), UnitKind.CITY).by_hand == ("kind",)


@pytest.mark.parametrize(
    ("name", "typed", "doubted"),
    [
        ("postcode", "200100", False),
        ("postcode", "20010", True),
        ("phone", "0000-0000000", False),
        ("phone", "（000）00000000转8012", False),
        ("phone", "（021）60000000转8012", False),
        ("phone", "０２１—６００００００１、60000002", False),
        ("phone", "60000001", False),
        ("phone", "13900000000", False),
        ("phone", "400-000-0000", False),
        ("phone", "12345", False),
        ("phone", "办公室：0571－60000000（工作日）", False),
        ("phone", "0571-600000", True),
        ("phone", "见网站", True),
        ("email", "swj@qinglan.example", False),
        ("email", "ｓｗｊ＠qinglan.example", False),
        ("email", "swj@qinglan", True),
        ("email", "swj.qinglan.example", True),
        ("address", "？", False),
        ("phone", "", False),
    ],
)
def test_a_contact_is_doubted_only_where_nothing_in_it_is_well_written(
    name: str, typed: str, doubted: bool
) -> None:
    doubt = contact_doubt(name, typed)
    assert bool(doubt) is doubted
    assert not doubt or f"「{typed}」" in doubt
