"""Issues and incidents that both sides work on. What the vendor says it did counts once the buyer has recorded it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from mingyue import api
from mingyue.web.ledger_view import download, opening, tickets
from mingyue.web.ledger_view.look import Look
from mingyue.web.notebook import remarks
from mingyue.web.page import Page, Visit


@opening.with_position
def view(visit: Visit, asked: Look, position: api.Position) -> HttpResponse:
    """The page; its table as a file; or a remark that is kept."""
    given = visit.request.GET.dict()
    found = tickets.tickets(position, given)
    sheet = tickets.sheet(found)
    if (file := download.file_of(visit, (sheet,))) is not None:
        return file
    form, bad = remarks.RemarkForm(), None
    if visit.request.method == "POST":
        form = remarks.RemarkForm(visit.request.POST)
        known = {each.id for each in tickets.tickets(position, {})}
        if form.is_valid() and form.fits(known):
            return _said(visit, form)
        bad = visit.request.POST.get("ticket", "")
    talk = remarks.talk(visit.purchase)
    cards = [(each, talk.get(each.id, ())) for each in found]
    values = opening.shell(
        visit,
        asked,
        "tickets",
        sheet=sheet,
        cards=cards,
        fresh=talk.get("", ()),
        choices=tickets.filters(given),
        given=given,
        form=form,
        bad=bad,
        stated=remarks.stated(),
    )
    return visit.render("pages/performance/tickets/template.html", values, status=200 if bad is None else 422)


def _said(visit: Visit, form: remarks.RemarkForm) -> HttpResponse:
    side = "vendor" if visit.guest else "buyer"
    kept = remarks.keep(visit.purchase, form, side=side, by=visit.user)
    visit.note("ticket.remark", kept.ticket or _("新问题"))
    messages.success(visit.request, _("已发出。"))
    anchor = f"#{kept.ticket}" if kept.ticket else "#fresh"
    return HttpResponseRedirect(reverse("tickets", kwargs={"slug": visit.purchase.slug}) + anchor)


PAGES = (
    Page(
        "projects/<slug:slug>/tickets/",
        "tickets",
        "tickets.see",
        view,
        write="tickets.write",
        nav="问题和故障",
        rank=54,
    ),
)
