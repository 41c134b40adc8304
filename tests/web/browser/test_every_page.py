"""Every page there is, in a real Chromium, wide, narrow and dark: accessible, fitting, quiet, light, and readable without script."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Response, expect
from playwright.sync_api import Page as Tab

from mingyue.web.page import Page, pages, sample
from mingyue.web.people.models import User
from mingyue.web.people.roles import CAPABILITIES, Role
from mingyue.web.store.models import Project

pytestmark = pytest.mark.browser
SIGN_IN = {
    "out": ("account_login", "account_reset_password", "account_reset_password_done", "account_inactive"),
    "in": ("account_change_password", "account_reauthenticate", "mfa_index"),
}
SCRIPT_LIMIT = 100_000
ALL_RULES = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
IN_THE_DARK = {"type": "rule", "values": ["color-contrast"]}
ON_A_PHONE = {"type": "rule", "values": ["target-size", "scrollable-region-focusable"]}
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 780}
_SMALL = """() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
  .filter((each) => each.checkVisibility({visibilityProperty: true, opacityProperty: true}) && !each.closest(".hidden-label, .skip"))
  .filter((each) => !each.labels?.length || ![...each.labels].some((label) => label.getBoundingClientRect().height >= 24))
  .filter((each) => !(each.tagName === "A" && getComputedStyle(each).display === "inline"))
  .filter((each) => { const box = each.getBoundingClientRect(); return box.width && Math.min(box.width, box.height) < 23.5; })
  .map((each) => each.outerHTML.slice(0, 90))"""
_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("main *")]
  .filter((each) => each.getBoundingClientRect().right > innerWidth + 1 && !each.parentElement.closest(".scroll, table"))
  .map((each) => each.outerHTML.slice(0, 90)).concat("wide").slice(0, 3)"""


@dataclass
class Look:
    """A tab, and what it asked for and complained of since the page was opened."""

    tab: Tab
    faults: list[str] = field(default_factory=list)
    answers: list[Response] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tab.on("console", lambda line: self.faults.append(line.text) if line.type == "error" else None)
        self.tab.on("pageerror", lambda error: self.faults.append(str(error)))
        self.tab.on("response", lambda answer: self.answers.append(answer))  # noqa: PLW0108 - playwright marks what it is given

    def open(self, address: str) -> Response:
        self.faults.clear()
        self.answers.clear()
        answer = self.tab.goto(address)
        assert answer is not None
        return answer


@pytest.fixture
def cookies(person: Callable[..., User], project: Project) -> dict[str, str]:
    """Role -> the session of a person who has it everywhere; the vendor's in the project."""
    found = {}
    for role in (Role.PROCUREMENT, Role.ADMINISTRATOR, Role.VENDOR):
        client = Client()
        client.force_login(person(role, project if role is Role.VENDOR else None, email=f"{role}@look.example"))
        found[str(role)] = client.cookies["sessionid"].value
    return found


@pytest.fixture
def entered(browser: Browser, live_server: object, cookies: dict[str, str]) -> Iterator[Callable[..., BrowserContext]]:
    """Gives a window of somebody with this role; without one, of nobody."""
    windows = []

    def enter(role: str, **how: object) -> BrowserContext:
        window = browser.new_context(base_url=live_server.url, locale="zh-CN", **how)
        window.set_default_timeout(10_000)
        if role:
            window.add_cookies([{"name": "sessionid", "value": cookies[role], "url": live_server.url}])
        windows.append(window)
        return window

    yield enter
    for window in windows:
        window.close()


def _visitor(page: Page) -> str:
    """Who looks at a page: procurement where it may, else the administrator."""
    return str(Role.PROCUREMENT if Role.PROCUREMENT in CAPABILITIES.get(page.may, set(Role)) else Role.ADMINISTRATOR)


def _addresses(project: Project, client: Callable[[str], Client]) -> dict[str, list[tuple[str, str]]]:
    """Role -> names and addresses of pages that answer with a page; files to download and answers of a corner are left out."""
    found: dict[str, list[tuple[str, str]]] = {"": [(name, reverse(name)) for name in SIGN_IN["out"]]}
    for page in pages():
        address = reverse(page.name, kwargs=sample(page, project))
        answer = client(_visitor(page)).get(address, follow=True)
        if answer.status_code == 200 and b"<!doctype html>" in b"".join(answer)[:20].lower():
            found.setdefault(_visitor(page), []).append((page.name, address))
    found[str(Role.PROCUREMENT)] += [(name, reverse(name)) for name in SIGN_IN["in"]]
    return found


