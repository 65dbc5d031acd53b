"""The terminal: whatever a draft, a file name, a form or an argument holds, nothing commands it."""

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from model import resources
from model.drafts import storage
from model.drafts.storage import Loaded
from model.report.answers import put
from model.report.report import Reason, Report
from tests import ROOT, new_form
from tests.ui.console.calling import Run
from ui import start
from ui.app import folders, terminal
from ui.app.terminal import answer, complain, say, with_progress, write_exception
from ui.base import log
from ui.console.commands import run_command

TITLE, RED, TURN = "\x1b]0;x\x07", "\x9b31m", "\u202e"
WORD = f"甲{TITLE}乙{RED}丙{TURN}丁[bold]戊[/bold][link=x]\x7f\r\b"
NAME = WORD.replace("/", "")
COMMANDS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)

pytestmark = pytest.mark.usefixtures("one_child")


def harmless(printed: str) -> str:
    """Give what was printed once it is sure that no terminal does anything but show it."""
    assert not COMMANDS.search(printed), ascii(printed)
    return printed


def hostile(report: Report) -> Report:
    """Put the words into a draft as another program may have written it."""
    for field in ("name", "address", "signature"):
        report = put(report, f"unit/{field}", TURN + "[bold]甲[/bold]")
    report = put(report, "requests/handled.granted/natural", f"1{TURN}[red]2")
    for what in ("remark", "source"):
        report = put(report, f"requests/handled.granted/natural#{what}", f"{TURN}注")
    report = put(report, "text/overview.platform", f"平台{TURN}建设。\n另起一段。")
    return report.with_entry("reasons", f"rule/{TITLE}", Reason(f"因{TURN}此", "1", "2"))


@pytest.fixture
def strange(tmp_path: Path, example: Report) -> Path:
    """A hostile draft under a hostile name."""
    path = tmp_path / f"{NAME}.gknb"
    return storage.save(Loaded(hostile(example), path, "")).path


@pytest.fixture
def broken(strange: Path, tmp_path: Path) -> Path:
    """A draft whose words hold control characters in the file itself; 坏 is one with such keys."""
    content = json.loads(strange.read_bytes())
    content["unit"]["name"] = WORD
    path = tmp_path / f"他{NAME}.gknb"
    path.write_text(json.dumps(content), "utf-8")
    content["values"] = {WORD: 1, **content["values"]}
    path.with_name(f"坏{NAME}.gknb").write_text(json.dumps(content), "utf-8")
    return path


def calls(strange: Path, broken: Path, tmp_path: Path) -> Iterator[list[str]]:
    """Give a call of every command, good ones and bad ones, with hostile words in every place."""
    gone, out = str(tmp_path / f"无{NAME}"), str(tmp_path / f"出{NAME}")
    table = tmp_path / f"表{NAME}.txt"
    head = f"某局{TURN}\n2024年政府信息公开工作年度报告\n五、存在的主要问题及改进情况\n{WORD}\n"
    rows = f"信息内容\t本年处理决定数量\n行政许可\t约{WORD}\n行政处罚\t3\n"
    table.write_text(head + rows, "utf-8")
    answers = tmp_path / f"答{NAME}.json"
    answers.write_text(json.dumps({WORD: WORD}), "utf-8")
    new_form.written(tmp_path, f"{NAME}.toml", (new_form.BASIS, f"[bold]{TURN}文"))
    for name in (strange, broken, tmp_path / f"坏{NAME}.gknb", gone):
        yield ["check", str(name)]
        yield ["check", str(name), "--json"]
        yield ["show", str(name)]
        yield ["show", str(name), "--json"]
        yield ["export", str(name), "--out", out]
        yield ["export", str(name), "--out", out, "--only", "collection"]
    yield ["check", str(strange), "--last", str(broken)]
    yield ["set", str(strange), f"{WORD}={WORD}"]
    yield ["set", str(strange), f"requests/received/natural={WORD}"]
    yield ["set", str(strange), WORD]
    yield ["set", str(strange), f"unit/name=@{gone}"]
    yield ["set", str(strange), "--from", str(answers)]
    yield ["set", str(strange), "--stated", f"requests/received/total={WORD}"]
    yield ["new", gone, "--unit", WORD, "--year", WORD]
    yield ["new", gone, "--unit", WORD, "--year", "2024"]
    yield ["new", str(tmp_path / f"次{NAME}.gknb"), "--last", str(strange)]
    yield ["example", str(tmp_path / f"例{NAME}.gknb")]
    yield ["import", str(table), "--out", str(tmp_path / f"入{NAME}.gknb")]
    yield ["import", str(table), "--json", "--out", str(tmp_path / f"入2{NAME}.gknb")]
    yield ["import", str(table), str(strange), "--merge", "--out", f"{out}3.gknb", "--year", "2024"]
    yield ["import", gone, "--out", out]
    yield ["import", str(tmp_path), "--out", f"{out}夹"]
    yield ["carry", str(table), "--year", "2025", "--out", f"{out}4.gknb"]
    yield ["carry", str(strange), "--year", WORD, "--out", f"{out}4.gknb"]
    yield ["form", WORD]
    yield ["forms", "add", str(tmp_path / f"{NAME}.toml")]
    yield ["forms", "add", str(tmp_path / f"{NAME}.toml"), "--yes"]
    yield ["forms"]
    yield ["form", new_form.KEY]
    yield ["form", new_form.KEY, "--json"]
    yield ["forms", "add", str(strange)]
    yield ["forms", "remove", WORD]
    yield [WORD]
    yield ["check", str(strange), f"--{WORD}"]
    yield ["new", gone, "--kind", WORD, "--year", "2024"]
    yield ["new", gone, "--kind", f"{WORD}'", "--year", "2024"]
    yield ["export", str(strange), "--only", WORD, "--out", out]


