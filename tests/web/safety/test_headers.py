"""What every answer says to the browser: whose scripts may run, who may frame it, what a cookie is for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from mingyue.web.people.models import User
from mingyue.web.store.models import Project

ADDRESSES_OF_ACCOUNTS = ("account_login", "account_inactive", "account_reset_password", "account_reset_password_done")
FRAMED = {"evidence_look", "contract_file", "report_file"}
"""Files that a page of ours shows in a frame."""
OWN_WORDS = {"evidence_look", "evidence_file", "contract_file", "report_file"}


class Scripts(HTMLParser):
    """Collects whatever could run in a page without coming from a file of ours."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script":
            source = given.get("src")
            self._inside = source is None and given.get("type") != "application/json"
            if source is not None and not source.startswith("/static/"):
                self.faults.append(f"script of {source}")
        if tag in {"style", "base", "iframe", "embed"} and not (given.get("src") or "").startswith("/"):
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith(("on", "hx-on")) or name == "style":
                self.faults.append(f"{tag} {name}={value}")
            if re.match(r"\s*(javascript|data|vbscript):", value or "", re.IGNORECASE) and tag != "img":
                self.faults.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        if self._inside and data.strip():
            self.faults.append(f"inline script {data[:40]}")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "script"


def policy(answer: HttpResponse) -> dict[str, list[str]]:
    words = [part.split() for part in answer["Content-Security-Policy"].split(";")]
    return {each[0]: each[1:] for each in words if each}


def check(name: str, answer: HttpResponse) -> Iterator[str]:
    rules = policy(answer)
    scripts = rules.get("script-src", rules.get("default-src"))
    if rules.get("default-src") != ["'none'"] or scripts not in (["'self'"], ["'none'"]):
        yield f"{name}: scripts of {scripts}"
    if rules.get("object-src", ["'none'"]) not in (["'none'"], ["'self'"]):
        yield f"{name}: objects of {rules['object-src']}"
    frames = ["'self'"] if "sandbox" in rules or name in FRAMED else ["'none'"]
    if rules["frame-ancestors"] != frames:
        yield f"{name}: framed by {rules['frame-ancestors']}"
    said = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    said["X-Frame-Options"] = "SAMEORIGIN" if name == "evidence_look" else "DENY"
    if not {"private", "no-store"} & set(re.split(r"[\s,]+", answer.headers["Cache-Control"])):
        yield f"{name}: kept in caches, {answer.headers['Cache-Control']}"
    for header, value in said.items():
        if answer.headers.get(header) != value:
            yield f"{name}: {header} is {answer.headers.get(header)}"
    if answer["Content-Type"].startswith("text/html"):
        found = Scripts()
        found.feed(answer.content.decode())
        yield from (f"{name}: {each}" for each in found.faults)


def test_no_page_runs_or_lends_itself_to_strangers(whole: Client, addresses: Mapping[str, str]) -> None:
    faults = []
    for name, address in addresses.items():
        answer = whole.get(address)
        assert answer.status_code in {200, 204, 302}, f"{name} {answer.status_code}"
        faults += check(name, answer)
    assert faults == []


@pytest.mark.parametrize("name", ADDRESSES_OF_ACCOUNTS)
def test_nor_does_a_page_of_sign_in(name: str, client: Client, db: None) -> None:
    assert list(check(name, client.get(reverse(name)))) == []


def test_nor_does_an_error(whole: Client, project: Project, settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.RATES = {**settings.RATES, "export": (0, 60)}
    settings.UPLOAD_MOST = 1000
    whole.raise_request_exception = False
    whole.get(f"/projects/{project.slug}/ledger/whole.xlsx")
    answers = {
        403: Client(enforce_csrf_checks=True).post("/account/login/"),
        404: whole.get("/nowhere/"),
        413: whole.post("/account/profile/", {"name": "x" * 2000}),
        429: whole.get(f"/projects/{project.slug}/ledger/whole.xlsx"),
    }
    monkeypatch.setattr("mingyue.web.page.visit_of", lambda *_: 1 / 0)
    answers[500] = whole.get("/")
    for status, answer in answers.items():
        assert answer.status_code == status
        assert list(check(str(status), answer)) == []


def test_the_description_of_the_api_runs_files_of_ours_only(whole: Client) -> None:
    answer = whole.get("/api/v1/docs")
    assert policy(answer)["script-src"] == ["'self'"]
    assert policy(answer)["default-src"] == ["'none'"]
    found = Scripts()
    found.feed(answer.content.decode())
    assert found.faults == []


def test_nothing_is_done_without_the_token_of_a_page(
    master: Callable[..., User], addresses: Mapping[str, str], project: Project
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(master(None))
    account = [reverse(name) for name in ADDRESSES_OF_ACCOUNTS] + ["/account/logout/", "/account/password/change/"]
    for address in (*addresses.values(), *account):
        answer = client.post(address, {"act": "remove"})
        assert answer.status_code == 403, address
        assert "提交没有执行" in answer.content.decode(), address
        stolen = client.post(address, {"csrfmiddlewaretoken": "x" * 32}, headers={"Origin": "https://evil.example"})
        assert stolen.status_code == 403, address
    assert client.get("/").status_code == 200  # still signed in


def test_cookies_are_for_the_server_alone(settings: object, master: Callable[..., User]) -> None:
    master(None)
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True  # what MINGYUE_HTTPS sets, see test_deploy.py
    client = Client()
    client.get("/account/login/")
    client.post("/account/login/", {"login": "master@example.com", "password": "correct-horse-battery"})
    for name in ("sessionid", "csrftoken"):
        cookie = client.cookies[name]
        assert cookie["httponly"]
        assert cookie["secure"]
        assert cookie["samesite"] == "Lax"
    assert not client.cookies["sessionid"]["expires"]
