"""Milestones: delivery in time, acceptance, rectification, and what a late delivery costs (sections 三.3 and 三.4 of the guide)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mingyue.ledger import delay_words, delivery_notices
from mingyue.ledger.accrual import Earned, earned
from mingyue.ledger.attempts import Attempt, attempts
from mingyue.ledger.case import Case
from mingyue.ledger.clocks import Limit, ids, lateness, limit, state
from mingyue.ledger.delay import (
    Delay,
    acceptance,
    delay,
    done,
    due,
    force_majeure,
    milestone,
    stretches,
    told_in_time,
    yesterday,
)
from mingyue.ledger.event import Event
from mingyue.ledger.events import Rejected
from mingyue.ledger.hardship import spells
from mingyue.ledger.history import told
from mingyue.ledger.position import Claim, Obligation, Outcome, State, Why

PLAN = "implementation_schedule.milestones"
PROCEDURE = "scope_acceptance.acceptance"
LATE = ("民法典:577", "民法典:585.1", "指南:三.10")
IN_TIME = ("民法典:509.1", "指南:三.4")
ACCEPTANCE = ("民法典:509.1", "惯例:验收程序", "指南:三.3")


def outcome(case: Case) -> Outcome:
    """Obligations of delivery, acceptance and rectification; claims for late delivery. Raises EventError when events name an
    unknown milestone or contradict one another.
    """
    found, struck = attempts(case), force_majeure(case)
    delays = {name: delay(case, name, row, struck) for name, row in found.items()}
    sums = earned(stretch for name, each in delays.items() for stretch in stretches(name, each))
    obligations = [
        owed
        for name, row in found.items()
        for owed in (_deliver(case, name, row, delays[name]), *_answers(case, name, row))
    ]
    claims = tuple(_claim(case, name, found[name], delays[name], each) for name, each in sums.items() if each.amount)
    notices = delivery_notices.notices(case, found, delays, sums)
    return Outcome(tuple(obligations), claims, notices=tuple(notices))


def _due(case: Case, name: str, row: Sequence[Attempt]) -> Limit | None:
    """Until when the milestone must be delivered, by the terms of the day on which it was."""
    met = done(row)
    return due(case, case.timeline.on(met.day) if met else case.terms, name)


def _deliver(case: Case, name: str, row: Sequence[Attempt], delayed: Delay) -> Obligation:
    met, limited = done(row), _due(case, name, row)
    plans = (milestone(version.terms, name) for version in reversed(case.timeline.versions))
    refused = sum(each.rejected for each in row)
    return Obligation(
        id=f"O-{name}-deliver",
        title=f"{name} {next(plan.title for plan in plans if plan)}",
        debtor="vendor",
        family="implementation_schedule",
        due=limited.day if limited else None,
        state=_state(case, name, limited, met, delayed),
        why=Why(
            f"{PLAN}.{name}",
            (
                *delay_words.steps(case, name, row, delayed, limited),
                *((f"验收不合格 {refused} 次",) if refused else ()),
            ),
            (*IN_TIME, *(limited.basis if limited else ())),
            delay_words.events(case, row, delayed),
        ),
        due_at=limited.at if limited else None,
        day=met.day if met else None,
        days_late=delayed.count,
    )


def _state(case: Case, name: str, limited: Limit | None, met: Event | None, delayed: Delay) -> State:
    """What the clock says, but for days that are excused, milestones changed away and force majeure that goes on."""
    now, _ = state(limited, met, case.as_of, case.end.day if case.end else None)
    if delayed.excused and not delayed.count:
        now = "met" if met else now if now == "released" else "open"
    if met is not None or now == "released":
        return now
    if milestone(case.terms, name) is None:
        return "released"
    if case.effective is None and limited is None:
        return "waiting"
    struck = any(spell.side == "vendor" and not spell.ended and told_in_time(case, spell) for spell in spells(case))
    return "suspended" if struck and now == "open" else now


def _claim(case: Case, name: str, row: Sequence[Attempt], delayed: Delay, sum_: Earned) -> Claim:
    met, limited = done(row), _due(case, name, row)
    return Claim(
        id=f"C-{name}-late",
        title=f"{name} 逾期交付违约金",
        kind="late_delivery",
        creditor="buyer",
        amount=sum_.amount,
        accruing=met is None and case.end is None and not sum_.capped and delayed.days[-1][1] > case.as_of,
        day=yesterday(delayed.days[-1][1]),
        why=Why(
            "breach_dispute.late_delivery",
            (*delay_words.steps(case, name, row, delayed, limited), *sum_.steps),
            (*LATE, *(("民法典:590.1",) if delayed.excused else ()), *(limited.basis if limited else ())),
            delay_words.events(case, row, delayed),
        ),
    )


def _answers(case: Case, name: str, row: Sequence[Attempt]) -> Iterator[Obligation]:
    """The buyer's duty to answer each delivery, the vendor's duty to mend after each rejection."""
    refused = 0
    for place, each in enumerate(row, 1):
        tail = "" if place == 1 else f"-{place}"
        if each.answer is not each.delivered:
            yield _accept(case, name, each, tail)
        if each.rejected and each.answer is not None:
            refused += 1
            again = row[place].delivered if place < len(row) else None
            yield _rectify(case, (name, refused, tail), each.answer, again)


def _accept(case: Case, name: str, attempt: Attempt, tail: str) -> Obligation:
    limited, answer = acceptance(case, attempt), attempt.answer
    now, days = state(limited, answer, case.as_of, case.end.day if case.end else None)
    start = f"交付：{attempt.delivered.day}；合同没有约定验收期限，应当及时验收"
    did = "尚未答复" if answer is None else f"{answer.content.title}：{answer.day}"
    if limited and answer:
        did = lateness(limited, answer, what=answer.content.title)
    return Obligation(
        id=f"O-{name}-accept{tail}",
        title=f"{name} 验收并书面答复",
        debtor="buyer",
        family="scope_acceptance",
        due=limited.day if limited else None,
        state=now,
        why=Why(
            f"{PROCEDURE}.period",
            (*(limited.steps if limited else (start,)), did),
            (*ACCEPTANCE, *(limited.basis if limited else ())),
            ids(attempt.delivered, answer),
        ),
        due_at=limited.at if limited else None,
        day=answer.day if answer else None,
        days_late=days,
    )


def _rectify(case: Case, which: tuple[str, int, str], refused: Event, again: Event | None) -> Obligation:
    name, count, tail = which
    period = case.timeline.on(refused.day).scope_acceptance.acceptance.rectify
    limited = limit(case.calendar, period, refused.day, refused.at, what="应整改完成日") if period else None
    now, days = state(limited, again, case.as_of, case.end.day if case.end else None)
    reasons = f"第 {count} 次验收不合格（{refused.day}）：{'；'.join(told(refused, Rejected).reasons)}"
    steps = (reasons, *(limited.steps if limited else ("合同没有约定整改期限，应当及时整改",)))
    did = "尚未再次交付" if again is None else f"再次交付：{again.day}"
    if limited and again:
        did = lateness(limited, again, what="再次交付")
    return Obligation(
        id=f"O-{name}-rectify{tail}",
        title=f"{name} 整改并再次交付（第 {count} 次不合格）",
        debtor="vendor",
        family="scope_acceptance",
        due=limited.day if limited else None,
        state=now,
        why=Why(
            f"{PROCEDURE}.rectify",
            (*steps, did),
            (*ACCEPTANCE, *(limited.basis if limited else ())),
            ids(refused, again),
        ),
        due_at=limited.at if limited else None,
        day=again.day if again else None,
        days_late=days,
    )
