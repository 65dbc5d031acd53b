"""carry: a report from last year's, of any kind, or from those of several predecessors."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from model.checks.check import check
from model.checks.years import year_updates
from model.combine.last_year import suggested
from model.drafts import storage
from model.drafts.storage import Loaded
from model.form import catalog
from model.report.answers import put
from model.report.begin import new_report
from model.report.report import Report
from model.unit import Unit
from tests import published
from tests.ui.console.calling import Run
from tests.writing import render_excel, render_word

pytestmark = pytest.mark.usefixtures("one_child")

OUT, IN = "requests/carried_out", "requests/carried_in"
IN_FORCE = "disclosure/normative/in_force"


def typed(report: Report, answers: Mapping[str, str]) -> Report:
    for address, number in answers.items():
        report = put(report, address, number)
    return report


@pytest.fixture
def city_2023(tmp_path: Path) -> Path:
    """A published report as the Word document that lies there a year later."""
    begun = new_report(catalog.form("2021"), Unit(name="某市人民政府"), 2023)
    path = tmp_path / "某市2023.docx"
    path.write_bytes(render_word(typed(begun, published.answers("city-2023")[0])))
    return path


def test_last_years_word_document_gives_what_was_carried_over_in_every_column(
    run: Run, city_2023: Path
) -> None:
    last = published.answers("city-2023")[0]
    out = city_2023.with_name("2024.gknb")
    _, said, _ = run("carry", city_2023, "--year", "2024", "--out", out)
    report = storage.load(out).report
    assert report.values == {
        a.replace(OUT, IN): int(number) for a, number in last.items() if a.startswith(OUT)
    }
    assert len(report.values) == 6
    assert report.previous is not None
    assert (report.previous.source, report.previous.year) == (city_2023.name, 2023)
    assert said.endswith(f"已新建「{out}」，格式：国办公开办函〔2021〕30号。\n")


def test_the_kind_of_a_carried_report_is_proposed_from_its_name(run: Run, city_2023: Path) -> None:
    for number, (name, kind) in enumerate(
        (("", ""), ("某县人民政府", "县级政府"), ("某区人民政府办公室", "政府办公厅（室）"))
    ):
        out, message = city_2023.with_name(f"{number}.gknb"), ("--unit", name) if name else ()
        run("carry", city_2023, "--year", "2024", "--out", out, *message)
        assert storage.load(out).report.unit.kind == kind


def test_this_years_figures_keep_every_relation_between_the_years(
    run: Run, city_2023: Path
) -> None:
    out = city_2023.with_name("2024.gknb")
    run("carry", city_2023, "--year", "2024", "--out", out)
    begun, figures = storage.load(out).report, published.answers("city-2024")[0]
    waiting = typed(begun, {a: n for a, n in figures.items() if not a.endswith("in_force")})
    report = typed(begun, figures)
    assert suggested(waiting)[IN_FORCE] == report.values[IN_FORCE]
    verdicts = check(report).verdicts
    between = [key for key in verdicts if key.split("/")[0] in ("carried", "in_force")]
    assert {verdicts[key] for key in between} == {"holds"}
    assert len(between) == 8
    wrong = report.with_value(f"{IN}/natural", report.values[f"{IN}/natural"] + 1)
    (found,) = [one for one in check(wrong).findings if one.id == "carried/natural"]
    assert (found.severity, found.reason) == ("warning", None)


def draft_of(example: Report, path: Path, name: str, **answers: str) -> Path:
    report = typed(replace(example, unit=Unit(name=name), id=name), answers)
    return storage.save(Loaded(report, path / f"{name}.gknb", "")).path


def test_predecessors_are_added_and_each_is_named(
    run: Run, tmp_path: Path, example: Report
) -> None:
    word = tmp_path / "某乙局.docx"
    two = typed(replace(example, unit=Unit(name="某乙局")), {f"{OUT}/natural": "3", IN_FORCE: "2"})
    word.write_bytes(render_word(two))
    one = draft_of(example, tmp_path, "甲局", **{f"{OUT}/natural": "5", IN_FORCE: "4"})
    out = tmp_path / "新.gknb"
    status, said, _ = run("carry", one, word, "--year", "2025", "--out", out, "--unit", "新局")
    report = storage.load(out).report
    assert status == 0
    assert "[相加] 上年四、结转下年度继续办理，自然人：甲局5、某乙局3，合计8。" in said
    assert "[相加] 上年行政规范性文件，现行有效件数：甲局4、某乙局2，合计6。" in said
    assert (report.unit.name, report.values[f"{IN}/natural"]) == ("新局", 8)
    assert report.sources[f"{IN}/natural"] == "上年：甲局5、某乙局3"
    assert report.previous is not None
    assert report.previous.source == f"{one.name}、{word.name}"
    assert report.last_values[IN_FORCE] == 6


def test_paragraphs_that_still_name_last_year_are_counted(
    run: Run, tmp_path: Path, example: Report
) -> None:
    message = "一句话。\n2024年，我局开展培训。\n2024年，我局改进服务。"
    one = draft_of(put(example, "text/overview.supervision", message), tmp_path, "甲局")
    out = tmp_path / "新.gknb"
    _, said, _ = run("carry", one, "--year", "2025", "--out", out)
    count = len(list(year_updates(storage.load(out).report)))
    assert count >= 2
    assert f"[年份] 文字中有{count}段写着往年的年份" in said
    without = draft_of(replace(example, texts=()), tmp_path, "乙局")
    assert "[年份]" not in run("carry", without, "--year", "2025", "--out", tmp_path / "b.gknb")[1]


def test_a_predecessor_that_left_a_cell_blank_is_named(
    run: Run, tmp_path: Path, example: Report
) -> None:
    one = draft_of(example, tmp_path, "甲局")
    two = draft_of(example, tmp_path, "乙局", **{f"{OUT}/natural": ""})
    out = tmp_path / "新.gknb"
    status, said, _ = run("carry", one, two, "--year", "2025", "--out", out)
    assert status == 1
    assert "[未相加] 上年四、结转下年度继续办理，自然人：乙局未填。核对后填写。" in said
    assert f"{IN}/natural" not in storage.load(out).report.values


def test_one_predecessor_twice_is_refused(run: Run, tmp_path: Path, example: Report) -> None:
    one = draft_of(example, tmp_path, "甲局")
    copy = tmp_path / "copy.gknb"
    copy.write_bytes(one.read_bytes())
    status, _, complained = run("carry", one, copy, "--year", "2025", "--out", tmp_path / "a")
    assert (status, (tmp_path / "a.gknb").exists()) == (2, False)
    assert "两份上年报告都是「甲局」的" in complained


def test_a_report_in_the_old_format_serves_and_what_has_no_place_is_said(
    run: Run, tmp_path: Path
) -> None:
    old = new_report(catalog.form("2019"), Unit(name="某局"), 2020)
    cells = (*old.form.typed,)
    path = tmp_path / "某局2020.docx"
    path.write_bytes(render_word(typed(old, dict.fromkeys(cells, "2"))))
    out = tmp_path / "2021.gknb"
    status, said, _ = run("carry", path, "--year", "2021", "--out", out)
    report = storage.load(out).report
    assert (status, report.form.key) == (1, "2021")
    assert report.values == {a.replace(OUT, IN): 2 for a in cells if a.startswith(OUT)}
    (message,) = [line for line in said.splitlines() if "[没有对应]" in line]
    assert "三、申请办理，（六）其他处理" in message
    assert "自然人" not in message


def test_a_report_that_is_too_old_lends_its_words_alone(
    run: Run, tmp_path: Path, example: Report
) -> None:
    one = draft_of(example, tmp_path, "甲局")
    out = tmp_path / "2027.gknb"
    status, said, _ = run("carry", one, "--year", "2027", "--out", out)
    report = storage.load(out).report
    assert (status, report.values, report.previous) == (1, {}, None)
    assert report.texts == example.texts
    assert "上年报告是2024年的，与2027年不相连：只沿用单位信息和文字。" in said


def test_a_source_that_says_no_year_is_taken_for_last_years(run: Run, city_2023: Path) -> None:
    excel = city_2023.with_suffix(".xlsx")
    begun = new_report(catalog.form("2021"), Unit(name="某市人民政府"), 2023)
    report = typed(begun, published.answers("city-2023")[0])
    excel.write_bytes(render_excel(report))
    out = excel.with_name("2024.gknb")
    run("carry", excel, "--year", "2024", "--out", out)
    assert len(storage.load(out).report.values) == 6


def test_nothing_is_overwritten_and_nothing_read_in_vain(
    run: Run, tmp_path: Path, example: Report
) -> None:
    one = draft_of(example, tmp_path, "甲局")
    before = one.read_bytes()
    status, said, complained = run("carry", one, "--year", "2025", "--out", one)
    assert (status, said, one.read_bytes()) == (2, "", before)
    assert complained == "「甲局.gknb」已存在，未覆盖。换一个文件名。\n"


def test_a_source_that_cannot_be_read_begins_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04")
    call = ["carry", tmp_path / "a.docx", "--year", "2025", "--out", tmp_path / "b"]
    status, _, complained = run(*call, "--unit", "某\x07局")
    assert (status, (tmp_path / "b.gknb").exists()) == (2, False)
    assert len(complained.splitlines()) == 2  # what was left out of the name, and why not
