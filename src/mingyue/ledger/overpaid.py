"""What the buyer paid too much, and has not got back: on an instalment, or on what it owed the vendor besides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from mingyue.ledger.accrual import ZERO
from mingyue.ledger.case import Case
from mingyue.ledger.clocks import ids, joined, yuan
from mingyue.ledger.dealings import Dealings
from mingyue.ledger.event import Event
from mingyue.ledger.events import Paid, Refunded
from mingyue.ledger.history import told
from mingyue.ledger.position import Claim, Notice, Payment, Why

BASIS = ("民法典:509.1", "民法典:526", "指南:三.5")


@dataclass(frozen=True, slots=True)
class Overpaid:
    """A sum that the vendor has to give back. id: of the instalment or the claim; keep: it may go to a later instalment."""

    id: str
    amount: Decimal
    why: Why
    keep: bool

    @property
    def notice(self) -> Notice:
        """What to do about it."""
        or_keep = "或者抵作后期款项" if self.keep else ""
        text = f"{self.id} 多付 {yuan(self.amount)}：请核对是否重复付款，要求乙方退还{or_keep}。"
        return Notice(f"N-{self.id}-over", "warning", text, self.why)


def overpaid(
    case: Case, payments: Sequence[Payment], claims: Sequence[Claim], dealings: Dealings
) -> tuple[Overpaid, ...]:
    """Where too much was paid, less what came back. claims: with what was done about them.

    What was paid too much on instalments is part of the settlement once a notice ended the contract, and of the refund where
    the vendor owes one.
    """
    owes = any(claim.kind == "refund" for claim in claims)
    found = [] if owes or case.ended else list(_on_instalments(case, payments))
    found += _on_claims(case, claims, dealings)
    since = case.ended.day if case.ended else None
    back = [event for event in case.history.of("refund") if since is None or event.day > since]
    return tuple(_less(found, () if owes else back))


def _on_instalments(case: Case, payments: Iterable[Payment]) -> Iterator[Overpaid]:
    for each in payments:
        over = each.paid + each.set_off - each.amount
        if over > 0:
            step = f"{yuan(each.paid)} + {yuan(each.set_off)} − {yuan(each.amount)} = {yuan(over)}"
            events = ids(*(event for event in case.history.of("paid") if told(event, Paid).instalment == each.id))
            yield Overpaid(each.id, over, Why(f"fees_payment.instalments.{each.id}", (step,), BASIS, events), keep=True)


def _on_claims(case: Case, claims: Iterable[Claim], dealings: Dealings) -> Iterator[Overpaid]:
    for each in claims:
        done = each.set_off + each.paid + each.waived
        if each.creditor == "vendor" and done > each.amount:
            over = done - each.amount
            step = f"{yuan(done)} − {yuan(each.amount)} = {yuan(over)}"
            events = ids(*(deal.event for deal in dealings.deals if deal.kind == "paid" and deal.claim == each.id))
            yield Overpaid(each.id, over, Why(each.why.clause, (step,), BASIS, events), keep=case.ended is None)


def _less(found: Iterable[Overpaid], refunds: Sequence[Event]) -> Iterator[Overpaid]:
    """What came back counts against the first."""
    rest = sum((told(event, Refunded).amount for event in refunds), ZERO)
    for each in found:
        back = min(rest, each.amount)
        rest -= back
        left = each.amount - back
        if back and left:
            steps = (*each.why.formula, f"乙方已退 {yuan(back)}，尚余 {yuan(left)}")
            why = replace(each.why, formula=steps, events=joined(each.why.events, ids(*refunds)))
            yield replace(each, amount=left, why=why)
        elif left:
            yield each
