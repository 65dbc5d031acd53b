"""What killed programs left beside a draft goes after a day; everything else stays."""

import os
import time
from contextlib import suppress
from pathlib import Path

import pytest

from model.drafts import guard as guarding
from model.drafts import presence, storage
from model.drafts.guard import guard

DAY = 24 * 60 * 60
NAMES = ("年报.gknb", "某某市" * 20 + "2024.gknb")
KINDS = ("editing", "saving", "tmp")


def left(draft: Path, kind: str, age: float, end: str = "0123456789ab") -> Path:
    """Leave a temporary file of a draft behind, as a kill does."""
    path = {
        "editing": draft.with_name(f"{presence.advice_place(draft).name}.{end[:8]}"),
        "saving": draft.with_name(f"{guarding.place_of(draft).name}.{end}"),
        "tmp": draft.with_name(f"{storage.temporary_prefix(draft)}{end}.tmp"),
    }[kind]
    path.write_bytes(b"half")
    moment = time.time() - age
    os.utime(path, (moment, moment))
    return path


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("name", NAMES)
def test_what_is_a_day_old_goes(name: str, tmp_path: Path) -> None:
    draft = tmp_path / name
    draft.write_bytes(b"draft")
    for kind in KINDS:
        left(draft, kind, DAY + 60)
    assert presence.clear(draft) == 3
    assert names(tmp_path) == {name}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("age", [0, DAY - 60, -2 * DAY])
def test_what_may_still_be_written_stays(kind: str, age: float, tmp_path: Path) -> None:
    draft = tmp_path / NAMES[0]
    path = left(draft, kind, age)
    assert presence.clear(draft) == 0
    assert names(tmp_path) == {path.name}


def test_what_belongs_to_another_file_stays(tmp_path: Path) -> None:
    draft = tmp_path / NAMES[0]
    others = [left(tmp_path / "年报(2).gknb", kind, 3 * DAY) for kind in KINDS]
    for name in (
        ".年报.gknb.editing",
        ".年报.gknb.saving",
        ".年报.gknb.editing.0123456g",
        ".年报.gknb.editing.01234567.docx",
        "年报.gknb.editing.01234567",
        "年报（冲突副本1月2日0930）.gknb",
    ):
        others.append(tmp_path / name)
        others[-1].write_bytes(b"")
        os.utime(others[-1], (0, 0))
    assert presence.clear(draft) == 0
    assert names(tmp_path) == {path.name for path in others}


def test_what_is_no_plain_file_stays(tmp_path: Path) -> None:
    draft = tmp_path / NAMES[0]
    linked = tmp_path / "linked"
    linked.write_bytes(b"")
    path = left(draft, "editing", 0)
    path.unlink()
    path.symlink_to(linked)
    os.utime(path, (0, 0), follow_symlinks=False)
    (tmp_path / ".年报.gknb.editing.76543210").mkdir()
    os.utime(tmp_path / ".年报.gknb.editing.76543210", (0, 0))
    assert presence.clear(draft) == 0
    assert len(names(tmp_path)) == 3


def test_nothing_goes_while_the_draft_is_being_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarding, "WAIT", 0)
    draft = tmp_path / NAMES[0]
    path = left(draft, "tmp", 3 * DAY)
    with guard(draft):
        assert presence.clear(draft) == 0
        assert path.exists()
    assert presence.clear(draft) == 1


def test_a_draft_reached_by_a_link_is_cleared_where_it_lies(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    draft = tmp_path / "far" / NAMES[0]
    draft.write_bytes(b"draft")
    left(draft, "editing", 3 * DAY)
    link = tmp_path / "link.gknb"
    link.symlink_to(draft)
    assert presence.clear(link) == 1


def test_what_goes_by_itself_meanwhile_is_no_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = tmp_path / NAMES[0]
    gone = left(draft, "editing", 3 * DAY)
    lstat = Path.lstat

    def late(path: Path) -> os.stat_result:
        about = lstat(path)
        with suppress(FileNotFoundError):
            gone.unlink()
        return about

    monkeypatch.setattr(Path, "lstat", late)
    assert presence.clear(draft) == 0
    left(draft, "editing", 3 * DAY)

    def later(path: Path) -> os.stat_result:
        gone.unlink()
        return lstat(path)

    monkeypatch.setattr(Path, "lstat", later)
    assert presence.clear(draft) == 0


@pytest.mark.parametrize("draft", [Path("/nowhere/年报.gknb"), Path("/a\0b/年报.gknb")])
def test_a_folder_that_cannot_be_read_is_no_trouble(draft: Path) -> None:
    assert presence.clear(draft) == 0
