"""A person's inbox: what they were told, read or not."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from mingyue.web import clock
from mingyue.web.notices import inbox
from mingyue.web.notices.kinds import KINDS
from mingyue.web.page import SIGNED_IN, Page, Visit

_SHOWN = 50


def view(visit: Visit) -> HttpResponse:
    """The list; `open` goes to where a notice leads and has it read, `kind`, `unread` and `page` choose."""
    asked = visit.request.GET
    if visit.request.method == "POST":
        return _mark(visit)
    if "open" in asked:
        return _open(visit, asked["open"])
    kind, only_unread = asked.get("kind", ""), "unread" in asked
    found = inbox.notices(visit.user, kind=kind if kind in KINDS else "", only_unread=only_unread)
    shown = Paginator(found, _SHOWN).get_page(asked.get("page"))
    context = {
        "found": shown,
        "rows": [(each, KINDS[each.kind]) for each in shown],
        "kinds": {name: each.title for name, each in KINDS.items()},
        "kind": kind,
        "only_unread": only_unread,
        "failed": inbox.failures(visit.user).first(),
    }
    return visit.render("pages/home/inbox/template.html", context)


def _mark(visit: Visit) -> HttpResponse:
    sent = visit.request.POST
    pks = None if "all" in sent else [int(each) for each in sent.getlist("notice") if each.isdecimal()]
    count = inbox.mark_read(visit.user, pks, now=clock.now())
    messages.success(visit.request, _("%(count)s 条通知已标为已读。") % {"count": count})
    return redirect("inbox")


def _open(visit: Visit, number: str) -> HttpResponse:
    notice = visit.user.notices.filter(pk=int(number)).first() if number.isdecimal() else None
    if notice is None:
        raise Http404
    inbox.mark_read(visit.user, [notice.pk], now=clock.now())
    return redirect(notice.href)


PAGES = (Page(path="notices/", name="inbox", may=SIGNED_IN, write=SIGNED_IN, view=view),)
