"""The disk of a draft: known by its numbers, and by the draft where those have changed."""

import errno
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from model.drafts.medium import Medium, medium_of
from model.drafts.storage import digest_of, write_whole
from model.errors import ConflictError, DisconnectedError, StorageError

OLD, NEW, OTHER = b"old " * 100, b"new!" * 100, b"else" * 100
Change = Callable[[Path], object]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "年报" / "a.gknb"
    made.parent.mkdir()
    made.write_bytes(OLD)
    return made


def as_it_is(path: Path) -> None:
    """Change nothing."""


def changed(path: Path) -> None:
    path.write_bytes(OTHER)


def another_disk(medium: Medium) -> Medium:
    return replace(medium, device=medium.device + 1)


def another_system(medium: Medium) -> Medium:
    """The number of the device is used again."""
    return replace(medium, system=medium.system + 1)


def another_folder(medium: Medium) -> Medium:
    return replace(medium, folder=medium.folder + 1)


def unmounted(medium: Medium) -> Medium:
    return replace(medium, device=medium.device + 1, mount=medium.mount / "share")


def the_same(medium: Medium) -> Medium:
    return medium


MOVED, GONE, LOST = "文件夹已不在原处", "已断开或更换", "已被移走或删除"
CASES: list[tuple[Callable[[Medium], Medium], Change, str]] = [
    (the_same, as_it_is, ""),
    (the_same, changed, "已被其他程序改动"),
    (the_same, Path.unlink, LOST),
    (another_disk, as_it_is, ""),
    (another_disk, changed, GONE),
    (another_disk, Path.unlink, GONE),
    (another_system, as_it_is, ""),
    (another_system, changed, GONE),
    (another_system, Path.unlink, GONE),
    (another_folder, as_it_is, ""),
    (another_folder, changed, "已被其他程序改动"),
    (another_folder, Path.unlink, MOVED),
    (unmounted, as_it_is, GONE),
    (unmounted, changed, GONE),
    (unmounted, Path.unlink, GONE),
]


@pytest.mark.parametrize(
    ("was", "change", "message"), CASES, ids=lambda one: getattr(one, "__name__", None)
)
def test_a_draft_is_saved_where_its_disk_is_still_there(
    path: Path, was: Callable[[Medium], Medium], change: Change, message: str
) -> None:
    medium = was(medium_of(path.parent))
    change(path)
    before = {file: file.read_bytes() for file in path.parent.iterdir()}
    if not message:
        write_whole(path, NEW, digest_of(OLD), medium)
        assert path.read_bytes() == NEW
        return
    kind = DisconnectedError if message in (GONE, MOVED) else ConflictError
    with pytest.raises(kind, match=message) as error:
        write_whole(path, NEW, digest_of(OLD), medium)
    assert ("网络磁盘或 U 盘已断开" in str(error.value)) is (kind is DisconnectedError)
    assert {file: file.read_bytes() for file in path.parent.iterdir()} == before


def test_a_new_file_is_not_put_on_another_disk(path: Path) -> None:
    beside = path.with_name("b.gknb")
    with pytest.raises(DisconnectedError):
        write_whole(beside, NEW, "", another_disk(medium_of(path.parent)))
    write_whole(beside, NEW, "", medium_of(path.parent))
    assert beside.read_bytes() == NEW


@pytest.mark.parametrize("left", ["nothing", "a file"])
def test_a_folder_that_has_gone_is_a_disk_that_may_have_gone(path: Path, left: str) -> None:
    medium = medium_of(path.parent)
    path.parent.rename(path.parent.with_name("kept"))
    if left == "a file":
        path.parent.touch()
    with pytest.raises(DisconnectedError, match="可能网络磁盘或 U 盘已断开，未保存。"):
        write_whole(path, NEW, digest_of(OLD), medium)


@pytest.mark.parametrize(
    ("code", "kind", "message"),
    [
        (errno.ESTALE, DisconnectedError, "网络磁盘或 U 盘已断开"),
        (errno.EIO, StorageError, "读写出错，磁盘或网络可能已断开"),
        (errno.EACCES, StorageError, "没有权限"),
    ],
)
def test_a_folder_that_cannot_be_asked_is_not_written(
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
    code: int,
    kind: type[StorageError],
    message: str,
) -> None:
    medium, real = medium_of(path.parent), os.stat

    def stat(at: Path, **how: object) -> os.stat_result:
        if Path(at) == path.parent:
            raise OSError(code, "in English")
        return real(at, **how)  # type: ignore[arg-type]

    with monkeypatch.context() as patch, pytest.raises(StorageError, match=message) as error:
        patch.setattr(os, "stat", stat)
        write_whole(path, NEW, digest_of(OLD), medium)
    assert type(error.value) is kind
    assert {file.name: file.read_bytes() for file in path.parent.iterdir()} == {"a.gknb": OLD}


def test_a_file_is_known_to_lie_on_its_disk_or_not(path: Path) -> None:
    medium = medium_of(path.parent)
    assert medium.is_still_under(path)
    assert another_folder(medium).is_still_under(path)
    assert not another_disk(medium).is_still_under(path)
    assert not unmounted(medium).is_still_under(path)
    assert not medium.is_still_under(path / "nowhere" / "a.gknb")


def test_the_mount_point_of_a_folder_is_the_nearest_above_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os.path, "ismount", lambda one: one in (path.parent.parent, Path("/")))
    assert medium_of(path.parent).mount == path.parent.parent


def test_a_system_without_ids_of_file_systems_goes_by_the_device(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "statvfs")
    medium = medium_of(path.parent)
    assert medium.system == 0
    assert medium_of(path.parent, medium) is medium
