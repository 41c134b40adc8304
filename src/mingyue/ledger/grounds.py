"""Rights of the buyer to end the contract that have arisen, by agreed ground (section 三.11 of the guide; 民法典 562, 564)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from mingyue.ledger.attempts import attempts
from mingyue.ledger.case import DAY, Case
from mingyue.ledger.clocks import ids, number
from mingyue.ledger.delay import Delay, delay, force_majeure
from mingyue.ledger.event import Event
from mingyue.ledger.events import Accepted, Availability, BreachFound, Rejected
from mingyue.ledger.history import told
from mingyue.ledger.position import Outcome, Right, Why
from mingyue.ledger.service import availability, below
from mingyue.ledger.span import End
from mingyue.terms.contract import Contract
from mingyue.terms.ending import GROUNDS, Ground, TerminationGround
from mingyue.terms.periods import Period

CLAUSE = "termination_exit.grounds"
BASIS = ("民法典:562.2", "民法典:564", "民法典:565", "指南:三.11")
YEAR = Period(1, "year")


@dataclass(frozen=True, slots=True)
class Arisen:
    """A ground that has come about: since when, about what, by which facts."""

    ground: Ground
    about: str
    since: date
    steps: tuple[str, ...]
    events: tuple[str, ...]


def rights(case: Case, so_far: Outcome, ended: End | None) -> Iterator[Right]:
    """The rights that have arisen by the day, or by the end of the contract. What came after the end counts no more."""
    stop = min(case.as_of, ended.day) if ended else case.as_of
    for arisen in (
        *_failed_acceptance(case, stop),
        *_security_incident(case, stop),
        *_late_delivery(case, so_far, stop, ended),
        *_unavailable(case, stop),
        *_by_notice(case, ended),
    ):
        yield _right(case, arisen, ended)
    yield from _trial(case, ended)


def agreed(terms: Contract, ground: str) -> TerminationGround | None:
    """The ground as the terms have it."""
    return next((each for each in terms.termination_exit.grounds if each.ground == ground), None)


def _right(case: Case, arisen: Arisen, ended: End | None) -> Right:
    until = case.calendar.add(arisen.since, YEAR)
    notice = ended.notice if ended else None
    used = notice is not None and notice.side == "buyer" and notice.ground == arisen.ground
    steps = (*arisen.steps, f"解除权自 {arisen.since} 起一年内行使，至 {until}")
    return Right(
        id=f"R-{arisen.ground}-{arisen.about}" if arisen.about else f"R-{arisen.ground}",
        title=f"甲方解除合同：{GROUNDS[arisen.ground]}",
        holder="buyer",
        since=arisen.since,
        until=until,
        used=used and ended is not None and ended.day <= until,
        why=Why(f"{CLAUSE}.{arisen.ground}", steps, BASIS, arisen.events),
    )


def allowed_failures(terms: Contract) -> int | None:
    """After how many rejections in a row the buyer may end the contract; None where nothing is agreed."""
    ground = agreed(terms, "failed_acceptance")
    return (ground.count if ground else None) or terms.scope_acceptance.acceptance.max_failures


def _failed_acceptance(case: Case, stop: date) -> Iterator[Arisen]:
    """Rejections of one milestone in a row; its acceptance takes the right away."""
    row: dict[str, list[Event]] = {}
    found: dict[str, Arisen] = {}
    for event in case.history.events:
        if event.day > stop or event.kind not in {"rejected", "accepted"}:
            continue
        if event.kind == "accepted":
            found.pop(told(event, Accepted).milestone, None)
            continue
        name = told(event, Rejected).milestone
        failures = row.setdefault(name, [])
        failures.append(event)
        wanted = allowed_failures(case.timeline.on(event.day))
        if wanted and len(failures) >= wanted and name not in found:
            steps = tuple(f"{each.day} {name} 第 {place} 次验收不合格" for place, each in enumerate(failures, 1))
            steps += (f"连续 {len(failures)} 次未通过验收，约定满 {wanted} 次可以解除",)
            found[name] = Arisen("failed_acceptance", name, event.day, steps, ids(*failures))
    yield from found.values()


def _security_incident(case: Case, stop: date) -> Iterator[Arisen]:
    for event in case.history.of("breach_found"):
        said = told(event, BreachFound)
        if said.major and event.day <= stop and agreed(case.timeline.on(event.day), "security_incident"):
            step = f"{event.day} 发生重大安全事故 {said.breach}：{said.subject}"
            yield Arisen("security_incident", said.breach, event.day, (step,), (event.id,))


def _late_delivery(case: Case, so_far: Outcome, stop: date, ended: End | None) -> Iterator[Arisen]:
    """A milestone that is still not delivered. Since the day on which its delay passed what is agreed."""
    terms = case.timeline.on(stop)
    ground = agreed(terms, "late_delivery")
    if ground is None or ground.days is None:
        return
    state = "released" if ended else "overdue"
    owed = {each.id: each for each in so_far.obligations if each.state == state and each.days_late > ground.days}
    rows, struck = (attempts(case), force_majeure(case)) if owed else ({}, ())
    for plan in terms.implementation_schedule.milestones:
        duty = owed.get(f"O-{plan.id}-deliver")
        if duty is None or duty.due is None:
            continue
        days = _days_late(delay(case, plan.id, rows[plan.id], struck), duty.due if duty.due_at else duty.due + DAY)
        if len(days) > ground.days:
            since, before = days[ground.days], duty.days_late - len(days)
            steps = [
                f"{plan.id} 应于 {duty.due} 交付，至 {stop} 逾期 {len(days)} 日，约定超过 {ground.days} 日可以解除"
            ]
            if before:
                steps.append(f"在同意延期之前逾期的 {before} 日不计入")
            steps.append(f"逾期第 {ground.days + 1} 日：{since}")
            yield Arisen("late_delivery", plan.id, since, tuple(steps), duty.why.events)


def _days_late(late: Delay, first: date) -> list[date]:
    """The late days from the first one after what is due now: those before an agreed extension give no right any more."""
    return [
        day
        for start, stop, *_ in late.days
        for day in (start + timedelta(days=count) for count in range((stop - start).days))
        if day >= first
    ]


def _unavailable(case: Case, stop: date) -> Iterator[Arisen]:
    """Months in a row; a month that was not measured breaks the row. The right arises when the last of them is known."""
    row: list[tuple[str, Event]] = []
    for month, event in availability(case).items():
        if event.day > stop:
            continue
        ground = agreed(case.timeline.on(event.day), "unavailable")
        if not below(case, month, event) or (row and _next(row[-1][0]) != month):
            row = []
        if below(case, month, event):
            row.append((month, event))
        if ground and ground.count and len(row) == ground.count:
            steps = tuple(f"{name} 可用率 {number(told(each, Availability).percent)}%，未达标" for name, each in row)
            steps += (f"连续 {len(row)} 个月未达标，约定满 {ground.count} 个月可以解除",)
            since = max(each.day for _, each in row)
            yield Arisen("unavailable", month, since, steps, ids(*(each for _, each in row)))


def _next(month: str) -> str:
    year, place = int(month[:4]), int(month[5:])
    return f"{year + place // 12:04}-{place % 12 + 1:02}"


def _by_notice(case: Case, ended: End | None) -> Iterator[Arisen]:
    """Subcontracting and insolvency leave no event of their own: the notice itself claims them."""
    notice = ended.notice if ended else None
    if ended is None or ended.event is None or notice is None or notice.side != "buyer":
        return
    for ground in ("subcontracting", "insolvency"):
        if notice.ground == ground and agreed(case.timeline.on(ended.day), ground):
            step = f"{ended.day} 以“{GROUNDS[ground]}”为由通知解除，须另备证据"
            yield Arisen(ground, "", ended.day, (step,), (ended.event.id,))


def _trial(case: Case, ended: End | None) -> Iterator[Right]:
    """From go-live through the last day of the trial period."""
    live = case.live
    if live is None or (ended and ended.day < live.day):
        return
    trial = case.timeline.on(live.day).termination_exit.trial
    if trial is None:
        return
    until = case.calendar.add(live.day, trial.period)
    notice = ended.notice if ended else None
    used = ended is not None and notice is not None and (notice.side, notice.ground) == ("buyer", "trial")
    steps = (f"试用期：{live.day} 正式上线 + {trial.period} = {until}（含当日）",)
    basis = ("民法典:562.2", "惯例:试用期", "指南:四.4")
    yield Right(
        id="R-trial",
        title="甲方在试用期内终止合同" + ("，全额退款" if trial.full_refund else ""),
        holder="buyer",
        since=live.day,
        until=until,
        used=used and ended is not None and ended.day <= until,
        why=Why("termination_exit.trial", steps, basis, ids(live)),
    )
