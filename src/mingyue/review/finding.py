"""What a review says: findings, facts, family levels, parties, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from mingyue.review.document import Document, Span

Level = Literal["full", "partial", "absent"]
Severity = Literal["high", "medium", "low"]
Action = Literal["replace", "insert", "delete", "comment"]
Position = Literal["buyer", "vendor", "unknown"]

FAMILIES = (
    "parties",
    "product",
    "scope_acceptance",
    "implementation_schedule",
    "fees_payment",
    "data_privacy",
    "ip",
    "confidentiality",
    "maintenance_upgrade",
    "breach_dispute",
    "termination_exit",
    "force_majeure",
)
WHOLE = "whole_contract"
FAMILY_TITLES: Mapping[str, str] = {
    "parties": "合同主体",
    "product": "产品与版本",
    "scope_acceptance": "范围与验收",
    "implementation_schedule": "实施与工期",
    "fees_payment": "费用与支付",
    "data_privacy": "数据与隐私",
    "ip": "知识产权",
    "confidentiality": "保密",
    "maintenance_upgrade": "升级与维护",
    "breach_dispute": "违约与争议",
    "termination_exit": "解除与退出",
    "force_majeure": "不可抗力",
    WHOLE: "合同整体",
}
SEVERITIES: tuple[Severity, ...] = ("high", "medium", "low")
SEVERITY_TITLES: Mapping[str, str] = {"high": "高", "medium": "中", "low": "低"}


@dataclass(frozen=True, slots=True)
class Fix:
    """What to do about a finding: replace or delete the span, insert a clause, or only comment."""

    action: Action
    text: str


@dataclass(frozen=True, slots=True)
class Waiver:
    """An accepted deviation of the playbook: who accepted it, why, and until when (None: no end)."""

    reason: str
    by: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Finding:
    """A defect seen from the buyer's side. `span` is None where the defect is an absence; `basis` holds citations."""

    rule: str
    risk: str
    family: str
    severity: Severity
    title: str
    span: Span | None
    basis: tuple[str, ...]
    fix: Fix | None
    why: str
    waived: Waiver | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One value read from the text, with the words it was read from."""

    value: object
    span: Span


@dataclass(frozen=True, slots=True)
class FamilyReading:
    """How completely a clause family is present, and where."""

    present: Level
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class CreditCode:
    """统一社会信用代码 as written, and whether its check character is right."""

    value: str
    valid: bool


@dataclass(frozen=True, slots=True)
class Party:
    """A party by its short name in the clauses and by its position in the deal."""

    label: str
    position: Position
    name: str | None = None
    aliases: tuple[str, ...] = ()
    credit_code: CreditCode | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """The whole answer to one draft."""

    document: Document
    contract_type: str
    parties: tuple[Party, ...]
    clauses: Mapping[str, FamilyReading]
    facts: Mapping[str, Fact | None]
    findings: tuple[Finding, ...]
    as_of: date
    playbook_sha256: str | None = None
    extra: Mapping[str, Fact] = field(default_factory=dict)
