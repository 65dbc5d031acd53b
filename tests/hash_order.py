"""The console over the examples as one stream of bytes, which may not follow the order of sets.

``python -m tests.hash_order FOLDER`` prints all that the calls of the snapshots and more print, and
the digests of the files that they write; files are read in the process itself.
"""

import hashlib
import io
import json
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from itertools import count
from pathlib import Path
from unittest.mock import patch

from intake import wire, worker
from intake.child import Reader
from intake.proposal import propose
from intake.source import Source, lines_of, open_source
from model.drafts import storage
from model.errors import RefusedError
from tests import DATA
from tests.conftest import EXAMPLE
from tests.ui.console.test_snapshots import LIST, ROWS, write_sources
from tests.writing import MOMENT
from ui.app import clock
from ui.console.commands import run_command

WORDS = json.loads(EXAMPLE.read_bytes())
UNKNOWN = {f"nowhere/row{number}/column": "1" for number in range(9)}
DRAFTS = {
    "未知数": {"values": WORDS["values"] | UNKNOWN},
    "未知合计": {"stated": UNKNOWN},
    "未知格": {"unread": UNKNOWN},
    "未知备注": {"remarks": UNKNOWN},
    "未知项": {f"item{number}": number for number in range(9)},
    "旧格式": {key: {} for key in ("values", "stated", "remarks", "unread", "sources", "options")}
    | {"form": "2019", "texts": [], "tallies": [], "reasons": {}, "previous": None},
    "一半": {"values": dict([*WORDS["values"].items()][::2]), "unread": {}},
}
CALLS = (
    *(f"check {name}.gknb" for name in DRAFTS),
    *(f"show {name}.gknb --json" for name in DRAFTS),
    "check 一半.gknb --last 例.gknb --json",
    "import 一半.gknb 例.gknb --merge --out 合",
    "carry 例.gknb 一半.gknb --year 2025 --out 承",
    "set 例.gknb nowhere/a/b=1 nowhere/b/c=2",
    *(f"import {number}{path.suffix} --out 文{number} --year 2024 --json"
      for number, path in enumerate(sorted((DATA / "incomplete").iterdir()))),
)  # fmt: skip


def run(words: list[str]) -> Iterator[str]:
    """Carry out a call; give what it prints and its status."""
    answers, complaints = io.StringIO(), io.StringIO()
    status: object
    with redirect_stdout(answers), redirect_stderr(complaints):
        try:
            status = run_command(words)
        except SystemExit as ended:  # a call that is none
            status = ended.code
    yield from (f"$ {' '.join(words)}", answers.getvalue(), complaints.getvalue(), f"= {status}")


def in_this_process(
    _reader: Reader, _child: object, content: Path | bytes, request: wire.Request
) -> wire.Reply:
    """Read a file as the child does, which has a hash order of its own."""
    data = content if isinstance(content, bytes) else content.read_bytes()
    return wire.decode(worker.answer(data, request.form, request.form_file, request.by_year)[0])


def proposed() -> Iterator[str]:
    """Give what each file would change in the example, as the window lists it."""
    report = storage.load(EXAMPLE).report
    reader = Reader()
    for path in sorted(one for one in Path().iterdir() if one.suffix in (".txt", ".docx", ".html")):
        try:
            source = open_source(reader, path, assumed=report.year)
        except RefusedError as error:
            yield str(error)
            continue
        proposal = propose(report, source)
        yield from (str(one) for one in (proposal.changes, proposal.notes, proposal.annotations()))
        yield from lines_of(source)
    for draft in ("一半", "旧格式"):
        other = storage.load(Path(f"{draft}.gknb")).report
        proposal = propose(report, Source(Path(draft), other))
        yield from (str(one) for one in (proposal.changes, proposal.notes, proposal.annotations()))


def stream() -> Iterator[str]:
    """Give all that is printed, then the digests of all files."""
    for name in ("例.gknb", "同.gknb"):
        yield from run(["example", name])
    write_sources(storage.load(EXAMPLE).report)
    for name, changes in DRAFTS.items():
        Path(f"{name}.gknb").write_text(json.dumps(WORDS | changes), "utf-8")
    for number, path in enumerate(sorted((DATA / "incomplete").iterdir())):
        Path(f"{number}{path.suffix}").write_bytes(path.read_bytes())
    for call in (*CALLS, *(call for calls in ROWS.values() for call in calls)):
        if not call.startswith(LIST):
            yield from run(call.split(" "))
    yield from proposed()
    for path in sorted(one for one in Path().rglob("*") if one.is_file()):
        yield f"{path} {hashlib.sha256(path.read_bytes()).hexdigest()}"


if __name__ == "__main__":
    os.chdir(sys.argv[1])
    numbers = count()
    with (
        clock.fixed(MOMENT),
        patch.object(secrets, "token_hex", lambda _=8: f"{next(numbers):016x}"),
        patch.object(Reader, "_ready", lambda _: None),
        patch.object(Reader, "_reply", in_this_process),
    ):
        sys.stdout.writelines(f"{one}\n" for one in stream())
