"""Who owes what at the end: what was paid against what the vendor has earned (section 三.11 of the guide; 民法典 566, 567).

A fee is earned when its milestone is accepted, day by day over the service term, or by the share of the milestones, by their
number, that are accepted (see FeeItem). What is earned stays with the vendor; the rest of what was paid comes back as far as the contract says so:
`refund_pro_rata` settles every fee by its earned share, `refund_unimplemented` alone gives back only the fees of which
nothing is earned. In the trial period everything comes back.

Where more is earned than was paid the buyer owes the difference. After a notice this is a claim of its own, for the unpaid
instalments end with the contract; when the term runs out they stay payable.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from mingyue.ledger.case import Case
from mingyue.ledger.clocks import ids, joined, yuan
from mingyue.ledger.dealings import OWED
from mingyue.ledger.event import Event
from mingyue.ledger.events import Accepted, Paid, Refunded
from mingyue.ledger.history import told
from mingyue.ledger.position import Claim, Notice, Outcome, Why
from mingyue.ledger.span import End
from mingyue.terms.calendar import days_between
from mingyue.terms.contract import Contract
from mingyue.terms.fees import KINDS, FeeItem
from mingyue.terms.money import cents

CLAIM = "C-exit-refund"
BASIS = ("民法典:566.1", "民法典:567", "指南:三.11")
TRIAL = ("民法典:566.1", "惯例:试用期", "指南:四.4")
ZERO, ONE = Decimal(0), Decimal(1)


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a fee is earned: part of whole, and in words."""

    part: Decimal
    whole: Decimal
    words: str

    def of(self, amount: Decimal) -> Decimal:
        """The earned sum, not rounded."""
        return amount * self.part / self.whole


@dataclass(frozen=True, slots=True)
class Progress:
    """What had been reached on the last day."""

    terms: Contract
    accepted: dict[str, Event]
    live: Event | None
    day: date
    term_days: int


def settle(case: Case, ended: End, so_far: Outcome, *, full: bool) -> tuple[Claim | None, tuple[Notice, ...]]:
    """The claim for what was paid too much, and what else must be said. full: everything that was paid comes back."""
    debt = owed(case, ended, so_far, full=full)
    if debt is not None:
        return None, tuple(_refunds(case, None, _surplus(case, so_far, debt)))
    paid, money, paying = _paid(case, so_far)
    if full:
        whole = Why("termination_exit.trial", (f"试用期内终止，全额退还：{paying}",), TRIAL, ids(*money, ended.event))
        claim = _claim(case, ended, paid, whole)
        return claim, tuple(_refunds(case, claim, paid))
    at = _progress(case, ended)
    shares = [(item, _share(at, item)) for item in _items(at.terms)]
    earned = sum((share.of(item.amount) for item, share in shares), ZERO)
    kept = sum((_kept(at.terms, item, share) for item, share in shares), ZERO)
    why = Why(
        _path(at.terms),
        (paying, *(_step(at.terms, item, share) for item, share in shares), f"乙方应得合计 {yuan(kept)}"),
        BASIS,
        ids(*money, *at.accepted.values(), at.live, ended.event),
    )
    surplus = _surplus(case, so_far, None)
    if not _refundable(at.terms):
        return None, (*_unagreed(paid, earned, why), *_refunds(case, None, surplus))
    refund = max(ZERO, paid - kept)
    steps = (*why.formula, f"应退：max(0, {yuan(paid)} − {yuan(kept)}) = {yuan(refund)}")
    why = replace(why, formula=steps)
    claim = _claim(case, ended, refund, why)
    return claim, tuple(_refunds(case, claim, surplus))


