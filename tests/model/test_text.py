import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.text import (
    chinese_date,
    chinese_numerals,
    clean,
    clean_line,
    paragraphs,
    removal_message,
    shortened,
    unnumbered,
    visible,
    visible_json,
)


@pytest.mark.parametrize("end", ["\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029", "\n"])
def test_every_line_end_becomes_a_line_feed(end: str) -> None:
    assert clean(f"甲{end}乙") == "甲\n乙"
    assert clean_line(f" 甲{end}乙 ") == "甲 乙"


@pytest.mark.parametrize(
    "sign",
    ["\x00", "\x07", "\x1b", "\x7f", "\x9f", "\ud800", "\ufdd0", "\uffff", "\U0010fffe", "\ufeff"],
)
def test_what_no_document_can_hold_is_dropped(sign: str) -> None:
    assert clean(f"甲{sign}乙") == "甲乙"


@pytest.mark.parametrize("text", ["plain", "", "有\t制表符", "造字\ue000", "𠮷", "全角　空格"])
def test_everything_else_stays(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", ""),
        ("甲\r\n乙\x85\u2028\t丙\u00a0\ue000𠮷", ""),
        ("\x07", "已去掉1个不能打印的字符（控制字符1个）。"),
        (
            "\ufeff甲\x00\x9f乙\ud800\ufdd0\U0001ffff",
            "已去掉6个不能打印的字符（控制字符2个、不完整的字符1个、非字符2个、字节序标记1个）。",
        ),
    ],
)
def test_what_is_removed_is_said_and_line_ends_are_not(text: str, message: str) -> None:
    assert removal_message(text) == message


@given(st.text(st.characters()))
def test_it_is_said_just_where_a_character_goes(text: str) -> None:
    plain = text.replace("\r\n", "\n")
    assert bool(removal_message(text)) == (len(clean(text)) < len(plain))


@given(st.text(st.characters()))
def test_cleaned_text_is_clean(text: str) -> None:
    assert removal_message(clean(text)) == ""
    assert clean(clean(text)) == clean(text)
    assert "\r" not in clean(text)
    assert "\n" not in clean_line(text)
    clean(text).encode("utf-8")


@pytest.mark.parametrize(
    ("body", "printed"),
    [
        ("", []),
        ("\n\n", []),
        (" \n　\n", []),
        ("甲", ["甲"]),
        ("甲\n乙\n\n", ["甲", "乙"]),
        ("甲\n\n乙", ["甲", "", "乙"]),
        ("\n甲", ["", "甲"]),
        ("　　甲\n\t乙 \n 　\n丙\n　", ["甲", "乙", "", "丙"]),
    ],
)
def test_a_body_is_printed_in_paragraphs(body: str, printed: list[str]) -> None:
    assert paragraphs(body) == printed


@pytest.mark.parametrize(
    ("number", "chinese"),
    [
        (1, "一"),
        (9, "九"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (21, "二十一"),
        (99, "九十九"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (115, "一百一十五"),
        (999, "九百九十九"),
    ],
)
def test_ordinals_read_as_chinese_counts(number: int, chinese: str) -> None:
    assert chinese_numerals(number) == chinese


def test_no_two_ordinals_are_alike() -> None:
    assert len({chinese_numerals(number) for number in range(1, 1000)}) == 999


def test_a_date_has_no_leading_zeros() -> None:
    assert chinese_date(date(2025, 1, 5)) == "2025年1月5日"


@pytest.mark.parametrize(
    ("label", "bare"),
    [
        ("（七）总计", "总计"),
        ("1.属于国家秘密", "属于国家秘密"),
        ("12.其他", "其他"),
        ("一、总体情况", "总体情况"),
        ("十一、附件", "附件"),
        ("（区分处理的）", "（区分处理的）"),
        ("总计", "总计"),
    ],
)
def test_the_numbering_of_a_label_can_be_taken_off(label: str, bare: str) -> None:
    assert unnumbered(label) == bare


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("plain", "plain"),
        ("甲\t乙\n丙", "甲\t乙\n丙"),
        ("\x1b]0;x\x07", r"\x1b]0;x\x07"),
        ("甲\x9b31m\x7f\r", r"甲\x9b31m\x7f\x0d"),
        ("甲\u202egpj\u2066\u200f\u061c", r"甲\u202egpj\u2066\u200f\u061c"),
        ("\udcff\ud800", r"\xff\ud800"),
        ("👨\u200d👩 造字\ue000", "👨\u200d👩 造字\ue000"),
    ],
)
def test_what_cannot_be_seen_is_written_out(text: str, seen: str) -> None:
    assert visible(text) == seen


@given(st.text())
def test_json_with_what_cannot_be_seen_written_out_says_the_same(text: str) -> None:
    written = visible_json(json.dumps({text: text}, ensure_ascii=False))
    assert visible(written) == written
    assert json.loads(written) == {text: text}


def test_a_name_is_shortened_to_what_a_sentence_shows() -> None:
    assert shortened("长" * 40) == "长" * 40
    assert shortened("长" * 41) == "长" * 39 + "…"
    assert shortened("一二三", 2) == "一…"
