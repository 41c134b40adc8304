from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from mingyue.web.pages.people.sessions.view import device
from mingyue.web.people.models import User
from mingyue.web.store.models import Project

SignIn = Callable[..., HttpResponse]
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0 Safari/537.36"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile Safari/604.1"


@pytest.fixture
def user(person: Callable[..., User], project: Project) -> User:
    return person("it", project)


def test_language_and_looks_take_effect(user: User, sign_in: SignIn, client: Client) -> None:
    sign_in(client, user)
    page = client.get("/account/profile/", headers={"Accept-Language": "en"}).content.decode()
    assert '<html lang="zh-hans">' in page
    answer = client.post("/account/profile/", {"name": "新名", "language": "en", "theme": "dark"}, follow=True)
    page = answer.content.decode()
    assert '<html lang="en" data-theme="dark">' in page
    assert "新名" in page
    bad = client.post("/account/profile/", {"name": "", "language": "xx", "theme": "dark"})
    assert bad.status_code == 200
    user.refresh_from_db()
    assert (user.name, user.language, user.theme) == ("新名", "en", "dark")


def test_sessions_are_listed_and_ended_one_by_one(user: User, sign_in: SignIn, client: Client) -> None:
    phone, third = Client(), Client()
    sign_in(client, user, headers={"User-Agent": CHROME})
    sign_in(phone, user, headers={"User-Agent": PHONE})
    sign_in(third, user)
    page = client.get("/account/sessions/").content.decode()
    assert "Chrome · Windows" in page
    assert "Safari · iPhone" in page
    ids = {each.user_agent: each.pk for each in user.usersession_set.all()}
    client.post("/account/sessions/", {"id": ids[PHONE]})
    assert phone.get("/").status_code == 302
    assert third.get("/").status_code == 200
    client.post("/account/sessions/")
    assert third.get("/").status_code == 302
    assert client.get("/").status_code == 200


def test_nobody_ends_the_session_of_another(
    user: User, person: Callable[..., User], project: Project, sign_in: SignIn, client: Client
) -> None:
    theirs = Client()
    sign_in(theirs, person("legal", project))
    sign_in(client, user)
    other = User.objects.get(email="legal@example.com").usersession_set.get()
    assert client.post("/account/sessions/", {"id": other.pk}).status_code == 404
    assert client.post("/account/sessions/", {"id": "x"}).status_code == 404
    assert theirs.get("/").status_code == 200


@pytest.mark.parametrize(("agent", "words"), [(CHROME, "Chrome · Windows"), ("curl/8.0", "curl/8.0"), ("", "没有说明")])
def test_a_device_is_told_in_words(agent: str, words: str) -> None:
    assert device(agent) == words
