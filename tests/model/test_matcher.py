"""Two sequences are held against each other as difflib does it, in bounded time."""

from collections.abc import Sequence
from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.compare.texts import hunks, plain, sides, with_hunks
from model.matcher import Matcher, TooManySteps, ends, opcodes
from model.report.wording import _covered

SIDES = st.text("甲乙丙，", max_size=30)
ENDLESS = ("丁" + "甲乙" * 2000 + "戊", "丁" + "甲丙" * 2000 + "戊")


def joined(codes: list[tuple[str, int, int, int, int]], one: Sequence[str], other: str) -> str:
    return "".join(str(one[i:j] if tag == "equal" else other[k:m]) for tag, i, j, k, m in codes)


@given(SIDES, SIDES)
def test_texts_are_held_against_each_other_as_difflib_does(one: str, other: str) -> None:
    assert opcodes(one, other) == SequenceMatcher(None, one, other, autojunk=False).get_opcodes()


@given(SIDES, SIDES)
def test_equal_ends_alone_tell_the_same_texts(one: str, other: str) -> None:
    assert joined(ends(one, other), one, other) == other


def test_texts_that_repeat_a_few_words_are_told_apart_by_their_ends() -> None:
    one, other = ENDLESS
    with pytest.raises(TooManySteps):
        Matcher(one, other).get_opcodes()
    assert opcodes(one, other) == [
        ("equal", 0, 2, 0, 2),
        ("replace", 2, 4001, 2, 4001),
        ("equal", 4001, 4002, 4001, 4002),
    ]
    assert [plain(side) for side in sides(one, other)] == [one, other]
    assert _covered(one, other) == 0


def test_paragraphs_that_repeat_a_few_words_are_still_taken_over() -> None:
    one, other = ("\n".join(text) for text in ENDLESS)
    assert with_hunks(one, hunks(one, other)) == other
