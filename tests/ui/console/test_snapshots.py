"""Whole calls of the console, as a person sees them, compared with what is recorded.

tests/data/console holds a file for each row of calls: ``$`` begins a call, ``!`` a line of standard
error, ``=`` the exit status or the files of a folder. JSON is laid out in several lines.

``GKNB_RECORD=1 ./test.sh tests/ui/console/test_snapshots.py`` writes the files anew; read their
difference before it is committed.
"""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from model.report.report import Report
from tests import DATA
from tests.soak_files import documents_of
from tests.ui.console.calling import Run
from tests.ui.copied import copied

pytestmark = pytest.mark.usefixtures("one_child")

RECORDED: Final = DATA / "console"
WIDTH: Final = 300
"""Most characters of JSON on one line."""
LIST: Final = "ls"
"""Begins a row's entry that lists the files of a folder and is no call of the program."""

ROWS: Final[dict[str, tuple[str, ...]]] = {
    "form-2019": ("form 2019", "form 2019 --json"),
    "form-2021": ("form 2021", "form 2021 --json"),
    "new": (
        "new 甲 --unit 某局 --year 2024",
        "new 甲.gknb --unit 某局 --year 2024",
        "new 市 --unit 某市人民政府 --year 2024",
        "new 镇 --unit 某镇人民政府 --year 2024 --kind 乡镇政府",
        "show 镇.gknb --json",
        "new 旧 --unit 某局 --year 2020",
        "new 年 --unit 某局 --year 24",
        "new 年 --unit 某局",
        "new 年 --year 2024",
        "new 次年 --last 例.gknb",
        "show 次年.gknb --json",
        "check 次年.gknb --last 例.gknb",
        "new 年 --last 例.gknb --form 2019",
        "new 年 --last 无.gknb",
    ),
    "set": (
        "set 例.gknb requests/received/natural=１，234 "
        "requests/received/natural#remark=含网上申请 text/other.matters=@文字.txt "
        "text/other.innovation=@@某平台 figure/fee_amount=12.50 tally/published/finance= "
        "unit/name=某市商务局 note/review=注：含上年结转。 --stated requests/received/total=5",
        "show 例.gknb --json",
        "show 例.gknb",
        "set 例.gknb --from 答.json",
        "set 例.gknb --from 空.json",
        "set 例.gknb requests/received/natural=3件",
        "show 例.gknb --json",
        "check 例.gknb --json",
    ),
    "check": (
        "check 例.gknb",
        "check 例.gknb --json",
        "set 例.gknb text/other.matters=（内部资料）",
        "check 例.gknb",
        "check 例.gknb --json",
        "set 例.gknb requests/carried_out/natural=60",
        "check 例.gknb",
        "check 例.gknb --json",
        "check 坏.gknb 例.gknb 无.gknb",
        "check 坏.gknb 例.gknb --json",
    ),
    "claims": (
        "claims 例.gknb",
        "set 例.gknb text/overview.on_request=收到申请12件，办结十二件，"
        "自然人约10件，无结转下年度。",
        "claims 例.gknb",
        "claims 例.gknb --json",
        "check 例.gknb",
        "check 例.gknb --json",
        "set 例.gknb requests/carried_in/natural= requests/handled.granted/natural=69",
        "claims 例.gknb",
        "check 例.gknb",
        "claims 坏.gknb",
    ),
    "export": (
        "export 例.gknb --out out",
        "ls out",
        "export 例.gknb --out final --only web --stage 定稿",
        "export 例.gknb --out final --only web --stage 定稿",
        "export 例.gknb 同.gknb --out final --only web --stage 定稿 --overwrite",
        "ls final",
        "export 例.gknb --out review --stage 送审稿",
        "ls review",
        "set 例.gknb text/other.matters=（内部资料）",
        "export 例.gknb --out hints --only web --stage 定稿",
        "export 例.gknb --out hints --only web",
        "export 例.gknb --out hints --only checklist --stage 定稿",
        "ls hints",
        "new 新 --unit 某局 --year 2024",
        "export 新.gknb --out new",
        "export 新.gknb --out new --allow-unfinished --stage 定稿",
        "export 新.gknb --out new --only collection --stage 定稿",
        "export 新.gknb --out new --only collection-excel",
        "ls new",
        "export 例.gknb --out x --only ppt",
        "export 例.gknb --out x --only ",
        "export 坏.gknb 例.gknb --out x --only excel",
        "ls x",
    ),
    "import": (
        "import 年报.docx --out 一",
        "import 年报.docx --out 一.gknb",
        "import 合计.txt --out 二",
        "import 空白.txt --out 三",
        "import 无年.txt --out 四",
        "import 无年.txt --out 四 --year 2023 --unit 某局",
        "import 错处.txt --out 五 --json",
        "import 错处.txt --out 六",
        "import 年报.docx 错处.txt --merge --out 七",
        "import 年报.docx 通知.txt --merge --out 八",
        "import 年报.docx 通知.txt 空白.txt --out 九",
        "ls .",
    ),
    "carry": (
        "carry 例.gknb --year 2025 --out 一",
        "check 一.gknb",
        "carry 年报.docx --year 2027 --out 二",
        "carry 例.gknb 同.gknb --year 2025 --out 三",
        "set 同.gknb unit/name=乙局 requests/carried_out/natural=",
        "carry 例.gknb 同.gknb --year 2025 --out 三 --unit 新局",
        "carry 例.gknb --year 2025 --out 一",
    ),
}
"""Calls by the name of their file, in a folder with the files of ``prepared``."""


