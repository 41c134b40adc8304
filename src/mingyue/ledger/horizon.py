"""Days on which something agreed runs out: warranty, free upgrades, secrecy, the price at renewal."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from mingyue.ledger.case import Case
from mingyue.ledger.clocks import ids, limit, number, yuan
from mingyue.ledger.event import Event
from mingyue.ledger.position import KeyDate, Why
from mingyue.ledger.span import End

HUNDRED = Decimal(100)


def dates(case: Case, ended: End | None) -> Iterator[KeyDate]:
    """The key dates that are known by now."""
    yield from _warranty(case)
    yield from _major_upgrades(case)
    yield from _renewal_price(case, ended)
    yield from _secrecy(case, ended)


def _final_acceptance(case: Case) -> Event | None:
    """The acceptance that completed the plan: the last first acceptance, once every milestone has one."""
    first = case.history.accepted()
    planned = case.terms.milestone_ids()
    if not planned or not planned <= first.keys():
        return None
    return max((first[name] for name in planned), key=lambda event: (event.day, event.seq))


def _warranty(case: Case) -> Iterator[KeyDate]:
    period, final = case.terms.maintenance_upgrade.warranty, _final_acceptance(case)
    if period is not None and final is not None:
        last = limit(case.calendar, period, final.day, what="质保期自终验合格起", moves=False)
        why = Why("maintenance_upgrade.warranty", last.steps, ("民法典:582", "指南:三.9"), ids(final))
        yield KeyDate("D-warranty", "质保期届满", last.day, why)


def _major_upgrades(case: Case) -> Iterator[KeyDate]:
    period, live = case.terms.maintenance_upgrade.major_free, case.live
    if period is not None and live is not None:
        last = limit(case.calendar, period, live.day, what="大版本升级免费自上线起", moves=False)
        why = Why("maintenance_upgrade.major_free", last.steps, ("民法典:509.1", "指南:三.9"), ids(live))
        yield KeyDate("D-major-upgrade", "大版本免费升级期届满", last.day, why)


def _renewal_price(case: Case, ended: End | None) -> Iterator[KeyDate]:
    """The most that the next term may cost. Fees that are earned day by day over the term are what is renewed."""
    percent, term = case.terms.fees_payment.price_protection.renewal_increase_percent, case.term
    if percent is None or term is None or (ended and ended.event):
        return
    fees = [item.amount for item in case.terms.fees_payment.items if item.by_term]
    steps = [f"续约价格涨幅不超过 {number(percent)}%"]
    if fees:
        now = sum(fees, Decimal(0))
        steps.append(f"按服务期计的费用 {yuan(now)} × (1 + {number(percent)}%) = {yuan(now * (1 + percent / HUNDRED))}")
    path = "fees_payment.price_protection.renewal_increase_percent"
    why = Why(path, tuple(steps), ("民法典:509.1", "惯例:价格保护", "指南:四.3"), ids(term.live))
    yield KeyDate("D-renewal-price", f"续约价格上限适用：{steps[-1]}", term.last, why)


def _secrecy(case: Case, ended: End | None) -> Iterator[KeyDate]:
    period = case.terms.confidentiality.after_end
    if period is not None and ended is not None:
        last = limit(case.calendar, period, ended.day, what="保密义务自合同终止起", moves=False)
        why = Why("confidentiality.after_end", last.steps, ("民法典:558", "民法典:501", "指南:三.8"), ids(ended.event))
        yield KeyDate("D-confidentiality", "保密期届满", last.day, why)
