"""Milestones, deliverables, tickets, changes, minutes, contacts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from mingyue.web.notebook.models import Contact, Remark
from mingyue.web.store.models import EventLine, Project

SignedIn = Callable[[str], Client]


def text(client: Client, project: Project, page: str) -> str:
    return client.get(f"/projects/{project.slug}/{page}").content.decode()


def test_milestones_tell_days_and_reports(fresh: Project, signed_in: SignedIn) -> None:
    client = signed_in("vendor")
    found = text(client, fresh, "milestones/")
    assert "YS-002" in found
    assert "逾期 12 日" in found
    then = text(client, fresh, "milestones/?as_of=2026-03-11&state=refused")
    assert "商机表缺少负责人字段" in then


@pytest.mark.parametrize(("query", "shown"), [("", True), ("q=测试报告", True), ("q=用户手册", False)])
def test_deliverables_know_revisions(fresh: Project, signed_in: SignedIn, query: str, shown: bool) -> None:
    found = text(signed_in("vendor"), fresh, f"milestones/deliverables/?{query}")
    assert ("《测试报告》" in found) == shown


def test_a_remark_of_the_vendor_is_no_event(fresh: Project, signed_in: SignedIn) -> None:
    client, address, before = signed_in("vendor"), f"/projects/{fresh.slug}/tickets/", EventLine.objects.count()
    sent = {"ticket": "I1", "text": "已更换组件", "stated": "resolved"}
    bad = client.post(address, sent)
    assert bad.status_code == 422
    assert "请写明做到的日期和时间" in bad.content.decode()
    assert "已更换组件" in bad.content.decode()
    assert client.post(address, {**sent, "stated_at": "2026-05-07T08:00"}).status_code == 302
    assert (Remark.objects.get().side, EventLine.objects.count()) == ("vendor", before)
    link = "record/incident_resolved/?incident=I1&amp;day=2026-05-07&amp;time=08:00"
    assert link in text(signed_in("it"), fresh, "tickets/")
    assert link not in text(client, fresh, "tickets/")


def test_a_remark_needs_a_ticket_that_there_is(fresh: Project, signed_in: SignedIn) -> None:
    client, address = signed_in("vendor"), f"/projects/{fresh.slug}/tickets/"
    assert client.post(address, {"ticket": "I9", "text": "x"}).status_code == 422
    assert client.post(address, {"ticket": "", "text": "<b>接口没有文档"}).status_code == 302
    found = text(client, fresh, "tickets/")
    assert "&lt;b&gt;接口没有文档" in found


def test_an_auditor_says_nothing(fresh: Project, signed_in: SignedIn) -> None:
    assert signed_in("auditor").post(f"/projects/{fresh.slug}/tickets/", {"text": "x"}).status_code == 403


@pytest.mark.parametrize(
    ("query", "shown"), [("state=done", True), ("state=open", False), ("sort=issue", False), ("q=报表", True)]
)
def test_tickets_are_filtered(fresh: Project, signed_in: SignedIn, query: str, shown: bool) -> None:
    assert ("I1 报表导出超时" in text(signed_in("vendor"), fresh, f"tickets/?{query}")) == shown


def test_changes_tell_both_sides_and_what_was_signed(fresh: Project, signed_in: SignedIn) -> None:
    found = text(signed_in("legal"), fresh, "ledger/changes/")
    assert "改为 100日（签署时为 90日）" in found
    assert "✓ 2026-03-06" in found
    open_then = text(signed_in("finance"), fresh, "ledger/changes/?as_of=2026-03-04")
    assert "尚未同意" in open_then
    assert "没有符合条件的变更" in text(signed_in("it"), fresh, "ledger/changes/?state=rejected")


def test_minutes_and_promises(fresh: Project, signed_in: SignedIn) -> None:
    client = signed_in("sponsor")
    found = text(client, fresh, "ledger/minutes/")
    assert "每周三例会<br>需求变更一律走变更单" in found
    assert "上线后每季度上门一次" in found
    assert "每周三例会" not in text(client, fresh, "ledger/minutes/?since=2026-02-01")
    assert "日期“x”写错了" in text(client, fresh, "ledger/minutes/?since=x")


def test_contacts_come_and_go_and_come_back(fresh: Project, signed_in: SignedIn) -> None:
    client, address = signed_in("business"), f"/projects/{fresh.slug}/contacts/"
    assert "写在合同里" in text(client, fresh, "contacts/")
    bad = client.post(address, {"c-side": "vendor", "c-name": "孙磊", "c-email": "不是邮箱"})
    assert bad.status_code == 422
    assert 'value="孙磊"' in bad.content.decode()
    assert client.post(address, {"c-side": "vendor", "c-name": "孙磊", "c-phone": "139"}).status_code == 302
    kept = Contact.objects.get()
    assert "tel:139" in text(client, fresh, "contacts/?side=vendor&q=孙")
    client.post(f"{address}{kept.pk}/", {"step": "remove"})
    assert "孙磊" not in text(client, fresh, "contacts/").partition('id="contacts"')[2]
    client.post(f"{address}{kept.pk}/", {"step": "restore"})
    assert "孙磊" in text(client, fresh, "contacts/").partition('id="contacts"')[2]


@pytest.mark.parametrize("role", ["vendor", "auditor"])
def test_who_may_not_write_changes_no_contact(fresh: Project, signed_in: SignedIn, role: str) -> None:
    pk = Contact.objects.create(project=fresh, side="buyer", name="周").pk
    client = signed_in(role)
    assert client.post(f"/projects/{fresh.slug}/contacts/", {"c-name": "x"}).status_code == 403
    assert client.post(f"/projects/{fresh.slug}/contacts/{pk}/", {"step": "remove"}).status_code == 403


def test_a_contact_of_another_project_is_not_there(fresh: Project, signed_in: SignedIn) -> None:
    pk = Contact.objects.create(project=Project.objects.create(title="别的"), side="buyer", name="周").pk
    assert signed_in("business").get(f"/projects/{fresh.slug}/contacts/{pk}/").status_code == 404
