"""What the buyer must know beside milestones and penalties: its own silence and suspension, penalties without a sum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from mingyue.ledger import delay_words
from mingyue.ledger.accrual import ZERO, Earned, earned
from mingyue.ledger.attempts import Attempt
from mingyue.ledger.case import DAY, Case
from mingyue.ledger.clocks import number, passed, yuan
from mingyue.ledger.delay import Delay, acceptance, stretches
from mingyue.ledger.event import Event, oldest_first
from mingyue.ledger.events import Resumed, Suspended
from mingyue.ledger.legality import SME, small_vendor_paid
from mingyue.ledger.position import Level, Notice, Why
from mingyue.terms.calendar import days_between
from mingyue.terms.ending import BASES

PENALTY = "breach_dispute.late_delivery"
LATE = ("民法典:577", "民法典:585.1", "指南:三.10")
SUSPENDED = ("民法典:526", "民法典:527", "民法典:528")


def notices(
    case: Case, found: Mapping[str, Sequence[Attempt]], delays: Mapping[str, Delay], sums: Mapping[str, Earned]
) -> Iterator[Notice]:
    """All of them. sums: what each late milestone earned, zero too."""
    yield from _silent(case, found)
    for name, sum_ in sums.items():
        if not sum_.amount:
            yield _nothing(case, name, found[name], delays[name], sum_)
    yield from _suspended(case, delays, sums)


def _silent(case: Case, found: Mapping[str, Sequence[Attempt]]) -> Iterator[Notice]:
    """The buyer let its time for acceptance pass: towards a small vendor the time for payment runs from there."""
    parties = case.terms.parties
    pays = ""
    rule: tuple[str, ...] = ()
    if small_vendor_paid(parties):
        pays, rule = "付款期限自该日起算，", (f"{SME}:10.2",)
    elif parties.vendor.size is None or parties.buyer.size is None:
        pays = "乙方为中小企业的，付款期限可能自该日起算，"
    for name, row in found.items():
        if not row or row[-1].answer is not None or case.end is not None:
            continue
        limited = acceptance(case, row[-1])
        if limited is not None and passed(limited, case.as_of):
            text = f"{name} 的验收期限 {limited.day} 已过，甲方尚未答复：请尽快书面答复，拖延验收的，{pays}乙方的工期相应顺延。"
            basis = (*rule, "惯例:验收程序", *limited.basis)
            why = Why("scope_acceptance.acceptance.period", limited.steps, basis, (row[-1].delivered.id,))
            yield Notice(f"N-{name}-accept", "warning", text, why)


def _nothing(case: Case, name: str, row: Sequence[Attempt], delayed: Delay, sum_: Earned) -> Notice:
    """A penalty is agreed and comes to nothing: why, and what mends it."""
    level: Level = "info"
    text = f"{name} 逾期 {delayed.count} 日，按约定不计违约金（{sum_.steps[-1]}）。"
    agreed = delayed.days[-1][2].breach_dispute.late_delivery
    if agreed is not None and not any(each.base for each in stretches(name, delayed)):
        level, lacks, mend = "warning", "合同没有价款或者价款为 0", "写明合同总价（fees_payment.total）"
        if agreed.base == "milestone":
            lacks, mend = f"没有一项费用属于 {name}", f"写明哪项费用属于 {name}（fees_payment.items 的 milestone）"
        rate = f"每日{BASES[agreed.base]}的 {number(agreed.rate)}%"
        text = f"{name} 逾期 {delayed.count} 日，约定的违约金为{rate}，但{lacks}，算不出金额：请以补充协议{mend}。"
    why = Why(f"{PENALTY}.base", sum_.steps, LATE, delay_words.events(case, row, delayed))
    return Notice(f"N-{name}-late", level, text, why)


@dataclass(frozen=True, slots=True)
class _Stop:
    """The buyer did not perform on the days [start, stop)."""

    start: date
    stop: date
    says: str
    events: tuple[str, ...]


def _stops(case: Case) -> Iterator[_Stop]:
    """The buyer's suspensions, as far as they do not overlap. The day of the suspension counts, that of the resumption not."""
    told_ = [*case.history.of("suspended"), *case.history.of("resumed")]
    begun: Event | None = None
    for event in sorted(told_, key=lambda each: (each.moment(), each.seq)):
        said = event.content
        if isinstance(said, Suspended) and said.side == "buyer":
            begun = begun or event
        elif isinstance(said, Resumed) and said.side == "buyer" and begun is not None:
            says = f"甲方 {begun.day} 中止履行，{event.day} 恢复，计 {days_between(begun.day, event.day)} 日"
            yield _Stop(begun.day, event.day, says, (begun.id, event.id))
            begun = None
    if begun is not None:
        stop = case.as_of + DAY
        says = f"甲方 {begun.day} 中止履行，至 {case.as_of} 没有恢复，计 {days_between(begun.day, stop)} 日"
        yield _Stop(begun.day, stop, says, (begun.id,))


def _suspended(case: Case, delays: Mapping[str, Delay], sums: Mapping[str, Earned]) -> Iterator[Notice]:
    """What is left of each penalty if the buyer's suspension moves the due days as far as it lasted (民法典 526, 527)."""
    stops = list(_stops(case))
    if not stops or case.effective is None:
        return
    moved = {name: _moved(case.effective.day, each, stops) for name, each in delays.items()}
    rest = earned(stretch for name, (each, _) in moved.items() for stretch in stretches(name, each))
    for name, sum_ in sums.items():
        later, days = moved[name]
        if sum_.amount and days:
            left = rest[name].amount if name in rest else ZERO
            steps = (
                *(each.says for each in stops),
                f"工期顺延 {days} 日的，{name} 逾期 {delays[name].count} 日减为 {later.count} 日",
                *(rest[name].steps if name in rest else ()),
            )
            text = (
                f"甲方曾中止履行，{name} 的违约金 {yuan(sum_.amount)} 会有争议：没有正当理由的，工期相应顺延 {days} 日，"
                f"违约金减为 {yuan(left)}；乙方应先履行而未履行，或者有确切证据证明其丧失履行能力的，照常计算。请备好中止的理由和通知的证据。"
            )
            events = oldest_first(name_ for each in stops for name_ in each.events)
            yield Notice(f"N-{name}-suspended", "warning", text, Why(PENALTY, steps, SUSPENDED, events))


def _moved(effective: date, delayed: Delay, stops: Sequence[_Stop]) -> tuple[Delay, int]:
    """The delay if it began later by the days of the suspensions, and how many these are."""
    if not delayed.days:
        return delayed, 0
    end = delayed.days[-1][1]
    days = left = sum(max(0, days_between(max(each.start, effective), min(each.stop, end))) for each in stops)
    kept = []
    for start, stop, terms in delayed.days:
        gone = min(left, days_between(start, stop))
        left -= gone
        if start + gone * DAY < stop:
            kept.append((start + gone * DAY, stop, terms))
    return replace(delayed, days=tuple(kept)), days
