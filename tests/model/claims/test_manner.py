"""A number that replaces another one in prose is written as that one was."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.claims.manner import in_manner
from model.claims.quantities import QUANTITY, chinese_number, quantity_of
from model.text import chinese_numerals
from model.values import Number


@pytest.mark.parametrize(
    ("number", "written", "expected"),
    [
        (13, "12", "13"),
        (13, "１２", "１３"),
        (1234, "5,678", "1,234"),
        (1234, "5，678", "1，234"),
        (999, "5,678", "999"),
        (1234, "５，６７８", "１，２３４"),
        (1_234_567, "5,678", "1,234,567"),
        (Decimal("1234.50"), "5,678.25", "1,234.50"),
        (Decimal("12.50"), "８．２５", "１２．５０"),
        (13, "十二", "十三"),
        (103, "十二", "一百零三"),
        (1001, "十二", "一千零一"),
        (1010, "十二", "一千零一十"),
        (2, "十二", "两"),
        (0, "十二", "零"),
        (5, "两", "五"),
        (30, "二〇", "三〇"),
        (30, "二零", "三零"),
        (31, "二〇", "三十一"),
        (2025, "二〇二四", "二〇二五"),
        (12_000, "十二", "12000"),
        (7, "百分之五", "百分之七"),
        (Decimal("7.25"), "百分之五", "百分之七点二五"),
        (7, "百分之5", "百分之7"),
    ],
)
def test_a_number_takes_the_manner_of_the_written_one(
    number: Number, written: str, expected: str
) -> None:
    assert in_manner(number, written) == expected


@given(number=st.integers(0, 9999))
def test_chinese_numerals_are_read_as_the_number_that_they_were_written_for(number: int) -> None:
    assert chinese_number(chinese_numerals(number)) == number


@given(
    number=st.integers(0, 10**9),
    written=st.sampled_from(["12", "１２", "1,234", "1，234", "１，２３４", "十二", "二〇", "两"]),
)
def test_in_any_manner_a_number_is_read_as_itself(number: int, written: str) -> None:
    match = QUANTITY.search(
        in_manner(number, written).translate(str.maketrans("０１２３４５６７８９", "0123456789"))
        + "件"
    )
    found = quantity_of(match) if match else None
    assert found is not None
    assert (found.number, found.unit) == (number, "件")
