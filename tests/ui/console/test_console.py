"""The console: every command, its answers, its complaints and its exit status."""

import subprocess
import sys
from pathlib import Path

import pytest

from model.drafts import storage
from tests import ROOT
from tests.ui.console.calling import complaint
from ui.console.commands import run_command
from ui.start import main


def test_a_new_report_is_blank_and_has_its_file(tmp_path: Path) -> None:
    path = tmp_path / "a.gknb"
    call = ["new", str(path), "--unit", "某镇人民政府", "--year", "2024", "--kind", "乡镇政府"]
    assert run_command(call) == 0
    report = storage.load(path).report
    assert (report.values, report.form.key, report.unit.we) == ({}, "2021", "我镇")


def test_a_new_report_never_replaces_a_draft(
    draft: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = draft.read_bytes()
    call = ["new", str(draft), "--unit", "某局", "--year", "2024"]
    assert "已存在" in complaint(call, capsys)
    assert draft.read_bytes() == before


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        ("requests/received/total=3", "由程序计算"),
        ("requests/nowhere/natural=3", "表样中没有"),
        ("unit/colour=red", "没有「unit/colour」"),
        ("unit/kind=公司", "可选"),
        ("unit/deadline=明天", "不是有效的日期"),
        ("text/overview.nothing=x", "表样中没有"),
        ("requests/received/natural", "缺少等号"),
        ("text/other.matters=@/nowhere/at/all.txt", "无法读取"),
    ],
)
def test_an_answer_without_a_place_changes_nothing(
    answer: str, word: str, draft: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = draft.read_bytes()
    assert word in complaint(["set", str(draft), "figure/motions=1", answer], capsys)
    assert draft.read_bytes() == before


@pytest.mark.parametrize("content", ["[]", "{", '{"figure/motions": 3}', "[" * 100_000])
def test_a_json_file_that_holds_no_answers_is_refused(
    content: str, draft: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "answers.json"
    source.write_text(content, "utf-8")
    assert "answers.json" in complaint(["set", str(draft), "--from", str(source)], capsys)


def test_of_several_drafts_the_highest_status_counts(
    draft: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.gknb"
    bad.write_bytes(b"\0" * 100)
    capsys.readouterr()
    assert run_command(["check", str(bad), str(draft), "--json"]) == 2
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 1
    assert "bad.gknb：文件是空的" in err
    assert bad.read_bytes() == b"\0" * 100


@pytest.mark.parametrize(
    ("call", "word"),
    [
        (["export", "a.gknb"], "缺少参数：--out"),
        (["nothing"], "不能为「nothing」"),
        (["check", "a.gknb", "--loud"], "无法识别的参数：--loud"),
        (["new", "a.gknb", "--unit"], "缺少内容"),
        ([], "缺少参数"),
    ],
)
def test_a_mistaken_call_is_explained_in_chinese(
    call: list[str], word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as leaving:
        run_command(call)
    assert leaving.value.code == 2
    assert word in capsys.readouterr().err


def test_help_is_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    for call in ([], ["new"], ["form"], ["set"], ["show"], ["check"], ["export"], ["example"]):
        with pytest.raises(SystemExit):
            run_command([*call, "--help"])
        message = capsys.readouterr().out
        assert "用法：" in message
        assert "options" not in message


def test_without_a_screen_the_console_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert main([]) == 2
    assert "./run.sh --help" in capsys.readouterr().err


def test_the_program_runs_from_any_folder(tmp_path: Path) -> None:
    folder = tmp_path / "带 空格"
    folder.mkdir()
    call = [sys.executable, str(ROOT / "main.py"), "example", "a.gknb"]
    assert subprocess.run(call, cwd=folder, check=False, capture_output=True).returncode == 0
    assert (folder / "a.gknb").is_file()


def test_what_was_removed_from_a_text_is_said(
    draft: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    message = "已去掉1个不能打印的字符（控制字符1个）。"
    assert run_command(["set", str(draft), "text/other.matters=甲\x07乙\r\n丙"]) == 0
    assert capsys.readouterr().err == f"{message}\n"
    block = storage.load(draft).report.text("other.matters")
    assert block is not None
    assert block.body == "甲乙\n丙"
    other = draft.with_name("new.gknb")
    assert run_command(["new", str(other), "--unit", "某\x1b局", "--year", "2024"]) == 0
    assert capsys.readouterr().err == f"{message}\n"


def test_a_draft_that_another_program_wrote_says_what_was_removed(
    draft: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft.write_bytes(draft.read_bytes().replace("商务局".encode(), "商务\\u0007局".encode()))
    arguments = ["--out", str(tmp_path / "out"), "--only", "web"]
    assert run_command(["export", str(draft), *arguments]) == 0
    assert "打开草稿时已去掉" in capsys.readouterr().err
    assert run_command(["set", str(draft), "unit/phone=1"]) == 0
    assert "打开草稿时已去掉" in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk is always full here")
def test_answers_sent_to_a_full_disk_are_told_in_one_sentence(draft: Path) -> None:
    call = [sys.executable, str(ROOT / "main.py"), "show", str(draft)]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(call, stdout=full, stderr=subprocess.PIPE, check=False)
    message = done.stderr.decode()
    assert (message, done.returncode) == ("命令未完成：磁盘已满。清理磁盘，或另存到其他位置。\n", 2)


def test_a_folder_that_cannot_be_made_is_named(
    draft: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "无法建立" in complaint(["export", str(draft), "--out", str(draft / "out")], capsys)
