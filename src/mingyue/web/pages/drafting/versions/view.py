"""The versions of the terms, what changed between two of them, and back to an earlier one."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from mingyue import api
from mingyue.web.drafting import desk as desks
from mingyue.web.page import Page, Visit
from mingyue.web.store.models import TermsVersion

_TEMPLATE = "pages/drafting/versions/template.html"


def view(visit: Visit) -> HttpResponse:
    """The list, and two versions side by side: the last two where none are named. POST takes an earlier one up again."""
    if visit.request.method == "POST":
        return _restored(visit)
    found = list(visit.purchase.terms_versions.select_related("by").order_by("-number"))
    by_number = {version.number: version for version in found}
    asked = visit.request.GET
    after = by_number.get(_number(asked.get("to", "")), found[0] if found else None)
    before = by_number.get(_number(asked.get("from", "")), _earlier(found, after))
    changes = (
        api.terms_changes(desks.read_version(before.text), desks.read_version(after.text)) if before and after else ()
    )
    context = {
        "versions": found,
        "before": before,
        "after": after,
        "changes": changes,
        "signed": desks.signed(visit.purchase),
    }
    return visit.render(_TEMPLATE, context)


def _earlier(found: list[TermsVersion], after: TermsVersion | None) -> TermsVersion | None:
    return next((each for each in found if after is not None and each.number < after.number), None)


def _restored(visit: Visit) -> HttpResponse:
    desk = desks.open_desk(visit.purchase, _number(visit.request.POST.get("number", "")))
    if desk is None:
        raise Http404
    reason = _("恢复第 %(n)d 版") % {"n": desk.version.number}
    try:
        version = desks.keep(visit.purchase, desk.terms, by=visit.user, reason=reason)
    except desks.SignedError as error:
        messages.error(visit.request, str(error))
    else:
        visit.note("terms.restore", f"v{desk.version.number} → v{version.number}")
        messages.success(
            visit.request,
            _("第 %(old)d 版的内容已存为第 %(n)d 版。") % {"old": desk.version.number, "n": version.number},
        )
    return redirect("terms_versions", slug=visit.purchase.slug)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 0


PAGES = (
    Page(
        path="projects/<slug:slug>/draft/versions/",
        name="terms_versions",
        may="contract.draft",
        write="contract.draft",
        view=view,
    ),
)
