"""import: one file becomes a draft, and what is said of how it was read."""

import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from intake import source
from intake.proposal import propose
from intake.recognition.reading import Recognition, recognise
from intake.worker import read
from model.drafts import file_format, storage
from model.drafts.storage import Loaded
from model.report.answers import put
from model.report.report import Report
from tests import bad_files
from tests.intake.known import FORMS
from tests.patience import growth
from tests.sampling import many, sampled
from tests.soak_files import documents_of
from tests.ui.console.calling import Run
from tests.ui.copied import copied
from ui.console.commands import run_command

pytestmark = pytest.mark.usefixtures("one_child")
RECEIVED = "requests/received"


@pytest.fixture
def word(tmp_path: Path, example: Report) -> Path:
    path = tmp_path / "商务局年报.docx"
    path.write_bytes(documents_of(example)["word.docx"])
    return path


@pytest.fixture
def text(tmp_path: Path, example: Report) -> Path:
    path = tmp_path / "copied.txt"
    path.write_text(copied(example), "utf-8")
    return path


def changed(path: Path, old: str, new: str) -> Path:
    content = path.read_text("utf-8")
    assert content.count(old) == 1
    path.write_text(content.replace(old, new), "utf-8")
    return path


def described(answer: str) -> dict[str, Any]:
    (line,) = answer.splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


@pytest.mark.parametrize("kind", ["word.docx", "excel.xlsx", "web.html"])
def test_the_console_reads_a_file_as_the_window_does(
    run: Run, tmp_path: Path, example: Report, kind: str
) -> None:
    path, draft = tmp_path / kind, tmp_path / "a.gknb"
    path.write_bytes(documents_of(example)[kind])
    run("import", path, "--out", draft, "--year", "2024")
    found = source.read(path, 2024)
    assert replace(storage.load(draft).report, id=found.report.id) == found.report
    assert propose(found.report, found).changes == ()


def test_a_word_document_becomes_a_draft_with_its_numbers_and_texts(
    run: Run, word: Path, example: Report
) -> None:
    before = word.read_bytes()
    status, said, complained = run("import", word, "--out", word.with_name("a"))
    assert (status, complained) == (0, "")
    report = storage.load(word.with_name("a.gknb")).report
    numbers, read = example.totals(), report.totals()
    assert {a: read.get(a) for a in example.form.cells} == {
        a: numbers.get(a) for a in example.form.cells
    }
    assert [block.title for block in report.texts] == [block.title for block in example.texts]
    assert (report.unit.name, report.year) == ("青岚市商务局", 2024)
    assert f"{word}：青岚市商务局，2024年，国办公开办函〔2021〕30号" in said
    assert said.endswith(f"  已存为「{word.with_name('a.gknb')}」。\n")
    assert word.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "kind", "day"),
    [
        ("某县人民政府办公室", "政府办公厅（室）", "2025-01-31"),
        ("某县人民政府", "县级政府", "2025-02-20"),
        ("某市人民政府", "", "None"),
    ],
)
def test_the_kind_of_an_imported_report_is_proposed_from_its_name(
    run: Run, tmp_path: Path, example: Report, name: str, kind: str, day: str
) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(documents_of(put(example, "unit/name", name))["word.docx"])
    run("import", path, "--out", path.with_name("a"))
    unit = storage.load(path.with_name("a.gknb")).report.unit
    assert (unit.name, unit.kind, str(unit.deadline)) == (name, kind, day)


def test_json_is_all_there_is_on_standard_output_and_says_what_the_draft_says(
    run: Run, word: Path, example: Report
) -> None:
    out = word.with_name("a.gknb")
    status, said, complained = run("import", word, "--out", out, "--json")
    found = described(said)
    assert (status, complained) == (0, "")
    assert json.loads(run("show", out, "--json")[1]) == found["report"]
    assert found["report"]["counts"][f"{RECEIVED}/natural"] == str(
        example.values[f"{RECEIVED}/natural"]
    )
    assert (found["source"], found["draft"]) == (str(word), str(out))
    assert (found["kind"], found["understood"], found["year_in_source"]) == ("word", True, 2024)
    assert found["where"].keys() >= example.form.typed
    assert found["where"]["text/overview.on_request"].startswith("第")
    for nothing in ("disagree", "blank_totals", "not_understood", "doubts", "joints"):
        assert found[nothing] == []
    assert ["不导入" in one for one in found["notices"]] == [True]


