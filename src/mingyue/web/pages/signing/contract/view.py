"""Signing the contract: inside by both sides, or taking in one that was signed outside."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mingyue import api
from mingyue.terms.errors import UserError
from mingyue.web import clock
from mingyue.web.page import SIGNED_IN, Page, Step, Task, Visit
from mingyue.web.pages.signing import opening
from mingyue.web.people.models import User
from mingyue.web.people.roles import CAPABILITIES
from mingyue.web.signoff import approvals, contract, keys, signing
from mingyue.web.signoff.password import confirm
from mingyue.web.store import books, files
from mingyue.web.store.models import Project

_FOLDER = "pages/signing/contract"


class OutsideForm(forms.Form):
    """A contract that was signed outside the workspace."""

    file = forms.FileField(
        label=gettext_lazy("签好的合同"), help_text=gettext_lazy("PDF、扫描图片，或者几张扫描件的压缩包（ZIP）")
    )
    day = forms.DateField(
        label=gettext_lazy("签署日期"),
        help_text=gettext_lazy("日期不一致的，写最后签署一方的日期"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    buyer = forms.CharField(label=gettext_lazy("甲方签字人"), max_length=60)
    vendor = forms.CharField(label=gettext_lazy("乙方签字人"), max_length=60)
    unapproved = forms.BooleanField(label=gettext_lazy("未经审批也要登记（会写进记录）"), required=False)


def view(visit: Visit) -> HttpResponse:
    """Where the contract stands. `?check` verifies the signatures in the signed PDF."""
    return _page(visit)


def _page(visit: Visit, *, form: OutsideForm | None = None, fault: str = "") -> HttpResponse:
    project = visit.purchase
    document, line = contract.pending(project), contract.signed_line(project)
    texts = approvals.current(project)
    check = "check" in visit.request.GET
    inside = visit.may("approvals.start")
    values = {
        "document": document,
        "shown": opening.shown(visit, document, check=check) if document else None,
        "line": line,
        "outside": contract.outside(project, line) if line and visit.may("evidence.see") else None,
        "stale": document is not None and contract.stale(document, texts),
        "newest": texts.version,
        "approved": approvals.approved(project, texts) if inside else None,
        "inside": inside,
        "may_sign": visit.may("signing.sign"),
        "form": (form or OutsideForm()) if inside and line is None else None,
        "fault": fault,
        "time_stamps": bool(settings.TSA_URL),
    }
    return visit.render(f"{_FOLDER}/template.html", values, status=422 if fault or (form and form.errors) else 200)


def offer(visit: Visit) -> HttpResponse:
    """Makes the PDF to sign, or takes it back."""
    if visit.request.method != "POST":
        return redirect("contract_signing", slug=visit.purchase.slug)
    try:
        if "withdraw" in visit.request.POST:
            document = contract.pending(visit.purchase)
            if document is None:
                raise contract.ContractError(_("没有正在签署的合同。"))
            contract.withdraw(document, now=clock.now())
            visit.note("contract.withdraw", document.title)
            messages.success(visit.request, _("已撤回，双方都不能再签这一份。"))
        else:
            document = contract.offer(visit.purchase, by=visit.user, now=clock.now())
            visit.note("contract.offer", document.title, sha256=document.original.sha256)
            messages.success(visit.request, _("合同已生成，等双方签署。"))
    except UserError as error:
        return _page(visit, fault=str(error).splitlines()[0])
    return redirect("contract_signing", slug=visit.purchase.slug)


def sign(visit: Visit) -> HttpResponse:
    """A side signs: the password is typed again."""
    document = contract.pending(visit.purchase)
    if visit.request.method != "POST" or document is None:
        return _page(visit)
    now, password, side = clock.now(), visit.request.POST.get("password", ""), opening.side(visit)
    try:
        contract.check_open(document)
        confirm(visit.request, visit.user, password)
        then = contract.after(by=visit.user, now=now)
        signing.sign(document, side, by=visit.user, password=password, now=now, then=then)
    except UserError as error:
        return _page(visit, fault=str(error).splitlines()[0])
    visit.note("contract.sign", document.title, side=side)
    messages.success(visit.request, _("已签署合同。"))
    return redirect("contract_signing", slug=visit.purchase.slug)


def take_in(visit: Visit) -> HttpResponse:
    """Takes in a contract that was signed outside."""
    if visit.request.method != "POST":
        return redirect("contract_signing", slug=visit.purchase.slug)
    form = OutsideForm(visit.request.POST, visit.request.FILES)
    if not form.is_valid():
        return _page(visit, form=form)
    told = form.cleaned_data
    file = told.pop("file")
    data = file.read(files.LIMIT + 1)
    try:
        kept = contract.take_in(visit.purchase, file.name or _("合同"), data, **told, by=visit.user, now=clock.now())
    except UserError as error:
        return _page(visit, form=form, fault=str(error).splitlines()[0])
    visit.note("contract.take_in", kept.name, sha256=kept.sha256, day=str(told["day"]))
    messages.success(visit.request, _("已登记：合同于 %(day)s 签署，文件存为证据。") % {"day": told["day"]})
    return redirect("contract_signing", slug=visit.purchase.slug)


def file(visit: Visit) -> HttpResponse:
    """The PDF with the signatures so far."""
    document = contract.pending(visit.purchase)
    if document is None:
        raise Http404
    return opening.pdf(document)


def root(visit: Visit) -> HttpResponse:  # noqa: ARG001 (the same for everybody)
    """The root certificates of the workspace, for readers of PDF to trust."""
    response = HttpResponse("".join(keys.roots()), content_type="application/x-pem-file")
    response["Content-Disposition"] = 'attachment; filename="mingyue-roots.pem"'
    return response


def steps(visit: Visit) -> Iterable[Step]:
    """The contract that is being signed, on the project's map."""
    document = contract.pending(visit.purchase)
    if document is not None and document.seq is None:
        href = reverse("contract_signing", args=[visit.purchase.slug])
        yield Step("signing", _("合同在工作台签署中"), "open", href)


def tasks(user: User, today: date) -> Iterable[Task]:  # noqa: ARG001 (what every page of tasks is asked)
    """Contracts that this person's side has not signed."""
    for each in opening.waiting(user, "contract", CAPABILITIES["signing.sign"]):
        href = reverse("contract_signing", args=[each.project.slug])
        yield Task(_("签署合同：%(title)s") % {"title": each.title}, href, each.project.title, tone="warn")


def sample(project: Project) -> dict[str, object]:
    """A contract to be signed, for the tests that walk all pages."""
    if contract.pending(project) is None:
        terms = api.read_terms(books.terms_text(project))
        opening.sample(project, "contract", api.draft(terms, "pdf", created=clock.now().replace(microsecond=0)))
    return {}


_ROOT = "projects/<slug:slug>/signing/"
PAGES = (
    Page(_ROOT, "contract_signing", "contract.see", view, nav="签署", rank=45),
    Page(f"{_ROOT}offer/", "contract_offer", "approvals.start", offer, write="approvals.start", rate="sign"),
    Page(f"{_ROOT}sign/", "contract_sign", "signing.sign", sign, write="signing.sign", rate="sign"),
    Page(f"{_ROOT}outside/", "contract_outside", "approvals.start", take_in, write="approvals.start", rate="upload"),
    Page(f"{_ROOT}file/", "contract_file", "contract.see", file, read="contract.read", rate="export"),
    Page("signing/roots.pem", "signing_roots", SIGNED_IN, root),
)
