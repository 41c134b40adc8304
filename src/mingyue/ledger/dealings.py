"""What was done about claims: set off against an instalment, paid, waived. Never more than there is of either."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from mingyue.ledger.accrual import ZERO
from mingyue.ledger.case import Case
from mingyue.ledger.clocks import yuan
from mingyue.ledger.event import Event, EventError
from mingyue.ledger.events import ClaimSettled, ClaimWaived, Paid, SetOff
from mingyue.ledger.history import told
from mingyue.ledger.position import Claim, Notice, Why

SET_OFF = "breach_dispute.set_off"
OFFSETTABLE = frozenset({"late_delivery", "service_credit", "damages"})


@dataclass(frozen=True, slots=True)
class Deal:
    """One event about a claim, as far as it counts."""

    event: Event
    kind: str  # set_off, paid, waived
    claim: str
    amount: Decimal
    instalment: str | None = None


@dataclass(frozen=True, slots=True)
class Dealings:
    """All of them, in order, and what could not count."""

    deals: tuple[Deal, ...]
    notices: tuple[Notice, ...]

    def of(self, kind: str, claim: str) -> Decimal:
        """How much of a claim was dealt with in one way."""
        return sum((each.amount for each in self.deals if (each.kind, each.claim) == (kind, claim)), ZERO)


@dataclass(slots=True)
class _Book:
    """What is left of each claim and of each instalment while the events are gone through."""

    claims: Mapping[str, Claim]
    left: dict[str, Decimal]
    room: dict[str, Decimal]
    deals: list[Deal] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def take(self, event: Event, kind: str, name: str, wanted: Decimal, instalment: str | None = None) -> None:
        claim = self.claims.get(name)
        if claim is None:
            self.refuse(
                event, kind, name, f"台账现在没有可以{WORDS[kind]}的请求权 {name}（编号有误，或者因更正而消失）"
            )
            return
        if kind == "set_off" and claim.kind not in OFFSETTABLE:
            self.refuse(event, kind, name, f"{name}（{claim.title}）不能与价款抵销，没有计入，实际收付后另行记录")
            return
        most = self.left[name] if kind != "paid" else wanted
        if instalment is not None:
            most = min(most, self.room[instalment])
        counted = min(wanted, most)
        if counted < wanted:
            self.refuse(event, kind, name, f"{WORDS[kind]} {yuan(wanted)} 只能计 {yuan(counted)}（超过余额）")
        elif counted > self.left[name]:
            over = counted - self.left[name]
            self.refuse(event, kind, name, f"清偿 {yuan(wanted)} 多于余额 {yuan(self.left[name])}，多付 {yuan(over)}")
        self.left[name] = max(ZERO, self.left[name] - counted)
        if instalment is not None:
            self.room[instalment] -= counted
        self.deals.append(Deal(event, kind, name, counted, instalment))

    def refuse(self, event: Event, kind: str, name: str, what: str) -> None:
        text = f"{event.id} {event.content.title}：{what}，请核对。"
        why = Why(SET_OFF, (), ("民法典:568",) if kind == "set_off" else ("民法典:509.1",), (event.id,))
        self.notices.append(Notice(f"N-{event.id}-{name}", "warning", text, why))


WORDS = {"set_off": "抵销", "paid": "清偿", "waived": "放弃"}


def dealings(case: Case, claims: Sequence[Claim], amounts: Mapping[str, Decimal]) -> Dealings:
    """What counts of each set-off, settlement and waiver. amounts: those of the instalments. A claim that does not exist (any
    more) is a notice, since a correction may have taken it away. Raises EventError for an unknown instalment.

    A waiver without a sum gives up the whole claim, what it may still earn included.
    """
    book = _Book(
        {each.id: each for each in claims}, {each.id: each.amount - each.paid for each in claims}, dict(amounts)
    )
    whole = []
    for event in _events(case):
        said = event.content
        if isinstance(said, Paid):
            _known(event, said.instalment, amounts)
            book.room[said.instalment] = max(ZERO, book.room[said.instalment] - said.amount)
        elif isinstance(said, SetOff):
            _known(event, said.instalment, amounts)
            book.take(event, "set_off", said.claim, said.amount, said.instalment)
        elif isinstance(said, ClaimSettled):
            book.take(event, "paid", said.claim, said.amount)
        elif isinstance(said, ClaimWaived) and said.amount is not None:
            book.take(event, "waived", said.claim, said.amount)
        else:
            whole.append(event)
    for event in whole:
        name = told(event, ClaimWaived).claim
        book.take(event, "waived", name, book.left.get(name, ZERO))
    return Dealings(tuple(book.deals), tuple(book.notices))


def _events(case: Case) -> Iterator[Event]:
    kinds = [kind for kind in ("paid", "set_off", "claim_settled", "claim_waived") if case.history.of(kind)]
    if kinds in ([], ["paid"]):
        return iter(case.history.of("paid"))
    return (event for event in case.history.events if event.kind in kinds)


def _known(event: Event, instalment: str, amounts: Mapping[str, Decimal]) -> None:
    if instalment not in amounts:
        known = f"合同的期次有 {'、'.join(amounts)}" if amounts else "合同没有分期付款"
        raise EventError(f"{event.id}：没有期次 {instalment}，{known}：请更正。")
