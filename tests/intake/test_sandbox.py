"""What the kernel refuses the child: every way out, by every means alone and by all together."""

import ctypes
import json
import os
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from intake import sandbox
from intake.child import Reader
from intake.sandbox import LANDLOCK, MEANS, NAMESPACES, SECCOMP
from tests import ROOT
from tests.figures import tell
from tests.intake.probe import DONE, attempts

LINUX = pytest.mark.skipif(not sandbox.is_supported(), reason="needs Linux on x86-64")
SECRET = b"8 bytes!"
FILES = {"read /etc/passwd", "list /etc", "make file", "make folder"}
MEMORY = {"trace parent", "read parent's memory", "read parent's mem file"}
PROGRAMS = {"start program", "become program"}
NETWORK = {"connect TCP", "connect Unix abstract"}


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """What a child could reach: listeners, a program, a folder, and the memory of this process."""
    folder = tmp_path_factory.mktemp("there")
    program = folder / "program"
    program.write_bytes(b"\0 no program")
    program.chmod(0o755)
    kept = ctypes.create_string_buffer(SECRET)
    path, abstract = str(folder / "s"), f"gknb test {os.getpid()}"
    with (
        socket.socket() as tcp,
        socket.socket(socket.AF_UNIX) as one,
        socket.socket(socket.AF_UNIX) as other,
    ):
        tcp.bind(("127.0.0.1", 0))
        one.bind(path)
        other.bind("\0" + abstract)
        for listener in (tcp, one, other):
            listener.listen(64)
        yield {
            "port": tcp.getsockname()[1],
            "path": path,
            "abstract": abstract,
            "folder": str(folder),
            "program": str(program),
            "parent": os.getpid(),
            "address": ctypes.addressof(kept),
        }


def probe(there: dict[str, Any], *means: str) -> tuple[set[str], dict[str, str]]:
    """Confine a process by some means and let it try; return what was granted and what came."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.intake.probe", *means],
        cwd=ROOT,
        input=json.dumps(there).encode(),
        capture_output=True,
        check=False,
    )
    assert not done.stderr, done.stderr.decode()
    found = json.loads(done.stdout)
    return set(found["means"]), found["answers"]


def possible(answers: dict[str, str]) -> set[str]:
    return {name for name, answer in answers.items() if answer == DONE}


@LINUX
def test_a_process_that_is_not_confined_can_do_what_is_tried(there: dict[str, Any]) -> None:
    """Else a refusal would prove nothing. Some systems keep every process from others' memory."""
    _, answers = probe(there)
    tell(f"not confined: possible {sorted(possible(answers))}")
    assert possible(answers) >= FILES | PROGRAMS | NETWORK | {
        "connect Unix path",
        "fork",
        "signal parent",
        "run new memory",
    }


@LINUX
@pytest.mark.parametrize(
    ("means", "refused"),
    [
        (SECCOMP, set(attempts({"parent": 0, "folder": ""}))),
        (LANDLOCK, FILES | PROGRAMS | MEMORY),
        (NAMESPACES, NETWORK | MEMORY),
    ],
)
def test_each_means_alone_refuses_what_is_said_of_it(
    there: dict[str, Any], means: str, refused: set[str]
) -> None:
    granted, answers = probe(there, means)
    if means not in granted:
        tell(f"{means} alone: skipped 1 of 1 (not granted here)")
        pytest.skip(f"{means} is not granted here")
    tell(f"{means} alone: still possible {sorted(possible(answers)) or 'nothing'}")
    assert not refused & possible(answers)


@LINUX
def test_a_reading_child_reaches_nothing_and_says_by_which_means(
    there: dict[str, Any], tmp_path: Path
) -> None:
    """A parser that was taken over, in a child that is otherwise the real one."""
    code = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
import json
from intake import worker
from intake.content import Document, FileKind, SourceParagraph
from tests.intake import probe

def taken_over(data, admitted):
    told = json.dumps(probe.answers(json.loads(data.decode()[1:])))
    return Document(FileKind.TEXT, (SourceParagraph(1, told),))

