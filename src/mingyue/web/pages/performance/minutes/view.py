"""Minutes, decisions and oral promises."""

from __future__ import annotations

from django.http import HttpResponse

from mingyue import api
from mingyue.web.ledger_view import download, meetings, opening
from mingyue.web.ledger_view.look import Look, LookError
from mingyue.web.ledger_view.sheet import Sheet
from mingyue.web.page import Page, Visit


@opening.with_position
def view(visit: Visit, asked: Look, position: api.Position) -> HttpResponse:
    """The page, or one of its tables as a file."""
    given, fault = visit.request.GET.dict(), ""
    try:
        sheets = _sheets(position, given)
    except LookError as error:
        sheets, fault = _sheets(position, {**given, "since": ""}), str(error)
    if (file := download.file_of(visit, sheets)) is not None:
        return file
    values = opening.shell(visit, asked, "minutes", sheets=sheets, given=given, fault=fault)
    return visit.render("pages/performance/minutes/template.html", values)


def _sheets(position: api.Position, given: dict[str, str]) -> tuple[Sheet, ...]:
    return (
        meetings.minutes(position, given),
        meetings.decisions(position, given),
        meetings.commitments(position, given),
    )


PAGES = (Page("projects/<slug:slug>/ledger/minutes/", "minutes", "ledger.see", view),)
