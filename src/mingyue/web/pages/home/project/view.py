"""A project's front page: the map of eight phases, key facts, health."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.http import HttpResponse

from mingyue.terms.errors import UserError
from mingyue.web import clock
from mingyue.web.page import Page, Step, Visit, all_steps
from mingyue.web.pages.home.project.steps import from_ledger, from_terms, soon
from mingyue.web.store import projections
from mingyue.web.store.books import NoTermsError
from mingyue.web.store.models import PHASES

_TEMPLATE = "pages/home/project/template.html"


def view(visit: Visit) -> HttpResponse:
    """The page; a guest sees the milestones' side of it and no sums."""
    today = clock.today()
    position, fault = _position(visit)
    terms = cast("Mapping[str, Any] | None", position and position.get("terms"))
    inner = visit.may("ledger.see")
    found = [*(from_terms(terms) if inner else ()), *_own(position, inner=inner), *all_steps(visit)]
    context = {
        "today": today,
        "phases": _phases(visit.purchase.phase, found),
        "terms": terms,
        "totals": position.get("totals") if position and inner else None,
        "advice": position.get("advice") if position and inner else None,
        "currency": (position or {}).get("currency", "CNY"),
        "health": _health(position) if position and inner else None,
        "notices": [each for each in (position or {}).get("notices", ()) if each["level"] == "warning"]
        if inner
        else (),
        "soon": soon(visit.purchase, vendor_only=not inner),
        "fault": fault if inner else "",
    }
    return visit.render(_TEMPLATE, context)


def _position(visit: Visit) -> tuple[Mapping[str, Any] | None, str]:
    try:
        return projections.snapshot(visit.purchase, as_of=clock.today()), ""
    except NoTermsError:
        return None, ""
    except UserError as error:
        return None, str(error)


def _own(position: Mapping[str, Any] | None, *, inner: bool) -> Sequence[Step]:
    found = list(from_ledger(position))
    return (
        found
        if inner
        else [step for step in found if step.phase == "performance" and not step.why and "P" not in step.title[:1]]
    )


def _phases(now: str, found: Sequence[Step]) -> list[tuple[str, str, str, list[Step]]]:
    """Key, title, where it lies (past, now, ahead) and steps of each phase."""
    order = list(PHASES)
    at = order.index(now)
    return [
        (key, title, "past" if n < at else "now" if n == at else "ahead", [step for step in found if step.phase == key])
        for n, (key, title) in enumerate(PHASES.items())
    ]


def _health(position: Mapping[str, Any]) -> tuple[str, str]:
    """A tone and the words: what is overdue on whose side."""
    late = [each for each in position["obligations"] if each["state"] == "overdue"]
    ours = sum(each["debtor"] == "buyer" for each in late) + sum(
        each["state"] == "overdue" for each in position["payments"]
    )
    theirs = len(late) - sum(each["debtor"] == "buyer" for each in late)
    if ours:
        return "bad", f"我方有 {ours} 项逾期" + (f"，乙方有 {theirs} 项" if theirs else "")
    if theirs:
        return "warn", f"乙方有 {theirs} 项逾期"
    return "good", "没有逾期"


PAGES = (Page(path="projects/<slug:slug>/", name="project", may="project.see", view=view, nav="总览", rank=10),)
