"""The books of the contract as the buyer keeps them: double entry over Chinese account names; each transaction sums to zero.

Debit is positive. An instalment is booked when it is released; what is paid before that is prepaid.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mingyue.ledger.accrual import ZERO
from mingyue.ledger.case import Case
from mingyue.ledger.dealings import Deal, Dealings
from mingyue.ledger.events import Paid, Refunded
from mingyue.ledger.history import told
from mingyue.ledger.position import Claim, Payment, Posting, Transaction

COST, PAYABLE, PREPAID, BANK = "合同成本", "应付价款", "预付账款", "银行存款"
OVERPAID, OTHER, LOST, FORGIVEN = "应收多付款", "其他应付款", "放弃债权损失", "债务豁免收益"
ACCOUNTS: Mapping[str, tuple[str, str]] = {
    "late_delivery": ("应收违约金", "违约金收入"),
    "late_payment": ("应付违约金", "违约金支出"),
    "service_credit": ("应收服务减免", "服务减免收入"),
    "refund": ("应收退款", COST),
    "damages": ("应收赔偿款", "赔偿收入"),
}
"""By kind of claim: what is owed, and what it earns or costs."""


@dataclass(frozen=True, slots=True)
class _Flow:
    day: date
    amount: Decimal
    source: str
    event: str
    text: str


def transactions(
    case: Case, payments: Sequence[Payment], claims: Sequence[Claim], dealings: Dealings
) -> tuple[Transaction, ...]:
    """All transactions, by day. claims: as earned; what was done about them is booked from `dealings`."""
    flows = _flows(case, claims, dealings)
    found: list[Transaction] = []
    for payment in payments:
        found += _instalment(case, payment, flows.get(payment.id, ()))
    prepaid = balances(found).get(PREPAID, ZERO)
    for claim in claims:
        own = [deal for deal in dealings.deals if deal.claim == claim.id]
        found += _claim(claim, prepaid)
        found += _settled(case, claim, own)
    if not any(claim.kind == "refund" for claim in claims):
        found += _refunds(case, balances(found).get(OVERPAID, ZERO))
    return tuple(sorted(found, key=lambda each: each.day))


def balances(found: Sequence[Transaction]) -> dict[str, Decimal]:
    """What stands on each account."""
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for transaction in found:
        for posting in transaction.postings:
            sums[posting.account] += posting.amount
    return dict(sums)


def _booked(day: date, text: str, about: str, event: str | None, *lines: tuple[str, Decimal]) -> Iterator[Transaction]:
    """A transaction of the lines that have a sum."""
    postings = tuple(Posting(account, amount) for account, amount in lines if amount)
    if postings:
        yield Transaction(day, text, postings, about, event)


def _flows(case: Case, claims: Sequence[Claim], dealings: Dealings) -> Mapping[str, Sequence[_Flow]]:
    """Money and set-off by instalment, in the order in which they happened."""
    kinds = {each.id: each.kind for each in claims}
    flows: defaultdict[str, list[_Flow]] = defaultdict(list)
    for event in case.history.of("paid"):
        said = told(event, Paid)
        flows[said.instalment].append(_Flow(event.day, said.amount, BANK, event.id, f"支付 {said.instalment}"))
    for deal in dealings.deals:
        if deal.instalment is not None:
            text = f"以 {deal.claim} 抵销 {deal.instalment}"
            asset = ACCOUNTS[kinds[deal.claim]][0]
            flows[deal.instalment].append(_Flow(deal.event.day, deal.amount, asset, deal.event.id, text))
    return {name: sorted(found, key=lambda flow: flow.day) for name, found in flows.items()}


def _instalment(case: Case, payment: Payment, flows: Sequence[_Flow]) -> Iterator[Transaction]:
    name, released = payment.id, payment.released
    before = [flow for flow in flows if released is None or flow.day < released]
    prepaid = ZERO
    for flow in before:
        part = min(flow.amount, payment.amount - prepaid)
        prepaid += part
        lines = ((PREPAID, part), (OVERPAID, flow.amount - part), (flow.source, -flow.amount))
        yield from _booked(flow.day, f"{flow.text}（预付）", name, flow.event, *lines)
    if released is None:
        return
    owed = payment.amount - prepaid
    lines = ((COST, payment.amount), (PREPAID, -prepaid), (PAYABLE, -owed))
    yield from _booked(released, f"{name} 条件满足", name, None, *lines)
    for flow in flows[len(before) :]:
        part = min(flow.amount, owed)
        owed -= part
        lines = ((PAYABLE, part), (OVERPAID, flow.amount - part), (flow.source, -flow.amount))
        yield from _booked(flow.day, flow.text, name, flow.event, *lines)
    if payment.state == "cancelled" and case.ended is not None:
        yield from _booked(case.ended.day, f"{name} 合同终止", name, case.ended.id, (PAYABLE, owed), (COST, -owed))


def _claim(claim: Claim, prepaid: Decimal) -> Iterator[Transaction]:
    """What was earned by the day, in one transaction. A refund takes back what was prepaid first."""
    owed, result = ACCOUNTS[claim.kind]
    sign = 1 if claim.creditor == "buyer" else -1
    first = min(claim.amount, prepaid) if claim.kind == "refund" else ZERO
    lines = ((owed, sign * claim.amount), (PREPAID, -first), (result, sign * (first - claim.amount)))
    yield from _booked(claim.day, claim.title, claim.id, None, *lines)


def _settled(case: Case, claim: Claim, deals: Sequence[Deal]) -> Iterator[Transaction]:
    """What was paid and waived. What was paid beyond the claim has to go back."""
    owed = ACCOUNTS[claim.kind][0]
    mine = claim.creditor == "buyer"
    left = claim.amount - sum((deal.amount for deal in deals if deal.kind == "set_off"), ZERO)
    moves = [(deal.event, deal.kind, deal.amount) for deal in deals if deal.kind != "set_off"]
    if claim.kind == "refund":
        moves += [(event, "paid", told(event, Refunded).amount) for event in case.history.of("refund")]
    for event, kind, amount in moves:
        part = min(left, amount)
        left -= part
        other = BANK if kind == "paid" else LOST if mine else FORGIVEN
        over = amount - part
        lines = (
            ((owed, -part), (OTHER, -over), (other, amount))
            if mine
            else ((owed, part), (OVERPAID, over), (other, -amount))
        )
        yield from _booked(event.day, f"{event.content.title} {claim.id}", claim.id, event.id, *lines)


def _refunds(case: Case, overpaid: Decimal) -> Iterator[Transaction]:
    """What came back without a claim for it: first what was overpaid, the rest is the vendor's until that is cleared up."""
    for event in case.history.of("refund"):
        amount = told(event, Refunded).amount
        part = min(overpaid, amount)
        overpaid -= part
        lines = ((BANK, amount), (OVERPAID, -part), (OTHER, part - amount))
        yield from _booked(event.day, event.content.title, "refund", event.id, *lines)
