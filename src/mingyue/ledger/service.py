"""Service after go-live: faults and their clocks, availability, credits, leaks (sections 三.6 and 三.9 of the guide)."""

from __future__ import annotations

from collections.abc import Iterator

from mingyue.ledger.breaches import breaches
from mingyue.ledger.case import Case
from mingyue.ledger.clocks import number
from mingyue.ledger.credits import BASIS, Credit, claims, month_end
from mingyue.ledger.event import Event, EventError
from mingyue.ledger.events import Availability
from mingyue.ledger.history import told
from mingyue.ledger.incidents import Incident, clocks, credit, incidents, obligation, unlevelled
from mingyue.ledger.position import Notice, Obligation, Outcome, Why
from mingyue.ledger.span import End

PERCENT = "maintenance_upgrade.availability_percent"


def outcome(case: Case) -> Outcome:
    """Obligations, credits and notices of the service. Raises EventError when events contradict one another."""
    ended, months = case.end, availability(case)
    owed: list[Obligation] = []
    missed: list[Credit | None] = []
    lacking: dict[str, Incident] = {}
    for incident in incidents(case):  # one at a time: what a clock needs is not kept
        if incident.level is None:
            lacking.setdefault(incident.said.severity, incident)
        for clock in clocks(case, incident):
            owed.append(obligation(case, incident, clock, ended))
            missed.append(credit(case, incident, clock, ended))
    missed += [_tier(case, month, event, ended) for month, event in months.items()]
    earned, unpriced = claims(case, (each for each in missed if each), ended)
    leaks = list(breaches(case))
    return Outcome(
        obligations=(*owed, *(duty for duty, _ in leaks)),
        claims=earned,
        notices=(
            *unpriced,
            *(unlevelled(each) for each in lacking.values()),
            *_low(case, months),
            *_uncounted(case),
            *(notice for _, notice in leaks),
        ),
    )


def availability(case: Case) -> dict[str, Event]:
    """The measured months that count, oldest first: those that were over and in which the system was live.

    Raises EventError for a month measured twice or that does not exist.
    """
    return {month: event for month, event in _told_of(case).items() if not _idle(case, month, event)}


def _told_of(case: Case) -> dict[str, Event]:
    """All months of which an availability is recorded, oldest first."""
    months: dict[str, Event] = {}
    for event in case.history.of("availability"):
        month = told(event, Availability).month
        if month in months:
            raise EventError(f"{event.id}：{month} 的可用率在 {months[month].id} 已经记录过：有误的请用更正。")
        try:
            month_end(month)
        except ValueError:
            raise EventError(f"{event.id}：没有 {month} 这个月：请更正。") from None
        months[month] = event
    return dict(sorted(months.items()))


def _idle(case: Case, month: str, event: Event) -> str:
    """Why a month does not count and what to do about it; empty where it counts."""
    last = month_end(month)
    if event.day < last:
        return f"{month} 到 {event.day} 还没有过完：请在月末之后以更正写明实测值和测定的日期"
    if case.live is None:
        return f"台账里没有正式上线的记录，{month} 还谈不上可用率：请补记正式上线"
    if last < case.live.day:
        return f"{month} 在正式上线（{case.live.day}）之前：月份或者上线日有误的，请更正"
    return ""


def below(case: Case, month: str, event: Event) -> bool:
    """Whether a month was below what was agreed at its end."""
    agreed = case.timeline.on(month_end(month)).maintenance_upgrade.availability_percent
    return agreed is not None and told(event, Availability).percent < agreed


def _tier(case: Case, month: str, event: Event, ended: End | None) -> Credit | None:
    """The credit of the lowest step that the month fell below; steps do not add up."""
    day, percent = month_end(month), told(event, Availability).percent
    if ended and ended.day.isoformat()[:7] < month:
        return None
    reached = [tier for tier in case.timeline.on(day).maintenance_upgrade.tiers if percent < tier.below]
    if not reached:
        return None
    tier = min(reached, key=lambda each: each.below)
    reason = f"{month} 可用率 {number(percent)}% 低于 {number(tier.below)}%"
    return Credit(day, tier.credit_percent, reason, "maintenance_upgrade.tiers", (event.id,))


def _low(case: Case, months: dict[str, Event]) -> Iterator[Notice]:
    for month, event in months.items():
        if below(case, month, event):
            agreed = case.timeline.on(month_end(month)).maintenance_upgrade.availability_percent
            step = f"{month} 可用率 {number(told(event, Availability).percent)}%，约定不低于 {agreed}%"
            yield Notice(f"N-{month}-availability", "info", step + "。", Why(PERCENT, (step,), BASIS, (event.id,)))


def _uncounted(case: Case) -> Iterator[Notice]:
    for month, event in _told_of(case).items():
        if idle := _idle(case, month, event):
            text = f"{event.id} 月度可用率不计减免：{idle}。"
            yield Notice(f"N-{month}-uncounted", "warning", text, Why(PERCENT, (), BASIS, (event.id,)))