def test_no_command_prints_what_a_terminal_obeys(
    strange: Path, broken: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    resources.set_forms_folder(folders.forms_folder())
    known = {call[0] for call in calls(strange, broken, tmp_path)}
    assert known >= {"new", "import", "carry", "form", "forms", "set", "show", "check", "export"}
    answered = 0
    for call in calls(strange, broken, tmp_path):
        capsys.readouterr()
        try:
            status = run_command(call)
        except SystemExit as error:
            status = int(str(error.code))
        said, complained = map(harmless, capsys.readouterr())
        assert said or complained, call
        assert "Traceback" not in complained
        if "--json" in call and status < 2:
            for line in said.splitlines():
                json.loads(line)
        answered += status < 2
    assert answered > 15


def test_what_is_hidden_in_a_name_is_seen(strange: Path, run: Run) -> None:
    _, said, _ = run("check", strange)
    assert r"甲\x1b]0;x\x07乙\x9b31m丙\u202e丁[bold]戊[" in said
    assert r"link=x]\x7f\x0d\x08.gknb：\u202e[bold]甲[/bold]" in said


def test_json_says_what_the_draft_says(strange: Path, run: Run) -> None:
    _, said, _ = run("show", strange, "--json")
    assert json.loads(said)["unit"]["name"] == f"{TURN}[bold]甲[/bold]"
    assert f"rule/{TITLE}" in json.loads(said)["reasons"]


def test_a_name_that_is_no_text_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.gknb"))
    assert run_command(["example", str(path)]) == 0
    assert r"/\xff\xfe.gknb" in harmless(capsys.readouterr().out)
    assert run_command(["check", str(path), "--json"]) < 2
    assert json.loads(harmless(capsys.readouterr().out))["draft"] == str(path)


class Narrow(io.TextIOWrapper):
    """A terminal of an old encoding, seen by somebody."""

    def __init__(self, encoding: str, seen: bool = False) -> None:
        super().__init__(io.BytesIO(), encoding, write_through=True, newline="")
        self._seen = seen

    def isatty(self) -> bool:
        return self._seen

    def written(self) -> str:
        buffer = self.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode(self.encoding)


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "utf-8"])
def test_what_a_terminal_cannot_write_stands_there_as_an_escape(
    encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = Narrow(encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    say("a𠮷é")
    answer(True, {"名": "a𠮷é\ud800"}, ())
    line, document, _ = stream.written().split("\n")
    assert line == {"utf-8": "a𠮷é", "gbk": "a\\U00020bb7é", "ascii": "a\\U00020bb7\\xe9"}[encoding]
    assert json.loads(document) == {"名": "a𠮷é\ud800"}


def test_markup_is_printed_as_it_is_beside_the_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Narrow("utf-8", seen=True)
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(terminal, "MANY", 1)
    monkeypatch.setenv("TERM", "xterm")
    for _ in with_progress([Path("a"), Path("b")], "读取"):
        say(f"[bold]{TITLE}[/bold][link=x]y[/link] :smile:")
        complain(f"[red]{RED}[/red]")
    said = screen.written()
    assert said.count(r"[bold]\x1b]0;x\x07[/bold][link=x]y[/link] :smile:") == 2
    assert said.count(r"[red]\x9b31m[/red]") == 2
    assert TITLE not in said


def test_what_nobody_caught_is_written_without_commands(
    capsys: pytest.CaptureFixture[str],
) -> None:
    try:
        raise ValueError(WORD)
    except ValueError as error:
        write_exception(type(error), error, error.__traceback__)
    message = harmless(capsys.readouterr().err)
    assert message.startswith("Traceback")
    assert r"ValueError: 甲\x1b]0;x\x07" in message


def test_a_command_that_fails_unforeseen_is_written_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    assert start.main(["check", f"无{NAME}"]) == 2
    harmless(capsys.readouterr().err)
    assert sys.excepthook is terminal.write_exception


def test_the_message_of_the_log_is_written_without_commands(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(folders, "log_file", lambda: tmp_path / NAME)
    log.Trouble().note("ValueError", "x.py:1 f")
    assert r"\x1b]0;x\x07" in harmless(capsys.readouterr().err)


def test_a_program_without_a_terminal_writes_nothing() -> None:
    terminal.write_line("甲", None)


def test_help_of_a_strange_name_is_harmless() -> None:
    call = [sys.executable, "-c", f"import ui.start; ui.start.main(['check', {WORD!r}, '--help'])"]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=False)
    harmless(done.stdout + done.stderr)
    assert "用法" in done.stdout


def test_nothing_is_printed_past_the_one_place() -> None:
    """Look for print() and for writing to the streams of the program."""
    found = {}
    for path in (ROOT / "ui").rglob("*.py"):
        text = path.read_text("utf-8")
        if path.name != "terminal.py":
            found[path.name] = re.findall(r"\bprint\(|sys\.std(?:out|err)\.write|rich\.print", text)
    assert {name: lines for name, lines in found.items() if lines} == {}
