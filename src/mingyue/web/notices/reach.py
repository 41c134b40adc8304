"""Whom a project concerns, and what of the due items a person may see."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q, QuerySet

from mingyue.web.people.models import Membership, User
from mingyue.web.people.roles import CAPABILITIES, Role, allowed
from mingyue.web.store.models import DueItem, Project

OWED_BY_VENDOR = Q(side="vendor", kind="obligation")
"""What a vendor's guest sees of the due items, as on the home page."""


def team(project: Project) -> Mapping[User, frozenset[Role]]:
    """Who can sign in and has a role there: of two sides the buyer's counts."""
    found: dict[User, set[Role]] = {}
    rows = Membership.objects.filter(Q(project=project) | Q(project=None), user__is_active=True).select_related("user")
    for each in rows.order_by("user__name", "user_id"):
        found.setdefault(each.user, set()).add(Role(each.role))
    return {user: frozenset(roles - {Role.VENDOR} or roles) for user, roles in found.items()}


def having(project: Project, capability: str) -> list[User]:
    """Who has the capability in the project."""
    return [user for user, roles in team(project).items() if allowed(roles, capability)]


def items(user: User) -> QuerySet[DueItem]:
    """The due items of all projects that this person may see."""
    held = [(each.project_id, Role(each.role)) for each in Membership.objects.filter(user=user)]
    buyer = {place for place, role in held if role in CAPABILITIES["ledger.see"]}
    guest = {place for place, _role in held} - buyer
    mine = Q() if None in buyer else Q(project__in=buyer) | (Q(project__in=guest) & OWED_BY_VENDOR)
    return DueItem.objects.filter(mine, project__archived=None)
