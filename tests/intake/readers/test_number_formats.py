"""How a worksheet shows a number."""

from decimal import Decimal

import pytest

from intake.readers.excel_values import displayed

ACCOUNTS = '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("number", "code", "text"),
    [
        ("12.4", "0", "12"),
        ("12.5", "0", "13"),
        ("5", "00", "05"),
        ("0.5", "#.##", ".5"),
        ("0.5", "0.0##", "0.5"),
        ("12", "0.00", "12.00"),
        ("1234", "#,##0", "1,234"),
        ("1234567.891", "#,##0.00", "1,234,567.89"),
        ("12345", "¥#,##0.00", "¥12,345.00"),
        ("0.125", "0.0%", "12.5%"),
        ("0.1254", "0%", "13%"),
        ("3", '0"件"', "3件"),
        ("3", '"共;"0\\件', "共;3件"),
        ("3", "[Red]0", "3"),
        ("3", "[$¥-804]0", "3"),
        ("-5", "0", "-5"),
        ("-0.4", "0", "0"),
        ("-5", "0;(0)", "(5)"),
        ("-5", "0;", ""),
        ("0", "0;-0;;@", ""),
        ("3", "0;-0;;@", "3"),
        ("5", ";;;", ""),
        ("0", "#", ""),
        ("3", ACCOUNTS, "3"),
        ("-1234", ACCOUNTS, "-1,234"),
        ("0", ACCOUNTS, "-"),
        ("3", "General", None),
        ("3", "@", None),
        ("3", "", None),
        ("1234", "0,", None),
        ("3", "# ?/?", None),
        ("3", "0.00E+00", None),
        ("3", "[>5]0;0", None),
        ("3", "0" * 201, None),
        ("1e15", "0", None),
    ],
)
def test_a_number_is_shown_as_its_format_says_or_not_understood(
    number: str, code: str, text: str | None
) -> None:
    assert displayed(Decimal(number), code) == text
