"""import: folders and several files, one draft each or one of all."""

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from intake.child import Reader
from intake.source import Source
from model.drafts import file_format, storage
from model.drafts.storage import Loaded
from model.report.report import Report
from tests import DATA, ROOT
from tests.collecting import filled_in, numbers_of, put_in
from tests.patience import wait_until
from tests.soak_files import documents_of
from tests.ui.console.calling import Run
from tests.ui.copied import copied
from ui.app import terminal
from ui.app.terminal import INTERRUPTED, whole
from ui.console import drafts, sources
from ui.console.sources import Asked

pytestmark = pytest.mark.usefixtures("one_child")
INCOMPLETE = DATA / "incomplete"
NAME = "2024年青岚市商务局政府信息公开工作年度报告（草稿）"


@pytest.fixture
def folder(tmp_path: Path, example: Report) -> Path:
    """A folder as it comes back from colleagues: five good files, and what lies beside them."""
    folder = tmp_path / "各单位"
    (folder / "往年").mkdir(parents=True)
    documents = documents_of(example)
    (folder / "1 甲.docx").write_bytes(documents["word.docx"])
    (folder / "2 乙.HTML").write_bytes(documents["web.html"])
    (folder / "3 丙.xlsx").write_bytes(documents["excel.xlsx"])
    (folder / "4 丁.txt").write_text(copied(example), "utf-8")
    (folder / "5 戊.gknb").write_bytes(file_format.encode(example))
    (folder / "~$1 甲.docx").write_bytes(b"\x05clerk")
    (folder / "扫描件.jpg").write_bytes(b"\xff\xd8\xff")
    return folder


def lines(answer: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in answer.splitlines()]


def counted(**counts: int | bool) -> dict[str, int | bool]:
    return {"total": 0, "read": 0, "doubtful": 0, "refused": 0, "interrupted": False} | counts


def test_a_folder_gives_one_draft_for_each_file_and_names_what_it_passes_over(
    run: Run, folder: Path
) -> None:
    out = folder.parent / "草稿" / "今年"
    status, said, complained = run("import", folder, "--out", out, "--year", "2024", "--json")
    *found, last = lines(said)
    assert [Path(one["source"]).name for one in found] == [
        "1 甲.docx", "2 乙.HTML", "3 丙.xlsx", "4 丁.txt", "5 戊.gknb"
    ]  # fmt: skip
    assert {one["draft"] for one in found} == set(map(str, out.iterdir()))
    assert status == max(not one["understood"] for one in found)
    assert complained == "已跳过不能导入的文件：~$1 甲.docx、往年、扫描件.jpg。\n"
    assert last == {"counts": counted(total=5, read=5)}


def test_drafts_of_one_name_are_numbered_and_none_is_overwritten(run: Run, folder: Path) -> None:
    out = folder.parent / "out"
    out.mkdir()
    (out / f"{NAME}.gknb").write_bytes(b"precious")
    files = [folder / "1 甲.docx", folder / "2 乙.HTML"]
    assert run("import", *files, "--out", out)[0] == 0
    assert (out / f"{NAME}.gknb").read_bytes() == b"precious"
    assert sorted(path.name for path in out.iterdir()) == [
        f"{NAME}(2).gknb", f"{NAME}(3).gknb", f"{NAME}.gknb"
    ]  # fmt: skip


def test_one_file_goes_into_a_folder_that_is_there(run: Run, folder: Path) -> None:
    out = folder.parent / "out"
    out.mkdir()
    status, said, _ = run("import", folder / "1 甲.docx", "--out", out)
    assert status == 0
    assert f"已存为「{out / f'{NAME}.gknb'}」" in said


