from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mingyue.web import clock
from mingyue.web.page import all_tasks
from mingyue.web.people.models import AuditEntry, User
from mingyue.web.signoff import approvals, rules
from mingyue.web.signoff.models import ApprovalRequest, ApprovalRule
from mingyue.web.store import books
from mingyue.web.store.models import Project

Hired = Callable[..., tuple[User, Client]]


def send(client: Client, project: Project, **values: Any) -> str:
    return client.post(f"/projects/{project.slug}/approvals/", values, follow=True).content.decode()


def standing(project: Project) -> str:
    return approvals.state(project.approvals.first(), approvals.current(project))


def test_four_people_approve_in_order(fresh: Project, hired: Hired) -> None:
    _, asks = hired("procurement")
    crowd = [hired(role)[1] for role in ("business", "legal", "finance", "sponsor")]
    assert "已发起审批" in send(asks, fresh, act="start", note="请尽快")
    request = ApprovalRequest.objects.get()
    assert request.steps == ["business", "legal", "finance", "sponsor"]
    for place, client in enumerate(crowd):
        assert standing(fresh) == "pending"
        for other in crowd[place + 1 :]:
            assert "现在不是由你决定" in send(other, fresh, act="approve", request=request.pk)
        assert "已同意" in send(client, fresh, act="approve", request=request.pk, reason="可以")
    assert standing(fresh) == "approved"
    assert approvals.approved(fresh, approvals.current(fresh)) == request
    assert AuditEntry.objects.filter(verb="approval.approve").count() == 4


def test_a_refusal_needs_a_reason_and_ends_it(fresh: Project, hired: Hired) -> None:
    send(hired("procurement")[1], fresh, act="start")
    business, legal = hired("business")[1], hired("legal")[1]
    request = ApprovalRequest.objects.get()
    assert "要写明理由" in send(business, fresh, act="refuse", request=request.pk, reason="  ")
    assert standing(fresh) == "pending"
    page = send(business, fresh, act="refuse", request=request.pk, reason="验收标准不清")
    assert "验收标准不清" in page
    assert standing(fresh) == "refused"
    assert "已经结束" in send(legal, fresh, act="approve", request=request.pk)
    assert "已发起审批" in send(hired("procurement", "again")[1], fresh, act="start")


def test_a_change_of_the_terms_voids_the_approval(fresh: Project, hired: Hired) -> None:
    _, asks = hired("procurement")
    send(asks, fresh, act="start")
    for role in ("business", "legal", "finance", "sponsor"):
        send(hired(role)[1], fresh, act="approve", request=ApprovalRequest.objects.get().pk)
    text = books.terms_text(fresh)
    books.new_terms(fresh, text.replace("total: 500000.00", "total: 500000.00  # 再核对"), by=None)
    assert standing(fresh) == "void"
    assert approvals.approved(fresh, approvals.current(fresh)) is None
    assert "文本改动过" in asks.get(f"/projects/{fresh.slug}/approvals/").content.decode()
    books.new_terms(fresh, text, by=None)
    assert standing(fresh) == "approved"


def test_nobody_approves_their_own_or_twice(fresh: Project, hired: Hired) -> None:
    asked, client = hired("legal")
    send(client, fresh, act="start")
    request = ApprovalRequest.objects.get()
    send(hired("business")[1], fresh, act="approve", request=request.pk)
    assert "你自己发起的" in send(client, fresh, act="approve", request=request.pk)
    page = client.get(f"/projects/{fresh.slug}/approvals/").content.decode()
    assert "没有人能审批这一步" in page
    assert "已撤回" in send(client, fresh, act="withdraw", request=request.pk)
    assert standing(fresh) == "withdrawn"
    assert asked.pk == request.by_id


def test_a_stand_in_decides_within_the_days(fresh: Project, hired: Hired) -> None:
    send(hired("procurement")[1], fresh, act="start")
    request = ApprovalRequest.objects.get()
    _, giver = hired("business")
    taker, hands = hired("it")
    today = clock.today()
    tomorrow = today + timedelta(days=1)
    told = send(giver, fresh, act="delegate", taker=taker.pk, starts=tomorrow, ends=tomorrow)
    assert "已委托" in told
    assert "现在不是由你决定" in send(hands, fresh, act="approve", request=request.pk)
    send(giver, fresh, act="delegate", taker=taker.pk, starts=today, ends=today)
    assert any("审批" in task.title for task in all_tasks(taker, today))
    assert "代 business 某" in send(hands, fresh, act="approve", request=request.pk)
    decision = request.decisions.get()
    assert (decision.by, decision.instead_of.email) == (taker, "business@example.com")
    delegation = fresh.delegations.get(starts=today)
    assert "委托已结束" in send(giver, fresh, act="end", delegation=delegation.pk)
    assert (
        hands.post(f"/projects/{fresh.slug}/approvals/", {"act": "end", "delegation": delegation.pk}).status_code == 404
    )


