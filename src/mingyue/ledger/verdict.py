"""Notices of termination: whether the ledger shows the right behind one, and what holds if there is none.

The ledger takes the first notice as valid, for it ends the contract when it arrives unless a court or an arbitrator finds that it
was void (民法典 565). So where no right is shown both outcomes are given, and later notices, which count only then, are named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from mingyue.ledger import aftermath, delivery, payment, service
from mingyue.ledger.case import Case
from mingyue.ledger.clocks import ids
from mingyue.ledger.event import Event, EventError
from mingyue.ledger.events import TerminationNotice
from mingyue.ledger.events.content import SIDES
from mingyue.ledger.history import told
from mingyue.ledger.position import Claim, Level, Notice, Outcome, Right, Why
from mingyue.ledger.words import amount
from mingyue.terms.ending import GROUNDS

CLAUSE = "termination_exit.grounds"
BASIS = ("民法典:563", "民法典:564", "民法典:565")
WORDS = {
    **GROUNDS,
    "trial": "试用期内终止",
    "force_majeure": "不可抗力持续",
    "agreed": "双方协商一致",
    "statutory": "法定事由",
}


@dataclass(frozen=True, slots=True)
class Course:
    """A contract with its rights and what follows from its end. so_far: the outcome of delivery, service and payment."""

    case: Case
    so_far: Outcome
    rights: Sequence[Right]
    after: Outcome


def notices(found: Course) -> Iterator[Notice]:
    """About the notice that ended the contract, where the ledger shows no right behind it, and about those that came later."""
    sent = found.case.history.of("termination_notice")
    ended, doubt = found.case.ended, _doubt(found)
    if ended and doubt:
        said = told(ended, TerminationNotice)
        both = (f"有效的，{_stands(found)}", f"无效的，{_stands(_without(found.case, sent[:1]))}")
        advice = (
            "甲方不同意的，应及时请求确认解除的效力，并书面提出异议、催告乙方继续履行。"
            if said.side == "vendor"
            else ""
        )
        level: Level = "info" if (said.side, said.ground) == ("buyer", "statutory") else "warning"
        steps = (
            f"{ended.day} {SIDES[said.side]}通知解除（{ended.id}），台账按通知有效计算",
            *(f"通知{each}" for each in both),
        )
        text = f"{doubt}台账按通知有效计算。通知{'；'.join(both)}。{advice}"
        yield Notice("N-termination", level, text, Why(CLAUSE, steps, BASIS, (ended.id,)))
    for place, event in enumerate(sent):
        if event is not ended:
            yield _later(found.case, sent[:place], event, doubted=doubt is not None)


def _doubt(found: Course) -> str | None:
    """Why the notice that ended the contract may be void; None where the ledger shows its right."""
    event = found.case.ended
    if event is None:
        return None
    said = told(event, TerminationNotice)
    if said.ground == "agreed" or any(right.used for right in found.rights):
        return None
    if said.side == "vendor":
        return f"乙方在 {event.day} 以“{WORDS[said.ground]}”为由通知解除，台账没有乙方解除权的依据。"
    if said.ground == "statutory":
        return f"甲方在 {event.day} 依法定事由解除：须能证明法定情形（如催告后仍迟延、根本违约），否则可能构成违约。"
    lapsed = [
        right
        for right in found.rights
        if right.id.startswith(f"R-{said.ground}") and right.holder == "buyer" and right.until
    ]
    begins = f"甲方在 {event.day} 以“{WORDS[said.ground]}”为由解除，但"
    if lapsed:
        return f"{begins}这项权利在 {lapsed[0].until} 已经届满：除非另有法定事由，解除可能无效。"
    return f"{begins}台账没有这项约定事由成立的记录：请补记事实和证据，或者改用法定事由。"


def _without(case: Case, gone: Sequence[Event]) -> Course | EventError:
    """The contract had these notices not come; or why that cannot be said: what was recorded after the end may not fit."""
    other = case.without(*gone)
    try:
        so_far = delivery.outcome(other) + service.outcome(other)
        so_far += payment.outcome(other, so_far)
        rights = aftermath.rights(other, so_far).rights
        return Course(other, so_far, rights, aftermath.settled(other, so_far, rights))
    except EventError as error:
        return error


def _stands(found: Course | EventError) -> str:
    """How a course came out: whether and when the contract ended, and the sums that hang on it."""
    if isinstance(found, EventError):
        return f"合同继续履行，但此后的记录互相矛盾，算不出金额（{str(found).rstrip('。')}）"
    end = found.case.end
    if end is None:
        says = "合同继续履行，各期照常到期"
    elif end.event is None:
        says = f"合同在 {end.day} 因服务期届满终止"
    else:
        says = f"合同在 {end.day} 由 {end.event.id} 终止，未付的各期取消"
    late = _sum(claim for claim in found.so_far.claims if claim.kind == "late_delivery")
    back = _sum(claim for claim in found.after.claims if claim.creditor == "buyer")
    owed = _sum(claim for claim in found.after.claims if claim.creditor == "vendor")
    sums = (("逾期交付违约金", late), ("退出结算乙方应退", back), ("退出结算甲方应付", owed))
    currency = found.case.terms.fees_payment.currency
    return "，".join((says, *(f"{name} {amount(sum_, currency)}" for name, sum_ in sums if sum_)))


def _sum(claims: Iterable[Claim]) -> Decimal:
    return sum((claim.amount for claim in claims), Decimal(0))


def _later(case: Case, earlier: Sequence[Event], event: Event, *, doubted: bool) -> Notice:
    """A notice that came when the contract had ended already."""
    said, names = told(event, TerminationNotice), "、".join(each.id for each in earlier)
    says = f"{SIDES[said.side]}在 {event.day} 以“{WORDS[said.ground]}”为由通知解除（{event.id}）"
    level: Level = "info"
    if case.ended is None and case.end is not None:
        text = f"{says}，但服务期已在 {case.end.day} 届满，合同已经终止，这一通知不改变结果。"
    elif case.ended and not doubted:
        text = f"{says}，但合同已在 {case.ended.day} 由 {case.ended.id} 终止，这一通知不改变结果。"
    else:
        other, level = _without(case, earlier), "warning"
        ended = isinstance(other, Course) and other.case.ended is event
        shown = isinstance(other, Course) and _doubt(other) is None
        reason = ("，这项理由有台账记录为据" if shown else "，这项理由台账也没有依据") if ended else ""
        first = case.ended.id if case.ended else ""
        void = f"{names} 无效的" if len(earlier) == 1 else f"{names} 都无效的"
        text = f"{says}。台账按先到的 {first} 计算，没有计入这一通知；{void}，{_stands(other)}{reason}。"
    return Notice(f"N-termination-{event.id}", level, text, Why(CLAUSE, (), BASIS, ids(*earlier, event)))