def owed(case: Case, ended: End, so_far: Outcome, *, full: bool) -> Claim | None:
    """What the buyer still has to pay for what was earned when a notice ended the contract; None where it owes nothing.

    Without an agreed rule it is the earned share all the same: a debt is shown rather than left out.
    """
    if ended.event is None or full:
        return None
    at = _progress(case, ended)
    shares = [(item, _share(at, item)) for item in _items(at.terms)]
    earned = cents(sum((share.of(item.amount) for item, share in shares), ZERO))
    paid, proofs, paying = _paid_by(case, ended, so_far)
    if earned <= paid:
        return None
    rule = () if _refundable(at.terms) else ("合同没有约定结算规则，暂按已实现的比例计算",)
    steps = (
        paying,
        *rule,
        *(_earned_step(item, share) for item, share in shares),
        f"已实现合计 {yuan(earned)}",
        f"甲方还应支付：{yuan(earned)} − {yuan(paid)} = {yuan(earned - paid)}",
    )
    events = ids(*proofs, *at.accepted.values(), at.live, ended.event)
    why = Why(_path(at.terms), steps, BASIS, events)
    title = "退出结算：应付已实现的费用"
    return Claim(OWED, title, "price", "vendor", earned - paid, accruing=False, day=ended.day, why=why)


def _refundable(terms: Contract) -> bool:
    return terms.termination_exit.refund_pro_rata or terms.termination_exit.refund_unimplemented


def _path(terms: Contract) -> str:
    pro_rata = terms.termination_exit.refund_pro_rata or not _refundable(terms)
    return f"termination_exit.{'refund_pro_rata' if pro_rata else 'refund_unimplemented'}"


def _paid_by(case: Case, ended: End, so_far: Outcome) -> tuple[Decimal, tuple[Event, ...], str]:
    """What was paid of the price by the end, less what had come back."""
    money = sum((payment.paid for payment in so_far.payments), ZERO)
    off = sum((payment.set_off for payment in so_far.payments), ZERO)
    refunds = [event for event in case.history.of("refund") if event.day <= ended.day]
    back = sum((told(event, Refunded).amount for event in refunds), ZERO)
    says = f"至 {ended.day} 已付 {yuan(money)}" + (f" + 已抵销 {yuan(off)}" if off else "")
    says += f" − 乙方已退 {yuan(back)}" if back else ""
    says += f" = {yuan(money + off - back)}" if off or back else ""
    proofs = [event for kind in ("paid", "set_off") for event in case.history.of(kind) if event.day <= ended.day]
    return money + off - back, (*proofs, *refunds), says


def _paid(case: Case, so_far: Outcome) -> tuple[Decimal, tuple[Event, ...], str]:
    """The price as far as it was paid: in money, or by set-off, which pays as well (民法典 568) as far as it counted."""
    cash = case.history.of("paid")
    money = sum((told(event, Paid).amount for event in cash), ZERO)
    off = sum((payment.set_off for payment in so_far.payments), ZERO)
    said = f"已付 {yuan(money)}" + (f" + 已抵销 {yuan(off)} = {yuan(money + off)}" if off else "")
    return money + off, (*cash, *(case.history.of("set_off") if off else ())), said


def _progress(case: Case, ended: End) -> Progress:
    terms = case.timeline.on(ended.day)
    accepted: dict[str, Event] = {}
    for event in case.history.of("accepted"):
        if event.day <= ended.day:
            accepted.setdefault(told(event, Accepted).milestone, event)
    live = next((event for event in case.history.of("went_live") if event.day <= ended.day), None)
    term, days = terms.product.service_term, 0
    if live is not None and term is not None:
        days = days_between(live.day, case.calendar.add(live.day, term))
    return Progress(terms, accepted, live, ended.day, days)


def _items(terms: Contract) -> Sequence[FeeItem]:
    """The fee table; a price without one counts as a single fee."""
    fees = terms.fees_payment
    if fees.items or fees.total is None:
        return fees.items
    return (FeeItem(id="total", kind="other", title="合同总价", amount=fees.total),)


def _share(at: Progress, item: FeeItem) -> Share:
    if item.milestone is not None:
        met = item.milestone in at.accepted
        return Share(
            ONE if met else ZERO, ONE, f"{'1' if met else '0'}（{item.milestone} {'已验收' if met else '未验收'}）"
        )
    if not item.by_term:
        return _overall(at)
    if at.live is None or not at.term_days:
        return Share(ZERO, ONE, "0（未上线）")
    days = min(days_between(at.live.day, at.day), at.term_days)
    return Share(
        Decimal(days), Decimal(at.term_days), f"{days} 日 ÷ {at.term_days} 日（自 {at.live.day} 上线至 {at.day}）"
    )