def test_an_older_single_row_stands_among_the_doubts_with_where_it_would_go(
    run: Run, text: Path, example: Report
) -> None:
    content = text.read_text("utf-8")
    (row,) = [line for line in content.splitlines() if "\t3.其他\t" in line]
    changed(text, row, f"（六）其他处理\t{row.partition('3.其他')[2].strip()}")
    status, said, _ = run("import", text, "--out", text.with_name("a"), "--json")
    found = described(said)
    cells = [a for a in example.form.cells if a.startswith("requests/handled.other.other/")]
    assert (status, found["understood"]) == (1, False)
    assert [one["addresses"] for one in found["doubts"]] == [[a] for a in cells]
    assert {one["why"] for one in found["doubts"]} == {
        "旧表样为一行「（六）其他处理」，拟列入「3.其他」"
    }
    numbers = example.totals()
    assert [one["text"] for one in found["doubts"]] == [str(numbers[a]) for a in cells]
    assert not found["report"]["counts"].keys() & set(cells)


def test_a_year_that_the_source_does_not_say_is_asked_for(run: Run, text: Path) -> None:
    content = text.read_text("utf-8").replace("2024", "")
    text.write_text(content, "utf-8")
    out = text.with_name("a.gknb")
    status, said, complained = run("import", text, "--out", out)
    assert (status, said, out.exists()) == (2, "", False)
    assert "未识别出报告年度" in complained
    assert run("import", text, "--out", out, "--year", "2024")[0] == 0
    assert storage.load(out).report.year == 2024


def test_what_the_call_says_holds_instead_and_is_said(run: Run, text: Path) -> None:
    out = text.with_name("a.gknb")
    message = ["--year", "2023", "--unit", "青岚市商\x07贸局"]
    status, said, complained = run("import", text, "--out", out, *message)
    assert status == 0
    assert "来源写的是2024年，按 --year 记为2023年" in said
    assert "已去掉1个不能打印的字符" in complained
    report = storage.load(out).report
    assert (report.year, report.unit.name) == (2023, "青岚市商贸局")


def test_a_draft_is_imported_as_another_draft(run: Run, tmp_path: Path, example: Report) -> None:
    source = storage.save(Loaded(example, tmp_path / "a.gknb", "")).path
    out = tmp_path / "b.gknb"
    status, said, _ = run("import", source, "--out", out, "--json")
    assert (status, described(said)["kind"]) == (0, "draft")
    report = storage.load(out).report
    assert report.values == example.values
    assert report.id != example.id
    assert run("import", source, "--out", tmp_path / "c", "--unit", "某局")[0] == 0
    assert storage.load(tmp_path / "c.gknb").report.unit.name == "某局"
    status, _, complained = run("import", source, "--out", tmp_path / "d", "--year", "2023")
    assert status == 2
    assert "是2024年的报告，与 --year 不同" in complained


def test_a_draft_that_exists_is_never_overwritten(run: Run, word: Path) -> None:
    out = word.with_name("a.gknb")
    out.write_bytes(b"precious")
    status, said, complained = run("import", word, "--out", out)
    assert (status, said, out.read_bytes()) == (2, "", b"precious")
    assert complained == "「a.gknb」已存在，未覆盖。换一个文件名。\n"


