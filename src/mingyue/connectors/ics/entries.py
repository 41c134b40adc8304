"""What of a position belongs into a calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from mingyue.ledger import words
from mingyue.ledger.events.content import SIDES
from mingyue.ledger.position import Obligation, Payment, PaymentState, Position, Right, State, Why
from mingyue.ledger.tables import missing
from mingyue.terms.titles import title

Standing = Literal["open", "done", "gone"]
DAY = timedelta(days=1)
_USUAL = (7 * DAY, DAY)
_CLOCK = (DAY, timedelta(hours=2))
_EARLY = (30 * DAY, *_USUAL)
RENEWAL = "D-renewal-notice"
_STANDINGS: Mapping[State | PaymentState, Standing] = {
    "met": "done",
    "met_late": "done",
    "paid": "done",
    "released": "gone",
    "cancelled": "gone",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. at: the moment where a clock runs in hours (Beijing time), else None; alarms: how long before."""

    id: str
    day: date
    at: datetime | None
    summary: str
    description: str
    category: str
    state: Standing
    alarms: tuple[timedelta, ...] = _USUAL


def entries(position: Position) -> Iterator[Entry]:
    """Everything that has a day, in the order of the position. Last days that stand among the key dates are not told twice."""
    for owed in position.obligations:
        if owed.due is not None:
            yield _obligation(owed, owed.due)
    for payment in position.payments:
        if payment.due is not None:
            yield _payment(payment, payment.due, position.currency)
    ended = {right.id for right in position.rights if right.used}
    for key in position.dates:
        alarms = _EARLY if key.id == RENEWAL else _USUAL
        state: Standing = "done" if key.id.removeprefix("D-") in ended else "open"
        yield Entry(key.id, key.day, None, key.title, _told(key.why), "关键日期", state, alarms)
    told = {key.id for key in position.dates}
    for right in position.rights:
        if right.until is not None and f"D-{right.id}" not in told:
            yield _right(right, right.until)


def _obligation(owed: Obligation, due: date) -> Entry:
    side = SIDES[owed.debtor]
    lines = f"状态：{words.STATES[owed.state]}" + (f"，{owed.days_late} 日" if owed.days_late else "")
    state: Standing = _STANDINGS.get(owed.state, "open")
    summary = f"【{side}】{owed.title}"
    alarms = _CLOCK if owed.due_at else _USUAL
    return Entry(owed.id, due, owed.due_at, summary, f"{lines}\n{_told(owed.why)}", f"{side}义务", state, alarms)


def _payment(payment: Payment, due: date, currency: str) -> Entry:
    lines = [f"状态：{words.PAYMENT_STATES[payment.state]}", f"未付：{words.amount(payment.left, currency)}"]
    lines += [f"未满足的条件：{lacking}"] if (lacking := missing(payment)) else []
    lines += [f"本期全额：{words.amount(payment.amount, currency)}"] if payment.left != payment.amount else []
    shown = payment.left or payment.amount  # what is paid in full is told with what it was
    summary = f"【甲方】付款 {payment.title}：{words.amount(shown, currency)}"
    # Released is a state of obligations that are no longer owed, and of payments that may be made: here it is the latter.
    state: Standing = "open" if payment.state == "released" else _STANDINGS.get(payment.state, "open")
    return Entry(payment.id, due, None, summary, "\n".join([*lines, _told(payment.why)]), "付款", state)


def _right(right: Right, until: date) -> Entry:
    state: Standing = "done" if right.used else "open"
    return Entry(right.id, until, None, f"{right.title}：最后一日", _told(right.why), "权利", state)


def _told(why: Why) -> str:
    clause = [f"条款：{title(why.clause)}"] if why.clause else []
    return "\n".join([*clause, *why.formula])
