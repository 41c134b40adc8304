"""One section of the contract: its form, its clause texts in the chosen position, and how it will read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from mingyue.terms.choices import POSITIONS
from mingyue.web.drafting import desk as desks
from mingyue.web.drafting.look import preview
from mingyue.web.drafting.places import changes_href, shelf
from mingyue.web.drafting.sections import Section, clauses
from mingyue.web.drafting.sections import section as section_of
from mingyue.web.drafting.start import quotes
from mingyue.web.forms.filling import filled
from mingyue.web.forms.nodes import Look, nodes
from mingyue.web.forms.rows import act
from mingyue.web.forms.schema import Data
from mingyue.web.page import Page, Visit
from mingyue.web.store.models import Project

_FOLDER = "pages/drafting/part"
_LEVEL = "position:"


@dataclass(slots=True)
class _Form:
    """A section on the screen, as somebody left it."""

    desk: desks.Desk
    section: Section
    data: Data
    levels: Mapping[str, str]
    seen: int
    outcome: desks.Outcome = field(default_factory=desks.Outcome)
    reason: str = ""
    added: str = ""


def view(visit: Visit, section: str) -> HttpResponse:
    """The form; POST saves it, looks at its text, or adds and removes rows."""
    found = section_of(section)
    if found is None:
        raise Http404
    newest = desks.open_desk(visit.purchase)
    if newest is None:
        return redirect("terms_start", slug=visit.purchase.slug)
    if visit.request.method == "POST":
        return _posted(visit, found, newest)
    data = filled(found.fields, newest.tree)
    return _shown(visit, _Form(newest, found, data, newest.tree.get("positions", {}), newest.version.number))


def _posted(visit: Visit, section: Section, newest: desks.Desk) -> HttpResponse:
    sent = visit.request.POST
    base = sent.get("_base", "")
    desk = (
        newest if base in {"", str(newest.version.number)} else desks.open_desk(visit.purchase, _number(base)) or newest
    )
    form = _Form(
        desk,
        section,
        {name: sent.getlist(name) for name in sent if not name.startswith(("_", _LEVEL))},
        _levels(section, sent),
        _number(sent.get("_seen", "")) or desk.version.number,
        reason=sent.get("_reason", ""),
    )
    asked = sent.get("_do", "save")
    if asked == "preview":
        look = preview(section, form.data, desk.tree, form.levels)
        return visit.render(f"{_FOLDER}/preview.html", {"preview": look})
    if asked == "save":
        return _saved(visit, form, newest)
    form.data, form.added = act(section.fields, form.data, asked)
    return _shown(visit, form)


def _saved(visit: Visit, form: _Form, newest: desks.Desk) -> HttpResponse:
    try:
        form.outcome = desks.save(
            form.desk, form.section, form.data, form.levels, by=visit.user, reason=form.reason, seen=form.seen
        )
    except desks.SignedError as error:
        messages.error(visit.request, str(error))
        return redirect("terms_part", slug=visit.purchase.slug, section=form.section.key)
    if form.outcome.version is not None:
        number = form.outcome.version.number
        visit.note("terms.save", f"{form.section.title} v{number}")
        messages.success(visit.request, _("已保存为第 %(n)d 版。") % {"n": number})
    elif form.outcome.unchanged:
        messages.info(visit.request, _("没有改动，没有存新版。"))
    else:
        form.seen = newest.version.number
        return _shown(visit, form)
    return redirect("terms_part", slug=visit.purchase.slug, section=form.section.key)


def _shown(visit: Visit, form: _Form) -> HttpResponse:
    tree = form.desk.tree
    look = Look(form.outcome.faults, quotes(tree), form.added)
    context = {
        "section": form.section,
        "desk": form.desk,
        "seen": form.seen,
        "reason": form.reason,
        "outcome": form.outcome,
        "shelf": shelf(tree),
        "nodes": nodes(form.section.fields, form.data, look),
        "levels": _options(form.levels.get(form.section.texts) or "preferred"),
        "clauses": [(each, _options(form.levels.get(each.key, ""))) for each in clauses(form.section.texts)],
        "own_levels": any(form.levels.get(each.key) for each in clauses(form.section.texts)),
        "milestones": form.desk.terms.implementation_schedule.milestones,
        "preview": preview(form.section, form.data, tree, form.levels),
        "signed": desks.signed(visit.purchase),
        "changes_href": changes_href(visit.purchase),
    }
    return visit.render(f"{_FOLDER}/template.html", context)


def _options(chosen: str) -> list[tuple[str, str, bool]]:
    return [(key, words, key == chosen) for key, words in POSITIONS.items()]


def _levels(section: Section, sent: Mapping[str, str]) -> dict[str, str]:
    """The positions that a form names: of the family and of its clauses; preferred is what holds where nothing is said."""
    known: Iterable[str] = (section.texts, *(each.key for each in clauses(section.texts)))
    asked = {key: sent.get(f"{_LEVEL}{key}") for key in known}
    kept = {key: value for key, value in asked.items() if value is not None and value in {"", *POSITIONS}}
    if kept.get(section.texts) == "preferred":
        kept[section.texts] = ""
    return kept


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def sample(_project: Project) -> dict[str, Any]:
    """A section, for the tests that walk all pages."""
    return {"section": "parties"}


PAGES = (
    Page(
        path="projects/<slug:slug>/draft/part/<str:section>/",
        name="terms_part",
        may="contract.draft",
        write="contract.draft",
        view=view,
    ),
)
