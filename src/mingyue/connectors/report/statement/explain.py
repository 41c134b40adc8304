"""The whole explanation of one result: what it is, how it was computed, what it rests on and what happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from mingyue.ledger import words
from mingyue.ledger.event import Event
from mingyue.ledger.events import KINDS
from mingyue.ledger.events.content import SIDES
from mingyue.ledger.position import Claim, KeyDate, Notice, Obligation, Payment, Position, Right, Why
from mingyue.terms.titles import title

Item = Obligation | Payment | Claim | Right | KeyDate | Notice
_NEAR = 6


class Basis(NamedTuple):
    """A citation as a person reads it, and what it says ("" where that is not known)."""

    label: str
    text: str


Labels = Callable[[str], Basis]
"""What the law says under a citation ("民法典:585") on the day of the position."""


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of the contract that a value was read from."""

    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Told:
    """An event as a person reads it."""

    id: str
    day: str
    kind: str
    content: str
    by: str
    evidence: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything about one result, in words."""

    id: str
    sort: str
    title: str
    facts: tuple[tuple[str, str], ...]
    formula: tuple[str, ...]
    clause: str
    quotes: tuple[Quote, ...]
    events: tuple[Told, ...]
    basis: tuple[Basis, ...]


def items(position: Position) -> Mapping[str, Item]:
    """Whatever can be explained, by id."""
    lists = (
        position.obligations,
        position.payments,
        position.claims,
        position.rights,
        position.dates,
        position.notices,
    )
    return {item.id: item for found in lists for item in found}


def of(position: Position, item: Item, labels: Labels) -> Explanation:
    """The explanation of a result of the position."""
    why = item.why
    return Explanation(
        id=item.id,
        sort=_SORTS[type(item)],
        title=item.text if isinstance(item, Notice) else item.title,
        facts=tuple((name, said) for name, said in _facts(item, position.currency) if said),
        formula=why.formula,
        clause=title(why.clause) if why.clause else "",
        quotes=tuple(_quotes(position, why.clause)),
        events=tuple(told(event, position.currency) for event in _events(position, why)),
        basis=tuple(map(labels, why.basis)),
    )


_SORTS: Mapping[type[Item], str] = {
    Obligation: "义务",
    Payment: "付款",
    Claim: "请求权",
    Right: "权利",
    KeyDate: "关键日期",
    Notice: "提示",
}


def _facts(item: Item, currency: str) -> Iterator[tuple[str, str]]:
    if isinstance(item, Obligation):
        yield "义务方", SIDES[item.debtor]
        yield "状态", words.STATES[item.state] + (f"（{item.days_late} 日）" if item.days_late else "")
        yield "到期", f"{item.due_at:%Y-%m-%d %H:%M}" if item.due_at else _day(item.due)
        yield "履行日", _day(item.day)
    elif isinstance(item, Payment):
        yield from _payment(item, currency)
    elif isinstance(item, Claim):
        yield from _claim(item, currency)
    elif isinstance(item, Right):
        yield "权利方", SIDES[item.holder]
        yield "行使期间", f"{item.since} 起" + (f"，至 {item.until}（含当日）" if item.until else "")
        yield "已行使", "是" if item.used else "否"
    elif isinstance(item, KeyDate):
        yield "日期", _day(item.day)
    else:
        yield "级别", words.LEVELS[item.level]


def _payment(item: Payment, currency: str) -> Iterator[tuple[str, str]]:
    yield "金额", f"{words.amount(item.amount, currency)}（{item.percent.normalize():f}%）"
    yield "状态", words.PAYMENT_STATES[item.state]
    for condition in item.conditions:
        met = f"已满足，{_day(condition.day)}" + (f"（{condition.event}）" if condition.event else "")
        yield f"条件：{condition.title}", met if condition.met else f"未满足，{condition.missing}"
    yield "付款期限", _day(item.due)
    yield "已付", words.amount(item.paid, currency) if item.paid else ""
    yield "已抵销", words.amount(item.set_off, currency) if item.set_off else ""
    yield "未付", words.amount(item.left, currency)


def _claim(item: Claim, currency: str) -> Iterator[tuple[str, str]]:
    yield "类别", words.CLAIM_KINDS.get(item.kind, item.kind)
    yield "双方", f"{SIDES[item.debtor]}欠{SIDES[item.creditor]}"
    yield "金额", words.amount(item.amount, currency) + (f"，算至 {item.day}，仍在增加" if item.accruing else "")
    for name, sum_ in (("已抵销", item.set_off), ("已清偿", item.paid), ("已放弃", item.waived)):
        yield name, words.amount(sum_, currency) if sum_ else ""
    yield "余额", words.amount(item.left, currency)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _quotes(position: Position, clause: str) -> Iterator[Quote]:
    """The words behind the clause: of itself, of its parts, else of the nearest part that holds it."""
    places = position.signed.places
    at = clause
    while at:
        found = [place for path, place in places.items() if path == at or path.startswith(f"{at}.")]
        if found:
            yield from {place.quote: Quote(place.quote, place.place or "") for place in found[:_NEAR]}.values()
            return
        at = at.rpartition(".")[0] if at.count(".") > 1 else ""


def _events(position: Position, why: Why) -> list[Event]:
    wanted = frozenset(why.events)
    return [event for event in position.events if event.id in wanted]


def told(event: Event, currency: str) -> Told:
    """An event as it stands behind a result."""
    content = words.in_one_line(event, currency)
    said = "；".join(each for each in (content, f"备注 {event.note}" if event.note else "") if each)
    day = f"{event.at:%Y-%m-%d %H:%M}" if event.at else event.day.isoformat()
    return Told(event.id, day, KINDS[event.kind].title, said, event.by, len(event.evidence))
