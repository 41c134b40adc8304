"""Days: the worked table, a slow day-by-day reference, and laws that hold for any calendar."""

import pickle
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import get_args

import pytest
from chinese_calendar import is_workday
from hypothesis import given
from hypothesis import strategies as st
from spec import rows

from mingyue.connectors.holidays import official, table
from mingyue.terms.calendar import Calendar, Year, caution, days_between
from mingyue.terms.periods import Period, Unit
from mingyue.terms.year_tables import parse_table

TABLE = rows("days.md")
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
UNITS = [unit for unit in get_args(Unit) if not Period(1, unit).by_the_clock]
PERIODS = st.builds(Period, st.integers(1, 200), st.sampled_from(UNITS))


def section(name: str) -> list[list[str]]:
    return [cells for title, cells in TABLE if title == name]


def day(text: str) -> date:
    return date.fromisoformat(text)


def arranged(seed: int) -> Calendar:
    """Some years of any arrangement at all, weekends among the days off and weekdays among the days worked."""
    draw = Random(seed)
    years = []
    for number in draw.sample(range(2024, 2029), draw.randint(0, 3)):
        days = [date(number, 1, 1) + timedelta(days=draw.randrange(365)) for _ in range(draw.randint(0, 60))]
        off = frozenset(days[: draw.randint(0, 40)])
        years.append(Year(number, off, frozenset(days) - off))
    return Calendar(tuple(years))


CALENDARS = st.integers(0, 10_000).map(arranged)


def worked(calendar: Calendar, when: date) -> bool:
    if any(when in year.workdays for year in calendar.years):
        return True
    return when.weekday() < 5 and all(when not in year.holidays for year in calendar.years)


def slow_add(calendar: Calendar, start: date, count: int) -> date:
    while count:
        start += timedelta(days=1)
        count -= worked(calendar, start)
    return start


@pytest.mark.parametrize(("start", "period", "last", "why"), section("到期日"))
def test_the_last_day(start: str, period: str, last: str, why: str) -> None:
    asked = Period.parse(period)
    assert official().add(day(start), asked) == day(last)
    guessed = asked.unit == "workday" and bool(official().unofficial(day(start), day(last)))
    assert guessed is ("未录入" in why)


@pytest.mark.parametrize(("start", "period", "last", "why"), section("顺延"))
def test_the_last_day_rolled_over(start: str, period: str, last: str, why: str) -> None:
    assert official().add(day(start), Period.parse(period), roll_over=True) == day(last)
    assert bool(official().unofficial(day(last), day(last))) is ("未录入" in why)


@pytest.mark.parametrize(("end", "period", "latest"), [cells[:3] for cells in section("往回数")])
def test_the_latest_day_before(end: str, period: str, latest: str) -> None:
    assert official().back(day(end), Period.parse(period)) == day(latest)


@pytest.mark.parametrize(("start", "period", "over"), [cells[:3] for cells in section("时刻")])
def test_the_moment(start: str, period: str, over: str) -> None:
    begun = datetime.fromisoformat(start).replace(tzinfo=UTC)
    assert official().moment_add(begun, Period.parse(period)) == datetime.fromisoformat(over).replace(tzinfo=UTC)


@pytest.mark.parametrize(("start", "end", "natural", "working"), [cells[:4] for cells in section("相隔")])
def test_how_far_apart(start: str, end: str, natural: str, working: str) -> None:
    assert days_between(day(start), day(end)) == int(natural)
    assert official().workdays_between(day(start), day(end)) == int(working)


def test_the_table_is_long_enough_to_be_of_use() -> None:
    assert len(section("到期日")) + len(section("顺延")) >= 25


def test_every_official_day_is_as_the_package_says() -> None:
    calendar = official()
    for ordinal in range(date(2004, 1, 1).toordinal(), date(2026, 12, 31).toordinal() + 1):
        when = date.fromordinal(ordinal)
        assert calendar.is_workday(when) == is_workday(when)
    assert calendar.unofficial(date(2004, 1, 1), date(2026, 12, 31)) == ()
    assert calendar.unofficial(date(2028, 3, 1), date(2026, 5, 1)) == (2027, 2028)


@given(CALENDARS, DAYS, st.integers(1, 90))
def test_working_days_agree_with_counting_day_by_day(calendar: Calendar, start: date, count: int) -> None:
    last = calendar.add(start, Period(count, "workday"))
    assert last == slow_add(calendar, start, count)
    assert calendar.is_workday(last)
    assert calendar.workdays_between(start, last) == count
    assert calendar.workdays_between(last, start) == -count


@given(CALENDARS, DAYS)
def test_a_working_day_is_as_the_tables_say(calendar: Calendar, when: date) -> None:
    assert calendar.is_workday(when) == worked(calendar, when)


@given(CALENDARS, DAYS, st.integers(1, 2000))
def test_natural_days_come_back_as_days_between(calendar: Calendar, start: date, count: int) -> None:
    assert days_between(start, calendar.add(start, Period(count, "day"))) == count


@given(CALENDARS, DAYS, DAYS, PERIODS)
def test_a_later_start_never_ends_earlier(calendar: Calendar, one: date, other: date, period: Period) -> None:
    first, second = sorted((one, other))
    assert calendar.add(first, period) <= calendar.add(second, period)
    longer = Period(period.count + 1, period.unit)
    assert first < calendar.add(first, period) < calendar.add(first, longer)


