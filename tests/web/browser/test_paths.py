"""The main ways through the workspace, each walked once as people walk them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from playwright.sync_api import Browser, Page, expect

from mingyue import api
from mingyue.web.people.roles import Role
from mingyue.web.store.models import Project

pytestmark = pytest.mark.browser
PASSWORD = "a-long-way-to-the-sea"


def test_from_a_new_project_to_the_contract_in_word(page_as: Callable[..., Page], tmp_path: Path) -> None:
    page = page_as(Role.PROCUREMENT, everywhere=True)
    page.goto("/")
    page.get_by_role("link", name="新建项目").click()
    page.get_by_label("项目名称").fill("库存系统采购")
    page.get_by_role("button", name="建立").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("库存系统采购")
    page.get_by_role("link", name="自己起草").click()
    page.get_by_label("甲方（全称）").fill("南京示例家居有限公司")
    page.get_by_label("乙方（全称）").fill("苏州示例软件有限公司")
    page.get_by_label("产品全称").fill("示例库存软件")
    page.get_by_role("button", name="开始", exact=True).click()
    page.get_by_role("link", name="合同主体").first.click()
    page.get_by_label("住所地").first.fill("南京市玄武区示例路 1 号")
    expect(page.locator("#preview-text")).to_contain_text("南京市玄武区示例路 1 号")
    page.get_by_role("button", name="保存为新的一版").last.click()
    expect(page.get_by_text("第 2 版").first).to_be_visible()
    expect(page.locator(".project-nav [aria-current]")).to_have_text("起草")
    page.get_by_role("link", name="合同", exact=True).click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载 Word").click()
    saved = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(saved)
    text = api.read_document(saved.read_bytes(), saved.name).text
    assert "南京市玄武区示例路 1 号" in text
    assert "苏州示例软件有限公司" in text


def test_a_payment_is_recorded_and_the_figure_follows(page_as: Callable[..., Page], project: Project) -> None:
    page = page_as(Role.FINANCE)
    page.goto(f"/projects/{project.slug}/ledger/")
    paid = page.locator(".figure", has_text="已付").locator("dd")
    before = paid.inner_text()
    page.get_by_role("link", name="记录事件").click()
    page.get_by_role("link", name="付款", exact=True).click()
    page.get_by_label("期次").select_option("P3")
    page.get_by_label("金额").fill("1000")
    page.get_by_role("button", name="看看会改变什么").click()
    expect(page.locator("#effects")).to_contain_text("确认后会改变什么")
    page.get_by_role("button", name="确认记录").click()
    page.goto(f"/projects/{project.slug}/ledger/")
    expect(paid).not_to_have_text(before)
    sums = [float(re.sub(r"[^\d.]", "", each)) for each in (before, paid.inner_text())]
    assert sums[1] - sums[0] == 1000


def test_from_the_invitation_to_the_first_sign_in(
    page_as: Callable[..., Page],
    project: Project,
    browser: Browser,
    live_server: object,
    mailoutbox: list[EmailMessage],
) -> None:
    page = page_as(Role.ADMINISTRATOR)
    page.goto(f"/projects/{project.slug}/people/")
    page.get_by_label("姓名").fill("林一")
    page.get_by_label("邮箱").fill("lin@example.com")
    page.get_by_label("角色").select_option("legal")
    page.get_by_role("button", name="邀请", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("邀请已发到")
    link = next(line.strip() for line in mailoutbox[-1].body.splitlines() if "/invitation/" in line)
    window = browser.new_context(base_url=live_server.url, locale="zh-CN")
    guest = window.new_page()
    guest.goto("/invitation/" + link.split("/invitation/")[1])
    expect(guest.get_by_role("heading", level=1)).to_contain_text(project.title)
    guest.get_by_label("密码", exact=False).first.fill(PASSWORD)
    guest.get_by_label("再输入一次").fill(PASSWORD)
    guest.get_by_role("button", name="建立账号").click()
    guest.goto("/account/login/")
    if "login" in guest.url:
        guest.get_by_label("邮箱").fill("lin@example.com")
        guest.get_by_label("密码").fill(PASSWORD)
        guest.get_by_role("button", name="登录").click()
    guest.get_by_role("link", name=project.title).first.click()
    expect(guest.locator(".project-nav")).to_contain_text("审查")
    expect(guest.locator(".me summary")).to_have_text("林一")
    window.close()


def test_the_menu_on_a_phone(page_as: Callable[..., Page], project: Project) -> None:
    page = page_as(Role.LEGAL, width=390, height=844)
    page.goto(f"/projects/{project.slug}/ledger/history/")
    menu = page.locator("#project-menu")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="菜单").click()
    expect(menu.locator("[aria-current=true]")).to_have_text("台账")
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="菜单").click()
    menu.get_by_role("link", name="人员").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("人员")


def test_the_keyboard_finds_the_text_first(page_as: Callable[..., Page], project: Project) -> None:
    page = page_as(Role.LEGAL)
    page.goto(f"/projects/{project.slug}/ledger/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="记录事件")).to_be_focused()
    page.goto(f"/projects/{project.slug}/evidence/")
    expect(page.locator(".project-nav [aria-current]")).to_have_text("台账")
