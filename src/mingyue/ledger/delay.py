"""Late delivery: which days count, and what they cost (民法典 577, 585, 590).

A day is late when it comes after the due day by the terms of that day. The due day itself is not late, but what was due at an
hour is late from that hour. The delay ends with the delivery that is accepted; one that is not yet answered counts as such
until it is rejected. Not late are days of the vendor's force majeure, if it was notified in time and began before the delay,
and days that the buyer took beyond its time for acceptance before it rejected.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal

from mingyue.ledger.accrual import HUNDRED, ZERO, Stretch
from mingyue.ledger.attempts import Attempt
from mingyue.ledger.case import DAY, Case
from mingyue.ledger.clocks import Limit, late, limit, midnight, number, yuan
from mingyue.ledger.event import Event
from mingyue.ledger.hardship import Spell, spells
from mingyue.terms.contract import Contract
from mingyue.terms.ending import LateDelivery
from mingyue.terms.schedule import Milestone


@dataclass(frozen=True, slots=True)
class Excused:
    """Days [start, stop) that are not late; before: only where the delay had not begun by then (民法典 590.2)."""

    start: date
    stop: date
    before: bool
    says: str
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Delay:
    """The late days of one milestone, cut where rule or excuse changes; `excused` days are left out."""

    days: tuple[tuple[date, date, Contract], ...]
    excused: tuple[Excused, ...]

    @property
    def count(self) -> int:
        """How many days are late."""
        return sum((stop - start).days for start, stop, _ in self.days)


def milestone(terms: Contract, name: str) -> Milestone | None:
    """The milestone as these terms have it."""
    return next((each for each in terms.implementation_schedule.milestones if each.id == name), None)


def due(case: Case, terms: Contract, name: str) -> Limit | None:
    """Until when a milestone must be delivered by these terms; None where nothing is agreed or the contract is not in effect."""
    wanted, begun = milestone(terms, name), case.effective
    if wanted is None or begun is None:
        return None
    if wanted.due_date is not None:
        last = max(wanted.due_date, begun.day)  # nobody is late under a contract that is not in effect
        return Limit(last, None, (f"应完成日：{wanted.due_date}（约定日期）",))
    if wanted.due is None:
        return None
    return limit(case.calendar, wanted.due, begun.day, begun.at, what="应完成日（自合同生效起）")


def done(row: Sequence[Attempt]) -> Event | None:
    """The delivery that ends the delay: the accepted one, or one that is not yet answered."""
    return row[-1].delivered if row and not row[-1].rejected else None


def delay(case: Case, name: str, row: Sequence[Attempt], struck: Sequence[Excused]) -> Delay:
    """The late days of a milestone by the end of the day."""
    met = done(row)
    last = met.day if met else min(case.as_of, case.end.day) if case.end else case.as_of
    excuses = (*struck, *_waiting(case, name, row))
    days: list[tuple[date, date, Contract]] = []
    used: list[Excused] = []
    for start, stop, terms in case.timeline.pieces(date.min, last + DAY):
        limited = due(case, terms, name)
        if limited is None:
            continue
        first, over = _late_days(limited, met, last, terms)
        holding = [each for each in excuses if not each.before or each.start <= limited.day]
        used += [each for each in holding if each not in used and max(start, first, each.start) < min(stop, each.stop)]
        days += [(left, right, terms) for left, right in _without(max(start, first), min(stop, over), holding)]
    return Delay(tuple(days), tuple(used))


def _late_days(limited: Limit, met: Event | None, last: date, terms: Contract) -> tuple[date, date]:
    """The days [first, stop) that are late for one due day or hour; last: of the delivery, else the last one that counts.

    After a due hour a late day is 24 hours from it, and bears the date on which it began. Begun days may not count; 00:00 is
    the end of the day before.
    """
    agreed = terms.breach_dispute.late_delivery
    begun = agreed is None or agreed.partial_day_counts
    known = met.at if met else midnight(last)
    if limited.at is None:
        whole = met is None or known is None or (begun and known.time() != time())
        return limited.day + DAY, last + DAY if whole else last
    due_day = limited.day - DAY if limited.at.time() == time() else limited.day
    if known is None:
        return due_day + DAY, last + DAY
    whole_days, more = divmod(known - limited.at, DAY)
    count = whole_days + 1 if more and begun else whole_days
    first = limited.day if begun else due_day + DAY
    return first, first + count * DAY


def _without(start: date, stop: date, excuses: Sequence[Excused]) -> Iterator[tuple[date, date]]:
    for each in sorted(excuses, key=lambda each: each.start):
        if start < min(each.start, stop):
            yield start, min(each.start, stop)
        start = max(start, each.stop)
    if start < stop:
        yield start, stop


def force_majeure(case: Case) -> tuple[Excused, ...]:
    """The vendor's force majeure, as far as it told the buyer in time."""
    struck = (spell for spell in spells(case) if spell.side == "vendor")
    return tuple(_excuse(case, spell) for spell in struck if told_in_time(case, spell))


