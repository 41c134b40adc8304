"""What one sees when the server refuses: a page that says when again; where htmx asked, a note on top of the page that stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from mingyue.web.store.models import Project

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1440, 360])
def test_too_often_is_told_on_a_page(
    width: int, page_as: Callable[..., Page], project: Project, settings: object
) -> None:
    settings.RATES = {**settings.RATES, "export": (0, 600)}
    tab = page_as("legal", width=width)
    tab.goto(f"/projects/{project.slug}/ledger/whole.xlsx")
    assert "以后再试" in tab.inner_text("main")
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_htmx_is_refused_is_told_on_top_of_the_page(
    page_as: Callable[..., Page], project: Project, settings: object
) -> None:
    settings.RATES = {**settings.RATES, "upload": (0, 600)}
    tab = page_as("business")
    tab.goto(f"/projects/{project.slug}/evidence/")
    before = tab.inner_text("h1")
    for _ in range(2):
        tab.evaluate("htmx.ajax('POST', location.pathname, {target: '#main'})")
        tab.wait_for_function("document.querySelectorAll('.refused').length === 1")
    assert "以后再试" in tab.inner_text("[role=alert]")
    assert tab.inner_text("h1") == before
