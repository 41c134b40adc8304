"""How periods run: natural days, months, and working days with 调休.

The rules are those of the Civil Code, unless a contract says otherwise (民法典:204): the starting day does not count
(民法典:201); a period of months or years ends on the corresponding day, or on the last day of the month (民法典:202); a last
day that is no working day moves to the next one (民法典:203), where the caller asks it by `roll_over`.

A year without an official arrangement is computed as Monday to Friday; `unofficial` says which years those were, so that
whoever shows a date can say so (`caution`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import accumulate

from mingyue.terms.periods import Period

_LAST = date.max.toordinal()
_TOO_LONG = "期限「{}」算出的日期超出了公元 1 年至 9999 年：请核对期限和起算日。"


@dataclass(frozen=True, slots=True)
class Year:
    """The arrangement of one year: days off (weekends among them or not) and weekend days that are worked."""

    number: int
    holidays: frozenset[date]
    workdays: frozenset[date]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working days: Monday to Friday, but for the days that the tables of its years move. A value; equal by its years.

    Every answer costs a search in the sorted list of moved days (about 30 a year), however long the period is.
    """

    years: tuple[Year, ...] = ()
    # Days whose weekday misleads, as ordinals; how many working days they have added so far; working days up to each.
    _moved: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _net: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _up_to: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        off = {(day.toordinal(), -1) for year in self.years for day in year.holidays if day.weekday() < 5}
        on = {(day.toordinal(), 1) for year in self.years for day in year.workdays if day.weekday() >= 5}
        moved = sorted(off | on)
        net = (0, *accumulate(change for _, change in moved))
        object.__setattr__(self, "years", tuple(sorted(self.years, key=lambda year: year.number)))
        object.__setattr__(self, "_moved", tuple(day for day, _ in moved))
        object.__setattr__(self, "_net", net)
        object.__setattr__(
            self, "_up_to", tuple(_weekdays(day) + n for (day, _), n in zip(moved, net[1:], strict=True))
        )

    def merged(self, other: Calendar) -> Calendar:
        """Both calendars; where both have a year, that of `other` holds, whole."""
        return Calendar(tuple(({y.number: y for y in self.years} | {y.number: y for y in other.years}).values()))

    def is_workday(self, day: date) -> bool:
        """Whether the day is worked."""
        ordinal = day.toordinal()
        return self._count(ordinal) > self._count(ordinal - 1)

    def add(self, start: date, period: Period, *, roll_over: bool = False) -> date:
        """The last day of a period that begins on `start`; the day after `start` is its first day.

        With `roll_over` a last day that is not worked moves to the next working day (民法典:203). Raises ValueError for
        hours and minutes (see `moment_add`) and past the year 9999.
        """
        count = period.count
        if period.unit == "day":
            ordinal = start.toordinal() + count
        elif period.unit == "workday":
            ordinal = self._nth(self._count(start.toordinal()) + count)
        elif period.unit == "week":
            ordinal = start.toordinal() + 7 * count
        elif period.by_the_clock:
            raise ValueError(f"期限「{period}」按钟点计算，要从具体时刻起算，不能只给日期。")
        else:
            ordinal = _months_later(start, count if period.unit == "month" else 12 * count)
        if roll_over and ordinal <= _LAST:
            ordinal = self._nth(self._count(ordinal - 1) + 1)
        return _day(ordinal, period)

    def back(self, end: date, period: Period) -> date:
        """The day by which something must be done a period before `end`: `add(back(end, p), p)` is never after `end`.

        Natural days and weeks count back plainly; months and years to the corresponding day; working days to a working day
        after which that many follow, `end` included.
        """
        count = period.count
        if period.unit == "day":
            ordinal = end.toordinal() - count
        elif period.unit == "workday":
            ordinal = self._nth(self._count(end.toordinal()) - count)
        elif period.unit == "week":
            ordinal = end.toordinal() - 7 * count
        elif period.by_the_clock:
            raise ValueError(f"期限「{period}」按钟点计算，不能从日期往回数。")
        else:
            ordinal = _months_later(end, -count if period.unit == "month" else -12 * count)
        return _day(ordinal, period)

    def moment_add(self, start: datetime, period: Period, *, roll_over: bool = False) -> datetime:
        """When a period that begins at a moment is over.

        Hours and minutes run from that very moment (民法典:201), day and night. Other units end with their last day at 24:00
        (民法典:203.2), which is 00:00 of the next day. The time zone of `start` is kept.
        """
        try:
            if period.by_the_clock:
                return start + timedelta(minutes=period.count * (60 if period.unit == "hour" else 1))
            last = self.add(start.date(), period, roll_over=roll_over)
            return datetime.combine(last + timedelta(days=1), time.min, start.tzinfo)
        except OverflowError as error:
            raise ValueError(_TOO_LONG.format(period)) from error

    def workdays_between(self, start: date, end: date) -> int:
        """Working days after `start`, up to `end` and with it; negative where `end` comes first.

        `workdays_between(start, add(start, n 个工作日))` is n.
        """
        return self._count(end.toordinal()) - self._count(start.toordinal())

    def unofficial(self, start: date, end: date) -> tuple[int, ...]:
        """The years from `start` to `end` (in either order) whose arrangement is not in this calendar."""
        known = {year.number for year in self.years}
        first, last = sorted((start.year, end.year))
        return tuple(year for year in range(first, last + 1) if year not in known)

    def _count(self, ordinal: int) -> int:
        """Working days from the first of January of year 1 up to a day."""
        return _weekdays(ordinal) + self._net[bisect_right(self._moved, ordinal)]

    def _nth(self, number: int) -> int:
        """The first day up to which there are `number` working days."""
        place = bisect_left(self._up_to, number)
        weeks, rest = divmod(number - self._net[place] - 1, 5)
        day = 7 * weeks + rest + 1
        return min(day, self._moved[place]) if place < len(self._moved) else day


def days_between(start: date, end: date) -> int:
    """Natural days after `start`, up to `end` and with it; negative where `end` comes first. Due 31 March, done 12 April: 12."""
    return end.toordinal() - start.toordinal()


def caution(years: Sequence[int]) -> str:
    """The sentence to show beside dates that needed the arrangement of these years (at least one, rising)."""
    run = len(years) > 2 and years[-1] - years[0] == len(years) - 1
    named = f"{years[0]} 至 {years[-1]}" if run else "、".join(str(year) for year in years)
    return f"{named} 年放假安排尚未录入，按周一至周五计算；请用 calendar.toml 提供。"


def _weekdays(ordinal: int) -> int:
    """Mondays to Fridays up to a day; day 1 was a Monday."""
    weeks, rest = divmod(ordinal, 7)
    return 5 * weeks + min(rest, 5)


def _months_later(start: date, months: int) -> int:
    """The ordinal of the corresponding day, or of the last day of a shorter month; beyond all days where there is none."""
    year, month = divmod(12 * start.year + start.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return 0 if year < 1 else _LAST + 1
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1])).toordinal()


def _day(ordinal: int, period: Period) -> date:
    if not 1 <= ordinal <= _LAST:
        raise ValueError(_TOO_LONG.format(period))
    return date.fromordinal(ordinal)