worker.READERS = {{**worker.READERS, FileKind.TEXT: taken_over}}
worker.serve()
"""
    path = tmp_path / "a.txt"
    path.write_text(f"某{json.dumps(there)}", "utf-8")
    with Reader(seconds=60, program=[sys.executable, "-c", code]) as reader:
        answers = json.loads(reader.read(path).paragraphs[0].text)
        status = Path(f"/proc/{reader.process}/status").read_text("ascii")
        means = reader.means
    fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    tell(f"reading child: means {means}; answers {answers}")
    assert not int(fields["CapEff"], 16)
    assert fields["NoNewPrivs"] == "1"
    if SECCOMP in means:
        assert fields["Seccomp"] == "2"
        assert not possible(answers)
    assert set(means) <= set(MEANS)


class Kernel:
    """Stands in for the C library; refuses what it is told to refuse."""

    def __init__(self, *refused: str, landlock: int = 7) -> None:
        self.refused = refused
        self.landlock = landlock
        self.calls: list[str] = []
        self.rules = b""
        self.syscall = self._Syscall(self)

    def _answer(self, name: str) -> int:
        self.calls.append(name)
        return -1 if name in self.refused else 0

    def prctl(self, option: ctypes.c_int, *arguments: ctypes.c_ulong) -> int:
        names = {38: "no_new_privs", 22: SECCOMP, 4: f"dumpable {arguments[0].value}"}
        return self._answer(names[int(option)])  # type: ignore[call-overload]

    def unshare(self, _flags: int) -> int:
        return self._answer(NAMESPACES)

    class _Syscall:
        restype: object = None

        def __init__(self, kernel: "Kernel") -> None:
            self._kernel = kernel

        def __call__(self, number: ctypes.c_long, *arguments: Any) -> int:
            kernel = self._kernel
            match number.value:
                case 444 if arguments[2].value == 1:
                    return kernel.landlock
                case 444:
                    kernel.rules = ctypes.string_at(arguments[0], arguments[1].value)
                    made = os.open(os.devnull, os.O_RDONLY)
                    if kernel._answer("rules"):
                        os.close(made)
                        return -1
                    return made
                case 446:
                    return kernel._answer(LANDLOCK)
                case 126:
                    return kernel._answer("capset")
            raise AssertionError(number)


def entered(kernel: Kernel, monkeypatch: pytest.MonkeyPatch, *wanted: str) -> tuple[str, ...]:
    monkeypatch.setattr(sandbox, "libc", lambda: kernel)
    return sandbox.enter(wanted or MEANS)


@LINUX
def test_seccomp_comes_last_for_it_refuses_the_calls_of_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kernel = Kernel()
    assert entered(kernel, monkeypatch) == MEANS
    assert kernel.calls == ["no_new_privs", NAMESPACES, "capset", "rules", LANDLOCK, SECCOMP]


@LINUX
@pytest.mark.parametrize(
    ("refused", "granted"),
    [
        ("no_new_privs", ()),
        (NAMESPACES, (LANDLOCK, SECCOMP)),
        ("rules", (NAMESPACES, SECCOMP)),
        (LANDLOCK, (NAMESPACES, SECCOMP)),
        (SECCOMP, (NAMESPACES, LANDLOCK)),
    ],
)
def test_a_kernel_that_refuses_a_means_grants_the_others(
    refused: str, granted: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert entered(Kernel(refused), monkeypatch) == granted


@LINUX
@pytest.mark.parametrize(
    ("version", "rules"),
    [
        (-1, b""),
        (1, struct.pack("=Q", 2**13 - 1)),
        (2, struct.pack("=Q", 2**14 - 1)),
        (3, struct.pack("=Q", 2**15 - 1)),
        (4, struct.pack("=QQ", 2**15 - 1, 3)),
        (5, struct.pack("=QQ", 2**16 - 1, 3)),
        (6, struct.pack("=QQQ", 2**16 - 1, 3, 3)),
    ],
)
def test_landlock_is_asked_for_what_its_version_knows(
    version: int, rules: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel = Kernel(landlock=version)
    assert (LANDLOCK in entered(kernel, monkeypatch)) == (version > 0)
    assert kernel.rules == rules


def test_another_system_or_processor_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "is_supported", lambda: False)
    kernel = Kernel()
    assert entered(kernel, monkeypatch) == ()
    sandbox.hide_memory()
    assert kernel.calls == []


@LINUX
def test_a_window_hides_its_memory_by_one_call(monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = Kernel()
    monkeypatch.setattr(sandbox, "libc", lambda: kernel)
    sandbox.hide_memory()
    assert kernel.calls == ["dumpable 0"]


@LINUX
def test_calls_go_to_the_c_library_of_this_process() -> None:
    assert sandbox.libc().getpid() == os.getpid()
