"""Approvals before signature: put a text to the chain, decide a step, stand in for somebody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial

from django.contrib import messages
from django.db.models import F, OuterRef, Q, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from mingyue.terms.errors import UserError
from mingyue.web import clock
from mingyue.web.page import Page, Step, Task, Visit
from mingyue.web.people.models import Membership, User
from mingyue.web.people.roles import CAPABILITIES, TITLES, Role
from mingyue.web.signoff import approvals, people, rules
from mingyue.web.signoff.models import ApprovalRequest, Delegation
from mingyue.web.signoff.showing import card
from mingyue.web.store import files
from mingyue.web.store.models import Evidence, Project, TermsVersion

_TEMPLATE = "pages/signing/approvals/template.html"
_TYPES = frozenset({"application/pdf", "application/zip"})  # a Word file is a packet


def view(visit: Visit) -> HttpResponse:
    """All requests of the project, newest first; what is sent is one of the acts below."""
    return _act(visit) if visit.request.method == "POST" else _page(visit)


def _page(visit: Visit, fault: str = "") -> HttpResponse:
    project, today = visit.purchase, clock.today()
    texts = approvals.current(project)
    found = project.approvals.select_related("by", "evidence", "terms_version")
    requests = list(found.prefetch_related("decisions__by", "decisions__instead_of")[:50])
    team, lent = people.team(project), people.lent(project, visit.user, today)
    show = partial(card, texts=texts, team=team, user=visit.user, roles=frozenset(map(str, visit.roles)), lent=lent)
    values = {
        "cards": [show(each) for each in requests],
        "newest": None if approvals.signed(project) else texts.version,
        "put": _put(requests, texts),
        "rule": (rule := rules.rule()),
        "rule_steps": [(TITLES[Role(step.role)], step.since) for step in rule.steps],
        "may_start": visit.may("approvals.start"),
        "delegations": _delegations(project, today),
        "others": [user for user, roles in team.items() if user != visit.user and _decides(roles)],
        "today": today,
        "fault": fault,
        "sent": visit.request.POST,
    }
    return visit.render(_TEMPLATE, values, status=422 if fault else 200)


def _put(requests: Iterable[ApprovalRequest], texts: approvals.Current) -> str:
    """Where the newest terms stand that were put to the chain already: pending or approved; else empty."""
    same = [each for each in requests if not each.evidence_id and each.sha256 == texts.terms]
    return next((state for each in same if (state := approvals.state(each, texts)) in {"pending", "approved"}), "")


def _delegations(project: Project, today: date) -> list[Delegation]:
    found = project.delegations.filter(withdrawn=None, ends__gte=today).select_related("giver", "taker")
    return list(found.order_by("starts"))


def _decides(roles: frozenset[Role]) -> bool:
    return not roles.isdisjoint(CAPABILITIES["approvals.decide"])


def _act(visit: Visit) -> HttpResponse:
    acts = {
        "start": _start,
        "upload": _upload,
        "approve": _decide,
        "refuse": _decide,
        "withdraw": _withdraw,
        "delegate": _delegate,
        "end": _end,
    }
    act = acts.get(visit.request.POST.get("act", ""))
    try:
        if act is None:
            raise approvals.ApprovalError(_("没有这个操作：请刷新页面。"))
        messages.success(visit.request, act(visit))
    except UserError as error:
        return _page(visit, str(error).splitlines()[0])
    return redirect("approvals", slug=visit.purchase.slug)


def _start(visit: Visit) -> str:
    version = approvals.current(visit.purchase).version
    if version is None or not visit.may("approvals.start"):
        raise approvals.ApprovalError(_("还没有合同条款，或者你不能发起审批。"))
    return _started(visit, version)


def _upload(visit: Visit) -> str:
    file = visit.request.FILES.get("file")
    if file is None or not visit.may("approvals.start"):
        raise approvals.ApprovalError(_("请选择合同文件（Word 或者 PDF）；采购和法务可以发起审批。"))
    visit.count("upload")
    data = file.read(files.LIMIT + 1)
    if files.media_type(data) not in _TYPES:
        raise approvals.ApprovalError(_("请上传 Word（.docx）或者 PDF 文件。"))
    return _started(visit, files.keep(visit.purchase, file.name or _("合同"), data, by=visit.user))


def _started(visit: Visit, what: TermsVersion | Evidence) -> str:
    note = visit.request.POST.get("note", "").strip()
    made = approvals.start(visit.purchase, what, rules.rule(), by=visit.user, note=note)
    visit.note("approval.start", made.title, sha256=made.sha256)
    return _("已发起审批。") if made.steps else _("按规则不需要审批，已记为批准。")


def _one(visit: Visit) -> ApprovalRequest:
    number = visit.request.POST.get("request", "")
    return get_object_or_404(visit.purchase.approvals, pk=int(number) if number.isdecimal() else 0)


def _decide(visit: Visit) -> str:
    sent, request = visit.request.POST, _one(visit)
    yes = sent["act"] == "approve"
    roles = frozenset(map(str, visit.roles))
    reason = sent.get("reason", "")
    approvals.decide(request, by=visit.user, yes=yes, reason=reason, roles=roles, today=clock.today())
    visit.note("approval.approve" if yes else "approval.refuse", request.title, reason=reason[:200])
    return _("已同意。") if yes else _("已记下不同意和理由，发起人会看到。")


def _withdraw(visit: Visit) -> str:
    request = _one(visit)
    approvals.withdraw(request, by=visit.user)
    visit.note("approval.withdraw", request.title)
    return _("已撤回。")


def _delegate(visit: Visit) -> str:
    sent, today = visit.request.POST, clock.today()
    number = sent.get("taker", "")
    taker = next((user for user in people.team(visit.purchase) if str(user.pk) == number), None)
    if taker is None:
        raise people.DelegationError(_("请选择委托给谁。"))
    try:
        starts, ends = date.fromisoformat(sent.get("starts", "")), date.fromisoformat(sent.get("ends", ""))
    except ValueError:
        raise people.DelegationError(_("请写委托的开始和截止日期。")) from None
    people.delegate(visit.purchase, visit.user, taker, starts, ends, reason=sent.get("reason", ""), today=today)
    visit.note("approval.delegate", taker.name, starts=str(starts), ends=str(ends))
    return _("已委托 %(name)s，到 %(day)s 为止。") % {"name": taker.name, "day": ends}


def _end(visit: Visit) -> str:
    number = visit.request.POST.get("delegation", "")
    found = get_object_or_404(
        visit.purchase.delegations, pk=int(number) if number.isdecimal() else 0, giver=visit.user, withdrawn=None
    )
    found.withdrawn = clock.now()
    found.save(update_fields=["withdrawn"])
    visit.note("approval.delegate_end", found.taker.name)
    return _("委托已结束。")


def steps(visit: Visit) -> Iterable[Step]:
    """The approval of the newest text on the project's map."""
    if not visit.may("approvals.see"):
        return
    newest = approvals.newest(visit.purchase)
    href = reverse("approvals", args=[visit.purchase.slug])
    if newest is None:
        if approvals.signed(visit.purchase):
            return
        yield Step("signing", _("签署前审批"), "later", href)
        return
    state = newest[1]
    if state == "approved":
        yield Step("signing", _("签署前审批"), "done", href)
    elif state == "pending":
        yield Step("signing", _("签署前审批"), "open", href)
    else:
        why = _("有人不同意") if state == "refused" else _("文本改动过，要重新审批")
        yield Step("signing", _("签署前审批"), "blocked", href, why)