def told_in_time(case: Case, spell: Spell) -> bool:
    """Whether the other side was told within the agreed time; without one, whether it was told at all."""
    if spell.notified is None:
        return False
    period = case.timeline.on(spell.begun.day).force_majeure.notice
    return not period or not late(
        limit(case.calendar, period, spell.begun.day, spell.begun.at, what="通知"), spell.notified
    )


def _excuse(case: Case, spell: Spell) -> Excused:
    stop = spell.ended.day if spell.ended else case.as_of
    events = tuple(each.id for each in (spell.begun, spell.notified, spell.ended) if each)
    says = f"不可抗力 {spell.begun.day} 至 {stop}，已按时通知，其间不计逾期（民法典第590条）"
    return Excused(spell.begun.day, stop + DAY, before=True, says=says, events=events)


def _waiting(case: Case, name: str, row: Sequence[Attempt]) -> Iterator[Excused]:
    """Days on which the buyer was late with its answer to a delivery that it then rejected."""
    for each in row:
        if each.answer is None or not each.rejected or each.answer is each.delivered:
            continue
        limited = acceptance(case, each)
        if limited is not None and late(limited, each.answer):
            says = f"{name} 的验收期限至 {limited.day}，甲方 {each.answer.day} 才答复，超过的日数不计逾期"
            yield Excused(limited.day + DAY, each.answer.day + DAY, False, says, (each.delivered.id, each.answer.id))


def acceptance(case: Case, attempt: Attempt) -> Limit | None:
    """Until when the buyer must answer a delivery; None where nothing is agreed.

    What was handed over before the contract was in effect need not be answered before: the time runs from there.
    """
    event, begun, what = attempt.delivered, case.effective, "应答复日（自收到交付起）"
    if begun is not None and event.day < begun.day:
        event, what = begun, "应答复日（交付在先，自合同生效起）"
    period = case.timeline.on(event.day).scope_acceptance.acceptance.period
    return limit(case.calendar, period, event.day, event.at, what=what) if period else None


def stretches(name: str, found: Delay) -> Iterator[Stretch]:
    """The late days as sums that grow, as far as damages are agreed."""
    for start, stop, terms in found.days:
        agreed = terms.breach_dispute.late_delivery
        if agreed is not None:
            cap, says = _cap(terms, agreed)
            yield Stretch(name, start, stop, base(terms, agreed, name), agreed.rate, cap, says)


def base(terms: Contract, agreed: LateDelivery, name: str) -> Decimal:
    """What the rate is taken of: the price, or the fees of the milestone."""
    if agreed.base == "total":
        return total(terms)
    return sum((item.amount for item in terms.fees_payment.items if item.milestone == name), ZERO)


def total(terms: Contract) -> Decimal:
    """The price; the sum of the fees where only they are written."""
    fees = terms.fees_payment
    return sum((item.amount for item in fees.items), ZERO) if fees.total is None else fees.total


def _cap(terms: Contract, agreed: LateDelivery) -> tuple[Decimal | None, str]:
    if agreed.cap_percent is None:
        return None, ""
    price = total(terms)
    cap = price * agreed.cap_percent / HUNDRED
    return cap, f"累计上限：{yuan(price)} × {number(agreed.cap_percent)}% = {yuan(cap)}（各里程碑合计）"


def yesterday(day: date) -> date:
    """The day before."""
    return day - timedelta(days=1)
