"""The position: claims with what was done about them, what to pay now, the books, the totals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from mingyue.ledger.accounts import balances, transactions
from mingyue.ledger.accrual import ZERO
from mingyue.ledger.case import Case
from mingyue.ledger.clocks import yuan
from mingyue.ledger.dealings import OFFSETTABLE, SET_OFF, Dealings, dealings
from mingyue.ledger.delay import total
from mingyue.ledger.event import oldest_first
from mingyue.ledger.events import ClaimSettled, Paid
from mingyue.ledger.history import told
from mingyue.ledger.overpaid import Overpaid, overpaid
from mingyue.ledger.position import Advice, Claim, Outcome, Payment, Position, Totals, Why
from mingyue.terms.contract import Contract


def position(case: Case, signed: Contract, outcome: Outcome, known_at: str | None) -> Position:
    """Everything about the contract at the end of the day. Raises EventError for an unknown instalment."""
    deals = dealings(case, outcome.claims, {each.id: each.amount for each in outcome.payments})
    claims = tuple(_settled(each, deals) for each in outcome.claims)
    surplus = overpaid(case, outcome.payments, claims, deals)
    books = transactions(case, outcome.payments, outcome.claims, deals)
    return Position(
        as_of=case.as_of,
        known_at=known_at,
        currency=case.terms.fees_payment.currency,
        signed=signed,
        terms=case.terms,
        events=case.history.events,
        obligations=outcome.obligations,
        claims=claims,
        payments=outcome.payments,
        rights=outcome.rights,
        dates=outcome.dates,
        notices=(*outcome.notices, *deals.notices, *(each.notice for each in surplus)),
        changes=case.timeline.changes,
        proposals=case.timeline.proposals,
        transactions=books,
        advice=advice(case, outcome.payments, claims, surplus),
        totals=_totals(case, outcome.payments, claims, deals),
        balances=balances(books),
    )


def _settled(claim: Claim, deals: Dealings) -> Claim:
    """The claim with what was done about it; `paid` may hold refunds already."""
    return replace(
        claim,
        set_off=deals.of("set_off", claim.id),
        paid=claim.paid + deals.of("paid", claim.id),
        waived=deals.of("waived", claim.id),
    )


def advice(case: Case, payments: Sequence[Payment], claims: Sequence[Claim], surplus: Sequence[Overpaid]) -> Advice:
    """What to pay now: what is released or due after the end, less the buyer's claims. Without a clause the law allows set-off
    after notice. What was paid too much is named, not deducted: the vendor has to agree to keep it for a later instalment.
    """
    open_ = [each for each in payments if each.state in {"released", "overdue"}]
    owed = [each for each in claims if each.kind == "price" and each.left]
    payable = _sum((*(each.left for each in open_), *(each.left for each in owed)))
    against = [each for each in claims if each.creditor == "buyer" and each.kind in OFFSETTABLE and each.left]
    have = _sum(each.left for each in against)
    off = min(payable, have)
    steps = [f"{each.id} 可付 {yuan(each.left)}" for each in open_]
    steps += [f"{each.id} {each.title} 可付 {yuan(each.left)}" for each in owed]
    steps += [f"{each.id} {each.title} 可抵扣 {yuan(each.left)}" for each in against]
    if off < have:
        steps.append(f"可抵扣 {yuan(have)} 多于可付，先抵 {yuan(off)}，余 {yuan(have - off)} 另行主张")
    steps.append(f"建议支付：{yuan(payable)} − {yuan(off)} = {yuan(payable - off)}")
    if off and not case.terms.breach_dispute.set_off:
        steps.append("合同没有约定抵扣权：抵销前须通知乙方，通知到达时生效")
    theirs = _sum(each.left for each in claims if each.kind == "late_payment")
    if theirs:
        steps.append(f"另欠乙方逾期付款违约金 {yuan(theirs)}，未计入")
    if surplus:
        which = "、".join(f"{each.id} {yuan(each.amount)}" for each in surplus)
        keep = "；双方书面同意抵作后期款项的，把那笔付款更正到相应的期次" if surplus[0].keep else ""
        steps.append(f"另有多付款 {yuan(_sum(each.amount for each in surplus))}（{which}），没有扣除：请乙方退还{keep}")
    reasons = [
        *(each.why for each in open_),
        *(each.why for each in (*owed, *against)),
        *(each.why for each in surplus),
    ]
    events = oldest_first(event for why in reasons for event in why.events)
    return Advice(payable, off, payable - off, Why(SET_OFF, tuple(steps), ("民法典:568", "民法典:526"), events))


def _totals(case: Case, payments: Sequence[Payment], claims: Sequence[Claim], deals: Dealings) -> Totals:
    """paid: the price, also as far as it was paid after the end."""
    owed = {each.id for each in claims if each.kind == "price"}
    direct = (each for each in deals.deals if each.claim in owed and isinstance(each.event.content, ClaimSettled))
    return Totals(
        price=total(case.terms),
        paid=_sum(
            (*(told(event, Paid).amount for event in case.history.of("paid")), *(each.amount for each in direct))
        ),
        withheld=_sum(each.left for each in payments if each.state == "withheld"),
        released=_sum(each.left for each in payments if each.state in {"released", "overdue"}),
        claims_for_buyer=_sum(each.left for each in claims if each.creditor == "buyer"),
        claims_for_vendor=_sum(each.left for each in claims if each.creditor == "vendor"),
    )


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)
