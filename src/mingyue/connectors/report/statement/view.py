"""A position put in the order in which people ask: what must be done, what is late, what is owed, what may be done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from mingyue.ledger import words
from mingyue.ledger.events.content import SIDES
from mingyue.ledger.position import Claim, KeyDate, Notice, Payment, Position, Right
from mingyue.ledger.tables import missing

SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the sums asked for first; key: which one, "zero" where there is nothing of it."""

    key: str
    title: str
    amount: str


@dataclass(frozen=True, slots=True)
class Task:
    """Something with a day: days is how many are left, negative when it is past."""

    id: str
    day: date
    clock: str
    days: int
    who: str
    title: str

    @property
    def left(self) -> str:
        """还有 3 日, 今天, 逾期 2 日."""
        return f"还有 {self.days} 日" if self.days > 0 else f"逾期 {-self.days} 日" if self.days else "今天"


@dataclass(frozen=True, slots=True)
class View:
    """Everything that a statement shows, in its order."""

    figures: tuple[Figure, ...]
    advice: Figure
    formula: tuple[str, ...]
    overdue: tuple[Task, ...]
    soon: tuple[Task, ...]
    payments: tuple[Payment, ...]
    claims: tuple[Claim, ...]
    rights: tuple[Right, ...]
    dates: tuple[KeyDate, ...]
    notices: tuple[Notice, ...]


def view(position: Position) -> View:
    """The order of a statement: what is late and what comes by its day, warnings first, used-up rights last."""
    totals, advice = position.totals, position.advice
    sums = (
        ("price", "合同价款", totals.price),
        ("paid", "已付", totals.paid),
        ("withheld", "暂扣", totals.withheld),
        ("released", "可付", totals.released),
        ("for_buyer", "乙方欠甲方", totals.claims_for_buyer),
        ("for_vendor", "甲方欠乙方", totals.claims_for_vendor),
    )
    tasks = sorted(_tasks(position), key=lambda task: (task.day, task.clock, task.id))
    horizon = position.as_of + SOON
    late = {owed.id for owed in position.obligations if owed.state == "overdue"}
    late |= {payment.id for payment in position.payments if payment.state == "overdue"}
    return View(
        figures=tuple(
            Figure(key if sum_ else "zero", name, words.amount(sum_, position.currency)) for key, name, sum_ in sums
        ),
        advice=Figure("advice", "本次建议支付", words.amount(advice.pay, position.currency)),
        formula=advice.why.formula,
        overdue=tuple(task for task in tasks if task.id in late),
        soon=tuple(task for task in tasks if task.id not in late and position.as_of <= task.day <= horizon),
        payments=position.payments,
        claims=tuple(sorted(position.claims, key=lambda claim: (claim.left == 0, claim.creditor))),
        rights=tuple(sorted(position.rights, key=lambda right: (_over(right, position.as_of), right.since))),
        dates=tuple(sorted(position.dates, key=lambda key: key.day)),
        notices=tuple(sorted(position.notices, key=lambda notice: notice.level != "warning")),
    )


def _over(right: Right, as_of: date) -> bool:
    return right.used or (right.until is not None and right.until < as_of)


def right_state(right: Right, as_of: date) -> str:
    """Whether a right can be used."""
    if right.used:
        return "已行使"
    if right.until is None:
        return f"{right.since} 起可以行使"
    return f"可以行使，至 {right.until}" if right.until >= as_of else f"已于 {right.until} 届满"


def payment_note(payment: Payment) -> str:
    """What keeps an instalment back, or until when it is to be paid."""
    lacking = missing(payment)
    if payment.state == "withheld":
        return lacking
    return f"期限 {payment.due}" if payment.due and payment.state in {"released", "overdue"} else ""


def _tasks(position: Position) -> Iterator[Task]:
    """What somebody must do, and the days that nobody owes anything on."""

    def task(name: str, day: date, who: str, title: str, clock: str = "") -> Task:
        return Task(name, day, clock, (day - position.as_of).days, who, title)

    for owed in position.obligations:
        if owed.due is not None and owed.state in {"waiting", "open", "overdue", "suspended"}:
            clock = f"{owed.due_at:%H:%M}" if owed.due_at else ""
            yield task(owed.id, owed.due, SIDES[owed.debtor], owed.title, clock)
    for each in position.payments:
        if each.due is not None and each.state in {"released", "overdue"}:
            yield task(each.id, each.due, "甲方", f"付款 {each.title}：{words.amount(each.left, position.currency)}")
    for key in position.dates:
        yield task(key.id, key.day, "", key.title)