def tasks(user: User, today: date) -> Iterable[Task]:
    """Approvals that wait for this person, for themselves or instead of another."""
    mine = [each for each in people.memberships(user) if each.role != Role.VENDOR]
    if not any(Role(each.role) in CAPABILITIES["approvals.decide"] for each in mine):
        return
    everywhere = {each.role for each in mine if each.project_id is None}
    newest = TermsVersion.objects.filter(project=OuterRef("project")).order_by("-number").values("text")[:1]
    waiting = ApprovalRequest.objects.filter(closed=None, project__archived=None)
    if not everywhere:
        waiting = waiting.filter(project__in={each.project_id for each in mine})
    files_of = ApprovalRequest.objects.filter(project=OuterRef("project"), withdrawn=None).exclude(evidence=None)
    fresh = Q(pk=Subquery(files_of.order_by("-pk").values("pk")[:1])) | Q(terms_version__text=F("newest"))
    found = waiting.annotate(newest=Subquery(newest)).filter(fresh).select_related("project")
    requests = list(found.defer("terms_version").prefetch_related("decisions")[:200])
    borrowed = _borrowed(user, today) if requests else {}
    for each in requests:
        roles = frozenset({held.role for held in mine if held.project_id == each.project_id} | everywhere)
        if approvals.may_now(each, user, roles, borrowed.get(each.project_id, {})) is not None:
            title = _("审批：%(title)s") % {"title": each.title}
            yield Task(title, reverse("approvals", args=[each.project.slug]), each.project.title, tone="warn")


def _borrowed(user: User, today: date) -> dict[int, dict[int, frozenset[str]]]:
    """Of each project the roles of those for whom this person stands in."""
    given = list(people.active(today).filter(taker=user).values_list("project_id", "giver_id"))
    if not given:
        return {}
    rows = Membership.objects.filter(user__in=[giver for _project, giver in given]).exclude(role=Role.VENDOR)
    held = list(rows)
    found: dict[int, dict[int, frozenset[str]]] = {}
    for project, giver in given:
        roles = {each.role for each in held if each.user_id == giver and each.project_id in {None, project}}
        found.setdefault(project, {})[giver] = frozenset(roles)
    return found


PAGES = (
    Page(
        path="projects/<slug:slug>/approvals/",
        name="approvals",
        may="approvals.see",
        write="approvals.decide",
        view=view,
        nav="审批",
        rank=40,
    ),
)
