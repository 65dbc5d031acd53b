"""new --last: a report from last year's, in one command."""

from dataclasses import replace
from pathlib import Path

import pytest

from model.drafts import storage
from model.drafts.storage import Loaded
from model.report.report import Report
from ui.app import clock
from ui.console.commands import run_command


@pytest.fixture
def last(tmp_path: Path, example: Report) -> Path:
    return storage.save(Loaded(example, tmp_path / "2024.gknb", "")).path


def refused(call: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert run_command(call) == 2
    return capsys.readouterr().err


def test_a_year_after_next_year_is_refused_by_every_command(
    last: Path, tmp_path: Path, example: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    year = clock.today().year + 2
    ahead = storage.save(
        Loaded(replace(example, year=year - 1, id="1" * 16), tmp_path / "z.gknb", "")
    ).path
    far = storage.save(Loaded(replace(example, year=year, id="2" * 16), tmp_path / "y.gknb", ""))
    new = tmp_path / "new.gknb"
    late, sentence = str(year), f"{year}年度还不能填报，最晚为{year - 1}年度。核对年度。"
    for call in (
        ["new", new, "--unit", "某局", "--year", late],
        ["new", new, "--last", last, "--year", late],
        ["new", new, "--last", ahead],
        ["carry", last, "--out", new, "--year", late],
        ["import", last, "--out", new, "--year", late],
        ["import", far.path, "--out", new],
        ["set", last, f"unit/year={late}"],
    ):
        assert sentence in refused(list(map(str, call)), capsys)
        assert not new.exists()
    assert storage.load(last).report == example


def test_a_report_follows_last_years(last: Path, example: Report) -> None:
    path = last.with_name("2025.gknb")
    assert run_command(["new", str(path), "--last", str(last)]) == 0
    report = storage.load(path).report
    assert (report.year, report.unit.name) == (2025, "青岚市商务局")
    assert report.texts[1:] == example.texts[1:]  # the preface is written for this year
    assert report.previous is not None
    assert report.previous.source == "2024.gknb"


def test_what_is_said_holds_instead_of_last_years(last: Path) -> None:
    path = last.with_name("b.gknb")
    message = ["--unit", "青岚市商贸局", "--kind", "派出机关", "--year", "2027"]
    assert run_command(["new", str(path), "--last", str(last), *message]) == 0
    report = storage.load(path).report
    assert (report.year, report.unit.name, report.unit.kind) == (2027, "青岚市商贸局", "派出机关")
    assert report.previous is None


@pytest.mark.parametrize(
    ("name", "kind", "day"),
    [
        ("某县人民政府办公室", "政府办公厅（室）", "2025-01-31"),
        ("某县人民政府", "县级政府", "2025-02-20"),
        ("某自治州人民政府", "地市级政府", "2025-03-10"),
        ("重庆市人民政府", "省级政府", "2025-03-31"),
        ("某市人民政府", "", "None"),
    ],
)
def test_the_kind_of_a_new_report_is_proposed_from_the_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, kind: str, day: str
) -> None:
    path = tmp_path / "a.gknb"
    assert run_command(["new", str(path), "--unit", name, "--year", "2024"]) == 0
    unit = storage.load(path).report.unit
    assert (unit.kind, str(unit.deadline)) == (kind, day)
    assert ("单位类型未选：县级还是地市级。" in capsys.readouterr().out) == (not kind)


def test_a_kind_that_is_said_holds_whatever_the_name(tmp_path: Path) -> None:
    path = tmp_path / "a.gknb"
    call = ["new", str(path), "--unit", "某市人民政府", "--year", "2024", "--kind", "地市级政府"]
    assert run_command(call) == 0
    unit = storage.load(path).report.unit
    assert (unit.kind, unit.by_hand, str(unit.deadline)) == ("地市级政府", ("kind",), "2025-03-10")


def test_last_years_draft_that_cannot_be_read_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["new", str(tmp_path / "a.gknb"), "--last", str(tmp_path / "gone.gknb")]
    assert "无法读取「gone.gknb」" in refused(call, capsys)
    assert not (tmp_path / "a.gknb").exists()
