from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from icalendar import Calendar

from mingyue.connectors.ics import calendar
from mingyue.connectors.ics.entries import entries
from mingyue.ledger.position import Position

STAMP = datetime.fromisoformat("2026-05-20T20:00:00+08:00")


def events(position: Position, stamp: datetime = STAMP) -> dict[str, Calendar]:
    parsed = Calendar.from_ical(calendar(position, stamp=stamp))
    assert not parsed.errors
    found = parsed.walk("VEVENT")
    assert len({event["uid"] for event in found}) == len(found)
    return {str(event["uid"]).removeprefix("HT-2026-001-").removesuffix("@mingyue"): event for event in found}


def test_every_entry_reads_back(position: Position) -> None:
    found = events(position)
    assert list(found) == [entry.id for entry in entries(position)]
    for entry in entries(position):
        event = found[entry.id]
        start = event.decoded("dtstart")
        assert (start.replace(tzinfo=None) if entry.at else start) == (entry.at or entry.day)
        assert str(event["summary"]).removeprefix("已完成：") == entry.summary
        assert str(event["description"]) == entry.description
        assert event.decoded("dtstamp") == STAMP


def test_days_are_dates_and_hours_are_of_beijing(position: Position) -> None:
    found = events(position)
    assert found["O-M3-deliver"].decoded("dtstart") == date(2026, 6, 10)
    clock = found["O-G-1-resolve"]
    assert clock["dtstart"].params["TZID"] == "Asia/Shanghai"
    assert clock.decoded("dtstart").isoformat() == "2026-05-20T06:10:00+08:00"


def alarms(event: Calendar) -> list[timedelta]:
    return [alarm.decoded("trigger") for alarm in event.walk("VALARM")]


def test_alarms_ring_in_the_morning_and_early_for_renewals(position: Position) -> None:
    found = events(position)
    week, day = timedelta(days=-7, hours=9), timedelta(days=-1, hours=9)
    assert alarms(found["O-M3-deliver"]) == [week, day]
    assert alarms(found["D-renewal-notice"]) == [timedelta(days=-30, hours=9), week, day]
    assert alarms(found["O-G-1-resolve"]) == [timedelta(days=-1), timedelta(hours=-2)]


def test_what_is_done_stays_without_alarm_and_what_is_gone_is_cancelled(position: Position) -> None:
    owed = replace(position.obligations[3], state="released")
    found = events(replace(position, obligations=(*position.obligations, replace(owed, id="O-gone"))))
    done = found["O-M1-deliver"]
    assert (str(done["summary"])[:4], str(done["status"]), alarms(done)) == ("已完成：", "CONFIRMED", [])
    assert (str(found["O-gone"]["status"]), alarms(found["O-gone"])) == ("CANCELLED", [])
    released = replace(position.payments[2], state="released", due=date(2026, 6, 1))
    assert str(events(replace(position, payments=(released,)))["P3"]["status"]) == "CONFIRMED"


def test_what_is_left_of_an_instalment_is_told_and_its_whole_sum_in_the_description(position: Position) -> None:
    part = replace(position.payments[2], state="released", due=date(2026, 6, 1), left=Decimal("4420.00"))
    event = events(replace(position, payments=(part,)))[part.id]
    assert str(event["summary"]).endswith("：4,420.00 元")
    assert f"本期全额：{part.amount:,.2f} 元" in str(event["description"])


def test_a_later_file_replaces_an_earlier_one(position: Position) -> None:
    first, later = events(position), events(position, STAMP + timedelta(days=1))
    assert list(first) == list(later)
    assert all(later[name]["sequence"] > event["sequence"] for name, event in first.items())


def test_the_last_day_of_a_right_is_told_once(position: Position) -> None:
    assert "R-trial" not in events(position)
    assert "R-trial" in events(replace(position, dates=()))


def test_lines_are_folded_between_characters_and_hold_no_control_character(position: Position) -> None:
    evil = replace(position.obligations[3], title="坏\x07字\r\n" + "长" * 200 + "\ud83d")
    data = calendar(replace(position, obligations=(evil,)), stamp=STAMP)
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode("utf-8").isprintable() for line in lines)
    assert calendar(position, stamp=STAMP) == calendar(position, stamp=STAMP)


def test_a_stamp_without_zone_is_refused(position: Position) -> None:
    with pytest.raises(ValueError, match="zone"):
        calendar(position, stamp=STAMP.replace(tzinfo=None))
