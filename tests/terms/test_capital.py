"""Capitals: the worked table, and that the reader of contracts reads them back."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from spec import rows

from mingyue.review.numbers import capital_amount
from mingyue.terms.capital import MAX, capital

TABLE = [cells[:2] for section, cells in rows("days.md") if section == "大写金额"]


@pytest.mark.parametrize(("amount", "text"), TABLE)
def test_the_table(amount: str, text: str) -> None:
    assert capital(Decimal(amount)) == text


@given(st.integers(0, 12).flatmap(lambda size: st.decimals(0, 10**size, places=2)).filter(lambda amount: amount <= MAX))
@example(Decimal("100000000000.01"))
@example(Decimal(1000010000))
@example(Decimal("10001000.10"))
def test_what_is_written_is_read_back(amount: Decimal) -> None:
    text = capital(amount)
    assert capital_amount(text) == amount
    assert "零零" not in text
    assert text.endswith("整") is (amount * 10 == (amount * 10).to_integral_value())


@pytest.mark.parametrize("amount", ["-0.01", "1000000000000", "0.001", "NaN", "Infinity"])
def test_what_cannot_be_written(amount: str) -> None:
    with pytest.raises(ValueError, match=r"^金额 .* 不能写成大写："):
        capital(Decimal(amount))
