"""The contract's text, read only, and as Word or PDF: for the vendor the version that was shared, for the buyer the newest."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from mingyue import api
from mingyue.web import clock
from mingyue.web.drafting import desk as desks
from mingyue.web.handing import handed
from mingyue.web.page import Page, Visit
from mingyue.web.store.models import Project

_TEMPLATE = "pages/drafting/contract/template.html"
_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def view(visit: Visit) -> HttpResponse:
    """The text."""
    desk = _desk(visit)
    lines = () if desk is None else api.contract_text(desk.terms)
    outline = [(number, line) for number, line in enumerate(lines, 1) if line.kind in {"article", "annex"}]
    context = {"desk": desk, "lines": lines, "outline": _unannexed(outline)}
    return visit.render(_TEMPLATE, context)


def _unannexed(outline: list[tuple[int, Any]]) -> list[tuple[int, Any]]:
    """The articles of the body and the annexes, without the articles inside annexes."""
    first = next((at for at, (_number, line) in enumerate(outline) if line.kind == "annex"), len(outline))
    return outline[:first] + [each for each in outline[first:] if each[1].kind == "annex"]


def download(visit: Visit, form: str) -> HttpResponse:
    """The same text as a file."""
    desk = _desk(visit)
    if desk is None or form not in _TYPES:
        raise Http404
    try:
        data = api.draft(desk.terms, "pdf" if form == "pdf" else "docx", created=clock.now().replace(tzinfo=None))
    except api.TermsFileError:
        messages.error(visit.request, _("有的内容写进合同后会读不准，还不能下载：请在起草总览里按提示改正。"))
        return redirect("terms" if visit.may("contract.draft") else "contract", slug=visit.purchase.slug)
    visit.note("contract.download", f"v{desk.version.number} {form}")
    name = get_valid_filename(f"{desk.terms.title}-第{desk.version.number}版.{form}")
    return handed(data, name, _TYPES[form])


def _desk(visit: Visit) -> desks.Desk | None:
    return desks.shared(visit.purchase) if visit.guest else desks.open_desk(visit.purchase)


def sample(_project: Project) -> dict[str, Any]:
    """A form, for the tests that walk all pages."""
    return {"form": "docx"}


PAGES = (
    Page(
        path="projects/<slug:slug>/contract/",
        name="contract",
        may="contract.see",
        view=view,
        nav="合同",
        rank=21,
        phase="drafting",
    ),
    Page(
        path="projects/<slug:slug>/contract/<str:form>/",
        name="contract_download",
        may="contract.see",
        view=download,
        rate="export",
    ),
)
