"""A share or a stick that goes while its draft is open: nothing lost, nothing put in its place."""

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from model.drafts import copies, presence, storage
from model.drafts.medium import medium_of
from model.drafts.storage import Loaded
from model.errors import DisconnectedError
from model.report.answers import put
from model.report.report import Report
from tests.patience import PATIENCE
from tests.ui.conftest import said_by
from tests.ui.console.calling import Run
from ui.app import acts, clock, drafts, folders
from ui.app.drafts import Conflict
from ui.base.session import Session
from ui.console import drafts as console
from ui.entry.watching import Watch

CELL = "requests/handled.granted/natural"
NAME = "年报.gknb"
GONE = "网络磁盘或 U 盘已断开"


class Share:
    """A folder that somebody may take away, and give back."""

    beneath: Path | None = None
    """What is left in its place."""

    def __init__(self, folder: Path) -> None:
        self.place, self._kept = folder / "share", folder / "kept"
        self.place.mkdir()

    @property
    def draft(self) -> Path:
        return self.place / NAME

    def go(self) -> None:
        """Take it away."""
        self.place.rename(self._kept)

    def come_back(self) -> None:
        """Give it back."""
        self._kept.rename(self.place)

    def end(self) -> None:
        """Leave nothing behind."""


class Swapped(Share):
    """Leaves a folder in its place, as a mount point is left; needs no right to mount."""

    def go(self) -> None:
        super().go()
        self.place.mkdir()
        self.beneath = self.place

    def come_back(self) -> None:
        self.place.rmdir()
        super().come_back()


