"""The child from within: how it confines itself, and answers one file after another."""

import gc
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from intake import confinement, samples, sandbox, wire, worker
from intake.confinement import MEMORY, confine_self, end_after, is_memory_low, is_out_of_time
from intake.content import CONVERTED, FileKind
from intake.wire import Reply, Request

REQUEST = Request(nonce=b"a nonce of its 1", processor=30)
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")


@contextmanager
def standing_in(fd: int, other: int) -> Iterator[None]:
    """Let another file stand in for one of the standard streams."""
    kept = os.dup(fd)
    os.dup2(other, fd)
    try:
        yield
    finally:
        os.dup2(kept, fd)
        os.close(kept)


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> dict[int, tuple[int, int]]:
    """What the child would limit itself to; nothing else of it changes this process."""
    resource = pytest.importorskip("resource")
    found: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(resource, "setrlimit", found.__setitem__)
    monkeypatch.setattr(sandbox, "enter", lambda: ("means",))
    monkeypatch.setattr(gc, "freeze", lambda: None)
    return found


def served(tmp_path: Path, *files: bytes, gone: bool = False) -> list[bytes]:
    """Let this process be the child of somebody who sends files; give its messages.

    Who is ``gone`` has said what is wanted of another file, and did not send it.
    """
    incoming, outgoing = tmp_path / "in", tmp_path / "out"
    with incoming.open("wb") as stream:
        for data in files:
            wire.send(stream, wire.encode(REQUEST))
            wire.send(stream, data)
        if gone:
            wire.send(stream, wire.encode(REQUEST))
    with (
        incoming.open("rb") as source,
        outgoing.open("wb") as target,
        standing_in(0, source.fileno()),
        standing_in(1, target.fileno()),
    ):
        assert worker.serve() == 0
    stream = io.BytesIO(outgoing.read_bytes())
    found = []
    while (message := wire.receive(stream, wire.REPLY)) is not None:
        found.append(message)
    assert not stream.read(), "something was printed"
    assert wire.means_of(found[0]) == ("means",)
    assert all(reply.startswith(REQUEST.nonce) for reply in found[1:])
    return [reply.removeprefix(REQUEST.nonce) for reply in found[1:]]


@pytest.mark.usefixtures("limits")
def test_a_child_answers_each_file_until_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confinement, "is_memory_low", lambda: False)
    first, second = map(wire.decode, served(tmp_path, "一".encode(), b""))
    assert first.document and first.document.kind is FileKind.TEXT
    assert second.refusal.startswith("文件是空的")


@pytest.mark.usefixtures("limits")
def test_a_child_ends_where_a_file_does_not_come(tmp_path: Path) -> None:
    assert served(tmp_path, gone=True) == []


@pytest.mark.usefixtures("limits")
def test_what_a_parser_prints_is_no_reply(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(*_wanted: object, **_more: object) -> tuple[bytes, bool]:
        os.write(1, b"warning: \0\0\0\xff")
        return wire.encode(Reply(refusal="一")), False

    monkeypatch.setattr(worker, "answer", answer)
    assert [wire.decode(m).refusal for m in served(tmp_path, b"a", b"b")] == ["一", "一"]


@pytest.mark.usefixtures("limits")
def test_a_worn_child_answers_and_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confinement, "is_memory_low", lambda: True)
    (reply,) = served(tmp_path, "一".encode(), "二".encode())
    assert wire.decode(reply).last


@POSIX
def test_a_child_confines_itself_as_far_as_the_system_lets_it(
    limits: dict[int, tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    import resource

    monkeypatch.setattr(resource, "getrlimit", lambda what: (1, resource.RLIM_INFINITY))
    confine_self()
    nothing = (0, 0)
    assert limits == {
        resource.RLIMIT_AS: (MEMORY, MEMORY),
        resource.RLIMIT_FSIZE: nothing,
        resource.RLIMIT_CORE: nothing,
    }
    monkeypatch.setattr(resource, "getrlimit", lambda what: (1, 1000))
    confine_self()
    assert limits[resource.RLIMIT_AS] == (1000, 1000)


@POSIX
def test_a_child_limits_the_time_of_each_file(monkeypatch: pytest.MonkeyPatch) -> None:
    import signal

    set_timers: list[tuple[int, float]] = []
    monkeypatch.setattr(signal, "setitimer", lambda which, after: set_timers.append((which, after)))
    end_after(2, 30)
    end_after(0, 0)
    assert set_timers == [
        (signal.ITIMER_PROF, 2),
        (signal.ITIMER_REAL, 30),
        (signal.ITIMER_PROF, 0),
        (signal.ITIMER_REAL, 0),
    ]
    assert is_out_of_time(-signal.SIGPROF) and is_out_of_time(-signal.SIGALRM)
    assert not is_out_of_time(-signal.SIGKILL) and not is_out_of_time(0)


@POSIX
@pytest.mark.parametrize(
    ("sentence", "worn"),
    [("1000 1 1", False), (f"{MEMORY // 4096} 1 1", True), ("", False), ("no number", False)],
)
def test_child_ends_when_most_of_its_memory_is_used(
    sentence: str, worn: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "statm").write_text(sentence)
    with saying_its_memory(tmp_path / "statm", monkeypatch):
        monkeypatch.setattr("mmap.PAGESIZE", 4096)
        assert is_memory_low() is worn


@POSIX
def test_a_system_that_tells_nothing_of_memory_wears_no_child(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with saying_its_memory(tmp_path / "nothing", monkeypatch):
        assert not is_memory_low()


@contextmanager
def saying_its_memory(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let a file say how much memory this process holds."""
    monkeypatch.setattr("intake.confinement._STATM", str(path))
    confinement._statm.cache_clear()
    yield
    if path.exists():
        os.close(confinement._statm())
    confinement._statm.cache_clear()


def test_every_sample_is_read_and_every_kind_has_one() -> None:
    """A sample that is refused would leave something to be imported when no file can be opened."""
    form = worker.forms()[0]
    kinds = set()
    for ending, sample in samples.samples(form).items():
        document = worker.read(sample)
        assert document.blocks or document.kind is FileKind.DRAFT, ending
        kinds.add(document.kind)
        reply = wire.decode(worker.answer(sample, form.key)[0])
        assert reply.reading or reply.document, ending
    assert kinds == set(FileKind) - CONVERTED
