"""Sessions, redirects, and what strangers learn about who has an account. See tests/web/people/test_sign_in.py as well."""

from __future__ import annotations

import re
from collections.abc import Callable
from unittest.mock import patch

import pytest
from django.contrib.auth import hashers
from django.core import mail
from django.test import Client

from mingyue.web.people.models import User

PASSWORD = "correct-horse-battery"

TOKEN = re.compile(rb'"[A-Za-z0-9]{64}"')


@pytest.fixture
def user(master: Callable[..., User]) -> User:
    return master(None)


def _enter(client: Client, user: User, **more: str) -> object:
    return client.post("/account/login/", {"login": user.email, "password": PASSWORD, **more})


AWAY = (
    *("https://evil.example/", "//evil.example/", "///evil.example", "/\\evil.example", "\\\\evil.example"),
    *("javascript:alert(1)", "https:evil.example", "http://testserver@evil.example/", "/%09/evil.example\t"),
    *("\thttps://evil.example", "https:///evil.example", "data:text/html,x"),
)


@pytest.mark.parametrize("target", AWAY)
def test_sign_in_leads_to_no_other_site(target: str, user: User, client: Client) -> None:
    answer = _enter(client, user, next=target)
    assert answer.status_code == 302
    place = answer["Location"]
    assert place.startswith("/")
    assert not place.startswith(("//", "/\\"))
    out = client.post("/account/logout/", {"next": target})["Location"]
    assert out.startswith("/")
    assert not out.startswith(("//", "/\\"))


@pytest.mark.parametrize("path", ["/%5Cevil.example/", "/projects/x%0d%0aSet-Cookie:a=b/", "/a%00b/"])
def test_an_address_makes_no_redirect_of_its_own(path: str, client: Client, db: None) -> None:
    for headers in ({}, {"HX-Request": "true"}):
        answer = client.get(path, headers=headers)
        assert answer.status_code == 404
        assert "Location" not in answer.headers


@pytest.mark.parametrize("path", ["//evil.example", "/\\evil.example", "///evil.example"])
def test_a_slash_that_is_added_leads_to_no_other_site(path: str, client: Client, db: None) -> None:
    answer = client.get("/", PATH_INFO=path)
    assert not answer.headers.get("Location", "/").startswith(("//", "/\\", "http"))


@pytest.mark.parametrize("tail", ["a&b=c", "a%3Fx=1", "%0aSet-Cookie:x", "a%26next=https://evil.example"])
def test_htmx_is_led_back_to_the_very_page(tail: str, client: Client, db: None) -> None:
    answer = client.get(f"/projects/x/contract/{tail}/", headers={"HX-Request": "true"}, follow=False)
    if answer.status_code == 204:
        assert answer["HX-Redirect"].count("&") == 0
        assert "\n" not in answer["HX-Redirect"]
        assert answer["HX-Redirect"].startswith("/account/login/?next=%2Fprojects")
    else:
        assert answer.status_code == 404


def test_a_session_is_a_new_one_after_sign_in(user: User, client: Client) -> None:
    client.get("/account/login/")
    session = client.session
    session["planted"] = "by a stranger"
    session.save()
    fixed = session.session_key
    client.cookies["sessionid"] = fixed
    _enter(client, user)
    assert client.cookies["sessionid"].value != fixed
    thief = Client()
    thief.cookies["sessionid"] = fixed
    assert thief.get("/account/profile/").status_code == 302
    before = client.cookies["sessionid"].value
    client.post("/account/logout/")
    thief.cookies["sessionid"] = before
    assert thief.get("/account/profile/").status_code == 302


def test_a_token_of_forms_is_a_new_one_after_sign_in(user: User, client: Client) -> None:
    client.get("/account/login/")
    before = client.cookies["csrftoken"].value
    _enter(client, user)
    assert client.cookies["csrftoken"].value != before


def test_a_password_set_anew_by_mail_ends_all_sessions(user: User, client: Client) -> None:
    there = Client()
    _enter(there, user)
    client.post("/account/password/reset/", {"email": user.email})
    link = next(line for line in mail.outbox[0].body.splitlines() if "/password/reset/key/" in line)
    place = client.get(link, follow=True).redirect_chain[-1][0]
    new = "another-horse-battery"
    client.post(place, {"password1": new, "password2": new})
    assert there.get("/account/profile/").status_code == 302


def test_a_shut_account_loses_its_sessions_at_once(user: User, client: Client) -> None:
    _enter(client, user)
    assert client.get("/").status_code == 200
    User.objects.update(is_active=False)
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("email", ["master@example.com", "nobody@example.com"])
def test_sign_in_costs_the_same_whether_there_is_an_account(
    email: str, user: User, client: Client, settings: object
) -> None:
    made = []
    hasher = hashers.get_hasher()
    with patch.object(type(hasher), "encode", autospec=True, side_effect=lambda *all_: made.append(all_) or "md5$a$b"):
        client.post("/account/login/", {"login": email, "password": "wrong-horse-battery"})
    assert len(made) == 1  # the slow hash, once, whoever is asked for


def test_an_invitation_tells_nobody_what_it_is_for(client: Client, db: None) -> None:
    first, second = (client.get(f"/invitation/{token}/") for token in ("x", "y" * 43))
    assert first.status_code == second.status_code == 410
    assert TOKEN.sub(b"", first.content) == TOKEN.sub(b"", second.content)
