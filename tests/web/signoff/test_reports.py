from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from outside import pdfsig

from mingyue import api
from mingyue.web import clock
from mingyue.web.page import all_steps, all_tasks, visit_of
from mingyue.web.people.models import AuditEntry, User
from mingyue.web.signoff import signing
from mingyue.web.signoff.models import Report
from mingyue.web.store import files
from mingyue.web.store.models import Project

Hired = Callable[..., tuple[User, Client]]
PASSWORD = "correct-horse-battery"
pytestmark = pytest.mark.usefixtures("today")


def address(project: Project, rest: str = "") -> str:
    return f"/projects/{project.slug}/reports/{rest}"


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def filled(report: Report, *failed: str) -> dict[str, Any]:
    """A form in which every line has passed, but for these."""
    values: dict[str, Any] = {"record": "在测试环境逐项测试", "rectify": "10 日内整改" if failed else ""}
    for line in report.lines.all():
        values[f"result-{line.pk}"] = "failed" if line.key in failed else "passed"
        values[f"note-{line.pk}"] = "每条延迟 20 分钟" if line.key in failed else ""
    return values


@pytest.fixture
def tester(running: Project, hired: Hired) -> Client:
    """Business, who has prepared a report on M3."""
    client = hired("business", "赵倩")[1]
    page = text(client.post(address(running), {"milestone": "M3"}, follow=True))
    assert "线索池自动分配" in page
    assert "乙方于 2026-04-10 提交验收" in page
    return client


@pytest.fixture
def vendor(hired: Hired) -> Client:
    return hired("vendor", "孙磊")[1]


def put_up(client: Client, project: Project, *failed: str, **more: str) -> HttpResponse:
    values = {**filled(Report.objects.get(), *failed), "put_up": "1", **more}
    return client.post(address(project, "YS-M3-1/edit/"), values, follow=True)


def sign(client: Client, project: Project, password: str = PASSWORD) -> HttpResponse:
    return client.post(address(project, "YS-M3-1/sign/"), {"password": password}, follow=True)


@pytest.mark.usefixtures("time_stamps")
def test_both_sign_and_the_ledger_says_accepted(
    running: Project, tester: Client, vendor: Client, tmp_path: Path
) -> None:
    assert "等双方签署" in text(put_up(tester, running))
    assert "已签署 YS-M3-1" in text(sign(tester, running))
    assert running.lines.count() == 2
    assert "已签署 YS-M3-1" in text(sign(vendor, running))
    document = running.documents.get()
    line = running.lines.last()
    told = api.event_line(line.line)
    assert (line.kind, told["happened"], line.seq) == ("accepted", "2026-05-12", document.seq)
    assert told["data"] == {"milestone": "M3", "report": "YS-M3-1"}
    assert told["evidence"] == [document.current.sha256]
    data = files.content(document.current)
    assert pdfsig(data, tmp_path).count("Signature is Valid.") == 2
    found = signing.check(data, now=clock.now())
    assert [(each.signer, each.good, each.stamp_trusted) for each in found] == [
        ("赵倩", True, True),
        ("孙磊", True, True),
    ]
    assert "验收合格" in text(tester.get(address(running)))
    assert tester.get(address(running, "YS-M3-1/file/")).content == data
    assert text(vendor.get(address(running, "YS-M3-1/?check"))).count("签名有效，内容没有改动") == 2
    assert "M3" not in text(tester.get(address(running))).split("<select")[1].split("</select")[0]


def test_the_vendor_alone_accepts_nothing(running: Project, tester: Client, vendor: Client) -> None:
    put_up(tester, running)
    sign(vendor, running)
    assert "乙方已经签署过了" in text(sign(vendor, running))
    assert running.lines.count() == 2


def test_a_refusal_is_the_buyers_alone(running: Project, tester: Client, vendor: Client) -> None:
    put_up(tester, running, "R-001")
    sign(tester, running)
    told = api.event_line(running.lines.last().line)
    assert told["kind"] == "rejected"
    assert told["data"]["reasons"] == ["R-001 线索池自动分配：每条延迟 20 分钟"]
    sign(vendor, running)
    assert running.lines.count() == 3
    assert "验收不合格" in text(vendor.get(address(running)))
    assert "YS-M3-2" in text(tester.post(address(running), {"milestone": "M3"}, follow=True))


@pytest.mark.parametrize(
    ("failed", "more", "sentence"),
    [
        ((), {"result": ""}, "这些项目还没有结果"),
        (("R-001",), {"note": ""}, "要写明情况"),
        (("R-001",), {"rectify": ""}, "要写整改要求"),
    ],
)
def test_an_unfinished_report_is_not_put_up(
    running: Project, tester: Client, failed: tuple[str, ...], more: dict[str, str], sentence: str
) -> None:
    line = Report.objects.get().lines.get(key="R-001")
    named = {f"{name}-{line.pk}" if name != "rectify" else name: value for name, value in more.items()}
    answer = put_up(tester, running, *failed, **named)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert "在测试环境逐项测试" in text(answer)
    assert not running.documents.exists()


