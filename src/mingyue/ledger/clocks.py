"""Clocks of obligations: when a period is over, whether something was done in time; and things that begin and end by id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from mingyue.ledger.case import DAY, Case
from mingyue.ledger.event import Event, EventError
from mingyue.ledger.position import State
from mingyue.terms.calendar import Calendar, caution, days_between
from mingyue.terms.money import cents
from mingyue.terms.periods import Period

REST_DAYS = "民法典:203"


@dataclass(frozen=True, slots=True)
class Limit:
    """The end of a period: a whole day, or a moment of it where the period runs by the clock.

    basis: the article that moved the day, or might have, had the days off of its year been known; else empty.
    """

    day: date
    at: datetime | None
    steps: tuple[str, ...]
    basis: tuple[str, ...] = ()

    @property
    def over(self) -> datetime:
        """What is done at this moment is still in time; what is done after it is late."""
        return self.at or midnight(self.day)


def midnight(day: date) -> datetime:
    """The end of a day: 24:00, which is 00:00 of the next."""
    return datetime.combine(day + DAY, time())


def limit(
    calendar: Calendar, period: Period, day: date, at: datetime | None = None, *, what: str, moves: bool = True
) -> Limit:
    """When a period from a day (or from a moment of it) is over.

    A period in hours needs a moment: where only the day is known it runs from the end of that day (民法典 201: the starting
    day does not count). Periods in days and longer end with their last day, whatever the moment they began. A last day that
    is not worked moves to the next working day (民法典 203), but not where the period is how long a right or a service
    lasts: `moves` False.
    """
    if period.by_the_clock:
        due = calendar.moment_add(at or midnight(day), period)
        return Limit(due.date(), due, (f"{what}：{_start(day, at)} + {period} = {clock(due)}",))
    last = moved = calendar.add(day, period)
    steps = [f"{what}：{day} + {period} = {last}"]
    years: tuple[int, ...] = ()
    if period.unit == "workday":
        years = calendar.unofficial(day, last)
    elif moves:
        moved = calendar.add(day, period, roll_over=True)
        years = calendar.unofficial(last, moved)
    if moved != last:
        steps.append(f"{last} 为休息日，顺延至 {moved}（民法典 203）")
    if years:
        steps.append(caution(years))
    return Limit(moved, None, tuple(steps), (REST_DAYS,) if years or moved != last else ())


def last_day(calendar: Calendar, period: Period, day: date) -> date:
    """The last day of a period that does not move from a day, as `limit` has it, without the words."""
    if period.by_the_clock:
        return calendar.moment_add(midnight(day), period).date()
    return calendar.add(day, period)


def _start(day: date, at: datetime | None) -> str:
    return f"{day} 24:00" if at is None else clock(at)


def late(over: Limit, done: Event) -> bool:
    """Whether it was done too late. Where only the day of it is known, it was late if all of that day was."""
    return done.moment() >= over.over if done.at is None else done.at > over.over


def passed(over: Limit, as_of: date) -> bool:
    """Whether the period is over at the end of a day and nothing more can be in time."""
    return over.over < midnight(as_of)


def state(due: Limit | None, done: Event | None, as_of: date, ended: date | None = None) -> tuple[State, int]:
    """The state at the end of a day and the days late. ended: since when it is no longer owed."""
    if done is not None:
        is_late = due is not None and late(due, done)
        return ("met_late" if is_late else "met"), (days_between(due.day, done.day) if due and is_late else 0)
    if ended is not None:
        return "released", 0
    if due is None or not passed(due, as_of):
        return "open", 0
    return "overdue", days_between(due.day, as_of)


def lateness(due: Limit, done: Event, *, what: str) -> str:
    """One line that says when it was done, and how much too late."""
    said = f"{what}：{clock(done.at) if done.at and due.at else done.day}"
    return f"{said}，{exceeded(due, done)}" if late(due, done) else said + "，未超时"


def exceeded(due: Limit, done: Event) -> str:
    """By how much it was too late."""
    if due.at and done.at:
        minutes = -(-(done.at - due.at) // timedelta(minutes=1))
        return f"超过 {minutes // 60} 小时 {minutes % 60:02} 分"
    return f"超过 {days_between(due.day, done.day)} 日"


def exact(event: Event) -> datetime:
    """The moment of an event whose clock runs in hours. Raises EventError when only its day is known."""
    if event.at is None:
        raise EventError(f"{event.id}：{event.content.title}须写明几点几分，如 {event.day}T10:30，时限才能按小时计算。")
    return event.at


def begun(case: Case, kind: str, field: str) -> dict[str, Event]:
    """The events that begin something, by its id. Raises EventError for an id used twice."""
    found: dict[str, Event] = {}
    for event in case.history.of(kind):
        name = getattr(event.content, field)
        if name in found:
            title = event.content.title
            raise EventError(f"{event.id}：{title} {name} 在 {found[name].id} 已经记录过：请换一个编号，或者更正。")
        found[name] = event
    return found


def done(case: Case, kind: str, field: str, known: Mapping[str, Event], *, once: bool = False) -> dict[str, Event]:
    """The first event of a kind for each id. Raises EventError for an unknown id, a time before the beginning, a second one."""
    found: dict[str, Event] = {}
    for event in case.history.of(kind):
        name = getattr(event.content, field)
        start = known.get(name)
        if start is None:
            raise EventError(f"{event.id}：{event.content.title}所指的 {name} 没有记录过：请先记录，或者更正编号。")
        if event.day < start.day or (event.at and start.at and event.at < start.at):
            raise EventError(f"{event.id}：{event.content.title} {name} 早于 {start.id}：请更正发生的时间。")
        if once and name in found:
            raise EventError(
                f"{event.id}：{event.content.title} {name} 在 {found[name].id} 已经记录过：再次发生的，请用新的编号记录。"
            )
        found.setdefault(name, event)
    return found


def clock(at: datetime) -> str:
    """2026-05-03 10:30, with seconds only where there are some."""
    text = at.isoformat(" ")
    return text.removesuffix(":00")


def yuan(amount: Decimal) -> str:
    """1,234.50; up to four decimals where a step of a formula does not end at a cent."""
    whole = cents(amount)
    if whole == amount:
        return f"{whole:,.2f}"
    return f"{round(amount, 4):,.4f}"


def number(value: Decimal) -> str:
    """A percentage as people write it: 0.1, 10, 99.5."""
    return format(value, "f")


def ids(*events: Event | None) -> tuple[str, ...]:
    """The ids of the events that are there, each once, oldest record first."""
    there = [event for event in events if event is not None]
    if len(there) == 1:
        return (there[0].id,)
    if len(there) == 2 and there[0].id != there[1].id:  # the most common case by far
        one, other = there
        return (one.id, other.id) if one.seq < other.seq else (other.id, one.id)
    numbers = {event.id: event.seq for event in there}
    return tuple(sorted(numbers, key=numbers.__getitem__))


def joined(*proofs: tuple[str, ...]) -> tuple[str, ...]:
    """Ids of events from several proofs, each once, oldest record first."""
    return tuple(sorted({name for proof in proofs for name in proof}, key=lambda name: int(name[1:])))
