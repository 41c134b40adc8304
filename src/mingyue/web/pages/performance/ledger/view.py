"""The overview of a ledger: sums, the course in a picture, obligations, instalments with their gates, claims, rights, notices."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.http import HttpResponse
from django.utils.translation import gettext as _

from mingyue import api
from mingyue.web.clock import now
from mingyue.web.ledger_view import download, opening, results, timeline, tones
from mingyue.web.ledger_view.courses import courses
from mingyue.web.ledger_view.look import Look
from mingyue.web.ledger_view.sheet import FORMS
from mingyue.web.page import Page, Visit


@opening.with_position
def view(visit: Visit, asked: Look, position: api.Position) -> HttpResponse:
    """The page, or one of its tables as a file."""
    link, given = opening.why_link(visit, asked), visit.request.GET.dict()
    sheets = {
        sheet.key: sheet
        for sheet in (
            results.obligations(position, given, link),
            results.instalments(position, link),
            results.claims(position, link),
            results.rights(position, link),
            results.dates(position, link),
            results.notices(position, link),
        )
    }
    if (file := download.file_of(visit, sheets.values())) is not None:
        return file
    codes = api.code_words()["payment"]
    cards = [(each, codes[each.state], tones.payment(each.state), link(each.id)) for each in position.payments]
    return visit.render(
        "pages/performance/ledger/template.html",
        opening.shell(
            visit,
            asked,
            "ledger",
            position=position,
            sheets=sheets,
            cards=cards,
            choices=results.obligation_filters(given, position),
            words=given.get("q", ""),
            picture=timeline.draw(tuple(courses(position, payments=True)), today=position.as_of),
            shapes=timeline.SHAPES,
            overdue=sum(each.state == "overdue" for each in position.obligations),
        ),
    )


@opening.with_position
def whole(visit: Visit, asked: Look, position: api.Position) -> HttpResponse:
    """The whole ledger as one workbook, with every event and posting."""
    made: datetime = now()
    data = cast("bytes", api.export(position, "xlsx", made=made))
    visit.note("ledger.export", _("完整台账 %(day)s") % {"day": asked.as_of})
    return download.attached(data, f"{visit.purchase.title}-{_('完整台账')}-{asked.as_of}.xlsx", FORMS["xlsx"])


PAGES = (
    Page("projects/<slug:slug>/ledger/", "ledger", "ledger.see", view, nav="台账", rank=50),
    Page("projects/<slug:slug>/ledger/whole.xlsx", "ledger_whole", "ledger.see", whole, rate="export"),
)
