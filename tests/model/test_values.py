from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import UnreadableError
from model.form.entry import read_number
from model.values import LONGEST, Number, ValueKind, write_number

READ: list[tuple[ValueKind, str, Number]] = [
    (ValueKind.COUNT, "0", 0),
    (ValueKind.COUNT, "3440", 3440),
    (ValueKind.COUNT, "007", 7),
    (ValueKind.COUNT, " 12\t", 12),
    (ValueKind.COUNT, "　12　", 12),
    (ValueKind.COUNT, "１２３", 123),
    (ValueKind.COUNT, "1,234", 1234),
    (ValueKind.COUNT, "1，234，567", 1234567),
    (ValueKind.COUNT, "1 234", 1234),
    (ValueKind.COUNT, "9" * LONGEST, 999_999_999_999_999),
    (ValueKind.CHANGE, "+1036", 1036),
    (ValueKind.CHANGE, "-3", -3),
    (ValueKind.CHANGE, "−3", -3),
    (ValueKind.CHANGE, "－3", -3),
    (ValueKind.CHANGE, "-1,036", -1036),
    (ValueKind.CHANGE, "5", 5),
    (ValueKind.MONEY, "59237.2449", Decimal("59237.2449")),
    (ValueKind.MONEY, "7730.20", Decimal("7730.20")),
    (ValueKind.MONEY, "1,234.50", Decimal("1234.50")),
    (ValueKind.MONEY, "316441", Decimal(316441)),
    (ValueKind.MONEY, "12．5", Decimal("12.5")),
    (ValueKind.PERCENT, "100", Decimal(100)),
    (ValueKind.PERCENT, "98.50", Decimal("98.50")),
    (ValueKind.PERCENT, "98.5%", Decimal("98.5")),
    (ValueKind.PERCENT, "98.5 ％", Decimal("98.5")),
]
WHOLE = "只填整数，如 3。"
REFUSED = [
    (ValueKind.COUNT, "一", f"「一」未能识别。{WHOLE}"),
    (ValueKind.COUNT, "3件", f"「3件」未能识别。{WHOLE}"),
    (ValueKind.COUNT, "-1", f"「-1」未能识别。{WHOLE}"),
    (ValueKind.COUNT, "1.5", f"「1.5」未能识别。{WHOLE}"),
    (ValueKind.COUNT, "/", f"「/」未能识别。{WHOLE}"),
    (ValueKind.COUNT, "—", f"「—」未能识别。{WHOLE}"),
    (ValueKind.COUNT, "12,34", f"「12,34」未能识别。{WHOLE}"),
    (ValueKind.COUNT, "1,234 567", f"「1,234 567」未能识别。{WHOLE}"),
    (ValueKind.COUNT, "٣", f"「٣」未能识别。{WHOLE}"),
    (ValueKind.COUNT, "1\x002", f"「1 2」未能识别。{WHOLE}"),
    (ValueKind.COUNT, "件" * 21, f"「{'件' * 19}…」未能识别。{WHOLE}"),
    (ValueKind.COUNT, "件" * 20, f"「{'件' * 20}」未能识别。{WHOLE}"),
    (ValueKind.COUNT, "1" * 16, f"「{'1' * 16}」超过15位数字。核对后重填。"),
    (ValueKind.CHANGE, "+-3", "「+-3」未能识别。只填整数，减少的在前面加“-”，如 -3。"),
    (ValueKind.MONEY, "-1", "「-1」未能识别。只填金额数字，如 59237.2449。"),
    (ValueKind.MONEY, ".5", "「.5」未能识别。只填金额数字，如 59237.2449。"),
    (ValueKind.MONEY, "1e3", "「1e3」未能识别。只填金额数字，如 59237.2449。"),
    (ValueKind.MONEY, "12345678901.23456", "「12345678901.23456」超过15位数字。核对后重填。"),
    (ValueKind.PERCENT, "-1", "「-1」未能识别。只填 0 到 100 之间的数，如 100 或 98.5。"),
    (ValueKind.PERCENT, "100.1", "「100.1」超过100%。只填 0 到 100 之间的数，如 100 或 98.5。"),
]


@pytest.mark.parametrize(("kind", "typed", "number"), READ)
def test_a_typed_number_is_read_with_its_scale(kind: ValueKind, typed: str, number: Number) -> None:
    read = read_number(typed, kind)
    assert read == number
    assert type(read) is type(number)
    assert write_number(read) == write_number(number)


@pytest.mark.parametrize(("kind", "typed", "says"), REFUSED)
def test_what_is_no_number_of_its_kind_is_refused_with_a_sentence(
    kind: ValueKind, typed: str, says: str
) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_number(typed, kind)
    assert str(refused.value) == says


@pytest.mark.parametrize("kind", ValueKind)
@pytest.mark.parametrize("typed", ["", " ", "\u3000", "\t\n"])
def test_nothing_but_blanks_is_no_number_and_no_fault(kind: ValueKind, typed: str) -> None:
    assert read_number(typed, kind) is None


def test_a_bare_percent_sign_is_blank() -> None:
    assert read_number("%", ValueKind.PERCENT) is None


@pytest.mark.parametrize("typed", ["59237.2449", "7730.20", "0.00", "96171.6", "100000000000000"])
def test_money_is_printed_as_it_was_typed(typed: str) -> None:
    read = read_number(typed, ValueKind.MONEY)
    assert read is not None
    assert write_number(read) == typed


@given(st.integers(-(10**LONGEST) + 1, 10**LONGEST - 1))
def test_every_whole_number_is_read_back_as_printed(number: int) -> None:
    assert read_number(write_number(number), ValueKind.CHANGE) == number
    assert read_number(f"{abs(number):,}", ValueKind.COUNT) == abs(number)


@given(st.text(), st.sampled_from(ValueKind))
def test_whatever_is_typed_is_a_number_blank_or_refused(typed: str, kind: ValueKind) -> None:
    try:
        number = read_number(typed, kind)
    except UnreadableError as error:
        assert str(error).startswith("「")
        assert "\n" not in str(error)
    else:
        assert number is None or kind is ValueKind.CHANGE or number >= 0
