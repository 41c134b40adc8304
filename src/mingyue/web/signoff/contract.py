"""Signing the contract: inside by both sides, or taking in one that was signed outside."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mingyue import api
from mingyue.terms.errors import UserError
from mingyue.web.people.models import User
from mingyue.web.signoff import approvals, signing
from mingyue.web.signoff.models import Document
from mingyue.web.store import books, files
from mingyue.web.store.models import PHASES, EventLine, Evidence, Project

TYPES = frozenset({"application/pdf", "image/png", "image/jpeg", "application/zip"})
"""Of contracts signed outside: PDF, scans, and a packet of them."""


class ContractError(UserError):
    """A contract that cannot be signed or taken in; the message says why and the mend."""


def signed_line(project: Project) -> EventLine | None:
    """The event that says the contract is signed."""
    return project.lines.filter(kind="signed").first()


def outside(project: Project, line: EventLine) -> tuple[str, Evidence | None]:
    """What the record of a signing says, and the file that proves it."""
    told = api.event_line(line.line)
    proof = project.evidence.filter(sha256__in=told["evidence"] or ()).first()
    return told["note"] or "", proof


def pending(project: Project) -> Document | None:
    """The contract that is being signed, or was signed, inside."""
    found = project.documents.filter(kind="contract", withdrawn=None)
    return found.select_related("current", "original", "terms_version", "by").prefetch_related("signings__by").first()


def offer(project: Project, *, by: User, now: datetime) -> Document:
    """Makes the PDF of the newest terms for both sides to sign. Raises ContractError (not approved), TermsFileError, UserError."""
    texts = approvals.current(project)
    if texts.version is None:
        raise ContractError(_("还没有合同条款：请先起草，或者导入在外面签好的合同。"))
    if signed_line(project) is not None:
        raise ContractError(_("台账里已经有签署记录：合同不用再签。"))
    if approvals.approved(project, texts) is None:
        raise ContractError(_("现在这一版条款还没有批准：请先发起审批；条款改动之后，原来的批准不再有效。"))
    terms = api.read_terms(texts.version.text)
    pdf = api.draft(terms, "pdf", created=now.replace(microsecond=0))
    with transaction.atomic():
        Project.objects.select_for_update().get(pk=project.pk)
        if pending(project) is not None:
            raise ContractError(_("已经有一份合同在签：请刷新页面。"))
        title = terms.title[:120] + (f" {terms.number}" if terms.number else "")
        kept = files.keep(project, f"{title}（待签）.pdf", pdf, by=by)
        return Document.objects.create(
            project=project,
            kind="contract",
            title=title,
            original=kept,
            current=kept,
            terms_version=texts.version,
            buyer=terms.parties.buyer.name,
            vendor=terms.parties.vendor.name,
            by=by,
        )


def stale(document: Document, texts: approvals.Current) -> bool:
    """Whether the terms were changed after the PDF was made, which voids it."""
    return (
        document.seq is None
        and document.terms_version is not None
        and (approvals.digest(document.terms_version.text) != texts.terms)
    )


def check_open(document: Document) -> None:
    """Refuses to sign what is no longer the newest text, or no longer approved. Raises ContractError."""
    texts = approvals.current(document.project)
    if stale(document, texts):
        raise ContractError(_("条款在发起签署之后改动过：这份文件不再有效，请撤回，重新审批和发起。"))
    if approvals.approved(document.project, texts) is None:
        raise ContractError(_("这一版条款的批准已经撤回：请重新审批。"))


def after(*, by: User, now: datetime) -> signing.Then:
    """What follows a signature: once both sides have signed, the ledger says so and the project goes into its performance."""

    def then(document: Document, side: str) -> None:  # noqa: ARG001 (for both sides alike)
        check_open(document)
        if not signing.complete(document):
            return
        entry = api.Entry(
            "signed",
            now.date().isoformat(),
            key=f"signoff-contract-{document.pk}",
            note=_("双方在工作台电子签署"),
            evidence=(document.current.sha256,),
        )
        document.seq = _record(document.project, entry, by=by, now=now)
        document.save(update_fields=["seq"])

    return then


def _record(project: Project, entry: api.Entry, *, by: User, now: datetime) -> int:
    (line,) = books.record(project, [entry], by=by.name, now=now)
    before = list(PHASES)[: list(PHASES).index("performance")]
    Project.objects.filter(pk=project.pk, phase__in=before).update(phase="performance")
    return line.seq


@transaction.atomic
def take_in(
    project: Project,
    name: str,
    data: bytes,
    *,
    day: date,
    buyer: str,
    vendor: str,
    unapproved: bool,
    by: User,
    now: datetime,
) -> Evidence:
    """Keeps a contract that was signed outside and records that it is signed, by whom and when.

    unapproved: they know that the newest terms were not approved and want it recorded all the same; the record says so.
    Raises ContractError, FileError, and as `books.record`.
    """
    Project.objects.select_for_update().get(pk=project.pk)
    if signed_line(project) is not None:
        raise ContractError(_("台账里已经有签署记录：补充的文件请在台账的证据页上传。"))
    if day > now.date():
        raise ContractError(_("签署日期在将来：请核对。"))
    if files.media_type(data) not in TYPES:
        raise ContractError(_("请上传 PDF、图片（PNG、JPEG）或者压缩包（ZIP）：其他格式以后可能打不开。"))
    approved = approvals.approved(project, approvals.current(project)) is not None or _file_approved(project)
    if not approved and not unapproved:
        raise ContractError(_("没有批准的审批：请先审批；确实已经签了的，勾选“未经审批也要登记”。"))
    kept = files.keep(project, name, data, by=by)
    project.documents.filter(kind="contract", withdrawn=None).update(withdrawn=now)
    note = _("线下签署；甲方签字人 %(buyer)s，乙方签字人 %(vendor)s") % {"buyer": buyer, "vendor": vendor}
    entry = api.Entry(
        "signed",
        day.isoformat(),
        key="signoff-outside",
        note=note if approved else note + _("；签署前未经审批"),
        evidence=(kept.sha256,),
    )
    _record(project, entry, by=by, now=now)
    return kept


def _file_approved(project: Project) -> bool:
    texts = approvals.current(project)
    found = project.approvals.filter(sha256=texts.file, withdrawn=None).prefetch_related("decisions")
    return any(each.evidence_id and approvals.state(each, texts) == "approved" for each in found)


@transaction.atomic
def withdraw(document: Document, *, now: datetime) -> None:
    """Takes a contract back that is not signed by both sides. Raises ContractError."""
    held = Document.objects.select_for_update().get(pk=document.pk)
    if held.seq is not None:
        raise ContractError(_("双方已经签署，不能撤回：要改变，请走变更或者补充协议。"))
    held.withdrawn = now
    held.save(update_fields=["withdrawn"])
