"""The home page: what is due, what money moves, where each project stands."""

from __future__ import annotations

from django.http import HttpResponse

from mingyue.web.page import SIGNED_IN, Page, Visit


def view(visit: Visit) -> HttpResponse:
    """The page."""
    return visit.render("pages/home/home/template.html")


PAGES = (Page(path="", name="home", may=SIGNED_IN, view=view),)