class Mounted(Share):
    """A disk of its own, mounted here and elsewhere, so that its files stay when it goes."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._kept.mkdir()
        if not ran("mount", "-t", "tmpfs", "tmpfs", str(self._kept)):
            pytest.skip("no disk can be mounted here")
        self.come_back()

    def go(self) -> None:
        assert ran("umount", str(self.place))
        self.beneath = self.place

    def come_back(self) -> None:
        assert ran("mount", "--bind", str(self._kept), str(self.place))

    def end(self) -> None:
        while ran("umount", str(self.place)):
            pass
        assert ran("umount", str(self._kept))


def ran(*command: str) -> bool:
    """Whether a command of the system worked."""
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


@pytest.fixture(params=[Share, Swapped, Mounted], ids=["pulled", "swapped", "unmounted"])
def share(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Share]:
    made: Share = request.param(tmp_path)
    yield made
    made.end()


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Mounted]:
    made = Mounted(tmp_path)
    yield made
    made.end()


@pytest.fixture
def on_share(share: Share, example: Report) -> Session:
    """A draft that is open on a share."""
    storage.save(Loaded(example, share.draft, ""))
    return Session(storage.load(share.draft))


def heard(session: Session) -> tuple[list[str], list[Conflict]]:
    said, conflicts = said_by(session), list[Conflict]()
    session.saver.conflicted.connect(conflicts.append)
    return said, conflicts


def saved(session: Session) -> None:
    session.save()
    assert session.saver.settle(PATIENCE)


def number_in(path: Path) -> object:
    return storage.load(path).report.values.get(CELL)


def copied() -> list[object]:
    """Give the cell of every recovery copy."""
    return [one.report.values[CELL] for one in copies.all_of(folders.recovery_folder())]


def test_a_draft_whose_disk_has_gone_is_told_so_and_saved_when_it_is_back(
    on_share: Session, share: Share
) -> None:
    said, conflicts = heard(on_share)
    share.go()
    for number in ("7", "8"):
        on_share.put(CELL, number)
        saved(on_share)
        assert GONE in said[-1] and "冲突" not in said[-1] and "改动" not in said[-1]
        assert said[-1].endswith("另存到其他位置。已填内容保留在本机恢复副本中。")
        assert on_share.dirty and on_share.path == share.draft
        assert copied() == [int(number)]
    if share.beneath:
        assert [*share.beneath.iterdir()] == []
    share.come_back()
    saved(on_share)
    assert said[-1].startswith("已自动保存")
    assert (number_in(share.draft), copied(), conflicts) == (8, [], [])
    assert [path.name for path in share.place.iterdir()] == [NAME]


def test_saving_goes_on_by_itself_when_the_disk_is_back(
    qtbot: QtBot, on_share: Session, share: Share
) -> None:
    said, _ = heard(on_share)
    share.go()
    on_share.put(CELL, "7")
    qtbot.waitUntil(lambda: any(GONE in one for one in said), timeout=20_000)
    share.come_back()
    qtbot.waitUntil(lambda: not on_share.dirty, timeout=20_000)
    assert number_in(share.draft) == 7


def test_a_draft_whose_disk_has_gone_goes_on_elsewhere(
    on_share: Session, share: Share, tmp_path: Path
) -> None:
    share.go()
    on_share.put(CELL, "7")
    saved(on_share)
    on_share.saver.save_as(tmp_path / "本机.gknb")
    assert on_share.saver.settle(PATIENCE)
    on_share.put(CELL, "8")
    saved(on_share)
    assert (number_in(tmp_path / "本机.gknb"), copied(), on_share.dirty) == (8, [], False)


def test_a_disk_that_goes_while_a_conflict_is_settled_gets_no_copy_beneath(
    on_share: Session, share: Share, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = storage.load(share.draft)
    storage.save(replace(theirs, report=put(theirs.report, CELL, "99")))
    marked_path = acts.marked_path

    def goes_meanwhile(path: Path, mark: str) -> Path:
        share.go()
        return marked_path(path, mark)

    said, conflicts = heard(on_share)
    on_share.put(CELL, "7")
    with monkeypatch.context() as patch:
        patch.setattr(acts, "marked_path", goes_meanwhile)
        saved(on_share)
    assert GONE in said[-1] and "改动" not in said[-1]
    assert (conflicts, copied()) == ([], [7])
    if share.beneath:
        assert [*share.beneath.iterdir()] == []
    share.come_back()
    saved(on_share)
    assert number_in(share.draft) == 99 and number_in(on_share.path) == 7


def test_what_the_console_types_into_a_draft_whose_disk_goes_meanwhile_is_refused(
    share: Share, example: Report, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage.save(Loaded(example, share.draft, ""))
    put_answer = console.put

    def goes_meanwhile(report: Report, address: str, typed: str) -> Report:
        share.go()
        return put_answer(report, address, typed)

    monkeypatch.setattr(console, "put", goes_meanwhile)
    status, answers, complaints = run("set", share.draft, f"{CELL}=7")
    assert (status, answers) == (2, "")
    assert GONE in complaints and "恢复连接后即可保存" in complaints
    if share.beneath:
        assert [*share.beneath.iterdir()] == []


def test_a_draft_of_the_same_name_beneath_is_neither_taken_for_it_nor_written(
    mounted: Mounted, example: Report
) -> None:
    session = Session(storage.save(Loaded(example, mounted.draft, "")))
    before = mounted.draft.read_bytes()
    session.put(CELL, "7")
    saved(session)
    mounted.go()
    mounted.draft.write_bytes(before)  # an older version of it
    said, conflicts = heard(session)
    session.put(CELL, "8")
    saved(session)
    assert GONE in said[-1] and conflicts == [] and copied() == [8]
    assert [*mounted.place.iterdir()] == [mounted.draft]
    assert mounted.draft.read_bytes() == before


def test_not_even_the_very_draft_beneath_is_written(mounted: Mounted, example: Report) -> None:
    loaded = storage.save(Loaded(example, mounted.draft, ""))
    before = mounted.draft.read_bytes()
    mounted.go()
    mounted.draft.write_bytes(before)
    with pytest.raises(DisconnectedError, match=GONE):
        storage.save(loaded)
    assert mounted.draft.read_bytes() == before


@pytest.mark.parametrize("has_it", [True, False])
def test_a_disk_that_is_mounted_again_under_another_number_is_known_by_the_draft(
    mounted: Mounted, example: Report, has_it: bool
) -> None:
    loaded = storage.save(Loaded(example, mounted.draft, ""))
    before = mounted.draft.read_bytes()
    mounted.go()
    assert ran("mount", "-t", "tmpfs", "tmpfs", str(mounted.place))
    if has_it:
        mounted.draft.write_bytes(before)
        assert storage.save(loaded).medium == medium_of(mounted.place)
    else:
        with pytest.raises(DisconnectedError, match="已断开或更换"):
            storage.save(loaded)
        assert [*mounted.place.iterdir()] == []


def test_a_disk_that_got_the_number_of_the_one_before_is_another(
    tmp_path: Path, example: Report
) -> None:
    place = tmp_path / "share"
    place.mkdir()
    if not ran("mount", "-t", "tmpfs", "tmpfs", str(place)):
        pytest.skip("no disk can be mounted here")
    try:
        loaded = storage.save(Loaded(example, place / NAME, ""))
        assert ran("umount", str(place)) and ran("mount", "-t", "tmpfs", "tmpfs", str(place))
        if medium_of(place) == loaded.medium:
            pytest.skip("this system gives both the same numbers")
        with pytest.raises(DisconnectedError, match=GONE):
            storage.save(loaded)
        assert [*place.iterdir()] == []
    finally:
        assert ran("umount", str(place))


def test_who_has_a_draft_open_is_not_said_in_the_folder_beneath(
    qtbot: QtBot, mounted: Mounted, example: Report
) -> None:
    session = Session(storage.save(Loaded(example, mounted.draft, "")))
    window = QWidget()
    qtbot.addWidget(window)
    watch = Watch(session, window)
    watch.refresh()
    assert watch._worker.wait(PATIENCE)
    assert presence.advice_place(mounted.draft).exists()
    mounted.go()
    watch.refresh()
    assert watch._worker.wait(PATIENCE)
    assert [*mounted.place.iterdir()] == []
    mounted.come_back()


def test_after_a_crash_nothing_is_recovered_into_the_folder_beneath(
    mounted: Mounted, example: Report, tmp_path: Path
) -> None:
    loaded = storage.save(Loaded(example, mounted.draft, ""))
    typed = replace(loaded, report=put(loaded.report, CELL, "7"))
    assert drafts.copy(typed, "crashed")
    mounted.go()
    (offer,) = drafts.offers(clock.now())
    assert GONE in offer.message and "已不能读取" not in offer.message
    with pytest.raises(DisconnectedError, match=GONE):
        drafts.recover(offer.copy)
    assert [*mounted.place.iterdir()] == []
    assert copied() == [7]
    mounted.come_back()
    assert drafts.recover(offer.copy).report.values[CELL] == 7
    assert (number_in(mounted.draft), copied()) == (7, [])
