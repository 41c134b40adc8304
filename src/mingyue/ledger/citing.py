"""Which changes of the contract a result rests on: each says so in its formula and cites the events of the change.

A result rests on what its clause says, on the terms that its sum is taken of, and on the due day behind a penalty. A change
counts from its first day; what was settled by then does not rest on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from mingyue.ledger.case import Case
from mingyue.ledger.event import oldest_first
from mingyue.ledger.position import Claim, KeyDate, Notice, Obligation, Outcome, Payment, Right, Why
from mingyue.ledger.timeline import FOREVER, Change
from mingyue.ledger.words import delta_told

PLAN = "implementation_schedule.milestones"
PRICE, ITEMS, INSTALMENTS = "fees_payment.total", "fees_payment.items", "fees_payment.instalments"
FEE = ("maintenance_upgrade.monthly_fee", "maintenance_upgrade.credit_cap_percent")
KEPT = frozenset({"scope_acceptance", "maintenance_upgrade", "data_privacy", "termination_exit"})
"""The families whose obligations keep the terms of the day on which their time began to run."""
NAMES = frozenset({"title", "deliverables", "definition", "note"})
Result = Obligation | Claim | Payment | Right | KeyDate | Notice
Item = TypeVar("Item", bound=Result)


def cited(case: Case, found: Outcome) -> Outcome:
    """The same outcome, each result with the changes that it rests on, each payment with the repairs that its run began anew from."""
    payments = tuple(map(_with_repairs, found.payments))
    if not case.timeline.changes:
        return replace(found, payments=payments)
    days = {event.id: event.day for event in case.history.events}
    return Outcome(
        obligations=tuple(_cited(case, days, each) for each in found.obligations),
        claims=tuple(_cited(case, days, each) for each in found.claims),
        payments=tuple(_cited(case, days, each) for each in payments),
        rights=tuple(_cited(case, days, each) for each in found.rights),
        dates=tuple(_cited(case, days, each) for each in found.dates),
        notices=tuple(_cited(case, days, each) for each in found.notices),
    )


def _with_repairs(payment: Payment) -> Payment:
    more = [name for each in payment.conditions for name in each.also]
    return _explained(payment, (), more) if more else payment


def _explained(item: Item, steps: Sequence[str], events: Sequence[str]) -> Item:
    why = item.why
    formula = (*(each for each in steps if each not in why.formula), *why.formula)
    return replace(item, why=Why(why.clause, formula, why.basis, oldest_first((*why.events, *events))))


def _cited(case: Case, days: Mapping[str, date], item: Item) -> Item:
    paths, until = tuple(_paths(case, item)), _until(case, days, item)
    steps: list[str] = []
    events: list[str] = []
    for change in case.timeline.changes:
        said = [line for path, line in delta_told(change.delta) if _touches(path, paths)] if paths else []
        if said and change.starts <= min(until, change.ends):
            steps += [f"变更 {change.id}（{_lasts(change)}）：{line}" for line in said]
            events += change.events
    return _explained(item, steps, events) if events else item


def _lasts(change: Change) -> str:
    return f"{change.starts} 起" if change.ends == FOREVER else f"{change.starts} 至 {change.ends}"


def _touches(path: str, paths: Sequence[str]) -> bool:
    """Whether what a change alters is one of these parts of the terms, or within it, or around it."""
    if path.rpartition(".")[2] in NAMES:
        return False
    return any(path == each or path.startswith(f"{each}.") or each.startswith(f"{path}.") for each in paths)


def _paths(case: Case, item: Result) -> Iterator[str]:
    """The parts of the terms that a result rests on."""
    if item.why.clause:
        yield item.why.clause
    if isinstance(item, Payment):
        yield PRICE
    elif isinstance(item, Right) and item.id.startswith("R-late_delivery-"):
        yield f"{PLAN}.{item.id.removeprefix('R-late_delivery-')}"
    elif isinstance(item, Claim) and item.kind == "service_credit":
        yield from FEE
    elif isinstance(item, Claim) and item.kind == "late_payment":
        yield from (PRICE, f"{INSTALMENTS}.{_about(item)}")
    elif isinstance(item, Claim) and item.kind == "late_delivery":
        agreed = case.timeline.on(item.day).breach_dispute.late_delivery
        yield from (f"{PLAN}.{_about(item)}", PRICE if agreed is None or agreed.base == "total" else ITEMS)


def _about(claim: Claim) -> str:
    """The milestone or the instalment that was late."""
    return claim.id.removeprefix("C-").removesuffix("-late")


def _until(case: Case, days: Mapping[str, date], item: Result) -> date:
    """The last day whose terms it may rest on."""
    if isinstance(item, Claim):
        return item.day
    if isinstance(item, Right):
        return item.since
    if isinstance(item, Payment):
        moved = any(line.startswith("价格变更") for line in item.why.formula)
        return case.as_of if moved or item.released is None else item.released
    if isinstance(item, Obligation) and item.family in KEPT and item.why.events and item.id[:8] != "O-visits":
        return min(days[name] for name in item.why.events)
    return (item.day or case.as_of) if isinstance(item, Obligation) else case.as_of
