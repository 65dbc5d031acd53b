"""A form brought on a stick: looked at, added, filled in, exported, read back, taken away."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from intake import CHILD
from intake.child import command
from model import resources
from model.drafts import storage
from model.errors import FormError
from model.form import catalog
from model.report.answers import put
from model.report.report import Period, Report
from model.resources import FORMS, ROOT
from tests import new_form
from tests.patience import PATIENCE
from tests.writing import render_word
from ui.app import folders, forms
from ui.app.forms import Offered
from ui.start import main

pytestmark = pytest.mark.long

DIGITS = "校验码（SHA-256）："


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """The form file of 2027, as it was brought."""
    return new_form.written(tmp_path / "stick", "2027年 新格式.toml")


@pytest.fixture
def known() -> None:
    """Let the catalogue look where the program looks."""
    resources.set_forms_folder(folders.forms_folder())


def looked_at(path: Path) -> Offered:
    """Give a form file as if it had been tried out."""
    data = path.read_bytes()
    return Offered(catalog.added_form(data, path.name), data)


def refusal(path: Path) -> str:
    with pytest.raises(FormError) as refused:
        forms.offer(path)
    return str(refused.value)


def said(capsys: pytest.CaptureFixture[str], *call: str | Path) -> tuple[int, str, str]:
    capsys.readouterr()
    status = main(list(map(str, call)))
    return status, *capsys.readouterr()


def test_a_form_is_shown_with_its_basis_years_hash_and_news(
    stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, error = said(capsys, "forms", "add", stick)
    assert status == 1
    assert error == "尚未增加。核对后加 --yes 增加。\n"
    lines = out.splitlines()
    assert lines[0] == "格式：「2027」格式，国办公开办函〔2027〕1号，适用2027年度起。"
    digest = lines[1].removeprefix(DIGITS).removesuffix("。")
    assert {len(group) for group in digest.split()} == {4}
    assert digest.replace(" ", "") == storage.digest_of(stick.read_bytes())
    assert "行增加：「3.申请人撤回申请」。" in out
    assert catalog.keys() == ["2019", "2021"]
    assert not folders.forms_folder().exists()


def test_a_form_that_was_looked_at_is_added_as_it_is(
    stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = said(capsys, "forms", "add", stick, "--yes")
    assert status == 0
    assert out.splitlines()[-1] == (
        "已增加「2027」格式，国办公开办函〔2027〕1号，适用2027年度起。"
        "新建2027年度报告时自动使用；已打开的其他窗口重新打开后使用。"
    )
    assert (folders.forms_folder() / "2027.toml").read_bytes() == stick.read_bytes()
    listed = said(capsys, "forms")[1].splitlines()
    assert [line[:8] for line in listed] == ["「2019」格式", "「2021」格式", "「2027」格式"]
    assert "（本机增加），校验码 " in listed[2]
    assert said(capsys, "form", "2027")[0] == 0


def filled(report: Report) -> Report:
    """Give every cell a number under which every relation holds, and every text a sentence."""
    for address in report.form.typed:
        report = put(report, address, "0")
    for row in ("requests/received", new_form.ROW):
        report = put(report, f"{row}/natural", "3")
    for block in report.texts:
        report = put(report, block.address, f"本年{block.title}工作按要求完成，改进措施已落实。")
    return report


def test_an_added_form_works_from_a_new_report_to_its_export_and_back(
    stick: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "forms", "add", stick, "--yes")
    draft, out = tmp_path / "a.gknb", tmp_path / "out"
    said(capsys, "new", draft, "--unit", "某局", "--year", "2027")
    loaded = storage.load(draft)
    report = filled(loaded.report)
    assert report.form is catalog.form("2027")
    storage.save(replace(loaded, report=report))
    assert "错误" not in said(capsys, "check", draft)[1]
    out.mkdir()
    status, message, _ = said(capsys, "export", draft, "--out", out, "--allow-unfinished")
    assert (status, message.count("一致")) == (0, 3)
    for path in sorted(out.iterdir()):
        back = tmp_path / f"{path.suffix[1:]}.gknb"
        said(capsys, "import", path, "--out", back, "--year", "2027")
        found = storage.load(back).report
        assert found.form is report.form, path
        assert found.values == report.values, path


def test_a_report_of_another_year_is_read_on_the_form_of_its_year(
    stick: Path, tmp_path: Path, example: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its numbers fit both forms: the new one has the rows of the old, and one more."""
    said(capsys, "forms", "add", stick, "--yes")
    for year, name in ((2024, "2021"), (2027, "2027")):
        report = replace(example, form=catalog.form(name), year=year, period=Period.of(year))
        source = tmp_path / f"{year}.docx"
        source.write_bytes(render_word(report))
        out = tmp_path / f"{year}.gknb"
        said(capsys, "import", source, "--out", out)
        found = storage.load(out).report
        assert (found.form.key, found.year) == (name, year)


