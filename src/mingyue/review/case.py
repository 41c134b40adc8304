"""What a rule may look at: the scan, what the families read, the playbook and the law of the day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from mingyue.review.finding import Fact, FamilyReading
from mingyue.review.playbook import Playbook
from mingyue.review.scan import Scan

Place = tuple[int, int] | None
"""Where a rule fires: offsets in the reading text, or None for an absence."""


@dataclass(frozen=True, slots=True)
class Case:
    """One draft as the rules see it.

    features: "delivers" (the vendor hands something over), "holds_data" (the vendor runs, holds or moves the buyer's
    data), "custom" (results made to order), "service" (a running service), "form" (a blank form).
    """

    scan: Scan
    contract_type: str
    features: frozenset[str]
    clauses: Mapping[str, FamilyReading]
    facts: Mapping[str, Fact | None]
    playbook: Playbook
    as_of: date

    def value(self, name: str) -> object:
        """The value of a fact, None where the contract does not say."""
        fact = self.facts.get(name)
        return None if fact is None else fact.value


RuleFunction = Callable[[Case], Iterable[Place]]
FamilyReader = Callable[[Scan], FamilyReading]
FactReader = Callable[[Scan], Mapping[str, Fact]]
