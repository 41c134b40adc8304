"""Numbers and durations as Chinese contracts write them."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingyue.connectors import plain
from mingyue.review.durations import DURATION, days, hours, months, years
from mingyue.review.numbers import RATE, capital_amount, chinese_integer, number, percent
from mingyue.review.numbers import plain as plainly
from mingyue.review.reading import read

CAPITALS, UNITS = "零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟")
SMALL, SMALL_UNITS = "零一二三四五六七八九", ("", "十", "百", "千")


def group(value: int, digits: str, units: tuple[str, ...]) -> str:
    """A number under ten thousand in words."""
    words = ""
    for place in (3, 2, 1, 0):
        digit = value // 10**place % 10
        if digit:
            words += digits[digit] + units[place]
        elif words and value % 10**place:
            words = words.rstrip(digits[0]) + digits[0]
    return words


def in_words(value: int, digits: str = CAPITALS, units: tuple[str, ...] = UNITS) -> str:
    """A whole number in words, as a bank form has it."""
    words = ""
    for scale, unit in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part, value = divmod(value, scale)
        if part:
            gap = digits[0] if words and part < 1000 else ""
            words += gap + group(part, digits, units) + unit
    return words or digits[0]


def in_capitals(cents: int) -> str:
    """An amount in capital letters."""
    yuan, rest = divmod(cents, 100)
    jiao, fen = divmod(rest, 10)
    words = in_words(yuan) + "元"
    words += CAPITALS[jiao] + "角" if jiao else "零" if fen else ""
    return words + (CAPITALS[fen] + "分" if fen else "整")


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("壹拾贰万叁仟元整", "123000"),
        ("壹佰贰拾万元整", "1200000"),
        ("伍拾万圆整", "500000"),
        ("叁佰零伍万元正", "3050000"),
        ("壹仟零贰拾元伍角整", "1020.5"),
        ("壹万元零伍分", "10000.05"),
        ("玖佰玖拾玖元玖角玖分", "999.99"),
        ("壹亿贰仟万元整", "120000000"),
        ("拾万元整", "100000"),
        ("三十六万八千元", "368000"),
        ("两万元", "20000"),
    ],
)
def test_an_amount_in_capital_letters(words: str, value: str) -> None:
    assert capital_amount(words) == Decimal(value)


@pytest.mark.parametrize("words", ["", "元整", "人民币", "若干元", "123元", "壹佰个"])
def test_what_is_no_amount_in_capital_letters(words: str) -> None:
    assert capital_amount(words) is None


@given(st.integers(100, 10**14 - 1))
def test_capital_letters_read_back_to_the_amount(cents: int) -> None:
    assert capital_amount(in_capitals(cents)) == Decimal(cents) / 100


@given(st.integers(0, 10**12 - 1))
def test_numerals_read_back_to_the_number(value: int) -> None:
    assert chinese_integer(in_words(value)) == value
    assert chinese_integer(in_words(value, SMALL, SMALL_UNITS)) == value
    assert chinese_integer(str(value)) == value


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零五", 105),
        ("二零二六", 2026),
        ("两百", 200),
        ("拾伍", 15),
        ("一万二千", 12000),
    ],
)
def test_a_number_in_words(words: str, value: int) -> None:
    assert chinese_integer(words) == value
    assert number(words) == value


@pytest.mark.parametrize("words", ["", "甲", "十个", "1.5", "-3", "１２"])
def test_what_is_no_number(words: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        chinese_integer(words)


def test_halves_and_decimals() -> None:
    assert number("半") == Decimal("0.5")
    assert number("12.50") == Decimal("12.50")


@pytest.mark.parametrize(
    ("value", "text"), [("0.10", "0.1"), ("100", "100"), ("1E+2", "100"), ("0.0500", "0.05"), ("30.0", "30")]
)
def test_a_decimal_is_written_plainly(value: str, text: str) -> None:
    assert plainly(Decimal(value)) == text


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("0.1%", "0.1"),
        ("０．１％", "0.1"),
        ("5 %", "5"),
        ("5‰", "0.5"),
        ("5%o", "0.5"),
        ("百分之三十", "30"),
        ("百分之0.5", "0.5"),
        ("千分之三", "0.3"),
        ("千分之1.5", "0.15"),
        ("万分之五", "0.05"),
        ("万分之2", "0.02"),
        ("百分之百", "100"),
    ],
)
def test_a_rate_in_percent(words: str, value: str) -> None:
    match = re.search(RATE, read(plain.read(words.encode())).text)
    assert match is not None
    assert percent(match) == Decimal(value)


@pytest.mark.parametrize(
    ("words", "in_days", "in_months", "in_years"),
    [
        ("30日", 30, 1, 0.0833),
        ("15个工作日", 15, 0.5, 0.0417),
        ("三个月", 90, 3, 0.25),
        ("一年", 365, 12, 1),
        ("两年", 730, 24, 2),
        ("2周", 14, 0.4667, 0.0389),
        ("六十天", 60, 2, 0.1667),
        ("半年", 182.5, 6, 0.5),
        ("半个月", 15, 0.5, 0.0417),
        ("一个自然月", 30, 1, 0.0833),
        ("90个日历日", 90, 3, 0.25),
        ("1.5年", 547.5, 18, 1.5),
        ("24小时", None, None, None),
        ("若干", None, None, None),
    ],
)
def test_a_duration(words: str, in_days: float | None, in_months: float | None, in_years: float | None) -> None:
    assert days(words) == in_days
    assert months(words) == in_months
    assert years(words) == in_years


@pytest.mark.parametrize(
    ("words", "value"),
    [("24小时", 24), ("二小时", 2), ("半个小时", 0.5), ("两个小时", 2), ("1个工作日", 24), ("3日", 72), ("立即", None)],
)
def test_a_duration_in_hours(words: str, value: float | None) -> None:
    assert hours(words) == value


@pytest.mark.parametrize("words", ["30日", "三十日", "十五个工作日", "3个自然月", "一年", "半年", "2周"])
def test_a_duration_is_found_in_a_sentence(words: str) -> None:
    found = re.search(DURATION, f"乙方应于合同生效后{words}内完成")
    assert found is not None
    assert found.group() == words


@pytest.mark.parametrize("words", ["第3日", "2026年", "1.1.2年度", "质保期"])
def test_what_is_no_duration(words: str) -> None:
    assert re.search(DURATION, words) is None
