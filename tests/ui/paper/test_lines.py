"""Where lines of the drawn pages end, and how they are filled."""

from itertools import pairwise

import pytest

from export import style
from ui.paper.faces import FaceFinder
from ui.paper.lines import Piece, SetLine, Shaper
from ui.paper.strips import CHARACTER, SPACING

pytestmark = pytest.mark.usefixtures("qapp")

CLOSING = "、，。；：？！”’）》」』】〕…％"
OPENING = "“‘（《「『【〔"
MARKS = (
    "一是“双随机”监管、‘一网通办’；二是《某某办法》（试行）、〔2024〕3号，并公开：甲、乙。率95%！"
)


def lines(text: str, room: float = style.TEXT_WIDTH) -> list[SetLine]:
    face = FaceFinder().typeface("仿宋_GB2312", style.BODY_SIZE)
    return Shaper().shaped(Piece(text, face, SPACING)).lines(room, justified=True)


@pytest.mark.parametrize("shift", range(14))
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(shift: int) -> None:
    found = lines("某" * shift + MARKS * 6)
    assert "".join(line.text for line in found) == "某" * shift + MARKS * 6
    assert [
        line.text for line in found if line.text[0] in CLOSING or line.text[-1] in OPENING
    ] == []
    for line in found[:-1]:
        assert line.width == pytest.approx(style.TEXT_WIDTH, abs=1)


def test_a_line_may_end_before_a_quotation() -> None:
    for mark in ("", "，", "》", "”"):
        text = "某" * (28 - len(mark)) + mark
        (first, _) = lines(f"{text}“甲乙”丙")
        assert first.text == text


@pytest.mark.parametrize("text", ["20240115", "3.1415926", "100%", "——", "……", "0000-0000000"])
def test_numbers_and_double_marks_are_not_divided(text: str) -> None:
    for shift in range(20, 29):
        assert any(text in line.text for line in lines("某" * shift + text + "某" * 9))


def test_the_text_before_a_long_address_is_not_drawn_apart() -> None:
    address = "https://www.qinglan.example/zwgk/fdzdgknr/2024/index.html?page=1"
    for shift in range(28):
        for line in lines("某" * shift + f"{address}，某" * 3 + "某" * 28):
            places = sorted(place for one in line.stretches for place in one.places)
            assert max(b - a for a, b in pairwise(places)) < 1.55 * CHARACTER


def test_characters_without_a_shape_take_none_of_another_font() -> None:
    (line,) = lines("零\u200b宽\u200d连\ufeff完\t空")
    assert line.text.split() == ["零宽连完", "空"]
    assert 0 not in [glyph for one in line.stretches for glyph in one.glyphs]
    assert len({one.font.familyName() for one in line.stretches}) <= 2  # the space is Latin


def test_a_word_longer_than_a_line_is_divided() -> None:
    word = "A" * 200
    found = lines(word)
    assert "".join(line.text for line in found) == word
    assert max(line.width for line in found) <= style.TEXT_WIDTH + 1


def test_the_last_line_is_not_stretched() -> None:
    for count in (2, 27):
        *_, last = lines("政" * (28 + count))
        assert last.width == pytest.approx(count * CHARACTER, abs=1)


def test_digits_stand_a_little_apart_from_chinese_characters() -> None:
    (line,) = lines("共3件")
    digit = line.stretches[1]
    assert digit.places[0] == pytest.approx(CHARACTER + 0.2 * 320, abs=1)
