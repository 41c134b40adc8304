"""Milestones, for both sides: planned, delivered, accepted; no sums and no notes."""

from __future__ import annotations

from django.http import HttpResponse

from mingyue import api
from mingyue.web.ledger_view import download, milestones, opening, timeline
from mingyue.web.ledger_view.courses import courses
from mingyue.web.ledger_view.look import Look
from mingyue.web.page import Page, Visit


@opening.with_position
def view(visit: Visit, asked: Look, position: api.Position) -> HttpResponse:
    """The page, or its table as a file."""
    given = visit.request.GET.dict()
    sheet = milestones.sheet(position, given)
    if (file := download.file_of(visit, (sheet,))) is not None:
        return file
    picture = timeline.draw(tuple(courses(position, payments=False)), today=position.as_of)
    values = opening.shell(
        visit,
        asked,
        "milestones",
        sheet=sheet,
        choices=milestones.filters(given),
        given=given,
        picture=picture,
        shapes=timeline.SHAPES,
    )
    return visit.render("pages/performance/milestones/template.html", values)


PAGES = (Page("projects/<slug:slug>/milestones/", "milestones", "milestones.see", view, nav="里程碑", rank=52),)
