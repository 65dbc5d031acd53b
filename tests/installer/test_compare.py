"""Two builds beside each other: the same, other times, other contents."""

import io
import tarfile
from pathlib import Path

import pytest

from installer.compare import differences, main


def archive(folder: Path, files: dict[str, bytes], time: int = 0) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "a.tar.xz"
    with tarfile.open(path, "w:xz") as tar:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size, member.mtime = len(content), time
            tar.addfile(member, io.BytesIO(content))
    return path


@pytest.mark.parametrize(
    ("files", "time", "told"),
    [
        ({"a": b"1", "b": b"2"}, 0, []),
        ({"a": b"1", "b": b"2"}, 9, ["time only: a", "time only: b"]),
        ({"a": b"1", "b": b"3"}, 0, ["content: b"]),
        ({"a": b"1", "c": b"2"}, 0, ["only in one: b", "only in one: c"]),
        ({"b": b"2", "a": b"1"}, 0, ["the same members, packed otherwise"]),
    ],
)
def test_what_differs_is_named(
    tmp_path: Path, files: dict[str, bytes], time: int, told: list[str]
) -> None:
    first = archive(tmp_path / "1", {"a": b"1", "b": b"2"})
    second = archive(tmp_path / "2", files, time)
    assert differences(first, second) == told
    fine = all(line.startswith("time only") for line in told)
    assert main(tmp_path / "1", tmp_path / "2") == (0 if fine else 1)
