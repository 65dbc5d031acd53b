"""Two texts side by side: what differs is marked, what is the same is left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.compare.texts import EMPTY, MISSING, Side, plain, sides
from tests.patience import growth

bodies = st.text("公开政府信息\n", max_size=40)


def drawn(side: Side) -> str:
    """Draw what differs in brackets."""
    return "".join(f"[{text}]" if differs else text for text, differs in side)


@pytest.mark.parametrize(
    ("one", "other", "left", "right"),
    [
        ("受理12件", "受理15件", "受理1[2]件", "受理1[5]件"),
        ("受理件", "受理15件", "受理件", "受理[15]件"),
        ("甲", "乙", "[甲]", "[乙]"),
        ("甲乙丙丁", "甲己丙戊丁", "甲[乙丙]丁", "甲[己丙戊]丁"),
        ("甲\n乙\n丙", "甲\n丁\n丙", "第2段：[乙]", "第2段：[丁]"),
        ("甲\n乙", "甲", "第2段：[乙]", MISSING),
        ("甲", "甲\n", MISSING, f"第2段：[{EMPTY}]"),
        ("甲\n\n丙", "甲\n乙\n丙", f"第2段：[{EMPTY}]", "第2段：[乙]"),
        ("一\n三", "一\n二\n三", MISSING, "第2段：[二]"),
        ("一\n二\n三", "一\n三", "第2段：[二]", MISSING),
        ("a\nb\nc", "x\nb\nz", "第1段：[a]\n第3段：[c]", "第1段：[x]\n第3段：[z]"),
    ],
)
def test_only_the_paragraphs_that_differ_are_given(
    one: str, other: str, left: str, right: str
) -> None:
    assert tuple(map(drawn, sides(one, other))) == (left, right)
    assert tuple(map(drawn, sides(other, one))) == (right, left)


def test_lines_that_are_no_paragraphs_have_no_numbers() -> None:
    assert (
        drawn(sides("名称：甲\n单位：条", "名称：乙\n单位：条", numbered=False)[0]) == "名称：[甲]"
    )


@given(bodies, bodies)
def test_every_line_stands_beside_one_and_the_same_has_none(one: str, other: str) -> None:
    left, right = map(plain, sides(one, other))
    assert left.count("\n") == right.count("\n")
    assert (left == right == "") == (one == other)


@given(bodies.map(lambda text: text.replace("\n", "")), bodies)
def test_what_is_not_marked_stands_on_both_sides(one: str, other: str) -> None:
    left, right = sides(one, other.replace("\n", ""))
    kept = ["".join(t for t, differs in side if not differs) for side in (left, right)]
    assert kept[0] == kept[1]


def test_two_very_long_texts_are_compared_without_a_wait() -> None:
    one, other = "开头" + "甲乙" * 50_000 + "结尾", "开头" + "丙甲" * 50_000 + "结尾"
    left, right = sides(one, other)
    assert [len(text) for text, _ in left] == [2, 100_000, 2]
    assert drawn(right).startswith("开头[丙甲")
    assert growth(lambda n: sides("甲乙" * n, "丙甲" * n), 12_500) <= 6
