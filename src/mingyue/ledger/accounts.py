"""The books of the contract as the buyer keeps them: double entry over Chinese account names; each transaction sums to zero.

Debit is positive. An instalment is booked when it is released; what is paid before that is prepaid. When the contract ends what
was prepaid or overpaid becomes cost as far as it was earned, and a refund as far as it was not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mingyue.ledger.accrual import ZERO
from mingyue.ledger.case import Case
from mingyue.ledger.dealings import OWED, Deal, Dealings
from mingyue.ledger.event import Event
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
    "price": (PAYABLE, COST),
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
    found += _afterwards(case, claims)
    refunds = () if any(claim.kind == "refund" for claim in claims) else case.history.of("refund")
    early = [event for event in refunds if case.ended is None or event.day <= case.ended.day]
    found += _refunds(early, balances(found).get(OVERPAID, ZERO))
    pool = balances(found)
    for claim in claims:
        own = [deal for deal in dealings.deals if claim.id in (deal.claim, deal.against)]
        found += _claim(claim, pool)
        found += _settled(case, claim, own)
    for flow in flows.get(OWED, ()):
        lines = ((PAYABLE, flow.amount), (flow.source, -flow.amount))
        found += _booked(flow.day, flow.text, OWED, flow.event, *lines)
    found += _refunds([event for event in refunds if event not in early], balances(found).get(OVERPAID, ZERO))
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
        if case.ended is None or event.day <= case.ended.day:
            flows[said.instalment].append(_Flow(event.day, said.amount, BANK, event.id, f"支付 {said.instalment}"))
    for deal in dealings.deals:
        if deal.against is not None:
            text = f"以 {deal.claim} 抵销 {deal.against}"
            asset = ACCOUNTS[kinds[deal.claim]][0]
            flows[deal.against].append(_Flow(deal.event.day, deal.amount, asset, deal.event.id, text))
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


def _afterwards(case: Case, claims: Sequence[Claim]) -> Iterator[Transaction]:
    """What was paid after a notice ended the contract, where nothing was owed any more."""
    if case.ended is None or any(claim.id == OWED for claim in claims):
        return
    for event in case.history.of("paid"):
        said = told(event, Paid)
        if event.day > case.ended.day:
            lines = ((OVERPAID, said.amount), (BANK, -said.amount))
            yield from _booked(event.day, f"合同终止后支付 {said.instalment}", said.instalment, event.id, *lines)


def _claim(claim: Claim, pool: Mapping[str, Decimal]) -> Iterator[Transaction]:
    """What was earned by the day, in one transaction. A refund takes back what was prepaid and overpaid first; what the vendor
    earned takes in all of it.
    """
    owed, result = ACCOUNTS[claim.kind]
    sign = 1 if claim.creditor == "buyer" else -1
    taken: dict[str, Decimal] = {}
    if claim.kind == "price":
        taken = {account: pool.get(account, ZERO) for account in (PREPAID, OVERPAID, OTHER)}
    elif claim.kind == "refund":
        taken[PREPAID] = min(claim.amount, pool.get(PREPAID, ZERO))
        taken[OVERPAID] = min(claim.amount - taken[PREPAID], pool.get(OVERPAID, ZERO))
    lines = [(owed, sign * claim.amount), *((account, -amount) for account, amount in taken.items())]
    yield from _booked(
        claim.day, claim.title, claim.id, None, *lines, (result, sum(taken.values(), ZERO) - sign * claim.amount)
    )


def _settled(case: Case, claim: Claim, deals: Sequence[Deal]) -> Iterator[Transaction]:
    """What was paid and waived. What was paid beyond the claim has to go back. Set-off is booked where it was set off against."""
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


def _refunds(refunds: Sequence[Event], overpaid: Decimal) -> Iterator[Transaction]:
    """What came back without a claim for it: first what was overpaid, the rest is the vendor's until that is cleared up."""
    for event in refunds:
        amount = told(event, Refunded).amount
        part = min(overpaid, amount)
        overpaid -= part
        lines = ((BANK, amount), (OVERPAID, -part), (OTHER, part - amount))
        yield from _booked(event.day, event.content.title, "refund", event.id, *lines)
