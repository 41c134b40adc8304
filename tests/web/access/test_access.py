"""Every page with every kind of visitor, against docs/spec/access.md: exactly who gets in, and who may send something."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver, include, path, reverse
from django.urls.resolvers import URLResolver

from mingyue.web.page import Page, Visit, pages, route
from mingyue.web.people.models import User
from mingyue.web.people.roles import TITLES, Role
from mingyue.web.store.models import Project

SPEC = Path(__file__).parents[3] / "docs" / "spec" / "access.md"
OUTSIDER, NOBODY = "外人", "没登录"
VISITORS = (*TITLES.values(), OUTSIDER, NOBODY)
_BLANK = re.compile(r"<(?:(\w+):)?(\w+)>")
_BY_KIND: Mapping[str, object] = {"int": 1, "uuid": "00000000-0000-0000-0000-000000000000"}


def _tables(first: str) -> dict[str, dict[str, str]]:
    """Name -> column -> cell, of all tables of the page whose first heading is this. A name that stands twice is a fault."""
    found: dict[str, dict[str, str]] = {}
    heads: list[str] = []
    for line in SPEC.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if not cells:
            heads = []
        elif not heads:
            heads = cells
        elif heads[0] == first and set(cells[0]) != {"-"}:
            assert cells[0] not in found, f"{cells[0]} stands twice in access.md"
            found[cells[0]] = dict(zip(heads[1:], cells[1:], strict=True))
    return found


def _opens(_visit: Visit, **_blanks: object) -> HttpResponse:
    return HttpResponse("in")


@pytest.fixture
def guards(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """All addresses with their real guards; behind each stands a view that only says "in"."""
    urls = ModuleType("guards_only")
    ordered = sorted(pages(), key=lambda page: page.path.replace("<", "~"))
    urls.urlpatterns = [
        *(route(replace(page, view=_opens, read="")) for page in ordered),
        path("account/", include("mingyue.web.people.urls")),
    ]
    urls.handler403, urls.handler404 = "mingyue.web.page.forbidden", "mingyue.web.page.not_found"
    monkeypatch.setitem(sys.modules, "guards_only", urls)
    settings.ROOT_URLCONF = "guards_only"


@pytest.fixture
def visitors(person: Callable[..., User], project: Project) -> dict[str, tuple[Client, Client]]:
    """Title -> a client for pages of the project, with the role in it, and one for the others, with the role everywhere."""

    def enter(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    found = {}
    for role, title in TITLES.items():
        inside = enter(person(role, project, email=f"{role}@inside.example"))
        wide = inside if role is Role.VENDOR else enter(person(role, email=f"{role}@wide.example"))
        found[title] = (inside, wide)
    stranger = enter(person(Role.PROCUREMENT, Project.objects.create(title="别的项目"), email="stranger@example.com"))
    return {**found, OUTSIDER: (stranger, stranger), NOBODY: (Client(), Client())}


def _address(page: Page, project: Project) -> str:
    blanks = {name: _BY_KIND.get(kind, "x") for kind, name in _BLANK.findall(page.path)}
    return reverse(page.name, kwargs={**blanks, "slug": project.slug} if "slug" in blanks else blanks)


def _word(page: Page, client: Client, address: str, visitor: str) -> str:
    """What the table would say of what really happens."""
    read, write = client.get(address), client.post(address)
    for answer in (read, write):
        _refusal(page, answer, visitor)
    if read.status_code == 200:
        return "办" if write.status_code == 200 else "看"
    return "—" if write.status_code != 200 else "只能提交"


def _refusal(page: Page, answer: HttpResponse, visitor: str) -> None:
    """Whoever is refused is refused in the right way."""
    if answer.status_code in {200, 405}:
        return
    if visitor == NOBODY:
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/account/login/"), page.name
    elif visitor == OUTSIDER and "<slug:slug>" in page.path:
        assert answer.status_code == 404, page.name
    else:
        assert answer.status_code == 403, page.name


@pytest.mark.usefixtures("guards")
def test_exactly_those_get_in_whom_the_table_names(
    visitors: dict[str, tuple[Client, Client]], project: Project
) -> None:
    table = _tables("页面")
    missing = [page.name for page in pages() if page.name not in table]
    assert missing == [], f"docs/spec/access.md has no row for these pages; add one for each: {', '.join(missing)}"
    wrong = []
    for page in pages():
        address = _address(page, project)
        for visitor, (inside, wide) in visitors.items():
            got = _word(page, inside if "<slug:slug>" in page.path else wide, address, visitor)
            if (said := table[page.name][visitor]) != got:
                wrong.append(f"{page.name}, {visitor}: access.md says {said}, and it is {got}")
    assert wrong == []


@pytest.mark.usefixtures("guards")
def test_a_role_everywhere_opens_the_same_pages_of_a_project(
    visitors: dict[str, tuple[Client, Client]], project: Project
) -> None:
    table = _tables("页面")
    wrong = []
    for page in pages():
        if "<slug:slug>" not in page.path:
            continue
        for role, title in TITLES.items():
            said, got = table[page.name][title], visitors[title][1].get(_address(page, project)).status_code
            if (said != "—") != (got == 200):
                wrong.append(f"{page.name}, {role} everywhere: {said}, and the answer is {got}")
    assert wrong == []


@pytest.mark.usefixtures("guards")
def test_a_shut_account_is_nobody(visitors: dict[str, tuple[Client, Client]], project: Project) -> None:
    table = _tables("页面")
    User.objects.update(is_active=False)
    client = visitors[TITLES[Role.ADMINISTRATOR]][1]
    got = {page.name: _word(page, client, _address(page, project), NOBODY) for page in pages()}
    assert got == {page.name: table[page.name][NOBODY] for page in pages()}


@pytest.mark.usefixtures("guards")
def test_nothing_but_reading_and_posting(visitors: dict[str, tuple[Client, Client]], project: Project) -> None:
    client = visitors[TITLES[Role.ADMINISTRATOR]][1]
    for page in pages():
        for method in ("put", "patch", "delete"):
            assert getattr(client, method)(_address(page, project)).status_code in {403, 405}, page.name


def test_the_table_names_no_page_that_is_gone() -> None:
    assert sorted(set(_tables("页面")) - {page.name for page in pages()}) == []
    assert all(tuple(row) == VISITORS for row in _tables("页面").values())


def _names(patterns: list[URLPattern | URLResolver]) -> Iterator[tuple[str, str]]:
    """Name and route of every address; of the API's as a whole: its own test walks its operations."""
    for each in patterns:
        if isinstance(each, URLResolver):
            if not (each.namespace or "").startswith("api"):
                yield from _names(each.url_patterns)
        else:
            yield each.name or "", str(each.pattern)


def test_every_address_of_the_workspace_stands_in_the_tables() -> None:
    known = {*_tables("页面"), *_tables("地址")}
    strays = [
        f"{name or '(no name)'}: {place}" for name, place in _names(get_resolver().url_patterns) if name not in known
    ]
    assert strays == [], "these addresses stand in no table of docs/spec/access.md"


def _gate(answer: HttpResponse) -> str:
    if answer.status_code == 302:
        return "—" if answer.headers["Location"].startswith("/account/login/") else "转"
    return {200: "看", 404: "无"}[answer.status_code]


def test_the_pages_of_sign_in(person: Callable[..., User], project: Project) -> None:
    user = person(Role.LEGAL, project)
    wrong = []
    for name, row in _tables("地址").items():
        blanks = {"uidb36": "1", "key": "x-y"} if name == "account_reset_password_from_key" else {}
        inside, outside = Client(), Client()
        inside.force_login(user)
        for column, client in (("登录了", inside), ("没登录", outside)):
            got = _gate(client.get(reverse(name, kwargs=blanks)))
            if got != row[column]:
                wrong.append(f"{name}, {column}: access.md says {row[column]}, and it is {got}")
    assert wrong == []
