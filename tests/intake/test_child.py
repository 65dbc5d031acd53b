"""The child: whatever it does, the clerk gets a document or one sentence, and the next file too."""

import logging
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from intake import CHILD, child, wire
from intake.child import CRASHED, HUNG, Reader, command
from intake.confinement import MEMORY
from intake.content import Document, FileKind, SourceParagraph, damaged
from intake.wire import Reply
from intake.worker import answer, frames
from model.errors import RefusedError
from tests import ROOT
from tests.intake.conftest import SECRET

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="process groups of POSIX")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def fake(then: str) -> list[str]:
    """Give a child that is ready, takes one file, and then does as told."""
    code = "\n".join(
        (
            "import os, sys",
            f"sys.path.insert(0, {str(ROOT)!r})",
            "from intake import wire",
            "from intake.content import *",
            "out = sys.stdout.buffer",
            "wire.send(out, wire.ready(['seccomp']))",
            "asked = wire.decode_request(wire.receive(sys.stdin.buffer, wire.REQUEST))",
            "def reply(data): wire.send(out, asked.nonce + data)",
            "def say(**said): reply(wire.encode(wire.Reply(**said)))",
            then,
        )
    )
    return [sys.executable, "-c", code]


def test_one_child_reads_many_files(reader: Reader, report: Path) -> None:
    first = reader.read(report)
    child = reader.process
    assert first == Document(
        FileKind.TEXT,
        (SourceParagraph(1, "一、总体情况", line=1), SourceParagraph(2, SECRET, line=2)),
    )
    assert all(reader.read(report) == first for _ in range(50))
    assert reader.process == child


def test_a_child_that_hangs_is_ended_and_the_next_file_gets_another(report: Path) -> None:
    with Reader(seconds=0.05, program=fake("sys.stdin.buffer.read()")) as reader:
        reader.warm()
        child = reader.process
        for _ in range(2):
            with pytest.raises(RefusedError, match=f"^「年报[.]txt」：{HUNG}"):
                reader.read(report)
            assert reader.process is None
        reader.warm()
        assert reader.process != child


@pytest.mark.parametrize(
    "then",
    [
        "os.abort()",
        "os._exit(0)",
        "os.kill(os.getpid(), 11)",
        "raise MemoryError",
        "out.write(bytes(3))",
        "out.write(b'\\xff' * 4); out.flush(); sys.stdin.buffer.read()",
        "wire.send(out, b'')",
        "reply(b'')",
        "reply(b'cos\\nsystem\\n(S\"true\"\\ntR.')",
        "say(document=Document(FileKind.TEXT, (SourceParagraph(-1, ''),)))",
        "say(document=Document(FileKind.TEXT, (SourceParagraph(1, ''),) * 50_001))",
        "say(document=Document('exe', ()))",
        "wire.send(out, bytes(16) + wire.encode(wire.Reply(refusal='旧答复')))",
    ],
)
def test_a_child_that_dies_or_talks_nonsense_is_one_sentence(report: Path, then: str) -> None:
    with Reader(seconds=30, program=fake(then)) as reader:
        with pytest.raises(RefusedError, match=f"^「年报[.]txt」：{CRASHED}"):
            reader.read(report)
        assert reader.process is None


