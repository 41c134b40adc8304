"""Faults: response, arrival and repair against the times agreed for their severity (section 三.9 of the guide).

An arrival or a repair is a response too, and a fault mended from afar needs no arrival. A fault keeps the times that were
agreed when it was reported.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mingyue.ledger.case import Case
from mingyue.ledger.clocks import Limit, begun, done, exact, ids, late, lateness, limit, passed, state
from mingyue.ledger.credits import Credit
from mingyue.ledger.event import Event
from mingyue.ledger.events import IncidentOpened
from mingyue.ledger.history import told
from mingyue.ledger.position import Notice, Obligation, Why
from mingyue.ledger.span import End
from mingyue.terms.service import SEVERITIES, ServiceLevel

LEVELS = "maintenance_upgrade.levels"
BASIS = ("民法典:509.1", "惯例:服务等级", "指南:三.9")


@dataclass(frozen=True, slots=True)
class Incident:
    """A fault, what was agreed for its severity when it was reported, and what was done about it."""

    opened: Event
    said: IncidentOpened
    level: ServiceLevel | None
    responded: Event | None
    arrived: Event | None
    resolved: Event | None


@dataclass(frozen=True, slots=True)
class Clock:
    """One of the times of a fault: until when, and what met it."""

    key: str
    title: str
    due: Limit
    met: Event | None
    did: str


def incidents(case: Case) -> Iterator[Incident]:
    """All faults, oldest first. Raises EventError for unknown or repeated ids and for times before the report."""
    opened = begun(case, "incident_opened", "incident")
    responded = done(case, "incident_responded", "incident", opened)
    arrived = done(case, "incident_arrived", "incident", opened)
    resolved = done(case, "incident_resolved", "incident", opened, once=True)
    for name, event in opened.items():
        said = told(event, IncidentOpened)
        levels = case.timeline.on(event.day).maintenance_upgrade.levels
        level = next((each for each in levels if each.severity == said.severity), None)
        yield Incident(event, said, level, responded.get(name), arrived.get(name), resolved.get(name))


def clocks(case: Case, incident: Incident) -> Iterator[Clock]:
    """The clocks of a fault, as far as its severity has them."""
    level = incident.level
    if level is None:
        return
    came = incident.arrived or incident.resolved
    answered = _earlier(incident.responded, came)
    afar = "远程修复，无需到场" if came is not incident.arrived else "到场"
    for key, title, period, met, did in (
        ("response", "响应", level.response, answered, "响应"),
        ("arrival", "到场", level.arrival, came, afar),
        ("resolve", "修复", level.resolve, incident.resolved, "修复"),
    ):
        if period is not None:
            start = incident.opened
            yield Clock(key, title, limit(case.calendar, period, start.day, exact(start), what=f"应{title}"), met, did)


def _earlier(one: Event | None, other: Event | None) -> Event | None:
    if one is None or other is None:
        return one or other
    return one if exact(one) <= exact(other) else other


def obligation(case: Case, incident: Incident, clock: Clock, ended: End | None) -> Obligation:
    """What the vendor owes by the end of a clock."""
    said, due, met = incident.said, clock.due, clock.met
    if met is not None:
        exact(met)
    now, days = state(due, met, case.as_of, ended.day if ended else None)
    return Obligation(
        id=f"O-{said.incident}-{clock.key}",
        title=f"{SEVERITIES[said.severity]} {said.incident} {clock.title}：{said.subject}",
        debtor="vendor",
        family="maintenance_upgrade",
        due=due.day,
        state=now,
        why=Why(
            f"{LEVELS}.{said.severity}.{clock.key}",
            (*due.steps, lateness(due, met, what=clock.did) if met else f"尚未{clock.title}"),
            (*BASIS, *due.basis),
            ids(incident.opened, met),
        ),
        due_at=due.at,
        day=met.day if met else None,
        days_late=days,
    )


def credit(case: Case, incident: Incident, clock: Clock, ended: End | None) -> Credit | None:
    """A time that ran out while the contract ran earns its credit on that day, whether or not the work was done later."""
    level, due, met = incident.level, clock.due, clock.met
    if level is None or not level.credit_percent or (ended and due.over > ended.over):
        return None
    if not (late(due, met) if met else passed(due, case.as_of)):
        return None
    reason = f"{due.day} 故障 {incident.said.incident} {clock.title}超时"
    return Credit(due.day, level.credit_percent, reason, f"{LEVELS}.{level.severity}", ids(incident.opened, met))


def unlevelled(incident: Incident) -> Notice:
    """What is said once for a severity that faults had but no time was agreed for."""
    said = incident.said
    text = f"合同没有约定{SEVERITIES[said.severity]}的处理时限，故障 {said.incident} 等无从计时：建议以补充协议约定。"
    return Notice(f"N-level-{said.severity}", "info", text, Why(LEVELS, (), BASIS, (incident.opened.id,)))
