"""The events that count: as known at a time, with corrections applied, up to a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import TypeVar

from mingyue.ledger.event import Event, EventError, content, when
from mingyue.ledger.events import Accepted, Content, Correction, Delivered

C = TypeVar("C", bound=Content)
BEIJING = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Happened:
    """Events in the order in which they happened, found by kind."""

    events: tuple[Event, ...]
    _by_kind: Mapping[str, tuple[Event, ...]]

    def of(self, kind: str) -> tuple[Event, ...]:
        """All events of a kind, in order."""
        return self._by_kind.get(kind, ())

    def first(self, kind: str) -> Event | None:
        """The first event of a kind."""
        found = self._by_kind.get(kind)
        return found[0] if found else None

    def accepted(self) -> Mapping[str, Event]:
        """The acceptance of each milestone that counts: the first, but one that nothing was handed over for gives way to one
        that answers a delivery.
        """
        first: dict[str, Event] = {}
        answers: dict[str, Event] = {}
        handed: set[str] = set()
        for event in self.events:
            said = event.content
            if isinstance(said, Delivered):
                handed.add(said.milestone)
            elif isinstance(said, Accepted):
                first.setdefault(said.milestone, event)
                if said.milestone in handed:
                    answers.setdefault(said.milestone, event)
        return first | answers

    def without(self, gone: Collection[Event]) -> Happened:
        """The same, had these events not happened."""
        return _by_kind(event for event in self.events if event not in gone)


def told(event: Event, kind: type[C]) -> C:
    """The content of an event, which is of this kind."""
    if not isinstance(event.content, kind):  # a fault of ours, never of the file
        raise TypeError(f"{event.id} is {event.kind}, not {kind.__name__}")
    return event.content


def happened(events: Iterable[Event], *, as_of: date, known_at: str | None = None) -> Happened:
    """What had happened by the end of a day, as it was known at a moment (ISO 8601; None: all that is recorded).

    Raises EventError when a correction names an event that does not exist or cannot be corrected.
    """
    until = None if known_at is None else _beijing(known_at)
    standing = corrected(event for event in events if until is None or event.recorded <= until)
    # The day first, then the time of day; what has none comes first. Same-day events keep the order of their records.
    ordered = sorted((event for event in standing if event.day <= as_of), key=lambda each: (each.moment(), each.seq))
    return _by_kind(ordered)


def _by_kind(ordered: Iterable[Event]) -> Happened:
    events, by_kind = tuple(ordered), defaultdict[str, list[Event]](list)
    for event in events:
        by_kind[event.kind].append(event)
    return Happened(events, {kind: tuple(found) for kind, found in by_kind.items()})


def _beijing(moment: str) -> str:
    """A moment as records write theirs; without a time zone it is Beijing time. Raises EventError."""
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        raise EventError(f"时间写错了：{moment}；须为 2026-04-12T18:00:00+08:00。") from None
    at = at.replace(tzinfo=BEIJING) if at.tzinfo is None else at.astimezone(BEIJING)
    return at.isoformat(timespec="seconds")


def corrected(events: Iterable[Event]) -> Sequence[Event]:
    """The events with their corrections in place; corrections themselves are gone."""
    standing: dict[str, Event] = {}
    last: dict[str, Event] = {}
    for event in events:
        if event.kind == "correction":
            _correct(standing, last, event)
        else:
            standing[event.id] = last[event.id] = event
    return list(standing.values())


def mended(wrong: Content, data: Mapping[str, object]) -> dict[str, object]:
    """The whole content of which these fields are told anew; None and "" take a field away."""
    told_ = {**wrong.model_dump(mode="json"), **data}
    return {name: value for name, value in told_.items() if value is not None and value != ""}


def _correct(standing: dict[str, Event], last: dict[str, Event], event: Event) -> None:
    right = told(event, Correction)
    wrong = last.get(right.of)
    if wrong is None:
        raise EventError(f"{event.id} 更正的 {right.of} 不存在，或者本身是更正：请写被更正事件的编号。")
    day, at = when(right.happened, of=event.id) if right.happened else (wrong.day, wrong.at)
    try:
        told_right = wrong.content if right.data is None else content(wrong.kind, right.data)
    except EventError as error:
        raise EventError(f"{event.id}：{error}") from None
    mended = last[right.of] = wrong._replace(day=day, at=at, content=told_right)
    if right.void:
        standing.pop(right.of, None)
    else:
        standing[right.of] = mended
