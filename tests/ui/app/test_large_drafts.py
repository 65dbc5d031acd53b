"""A draft that grows too large to be read again: said before, said then, and nothing is lost."""

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from model.drafts import copies, file_format, storage
from model.drafts.storage import Loaded
from model.errors import StorageError, TooLargeError
from model.report.report import Report
from tests.patience import PATIENCE
from tests.ui.conftest import said_by
from tests.ui.console.calling import Run
from tests.ui.starting import opened, press, start
from ui.app import clock, drafts, folders
from ui.base.session import Session

NOTE = "note/review"


def of_size(report: Report, size: int) -> Report:
    """A report whose draft has that many bytes."""
    some = report.with_entry("notes", "review", "长")
    missing = size - len(file_format.encode(replace(some, revision="0" * 16)))
    made = some.with_entry("notes", "review", "长" * (missing // 3 + 1) + "x" * (missing % 3))
    assert len(file_format.encode(replace(made, revision="0" * 16))) == size
    return made


def large(megabytes: float) -> str:
    return "长" * int(megabytes * 2**20 / 3)


def saved(session: Session) -> str:
    """Save; give what is said of it."""
    said = said_by(session)
    session.save()
    assert session.saver.settle(PATIENCE)
    return "　".join(said)


def note_in(path: Path) -> str:
    return storage.load(path).report.notes.get("review", "")


@pytest.mark.parametrize("more", [0, 1])
def test_the_largest_draft_that_is_saved_is_the_largest_that_can_be_read(
    tmp_path: Path, example: Report, more: int
) -> None:
    loaded = Loaded(of_size(example, file_format.LARGEST + more), tmp_path / "a.gknb", "")
    if more:
        with pytest.raises(TooLargeError, match="超过8兆字节，未保存，文件未改动。删减"):
            storage.save(loaded)
        assert [*tmp_path.iterdir()] == []
    else:
        storage.save(loaded)
        assert storage.load(loaded.path).report.notes == loaded.report.notes
        assert loaded.path.stat().st_size == file_format.LARGEST


@pytest.mark.parametrize(
    ("size", "message"), [(file_format.LARGE - 1, ""), (file_format.LARGE, "7.0兆字节")]
)
def test_a_draft_that_comes_near_the_limit_says_so(
    tmp_path: Path, example: Report, size: int, message: str
) -> None:
    saved = storage.save(Loaded(of_size(example, size), tmp_path / "a.gknb", ""))
    assert saved.message == (
        f"草稿已有{message}，超过8兆字节后不能保存。删减过长的文字。" if message else ""
    )


def test_a_window_says_at_the_foot_that_its_draft_grows_too_large(session: Session) -> None:
    session.put(NOTE, large(7.3))
    message = saved(session)
    assert (
        message.startswith("已自动保存") and "草稿已有7.3兆字节，超过8兆字节后不能保存。" in message
    )
    assert len(note_in(session.path)) == len(large(7.3))
    session.put(NOTE, "短")
    assert "兆字节" not in saved(session)


def test_a_draft_too_large_stays_in_the_window_and_in_the_recovery_copy(session: Session) -> None:
    session.put(NOTE, "从前")
    saved(session)
    before = session.path.read_bytes()
    session.put(NOTE, large(9))
    message = saved(session)
    assert message == (
        "「a.gknb」超过8兆字节，未保存，文件未改动。删减过长的文字后再保存。"
        "已填内容保留在本机恢复副本中。"
    )
    assert session.dirty and session.report.notes["review"] == large(9)
    assert session.path.read_bytes() == before
    (copy,) = copies.all_of(folders.recovery_folder())
    assert copy.report.notes["review"] == large(9)
    session.put(NOTE, "短")
    assert saved(session).startswith("已自动保存")
    assert (note_in(session.path), copies.all_of(folders.recovery_folder())) == ("短", [])


def test_what_was_too_large_when_the_program_died_is_opened_and_can_be_cut(
    qtbot: QtBot, tmp_path: Path, example: Report
) -> None:
    loaded = storage.save(Loaded(example, tmp_path / "a.gknb", ""))
    typed = loaded.report.with_entry("notes", "review", large(9))
    copies.keep_recovery(folders.recovery_folder(), typed, loaded.path, loaded.digest)
    application, window = start(qtbot)
    press(qtbot, window, "恢复")
    assert opened(qtbot, application).notes["review"] == large(9)
    assert application.wizard is not None
    session = application.wizard.session
    assert session.dirty and session.path == loaded.path
    assert "超过8兆字节，未保存" in saved(session)
    session.put(NOTE, "短")
    saved(session)
    assert note_in(loaded.path) == "短"


def test_what_was_too_large_of_a_draft_changed_since_is_opened_beside_it(
    tmp_path: Path, example: Report
) -> None:
    loaded = storage.save(Loaded(example, tmp_path / "a.gknb", ""))
    typed = loaded.report.with_entry("notes", "review", large(9))
    copies.keep_recovery(folders.recovery_folder(), typed, loaded.path, "another")
    (offer,) = drafts.offers(clock.now())
    session = Session(drafts.recover(offer.copy))
    assert session.path.name == "a（恢复）.gknb" and session.dirty
    assert storage.load(loaded.path) == loaded
    session.put(NOTE, "短")
    saved(session)
    assert note_in(session.path) == "短"


def test_a_version_too_large_for_a_draft_can_be_gone_back_to(
    tmp_path: Path, example: Report
) -> None:
    now = clock.now()
    report = example.with_entry("notes", "review", large(9))
    assert copies.keep_version(tmp_path, report, now)
    (kept,) = copies.times(tmp_path, report.id)
    assert copies.load(tmp_path, report.id, kept) == report
    with pytest.raises(StorageError, match="超过32兆字节，不能保留历史版本"):
        copies.keep_version(
            tmp_path, example.with_entry("notes", "review", large(33)), now, always=True
        )


def test_the_console_says_that_a_draft_grows_too_large_and_when_it_is(
    draft: Path, tmp_path: Path, run: Run
) -> None:
    for name, megabytes in (("大", 7.3), ("更多", 2)):
        (tmp_path / f"{name}.txt").write_text(large(megabytes), "utf-8")
    status, answers, complaints = run("set", draft, f"{NOTE}=@{tmp_path / '大.txt'}")
    assert (status, answers) == (0, f"已保存「{draft}」。\n")
    assert "草稿已有7.3兆字节，超过8兆字节后不能保存。" in complaints
    before = draft.read_bytes()
    status, answers, complaints = run("set", draft, f"note/requests=@{tmp_path / '更多.txt'}")
    assert (status, answers) == (2, "")
    assert "超过8兆字节，未保存，文件未改动。删减过长的文字后再保存。" in complaints
    assert draft.read_bytes() == before
