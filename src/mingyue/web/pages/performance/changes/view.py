"""Change orders and supplements: who agreed, what they alter."""

from __future__ import annotations

from django.http import HttpResponse

from mingyue import api
from mingyue.web.ledger_view import changes, download, opening, tones
from mingyue.web.ledger_view.look import Look
from mingyue.web.page import Page, Visit


@opening.with_position
def view(visit: Visit, asked: Look, position: api.Position) -> HttpResponse:
    """The page, or its table as a file."""
    given = visit.request.GET.dict()
    orders = changes.orders(position, given)
    sheet = changes.sheet(orders)
    if (file := download.file_of(visit, (sheet,))) is not None:
        return file
    cards = [(each, tones.STATES.get(each.state, "info")) for each in orders]
    values = opening.shell(
        visit, asked, "changes", sheet=sheet, cards=cards, choices=changes.filters(given), given=given
    )
    return visit.render("pages/performance/changes/template.html", values)


PAGES = (Page("projects/<slug:slug>/ledger/changes/", "changes", "ledger.see", view),)