def test_a_child_that_dies_before_the_file_was_sent_is_not_called_a_slow_disk(
    report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    test_is_over = threading.Event()
    with Reader(seconds=30, program=fake("")) as reader:
        reader.warm()
        ready = reader._child
        assert ready

        def kill_and_block(sender: child._Sender) -> None:
            ready.kill()
            test_is_over.wait()

        monkeypatch.setattr(child._Sender, "run", kill_and_block)
        try:
            with pytest.raises(RefusedError, match=f"^「年报[.]txt」：{CRASHED}"):
                reader.read(report)
        finally:
            test_is_over.set()


def test_a_late_answer_to_one_request_is_never_taken_for_the_next(report: Path) -> None:
    then = """
while True:
    wire.receive(sys.stdin.buffer, 2**25)
    say(refusal='一。')
    say(refusal='迟到的一。')
    asked = wire.decode_request(wire.receive(sys.stdin.buffer, wire.REQUEST))
"""
    with Reader(seconds=60, program=fake(then)) as reader:
        with pytest.raises(RefusedError, match="一。"):
            reader.read(report)
        with pytest.raises(RefusedError, match=CRASHED):
            reader.read(report)
        assert reader.process is None


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("''", str(damaged())),
        ("' \\n\\x1b'", str(damaged())),
        ("'文\\x1b[31m件\\n损坏\\u202e。'", "文[31m件损坏。"),
        ("'长' * 1_000_000", "长" * 299 + "…"),
    ],
)
def test_what_a_child_says_is_one_printable_sentence_of_bounded_length(
    report: Path, said: str, message: str
) -> None:
    with (
        Reader(seconds=60, program=fake(f"say(refusal={said})")) as reader,
        pytest.raises(RefusedError) as refused,
    ):
        reader.read(report)
    assert str(refused.value) == f"「年报.txt」：{message}"


LOOP = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from intake import worker
from intake.content import FileKind
read = worker.READERS[FileKind.TEXT]
def loop(data, admitted):
    while b"loop" in data:
        pass
    return read(data, admitted)
worker.READERS = {{**worker.READERS, FileKind.TEXT: loop}}
worker.serve()
"""


@POSIX
def test_a_file_that_takes_too_much_of_the_processor_is_ended_long_before_the_clock(
    report: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    endless = tmp_path / "无尽.txt"
    endless.write_text("某市 loop", "utf-8")
    program = [sys.executable, "-c", LOOP]
    with Reader(seconds=3600, program=program, processor=0.5) as reader:
        for _ in range(2):
            with pytest.raises(RefusedError, match=f"^「无尽[.]txt」：{HUNG}"):
                reader.read(endless)
            assert reader.process is None
            assert reader.read(report).paragraphs
    assert caplog.messages == [f"reading child hung, status {-signal.SIGPROF}"] * 2


@POSIX
def test_what_earlier_files_took_of_the_processor_does_not_count(report: Path) -> None:
    """A hundred files take more together than one may."""
    with Reader(seconds=3600, processor=0.05) as reader:
        reader.read(report)
        child = reader.process
        assert all(reader.read(report).paragraphs for _ in range(100))
        assert reader.process == child


@POSIX
def test_a_child_leads_a_group_that_is_killed_whole(report: Path, tmp_path: Path) -> None:
    """A parser that was taken over on a system without seccomp could start a program."""
    noted = tmp_path / "started"
    then = f"""
