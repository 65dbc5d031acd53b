"""Texts that follow the figures: by themselves at 草稿, on request elsewhere, each undone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from model.checks.following import Follow
from model.report import subheads
from model.report.answers import put
from model.report.report import Report, Stage
from model.report.wording import reference_sentence
from tests.ui.conftest import table_page, type_into
from ui.base.messages import MessageCard
from ui.base.session import Session
from ui.following import offer_sentence
from ui.text.page import TextPage
from ui.wizard import Wizard

HOME = "overview.on_request"
TEXT = f"text/{HOME}"
NATURAL = "requests/received/natural"
FOLLOWED = "「依申请公开」中由程序写成的语句已随所填内容改写。"


def with_text(wizard: Wizard, body: str = "") -> None:
    """Write a text, by default the reference sentence, and settle it."""
    session = wizard.session
    known = session.report.form.texts[HOME]
    written = body or reference_sentence(session.report, known)
    session.apply(subheads.write(session.report, HOME, written), "写入", TEXT)
    session.check()


def at_stage(wizard: Wizard, stage: Stage) -> None:
    wizard.session.apply(wizard.session.report.at_stage(stage), "稿别")


def own(report: Report) -> str:
    return reference_sentence(report, report.form.texts[HOME])


def body_of(session: Session) -> str:
    block = session.report.text(HOME)
    assert block is not None
    return block.body


def received(session: Session) -> int:
    number = session.evaluation.numbers["requests/received/total"]
    assert isinstance(number, int)
    return number


def card_with(wizard: Wizard, words: str) -> MessageCard | None:
    cards = wizard.messages.findChildren(MessageCard)
    return next((one for one in cards if words in one.text() and not one.isHidden()), None)


def awaited(qtbot: QtBot, wizard: Wizard, words: str) -> MessageCard:
    qtbot.waitUntil(lambda: card_with(wizard, words) is not None)
    card = card_with(wizard, words)
    assert card is not None
    return card


def press(qtbot: QtBot, card: MessageCard, name: str) -> None:
    button = next(one for one in card.findChildren(QPushButton) if one.text() == name)
    assert not button.isHidden()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def acts(card: MessageCard) -> list[str]:
    return [one.text() for one in card.findChildren(QPushButton) if not one.isHidden()]


def test_the_programs_own_sentence_follows_a_cell_and_one_undo_takes_both_back(
    qtbot: QtBot, wizard: Wizard
) -> None:
    session = wizard.session
    with_text(wizard)
    before, index = session.report, session.undo_stack.index()
    type_into(qtbot, table_page(wizard), NATURAL, "1380")
    card = awaited(qtbot, wizard, FOLLOWED)
    assert body_of(session) == own(session.report) != own(before)
    assert session.undo_stack.index() == index + 1
    press(qtbot, card, "撤销")
    assert session.report == before
    assert wizard.step == "requests"
    session.undo_stack.redo()
    assert body_of(session) == own(session.report) != own(before)
    session.check()
    assert [one for one in session.result.findings if one.span] == []


def test_the_editor_shows_what_followed_and_what_was_taken_back(
    qtbot: QtBot, wizard: Wizard
) -> None:
    with_text(wizard)
    page = wizard.show_step("overview")
    assert isinstance(page, TextPage)
    editor, before = page.boxes[HOME].editor, body_of(wizard.session)
    wizard.session.put(NATURAL, "1380", object())
    wizard.session.check()
    assert editor.text() == body_of(wizard.session) != before
    wizard.session.undo_stack.undo()
    assert editor.text() == before
    wizard.session.undo_stack.redo()
    assert editor.text() != before


def test_a_cell_that_is_emptied_first_is_followed_too(qtbot: QtBot, wizard: Wizard) -> None:
    session = wizard.session
    with_text(wizard)
    before = body_of(session)
    session.put(NATURAL, "")
    session.check()
    assert body_of(session) == before
    session.put(NATURAL, "1380")
    session.check()
    assert body_of(session) == own(session.report) != before


def test_a_cell_that_waits_elsewhere_holds_nothing_up(qtbot: QtBot, wizard: Wizard) -> None:
    session = wizard.session
    with_text(wizard)
    session.put("disclosure/normative/issued", "")
    for typed in ("1380", "1390"):
        session.put(NATURAL, typed)
        session.check()
        assert body_of(session) == own(session.report)


def test_each_of_two_quick_acts_takes_its_own_following_along(qtbot: QtBot, wizard: Wizard) -> None:
    session = wizard.session
    with_text(wizard)
    session.put(NATURAL, "1380")
    session.put("requests/carried_in/natural", "50")
    session.check()
    assert body_of(session) == own(session.report)
    session.undo_stack.undo()
    assert body_of(session) == own(session.report)
    session.undo_stack.undo()
    assert body_of(session) == own(session.report)


def test_keys_of_one_cell_are_one_act_with_its_sentence(qtbot: QtBot, wizard: Wizard) -> None:
    session = wizard.session
    with_text(wizard)
    before, index, editing = session.report, session.undo_stack.index(), object()
    for typed in ("1", "13", "138"):
        session.put(NATURAL, typed, editing)
        session.check()
        assert body_of(session) == own(session.report)
    assert session.undo_stack.index() == index + 1
    session.undo_stack.undo()
    assert session.report == before


def test_a_changed_sentence_is_offered_and_follows_as_one_act(qtbot: QtBot, wizard: Wizard) -> None:
    session = wizard.session
    with_text(wizard, f"今年新收政府信息公开申请{received(session)}件，逐件登记。")
    type_into(qtbot, table_page(wizard), NATURAL, "1")
    before = session.report
    card = awaited(qtbot, wizard, f"文字中有1处应同步改为{received(session)}。")
    assert acts(card) == ["一并修改", "查看", "关闭"]
    assert body_of(session) != f"今年新收政府信息公开申请{received(session)}件，逐件登记。"
    press(qtbot, card, "一并修改")
    assert body_of(session) == f"今年新收政府信息公开申请{received(session)}件，逐件登记。"
    press(qtbot, awaited(qtbot, wizard, "文字中已修改1处。"), "撤销")
    assert session.report == before


def test_several_cells_make_one_message(qtbot: QtBot, wizard: Wizard) -> None:
    session = wizard.session
    numbers = session.evaluation.numbers
    carried = numbers["requests/carried_in/total"]
    with_text(
        wizard,
        f"今年新收政府信息公开申请{received(session)}件，上年结转政府信息公开申请{carried}件。",
    )
    said: list[str] = []
    show = wizard.messages.show_message
    wizard.messages.show_message = (  # type: ignore[method-assign]
        lambda text, *of, **more: said.append(text) or show(text, *of, **more)
    )
    type_into(qtbot, table_page(wizard), NATURAL, "1", "2")
    awaited(qtbot, wizard, "文字中有2处数字应同步修改。")
    assert [one for one in said if "文字中" in one] == ["文字中有2处数字应同步修改。"]


def test_looking_shows_the_places_one_after_the_other(qtbot: QtBot, wizard: Wizard) -> None:
    session = wizard.session
    total = received(session)
    with_text(wizard, f"新收政府信息公开申请{total}件。\n新收政府信息公开申请{total}件。")
    type_into(qtbot, table_page(wizard), NATURAL, "1")
    card = awaited(qtbot, wizard, "文字中有2处应同步改为")
    for place in (0, 1, 0):
        press(qtbot, card, "查看")
        page = wizard.show_step("overview")
        assert isinstance(page, TextPage)
        cursor = page.boxes[HOME].editor.textCursor()
        assert cursor.selectedText() == str(total) and cursor.blockNumber() == place
        card = awaited(qtbot, wizard, "文字中有2处应同步改为")
    press(qtbot, card, "一并修改")
    assert body_of(session).count(f"{received(session)}件") == 2


def test_from_the_draft_for_comments_on_all_is_only_offered(qtbot: QtBot, wizard: Wizard) -> None:
    session = wizard.session
    with_text(wizard)
    at_stage(wizard, Stage.COMMENTS)
    before = body_of(session)
    type_into(qtbot, table_page(wizard), NATURAL, "1380")
    card = awaited(qtbot, wizard, "文字中有1句由程序写成的语句应随所填内容改写。")
    assert body_of(session) == before
    press(qtbot, card, "一并修改")
    assert body_of(session) == own(session.report) != before
    session.undo_stack.undo()
    assert body_of(session) == before


def test_an_undone_cell_ends_the_offer(qtbot: QtBot, wizard: Wizard) -> None:
    session = wizard.session
    with_text(wizard, f"今年新收政府信息公开申请{received(session)}件。")
    type_into(qtbot, table_page(wizard), NATURAL, "1")
    awaited(qtbot, wizard, "文字中有1处")
    session.undo_stack.undo()
    qtbot.waitUntil(lambda: card_with(wizard, "文字中有1处") is None)


def test_an_offer_stays_while_a_text_is_typed_and_goes_when_it_is_closed(
    qtbot: QtBot, wizard: Wizard
) -> None:
    session = wizard.session
    with_text(wizard, f"今年新收政府信息公开申请{received(session)}件。")
    type_into(qtbot, table_page(wizard), NATURAL, "1")
    card = awaited(qtbot, wizard, "文字中有1处")
    session.put("text/problems.problems", "另一处文字。")
    assert acts(card) == ["一并修改", "查看", "关闭"]
    press(qtbot, card, "关闭")
    session.put("figure/suggestions", "3")  # what was closed is not offered again
    qtbot.waitUntil(lambda: not wizard._following.later.isActive())
    assert card_with(wizard, "文字中有") is None


def test_a_text_that_says_something_else_is_left_alone(qtbot: QtBot, wizard: Wizard) -> None:
    session = wizard.session
    with_text(wizard, "今年新收政府信息公开申请7件，培训3场。")
    type_into(qtbot, table_page(wizard), NATURAL, "1")
    qtbot.waitUntil(lambda: not wizard._following.later.isActive())
    assert wizard.messages.texts() == [] and "7件" in body_of(session)


def test_the_preface_follows_the_unit(qtbot: QtBot, wizard: Wizard) -> None:
    session = wizard.session
    preface = session.report.form.texts["overview.preface"]
    written = reference_sentence(session.report, preface)
    session.apply(subheads.write(session.report, preface.block, written), "写入", preface.address)
    session.put("unit/phone", "0000-1111111")
    awaited(qtbot, wizard, "「前言」中由程序写成的语句已随所填内容改写。")
    block = session.report.text(preface.block)
    assert block is not None and "0000-1111111" in block.body
    session.undo_stack.undo()
    block = session.report.text(preface.block)
    assert block is not None and block.body == written


def test_a_message_is_read_aloud_and_reached_by_keys(qtbot: QtBot, wizard: Wizard) -> None:
    session = wizard.session
    with_text(wizard, f"今年新收政府信息公开申请{received(session)}件。")
    type_into(qtbot, table_page(wizard), NATURAL, "1")
    card = awaited(qtbot, wizard, "文字中有1处")
    wizard.messages.enter()
    focused = wizard.focusWidget()
    assert isinstance(focused, QPushButton) and focused.text() == "一并修改"
    qtbot.keyClick(focused, Qt.Key.Key_Space)
    assert f"{received(session)}件" in body_of(session)
    assert card.isHidden()


def test_nothing_is_added_to_an_act_that_was_taken_back_or_made_again(session: Session) -> None:
    session.put(NATURAL, "1380")
    for step in (session.undo_stack.undo, session.undo_stack.redo):
        step()
        report = session.report
        session.amend(put(report, TEXT, "无"), [TEXT])
        assert session.report == report


def follow(new: str, old: str = "12") -> Follow:
    return Follow(TEXT, 0, 2, old, new, automatic=False)


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        ([follow("77"), follow("77")], "文字中有2处应同步改为77。"),
        ([follow("77"), follow("78")], "文字中有2处数字应同步修改。"),
        ([follow("句" * 30)], "文字中有1句由程序写成的语句应随所填内容改写。"),
        (
            [follow("77"), follow("句" * 30)],
            "文字中有1处应同步改为77，有1句由程序写成的语句应随所填内容改写。",
        ),
    ],
)
def test_an_offer_says_how_many_places_and_which_number(found: list[Follow], sentence: str) -> None:
    assert offer_sentence(found) == sentence
