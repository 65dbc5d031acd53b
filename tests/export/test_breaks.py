"""Titles, names and labels end their lines between words."""

import random
from itertools import accumulate
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from export import style
from export.breaks import is_shaped, lines_of, title_of, width, words_of
from tests.sampling import many

REPORT: Final = "政府信息公开工作年度报告"
SYLLABLES: Final = "青岚云溪松柏清河平泉临江安宁怀远"
TITLES: Final = many(500, 100)
"""How many names are tried, each in three titles."""
AREAS: Final = ("省", "市", "县", "区", "镇", "自治州")
BODIES: Final = (
    ("人民政府",),
    ("人民政府", "办公室"),
    ("商务局",),
    ("发展和改革", "委员会"),
    ("人力资源和社会保障局",),
    ("住房和城乡建设局",),
    ("市场监督管理局",),
    ("城市管理", "综合行政执法局"),
    ("退役军人事务局",),
    ("经济技术开发区", "管理委员会"),
    ("街道办事处",),
    ("粮食和物资储备局",),
)


def generated(number: int) -> list[list[str]]:
    """Names of 4 to 40 characters, each in the words that stay whole."""
    chosen = random.Random(number)
    found: list[list[str]] = []
    while len(found) < number:
        places = [
            "".join(chosen.sample(SYLLABLES, 2)) + chosen.choice(AREAS)
            for _ in range(chosen.randint(1, 4))
        ]
        name = [*places, *chosen.choice(BODIES)]
        if 4 <= len("".join(name)) <= 40:
            found.append(name)
    return found


def titles(name: str) -> list[list[str]]:
    """A title in each of its three forms."""
    return [
        [name, f"2024年{REPORT}"],
        [f"{name}2024年", REPORT],
        [f"2024年{name}{REPORT}"],
    ]


def test_no_title_is_broken_inside_a_word() -> None:
    for name in generated(TITLES):
        whole = [*name, "政府信息公开", "工作年度报告"]
        for parts in titles("".join(name)):
            text = "".join(parts)
            lines = [line for part in title_of(parts, style.TITLE_ROOM) for line in part]
            assert "".join(lines) == text
            assert all(width(line) <= style.TITLE_ROOM for line in lines), lines
            ends = set(accumulate(map(len, lines)))
            for word in whole:
                begin = text.index(word)
                assert not ends & set(range(begin + 1, begin + len(word))), lines


def test_almost_every_title_is_a_trapezium_or_a_lozenge() -> None:
    """Where the words of a short name leave no choice, whole words stand before the shape."""
    made = [
        [line for part in title_of(parts, style.TITLE_ROOM) for line in part]
        for name in generated(TITLES)
        for parts in titles("".join(name))
    ]
    assert sum(map(is_shaped, made)) / len(made) > 0.95


@pytest.mark.parametrize(
    ("lines", "shaped"),
    [
        (["一"], True),
        (["一二", "一二三", "一二三四"], True),
        (["一二三四", "一二三", "一二"], True),
        (["一二", "一二三四", "一二三"], True),
        (["一二三", "一", "一二"], False),
        (["一二", "一二"], False),
    ],
)
def test_a_title_never_becomes_longer_again(lines: list[str], shaped: bool) -> None:
    assert is_shaped(lines) == shaped


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("青岚市市中区商务局", ["青岚市", "市中区", "商务局"]),
        ("青岚市沙市区人民政府", ["青岚市", "沙市区", "人民政府"]),
        ("青岚省镇云市平河区商务局", ["青岚省", "镇云市", "平河区", "商务局"]),
        ("临江市镇云区人民政府", ["临江市", "镇云区", "人民政府"]),
        ("临江市乡泉县统计局", ["临江市", "乡泉县", "统计局"]),
        ("青岚县市政处", ["青岚县", "市政处"]),
        ("青岚省河市市商务局", ["青岚省", "河市市", "商务局"]),
        ("青岚省云州市商务局", ["青岚省", "云州市", "商务局"]),
        ("泉乡市红旗区公安局", ["泉乡市", "红旗区", "公安局"]),
        ("云州湾新区管理委员会", ["云州湾新区", "管理委员会"]),
        ("青岚省云城市城市管理局", ["青岚省", "云城市", "城市管理局"]),
        ("青岚市云海关区商务局", ["青岚市", "云海关区", "商务局"]),
        ("青岚市公安局某某县分局", ["青岚市", "公安局", "某某县", "分局"]),
        ("青岚市税务局市南区分局", ["青岚市", "税务局", "市南区", "分局"]),
        ("临江市镇云区某某街道办事处", ["临江市", "镇云区", "某某街道办事处"]),
        ("临江市公安县某某镇人民政府", ["临江市", "公安县", "某某镇", "人民政府"]),
        ("临江市云镇镇人民政府", ["临江市", "云镇镇", "人民政府"]),
        ("松柏山保安族东乡族自治县", ["松柏山保安族东乡族自治县"]),
        ("中华人民共和国青岚海关", ["中华人民共和国", "青岚海关"]),
        ("松柏苗族自治县税务局", ["松柏苗族自治县", "税务局"]),
        ("（三）不予公开", ["（三）", "不予", "公开"]),
        ("商务局（口岸办公室）", ["商务局", "（口岸", "办公室）"]),
        ("科学和技术", ["科学", "和技术"]),
        ("商务和", ["商务和"]),
        ("5.重复申请", ["5.重复", "申请"]),
    ],
)
def test_words_keep_their_marks_numbers_and_places(text: str, words: list[str]) -> None:
    assert list(words_of(text)) == words


def test_a_word_wider_than_a_line_is_divided_equally() -> None:
    assert lines_of("某某某某某某某", 5) == ["某某某某", "某某某"]
    assert lines_of("someverylongword", 5) == ["someverylongword"]


def test_a_text_too_long_for_a_title_is_left_to_the_printing_program() -> None:
    assert lines_of("青岚市" * 50, 20) == ["青岚市" * 50]


@given(st.text(min_size=1), st.floats(1, 30))
def test_no_character_is_lost(text: str, room: float) -> None:
    assert "".join(words_of(text)) == text
    assert "".join(lines_of(text, room)) == text
    assert "".join(line for part in title_of([text, "年"], room) for line in part) == f"{text}年"
