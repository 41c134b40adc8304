"""Acceptance reports: prepare one for a milestone, tick what was tested, put it up, sign it on both sides."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from mingyue import api
from mingyue.terms.errors import UserError
from mingyue.web import clock
from mingyue.web.page import Page, Step, Task, Visit
from mingyue.web.pages.signing import opening
from mingyue.web.people.models import User
from mingyue.web.people.roles import CAPABILITIES
from mingyue.web.signoff import approvals, reports, signing
from mingyue.web.signoff.models import Report
from mingyue.web.signoff.password import confirm
from mingyue.web.store import books
from mingyue.web.store.books import NoTermsError
from mingyue.web.store.models import Project

_FOLDER = "pages/signing/reports"


def view(visit: Visit) -> HttpResponse:
    """All reports; a guest sees those that were put up for signature. POST prepares a new one."""
    if visit.request.method == "POST":
        return _prepare(visit)
    found = Report.objects.filter(project=visit.purchase).select_related("document", "by")
    if visit.guest:
        found = found.exclude(document=None).filter(withdrawn=None)
    rows = [
        (each, opening.state(each)) for each in found.prefetch_related("document__signings", "lines").order_by("-pk")
    ]
    values: dict[str, object] = {"rows": rows, "milestones": (), "fault": ""}
    try:
        values["milestones"] = _milestones(visit) if visit.may("reports.write") else ()
    except UserError as error:  # the ledger does not open: the reports can be read all the same
        values["fault"] = str(error).splitlines()[0]
    return visit.render(f"{_FOLDER}/template.html", values)


def _milestones(visit: Visit) -> list[tuple[str, str]]:
    if not approvals.signed(visit.purchase):
        return []
    position = books.position(visit.purchase, as_of=clock.today())
    return [(each.id, each.title) for each in reports.milestones(position).values()]


def _prepare(visit: Visit) -> HttpResponse:
    try:
        made = reports.prepare(
            visit.purchase, visit.request.POST.get("milestone", ""), by=visit.user, today=clock.today()
        )
    except NoTermsError:
        messages.error(visit.request, _("还没有合同条款：没有可以验收的里程碑。"))
        return redirect("reports", slug=visit.purchase.slug)
    except UserError as error:
        messages.error(visit.request, str(error).splitlines()[0])
        return redirect("reports", slug=visit.purchase.slug)
    visit.note("report.prepare", made.number)
    return redirect("report", slug=visit.purchase.slug, number=made.number)


def one(visit: Visit, number: str) -> HttpResponse:
    """A report: a form as long as it is prepared, then its signatures. `?check` verifies them."""
    return _page(visit, _report(visit, number))


def _report(visit: Visit, number: str) -> Report:
    found = Report.objects.filter(project=visit.purchase, number=number)
    report = found.select_related("document__current", "document__original", "by", "project").first()
    if report is None or (visit.guest and (report.document_id is None or report.withdrawn)):
        raise Http404
    return report


def _page(visit: Visit, report: Report, *, fault: str = "") -> HttpResponse:
    lines = list(report.lines.select_related("by"))
    document = report.document
    shown = opening.shown(visit, document, check="check" in visit.request.GET) if document else None
    values = {
        "report": report,
        "lines": lines,
        "state": opening.state(report),
        "passed": reports.passed(lines),
        "complete": bool(lines) and all(line.result for line in lines),
        "editable": document is None and not report.withdrawn and visit.may("reports.write"),
        "may_withdraw": visit.may("reports.write")
        and not report.withdrawn
        and (document is None or document.seq is None),
        "shown": shown,
        "may_sign": shown is not None and shown.open and visit.may("reports.sign"),
        "fault": fault,
        "time_stamps": bool(settings.TSA_URL),
    }
    return visit.render(f"{_FOLDER}/report.html", values, status=422 if fault else 200)


def edit(visit: Visit, number: str) -> HttpResponse:
    """Keeps the results; with `put_up` freezes the report; with `add` adds a line; with `withdraw` takes it back."""
    report, sent = _report(visit, number), visit.request.POST
    if visit.request.method != "POST":
        return redirect("report", slug=visit.purchase.slug, number=number)
    try:
        if "withdraw" in sent:
            reports.withdraw(report, now=clock.now())
            visit.note("report.withdraw", report.number)
            messages.success(visit.request, _("已撤回。"))
            return redirect("reports", slug=visit.purchase.slug)
        _keep(visit, report)
        if "put_up" in sent:
            document = reports.put_up(report, by=visit.user, now=clock.now())
            visit.note("report.put_up", report.number, sha256=document.original.sha256)
            messages.success(visit.request, _("报告已定稿，等双方签署。"))
        else:
            messages.success(visit.request, _("已保存。"))
    except UserError as error:
        report.refresh_from_db()
        return _page(visit, report, fault=str(error).splitlines()[0])
    return redirect("report", slug=visit.purchase.slug, number=number)


def _keep(visit: Visit, report: Report) -> None:
    sent = visit.request.POST
    results = {
        line.pk: (sent.get(f"result-{line.pk}", ""), sent.get(f"note-{line.pk}", "")) for line in report.lines.all()
    }
    reports.tick(report, results, by=visit.user, now=clock.now())
    reports.describe(report, record=sent.get("record", ""), rectify=sent.get("rectify", ""))
    if sent.get("new_title", "").strip():
        reports.add(report, sent["new_title"], sent.get("new_criterion", ""))


def sign(visit: Visit, number: str) -> HttpResponse:
    """A side signs: the password is typed again."""
    report = _report(visit, number)
    if visit.request.method != "POST" or report.document is None:
        return _page(visit, report)
    now, password = clock.now(), visit.request.POST.get("password", "")
    side = opening.side(visit)
    then = reports.after(report, by=visit.user, now=now)
    try:
        confirm(visit.request, visit.user, password)
        signing.sign(report.document, side, by=visit.user, password=password, now=now, then=then)
    except UserError as error:
        return _page(visit, report, fault=str(error).splitlines()[0])
    visit.note("report.sign", report.number, side=side)
    messages.success(visit.request, _("已签署 %(number)s。") % {"number": report.number})
    return redirect("report", slug=visit.purchase.slug, number=number)


def file(visit: Visit, number: str) -> HttpResponse:
    """The PDF with the signatures so far."""
    report = _report(visit, number)
    if report.document is None:
        raise Http404
    return opening.pdf(report.document)


def steps(visit: Visit) -> Iterable[Step]:
    """Reports that wait for a signature, on the project's map."""
    found = Report.objects.filter(project=visit.purchase, withdrawn=None, document__seq=None).exclude(document=None)
    for each in found.order_by("pk"):
        title = _("验收报告 %(number)s 待签") % {"number": each.number}
        yield Step("performance", title, "open", reverse("report", args=[visit.purchase.slug, each.number]))


