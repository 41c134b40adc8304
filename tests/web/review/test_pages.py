from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mingyue.web.page import all_steps, all_tasks, visit_of
from mingyue.web.people.models import AuditEntry, User
from mingyue.web.people.roles import Role
from mingyue.web.rounds import deciding
from mingyue.web.rounds.models import Comment, Draft, Item, Round
from mingyue.web.store.models import Project

Files = Callable[..., SimpleUploadedFile]
SignedIn = Callable[[Role | str], Client]


@pytest.fixture
def browser(lawyer: User) -> Client:
    client = Client()
    client.force_login(lawyer)
    return client


def _drafts(project: Project) -> str:
    return f"/projects/{project.slug}/review/"


def _round(first: Round) -> str:
    return f"{_drafts(first.draft.project)}{first.draft_id}/{first.number}/"


def _finding(first: Round, number: int = 1) -> str:
    return f"{_round(first)}findings/{number}/"


def test_a_draft_is_uploaded_checked_and_listed(browser: Client, project: Project, file: Files) -> None:
    empty = browser.get(_drafts(project)).content.decode()
    assert "还没有审查过的合同" in empty
    answer = browser.post(_drafts(project), {"file": file(), "title": "销售系统"}, follow=True)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "销售系统" in page
    assert 'id="m1"' in page
    assert "十二类条款" in page
    assert "销售系统" in browser.get(_drafts(project)).content.decode()
    assert AuditEntry.objects.filter(verb="draft.upload").count() == 1


