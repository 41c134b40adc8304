"""The home page: what waits for me, what is due, what money moves, where each project stands."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse

from mingyue.web import clock
from mingyue.web.page import SIGNED_IN, Page, Visit, all_tasks
from mingyue.web.pages.home.home import overview
from mingyue.web.store.models import PHASES

_SHOWN = 20


def view(visit: Visit) -> HttpResponse:
    """The page; `q`, `phase` and `page` choose among the projects."""
    today = clock.today()
    reach = overview.reach(visit.user)
    words, phase = visit.request.GET.get("q", "").strip(), visit.request.GET.get("phase", "")
    found = overview.projects(reach, words=words, phase=phase if phase in PHASES else "")
    context = {
        "today": today,
        "figures": overview.figures(reach),
        "due": [(item, overview.tone(item, today)) for item in overview.due(reach, today)],
        "alerts": overview.alerts(reach),
        "tasks": all_tasks(visit.user, today),
        "found": Paginator(found, _SHOWN).get_page(visit.request.GET.get("page")),
        "words": words,
        "phase": phase,
        "phases": PHASES,
        "guest": not reach.everywhere and not reach.buyer,
        "may_create": visit.may("project.create"),
    }
    return visit.render("pages/home/home/template.html", context)


PAGES = (Page(path="", name="home", may=SIGNED_IN, view=view),)
