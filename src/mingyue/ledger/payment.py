"""Instalments: withheld, released, overdue, paid; what a late payment costs the buyer (section 三.5 of the guide)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mingyue.ledger.accrual import HUNDRED, ZERO, Stretch, earned
from mingyue.ledger.case import DAY, Case
from mingyue.ledger.clocks import ids, number, yuan
from mingyue.ledger.dealings import dealings
from mingyue.ledger.delay import yesterday
from mingyue.ledger.event import Event, EventError, oldest_first
from mingyue.ledger.events import Paid
from mingyue.ledger.gates import facts, missing
from mingyue.ledger.history import told
from mingyue.ledger.instalments import Share, shares
from mingyue.ledger.position import Claim, Notice, Outcome, Payment, PaymentState, Why
from mingyue.ledger.words import amount
from mingyue.terms.calendar import days_between

PLAN = "fees_payment.instalments"
BASIS = ("民法典:509.1", "民法典:526", "指南:三.5")
LATE = ("民法典:577", "民法典:585.1", "指南:三.10")


@dataclass(frozen=True, slots=True)
class Flow:
    """Money or set-off that went to an instalment."""

    event: Event
    amount: Decimal
    cash: bool


def outcome(case: Case, so_far: Outcome) -> Outcome:
    """Payments, claims for late payment, notices. so_far: the claims that may be set off. Raises EventError for an unknown
    instalment. What was paid after a notice ended the contract belongs to the settlement.
    """
    known = facts(case)
    found = shares(case, known)
    amounts = {each.instalment.id: each.amount for each in found}
    for name, invoices in known.invoices.items():
        if name not in amounts:
            listed = f"合同的期次有 {'、'.join(amounts)}" if amounts else "合同没有分期付款"
            raise EventError(f"{invoices[0][0].id}：没有期次 {name}，{listed}：请更正。")
    flows = _flows(case, so_far.claims, amounts)
    payments: list[Payment] = []
    claims: list[Claim] = []
    notices: list[Notice] = []
    for share in found:
        flow = flows.get(share.instalment.id, ())
        events = ids(*(event for event, _ in known.invoices.get(share.instalment.id, ())), *(f.event for f in flow))
        payment = _payment(case, share, flow, events)
        payments.append(payment)
        claims += _late(case, share, flow, payment)
        notices += _notices(case, payment, flow)
    return Outcome(payments=tuple(payments), claims=tuple(claims), notices=tuple(notices))


def _flows(case: Case, claims: Sequence[Claim], amounts: Mapping[str, Decimal]) -> Mapping[str, Sequence[Flow]]:
    deals = dealings(case, claims, amounts).deals
    flows: defaultdict[str, list[Flow]] = defaultdict(list)
    for event in case.history.of("paid"):
        said = told(event, Paid)
        if case.ended is None or event.day <= case.ended.day:
            flows[said.instalment].append(Flow(event, said.amount, cash=True))
    for deal in deals:
        if deal.against is not None:
            flows[deal.against].append(Flow(deal.event, deal.amount, cash=False))
    return {name: sorted(found, key=lambda flow: flow.event.day) for name, found in flows.items()}


def _payment(case: Case, share: Share, flow: Sequence[Flow], events: tuple[str, ...]) -> Payment:
    instalment, parts = share.instalment, share.parts
    paid = sum((each.amount for each in flow if each.cash), ZERO)
    off = sum((each.amount for each in flow if not each.cash), ZERO)
    left = max(ZERO, share.amount - paid - off)
    due = next((day for day, unpaid in _unpaid(share, flow) if unpaid), None) if left else None
    day = due or (parts[0].due.day if parts else None)
    state = _state(case, share, left, day)
    return Payment(
        id=instalment.id,
        title=f"{instalment.id} 合同总价的 {number(instalment.percent)}%",
        percent=instalment.percent,
        amount=share.amount,
        conditions=share.conditions,
        state=state,
        released=parts[0].released if parts else None,
        due=day,
        paid=paid,
        set_off=off,
        left=ZERO if state == "cancelled" else left,
        why=Why(
            f"{PLAN}.{instalment.id}",
            _steps(share, paid, off, left, cancelled=state == "cancelled"),
            (*BASIS, *_moved(share)),
            oldest_first((*(each.event for each in share.conditions if each.event), *events)),
        ),
    )


def _moved(share: Share) -> tuple[str, ...]:
    """The article that moved a due day of the instalment."""
    return tuple(dict.fromkeys(article for part in share.parts for article in part.due.basis))


def _unpaid(share: Share, flow: Sequence[Flow]) -> Iterator[tuple[date, Decimal]]:
    """Each due day with what is unpaid of that part: what was paid goes to the oldest part first."""
    rest = sum((each.amount for each in flow), ZERO)
    for part in share.parts:
        yield part.due.day, max(ZERO, part.amount - rest)
        rest = max(ZERO, rest - part.amount)


def _state(case: Case, share: Share, left: Decimal, due: date | None) -> PaymentState:
    if not share.standing or (case.ended is not None and left):
        return "cancelled"
    if not left and (share.parts or share.amount):
        return "paid"
    if due is None:
        return "withheld"
    return "overdue" if due < case.as_of else "released"


def _steps(share: Share, paid: Decimal, off: Decimal, left: Decimal, *, cancelled: bool) -> tuple[str, ...]:
    """Amount, gate, what was paid."""
    steps = [f"金额：合同总价的 {number(share.instalment.percent)}%，计 {yuan(share.amount)}"]
    steps += [f"条件满足：{each.title}（{each.day}）" for each in share.conditions if each.met]
    steps += [f"条件未满足：{each}" for each in missing(share.conditions)]
    for place, part in enumerate(share.parts):
        told_ = "条件全部满足" if not place else f"价格变更，本期增减 {yuan(part.amount)}"
        steps += [f"{told_}：{part.released}", *part.due.steps]
    if paid or off:
        steps.append(f"已付 {yuan(paid)}，已抵销 {yuan(off)}，未付 {yuan(left)}")
    if cancelled and left and share.standing:
        steps.append(f"合同终止，未付的 {yuan(left)} 取消；此后的付款和抵销计入退出结算")
    return tuple(steps)


def _late(case: Case, share: Share, flow: Sequence[Flow], payment: Payment) -> Iterator[Claim]:
    """What the vendor may claim because an instalment was paid late; none where nothing is agreed."""
    name = share.instalment.id
    days = list(_stretches(case, share, flow))
    for sum_ in earned(days).values():
        if sum_.amount:
            last = max(each.stop for each in days)
            yield Claim(
                id=f"C-{name}-late",
                title=f"{name} 逾期付款违约金",
                kind="late_payment",
                creditor="vendor",
                amount=sum_.amount,
                accruing=payment.state == "overdue" and not sum_.capped and last > case.as_of,
                day=yesterday(last),
                why=Why(
                    "breach_dispute.late_payment",
                    (*(step for part in share.parts for step in part.due.steps), *sum_.steps),
                    (*LATE, *_moved(share)),
                    payment.why.events,
                ),
            )


def _stretches(case: Case, share: Share, flow: Sequence[Flow]) -> Iterator[Stretch]:
    """The unpaid sum day by day. The day of a payment still counts for what was paid, as the day of a delivery does."""
    end = (min(case.as_of, case.ended.day) if case.ended else case.as_of) + DAY
    moves: defaultdict[date, Decimal] = defaultdict(Decimal)
    for part in share.parts:
        moves[part.due.day + DAY] += part.amount
    for each in flow:
        moves[each.event.day + DAY] -= each.amount
    days = sorted(day for day in moves if day < end)
    unpaid = most = ZERO
    for start, stop in zip(days, [*days[1:], end], strict=False):
        unpaid += moves[start]
        most = max(most, unpaid)
        if unpaid <= 0:
            continue
        for left, right, terms in case.timeline.pieces(start, stop):
            agreed = terms.breach_dispute.late_payment
            if agreed is not None and agreed.cap_percent is None:
                yield Stretch(share.instalment.id, left, right, unpaid, agreed.rate)
            elif agreed is not None and agreed.cap_percent is not None:
                cap = most * agreed.cap_percent / HUNDRED
                says = f"累计上限：应付未付款 {yuan(most)} × {number(agreed.cap_percent)}% = {yuan(cap)}"
                yield Stretch(share.instalment.id, left, right, unpaid, agreed.rate, cap, says)


def _notices(case: Case, payment: Payment, flow: Sequence[Flow]) -> Iterator[Notice]:
    name, events = payment.id, oldest_first(each.event.id for each in flow)
    risk = min(payment.amount, payment.paid)
    if payment.released is None and risk and case.ended is None and payment.state != "cancelled":
        lacking = tuple(missing(payment.conditions))
        text = f"{name} 先于条件付款，已付 {yuan(payment.paid)}，风险金额 {yuan(risk)}；{'；'.join(lacking)}。"
        yield Notice(f"N-{name}-early", "warning", text, Why(f"{PLAN}.{name}", lacking, BASIS, events))
    if payment.state == "overdue" and payment.due is not None:
        days, currency = days_between(payment.due, case.as_of), case.terms.fees_payment.currency
        text = f"{name} 应于 {payment.due} 前支付，逾期 {days} 日，未付 {amount(payment.left, currency)}。"
        yield Notice(f"N-{name}-overdue", "warning", text, Why(f"{PLAN}.{name}", payment.why.formula, BASIS, events))
