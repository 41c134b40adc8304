"""Sums: exact, of one currency, rounded in one place."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingyue.terms.money import Money, cents

AMOUNTS = st.decimals(-(10**12), 10**12, places=4)


def yuan(text: str) -> Money:
    return Money(Decimal(text))


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [("2.345", "2.35"), ("-2.345", "-2.35"), ("2.3449", "2.34"), ("2.335", "2.34"), ("7", "7.00"), ("0.005", "0.01")],
)
def test_half_a_cent_goes_away_from_zero(exact: str, rounded: str) -> None:
    assert str(cents(Decimal(exact))) == rounded


@given(AMOUNTS)
def test_rounding_moves_half_a_cent_at_most_and_only_once(amount: Decimal) -> None:
    assert abs(cents(amount) - amount) <= Decimal("0.005")
    assert cents(cents(amount)) == cents(amount)
    assert cents(-amount) == -cents(amount)


@given(AMOUNTS, AMOUNTS)
def test_sums_are_exact(a: Decimal, b: Decimal) -> None:
    assert Money(a) + Money(b) - Money(b) == Money(a)
    assert Money(a) + -Money(a) == Money(Decimal(0))
    assert min(Money(a), Money(b)).amount == min(a, b)
    assert (Money(a) <= Money(b)) is (a <= b)


def test_a_rate_multiplies_exactly() -> None:
    assert yuan("500000") * Decimal("0.001") * 12 == yuan("6000")
    assert (yuan("0.01") * Decimal("0.5")).rounded() == yuan("0.01")


def test_currencies_do_not_mix() -> None:
    dollars = Money(Decimal(1), "USD")
    for use in (lambda: yuan("1") + dollars, lambda: yuan("1") - dollars, lambda: yuan("1") < dollars):
        with pytest.raises(ValueError, match=r"^币种不同，不能.*：1.00 元 与 USD 1.00。"):
            use()
    assert yuan("1") != dollars


@pytest.mark.parametrize(
    ("money", "text"),
    [
        (yuan("194000"), "194,000.00 元"),
        (yuan("-1234.5"), "-1,234.50 元"),
        (yuan("2.345"), "2.35 元"),
        (Money(Decimal(1000), "USD"), "USD 1,000.00"),
    ],
)
def test_as_people_read_it(money: Money, text: str) -> None:
    assert str(money) == text
