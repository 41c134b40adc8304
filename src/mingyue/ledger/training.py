"""The training plan: sessions held and exams passed, by audience (section 五.3 of the guide)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from mingyue.ledger.case import Case
from mingyue.ledger.clocks import ids, number
from mingyue.ledger.event import Event, EventError
from mingyue.ledger.events import ExamResult, TrainingHeld
from mingyue.ledger.history import told
from mingyue.ledger.position import Obligation, State, Why
from mingyue.ledger.span import End
from mingyue.terms.schedule import AUDIENCES, Training

CLAUSE = "implementation_schedule.training"
BASIS = ("民法典:509.1", "惯例:培训", "指南:五.3")
HUNDRED = Decimal(100)


def obligations(case: Case, ended: End | None) -> Iterator[Obligation]:
    """For each audience of the plan its sessions and, where a pass rate is agreed, its exam."""
    held, exams = _by_audience(case, "training_held"), _by_audience(case, "exam_result")
    plans: defaultdict[str, list[Training]] = defaultdict(list)
    for plan in case.terms.implementation_schedule.training:
        plans[plan.audience].append(plan)
    for audience, layers in plans.items():
        sessions = sum(plan.sessions for plan in layers)
        if sessions:
            yield _sessions(case, audience, sessions, held[audience], ended)
        yield from _exam(case, audience, layers, exams[audience], ended)


def _by_audience(case: Case, kind: str) -> defaultdict[str, list[Event]]:
    found: defaultdict[str, list[Event]] = defaultdict(list)
    for event in case.history.of(kind):
        found[getattr(event.content, "audience")].append(event)  # noqa: B009 - both kinds of content have it
    return found


def _state(case: Case, met: Event | None, ended: End | None) -> State:
    if met is not None:
        return "met"
    if ended is not None:
        return "released"
    return "open" if case.effective else "waiting"


def _sessions(case: Case, audience: str, wanted: int, held: Sequence[Event], ended: End | None) -> Obligation:
    met = held[wanted - 1] if len(held) >= wanted else None
    people = sum(told(event, TrainingHeld).people for event in held)
    return Obligation(
        id=f"O-training-{audience}",
        title=f"{AUDIENCES[audience]}培训 {wanted} 场",
        debtor="vendor",
        family="implementation_schedule",
        due=None,
        state=_state(case, met, ended),
        why=Why(CLAUSE, (f"已培训 {len(held)} 场、{people} 人次，约定 {wanted} 场",), BASIS, ids(*held)),
        day=met.day if met else None,
    )


def _exam(
    case: Case, audience: str, layers: Sequence[Training], exams: Sequence[Event], ended: End | None
) -> Iterator[Obligation]:
    """Who has passed, of those who had to: the planned number where there is one, else all who took it. With the plan's number
    a repeated exam counts nobody twice who failed before.
    """
    wanted = max((plan.pass_percent for plan in layers if plan.pass_percent is not None), default=None)
    if wanted is None:
        return
    planned = sum(plan.people or 0 for plan in layers if plan.pass_percent is not None)
    taken = passed = 0
    met, steps = None, [f"约定通过率不低于 {number(wanted)}%"]
    for event in exams:
        said = told(event, ExamResult)
        if said.passed > said.taken:
            raise EventError(f"{event.id}：合格 {said.passed} 人多于参加考核的 {said.taken} 人：请更正。")
        taken, passed = taken + said.taken, passed + said.passed
        base = planned or taken
        enough = base > 0 and passed * HUNDRED >= wanted * base
        met = (met or event) if enough else None
    if exams:
        base, kind = planned or taken, "计划" if planned else "累计参加"
        rate = min(HUNDRED, passed * HUNDRED / base) if base else Decimal(0)
        steps.append(f"累计合格 {passed} 人 ÷ {kind} {base} 人 = {rate.quantize(Decimal('0.01'))}%")
    yield Obligation(
        id=f"O-exam-{audience}",
        title=f"{AUDIENCES[audience]}考核通过率",
        debtor="vendor",
        family="implementation_schedule",
        due=None,
        state=_state(case, met, ended),
        why=Why(CLAUSE, tuple(steps), BASIS, ids(*exams)),
        day=met.day if met else None,
    )