def _overall(at: Progress) -> Share:
    """The accepted milestones by their number; without milestones, live or not."""
    planned = at.terms.milestone_ids()
    if planned:
        count = len(planned & at.accepted.keys())
        return Share(Decimal(count), Decimal(len(planned)), f"{count} ÷ {len(planned)}（已验收里程碑的个数比例）")
    return Share(ONE if at.live else ZERO, ONE, "1（已上线）" if at.live else "0（未上线）")


def _by_share(terms: Contract, share: Share) -> bool:
    """Whether a fee is settled by its earned share; without any refund rule that is what we show as an estimate."""
    exits = terms.termination_exit
    return exits.refund_pro_rata or not _refundable(terms) or (exits.refund_unimplemented and not share.part)


def _kept(terms: Contract, item: FeeItem, share: Share) -> Decimal:
    """What the vendor may keep of a fee."""
    return share.of(item.amount) if _by_share(terms, share) else item.amount


def _earned_step(item: FeeItem, share: Share) -> str:
    name = f"{item.id} {item.title or KINDS[item.kind]}"
    return f"{name}：{yuan(item.amount)} × {share.words} = {yuan(share.of(item.amount))}"


def _step(terms: Contract, item: FeeItem, share: Share) -> str:
    if _by_share(terms, share):
        return _earned_step(item, share)
    name = f"{item.id} {item.title or KINDS[item.kind]}"
    return f"{name}：已实施 {share.words}，没有约定按比例结算，全额计 {yuan(item.amount)}"


def _claim(case: Case, ended: End, amount: Decimal, why: Why) -> Claim | None:
    refunds = case.history.of("refund")
    if not cents(amount):
        return None
    rounded = [] if cents(amount) == amount else [f"四舍五入到分：{yuan(cents(amount))}"]
    return Claim(
        id=CLAIM,
        title="退出结算：应退还已付费用",
        kind="refund",
        creditor="buyer",
        amount=cents(amount),
        accruing=False,
        day=ended.day,
        why=Why(why.clause, (*why.formula, *rounded), why.basis, joined(why.events, ids(*refunds))),
        paid=sum((told(event, Refunded).amount for event in refunds), ZERO),
    )


def _unagreed(paid: Decimal, earned: Decimal, why: Why) -> Iterator[Notice]:
    """Without a refund rule the law leaves it to circumstances: say what a settlement by earned shares would come to."""
    if paid:
        text = (
            "合同没有约定退款规则，不能算出应退金额；可依法请求恢复原状、赔偿损失。"
            f"若按已实现比例结算，已付 {yuan(paid)}，已实现 {yuan(cents(earned))}，应退 {yuan(cents(max(ZERO, paid - earned)))}。"
        )
        yield Notice("N-exit-refund", "warning", text, why)


def _surplus(case: Case, so_far: Outcome, debt: Claim | None) -> Decimal:
    """What may come back without a claim for it: what was paid beyond an instalment, or after the end beyond the debt."""
    over = sum((max(ZERO, each.paid + each.set_off - each.amount) for each in so_far.payments), ZERO)
    if debt is None:
        return over
    later = (told(event, Paid).amount for event in case.history.of("paid") if event.day > debt.day)
    return over + max(ZERO, sum(later, ZERO) - debt.amount)


def _refunds(case: Case, claim: Claim | None, surplus: Decimal) -> Iterator[Notice]:
    refunds = case.history.of("refund")
    total = sum((told(event, Refunded).amount for event in refunds), ZERO)
    due = claim.amount if claim else surplus
    if total > due:
        text = f"乙方已退款 {yuan(total)}，多于算出的应退 {yuan(due)}：请核对退款的缘由。"
        why = Why(
            "termination_exit.refund_within",
            (f"{yuan(total)} − {yuan(due)} = {yuan(total - due)}",),
            BASIS,
            ids(*refunds),
        )
        yield Notice("N-refund-over", "info", text, why)
