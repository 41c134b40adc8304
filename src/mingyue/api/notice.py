"""Telling people: robots of group chats, and calendars to subscribe to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from mingyue.connectors.ics.entries import Entry as CalendarEntry
from mingyue.connectors.notice.address import KINDS, Robot, RobotError, robot

__all__ = ["CalendarEntry", "Robot", "RobotError", "agenda", "robot", "robot_kinds", "tell_robot"]


def robot_kinds() -> Mapping[str, tuple[str, str, int]]:
    """The chat programs whose robots can be told: kind -> Chinese title, an address to show, bytes that a message may have."""
    return {kind: (each.title, each.example, each.longest) for kind, each in KINDS.items()}


def tell_robot(told: Robot, text: str) -> str:
    """Sends a text to a robot, once; gives what went wrong in one sentence, "" where it was taken."""
    from mingyue.connectors.notice.send import send

    return send(told, text)


def agenda(entries: Iterable[tuple[str, CalendarEntry]], *, title: str, stamp: datetime) -> bytes:
    """A calendar (RFC 5545) of entries of several contracts. Each with the name under which its UID stays the same.

    stamp: when the file is made, with its zone. Raises ValueError without one.
    """
    from mingyue.connectors.ics import agenda as made

    return made(entries, title=title, stamp=stamp)
