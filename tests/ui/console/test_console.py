"""The console: every command, its answers, its complaints and its exit status."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from model.drafts import storage
from model.form import catalog
from tests import ROOT
from tests.ui.console.calling import complaint, printed
from ui.console.commands import run_command
from ui.start import main


def test_a_new_report_is_blank_and_has_its_file(tmp_path: Path) -> None:
    path = tmp_path / "a.gknb"
    call = ["new", str(path), "--unit", "某镇人民政府", "--year", "2024", "--kind", "乡镇政府"]
    assert run_command(call) == 0
    report = storage.load(path).report
    assert (report.values, report.form.key, report.unit.we) == ({}, "2021", "我镇")


def test_the_form_follows_the_year(tmp_path: Path) -> None:
    path = tmp_path / "a.gknb"
    run_command(["new", str(path), "--unit", "某局", "--year", "2020"])
    assert storage.load(path).report.form.key == "2019"


def test_a_new_report_never_replaces_a_draft(
    draft: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = draft.read_bytes()
    call = ["new", str(draft), "--unit", "某局", "--year", "2024"]
    assert "已存在" in complaint(call, capsys)
    assert draft.read_bytes() == before


@pytest.mark.parametrize("key", catalog.keys())
def test_the_form_is_listed_with_labels_in_printed_order(
    key: str, capsys: pytest.CaptureFixture[str]
) -> None:
    described = json.loads(printed(["form", key, "--json"], capsys))
    assert [cell["address"] for cell in described["cells"]] == list(catalog.form(key).cells)
    first = described["cells"][0]
    assert set(first) == {"address", "table", "row", "column", "kind", "computed"}
    assert described["texts"][1] == {
        "address": "text/overview.proactive",
        "section": "overview",
        "title": "主动公开方面",
    }
    assert described["tallies"][0]["address"] == "tally/published/organisation"
    assert "总计（合计）" in printed(["form", key], capsys)


def test_answers_of_every_sort_are_set_and_shown(
    draft: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "text.txt"
    text.write_text("﻿第一段。\n第二段。", "utf-8")
    call = [
        "requests/received/natural=１，234",
        "requests/received/natural#remark=含网上申请",
        f"text/other.matters=@{text}",
        "text/other.innovation=@@某平台",
        "figure/fee_amount=12.50",
        "tally/published/finance=",
        "unit/name=某市商务局",
        "note/review=注：含上年结转。",
        "--stated",
        "requests/received/total=5",
    ]
    assert run_command(["set", str(draft), *call]) == 0
    shown = json.loads(printed(["show", str(draft), "--json"], capsys))
    assert shown["counts"]["requests/received/natural"] == "1234"
    assert shown["remarks"]["requests/received/natural#remark"] == "含网上申请"
    assert shown["texts"]["text/other.matters"] == "第一段。\n第二段。"
    assert shown["texts"]["text/other.innovation"] == "@某平台"
    assert shown["figures"]["figure/fee_amount"] == "12.50"
    assert "tally/published/finance" not in shown["tallies"]
    assert shown["unit"]["name"] == "某市商务局"
    assert shown["stated"] == {"requests/received/total": "5"}
    assert "requests/received/natural\t1234" in printed(["show", str(draft)], capsys)


def test_text_that_is_no_number_is_kept_and_named(
    draft: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = complaint(["set", str(draft), "requests/received/natural=3件"], capsys, status=1)
    assert "3件" in told
    assert storage.load(draft).report.unread == {"requests/received/natural": "3件"}
    result = json.loads(printed(["check", str(draft), "--json"], capsys, status=1))
    unread = [f for f in result["findings"] if f["id"].startswith("unread/")]
    assert [f["cells"] for f in unread] == [["requests/received/natural"]]


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


def test_a_complete_report_checks_with_status_0(
    draft: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "勾稽关系逐列核对6条，全部相等" in printed(["check", str(draft)], capsys)
    result = json.loads(printed(["check", str(draft), "--json"], capsys))
    assert set(result) == {"draft", "summary", "findings", "hints"}
    counts = {"holds", "broken", "open", "blank", "warnings", "reasoned", "publication"}
    assert set(result["summary"]) == counts


def test_a_broken_column_is_said_with_its_numbers(
    draft: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_command(["set", str(draft), "requests/carried_out/natural=60"])
    result = json.loads(printed(["check", str(draft), "--json"], capsys, status=1))
    (finding,) = result["findings"]
    assert finding["id"] == "balance/natural"
    assert finding["severity"] == "error"
    assert finding["difference"] == "-2"
    assert "办理结果和结转合计多2件" in finding["message"]
    assert "[错误]" in printed(["check", str(draft)], capsys, status=1)


def test_hints_are_a_group_of_their_own_and_change_no_status(
    draft: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_command(["set", str(draft), "text/other.matters=（内部资料）"])
    told = printed(["check", str(draft)], capsys)
    assert "  公布前提示：\n    [公布前提示] 六、其他需要报告的事项，" in told
    assert told.index("公布前提示：") < told.index("勾稽关系逐列核对")
    assert "未填完的内容、造字、生僻字：1条待核实。" in told
    result = json.loads(printed(["check", str(draft), "--json"], capsys))
    assert result["findings"] == []
    (hint,) = result["hints"]
    assert (hint["severity"], hint["cells"]) == ("publication", ["text/other.matters"])
    assert result["summary"]["publication"] == 1
    assert "\n    以上只查找号码、密级标志等字样，不代替保密审查。\n" in told


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


def test_a_year_that_is_none_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["new", str(tmp_path / "a.gknb"), "--unit", "某局", "--year", "24"]
    assert "不是有效的年度" in complaint(call, capsys)


def test_help_is_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    for call in ([], ["new"], ["form"], ["set"], ["show"], ["check"], ["export"], ["example"]):
        with pytest.raises(SystemExit):
            run_command([*call, "--help"])
        told = capsys.readouterr().out
        assert "用法：" in told
        assert "options" not in told


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
    told = "已去掉1个不能打印的字符（控制字符1个）。"
    assert run_command(["set", str(draft), "text/other.matters=甲\x07乙\r\n丙"]) == 0
    assert capsys.readouterr().err == f"{told}\n"
    block = storage.load(draft).report.text("other.matters")
    assert block is not None
    assert block.body == "甲乙\n丙"
    other = draft.with_name("new.gknb")
    assert run_command(["new", str(other), "--unit", "某\x1b局", "--year", "2024"]) == 0
    assert capsys.readouterr().err == f"{told}\n"


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
    told = done.stderr.decode()
    assert (told, done.returncode) == ("命令未完成：磁盘已满。清理磁盘，或另存到其他位置。\n", 2)
