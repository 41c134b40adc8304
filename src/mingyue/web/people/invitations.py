"""Invitations: a letter with a link that lets one person in, once, for seven days. Of the link only a digest is kept."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, cast

from django.db import models, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from mingyue.web.people import team
from mingyue.web.people.models import Invitation, User
from mingyue.web.people.roles import Role
from mingyue.web.people.team import TeamError

LIFE = timedelta(days=7)


def waiting(project: models.Model | None, now: datetime) -> QuerySet[Invitation]:
    """Those that may still be accepted, newest first; with None those to the workspace as a whole."""
    return (
        Invitation.objects.filter(project=cast("Any", project))
        .filter(used=None, withdrawn=None, expires__gt=now)
        .exclude(by=None)
        .select_related("by")
        .order_by("-sent")
    )


@transaction.atomic
def invite(
    email: str, name: str, role: Role, *, project: models.Model | None, by: User, now: datetime
) -> tuple[Invitation, str]:
    """The invitation and the token of its link, which is told here and never again. Raises TeamError."""
    email = email.strip().lower()
    if waiting(project, now).filter(email=email, role=role).exists():
        raise TeamError(_("已经邀请过 %(email)s，邀请还有效；可以在下面重新发送。") % {"email": email})
    if role is Role.VENDOR and project is None:
        raise TeamError(_("供应商只能是一个项目的来宾，不能有全部项目的角色。"))
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email,
        name=name,
        role=role,
        project_id=None if project is None else project.pk,
        by=by,
        digest=_digest(token),
        expires=now + LIFE,
    )
    return invitation, token


def renew(invitation: Invitation, *, now: datetime) -> str:
    """A new link, good for seven days from now; the old one is void."""
    token = secrets.token_urlsafe(32)
    invitation.digest, invitation.expires = _digest(token), now + LIFE
    invitation.save(update_fields=["digest", "expires"])
    return token


def withdraw(invitation: Invitation, *, now: datetime) -> None:
    """The link is void."""
    invitation.withdrawn = now
    invitation.save(update_fields=["withdrawn"])


def find(token: str, now: datetime) -> Invitation | None:
    """The invitation of a link; None where it is used, withdrawn, too old, or never was."""
    return (
        Invitation.objects.filter(digest=_digest(token), used=None, withdrawn=None, expires__gt=now)
        .select_related("by", "project")
        .first()
    )


@transaction.atomic
def accept(invitation: Invitation, *, email: str, name: str, password: str, now: datetime) -> User:
    """A new user with the role of the invitation, which is used up. Raises TeamError."""
    mine = _take_up(invitation, now)
    email = (mine.email or email).lower()
    if User.objects.filter(email__iexact=email).exists():
        raise TeamError(_("这个邮箱已经有账号，请登录后再打开邀请。"))
    if mine.by is None and User.objects.exists():
        raise TeamError(_("工作台已经有管理员了，请联系管理员邀请您。"))
    user = User.objects.create_user(email, name, password)
    team.give(user, Role(mine.role), mine.project)
    return user


@transaction.atomic
def join(invitation: Invitation, user: User, *, now: datetime) -> None:
    """Someone who has an account already takes the role. Raises TeamError."""
    mine = _take_up(invitation, now)
    if user.email.lower() != mine.email:
        raise TeamError(_("这份邀请是发给另一个邮箱的。"))
    team.give(user, Role(mine.role), mine.project)


def first_administrator(now: datetime) -> str | None:
    """The token of a link for the first administrator of an empty workspace, earlier ones are void; None where there are people."""
    if User.objects.exists():
        return None
    Invitation.objects.filter(by=None, used=None).update(withdrawn=now)
    token = secrets.token_urlsafe(32)
    Invitation.objects.create(role=Role.ADMINISTRATOR, digest=_digest(token), expires=now + LIFE)
    return token


def _take_up(invitation: Invitation, now: datetime) -> Invitation:
    """Uses it up, under a lock: two clicks at once do not make two people."""
    mine = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if mine.used or mine.withdrawn or mine.expires <= now:
        raise TeamError(_("邀请已经失效。"))
    mine.used = now
    mine.save(update_fields=["used"])
    return mine


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
