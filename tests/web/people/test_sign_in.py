from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client

from mingyue.web.people.models import AuditEntry, User
from mingyue.web.store.models import Project

SignIn = Callable[..., HttpResponse]
LOCKED = "失败次数太多"
TOKEN = re.compile(rb'"[A-Za-z0-9]{64}"')


@pytest.fixture
def user(person: Callable[..., User], project: Project) -> User:
    return person("legal", project)


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def test_one_signs_in_and_out_and_both_are_logged(user: User, sign_in: SignIn, client: Client) -> None:
    assert sign_in(client, user).headers["Location"] == "/"
    assert client.get("/account/profile/").status_code == 200
    client.post("/account/logout/")
    assert client.get("/account/profile/").status_code == 302
    assert verbs() == ["account.sign_in", "account.sign_out"]
    entry = AuditEntry.objects.get(verb="account.sign_in")
    assert (entry.user, entry.address) == (user, "127.0.0.1")


def test_the_page_that_one_wanted_comes_after_the_sign_in(user: User, client: Client) -> None:
    asked = client.get("/account/profile/").headers["Location"]
    answer = client.post(asked, {"login": user.email, "password": "correct-horse-battery", "next": "/account/profile/"})
    assert answer.headers["Location"] == "/account/profile/"
    client.post("/account/logout/")
    away = {"login": user.email, "password": "correct-horse-battery", "next": "https://evil.example/"}
    assert client.post("/account/login/", away).headers["Location"] == "/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
    user: User, sign_in: SignIn, client: Client
) -> None:
    known = sign_in(client, user, "wrong").content.decode()
    unknown = sign_in(client, "nobody@example.com", "wrong").content.decode()
    assert "邮箱或密码不对。" in known
    assert "邮箱或密码不对。" in unknown
    assert [(e.verb, e.about, e.user) for e in AuditEntry.objects.order_by("pk")] == [
        ("account.sign_in_failed", user.email, None),
        ("account.sign_in_failed", "nobody@example.com", None),
    ]


def test_five_failures_lock_an_address_from_everywhere(user: User, sign_in: SignIn, client: Client) -> None:
    for last in range(5):
        assert LOCKED not in sign_in(client, user, "wrong", REMOTE_ADDR=f"192.0.2.{last}").content.decode()
    answer = sign_in(client, user, REMOTE_ADDR="198.51.100.7")
    assert answer.status_code == 200
    assert LOCKED in answer.content.decode()
    assert verbs()[-1] == "account.locked"
    assert client.get("/account/profile/").status_code == 302


def test_ten_failures_lock_a_place_for_all_addresses(user: User, sign_in: SignIn, client: Client) -> None:
    for number in range(10):
        sign_in(client, f"guess{number}@example.com", "wrong")
    assert LOCKED in sign_in(client, user).content.decode()
    assert sign_in(client, user, REMOTE_ADDR="198.51.100.7").status_code == 302


def test_a_flood_of_sign_ins_is_turned_away_in_chinese(user: User, sign_in: SignIn, client: Client) -> None:
    answers = [sign_in(client, user, "wrong") for _ in range(31)]
    assert answers[-1].status_code == 429
    assert "操作太频繁" in answers[-1].content.decode()


def test_behind_a_proxy_the_lock_counts_the_visitor_not_the_proxy(
    user: User, sign_in: SignIn, client: Client, settings: object
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(10):
        sign_in(client, f"guess{number}@example.com", "wrong", headers={"X-Forwarded-For": "6.6.6.6, 203.0.113.9"})
    other = sign_in(client, user, headers={"X-Forwarded-For": "203.0.113.9, 203.0.113.10"})
    assert other.status_code == 302
    assert AuditEntry.objects.get(verb="account.sign_in").address == "203.0.113.10"


def test_a_shut_account_is_told_so_only_with_its_password(user: User, sign_in: SignIn, client: Client) -> None:
    User.objects.update(is_active=False)
    assert "邮箱或密码不对。" in sign_in(client, user, "wrong").content.decode()
    answer = client.post("/account/login/", {"login": user.email, "password": "correct-horse-battery"}, follow=True)
    assert "账号已停用" in answer.content.decode()
    assert client.get("/account/profile/").status_code == 302


def test_a_forgotten_password_is_set_anew_by_mail(user: User, sign_in: SignIn, client: Client) -> None:
    for _ in range(5):
        sign_in(client, user, "wrong")
    client.post("/account/password/reset/", {"email": user.email})
    (letter,) = mail.outbox
    assert letter.subject == "【明约】重设密码"
    link = next(line for line in letter.body.splitlines() if "/password/reset/key/" in line)
    form = client.get(link, follow=True)
    assert "设新密码" in form.content.decode()
    path = form.redirect_chain[-1][0]
    new = "another-horse-battery"
    short = client.post(path, {"password1": "短", "password2": "短"}).content.decode()
    assert "至少" in short
    assert "12" in short
    done = client.post(path, {"password1": new, "password2": new}, follow=True).content.decode()
    assert "密码已改好" in done
    assert sign_in(client, user, new).status_code == 302  # the lock is gone with the old password
    assert "链接已经失效" in Client().get(link, follow=True).content.decode()
    assert verbs()[-2:] == ["account.password_reset", "account.sign_in"]


def test_nobody_learns_by_the_reset_who_has_an_account(user: User, client: Client) -> None:
    pages = [
        TOKEN.sub(b"", client.post("/account/password/reset/", {"email": email}, follow=True).content)
        for email in (user.email, "nobody@example.com")
    ]
    assert pages[0] == pages[1]
    assert [letter.to for letter in mail.outbox] == [[user.email]]


def test_a_changed_password_ends_the_sessions_elsewhere(user: User, sign_in: SignIn, client: Client) -> None:
    here, there = client, Client()
    sign_in(here, user)
    sign_in(there, user)
    new = "another-horse-battery"
    change = {"oldpassword": "correct-horse-battery", "password1": new, "password2": new}
    assert "现在的密码不对。" in here.post("/account/password/change/", change | {"oldpassword": "x"}).content.decode()
    assert "密码已修改。" in here.post("/account/password/change/", change, follow=True).content.decode()
    assert here.get("/account/profile/").status_code == 200
    assert there.get("/account/profile/").status_code == 302
    assert mail.outbox[-1].subject == "【明约】密码已修改"
    assert "account.password_change" in verbs()


@pytest.mark.parametrize("path", ["signup/", "email/", "password/set/", "confirm-email/", "3rdparty/", "2fa/webauthn/"])
def test_what_nobody_needs_is_not_there(path: str, user: User, client: Client) -> None:
    client.force_login(user)
    assert client.get(f"/account/{path}").status_code == 404
