"""Records that do not go together: the same thing told twice, or in an order that cannot be.

The ledger computes with them as far as it can and points them out; what no contract can hold is refused when it is recorded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mingyue.ledger.case import Case
from mingyue.ledger.clocks import ids
from mingyue.ledger.event import Event
from mingyue.ledger.position import Level, Notice, Why

BASIS = ("民法典:509.1", "指南:五.2")
BEFORE_SIGNING = ("民法典:490", "指南:五.2")


class _Once(NamedTuple):
    """What happens once: for the same values of these fields, what the ledger does with a second one, and whether it may be."""

    fields: tuple[str, ...]
    rule: str
    never: bool = False


_FIRST = "以先发生的为准：重复的请用更正作废"
_ONE_DAY = "以先发生的为准：日期有误的请更正原来那条，不要另记"
_ONCE = {
    "signed": _Once((), _ONE_DAY, never=True),
    "effective": _Once((), _ONE_DAY, never=True),
    "went_live": _Once((), _FIRST),
    "accepted": _Once(("milestone",), _FIRST),
    "invoice": _Once(("instalment", "number"), "只计先收到的一张：号码抄错的请更正，重复的请用更正作废"),
    "supplement": _Once(("number",), "两次的改动都计入：重复的请用更正作废，另一份协议请更正编号"),
}
_AFTER_SIGNING = frozenset({"delivered", "accepted", "rejected", "went_live"})


@dataclass(frozen=True, slots=True)
class Doubt:
    """A record that does not go with an earlier one. never: it cannot be right in any contract."""

    id: str
    event: Event
    other: Event
    text: str
    level: Level = "warning"
    basis: tuple[str, ...] = BASIS
    never: bool = False


def outcome(case: Case) -> Iterator[Notice]:
    """A notice for each doubt, and for each change that ends before it begins."""
    for doubt in doubts(case.history.events):
        why = Why("", (), doubt.basis, ids(doubt.event, doubt.other))
        yield Notice(doubt.id, doubt.level, doubt.text, why)
    for change in case.timeline.changes:
        if change.ends < change.starts:
            text = f"变更 {change.id} 到 {change.ends} 为止，早于开始的 {change.starts}，没有任何一日有效：日期有误的请更正。"
            yield Notice(f"N-{change.events[0]}-empty", "warning", text, Why("", (), ("民法典:543",), change.events))


def doubts(events: Sequence[Event]) -> Iterator[Doubt]:
    """Everything odd among events that stand in the order in which they happened. One pass."""
    seen: dict[tuple[str, ...], Event] = {}
    begun: Event | None = None
    early: list[Event] = []
    for event in events:
        once = _ONCE.get(event.kind)
        if once is not None:
            values = tuple(str(getattr(event.content, field)) for field in once.fields)
            first = seen.setdefault((event.kind, *values), event)
            if first is not event:
                yield _twice(event, first, values, once)
        if event.kind == "delivered":
            yield from _again(event, seen.get(("accepted", _milestone(event))))
        if event.kind in {"signed", "effective"}:
            begun = begun or event
        elif begun is None and event.kind in _AFTER_SIGNING:
            early.append(event)
    yield from (_early(event, begun) for event in early if begun and event.day < begun.day)


def _milestone(event: Event) -> str:
    name: str = getattr(event.content, "milestone", "")
    return name


def _twice(event: Event, first: Event, values: tuple[str, ...], once: _Once) -> Doubt:
    """In words, the later record repeats the earlier one, whichever happened first."""
    new, old = (event, first) if event.seq > first.seq else (first, event)
    what = " ".join((event.content.title, *values))
    text = f"{new.id}：{what} 在 {old.id}（{old.day}）已经记过；{once.rule}。"
    return Doubt(f"N-{event.id}-twice", event, first, text, never=once.never)


def _again(event: Event, accepted: Event | None) -> Iterator[Doubt]:
    if accepted is not None and event.day > accepted.day:
        text = (
            f"{event.id}：{_milestone(event)} 已于 {accepted.day} 验收合格（{accepted.id}），这次交付不再计入："
            "里程碑或者时间有误的请更正。"
        )
        yield Doubt(f"N-{event.id}-after", event, accepted, text, "info")


def _early(event: Event, begun: Event) -> Doubt:
    what = " ".join(filter(None, (event.content.title, _milestone(event))))
    text = (
        f"{event.id}：{what}（{event.day}）早于{begun.content.title}（{begun.day}），期限照此起算："
        "时间有误的请更正，确属先行履行的请留存签收凭证。"
    )
    return Doubt(f"N-{event.id}-early", event, begun, text, basis=BEFORE_SIGNING)
