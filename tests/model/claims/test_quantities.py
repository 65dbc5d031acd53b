"""Numbers as prose writes them are read; what is no number of one thing is not."""

from decimal import Decimal

import pytest

from model.claims.quantities import QUANTITY, Quantity, chinese_number, quantity_of
from model.values import Number


def read(text: str) -> Quantity | None:
    match = QUANTITY.search(text)
    return quantity_of(match) if match else None


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("收到12件", 12, "件"),
        ("收到1,234件", 1234, "件"),
        ("收到1，234件", 1234, "件"),
        ("收到 12 件", 12, "件"),
        ("收到十二件", 12, "件"),
        ("收到一百零三件", 103, "件"),
        ("收到两千件", 2000, "件"),
        ("收到二〇件", 20, "件"),
        ("收取12.50元", Decimal("12.50"), "元"),
        ("收取412.506万元", Decimal("412.506"), "万元"),
        ("占36.5％", Decimal("36.5"), "%"),
        ("占百分之五", 5, "%"),
        ("占百分之三点五", Decimal("3.5"), "%"),
        ("占百分之98.5", Decimal("98.5"), "%"),
        ("公开3.0条", 3, "条"),
    ],
)
def test_a_number_is_read_with_its_unit(text: str, number: Number, unit: str) -> None:
    found = read(text)
    assert found is not None
    assert (found.number, found.unit, found.is_exact) == (number, unit, True)


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("收到1200余件", 1200, 1320),
        ("收到10多件", 10, 20),
        ("收到超过30件", 30, 40),
        ("收到逾30件", 30, 40),
        ("收到近100件", 0, 100),
        ("收到不足50件", 40, 50),
        ("收到约200件", 180, 220),
        ("公开1.2万条", 11_500, 12_500),
        ("公开3万余条", 30_000, 40_000),
    ],
)
def test_an_approximate_number_is_a_range(text: str, least: int, most: int) -> None:
    found = read(text)
    assert found is not None
    assert (found.least, found.most, found.is_exact) == (least, most, False)
    assert found.fits(least) and found.fits(most)
    assert not found.fits(least - 1) and not found.fits(most + 1)


@pytest.mark.parametrize(
    "text", ["三四件", "十十件", "百千件", "百分之点", "百分之三点", "1" * 16 + "件"]
)
def test_what_is_no_number_is_not_read(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("二〇二四", 2024),
        ("一十", 10),
        ("十", 10),
        ("三千零五", 3005),
        ("零", 0),
        ("", None),
        ("一" * 16, None),
        ("十三四", None),
        ("十点", None),
    ],
)
def test_chinese_numerals_have_places_or_are_digits(text: str, number: int | None) -> None:
    assert chinese_number(text) == number


def test_the_place_of_a_number_is_without_its_unit() -> None:
    for text, words in (
        ("共约12余件", "约12余"),
        ("占百分之五", "百分之五"),
        ("收到 十二 件", "十二"),
    ):
        found = read(text)
        assert found is not None
        assert text[found.start : found.end] == words


def test_a_quantity_is_converted_to_a_smaller_unit() -> None:
    found = read("收取约1.2万元")
    assert found is not None
    yuan = found.times(10_000)
    assert (yuan.number, yuan.least, yuan.most) == (12_000, 10_800, 13_200)
