"""What pages of documents share: how one stands, who signed it, its PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _

from mingyue import api
from mingyue.terms.errors import UserError
from mingyue.web import clock
from mingyue.web.handing import handed
from mingyue.web.page import Visit
from mingyue.web.people.models import User
from mingyue.web.people.roles import Role
from mingyue.web.signoff import people, signing
from mingyue.web.signoff.models import Document, Report, Signing
from mingyue.web.signoff.models.document import SIDES
from mingyue.web.store import files
from mingyue.web.store.models import Project


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
            checked = signing.check(files.content(document.current), now=clock.now())
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
    mine = [(each.project_id, each.role) for each in people.memberships(user)]
    inside = {project for project, role in mine if Role(role) in signers - {Role.VENDOR}}
    buyer = {project for project, role in mine if role != Role.VENDOR}
    guest = {project for project, role in mine if role == Role.VENDOR and not buyer & {project, None}}
    if not inside and not guest:
        return Document.objects.none()
    signed = Signing.objects.filter(document=OuterRef("pk"))
    reach = Q() if None in inside else Q(project__in=inside)
    ours = reach & Q(~Exists(signed.filter(side="buyer")), seq=None)
    theirs = Q(~Exists(signed.filter(side="vendor")), project__in=guest)
    found = Document.objects.filter(kind=kind, withdrawn=None, project__archived=None)
    found = found.filter(ours | theirs if inside else theirs)
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


def sample(project: Project, kind: str, paper: bytes) -> Document:
    """A document put up for signature, for the tests that walk all pages."""
    by = User.objects.order_by("pk").first() or User.objects.create_user("sample@example.com", "样例")
    kept = files.keep(project, "样例.pdf", paper, by=by)
    names = {"title": "样例", "buyer": "甲", "vendor": "乙"}
    return Document.objects.create(project=project, kind=kind, original=kept, current=kept, by=by, **names)


def pdf(document: Document) -> HttpResponse:
    """The PDF with the signatures so far, to be looked at or saved."""
    try:
        data = files.content(document.current)
    except files.FileError as error:
        return HttpResponse(str(error), status=410, content_type="text/plain; charset=utf-8")
    return handed(data, document.current.name, "application/pdf", inline=True)