@pytest.mark.parametrize("days", [(0, -1), (-3, -1)])
def test_standing_in_never_ends_before_it_begins(fresh: Project, hired: Hired, days: tuple[int, int]) -> None:
    _, giver = hired("business")
    taker, _ = hired("it")
    starts, ends = (clock.today() + timedelta(days=each) for each in days)
    assert "请改日期" in send(giver, fresh, act="delegate", taker=taker.pk, starts=starts, ends=ends)
    assert not fresh.delegations.exists()


def test_a_file_is_approved_by_its_hash(fresh: Project, hired: Hired) -> None:
    _, asks = hired("legal")
    file = SimpleUploadedFile("合同.pdf", b"%PDF-1.7 one")
    assert "已发起审批" in send(asks, fresh, act="upload", file=file)
    first = ApprovalRequest.objects.get()
    assert first.sha256 == first.evidence.sha256
    assert approvals.state(first, approvals.current(fresh)) == "pending"
    assert "已经在审批" in send(asks, fresh, act="upload", file=SimpleUploadedFile("合同.pdf", b"%PDF-1.7 one"))
    send(asks, fresh, act="upload", file=SimpleUploadedFile("合同2.pdf", b"%PDF-1.7 two"))
    first.refresh_from_db()
    assert approvals.state(first, approvals.current(fresh)) == "void"
    business = hired("business")[0]
    assert [task.title for task in all_tasks(business, clock.today()) if "审批：" in task.title] == ["审批：合同2.pdf"]
    assert "请上传 Word" in send(asks, fresh, act="upload", file=SimpleUploadedFile("a.pdf", b"GIF89a"))


def test_who_waits_is_told_at_home(fresh: Project, hired: Hired) -> None:
    send(hired("procurement")[1], fresh, act="start")
    business, legal = hired("business")[0], hired("legal")[0]
    today = clock.today()
    titles = [[task.title for task in all_tasks(user, today) if "审批：" in task.title] for user in (business, legal)]
    assert [len(each) for each in titles] == [1, 0]


def test_a_vendor_sees_no_approvals(fresh: Project, hired: Hired) -> None:
    _, guest = hired("vendor")
    assert guest.get(f"/projects/{fresh.slug}/approvals/").status_code == 403
    assert guest.post(f"/projects/{fresh.slug}/approvals/", {"act": "start"}).status_code == 403


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_who_only_looks_decides_nothing(fresh: Project, hired: Hired, role: str) -> None:
    _, client = hired(role)
    assert client.get(f"/projects/{fresh.slug}/approvals/").status_code == 200
    assert client.post(f"/projects/{fresh.slug}/approvals/", {"act": "start"}).status_code == 403


def test_finance_does_not_begin_an_approval(fresh: Project, hired: Hired) -> None:
    assert "不能发起" in send(hired("finance")[1], fresh, act="start")
    assert not fresh.approvals.exists()


def test_the_page_asks_few_questions(
    fresh: Project, hired: Hired, django_assert_num_queries: Callable[[int], object]
) -> None:
    _, asks = hired("procurement")
    send(asks, fresh, act="start")
    send(asks, fresh, act="upload", file=SimpleUploadedFile("合同.pdf", b"%PDF-1.7 one"))
    asks.get(f"/projects/{fresh.slug}/approvals/")
    with django_assert_num_queries(14):
        asks.get(f"/projects/{fresh.slug}/approvals/")


def rule_page(client: Client, rows: list[tuple[str, str]], **more: str) -> str:
    values = {"role": [role for role, _ in rows], "since": [since for _, since in rows], **more}
    return client.post("/settings/approvals/", values, follow=True).content.decode()


def test_the_rule_is_changed_on_its_page(fresh: Project, person: Callable[..., User]) -> None:
    client = Client()
    client.force_login(person("administrator"))
    assert "默认规则" in client.get("/settings/approvals/").content.decode()
    page = rule_page(client, [("legal", "0"), ("", ""), ("sponsor", "1,000,000.50")], own="on")
    assert "已保存" in page
    known = rules.rule()
    assert [(str(step.role), str(step.since)) for step in known.steps] == [("legal", "0"), ("sponsor", "1000000.50")]
    assert (known.own, known.twice) == (True, False)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "至少要有一步"),
        ([("legal", "5")], "金额写 0"),
        ([("legal", "0"), ("legal", "9")], "出现了两次"),
        ([("auditor", "0")], "不能审批"),
        ([("legal", "abc")], "写错了"),
        ([("legal", "-1")], "写错了"),
        ([("legal", "1e30")], "写错了"),
        ([("legal", "NaN")], "写错了"),
    ],
)
def test_a_rule_that_would_not_work_is_refused(
    db: None, person: Callable[..., User], rows: list[tuple[str, str]], sentence: str
) -> None:
    client = Client()
    client.force_login(person("administrator"))
    assert sentence in rule_page(client, rows)
    assert not ApprovalRule.objects.exists()


@pytest.mark.parametrize("role", ["procurement", "legal", "sponsor", "auditor"])
def test_only_an_administrator_changes_the_rule(db: None, person: Callable[..., User], role: str) -> None:
    client = Client()
    client.force_login(person(role))
    assert client.get("/settings/approvals/").status_code == 403
    assert client.post("/settings/approvals/", {"role": "legal", "since": "0"}).status_code == 403