@pytest.fixture
def prepared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run, example: Report) -> None:
    """Make a folder with sources of every sort the current one: so no path has a folder."""
    monkeypatch.chdir(tmp_path)
    for name in ("例.gknb", "同.gknb"):
        assert run("example", name)[0] == 0
    write_sources(example)


def write_sources(example: Report) -> None:
    """Put sources of every sort into the current folder."""
    text, total = copied(example), example.totals()["review/figures/reconsideration.total"]
    received = next(line for line in text.splitlines() if line.startswith("一、本年新收"))
    wrong = text.replace(f"\t{total}\t9\t", "\t0\t9\t")
    blank = received.rpartition("\t")[0] + "\t"
    for name, content in {
        "文字.txt": "\ufeff第一段。\n第二段。",
        "答.json": '{"figure/motions": "3"}',
        "空.json": "[]",
        "坏.gknb": "\0" * 100,
        "通知.txt": "通知：明天开会。",
        "合计.txt": wrong,
        "空白.txt": text.replace(received, blank),
        "无年.txt": text.replace("2024", ""),
        "错处.txt": wrong.replace(received, blank).replace("行政处罚\t37", "行政处罚\t若干"),
    }.items():
        Path(name).write_text(content, "utf-8")
    Path("年报.docx").write_bytes(documents_of(example)["word.docx"])


def laid_out(content: object, indent: str = "") -> str:
    """Return JSON in lines: what is short on one line, everything else an entry a line."""
    flat = json.dumps(content, ensure_ascii=False)
    if len(flat) + len(indent) <= WIDTH or not isinstance(content, dict | list):
        return flat
    inner = indent + " "
    if isinstance(content, dict):
        keys = (json.dumps(key, ensure_ascii=False) for key in content)
        entries = [
            f"{inner}{key}: {laid_out(value, inner)}"
            for key, value in zip(keys, content.values(), strict=True)
        ]
    else:
        entries = [inner + laid_out(value, inner) for value in content]
    start, end = "{}" if isinstance(content, dict) else "[]"
    return "\n".join((start, ",\n".join(entries), indent + end))


def from_json(line: str) -> str:
    """Return a line of JSON laid out, if it was written as ``json.dumps`` does."""
    content = json.loads(line)
    assert line == json.dumps(content, ensure_ascii=False)
    return laid_out(content)


def transcript(run: Run, calls: tuple[str, ...]) -> Iterator[str]:
    """Carry out calls; give what a person would see of each."""
    for call in calls:
        words = call.split(" ")
        yield f"$ {call}"
        if words[0] == LIST:
            yield from (
                f"= {name}" for name in sorted(one.name for one in Path(words[1]).iterdir())
            )
            continue
        status, answers, complaints = run(*words)
        show: Callable[[str], str] = from_json if "--json" in words else str
        yield from map(show, answers.splitlines())
        yield from (f"! {line}" for line in complaints.splitlines())
        yield f"= {status}"


@pytest.mark.usefixtures("prepared")
@pytest.mark.parametrize("name", ROWS)
def test_the_console_says_what_is_recorded(name: str, run: Run) -> None:
    seen = "\n".join(transcript(run, ROWS[name])) + "\n"
    seen = seen.replace(f"{os.sep}2024年", "/2024年")  # exported files: the only paths with folders
    path = RECORDED / f"{name}.txt"
    if os.environ.get("GKNB_RECORD"):
        path.write_text(seen, "utf-8", newline="\n")
    assert seen.splitlines() == path.read_text("utf-8").splitlines()


def test_every_snapshot_is_compared() -> None:
    assert {path.stem for path in RECORDED.iterdir()} == ROWS.keys()
