"""The draft's file follows unit and year: an offer, a file of another name, nothing lost."""

import errno
import os
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from model.drafts import storage
from model.drafts.storage import Loaded
from model.report.report import Report
from tests.ui.conftest import menu_act, shown
from ui.app import acts
from ui.base.messages import MessageCard
from ui.base.session import Session
from ui.base.settings import Settings
from ui.renaming import NameDialog, renamed
from ui.wizard import Wizard

UNIT = "云岭市水务局"


@pytest.fixture
def named(qtbot: QtBot, tmp_path: Path, example: Report) -> Wizard:
    """The window on a draft that has the name the program gave it."""
    path = tmp_path / acts.draft_name(example.unit.name, example.year)
    Settings().remember(path)
    return shown(qtbot, Session(storage.save(Loaded(example, path, ""))))


def offers(wizard: Wizard) -> list[MessageCard]:
    cards = wizard.messages.findChildren(MessageCard)
    return [card for card in cards if "可改名为" in card.text() and not card.isHidden()]


def rename(qtbot: QtBot, wizard: Wizard) -> None:
    """Change the unit, and take the offer."""
    wizard.session.put("unit/name", UNIT)
    wizard.renaming.offer()
    (card,) = offers(wizard)
    (button,) = card._acts
    assert button.text() == "重命名草稿文件"
    with qtbot.waitSignal(wizard.session.saved):
        button.click()


def test_a_draft_whose_unit_changes_can_be_renamed_with_one_click(
    qtbot: QtBot, named: Wizard
) -> None:
    session, old = named.session, named.session.path
    rename(qtbot, named)
    new = old.with_name(acts.draft_name(UNIT, session.report.year))
    assert (session.path, old.exists()) == (new, False)
    there = storage.load(new).report
    assert (there.id, there.unit.name) == (session.report.id, UNIT)
    assert named.foot.saved.toolTip() == str(new) and new.stem in named.windowTitle()
    assert Settings().recent == [new]
    assert not offers(named)
    session.put("unit/phone", "0000-1111111")  # it is saved on under its new name
    with qtbot.waitSignal(session.saved):
        session.save()
    assert storage.load(new).report.unit.phone == "0000-1111111"
    assert [*old.parent.glob("*.gknb")] == [new]


def test_a_change_that_is_taken_back_takes_the_offer_back(named: Wizard) -> None:
    named.session.put("unit/name", UNIT)
    assert named.renaming.later.isActive()
    named.renaming.offer()
    assert len(offers(named)) == 1
    named.session.undo_stack.undo()
    named.renaming.offer()
    assert offers(named) == []


def test_a_file_of_that_name_is_named_and_left_alone(qtbot: QtBot, named: Wizard) -> None:
    old = named.session.path
    other = old.with_name(acts.draft_name(UNIT, named.session.report.year))
    other.write_bytes(b"other")
    for _ in range(2):  # it is said again where it is tried again
        named.renaming._messages.end("rename")
        rename(qtbot, named)
        said = named.messages.text()
        assert said == f"「{other.name}」已存在，草稿文件未改名，仍为「{old.name}」。"
        named.messages.findChildren(MessageCard)[-1].close_now()
    assert other.read_bytes() == b"other"
    assert storage.load(old).report.unit.name == UNIT


def test_a_draft_that_was_changed_elsewhere_is_not_renamed_but_kept_apart(
    qtbot: QtBot, named: Wizard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.wizard.show_conflict", lambda *_: None)
    old = named.session.path
    theirs = storage.load(old)
    storage.save(replace(theirs, report=replace(theirs.report, year=2020)))
    rename(qtbot, named)
    assert storage.load(old).report.year == 2020
    assert "冲突" in named.session.path.name
    assert storage.load(named.session.path).report.unit.name == UNIT


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        (" 给局长看的 ", "给局长看的.gknb"),
        ("甲/乙.gknb", "甲／乙.gknb"),
        ("", ""),
        ("长" * 300, ""),
    ],
)
def test_a_draft_gets_the_name_that_is_asked_for_in_the_menu(
    qtbot: QtBot, named: Wizard, typed: str, name: str
) -> None:
    old = named.session.path
    named.session.put("unit/name", UNIT)
    menu_act(named, "重命名草稿文件…").trigger()
    (dialog,) = named.findChildren(NameDialog)
    assert dialog.name.text() == f"2024年{UNIT}年报"
    dialog.name.setText(typed)
    if not typed:
        dialog.accept()
        assert (named.session.path, named.session.saver.moving) == (old, False)
        return
    with qtbot.waitSignal(named.session.saver.moved):
        dialog.accept()
    assert not old.exists()
    assert named.session.path.name == name or (not name and named.session.path.exists())
    assert named.messages.text() == ""


def test_a_draft_that_cannot_be_written_is_not_renamed_and_that_is_said(named: Wizard) -> None:
    named.session.saver.read_only = "草稿在只读位置。"
    menu_act(named, "重命名草稿文件…").trigger()
    assert not named.findChildren(NameDialog)
    assert named.messages.text() == "草稿在只读位置。"


def test_a_draft_in_a_folder_that_turned_read_only_keeps_its_name_and_a_copy(
    qtbot: QtBot, named: Wizard, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    old = named.session.path
    monkeypatch.setattr(storage, "_write_temporary", refuse)
    named.session.put("unit/name", UNIT)
    with qtbot.waitSignal(named.session.saver.failed):
        named.renaming._rename("别的名字")
    assert (named.session.path, old.exists(), named.session.dirty) == (old, True, True)
    monkeypatch.undo()
    with qtbot.waitSignal(named.session.saver.moved):
        named.renaming._rename("别的名字")
    assert storage.load(named.session.path).report.unit.name == UNIT


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2024年青岚市商务局年报(2).gknb", "2025年云岭市水务局年报(2).gknb"),
        ("青岚市商务局2024（副本）.gknb", "云岭市水务局2025（副本）.gknb"),
        ("年报2024.GKNB", "年报2025.GKNB"),
        ("年报12024.gknb", "年报12024.gknb"),
        ("给局长看的.gknb", "给局长看的.gknb"),
    ],
)
def test_a_file_is_named_anew_as_far_as_it_was_named_by_unit_and_year(
    example: Report, name: str, expected: str
) -> None:
    before = replace(example, year=2024, unit=replace(example.unit, name="青岚市商务局"))
    after = replace(before, year=2025, unit=replace(before.unit, name=UNIT))
    assert renamed(name, before, after) == expected
    assert renamed(name, before, before) == name
