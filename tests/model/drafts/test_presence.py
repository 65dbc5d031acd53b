"""Who has a draft open: told where it can be told, and never in anybody's way."""

import getpass
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.drafts import presence
from model.drafts.presence import Editor

NOW = datetime(2025, 1, 15, 10, 32).astimezone()
LATER = NOW + timedelta(minutes=1)
ME = Editor("李四", "PC-2", os.getpid(), LATER)
OTHER = Editor("张三", "PC-1", 4711, NOW)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "年报.gknb"


def advice(draft: Path) -> Path:
    return draft.with_name(f".{draft.name}.editing")


def gone() -> int:
    """The id of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_a_draft_that_nobody_has_open_says_so(path: Path) -> None:
    assert presence.editor_of(path, ME, NOW) is None


def test_another_computer_is_named(path: Path) -> None:
    presence.announce(path, OTHER, NOW)
    assert presence.editor_of(path, ME, LATER) == OTHER
    assert [one.name for one in path.parent.iterdir()] == [".年报.gknb.editing"]


def test_one_is_not_in_ones_own_way(path: Path) -> None:
    presence.announce(path, ME, NOW)
    assert presence.editor_of(path, ME, LATER) is None


def test_who_is_not_heard_of_any_more_has_left(path: Path) -> None:
    presence.announce(path, OTHER, NOW)
    late = NOW + presence.FORGOTTEN_AFTER
    assert presence.editor_of(path, ME, late) == OTHER
    assert presence.editor_of(path, ME, late + timedelta(seconds=1)) is None
    presence.announce(path, OTHER, late)
    assert presence.editor_of(path, ME, late + timedelta(seconds=1)) == OTHER


def test_a_clock_far_ahead_says_nothing(path: Path) -> None:
    presence.announce(path, OTHER, NOW + timedelta(days=1))
    assert presence.editor_of(path, ME, NOW) is None


def test_a_window_of_this_computer_counts_while_its_program_runs(path: Path) -> None:
    living, dead = Editor("李四", "PC-2", os.getppid(), NOW), Editor("李四", "PC-2", gone(), NOW)
    presence.announce(path, living, NOW)
    assert presence.editor_of(path, ME, LATER) == living
    presence.announce(path, dead, NOW)
    assert presence.editor_of(path, ME, LATER) is None


def test_who_leaves_takes_his_own_advice_along(path: Path) -> None:
    presence.announce(path, OTHER, NOW)
    presence.withdraw(path, ME)
    assert presence.editor_of(path, ME, LATER) == OTHER
    presence.withdraw(path, OTHER)
    assert list(path.parent.iterdir()) == []
    presence.withdraw(path, OTHER)


def test_two_paths_to_one_draft_have_one_advice(path: Path) -> None:
    path.touch()
    link = path.with_name("链接.gknb")
    link.symlink_to(path)
    presence.announce(link, OTHER, NOW)
    assert presence.editor_of(path, ME, LATER) == OTHER


def test_where_nothing_can_be_written_nothing_is_said(path: Path) -> None:
    (path.parent / "file").touch()
    draft = path.parent / "file" / "年报.gknb"
    presence.announce(draft, OTHER, NOW)
    assert presence.editor_of(draft, ME, NOW) is None


def test_advice_that_cannot_be_put_in_place_leaves_nothing_behind(path: Path) -> None:
    advice(path).mkdir()
    presence.announce(path, OTHER, NOW)
    assert [one.name for one in path.parent.iterdir()] == [".年报.gknb.editing"]
    assert presence.editor_of(path, ME, NOW) is None


def test_a_path_that_leads_in_circles_has_nobody(path: Path) -> None:
    path.symlink_to(path)
    assert presence.editor_of(path, ME, NOW) is None


said = {"user": "张三", "host": "PC-1", "pid": 4711, "since": "2025-01-15T10:32:00+08:00"}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{",
        "[" * 100_000,
        "\udcff",
        json.dumps(said),
        json.dumps(said | {"refreshed": "gestern"}),
        json.dumps(said | {"refreshed": 7}),
        json.dumps(said | {"refreshed": "0001-01-01T00:00:00"}),
        json.dumps(said | {"refreshed": NOW.isoformat(), "pid": "4711"}),
        json.dumps(said | {"refreshed": NOW.isoformat(), "pid": True}),
        json.dumps(said | {"refreshed": NOW.isoformat(), "pid": -1}),
        json.dumps(said | {"refreshed": NOW.isoformat(), "pid": 2**32}),
        json.dumps(said | {"refreshed": NOW.isoformat(), "pid": 10**400}),
        json.dumps(said | {"refreshed": "0001-01-01T00:00:00+14:00"}),
        json.dumps(said | {"refreshed": "9999-12-31T23:59:59-14:00"}),
    ],
)
def test_advice_that_makes_no_sense_is_none(content: str, path: Path) -> None:
    advice(path).write_bytes(content.encode(errors="surrogateescape"))
    assert presence.editor_of(path, ME, NOW) is None


def test_since_an_impossible_date_somebody_is_there_all_the_same(path: Path) -> None:
    since = {"since": "0001-01-01T00:00:00+14:00", "refreshed": NOW.isoformat()}
    advice(path).write_text(json.dumps(said | since), "utf-8")
    editor = presence.editor_of(path, ME, NOW)
    assert editor
    assert (editor.user, editor.since.year) == ("张三", 1)


@given(st.binary(max_size=200))
def test_no_advice_whatever_stops_a_draft_from_opening(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("share") / "年报.gknb"
    advice(path).write_bytes(content)
    assert presence.editor_of(path, ME, NOW) is None


def raising(error: Exception) -> Callable[[], str]:
    def act() -> str:
        raise error

    return act


@pytest.mark.parametrize("error", [KeyError("uid"), OSError("no name"), ImportError("pwd")])
def test_a_user_without_a_name_is_still_somebody(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(getpass, "getuser", raising(error))
    me = presence.myself(NOW)
    assert (me.user, me.pid, me.since) == ("", os.getpid(), NOW)
    assert me.host


def test_two_drafts_whose_long_names_begin_alike_have_two_editors(tmp_path: Path) -> None:
    now = datetime.now().astimezone()
    editor = Editor("张三", "PC-9", 1, now)
    this, other = (tmp_path / f"{'某' * 60}{year}.gknb" for year in (2024, 2025))
    presence.announce(this, editor, now)
    assert presence.editor_of(this, presence.myself(now), now) == editor
    assert presence.editor_of(other, presence.myself(now), now) is None
