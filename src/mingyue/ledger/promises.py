"""Oral promises until they stand in the contract, and problems until they are solved (sections 四.3 and 五.4 of the guide)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mingyue.ledger.case import Case
from mingyue.ledger.clocks import Limit, begun, done, ids, lateness, state
from mingyue.ledger.event import Event, EventError
from mingyue.ledger.events import CommitmentRecorded, IssueRaised
from mingyue.ledger.history import told
from mingyue.ledger.position import Notice, Obligation, Outcome, Why
from mingyue.ledger.span import End

PROMISE = ("民法典:469", "民法典:543", "指南:四.3")
PROBLEM = ("民法典:509.1", "民法典:582", "指南:五.4")


@dataclass(frozen=True, slots=True)
class _Entry:
    """What both kinds have in common; `verb` is what meets it."""

    id: str
    title: str
    due: str | None
    step: str
    verb: str


def outcome(case: Case, ended: End | None) -> Outcome:
    """Promises and problems, each an obligation of the vendor. Raises EventError for unknown or repeated ids."""
    recorded = begun(case, "commitment_recorded", "commitment")
    kept = done(case, "commitment_met", "commitment", recorded, once=True)
    raised = begun(case, "issue_raised", "issue")
    fixed = done(case, "issue_fixed", "issue", raised, once=True)
    promises = [_promise(case, event, kept.get(name), ended) for name, event in recorded.items()]
    problems = tuple(_problem(case, event, fixed.get(name), ended) for name, event in raised.items())
    pending = (_unwritten(owed) for owed in promises if owed.state in {"open", "overdue"})
    return Outcome((*promises, *problems), notices=tuple(pending))


def _promise(case: Case, event: Event, kept: Event | None, ended: End | None) -> Obligation:
    said = told(event, CommitmentRecorded)
    step = f"{event.day} {said.promised_by} 承诺：{said.subject}"
    entry = _Entry(said.commitment, f"承诺 {said.commitment}：{said.subject}", said.due, step, "兑现")
    return _owed(case, entry, event, kept, ended)


def _problem(case: Case, event: Event, fixed: Event | None, ended: End | None) -> Obligation:
    said = told(event, IssueRaised)
    step = f"{event.day} 提出问题：{said.subject}"
    entry = _Entry(said.issue, f"问题 {said.issue}：{said.subject}", said.due, step, "解决")
    return _owed(case, entry, event, fixed, ended)


def _owed(case: Case, entry: _Entry, event: Event, met: Event | None, ended: End | None) -> Obligation:
    due = Limit(_day(event, entry.due), None, ()) if entry.due else None
    now, days = state(due, met, case.as_of, ended.day if ended else None)
    steps = [entry.step]
    if due:
        steps.append(f"应{entry.verb}：{due.day}")
    if met:
        steps.append(lateness(due, met, what=entry.verb) if due else f"{entry.verb}：{met.day}")
    promise = event.kind == "commitment_recorded"
    return Obligation(
        id=f"O-{entry.id}",
        title=entry.title,
        debtor="vendor",
        family="scope_acceptance" if promise else "maintenance_upgrade",
        due=due.day if due else None,
        state=now,
        why=Why("", tuple(steps), PROMISE if promise else PROBLEM, ids(event, met)),
        day=met.day if met else None,
        days_late=days,
    )


def _day(event: Event, by: str) -> date:
    try:
        return date.fromisoformat(by)
    except ValueError:
        raise EventError(f"{event.id}：没有 {by} 这一天：请更正 due。") from None


def _unwritten(owed: Obligation) -> Notice:
    """A promise that is neither kept nor written down is hard to prove."""
    text = f"{owed.title}：尚未兑现，也没有写进合同，请以补充协议确认。"
    return Notice(f"N{owed.id[1:]}", "warning" if owed.state == "overdue" else "info", text, owed.why)
