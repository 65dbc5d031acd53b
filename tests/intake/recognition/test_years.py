"""The year of a report where its title does not say it, or says it in words."""

from datetime import date
from pathlib import Path

import pytest

from intake.child import Reader
from intake.recognition.identity import identity_of, repeats_title
from intake.source import notes_of, open_source
from intake.words.years import arabic, period_years, reported_years, year_in_name
from model.errors import RefusedError
from tests.patience import growth

NO_YEAR = "甲市水务局政府信息公开工作年度报告"
BODY = "一、总体情况\n（一）主动公开情况\n全年平稳。"


@pytest.mark.parametrize(
    "year", ["二〇二三", "二○二三", "二零二三", "二Ｏ二三", "２０２３", "2023"]
)
def test_a_title_may_have_its_year_in_words(year: str) -> None:
    found = identity_of([f"甲市水务局{year}年度政府信息公开工作年度报告"], "")
    assert (found.year, found.unit) == (2023, {"name": "甲市水务局"})
    assert arabic("二十三年") == "二十三年"


def test_the_day_of_an_ending_may_be_in_words() -> None:
    found = identity_of([NO_YEAR], "", ["甲市水务局", "二〇二四年一月三十一日"])
    assert found.signed == date(2024, 1, 31)
    assert identity_of([NO_YEAR], "", ["二○二四年十月二十日"]).signed == date(2024, 10, 20)


@pytest.mark.parametrize(
    "period",
    [
        "2023年1月1日起至2023年12月31日止",
        "2023年1月1日—12月31日",
        "2023 年 1 月 1 日至 2023 年 12 月 31 日",
        "二〇二三年1月1日到当年12月31日",
        "2023年1月至12月",
    ],
)
def test_a_preface_with_the_period_says_the_year(period: str) -> None:
    assert list(period_years(f"所列数据的统计期限为{period}。")) == [2023]


def test_a_year_beside_the_report_is_likely_and_other_years_are_not() -> None:
    preface = "根据2019年4月3日修订的《政府信息公开条例》，现公布2023年度我局政府信息公开情况。"
    assert list(reported_years(preface)) == [2023]
    found = identity_of([NO_YEAR], preface)
    assert (found.year, found.likely_year, found.likely_from) == (None, 2023, "前言")
    assert identity_of([NO_YEAR], "2022年信息公开好于2021年信息公开。").likely_year is None
    assert identity_of(["2022年、2023年年度报告"], preface).likely_year is None


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("水务局2023年年报", 2023),
        ("水务局年报2023", 2023),
        ("20240118水务局二〇二三年年报", 2023),
        ("2024-01-18 水务局年报", None),
        ("2024年1月18日水务局年报", None),
        ("2022和2023", None),
    ],
)
def test_a_name_with_one_year_says_it(name: str, year: int | None) -> None:
    assert year_in_name(name) == year


def opened(reader: Reader, folder: Path, name: str, text: str, assumed: int | None = None):
    path = folder / name
    path.write_text(text, "utf-8")
    return open_source(reader, path, assumed=assumed)


def test_a_year_that_is_only_likely_is_to_be_checked(reader: Reader, tmp_path: Path) -> None:
    page = f"<title>2022年报</title><p>{NO_YEAR}</p>" + "".join(
        f"<p>{line}</p>" for line in BODY.split("\n")
    )
    source = opened(reader, tmp_path, "2021.html", page, assumed=2020)
    assert source.report.year == 2022
    assert notes_of(source)[-1 - len(source.reading.doubts if source.reading else ())] == (
        "[需核对] 年度只见于网页标题，按2022年度读取。"
    )
    source = opened(reader, tmp_path, "水务局2021.txt", f"{NO_YEAR}\n{BODY}", assumed=2020)
    assert (source.report.year, source.year_from) == (2021, "文件名")
    assert source.verdict.endswith("1处需核对")
    source = opened(reader, tmp_path, "水务局.txt", f"{NO_YEAR}\n{BODY}", assumed=2020)
    assert (source.report.year, source.year_from) == (2020, "")
    with pytest.raises(RefusedError, match="未识别出报告年度"):
        opened(reader, tmp_path, "水务局.txt", f"{NO_YEAR}\n{BODY}")


def test_a_unit_may_bear_a_second_name() -> None:
    name = "甲市农业农村局（甲市乡村振兴局）"
    assert identity_of([f"{name}2023年政府信息公开工作年度报告"], "").unit == {"name": name}
    assert identity_of(["甲市水务局（本级）2023年年度报告"], "").unit == {}


@pytest.mark.parametrize(
    ("preface", "page", "name"),
    [
        ("现公布甲市水务局2023年政府信息公开工作年度报告。", "", "甲市水务局"),
        ("现编制并发布甲市水务局2023年度政府信息公开年报。", "", "甲市水务局"),
        ("现公布我局2023年政府信息公开工作年度报告。", "", ""),
        ("", "甲市水务局2023年政府信息公开工作年度报告_甲市人民政府", "甲市水务局"),
        ("", "2023年甲市人民政府政府信息公开工作年度报告", "甲市人民政府"),
        ("", "年报_甲市人民政府", ""),
        (
            "现公布乙市水务局2023年政府信息公开工作年度报告。",
            "甲市水务局2023年政府信息公开工作年度报告",
            "",
        ),
    ],
)
def test_a_unit_that_the_title_lacks_is_in_the_preface_or_the_title_of_the_page(
    preface: str, page: str, name: str
) -> None:
    title = ["2023年政府信息公开工作年度报告"]
    assert identity_of(title, preface, page_title=page).unit.get("name", "") == name


def test_the_time_of_a_preface_of_many_verbs_grows_with_its_length_only() -> None:
    title = ["2023年政府信息公开工作年度报告"]
    assert growth(lambda n: identity_of(title, "公布和" * n), 5000) <= 7


@pytest.mark.parametrize(
    "title",
    [
        "甲市水务局政府信息公开2023年年度报告",
        "甲市水务局政务公开工作2023年度报告",
        "【年报】甲市水务局2023年政府信息公开工作年度报告",
        "（2023年度）甲市水务局政府信息公开工作年度报告",
        "关于甲市水务局2023年政府信息公开工作的年度报告",
    ],
)
def test_a_name_in_a_title_of_another_order_is_the_name_alone(title: str) -> None:
    assert identity_of([title], "").unit == {"name": "甲市水务局"}
    assert repeats_title(title, "甲市水务局")
