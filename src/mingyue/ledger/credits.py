"""Service credits: what missed times and missed availability take off the fee of a month, never more than its cap."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mingyue.ledger.case import Case
from mingyue.ledger.clocks import joined, number, yuan
from mingyue.ledger.position import Claim, Notice, Why
from mingyue.ledger.span import End
from mingyue.terms.money import cents

HUNDRED = Decimal(100)
BASIS = ("民法典:582", "民法典:585.1", "惯例:服务等级", "指南:三.9")


@dataclass(frozen=True, slots=True)
class Credit:
    """A reason to take something off the fee of the month in which it was earned."""

    day: date
    percent: Decimal
    reason: str
    clause: str
    events: tuple[str, ...]


def month_end(month: str) -> date:
    """The last day of a month "2026-05". Raises ValueError for a year that does not exist."""
    year, number_ = int(month[:4]), int(month[5:])
    return date(year, number_, monthrange(year, number_)[1])


def claims(case: Case, credits_: Iterable[Credit], ended: End | None) -> tuple[tuple[Claim, ...], tuple[Notice, ...]]:
    """One claim a month. Without an agreed fee of the month nothing can be computed: that is a notice."""
    months: defaultdict[str, list[Credit]] = defaultdict(list)
    unpriced = []
    for credit in credits_:
        if case.timeline.on(credit.day).maintenance_upgrade.monthly_fee is None:
            unpriced.append(credit)
        else:
            months[credit.day.isoformat()[:7]].append(credit)
    earned = (_claim(case, month, months[month], ended) for month in sorted(months))
    return tuple(claim for claim in earned if claim.amount), _unpriced(unpriced)


def _claim(case: Case, month: str, found: list[Credit], ended: End | None) -> Claim:
    """Credits in the order in which they were earned, each only as far as the cap of its own day leaves room: a later and
    lower cap takes nothing back.
    """
    found.sort(key=lambda credit: (credit.day, credit.reason))
    total, steps = Decimal(0), []
    for credit in found:
        more, said = _more(case, credit, total)
        total += more
        steps += said
    if len(found) > 1:
        steps.append(f"{month} 合计 {yuan(total)}")
    if cents(total) != total:
        steps.append(f"四舍五入到分：{yuan(cents(total))}")
    last = month_end(month)
    stop = min(case.as_of, ended.day) if ended else case.as_of
    return Claim(
        id=f"C-{month}-credit",
        title=f"{month} 服务费减免",
        kind="service_credit",
        creditor="buyer",
        amount=cents(total),
        accruing=ended is None and case.as_of < last,
        day=min(stop, last),
        why=Why(found[0].clause, tuple(steps), BASIS, joined(*(each.events for each in found))),
    )


def _more(case: Case, credit: Credit, before: Decimal) -> tuple[Decimal, list[str]]:
    agreed = case.timeline.on(credit.day).maintenance_upgrade
    fee = agreed.monthly_fee or Decimal(0)
    wanted = fee * credit.percent / HUNDRED
    steps = [f"{credit.reason}：{yuan(fee)} × {number(credit.percent)}% = {yuan(wanted)}"]
    if agreed.credit_cap_percent is None:
        return wanted, steps
    cap = fee * agreed.credit_cap_percent / HUNDRED
    room = max(Decimal(0), cap - before)
    if wanted > room:
        steps.append(
            f"当月减免上限：{yuan(fee)} × {number(agreed.credit_cap_percent)}% = {yuan(cap)}，此前已计 {yuan(before)}，本项只计 {yuan(room)}"
        )
    return min(wanted, room), steps


def _unpriced(missed: list[Credit]) -> tuple[Notice, ...]:
    if not missed:
        return ()
    text = (
        f"有 {len(missed)} 次服务未达标应当减免服务费，但合同没有约定当月服务费，算不出金额："
        "请以补充协议约定 maintenance_upgrade.monthly_fee。"
    )
    events = joined(*(each.events for each in missed))
    steps = tuple(f"{each.day} {each.reason}：减免当月服务费的 {number(each.percent)}%" for each in missed)
    return (Notice("N-credit-fee", "warning", text, Why("maintenance_upgrade.monthly_fee", steps, BASIS, events)),)