def tasks(user: User, today: date) -> Iterable[Task]:  # noqa: ARG001 (what every page of tasks is asked)
    """Reports that this person's side has not signed."""
    for each in opening.waiting(user, "report", CAPABILITIES["reports.sign"]):
        href = reverse("report", args=[each.project.slug, each.report.number])
        yield Task(_("签署：%(title)s") % {"title": each.title}, href, each.project.title, tone="warn")


def sample(project: Project) -> dict[str, object]:
    """A report that was put up, for the tests that walk all pages."""
    known = Report.objects.filter(project=project, milestone="M1", number="YS-M1-9").first()
    if known is None:
        day, terms = clock.today(), api.read_terms(books.terms_text(project))
        paper = api.acceptance_report(terms, api.AcceptanceReport("YS-M1-9", "M1", True, day), created=clock.now())
        document = opening.sample(project, "report", paper)
        known = Report.objects.create(
            project=project, milestone="M1", number="YS-M1-9", by=document.by, document=document
        )
    return {"number": known.number}


_ONE = "projects/<slug:slug>/reports/<str:number>/"
PAGES = (
    Page(
        "projects/<slug:slug>/reports/", "reports", "reports.see", view, write="reports.write", nav="验收报告", rank=55
    ),
    Page(_ONE, "report", "reports.see", one),
    Page(f"{_ONE}edit/", "report_edit", "reports.write", edit, write="reports.write"),
    Page(f"{_ONE}sign/", "report_sign", "reports.sign", sign, write="reports.sign", rate="sign"),
    Page(f"{_ONE}file/", "report_file", "reports.see", file, read="report.read", rate="export"),
)
