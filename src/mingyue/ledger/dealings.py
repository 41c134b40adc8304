"""What was done about claims: set off against an instalment, paid, waived. Never more than there is of either.

Of one day, money counts first (what was paid for an instalment, then for a claim), then set-off, then waivers; of one kind, in
the order of the records. A set-off takes effect when its notice arrives (民法典 568): what was not earned by then it does not
reach, on that day or later. Once a notice ended the contract, its instalments are gone: from that day set-off, and from the
next day money, goes to what the settlement leaves the buyer to pay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from mingyue.ledger import delivery, service
from mingyue.ledger.accrual import ZERO
from mingyue.ledger.case import Case
from mingyue.ledger.clocks import yuan
from mingyue.ledger.event import Event, EventError
from mingyue.ledger.events import ClaimSettled, ClaimWaived, Paid, SetOff
from mingyue.ledger.gates import facts
from mingyue.ledger.history import happened
from mingyue.ledger.instalments import shares
from mingyue.ledger.position import Claim, Notice, Outcome, Why

SET_OFF = "breach_dispute.set_off"
OFFSETTABLE: Mapping[str, Callable[[Case], Outcome]] = {
    "late_delivery": delivery.outcome,
    "service_credit": service.outcome,
}
"""The kinds of claims that may be set off against the price, with what finds them."""
OWED = "C-exit-owed"
ORDER = {"paid": 0, "claim_settled": 1, "set_off": 2, "claim_waived": 3}
WORDS = {"set_off": "抵销", "paid": "清偿", "waived": "放弃"}


@dataclass(frozen=True, slots=True)
class Deal:
    """One event about a claim, as far as it counts. against: what it was set off against, an instalment or OWED."""

    event: Event
    kind: str  # set_off, paid, waived
    claim: str
    amount: Decimal
    against: str | None = None


@dataclass(frozen=True, slots=True)
class Dealings:
    """All of them, in order, and what could not count."""

    deals: tuple[Deal, ...]
    notices: tuple[Notice, ...]

    def of(self, kind: str, claim: str) -> Decimal:
        """How much of a claim was dealt with in one way."""
        return sum(
            (each.amount for each in self.deals if each.kind == kind and claim in (each.claim, each.against)), ZERO
        )


@dataclass(frozen=True, slots=True)
class _Sums:
    """What each claim and each instalment comes to on a day."""

    claims: Mapping[str, Decimal]
    instalments: Mapping[str, Decimal]


@dataclass(slots=True)
class _Book:
    """What is taken of each claim and of each instalment while the events are gone through."""

    claims: Mapping[str, Claim]
    now: _Sums
    taken: dict[str, Decimal]
    used: dict[str, Decimal] = field(default_factory=dict)
    deals: list[Deal] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def left(self, name: str) -> Decimal:
        """What is left of a claim."""
        return max(ZERO, self.now.claims.get(name, ZERO) - self.taken.get(name, ZERO))

    def room(self, instalment: str, amounts: Mapping[str, Decimal]) -> Decimal:
        """What is unpaid of an instalment that comes to what `amounts` says."""
        return max(ZERO, amounts.get(instalment, ZERO) - self.used.get(instalment, ZERO))

    def pay(self, event: Event, name: str, wanted: Decimal) -> None:
        """Money counts in full. What the vendor was paid too much is told with the overpaid instalments (overpaid.py)."""
        claim = self._known(event, "paid", name)
        if claim is not None:
            over = wanted - self.left(name)
            if over > 0 and claim.creditor == "buyer":
                said = f"清偿 {yuan(wanted)} 多于余额 {yuan(self.left(name))}，多付 {yuan(over)}"
                self.refuse(event, "paid", name, said)
            self._take(Deal(event, "paid", name, wanted))

    def waive(self, event: Event, name: str, wanted: Decimal | None) -> None:
        """Without a sum the whole claim is given up, what it may still earn included."""
        claim = self._known(event, "waived", name)
        if claim is not None:
            sum_ = self.left(name) if wanted is None else wanted
            counted = min(sum_, self.left(name))
            if counted < sum_:
                more = "，其余待以后产生时计入" if claim.accruing else ""
                self.refuse(event, "waived", name, _only("waived", sum_, counted) + more)
            self._take(Deal(event, "waived", name, counted))

    def set_off(self, event: Event, said: SetOff, then: _Sums, ended: date | None) -> None:
        """Counts as far as the claim was earned and something was left to pay, on the day of the notice and still."""
        name, against = said.claim, said.instalment if ended is None else OWED
        claim = self._known(event, "set_off", name)
        if claim is None:
            return
        if claim.kind not in OFFSETTABLE:
            words = f"{name}（{claim.title}）不能与价款抵销，没有计入，实际收付后另行记录"
            self.refuse(event, "set_off", name, words)
            return
        if ended is not None and OWED not in self.claims:
            words = f"合同已于 {ended} 终止，{said.instalment} 不再支付，退出结算中也没有甲方应付的价款，没有计入"
            self.refuse(event, "set_off", name, words)
            return
        earned = then.claims.get(name, ZERO)
        mine = min(self.left(name), max(ZERO, earned - self.taken[name]))
        room = self.left(OWED)
        if ended is None:
            room = min(self.room(against, self.now.instalments), self.room(against, then.instalments))
        counted = min(said.amount, mine, room)
        if counted < said.amount:
            why = f"{against} 当时未付 {yuan(room)}" if room < mine else self._earned(event, claim, earned)
            words = f"{_only('set_off', said.amount, counted)}：{why}"
            self.refuse(event, "set_off", name, words)
        self._take(Deal(event, "set_off", name, counted, against))

    def _earned(self, event: Event, claim: Claim, earned: Decimal) -> str:
        """Why no more of a claim could be set off on the day."""
        taken = self.taken[claim.id]
        before = f"，此前已了结 {yuan(taken)}" if taken else ""
        later = "，以后产生的须另行通知抵销" if claim.accruing or claim.amount > earned else ""
        return f"{event.day} 已产生 {yuan(earned)}{before}{later}"

    def refuse(self, event: Event, kind: str, name: str, what: str) -> None:
        text = f"{event.id} {event.content.title}：{what}，请核对。"
        why = Why(SET_OFF, (), ("民法典:568",) if kind == "set_off" else ("民法典:509.1",), (event.id,))
        self.notices.append(Notice(f"N-{event.id}-{name}", "warning", text, why))

    def _known(self, event: Event, kind: str, name: str) -> Claim | None:
        claim = self.claims.get(name)
        if claim is None:
            words = f"台账现在没有可以{WORDS[kind]}的请求权 {name}（编号有误，或者因更正而消失）"
            self.refuse(event, kind, name, words)
        return claim

    def _take(self, deal: Deal) -> None:
        self.taken[deal.claim] += deal.amount
        if deal.against == OWED:
            self.taken[OWED] += deal.amount
        elif deal.against is not None:
            self.used[deal.against] = self.used.get(deal.against, ZERO) + deal.amount
        self.deals.append(deal)


def _only(kind: str, wanted: Decimal, counted: Decimal) -> str:
    return f"{WORDS[kind]} {yuan(wanted)} 只能计 {yuan(counted)}（超过余额）"


def dealings(case: Case, claims: Sequence[Claim], amounts: Mapping[str, Decimal]) -> Dealings:
    """What counts of each set-off, settlement and waiver. amounts: those of the instalments. A claim that does not exist (any
    more) is a notice, since a correction may have taken it away. Raises EventError for an unknown instalment.
    """
    now = _Sums({each.id: each.amount for each in claims}, amounts)
    book = _Book({each.id: each for each in claims}, now, {each.id: each.paid for each in claims})
    over = case.ended
    past: dict[tuple[date, str], _Sums] = {}
    for event in _events(case):
        said = event.content
        if isinstance(said, Paid):
            _known(event, said.instalment, amounts)
            if over is None or event.day <= over.day:
                book.used[said.instalment] = book.used.get(said.instalment, ZERO) + said.amount
            elif OWED in book.claims:
                book.pay(event, OWED, said.amount)
        elif isinstance(said, SetOff):
            gone = over is not None and event.day >= over.day
            if not (gone and said.instalment == OWED):
                _known(event, said.instalment, amounts)
            claim = book.claims.get(said.claim)
            place = (event.day, claim.kind if claim else "")
            if place not in past:
                past[place] = _past(case, *place) if event.day < case.as_of else now
            book.set_off(event, said, past[place], over.day if over and gone else None)
        elif isinstance(said, ClaimSettled):
            book.pay(event, said.claim, said.amount)
        elif isinstance(said, ClaimWaived):
            book.waive(event, said.claim, said.amount)
    return Dealings(tuple(book.deals), tuple(book.notices))


def _events(case: Case) -> Iterator[Event]:
    found = (event for kind in ORDER for event in case.history.of(kind))
    return iter(sorted(found, key=lambda event: (event.day, ORDER[event.kind])))


def _past(case: Case, day: date, kind: str) -> _Sums:
    """Which claims of a kind could be set off, and against what, at the end of an earlier day, by what had happened then."""
    if kind not in OFFSETTABLE:
        return _Sums({}, {})
    then = Case(case.timeline, happened(case.history.events, as_of=day), day, case.calendar)
    claims = OFFSETTABLE[kind](then).claims
    return _Sums(
        {each.id: each.amount for each in claims},
        {each.instalment.id: each.amount for each in shares(then, facts(then))},
    )


def _known(event: Event, instalment: str, amounts: Mapping[str, Decimal]) -> None:
    if instalment not in amounts:
        known = f"合同的期次有 {'、'.join(amounts)}" if amounts else "合同没有分期付款"
        raise EventError(f"{event.id}：没有期次 {instalment}，{known}：请更正。")
