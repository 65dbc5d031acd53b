"""Several users and versions: nothing shared is written, who has a draft open is named."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from model.drafts import presence, storage
from model.drafts.presence import Editor
from model.drafts.storage import Loaded
from model.report.report import Report
from tests import ROOT
from tests.patience import PATIENCE
from tests.ui.starting import answering, press, saved, start
from ui.app import acts, clock, drafts, folders
from ui.base.settings import Settings
from ui.entry import opening

STRANGER = """
import sys
from pathlib import Path
from model.drafts import presence
from ui.app import clock
now = clock.now()
presence.announce(Path(sys.argv[1]), presence.myself(now), now)
print("open", flush=True)
sys.stdin.read()
"""


def program_files() -> dict[Path, int]:
    """Give the files of the program with their last change, as all users share them."""
    return {
        path: path.stat().st_mtime_ns
        for path in ROOT.rglob("*")
        if path.is_file()
        and not any(part.startswith((".", "__pycache__")) for part in path.relative_to(ROOT).parts)
    }


def test_a_whole_use_of_the_program_leaves_its_folder_as_it_was(
    qtbot: QtBot, tmp_path: Path, empty: Report
) -> None:
    before = program_files()
    Settings().remember(tmp_path / "gone.gknb")
    application, window = start(qtbot)
    press(qtbot, window, "看示例")
    wizard = application.wizard
    assert wizard is not None
    qtbot.addWidget(wizard)
    wizard.session.put("requests/received/natural", "7")
    wizard.save()
    acts.export(wizard.session.report, tmp_path, ["word", "excel", "web"])
    wizard.close()
    assert storage.load(wizard.session.path).report.values["requests/received/natural"] == 7
    assert program_files() == before


@pytest.mark.skipif(sys.platform == "win32", reason="would write into the clerk's own folders")
def test_every_user_has_settings_copies_and_a_log_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty: Report
) -> None:
    monkeypatch.delenv(folders.APART)
    seen: list[set[Path]] = []
    for user in ("甲", "乙"):
        for name in ("DATA", "CONFIG", "STATE"):
            monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / user / name))
        saved(empty, tmp_path / f"{user}.gknb")
        assert [path.name for path in Settings().recent] == [f"{user}.gknb"]
        own = {folders.settings_file(), folders.data_folder(), folders.log_file()}
        assert all(path.is_relative_to(tmp_path / user) for path in own)
        seen.append(own)
    assert not seen[0] & seen[1]


def test_two_users_of_one_computer_who_open_one_draft_are_told_of_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty: Report
) -> None:
    path = storage.save(Loaded(empty, tmp_path / "共享.gknb", "")).path
    call = [sys.executable, "-c", STRANGER, str(path)]
    environment = os.environ | {"LOGNAME": "lisi"}
    pipe = subprocess.PIPE
    with subprocess.Popen(call, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe) as other:
        assert other.stdout is not None
        assert other.stdout.readline().rstrip() == b"open"
        asked = answering(monkeypatch, "取消")
        assert opening.load(path) is None
        assert asked[0].startswith("此草稿正由 lisi 在本机上编辑，自 ")
        assert other.stdin is not None
        other.stdin.close()
        other.wait(PATIENCE)
    assert opening.load(path) is not None  # who died has it open no more
    assert len(asked) == 1


def test_a_process_of_another_user_that_may_not_be_asked_is_taken_for_alive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty: Report
) -> None:
    def refuse(pid: int, signal: int) -> None:
        raise PermissionError

    path = storage.save(Loaded(empty, tmp_path / "共享.gknb", "")).path
    now = clock.now()
    presence.announce(path, Editor("lisi", socket.gethostname(), 4711, now), now)
    monkeypatch.setattr(os, "kill", refuse)
    asked = answering(monkeypatch, "取消")
    assert opening.load(path) is None
    assert "lisi 在本机上" in asked[0]


def test_what_a_later_version_did_not_save_is_left_for_it(tmp_path: Path, empty: Report) -> None:
    loaded = saved(empty, tmp_path / "a.gknb")
    assert drafts.copy(loaded, "later")
    (copy,) = folders.recovery_folder().iterdir()
    later = copy.read_bytes().replace(b'"gknb": 3', b'"gknb": 99')
    assert later != copy.read_bytes()
    copy.write_bytes(later)
    assert drafts.offers(clock.now()) == []
    assert copy.read_bytes() == later
    assert opening.load(loaded.path) is not None
