"""Recovery copies: what was typed survives, and is never taken for the draft itself."""

import os
from pathlib import Path

import pytest

from model.drafts import copies, file_format, storage
from model.drafts.storage import Loaded
from model.errors import StorageError
from model.report.report import Report, TextBlock


@pytest.fixture
def saved(tmp_path: Path, example: Report) -> Loaded:
    return storage.save(Loaded(example, tmp_path / "年报 “终”.gknb", ""))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "数据" / "恢复"


def keep(folder: Path, loaded: Loaded) -> copies.Recovered:
    copies.keep_recovery(folder, loaded.report, loaded.path, loaded.digest)
    (copy,) = copies.all_of(folder)
    return copy


def test_a_copy_holds_the_report_and_the_draft_it_grew_from(folder: Path, saved: Loaded) -> None:
    copy = keep(folder, saved)
    assert (copy.report, copy.path, copy.digest) == (saved.report, saved.path, saved.digest)
    assert copy.written.tzinfo is not None
    assert not copy.draft_changed


def test_a_later_copy_replaces_the_earlier_one(folder: Path, saved: Loaded, city: Report) -> None:
    keep(folder, saved)
    later = saved.report.with_entry("notes", "review", "改过的注")
    assert keep(folder, Loaded(later, saved.path, saved.digest)).report == later
    copies.keep_recovery(folder, city, saved.path, "")
    assert len(copies.all_of(folder)) == 2


def test_a_draft_changed_since_is_known(folder: Path, saved: Loaded) -> None:
    copy = keep(folder, saved)
    storage.save(saved)
    assert copy.draft_changed
    saved.path.unlink()
    assert copy.draft_changed


def test_the_latest_copy_comes_first(folder: Path, saved: Loaded, city: Report) -> None:
    older = keep(folder, saved)
    copies.keep_recovery(folder, city, saved.path, "")
    os.utime(older.copy, (0, 0))
    assert [copy.report for copy in copies.all_of(folder)] == [city, saved.report]
    assert copies.all_of(folder)[1].written.timestamp() == 0


def test_a_copy_is_dropped_once_its_report_is_saved(
    folder: Path, saved: Loaded, city: Report
) -> None:
    copies.keep_recovery(folder, saved.report, saved.path, "")
    copies.keep_recovery(folder, city, saved.path, "")
    copies.drop(folder, saved.report.id)
    copies.drop(folder, saved.report.id)
    assert [copy.report for copy in copies.all_of(folder)] == [city]


def test_a_folder_that_is_not_there_holds_no_copies(folder: Path, saved: Loaded) -> None:
    assert copies.all_of(folder) == []
    copies.drop(folder, saved.report.id)


def test_a_copy_that_cannot_be_written_is_reported(tmp_path: Path, saved: Loaded) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StorageError, match=r"无法保存.*。$"):
        copies.keep_recovery(tmp_path / "file" / "恢复", saved.report, saved.path, "")
    copies.drop(tmp_path / "file", saved.report.id)


def test_an_id_from_a_foreign_file_names_no_path(folder: Path, saved: Loaded) -> None:
    data = file_format.encode(saved.report).replace(saved.report.id.encode(), b"../../evil")
    keep(folder, Loaded(file_format.decode(data), saved.path, ""))
    assert {path.parent for path in folder.parent.parent.rglob("*.recovery")} == {folder}


HEAD = b'{"path": "/a.gknb", "digest": ""}\n'
BROKEN = {
    "empty": b"",
    "filled with NUL": bytes(4096),
    "without a head": b"\n",
    "without a report": HEAD,
    "with a damaged report": HEAD + b"{",
    "with half a head": b'{"path": "/a.gknb"}\n',
    "with a head that is no text": b"\xff\n",
}
CRASHING = {
    "with a list for a head": b"[]\n",
    "with a number for a path": b'{"path": 1, "digest": ""}\n',
    "with a deep head": b"[" * 100_000 + b"\n",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_copy_is_passed_over(folder: Path, saved: Loaded, name: str) -> None:
    copy = keep(folder, saved)
    copy.copy.with_name("x.recovery").write_bytes(BROKEN[name])
    os.mkfifo(folder / "pipe.recovery")
    (folder / "folder.recovery").mkdir()
    assert copies.all_of(folder) == [copy]


@pytest.mark.parametrize("name", CRASHING)
def test_a_copy_with_a_strange_head_is_passed_over(folder: Path, saved: Loaded, name: str) -> None:
    copy = keep(folder, saved)
    copy.copy.with_name("x.recovery").write_bytes(CRASHING[name] + file_format.encode(saved.report))
    assert copies.all_of(folder) == [copy]


def test_a_draft_with_a_gbk_file_name_has_a_copy(folder: Path, saved: Loaded) -> None:
    path = Path(os.fsdecode("年报.gknb".encode("gbk")))
    assert keep(folder, Loaded(saved.report, path, "")).path == path


def test_a_copy_too_large_to_be_read_again_is_not_kept_for_one(
    tmp_path: Path, example: Report
) -> None:
    text = TextBlock("other.matters", "其他", "长" * 12_000_000)
    with pytest.raises(StorageError, match="超过32兆字节"):
        copies.keep_recovery(tmp_path / "r", example.with_text(text), tmp_path / "a.gknb", "")
    assert copies.all_of(tmp_path / "r") == []


def test_a_copy_knows_where_the_disk_of_its_draft_was_mounted(
    folder: Path, saved: Loaded, tmp_path: Path
) -> None:
    assert not keep(folder, saved).is_disconnected
    for mount, gone in ((Path("/"), False), (tmp_path, True), (tmp_path / "gone", True)):
        copies.keep_recovery(folder, saved.report, saved.path, saved.digest, mount=mount)
        (copy,) = copies.all_of(folder)
        assert (copy.mount, copy.is_disconnected) == (mount, gone)
