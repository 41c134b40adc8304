"""The gate of an instalment: what must have happened, since when each condition is met, and what is missing, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from mingyue.ledger.accrual import ZERO
from mingyue.ledger.case import Case
from mingyue.ledger.clocks import last_day, yuan
from mingyue.ledger.event import Event
from mingyue.ledger.events import IncidentOpened, IncidentResolved, Invoiced
from mingyue.ledger.history import told
from mingyue.ledger.position import Condition
from mingyue.terms.contract import Contract
from mingyue.terms.fees import Gate, Instalment
from mingyue.terms.periods import Period
from mingyue.terms.service import SEVERITIES

CRITICAL = SEVERITIES["critical"]


@dataclass(frozen=True, slots=True)
class Facts:
    """What gates ask for, found once: acceptances by milestone, critical faults with their repair, invoices by instalment (the
    same number for the same instalment counts once).
    """

    accepted: Mapping[str, Event]
    invoices: Mapping[str, Sequence[tuple[Event, Decimal]]]
    faults: Sequence[tuple[Event, str, Event | None]]


def facts(case: Case) -> Facts:
    """The facts of a case."""
    invoices: defaultdict[str, list[tuple[Event, Decimal]]] = defaultdict(list)
    numbers: set[tuple[str, str]] = set()
    for event in case.history.of("invoice"):
        invoice = told(event, Invoiced)
        if (invoice.instalment, invoice.number) not in numbers:
            numbers.add((invoice.instalment, invoice.number))
            invoices[invoice.instalment].append((event, invoice.amount))
    mended = {told(event, IncidentResolved).incident: event for event in case.history.of("incident_resolved")}
    faults = [
        (event, said.incident, mended.get(said.incident))
        for event in case.history.of("incident_opened")
        if (said := told(event, IncidentOpened)).severity == "critical"
    ]
    return Facts(case.history.accepted(), invoices, faults)


def conditions(
    case: Case, known: Facts, terms: Contract, instalment: Instalment, amount: Decimal
) -> tuple[Condition, ...]:
    """All conditions of an instalment of this amount, in the order of the contract."""
    gate = instalment.gate
    start = _start(case, known, terms, gate)
    found = [start]
    if gate.fault_free is not None:
        found.append(_fault_free(case, known, start, gate.fault_free))
    if gate.invoice:
        found.append(_invoice(known.invoices.get(instalment.id, ()), amount))
    return tuple(found)


def _start(case: Case, known: Facts, terms: Contract, gate: Gate) -> Condition:
    if gate.on is not None:
        title = f"{gate.on} 届至"
        met = gate.on <= case.as_of
        return Condition(title, met, gate.on if met else None, missing="" if met else f"未到 {gate.on}")
    if gate.milestone is not None:
        plan = terms.implementation_schedule.milestones
        name = next((each.title for each in plan if each.id == gate.milestone), "")
        title, event = f"{gate.milestone} {name} 验收合格", known.accepted.get(gate.milestone)
        return _happened(title.replace("  ", " "), event, f"缺 {gate.milestone} 的《阶段性验收报告》")
    if gate.after == "signed":
        return _happened("合同签订", case.history.first("signed"), "合同尚未签订")
    if gate.after == "effective":
        return _happened("合同生效", case.effective, "合同尚未生效")
    return _happened("正式上线", case.history.first("went_live"), "尚未正式上线")


def _happened(title: str, event: Event | None, missing: str) -> Condition:
    if event is None:
        return Condition(title, met=False, missing=missing)
    return Condition(title, met=True, day=event.day, event=event.id)


def _fault_free(case: Case, known: Facts, start: Condition, period: Period) -> Condition:
    """A run without critical faults begins anew on the day on which such a fault is mended, as often as one occurs."""
    title = f"起点之后连续运行满{period}没有{CRITICAL}"
    if start.day is None:
        return Condition(title, met=False, missing=f"满{period}无{CRITICAL}：起点未到，尚未起算")
    begun, broken, event = start.day, "", None
    also: tuple[str, ...] = ()
    over = last_day(case.calendar, period, begun)
    for opened, name, mended in known.faults:
        if opened.day > over:
            break  # they are in order
        if mended is not None and mended.day <= begun:
            continue
        broken, event = f"，其间 {opened.day} 发生{CRITICAL} {name}", opened.id
        if mended is None:
            missing = f"满{period}无{CRITICAL}：{begun} 起算{broken}，尚未修复，自修复之日起重新起算"
            return Condition(title, met=False, event=event, missing=missing, also=also)
        broken += f"，{mended.day} 修复后重新起算"
        begun, also = mended.day, (*also, opened.id, mended.id)
        over = last_day(case.calendar, period, begun)
    if over <= case.as_of:
        return Condition(title, met=True, day=over, event=event, also=also)
    missing = f"满{period}无{CRITICAL}：{start.day} 起算{broken}，至 {over} 届满"
    return Condition(title, met=False, event=event, missing=missing, also=also)


def _invoice(received: Sequence[tuple[Event, Decimal]], amount: Decimal) -> Condition:
    title, total = "收到等额发票", ZERO
    for event, sum_ in received:
        total += sum_
        if total >= amount:
            return Condition(title, met=True, day=event.day, event=event.id)
    return Condition(title, met=False, missing=f"缺等额发票：已收 {yuan(total)}，应收 {yuan(amount)}")


def missing(found: Sequence[Condition]) -> Iterator[str]:
    """What is missing, one sentence each."""
    return (each.missing for each in found if not each.met)
