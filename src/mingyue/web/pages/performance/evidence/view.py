"""Evidence: the files with their hashes, a look at one of them in a sandbox, its download. Who read a file goes into the audit log."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from mingyue.terms.errors import UserError
from mingyue.web.clock import today
from mingyue.web.handing import handed
from mingyue.web.ledger_view import download, evidence, opening
from mingyue.web.ledger_view.filters import choice
from mingyue.web.ledger_view.look import look
from mingyue.web.page import Page, Visit
from mingyue.web.store import files
from mingyue.web.store.models import Evidence, Project

_FOLDER = "pages/performance/evidence"


def view(visit: Visit) -> HttpResponse:
    """The list; files that are sent are kept."""
    project, given = visit.purchase, visit.request.GET.dict()
    if visit.request.method == "POST":
        return _upload(visit)

    def link(digest: str) -> str:
        return reverse("evidence_show", kwargs={"slug": project.slug, "sha256": digest})

    sheet = evidence.sheet(project, given, link)
    if (file := download.file_of(visit, (sheet,))) is not None:
        return file
    choices = (choice(given, "type", _("类型"), evidence.kinds()),)
    values = opening.shell(visit, look(given, today=today()), "evidence", sheet=sheet, choices=choices, given=given)
    return visit.render(f"{_FOLDER}/template.html", values)


def _upload(visit: Visit) -> HttpResponse:
    sent = visit.request.FILES.getlist("files")
    back = HttpResponseRedirect(reverse("evidence", kwargs={"slug": visit.purchase.slug}))
    if not sent:
        messages.error(visit.request, _("没有选择文件。"))
        return back
    try:
        kept = evidence.taken(visit.purchase, sent, by=visit.user)
    except UserError as error:
        messages.error(visit.request, str(error))
        return back
    for each in kept:
        visit.note("evidence.keep", each.name, sha256=each.sha256)
    names = "、".join(f"{each.name}（{each.sha256[:8]}…）" for each in kept)
    messages.success(visit.request, _("已保存 %(names)s。") % {"names": names})
    return back


def show(visit: Visit, sha256: str) -> HttpResponse:
    """One file: what it is, which events name it, and a look at it."""
    kept = _kept(visit, sha256)
    events = evidence.used(visit.purchase).get(sha256, ())
    values = opening.shell(
        visit,
        look({}, today=today()),
        "evidence",
        kept=kept,
        events=events,
        size=evidence.size(kept.size),
        kind=evidence.KINDS.get(kept.media_type, ""),
        shown=kept.media_type in evidence.SHOWN,
    )
    return visit.render(f"{_FOLDER}/show.html", values)


def inline(visit: Visit, sha256: str) -> HttpResponse:
    """The content for the frame of `show`: a type that only shows, nothing of it may run, and it may load nothing."""
    kept = _kept(visit, sha256)
    if kept.media_type not in evidence.SHOWN:
        raise Http404
    media_type = "text/plain; charset=utf-8" if kept.media_type == "text/plain" else kept.media_type
    response = _content(kept, media_type, inline=True)
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def save(visit: Visit, sha256: str) -> HttpResponse:
    """The file to save."""
    kept = _kept(visit, sha256)
    return _content(kept, "application/octet-stream")


def _kept(visit: Visit, sha256: str) -> Evidence:
    kept = Evidence.objects.filter(project=visit.purchase, sha256=sha256).select_related("by", "project").first()
    if kept is None:
        raise Http404
    return kept


def _content(kept: Evidence, media_type: str, *, inline: bool = False) -> HttpResponse:
    try:
        data = files.content(kept)
    except files.FileError as error:
        return HttpResponse(str(error), status=410, content_type="text/plain; charset=utf-8")
    return handed(data, kept.name, media_type, inline=inline)


def sample(project: Project) -> dict[str, object]:
    """A file, for the tests that walk all pages."""
    return {"sha256": files.keep(project, "样例.txt", "样例".encode(), by=None).sha256}


_ONE = "projects/<slug:slug>/evidence/<slug:sha256>/"
PAGES = (
    Page(
        "projects/<slug:slug>/evidence/",
        "evidence",
        "evidence.see",
        view,
        write="ledger.record",
        rate="upload",
        under="ledger",
    ),
    Page(_ONE, "evidence_show", "evidence.see", show, under="ledger"),
    Page(f"{_ONE}look/", "evidence_look", "evidence.see", inline, read="evidence.read", under="ledger"),
    Page(f"{_ONE}file/", "evidence_file", "evidence.see", save, read="evidence.download", rate="export"),
)
