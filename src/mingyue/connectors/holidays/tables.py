"""Calendars from the tables of `chinese_calendar` (the yearly notices of the State Council) and from calendar.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cache

from chinese_calendar.constants import holidays, workdays

from mingyue.terms.calendar import Calendar, Year
from mingyue.terms.year_tables import parse_table


@cache
def official() -> Calendar:
    """The years whose arrangement has been published, as far as the installed package knows them."""
    off, on = _by_year(holidays), _by_year(workdays)
    return Calendar(
        tuple(
            Year(year, days, on.get(year, frozenset()), f"国务院办公厅{year}年放假安排")
            for year, days in off.items()
            if date(year, 10, 1) in days  # a year of which only the New Year's holiday is known yet is not known
        )
    )


def table(text: str) -> Calendar:
    """The official calendar with the years of a calendar.toml in place of its own.

    A table a year: `[2027]`, `holidays = ["2027-02-05 至 2027-02-11", ...]`, `workdays = ["2027-02-14"]`,
    `source = "..."`. Raises ValueError with one sentence.
    """
    try:
        rows = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        place = f"第 {line[1]} 行" if line else "文末"
        raise ValueError(
            f'{place}不合 TOML 格式：年份写成 [2027]，日期写成 holidays = ["2027-01-01", "2027-10-01 至 2027-10-07"]。'
        ) from error
    return official().merged(parse_table(rows))


def _by_year(days: Iterable[date]) -> dict[int, frozenset[date]]:
    years: dict[int, set[date]] = {}
    for day in days:
        years.setdefault(day.year, set()).add(day)
    return {year: frozenset(found) for year, found in years.items()}
