"""What each instalment comes to and when it falls due, also where the price or the plan was changed on the way.

An instalment whose gate opened keeps its amount. A change of the price falls on those that are not yet due; the last one takes
the remainder, so that all together are the price to the cent. Where none is left the last is raised, due anew from the day
of the change, or the last ones are lowered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from mingyue.ledger.accrual import HUNDRED, ZERO
from mingyue.ledger.case import DAY, Case
from mingyue.ledger.clocks import Limit, limit
from mingyue.ledger.delay import total
from mingyue.ledger.gates import Facts, conditions
from mingyue.ledger.position import Condition
from mingyue.terms.contract import Contract
from mingyue.terms.fees import Instalment
from mingyue.terms.money import cents


@dataclass(frozen=True, slots=True)
class Part:
    """A sum that falls due together. Negative where a later change lowered the instalment."""

    released: date
    due: Limit
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Share:
    """An instalment with its amount; parts: what is due of it, and when."""

    instalment: Instalment
    amount: Decimal
    conditions: tuple[Condition, ...]
    parts: tuple[Part, ...] = ()
    standing: bool = True


def shares(case: Case, known: Facts) -> tuple[Share, ...]:
    """All instalments that the contract has or had, those of the present terms first."""
    open_: dict[str, Share] = {}
    due: dict[str, Share] = {}
    last = min(case.as_of, case.ended.day) if case.ended else case.as_of
    for start, stop, terms in case.timeline.pieces(date.min, last + DAY):
        plan = terms.fees_payment.instalments
        _settle_rest(case, due, plan, terms, start)
        amounts = split(total(terms) - sum((each.amount for each in due.values()), ZERO), terms, due)
        for each in plan:
            if each.id not in due:
                open_[each.id] = _opened(case, Share(each, amounts[each.id], ()), terms, known, (start, stop))
        for name in [name for name, share in open_.items() if share.parts]:
            due[name] = open_.pop(name)
    plan = case.terms.fees_payment.instalments
    found = open_ | due
    standing = [found[each.id] for each in plan if each.id in found]
    gone = [share for name, share in found.items() if name not in {each.id for each in plan}]
    return (*standing, *(share if share.parts else replace(share, amount=ZERO, standing=False) for share in gone))


def split(rest: Decimal, terms: Contract, due: Mapping[str, Share]) -> dict[str, Decimal]:
    """What is left of the price, on the instalments that are not yet due: each by its percentage, the last the remainder."""
    waiting = [each for each in terms.fees_payment.instalments if each.id not in due]
    found: dict[str, Decimal] = {}
    rest = max(ZERO, rest)
    for each in waiting[:-1]:
        found[each.id] = min(rest, cents(total(terms) * each.percent / HUNDRED))
        rest -= found[each.id]
    return found | {each.id: rest for each in waiting[-1:]}


def _opened(case: Case, share: Share, terms: Contract, known: Facts, within: tuple[date, date]) -> Share:
    """The share with what is due of it, where its gate opened while these terms held."""
    start, stop = within
    found = conditions(case, known, terms, share.instalment, share.amount)
    days = [each.day for each in found if each.day is not None]
    if len(days) < len(found) or not all(each.met for each in found) or max(days) >= stop:
        return replace(share, conditions=found)
    return replace(share, conditions=found, parts=(_part(case, share.instalment, max(*days, start), share.amount),))


def _part(case: Case, instalment: Instalment, day: date, amount: Decimal) -> Part:
    return Part(day, limit(case.calendar, instalment.within, day, what="最迟付款日"), amount)


def _settle_rest(case: Case, due: dict[str, Share], plan: Sequence[Instalment], terms: Contract, start: date) -> None:
    """Puts a change of the price on instalments that are due already, as far as no others are left to take it."""
    rest = total(terms) - sum((share.amount for share in due.values()), ZERO)
    if not due or not plan or (rest >= 0 and any(each.id not in due for each in plan)):
        return
    for name in reversed(due):
        share = due[name]
        change = max(rest, -share.amount)
        if change:
            part = _part(case, share.instalment, start, change)
            due[name] = replace(share, amount=share.amount + change, parts=(*share.parts, part))
            rest -= change