import subprocess
started = subprocess.Popen(["sleep", "600"], stdout=sys.stdout)
open({str(noted)!r}, "w").write(str(started.pid))
sys.stdin.buffer.read()
"""
    with reading(Reader(seconds=3600, program=fake(then)), report) as reader:
        assert os.getpgid(reader.process or 0) == reader.process
        while not (noted.exists() and noted.read_text()):
            pass
    assert has_ended(int(noted.read_text()))


@contextmanager
def reading(reader: Reader, path: Path) -> Iterator[Reader]:
    """Let another thread wait for a file; close the reader at the end and wait for the thread."""
    reader.warm()
    refusals: list[str] = []

    def read() -> None:
        try:
            reader.read(path)
        except RefusedError as error:
            refusals.append(str(error))

    thread = threading.Thread(target=read)
    thread.start()
    while not reader._lock.locked():
        pass
    yield reader
    reader.close()
    thread.join(60)
    assert not thread.is_alive() and len(refusals) == 1


def has_ended(process: int) -> bool:
    """Wait until a process that is being killed has ended."""
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], 60)[0])
    finally:
        os.close(handle)


def test_who_closes_a_reader_waits_for_no_file(report: Path) -> None:
    with reading(Reader(seconds=3600, program=fake("sys.stdin.buffer.read()")), report) as reader:
        assert reader.process
    assert reader.process is None


@POSIX
@pytest.mark.parametrize(
    ("means", "hidden"),
    [([], True), (["namespaces"], True), (["landlock"], False), (["namespaces", "seccomp"], False)],
)
def test_a_window_hides_its_memory_only_from_a_child_that_nothing_else_keeps_from_it(
    means: list[str], hidden: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[bool] = []
    monkeypatch.setattr("intake.sandbox.hide_memory", lambda: calls.append(True))
    program = [part.replace("['seccomp']", repr(means)) for part in fake("")]
    with Reader(program=program) as reader:
        reader.warm()
        assert list(reader.means) == means
    assert calls == [True] * hidden
    assert reader.means == ()


@pytest.mark.parametrize(
    "program",
    [
        ["no such program"],
        [sys.executable, "-c", ""],
        [sys.executable, "-c", "print('no')"],
        [sys.executable, "-c", "print('Fatal error: no such library', flush=True); input()"],
    ],
)
def test_a_child_that_cannot_start_is_one_sentence(report: Path, program: list[str]) -> None:
    with Reader(program=program) as reader, pytest.raises(RefusedError, match="无法启动读取程序"):
        reader.read(report)


def test_a_child_that_cannot_be_confined_is_not_used(
    report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[bytes]] = []

    def refuse(process: "subprocess.Popen[bytes]") -> None:
        started.append(process)
        raise OSError

    monkeypatch.setattr("intake.child.Job", refuse)
    with Reader() as reader, pytest.raises(RefusedError, match="无法启动读取程序"):
        reader.read(report)
    assert started[0].returncode is not None, "it has ended, and was waited for"


@pytest.mark.skipif(sys.platform == "win32", reason="waits as POSIX does")
def test_a_child_killed_between_two_files_costs_none(report: Path) -> None:
    with Reader(seconds=30) as reader:
        reader.warm()
        child = reader.process
        assert child
        os.kill(child, 9)
        os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
        assert reader.read(report).paragraphs
        assert reader.process != child


def test_a_child_whose_memory_is_used_up_is_replaced(report: Path) -> None:
    last = "say(refusal='内存。', last=True)"
    with Reader(seconds=30, program=fake(f"{last}; sys.stdin.read()")) as reader:
        for _ in range(2):
            with pytest.raises(RefusedError, match=r"^「年报\.txt」：内存。$"):
                reader.read(report)
            assert reader.process is None


@LINUX
def test_a_child_may_take_no_more_than_its_memory_and_write_no_file(reader: Reader) -> None:
    reader.warm()
    limits = Path(f"/proc/{reader.process}/limits").read_text("ascii")
    found = {line[:25].strip(): line[26:].split()[:2] for line in limits.splitlines()}
    assert found["Max address space"] == [str(MEMORY)] * 2
    assert found["Max file size"] == ["0", "0"]
    assert found["Max core file size"] == ["0", "0"]


@LINUX
def test_a_child_gets_nothing_of_the_environment_that_it_needs_not(
    monkeypatch: pytest.MonkeyPatch, report: Path, tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text("print('no reply')")
    hostile = {
        "PYTHONPATH": str(tmp_path),
        "PYTHONINSPECT": "1",
        "XML_CATALOG_FILES": "http://x.example/catalog",
        "http_proxy": "http://x.example/",
        "SECRET_KEY": SECRET,
        "LANG": "C",
    }
    for name, value in hostile.items():
        monkeypatch.setenv(name, value)
    with Reader(seconds=30) as reader:
        assert reader.read(report).paragraphs[1].text == SECRET
        found = Path(f"/proc/{reader.process}/environ").read_bytes().decode().split("\0")
        names = {line.partition("=")[0] for line in found if line}
        assert "LANG" in names and not names & (hostile.keys() - {"LANG"})


@LINUX
def test_no_dead_child_stays_behind(report: Path) -> None:
    """A child that nobody waits for is a zombie; a pipe that nobody closes is a file left open."""
    fakes = [fake("os._exit(0)"), fake("out.write(b'x' * 100_000)"), [sys.executable, "-c", ""]]
    open_files = len(list(Path("/proc/self/fd").iterdir()))
    for program in fakes:
        with Reader(seconds=30, program=program) as reader, pytest.raises(RefusedError):
            reader.read(report)
    reader = Reader(seconds=30, program=fakes[0])
    reader.warm()
    reader.close()
    children = Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text().split()
    states = [Path(f"/proc/{child}/stat").read_text().rpartition(")")[2][1] for child in children]
    assert "Z" not in states
    assert len(list(Path("/proc/self/fd").iterdir())) == open_files


@LINUX
def test_a_child_ends_with_the_program(report: Path) -> None:
    """A program that is killed closes its pipes; nothing of it may be left."""
    code = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from intake.child import Reader
reader = Reader()
reader.warm()
print(reader.process, flush=True)
sys.stdin.read()
"""
    program = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert program.stdin and program.stdout
    child = os.pidfd_open(int(program.stdout.readline()))
    program.kill()
    program.communicate()
    ended = subprocess.run(
        [sys.executable, "-c", f"import select; print(select.select([{child}], [], [], 20)[0])"],
        pass_fds=[child],
        capture_output=True,
        check=True,
    )
    os.close(child)
    assert ended.stdout.strip() == f"[{child}]".encode()


