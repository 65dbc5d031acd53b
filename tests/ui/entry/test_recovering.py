"""What a crash left behind: told in plain words, put back, saved elsewhere, or let go."""

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from model.drafts import copies as recovery
from model.drafts import copies as versions
from model.drafts import presence, storage
from model.drafts.presence import Editor
from model.drafts.storage import Loaded
from model.errors import StorageError
from model.report.answers import put
from model.report.report import Report
from tests.ui.starting import (
    CELL,
    answering,
    chosen,
    opened,
    press,
    saved,
    start,
    typed_but_not_saved,
)
from ui.app import clock, drafts, folders
from ui.entry import opening
from ui.entry.recents import RecoveredList


def test_what_was_not_saved_is_offered_again(qtbot: QtBot, tmp_path: Path, empty: Report) -> None:
    loaded = storage.save(Loaded(empty, tmp_path / "a.gknb", ""))
    typed = put(loaded.report, CELL, "7")
    recovery.keep_recovery(folders.recovery_folder(), typed, loaded.path, loaded.digest)
    application, window = start(qtbot)
    press(qtbot, window, "恢复")
    assert opened(qtbot, application).values == {CELL: 7}
    assert application.wizard is not None
    foot = application.wizard.messages
    qtbot.waitUntil(lambda: foot.text().startswith("已恢复 今天 "))
    assert foot.text().endswith(" 未保存的内容，草稿为「a.gknb」。")
    assert storage.load(loaded.path).report.values == {CELL: 7}
    assert recovery.all_of(folders.recovery_folder()) == []


def test_a_recovered_copy_of_a_changed_draft_lies_beside_it(
    qtbot: QtBot, tmp_path: Path, empty: Report
) -> None:
    loaded = storage.save(Loaded(empty, tmp_path / "a.gknb", ""))
    typed = put(loaded.report, CELL, "7")
    recovery.keep_recovery(folders.recovery_folder(), typed, loaded.path, "another")
    application, window = start(qtbot)
    press(qtbot, window, "恢复为新文件")
    assert opened(qtbot, application).values == {CELL: 7}
    assert storage.load(loaded.path).report.values == {}
    assert storage.load(tmp_path / "a（恢复）.gknb").report.values == {CELL: 7}


def test_what_was_recovered_is_told_in_plain_words(
    qtbot: QtBot, tmp_path: Path, empty: Report
) -> None:
    typed_but_not_saved(empty, tmp_path / "a.gknb")
    (offer,) = drafts.offers(clock.now())
    assert offer.message.startswith("程序上次没有正常关闭，今天 ")
    assert offer.message.endswith(
        "有未保存的内容：某市水务局2024年度（a.gknb）。与草稿相比：1 格不同。"
    )


def test_what_was_recovered_can_be_let_go_and_is_still_among_the_versions(
    qtbot: QtBot, tmp_path: Path, empty: Report
) -> None:
    typed_but_not_saved(empty, tmp_path / "a.gknb")
    _, window = start(qtbot)
    press(qtbot, window, "丢弃")
    assert recovery.all_of(folders.recovery_folder()) == []
    assert window.findChildren(RecoveredList)[0].isHidden()
    (kept,) = versions.times(folders.versions_folder(), empty.id)
    assert versions.load(folders.versions_folder(), empty.id, kept).values == {CELL: 7}


def test_what_was_recovered_can_be_saved_elsewhere(
    qtbot: QtBot, tmp_path: Path, empty: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed_but_not_saved(empty, tmp_path / "a.gknb")
    chosen(monkeypatch, tmp_path / "elsewhere")
    application, window = start(qtbot)
    press(qtbot, window, "另存…")
    assert opened(qtbot, application).values == {CELL: 7}
    assert application.wizard is not None
    assert application.wizard.session.path == tmp_path / "elsewhere.gknb"
    assert storage.load(tmp_path / "a.gknb").report.values == {}
    assert recovery.all_of(folders.recovery_folder()) == []


def test_a_copy_that_says_what_the_draft_says_is_not_offered(tmp_path: Path, empty: Report) -> None:
    loaded = saved(empty, tmp_path / "a.gknb")
    recovery.keep_recovery(folders.recovery_folder(), empty, loaded.path, "older")
    assert drafts.offers(clock.now()) == []
    assert recovery.all_of(folders.recovery_folder()) == []


def test_a_copy_of_a_draft_that_is_gone_is_offered_as_a_new_file(
    tmp_path: Path, empty: Report
) -> None:
    typed_but_not_saved(empty, tmp_path / "a.gknb").path.unlink()
    (offer,) = drafts.offers(clock.now())
    assert offer.as_new_file
    assert offer.message.endswith("原草稿已不能读取，恢复时另存为新文件。")


def test_a_copy_of_a_draft_that_is_open_now_belongs_to_that_window(
    tmp_path: Path, empty: Report
) -> None:
    typed_but_not_saved(empty, tmp_path / "a.gknb")
    now = clock.now()
    presence.announce(tmp_path / "a.gknb", Editor("李四", "PC-9", 1, now), now)
    assert drafts.offers(now) == []


@pytest.mark.parametrize(
    ("answer", "values", "copies"),
    [("恢复", {CELL: 7}, 0), ("另存…", {CELL: 7}, 0), ("丢弃", {}, 0), ("取消", None, 1)],
)
def test_opening_a_draft_asks_about_what_was_not_saved(
    answer: str,
    values: dict[str, int] | None,
    copies: int,
    tmp_path: Path,
    empty: Report,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    typed_but_not_saved(empty, tmp_path / "a.gknb")
    (tmp_path / "link.gknb").symlink_to(tmp_path / "a.gknb")
    asked = answering(monkeypatch, answer)
    chosen(monkeypatch, tmp_path / "b.gknb")
    loaded = opening.load(tmp_path / "link.gknb")
    assert (loaded.report.values if loaded else None) == values
    assert len(recovery.all_of(folders.recovery_folder())) == copies
    assert "有未保存的内容" in asked[0]


def test_the_start_fits_a_small_screen_with_everything_on_it(
    qtbot: QtBot, tmp_path: Path, empty: Report
) -> None:
    for number in range(4):
        typed_but_not_saved(replace(empty, id=str(number)), tmp_path / f"{number}某市某局年报.gknb")
    _, window = start(qtbot)
    qtbot.waitUntil(lambda: bool(window.findChildren(RecoveredList)))
    least = window.minimumSizeHint()
    assert least.width() < 960
    assert least.height() < 500


def test_a_copy_that_cannot_be_removed_says_so_and_stays(
    tmp_path: Path, empty: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "")

    typed_but_not_saved(empty, tmp_path / "a.gknb")
    (offer,) = drafts.offers(clock.now())
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        with pytest.raises(StorageError, match="未能删除"):
            drafts.discard(offer.copy)
    assert recovery.all_of(folders.recovery_folder()) == [offer.copy]
