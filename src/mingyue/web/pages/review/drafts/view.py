"""The drafts under review of a project, and the place to drop a new one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from mingyue.terms.errors import UserError
from mingyue.web.page import Page, Step, Task, Visit
from mingyue.web.people.models import User
from mingyue.web.rounds import standing, upload

_TEMPLATE = "pages/review/drafts/template.html"


def view(visit: Visit) -> HttpResponse:
    """The list; POST takes a new draft in."""
    if visit.request.method == "POST":
        return _take_in(visit)
    return _page(visit)


def _page(visit: Visit, *, title: str = "", fault: str = "") -> HttpResponse:
    context = {"lines": standing.drafts(visit.purchase), "title": title, "fault": fault, "limit": upload.LIMIT >> 20}
    return visit.render(_TEMPLATE, context, status=422 if fault else 200)


def _take_in(visit: Visit) -> HttpResponse:
    title = visit.request.POST.get("title", "")
    try:
        made = upload.new_draft(visit.purchase, title, visit.request.FILES.get("file"), by=visit.user)
    except UserError as error:
        return _page(visit, title=title, fault=str(error))
    visit.note("draft.upload", str(made), file=made.name, sha256=made.file)
    messages.success(visit.request, gettext("已上传 %(name)s，正在检查。") % {"name": made.name})
    return redirect("review", slug=visit.purchase.slug, draft=made.draft_id, number=made.number)


def steps(visit: Visit) -> Iterator[Step]:
    """On the project's map: how far the review of each draft is."""
    if not visit.may("findings.see"):
        return
    lines = standing.drafts(visit.purchase)
    if not lines:
        yield Step("review", gettext("上传对方的合同草稿"), "later", reverse("drafts", args=[visit.purchase.slug]))
    for line in lines:
        yield Step("review", line.sentence, line.state, line.href, line.last.fault)


def tasks(user: User, today: date) -> Iterator[Task]:  # noqa: ARG001 - the home page's signature; a finding has no day
    """On the home page: findings that somebody gave to this person and that are open."""
    for item in standing.given_to(user):
        draft = item.round.draft
        href = reverse("review", args=[draft.project.slug, draft.pk, item.round.number])
        yield Task(
            gettext("审查意见：%(title)s") % {"title": item.title},
            f"{href}?f={item.number}#f{item.number}",
            draft.project.title,
            tone="bad" if item.severity == "high" else "",
        )


PAGES = (
    Page(
        path="projects/<slug:slug>/review/",
        name="drafts",
        may="findings.see",
        write="findings.decide",
        rate="upload",
        view=view,
        nav="审查",
        rank=30,
        phase="review",
    ),
)
