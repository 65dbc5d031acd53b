"""A draft is read, or refused in one sentence that names it; the file stays as it is."""

import errno
import os
from pathlib import Path

import pytest

from model.drafts import file_format, storage
from model.drafts.storage import Loaded, digest_of, write_whole
from model.errors import DraftError, NewerDraftError, ReportError, StorageError
from model.report.report import Report
from tests.model.drafts.failing import failing


def test_a_saved_report_is_the_one_that_is_loaded(tmp_path: Path, example: Report) -> None:
    saved = storage.save(Loaded(example, tmp_path / "年报.gknb", ""))
    assert saved.report == example
    assert storage.load(saved.path) == saved
    assert saved.digest == digest_of(saved.path.read_bytes())


def test_a_draft_that_cannot_be_read_is_refused_by_name(
    tmp_path: Path, example: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "年报.gknb"
    newer = file_format.encode(example).replace(b'"gknb": 3', b'"gknb": 4')

    def refusal(kind: type[ReportError], content: bytes) -> str:
        path.write_bytes(content)
        with pytest.raises(kind, match=r"年报.gknb.*。$") as caught:
            storage.load(path)
        assert caught.type is kind
        return str(caught.value)

    assert refusal(DraftError, b"").endswith("文件未改动。")
    assert "更新版本" in refusal(NewerDraftError, newer)
    assert "8兆字节" in refusal(StorageError, bytes(file_format.LARGEST + 1))
    monkeypatch.setattr(Path, "read_bytes", failing("read", OSError(errno.EIO, "")))
    assert "读写出错" in refusal(StorageError, newer)
    path.unlink()
    with pytest.raises(StorageError, match="：文件或文件夹不存在。核对路径。"):
        storage.load(path)


def test_a_draft_of_a_newer_program_can_be_looked_at(tmp_path: Path, example: Report) -> None:
    path = storage.save(Loaded(example, tmp_path / "a.gknb", "")).path
    assert not storage.load_any(path).read_only
    newer = path.read_bytes().replace(b'"gknb": 3', b'"gknb": 4, "moods": {"a": 1}')
    path.write_bytes(newer)
    loaded = storage.load_any(path)
    assert loaded.read_only == storage.NEWER
    assert loaded.report.values == example.values
    path.write_bytes(newer.replace(b'"2021"', b'"2031"'))
    with pytest.raises(NewerDraftError):
        storage.load_any(path)


def test_what_is_no_regular_file_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.gknb")
    for path in (tmp_path / "管道.gknb", tmp_path):
        with pytest.raises(StorageError, match=r"不是普通文件。$"):
            storage.load(path)


@pytest.mark.parametrize("name", ["环.gknb", "\0.gknb"])
def test_a_path_that_leads_nowhere_is_refused_in_a_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / "环.gknb").symlink_to(tmp_path / "环.gknb")
    with pytest.raises(StorageError):
        write_whole(tmp_path / name, b"new!", "")


@pytest.mark.skipif(os.name == "nt", reason="names are Unicode there")
def test_a_name_in_another_encoding_is_saved_like_any_other(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + "/年报.gknb".encode("gbk")))
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
