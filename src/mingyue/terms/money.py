"""Sums of money: exact decimals with a currency, and the one rounding of the product."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_CENT = Decimal("0.01")


def cents(amount: Decimal) -> Decimal:
    """The amount in whole cents: 四舍五入到分，每项请求权只在最后取整一次.

    This is the only rounding of the product. Rates, days and shares are multiplied exactly; only the finished sum of
    a claim comes here, and half a cent goes away from zero (2.345 is 2.35, -2.345 is -2.35).
    """
    return amount.quantize(_CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Money:
    """A sum in one currency (ISO 4217 code, "CNY" where none is said). Exact: only `rounded` and `str` round."""

    amount: Decimal
    currency: str = "CNY"

    def __add__(self, other: Money) -> Money:
        self._same(other, "相加")
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other, "相减")
        return Money(self.amount - other.amount, self.currency)

    def __mul__(self, factor: Decimal | int) -> Money:
        return Money(self.amount * factor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same(other, "比较")
        return self.amount < other.amount

    def __le__(self, other: Money) -> bool:
        self._same(other, "比较")
        return self.amount <= other.amount

    def rounded(self) -> Money:
        """The same sum in whole cents, see `cents`."""
        return Money(cents(self.amount), self.currency)

    def __str__(self) -> str:
        """194,000.00 元; other currencies by their code: USD 1,000.00."""
        figures = f"{cents(self.amount):,.2f}"
        return f"{figures} 元" if self.currency == "CNY" else f"{self.currency} {figures}"

    def _same(self, other: Money, doing: str) -> None:
        if self.currency != other.currency:
            raise ValueError(f"币种不同，不能{doing}：{self} 与 {other}。请先按约定的汇率换算成同一币种。")