@pytest.fixture
def addresses(project: Project, cookies: dict[str, str]) -> dict[str, list[tuple[str, str]]]:
    def client(role: str) -> Client:
        made = Client()
        made.cookies["sessionid"] = cookies[role]
        return made

    return _addresses(project, client)


def _quiet(look: Look, server: str) -> list[str]:
    """The title says the page, one heading stands first, scripts are light, nothing comes from outside, nothing complains."""
    tab = look.tab
    scripts = [each for each in look.answers if each.request.resource_type == "script"]
    script = sum(len(each.body()) for each in scripts if each.status == 200)  # a redirect has no body
    found = {
        "title": tab.title().endswith("明约") and len(tab.title()) > len("明约"),
        "one h1": tab.locator("h1").count() == 1,
        f"{script} bytes of script": script < SCRIPT_LIMIT,
    }
    wrong = [f"asks {each.url}" for each in look.answers if not each.url.startswith((server, "data:"))]
    return [*wrong, *look.faults, *(word for word, holds in found.items() if not holds)]


def _fits(tab: Tab) -> list[str]:
    return [f"small target {each}" for each in tab.evaluate(_SMALL)[:3]] + tab.evaluate(_WIDE)


def _axe(tab: Tab, only: Mapping[str, object]) -> list[str]:
    faults = Axe().run(tab, options={"runOnly": only, "resultTypes": ["violations"]}).response["violations"]
    found = [(fault["id"], node["html"][:110]) for fault in faults for node in fault["nodes"][:3]]
    # a mark in a draft is a piece of its text, as wide as what is marked: WCAG 2.5.8 excepts it, axe takes two in a row for buttons
    return [f"axe {rule}: {html}" for rule, html in found if (rule, html[:12]) != ("target-size", '<a href="?f=')]


def _faults(look: Look, address: str, server: str) -> list[str]:
    """What is wrong with a page: wide and bright, then dark, then narrow."""
    tab = look.tab
    tab.set_viewport_size(DESKTOP)
    tab.emulate_media(color_scheme="light")
    look.open(address)
    wrong = _quiet(look, server) + _fits(tab) + _axe(tab, ALL_RULES)
    tab.emulate_media(color_scheme="dark")
    wrong += [f"dark: {each}" for each in _axe(tab, IN_THE_DARK)]
    tab.set_viewport_size(PHONE)
    return wrong + [f"phone: {each}" for each in _fits(tab) + _axe(tab, ON_A_PHONE)]


def _lines(tab: Tab) -> list[str]:
    return [line.strip() for line in tab.locator("main").inner_text().splitlines() if line.strip()]


def _lost(look: Look, plain: Tab, address: str) -> list[str]:
    """Lines of the page that are not there where script is switched off."""
    plain.goto(address)
    look.tab.set_viewport_size(DESKTOP)
    known = set(_lines(plain))
    lost = [line for line in _lines(look.tab) if line not in known]
    return [f"without script: {line}" for line in lost[:3]] if known else ["empty without script"]


def test_every_page_is_accessible_fits_and_reads_without_script(
    entered: Callable[..., BrowserContext], addresses: dict[str, list[tuple[str, str]]], live_server: object
) -> None:
    wrong = []
    for role, places in addresses.items():
        look = Look(entered(role).new_page())
        plain = entered(role, java_script_enabled=False, viewport=DESKTOP).new_page()
        for name, address in places:
            found = _faults(look, address, live_server.url) + _lost(look, plain, address)
            wrong += [f"{name}: {each}" for each in found]
    assert not wrong, "\n".join(wrong)


def test_a_vendor_is_told_in_chinese_that_a_page_is_not_theirs(
    entered: Callable[..., BrowserContext], project: Project
) -> None:
    look = Look(entered(str(Role.VENDOR), viewport=PHONE).new_page())
    for name in ("ledger", "evidence", "drafts", "terms", "members"):
        answer = look.open(reverse(name, kwargs={"slug": project.slug}))
        assert answer.status == 403, name
        expect(look.tab.get_by_role("heading", level=1)).to_have_text("这一页您没有权限")
    assert _axe(look.tab, ALL_RULES) + _fits(look.tab) == []
    assert look.open("/projects/none/").status == 404
    expect(look.tab.get_by_role("heading", level=1)).to_have_text("没有这一页")
    assert _axe(look.tab, ALL_RULES) == []
