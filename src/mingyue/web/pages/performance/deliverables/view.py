"""What is to be handed over at each milestone and what was, for both sides."""

from __future__ import annotations

from django.http import HttpResponse

from mingyue import api
from mingyue.web.ledger_view import download, milestones, opening
from mingyue.web.ledger_view.look import Look
from mingyue.web.page import Page, Visit


@opening.with_position
def view(visit: Visit, asked: Look, position: api.Position) -> HttpResponse:
    """The page, or its table as a file."""
    given = visit.request.GET.dict()
    sheet = milestones.deliverables(position, given)
    if (file := download.file_of(visit, (sheet,))) is not None:
        return file
    values = opening.shell(visit, asked, "deliverables", sheet=sheet, choices=milestones.filters(given), given=given)
    return visit.render("pages/performance/deliverables/template.html", values)


PAGES = (Page("projects/<slug:slug>/milestones/deliverables/", "deliverables", "milestones.see", view),)
