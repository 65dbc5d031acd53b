"""Disks that fill up, refuse, turn read-only or hang: nothing is lost, and work goes on after."""

import os
import resource
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from model.drafts import guard
from tests.faults import operations, verdict
from tests.faults.operations import NEW_DRAFT, Operation
from tests.faults.python_faults import end_of, judged
from tests.faults.verdict import End

OPERATIONS = pytest.mark.parametrize(
    "operation", operations.ALL, ids=[operation.name for operation in operations.ALL]
)
SIZE = 512 * 1024


def run(*command: str) -> bool:
    """Whether a command of the system worked."""
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    if not shutil.which("mount") or not run(
        "mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)
    ):
        pytest.skip("no disk can be mounted here")
    try:
        yield place
    finally:
        assert run("umount", str(place))


def fill(disk: Path, free: int) -> Path:
    """Fill a disk but for some bytes, as somebody else may."""
    filler = disk / "filler"
    there = os.statvfs(disk)
    filler.write_bytes(bytes(there.f_bavail * there.f_frsize - free))
    return filler


def wrongs(operation: Operation, folder: Path, before: dict[str, bytes], end: End) -> list[str]:
    after = verdict.files(folder)
    left = [verdict.LEFT] * bool(verdict.left(after, before))
    return verdict.wrongs(operation, before, after, end) + left


@OPERATIONS
def test_a_disk_that_is_full_sooner_or_later_harms_nothing(
    disk: Path, operation: Operation
) -> None:
    ends = set()
    for free in (*range(0, 15 * 4096, 4096), SIZE // 2):
        folder = disk / str(free)
        folder.mkdir()
        act = operation.prepare(folder)
        before = verdict.files(folder)
        filler = fill(disk, free)
        end = end_of(act)
        assert not wrongs(operation, folder, before, end), (free, end)
        filler.unlink()
        assert not judged(operation, folder, before, end), (free, end)
        shutil.rmtree(folder)
        ends.add(end)
    assert ends == {End.SAVED, End.TOLD}


def limited(size: int, act: Callable[[], object]) -> End:
    """Act in a child that may write no file larger than that."""
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        os._exit([End.SAVED, End.TOLD, End.CRASHED].index(end_of(act)))
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return [End.SAVED, End.TOLD, End.CRASHED][code]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no process can be limited here")
@OPERATIONS
def test_a_limit_on_the_size_of_files_harms_nothing(tmp_path: Path, operation: Operation) -> None:
    for size in (0, 1, 40, 4096, len(NEW_DRAFT) // 2, 10 * len(NEW_DRAFT)):
        folder = tmp_path / str(size)
        folder.mkdir()
        act = operation.prepare(folder)
        before = verdict.files(folder)
        end = limited(size, act)
        assert end is (End.SAVED if size > len(NEW_DRAFT) else End.TOLD)
        assert not wrongs(operation, folder, before, end), size
        assert not judged(operation, folder, before, end), size


@OPERATIONS
def test_a_disk_that_turned_read_only_harms_nothing(disk: Path, operation: Operation) -> None:
    act = operation.prepare(disk)
    before = verdict.files(disk)
    assert run("mount", "-o", "remount,ro", str(disk))
    end = end_of(act)
    assert end is End.TOLD
    assert verdict.files(disk) == before
    assert run("mount", "-o", "remount,rw", str(disk))
    assert not judged(operation, disk, before, end)


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that other users may come to; the folders of tests they may not."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no process can be another user's here")
@pytest.mark.parametrize("rights", [0o555, 0o444, 0])
@OPERATIONS
def test_a_folder_that_may_not_be_written_harms_nothing(
    shared: Path, operation: Operation, rights: int
) -> None:
    act = operation.prepare(shared)
    before = verdict.files(shared)
    paths = [*shared.rglob("*")]
    for path in reversed(paths):
        path.chmod(rights if path.is_dir() else 0o666)
    shared.chmod(0o755 if "/" in operation.target else rights)
    child = os.fork()
    if not child:
        if os.getuid() == 0:  # root may write everywhere
            os.setuid(65534)
        os._exit([End.TOLD, End.SAVED, End.CRASHED].index(end_of(act)))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    for path in (shared, *paths):
        path.chmod(0o755)
    assert verdict.files(shared) == before


@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
@OPERATIONS
def test_a_disk_that_hangs_harms_nothing(
    tmp_path: Path, operation: Operation, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hangs, goes_on = threading.Event(), threading.Event()
    real = getattr(os, call)

    def hanging(*given: object) -> object:
        hangs.set()
        assert goes_on.wait(30)
        return real(*given)

    act = operation.prepare(tmp_path)
    before = verdict.files(tmp_path)
    ends: list[End] = []
    worker = threading.Thread(target=lambda: ends.append(end_of(act)))
    with monkeypatch.context() as patch:
        patch.setattr(os, call, hanging)
        worker.start()
        assert hangs.wait(30)
        patch.setattr(os, call, real)
        patch.setattr(guard, "WAIT", 0)
        assert not verdict.wrongs(operation, before, verdict.files(tmp_path), End.DIED)
        end = end_of(lambda: operation.again(tmp_path))  # another program meanwhile
        assert not verdict.wrongs(operation, before, verdict.files(tmp_path), end)
        goes_on.set()
        worker.join()
    assert ends[0] in (End.SAVED, End.TOLD)
    assert not wrongs(operation, tmp_path, before, ends[0])
