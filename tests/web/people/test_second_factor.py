from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.http import HttpResponse
from django.test import Client

from mingyue.web import vault
from mingyue.web.people.models import AuditEntry, User
from mingyue.web.store.models import Project

SignIn = Callable[..., HttpResponse]
Code = Callable[..., str]


@pytest.fixture
def user(person: Callable[..., User], project: Project) -> User:
    return person("finance", project)


def set_up(client: Client, code: Code) -> str:
    """Goes through the set-up; gives the seed."""
    client.post(
        "/account/reauthenticate/", {"password": "correct-horse-battery", "next": "/account/2fa/totp/activate/"}
    )
    page = client.get("/account/2fa/totp/activate/").content.decode()
    seed = re.search(r'<p class="mono secret"[^>]*>(\w+)</p>', page)[1]
    assert "data:image/svg+xml;base64," in page
    answer = client.post("/account/2fa/totp/activate/", {"code": code(seed=seed)}, follow=True)
    assert "恢复码" in answer.content.decode()
    return seed


def test_set_up_asks_for_the_password_first(user: User, sign_in: SignIn, client: Client) -> None:
    sign_in(client, user)
    answer = client.get("/account/2fa/totp/activate/", follow=True)
    assert "再确认一次身份" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_from_set_up_to_the_next_sign_in(user: User, sign_in: SignIn, client: Client, code: Code) -> None:
    sign_in(client, user)
    seed = set_up(client, code)
    kept = [str(each.data) for each in Authenticator.objects.filter(user=user)]
    assert len(kept) == 2
    assert not any(seed in each for each in kept)
    assert mail.outbox[-1].subject == "【明约】两步验证已打开"

    other = Client()
    assert sign_in(other, user).headers["Location"] == "/account/2fa/authenticate/"
    assert other.get("/account/profile/").status_code == 302
    wrong = other.post("/account/2fa/authenticate/", {"code": "000000"}).content.decode()
    assert "验证码不对" in wrong
    assert other.post("/account/2fa/authenticate/", {"code": code(user)}).headers["Location"] == "/"
    assert other.get("/account/profile/").status_code == 200
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"account.second_factor_on", "account.recovery_codes_on", "account.second_factor_failed"} <= verbs


def test_a_code_is_good_once(user: User, sign_in: SignIn, client: Client, code: Code) -> None:
    sign_in(client, user)
    set_up(client, code)
    same = code(user)
    for status in (302, 200):
        other = Client()
        sign_in(other, user)
        assert other.post("/account/2fa/authenticate/", {"code": same}).status_code == status


def test_a_recovery_code_lets_in_once(user: User, sign_in: SignIn, client: Client, code: Code) -> None:
    sign_in(client, user)
    set_up(client, code)
    page = client.get("/account/2fa/recovery-codes/").content.decode()
    codes = re.findall(r"<li>(\d{8})</li>", page)
    assert len(codes) == 10
    assert codes[0] in client.get("/account/2fa/recovery-codes/download/").content.decode()
    for status in (302, 200):
        other = Client()
        sign_in(other, user)
        assert other.post("/account/2fa/authenticate/", {"code": codes[0]}).status_code == status


def test_guessing_codes_is_locked(user: User, sign_in: SignIn, client: Client, code: Code) -> None:
    sign_in(client, user)
    set_up(client, code)
    other = Client()
    sign_in(other, user)
    for _ in range(5):
        other.post("/account/2fa/authenticate/", {"code": "000000"})
    assert "失败次数太多" in other.post("/account/2fa/authenticate/", {"code": code(user)}).content.decode()


@pytest.mark.django_db(transaction=True)
def test_it_can_be_closed_and_that_is_logged(user: User, sign_in: SignIn, client: Client, code: Code) -> None:
    sign_in(client, user)
    set_up(client, code)
    assert "两步验证已关闭。" in client.post("/account/2fa/totp/deactivate/", follow=True).content.decode()
    assert not Authenticator.objects.exists()
    assert AuditEntry.objects.filter(verb="account.second_factor_off", user=user).exists()


def test_where_it_is_required_nothing_else_is_reached(
    user: User, sign_in: SignIn, client: Client, code: Code, settings: object
) -> None:
    settings.REQUIRE_2FA = True
    sign_in(client, user)
    assert client.get("/").headers["Location"] == "/account/2fa/totp/activate/"
    assert client.get("/", headers={"HX-Request": "true"}).headers["HX-Redirect"] == "/account/2fa/totp/activate/"
    assert client.get("/api/v1/projects").status_code == 403
    assert client.get("/account/profile/").status_code == 200
    set_up(client, code)
    assert client.get("/").status_code == 200


def test_a_seed_of_another_secret_key_fits_no_code(
    user: User, sign_in: SignIn, client: Client, code: Code, settings: object
) -> None:
    sign_in(client, user)
    set_up(client, code)
    shown, old = code(user), settings.SECRET_KEY
    settings.SECRET_KEY = "another"
    other = Client()
    sign_in(other, user)
    assert other.post("/account/2fa/authenticate/", {"code": shown}).status_code == 200
    settings.SECRET_KEY_FALLBACKS = [old]
    assert other.post("/account/2fa/authenticate/", {"code": shown}).status_code == 302


def test_what_is_sealed_for_one_purpose_no_other_opens(settings: object) -> None:
    sealed = vault.seal("种子", purpose="one")
    assert "种子" not in sealed
    assert vault.unseal(sealed, purpose="one") == "种子"
    with pytest.raises(vault.VaultError):
        vault.unseal(sealed, purpose="other")
    with pytest.raises(vault.VaultError):
        vault.unseal("no seal", purpose="one")
