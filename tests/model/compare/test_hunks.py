"""Paragraphs of two texts: what differs, and what becomes of a text when some are taken over."""

from hypothesis import given
from hypothesis import strategies as st

from model.compare.texts import Hunk, hunks, with_hunks

TEXTS = st.lists(st.sampled_from(["甲。", "乙。", "丙。", "丁。", ""]), max_size=7).map("\n".join)


def lines(body: str) -> str:
    return "\n".join(filter(None, body.split("\n")))


def test_a_changed_an_added_and_a_lost_paragraph_are_told_apart() -> None:
    assert hunks("甲。\n乙。\n丙。", "甲。\n新乙。\n丙。\n丁。") == (
        Hunk(0, 2, "乙。", "新乙。"),
        Hunk(1, 4, None, "丁。"),
    )
    assert hunks("甲。\n乙。", "乙。") == (Hunk(0, 1, "甲。", None),)


def test_a_text_that_was_blank_is_filled_paragraph_by_paragraph() -> None:
    found = hunks("", "甲。\n乙。")
    assert [hunk.other for hunk in found] == ["甲。", "乙。"]
    assert with_hunks("", found[1:]) == "乙。"


def test_blank_lines_and_spaces_are_no_difference() -> None:
    assert hunks("　甲。\n\n乙。 ", "甲。\n乙。") == ()


def test_only_the_chosen_paragraph_changes() -> None:
    ours, theirs = "甲。\n乙。\n丙。", "改甲。\n乙。\n改丙。\n丁。"
    found = hunks(ours, theirs)
    assert with_hunks(ours, found[1:2]) == "甲。\n乙。\n改丙。"


@given(TEXTS, TEXTS)
def test_all_paragraphs_taken_give_the_other_text_and_none_ours(one: str, other: str) -> None:
    found = hunks(one, other)
    assert with_hunks(one, found) == lines(other)
    assert with_hunks(one, ()) == lines(one)


@given(TEXTS, TEXTS, st.data())
def test_paragraphs_taken_in_two_goes_are_as_if_taken_at_once(
    one: str, other: str, data: st.DataObject
) -> None:
    found = hunks(one, other)
    chosen = [hunk for hunk in found if data.draw(st.booleans())]
    rest = hunks(with_hunks(one, chosen), other)
    assert with_hunks(with_hunks(one, chosen), rest) == lines(other)
