"""What if: the position with assumed events beside the position without them, and what differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mingyue.ledger.event import Event, EventError, called, content, renamed, when
from mingyue.ledger.events import Correction
from mingyue.ledger.events.content import Side
from mingyue.ledger.position import Position
from mingyue.ledger.replay import replay
from mingyue.ledger.words import LEVELS
from mingyue.terms.calendar import Calendar
from mingyue.terms.contract import Contract

Value = Decimal | date | str | None
Named = tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something that might happen: kind of event, day (or day with time) and content, as `record` takes them."""

    kind: str
    happened: str
    data: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that the assumptions change. kind: "notice", "obligation", "claim", "payment", "right", "date", "total"; id: of the
    thing in the position; what: which of its values, in Chinese. None: the thing is not there. Notices come first, of these
    the warnings; their value is their text.
    """

    kind: str
    id: str
    title: str
    what: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Simulation:
    """Both positions on the same day."""

    before: Position
    after: Position
    differences: tuple[Difference, ...]


def delivered(milestone: str, happened: str) -> Assumption:
    """A milestone is delivered."""
    return Assumption("delivered", happened, {"milestone": milestone})


def accepted(milestone: str, happened: str) -> Assumption:
    """A milestone is accepted."""
    return Assumption("accepted", happened, {"milestone": milestone})


def terminated(happened: str, ground: str, *, side: Side = "buyer") -> Assumption:
    """A notice of termination arrives."""
    return Assumption("termination_notice", happened, {"side": side, "ground": ground})


def undone(events: Sequence[Event], names: Sequence[str], *, as_of: date) -> tuple[Assumption, ...]:
    """That these events had not happened. Raises EventError for what is no event, and for a correction."""
    known = {event.id: event for event in events}
    for name in names:
        if name not in known:
            there = f"台账里的事件是 E1 至 {events[-1].id}" if events else "台账里还没有事件"
            raise EventError(f"{name} 不存在：{there}，请核对编号。")
        said = known[name].content
        if isinstance(said, Correction):
            raise EventError(f"{name} 是更正，不能假设它没有发生：请写它更正的 {said.of}。")
    told = {"void": True, "reason": "假设没有发生"}
    return tuple(Assumption("correction", as_of.isoformat(), {"of": name, **told}) for name in names)


def assumed(events: Sequence[Event], assumptions: Sequence[Assumption]) -> tuple[Event, ...]:
    """The assumptions as the events that would be recorded next. Raises EventError for content that does not fit its kind."""
    found = []
    for seq, each in enumerate(assumptions, max((event.seq for event in events), default=0) + 1):
        told = content(each.kind, dict(each.data))
        day, at = when(each.happened, of=told.title)
        recorded = events[-1].recorded if events else f"{day}T00:00:00+08:00"
        found.append(Event(f"E{seq}", each.kind, day, at, recorded, "假设", told))
    return tuple(found)


def simulate(
    signed: Contract,
    events: Sequence[Event],
    assumptions: Sequence[Assumption],
    *,
    as_of: date,
    calendar: Calendar,
    known_at: str | None = None,
) -> Simulation:
    """What the assumptions change at the end of a day. Nothing is recorded. Raises EventError as `replay` does."""
    before = replay(signed, events, as_of=as_of, calendar=calendar, known_at=known_at)
    more = assumed(events, assumptions)
    names = {event.id: f"假设“{event.content.title}”" for event in more}
    try:
        after = replay(signed, (*events, *more), as_of=as_of, calendar=calendar, known_at=known_at)
    except EventError as error:
        raise renamed(error, names) from None
    return Simulation(before, after, (*_notices(before, after, names), *_differences(before, after)))


def _notices(before: Position, after: Position, names: Mapping[str, str]) -> Sequence[Difference]:
    """The notices that come, go or say something else; an assumed event has no number that a reader could know."""
    old, new = ({each.id: each for each in found.notices} for found in (before, after))
    found = []
    for name in dict.fromkeys((*new, *old)):
        was, now = old.get(name), new.get(name)
        if was is None or now is None or was.text != now.text:
            level = (now or old[name]).level
            said = None if now is None else called(now.text, names)
            what = "提示" if was and now else "新的提示" if now else "不再提示"
            found.append((level, Difference("notice", name, LEVELS[level], what, was.text if was else None, said)))
    return [each for _, each in sorted(found, key=lambda pair: pair[0] != "warning")]


def _differences(before: Position, after: Position) -> Iterator[Difference]:
    old, new = _values(before), _values(after)
    for key in dict.fromkeys((*old, *new)):
        (was, title), (now, later) = old.get(key, (None, "")), new.get(key, (None, ""))
        if was != now:
            kind, name, what = key
            yield Difference(kind, name, later or title, what, was, now)


def _values(position: Position) -> dict[tuple[str, str, str], tuple[Value, str]]:
    """Every value that can differ, with the title of its thing."""
    return {(kind, name, what): (value, title) for kind, name, title, what, value in _listed(position)}


def _listed(position: Position) -> Iterator[tuple[str, str, str, str, Value]]:
    for owed in position.obligations:
        values: Named = (("状态", owed.state), ("到期日", owed.due), ("履行日", owed.day))
        for what, value in values:
            yield "obligation", owed.id, owed.title, what, value
    for claim in position.claims:
        for what, sum_ in (("金额", claim.amount), ("未清偿", claim.left)):
            yield "claim", claim.id, claim.title, what, sum_
    for payment in position.payments:
        values = (("状态", payment.state), ("条件满足日", payment.released), ("最迟付款日", payment.due))
        for what, value in (*values, ("金额", payment.amount), ("未付", payment.left)):
            yield "payment", payment.id, payment.title, what, value
    for right in position.rights:
        yield "right", right.id, right.title, "产生日", right.since
        yield "right", right.id, right.title, "最后一日", right.until
    for key in position.dates:
        yield "date", key.id, key.title, "日期", key.day
    totals = position.totals
    for name, title, total in (
        ("withheld", "暂不可付", totals.withheld),
        ("released", "可付未付", totals.released),
        ("claims_for_buyer", "甲方的请求权", totals.claims_for_buyer),
        ("claims_for_vendor", "乙方的请求权", totals.claims_for_vendor),
        ("pay", "建议支付", position.advice.pay),
    ):
        yield "total", name, title, "金额", total
