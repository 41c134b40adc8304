"""Giving and taking roles, letting people in and shutting them out. What must hold is checked here, under a lock."""

from __future__ import annotations

from typing import Any, cast

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from mingyue.terms.errors import UserError
from mingyue.web.people.models import Membership, User
from mingyue.web.people.roles import Role


class TeamError(UserError):
    """A change that would break a rule of the team; the message says which."""


def members(project: models.Model | None) -> QuerySet[Membership]:
    """Who has a role in the project or, with None, in the workspace as a whole; by name."""
    return (
        Membership.objects.filter(project=cast("Any", project))
        .select_related("user")
        .order_by("user__name", "user_id", "role")
    )


def may_hold(user: User, role: Role, project: models.Model | None) -> None:
    """Raises TeamError where this person cannot have this role there."""
    if role is Role.VENDOR and project is None:
        raise TeamError(_("供应商只能是一个项目的来宾，不能有全部项目的角色。"))
    held = set(user.memberships.values_list("role", "project_id"))
    if (role.value, None if project is None else project.pk) in held:
        raise TeamError(_("%(name)s 已经有这个角色。") % {"name": user.name})
    vendor = any(each == Role.VENDOR.value for each, _place in held)
    if role is Role.VENDOR and vendor:
        raise TeamError(_("%(name)s 已经是另一个项目的供应商；一个供应商账号只能进一个项目。") % {"name": user.name})
    if vendor or (role is Role.VENDOR and held):
        raise TeamError(_("%(name)s：同一个账号不能既是甲方人员又是供应商。") % {"name": user.name})


@transaction.atomic
def give(user: User, role: Role, project: models.Model | None) -> Membership:
    """The role, from now on. Raises TeamError."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    if not locked.is_active:
        raise TeamError(_("%(name)s 的账号已停用，请先启用。") % {"name": user.name})
    may_hold(locked, role, project)
    return Membership.objects.create(user=locked, role=role, project_id=None if project is None else project.pk)


@transaction.atomic
def take(membership: Membership) -> None:
    """The role, no more. Raises TeamError where nobody would be left to administer."""
    if membership.role == Role.ADMINISTRATOR.value:
        places = Q(project=None) | Q(project_id=membership.project_id)
        _someone_left(_administrators(places).exclude(pk=membership.pk))
    membership.delete()


@transaction.atomic
def shut_out(user: User, *, by: User) -> None:
    """Ends their sessions and lets them sign in no more; what they did stays. Raises TeamError."""
    if user == by:
        raise TeamError(_("不能停用自己的账号，请让另一位管理员操作。"))
    if user.memberships.filter(role=Role.ADMINISTRATOR.value, project=None).exists():
        _someone_left(_administrators(Q(project=None)).exclude(user=user))
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user)


def let_in(user: User) -> None:
    """They may sign in again, with the roles they had."""
    user.is_active = True
    user.save(update_fields=["is_active"])


def reset_second_factor(user: User) -> None:
    """For someone who lost the phone and the recovery codes: the next sign-in asks for the password alone, open sessions end."""
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)


def end_sessions(user: User) -> None:
    """Every browser in which they are signed in must sign in again."""
    mine = UserSession.objects.filter(user=user)
    Session.objects.filter(session_key__in=mine.values("session_key")).delete()
    mine.delete()


def _administrators(places: Q) -> QuerySet[Membership]:
    """Locked: two administrators who remove each other at once must not both succeed."""
    administrators = Membership.objects.filter(places, role=Role.ADMINISTRATOR.value, user__is_active=True)
    return administrators.select_for_update(of=("self",))


def _someone_left(administrators: QuerySet[Membership]) -> None:
    if not list(administrators):
        raise TeamError(_("这是最后一位管理员：请先让另一位同事成为管理员。"))
