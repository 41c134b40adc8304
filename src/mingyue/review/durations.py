"""Durations as contracts write them, in natural or working days."""

from __future__ import annotations

import re

from mingyue.review.numbers import NUMBER, NUMERAL, number

_UNIT = r"个?(?:工作日|自然日|日历日|日历天|自然月|月|周|星期|日|天|年|小时)"
_AMOUNT = rf"(?<![\d.第])(?:\d{{1,3}}(?:\.\d+)?|{NUMERAL}{{1,5}}|半)"
DURATION = rf"(?:{_AMOUNT}(?:{_UNIT})(?!期[^限间内]))"
_PARTS = re.compile(
    rf"(?P<n>{NUMBER}|半)个?(?P<unit>工作日|自然日|日历日|日历天|自然月|月|周|星期|日|天|年|小时)(?P<half>半)?"
)
_DAYS = {"月": 30, "自然月": 30, "周": 7, "星期": 7, "年": 365}


def days(text: str) -> float | None:
    """Days of a duration (month 30, year 365, working days as written); None for hours or none."""
    match = _PARTS.search(text)
    if match is None or match["unit"] == "小时":
        return None
    value = number(match["n"]) * _DAYS.get(match["unit"], 1)
    return int(value) if value == int(value) else float(value)


def months(text: str) -> float | None:
    """Months of a duration (30 days are one, a year twelve)."""
    match = _PARTS.search(text)
    if match is None or match["unit"] == "小时":
        return None
    amount, unit = number(match["n"]), match["unit"]
    value = amount * 12 if unit == "年" else amount if unit in {"月", "自然月"} else amount * _DAYS.get(unit, 1) / 30
    return int(value) if value == int(value) else round(float(value), 4)


def years(text: str) -> float | None:
    """Years of a duration."""
    value = months(text)
    if value is None:
        return None
    return int(value / 12) if value % 12 == 0 else round(value / 12, 4)


def hours(text: str) -> float | None:
    """Hours of a duration (a day is 24)."""
    match = _PARTS.search(text)
    if match is None:
        return None
    amount = number(match["n"]) * (1 if match["unit"] == "小时" else 24 * _DAYS.get(match["unit"], 1))
    return int(amount) if amount == int(amount) else float(amount)
