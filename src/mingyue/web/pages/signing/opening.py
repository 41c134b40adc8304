"""What pages of documents share: how one stands, who signed it, its PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from mingyue import api
from mingyue.terms.errors import UserError
from mingyue.web.clock import now
from mingyue.web.page import Visit
from mingyue.web.people.models import Membership, User
from mingyue.web.people.roles import Role
from mingyue.web.signoff import signing
from mingyue.web.signoff.models import Document, Report, Signing
from mingyue.web.signoff.models.document import SIDES
from mingyue.web.store import files

_SAFE = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"
"""A browser's own viewer of PDF shows it; nothing in it may load anything."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A document as a page shows it. sides: title, organisation and signature of each; open: the visitor's side may still sign.

    checked: what verifying found, None where it was not asked for; fault: why it could not be verified.
    """

    document: Document
    sides: Sequence[tuple[str, str, Signing | None]]
    open: bool
    side: str
    checked: Sequence[api.PdfSignature] | None
    fault: str

    @property
    def all_good(self) -> bool:
        """Whether every signature there is intact and of this workspace."""
        return bool(self.checked) and all(each.good and each.trusted for each in self.checked or ())


def side(visit: Visit) -> str:
    """Whose side the visitor signs for."""
    return "vendor" if visit.guest else "buyer"


def shown(visit: Visit, document: Document, *, check: bool) -> Shown:
    """Works out what a page shows of a document."""
    signed = {each.side: each for each in document.signings.select_related("by")}
    checked, fault = None, ""
    if check:
        try:
            checked = signing.check(files.content(document.current), now=now())
        except UserError as error:
            fault = str(error)
    return Shown(
        document,
        [(title, getattr(document, key), signed.get(key)) for key, title in SIDES.items()],
        open=not document.withdrawn and side(visit) not in signed,
        side=SIDES[side(visit)],
        checked=checked,
        fault=fault,
    )


def waiting(user: User, kind: str, signers: frozenset[Role]) -> QuerySet[Document]:
    """Documents of a kind that this person may sign and whose side has not signed yet."""
    mine = list(Membership.objects.filter(user=user).values_list("project_id", "role"))
    inside = {project for project, role in mine if Role(role) in signers - {Role.VENDOR}}
    buyer = {project for project, role in mine if role != Role.VENDOR}
    guest = {project for project, role in mine if role == Role.VENDOR and not buyer & {project, None}}
    ours = ~Q(pk__in=Signing.objects.filter(side="buyer").values("document"))
    theirs = ~Q(pk__in=Signing.objects.filter(side="vendor").values("document"))
    reach = Q() if None in inside else Q(project__in=inside)
    found = Document.objects.filter(kind=kind, withdrawn=None, project__archived=None)
    found = found.filter((reach & ours) | (Q(project__in=guest) & theirs))
    return found.select_related("project", "report").order_by("pk")


def state(report: Report) -> tuple[str, str]:
    """Where a report stands, and the tone of its chip."""
    if report.withdrawn:
        return _("已撤回"), ""
    document = report.document
    if document is None:
        return _("准备中"), "info"
    failed = any(line.result == "failed" for line in report.lines.all())
    if document.seq is not None:
        return (_("验收不合格"), "bad") if failed else (_("验收合格"), "good")
    missing = [title for key, title in SIDES.items() if key not in {each.side for each in document.signings.all()}]
    return _("等待%(sides)s签署") % {"sides": "、".join(missing)}, "warn"


def pdf(document: Document) -> HttpResponse:
    """The PDF with the signatures so far, to be looked at or saved."""
    try:
        data = files.content(document.current)
    except files.FileError as error:
        return HttpResponse(str(error), status=410, content_type="text/plain; charset=utf-8")
    response = HttpResponse(data, content_type="application/pdf")
    name = content_disposition_header(as_attachment=False, filename=document.current.name)
    response["Content-Disposition"] = name or "inline"
    response["Content-Security-Policy"] = _SAFE
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
