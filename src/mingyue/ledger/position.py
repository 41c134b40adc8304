"""What follows from terms and events on a day, as values: obligations, claims, instalments, rights, notices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from mingyue.ledger.event import Event
from mingyue.ledger.events.content import Side
from mingyue.ledger.timeline import Change, Proposal
from mingyue.terms.contract import Contract


@dataclass(frozen=True, slots=True)
class Why:
    """The explanation of a result.

    clause: path of the terms it rests on ("breach_dispute.late_delivery"); formula: steps in Chinese with the numbers in
    them, one a line; basis: citations that law/ resolves ("民法典:585"); events: the ids used, oldest first.
    """

    clause: str
    formula: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    events: tuple[str, ...] = ()


State = Literal["waiting", "open", "overdue", "met", "met_late", "released", "suspended"]
"""waiting: its start has not come; released: no longer owed (the contract ended, it was changed away)."""


@dataclass(frozen=True, slots=True)
class Obligation:
    """Who owes what by when. due_at is set where a clock runs in hours; `due` is its day. day: when it was met."""

    id: str
    title: str
    debtor: Side
    family: str
    due: date | None
    state: State
    why: Why
    due_at: datetime | None = None
    day: date | None = None
    days_late: int = 0


@dataclass(frozen=True, slots=True)
class Claim:
    """A sum that one side owes the other besides the instalments.

    kind: "late_delivery", "late_payment", "service_credit", "refund", "damages"; "price": what was earned and not yet paid
    when the instalments ended with the contract.
    amount: earned so far, after the cap, rounded once. accruing: it still grows. settled: set off, paid and waived so far.
    """

    id: str
    title: str
    kind: str
    creditor: Side
    amount: Decimal
    accruing: bool
    day: date  # earned through this day
    why: Why
    set_off: Decimal = Decimal(0)
    paid: Decimal = Decimal(0)
    waived: Decimal = Decimal(0)

    @property
    def debtor(self) -> Side:
        """The other side."""
        return "vendor" if self.creditor == "buyer" else "buyer"

    @property
    def left(self) -> Decimal:
        """What is still owed."""
        return max(Decimal(0), self.amount - self.set_off - self.paid - self.waived)


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a gate: met on a day, or why not yet. also: more events behind it, such as repairs that began a run anew."""

    title: str
    met: bool
    day: date | None = None
    event: str | None = None
    missing: str = ""
    also: tuple[str, ...] = ()


PaymentState = Literal["withheld", "released", "overdue", "paid", "cancelled"]


@dataclass(frozen=True, slots=True)
class Payment:
    """An instalment: its gate, what was paid, set off and is left.

    withheld: not all conditions are met; released: may be paid until `due`; cancelled: the contract ended first.
    """

    id: str
    title: str
    percent: Decimal
    amount: Decimal
    conditions: tuple[Condition, ...]
    state: PaymentState
    released: date | None
    due: date | None
    paid: Decimal
    set_off: Decimal
    left: Decimal
    why: Why


@dataclass(frozen=True, slots=True)
class Right:
    """Something a side may do, from a day until a day (None: no end): end the contract, walk away, refuse."""

    id: str
    title: str
    holder: Side
    since: date
    until: date | None
    used: bool
    why: Why


@dataclass(frozen=True, slots=True)
class KeyDate:
    """A day to keep in mind that nobody owes anything on: end of term, last day of notice, end of a change."""

    id: str
    title: str
    day: date
    why: Why


Level = Literal["warning", "info"]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a manager must know: where the law cuts, what data lacks, what another version wrote."""

    id: str
    level: Level
    text: str
    why: Why


@dataclass(frozen=True, slots=True)
class Posting:
    """One line of a transaction: positive is debit. Accounts are Chinese names of ledger/accounts.py."""

    account: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Transaction:
    """Postings of one fact; they sum to zero."""

    day: date
    text: str
    postings: tuple[Posting, ...]
    about: str  # id of the payment or claim
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one calculator found."""

    obligations: tuple[Obligation, ...] = ()
    claims: tuple[Claim, ...] = ()
    payments: tuple[Payment, ...] = ()
    rights: tuple[Right, ...] = ()
    dates: tuple[KeyDate, ...] = ()
    notices: tuple[Notice, ...] = ()

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(
            self.obligations + other.obligations,
            self.claims + other.claims,
            self.payments + other.payments,
            self.rights + other.rights,
            self.dates + other.dates,
            self.notices + other.notices,
        )


@dataclass(frozen=True, slots=True)
class Advice:
    """What to pay now: released sums less the claims that may be set off."""

    payable: Decimal
    set_off: Decimal
    pay: Decimal
    why: Why


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums a manager asks for first, in the contract's currency."""

    price: Decimal
    paid: Decimal
    withheld: Decimal
    released: Decimal
    claims_for_buyer: Decimal
    claims_for_vendor: Decimal


@dataclass(frozen=True, slots=True)
class Position:
    """Everything about one contract on one day."""

    as_of: date
    known_at: str | None
    currency: str
    signed: Contract
    terms: Contract
    events: tuple[Event, ...]
    obligations: tuple[Obligation, ...]
    claims: tuple[Claim, ...]
    payments: tuple[Payment, ...]
    rights: tuple[Right, ...]
    dates: tuple[KeyDate, ...]
    notices: tuple[Notice, ...]
    changes: tuple[Change, ...]
    proposals: tuple[Proposal, ...]
    transactions: tuple[Transaction, ...]
    advice: Advice
    totals: Totals
    balances: Mapping[str, Decimal] = field(default_factory=dict)
