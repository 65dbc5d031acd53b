"""The console's export: what is written, under which names, and what stands in the way."""

from pathlib import Path

import pytest

from tests.ui.console.calling import complaint, printed
from ui.console.commands import run_command


def test_an_export_writes_three_files_that_were_read_back(
    draft: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    told = printed(["export", str(draft), "--out", str(out)], capsys)
    assert told.count("已重新打开核对") == 3
    stem = "2024年青岚市商务局政府信息公开工作年度报告（草稿）"
    assert {p.name for p in out.iterdir()} == {f"{stem}{e}" for e in (".docx", ".xlsx", ".html")}


def test_the_final_version_says_no_stage_in_its_name(draft: Path, tmp_path: Path) -> None:
    run_command(["export", str(draft), "--out", str(tmp_path), "--only", "web", "--stage", "定稿"])
    assert (tmp_path / "2024年青岚市商务局政府信息公开工作年度报告.html").exists()


def test_the_checklist_goes_with_the_version_for_review(draft: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_command(["export", str(draft), "--out", str(out), "--stage", "送审稿"])
    assert len([p for p in out.iterdir() if "核对" in p.name]) == 2


def test_a_final_version_says_what_should_not_be_published_and_is_written(
    draft: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_command(["set", str(draft), "text/other.matters=（内部资料）"])
    call = ["export", str(draft), "--out", str(tmp_path / "out"), "--only", "web"]
    sentence = "还有 1 处公布前提示未处理：内部标记（六）。仍按定稿导出。"
    assert sentence in complaint([*call, "--stage", "定稿"], capsys, status=0)
    assert len(list((tmp_path / "out").iterdir())) == 1
    assert complaint(call, capsys, status=0) == ""
    blank = ["export", str(draft), "--out", str(tmp_path / "out"), "--stage", "定稿"]
    assert complaint([*blank, "--only", "checklist"], capsys, status=0) == ""


def test_an_existing_file_is_kept_unless_told_otherwise(draft: Path, tmp_path: Path) -> None:
    call = ["export", str(draft), "--out", str(tmp_path / "out"), "--only", "web"]
    for extra in ([], [], ["--overwrite"]):
        assert run_command([*call, *extra]) == 0
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert [name.endswith("(2).html") for name in names] == [True, False]


def test_two_drafts_of_one_name_are_both_kept(draft: Path, tmp_path: Path) -> None:
    twin = tmp_path / "twin.gknb"
    twin.write_bytes(draft.read_bytes())
    out = tmp_path / "out"
    call = ["export", str(draft), str(twin), "--out", str(out), "--only", "web", "--overwrite"]
    assert run_command(call) == 0
    assert len(list(out.iterdir())) == 2


def test_an_unfinished_report_is_exported_only_when_asked_and_only_as_draft(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = tmp_path / "a.gknb", tmp_path / "out"
    run_command(["new", str(path), "--unit", "某局", "--year", "2024"])
    assert "未导出" in complaint(["export", str(path), "--out", str(out)], capsys, status=1)
    call = ["export", str(path), "--out", str(out), "--allow-unfinished", "--stage", "定稿"]
    assert "只能作为草稿" in complaint(call, capsys, status=0)
    assert all("（草稿）" in p.name for p in out.iterdir())


def test_blank_tables_are_exported_however_unfinished_the_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = tmp_path / "a.gknb", tmp_path / "out"
    run_command(["new", str(path), "--unit", "某局", "--year", "2024"])
    capsys.readouterr()
    call = ["export", str(path), "--out", str(out), "--only", "collection", "--stage", "定稿"]
    assert "与表样一致" in printed(call, capsys)
    (sheet,) = out.iterdir()
    assert sheet.name == "2024年某局政府信息公开工作年度报告采集表.docx"


@pytest.mark.parametrize("only", ["", "pdf"])
def test_an_unknown_kind_of_document_is_refused(
    only: str, draft: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["export", str(draft), "--out", str(tmp_path), "--only", only]
    assert "--only" in complaint(call, capsys)


def test_a_folder_that_cannot_be_made_is_named(
    draft: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "无法建立" in complaint(["export", str(draft), "--out", str(draft / "out")], capsys)
