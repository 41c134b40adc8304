from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from mingyue import api
from mingyue.web.people.roles import Role
from mingyue.web.rounds.models import Item
from mingyue.web.store.models import Project

pytestmark = pytest.mark.browser
VENDOR_DRAFT = Path(__file__).parents[3] / "examples" / "vendor_draft.docx"


def _upload(page: Page, project: Project) -> None:
    page.goto(f"/projects/{project.slug}/review/")
    page.get_by_label("把文件拖到这里").set_input_files(VENDOR_DRAFT)
    page.get_by_label("名称").fill("销售系统采购合同")
    page.get_by_role("button", name="上传并检查").click()
    expect(page.locator(".finding").first).to_be_visible()


def _saved(page: Page, link: str, to: Path) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=link, exact=True).click()
    target = to / waiting.value.suggested_filename
    waiting.value.save_as(target)
    return target


def test_from_the_draft_to_the_next_round(page_as: Callable[..., Page], project: Project, tmp_path: Path) -> None:
    page = page_as(Role.LEGAL)
    _upload(page, project)
    card = page.locator(".finding.open-card")
    page.keyboard.press("j")
    expect(card).to_have_attribute("id", "f1")
    accepted, waived = [
        item
        for item in Item.objects.all()
        if item.quote and item.body["fix"] and item.body["fix"]["action"] == "replace"
    ][:2]
    page.locator(f"#f{accepted.number} .row").click()
    expect(card).to_have_attribute("id", f"f{accepted.number}")
    expect(page.locator("mark.now").first).to_be_in_viewport()
    page.keyboard.press("a")
    expect(card.locator(".chip", has_text="采纳建议").first).to_be_visible()
    expect(page.locator("#summary")).to_contain_text("已处理 1")
    page.locator(f"#f{waived.number} .row").click()
    expect(card).to_have_attribute("id", f"f{waived.number}")
    page.keyboard.press("w")
    card.get_by_label("为什么可以接受").fill("单价很低，风险可控")
    card.get_by_role("button", name="接受偏离").click()
    expect(page.locator("#summary")).to_contain_text("接受偏离 1")
    redline = _saved(page, "下载修订稿", tmp_path)
    accepted.refresh_from_db()
    waived.refresh_from_db()
    assert (accepted.decision, waived.reason) == ("accepted", "单价很低，风险可控")
    text = api.read_document(redline.read_bytes(), redline.name).text
    assert accepted.quote not in text
    assert waived.quote in text

    data = VENDOR_DRAFT.read_bytes()
    review = api.check(api.read_document(data, "x.docx"), as_of=date(2026, 5, 10))
    values = [{**body, "why": "x"} for body in api.result(review, "x")["findings"]]
    answer = tmp_path / "第二轮.docx"
    answer.write_bytes(api.clean(data, api.with_findings(review, values[4:])))
    page.get_by_text("上传下一轮").click()
    page.get_by_label("对方改过的版本").set_input_files(answer)
    page.get_by_role("button", name="上传并比较").click()
    expect(page.locator(".versus")).to_contain_text("与第 1 轮相比")
    expect(page.locator(".versus")).to_contain_text("仍未改")
    expect(page.get_by_role("link", name=re.compile("第 2 轮"))).to_have_attribute("aria-current", "page")


def test_a_mark_opens_its_finding_and_filters_choose(page_as: Callable[..., Page], project: Project) -> None:
    page = page_as(Role.PROCUREMENT)
    _upload(page, project)
    mark = page.locator("mark").nth(3)
    number = mark.get_attribute("data-finding")
    mark.locator("a").first.click()
    opened = page.locator(".finding.open-card")
    expect(opened).to_have_count(1)
    assert int(opened.get_attribute("data-finding")) >= int(number)  # of nested marks the inner one is opened
    opened.get_by_text("写评论").click()
    opened.get_by_label("评论").fill("请法务看<b>")
    opened.get_by_role("button", name="发表").click()
    expect(page.locator(".comments")).to_contain_text("请法务看<b>")
    page.get_by_label("风险").select_option("high")
    expect(page.locator(".finding:not(.high)")).to_have_count(0)
    expect(page).to_have_url(re.compile("severity=high"))


@pytest.mark.parametrize("width", [1440, 360])
def test_the_pages_are_accessible_and_fit(page_as: Callable[..., Page], project: Project, width: int) -> None:
    page = page_as(Role.LEGAL, width=width)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        if scheme == "light":
            _upload(page, project)
            page.locator(".finding .row").first.click()
            expect(page.locator(".finding.open-card")).to_be_visible()
        faults = Axe().run(page).response["violations"]
        assert [(fault["id"], fault["nodes"][0]["html"][:120]) for fault in faults] == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.goto(f"/projects/{project.slug}/review/")
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_vendor_gets_no_review(page_as: Callable[..., Page], project: Project) -> None:
    page = page_as(Role.VENDOR)
    answer = page.goto(f"/projects/{project.slug}/review/")
    assert answer.status == 403
    expect(page.get_by_role("heading", level=1)).to_have_text("这一页您没有权限")
