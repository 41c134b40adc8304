"""The review of one round: the text on the left, its findings on the right; decisions, comments, files, the next round."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from mingyue import api
from mingyue.terms.errors import UserError
from mingyue.web import clock
from mingyue.web.handing import handed
from mingyue.web.page import Page, Visit, forbidden
from mingyue.web.pages.review.review import workspace
from mingyue.web.pages.review.review.workspace import Choice
from mingyue.web.people.models import User
from mingyue.web.rounds import checking, deciding, files, upload
from mingyue.web.rounds.models import DECISIONS, Decision, Item, Round
from mingyue.web.store.models import Project

_HERE = "pages/review/review"


def view(visit: Visit, draft: int, number: int) -> HttpResponse:
    """The page of a round; POST checks one anew that failed."""
    round_ = workspace.find_round(visit.purchase, draft, number)
    if visit.request.method == "POST":
        upload.again(round_)
        return redirect("review", slug=visit.purchase.slug, draft=draft, number=number)
    open_number = visit.request.GET.get("f", "")
    return _page(
        visit, round_, open_number=int(open_number) if open_number.isascii() and open_number.isdigit() else None
    )


def _page(
    visit: Visit,
    round_: Round,
    *,
    open_number: int | None = None,
    more: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = _frame(visit, round_)
    if round_.state != "done":
        return visit.render(f"{_HERE}/waiting.html", {**context, **(more or {})}, status=status)
    context |= workspace.workspace(
        visit, round_, context["rounds"], choice=Choice.of(visit.request.GET), open_number=open_number
    )
    if more and context["card"]:
        context["card"] |= more
    context |= more or {}
    part = visit.request.headers.get("HX-Target") == "findings"
    return visit.render(f"{_HERE}/{'findings' if part else 'template'}.html", context, status=status)


def _frame(visit: Visit, round_: Round) -> dict[str, Any]:
    return {
        "round": round_,
        "draft": round_.draft,
        "rounds": list(round_.draft.rounds.only("number", "state", "uploaded", "draft").order_by("number")),
        "newest": round_.number == round_.draft.newest,
        "people": deciding.people(visit.purchase) if visit.may("findings.comment") else (),  # asked for by an open card
        "here": reverse("review", args=[visit.purchase.slug, round_.draft_id, round_.number]),
        "slug": visit.purchase.slug,
        "limit": upload.LIMIT >> 20,
    }


def draft(visit: Visit, draft: int) -> HttpResponse:
    """The draft's newest round; POST takes the next one in."""
    found = workspace.find_draft(visit.purchase, draft)
    last = found.rounds.order_by("-number").first()
    if last is None:
        raise Http404
    if visit.request.method != "POST":
        return redirect("review", slug=visit.purchase.slug, draft=draft, number=last.number)
    try:
        made = upload.next_round(found, visit.request.FILES.get("file"), by=visit.user)
    except UserError as error:
        last.draft = found
        return _page(visit, last, more={"upload_fault": str(error)}, status=422)
    visit.note("draft.upload", str(made), file=made.name, sha256=made.file)
    return redirect("review", slug=visit.purchase.slug, draft=draft, number=made.number)


def progress(visit: Visit, draft: int, number: int) -> HttpResponse:
    """How far the check is; when it is over the browser is told to load the page."""
    round_ = workspace.find_round(visit.purchase, draft, number)
    if not round_.waits:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return visit.render(f"{_HERE}/progress.html", {"round": round_, "draft": round_.draft, "slug": visit.purchase.slug})


