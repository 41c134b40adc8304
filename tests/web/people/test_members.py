from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from mingyue.web.people.models import AuditEntry, Membership, User
from mingyue.web.people.roles import Role
from mingyue.web.store.models import Project

Enter = Callable[[Role | str], Client]


def path(project: Project) -> str:
    return f"/projects/{project.slug}/people/"


def post(client: Client, where: str, **said: object) -> str:
    return client.post(where, said, follow=True).content.decode()


def test_everybody_of_the_buyer_sees_the_team_and_only_administrators_its_forms(
    signed_in: Enter, person: Callable[..., User], project: Project, django_assert_max_num_queries: object
) -> None:
    for number in range(12):
        person("business", project, email=f"b{number}@example.com")
    person("auditor")
    client = signed_in("legal")
    with django_assert_max_num_queries(7):
        page = client.get(path(project)).content.decode()
    assert "b7@example.com" in page
    assert "在全部项目都有角色的人" in page
    assert 'name="act"' not in page
    assert client.post(path(project), {"act": "invite"}).status_code == 403
    assert 'value="invite"' in signed_in("administrator").get(path(project)).content.decode()


def test_someone_with_an_account_gets_the_role_at_once(
    signed_in: Enter, person: Callable[..., User], project: Project, mailoutbox: list
) -> None:
    user = person("business", Project.objects.create(title="别的"))
    page = post(
        signed_in("administrator"), path(project), act="invite", name="随便", email=user.email.upper(), role="legal"
    )
    assert "现在有“法务”的角色" in page
    assert Membership.objects.filter(user=user, project=project, role="legal").exists()
    assert (mailoutbox[0].to, mailoutbox[0].subject) == ([user.email], "【明约】您有新的角色")
    assert "法务" in mailoutbox[0].body
    entry = AuditEntry.objects.get(verb="people.role_give")
    assert (entry.project, entry.detail) == (project, {"role": "legal"})


@pytest.mark.parametrize(
    ("held", "elsewhere", "asked", "reason"),
    [
        ("vendor", True, "vendor", "一个供应商账号只能进一个项目"),
        ("vendor", True, "legal", "不能既是甲方人员又是供应商"),
        ("vendor", False, "legal", "不能既是甲方人员又是供应商"),
        ("legal", True, "vendor", "不能既是甲方人员又是供应商"),
        ("legal", False, "legal", "已经有这个角色"),
    ],
)
def test_roles_that_do_not_go_together_are_refused(
    signed_in: Enter,
    person: Callable[..., User],
    project: Project,
    held: str,
    elsewhere: bool,
    asked: str,
    reason: str,
) -> None:
    user = person(held, Project.objects.create(title="别的") if elsewhere else project)
    before = Membership.objects.count()
    page = post(signed_in("administrator"), path(project), act="invite", name="某", email=user.email, role=asked)
    assert reason in page
    assert f'value="{user.email}"' in page
    assert Membership.objects.count() == before + 1  # the administrator's own


def test_the_database_too_knows_a_vendor_as_the_guest_of_one_project(
    person: Callable[..., User], project: Project
) -> None:
    user = person("vendor", project)
    for there in (Project.objects.create(title="别的"), None):
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(user=user, project=there, role="vendor")


def test_a_role_is_taken_and_the_person_is_out(signed_in: Enter, person: Callable[..., User], project: Project) -> None:
    user = person("legal", project)
    inside = Client()
    inside.force_login(user)
    assert inside.get(path(project)).status_code == 200
    page = post(signed_in("administrator"), path(project), act="take", id=user.memberships.get().pk)
    assert "已取消 legal 某 的“法务”角色" in page
    assert inside.get(path(project)).status_code == 404
    assert AuditEntry.objects.filter(verb="people.role_take", about=user.name).exists()


def test_the_last_administrator_stays(signed_in: Enter, person: Callable[..., User], project: Project) -> None:
    client = signed_in("administrator")
    own = Membership.objects.get(role="administrator")
    assert "这是最后一位管理员" in post(client, path(project), act="take", id=own.pk)
    shut = person("administrator", email="shut@example.com")
    User.objects.filter(pk=shut.pk).update(is_active=False)
    assert "这是最后一位管理员" in post(client, path(project), act="take", id=own.pk)
    person("administrator", email="other@example.com")
    client.post(path(project), {"act": "take", "id": own.pk})
    assert not Membership.objects.filter(pk=own.pk).exists()


def test_one_project_does_not_reach_into_another(
    signed_in: Enter, person: Callable[..., User], project: Project
) -> None:
    other = person("legal", Project.objects.create(title="别的")).memberships.get()
    everywhere = person("auditor").memberships.get()
    client = signed_in("administrator")
    for each in (other, everywhere):
        assert client.post(path(project), {"act": "take", "id": each.pk}).status_code == 404
    assert client.post(path(project), {"act": "take", "id": "x"}).status_code == 404
    assert client.post(path(project), {"act": "nonsense"}).status_code == 400
    assert Membership.objects.filter(pk__in=[other.pk, everywhere.pk]).count() == 2