def test_each_failure_is_named_and_the_others_go_on(run: Run, folder: Path) -> None:
    (folder / "3 丙.xlsx").write_bytes(b"PK\x03\x04 half")
    (folder / "4 丁.txt").write_text("通知：明天开会。", "utf-8")
    out = folder.parent / "out"
    files = sorted(path for path in folder.iterdir() if path.name[0].isdigit())
    status, said, complained = run("import", *files, folder / "gone.docx", "--out", out)
    assert status == 2
    assert len(list(out.iterdir())) == said.count("已存为") == 3
    assert said.splitlines()[-1] == "共6份：读入3份，需核对0份，未能读入3份。"
    refused = complained.splitlines()
    assert ["3 丙.xlsx" in refused[0], "4 丁.txt" in refused[1], "gone.docx" in refused[2]] == [
        True, True, True
    ]  # fmt: skip
    assert len(refused) == 3


def test_a_folder_with_nothing_to_bring_in_says_what_can_be(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(7):
        (tmp_path / "in" / f"{number}.ofd").write_bytes(b"")
    status, said, complained = run("import", tmp_path / "in", "--out", tmp_path / "out")
    assert (status, said) == (2, "")
    assert "0.ofd、1.ofd、2.ofd、3.ofd、4.ofd等7个。" in complained
    assert ".docx、.doc" in complained.splitlines()[1]


def test_a_folder_that_cannot_be_made_is_said_before_anything_is_read(
    run: Run, folder: Path
) -> None:
    (folder.parent / "file").write_text("x")
    status, said, complained = run("import", folder, "--out", folder.parent / "file" / "out")
    assert (status, said) == (2, "")
    assert complained.startswith("无法保存到「")
    assert complained.count("\n") == 1


def test_a_folder_that_cannot_be_read_is_said(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> list[Path]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    status, _, complained = run("import", folder, "--out", folder.parent / "out")
    assert status == 2
    assert complained.startswith(f"无法读取「{folder}」：没有权限")


def test_several_sources_become_one_draft(run: Run, folder: Path, example: Report) -> None:
    out = folder.parent / "合.gknb"
    sources = [folder / "3 丙.xlsx", folder / "1 甲.docx"]
    call = ["import", *sources, "--merge", "--out", out, "--year", "2024", "--json"]
    _, said, complained = run(*call)
    *each, whole = lines(said)
    assert complained == ""
    assert [one["draft"] for one in each] == [None, None]
    assert (whole["draft"], whole["merged"]) == (str(out), list(map(str, sources)))
    assert whole["clashes"] == []
    report = storage.load(out).report
    assert report.unit.name == "青岚市商务局"
    assert [block.title for block in report.texts] == [block.title for block in example.texts]


def test_pages_that_came_back_become_one_draft_with_who_gave_each_number(
    run: Run, tmp_path: Path, empty: Report
) -> None:
    draft, out = tmp_path / "a.gknb", tmp_path / "out"
    storage.save(Loaded(empty, draft, ""))
    status, said, _ = run("export", draft, "--out", out, "--only", "collection-excel")
    assert (status, said.count("与表样一致")) == (0, 6)
    keys = ("disclosure.1", "requests")
    numbers = {key: numbers_of(empty.form, key) for key in keys}
    files = {f"{key}.xlsx": filled_in(empty, key, numbers[key]) for key in keys}
    made = tmp_path / "b.gknb"
    status, said, _ = run("import", *put_in(tmp_path, files), "--merge", "--out", made)
    report = storage.load(made).report
    assert (status, said.count("全部识别")) == (0, 2)
    assert report.values == numbers["disclosure.1"] | numbers["requests"]
    assert report.sources == dict.fromkeys(report.values, "许可科：张某")


def test_where_sources_differ_the_first_stands_and_the_label_is_said(
    run: Run, folder: Path
) -> None:
    text = folder / "4 丁.txt"
    text.write_text(text.read_text("utf-8").replace("\t37\t37\t37", "\t38\t38\t38"), "utf-8")
    call = ["import", folder / "1 甲.docx", text, "--merge", "--out"]
    status, said, _ = run(*call, folder.parent / "a")
    assert status == 1
    message = "「4 丁.txt」行政处罚，本年处理决定数量为「38」，与前面文件的「37」不同，保留「37」。"
    assert f"[需核对] {message}" in said
    assert lines(run(*call, folder.parent / "b", "--json")[1])[-1]["clashes"] == [message]


def test_of_sources_of_which_one_cannot_be_read_nothing_is_put_together(
    run: Run, folder: Path
) -> None:
    out = folder.parent / "a.gknb"
    call = ["import", folder / "1 甲.docx", folder / "扫描件.pdf", "--merge", "--out", out]
    status, said, complained = run(*call)
    assert (status, said, out.exists()) == (2, "", False)
    assert complained.splitlines()[1] == "有来源无法读取，未合成草稿。去掉或更换后再导入。"


def test_sources_on_different_years_are_not_put_together(run: Run, folder: Path) -> None:
    text = folder / "4 丁.txt"
    text.write_text(text.read_text("utf-8").replace("2024年", "2023年"), "utf-8")
    out = folder.parent / "a.gknb"
    status, _, complained = run("import", folder / "1 甲.docx", text, "--merge", "--out", out)
    assert (status, out.exists()) == (2, False)
    assert "「4 丁.txt」是2023年的，「1 甲.docx」是2024年的" in complained


def test_a_source_given_twice_is_read_once(run: Run, folder: Path) -> None:
    word = folder / "1 甲.docx"
    _, said, _ = run("import", word, word, "--out", folder.parent / "out", "--json")
    _, last = lines(said)
    assert last == {"counts": counted(total=1, read=1)}


def test_files_of_one_name_are_told_apart_when_put_together(run: Run, folder: Path) -> None:
    other = folder / "往年" / "1 甲.docx"
    other.write_bytes((folder / "1 甲.docx").read_bytes())
    call = ["import", folder / "1 甲.docx", other, "--merge", "--out", folder.parent / "a"]
    assert run(*call)[0] == 0


def test_progress_is_shown_where_somebody_watches_and_answers_stay_apart(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal, "MANY", 1)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    files = [folder / "1 甲.docx", folder / "gone.docx"]
    status, said, complained = run("import", *files, "--out", folder.parent / "out", "--json")
    assert status == 2
    assert lines(said)[-1] == {"counts": counted(total=2, read=1, refused=1)}
    assert "导入" in complained
    assert "gone.docx" in complained


@pytest.mark.parametrize("path", sorted(INCOMPLETE.iterdir()), ids=lambda path: path.name)
def test_a_file_of_which_something_is_lost_gives_1_and_names_it(
    run: Run, tmp_path: Path, path: Path
) -> None:
    out = tmp_path / "a.gknb"
    status, said, _ = run("import", path, "--out", out)
    assert status == 1
    assert "[未识别]" in said
    assert "全部识别" not in said
    (found,) = lines(run("import", path, "--out", tmp_path / "b.gknb", "--json")[1])
    assert not found["understood"]
    assert found["not_understood"]


def test_the_answer_says_all_was_recognised_or_that_there_are_only_tables(
    run: Run, folder: Path
) -> None:
    out = folder.parent / "out"
    files = [folder / "1 甲.docx", folder / "2 乙.HTML", folder / "4 丁.txt"]
    status, said, _ = run("import", *files, "--out", out)
    assert (status, said.count("段文字，全部识别。")) == (0, 3)
    status, said, _ = run("import", folder / "3 丙.xlsx", "--out", out, "--year", "2024")
    assert status == 0
    assert "个数，只含表格，全部识别。" in said


def test_a_file_that_needs_a_look_is_counted_among_those_that_were_read(
    run: Run, folder: Path
) -> None:
    files = [folder / "1 甲.docx", INCOMPLETE / "08-short.html", folder / "3 丙.xlsx"]
    status, said, _ = run("import", *files, "--out", folder.parent / "out")
    assert status == 1
    assert said.splitlines()[-1] == "共3份：读入3份，需核对1份，未能读入0份。"


def interrupt_at(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Press Ctrl+C while the file of this name is read."""
    read = sources.read_source

    def pressed(reader: Reader, path: Path, asked: Asked) -> Source:
        if path.name == name:
            signal.raise_signal(signal.SIGINT)
        return read(reader, path, asked)

    monkeypatch.setattr(sources, "read_source", pressed)


def test_an_import_that_is_interrupted_keeps_what_was_read_and_says_how_far_it_came(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "1 甲.docx").write_bytes(b"PK")
    interrupt_at(monkeypatch, "3 丙.xlsx")
    out = folder.parent / "out"
    status, said, _ = run("import", folder, "--out", out)
    assert status == INTERRUPTED
    assert said.splitlines()[-1] == "已中断，其余3份未读。共5份：读入1份，需核对0份，未能读入1份。"
    assert len(list(out.iterdir())) == 1
    last = lines(run("import", folder, "--out", folder.parent / "b", "--json")[1])[-1]
    assert last == {"counts": counted(total=5, read=1, refused=1, interrupted=True)}


def test_one_file_or_one_draft_of_all_is_given_up_whole(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupt_at(monkeypatch, "2 乙.HTML")
    one, all_of_them = folder.parent / "a.gknb", folder.parent / "b.gknb"
    call = ["import", folder / "2 乙.HTML", "--out", one]
    assert run(*call) == (INTERRUPTED, "", "已中断，未导入。\n")
    call = ["import", folder / "1 甲.docx", folder / "2 乙.HTML", "--merge", "--out", all_of_them]
    assert run(*call) == (INTERRUPTED, "", "已中断，未合成草稿。\n")
    assert not one.exists()
    assert not all_of_them.exists()


def test_a_draft_that_is_being_saved_is_saved_whole_said_and_counted(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = storage.save

    def pressed(loaded: Loaded) -> Loaded:
        signal.raise_signal(signal.SIGINT)
        return save(loaded)

    monkeypatch.setattr(storage, "save", pressed)
    out = folder.parent / "out"
    status, said, _ = run("import", folder, "--out", out, "--json")
    first, last = lines(said)
    assert status == INTERRUPTED
    assert [Path(first["draft"])] == list(out.iterdir())
    assert (last["counts"]["read"], last["counts"]["interrupted"]) == (1, True)


def test_a_second_ctrl_c_does_not_wait() -> None:
    with pytest.raises(KeyboardInterrupt), whole():
        for _ in range(2):
            signal.raise_signal(signal.SIGINT)
        pytest.fail("it waited")


def test_a_command_that_is_interrupted_says_so(
    run: Run, draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "run_show", lambda _: signal.raise_signal(signal.SIGINT))
    assert run("show", draft) == (INTERRUPTED, "", "已中断。\n")


@pytest.mark.skipif(sys.platform == "win32", reason="Wine sends no Ctrl+C to one process alone")
def test_ctrl_c_ends_the_program_and_its_child_and_leaves_nothing_half_written(
    tmp_path: Path, example: Report
) -> None:
    given, out = tmp_path / "各单位", tmp_path / "草稿"
    given.mkdir()
    text = copied(example)
    for number in range(300):
        (given / f"{number:03}.txt").write_text(text, "utf-8")
    call = [sys.executable, str(ROOT / "main.py"), "import", str(given), "--out", str(out)]
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        wait_until(lambda: out.is_dir() and any(out.iterdir()))
        children = Path(f"/proc/{program.pid}/task/{program.pid}/children").read_text("ascii")
        program.send_signal(signal.SIGINT)
        said, complained = program.communicate()
    assert (program.returncode, complained) == (INTERRUPTED, b"")
    read = said.decode().count("已存为")
    assert said.decode().splitlines()[-1].startswith(f"已中断，其余{300 - read}份未读。共300份：")
    assert len(children.split()) == 1
    assert not Path(f"/proc/{children.strip()}").exists()
    assert len([storage.load(path) for path in out.iterdir()]) == read