def finding(visit: Visit, draft: int, number: int, item: int) -> HttpResponse:
    """One finding, opened; POST decides on it, gives it to somebody or comments."""
    round_ = workspace.find_round(visit.purchase, draft, number)
    if visit.request.method != "POST":
        return _card(visit, round_, item)
    found = workspace.find_item(round_, item)
    verb = visit.request.POST.get("do", "")
    if verb not in {"assign", "comment"} and not visit.may("findings.decide"):
        return forbidden(visit.request)
    try:
        said = _do(visit, found, verb)
    except UserError as error:
        typed = {"fault": str(error), "at": verb, "typed": visit.request.POST}
        if visit.request.headers.get("HX-Request"):
            return _card(visit, round_, item, typed)
        return _page(visit, round_, open_number=item, more=typed, status=422)
    visit.note(f"finding.{verb}", f"{round_} #{item} {found.title}", rule=found.rule, reason=found.reason[:200])
    if visit.request.headers.get("HX-Request"):
        return _card(visit, round_, item, {"said": said})
    messages.success(visit.request, said)
    return redirect(reverse("review", args=[visit.purchase.slug, draft, number]) + f"?f={item}#f{item}")


def _do(visit: Visit, item: Item, verb: str) -> str:
    """Carries it out and gives the sentence that tells so."""
    given = visit.request.POST
    if verb == "assign":
        deciding.assign(item, given.get("who", ""), by=visit.user)
        if item.assignee is None:
            return gettext("第 %(n)s 条不再指派给任何人。") % {"n": item.number}
        return gettext("第 %(n)s 条已指派给%(who)s。") % {"n": item.number, "who": item.assignee.name}
    if verb == "comment":
        deciding.comment(item, given.get("text", ""), by=visit.user)
        return gettext("评论已保存。")
    if verb not in DECISIONS:
        raise deciding.DecisionError(gettext("没有这种处理方式，请重新选择。"))
    decision = Decision(verb)
    deciding.decide(item, decision, wording=given.get("wording", ""), reason=given.get("reason", ""), by=visit.user)
    return gettext("第 %(n)s 条：%(decision)s。") % {"n": item.number, "decision": gettext(DECISIONS[decision])}


def _card(visit: Visit, round_: Round, number: int, more: Mapping[str, Any] | None = None) -> HttpResponse:
    context = _frame(visit, round_) | {"card": {**workspace.card(round_, number), **(more or {})}}
    if more and "said" in more:
        context |= {"said": more["said"], **workspace.summary(round_, context["rounds"], workspace.items_of(round_))}
    return visit.render(f"{_HERE}/answer.html", context)


def download(visit: Visit, draft: int, number: int, form: str) -> HttpResponse:
    """One of the files of a round."""
    round_ = workspace.find_round(visit.purchase, draft, number)
    if form not in files.FORMS or (round_.state != "done" and form != "original"):
        raise Http404
    try:
        made = files.make(round_, form, author=visit.user.name, now=clock.now())
    except (UserError, api.Unreadable) as error:
        messages.error(visit.request, str(error))
        return redirect("review", slug=visit.purchase.slug, draft=draft, number=number)
    return handed(made.data, made.name, made.media_type)


def sample(project: Project) -> dict[str, object]:
    """A round of a draft, reviewed, for the tests that walk all pages."""
    found = Round.objects.filter(draft__project=project, state="done").first()
    if found is None:
        host = User.objects.create_user(f"draft@{project.slug}.example", "样例")
        sent = SimpleUploadedFile("样例.docx", api.sample_draft())
        found = upload.new_draft(project, "样例", sent, by=host)
        checking.check(found.pk)
    return {"draft": found.draft_id, "number": found.number, "item": 1, "form": "original"}


_DRAFT = "projects/<slug:slug>/review/<int:draft>/"
_ROUND = f"{_DRAFT}<int:number>/"
PAGES = (
    Page(
        path=_DRAFT,
        name="draft",
        may="findings.see",
        write="findings.decide",
        rate="upload",
        view=draft,
        phase="review",
    ),
    Page(path=_ROUND, name="review", may="findings.see", write="findings.decide", view=view, phase="review"),
    Page(path=f"{_ROUND}progress/", name="review_progress", may="findings.see", view=progress, phase="review"),
    Page(
        path=f"{_ROUND}findings/<int:item>/",
        name="finding",
        may="findings.see",
        write="findings.comment",
        view=finding,
        phase="review",
    ),
    Page(
        path=f"{_ROUND}files/<str:form>/",
        name="review_file",
        may="findings.see",
        view=download,
        read="review.download",
        rate="export",
        phase="review",
    ),
)
