"""The course of a contract as a picture: what was planned, what happened, and today. Places are shares of the width."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from mingyue.connectors.report.columns import shorten
from mingyue.ledger.events import Accepted, Delivered, Paid
from mingyue.ledger.events.content import Content
from mingyue.ledger.position import Obligation, Payment, Position
from mingyue.terms.schedule import Milestone

Tone = Literal["plan", "wait", "late"]
_MOST_TICKS = 6
_TITLE = 44  # columns


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of days, in percent of the width."""

    start: float
    length: float
    tone: Tone


@dataclass(frozen=True, slots=True)
class Dot:
    """A day: planned, handed over, or done (accepted, paid)."""

    place: float
    kind: Literal["planned", "handed", "done"]
    title: str


@dataclass(frozen=True, slots=True)
class Line:
    """A milestone or an instalment."""

    title: str
    bars: tuple[Bar, ...]
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """Lines under a scale of months."""

    lines: tuple[Line, ...]
    ticks: tuple[tuple[float, str], ...]
    today: float


@dataclass(frozen=True, slots=True)
class _Course:
    title: str
    stretches: tuple[tuple[date, date, Tone], ...]
    days: tuple[tuple[date, Literal["planned", "handed", "done"], str], ...]


def picture(position: Position) -> Picture | None:
    """The picture; None where no day is known yet. Days far off (the end of term) stay out: they would press all else together."""
    courses = [course for course in _courses(position) if course.days]
    days = [day for course in courses for day, _, _ in course.days]
    if not days:
        return None
    first, last = min(*days, position.as_of), max(*days, position.as_of)
    margin = timedelta(days=max(3, (last - first).days // 25))
    first, last = first - margin, last + margin

    def place(day: date) -> float:
        return round(100 * (day - first).days / (last - first).days, 2)

    lines = tuple(
        Line(
            shorten(course.title, _TITLE),
            tuple(
                Bar(place(start), round(place(end) - place(start), 2), tone) for start, end, tone in course.stretches
            ),
            tuple(Dot(place(day), kind, said) for day, kind, said in course.days),
        )
        for course in courses
    )
    return Picture(lines, tuple((place(day), f"{day:%Y-%m}") for day in _months(first, last)), place(position.as_of))


def _months(first: date, last: date) -> list[date]:
    """First days of months, so few that their names fit on a telephone."""
    count = (last.year - first.year) * 12 + last.month - first.month
    step = -(-count // _MOST_TICKS) or 1
    ahead = [first.month + number for number in range(1, count + 1, step)]
    return [date(first.year + (month - 1) // 12, (month - 1) % 12 + 1, 1) for month in ahead]


def _courses(position: Position) -> Iterator[_Course]:
    owed = {each.id: each for each in position.obligations}
    delivered, accepted = _days(position, Delivered, "milestone"), _days(position, Accepted, "milestone")
    for milestone in position.terms.implementation_schedule.milestones:
        name = milestone.id
        yield _milestone(
            milestone, owed.get(f"O-{name}-deliver"), delivered.get(name), accepted.get(name), position.as_of
        )
    paid = _days(position, Paid, "instalment")
    for payment in position.payments:
        yield _payment(payment, paid.get(payment.id), position.as_of)


def _days(position: Position, kind: type[Content], name: str) -> Mapping[str, date]:
    """The last day of such an event for each milestone or instalment."""
    return {getattr(event.content, name): event.day for event in position.events if isinstance(event.content, kind)}


def _milestone(
    milestone: Milestone, owed: Obligation | None, delivered: date | None, accepted: date | None, as_of: date
) -> _Course:
    due = owed.due if owed else milestone.due_date
    waiting = owed is not None and owed.state == "overdue"
    stretches: list[tuple[date, date, Tone]] = []
    late_until = delivered or (as_of if waiting else None)
    if due and late_until and late_until > due:
        stretches.append((due, late_until, "late"))
    if delivered and accepted and accepted > delivered:
        stretches.append((delivered, accepted, "wait"))
    days = (due and (due, "planned", f"应交付 {due}"), delivered and (delivered, "handed", f"交付 {delivered}"))
    done = accepted and (accepted, "done", f"验收合格 {accepted}")
    return _Course(f"{milestone.id} {milestone.title}", tuple(stretches), tuple(day for day in (*days, done) if day))  # type: ignore[misc]


def _payment(payment: Payment, paid: date | None, as_of: date) -> _Course:
    due, released = payment.due, payment.released
    stretches: list[tuple[date, date, Tone]] = []
    if due and released:
        stretches.append((released, due, "plan"))
    until = as_of if payment.state == "overdue" else paid
    if due and until and until > due:
        stretches.append((due, until, "late"))
    full = payment.state == "paid"
    days = (
        due and (due, "planned", f"付款期限 {due}"),
        paid and (paid, "done" if full else "handed", f"{'付清' if full else '部分支付'} {paid}"),
    )
    return _Course(f"付款 {payment.title}", tuple(stretches), tuple(day for day in days if day))  # type: ignore[misc]
