"""A review put in the order in which every report shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mingyue.connectors.report import words
from mingyue.law import load as load_law
from mingyue.review.document import Span
from mingyue.review.finding import FAMILIES, FAMILY_TITLES, SEVERITIES, WHOLE, Finding, Level, Review, Severity


@dataclass(frozen=True, slots=True)
class Basis:
    """A citation as a person reads it, and what it says."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Card:
    """A finding with its number in the report, from 1."""

    number: int
    finding: Finding
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one family; `level` is None for the contract as a whole."""

    family: str
    title: str
    level: Level | None
    cards: tuple[Card, ...]

    def count(self, severity: Severity) -> int:
        """Findings of a severity that are not waived."""
        return sum(card.finding.severity == severity and not card.finding.waived for card in self.cards)


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact as text; `span` is None where the contract does not say."""

    name: str
    title: str
    text: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class View:
    """Everything a report shows beside the text itself."""

    contract_type: str
    groups: tuple[Group, ...]
    facts: tuple[FactRow, ...]
    levels: Mapping[Level, int]
    counts: Mapping[Severity, int]
    waived: int


def view(review: Review) -> View:
    """The order of a report: families as the taxonomy has them, the gravest finding first, waived ones last."""
    groups: list[Group] = []
    number = 1
    for family in (*FAMILIES, WHOLE):
        findings = sorted((f for f in review.findings if f.family == family), key=_weight)
        cards = tuple(Card(n, finding, _basis(finding, review)) for n, finding in enumerate(findings, number))
        number += len(cards)
        level = review.clauses[family].present if family in review.clauses else None
        groups.append(Group(family, FAMILY_TITLES[family], level, cards))
    present = [reading.present for reading in review.clauses.values()]
    levels: tuple[Level, ...] = ("full", "partial", "absent")
    return View(
        contract_type=words.CONTRACT_TYPES.get(review.contract_type, review.contract_type),
        groups=tuple(groups),
        facts=_facts(review),
        levels={level: present.count(level) for level in levels},
        counts={severity: sum(group.count(severity) for group in groups) for severity in SEVERITIES},
        waived=sum(finding.waived is not None for finding in review.findings),
    )


def _weight(finding: Finding) -> tuple[bool, int, int]:
    place = finding.span.start if finding.span else -1
    return finding.waived is not None, SEVERITIES.index(finding.severity), place


def _basis(finding: Finding, review: Review) -> tuple[Basis, ...]:
    law = load_law()
    resolved = ((law.resolve(c, review.as_of), law.label(c, review.as_of)) for c in finding.basis)
    return tuple(Basis(label, citation.article.text if citation else "") for citation, label in resolved)


def _facts(review: Review) -> tuple[FactRow, ...]:
    rows = []
    for name, fact in {**review.facts, **review.extra}.items():
        text = words.fact_text(name, fact.value) if fact else ""
        rows.append(FactRow(name, words.fact_title(name), text, fact.span if fact else None))
    return tuple(rows)
