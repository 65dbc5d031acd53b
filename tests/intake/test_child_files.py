"""Files that change, hang or fail while the child is given them: one sentence each."""

import io
import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from intake import wire
from intake.child import Reader
from intake.gate.admission import open_file
from intake.worker import answer
from model.errors import RefusedError

SIZE = 600_000
"""Bytes: more than a pipe and a piece hold."""
STATE = os.stat_result((stat.S_IFREG, 0, 0, 1, 0, 0, SIZE, 0, 0, 0))


def cut(path: Path) -> None:
    os.truncate(path, SIZE // 2)


def grow(path: Path) -> None:
    os.truncate(path, SIZE + 1)


@pytest.mark.parametrize("change", [lambda path: path.write_bytes(b"b" * SIZE), cut, grow])
def test_a_file_that_changes_while_it_is_read_is_one_sentence(
    tmp_path: Path, change: Callable[[Path], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "年报.txt"
    path.write_bytes(b"a" * SIZE)
    os.utime(path, (1, 1))

    def open_and_change(path: Path) -> tuple[BinaryIO, os.stat_result]:
        opened = open_file(path)
        change(path)
        return opened

    with Reader(seconds=30) as reader:
        monkeypatch.setattr("intake.child.open_file", open_and_change)
        with pytest.raises(RefusedError, match=r"^「年报\.txt」：读取时文件被改动"):
            reader.read(path)
        monkeypatch.undo()
        assert reader.read(path).blocks


class Share(io.BytesIO):
    """A file on a share that fails, or hangs until it is let go."""

    def __init__(self, error: OSError | None = None) -> None:
        super().__init__(bytes(SIZE))
        self.let_go = threading.Event()
        self._error = error

    def fileno(self) -> int:
        return 0

    def read(self, size: int | None = -1) -> bytes:
        if self._error:
            raise self._error
        self.let_go.wait(30)
        return super().read(size)


def test_a_share_that_hangs_holds_up_no_clerk(
    report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = Share()
    with Reader(seconds=0.2) as reader:
        reader.warm()
        monkeypatch.setattr("intake.child.open_file", lambda path: (share, STATE))
        with pytest.raises(RefusedError, match=r"^「年报\.txt」：读取文件超时，磁盘或网络过慢"):
            reader.read(report)
        assert reader.process is None
    share.let_go.set()
    for thread in threading.enumerate():
        if thread.name == "foreign file":
            thread.join(30)
            assert not thread.is_alive()


def test_a_share_that_fails_is_one_sentence(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    share = Share(OSError(5, "Input/output error"))
    monkeypatch.setattr("intake.child.open_file", lambda path: (share, STATE))
    with (
        Reader(seconds=30) as reader,
        pytest.raises(RefusedError, match=r"^「年报\.txt」：读取中断，磁盘或网络可能已断开"),
    ):
        reader.read(report)


def test_a_file_that_cannot_be_opened_costs_no_child(reader: Reader, tmp_path: Path) -> None:
    reader.warm()
    child = reader.process
    with pytest.raises(RefusedError, match=r"^「年报\.docx」：无法读取：文件或文件夹不存在"):
        reader.read(tmp_path / "年报.docx")
    assert reader.process == child


def test_threads_wait_for_each_other(reader: Reader, tmp_path: Path) -> None:
    found: dict[int, str] = {}

    def read(number: int) -> None:
        path = tmp_path / f"{number}.txt"
        path.write_text(f"第{number}份", "utf-8")
        found[number] = reader.read(path).paragraphs[0].text

    threads = [threading.Thread(target=read, args=[number]) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: f"第{number}份" for number in range(20)}


def test_what_a_file_says_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.wire.REPLY", 100)
    assert "文字过多" in wire.decode(answer(("公开" * 100).encode())[0]).refusal