def test_a_frozen_report_does_not_change(running: Project, tester: Client) -> None:
    put_up(tester, running)
    answer = tester.post(address(running, "YS-M3-1/edit/"), {**filled(Report.objects.get(), "R-001")})
    assert "内容不能再改" in text(answer)
    assert set(Report.objects.get().lines.values_list("result", flat=True)) == {"passed"}


def test_what_the_terms_do_not_list_is_added(running: Project, tester: Client) -> None:
    values = {**filled(Report.objects.get()), "new_title": "批量导入", "new_criterion": "一万行在五分钟内"}
    assert "批量导入" in text(tester.post(address(running, "YS-M3-1/edit/"), values, follow=True))
    assert Report.objects.get().lines.last().criterion == "一万行在五分钟内"


def test_a_guest_sees_a_report_once_it_is_put_up(running: Project, tester: Client, vendor: Client) -> None:
    assert "YS-M3-1" not in text(vendor.get(address(running)))
    for rest in ("YS-M3-1/", "YS-M3-1/file/"):
        assert vendor.get(address(running, rest)).status_code == 404
    put_up(tester, running)
    assert "YS-M3-1" in text(vendor.get(address(running)))
    assert vendor.get(address(running, "YS-M3-1/file/")).status_code == 200
    assert vendor.post(address(running, "YS-M3-1/edit/"), {"withdraw": "1"}).status_code == 403
    assert vendor.post(address(running), {"milestone": "M1"}).status_code == 403


@pytest.mark.parametrize("role", ["legal", "finance", "auditor", "administrator"])
@pytest.mark.usefixtures("tester")
def test_who_neither_prepares_nor_signs(running: Project, hired: Hired, role: str) -> None:
    client = hired(role)[1]
    assert client.get(address(running, "YS-M3-1/")).status_code == 200
    assert client.post(address(running), {"milestone": "M1"}).status_code == 403
    assert client.post(address(running, "YS-M3-1/edit/"), {}).status_code == 403
    assert sign(client, running).status_code == 403


def test_a_wrong_password_signs_no_report(running: Project, tester: Client) -> None:
    put_up(tester, running)
    answer = sign(tester, running, "wrong")
    assert answer.status_code == 422
    assert "口令不对" in text(answer)
    assert not running.documents.get().signings.exists()
    assert AuditEntry.objects.filter(verb="signing.wrong_password").count() == 1


def test_a_report_is_taken_back_until_the_ledger_knows_it(running: Project, tester: Client, vendor: Client) -> None:
    put_up(tester, running)
    withdraw = {"withdraw": "1"}
    assert "已撤回" in text(tester.post(address(running, "YS-M3-1/edit/"), withdraw, follow=True))
    assert "已经撤回，不能再签" in text(sign(tester, running))
    assert vendor.get(address(running, "YS-M3-1/")).status_code == 404
    assert "YS-M3-2" in text(tester.post(address(running), {"milestone": "M3"}, follow=True))


def test_a_recorded_report_stays(running: Project, tester: Client, vendor: Client) -> None:
    put_up(tester, running)
    sign(tester, running)
    sign(vendor, running)
    assert "不能撤回" in text(tester.post(address(running, "YS-M3-1/edit/"), {"withdraw": "1"}))


@pytest.mark.parametrize("milestone", ["M3", "M9", ""])
@pytest.mark.usefixtures("tester")
def test_no_second_report_and_none_on_nothing(running: Project, hired: Hired, milestone: str) -> None:
    page = text(hired("it")[1].post(address(running), {"milestone": milestone}, follow=True))
    assert "没有签完的验收报告" in page or "没有这个里程碑" in page
    assert Report.objects.count() == 1


def test_before_the_signature_there_is_nothing_to_test(fresh: Project, hired: Hired) -> None:
    client = hired("business")[1]
    assert "合同签署之后" in text(client.get(address(fresh)))
    assert "还没有签署" in text(client.post(address(fresh), {"milestone": "M3"}, follow=True))


def test_who_has_yet_to_sign_is_told(running: Project, tester: Client, vendor: Client, rf: Any) -> None:
    put_up(tester, running)
    names = ("赵倩", "孙磊")
    waiting = [
        [task for task in all_tasks(User.objects.get(name=name), clock.today()) if task.title.startswith("签署：")]
        for name in names
    ]
    assert [len(each) for each in waiting] == [1, 1]
    request = rf.get("/")
    request.user = User.objects.get(name="赵倩")
    steps = all_steps(visit_of(request, running.slug))
    assert any(step.phase == "performance" and step.title == "验收报告 YS-M3-1 待签" for step in steps)


def test_the_pages_ask_few_questions(
    running: Project, tester: Client, django_assert_num_queries: Callable[[int], object]
) -> None:
    put_up(tester, running)
    sign(tester, running)
    with django_assert_num_queries(11):
        tester.get(address(running))
    with django_assert_num_queries(11):
        tester.get(address(running, "YS-M3-1/"))
