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
_ONE_REPORT = "以答复交付的那次为准：日期或者里程碑有误的请更正原来那条，不要另记；补签的报告请记为证据"
_ONCE = {
    "signed": _Once((), _ONE_DAY, never=True),
    "effective": _Once((), _ONE_DAY, never=True),
    "went_live": _Once((), _FIRST),
    "accepted": _Once(("milestone",), _ONE_REPORT, never=True),
    "invoice": _Once(("instalment", "number"), "只计先收到的一张：号码抄错的请更正，重复的请用更正作废"),
    "supplement": _Once(("number",), "两次的改动都计入：重复的请用更正作废，另一份协议请更正编号"),
}
_END = "termination_notice"
_AFTER_BEGIN = frozenset({"delivered", "accepted", "rejected", "went_live", "termination_notice"})


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
    handed: set[str] = set()
    early: list[Event] = []
    for event in events:
        once = _ONCE.get(event.kind)
        if once is not None:
            values = tuple(str(getattr(event.content, field)) for field in once.fields)
            first = seen.setdefault((event.kind, *values), event)
            if first is not event:
                yield _twice(event, first, values, once)
        if event.kind == "delivered":
            yield from _again(event, seen.get(("accepted", _milestone(event))), first=_milestone(event) not in handed)
            handed.add(_milestone(event))
        if event.kind in _AFTER_BEGIN:
            early.append(event)
    signed, effective = seen.get(("signed",)), seen.get(("effective",))
    begun = effective or signed
    if begun is not None:
        yield from (_early(event, begun) for event in early if event.day < begun.day and event.kind != _END)
        sealed = min((each for each in (signed, effective) if each), key=lambda each: each.day)
        yield from (_ended(event, sealed) for event in early if event.day < sealed.day and event.kind == _END)


def _milestone(event: Event) -> str:
    name: str = getattr(event.content, "milestone", "")
    return name


def _twice(event: Event, first: Event, values: tuple[str, ...], once: _Once) -> Doubt:
    """In words, the later record repeats the earlier one, whichever happened first."""
    new, old = (event, first) if event.seq > first.seq else (first, event)
    what = " ".join((event.content.title, *values))
    text = f"{new.id}：{what} 在 {old.id}（{old.day}）已经记过；{once.rule}。"
    return Doubt(f"N-{event.id}-twice", event, first, text, never=once.never)


def _again(event: Event, accepted: Event | None, *, first: bool) -> Iterator[Doubt]:
    """A delivery after the acceptance. first: the first one, so that nothing was handed over before the acceptance."""
    if accepted is None or event.day <= accepted.day:
        return
    name = _milestone(event)
    if first and accepted.seq > event.seq:
        text = (
            f"{accepted.id}：验收合格 {name}（{accepted.day}）早于 {event.id} 的交付（{event.day}），在此之前没有交付的记录："
            "时间有误的请更正，此前另有交付的请先补记。"
        )
        yield Doubt(f"N-{accepted.id}-before", accepted, event, text, never=True)
        return
    text = f"{event.id}：{name} 已于 {accepted.day} 验收合格（{accepted.id}），这次交付不再计入：里程碑或者时间有误的请更正。"
    yield Doubt(f"N-{event.id}-after", event, accepted, text, "info")


def _early(event: Event, begun: Event) -> Doubt:
    what = " ".join(filter(None, (event.content.title, _milestone(event))))
    counts = "期限照此起算"
    if event.kind == "delivered":
        counts = f"验收期限自{begun.content.title}之日起算，此后又有交付的，以后来的为准"
    text = (
        f"{event.id}：{what}（{event.day}）早于{begun.content.title}（{begun.day}），{counts}："
        "时间有误的请更正，确属先行履行的请留存签收凭证。"
    )
    return Doubt(f"N-{event.id}-early", event, begun, text, basis=BEFORE_SIGNING)


def _ended(event: Event, sealed: Event) -> Doubt:
    text = (
        f"{event.id}：解除通知（{event.day}）早于{sealed.content.title}（{sealed.day}）："
        "合同订立之前没有可以解除的内容，时间有误的请更正。"
    )
    return Doubt(f"N-{event.id}-early", event, sealed, text, basis=BEFORE_SIGNING, never=True)
