from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTPServerDisconnected
from urllib.parse import urlsplit

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.http import HttpResponse
from django.test import Client

from mingyue.web import clock
from mingyue.web.people import invitations
from mingyue.web.people.models import AuditEntry, Invitation, Membership, User
from mingyue.web.people.roles import Role
from mingyue.web.store.models import Project

Enter = Callable[[Role | str], Client]
SignIn = Callable[..., HttpResponse]
NEW = {"name": "新人", "password1": "another-horse-battery", "password2": "another-horse-battery"}


@pytest.fixture
def administrator(signed_in: Enter) -> Client:
    return signed_in("administrator")


@pytest.fixture
def invite(administrator: Client, project: Project, mailoutbox: list) -> Callable[..., str]:
    """Invites over the page; gives the path of the link in the letter."""

    def send(email: str = "new@example.com", role: str = "legal") -> str:
        said = {"act": "invite", "name": "新人", "email": email, "role": role}
        answer = administrator.post(f"/projects/{project.slug}/people/", said, follow=True)
        assert "邀请已发到" in answer.content.decode()
        return linked(mailoutbox[-1].body)

    return send


def linked(text: str) -> str:
    return urlsplit(next(line for line in text.splitlines() if "/invitation/" in line).strip()).path


def test_from_the_letter_to_the_first_sign_in(
    invite: Callable[..., str], project: Project, sign_in: SignIn, mailoutbox: list
) -> None:
    link = invite()
    letter = mailoutbox[-1]
    assert (letter.to, letter.subject) == (["new@example.com"], "【明约】邀请您加入明约")
    assert project.title in letter.body
    token = link.split("/")[2]
    assert token not in str(list(Invitation.objects.values()))
    guest = Client()
    page = guest.get(link)
    assert "administrator 某" in page.content.decode()
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "账号已经建好" in guest.post(link, NEW, follow=True).content.decode()
    user = User.objects.get(email="new@example.com")
    assert (user.name, Membership.objects.get(user=user).role) == ("新人", "legal")
    assert sign_in(guest, user, NEW["password1"]).status_code == 302
    assert guest.get(f"/projects/{project.slug}/people/").status_code == 200
    assert set(AuditEntry.objects.values_list("verb", flat=True)) == {
        "people.invite",
        "people.accept",
        "account.sign_in",
    }


def test_a_link_is_good_once(invite: Callable[..., str]) -> None:
    link = invite()
    Client().post(link, NEW)
    for answer in (Client().get(link), Client().post(link, NEW)):
        assert answer.status_code == 410
        assert "邀请已经失效" in answer.content.decode()
    assert User.objects.filter(email="new@example.com").count() == 1


def test_a_link_is_good_for_seven_days(invite: Callable[..., str]) -> None:
    link = invite()
    token, now = link.split("/")[2], clock.now()
    assert invitations.find(token, now + timedelta(days=6, hours=23)) is not None
    assert invitations.find(token, now + timedelta(days=7, minutes=1)) is None
    assert invitations.find("nonsense", now) is None


def test_a_withdrawn_link_is_void_and_a_renewed_one_replaces_it(
    invite: Callable[..., str], administrator: Client, project: Project, mailoutbox: list
) -> None:
    first, path, pk = invite(), f"/projects/{project.slug}/people/", Invitation.objects.get().pk
    administrator.post(path, {"act": "again", "id": pk})
    second = linked(mailoutbox[-1].body)
    assert (Client().get(first).status_code, Client().get(second).status_code) == (410, 200)
    assert "已撤回" in administrator.post(path, {"act": "withdraw", "id": pk}, follow=True).content.decode()
    assert Client().get(second).status_code == 410
    assert administrator.post(path, {"act": "again", "id": pk}).status_code == 404


def test_the_same_invitation_twice_is_refused(
    invite: Callable[..., str], administrator: Client, project: Project
) -> None:
    invite()
    said = {"act": "invite", "name": "新人", "email": "New@example.com", "role": "legal"}
    page = administrator.post(f"/projects/{project.slug}/people/", said).content.decode()
    assert "已经邀请过" in page


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"password1": "short", "password2": "short"}, "12"),
        ({"password1": "qwertyuiop123", "password2": "qwertyuiop123"}, "常见"),
        ({"password1": "290348572093485", "password2": "290348572093485"}, "数字"),
        ({"password1": "new@example.com", "password2": "new@example.com"}, "相似"),
        ({"password2": "another-horse-batterx"}, "两次输入的密码不一样"),
        ({"name": ""}, "必填"),
    ],
)
def test_weak_passwords_are_refused_in_chinese(invite: Callable[..., str], said: dict, fault: str) -> None:
    link = invite()
    page = Client(headers={"Accept-Language": "zh-CN"}).post(link, NEW | said).content.decode()
    errors = page.split('role="alert"', 1)[1]
    assert fault in errors
    assert not User.objects.filter(email="new@example.com").exists()


def test_an_account_that_came_in_between_takes_the_role_after_sign_in(
    invite: Callable[..., str], person: Callable[..., User], project: Project
) -> None:
    link = invite()
    user = person("business", Project.objects.create(title="别的"), email="new@example.com")
    guest = Client()
    assert "请先登录" in guest.get(link).content.decode()
    guest.post(link, NEW)
    assert not Membership.objects.filter(user=user, project=project).exists()
    stranger = Client()
    stranger.force_login(person("it", project))
    stranger.post(link)
    assert not Membership.objects.filter(user=user, project=project).exists()
    guest.force_login(user)
    assert guest.post(link).headers["Location"] == f"/projects/{project.slug}/"
    assert Membership.objects.get(user=user, project=project).role == "legal"


def test_where_the_letter_cannot_go_the_link_is_shown_once(
    administrator: Client, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: object, letters: object) -> int:
        raise SMTPServerDisconnected

    monkeypatch.setattr(EmailBackend, "send_messages", broken)
    path = f"/projects/{project.slug}/people/"
    said = {"act": "invite", "name": "新人", "email": "new@example.com", "role": "legal"}
    page = administrator.post(path, said).content.decode()
    assert "没有能发出邮件" in page
    token = page.split("/invitation/")[1].split("/")[0]
    assert Client().get(f"/invitation/{token}/").status_code == 200
    assert token not in administrator.get(path).content.decode()


def test_the_first_administrator_sets_up_an_empty_workspace(db: None, sign_in: SignIn) -> None:
    stale, token = invitations.first_administrator(clock.now()), invitations.first_administrator(clock.now())
    assert Client().get(f"/invitation/{stale}/").status_code == 410
    guest = Client()
    assert "设置第一位管理员" in guest.get(f"/invitation/{token}/").content.decode()
    assert guest.post(f"/invitation/{token}/", NEW).status_code == 200  # no address said
    guest.post(f"/invitation/{token}/", NEW | {"email": "Chief@example.com"})
    user = User.objects.get()
    assert (user.email, user.memberships.get().role, user.memberships.get().project) == (
        "chief@example.com",
        "administrator",
        None,
    )
    assert sign_in(guest, user, NEW["password1"]).status_code == 302
    assert guest.get("/people/").status_code == 200
    assert invitations.first_administrator(clock.now()) is None


def test_a_forgotten_first_link_is_no_back_door(db: None, person: Callable[..., User]) -> None:
    token = invitations.first_administrator(clock.now())
    person("legal")
    page = Client().post(f"/invitation/{token}/", NEW | {"email": "thief@example.com"}).content.decode()
    assert "已经有管理员了" in page
    assert not User.objects.filter(email="thief@example.com").exists()
