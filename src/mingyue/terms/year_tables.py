"""A user's own arrangement of days off, as plain values (of TOML, YAML or JSON), as a calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from mingyue.terms.calendar import Calendar, Year

_FIELDS = ("source", "holidays", "workdays")
_RANGE = re.compile(r"\s*(?:至|到|~|～|\.\.)\s*")
_WEEK = "一二三四五六日"


def parse_table(rows: Mapping[Any, object]) -> Calendar:
    """The calendar of a table {year: {"holidays": [...], "workdays": [...], "source": "..."}}.

    A year is a number or its text; a day is a date or "2027-02-05"; "2027-02-05 至 2027-02-11" is every day from one to the
    other. `workdays` lists the weekends that are worked; it may be left out. Days belong to their year, or to the December
    before it, which a year's arrangement may move too. Raises ValueError with one sentence that names year, field and value.
    """
    return Calendar(tuple(_year(key, value) for key, value in rows.items()))


def _year(key: object, value: object) -> Year:
    if not re.fullmatch(r"[12][0-9]{3}", str(key)):
        raise ValueError(f"「{key}」不是年份：每一段的名称写四位年份，如 [2027]。")
    if not isinstance(value, Mapping):
        raise ValueError(f"{key} 年须写成一段：holidays 列放假日，workdays 列调休上班日。")  # noqa: TRY004 - a user's file, not a caller's slip
    if unknown := [name for name in value if name not in _FIELDS]:
        raise ValueError(f"{key} 年有不认识的项「{unknown[0]}」：可用 {'、'.join(_FIELDS)}。")
    if "holidays" not in value:
        raise ValueError(f"{key} 年缺少 holidays：请列出全部放假日。")
    number = int(str(key))
    holidays = frozenset(_days(number, "holidays", value["holidays"]))
    workdays = frozenset(_days(number, "workdays", value.get("workdays", [])))
    if both := sorted(holidays & workdays):
        raise ValueError(f"{key} 年的 {both[0]} 同时列为放假和上班：请删去一处。")
    for day in sorted(workdays):
        if day.weekday() < 5:
            raise ValueError(
                f"{key} 年 workdays 中的 {day} 是周{_WEEK[day.weekday()]}：这里只列要上班的周末，请核对日期。"
            )
    return Year(number, holidays, workdays, str(value.get("source", "")))


def _days(year: int, name: str, listed: object) -> Iterator[date]:
    if not isinstance(listed, list | tuple):
        raise ValueError(f'{year} 年的 {name} 须为列表，如 ["{year}-01-01", "{year}-10-01 至 {year}-10-07"]。')  # noqa: TRY004 - as above
    for entry in listed:
        first, last = _span(entry, f"{year} 年的 {name} 中的「{entry}」")
        for ordinal in range(first.toordinal(), last.toordinal() + 1):
            day = date.fromordinal(ordinal)
            if day.year != year and (day.year, day.month) != (year - 1, 12):
                raise ValueError(f"{year} 年的 {name} 中的「{entry}」不在这一年：请移到 {day.year} 年，或者更正日期。")
            yield day


def _span(entry: object, place: str) -> tuple[date, date]:
    """First and last day of an entry; at most a year, so that a slip does not fill the table."""
    if isinstance(entry, date) and not isinstance(entry, datetime):
        return entry, entry
    try:
        ends = [date.fromisoformat(part) for part in _RANGE.split(str(entry).strip())]
    except ValueError as error:
        raise ValueError(f"{place}不是日期：请写成 2027-02-05，连续几日写成 2027-02-05 至 2027-02-11。") from error
    if len(ends) > 2 or ends[-1] < ends[0] or ends[-1] - ends[0] > timedelta(days=366):
        raise ValueError(f"{place}起止不对：请写成 2027-02-05 至 2027-02-11，前一日不晚于后一日。")
    return ends[0], ends[-1]