def test_the_reading_child_is_told_where_added_forms_lie(tmp_path: Path) -> None:
    assert command()[-1] == CHILD
    resources.set_forms_folder(tmp_path)
    assert command()[-2:] == [CHILD, str(tmp_path)]
    code = f"""
import sys
from ui import start
from model.form import catalog
from intake import worker
worker.serve = lambda: print(*catalog.keys()) or 0
sys.exit(start.main([{CHILD!r}, {str(tmp_path)!r}]))
"""
    new_form.written(tmp_path)
    call = [sys.executable, "-c", code]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, check=True, timeout=PATIENCE)
    assert done.stdout.split() == [b"2019", b"2021", b"2027"]


def test_a_form_is_known_in_a_process_of_its_own(
    stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "forms", "add", stick, "--yes")
    call = [sys.executable, str(ROOT / "main.py"), "forms"]
    done = subprocess.run(call, env=os.environ, capture_output=True, check=True, timeout=PATIENCE)
    assert new_form.BASIS in done.stdout.decode()


def test_a_form_that_is_known_is_not_added_twice(stick: Path, known: None) -> None:
    forms.add(looked_at(stick))
    assert refusal(stick) == "本机已有「2027」格式，不必再增加。"
    assert refusal(FORMS / "2021.toml") == "「2021」格式已随程序发布，不必增加。"


def test_the_same_key_with_other_content_is_refused(stick: Path, known: None) -> None:
    forms.add(looked_at(stick))
    other = new_form.written(stick.parent, "other.toml", (new_form.LABEL, "3.申请人主动撤回"))
    assert refusal(other) == (
        "本机已有「2027」格式，内容不同。先移除原有格式，重新打开程序后再增加。"
    )
    released = stick.parent / "2021.toml"
    text = (FORMS / "2021.toml").read_text("utf-8")
    released.write_text(text.replace("1.属于国家秘密", "1.国家秘密"), "utf-8")
    assert refusal(released) == "「2021」格式已随程序发布，内容不同，不能代替。"


def test_two_that_add_the_same_form_at_once_keep_one(stick: Path, known: None) -> None:
    first, second = looked_at(stick), looked_at(stick)
    forms.add(first)
    with pytest.raises(FormError, match="不必再增加"):
        forms.add(second)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "缺少「key」"),
        (b"\x00\xff", "不是有效的 TOML 文件"),
        (b"key = 2027\n", "文件 的「key」不能为 2027。"),
        (b"#" * (256 * 1024 + 1), "「b.toml」超过256千字节，不是格式文件。"),
    ],
    ids=["empty", "no text", "another type", "large"],
)
def test_a_file_that_is_no_form_is_refused_by_name(
    tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "b.toml"
    path.write_bytes(content)
    said = refusal(path)
    assert message in said
    assert "b.toml" in said


def test_a_form_that_no_document_can_hold_is_refused_before_it_is_kept(tmp_path: Path) -> None:
    path = new_form.written(tmp_path, "c.toml", (new_form.LABEL, "3.撤回\\u0001申请"))
    assert refusal(path).startswith("格式文件 c.toml：按该格式试填、试导出没有成功")


def test_a_removed_form_is_named_by_the_drafts_that_need_it(
    stick: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "forms", "add", stick, "--yes")
    said(capsys, "new", tmp_path / "a.gknb", "--unit", "某局", "--year", "2027")
    assert said(capsys, "forms", "remove", "2027")[0] == 0
    assert said(capsys, "show", tmp_path / "a.gknb")[0] == 0  # this process goes on with it
    catalog._added.cache_clear()  # a new process knows nothing of it
    assert said(capsys, "show", tmp_path / "a.gknb")[2] == (
        "a.gknb：草稿使用的格式「2027」本机没有。"
        "在“设置”的“报告格式”中增加该格式文件后再打开，或用新版程序打开。文件未改动。\n"
    )
    assert said(capsys, "forms", "remove", "2027")[2] == "没有增加过「2027」格式。\n"


def test_a_form_removed_in_this_window_is_replaced_by_no_other(stick: Path, known: None) -> None:
    forms.add(looked_at(stick))
    assert catalog.keys()[-1] == "2027"
    forms.remove("2027")
    other = new_form.written(stick.parent, "other.toml", (new_form.LABEL, "3.申请人主动撤回"))
    assert refusal(other) == "「2027」格式刚移除，内容不同。重新打开程序后再增加。"
    forms.add(looked_at(stick))


def test_what_lies_broken_in_the_folder_is_listed_and_can_be_removed(
    stick: Path, known: None
) -> None:
    folder = folders.forms_folder()
    folder.mkdir(parents=True)
    (folder / "2027.toml").write_text("key = ", "utf-8")
    new_form.written(folder, "2030.toml")
    message = dict(forms.listed())
    assert message["2027"].startswith("「2027」不能使用：格式文件 2027.toml 不是有效的 TOML 文件")
    assert message["2030"] == "「2030」不能使用：文件应以「2027」命名。"
    assert refusal(stick) == "本机已有「2027」格式，但不能使用。先移除，再增加。"
    forms.remove("2027")
    forms.add(looked_at(stick))
    assert catalog.form("2027").basis == new_form.BASIS
