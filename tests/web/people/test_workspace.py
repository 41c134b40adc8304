from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.test import Client

from mingyue.web.people.models import AuditEntry, Membership, User
from mingyue.web.store.models import Project

SignIn = Callable[..., HttpResponse]


@pytest.fixture
def chief(person: Callable[..., User]) -> Client:
    """An administrator of the workspace."""
    client = Client()
    client.force_login(person("administrator", email="chief@example.com"))
    return client


def act(client: Client, user: User, **said: object) -> str:
    return client.post(f"/people/{user.pk}/", said, follow=True).content.decode()


def test_the_list_shows_everybody_and_finds(
    chief: Client, person: Callable[..., User], project: Project, django_assert_max_num_queries: object
) -> None:
    for number in range(12):
        person("business", project, email=f"b{number}@example.com")
    with django_assert_max_num_queries(8):
        page = chief.get("/people/").content.decode()
    assert "b7@example.com" in page
    found = chief.get("/people/?q=b7").content.decode()
    assert "b7@example.com" in found
    assert "b8@example.com" not in found


def test_only_administrators_of_the_whole_workspace_come_here(person: Callable[..., User], project: Project) -> None:
    for user in (person("administrator", project, email="local@example.com"), person("auditor")):
        client = Client()
        client.force_login(user)
        assert client.get("/people/").status_code == 403
        assert client.get(f"/people/{user.pk}/").status_code == 403


def test_links_stand_only_where_they_lead_somewhere(
    chief: Client, person: Callable[..., User], project: Project
) -> None:
    local = Client()
    local.force_login(person("administrator", project, email="local@example.com"))
    for path in ("/", f"/projects/{project.slug}/people/", "/account/2fa/"):
        assert 'href="/people/"' in chief.get(path).content.decode()
        assert 'href="/people/"' not in local.get(path).content.decode()
    assert 'href="/audit/"' in chief.get("/account/2fa/").content.decode()


def test_a_person_is_shut_out_at_once_and_let_in_again(
    chief: Client, person: Callable[..., User], project: Project, sign_in: SignIn
) -> None:
    user, theirs = person("legal", project), Client()
    sign_in(theirs, user)
    assert theirs.get("/").status_code == 200
    assert "已停用" in act(chief, user, act="shut_out")
    assert theirs.get("/").status_code == 302
    assert sign_in(Client(), user).headers["Location"] == "/account/inactive/"
    act(chief, user, act="let_in")
    assert sign_in(Client(), user).headers["Location"] == "/"
    verbs = AuditEntry.objects.filter(about=user.name).values_list("verb", flat=True)
    assert {"people.shut_out", "people.let_in"} <= set(verbs)


def test_nobody_shuts_out_themselves_or_the_last_administrator(chief: Client, person: Callable[..., User]) -> None:
    me = User.objects.get(email="chief@example.com")
    assert "不能停用自己" in act(chief, me, act="shut_out")
    assert "这是最后一位管理员" in act(chief, me, act="take", id=me.memberships.get().pk)
    User.objects.filter(pk=person("administrator", email="b@example.com").pk).update(is_active=False)
    assert "这是最后一位管理员" in act(chief, me, act="take", id=me.memberships.get().pk)


def test_a_role_everywhere_is_given_and_taken(chief: Client, person: Callable[..., User], project: Project) -> None:
    user = person("legal", project)
    act(chief, user, act="give", role="auditor")
    held = Membership.objects.get(user=user, project=None)
    assert held.role == "auditor"
    assert "请选择一个角色" in act(chief, user, act="give", role="vendor")
    act(chief, user, act="take", id=held.pk)
    assert not Membership.objects.filter(user=user, project=None).exists()
    local = user.memberships.get()
    assert chief.post(f"/people/{user.pk}/", {"act": "take", "id": local.pk}).status_code == 404


def test_a_vendor_gets_no_role_everywhere(chief: Client, person: Callable[..., User], project: Project) -> None:
    vendor = person("vendor", project)
    assert "不能既是甲方人员又是供应商" in act(chief, vendor, act="give", role="auditor")


def test_a_lost_phone_is_reset(chief: Client, person: Callable[..., User], project: Project, sign_in: SignIn) -> None:
    user = person("legal", project)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert "清除两步验证" in chief.get(f"/people/{user.pk}/").content.decode()
    act(chief, user, act="reset_factor")
    assert sign_in(Client(), user).headers["Location"] == "/"
    assert AuditEntry.objects.get(verb="account.second_factor_reset").about == user.name
