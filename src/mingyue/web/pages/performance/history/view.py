"""What was recorded, newest first: by kind, side, day and words, as of a day, as known at a day; corrections beside their events."""

from __future__ import annotations

from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone

from mingyue.web.clock import today
from mingyue.web.ledger_view import download, history, opening
from mingyue.web.ledger_view.look import LookError, look
from mingyue.web.page import Page, Visit
from mingyue.web.store.models import Project, Standing


def view(visit: Visit) -> HttpResponse:
    """A page of the records, or all that the filters let through as a file."""
    project, given = visit.purchase, visit.request.GET.dict()
    asked, fault = look(given, today=today()), ""
    try:
        found = history.lines(project, given, asked)
    except LookError as error:
        found, fault = history.lines(project, {**given, "since": ""}, asked), str(error)
    currency = _currency(project)
    if given.get("form"):
        events = history.told(project, found.order_by("day", "seq"), currency)
        if (file := download.file_of(visit, (history.sheet(events, _local),))) is not None:
            return file
    page = Paginator(found, history.PAGE).get_page(given.get("page"))
    shown = history.told(project, page.object_list, currency)
    values = opening.shell(
        visit, asked, "history", events=shown, page=page, given=given, choices=history.filters(given), fault=fault
    )
    return visit.render("pages/performance/history/template.html", values)


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment).replace(tzinfo=None)


def _currency(project: Project) -> str:
    standing = Standing.objects.filter(project=project).values_list("currency", flat=True).first()
    return standing or "CNY"


PAGES = (Page("projects/<slug:slug>/ledger/history/", "history", "ledger.see", view),)
