from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.report.begin import LONGEST_NAME, file_names, safe_name, stem, title, title_lines
from model.report.report import Report, Stage
from model.unit import TitleForm

TITLES = [
    (TitleForm.NAME_FIRST, "某市水务局 | 2024年政府信息公开工作年度报告"),
    (TitleForm.YEAR_FIRST, "某市水务局2024年 | 政府信息公开工作年度报告"),
    (TitleForm.ONE_LINE, "2024年某市水务局政府信息公开工作年度报告"),
]
NAMES = [
    ("某局2024年报告", "某局2024年报告"),
    ('甲<乙>:"/\\|?*', "甲＜乙＞：＂／＼｜？＊"),
    ("../../etc", "／..／etc"),
    (" .隐藏. ", "隐藏"),
    ("-选项", "选项"),
    ("~锁", "锁"),
    ("甲\u202e乙\u200b丙\ufeff\x07", "甲乙丙"),
    ("e\u0301", "é"),
    ("甲\u061c乙\u00ad丙\u2028丁\ufffa\U000e0041", "甲乙丙丁"),
    ("甲\ud800乙\udc00", "甲乙"),
    ("e\u200d\u0301", "é"),
    ("CON", "_CON"),
    ("con .txt", "_con .txt"),
    ("CONIN$", "_CONIN$"),
    ("nul.docx", "_nul.docx"),
    ("LPT1", "_LPT1"),
    ("CONTRACT", "CONTRACT"),
    ("", "未命名"),
    (" . ", "未命名"),
    ("局" * 66, "局" * 66),
]


def renamed(report: Report, name: str) -> Report:
    return replace(report, unit=replace(report.unit, name=name))


@pytest.mark.parametrize(("form", "drawn"), TITLES)
def test_the_title_breaks_as_the_unit_wants(empty: Report, form: TitleForm, drawn: str) -> None:
    report = replace(empty, unit=replace(empty.unit, title_form=form))
    assert " | ".join(title_lines(report)) == drawn


def test_the_title_of_a_nameless_report_is_one_line(empty: Report) -> None:
    assert title_lines(renamed(empty, "")) == ["2024年政府信息公开工作年度报告"]


def test_the_title_stands_on_one_line_elsewhere(empty: Report) -> None:
    assert title(empty) == "2024年某市水务局政府信息公开工作年度报告"


def test_all_stages_but_the_last_stand_in_the_file_name(empty: Report) -> None:
    plain = "2024年某市水务局政府信息公开工作年度报告"
    names = [stem(empty.at_stage(stage)) for stage in Stage]
    stages = ["（草稿）", "（征求意见稿）", "（送审稿）", ""]
    assert names == [f"{plain}{stage}" for stage in stages]


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.COMMENTS, Stage.REVIEW])
def test_the_stage_stands_in_a_file_name_however_long_the_unit_is(
    empty: Report, stage: Stage
) -> None:
    names = {stem(renamed(empty, f"{'某' * 90}{end}").at_stage(stage)) for end in "甲乙"}
    assert len(names) == 2
    for name in names:
        assert name.startswith("2024年某某")
        assert name.endswith(f"政府信息公开工作年度报告（{stage}）")
        assert len(name.encode()) <= LONGEST_NAME


@pytest.mark.parametrize(("name", "safe"), NAMES)
def test_a_file_name_is_one_that_every_system_takes(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_name_too_long_is_cut_at_a_character_and_told_apart() -> None:
    one, other = safe_name("局" * 100 + "甲"), safe_name("局" * 100 + "乙")
    assert one != other
    for name in (one, other):
        head, _, mark = name.rpartition("_")
        assert head == "局" * 63
        assert len(mark) == 8
        assert len(name.encode()) <= LONGEST_NAME


def test_a_name_is_not_cut_to_end_in_a_stop() -> None:
    name = safe_name("a" * 180 + "." * 40 + "b")
    assert name.startswith("a" * 180 + "_")


@given(st.text(st.characters()))
def test_a_safe_name_is_short_printed_in_one_folder_and_stays_as_it_is(name: str) -> None:
    safe = safe_name(name)
    assert safe
    assert len(safe.encode()) <= LONGEST_NAME
    assert not set(safe) & set('<>:"/\\|?*\x00\n')
    assert not safe.startswith((".", " ", "-", "~"))
    assert not safe.endswith((".", " "))
    assert safe_name(safe) == safe


PATHS = [
    ("/home/clerk/公开/2023年.gknb", "2023年.gknb"),
    ("C:\\Users\\clerk\\年报、台账\\2023年某县.docx", "2023年某县.docx"),
    ("\\\\server\\share\\2023.gknb、D:\\年报\\2023(2).xlsx", "2023.gknb、2023(2).xlsx"),
    ("/home/甲、乙/a.gknb、b.docx", "a.gknb、b.docx"),
    ("/x/甲、乙2023.gknb", "甲、乙2023.gknb"),
    ("/home/clerk/第1.2版、终/2023.gknb", "2023.gknb"),
    ("/media/U 盘/上年报告", "上年报告"),
    ("D:年报.gknb", "年报.gknb"),
    ("甲/2023.gknb", "2023.gknb"),
    ("2023年.gknb", "2023年.gknb"),
    ("上年、再上年", "上年、再上年"),
    ("", ""),
]


@pytest.mark.parametrize(("paths", "names"), PATHS)
def test_of_the_paths_of_any_system_the_file_names_are_kept(paths: str, names: str) -> None:
    assert file_names(paths) == names
    assert file_names(names) == names


@given(st.lists(st.text(st.characters(codec="utf-8")), max_size=4).map("、".join))
def test_no_folder_is_left_in_a_file_name(paths: str) -> None:
    assert not {"/", "\\"} & set(file_names(paths))