@given(CALENDARS, DAYS, PERIODS)
def test_back_leaves_room_for_the_whole_period(calendar: Calendar, end: date, period: Period) -> None:
    latest = calendar.back(end, period)
    assert calendar.add(latest, period) <= end
    if period.unit == "workday":
        assert calendar.is_workday(latest)
        following = calendar.add(latest, Period(1, "workday"))
        assert calendar.add(following, period) > end


@given(DAYS, st.integers(1, 60))
def test_months_end_on_the_corresponding_day_or_the_last_of_the_month(start: date, count: int) -> None:
    last = Calendar().add(start, Period(count, "month"))
    assert (last.year * 12 + last.month) - (start.year * 12 + start.month) == count
    assert last.day == start.day or (last.day < start.day and (last + timedelta(days=1)).day == 1)
    assert Calendar().add(start, Period(count, "year")) == Calendar().add(start, Period(12 * count, "month"))


@given(CALENDARS, DAYS, PERIODS)
def test_rolling_over_goes_to_the_next_working_day(calendar: Calendar, start: date, period: Period) -> None:
    plain, rolled = calendar.add(start, period), calendar.add(start, period, roll_over=True)
    assert rolled == (plain if worked(calendar, plain) else slow_add(calendar, plain, 1))


@given(CALENDARS, CALENDARS, DAYS)
def test_merging_takes_whole_years(calendar: Calendar, other: Calendar, when: date) -> None:
    merged = calendar.merged(other)
    source = other if when.year in {year.number for year in other.years} else calendar
    assert merged.is_workday(when) == source.is_workday(when)
    assert calendar.merged(Calendar()) == calendar == pickle.loads(pickle.dumps(calendar))
    assert hash(calendar.merged(calendar)) == hash(calendar)


def test_hours_need_a_moment_and_no_date_lies_beyond_the_last() -> None:
    for use in (official().add, official().back):
        with pytest.raises(ValueError, match=r"^期限「24小时」按钟点计算"):
            use(date(2026, 1, 1), Period(24, "hour"))
    for unit in UNITS:
        with pytest.raises(ValueError, match="超出了公元"):
            official().add(date(9999, 12, 31), Period(1, unit), roll_over=True)
        with pytest.raises(ValueError, match="超出了公元"):
            official().back(date(1, 1, 1), Period(1, unit))
    for period in (Period(1, "hour"), Period(1, "day")):
        with pytest.raises(ValueError, match="超出了公元"):
            official().moment_add(
                datetime(9999, 12, 30, 23, 30, tzinfo=UTC) + timedelta(days=period.unit == "hour"), period
            )


def test_the_caution_names_the_years() -> None:
    assert caution((2027,)) == "2027 年放假安排尚未录入，按周一至周五计算；请用 calendar.toml 提供。"
    assert caution((2003, 2027)).startswith("2003、2027 年")
    assert caution((2027, 2028, 2029)).startswith("2027 至 2029 年")


OWN = """
[2027]
source = "按历年惯例预排"
holidays = [2027-01-01, "2027-02-05 至 2027-02-11"]
workdays = ["2027-02-20"]
"""


def test_a_table_of_the_users_own_lies_over_the_official_one() -> None:
    calendar = table(OWN)
    assert calendar.unofficial(date(2026, 1, 1), date(2027, 12, 31)) == ()
    assert calendar.add(date(2027, 2, 4), Period(1, "workday")) == date(2027, 2, 12)
    assert calendar.is_workday(date(2027, 2, 20))
    assert not calendar.is_workday(date(2026, 10, 1))
    assert calendar.years[-1].source == "按历年惯例预排"
    own = parse_table({2026: {"holidays": []}})
    assert official().merged(own).is_workday(date(2026, 10, 1))


def test_a_years_arrangement_may_move_the_december_before() -> None:
    calendar = table('[2027]\nholidays = ["2026-12-31 至 2027-01-02"]\nworkdays = ["2026-12-27"]')
    assert calendar.add(date(2026, 12, 25), Period(1, "workday")) == date(2026, 12, 27)
    assert calendar.add(date(2026, 12, 30), Period(1, "workday")) == date(2027, 1, 4)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("[2027]\nholidays = [", "^第 2 行|^文末"),
        ("[2027]\nholidays == 3", "^第 2 行不合 TOML 格式"),
        ("[一七]\nholidays = []", "^第 1 行不合 TOML 格式"),
        ('["27"]\nholidays = []', "「27」不是年份"),
        ("2027 = 3", "2027 年须写成一段"),
        ("[2027]\nworkdays = []", "2027 年缺少 holidays"),
        ("[2027]\nholiday = []", "2027 年有不认识的项「holiday」"),
        ("[2027]\nholidays = 3", "2027 年的 holidays 须为列表"),
        ('[2027]\nholidays = ["春节"]', "holidays 中的「春节」不是日期"),
        ("[2027]\nholidays = [2027-01-01T00:00:00]", "不是日期"),
        ('[2027]\nholidays = ["2027-02-11 至 2027-02-05"]', "起止不对"),
        ('[2027]\nholidays = ["2027-01-01 至 9999-01-01"]', "起止不对"),
        ("[2027]\nholidays = [2026-10-01]", "「2026-10-01」不在这一年：请移到 2026 年"),
        ("[2027]\nholidays = [2027-02-06]\nworkdays = [2027-02-06]", "2027-02-06 同时列为放假和上班"),
        ("[2027]\nholidays = []\nworkdays = [2027-02-05]", "2027-02-05 是周五：这里只列要上班的周末"),
    ],
)
def test_a_table_that_cannot_be_meant(text: str, error: str) -> None:
    with pytest.raises(ValueError, match=error) as caught:
        table(text)
    assert str(caught.value).endswith("。")
