"""Who may decide next in a chain of approvals: values in, values out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

State = Literal["pending", "approved", "refused"]


@dataclass(frozen=True, slots=True)
class Threshold:
    """A step of the rule: this role decides where the price reaches the sum."""

    role: str
    since: Decimal


@dataclass(frozen=True, slots=True)
class Chain:
    """Roles in order, who asked, and what the rule allows: own: who asks may decide; twice: one person may decide several steps."""

    roles: tuple[str, ...]
    asked_by: int
    own: bool = False
    twice: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """A step that was decided. instead_of: for whom; both count as having decided."""

    by: int
    approved: bool
    instead_of: int | None = None


@dataclass(frozen=True, slots=True)
class Hand:
    """How a person decides: for themselves, or instead of another."""

    instead_of: int | None = None


def needed(thresholds: Iterable[Threshold], price: Decimal | None, *, currency: str = "CNY") -> tuple[str, ...]:
    """The roles that decide at this price. Without a price, and in another currency than the thresholds', all of them do."""
    every = price is None or currency != "CNY"
    return tuple(each.role for each in thresholds if every or (price is not None and price >= each.since))


def state(chain: Chain, decided: Sequence[Decided]) -> State:
    """Where it stands after these decisions, in their order; a chain without steps is approved."""
    if any(not each.approved for each in decided):
        return "refused"
    return "approved" if len(decided) >= len(chain.roles) else "pending"


def next_role(chain: Chain, decided: Sequence[Decided]) -> str | None:
    """The role whose turn it is; None where nothing is left to decide."""
    return chain.roles[len(decided)] if state(chain, decided) == "pending" else None


def hand(
    chain: Chain,
    decided: Sequence[Decided],
    person: int,
    roles: frozenset[str],
    lent: Mapping[int, frozenset[str]],
) -> Hand | None:
    """How this person may decide now; None: they may not. lent: the roles of those for whom they stand in today.

    Who stands in counts as both: neither of the two may have asked or decided before, where the rule forbids that.
    """
    role = next_role(chain, decided)
    if role is None or barred(chain, decided, person):
        return None
    if role in roles:
        return Hand()
    for giver in sorted(lent):
        if role in lent[giver] and not barred(chain, decided, giver):
            return Hand(giver)
    return None


def barred(chain: Chain, decided: Sequence[Decided], person: int) -> bool:
    """Whether the rule keeps this person from the next step: they asked for it, or decided an earlier one."""
    earlier = {each.by for each in decided} | {each.instead_of for each in decided}
    return (person == chain.asked_by and not chain.own) or (person in earlier and not chain.twice)
