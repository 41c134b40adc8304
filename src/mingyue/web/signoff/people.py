"""Who is on the buyer's side of a project, and who stands in for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from mingyue.terms.errors import UserError
from mingyue.web.people.models import Membership, User
from mingyue.web.people.roles import Role, allowed
from mingyue.web.signoff.models import Delegation
from mingyue.web.store.models import Project


class DelegationError(UserError):
    """Standing in that cannot be arranged; the message says why and the mend."""


def team(project: Project) -> Mapping[User, frozenset[Role]]:
    """The buyer's people of a project who can sign in, with their roles there and everywhere."""
    found: dict[User, set[Role]] = {}
    rows = Membership.objects.filter(Q(project=project) | Q(project=None), user__is_active=True)
    for each in rows.exclude(role=Role.VENDOR).select_related("user").order_by("user__name"):
        found.setdefault(each.user, set()).add(Role(each.role))
    return {user: frozenset(roles) for user, roles in found.items()}


def memberships(user: User) -> Sequence[Membership]:
    """All that the person is, anywhere; asked of the database once for each time they are there."""
    prefetch_related_objects([user], "memberships")
    return list(user.memberships.all())


def active(today: date) -> QuerySet[Delegation]:
    """Who stands in for whom on a day."""
    return Delegation.objects.filter(withdrawn=None, starts__lte=today, ends__gte=today, giver__is_active=True)


def lent(project: Project, taker: User, today: date) -> Mapping[int, frozenset[str]]:
    """The roles of those for whom this person stands in today, by their ids."""
    givers = set(active(today).filter(project=project, taker=taker).values_list("giver_id", flat=True))
    if not givers:
        return {}
    return {user.pk: frozenset(map(str, roles)) for user, roles in team(project).items() if user.pk in givers}


def delegate(
    project: Project, giver: User, taker: User, starts: date, ends: date, *, reason: str, today: date
) -> Delegation:
    """Arranges that `taker` decides for `giver`. Raises DelegationError."""
    if ends < starts or ends < today:
        raise DelegationError(_("委托的截止日期早于开始日期，或者已经过去：请改日期。"))
    roles = team(project).get(taker, frozenset())
    if taker == giver or not allowed(roles, "approvals.decide"):
        raise DelegationError(_("只能委托给本项目里能审批的另一个人。"))
    return Delegation.objects.create(
        project=project, giver=giver, taker=taker, starts=starts, ends=ends, reason=reason[:200]
    )