def test_a_refused_upload_keeps_what_was_typed(browser: Client, project: Project, file: Files) -> None:
    answer = browser.post(_drafts(project), {"file": file("图.docx", b"\x89PNG\r\n\x1a\n"), "title": "我的<名称>"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="我的&lt;名称&gt;"' in page
    assert 'role="alert"' in page
    assert not Draft.objects.exists()


def test_hostile_text_is_shown_and_does_nothing(browser: Client, project: Project, file: Files) -> None:
    text = '软件合同<script>alert(1)</script>\n第一条 乙方<img src=x onerror=alert(2)>有权单方解除合同，最终解释权归乙方所有。"><svg onload=a>'
    page = browser.post(_drafts(project), {"file": file('<b>"x.txt', text)}, follow=True).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<svg onload" not in page
    assert "<b>&quot;" not in page
    assert "&lt;script&gt;" in page


def test_the_page_of_a_round_costs_a_fixed_number_of_queries(
    browser: Client, first: Round, django_assert_num_queries: Callable[[int], object]
) -> None:
    drafts, page = _drafts(first.draft.project), _round(first)
    for address, queries in ((page, 8), (f"{page}?f=3", 11), (drafts, 7)):
        browser.get(address)
        with django_assert_num_queries(queries):
            browser.get(address)


def test_a_guest_of_the_vendor_sees_nothing_of_it(signed_in: SignedIn, first: Round) -> None:
    client = signed_in(Role.VENDOR)
    addresses = [
        _drafts(first.draft.project),
        f"{_drafts(first.draft.project)}{first.draft_id}/",
        _round(first),
        _round(first) + "progress/",
        _finding(first),
        *(f"{_round(first)}files/{form}/" for form in ("redline", "clean", "report", "original")),
    ]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 403, address
        assert first.items.first().title not in answer.content.decode()
    for address in (addresses[0], addresses[1], _round(first), _finding(first)):
        assert client.post(address, {"do": "accepted"}).status_code == 403
    assert "/review/" not in client.get(f"/projects/{first.draft.project.slug}/").content.decode()


def test_who_only_comments_cannot_decide_and_who_only_reads_cannot_comment(signed_in: SignedIn, first: Round) -> None:
    finance, auditor = signed_in(Role.FINANCE), signed_in(Role.AUDITOR)
    assert finance.post(_finding(first), {"do": "accepted"}).status_code == 403
    assert finance.post(_finding(first), {"do": "nonsense"}).status_code == 403
    assert finance.post(_finding(first), {"do": "comment", "text": "付款部分我看"}).status_code == 302
    assert "采纳建议" not in finance.get(_finding(first)).content.decode()
    assert auditor.get(_round(first)).status_code == 200
    assert auditor.post(_finding(first), {"do": "comment", "text": "x"}).status_code == 403
    assert auditor.post(_drafts(first.draft.project), {}).status_code == 403
    assert Comment.objects.count() == 1
    assert not Item.objects.exclude(decision="open").exists()


def test_a_round_of_another_project_does_not_exist_here(browser: Client, first: Round, lawyer: User) -> None:
    other = Project.objects.create(title="别的项目")
    lawyer.memberships.create(project=other, role="legal")
    for address in (
        _round(first),
        _finding(first),
        f"{_round(first)}files/report/",
        f"{_drafts(first.draft.project)}{first.draft_id}/",
    ):
        assert browser.get(address.replace(first.draft.project.slug, other.slug)).status_code == 404
    for missing in ("findings/9999/", "files/nonsense/"):
        assert browser.get(_round(first) + missing).status_code == 404


def test_decisions_without_script(browser: Client, first: Round) -> None:
    page = browser.post(_finding(first, 2), {"do": "waived", "reason": ""})
    assert page.status_code == 422
    assert "要写明理由" in page.content.decode()
    page = browser.post(_finding(first, 2), {"do": "waived", "reason": "金额<小>"}, follow=True).content.decode()
    assert "金额&lt;小&gt;" in page
    browser.post(_finding(first, 2), {"do": "comment", "text": "同意 <i>"})
    assert "同意 &lt;i&gt;" in browser.get(_finding(first, 2)).content.decode()
    entry = AuditEntry.objects.get(verb="finding.waived")
    assert entry.detail["reason"] == "金额<小>"


def test_decisions_with_script_give_the_card_and_the_new_numbers(browser: Client, first: Round) -> None:
    answer = browser.post(_finding(first), {"do": "accepted"}, headers={"HX-Request": "true"}).content.decode()
    assert answer.lstrip().startswith('<li id="f1"')
    assert f"已处理 1 / {first.items.count()}" in answer
    assert 'id="said"' in answer
    fault = browser.post(
        _finding(first), {"do": "edited", "wording": " "}, headers={"HX-Request": "true"}
    ).content.decode()
    assert 'role="alert"' in fault


def test_findings_are_filtered(browser: Client, first: Round) -> None:
    def listed(query: str) -> int:
        return browser.get(f"{_round(first)}?{query}").content.decode().count('<li id="f')

    total = first.items.count()
    assert listed("") == listed("family=nonsense&severity=x") == total
    assert listed("severity=high") == first.items.filter(severity="high").count() < total
    assert listed("family=ip") == first.items.filter(family="ip").count() < total
    assert listed("decision=accepted") == 0
    part = browser.get(
        f"{_round(first)}?severity=high", headers={"HX-Request": "true", "HX-Target": "findings"}
    ).content.decode()
    assert part.lstrip().startswith("<section")
    assert "draft-text" not in part


def test_files_are_handed_out_as_attachments_and_written_down(browser: Client, first: Round) -> None:
    refused = browser.get(f"{_round(first)}files/redline/", follow=True)
    assert "还没有采纳" in refused.content.decode()
    browser.post(_finding(first), {"do": "accepted"})
    for form in ("redline", "clean", "report", "original"):
        answer = browser.get(f"{_round(first)}files/{form}/")
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert len(answer.content) > 1000
    assert AuditEntry.objects.filter(verb="review.download").count() == 5


def test_the_next_round_compares(browser: Client, first: Round, file: Files, changed: bytes) -> None:
    address = f"{_drafts(first.draft.project)}{first.draft_id}/"
    same = browser.post(address, {"file": file()})
    assert same.status_code == 422
    assert "完全相同" in same.content.decode()
    page = browser.post(address, {"file": file("2.docx", changed)}, follow=True).content.decode()
    assert "与第 1 轮相比" in page
    assert "仍未改" in page
    old = browser.get(_finding(first)).content.decode()
    assert 'value="accepted"' not in old


def test_while_it_waits_the_page_tells_how_far_it_is(browser: Client, first: Round) -> None:
    Round.objects.filter(pk=first.pk).update(state="running", done=120, total=229)
    page = browser.get(_round(first)).content.decode()
    assert "已完成 120 / 229 步（52%）" in page
    assert "已完成 120" in browser.get(_round(first) + "progress/").content.decode()
    assert browser.get(_round(first) + "files/report/").status_code == 404
    Round.objects.filter(pk=first.pk).update(state="failed", fault="文件已经损坏。")
    assert browser.get(_round(first) + "progress/").headers["HX-Refresh"] == "true"
    assert "文件已经损坏。" in browser.get(_round(first)).content.decode()
    Item.objects.all().delete()
    assert "已处理" in browser.post(_round(first), follow=True).content.decode()


def test_the_map_and_the_home_page_know_of_it(
    rf: object, first: Round, lawyer: User, person: Callable[..., User]
) -> None:
    request = rf.get("/")
    request.user = lawyer
    steps = [step for step in all_steps(visit_of(request, first.draft.project.slug)) if step.phase == "review"]
    assert [(step.state, "已处理 0/" in step.title) for step in steps] == [("open", True)]
    request.user = person(Role.VENDOR, first.draft.project)
    assert not [step for step in all_steps(visit_of(request, first.draft.project.slug)) if step.phase == "review"]
    item = first.items.select_related("round__draft__project").first()
    item.round.draft.refresh_from_db()
    deciding.assign(item, str(lawyer.pk), by=lawyer)
    tasks = [task for task in all_tasks(lawyer, first.as_of) if "审查意见" in task.title]
    assert [task.href.endswith("#f1") for task in tasks] == [True]
