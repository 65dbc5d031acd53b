from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import UnreadableError
from model.values import LONGEST, Kind, Number, read_number, write_number

READ: list[tuple[Kind, str, Number]] = [
    (Kind.COUNT, "0", 0),
    (Kind.COUNT, "3440", 3440),
    (Kind.COUNT, "007", 7),
    (Kind.COUNT, " 12\t", 12),
    (Kind.COUNT, "　12　", 12),
    (Kind.COUNT, "１２３", 123),
    (Kind.COUNT, "1,234", 1234),
    (Kind.COUNT, "1，234，567", 1234567),
    (Kind.COUNT, "1 234", 1234),
    (Kind.COUNT, "9" * LONGEST, 999_999_999_999_999),
    (Kind.CHANGE, "+1036", 1036),
    (Kind.CHANGE, "-3", -3),
    (Kind.CHANGE, "−3", -3),
    (Kind.CHANGE, "－3", -3),
    (Kind.CHANGE, "-1,036", -1036),
    (Kind.CHANGE, "5", 5),
    (Kind.MONEY, "59237.2449", Decimal("59237.2449")),
    (Kind.MONEY, "7730.20", Decimal("7730.20")),
    (Kind.MONEY, "1,234.50", Decimal("1234.50")),
    (Kind.MONEY, "316441", Decimal(316441)),
    (Kind.MONEY, "12．5", Decimal("12.5")),
    (Kind.PERCENT, "100", Decimal(100)),
    (Kind.PERCENT, "98.50", Decimal("98.50")),
    (Kind.PERCENT, "98.5%", Decimal("98.5")),
    (Kind.PERCENT, "98.5 ％", Decimal("98.5")),
]
WHOLE = "只填整数，如 3。"
REFUSED = [
    (Kind.COUNT, "一", f"「一」未能识别。{WHOLE}"),
    (Kind.COUNT, "3件", f"「3件」未能识别。{WHOLE}"),
    (Kind.COUNT, "-1", f"「-1」未能识别。{WHOLE}"),
    (Kind.COUNT, "1.5", f"「1.5」未能识别。{WHOLE}"),
    (Kind.COUNT, "/", f"「/」未能识别。{WHOLE}"),
    (Kind.COUNT, "—", f"「—」未能识别。{WHOLE}"),
    (Kind.COUNT, "12,34", f"「12,34」未能识别。{WHOLE}"),
    (Kind.COUNT, "1,234 567", f"「1,234 567」未能识别。{WHOLE}"),
    (Kind.COUNT, "٣", f"「٣」未能识别。{WHOLE}"),
    (Kind.COUNT, "1\x002", f"「1 2」未能识别。{WHOLE}"),
    (Kind.COUNT, "件" * 21, f"「{'件' * 20}…」未能识别。{WHOLE}"),
    (Kind.COUNT, "件" * 20, f"「{'件' * 20}」未能识别。{WHOLE}"),
    (Kind.COUNT, "1" * 16, f"「{'1' * 16}」超过15位数字。核对后重填。"),
    (Kind.CHANGE, "+-3", "「+-3」未能识别。只填整数，减少的在前面加“-”，如 -3。"),
    (Kind.MONEY, "-1", "「-1」未能识别。只填金额数字，如 59237.2449。"),
    (Kind.MONEY, ".5", "「.5」未能识别。只填金额数字，如 59237.2449。"),
    (Kind.MONEY, "1e3", "「1e3」未能识别。只填金额数字，如 59237.2449。"),
    (Kind.MONEY, "12345678901.23456", "「12345678901.23456」超过15位数字。核对后重填。"),
    (Kind.PERCENT, "-1", "「-1」未能识别。只填 0 到 100 之间的数，如 100 或 98.5。"),
    (Kind.PERCENT, "100.1", "「100.1」超过100%。只填 0 到 100 之间的数，如 100 或 98.5。"),
]


@pytest.mark.parametrize(("kind", "typed", "number"), READ)
def test_a_typed_number_is_read_with_its_scale(kind: Kind, typed: str, number: Number) -> None:
    read = read_number(typed, kind)
    assert read == number
    assert type(read) is type(number)
    assert write_number(read) == write_number(number)


@pytest.mark.parametrize(("kind", "typed", "says"), REFUSED)
def test_what_is_no_number_of_its_kind_is_refused_with_a_sentence(
    kind: Kind, typed: str, says: str
) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_number(typed, kind)
    assert str(refused.value) == says


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("typed", ["", " ", "\u3000", "\t\n"])
def test_nothing_but_blanks_is_no_number_and_no_fault(kind: Kind, typed: str) -> None:
    assert read_number(typed, kind) is None


def test_a_bare_percent_sign_is_blank() -> None:
    assert read_number("%", Kind.PERCENT) is None


@pytest.mark.parametrize("typed", ["59237.2449", "7730.20", "0.00", "96171.6", "100000000000000"])
def test_money_is_printed_as_it_was_typed(typed: str) -> None:
    read = read_number(typed, Kind.MONEY)
    assert read is not None
    assert write_number(read) == typed


@given(st.integers(-(10**LONGEST) + 1, 10**LONGEST - 1))
def test_every_whole_number_is_read_back_as_printed(number: int) -> None:
    assert read_number(write_number(number), Kind.CHANGE) == number
    assert read_number(f"{abs(number):,}", Kind.COUNT) == abs(number)


@given(st.text(), st.sampled_from(Kind))
def test_whatever_is_typed_is_a_number_blank_or_refused(typed: str, kind: Kind) -> None:
    try:
        number = read_number(typed, kind)
    except UnreadableError as error:
        assert str(error).startswith("「")
        assert "\n" not in str(error)
    else:
        assert number is None or kind is Kind.CHANGE or number >= 0
