"""The workspace's rule of approvals: which roles decide, in what order, from what price on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from mingyue.terms.errors import UserError
from mingyue.web.people.models import User
from mingyue.web.people.roles import CAPABILITIES, Role
from mingyue.web.signoff.chain import Threshold
from mingyue.web.signoff.models import ApprovalRule

DECIDERS = tuple(role for role in Role if role in CAPABILITIES["approvals.decide"])


class RuleError(UserError):
    """A rule that cannot be kept; the message says why and the mend."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Steps in order; own: who asks may decide; twice: one person may decide several steps. kept: None for the default."""

    steps: tuple[Threshold, ...]
    own: bool = False
    twice: bool = False
    kept: ApprovalRule | None = None


DEFAULT = Rule(
    (
        Threshold(Role.BUSINESS, Decimal(0)),
        Threshold(Role.LEGAL, Decimal(0)),
        Threshold(Role.FINANCE, Decimal(100_000)),
        Threshold(Role.SPONSOR, Decimal(500_000)),
    )
)
"""Who needs it and who reads the law always; money and the head of the project from sums on that hurt."""


def rule() -> Rule:
    """The rule that counts for the next request."""
    kept = ApprovalRule.objects.select_related("by").order_by("-pk").first()
    if kept is None:
        return DEFAULT
    steps = tuple(Threshold(step["role"], Decimal(step["from"])) for step in kept.steps)
    return Rule(steps, kept.own, kept.twice, kept)


def keep(steps: Sequence[Threshold], *, own: bool, twice: bool, by: User) -> ApprovalRule:
    """Makes this the rule; requests under way keep theirs. Raises RuleError."""
    if not steps:
        raise RuleError(_("至少要有一步：没有审批人，就等于不审批。"))
    if not any(step.since == 0 for step in steps):
        raise RuleError(_("至少有一步的金额写 0：否则小额合同没有人审批。"))
    for step in steps:
        if step.role not in DECIDERS:
            raise RuleError(_("“%(role)s”不能审批：请换一个角色。") % {"role": step.role})
    if len({step.role for step in steps}) < len(steps):
        raise RuleError(_("同一个角色出现了两次：一个角色审批一步就够了，请删去一行。"))
    rows = [{"role": str(step.role), "from": str(step.since)} for step in steps]
    return ApprovalRule.objects.create(steps=rows, own=own, twice=twice, by=by)