@pytest.mark.parametrize("out", ["file/a.gknb", "gone/a.gknb", "a\0b.gknb", "长" * 300])
def test_where_nothing_can_be_written_one_sentence_says_so(out: str, run: Run, word: Path) -> None:
    (word.parent / "file").write_text("x")
    before = sorted(word.parent.rglob("*"))
    status, said, complained = run("import", word, "--out", word.parent / out)
    assert (status, said, complained.count("\n")) == (2, "", 1)
    assert complained.endswith("。\n")
    assert sorted(word.parent.rglob("*")) == before


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="rights are those of POSIX")
def test_a_disk_that_refuses_leaves_nothing_behind(
    run: Run, word: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    status, said, complained = run("import", word, "--out", word.with_name("a"))
    monkeypatch.undo()
    assert (status, said) == (2, "")
    assert "磁盘已满" in complained
    assert list(word.parent.iterdir()) == [word]


def test_every_bad_file_is_one_sentence_and_no_draft(run: Run, tmp_path: Path) -> None:
    """All of them in one call, as they lie in a folder; their names end as the known ones do."""
    folder, out = tmp_path / "bad", tmp_path / "out"
    folder.mkdir()
    for number, file in enumerate(sampled(bad_files.ALL, 20)):
        name = f"{number:03d} {file.name.replace('/', '_')}"
        (folder / name).write_bytes(file.make())
    files = sorted(folder.iterdir())
    status, said, complained = run("import", *files, "--out", out)
    lines = complained.splitlines()
    refused = f"共{len(files)}份：读入0份，需核对0份，未能读入{len(files)}份。\n"
    assert (status, said) == (2, refused)
    assert len(lines) == len(files)
    for path, line in zip(files, lines, strict=True):
        assert storage.printable(path.name) in line
        assert line.endswith("。")
    assert list(out.iterdir()) == []


@pytest.mark.parametrize("kind", [".docx", ".xlsx", ".html", ".gknb"])
def test_half_a_file_is_one_sentence_and_no_draft(
    kind: str, run: Run, tmp_path: Path, example: Report
) -> None:
    whole = {".gknb": file_format.encode(example)} | {
        f".{name.rpartition('.')[2]}": data
        for name, data in documents_of(example).items()
        if name.split(".")[0] in ("word", "excel", "web")
    }
    path, out = tmp_path / f"half{kind}", tmp_path / "a.gknb"
    path.write_bytes(whole[kind][: len(whole[kind]) // 2])
    status, _, complained = run("import", path, "--out", out)
    if kind == ".html":  # what there is of it can be read
        assert status in (0, 1)
        return
    assert (status, out.exists(), complained.count("\n")) == (2, False, 1)


def test_a_cell_that_somebody_changed_comes_back_changed(
    run: Run, text: Path, example: Report
) -> None:
    other = put(example, "disclosure/penalties/decisions", "38")
    text.write_text(copied(other), "utf-8")
    found = described(run("import", text, "--out", text.with_name("a"), "--json")[1])
    assert found["report"]["counts"]["disclosure/penalties/decisions"] == "38"


@pytest.mark.parametrize("command", ["import", "carry"])
def test_the_help_is_chinese_and_shows_examples(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        run_command([command, "--help"])
    message = capsys.readouterr().out
    assert "用法：" in message
    started_by = "run.bat" if sys.platform == "win32" else "run.sh"
    assert f"示例：\n  {started_by} {command} " in message
    assert "options" not in message


def test_what_is_far_longer_than_a_report_is_refused_at_once(run: Run, text: Path) -> None:
    content = text.read_text("utf-8")
    text.write_text(content + "\n（一）其他情况\n一句话。" * 2000, "utf-8")
    status, said, complained = run("import", text, "--out", text.with_name("a"))
    assert (status, said) == (2, "")
    assert complained.startswith("「copied.txt」：段落和表格超过3000个，未导入。")


def with_foreign_labels(content: str, count: int) -> str:
    rows = "\n".join(f"行政{number:05d}复议结转情况\t{number}" for number in range(count))
    return f"{content}\n\n{rows}\n"


def test_thousands_of_foreign_labels_cost_in_proportion_to_their_number(text: Path) -> None:
    content = text.read_text("utf-8")

    def recognised(count: int) -> Recognition:
        return recognise(read(with_foreign_labels(content, count).encode()), FORMS)

    assert growth(recognised, many(1000, 300)) <= 6


def test_thousands_of_foreign_labels_are_named_and_the_rest_is_read(run: Run, text: Path) -> None:
    text.write_text(with_foreign_labels(text.read_text("utf-8"), 5000), "utf-8")
    status, said, _ = run("import", text, "--out", text.with_name("a"), "--json")
    found = described(said)
    assert status == 1
    assert found["report"]["counts"]["disclosure/penalties/decisions"] == "37"
    assert found["not_understood"]
