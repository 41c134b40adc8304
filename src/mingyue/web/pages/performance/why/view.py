"""Why one result is as it is: formula, clause with the contract's words, events, legal basis. In a dialog, or as a page of its own."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from mingyue import api
from mingyue.terms.errors import UserError
from mingyue.web.ledger_view import opening
from mingyue.web.ledger_view.look import Look
from mingyue.web.page import Page, Visit
from mingyue.web.store.models import Project

_FOLDER = "pages/performance/why"


@opening.with_position
def view(visit: Visit, asked: Look, position: api.Position, identity: str) -> HttpResponse:
    """The explanation of this id."""
    try:
        told = api.explain(position, identity)
    except UserError as error:
        raise Http404 from error
    part = "part" if visit.request.headers.get("HX-Request") else "template"
    return visit.render(f"{_FOLDER}/{part}.html", opening.shell(visit, asked, "ledger", told=told))


def sample(project: Project) -> dict[str, object]:  # noqa: ARG001 (one of the worked example)
    """A claim of the worked example, for the tests that walk all pages."""
    return {"identity": "C-M2-late"}


PAGES = (Page("projects/<slug:slug>/ledger/why/<path:identity>/", "ledger_why", "ledger.see", view),)