def test_the_unforeseen_is_one_sentence_and_its_trouble_holds_no_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def read(data: bytes, _admitted: object) -> Document:
        raise KeyError(data.decode())

    monkeypatch.setattr("intake.worker.READERS", {FileKind.TEXT: read})
    monkeypatch.setattr("intake.confinement.is_memory_low", lambda: False)
    data, last = answer(SECRET.encode())
    reply = wire.decode(data)
    assert reply == Reply(refusal=str(damaged()), trouble=reply.trouble)
    assert not last
    assert reply.trouble.startswith("KeyError at worker.py:")
    assert SECRET not in reply.trouble


def test_a_child_out_of_memory_says_so_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(_data: bytes, _admitted: object) -> Document:
        raise MemoryError

    monkeypatch.setattr("intake.worker.READERS", {FileKind.TEXT: read})
    data, last = answer(SECRET.encode())
    assert last
    assert "内存" in wire.decode(data).refusal


def test_frames_name_the_type_and_the_way_but_not_the_message() -> None:
    def inner(text: str) -> int:
        return int(text)

    try:
        inner(SECRET)
    except ValueError as error:
        message = frames(error)
    assert message.startswith("ValueError at test_child.py:")
    assert message.endswith(" inner")
    assert SECRET not in message


def test_trouble_of_a_child_is_logged_and_the_clerk_gets_its_sentence(
    report: Path, caplog: pytest.LogCaptureFixture
) -> None:
    then = "say(refusal='文件已损坏。', trouble='KeyError\\n\\x1b at a:1')"
    with (
        caplog.at_level(logging.INFO, "gknb"),
        Reader(seconds=30, program=fake(then)) as reader,
        pytest.raises(RefusedError, match=r"^「年报\.txt」：文件已损坏。$"),
    ):
        reader.read(report)
    assert caplog.messages == ["reading child: KeyError at a:1"]


def test_a_frozen_program_is_its_own_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert command() == [sys.executable, CHILD]


def test_a_child_starts_from_any_folder(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(report.parent)
    with Reader(seconds=30) as reader:
        assert reader.read(report).paragraphs


def test_a_child_imports_neither_window_nor_office_libraries() -> None:
    code = "import sys, ui.start, intake.worker; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    loaded = {name.split(".")[0] for name in done.stdout.decode().split()}
    assert not loaded & {"PySide6", "docx", "openpyxl", "xlsxwriter", "rich"}


def test_a_reply_survives_the_wire() -> None:
    reply = Reply(Document(FileKind.TEXT, (SourceParagraph(1, "公开𠮷"),), ("一句。",)), last=True)
    assert wire.decode(wire.encode(reply)) == reply
