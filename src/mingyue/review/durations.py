"""Durations as contracts write them, in natural or working days."""

from __future__ import annotations

import re
from decimal import Decimal

from mingyue.review.numbers import NUMBER, NUMERAL, number

_UNIT = r"(?:工作日|自然日|日历日|日历天|自然月|月|周|星期|日|天|年|小时|分钟)"
_AMOUNT = rf"(?<![\d.第年])(?:\d{{1,3}}(?:\.\d+)?|{NUMERAL}{{1,5}}|半)"
DURATION = rf"(?:{_AMOUNT}(?:个半)?个?{_UNIT}半?(?:零?(?:\d{{1,2}}|{NUMERAL}{{1,3}})个月)?(?!期[^限间内]))"
_PARTS = re.compile(
    rf"(?P<n>{NUMBER}|半)(?P<mid>个半)?个?(?P<unit>{_UNIT})(?P<half>半)?(?:零?(?P<more>\d{{1,2}}|{NUMERAL}{{1,3}})个月)?"
)
_DAYS = {"月": 30, "自然月": 30, "周": 7, "星期": 7, "年": 365}


def _amount(match: re.Match[str]) -> Decimal:
    """How many units: 一年半 is 1.5, 两个半月 is 2.5."""
    return number(match["n"]) + (Decimal("0.5") if match["mid"] or match["half"] else 0)


def _plain(value: Decimal, places: int = 4) -> int | float:
    return int(value) if value == int(value) else round(float(value), places)


def days(text: str) -> int | float | None:
    """Days of a duration (month 30, year 365, working days as written); None for hours or none."""
    match = _PARTS.search(text)
    if match is None or match["unit"] in {"小时", "分钟"}:
        return None
    return _plain(_amount(match) * _DAYS.get(match["unit"], 1) + (number(match["more"]) * 30 if match["more"] else 0))


def months(text: str) -> int | float | None:
    """Months of a duration (30 days are one, a year twelve)."""
    match = _PARTS.search(text)
    if match is None or match["unit"] in {"小时", "分钟"}:
        return None
    amount, unit = _amount(match), match["unit"]
    value = amount * 12 if unit == "年" else amount if unit in {"月", "自然月"} else amount * _DAYS.get(unit, 1) / 30
    return _plain(value + (number(match["more"]) if match["more"] else 0))


def years(text: str) -> int | float | None:
    """Years of a duration."""
    value = months(text)
    return None if value is None else _plain(Decimal(str(value)) / 12)


def hours(text: str) -> int | float | None:
    """Hours of a duration (a day is 24)."""
    match = _PARTS.search(text)
    if match is None:
        return None
    if match["unit"] == "分钟":
        return _plain(_amount(match) / 60)
    return _plain(_amount(match) * (1 if match["unit"] == "小时" else 24 * _DAYS.get(match["unit"], 1)))
