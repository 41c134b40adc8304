"""A workspace filled in to look around: one purchase half-way through, one whose contract is reviewed and approved, one at its needs, and
a person for each role.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from mingyue import api
from mingyue.web import clock
from mingyue.web.drafting import desk, start
from mingyue.web.people.models import Membership, User
from mingyue.web.people.roles import TITLES, Role
from mingyue.web.rounds import checking, upload
from mingyue.web.signoff import approvals, rules
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

_OURS = {
    "title": "客户关系管理系统采购与实施服务合同",
    "number": "HJ-CRM-2026-008",
    "parties": {"buyer": {"name": "常州栖禾木作家居股份有限公司"}, "vendor": {"name": "杭州衡霁信息技术有限公司"}},
    "product": {"name": "衡霁客户通CRM企业版", "version": "V6.2.0", "users": 120},
    "fees_payment": {"total": "1286000.00"},
    "implementation_schedule": {
        "milestones": [
            {"id": "M1", "title": "部署和数据迁移", "due": "45日", "deliverables": ["《数据迁移核对报告》"]},
            {
                "id": "M2",
                "title": "上线和培训",
                "due": "90日",
                "deliverables": ["《上线确认单》", "《用户手册》"],
                "go_live": True,
            },
        ]
    },
}
"""What the terms of the second purchase say beyond the usual."""


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
    second = _reviewed(users)
    first = Project.objects.create(title="人事系统选型", phase="preparation", created_by=users[Role.PROCUREMENT])
    projections.refresh(first, as_of=clock.today())
    told = (SignIn(TITLES[role], users[role].email, password) for role, password in people.items())
    return (*told, _other_vendor(second))


def _other_vendor(project: Project) -> SignIn:
    """The vendor of the second purchase: a vendor is the guest of one project alone."""
    password = secrets.token_urlsafe(9)
    user = User.objects.create_user("vendor2@demo.example", "沈砚秋", password)
    Membership.objects.create(user=user, project=project, role=Role.VENDOR)
    return SignIn("供应商二", user.email, password)


def _running(by: User) -> Project:
    """The worked example as a project, its days moved to now."""
    example = api.worked_example(clock.today() - _LATER)
    project = Project.objects.create(title="客户管理系统采购", phase="performance", created_by=by)
    books.new_terms(project, example.terms, by=by, reason="签署文本")
    for each in example.happenings:
        books.record(project, [each.entry], by=each.by, now=each.recorded)
    projections.refresh(project, as_of=clock.today())
    return project


def _reviewed(users: Mapping[Role, User]) -> Project:
    """A purchase with a vendor's draft under review, and our own terms under way through the approvals."""
    asks, agrees = users[Role.PROCUREMENT], users[Role.BUSINESS]
    project = Project.objects.create(title="常州公司客户系统采购", phase="review", created_by=asks)
    sent = SimpleUploadedFile("衡霁标准合同文本.docx", api.sample_draft())
    checking.check(upload.new_draft(project, "衡霁合同稿", sent, by=asks).pk)
    version = desk.keep(project, api.terms_of({**start.usual(), **_OURS}), by=asks, reason="谈判后的文本")
    request = approvals.start(
        project, version, rules.rule(), by=asks, note="价格已经谈定；付款比例和验收方式以我方文本为准。"
    )
    approvals.decide(
        request, by=agrees, yes=True, reason="功能清单已核对。", roles=frozenset({Role.BUSINESS}), today=clock.today()
    )
    return project


def table(sign_ins: Sequence[SignIn]) -> str:
    """The sign-ins, a line each."""
    return "\n".join(f"  {each.title:　<6}{each.email:<30}{each.password}" for each in sign_ins)
