"""The days of a contract as a calendar (RFC 5545) for phones and mail programs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneStandard

from mingyue import __version__
from mingyue.connectors.ics.entries import Entry, entries
from mingyue.ledger.position import Position

__all__ = ["agenda", "calendar"]

_ZONE = ZoneInfo("Asia/Shanghai")
_MORNING = timedelta(hours=9)
_UNSEEN = {code: " " for code in range(32) if chr(code) not in "\t\n"} | {0x7F: " "}


def calendar(position: Position, *, stamp: datetime) -> bytes:
    """The calendar file: obligations, payments, key dates and the last days of rights.

    UIDs are stable (contract number, id, @mingyue), so that a later file replaces what an earlier one said: what is done
    stays, marked 已完成 and without alarms; what is no longer owed is CANCELLED. Whole days are DATE, hour clocks Beijing
    time. stamp: the time that the file states, with its zone; a later file needs a later one. Raises ValueError without a zone.
    """
    name = position.signed.number or position.signed.title
    return agenda(((name, entry) for entry in entries(position)), title=f"明约：{position.signed.title}", stamp=stamp)


def agenda(named: Iterable[tuple[str, Entry]], *, title: str, stamp: datetime) -> bytes:
    """The same of any entries, each with the name that its UID begins with. Raises ValueError for a stamp without a zone."""
    if stamp.tzinfo is None:
        raise ValueError("stamp needs a time zone")
    found = Calendar()
    found.add("prodid", f"-//mingyue//{__version__}//ZH-CN")
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", _seen(title))
    found.add("x-wr-timezone", _ZONE.key)
    found.add_component(_zone())
    for name, entry in named:
        found.add_component(_event(entry, name, stamp.astimezone(ZoneInfo("UTC")).replace(microsecond=0)))
    data: bytes = found.to_ical()
    return data


def _zone() -> Timezone:
    """China has kept one offset since 1991."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", _ZONE.key)
    standard.add("dtstart", datetime.fromisoformat("1991-09-15T00:00:00"))
    standard.add("tzoffsetfrom", timedelta(hours=8))
    standard.add("tzoffsetto", timedelta(hours=8))
    standard.add("tzname", "CST")
    zone.add_component(standard)
    return zone


def _event(entry: Entry, name: str, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", _seen(f"{name}-{entry.id}@mingyue"))
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("sequence", int(stamp.timestamp()) // 60)  # grows with each file, as readers want it of a newer version
    event.add("dtstart", entry.at.replace(tzinfo=_ZONE) if entry.at else entry.day)
    done = "已完成：" if entry.state == "done" else ""
    event.add("summary", _seen(done + entry.summary))
    event.add("description", _seen(entry.description))
    event.add("categories", [entry.category])
    event.add("status", "CANCELLED" if entry.state == "gone" else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    if entry.state == "open":
        for before in entry.alarms:
            event.add_component(_alarm(entry, before))
    return event


def _alarm(entry: Entry, before: timedelta) -> Alarm:
    """Days before a whole day ring at nine in the morning, not at midnight."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _seen(entry.summary))
    alarm.add("trigger", -before if entry.at else _MORNING - before)
    return alarm


def _seen(text: str) -> str:
    """Text without control characters, which a calendar must not hold."""
    return text.encode("utf-8", "replace").decode().translate(_UNSEEN)
