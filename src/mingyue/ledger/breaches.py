"""Leaks of data: the vendor's clock in hours, and the duty of the buyer itself (section 三.6 of the guide)."""

from __future__ import annotations

from collections.abc import Iterator

from mingyue.ledger.case import Case
from mingyue.ledger.clocks import begun, clock, done, exact, ids, lateness, limit, state
from mingyue.ledger.event import Event
from mingyue.ledger.events import BreachFound
from mingyue.ledger.history import told
from mingyue.ledger.position import Notice, Obligation, Why

CLAUSE = "data_privacy.breach_notice"


def breaches(case: Case) -> Iterator[tuple[Obligation, Notice]]:
    """For each leak what the vendor owes, and what the buyer must do. Raises EventError for unknown or repeated ids."""
    found = begun(case, "breach_found", "breach")
    notified = done(case, "breach_notified", "breach", found)
    for name, event in found.items():
        owed = _owed(case, name, event, notified.get(name))
        yield owed, _own_duty(name, owed)


def _owed(case: Case, name: str, found: Event, told_us: Event | None) -> Obligation:
    """Without an agreed period the vendor owes the notice at once, and no day can be named. The end of the contract does
    not end it: the data were the buyer's when they leaked.
    """
    start, period = exact(found), case.timeline.on(found.day).data_privacy.breach_notice
    if told_us is not None:
        exact(told_us)
    due = limit(case.calendar, period, found.day, start, what="应通知甲方") if period else None
    steps = due.steps if due else (f"发现：{clock(start)}；合同没有约定通知期限，应当立即通知",)
    did = (lateness(due, told_us, what="通知") if due else f"通知：{clock(exact(told_us))}") if told_us else "尚未通知"
    now, days = state(due, told_us, case.as_of)
    return Obligation(
        id=f"O-{name}-notify",
        title=f"数据泄露 {name} 通知甲方：{told(found, BreachFound).subject}",
        debtor="vendor",
        family="data_privacy",
        due=due.day if due else None,
        state=now,
        why=Why(
            CLAUSE,
            (*steps, did),
            ("个人信息保护法:59", "指南:三.6", *(due.basis if due else ())),
            ids(found, told_us),
        ),
        due_at=due.at if due else None,
        day=told_us.day if told_us else None,
        days_late=days,
    )


def _own_duty(name: str, owed: Obligation) -> Notice:
    missed = owed.state in {"overdue", "met_late"}
    blame = "乙方没有按时通知，请追究其违约责任；" if missed else ""
    text = f"数据泄露 {name}：{blame}涉及个人信息的，甲方作为处理者应当立即采取补救措施，并通知主管部门和个人。"
    why = Why(CLAUSE, owed.why.formula, ("个人信息保护法:57", "个人信息保护法:59"), owed.why.events)
    return Notice(f"N-{name}-notify", "warning" if missed else "info", text, why)
