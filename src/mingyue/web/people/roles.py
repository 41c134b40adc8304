"""Who may do what: one table, from which pages, the API and the tests of access all read. Design: "Who may see what"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Role(StrEnum):
    """What a person is in a project. All but VENDOR are the buyer's; a vendor is the guest of one project."""

    SPONSOR = "sponsor"
    BUSINESS = "business"
    PROCUREMENT = "procurement"
    LEGAL = "legal"
    IT = "it"
    FINANCE = "finance"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    VENDOR = "vendor"


TITLES: Mapping[Role, str] = {
    Role.SPONSOR: "项目负责人",
    Role.BUSINESS: "业务",
    Role.PROCUREMENT: "采购",
    Role.LEGAL: "法务",
    Role.IT: "信息技术",
    Role.FINANCE: "财务",
    Role.AUDITOR: "审计",
    Role.ADMINISTRATOR: "管理员",
    Role.VENDOR: "供应商",
}

_S, _B, _P, _L, _I, _F = Role.SPONSOR, Role.BUSINESS, Role.PROCUREMENT, Role.LEGAL, Role.IT, Role.FINANCE
_AU, _AD, _V = Role.AUDITOR, Role.ADMINISTRATOR, Role.VENDOR
_BUYER = frozenset(Role) - {_V}
_WORKING = _BUYER - {_AU, _AD}

CAPABILITIES: Mapping[str, frozenset[Role]] = {
    "project.see": frozenset(Role),
    "project.create": frozenset({_P, _AD}),
    "project.edit": frozenset({_P, _S, _AD}),
    "contract.see": frozenset(Role),  # the shared contract
    "contract.draft": frozenset({_P, _L}),
    "milestones.see": frozenset(Role),
    "tickets.see": frozenset(Role),  # issues and incidents that both sides work on
    "tickets.write": frozenset(_WORKING | {_V}),
    "reports.see": frozenset(Role),  # acceptance reports
    "reports.write": frozenset({_B, _I, _P}),
    "reports.sign": frozenset({_S, _B, _I, _P, _V}),
    "findings.see": _BUYER,
    "findings.comment": frozenset(_WORKING),
    "findings.decide": frozenset({_P, _L}),
    "playbook.see": _BUYER,
    "playbook.edit": frozenset({_P, _L}),
    "ledger.see": _BUYER,
    "ledger.record": frozenset({_B, _P, _L, _I, _F}),
    "evidence.see": _BUYER,
    "approvals.see": _BUYER,
    "approvals.start": frozenset({_P, _L}),
    "approvals.decide": frozenset(_WORKING),
    "signing.sign": frozenset({_S, _P, _L, _V}),  # the contract
    "notes.see": _BUYER,
    "notes.write": frozenset(_WORKING),
    "people.see": _BUYER,
    "people.manage": frozenset({_AD}),
    "audit.see": frozenset({_AU, _AD}),
    "settings.edit": frozenset({_AD}),
}
"""Capability -> the roles that have it. A capability that stands nowhere here is a fault, not a refusal."""


def allowed(roles: Iterable[Role], capability: str) -> bool:
    """Whether any of these roles has the capability. Raises KeyError for a capability that is not in the table."""
    return not CAPABILITIES[capability].isdisjoint(roles)
