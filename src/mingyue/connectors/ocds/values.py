"""Values as the standard writes them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

Object = dict[str, Any]


def moment(day: date) -> str:
    """A day (its beginning) or a moment, Beijing time."""
    at = day if isinstance(day, datetime) else datetime.combine(day, datetime.min.time())
    return at.isoformat() + "+08:00"


def value(amount: Decimal, currency: str) -> Object:
    """An amount with its currency. JSON numbers hold 15 figures; all sums of the terms have fewer."""
    figures = int(amount) if amount == amount.to_integral_value() else float(amount)
    if Decimal(repr(figures)) != amount:
        raise ValueError(f"金额 {amount} 有 15 位以上数字，OCDS 的数值写不准：请核对这一笔。")
    return {"amount": figures, "currency": currency}


def given(**members: object) -> Object:
    """The members that say something: the standard asks to leave empty ones out."""
    return {name: member for name, member in members.items() if member not in (None, "", [], {})}
