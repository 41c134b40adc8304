"""A workspace filled in to look around: one purchase half-way through, one at its contract, one at its needs, and a person for each role."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from mingyue import api
from mingyue.web import clock
from mingyue.web.people.models import Membership, User
from mingyue.web.people.roles import TITLES, Role
from mingyue.web.store import books, projections
from mingyue.web.store.models import Project

_LATER = timedelta(days=7)
"""So long after the example's half-way, the trial period is about to end."""
_PEOPLE = {
    Role.SPONSOR: "陈立",
    Role.BUSINESS: "赵倩",
    Role.PROCUREMENT: "周敏",
    Role.LEGAL: "吴桐",
    Role.IT: "郑凯",
    Role.FINANCE: "王珊",
    Role.AUDITOR: "冯远",
    Role.ADMINISTRATOR: "管理员",
    Role.VENDOR: "孙磊（供应商）",
}


@dataclass(frozen=True, slots=True)
class SignIn:
    """How a person of the demo signs in; the password is told once and kept nowhere."""

    title: str
    email: str
    password: str


@transaction.atomic
def fill() -> tuple[SignIn, ...]:
    """Fills an empty workspace. Raises ValueError where there is a project already."""
    if Project.objects.exists():
        raise ValueError("the workspace is not empty")
    people = {role: secrets.token_urlsafe(9) for role in Role}
    users = {
        role: User.objects.create_user(f"{role}@demo.example", _PEOPLE[role], password)
        for role, password in people.items()
    }
    project = _running(users[Role.PROCUREMENT])
    Membership.objects.bulk_create(
        Membership(user=user, project=project if role is Role.VENDOR else None, role=role)
        for role, user in users.items()
    )
    for title, phase in (("费控系统采购", "review"), ("人事系统选型", "preparation")):
        projections.refresh(
            Project.objects.create(title=title, phase=phase, created_by=users[Role.PROCUREMENT]), as_of=clock.today()
        )
    return tuple(SignIn(TITLES[role], users[role].email, password) for role, password in people.items())


def _running(by: User) -> Project:
    """The worked example as a project, its days moved to now."""
    example = api.worked_example(clock.today() - _LATER)
    project = Project.objects.create(title="客户管理系统采购", phase="performance", created_by=by)
    books.new_terms(project, example.terms, by=by, reason="签署文本")
    for each in example.happenings:
        books.record(project, [each.entry], by=each.by, now=each.recorded)
    projections.refresh(project, as_of=clock.today())
    return project


def table(sign_ins: Sequence[SignIn]) -> str:
    """The sign-ins, a line each."""
    return "\n".join(f"  {each.title:　<6}{each.email:<30}{each.password}" for each in sign_ins)
