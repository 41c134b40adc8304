"""A real Chromium for tests of pages: `page_as(role)` gives a tab that is signed in, at the address of a running server."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from mingyue.web.people.models import User
from mingyue.web.people.roles import Role
from mingyue.web.store.models import Project

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; where there is none they are skipped, except where CI=true: there they fail."""
    program = shutil.which("chromium")
    if program is None:
        reason = "no chromium on this machine: apt-get install chromium"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - it is slow to load, and only these tests need it

    # playwright's loop runs in this thread, and Django takes that for a view that must not ask its database
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=list(_QUIET))
        yield chromium
        chromium.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page_as(
    browser: Browser, live_server: object, project: Project, person: Callable[..., User]
) -> Iterator[Callable[..., Page]]:
    """Gives a tab of a new person with this role in the project, or everywhere; addresses start at the server's root. A fault of a script fails the test."""
    contexts, faults = [], []

    def enter(role: Role | str, *, width: int = 1440, height: int = 900, everywhere: bool = False) -> Page:
        client = Client()
        client.force_login(person(role, None if everywhere else project))
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            locale="zh-CN",
            accept_downloads=True,
        )
        cookie = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if "Content Security Policy" in line.text else None)
        return page

    yield enter
    for context in contexts:
        context.close()
    assert not faults
